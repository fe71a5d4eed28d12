"""Excel files made in the test: the task sheet as a table, dates as Excel shows them, damage noticed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from legacy_typing import type_in
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from extractors.document import Document, Line, Table
from extractors.legacy_encodings import Encoding
from pipeline.readers.errors import ReadError
from pipeline.readers.sheet_cells import Value, date_order, from_serial, is_date_format, shown_words
from pipeline.readers.sheets import read_xls, read_xlsx

HEAD = ["TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"]
RULED = Border(*[Side(style="thin")] * 4)
Cells = Sequence[Sequence[object]]


def fill(sheet: Worksheet, rows: Cells, first: int = 1, ruled: bool = True) -> None:
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value  # type: ignore[assignment]
            if ruled:
                cell.border = RULED


def task_sheet(rows: Cells, formats: dict[str, str] | None = None) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Phụ lục"
    fill(sheet, [HEAD, *rows])
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    return book


def saved(book: openpyxl.Workbook, folder: Path) -> Document:
    path = folder / "a.xlsx"
    book.save(path)
    return read_xlsx(path)


def table_of(document: Document) -> list[list[str]]:
    table = next(item for item in document.body if isinstance(item, Table))
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.span.cut(document.text)
    return grid


def lines_of(document: Document) -> list[tuple[str, str]]:
    return [(item.column, item.span.cut(document.text)) for item in document.body if isinstance(item, Line)]


def codes_of(document: Document) -> dict[str, str]:
    return {problem.code: problem.message for problem in document.problems}


def test_titles_table_and_signature(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    head = [["ỦY BAN NHÂN DÂN", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["TỈNH A", None, "Độc lập - Tự do"]]
    fill(sheet, [*head, ["PHỤ LỤC NHIỆM VỤ"]], ruled=False)
    fill(sheet, [HEAD, ["I", "Cải cách thể chế", None, None], [1, "Rà soát văn bản", "Sở Tư pháp", "Quý II/2026"]], 5)
    fill(sheet, [["Nơi nhận:", None, None, "CHỦ TỊCH"]], 9, ruled=False)
    sheet.merge_cells("B6:D6")
    sheet.merge_cells("A3:D3")
    document = saved(book, tmp_path)

    assert lines_of(document) == [
        ("left", "ỦY BAN NHÂN DÂN"),
        ("left", "TỈNH A"),
        ("right", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("right", "Độc lập - Tự do"),
        ("body", "PHỤ LỤC NHIỆM VỤ"),
        ("left", "Nơi nhận:"),
        ("right", "CHỦ TỊCH"),
    ]
    assert table_of(document) == [
        HEAD,
        ["I", "Cải cách thể chế", "", ""],
        ["1", "Rà soát văn bản", "Sở Tư pháp", "Quý II/2026"],
    ]
    table = next(item for item in document.body if isinstance(item, Table))
    assert [(c.row, c.column, c.column_span) for c in table.cells if c.column_span > 1] == [(1, 1, 3)]


def test_a_sheet_without_borders(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(book.worksheets[0], [["Danh mục nhiệm vụ"], HEAD, [1, "Rà soát", "Sở Tư pháp", "Quý II"]], ruled=False)
    document = saved(book, tmp_path)

    assert lines_of(document) == [("body", "Danh mục nhiệm vụ")]
    assert table_of(document) == [HEAD, ["1", "Rà soát", "Sở Tư pháp", "Quý II"]]


def test_cells_merged_downwards_and_empty_rows_and_columns(tmp_path: Path) -> None:
    rows = [["1", "Rà soát", "Sở Tư pháp", "Quý I"], [None] * 4, ["2", "Ban hành", None, "Quý II"]]
    book = task_sheet(rows)
    book.worksheets[0].merge_cells("C2:C4")
    document = saved(book, tmp_path)
    table = next(item for item in document.body if isinstance(item, Table))

    assert table.rows == 3
    assert [(c.row, c.row_span, c.span.cut(document.text)) for c in table.cells if c.row_span > 1] == [
        (1, 2, "Sở Tư pháp")
    ]


def test_hidden_sheets_rows_and_columns_are_noted(tmp_path: Path) -> None:
    book = task_sheet([[1, "Rà soát", "Sở Tư pháp", "Quý I"], [2, "Ban hành", "Sở Nội vụ", "Quý II"]])
    book.worksheets[0].row_dimensions[3].hidden = True
    book.create_sheet("Nháp")["A1"] = "bản nháp"
    book.worksheets[1].sheet_state = "hidden"
    document = saved(book, tmp_path)

    assert "Ban hành" in document.text and "bản nháp" not in document.text
    assert "“Nháp”" in codes_of(document)["hidden_sheet"]
    assert "1 hàng" in codes_of(document)["hidden_rows"]


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (datetime(2026, 5, 1), "mm-dd-yy", "01/05/2026"),  # the short date of each machine
        (datetime(2026, 5, 1), "m/d/yyyy", "5/1/2026"),
        (datetime(2026, 5, 1), "m/yyyy", "5/2026"),
        (datetime(2026, 5, 1), "mmm-yy", "5/2026"),
        (datetime(2026, 12, 15), "dd/mm/yyyy;@", "15/12/2026"),
        (datetime(2026, 12, 15), '[$-42A]"ngày" dd "tháng" mm "năm" yyyy', "ngày 15 tháng 12 năm 2026"),
        (datetime(2026, 12, 15, 8, 30), "hh:mm dd/mm/yyyy", "08:30 15/12/2026"),
        (datetime(2026, 12, 15), "General", "15/12/2026"),
        (0.955, "0.0%", "95,5%"),
        (0.95, "0%", "95%"),
        (12345.5, "#,##0.0", "12.345,5"),
        (3.0, "General", "3"),
        (1.5, "General", "1,5"),
        (1.5, "0.##", "1,5"),
        (45, "00", "45"),
        (" Sở Nội vụ\r\nchủ trì ", "General", "Sở Nội vụ\nchủ trì"),
        (None, "General", ""),
    ],
)
def test_shown_words(value: Value, number_format: str, words: str) -> None:
    assert shown_words(value, number_format) == words


def test_labels_of_the_first_column_keep_their_point() -> None:
    assert shown_words(1.2, "General", is_label=True) == "1.2"


@pytest.mark.parametrize(
    ("number_format", "is_date", "order"),
    [
        ("dd/mm/yyyy", True, "dmy"),
        ("m/d/yyyy", True, "mdy"),
        ("mm-dd-yy", True, "dmy"),
        ("mmm-yy", True, "my"),
        ("h:mm", True, ""),
        ("#,##0", False, ""),
        ('0 "ngày"', False, ""),
        ("General", False, ""),
    ],
)
def test_date_formats(number_format: str, is_date: bool, order: str) -> None:
    assert is_date_format(number_format) is is_date
    assert not is_date or date_order(number_format) == order


def test_day_numbers() -> None:
    assert from_serial(46143, since_1904=False) == datetime(2026, 5, 1)
    assert from_serial(46143 - 1462, since_1904=True) == datetime(2026, 5, 1)
    assert from_serial(1e12, since_1904=False) is None and from_serial(-1, since_1904=False) is None


def row(number: object, deadline: object) -> list[object]:
    return [number, "Rà soát văn bản", "Sở Tư pháp", deadline]


@pytest.mark.parametrize(
    ("rows", "formats", "code", "cells"),
    [
        # American dates: what could be read month first became a date, the rest stayed text.
        ([row(1, date(2026, 7, 1)), row(2, "15/01/2026")], {"D2": "dd/mm/yyyy"}, "excel_swapped_date", "D2"),
        ([row(1, date(2026, 7, 1))], {"D2": "m/d/yyyy"}, "excel_swapped_date", "D2"),
        # 5/2026 was typed.
        ([row(1, date(2026, 5, 1)), row(2, "Tháng 6/2026")], {"D2": "dd/mm/yyyy"}, "excel_month_date", "D2"),
        ([row(1, date(2026, 5, 1)), row(2, date(2026, 6, 1))], {}, "excel_month_date", "D2, D3"),
        # 1.10 was typed; a label became a date.
        ([row(1.9, "Quý I"), row(1.1, "Quý II")], {}, "excel_label", "A3"),
        ([row(1, "Quý I"), row(date(2026, 1, 2), "Quý II")], {}, "excel_label", "A3"),
    ],
)
def test_damage_is_noticed(tmp_path: Path, rows: Cells, formats: dict[str, str], code: str, cells: str) -> None:
    found = codes_of(saved(task_sheet(rows, formats), tmp_path))

    assert f"ô {cells}:" in found.get(code, "")


def test_sound_sheets_have_no_problems(tmp_path: Path) -> None:
    rows = [row(1.1, date(2026, 7, 1)), row(1.2, date(2026, 8, 31)), row(1.3, "Thường xuyên"), row(2.1, time(8, 30))]
    formats = dict.fromkeys(("D2", "D3"), "dd/mm/yyyy")
    document = saved(task_sheet(rows, formats), tmp_path)

    assert document.problems == ()
    assert [cells[3] for cells in table_of(document)[1:]] == ["01/07/2026", "31/08/2026", "Thường xuyên", "08:30"]


@pytest.mark.parametrize(("encoding", "font"), [("tcvn3", ".VnTime"), ("vni", "VNI-Times")])
def test_sheets_in_old_fonts(tmp_path: Path, encoding: Encoding, font: str) -> None:
    rows = [[type_in(words, encoding) for words in ("", "Rà soát văn bản", "Sở Tư pháp", "Quý II năm 2026")]]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    fill(sheet, [[type_in(words, encoding) for words in HEAD], *rows])
    for cells in sheet["A1:D2"]:
        for cell in cells:
            cell.font = Font(name=font)

    assert table_of(saved(book, tmp_path)) == [HEAD, ["", "Rà soát văn bản", "Sở Tư pháp", "Quý II năm 2026"]]


def test_xls(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt", reason="xlwt writes the .xls files of this test")
    book = xlwt.Workbook()
    sheet = book.add_sheet("Phụ lục")
    ruled = "borders: top thin, bottom thin"
    for column, words in enumerate(HEAD):
        sheet.write(1, column, words, xlwt.easyxf(ruled))
    sheet.write_merge(0, 0, 0, 3, "PHỤ LỤC")
    for number in (2, 3):
        sheet.write(number, 0, number - 1, xlwt.easyxf(ruled))
        sheet.write(number, 1, "Rà soát", xlwt.easyxf(ruled))
        sheet.write(number, 3, datetime(2026, 8, 31), xlwt.easyxf(ruled, num_format_str="DD/MM/YYYY"))
    sheet.write_merge(2, 3, 2, 2, "Sở Tư pháp", xlwt.easyxf(ruled))
    book.save(str(tmp_path / "a.xls"))
    document = read_xls(tmp_path / "a.xls")

    assert lines_of(document) == [("body", "PHỤ LỤC")]
    assert table_of(document) == [
        HEAD,
        ["1", "Rà soát", "Sở Tư pháp", "31/08/2026"],
        ["2", "Rà soát", "", "31/08/2026"],
    ]


@pytest.mark.parametrize("reader", [read_xlsx, read_xls])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + bytes(100), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_broken_files(tmp_path: Path, content: bytes, reader: Callable[[Path], Document]) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    with pytest.raises(ReadError) as refusal:
        reader(path)

    assert refusal.value.code == "broken_file"


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as refusal:
        saved(openpyxl.Workbook(), tmp_path)

    assert refusal.value.code == "empty_file"


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<c/>" * (20 * 1024 * 1024))

    with pytest.raises(ReadError) as refusal:
        read_xlsx(path)

    assert refusal.value.code == "too_big"


def test_a_lone_cell_far_down_is_cut_off_and_said(tmp_path: Path) -> None:
    book = task_sheet([row(1, "Quý I")])
    book.worksheets[0]["XFD1048576"] = "x"
    document = saved(book, tmp_path)

    assert "sheet_cut" in codes_of(document) and table_of(document)[1][1] == "Rà soát văn bản"
