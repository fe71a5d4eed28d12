"""Sentences that point to other tasks of the plan, and the same action stated twice."""

from __future__ import annotations

import pytest
from factories import Printed, Rows, document, printed, rows
from invariants import extracted

from extractors.records import Extraction
from pipeline.same_actions import same_actions

PLAN = """
II. NHIỆM VỤ
1. Rà soát thủ tục hành chính thuộc thẩm quyền giải quyết của tỉnh.
2. Số hóa hồ sơ, kết quả giải quyết thủ tục hành chính còn hiệu lực.
3. Giao Sở Tài chính bố trí kinh phí thực hiện nhiệm vụ số hóa hồ sơ.
4. Hiện đại hóa trang thiết bị của Bộ phận Một cửa các cấp.
III. TỔ CHỨC THỰC HIỆN
"""


def plan(*items: str | Printed | Rows) -> Extraction:
    return extracted(document(printed("KẾ HOẠCH", bold=True, centred=True), *items))


def pointed(extraction: Extraction) -> list[tuple[str, list[str]]]:
    labels = {task.key: ".".join(task.section) for task in extraction.tasks}
    return [(reference.printed, [labels[key] for key in reference.targets]) for reference in extraction.references]


@pytest.mark.parametrize(
    ("sentence", "printed_words", "targets"),
    [
        ("1. Sở Nội vụ thực hiện nhiệm vụ tại khoản 1, 2 và 4 Mục II.", "khoản 1, 2 và 4 Mục II",
         ["II.1", "II.2", "II.4"]),
        ("1. Sở Nội vụ chủ trì triển khai các nội dung tại mục 1, mục 4 phần II Kế hoạch này.", "mục 1, mục 4 phần II",
         ["II.1", "II.4"]),
        ("1. Sở Nội vụ thực hiện các nhiệm vụ nêu tại điểm 1 đến 3 Mục II.", "điểm 1 đến 3 Mục II",
         ["II.1", "II.2", "II.3"]),
        ("1. Sở Nội vụ thực hiện nhiệm vụ tại Mục II.", "Mục II", ["II.1", "II.2", "II.3", "II.4"]),
        ("1. Sở Nội vụ thực hiện nhiệm vụ tại khoản 1, 2 Điều 5 Nghị định số 61/2018/NĐ-CP.", None, []),
        ("1. Sở Nội vụ thực hiện nhiệm vụ tại khoản 8 Mục II.", "khoản 8 Mục II", []),
    ],
)  # fmt: skip
def test_items_that_are_pointed_to(sentence: str, printed_words: str | None, targets: list[str]) -> None:
    found = plan(PLAN, sentence)
    assert pointed(found) == ([(printed_words, targets)] if printed_words else [])
    unresolved = [issue.code for issue in found.issues if issue.code == "reference_unresolved"]
    assert len(unresolved) == (printed_words is not None and not targets)


def test_a_reference_gives_no_lead() -> None:
    """R13 draws a lead from the item, its headings and labels alone; the reference stands beside it."""
    found = plan(PLAN, "1. Sở Nội vụ thực hiện nhiệm vụ tại khoản 1, 3 Mục II.")
    leads = {".".join(t.section): [ref.name for ref in t.lead.value] if t.lead else [] for t in found.tasks}
    assert leads == {"II.1": [], "II.2": [], "II.3": ["Sở Tài chính"], "II.4": [], "III.1": ["Sở Nội vụ"]}
    assert pointed(found) == [("khoản 1, 3 Mục II", ["II.1", "II.3"])]


TABLE = rows(
    "TT | Nội dung nhiệm vụ | Đơn vị chủ trì | Thời hạn",
    "1 | Xây dựng Đề án số hóa hồ sơ giải quyết thủ tục hành chính | Sở Nội vụ | Quý II/2026",
    "2 | Tổ chức hội nghị sơ kết công tác cải cách hành chính | Sở Tài chính | Quý III/2026",
)
BODY = """
II. NHIỆM VỤ
1. Sở Nội vụ: Chủ trì, phối hợp với các sở xây dựng Đề án số hóa hồ sơ giải quyết thủ tục hành chính, trình UBND tỉnh.
2. Các sở, ban, ngành tổ chức thực hiện các nhiệm vụ tại Phụ lục kèm theo Kế hoạch này.
"""


def annexed(body: str) -> Extraction:
    return plan(body, printed("PHỤ LỤC", bold=True, centred=True), TABLE)


def test_the_annex_is_pointed_to_and_its_rows_are_linked_to_the_text() -> None:
    found = annexed(BODY)
    assert pointed(found) == [("Phụ lục", ["Phụ lục.1", "Phụ lục.2"])]
    sections = {task.key: ".".join(task.section) for task in found.tasks}
    pairs = same_actions([(task.key, task) for task in found.tasks])
    assert [(sections[a], sections[b]) for a, b in pairs.items()] == [("Phụ lục.1", "II.1")]


@pytest.mark.parametrize(
    ("words", "printed_words", "targets"),
    [
        ("nhiệm vụ số 2 tại Phụ lục kèm theo", "số 2 tại Phụ lục", ["Phụ lục.2"]),
        ("các nhiệm vụ từ số 1 đến số 2 tại Phụ lục", "số 1 đến số 2 tại Phụ lục", ["Phụ lục.1", "Phụ lục.2"]),
        ("nhiệm vụ số thứ tự 1 và 2 của Phụ lục", "số thứ tự 1 và 2 của Phụ lục", ["Phụ lục.1", "Phụ lục.2"]),
        ("nhiệm vụ số 7 của Phụ lục", "số 7 của Phụ lục", []),
    ],
)
def test_rows_of_the_annex_that_are_pointed_to(words: str, printed_words: str, targets: list[str]) -> None:
    found = annexed(f"III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế thực hiện {words}.")
    assert pointed(found) == [(printed_words, targets)]
    assert len([issue for issue in found.issues if issue.code == "reference_unresolved"]) == (not targets)


def test_a_missing_annex_is_told() -> None:
    assert [issue.code for issue in plan(BODY).issues if issue.code == "annex_missing"] == ["annex_missing"]
    assert not [issue for issue in annexed(BODY).issues if issue.code == "annex_missing"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Sở Nội vụ: Xây dựng Đề án số hóa hồ sơ giải quyết thủ tục hành chính.",
         "Sở Nội vụ: Xây dựng Đề án số hoá hồ sơ giải quyết thủ tục hành chính.", True),
        ("Sở Nội vụ: Chủ trì xây dựng Đề án số hóa hồ sơ giải quyết thủ tục hành chính, trình UBND tỉnh ban hành.",
         "Sở Nội vụ: Xây dựng Đề án số hóa hồ sơ giải quyết thủ tục hành chính.", True),
        ("Sở Nội vụ: Xây dựng Đề án số hóa hồ sơ giải quyết thủ tục hành chính.",
         "Sở Y tế: Xây dựng Đề án số hóa hồ sơ giải quyết thủ tục hành chính.", False),
        ("Sở Nội vụ: Xây dựng Đề án số hóa hồ sơ giải quyết thủ tục hành chính trước ngày 01/3/2026.",
         "Sở Nội vụ: Xây dựng Đề án số hóa hồ sơ giải quyết thủ tục hành chính trước ngày 01/9/2026.", False),
        ("Sở Nội vụ: Kiểm tra công tác cải cách hành chính tại 05 sở, ngành đợt 1.",
         "Sở Nội vụ: Kiểm tra công tác cải cách hành chính tại 05 sở, ngành đợt 2.", False),
        ("Sở Nội vụ: Báo cáo kết quả.", "Sở Nội vụ: Báo cáo kết quả.", False),
    ],
)  # fmt: skip
def test_the_same_action_in_two_parts_of_the_text(first: str, second: str, same: bool) -> None:
    found = plan("II. NHIỆM VỤ", f"1. {first}", "III. TỔ CHỨC THỰC HIỆN", f"1. {second}")
    assert len(found.tasks) == 2
    assert len(same_actions([(task.key, task) for task in found.tasks])) == same
