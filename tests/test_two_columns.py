"""Recipients and signature that were typed into the same lines."""

from __future__ import annotations

import pytest

from pipeline.readers.two_columns import place_sides

GAP = " " * 12
FIRST = (f"Nơi nhận:{GAP}TM. ỦY BAN NHÂN DÂN", f"- Bộ Tài chính,{GAP}CHỦ TỊCH", "  Bộ Xây dựng,", "- Các sở;")
SECOND = ("Nơi nhận:", f"- Bộ Tài chính,{GAP}TM. ỦY BAN NHÂN DÂN", "  Bộ Xây dựng,", "- Các sở;\tCHỦ TỊCH")


@pytest.mark.parametrize("foot", [(*FIRST, f"- Lưu: VT.{GAP}Lê Văn Mẫu"), (*SECOND, f"- Lưu: VT.{GAP}Lê Văn Mẫu")])
def test_a_recipient_over_two_lines_does_not_end_the_foot(foot: tuple[str, ...]) -> None:
    sides = place_sides([*foot, "PHỤ LỤC", "- Rà soát      thủ tục"])

    assert [p.words for p in sides if p.column == "right"] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Mẫu"]
    assert [p.words for p in sides if p.column == "left"] == [
        "Nơi nhận:", "- Bộ Tài chính,", "Bộ Xây dựng,", "- Các sở;", "- Lưu: VT.",
    ]  # fmt: skip
    assert [p.words for p in sides if p.column == "body"] == ["PHỤ LỤC", "- Rà soát      thủ tục"]


def test_recipients_without_a_signature_beside_them_are_no_columns() -> None:
    lines = ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. CHỦ TỊCH", "Lê Văn Mẫu"]

    assert [p.words for p in place_sides(lines)] == lines
