"""Numbers of items that recognition misread are put right by their order; what fits no order stays."""

from __future__ import annotations

import pytest

from pipeline.readers.pdf_lines import Row
from pipeline.readers.pdf_page import PageContent
from pipeline.readers.pdf_words import PageWord
from pipeline.readers.scan_numbering import mend_numbering, mend_sequence


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


def test_letters_of_a_list() -> None:
    (mended,) = mend_numbering(
        [page("1. Sở Y tế", "q) Một", "b) Hai", "€) Ba", "d) Bốn", "đ) Năm", "e) Sáu", "8) Bảy")]
    )
    assert heads(mended) == ["1.", "a)", "b)", "c)", "d)", "đ)", "e)", "g)"]


def test_lists_numbered_with_brackets_stay() -> None:
    (mended,) = mend_numbering([page("1) Một", "2) Hai", "3) Ba")])
    assert heads(mended) == ["1)", "2)", "3)"]


def test_pages_that_were_not_recognised_stay() -> None:
    content = page("1. MỤC TIÊU", "Il. NỘI DUNG", recognised=None)
    assert mend_numbering([content]) == [content]


def test_dashes_with_specks_and_specks_before_a_line() -> None:
    (mended,) = mend_numbering(
        [
            page(
                ".- Bệnh viện",
                "~ Phòng",
                "_~ Mẫu",
                "h - Giám đốc",
                "l Mọi việc",
                ", Căn cứ",
                "y - Bác sĩ",
                "thủ ¡ trưởng",
            )
        ]
    )
    assert [" ".join(word.text for word in row.words) for row in mended.rows] == [
        "- Bệnh viện", "- Phòng", "- Mẫu", "- Giám đốc", "Mọi việc", "Căn cứ", "y - Bác sĩ", "thủ trưởng",
    ]  # fmt: skip
