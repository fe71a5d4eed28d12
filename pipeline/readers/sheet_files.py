"""Opens Excel files: .xlsx with openpyxl, .xls with xlrd; what each cell holds and how it is set."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

from pipeline.readers.errors import ReadError
from pipeline.readers.sheet_cells import Sheet, SheetCell, Value, as_datetime, from_serial, is_date_format, shown_words

MAX_ROWS, MAX_COLUMNS = 20_000, 200
_MAX_UNPACKED_BYTES = 64 * 1024 * 1024  # openpyxl needs about 50 times as much memory
_MAX_MERGED = MAX_ROWS * MAX_COLUMNS  # places that all merged cells cover together
_BROKEN = "Tệp Excel bị hỏng hoặc tải về chưa đủ: hãy tải lại, hoặc mở bằng Excel, lưu lại rồi nhập lại."
_TOO_BIG = "Tệp Excel quá lớn khi giải nén nên không đọc: hãy xóa các trang tính, hàng và cột thừa rồi nhập lại."
_ENCRYPTED = "Tệp Excel có mật khẩu: hãy mở bằng Excel, gỡ mật khẩu, lưu lại rồi nhập lại."
_MISSING = "Chưa đọc được tệp Excel trên máy này: hãy cài gói {package}, hoặc sao chép bảng sang Word rồi nhập lại."
# Neither library has one error for a file that it refuses; most of what they throw comes from the modules below them.
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
_Merges = dict[tuple[int, int], tuple[int, int]]  # top left place → rows and columns


def read_xlsx_sheets(path: Path) -> list[Sheet]:
    """The sheets of an .xlsx file in order, hidden ones too. Raises ReadError."""
    try:
        openpyxl: Any = import_module("openpyxl")
    except ImportError as error:
        raise ReadError("missing_tool", _MISSING.format(package="openpyxl")) from error
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist() if _holds_cells(member)) > _MAX_UNPACKED_BYTES:
                raise ReadError("too_big", _TOO_BIG)
        with path.open("rb") as data:  # by name openpyxl refuses other suffixes than its own
            workbook = openpyxl.load_workbook(data, data_only=True)
            return [_xlsx_sheet(sheet) for sheet in workbook.worksheets]
    except _DAMAGE as error:
        raise ReadError("broken_file", _BROKEN) from error


def read_xls_sheets(path: Path) -> list[Sheet]:
    """The sheets of an .xls file in order, hidden ones too. Raises ReadError."""
    try:
        xlrd: Any = import_module("xlrd")
    except ImportError as error:
        raise ReadError("missing_tool", _MISSING.format(package="xlrd")) from error
    try:
        workbook = xlrd.open_workbook(file_contents=path.read_bytes(), formatting_info=True, logfile=StringIO())
        return [_xls_sheet(workbook, sheet) for sheet in workbook.sheets()]
    except Exception as error:  # xlrd has errors of its own in five modules, with no class above them
        if isinstance(error, xlrd.XLRDError) and "encrypted" in str(error):
            raise ReadError("encrypted", _ENCRYPTED) from error
        raise ReadError("broken_file", _BROKEN) from error


def _holds_cells(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith((".xml", ".rels"))


def _xlsx_sheet(sheet: Any) -> Sheet:
    merges = {
        (area.min_row - 1, area.min_col - 1): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    # Not by iter_rows: it makes every missing cell up to the last one, which may be a million rows further down.
    stored = [cell for (row, column), cell in sorted(sheet._cells.items()) if row <= MAX_ROWS and column <= MAX_COLUMNS]
    cells = [
        _cell(
            (cell.row - 1, cell.column - 1),
            _xlsx_value(cell.value),
            cell.number_format,
            merges,
            font=cell.font.name or "",
            bold=bool(cell.font.b),
            centred=cell.alignment.horizontal in ("center", "centerContinuous"),
            bordered=any(side is not None and side.style for side in (cell.border.top, cell.border.bottom)),
        )
        for cell in stored
        if cell.value is not None or (cell.has_style and type(cell).__name__ == "Cell")
    ]
    hidden = [number - 1 for number, row in sheet.row_dimensions.items() if row.hidden]
    hidden_columns = [
        column - 1
        for group in sheet.column_dimensions.values()
        if group.hidden
        for column in range(group.min or 1, (group.max or group.min or 1) + 1)
        if column <= MAX_COLUMNS
    ]
    return _sheet(
        sheet.title,
        cells,
        merges,
        hidden=sheet.sheet_state != "visible",
        hidden_rows=hidden,
        hidden_columns=hidden_columns,
        cut=sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS,
    )


def _xlsx_value(value: Any) -> Value:
    if isinstance(value, timedelta):
        return value.total_seconds() / 86_400
    if isinstance(value, date | time):
        return as_datetime(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def _xls_sheet(workbook: Any, sheet: Any) -> Sheet:
    merges: _Merges = {(first, left): (end - first, right - left) for first, end, left, right in sheet.merged_cells}
    cells = [
        _xls_cell(workbook, sheet, row, column, merges)
        for row in range(min(sheet.nrows, MAX_ROWS))
        for column in range(min(sheet.row_len(row), MAX_COLUMNS))
    ]
    return _sheet(
        sheet.name,
        cells,
        merges,
        hidden=sheet.visibility != 0,
        hidden_rows=[number for number, row in sheet.rowinfo_map.items() if row.hidden],
        hidden_columns=[number for number, column in sheet.colinfo_map.items() if column.hidden],
        cut=sheet.nrows > MAX_ROWS or sheet.ncols > MAX_COLUMNS,
    )


def _xls_cell(workbook: Any, sheet: Any, row: int, column: int, merges: _Merges) -> SheetCell:
    style = workbook.xf_list[sheet.cell_xf_index(row, column)]
    font = workbook.font_list[style.font_index]
    number_format = workbook.format_map[style.format_key].format_str
    return _cell(
        (row, column),
        _xls_value(sheet.cell(row, column), number_format, since_1904=bool(workbook.datemode)),
        number_format,
        merges,
        font=font.name,
        bold=bool(font.bold) or font.weight >= 700,
        centred=style.alignment.hor_align in (2, 6),  # centred, centred across a selection
        bordered=bool(style.border.top_line_style or style.border.bottom_line_style),
    )


def _xls_value(cell: Any, number_format: str, *, since_1904: bool) -> Value:
    """By xlrd's cell types: 1 text, 2 number, 3 date, 4 true or false; the others are empty or errors."""
    if cell.ctype == 1:
        return str(cell.value)
    if cell.ctype in (2, 3):
        if cell.ctype == 3 or is_date_format(number_format):
            return from_serial(cell.value, since_1904=since_1904)
        return float(cell.value)
    return bool(cell.value) if cell.ctype == 4 else None


def _cell(place: tuple[int, int], value: Value, number_format: str, merges: _Merges, **setting: Any) -> SheetCell:
    rows, columns = merges.get(place, (1, 1))
    words = shown_words(value, number_format, is_label=place[1] == 0)
    return SheetCell(*place, words, value, number_format, rows, columns, **setting)


def _sheet(
    name: str,
    cells: Sequence[SheetCell],
    merges: _Merges,
    *,
    hidden: bool,
    hidden_rows: Sequence[int],
    hidden_columns: Sequence[int],
    cut: bool,
) -> Sheet:
    covered = set(_covered(merges))
    kept = tuple(c for c in cells if (c.row, c.column) not in covered and (c.words or c.bordered))
    rows, columns = {c.row for c in kept if c.words}, {c.column for c in kept if c.words}
    hidden_lines = len(rows.intersection(hidden_rows)) + len(columns.intersection(hidden_columns))
    return Sheet(name, kept, hidden, hidden_lines, cut)


def _covered(merges: _Merges) -> Iterator[tuple[int, int]]:
    """The places that merged cells cover, their own top left places not among them. ValueError for a hostile file."""
    if sum(min(rows, MAX_ROWS) * min(columns, MAX_COLUMNS) for rows, columns in merges.values()) > _MAX_MERGED:
        raise ValueError("merged cells cover each other")
    for (row, column), (rows, columns) in merges.items():
        for below in range(row, min(row + rows, MAX_ROWS)):
            for beside in range(column, min(column + columns, MAX_COLUMNS)):
                if (below, beside) != (row, column):
                    yield below, beside
