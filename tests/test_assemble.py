"""From a document to its tasks: one small document a form, and nothing leaks from block to block.

Every extraction goes through ``extracted``, which checks evidence, pages, rules, keys and the account.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from factories import Printed, Rows, document, printed, rows
from hypothesis import given
from hypothesis import strategies as st
from invariants import check, extracted

from extractors.assemble import extract
from extractors.records import Agencies, Extraction, Field, Task

HEAD = [
    printed("ỦY BAN NHÂN DÂN", column="left"), printed("TỈNH HÀ GIANG", column="left"),
    printed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", column="right"), printed("Số: 185/KH-UBND", column="left"),
    printed("Hà Giang, ngày 11 tháng 01 năm 2024", column="right"),
    printed("KẾ HOẠCH", bold=True, centred=True), printed("Cải cách hành chính năm 2024", bold=True, centred=True),
]  # fmt: skip


def plan(*items: str | Printed | Rows) -> Extraction:
    return extracted(document(*HEAD, *items))


def names(field: Field[Agencies] | None) -> list[str]:
    return [ref.name for ref in field.value] if field else []


def due(task: Task) -> str | None:
    """Start..due and recurrence, as far as there are any."""
    if task.deadline is None:
        return None
    value = task.deadline.value
    days = "..".join(str(day) if day else "" for day in (value.start_on, value.due_on))
    return " ".join(part for part in (days if days != ".." else "", value.recurrence or "") if part)


def told(extraction: Extraction) -> list[tuple[str, list[str]]]:
    return [(task.task.value, names(task.lead)) for task in extraction.tasks]


CRITERION = """
II. NHIỆM VỤ
1. Tiêu chí thành phần “Thực hiện xin lỗi”:
a) Mục tiêu, yêu cầu: 100% các trường hợp được xin lỗi.
b) Nhiệm vụ, giải pháp:
- Các bộ phận chuyên môn ban hành văn bản xin lỗi.
- Theo dõi, đôn đốc việc xin lỗi.
c) Phân công trách nhiệm
- Công chức chủ trì: Công chức Văn phòng - Thống kê.
- Công chức phối hợp/Thực hiện: Các công chức chuyên môn thuộc UBND xã.
d) Thời gian thực hiện/hoàn thành: Trong năm 2024.
2. Tiêu chí thành phần “Ban hành kế hoạch”:
b) Nhiệm vụ, giải pháp:
- Ban hành kế hoạch đúng hạn.
"""


def test_labels_after_the_bullets_fill_the_block_and_do_not_leak() -> None:
    """Form 3a."""
    found = plan(CRITERION)
    first, second, third = found.tasks
    for task in (first, second):
        assert task.criterion is not None and task.criterion.value == "Thực hiện xin lỗi"
        assert names(task.lead) == ["Công chức Văn phòng - Thống kê"]
        assert names(task.coordinating) == ["Các công chức chuyên môn thuộc UBND xã"]
        assert task.target is not None and task.target.value == "100% các trường hợp được xin lỗi"
        assert due(task) == "2024-01-01..2024-12-31"
        assert task.section == ("II", "1", "b", "-")
    assert (names(first.actors), names(second.actors)) == (["Các bộ phận chuyên môn"], [])  # R14
    assert third.criterion is not None and third.criterion.value == "Ban hành kế hoạch"
    assert (third.lead, third.coordinating, third.target, third.deadline, third.product) == (None,) * 5
    (target,) = found.targets  # once for the block, not once a task
    assert (target.criterion, target.statement.comparator, target.statement.value) == ("Thực hiện xin lỗi", "=", 100)
    assert [issue.code for issue in found.issues] == ["lead_unknown"]


def test_labels_before_the_items_belong_to_all_of_them() -> None:
    found = plan(
        "II. NHIỆM VỤ\n1. Cải cách thể chế\n- Cơ quan chủ trì: Sở Tư pháp.\n- Thời gian: Quý II/2024.\n"
        "- Rà soát văn bản.\n- Công bố văn bản.\n"
        "2. Cải cách tài chính\n- Rà soát ngân sách."
    )
    assert told(found) == [
        ("Rà soát văn bản", ["Sở Tư pháp"]),
        ("Công bố văn bản", ["Sở Tư pháp"]),
        ("Rà soát ngân sách", []),
    ]
    assert [due(task) for task in found.tasks] == ["2024-04-01..2024-06-30"] * 2 + [None]


def test_runs_of_items_and_labels_in_one_block() -> None:
    found = plan(
        "II. NHIỆM VỤ\n1. Rà soát\n- Rà soát đất đai.\n- Đơn vị chủ trì: Sở Y tế.\n- Rà soát nhà ở.\n"
        "- Đơn vị chủ trì: Sở Nội vụ."
    )
    assert told(found) == [("Rà soát đất đai", ["Sở Y tế"]), ("Rà soát nhà ở", ["Sở Nội vụ"])]


@pytest.mark.parametrize(
    ("label", "lead", "coordinating"),
    [
        (
            "- Công chức chủ trì: Công chức Tư pháp - Hộ tịch phối hợp với Công an xã.",
            ["Công chức Tư pháp - Hộ tịch"],
            ["Công an xã"],
        ),
        ("- Đơn vị thực hiện: Sở Y tế.", ["Sở Y tế"], []),
        ("- Đơn vị chủ trì: Sở Y tế.\n- Đơn vị thực hiện: Sở Nội vụ.", ["Sở Y tế"], ["Sở Nội vụ"]),  # R15
        (
            "- Công chức làm đầu mối tổng hợp, báo cáo: Công chức Văn phòng - Thống kê.",
            ["Công chức Văn phòng - Thống kê"],
            [],
        ),
        ("- Bộ phận chủ trì: Sở Y tế; Sở Nội vụ.", ["Sở Y tế", "Sở Nội vụ"], []),
    ],
)
def test_who_by_labels(label: str, lead: list[str], coordinating: list[str]) -> None:
    found = plan(
        f"II. NHIỆM VỤ\n1. Tiêu chí “Một”\na) Nhiệm vụ, giải pháp:\n- Rà soát thủ tục.\nb) Phân công nhiệm vụ\n{label}"
    )
    (task,) = found.tasks
    assert (names(task.lead), names(task.coordinating)) == (lead, coordinating)


def test_words_on_the_label_line_are_the_task() -> None:
    (task,) = plan(
        "II. NHIỆM VỤ\n1. Tiêu chí “Một”\nb) Nhiệm vụ, giải pháp: Rà soát thủ tục.\nc) Đơn vị chủ trì: Sở Y tế."
    ).tasks
    assert (task.task.value, names(task.lead)) == ("Rà soát thủ tục", ["Sở Y tế"])


AGENCIES = """
III. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ: chủ trì, phối hợp với các sở, ban, ngành; UBND cấp huyện:
- Tham mưu kiểm tra công vụ.
- Phối hợp với Sở Tài chính xây dựng dự toán.
2. Văn phòng UBND tỉnh: chủ trì, phối hợp với UBND cấp huyện thực hiện đầy đủ quy trình.
3. Sở Tài chính
Hướng dẫn kinh phí thực hiện.
4. Giao Cán bộ Văn hóa - Thông tin:
- Chủ trì, phối hợp với Công an xã tăng cường tuyên truyền.
5. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh: Giám sát việc thực hiện.
6. Sở Y tế:
7. Các cơ quan, đơn vị căn cứ chức năng chủ động triển khai.
"""


def test_lists_under_agencies() -> None:
    """Forms 3b 1 to 6; an agency line without anything under it is no record (R4)."""
    found = plan(AGENCIES)
    assert told(found) == [
        ("Tham mưu kiểm tra công vụ", ["Sở Nội vụ"]),
        ("Phối hợp với Sở Tài chính xây dựng dự toán", ["Sở Nội vụ"]),
        ("chủ trì, phối hợp với UBND cấp huyện thực hiện đầy đủ quy trình", ["Văn phòng UBND tỉnh"]),
        ("Hướng dẫn kinh phí thực hiện", ["Sở Tài chính"]),
        ("Chủ trì, phối hợp với Công an xã tăng cường tuyên truyền", ["Cán bộ Văn hóa - Thông tin"]),
        ("Giám sát việc thực hiện", ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"]),
        ("Các cơ quan, đơn vị căn cứ chức năng chủ động triển khai", ["Các cơ quan, đơn vị"]),
    ]
    assert [names(task.coordinating) for task in found.tasks] == [
        ["các sở, ban, ngành", "UBND cấp huyện"], ["Sở Tài chính", "các sở, ban, ngành", "UBND cấp huyện"],
        ["UBND cấp huyện"],
        [], ["Công an xã"], [], [],
    ]  # fmt: skip
    outcomes = {
        entry.label: entry.outcome for entry in found.accounts if entry.what == "item" and entry.label.isdigit()
    }
    assert outcomes == {
        "1": "agency_line",
        "2": "task",
        "3": "agency_line",
        "4": "agency_line",
        "5": "task",
        "6": "agency_line",
        "7": "task",
    }


def test_a_parent_with_an_action_of_its_own_is_a_record_too() -> None:
    found = plan(
        "III. TỔ CHỨC THỰC HIỆN\n1. Giao Sở Nội vụ: Tổ chức thực hiện, đôn đốc Kế hoạch.\n- Định kỳ tổng hợp.\n"
        "2. Rà soát thủ tục\n- Đất đai."
    )
    assert told(found) == [
        ("Tổ chức thực hiện, đôn đốc Kế hoạch", ["Sở Nội vụ"]),
        ("Định kỳ tổng hợp", ["Sở Nội vụ"]),
        ("Đất đai", []),
    ]


def test_a_numbered_paragraph_of_sentences_is_a_record_beside_its_dashes() -> None:
    found = plan(
        "II. NHIỆM VỤ\n1. Thực hiện nghiêm Nghị quyết về môi trường kinh doanh. Đẩy mạnh công tác chỉ đạo.\n"
        "- Rà soát thủ tục hành chính.\n2. Tập trung cải thiện các chỉ số.\n- Công khai quy hoạch."
    )
    assert [task.task.value.split()[0] for task in found.tasks] == ["Thực", "Rà", "Công"]


def test_labelled_lines_under_an_item_are_its_fields() -> None:
    """Form 3d: the labels have the same mark directly below an item with an action."""
    found = plan(
        "II. NHIỆM VỤ\n1. Thể chế\na) Xây dựng Kế hoạch kiểm tra.\n- Đơn vị chủ trì: Sở Tư pháp\n"
        "- Đơn vị phối hợp: các sở, ngành liên quan\n"
        "- Thời hạn hoàn thành: trước ngày 15 tháng 8 năm 2024\n- Sản phẩm: Kế hoạch của UBND tỉnh.\n"
        "b) Công bố thủ tục."
    )
    first, second = found.tasks
    assert (first.task.value, names(first.lead), names(first.coordinating)) == (
        "Xây dựng Kế hoạch kiểm tra", ["Sở Tư pháp"], ["các sở, ngành liên quan"],
    )  # fmt: skip
    assert due(first) == "..2024-08-15"
    assert first.product is not None and first.product.value == "Kế hoạch của UBND tỉnh"
    assert (second.lead, second.coordinating, second.deadline, second.product) == (None,) * 4
    assert Counter(e.outcome for e in found.accounts if e.label == "-") == {"field": 4}


@pytest.mark.parametrize(
    ("item", "task", "lead", "coordinating", "days"),
    [
        ("- Rà soát thủ tục (Sở Nội vụ chủ trì; hoàn thành Quý II/2024).",
         "Rà soát thủ tục (Sở Nội vụ chủ trì; hoàn thành Quý II/2024)",
         ["Sở Nội vụ"], [], "..2024-06-30"),
        ("- Rà soát thủ tục; đơn vị chủ trì: Sở Y tế; phối hợp: Sở Nội vụ; thời hạn: trước 30/6/2024.",
         "Rà soát thủ tục; đơn vị chủ trì: Sở Y tế; phối hợp: Sở Nội vụ; thời hạn: trước 30/6/2024",
         ["Sở Y tế"], ["Sở Nội vụ"], "..2024-06-30"),
        ("- Rà soát thủ tục; giao Sở Y tế chủ trì; hoàn thành trước ngày 30/6/2024.",
         "Rà soát thủ tục; giao Sở Y tế chủ trì; hoàn thành trước ngày 30/6/2024", ["Sở Y tế"], [], "..2024-06-30"),
        ("- Sở Nội vụ chủ trì, phối hợp với Sở Y tế báo cáo hằng quý./.",
         "Sở Nội vụ chủ trì, phối hợp với Sở Y tế báo cáo hằng quý",
         ["Sở Nội vụ"], ["Sở Y tế"], "quarterly"),
        ("- Rà soát thủ tục khi có hướng dẫn...", "Rà soát thủ tục khi có hướng dẫn...", [], [], None),
    ],
)  # fmt: skip
def test_one_liners(item: str, task: str, lead: list[str], coordinating: list[str], days: str | None) -> None:
    (found,) = plan(f"II. NHIỆM VỤ\n1. Thể chế\n{item}").tasks
    assert (found.task.value, names(found.lead), names(found.coordinating), due(found)) == (
        task,
        lead,
        coordinating,
        days,
    )


TABLE = rows(
    "TT | Nội dung nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời hạn | Sản phẩm",
    "I | Thể chế |  | Sở Tài chính |  | ",
    "1 | - Rà soát văn bản; | Sở Tư pháp | Sở Y tế,\nSở Nội vụ | 30/6/2024 | Báo cáo",
    "2 | Công bố văn bản | ^ |  | Quý III/2024 | ",
    "II | Tuyên truyền | < | < | < | <",
    "3 | Tuyên truyền | Chủ trì: Sở Y tế.\nPhối hợp: Sở Nội vụ |  | Thường xuyên | ",
    "Tổng cộng | < |  |  |  | 3",
)


def test_rows_of_a_task_table() -> None:
    """Form 3e."""
    found = plan("PHỤ LỤC", printed("DANH MỤC NHIỆM VỤ", centred=True, bold=True), TABLE)
    assert told(found) == [
        ("Rà soát văn bản", ["Sở Tư pháp"]),
        ("Công bố văn bản", ["Sở Tư pháp"]),
        ("Tuyên truyền", ["Sở Y tế"]),
    ]
    assert [names(task.coordinating) for task in found.tasks] == [
        ["Sở Y tế", "Sở Nội vụ"],
        ["Sở Tài chính"],
        ["Sở Nội vụ"],
    ]
    assert [due(task) for task in found.tasks] == ["..2024-06-30", "2024-07-01..2024-09-30", "ongoing"]
    assert [task.product.value if task.product else None for task in found.tasks] == ["Báo cáo", None, None]
    assert [task.section[-2:] for task in found.tasks] == [("I", "1"), ("I", "2"), ("II", "3")]
    assert [task.titles[-1] for task in found.tasks] == ["Thể chế", "Thể chế", "Tuyên truyền"]
    assert all(task.task.origin == "table" and task.lead is not None and task.lead.rule for task in found.tasks)
    assert [(e.label, e.outcome) for e in found.accounts if e.what == "row"] == [
        ("", "heading"), ("I", "heading"), ("1", "task"), ("2", "task"), ("II", "heading"), ("3", "task"),
        ("", "ignored"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "row", "lead", "coordinating", "days"),
    [
        ("Nhiệm vụ | Đơn vị | Thời hạn", "Rà soát | Sở Y tế | 31/7/2024", ["Sở Y tế"], [], "..2024-07-31"),
        ("TT | Nội dung | Đơn vị chủ trì | Đơn vị thực hiện | Tiến độ", "1 | Rà soát | Sở Y tế | Sở Nội vụ | Năm 2024",
         ["Sở Y tế"], ["Sở Nội vụ"],
         "2024-01-01..2024-12-31"),
        ("STT | Hoạt động | Bắt đầu | Kết thúc | Đơn vị chủ trì", "1 | Rà soát | 01/3/2024 | 30/4/2024 | Sở Y tế",
         ["Sở Y tế"], [],
         "2024-03-01..2024-04-30"),
        ("STT | Nội dung công việc | Sản phẩm", "1 | Rà soát | Báo cáo", [], [], None),
        ("TT | Nội dung | Đơn vị chủ trì", "1 | Rà soát | Sở Y tế phối hợp với Sở Nội vụ",
         ["Sở Y tế"], ["Sở Nội vụ"], None),
        ("TT | Loại báo cáo | Đơn vị báo cáo | Nơi nhận | Thời hạn", "1 | Rà soát | Sở Y tế | UBND tỉnh | Hằng tuần",
         ["Sở Y tế"], [], "weekly"),
    ],
)  # fmt: skip
def test_columns_of_other_tables(
    head: str, row: str, lead: list[str], coordinating: list[str], days: str | None
) -> None:
    (task,) = plan("II. NHIỆM VỤ", rows(head, row)).tasks
    assert (task.task.value, names(task.lead), names(task.coordinating), due(task)) == (
        "Rà soát",
        lead,
        coordinating,
        days,
    )


def test_partners_in_a_lead_cell() -> None:
    (task,) = plan(
        "II. NHIỆM VỤ", rows("TT | Nội dung | Đơn vị chủ trì", "1 | Rà soát | Sở Y tế phối hợp với Sở Nội vụ")
    ).tasks
    assert names(task.coordinating) == ["Sở Nội vụ"]


def test_a_row_over_a_page_break_has_the_words_of_both_pages() -> None:
    edges = (50.0, 80.0, 300.0, 540.0)
    found = plan(
        printed("II. NHIỆM VỤ", page=1),
        rows("TT | Nội dung nhiệm vụ | Đơn vị chủ trì", "1 | Rà soát toàn bộ | Sở Y tế,", page=1, column_edges=edges),
        rows(" | thủ tục hành chính | Sở Nội vụ", "2 | Báo cáo | Sở Y tế", page=2, column_edges=edges),
    )
    assert told(found) == [("Rà soát toàn bộ thủ tục hành chính", ["Sở Y tế", "Sở Nội vụ"]), ("Báo cáo", ["Sở Y tế"])]
    assert [(task.page, len(task.task.spans)) for task in found.tasks] == [(1, 2), (2, 1)]


def test_items_and_rows_of_targets() -> None:
    """R8 and form 3f: the heading decides, whatever verb an item begins with."""
    found = plan(
        "I. MỤC TIÊU\n1. Mục tiêu cụ thể\n- Phấn đấu 100% thủ tục được công bố đúng hạn.\n"
        "- Rà soát tối thiểu 20% thủ tục.\n- Nâng cao chất lượng.",
        "2. Các chỉ tiêu",
        rows(
            "STT | Chỉ tiêu | ĐVT | Thực hiện 2023 | Kế hoạch 2024 | Năm 2025",
            "1 | Hồ sơ trực tuyến | % | 70 | 80 | 90",
        ),
    )
    assert found.tasks == ()
    assert [(t.statement.comparator, t.statement.value, t.statement.unit) for t in found.targets] == [
        ("=", 100, "%"), (">=", 20, "%"), (None, None, None), ("=", 80, "%"), ("=", 90, "%"),
    ]  # fmt: skip
    assert [t.statement.due_on for t in found.targets[3:]] == [date(2024, 12, 31), date(2025, 12, 31)]


def test_the_metric_of_a_row_is_its_target() -> None:
    found = plan("I. MỤC TIÊU", rows("STT | Chỉ tiêu | ĐVT | Kế hoạch 2024", "1 | Hồ sơ trực tuyến | % | 80"))
    assert [target.statement.metric for target in found.targets] == ["Hồ sơ trực tuyến"]


NEWS = [
    "Hòa Bình nâng cao chỉ số PAPI năm 2024",
    "05/06/2024 10:00",
    "Ngày 05/6, UBND tỉnh Hòa Bình đã ban hành Kế hoạch số 123/KH-UBND về nâng cao chỉ số PAPI.",
    "Yêu cầu: Thủ trưởng các cơ quan phải chỉ đạo quyết liệt.",
    "Ủy ban nhân dân tỉnh giao Sở Nội vụ chủ trì tham mưu thực hiện Kế hoạch. Tổng hợp, báo cáo kết quả hằng quý. "
    "Sở Tài chính chủ trì bố trí kinh phí.",
    "Các cấp, các ngành tiếp tục phát huy kết quả đạt được.",
]


def test_prose_is_read_by_sentences() -> None:
    """R2 and form 3c: a sentence without subject goes on with the agency of the one before."""
    found = extracted(document(*NEWS, format="txt"))
    assert told(found) == [
        ("Ủy ban nhân dân tỉnh giao Sở Nội vụ chủ trì tham mưu thực hiện Kế hoạch", ["Sở Nội vụ"]),
        ("Tổng hợp, báo cáo kết quả hằng quý", ["Sở Nội vụ"]),
        ("Sở Tài chính chủ trì bố trí kinh phí", ["Sở Tài chính"]),
    ]
    assert [task.lead.rule for task in found.tasks if task.lead][1] == "prose.previous_sentence"


def test_a_decision_assigns_in_its_articles_and_in_its_plan() -> None:
    found = extracted(document(
        *HEAD[:3], printed("Số: 15/QĐ-UBND", column="left"), HEAD[4], printed("QUYẾT ĐỊNH", bold=True, centred=True),
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch cải cách hành chính.",
        "Điều 2. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính hướng dẫn thực hiện trước ngày 30/6/2024.",
        "Điều 3. Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Nội vụ, Tài chính chịu trách nhiệm thi hành Quyết "
        "định này./.",
        "Nơi nhận:", "- Như Điều 3;", "TM. ỦY BAN NHÂN DÂN", *HEAD[5:],
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Sở Nội vụ phải thường xuyên theo dõi.\nII. NHIỆM VỤ\n1. Sở Y tế:\n- Rà soát.",
    ))  # fmt: skip
    assert told(found) == [
        ("Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính hướng dẫn thực hiện trước ngày 30/6/2024", ["Sở Nội vụ"]),
        ("Rà soát", ["Sở Y tế"]),
    ]
    assert names(found.tasks[0].coordinating) == ["Sở Tài chính"]


@pytest.mark.parametrize(
    "body",
    [
        ("Căn cứ Kế hoạch số 9/KH-BNV ngày 1/2/2024 của Bộ Nội vụ;\n"
         "Theo đề nghị của Sở Nội vụ tại Tờ trình số 5/TTr-SNV."),
        ("I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n- Nâng cao chất lượng phục vụ.\n2. Yêu cầu\n"
         "- Sở Nội vụ chủ trì hoàn thành 100% nhiệm vụ."),
        ("PHẦN I. KẾT QUẢ THỰC HIỆN NĂM 2023\n1. Sở Nội vụ: Đã rà soát 100% văn bản.\n"
         "2. Sở Y tế chủ trì kiểm tra 5 đơn vị."),
        "IV. KINH PHÍ THỰC HIỆN\n1. Sở Tài chính cân đối từ ngân sách.",
        "V. KIẾN NGHỊ\n1. Đề nghị Chính phủ sớm sửa đổi Nghị định.",
        ("III. TỔ CHỨC\nTrên đây là Kế hoạch năm 2024, yêu cầu các cơ quan nghiêm túc thực hiện; nếu có vướng "
         "mắc, kịp thời báo cáo UBND tỉnh (qua Sở Nội vụ)./."),
        "II. NHIỆM VỤ\nNơi nhận:\n- Sở Nội vụ chủ trì;\n- UBND huyện;\n- Lưu: VT.",
        "II. NHIỆM VỤ\n(Chi tiết tại Phụ lục kèm theo)",
        "II. NHIỆM VỤ\n[...]",
        "II. Nội dung kiểm tra, đánh giá:\n- Việc chấp hành quy chế chuyên môn.\n- Công tác quản lý giá thuốc.",
        ("Qua xem xét đơn ngày 10/12/2023 của ông A khiếu nại quyết định thu hồi đất với các yêu cầu:\n"
         "1. Giá đất tính theo giá thị trường;\n2. Yêu cầu bố trí 01 lô đất tái định cư."),
        "II. NHIỆM VỤ\nMới nhận:\n- Sở Nội vụ chủ trì;\n- Lưu: VT.",  # as recognised
        "II. NHIỆM VỤ\nYêu cầu các cấp, các ngành và toàn thể Nhân dân nêu cao tinh thần cảnh giác./.",
        "II. NHIỆM VỤ\nUBND tỉnh kêu gọi toàn thể cán bộ và Nhân dân hăng hái thi đua lập thành tích./.",
        "II. NHIỆM VỤ\nChương trình hành động này được phổ biến đến chi bộ.",
        # "Theo đề nghị của …" orders nothing: rules of reward under a later heading are no tasks.
        ("Theo đề nghị của Sở Y tế, UBND tỉnh phát động thi đua với nội dung sau:\nV. KHEN THƯỞNG\n"
         "- Tặng Bằng khen cho 30 tập thể."),
    ],
)  # fmt: skip
def test_what_is_nothing(body: str) -> None:
    """R9 and form 3h."""
    found = plan(body)
    assert (told(found), found.targets) == ([], ())


def test_reports_that_are_due_count_though_nobody_is_named() -> None:
    (task,) = plan("Chế độ báo cáo:\n- Báo cáo nhanh, gửi trước ngày 26/01/2024.\n- Báo cáo gồm hai phần.").tasks
    assert (task.task.value, due(task)) == ("Báo cáo nhanh, gửi trước ngày 26/01/2024", "..2024-01-26")


def test_a_closing_paragraph_may_give_one_agency_work() -> None:
    (task,) = plan(
        "UBND tỉnh yêu cầu Thủ trưởng các sở, Chủ tịch UBND các huyện nghiêm túc triển khai thực hiện Kế hoạch này. "
        "Giao cho Sở Tư pháp có trách nhiệm theo dõi, đôn đốc, báo cáo UBND tỉnh./."
    ).tasks
    assert (task.task.value[:21], names(task.lead)) == ("Giao cho Sở Tư pháp c", ["Sở Tư pháp"])


def test_a_closing_call_for_a_report_by_a_day_is_work() -> None:
    (task,) = plan(
        "UBND tỉnh yêu cầu Thủ trưởng các sở nghiêm túc triển khai thực hiện Kế hoạch này; báo cáo kết quả về "
        "Sở Tư pháp trước ngày 25/12/2024."
    ).tasks
    assert (names(task.lead), due(task)) == (["Thủ trưởng các sở"], "..2024-12-25")
    without_day = "UBND tỉnh yêu cầu các sở nghiêm túc triển khai thực hiện; thường xuyên báo cáo về Sở Tư pháp."
    assert plan(without_day).tasks == ()


def test_bodies_of_one_line_each_have_their_own_items() -> None:
    heading = "III. TỔ CHỨC THỰC HIỆN\n5. Sở Tài chính và Kho bạc Nhà nước Hà Giang"
    found = plan(f"{heading}\na) Sở Tài chính cấp kinh phí.\nb) Kho bạc Nhà nước tỉnh giải ngân kịp thời.")
    assert [names(task.lead) for task in found.tasks] == [["Sở Tài chính"], ["Kho bạc Nhà nước tỉnh"]]


def test_who_is_more_than_the_agency_line_acts_himself() -> None:
    found = plan(
        "III. TỔ CHỨC THỰC HIỆN\n2. Chủ tịch UBND các huyện:\na) Rà soát chợ.\n"
        "b) Thủ trưởng các sở và Chủ tịch UBND các huyện xây dựng kế hoạch cụ thể."
    )
    assert names(found.tasks[-1].lead) == ["Thủ trưởng các sở", "Chủ tịch UBND các huyện"]


def test_a_later_sentence_may_name_who_acts() -> None:
    (task,) = plan(
        "III. TỔ CHỨC THỰC HIỆN\n1. Kế hoạch này được lồng ghép với đợt kiểm tra. Tổ công tác tiến hành khảo sát."
    ).tasks
    assert names(task.lead) == ["Tổ công tác"]


def test_several_addressees_of_a_call_give_way_to_whom_an_item_names() -> None:
    found = plan(
        "Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở, Chủ tịch UBND các huyện thực hiện các nhiệm vụ sau:\n"
        "1. Rà soát quy hoạch.\n2. VNPT Hà Giang chủ động phối hợp với Sở Tài chính kết nối dữ liệu."
    )
    assert [lead for _, lead in told(found)] == [["Thủ trưởng các sở", "Chủ tịch UBND các huyện"], ["VNPT Hà Giang"]]


def test_whoever_heads_a_unit_gives_way_to_the_unit_that_an_item_names() -> None:
    found = plan(
        "Giám đốc Sở đề nghị Thủ trưởng đơn vị thực hiện một số nội dung sau:\n"
        "1. Chi cục Kiểm lâm tham mưu kế hoạch tuần tra.\n2. Rà soát biển báo."
    )
    assert [lead for _, lead in told(found)] == [["Chi cục Kiểm lâm"], ["Thủ trưởng đơn vị"]]


def test_what_is_looked_at_is_no_work_and_what_is_done_about_it_is() -> None:
    found = plan(
        "II. NỘI DUNG, PHẠM VI GIÁM SÁT\n1. Việc quản lý quỹ; mức độ hoàn thành 100% kế hoạch thu.\n"
        "2. Công tác tiếp công dân:\n- Kết quả giải quyết đơn thư.\n- Sở Nội vụ chủ trì đối chiếu hồ sơ.\n"
        "3. Khảo sát đột xuất trụ sở của 02 xã.\nIII. TỔ CHỨC THỰC HIỆN\n1. Thanh tra tỉnh\n- Công tác thư ký của đoàn."
    )
    assert told(found) == [
        ("Sở Nội vụ chủ trì đối chiếu hồ sơ", ["Sở Nội vụ"]), ("Khảo sát đột xuất trụ sở của 02 xã", []),
        ("Công tác thư ký của đoàn", ["Thanh tra tỉnh"]),
    ]  # fmt: skip
    assert found.targets == ()


@pytest.mark.parametrize("kind", ["BÁO CÁO", "TỜ TRÌNH", "LỊCH CÔNG TÁC"])
def test_documents_that_assign_nothing(kind: str) -> None:
    head = [*HEAD[:3], HEAD[4], printed(kind, bold=True, centred=True)]
    assert extracted(document(*head, "II. NHIỆM VỤ\n1. Sở Nội vụ chủ trì rà soát.")).tasks == ()


def test_the_rows_of_a_report_are_in_the_account_too() -> None:
    plan_of_a_report = [*HEAD[:3], HEAD[4], printed("BÁO CÁO", bold=True, centred=True)]
    extracted(
        document(
            *plan_of_a_report, "I. KẾT QUẢ", rows("TT | Nội dung nhiệm vụ | Đơn vị chủ trì", "1 | Rà soát | Sở Y tế")
        )
    )


def test_a_cut_text_says_so() -> None:
    found = plan("II. NHIỆM VỤ\n1. Sở Nội vụ:\n- Rà soát.\n[...]")
    assert "text_cut" in [issue.code for issue in found.issues]


@pytest.mark.parametrize(
    ("heading", "days"),
    [
        ("1. Quý I năm 2024", "2024-01-01..2024-03-31"),
        ("1. Hoàn thiện thể chế (tháng 6/2024)", "2024-06-01..2024-06-30"),
        ("1. Triển khai kế hoạch đầu tư công năm 2024", None),  # a topic, no deadline (R20)
    ],
)
def test_a_heading_that_is_a_period(heading: str, days: str | None) -> None:
    (task,) = plan(f"II. NHIỆM VỤ\n{heading}\n- Rà soát thủ tục.").tasks
    assert due(task) == days


def test_the_years_of_the_plan_below_its_title_are_nobodys_deadline() -> None:
    """The second line of a title in capitals that a scan parts from the first (R12)."""
    title = printed("Kế hoạch trồng rừng giai đoạn 2021 - 2025", bold=True, centred=True)
    body = "A. TÌNH HÌNH\nRừng đã khép tán.\nB. KẾ HOẠCH TRỒNG RỪNG\n{}\nI. NHIỆM VỤ\n1. Cây giống\n- Rà soát thủ tục."
    for years, days in (("GIAI ĐOẠN 2021 - 2025", None), ("GIAI ĐOẠN 2022 - 2023", "2022-01-01..2023-12-31")):
        (task,) = extracted(document(*HEAD[:-1], title, body.format(years))).tasks
        assert due(task) == days


def test_an_item_without_a_word_is_no_task() -> None:
    found = plan("II. NHIỆM VỤ\n- Rà soát thủ tục.\n- 5c0\n- 250_ 40")
    assert [words for words, _ in told(found)] == ["Rà soát thủ tục"]


def test_an_item_about_everything_else_has_no_period_of_its_heading() -> None:
    found = plan(
        "II. NHIỆM VỤ\n1. Quý IV năm 2024\n- Rà soát thủ tục.\n- Ngoài các nhiệm vụ trên, thực hiện việc khác."
    )
    assert [due(task) for task in found.tasks] == ["2024-10-01..2024-12-31", None]


NAMES_BELOW = "II. NHIỆM VỤ\n1. Thể chế\na) Nhiệm vụ:\n- Rà soát.\nb) Cơ quan chủ trì:\n- Sở Y tế;\n- Sở Nội vụ."


def test_names_as_bullets_below_a_label_are_its_value() -> None:
    assert told(plan(NAMES_BELOW)) == [("Rà soát", ["Sở Y tế", "Sở Nội vụ"])]


def test_a_table_below_a_labelled_line() -> None:
    found = plan(
        "II. NHIỆM VỤ\n1. Đơn vị chủ trì: Sở Y tế.", rows("TT | Nội dung | Thời hạn", "1 | Rà soát | Quý I/2024")
    )
    assert told(found) == [("Rà soát", ["Sở Y tế"])]


def test_items_below_a_labelled_line() -> None:
    found = plan("II. NHIỆM VỤ\n1. Thể chế\na) Đơn vị chủ trì: Sở Y tế\n- Rà soát thủ tục.\n- Báo cáo.")
    assert [task.task.value for task in found.tasks] == ["Rà soát thủ tục", "Báo cáo"]


def test_items_under_a_heading_of_execution() -> None:
    found = plan(
        "II. NỘI DUNG\n1. Tuyên truyền\n- Rà soát thủ tục.\n2. Tổ chức thực hiện\n- Sở Nội vụ chủ trì báo cáo."
    )
    assert [task.task.value for task in found.tasks] == ["Rà soát thủ tục", "Sở Nội vụ chủ trì báo cáo"]


def test_the_title_of_a_group_is_no_product_of_its_rows() -> None:
    (task,) = plan(
        "II. NHIỆM VỤ",
        rows(
            "TT | Nội dung | Đơn vị chủ trì | Thời hạn | Sản phẩm",
            "I | Rà soát quý I/2024 | < | < | <",
            "1 | Rà soát | Sở Y tế |  | ",
        ),
    ).tasks
    assert (task.product, task.deadline) == (None, None)


def test_keys_stay_when_other_text_is_added_before() -> None:
    items = "II. NHIỆM VỤ\n1. Sở Y tế:\n- Rà soát thủ tục.\n- Báo cáo."
    before = plan(items)
    after = plan("Căn cứ Luật Tổ chức chính quyền địa phương;\nI. MỤC ĐÍCH\n1. Nâng cao chất lượng.", items)
    assert [task.key for task in before.tasks] == [task.key for task in after.tasks]


def test_an_annex_without_words_adds_no_title() -> None:
    (task,) = plan("PHỤ LỤC\n1. Rà soát thủ tục.").tasks
    assert all(task.titles)


def test_equal_items_have_keys_of_their_own() -> None:
    first, second, third = plan("II. NHIỆM VỤ\n1. Sở Y tế:\n- Báo cáo.\n- Báo cáo.\n2. Sở Nội vụ:\n- Báo cáo.").tasks
    assert second.key == f"{first.key}-2"
    assert third.key not in (first.key, second.key)


PIECES = [
    "I. MỤC TIÊU", "II. NHIỆM VỤ", "1. Sở Nội vụ:", "2. Rà soát thủ tục trước 30/6/2024;", "1.1. Tiêu chí “Một”",
    "a) Mục tiêu: 90% hồ sơ.",
    "b) Nhiệm vụ, giải pháp:", "- Rà soát 20% thủ tục.", "+ Báo cáo hằng quý.",
    "Giao Sở Y tế chủ trì. Sở Nội vụ phối hợp.", "Nơi nhận:", "PHỤ LỤC", "Điều 2. Giao Sở Y tế rà soát.",
    "Trên đây là Kế hoạch.",
]  # fmt: skip
LABELS = [
    "c) Đơn vị chủ trì: Sở Y tế.",
    "- Thời gian: Quý II/2024.",
    "d) Phân công trách nhiệm",
    "- Sản phẩm: Báo cáo.",
]
BOLD = [printed(words, bold=True) for words in PIECES]
# Not both in one mix: see test_a_table_below_a_labelled_line.
mixes = st.one_of(
    st.lists(st.sampled_from([*PIECES, *BOLD, *LABELS]), max_size=12),
    st.lists(st.sampled_from([*PIECES, *BOLD, TABLE]), max_size=9),
)


@given(mixes)
def test_any_mix_has_evidence_keys_and_a_whole_account(items: list[str | Printed | Rows]) -> None:
    made = document(*HEAD, *items)
    check(made, extract(made))


def test_a_lead_in_gives_its_agency_to_the_items_that_name_nobody() -> None:
    found = plan(
        "Để hoàn thành chỉ tiêu năm 2024, Chủ tịch UBND tỉnh yêu cầu Sở Nội vụ thực hiện các nhiệm vụ sau:",
        "- Rà soát thủ tục.\n- Giao Sở Y tế: Báo cáo kết quả.",
    )
    assert told(found) == [("Rà soát thủ tục", ["Sở Nội vụ"]), ("Báo cáo kết quả", ["Sở Y tế"])]


def test_those_whom_a_lead_in_speaks_to_lead_what_names_nobody_else() -> None:
    lead_in = "UBND tỉnh yêu cầu các sở, ban, ngành tập trung thực hiện các nhiệm vụ sau:"
    found = plan(lead_in, "1. Rà soát thủ tục.\n2. Văn phòng UBND tỉnh theo dõi, đôn đốc.")
    assert told(found) == [
        ("Rà soát thủ tục", ["các sở, ban, ngành"]),
        ("Văn phòng UBND tỉnh theo dõi, đôn đốc", ["Văn phòng UBND tỉnh"]),
    ]


@pytest.mark.parametrize(
    ("lead_in", "first", "second"),
    [
        ("Chủ tịch UBND tỉnh yêu cầu Giám đốc các sở, Chủ tịch UBND các huyện thực hiện các nhiệm vụ sau:",
         ["Giám đốc các sở", "Chủ tịch UBND các huyện"], ["Sở Y tế"]),
        ("Yêu cầu Sở Y tế, Sở Tài chính thực hiện các nhiệm vụ sau:", ["Sở Y tế", "Sở Tài chính"], ["Sở Y tế"]),
        ("1. Ban Chỉ đạo yêu cầu các sở, ngành tập trung thực hiện các việc sau:", ["các sở, ngành"], ["Sở Y tế"]),
        ("Giao Sở Nội vụ thực hiện các nhiệm vụ sau:", ["Sở Nội vụ"], ["Sở Nội vụ"]),  # it sees to what Sở Y tế does
    ],
)  # fmt: skip
def test_an_item_below_a_lead_in_to_several_has_its_own_subject(
    lead_in: str, first: list[str], second: list[str]
) -> None:
    found = plan("II. NHIỆM VỤ", lead_in, "a) Rà soát thuốc.\nb) Sở Y tế chỉ đạo các bệnh viện trực 24/24 giờ.")
    assert told(found) == [("Rà soát thuốc", first), ("Sở Y tế chỉ đạo các bệnh viện trực 24/24 giờ", second)]


@pytest.mark.parametrize(
    "lead_in",
    ["UBND tỉnh kiến nghị Chính phủ xem xét các nội dung sau:", "Đề nghị Bộ Nội vụ quan tâm, hướng dẫn các nội dung:"],
)
def test_a_lead_in_to_superiors_gives_nothing(lead_in: str) -> None:
    assert told(plan("III. CÁC NỘI DUNG KHÁC", lead_in, "- Sửa đổi Nghị định.\n- Bố trí kinh phí.")) == []


def test_goals_below_a_lead_in_are_targets() -> None:
    found = plan("I. NỘI DUNG CHUNG", "Mục tiêu cụ thể như sau:", "- 100% hồ sơ đúng hạn.")
    assert (told(found), len(found.targets)) == ([], 1)


def test_headings_without_marks_open_their_zones() -> None:
    found = plan(
        printed("Mục đích, yêu cầu", bold=True), "- Nâng cao chất lượng.", printed("Mục tiêu:", bold=True),
        "- 100% hồ sơ đúng hạn.",
        printed("Nhiệm vụ, giải pháp", bold=True), "- Rà soát thủ tục.", printed("Sở Y tế:", bold=True), "- Kiểm tra.",
    )  # fmt: skip
    assert told(found) == [("Rà soát thủ tục", []), ("Kiểm tra", ["Sở Y tế"])]
    assert [target.statement.value for target in found.targets] == [100]


@pytest.mark.parametrize(
    ("item", "outcome", "rule"),
    [
        ("- Sở Nội vụ chủ trì rà soát.", "task", "assignment.leads"),  # R7b: a named agency outside an assigning place
        ("- Nâng cao chất lượng phục vụ.", "ignored", "zone.unknown"),
        ("- UBND tỉnh đã ban hành 15 kế hoạch.", "ignored", "narration.2"),
    ],
)
def test_items_outside_an_assigning_place(item: str, outcome: str, rule: str) -> None:
    found = plan(f"III. VỀ ĐẤT ĐAI\n1. Quy hoạch\n{item}")
    assert [(e.outcome, e.rule) for e in found.accounts if e.label == "-"] == [(outcome, rule)]


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        ("1. Các nhiệm vụ cụ thể tại Phụ lục kèm theo.", "item.points_to_annex"),
        ("1. Thực hiện tốt các nhiệm vụ sau:", "item.introduces"),
        ("1. Đất đai", "heading.empty"),
        ("1. Đề nghị Bộ Nội vụ hướng dẫn.", "item.upward"),
    ],
)
def test_items_of_an_assigning_place_that_are_no_record(item: str, rule: str) -> None:
    found = plan(f"II. NHIỆM VỤ\n{item}")
    assert found.tasks == ()
    assert rule in [entry.rule for entry in found.accounts]


def test_directive_sentences_of_what_was_left_out_are_in_the_account() -> None:
    found = plan("I. MỤC ĐÍCH\n1. Sở Nội vụ chủ trì rà soát. Nâng cao chất lượng. Sở Y tế báo cáo.")
    left_out = [entry for entry in found.accounts if entry.what == "sentence"]
    assert [(entry.outcome, entry.rule) for entry in left_out] == [("ignored", "zone.purpose")] * 2


def test_a_deadline_that_is_no_date_keeps_its_words_and_says_so() -> None:
    found = plan("II. NHIỆM VỤ\n1. Sở Y tế:\n- Rà soát thủ tục trong thời gian tới.")
    (task,) = found.tasks
    assert task.deadline is not None and task.deadline.printed == "trong thời gian tới"
    assert due(task) == ""
    assert "deadline_unresolved" in [issue.code for issue in found.issues]


def test_the_day_of_a_figure_is_no_deadline_of_the_task() -> None:
    text = "- Phấn đấu đến hết Quý III/2024 giải ngân trên 60% kế hoạch; báo cáo kết quả trước ngày 20/11/2024."
    (task,) = plan(f"II. NHIỆM VỤ\n1. Sở Y tế:\n{text}").tasks
    assert due(task) == "..2024-11-20"


def test_several_sentences_of_an_item_may_give_several_leads() -> None:
    """One item is one record (R1): all whom its sentences tell lead it."""
    (task,) = plan("II. NHIỆM VỤ\n1. Chung\n- Sở Y tế lập danh mục. Giao Sở Nội vụ thẩm định danh mục.").tasks
    assert names(task.lead) == ["Sở Y tế", "Sở Nội vụ"]


@pytest.mark.parametrize(
    ("item", "lead"),
    [
        ("Sở Y tế lập danh mục; Sở Nội vụ thẩm định.", ["Sở Y tế", "Sở Nội vụ"]),
        ("Sở Y tế lập danh mục; Sở Nội vụ tham gia ý kiến.", ["Sở Y tế"]),
        ("Sở Y tế phối hợp với Công an tỉnh; Sở Nội vụ lập danh mục.", ["Sở Y tế"]),  # the semicolon parts names
        ("Lập danh mục; Sở Nội vụ thẩm định.", []),
    ],
)
def test_clauses_of_an_item_may_give_several_leads(item: str, lead: list[str]) -> None:
    (task,) = plan(f"II. NHIỆM VỤ\n1. Chung\n- {item}").tasks
    assert names(task.lead) == lead


def test_a_heading_of_common_duties_gives_its_group() -> None:
    found = plan("II. NHIỆM VỤ\n1. Trách nhiệm chung của các cơ quan, đơn vị\n- Rà soát danh mục.\n"
                 "- Tăng cường phối hợp giữa các cơ quan: Sở Y tế, Công an tỉnh trong kiểm tra.")  # fmt: skip
    assert [lead for _, lead in told(found)] == [["các cơ quan, đơn vị"]] * 2


@pytest.mark.parametrize(
    ("bracket", "lead", "coordinating", "days"),
    [
        ("(Sở Y tế chủ trì, phối hợp với các trạm y tế; hoàn thành trong tháng 11/2024)",
         ["Sở Y tế"], ["các trạm y tế"], "..2024-11-30"),
        ("(Sở Y tế chủ trì; Sở Nội vụ phối hợp; quý II/2024)",
         ["Sở Y tế"], ["Sở Nội vụ"], "2024-04-01..2024-06-30"),
        ("(Sở Y tế; thực hiện thường xuyên)", ["Sở Y tế"], [], "ongoing"),
        ("(Đề nghị Báo Hà Giang; hằng năm)", ["Báo Hà Giang"], [], "annual"),
        ("(Quý II/2024)", [], [], "2024-04-01..2024-06-30"),
        ("(Theo hướng dẫn của Sở Y tế)", [], [], None),
    ],
)  # fmt: skip
def test_a_line_in_brackets_below_an_item(
    bracket: str, lead: list[str], coordinating: list[str], days: str | None
) -> None:
    """Who and when of the item above, and of no other."""
    first, second = plan(f"II. NHIỆM VỤ\n1. Rà soát danh mục.\n{bracket}\n2. Lập danh mục.").tasks
    assert (names(first.lead), names(first.coordinating), due(first)) == (lead, coordinating, days)
    assert (first.task.value, second.lead, second.deadline) == ("Rà soát danh mục", None, None)


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        (rows("Thứ, ngày | Nội dung | Địa điểm", "Thứ Hai | Sở Y tế chủ trì họp | Phòng 1"), "table.calendar"),
        (rows("TT | Các bước thực hiện | Đơn vị thực hiện", "1 | Tiếp nhận | Sở Y tế"), "table.procedure"),
        (rows("TT | Nội dung | Đơn vị chủ trì", "1 |  | Sở Y tế"), "row.without_task"),
    ],
)
def test_rows_that_are_no_task(table: Rows, rule: str) -> None:
    found = plan("II. NHIỆM VỤ", table)
    assert found.tasks == ()
    assert [(entry.outcome, entry.rule) for entry in found.accounts if entry.what == "row"][-1] == ("ignored", rule)


def test_figures_of_a_group_row_belong_to_the_group() -> None:
    found = plan(
        "II. NHIỆM VỤ",
        rows(
            "TT | Nội dung | Đơn vị chủ trì | Sản phẩm",
            "I | Tập huấn |  | 5 lớp tập huấn",
            "1 | Mở lớp | Sở Y tế | Báo cáo",
        ),
    )
    (task,) = found.tasks
    assert [(t.criterion, t.statement.value, t.section) for t in found.targets] == [("Tập huấn", 5, ("II", "I"))]
    assert task.targets == ()


def test_bodies_that_only_their_sisters_tell() -> None:
    found = plan(
        "II. PHÂN CÔNG NHIỆM VỤ",
        "a) Sở Y tế", "- Lập danh sách cơ sở tiêm chủng.",
        "b) Tổ đảng ở Thường trực Ủy ban Thể thao, Lễ hội", "- Giám sát việc công khai danh sách.",
        "c) Sở Nội vụ", "- Tổng hợp kết quả các đợt tiêm.",
    )  # fmt: skip
    assert [names(task.lead) for task in found.tasks] == [
        ["Sở Y tế"], ["Tổ đảng ở Thường trực Ủy ban Thể thao, Lễ hội"], ["Sở Nội vụ"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Tổng số: 12 máy chủ; 02 tủ đĩa",
        "Hình 2. Sơ đồ đấu nối của hệ thống",
        "Đầu mối phối hợp của Sở: đồng chí Trần Văn B, chuyên viên, điện thoại: 0912345678.",
        "DANH MỤC CÁC CHỈ TIÊU CỤ THỂ",
    ],
)
def test_lines_under_tasks_that_order_nothing(line: str) -> None:
    found = plan("II. NHIỆM VỤ, GIẢI PHÁP", "1. Sở Y tế", "- Lập danh sách cơ sở tiêm chủng.", line)
    assert len(found.tasks) == 1


def test_a_bracket_behind_a_heading_leads_what_stands_below() -> None:
    found = extracted(document(
        "KẾ HOẠCH\nPhòng bệnh năm 2026\nII. NHIỆM VỤ\n1. Truyền thông (Sở Y tế chủ trì; Sở Nội vụ phối hợp)\n"
        "- Phát tờ rơi tại chợ;\n- Treo băng rôn.\n2. Điều trị (Bệnh viện đa khoa tỉnh):\n- Dự trữ thuốc."
    ))  # fmt: skip
    told = [(t.task.value, [a.name for a in t.lead.value] if t.lead else []) for t in found.tasks]
    assert told == [
        ("Phát tờ rơi tại chợ", ["Sở Y tế"]), ("Treo băng rôn", ["Sở Y tế"]),
        ("Dự trữ thuốc", ["Bệnh viện đa khoa tỉnh"]),
    ]  # fmt: skip


def test_a_name_below_a_post_in_capitals_signs() -> None:
    found = extracted(document(
        "KẾ HOẠCH\nPhòng bệnh năm 2026\nII. NHIỆM VỤ\n1. Sở Y tế phát thuốc.\nTrên đây là Kế hoạch phòng bệnh./.\n"
        "PHÓ GIÁM ĐỐC\nLê Văn Minh"
    ))  # fmt: skip
    assert [t.task.value for t in found.tasks] == ["Sở Y tế phát thuốc"]
    assert found.metadata.signer == "Lê Văn Minh"


def test_sentences_of_several_agencies_below_a_heading_of_control() -> None:
    found = plan(
        "I. NHIỆM VỤ", "1. Sở Y tế phát thuốc.", "II. GIÁM SÁT, ĐÁNH GIÁ",
        "Sở Nội vụ theo dõi tiến độ hằng quý. Thanh tra tỉnh kiểm tra việc chi tiền. "
        "Đề nghị Hội Nông dân tỉnh giám sát.",
    )  # fmt: skip
    assert [names(task.lead) for task in found.tasks] == [
        ["Sở Y tế"], ["Sở Nội vụ"], ["Thanh tra tỉnh"], ["Hội Nông dân tỉnh"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "due"),
    [
        ("Lập thiết kế trước ngày 18/4/2026. Phân bổ 158 tỷ đồng đợt 1, hoàn thành trong tháng 5/2026.", "2026-05-31"),
        ("Báo cáo trước ngày 20/6/2026; đến hết Quý III giải ngân trên 60% vốn.", "2026-06-20"),
    ],
)
def test_the_day_of_a_goal_and_the_day_of_its_work(item: str, due: str) -> None:
    task = plan("II. NHIỆM VỤ", f"1. {item}").tasks[0]
    assert task.deadline is not None
    assert str(task.deadline.value.due_on) == due


def test_who_is_invited_has_no_work_until_it_is_shared_out() -> None:
    found = plan(
        "08h00 ngày 12/9/2026: Đoàn kiểm tra tại xã A.",
        "Trân trọng kính mời:",
        "- Đồng chí Trần Văn B, Phó Chủ tịch UBND tỉnh, Phó Trưởng ban Chỉ đạo tỉnh;",
        "- Đại diện lãnh đạo: Văn phòng UBND tỉnh, Sở Y tế.",
        "2. Phân công nhiệm vụ cho các sở, ngành:",
        "- Sở Y tế chủ trì đón tiếp Đoàn;",
        "- Báo Lâm Đồng bố trí phóng viên đưa tin.",
    )
    assert [names(task.lead) for task in found.tasks] == [["Sở Y tế"], ["Báo Lâm Đồng"]]


def test_a_programme_in_a_name_keeps_its_last_word() -> None:
    found = plan("II. NHIỆM VỤ", "- Văn phòng Điều phối nông thôn mới tỉnh chủ trì, phối hợp với Sở Y tế đón Đoàn;",
                 "Kế hoạch này thay giấy mời; đề nghị các sở, ngành dự đúng thành phần.")  # fmt: skip
    assert [names(task.lead) for task in found.tasks] == [["Văn phòng Điều phối nông thôn mới tỉnh"]]


@pytest.mark.parametrize(
    ("item", "task"),
    [
        ("- Mở lớp tập huấn; đơn vị chủ trì: Sở Nội vụ; thời gian: tháng 5/2026.",
         "Mở lớp tập huấn; đơn vị chủ trì: Sở Nội vụ; thời gian: tháng 5/2026"),
        ("- Mở lớp tập huấn\nĐơn vị chủ trì: Sở Nội vụ", "Mở lớp tập huấn"),
    ],
)  # fmt: skip
def test_labels_that_close_the_line_of_an_item_stay_in_its_words(item: str, task: str) -> None:
    """R21: nothing but the mark and a leading agency is cut; a label on a line of its own is no part of the item."""
    (found,) = plan("II. NHIỆM VỤ", item).tasks
    assert (found.task.value, names(found.lead)) == (task, ["Sở Nội vụ"])


def test_a_time_behind_who_does_the_block_is_the_time_of_the_block() -> None:
    done = "Phân công thực hiện: Sở Nội vụ chủ trì; Sở Tài chính phối hợp; hoàn thành trước ngày 30/11/2025."
    found = plan("I. NHIỆM VỤ", "1. Cải cách", "- Rà soát thủ tục hành chính.", "- Công khai kết quả xử lý.", done)
    assert [str(task.deadline.value.due_on) if task.deadline else "" for task in found.tasks] == ["2025-11-30"] * 2
