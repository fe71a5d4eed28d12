"""What a heading, a labelled line, a table column or a part of a plan is, by the words of labels.yaml."""

from __future__ import annotations

import pytest
from factories import document, printed

from extractors.context import Context
from extractors.document import Span
from extractors.outline import Section, build_outline
from extractors.records import DateContext
from extractors.roles import find_column, find_label, find_zone
from extractors.zones import ASSIGNS_NOTHING, heading_words, is_heading, is_line_heading, zone_under


@pytest.mark.parametrize(
    ("zone", "headings"),
    [
        ("tasks", ["NHIỆM VỤ, GIẢI PHÁP", "NỘI DUNG THỰC HIỆN", "TỔ CHỨC THỰC HIỆN", "PHÂN CÔNG NHIỆM VỤ",
                   "Trách nhiệm của các đơn vị",
                   "Nhiệm vụ trọng tâm", "Giải pháp chủ yếu", "Mục tiêu, nhiệm vụ", "Các biện pháp thực hiện",
                   "Lộ trình thực hiện", "GIÁM SÁT, ĐÁNH GIÁ", "Kiểm tra, đôn đốc", "Sơ kết, tổng kết",
                   "Theo dõi, đánh giá kế hoạch"]),
        ("purpose", ["MỤC ĐÍCH, YÊU CẦU", "MỤC ĐÍCH", "Yêu cầu", "- Quan điểm", "Phạm vi, đối tượng", "CĂN CỨ PHÁP LÝ",
                     "Sự cần thiết"]),
        ("target", ["MỤC TIÊU", "Mục tiêu cụ thể", "Các chỉ tiêu chủ yếu đến năm 2025", "Chỉ tiêu",
                    "Phần đầu mục tiêu"[9:], "Thông qua Kế hoạch năm 2026 với các chỉ tiêu chủ yếu"]),
        ("result", ["KẾT QUẢ THỰC HIỆN NĂM 2022", "Tình hình thực hiện", "ĐÁNH GIÁ CHUNG", "Tồn tại, hạn chế",
                    "Nguyên nhân",
                    "Thực trạng", "HIỆN TRẠNG", "Hiện trạng cấp nước", "Kết quả kiểm tra, giám sát năm 2025"]),
        ("funding", ["KINH PHÍ THỰC HIỆN", "Nguồn kinh phí", "Dự toán kinh phí", "Nguồn lực thực hiện"]),
        ("schedule", ["THỜI GIAN, ĐỊA ĐIỂM", "Thành phần tham dự"]),
        ("reporting", ["CHẾ ĐỘ BÁO CÁO", "Chế độ thông tin, báo cáo", "Thông tin báo cáo"]),
        ("matter", ["NỘI DUNG KIỂM TRA", "Nội dung, phạm vi giám sát", "Trọng tâm thanh tra"]),
        ("tasks", ["Nội dung kiểm tra, giám sát và phân công nhiệm vụ"]),
        ("upward", ["KIẾN NGHỊ, ĐỀ XUẤT", "Đề xuất, kiến nghị với Trung ương", "Kiến nghị"]),
        ("targets_by_criterion", ["Tiêu chí thành phần “Ban hành kế hoạch”", "Nội dung và mục tiêu “Sự hài lòng”",
                                  "Chỉ số thành phần 3"]),
        ("purpose", ["Yêu cầu chung", "Yêu cầu đối với đề án"]),
        ("unknown", ["Sở Nội vụ", "", "Về đất đai", "Yêu cầu các doanh nghiệp xăng dầu", "Yêu cầu Sở Công Thương"]),
    ],
)  # fmt: skip
def test_zones(zone: str, headings: list[str]) -> None:
    assert {heading: find_zone(heading) for heading in headings} == dict.fromkeys(headings, zone)


@pytest.mark.parametrize(
    ("field", "labels"),
    [
        ("target", ["Mục tiêu, yêu cầu", "Mục tiêu", "Chỉ tiêu", "Mục tiêu cụ thể", "Kết quả cần đạt", "Mức phấn đấu"]),
        ("tasks", ["Nhiệm vụ, giải pháp", "Nội dung", "Nội dung thực hiện", "Nội dung công việc", "Giải pháp",
                   "Nhiệm vụ cụ thể",
                   "Nhiệm vụ trọng tâm", "Cách thức thực hiện"]),
        ("assignment", ["Phân công trách nhiệm", "Phân công nhiệm vụ", "Trách nhiệm thực hiện"]),
        ("lead", ["Công chức chủ trì", "Đơn vị chủ trì", "Bộ phận chủ trì",
                  "Công chức làm đầu mối tổng hợp, báo cáo kết quả", "Cơ quan chủ trì",
                  "Cơ quan, đơn vị chủ trì", "Phòng, đơn vị chủ trì", "Chủ trì", "Đơn vị chủ trì theo dõi",
                  "Cơ quan đầu mối",
                  "Cơ quan chủ trì tham mưu", "Cơ quan tham mưu", "Đơn vị đầu mối", "Đơn vị chịu trách nhiệm chính",
                  "Cơ quan thường trực",
                  "Người phụ trách", "Cán bộ chủ trì", "Lãnh đạo phụ trách"]),
        ("coordinating", ["Công chức phối hợp/Thực hiện", "Công chức phối hợp", "Cơ quan phối hợp", "Đơn vị phối hợp",
                          "Cơ quan, đơn vị phối hợp", "Đơn vị phối hợp, cung cấp số liệu", "Lực lượng hỗ trợ",
                          "Các đơn vị liên quan", "Phối hợp"]),
        ("performer", ["Công chức thực hiện", "Đơn vị thực hiện", "Người thực hiện", "Thực hiện"]),
        ("due", ["Thời gian thực hiện/hoàn thành", "Thời gian thực hiện", "Thời gian hoàn thành", "Thời hạn hoàn thành",
                 "Thời hạn", "Thời gian",
                 "Tiến độ", "Mốc hoàn thành", "Lộ trình", "Hạn xử lý", "Thời điểm báo cáo"]),
        ("start", ["Bắt đầu", "Thời gian bắt đầu"]),
        ("product", ["Sản phẩm", "Sản phẩm đầu ra", "Kết quả/Sản phẩm", "Sản phẩm kết quả", "Hồ sơ minh chứng",
                     "Kết quả đầu ra"]),
        ("money", ["Nguồn kinh phí", "Kinh phí", "Nguồn lực", "Dự toán", "Kinh phí dự kiến"]),
        ("note", ["Ghi chú", "Căn cứ", "Văn bản giao nhiệm vụ"]),
    ],
)  # fmt: skip
def test_labels_in_all_their_variants(field: str, labels: list[str]) -> None:
    found = {}
    for label in labels:
        text = f"{label}: những chữ phía sau."
        read = find_label(text, Span(0, len(text)))
        found[label] = read.field if read else None
        if read:
            assert read.label.cut(text) == label
            assert read.value.cut(text) == "những chữ phía sau."
    assert found == dict.fromkeys(labels, field)


@pytest.mark.parametrize(
    ("label", "field"), [("Kết thúc", "due"), ("Số ngày dự kiến", "due"), ("Tổ chức thực hiện", "assignment")]
)
def test_labels_that_are_not_read_yet(label: str, field: str) -> None:
    text = f"{label}: 30/6/2026"
    read = find_label(text, Span(0, len(text)))
    assert read is not None and read.field == field


def test_difficulties_are_results() -> None:
    assert find_zone("Một số khó khăn") == "result"


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("Phân công trách nhiệm", "Phân công trách nhiệm", ""),
        ("Phân công trách nhiệm.", "Phân công trách nhiệm", ""),
        ("Đơn vị chủ trì : Sở Nội vụ", "Đơn vị chủ trì ", "Sở Nội vụ"),
        ("Đơn vị chủ trì (nếu có): Sở Nội vụ", "Đơn vị chủ trì (nếu có)", "Sở Nội vụ"),
        ("THỜI GIAN: Quý I", "THỜI GIAN", "Quý I"),
        ("Phần đầu: 90%", "Phần đầu", "90%"),  # a scan's word for Phấn đấu
        ("Nội dung: a: b", "Nội dung", "a: b"),
    ],
)  # fmt: skip
def test_where_a_label_ends(text: str, label: str, value: str) -> None:
    read = find_label(text, Span(0, len(text)))
    assert read is not None
    assert (read.label.cut(text), read.value.cut(text)) == (label, value)


@pytest.mark.parametrize(
    "text",
    [
        "Sở Nội vụ: chủ trì rà soát",
        "Chủ trì, phối hợp với Sở Tài chính: rà soát",
        "Thời gian qua các cấp đã thực hiện",
        "Đơn vị chủ trì tham mưu xây dựng kế hoạch hằng năm của ủy ban nhân dân cấp huyện: x",
        "Sản phẩm\nlà báo cáo",
        "",
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert find_label(text, Span(0, len(text))) is None


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("TT", "number"), ("Stt", "number"), ("Số thứ tự", "number"), ("Mã nhiệm vụ", "number"), ("Chi tiết", "number"),
        ("Tên nhiệm vụ", "task"), ("Nội dung\nnhiệm vụ", "task"), ("Nội dung công việc", "task"), ("Công việc", "task"),
        ("Hoạt động triển khai", "task"), ("Hạng mục công việc", "task"), ("Công việc cụ thể được giao", "task"),
        ("Nội dung", "task"),
        ("Tên nhóm nhiệm vụ/nhiệm vụ", "task"), ("Nhiệm vụ, giải pháp", "task"), ("Tên dự án", "task"),
        ("Deliverable", "task"), ("Loại báo cáo", "task"),
        ("Đơn vị chủ trì", "lead"), ("Cơ quan, đơn vị chủ trì", "lead"), ("Phòng, đơn vị chủ trì", "lead"),
        ("Chủ trì", "lead"),
        ("Cơ quan đầu mối", "lead"), ("Lãnh đạo phụ trách", "lead"), ("Đơn vị chủ trì theo dõi", "lead"),
        ("Cán bộ chủ trì", "lead"),
        ("Đơn vị phối hợp", "coordinating"), ("Phối hợp", "coordinating"), ("Lực lượng hỗ trợ", "coordinating"),
        ("Cơ quan, đơn vị phối hợp", "coordinating"), ("Đơn vị phối hợp, cung cấp số liệu", "coordinating"),
        ("Đơn vị thực hiện", "performer"), ("Cơ quan thực hiện", "performer"), ("Phân công nhiệm vụ", "performer"),
        ("Người thực hiện", "performer"), ("Đơn vị", "performer"), ("Đơn vị báo cáo", "performer"),
        ("Thời gian bắt đầu", "start"), ("Thời gian nhận", "start"), ("Bắt đầu", "start"),
        ("Thời hạn", "due"), ("Thời gian", "due"), ("Thời gian hoàn thành", "due"), ("Tiến độ (nếu có)", "due"),
        ("Số ngày dự kiến", "due"),
        ("Mốc hoàn thành", "due"), ("Kết thúc", "due"), ("Hạn hoàn thành (ngày giờ)", "due"),
        ("Sản phẩm", "product"), ("Sản phẩm đầu ra", "product"), ("Kết quả/Sản phẩm", "product"),
        ("Sản phẩm, kết quả", "product"),
        ("Kết quả", "product"),
        ("Chỉ tiêu", "target"), ("Mức phấn đấu", "target"), ("KPI", "target"), ("Chỉ tiêu liên quan", "target"),
        ("ĐVT", "unit"), ("Đơn vị tính", "unit"),
        ("Năm 2026", "year"), ("Kế hoạch 2024", "year"), ("Đến năm 2030", "year"), ("2025", "year"),
        ("Kinh phí", "money"), ("Nguồn lực", "money"),
        ("Kết quả thực hiện", "status"), ("Đang triển khai", "status"), ("Tuần 1", "status"), ("Hoàn thành", "status"),
        ("Ghi chú", "note"), ("Căn cứ", "note"), ("Nơi nhận báo cáo", "note"), ("Văn bản giao nhiệm vụ", "note"),
        ("Phương thức hỗ trợ thực hiện", "note"),
        ("Lãnh đạo chủ trì", "chair"), ("Chủ tọa", "chair"),
        ("", None), ("Họ và tên", None),
    ],
)  # fmt: skip
def test_columns(header: str, column: str | None) -> None:
    assert find_column(header) == column


def first(line: str, **more: bool) -> tuple[str, Section]:
    made = document(printed(line, **more))
    return made.text, build_outline(made).root.children[0]


@pytest.mark.parametrize(
    ("line", "bold", "heading", "line_heading"),
    [
        ("I. MỤC TIÊU CHUNG.", False, True, False),  # capitals count, whatever they end in
        ("1. Sở Nội vụ", False, True, False),
        ("1. Rà soát các thủ tục hành chính;", False, False, False),
        ("1. Rà soát các thủ tục.", True, True, False),
        ("Nhiệm vụ cụ thể:", False, True, True),
        ("Nhiệm vụ cụ thể", True, True, True),
        ("Nhiệm vụ cụ thể", False, True, False),
        ("Rà soát thủ tục,", True, True, False),
    ],
)
def test_headings(line: str, bold: bool, heading: bool, line_heading: bool) -> None:
    text, section = first(line, bold=bold)
    assert (is_heading(text, section), is_line_heading(text, section)) == (heading, line_heading)


def test_heading_words() -> None:
    text, section = first("II. NHIỆM VỤ, GIẢI PHÁP:")
    assert heading_words(text, section) == "NHIỆM VỤ, GIẢI PHÁP"


@pytest.mark.parametrize(
    ("line", "before", "after"),
    [
        ("I. MỤC ĐÍCH, YÊU CẦU", "unknown", "purpose"),
        ("II. NHIỆM VỤ", "purpose", "tasks"),
        ("II. VỀ ĐẤT ĐAI", "purpose", "unknown"),  # a closed zone ends at the next part
        ("1. Nhiệm vụ cụ thể", "purpose", "purpose"),  # inside a closed zone only a goal heading leaves it
        ("1. Mục tiêu cụ thể", "purpose", "target"),
        ("1. Nhiệm vụ cụ thể", "result", "result"),
        ("2. Công tác tiếp công dân", "matter", "matter"),
        ("III. TỔ CHỨC THỰC HIỆN", "matter", "tasks"),
        ("1. Kinh phí", "tasks", "funding"),
        ("1. Rà soát toàn bộ quy định về kinh phí của các đơn vị.", "tasks", "tasks"),
        ("PHỤ LỤC", "funding", "tasks"),
        ("II. NHIỆM VỤ", "upward", "upward"),  # a letter to a superior asks in all its parts
    ],
)
def test_what_a_heading_opens(line: str, before: str, after: str) -> None:
    text, section = first(line)
    opened = zone_under(text, section, Context(DateContext()).entering(before))  # type: ignore[arg-type]
    assert opened.zone == after


@pytest.mark.parametrize(
    ("title", "nothing"),
    [("TỜ TRÌNH Về việc", True), ("Lịch công tác tháng 6", True), ("Cải cách hành chính", False), (None, False)],
)
def test_titles_of_documents_that_assign_nothing(title: str | None, nothing: bool) -> None:
    assert ASSIGNS_NOTHING.title(title) is nothing
