"""Printed marks: every family of the outline, and what only looks like a mark."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Span
from extractors.markers import LETTERS, Marker, follows, read_markers, roman_value


def marks(text: str) -> list[Marker]:
    found = read_markers(text, Span(0, len(text)))
    for marker in found:
        assert text[: marker.span.start].strip() == ""
        assert marker.span.end <= len(text)
    return found


@pytest.mark.parametrize(
    ("line", "family", "label", "rest"),
    [
        ("Phần I. MỤC TIÊU", "part", "Phần I", "MỤC TIÊU"),
        ("PHẦN THỨ NHẤT", "part", "Phần NHẤT", ""),
        ("Phần 1: Mục tiêu", "part", "Phần 1", "Mục tiêu"),
        ("Phần thứ hai", "part", "Phần hai", ""),
        ("Chương II QUY ĐỊNH CHUNG", "chapter", "Chương II", "QUY ĐỊNH CHUNG"),
        ("Chương\nI\nQUY ĐỊNH", "chapter", "Chương I", "QUY ĐỊNH"),
        ("Mục 1. Quy định", "section", "Mục 1", "Quy định"),
        ("Tiểu mục 2", "subsection", "Tiểu mục 2", ""),
        ("Điều 3. Ban hành", "article", "Điều 3", "Ban hành"),
        ("Điều 12a. Bổ sung", "article", "Điều 12a", "Bổ sung"),
        ("Phụ lục I", "annex", "Phụ lục I", ""),
        ("PHỤ LỤC", "annex", "Phụ lục", ""),
        ("Phụ lục số 02 NHIỆM VỤ", "annex", "Phụ lục 02", "NHIỆM VỤ"),
        ("Biểu số 01", "annex", "Biểu số 01", ""),
        ("II. TỔ CHỨC THỰC HIỆN", "roman", "II", "TỔ CHỨC THỰC HIỆN"),
        ("II/ Tổ chức", "roman", "II", "Tổ chức"),
        ("II- Tổ chức", "roman", "II", "Tổ chức"),  # Party documents
        ("VIII.TỔ CHỨC", "roman", "VIII", "TỔ CHỨC"),
        ("A. MỤC TIÊU", "capital", "A", "MỤC TIÊU"),
        ("1. Sở Nội vụ", "number.1", "1", "Sở Nội vụ"),
        ("1- Sở Nội vụ", "number.1", "1", "Sở Nội vụ"),
        ("1/ Sở Nội vụ", "number.1", "1", "Sở Nội vụ"),
        ("1) Sở Nội vụ", "number.1)", "1", "Sở Nội vụ"),
        ("1.Sở Nội vụ", "number.1", "1", "Sở Nội vụ"),
        ("9.  90% hồ sơ", "number.1", "9", "90% hồ sơ"),  # the spaces were no-break ones
        ("1.1. Sở Nội vụ", "number.2", "1.1", "Sở Nội vụ"),
        ("1.1 Sở Nội vụ", "number.2", "1.1", "Sở Nội vụ"),
        ("1.10. Sở Nội vụ", "number.2", "1.10", "Sở Nội vụ"),
        ("2. 3. Sở Nội vụ", "number.2", "2.3", "Sở Nội vụ"),
        ("1.1.1. Sở Nội vụ", "number.3", "1.1.1", "Sở Nội vụ"),
        ("a) Mục tiêu", "letter", "a", "Mục tiêu"),
        ("đ) Mục tiêu", "letter", "đ", "Mục tiêu"),
        ("a. Mục tiêu", "letter", "a", "Mục tiêu"),
        ("a1) Mục tiêu", "letter.digit", "a1", "Mục tiêu"),
        ("(1) Sở Tư pháp", "bracket.number", "(1)", "Sở Tư pháp"),
        ("(iii) Sở Tư pháp", "bracket.roman", "(iii)", "Sở Tư pháp"),
        ("(b) Sở Tư pháp", "bracket.letter", "(b)", "Sở Tư pháp"),
        ("- Rà soát", "bullet-", "-", "Rà soát"),
        ("– Rà soát", "bullet-", "-", "Rà soát"),
        ("-Rà soát", "bullet-", "-", "Rà soát"),
        ("+ Rà soát", "bullet+", "+", "Rà soát"),
        ("• Rà soát", "bullet•", "•", "Rà soát"),
        ("* Rà soát", "bullet*", "*", "Rà soát"),
        ("o Rà soát", "bulleto", "o", "Rà soát"),
        ("  ✓ Rà soát", "bullet✓", "✓", "Rà soát"),
    ],
)
def test_marks_of_every_family(line: str, family: str, label: str, rest: str) -> None:
    found = marks(line)
    assert (found[0].family, found[0].label, line[found[0].span.end :].strip()) == (family, label, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Điều 17 Thông tư số 12/2023/TT-BCT của Bộ Công Thương.",  # the wrapped end of a sentence
        "100% văn bản được ban hành đúng hạn",
        "50% hoạt động kiểm tra",
        "1256/QĐ-UBND ngày 22/12/2021",
        "14/9/2020 của Chính phủ",
        "2023, đạt từ 80%",
        "2.729 thôn",
        "100 ngày kể từ ngày ban hành",
        "15.các đơn vị",
        "88,46 %",
        "8.5 điểm",
        "12: giờ",
        "-5 độ",
        "Mục tiêu cụ thể",
        "Phần mềm dùng chung",
        "Điều tra xã hội học",
        "Chương trình hành động",
        "Phụ lục kèm theo Kế hoạch này",
        "Biểu quyết thông qua",
        "điều 3 của Quyết định",  # in mid-sentence
        "VV. Thẩm tra",
        "ong",
        "",
        "   ",
    ],
)
def test_what_only_looks_like_a_mark(line: str) -> None:
    assert marks(line) == []


@pytest.mark.parametrize(
    ("line", "families"),
    [
        ("C. Nhiệm vụ", ["roman", "capital"]),
        ("D. Nhiệm vụ", ["capital"]),
        ("L. Nhiệm vụ", ["roman", "capital"]),
        ("i) Nhiệm vụ", ["letter"]),
        ("(i) Nhiệm vụ", ["bracket.roman"]),
    ],
)
def test_an_ambiguous_letter_offers_all_its_readings(line: str, families: list[str]) -> None:
    assert [marker.family for marker in marks(line)] == families


def of(line: str, family: str) -> Marker:
    return next(marker for marker in marks(line) if marker.family == family)


@pytest.mark.parametrize(
    ("family", "before", "after", "next_one"),
    [
        ("number.1", None, "1. X", True),
        ("number.1", None, "2. X", False),
        ("number.1", "1. X", "2. X", True),
        ("number.1", "1. X", "3. X", False),
        ("number.2", "1.9. X", "1.10. X", True),  # integers, never decimals
        ("number.2", "1.1. X", "2.2. X", False),
        ("letter", None, "a) X", True),
        ("letter", None, "b) X", False),
        ("letter.digit", "a1) X", "a2) X", True),
        ("letter", "d) X", "đ) X", True),
        ("letter", "đ) X", "e) X", True),
        ("letter", "e) X", "g) X", True),  # no f in Vietnamese
        ("letter", "e) X", "f) X", True),  # offices type it all the same
        ("letter", "f) X", "g) X", True),
        ("letter", "a) X", "c) X", False),
        ("letter", "b) X", "a) X", False),
        ("roman", "IV. X", "V. X", True),
        ("roman", "I. X", "III. X", False),
        ("capital", "A. X", "B. X", True),
        ("bullet-", "- X", "- Y", True),
    ],
)
def test_which_mark_follows_which(family: str, before: str | None, after: str, next_one: bool) -> None:
    assert follows(of(after, family), of(before, family) if before else None) is next_one


def test_the_vietnamese_alphabet_counts_through() -> None:
    pairs = pairwise(LETTERS)
    assert all(follows(of(f"{after}) X", "letter"), of(f"{before}) X", "letter")) for before, after in pairs)


@given(st.integers(1, 149))
def test_roman_numerals_read_back(number: int) -> None:
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    printed = "C" * (number // 100) + tens[number // 10 % 10] + ones[number % 10]
    assert roman_value(printed) == number


@pytest.mark.parametrize("letters", ["IC", "VV", "IIII", "VX", "IXI"])
def test_not_every_row_of_roman_letters_is_a_number(letters: str) -> None:
    assert roman_value(letters) is None


@given(st.text("0123456789.,)/-( IVXabcđ+•oPhầnĐiều\n", max_size=14))
def test_a_mark_stands_at_the_head_of_any_line(line: str) -> None:
    marks(line)
