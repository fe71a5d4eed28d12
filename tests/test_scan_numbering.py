"""Numbers of items that recognition misread are put right by their order; what fits no order stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.readers.pdf_lines import Row
from pipeline.readers.pdf_page import PageContent
from pipeline.readers.pdf_tables import Grid, GridCell
from pipeline.readers.pdf_words import PageWord
from pipeline.readers.scan_forms import with_forms
from pipeline.readers.scan_numbering import mend_numbering, mend_sequence
from pipeline.readers.scan_specks import without_dashes_of_titles, without_margin_dirt, without_specks


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("I 2 8 4 5", "1 2 3 4 5"),
        ("9 10 II 12 13", "9 10 11 12 13"),
        ("14 lộ 16 17", "14 15 16 17"),
        ("01 02 Ö3 04", "01 02 3 04"),
        ("20 21 2 23", "20 21 22 23"),
        ("30 31 32 sã", "30 31 32 33"),
        ("1 2 3 1 2", "1 2 3 1 2"),  # starts anew with each group
        ("1 2 4 5", "1 2 4 5"),  # a number is left out: printed so
        ("1 đ) b) €) đ) 3) ©) 8) h)", "1 a) b) c) d) đ) e) g) h)"),
        ("2 4) b) 3 q)", "2 a) b) 3 a)"),
        ("6 q) b) €) đ) vị đa) b) §", "6 a) b) c) d) 7 a) b) 8"),
        ("a) b) đ)", "a) b) đ)"),
        ("I 1 2 II 3 4 III 5", "I 1 2 II 3 4 III 5"),  # groups
        ("I 1 2 II 1 2 III", "I 1 2 II 1 2 III"),
    ],
)
def test_a_column_of_numbers(read: str, printed: str) -> None:
    assert mend_sequence(read.split()) == printed.split()


def test_a_table_of_nothing_but_its_head_has_no_numbers() -> None:
    word = PageWord("1", 50, 90, 60, 103, 100, 13)
    cells = (GridCell(0, 0, 1, 1, (40, 80, 80, 110), (word,)),)
    content = replace(page("Một"), grids=(Grid((40, 80, 200), (80, 110), cells),))
    assert mend_numbering([content])[0].grids == content.grids


def page(*lines: str, recognised: float | None = 0.9) -> PageContent:
    rows = []
    for number, line in enumerate(lines):
        y = 100.0 + 20 * number
        words = [PageWord(text, 50 + 40 * i, y - 10, 80 + 40 * i, y + 3, y, 13) for i, text in enumerate(line.split())]
        rows.append(Row(tuple(words), y, 13))
    return PageContent(1, 595, 842, tuple(rows), recognised=recognised)


def heads(content: PageContent) -> list[str]:
    return [row.words[0].text for row in content.rows]


def test_chapters_in_roman_numbers() -> None:
    (mended,) = mend_numbering([page("1. MỤC TIÊU", "1. Chung", "Il. NỘI DUNG", "1. Một", "2. Hai", "HI. TỔ CHỨC")])
    assert heads(mended) == ["I.", "1.", "II.", "1.", "2.", "III."]


def test_chapters_whose_strokes_were_lost() -> None:
    (mended,) = mend_numbering([page("I. A", "II. B", "II. C", "IV. D", "V, Quy trình", "VI. E", "VII. G", "VI. H")])
    assert heads(mended) == ["I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII."]
    (again,) = mend_numbering([page("I. A", "II. B", "I. C", "II. D")])
    assert heads(again) == ["I.", "II.", "I.", "II."]


def test_items_whose_point_was_lost() -> None:
    first = page("8. Sở Y tế", "Kiểm tra các cơ sở theo quy định.", "3")
    (_, mended) = mend_numbering([first, page("9 Sở Công Thương", "Rà soát.", "10. Công an tỉnh")])
    assert heads(mended) == ["9.", "Rà", "10."]
    (kept,) = mend_numbering([page("8. Báo cáo kết quả về Sở Nội vụ trước ngày", "9 Tháng Giêng", "9. Sở Y tế")])
    assert heads(kept) == ["8.", "9", "9."]


def test_marks_of_the_second_order_whose_point_was_lost() -> None:
    read = page("3. Nội dung:", "31. Hồ sơ.", "32 Thực địa.", "3.3. Kho.", "34. Xe.", "4. Phân công", "41. Tổ trưởng.")
    (mended,) = mend_numbering([read])
    assert heads(mended) == ["3.", "3.1.", "3.2.", "3.3.", "3.4.", "4.", "4.1."]
    (kept,) = mend_numbering([page("1. Một.", "2. Hai.", "21 Xã", "30. Ba mươi.", "31. Ba mốt.")])
    assert heads(kept) == ["1.", "2.", "21", "30.", "31."]


def test_the_first_item_whose_point_was_lost() -> None:
    (mended,) = mend_numbering([page("Đoàn kiểm tra có nhiệm vụ:", "1 Lập kế hoạch.", "2. Báo cáo.")])
    assert heads(mended) == ["Đoàn", "1.", "2."]
    (kept,) = mend_numbering([page("Hoàn thành trong ngày", "1 Tháng Ba.", "2. Gửi.", "Kết quả:", "1 Xã.", "5. A.")])
    assert heads(kept) == ["Hoàn", "1", "2.", "Kết", "1", "5."]


def test_the_first_item_below_a_chapter_is_no_chapter() -> None:
    (mended,) = mend_numbering([page("II. NHIỆM VỤ", "I. Nhiệm vụ chung", "- Rà soát", "2. Biện pháp", "II. CHỦ ĐỀ")])
    assert heads(mended) == ["II.", "1.", "-", "2.", "III."]


def test_dashes_before_a_title_are_specks() -> None:
    rows = page(
        "- KẾ HOẠCH", "- Kiểm tra", "năm 2017", "Căn cứ Luật Thanh tra năm 2010 của Quốc hội;", "- Rà soát"
    ).rows
    assert [row.words[0].text for row in without_dashes_of_titles(rows)] == ["KẾ", "Kiểm", "năm", "Căn", "-"]


def test_letters_of_a_list() -> None:
    (mended,) = mend_numbering(
        [page("1. Sở Y tế", "q) Một", "b) Hai", "€) Ba", "d) Bốn", "đ) Năm", "e) Sáu", "8) Bảy")]
    )
    assert heads(mended) == ["1.", "a)", "b)", "c)", "d)", "đ)", "e)", "g)"]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("1. 8) b) c) 2. 6) b)", "1. a) b) c) 2. a) b)"),
        ("1. a) b) c) d) e) a) 2. a) b)", "1. a) b) c) d) e) g) 2. a) b)"),
        ("1. a) b) a) b) c)", "1. a) b) a) b) c)"),  # a new list below a heading without a number
        ("1. a) 1) 2) b)", "1. a) 1) 2) b)"),
        ("1. a) b) c) d) đ) e) f) gø) h)", "1. a) b) c) d) đ) e) f) g) h)"),
    ],
)
def test_letters_that_their_neighbours_give_away(read: str, printed: str) -> None:
    (mended,) = mend_numbering([page(*(f"{head} Rà soát" for head in read.split()))])
    assert heads(mended) == printed.split()


def test_a_list_goes_on_over_the_number_of_the_page() -> None:
    pages = mend_numbering([page("1. Sở Y tế", "a) Một", "b) Hai"), page("2", "€) Ba")])
    assert heads(pages[1]) == ["2", "c)"]


def test_lists_numbered_with_brackets_stay() -> None:
    (mended,) = mend_numbering([page("1) Một", "2) Hai", "3) Ba")])
    assert heads(mended) == ["1)", "2)", "3)"]


def test_pages_that_were_not_recognised_stay() -> None:
    content = page("1. MỤC TIÊU", "Il. NỘI DUNG", recognised=None)
    assert mend_numbering([content]) == [content]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("___3) Lãnh đạo bệnh viện", "3) Lãnh đạo bệnh viện"),
        ("`. hay phân biệt", "hay phân biệt"),
        ("~ Các ngân hàng", "- Các ngân hàng"),
        ("-— Sở Y tế", "- Sở Y tế"),
        ("2. Sở Y tế: l", "2. Sở Y tế:"),
        ("`.", ""),
        ("- Rà soát;", "- Rà soát;"),
        ("+ Rà soát;", "+ Rà soát;"),
        ("“Đổi mới” phong cách", "“Đổi mới” phong cách"),
        ("loại I", "loại I"),
        ("…", "…"),
        (".- Bệnh viện", "- Bệnh viện"),
        ("_~ Mẫu", "- Mẫu"),
        ("h - Giám đốc", "- Giám đốc"),
        ("l Mọi việc", "Mọi việc"),
        (", Căn cứ", "Căn cứ"),
        ("y - Bác sĩ", "y - Bác sĩ"),
        ("thủ ¡ trưởng", "thủ trưởng"),
    ],
)
def test_specks_at_the_ends_of_a_line(read: str, printed: str) -> None:
    assert without_specks(page(read).rows[0]).text == printed


def test_dirt_far_behind_a_line_is_no_word_of_it() -> None:
    row = page("2 ‹").rows[0]
    far = replace(row.words[1], x0=400, x1=402, confidence=0.04)
    assert without_specks(replace(row, words=(row.words[0], far))).text == "2"
    near = replace(row.words[1], confidence=0.04)
    assert without_specks(replace(row, words=(row.words[0], near))).text == "2 ‹"


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("V/w triển khai Nghị quyết", "V/v triển khai Nghị quyết"),
        ("~:nh gửi: Sở Nội vụ", "Kính gửi: Sở Nội vụ"),
        ("Nơu nhậm", "Nơi nhận:"),
        ("ơi nhận:", "Nơi nhận:"),
        ("Nội dung", "Nội dung"),
        ("Nơi nhậm kinh phí", "Nơi nhậm kinh phí"),  # a sentence
    ],
)
def test_words_of_the_form(read: str, printed: str) -> None:
    row = page(read).rows[0]
    doubtful = replace(row, words=tuple(replace(word, confidence=0.3) for word in row.words))
    assert with_forms([doubtful], 595)[0].text == printed
    sure = replace(row, words=tuple(replace(word, confidence=0.95) for word in row.words))
    assert with_forms([sure], 595)[0].text == (printed if read[1] == "/" or "nhận" in read else read)


def moved(row: Row, left: float, *, text: str) -> Row:
    """One word at ``left`` on the line of ``row``."""
    return replace(row, words=(PageWord(text, left, row.top, left + 6, row.bottom, row.baseline, 13),))


def test_letters_outside_the_running_text_are_dirt() -> None:
    lines = [f"dòng {n} của một trang quét đủ dài để kể" for n in range(8)]
    rows = list(page(*lines).rows)
    before, behind, mark = (moved(rows[n], x, text=text) for n, x, text in ((1, 4, "Ậ"), (2, 480, "ỉ"), (3, 20, "-")))
    dirty = [rows[0], replace(rows[1], words=before.words + rows[1].words), moved(rows[1], 4, text="i")]
    dirty += [replace(rows[2], words=rows[2].words + behind.words), moved(rows[2], 480, text="3")]
    dirty += [replace(rows[3], words=mark.words + rows[3].words), *rows[4:]]
    clean = [row.text for row in without_margin_dirt(dirty, 595)]
    assert clean == [*lines[:3], f"- {lines[3]}", *lines[4:]]  # a dash may hang out of the text
    assert list(without_margin_dirt(dirty[:3], 595)) == dirty[:3]  # too few lines to know the margins
