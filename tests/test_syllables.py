"""The syllable grammar: true Vietnamese text against text layers that lie."""

from __future__ import annotations

import pytest

from extractors.syllables import is_syllable, vietnamese_share
from extractors.text import fold

TRUE = (
    "Sở Kế hoạch và Đầu tư chủ trì, phối hợp với các sở, ngành và Ủy ban nhân dân các huyện, thành phố hướng dẫn, "
    "đôn đốc việc thực hiện Kế hoạch này; định kỳ trước ngày 20 tháng cuối quý tổng hợp, báo cáo UBND tỉnh."
)


@pytest.mark.parametrize(
    "word", ["nghiệm", "thuyết", "Quyết", "giữa", "gìn", "quốc", "ĐẦU", "uỷ", "hoà", "ương", "yêu", "khuỷu", "giêng"]
)
def test_well_formed(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["hoc", "viec", "phàt", "tû", "®Çu", "L‡o", "NLӇP", "street", "ngng", "hoạcḥ"])
def test_ill_formed(word: str) -> None:
    assert not is_syllable(word)


def test_true_text_is_all_vietnamese() -> None:
    assert vietnamese_share(TRUE) == 1.0


@pytest.mark.parametrize(
    ("text", "at_most"),
    [
        ("7KӵF KLӋQ 4X\\ӃW ÿӏQK Vӕ ng‡y FӫD Gi·m ÿӕF 6ӣ CÙng 7KѭѫQJ WӍQK L‡o Cai", 0.3),  # wrong character map
        ("B¸o c¸o vÒ t×nh h×nh s¶n xuÊt kinh doanh ngµnh c«ng nghiÖp th¸ng 02", 0.4),  # TCVN3 taken for Unicode
        (fold(TRUE), 0.85),  # recognised without diacritics
    ],
)
def test_lying_layers(text: str, at_most: float) -> None:
    assert vietnamese_share(text) <= at_most


@pytest.mark.parametrize(
    "text",
    [
        "1 2.345,6 78% 2026 12/4/2026 10.0.0.1 danang.example.org info@example.org",
        "The quick brown fox jumps over the lazy dog while every process keeps reading numbered documents.",
        "UBND HĐND KH-UBND QĐ-TTg BCĐ VLNCN PCCC",
        "",
    ],
)
def test_nothing_to_judge(text: str) -> None:
    assert vietnamese_share(text) == 1.0
