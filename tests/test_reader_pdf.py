"""The reader of digital PDFs: lines, columns, tables, furniture, widgets, and files that cannot be read.

Geometry is tested on words placed by hand; the way through PDFium on small files made here. Their text is Vietnamese
without diacritics, because the fonts that every PDF reader knows have none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Line, Table
from pipeline.readers import pdf as pdf_reader
from pipeline.readers import scans
from pipeline.readers.errors import ReadError
from pipeline.readers.pdf import read_pdf
from pipeline.readers.pdf_columns import split_columns
from pipeline.readers.pdf_furniture import (
    find_page_numbers,
    find_running_heads,
    footnote_marks,
    split_footnotes,
)
from pipeline.readers.pdf_lines import group_rows, printed_words, split_marks
from pipeline.readers.pdf_rules import Rule
from pipeline.readers.pdf_stamps import parse_signing_day, split_overprinted, split_printed_stamps
from pipeline.readers.pdf_tables import fill_grids, find_grids
from pipeline.readers.pdf_words import PageWord

PLANS = os.environ.get("KEHOACH_PLANS")
WIDTH, HEIGHT = 595.0, 842.0


# --- factories ------------------------------------------------------------------------------------------------------


def words(text: str, x: float, y: float, size: float = 14.0, bold: bool = False) -> list[PageWord]:
    """The words of ``text`` from ``x`` on, on the baseline ``y``: each letter half as wide as the font size."""
    placed = []
    for word in text.split(" "):
        end = x + 0.5 * size * len(word)
        placed.append(PageWord(word, x, y - 0.89 * size, end, y + 0.22 * size, y, size, bold))
        x = end + 0.25 * size
    return placed


def centred(text: str, middle: float, y: float, size: float = 13.0, bold: bool = False) -> list[PageWord]:
    found = words(text, 0.0, y, size, bold)
    return words(text, middle - found[-1].x1 / 2, y, size, bold)


def mark(text: str, x: float, y: float, size: float = 9.0) -> PageWord:
    """A raised footnote mark glued to the word before it."""
    raised = y - 0.5 * size
    return PageWord(text, x, raised - size, x + 0.5 * size, raised + 0.2 * size, raised, size, glued=True)


def filling(text: str, x: float, y: float, number: int = 0) -> PageWord:
    """A word that a clerk's widget prints, a little above the line."""
    return PageWord(text, x, y - 14, x + 6.5 * len(text), y + 1, y - 2.0, 13.0, annotation=number)


def read(*lines: Iterable[PageWord]) -> list[str]:
    """The printed lines as they read."""
    return [" ".join(word.text for word in printed_words(row)) for row in group_rows(w for line in lines for w in line)]


def columns(*lines: Iterable[PageWord]) -> list[tuple[str, str]]:
    rows = group_rows(word for line in lines for word in line)
    return [(line.column, line.row.text) for line in split_columns(rows, WIDTH)[0]]


def level(x0: float, x1: float, y: float) -> Rule:
    return Rule(x0, y, x1, y, level=True)


def upright(x: float, top: float, bottom: float) -> Rule:
    return Rule(x, top, x, bottom, level=False)


def make_pdf(path: Path, *pages: Callable[[Canvas], None], **options: object) -> Path:
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), **options)  # type: ignore[arg-type]
    for draw in pages:
        canvas.setFont("Times-Roman", 13)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def printed(document: Document) -> list[str]:
    return [line.span.cut(document.text) for line in document.body if isinstance(line, Line)]


def furniture(document: Document, kind: str) -> list[str]:
    return [piece.span.cut(document.text) for piece in document.furniture if piece.kind == kind]


def cells(table: Table, document: Document) -> list[list[str]]:
    return [[cell.span.cut(document.text) for cell in table.cells if cell.row == row] for row in range(table.rows)]


# --- lines ----------------------------------------------------------------------------------------------------------


def test_words_drawn_in_any_order_are_one_line() -> None:
    line = words("Giao Sở Nội vụ chủ trì", 85, 100)
    assert read(reversed(line), words("và báo cáo", 85, 121)) == ["Giao Sở Nội vụ chủ trì", "và báo cáo"]


def test_footnote_mark_is_kept_away_from_the_number_before_it() -> None:
    line = words("Luật số 42/2024/QH15", 85, 100)
    row = group_rows([*line, mark("1", line[-1].x1, 100), *words("ngày 29/6/2024", line[-1].x1 + 10, 100)])[0]
    kept, marks = split_marks(row, frozenset({"1"}))
    assert kept is not None and kept.text == "Luật số 42/2024/QH15 ngày 29/6/2024"
    assert [found.text for found in marks] == ["1"]
    assert split_marks(row, frozenset())[1] == []  # no footnote of that number: nothing is taken away


def test_square_metres_stay_together() -> None:
    line = words("rộng 500 m", 85, 100)
    assert read([*line, mark("2", line[-1].x1, 100)]) == ["rộng 500 m2"]


@pytest.mark.parametrize(
    ("blank", "fillings", "expected"),
    [
        (
            [*words("Số:", 110, 100), *words("/KH-UBND", 160, 100)],
            [filling("277", 135, 100)],
            "Số: 277/KH-UBND",
        ),
        (
            [*words("ngày", 300, 100), *words("tháng", 350, 100), *words("năm 2026", 400, 100)],
            [filling("14", 330, 100), filling("7", 390, 100, 1)],
            "ngày 14 tháng 7 năm 2026",
        ),
        (
            [*words("ngày", 300, 100), *words("/", 350, 100), *words("/2026", 375, 100)],
            [filling("14", 334, 100), filling("7", 360, 100, 1)],
            "ngày 14/7/2026",
        ),
    ],
)
def test_widget_words_fill_the_blanks(blank: list[PageWord], fillings: list[PageWord], expected: str) -> None:
    assert read(blank, fillings) == [expected]


def test_clerks_figure_replaces_the_drafts() -> None:
    page = words("ngày 15 tháng 4 năm 2026", 300, 100)
    draft = page[3]
    kept, covered = split_overprinted(page, [filling("5", draft.x0 + 1, 100), filling("99", 30, 400)])
    assert covered == [draft]
    assert [word.text for word in kept] == ["ngày", "15", "tháng", "năm", "2026"]


def test_stamp_printed_into_the_page_is_taken_out() -> None:
    body = words("Thực hiện Chỉ thị số 05 của Tỉnh ủy về phong trào thi đua năm 2024, Sở Nội vụ ban hành", 85, 100)
    stamp = [
        *words("Ký bởi: Sở Nội vụ", 5, 95, 6),
        *words("Email: sonoivu@example.gov.vn", 5, 102, 6),
        *words("Thời gian ký: 07.02.2024", 5, 109, 6),
    ]
    kept, stamps = split_printed_stamps([*body, *stamp, *words("Căn cứ Luật", 85, 121)])
    assert stamps == [tuple(stamp)]
    assert kept == [*body, *words("Căn cứ Luật", 85, 121)]


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("D:20260714183740+07'00'", date(2026, 7, 14)),
        ("D:20260714183740Z", date(2026, 7, 15)),  # after midnight in Vietnam
        ("D:20260714", date(2026, 7, 14)),
        ("D:20261341000000", None),
        ("", None),
    ],
)
def test_signing_day(stated: str, day: date | None) -> None:
    assert parse_signing_day(stated) == day


# --- columns --------------------------------------------------------------------------------------------------------

TITLE = centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 400, 70, 11, bold=True)
HEADER = (
    centred("ỦY BAN NHÂN DÂN", 165, 70, 12, bold=True),
    TITLE,
    centred("TỈNH HÀ GIANG", 165, 86, 12, bold=True),
    centred("Độc lập - Tự do - Hạnh phúc", 400, 86, 12, bold=True),
    centred("Số: 185/KH-UBND", 165, 115),
    centred("Hà Giang, ngày 11 tháng 7 năm 2022", 400, 116),
)
HEADER_LINES = [
    ("left", "ỦY BAN NHÂN DÂN"),
    ("left", "TỈNH HÀ GIANG"),
    ("left", "Số: 185/KH-UBND"),
    ("right", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("right", "Độc lập - Tự do - Hạnh phúc"),
    ("right", "Hà Giang, ngày 11 tháng 7 năm 2022"),
]


def test_header_reads_left_then_right() -> None:
    body = (centred("KẾ HOẠCH", 312, 150, 14, bold=True), words("Căn cứ Luật Tổ chức chính quyền", 121, 190))
    assert columns(*HEADER, *body) == [
        *HEADER_LINES,
        ("body", "KẾ HOẠCH"),
        ("body", "Căn cứ Luật Tổ chức chính quyền"),
    ]


def test_abstract_under_the_number_is_left_and_the_addressee_is_body() -> None:
    below = (
        centred("V/v tăng cường kiểm tra", 165, 132, 12),
        centred("đất đai trên địa bàn", 165, 146, 12),
        words("Kính gửi: Các sở, ngành", 200, 170),
    )
    found = columns(*HEADER, *below)
    assert found[3:5] == [("left", "V/v tăng cường kiểm tra"), ("left", "đất đai trên địa bàn")]
    assert found[-1] == ("body", "Kính gửi: Các sở, ngành")


def test_sentence_about_the_nation_is_no_header() -> None:
    sentence = "theo Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013"
    assert columns(words(sentence, 85, 100)) == [("body", sentence)]


FOOT = (
    words("Nơi nhận:", 85, 500, 12, bold=True),
    centred("TM. ỦY BAN NHÂN DÂN", 430, 502, 13, bold=True),
    words("- Như trên;", 85, 514, 11),
    centred("KT. CHỦ TỊCH", 430, 518, 13, bold=True),
    words("- Ban Thường trực Ủy ban MTTQ tỉnh;", 85, 527, 11),
)
FOOT_LINES = [
    ("left", "Nơi nhận:"),
    ("left", "- Như trên;"),
    ("left", "- Ban Thường trực Ủy ban MTTQ tỉnh;"),
    ("right", "TM. ỦY BAN NHÂN DÂN"),
    ("right", "KT. CHỦ TỊCH"),
]


def test_foot_reads_left_then_right_and_an_annex_follows() -> None:
    closing = words("Yêu cầu các đơn vị nghiêm túc triển khai thực hiện./.", 121, 470)
    annex = (centred("PHỤ LỤC", 312, 640, 14, bold=True), centred("(Kèm theo Kế hoạch số 185)", 312, 660, 14))
    assert columns(closing, *FOOT, *annex) == [
        ("body", "Yêu cầu các đơn vị nghiêm túc triển khai thực hiện./."),
        *FOOT_LINES,
        ("body", "PHỤ LỤC"),
        ("body", "(Kèm theo Kế hoạch số 185)"),
    ]


def test_signers_authority_above_the_recipients() -> None:
    raised = centred("GIÁM ĐỐC", 430, 490, 13, bold=True)
    found = columns(raised, words("Nơi nhận:", 85, 500, 12, bold=True), words("- Lưu: VT.", 85, 514, 11))
    assert found == [("left", "Nơi nhận:"), ("left", "- Lưu: VT."), ("right", "GIÁM ĐỐC")]


def test_a_recognised_foot_whose_post_and_sizes_are_misread() -> None:
    lines = (
        words("Nơi nhận:", 85, 500, 10, bold=True),
        [*words("- Như trên;", 85, 514, 13), *centred("C#Ủ TỊCH", 430, 514, 13)],
        [*words("- Tỉnh đoàn;", 85, 527, 10), *centred("Đặng Văn Minh", 430, 527, 10)],
        words("- Lưu: VT.", 85, 540, 10),
    )
    recognised = [[replace(word, confidence=0.9) for word in line] for line in lines]
    left, right = ["Nơi nhận:", "- Như trên;", "- Tỉnh đoàn;", "- Lưu: VT."], ["C#Ủ TỊCH", "Đặng Văn Minh"]
    assert columns(*recognised) == [*(("left", line) for line in left), *(("right", line) for line in right)]


def test_recipients_go_on_over_the_page_break() -> None:
    first = group_rows(word for line in FOOT for word in line)
    _, open_foot = split_columns(first, WIDTH)
    rest = group_rows([*words("- Lưu: VT, NC.", 85, 60, 11), *words("Điều khoản chung của văn bản", 121, 120)])
    going_on, closed = split_columns(rest, WIDTH, open_foot)
    assert [line.column for line in going_on] == ["left", "body"]
    assert closed is None
    body = group_rows(words("- Sở Nội vụ chủ trì tổng hợp", 121, 60))
    assert [line.column for line in split_columns(body, WIDTH, open_foot)[0]] == ["body"]


# --- furniture ------------------------------------------------------------------------------------------------------


def test_page_numbers_count_and_restart() -> None:
    pages = {
        1: group_rows(words("KẾ HOẠCH", 250, 100)),
        2: group_rows([*words("2", 300, 50), *words("- Sở Y tế chủ trì", 85, 80)]),
        3: group_rows([*words("Phụ lục", 280, 60), *words("- 1 -", 290, 820)]),
        4: group_rows([*words("2026", 85, 50), *words("là năm cuối", 120, 80)]),
        5: group_rows([*words("3", 300, 50), *words("- Sở Tư pháp chủ trì", 85, 80)]),
        6: group_rows([*words("5", 300, 50), *words("- Sở Nội vụ chủ trì", 85, 80)]),
    }
    found = find_page_numbers(pages, dict.fromkeys(pages, HEIGHT))
    assert {page: row.text for page, row in found.items()} == {2: "2", 3: "- 1 -", 5: "3"}


def test_running_head_repeats_in_the_margin() -> None:
    pages = {
        page: group_rows([*words(f"Kế hoạch số 12 - trang {page}", 85, 40), *words("Sở Y tế chủ trì", 85, 90 + page)])
        for page in range(1, 6)
    }
    heads = find_running_heads(pages, dict.fromkeys(pages, HEIGHT))
    assert {page: [row.text for row in rows] for page, rows in heads.items()} == {
        page: [f"Kế hoạch số 12 - trang {page}"] for page in pages
    }


def test_footnotes_stand_below_a_short_rule() -> None:
    body = [word for y in range(100, 600, 21) for word in words("Nội dung của kế hoạch năm nay", 85, y)]
    note = [replace(mark("1", 85, 700, 6.5), glued=False), *words("Luật Đất đai năm 2024.", 92, 700, 10)]
    rows, notes = split_footnotes(group_rows([*body, *note]), [level(85, 230, 686)], HEIGHT)
    assert [row.text for row in notes] == ["1 Luật Đất đai năm 2024."]
    assert len(rows) == 24
    assert footnote_marks(notes) == {"1"}


def test_small_recipients_are_no_footnotes() -> None:
    body = [word for y in range(100, 400, 21) for word in words("Nội dung của kế hoạch năm nay", 85, y)]
    rows = group_rows([*body, *(word for line in FOOT for word in line)])
    assert split_footnotes(rows, [], HEIGHT) == (rows, [])


# --- tables ---------------------------------------------------------------------------------------------------------


def grid_rules(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    return [level(xs[0], xs[-1], y) for y in ys] + [upright(x, ys[0], ys[-1]) for x in xs]


def test_merged_cells() -> None:
    rules = [
        *[level(50, 400, y) for y in (100, 200)],
        level(50, 200, 150),  # the last column is one cell over both rows
        *[upright(x, 100, 200) for x in (50, 200, 400)],
        upright(100, 150, 200),  # the first cell of the first row covers two columns
    ]
    (grid,) = find_grids(rules)
    assert (grid.rows, grid.columns) == (2, 3)
    assert [(c.row, c.column, c.row_span, c.column_span) for c in grid.cells] == [
        (0, 0, 1, 2),
        (0, 2, 2, 1),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]


def test_row_cut_open_by_the_page_break_keeps_its_words() -> None:
    rules = [level(50, 400, 700), level(50, 400, 730), *[upright(x, 700, 790) for x in (50, 100, 400)]]
    (grid,), rest = fill_grids(
        find_grids(rules), [*words("7", 60, 715), *words("Rà soát", 110, 715), *words("quy hoạch", 110, 760)]
    )
    assert grid.rows == 2 and rest == []
    assert [" ".join(word.text for word in cell.words) for cell in grid.cells] == ["7", "Rà soát", "", "quy hoạch"]


@pytest.mark.parametrize(
    "rules",
    [
        [level(100, 230, 90), level(300, 450, 90)],  # rules under the header
        grid_rules((50, 400), (100, 200)),  # a frame around a paragraph
        grid_rules((50, 400), (100, 150, 200)),  # one column
        grid_rules((50, 200, 400), (100, 200)),  # one row of two columns
    ],
)
def test_no_table(rules: list[Rule]) -> None:
    assert find_grids(rules) == []


def test_one_row_goes_on_with_the_table_of_the_page_before() -> None:
    before = find_grids(grid_rules((50, 200, 400), (500, 600, 700)))
    assert [grid.rows for grid in find_grids(grid_rules((50, 200, 400), (60, 160)), before)] == [1]


# --- files ----------------------------------------------------------------------------------------------------------


def table_page(canvas: Canvas) -> None:
    canvas.drawString(85, 780, "Danh sach giao ban trong thang hai")
    canvas.grid([85, 150, 300, 500], [600, 650, 700])
    for x, y, text in [(90, 680, "Thang"), (155, 680, "Trang thanh tra"), (305, 680, "Ban"), (90, 630, "hai")]:
        canvas.drawString(x, y, text)
    canvas.setFont("Times-Bold", 13)
    canvas.drawString(155, 630, "giao ban")
    canvas.drawString(155, 612, "cho xong")
    canvas.setFont("Times-Roman", 13)
    canvas.drawString(85, 560, "Dong sau bang")


def test_table_stands_between_its_lines(tmp_path: Path) -> None:
    document = read_pdf(make_pdf(tmp_path / "a.pdf", table_page))
    before, table, after = document.body
    assert isinstance(table, Table) and isinstance(before, Line) and isinstance(after, Line)
    assert before.span.cut(document.text) == "Danh sach giao ban trong thang hai"
    assert after.span.cut(document.text) == "Dong sau bang"
    assert cells(table, document) == [["Thang", "Trang thanh tra", "Ban"], ["hai", "giao ban\ncho xong", ""]]
    assert [cell.bold for cell in table.cells] == [False, False, False, False, True, False]
    assert table.column_edges == pytest.approx((85, 150, 300, 500), abs=1)
    assert before.box is not None and before.box.x0 == pytest.approx(85, abs=1)
    assert before.box.top < 842 - 780 < before.box.bottom


def test_not_a_word_is_lost(tmp_path: Path) -> None:
    document = read_pdf(make_pdf(tmp_path / "a.pdf", table_page, lambda canvas: canvas.drawString(300, 800, "2")))
    assert furniture(document, "page_number") == ["2"]
    drawn = "Danh sach giao ban trong thang hai Thang Trang thanh tra Ban hai giao ban cho xong Dong sau bang 2"
    assert sorted(document.text.split()) == sorted(drawn.split(" "))
    assert all(box.page in (1, 2) for box in document.words.boxes)


def sideways(canvas: Canvas) -> None:
    canvas.translate(WIDTH, 0)
    canvas.rotate(90)
    canvas.setFont("Times-Roman", 13)
    canvas.drawString(100, 500, "Trang ngang thanh tra")
    canvas.drawString(100, 480, "dong hai")


def shown_turned(canvas: Canvas) -> None:
    sideways(canvas)
    canvas._pagesize = (HEIGHT, WIDTH)  # reportlab swaps it again for a turned page
    canvas.setPageRotation(90)


@pytest.mark.parametrize("draw", [sideways, shown_turned])
def test_landscape_pages_read_upright(tmp_path: Path, draw: Callable[[Canvas], None]) -> None:
    document = read_pdf(make_pdf(tmp_path / "a.pdf", draw))
    assert printed(document) == ["Trang ngang thanh tra", "dong hai"]
    assert (document.pages[0].width, document.pages[0].height) == (HEIGHT, WIDTH)
    box = document.words.boxes[0]
    assert box.x0 == pytest.approx(100, abs=2)
    assert box.top < WIDTH - 500 < box.bottom


def narrow_head(canvas: Canvas) -> None:
    canvas.grid([85, 120, 300], [500, 600, 700])
    canvas.drawString(130, 650, "Trang thanh tra")
    canvas.drawString(130, 620, "giao ban trong thang")
    canvas.saveState()
    canvas.translate(105, 610)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Quy ba")
    canvas.restoreState()


def test_upright_heading_of_a_narrow_column_is_one_word(tmp_path: Path) -> None:
    document = read_pdf(make_pdf(tmp_path / "a.pdf", narrow_head))
    (table,) = document.body
    assert isinstance(table, Table)
    assert cells(table, document)[0] == ["Quy ba", "Trang thanh tra\n\ngiao ban trong thang"]


def widget_page(path: Path) -> Path:
    """A page whose number stands in the appearance stream of an annotation, as the clerk's software leaves it."""
    make_pdf(path, lambda canvas: (canvas.drawString(100, 700, "So:"), canvas.drawString(150, 700, "/KH-UBND")))
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        look = document.make_stream(b"BT /F 13 Tf 2 4 Td (277) Tj ET")
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = pikepdf.Array([0, 0, 28, 16])
        look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=document.make_indirect(font)))
        widget = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T="Signature1", F=132,
            Rect=pikepdf.Array([122, 697, 150, 713]), AP=pikepdf.Dictionary(N=document.make_indirect(look)),
        )  # fmt: skip
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(widget)])
        document.save(path)
    return path


@pytest.mark.filterwarnings("ignore:.*not reachable from /AcroForm")
def test_number_in_a_signature_widget(tmp_path: Path) -> None:
    assert printed(read_pdf(widget_page(tmp_path / "a.pdf"))) == ["So: 277/KH-UBND"]


def scanned(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)


def text_page(canvas: Canvas) -> None:
    canvas.drawString(85, 700, "Trang thanh tra giao ban trong thang hai")


def broken_copy(path: Path, change: Callable[[bytes], bytes]) -> Path:
    path.write_bytes(change(path.read_bytes()))
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: make_pdf(path, scanned, scanned), "scan"),
        (lambda path: make_pdf(path, lambda canvas: None), "empty"),
        (lambda path: make_pdf(path, text_page, encrypt="secret"), "encrypted"),
        (lambda path: broken_copy(make_pdf(path, text_page), lambda data: data[: len(data) // 2]), "damaged"),
        (lambda path: broken_copy(make_pdf(path, text_page), lambda data: b"<html></html>"), "wrong_format"),
    ],
)
@pytest.mark.usefixtures("no_engine")
def test_unreadable_files_say_what_to_do(tmp_path: Path, make: Callable[[Path], Path], code: str) -> None:
    with pytest.raises(ReadError) as raised:
        read_pdf(make(tmp_path / "a.pdf"))
    assert raised.value.code == code
    assert "Hãy" in raised.value.message


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"x" * 3000 + data,
        lambda data: data[: data.rindex(b"xref")],
    ],
    ids=["junk before the head", "cross-reference table lost"],
)
def test_mended_files(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    path = broken_copy(make_pdf(tmp_path / "a.pdf", text_page), change)
    assert printed(read_pdf(path)) == ["Trang thanh tra giao ban trong thang hai"]


@pytest.mark.usefixtures("no_engine")
def test_scanned_page_among_others_is_a_problem(tmp_path: Path) -> None:
    document = read_pdf(make_pdf(tmp_path / "a.pdf", text_page, scanned))
    assert [(problem.code, problem.page) for problem in document.problems] == [("scanned_page", 2)]
    assert document.pages[1].problem == "scanned_page"


def test_broken_page_does_not_end_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pdf_reader.read_page

    def fails_on_the_second(document: object, index: int, previous: object = ()) -> object:
        if index == 1:
            raise RuntimeError("broken content stream")
        return real(document, index, previous)  # type: ignore[arg-type]

    monkeypatch.setattr(pdf_reader, "read_page", fails_on_the_second)
    document = read_pdf(make_pdf(tmp_path / "a.pdf", text_page, text_page, text_page))
    assert [(problem.code, problem.page) for problem in document.problems] == [("page_unreadable", 2)]
    assert [line.page for line in document.body] == [1, 3]


def lying(canvas: Canvas) -> None:
    for y in range(700, 400, -20):
        canvas.drawString(85, y, "Bao cao ve tinh hinh san xuat kinh doanh nganh cong")  # recognised without diacritics


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that cannot recognise text; what happens where it can is in test_reader_scans.py."""
    monkeypatch.setattr(scans, "can_recognise", lambda: False)


@pytest.mark.usefixtures("no_engine")
def test_lying_layer(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as raised:
        read_pdf(make_pdf(tmp_path / "a.pdf", lying))
    assert raised.value.code == "garbled_text"
    document = read_pdf(make_pdf(tmp_path / "b.pdf", text_page, lying))
    assert [problem.code for problem in document.problems] == ["garbled_page"]
    assert [line.page for line in document.body] == [1]
    assert len(furniture(document, "other")) == 15  # kept, but never read as tasks


def old_font(canvas: Canvas) -> None:
    for y in range(700, 400, -20):
        canvas.drawString(85, y, "B¸o c¸o vÒ t×nh h×nh s¶n xuÊt kinh doanh ngµnh c«ng nghiÖp")


def test_old_font_is_read_as_unicode(tmp_path: Path) -> None:
    document = read_pdf(make_pdf(tmp_path / "a.pdf", old_font))
    printed = "Báo cáo về tình hình sản xuất kinh doanh ngành công nghiệp"
    assert document.problems == ()
    assert [line.span.cut(document.text) for line in document.body] == [printed] * 15
    assert all(len(list(document.words.within(line.span))) == 12 for line in document.body)


# --- real documents -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not PLANS, reason="KEHOACH_PLANS names no folder of sample documents")
@pytest.mark.parametrize(
    ("name", "expected", "signed_on"),
    [
        ("p01.pdf", ["Số: 277/KH-UBND", "Hà Nội, ngày 14 tháng 7 năm 2026"], date(2026, 7, 14)),
        ("p01.pdf", ["(Kèm theo Kế hoạch số 277/KH-UBND ngày 14/7/2026 của UBND thành phố Hà Nội)"], date(2026, 7, 14)),
        ("p03.pdf", ["SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Số: 08/KH-STTTT"], date(2017, 2, 7)),
        ("p05.pdf", ["Số: 11/TB-UBND", "Quảng Ngãi, ngày 08 tháng 01 năm 2025"], date(2025, 1, 8)),
        ("p08.pdf", ["Số: 193/UBND-KT", "Lào Cai, ngày 10 tháng 01 năm 2026"], date(2026, 1, 10)),
        ("n10.pdf", ["Số: 3686/UBND-XD", "Lào Cai, ngày 11 tháng 5 năm 2026"], date(2026, 5, 11)),
    ],
)
def test_signed_documents(name: str, expected: list[str], signed_on: date) -> None:
    document = read_pdf(Path(PLANS or "") / name)
    lines = printed(document)
    assert [line for line in expected if line not in lines] == []
    assert document.hints.signed_on == signed_on


@pytest.mark.skipif(not PLANS, reason="KEHOACH_PLANS names no folder of sample documents")
@pytest.mark.parametrize(
    ("name", "code"),
    [("p10.pdf", "garbled_text"), ("o05.pdf", "garbled_text"), ("s20.pdf", "scan")],
)
@pytest.mark.usefixtures("no_engine")
def test_refused_documents(name: str, code: str) -> None:
    with pytest.raises(ReadError) as raised:
        read_pdf(Path(PLANS or "") / name)
    assert raised.value.code == code


@pytest.mark.skipif(not PLANS, reason="KEHOACH_PLANS names no folder of sample documents")
def test_table_over_eight_pages() -> None:
    document = read_pdf(Path(PLANS or "") / "p01.pdf")
    tables = [item for item in document.body if isinstance(item, Table)]
    assert [(table.page, table.rows, table.columns) for table in tables[:2]] == [(5, 11, 7), (6, 7, 7)]
    numbers = [cell.span.cut(document.text) for table in tables for cell in table.cells if cell.column == 0]
    assert [int(number) for number in numbers if number.isdigit()] == list(range(1, 34))
    spanning = [cell for cell in tables[0].cells if cell.span.cut(document.text) == "30/8/2026"]
    assert [(cell.row, cell.row_span) for cell in spanning] == [(2, 9)]
