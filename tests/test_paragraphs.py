"""Wrapped lines joined again: by the words alone, and by the geometry of the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factories import Printed, document, printed, rows

from extractors.document import Box, Document, Page
from extractors.paragraphs import Paragraph, join_lines
from extractors.text import clean

LEFT, RIGHT, INDENT = 85.0, 540.0, 113.0


def paragraphs(made: Document) -> list[str]:
    return [clean(piece.span.cut(made.text)) for piece in join_lines(made) if isinstance(piece, Paragraph)]


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("Tuyên truyền sâu rộng đến người dân\nvề cải cách hành chính", 1),
        ("Tuyên truyền sâu rộng\n\nđến người dân", 1),  # a blank line inside a sentence
        ("Rà soát các thủ tục,\nBáo cáo kết quả", 1),  # a comma leaves the sentence open
        ("Theo quy định của\nChính phủ", 1),
        ("Kế hoạch năm\n2024 của huyện", 1),
        ("Sở Tài chính -\nKế hoạch", 1),
        ("Thực hiện Nghị định số 107/2020/NĐ-CP ngày\n14/9/2020 của Chính phủ", 1),
        ("đạt từ 80% trở lên so với năm\n2023, đạt từ 85%", 1),
        ("Rà soát thủ tục.\nBáo cáo kết quả", 2),
        ("Chia sẻ · Tải về\n\nHỘI ĐỒNG NHÂN DÂN", 2),  # a menu above the head of a portal's copy
        ("KẾ HOẠCH\nTriển khai công tác năm\nTHỰC HIỆN CHUYỂN ĐỔI SỐ", 3),
        ("Rà soát thủ tục;\nbáo cáo kết quả", 1),  # lower case after a semicolon goes on with the sentence
        ("Rà soát thủ tục\nBáo cáo kết quả", 2),
        ("Thực hiện các việc sau:\nrà soát thủ tục", 2),
        ("Rà soát thủ tục.\nbáo cáo", 2),
        ("Tuyên truyền đến người dân\n- về cải cách", 2),
        ("Tuyên truyền đến người dân\n1. Cải cách", 2),
        ("Tuyên truyền và\na) cải cách", 2),
        ("VỀ VIỆC BAN HÀNH KẾ HOẠCH CỦA\nỦy ban nhân dân tỉnh", 2),  # a title ends where the capitals end
        ("VỀ VIỆC BAN HÀNH KẾ HOẠCH CỦA\nỦY BAN NHÂN DÂN TỈNH", 1),
        ("Trong tháng\n6. Sở Nội vụ báo cáo", 1),  # a line-wrapped date is no mark
        ("Căn cứ vào\nII. MỤC TIÊU", 2),
    ],
)
def test_wraps_by_the_words(lines: str, count: int) -> None:
    made = document(lines, whole=False, format="txt")
    assert len(paragraphs(made)) == count
    assert " ".join(paragraphs(made)) == clean(made.text)


def test_a_format_with_paragraphs_joins_nothing() -> None:
    assert paragraphs(document("Rà soát các thủ tục,\nbáo cáo")) == ["Rà soát các thủ tục,", "báo cáo"]


def test_a_table_ends_a_paragraph() -> None:
    made = document("Rà soát các thủ tục,", rows("A | B"), "báo cáo", whole=False)
    assert paragraphs(made) == ["Rà soát các thủ tục,", "báo cáo"]


def laid(*lines: tuple[str, float, float] | tuple[str, float, float, int], **more: object) -> Document:
    """Lines of a page from x0 to x1 (points), one below the other; a fourth number is the page."""
    found: list[Printed] = []
    page, row = 1, 0
    for words, x0, x1, *pages in lines:
        row = row + 1 if not pages or pages[0] == page else 0
        page = pages[0] if pages else page
        found.append(printed(words, page=page, box=Box(page, x0, row * 18.0 + 60, x1, row * 18.0 + 73), **more))
    return document(*found, whole=False, format="pdf")


FILL = [(f"Dòng đầy của một đoạn văn dài {n}", LEFT, RIGHT) for n in range(5)]


def test_a_full_line_goes_on_at_the_left_margin() -> None:
    made = laid(*FILL, ("Ủy ban nhân dân tỉnh hết câu.", LEFT, 300.0))
    assert len(paragraphs(made)) == 1


def test_an_indented_line_begins_a_paragraph_also_after_a_full_line() -> None:
    made = laid(*FILL, ("Ủy ban nhân dân tỉnh yêu cầu.", INDENT, 300.0))
    assert paragraphs(made)[-1] == "Ủy ban nhân dân tỉnh yêu cầu."


def test_a_short_line_ends_a_paragraph_unless_lower_case_goes_on() -> None:
    made = laid(
        *FILL, ("Hết đoạn ở đây", LEFT, 200.0), ("Đoạn mới bắt đầu", LEFT, 300.0), ("và viết tiếp", LEFT, 300.0)
    )
    assert paragraphs(made)[1:] == ["Đoạn mới bắt đầu và viết tiếp"]


def test_a_sentence_goes_on_over_the_page_break() -> None:
    made = laid(*FILL, ("phần còn lại của câu,", LEFT, 300.0, 2), ("Câu sau.", INDENT, 300.0, 2))
    found = [p for p in join_lines(made) if isinstance(p, Paragraph)]
    assert clean(found[0].span.cut(made.text)).endswith("phần còn lại của câu,")
    assert [(p.page, p.lines) for p in found] == [(1, 6), (2, 1)]


def test_a_mark_begins_an_item_unless_the_line_before_is_open() -> None:
    made = laid(*FILL, ("- Rà soát thủ tục hành chính", LEFT, 300.0))
    assert paragraphs(made)[-1] == "- Rà soát thủ tục hành chính"
    made = laid(*FILL, ("Phòng Tài chính và", LEFT, RIGHT), ("- Kế hoạch huyện", LEFT, 300.0))
    assert len(paragraphs(made)) == 1


def test_the_lines_of_a_hanging_item_are_one() -> None:
    hanging = [("- Rà soát toàn bộ thủ tục", INDENT, RIGHT), ("Dòng hai viết hoa", INDENT + 14, RIGHT)]
    made = laid(*FILL, ("Hết.", LEFT, 120.0), *hanging, ("Dòng ba hết mục.", INDENT + 14, 300.0))
    assert paragraphs(made)[-1].endswith("Dòng ba hết mục.")


def test_a_centred_title_over_lines_is_one_paragraph() -> None:
    made = laid(
        ("Nâng cao Chỉ số cải cách hành chính", 150, 480), ("của tỉnh năm 2024", 220, 400), centred=True, bold=True
    )
    assert len(paragraphs(laid(*FILL))) == 1
    whole = document(
        *[
            printed(words, page=1, box=Box(1, LEFT, n * 18.0, RIGHT, n * 18 + 13.0))
            for n, (words, *_) in enumerate(FILL)
        ],
        printed("KẾ HOẠCH", page=1, box=Box(1, 280, 200, 340, 213), centred=True, bold=True),
        printed("Nâng cao Chỉ số", page=1, box=Box(1, 200, 218, 400, 231), centred=True, bold=True),
        printed("của tỉnh năm 2024", page=1, box=Box(1, 220, 236, 380, 249), centred=True, bold=True),
        printed("(Kèm theo Kế hoạch số 5/KH-UBND)", page=1, box=Box(1, 220, 254, 380, 267), centred=True, bold=True),
        whole=False,
    )
    assert paragraphs(whole)[1:] == [
        "KẾ HOẠCH", "Nâng cao Chỉ số của tỉnh năm 2024", "(Kèm theo Kế hoạch số 5/KH-UBND)",
    ]  # fmt: skip
    assert len(made.body) == 2


def test_two_columns_are_never_joined() -> None:
    made = document(
        printed("ỦY BAN NHÂN DÂN", column="left"), printed("CỘNG HÒA XÃ HỘI", column="right"), whole=False, format="pdf"
    )
    assert [p.column for p in join_lines(made) if isinstance(p, Paragraph)] == ["left", "right"]


def test_a_paragraph_is_bold_if_all_its_lines_are() -> None:
    made = document(printed("Rà soát thủ tục và", bold=True), printed("báo cáo", bold=False), whole=False)
    (found,) = join_lines(made)
    assert isinstance(found, Paragraph)
    assert not found.bold and found.lines == 2


def test_a_drawn_line_belongs_to_no_paragraph() -> None:
    lines = "TỈNH HÀ GIANG\n-------\nSố: 185/KH-UBND\n---------------\nKẾ HOẠCH"
    made = document(lines, whole=False, format="txt")
    assert [piece.span.cut(made.text) for piece in join_lines(made)] == lines.split("\n")


def test_dirt_in_the_margin_of_a_scan_is_no_margin() -> None:
    stamp = [printed(f"ĐẾN {n}", page=1, box=Box(1, 43, n * 18.0, 100, n * 18 + 13.0)) for n in range(2)]
    item = [
        printed("a) Hướng dẫn thi hành các", page=1, box=Box(1, INDENT, 60, RIGHT, 73)),
        printed("Nghị quyết đã ban hành.", page=1, box=Box(1, LEFT, 78, 300, 91)),
    ]
    text = [printed("văn bản đã gửi đến", page=1, box=Box(1, LEFT, 96 + n * 18.0, RIGHT, 109)) for n in range(16)]
    made = document(*stamp, *item, *text, whole=False, format="pdf")
    scan = replace(made, pages=(Page(1, 595, 842, recognised=0.9),))
    assert "a) Hướng dẫn thi hành các Nghị quyết đã ban hành." in paragraphs(scan)
