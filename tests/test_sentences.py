"""Sentences of running prose: stops inside numbers, dates, brackets and abbreviations end none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Span
from extractors.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Sở Y tế rà soát. Sở Nội vụ báo cáo.", ["Sở Y tế rà soát.", "Sở Nội vụ báo cáo."]),
        ("Đạt 1.500 hồ sơ, 88,46%. Hết.", ["Đạt 1.500 hồ sơ, 88,46%.", "Hết."]),
        ("Trước ngày 15.11.2024 báo cáo. Hết", ["Trước ngày 15.11.2024 báo cáo.", "Hết"]),
        ("UBND TP. Hà Nội giao. Hết.", ["UBND TP. Hà Nội giao.", "Hết."]),
        ("Đồng chí A. Bình chủ trì. Hết.", ["Đồng chí A. Bình chủ trì.", "Hết."]),
        ("Sở Y tế (theo văn bản. Số 5) báo cáo. Hết.", ["Sở Y tế (theo văn bản. Số 5) báo cáo.", "Hết."]),
        ("Thực hiện “5 biết.” Sở Y tế báo cáo!", ["Thực hiện “5 biết.”", "Sở Y tế báo cáo!"]),
        ("Rà soát; báo cáo; tổng hợp.", ["Rà soát; báo cáo; tổng hợp."]),
        ("Gồm văn bản, hồ sơ… Sở Y tế báo cáo.", ["Gồm văn bản, hồ sơ…", "Sở Y tế báo cáo."]),
        ("Rà soát. báo cáo.", ["Rà soát. báo cáo."]),
        ("Kế hoạch này.\nSở Y tế báo cáo./.", ["Kế hoạch này.", "Sở Y tế báo cáo./."]),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [span.cut(text) for span in split_sentences(text, Span(0, len(text)))] == sentences


@given(st.text("AĐabđ .…!?;()“”\n15TP", max_size=60))
def test_no_character_is_lost_and_none_read_twice(text: str) -> None:
    found = split_sentences(text, Span(0, len(text)))
    assert "".join("".join(span.cut(text) for span in found).split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_only_the_span_is_read() -> None:
    text = "Trước đó. Sở Y tế báo cáo. Sau đó."
    assert [s.cut(text) for s in split_sentences(text, Span(10, 26))] == ["Sở Y tế báo cáo."]
