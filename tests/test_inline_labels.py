"""Labelled fields inside an item, in its last bracket and in a cell; and the names of criteria."""

from __future__ import annotations

import pytest

from extractors.context import LabelledLine
from extractors.criteria import find_criterion
from extractors.document import Span
from extractors.inline_labels import find_bracket_fields, find_bracket_line, find_inline_labels, find_labelled_values


def shown(text: str, lines: list[LabelledLine]) -> dict[str, str]:
    return {line.label.field: line.label.value.cut(text) for line in lines}


@pytest.mark.parametrize(
    ("text", "action", "fields"),
    [
        ("Rà soát thủ tục; đơn vị chủ trì: Sở Nội vụ; thời hạn: Quý II/2024.", "Rà soát thủ tục",
         {"lead": "Sở Nội vụ", "due": "Quý II/2024"}),
        ("Rà soát thủ tục. Chủ trì: Sở Nội vụ. Phối hợp: Sở Y tế, Sở Tài chính. Sản phẩm: Báo cáo.", "Rà soát thủ tục",
         {"lead": "Sở Nội vụ", "coordinating": "Sở Y tế, Sở Tài chính", "product": "Báo cáo"}),
        ("Rà soát thủ tục\nThời gian hoàn thành: trước ngày 30/6/2024", "Rà soát thủ tục",
         {"due": "trước ngày 30/6/2024"}),
        ("Rà soát: thủ tục đất đai, xây dựng.", "Rà soát: thủ tục đất đai, xây dựng.", {}),
        ("Rà soát thủ tục. Nội dung: đất đai.", "Rà soát thủ tục. Nội dung: đất đai.", {}),  # no field of a task
        ("Rà soát (theo mẫu; đơn vị chủ trì: Sở Nội vụ) thủ tục.",
         "Rà soát (theo mẫu; đơn vị chủ trì: Sở Nội vụ) thủ tục.", {}),
    ],
)  # fmt: skip
def test_labels_at_the_end_of_an_item(text: str, action: str, fields: dict[str, str]) -> None:
    lines, rest = find_inline_labels(text, Span(0, len(text)))
    assert rest.cut(text) == action
    assert shown(text, lines) == fields


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Rà soát (Sở Nội vụ chủ trì).", {"lead": "Sở Nội vụ"}),
        ("Rà soát (Sở Nội vụ chủ trì; phối hợp với Sở Y tế; hoàn thành: Quý II).",
         {"lead": "Sở Nội vụ", "coordinating": "Sở Y tế", "due": "Quý II"}),
        ("Rà soát (Sở Nội vụ chủ trì; Sở Y tế phối hợp).", {"lead": "Sở Nội vụ", "coordinating": "Sở Y tế"}),
        ("Rà soát (Thời gian: Quý II, Chủ trì: Sở Y tế).", {"due": "Quý II", "lead": "Sở Y tế"}),
        ("Rà soát (Chủ trì: Sở Y tế; Thời gian: Quý II).", {"lead": "Sở Y tế", "due": "Quý II"}),
        ("Rà soát (Sở Nội vụ, Công an tỉnh; thường xuyên).",
         {"lead": "Sở Nội vụ, Công an tỉnh", "due": "thường xuyên"}),
        ("Rà soát (Sở Nội vụ, Công an tỉnh).", {}),  # agencies alone may be anything
        ("Rà soát (hoàn thành: Quý II).", {}),
        ("Rà soát (theo hướng dẫn của Sở Nội vụ).", {}),
        ("Rà soát (Sở Nội vụ chủ trì) và báo cáo.", {}),  # not at the end
        ("Rà soát thủ tục.", {}),
    ],
)  # fmt: skip
def test_the_bracket_that_ends_an_item(text: str, fields: dict[str, str]) -> None:
    assert shown(text, find_bracket_fields(text, Span(0, len(text)))) == fields


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("(Đảng uỷ xã chủ trì, phối hợp với Sở Y tế; quý II/2026)",
         {"lead": "Đảng uỷ xã", "coordinating": "Sở Y tế", "due": "quý II/2026"}),
        ("(Sở Nội vụ chủ trì; Sở Y tế phối hợp; xong trước ngày 31/3/2026)",
         {"lead": "Sở Nội vụ", "coordinating": "Sở Y tế", "due": "xong trước ngày 31/3/2026"}),
        ("(Sở Nội vụ chỉ đạo; thường xuyên)", {"lead": "Sở Nội vụ", "due": "thường xuyên"}),
        ("(Đề nghị Sở Nội vụ; hằng năm)", {"lead": "Sở Nội vụ", "due": "hằng năm"}),
        ("(Kèm theo Kế hoạch số 7/KH-UBND ngày 09/01/2026 của UBND tỉnh)", {}),
        ("(Sở Nội vụ; Sở Y tế)", {}),
        ("Sở Nội vụ chủ trì; quý II/2026", {}),
    ],
)  # fmt: skip
def test_a_line_in_brackets_below_an_item(line: str, fields: dict[str, str]) -> None:
    assert shown(line, find_bracket_line(line, Span(0, len(line)))) == fields


def test_labels_in_a_bracket_parted_by_commas() -> None:
    text = "Rà soát (Thời gian: Quý II, Chủ trì: Sở Y tế)."
    assert shown(text, find_bracket_fields(text, Span(0, len(text)))) == {"due": "Quý II", "lead": "Sở Y tế"}


def test_a_cell_that_labels_its_own_words() -> None:
    text = "Chủ trì: Sở Nội vụ.\nPhối hợp: Sở Y tế;\nSở Nội vụ"
    first, second = Span(0, text.index(";") + 1), Span(text.rindex("Sở"), len(text))
    assert shown(text, find_labelled_values(text, [first])) == {"lead": "Sở Nội vụ", "coordinating": "Sở Y tế"}
    assert find_labelled_values(text, [second]) == []


@pytest.mark.parametrize(
    ("heading", "name", "rule"),
    [
        ("Tiêu chí thành phần “Thực hiện xin lỗi”:", "Thực hiện xin lỗi", "criterion.quoted"),
        ('Tiêu chí "Ban hành kế hoạch"', "Ban hành kế hoạch", "criterion.quoted"),
        ("Tiêu chí “Một” và “Hai”:", "Một; Hai", "criterion.quoted"),
        (
            "Tiêu chí thành phần “Thực hiện kế hoạch đạt 100%.",
            "Thực hiện kế hoạch đạt 100%",
            "criterion.quoted",
        ),  # never closed
        ("Nội dung và mục tiêu “Sự hài lòng”", "Sự hài lòng", "criterion.quoted"),
        ("Chỉ số hài lòng về tiếp cận dịch vụ.", "Chỉ số hài lòng về tiếp cận dịch vụ", "criterion.named"),
        ("Chỉ số thành phần 3: Chi phí thời gian", "Chi phí thời gian", "criterion.named"),
        ("Tiêu chí thành phần Ban hành kế hoạch", "Ban hành kế hoạch", "criterion.named"),
        ("Chỉ số hài lòng về kết quả (Cụ thể: “A” và “B”)", "Chỉ số hài lòng về kết quả", "criterion.named"),
        ("Lĩnh vực Cải cách thể chế", "Cải cách thể chế", "criterion.named"),
    ],
)
def test_criteria(heading: str, name: str, rule: str) -> None:
    found = find_criterion(heading, Span(0, len(heading)))
    assert found is not None
    assert (found.value, found.rule) == (name, rule)
    assert "; ".join(span.cut(heading) for span in found.spans) == name


@pytest.mark.parametrize("heading", ["Nâng cao Chỉ số hài lòng", "Tiêu chí", "Sở Nội vụ", "Tiêu chí “”", ""])
def test_what_names_no_criterion(heading: str) -> None:
    assert find_criterion(heading, Span(0, len(heading))) is None
