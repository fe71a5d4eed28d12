"""Spreadsheets (.xlsx, .xls, others by LibreOffice): each sheet as a table, the lines above and below it as lines.

A plan's annex is often kept as a sheet, and task sheets go round to be filled in. Cells are read as Excel shows them: a
date in its number format, a merged cell as one cell. What Excel has made of typed dates is noticed, not undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, product
from pathlib import Path

from extractors.document import Column, Document, ReadProblem, Span
from extractors.legacy_detection import Hint, repair
from extractors.legacy_encodings import font_encoding
from pipeline.readers.builder import DocumentBuilder, RawCell
from pipeline.readers.conversion import convert_with_office, find_office, missing_office, private_copy
from pipeline.readers.errors import ReadError
from pipeline.readers.legacy_text import refuse_garbled
from pipeline.readers.sheet_cells import Sheet, SheetCell
from pipeline.readers.sheet_dates import find_damaged_dates
from pipeline.readers.sheet_files import read_xls_sheets, read_xlsx_sheets

_FEWEST_COLUMNS = 2  # cells with a border in a row of a table
_FEWEST_UNRULED = 3  # filled cells of a row where no borders are drawn: two are the sides of a head
_MESSAGES = {
    "hidden_sheet": "Trang tính “{sheet}” bị ẩn trong tệp Excel nên không đọc: hãy bỏ ẩn rồi nhập lại nếu cần.",
    "hidden_rows": "Trang tính “{sheet}” có {count} hàng hoặc cột bị ẩn, vẫn được đọc: hãy kiểm tra trong tệp gốc.",
    "sheet_cut": "Trang tính “{sheet}” quá lớn nên chỉ đọc phần đầu: hãy xóa các hàng và cột thừa rồi nhập lại.",
}
_EMPTY = "Tệp Excel không có chữ nào: hãy kiểm tra lại hoặc xin lại bản đầy đủ."
_NOT_CONVERTED = (
    "Bảng tính không chuyển đổi được (bị hỏng, có mật khẩu, tải về thiếu, hoặc LibreOffice trên máy thiếu phần Calc): "
    "hãy mở bằng Excel, lưu lại thành .xlsx rồi nhập lại."
)
_Rows = dict[int, list[SheetCell]]


def read_xlsx(path: Path) -> Document:
    """The Excel file (.xlsx, .xlsm) at ``path`` as a Document, one table a sheet.

    Raises ReadError (broken_file, too_big, missing_tool, empty_file, garbled_text) with a Vietnamese message.
    """
    return _lay_out("xlsx", read_xlsx_sheets(path))


def read_xls(path: Path) -> Document:
    """The Excel 97-2003 file at ``path`` as a Document. Raises ReadError as ``read_xlsx``, and ``encrypted``."""
    return _lay_out("xls", read_xls_sheets(path))


def read_xlsb(path: Path) -> Document:
    """The binary Excel file at ``path``, by LibreOffice. Raises ReadError (missing_tool, broken_file, …)."""
    return _read_by_office(path, "xlsb", "xlsb")


def read_ods(path: Path) -> Document:
    """The OpenDocument sheet at ``path``, by LibreOffice. Raises ReadError (missing_tool, broken_file, …)."""
    return _read_by_office(path, "ods", "ods")


def read_excel_xml(path: Path) -> Document:
    """Excel's XML of 2003 at ``path`` (often named .xls), by LibreOffice. Raises ReadError (missing_tool, …)."""
    return _read_by_office(path, "xml", "excel_xml")


def _read_by_office(path: Path, suffix: str, format: str) -> Document:
    office = find_office()
    if office is None:
        raise missing_office(suffix)
    with private_copy(path, suffix) as source:
        converted = convert_with_office(office, source, source.parent, "xlsx")
        if converted is None:
            raise ReadError("broken_file", _NOT_CONVERTED)
        return _lay_out(format, read_xlsx_sheets(converted))


def _lay_out(format: str, sheets: Sequence[Sheet]) -> Document:
    builder = DocumentBuilder(format)
    for sheet in _in_unicode(sheets):
        if sheet.hidden:
            _note(builder, "hidden_sheet", sheet)
            continue
        _add_sheet(builder, sheet)
        builder.problems.extend(find_damaged_dates(sheet))
        if sheet.hidden_lines:
            _note(builder, "hidden_rows", sheet)
        if sheet.cut:
            _note(builder, "sheet_cut", sheet)
    document = builder.build()
    if not document.text.strip():
        raise ReadError("empty_file", _EMPTY)
    refuse_garbled(document.text)
    return document


def _note(builder: DocumentBuilder, code: str, sheet: Sheet) -> None:
    message = _MESSAGES[code].format(sheet=sheet.name, count=sheet.hidden_lines)
    builder.problems.append(ReadProblem(code, message, is_doubt=code == "hidden_rows"))  # which are read all the same


def _in_unicode(sheets: Sequence[Sheet]) -> list[Sheet]:
    """``sheets`` with the words that are in an old encoding converted; all cells are judged together."""
    spans: list[Span] = []
    place = 0
    cells = [cell for sheet in sheets for cell in sheet.cells]
    for cell in cells:
        spans.append(Span(place, place + len(cell.words)))
        place += len(cell.words) + 1
    hints = []
    for cell, span in zip(cells, spans, strict=True):
        known = font_encoding(cell.font)
        if known is not None and len(span):
            hints.append(Hint(span, *known))
    repaired = repair("\n".join(cell.words for cell in cells), hints)
    if repaired is None:
        return list(sheets)
    words = iter([repaired.cut(span) for span in spans])
    return [replace(sheet, cells=tuple(replace(cell, words=next(words)) for cell in sheet.cells)) for sheet in sheets]


def _add_sheet(builder: DocumentBuilder, sheet: Sheet) -> None:
    rows: _Rows = {number: list(cells) for number, cells in groupby(sheet.cells, key=lambda cell: cell.row)}
    filled = {number: [cell for cell in cells if cell.words] for number, cells in rows.items()}
    wide = _table_rows(rows, filled)
    first, last = (wide[0], wide[-1]) if wide else (max(rows, default=0) + 1, max(rows, default=0))
    _add_lines(builder, (cells for number, cells in filled.items() if number < first and cells))
    if wide:
        _add_table(builder, [cell for number, cells in rows.items() if first <= number <= last for cell in cells])
    _add_lines(builder, (cells for number, cells in filled.items() if number > last and cells))


def _table_rows(rows: _Rows, filled: _Rows) -> list[int]:
    """The rows that are drawn as a table; where no borders are drawn, those with three filled cells or more.

    Titles and the two sides of a document's head stand above without borders, the signature stands below.
    """
    ruled = [n for n, cells in rows.items() if filled[n] and sum(cell.bordered for cell in cells) >= _FEWEST_COLUMNS]
    if len(ruled) > 1:
        return ruled
    columns = {cell.column for cells in filled.values() for cell in cells}
    fewest = min(_FEWEST_UNRULED, len(columns))
    wide = [number for number, cells in filled.items() if len(cells) >= fewest]
    return wide if fewest > 1 and len(wide) > 1 else []


def _add_lines(builder: DocumentBuilder, rows: Iterable[list[SheetCell]]) -> None:
    """Rows outside the table; neighbouring rows of two cells are the two sides of a head or foot, one after the other.

    The form: agency and number left, nation and date right (Nghị định 30/2020/NĐ-CP, Annex I).
    """
    for two_sided, group in groupby(rows, key=lambda cells: len(cells) == 2):
        block = list(group)
        if two_sided:
            for row in block:
                _add_words(builder, row[0], "left")
            for row in block:
                _add_words(builder, row[1], "right")
            continue
        for cell in (cell for row in block for cell in row):
            _add_words(builder, cell, "body")


def _add_words(builder: DocumentBuilder, cell: SheetCell, column: Column) -> None:
    for line in cell.words.split("\n"):
        centred = column == "body" and cell.centred
        builder.line(line.strip(), bold=cell.bold, centred=centred, whole=True, column=column)


def _add_table(builder: DocumentBuilder, cells: Sequence[SheetCell]) -> None:
    """Rows and columns without a word are left out: they are space between the lines of the sheet."""
    rows = {row: place for place, row in enumerate(sorted({cell.row for cell in cells if cell.words}))}
    columns = {column: place for place, column in enumerate(sorted({cell.column for cell in cells if cell.words}))}
    laid: list[RawCell] = []
    taken: set[tuple[int, int]] = set()
    for cell in cells:
        inside_rows = [rows[row] for row in range(cell.row, cell.row + cell.row_span) if row in rows]
        inside_columns = [columns[c] for c in range(cell.column, cell.column + cell.column_span) if c in columns]
        places = set(product(inside_rows, inside_columns))
        if not places or places & taken:
            continue
        taken |= places
        lines = [line.strip() for line in cell.words.split("\n")] if cell.words else []
        laid.append(
            RawCell(inside_rows[0], inside_columns[0], lines, len(inside_rows), len(inside_columns), bold=cell.bold)
        )
    empty = (RawCell(row, column, []) for row, column in product(rows.values(), columns.values()))
    laid += [cell for cell in empty if (cell.row, cell.column) not in taken]
    builder.table(laid, rows=len(rows), columns=len(columns))
