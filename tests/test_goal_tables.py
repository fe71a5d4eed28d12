"""Tables of targets: goals by the period in their column's header, past columns beside them, units from everywhere."""

from __future__ import annotations

from datetime import date

import pytest
from factories import document, printed, rows
from invariants import extracted

from extractors.goal_columns import read_goal_header
from extractors.records import Extraction
from extractors.roles import find_column


def plan(title: str, above: str, *lines: str) -> Extraction:
    return extracted(
        document(
            printed("ỦY BAN NHÂN DÂN", column="left"), printed("TỈNH HÀ GIANG", column="left"),
            printed("Số: 185/KH-UBND", column="left"), printed("Hà Giang, ngày 11 tháng 01 năm 2026", column="right"),
            printed("KẾ HOẠCH", bold=True, centred=True), printed(title, bold=True, centred=True), above, rows(*lines),
        )
    )  # fmt: skip


def goals(found: Extraction) -> list[str]:
    """``metric: comparator value..value_max unit | due | baseline`` of each figure."""
    told = []
    for item in found.targets:
        goal = item.statement
        value = "" if goal.value is None else f"{goal.value:g}"
        high = f"..{goal.value_max:g}" if goal.value_max is not None else ""
        out_of = f"/{goal.out_of}" if goal.out_of else ""
        figure = f"{goal.comparator} {value}{high}{out_of} {goal.unit or ''}".rstrip()
        told.append(f"{goal.metric}: {figure} | {goal.due_on} | {goal.baseline or ''}".rstrip(" |"))
    return told


def test_a_figure_for_each_coming_year_and_the_past_beside_it() -> None:
    found = plan(
        "Phát triển kinh tế - xã hội năm 2026", "I. MỤC TIÊU",
        "STT | Chỉ tiêu | ĐVT | Thực hiện năm 2024 | Ước thực hiện năm 2025 | Kế hoạch năm 2026 | Ghi chú",
        "I | KINH TẾ | | | | |",
        "1 | Tốc độ tăng GRDP | % | 7,8 | 8,2 | 8,5 - 9,0 |",
        "2 | Thu ngân sách | Tỷ đồng | 9.850 | | ≥ 11.500 |",
        "II | XÃ HỘI | | | | |",
        "3 | Tỷ lệ hộ nghèo | % | 9,1 | 7,4 | <6 | giảm dần",
        "4 | Chính quyền thân thiện | | | | Đạt chuẩn |",
        "5 | Tuổi nghề | | 5 | 6 | |",
    )  # fmt: skip
    assert found.tasks == ()
    assert goals(found) == [
        "Tốc độ tăng GRDP: range 8.5..9 % | 2026-12-31 | Ước thực hiện năm 2025: 8,2",
        "Thu ngân sách: >= 11500 Tỷ đồng | 2026-12-31 | Thực hiện năm 2024: 9.850",
        "Tỷ lệ hộ nghèo: < 6 % | 2026-12-31 | Ước thực hiện năm 2025: 7,4",
        "Chính quyền thân thiện: None | 2026-12-31",
    ]
    outcomes = [(account.outcome, account.rule) for account in found.accounts if account.what == "row"]
    assert outcomes == [
        ("heading", "row.header"),
        ("heading", "row.without_goal"), ("target", "row.target"), ("target", "row.target"),
        ("heading", "row.without_goal"), ("target", "row.target"), ("target", "row.target"),
        ("ignored", "row.without_goal"),
    ]  # fmt: skip


def test_header_over_two_rows_with_the_present_state() -> None:
    found = plan(
        "Chuyển đổi số giai đoạn 2026 - 2030", "II. CHỈ TIÊU",
        "TT | Chỉ tiêu | Đơn vị tính | Hiện trạng năm 2025 | Lộ trình thực hiện | <",
        "^ | ^ | ^ | ^ | Năm 2026 | Năm 2030",
        "1 | Hồ sơ trực tuyến | % | 55 | 70 | 90",
        "2 | Thứ hạng DTI | Hạng | 28/63 | 20/34 | 10/34",
    )  # fmt: skip
    assert goals(found) == [
        "Hồ sơ trực tuyến: = 70 % | 2026-12-31 | Hiện trạng năm 2025: 55",
        "Hồ sơ trực tuyến: = 90 % | 2030-12-31 | Hiện trạng năm 2025: 55",
        "Thứ hạng DTI: = 20/34 hạng | 2026-12-31 | Hiện trạng năm 2025: 28/63",
        "Thứ hạng DTI: = 10/34 hạng | 2030-12-31 | Hiện trạng năm 2025: 28/63",
    ]


def test_rows_of_targets_are_no_tasks_whoever_watches_them() -> None:
    """R8 and form 3f: the lead of a target's row follows its figures; the day stands in a column of its own."""
    found = plan(
        "Cải cách hành chính năm 2026", "II. CÁC CHỈ TIÊU",
        "STT | Chỉ tiêu | Mức phấn đấu | Đơn vị chủ trì theo dõi | Thời hạn",
        "1 | Chỉ số hài lòng (SIPAS) | ≥ 90% | Văn phòng UBND xã | 31/12/2026",
        "2 | Số sáng kiến | Tối thiểu 03 | Phòng Văn hóa - Xã hội | 30/11/2026",
    )  # fmt: skip
    assert found.tasks == ()
    assert goals(found) == [
        "Chỉ số hài lòng (SIPAS): >= 90 % | 2026-12-31", "Số sáng kiến: >= 3 | 2026-11-30",
    ]  # fmt: skip


def test_a_column_of_targets_beside_tasks_belongs_to_the_tasks() -> None:
    found = plan(
        "Chuyển đổi số năm 2026", "II. NHIỆM VỤ",
        "TT | Nhiệm vụ | Chỉ tiêu | Cơ quan chủ trì | Thời hạn",
        "1 | Tập huấn kỹ năng số | 05 lớp, 300 học viên | Sở Nội vụ | Quý III/2026",
    )  # fmt: skip
    (task,) = found.tasks
    assert [(goal.value, goal.unit, str(goal.due_on)) for goal in task.targets] == [
        (5, "lớp", "2026-09-30"), (300, "học viên", "2026-09-30"),
    ]  # fmt: skip


def test_goals_by_the_year_beside_tasks_are_figures_of_the_tasks() -> None:
    found = plan(
        "Phòng cháy rừng giai đoạn 2026 - 2027", "II. NHIỆM VỤ",
        "Cơ quan chủ trì | TT | Nội dung nhiệm vụ | Đơn vị tính | Chỉ tiêu năm 2026 | Chỉ tiêu năm 2027 | Thời hạn",
        "Sở Nội vụ | 1 | Tập huấn tổ đội | lượt người | 300 | ≥ 400 | Tháng 5 hằng năm",
        "Sở Y tế | 2 | Rà soát trang thiết bị | | - | | 30/6/2026",
    )  # fmt: skip
    first, second = found.tasks
    assert [(goal.comparator, goal.value, goal.unit, str(goal.due_on)) for goal in first.targets] == [
        ("=", 300, "lượt người", "2026-12-31"), (">=", 400, "lượt người", "2027-12-31"),
    ]  # fmt: skip
    assert (first.target, second.targets, second.target) == (None, (), None)


def test_criteria_and_what_they_require_beside_tasks() -> None:
    found = plan(
        "Xây dựng nông thôn mới năm 2026", "II. NHIỆM VỤ",
        "TT | Tiêu chí | Yêu cầu của tiêu chí | Nhiệm vụ, giải pháp | Phụ trách | Thời hạn",
        "1 | Giao thông | Đường thôn được cứng hóa đạt 90% | Bê tông hóa đường thôn | Phòng Kinh tế | Tháng 8/2026",
    )  # fmt: skip
    (task,) = found.tasks
    assert task.criterion is not None and task.criterion.value == "Giao thông"
    assert task.target is not None and task.target.value == "Đường thôn được cứng hóa đạt 90%"
    assert [goal.value for goal in task.targets] == [90]


def test_a_criterion_with_its_levels_is_a_target() -> None:
    found = plan(
        "Chuyển đổi số năm 2026", "I. MỤC TIÊU",
        "TT | Tiêu chí | Đơn vị tính | Mức phấn đấu năm 2026",
        "1 | Hồ sơ trực tuyến | % | ≥ 80",
    )  # fmt: skip
    assert (found.tasks, goals(found)) == ((), ["Hồ sơ trực tuyến: >= 80 % | 2026-12-31"])


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        ("TT | Chỉ tiêu | Năm 2025 | Năm 2026", "1 | Tiêm chủng đầy đủ (%) | 94 | 96",
         "Tiêm chủng đầy đủ: = 96 % | 2026-12-31 | Năm 2025: 94"),
        ("TT | Chỉ tiêu | Năm 2026 (ha)", "1 | Trồng rừng | 2.500", "Trồng rừng: = 2500 ha | 2026-12-31"),
        ("TT | Chỉ tiêu | Đơn vị | TH 2025 | KH 2026 | So sánh KH 2026/TH 2025 (%)",
         "1 | Đàn bò | Con | 410 | 425 | 103,7",
         "Đàn bò: = 425 Con | 2026-12-31 | TH 2025: 410"),
        ("TT | Chỉ tiêu | ĐVT | Thực hiện giai đoạn 2021 - 2025 | Mục tiêu giai đoạn 2026 - 2030",
         "1 | Năng suất lao động | %/năm | 6,1 | 7,5",
         "Năng suất lao động: = 7.5 % | 2030-12-31 | Thực hiện giai đoạn 2021 - 2025: 6,1"),
        ("TT | Chỉ tiêu | Quý II | 6 tháng cuối năm", "1 | Giải ngân | 50% | ", "Giải ngân: = 50 % | 2026-06-30"),
        ("TT | Chỉ tiêu | Đến hết năm 2027", "1 | Đô thị hóa | Trên 45%", "Đô thị hóa: > 45 % | 2027-12-31"),
        ("TT | Chỉ tiêu | Tầm nhìn đến năm 2045", "1 | Đô thị hóa | 75 - 80%",
         "Đô thị hóa: range 75..80 % | 2045-12-31"),
        ("TT | Lĩnh vực | Chỉ tiêu | Kế hoạch 2026", "1 | Phổ thông | Trường chuẩn | 75% (năm 2025: 71%)",
         "Trường chuẩn: = 75 % | 2026-12-31 | năm 2025: 71%"),
    ],
)  # fmt: skip
def test_forms_of_headers_and_units(head: str, row: str, expected: str) -> None:
    assert goals(plan("Phát triển kinh tế - xã hội năm 2026", "I. CHỈ TIÊU", head, row)) == [expected]


def test_a_unit_above_the_table_and_parts_of_a_row() -> None:
    found = plan(
        "Giảm nghèo năm 2026", "I. CHỈ TIÊU\nĐơn vị tính: hộ",
        "STT | Chỉ tiêu | Kế hoạch năm 2026", "1 | Số hộ nghèo | 900", "- | Thành thị | dưới 50",
    )  # fmt: skip
    assert goals(found) == ["Số hộ nghèo: = 900 hộ | 2026-12-31", "Số hộ nghèo: Thành thị: < 50 hộ | 2026-12-31"]


@pytest.mark.parametrize(
    ("above", "head"),
    [
        ("I. KẾT QUẢ THỰC HIỆN NĂM 2025", "STT | Chỉ tiêu | ĐVT | Kế hoạch 2025 | Thực hiện 2025"),
        ("IV. KINH PHÍ THỰC HIỆN", "STT | Nội dung | ĐVT | Năm 2026 | Ghi chú"),
        ("II. CHỈ TIÊU", "STT | Chỉ tiêu | ĐVT | Năm 2024 | Năm 2025"),
    ],
)
def test_results_and_budgets_are_no_targets(above: str, head: str) -> None:
    assert plan("Cải cách hành chính năm 2026", above, head, "1 | Tập huấn | Lớp | 15 | 17").targets == ()


def test_goals_end_with_their_period() -> None:
    heads = ["Chỉ tiêu", "Quý I", "Quý IV năm 2027", "9 tháng", "Tháng 4/2026", "Cả năm", "Mức đạt"]
    header = read_goal_header([(head, find_column(head)) for head in heads], 2026, 2026)
    assert [goal.due_on for goal in header.goals] == [
        date(2026, 3, 31), date(2027, 12, 31), date(2026, 9, 30), date(2026, 4, 30), date(2026, 12, 31), None,
    ]  # fmt: skip


def test_a_bare_result_watched_by_an_agency_is_to_be_reached() -> None:
    found = plan(
        "Phát triển đô thị", "PHỤ LỤC",
        "TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan chủ trì theo dõi, đánh giá",
        "I | Đến năm 2030 | | |",
        "1 | Tỷ lệ tuyến phố có cây xanh | % | ≥ 65 | Sở Xây dựng",
        "2 | Số công viên mở cửa cả ngày | Công viên | 12 | Sở Xây dựng",
        "II | Đến năm 2035 | | |",
        "3 | Tỷ lệ tuyến phố có cây xanh | % | 80 | Sở Xây dựng",
    )  # fmt: skip
    assert found.tasks == ()
    assert goals(found) == [
        "Tỷ lệ tuyến phố có cây xanh: >= 65 % | 2030-12-31",
        "Số công viên mở cửa cả ngày: = 12 Công viên | 2030-12-31",
        "Tỷ lệ tuyến phố có cây xanh: = 80 % | 2035-12-31",
    ]
