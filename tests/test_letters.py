"""What letters, decisions and announcements assign, and what they only state: findings, contents of an event, lists."""

from __future__ import annotations

import pytest
from factories import Printed, Rows, document, printed, rows
from invariants import extracted
from test_assemble import names, plan, told

from extractors.agencies import find_list
from extractors.records import Extraction

_HEAD = [
    printed("UBND TỈNH TUYÊN QUANG", column="left"), printed("SỞ XÂY DỰNG", column="left"),
    printed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", column="right"), printed("Số: 1204/SXD-QLN", column="left"),
    printed("Tuyên Quang, ngày 05 tháng 5 năm 2026", column="right"),
]  # fmt: skip
_LETTER = [*_HEAD, printed("Kính gửi: Công ty cổ phần Sông Gâm.")]


def letter(*items: str | Printed | Rows) -> Extraction:
    return extracted(document(*_LETTER, *items))


def document_of(kind: str, *items: str | Printed | Rows) -> Extraction:
    return extracted(document(*_HEAD, printed(kind, bold=True, centred=True), *items))


@pytest.mark.parametrize(
    "body",
    [
        # Findings of an appraisal under headings that plans have, too.
        "I. NỘI DUNG THẨM ĐỊNH\n1. Công tác khảo sát\n- Nhà thầu khảo sát: không có.\n- Bậc chịu lửa: bậc II.",
        "1. Nội dung kiểm tra: Quy định tại Điều 9 Nghị định số 81/2024/NĐ-CP.",
        "1. Giải pháp thiết kế\n- Kết cấu mái: vì kèo thép, lợp tôn dày 0,45 mm.",
    ],
)
def test_an_item_of_a_letter_that_nobody_has_to_do_is_no_task(body: str) -> None:
    assert not letter(*body.split("\n")).tasks


@pytest.mark.parametrize(
    "lead_in",
    [
        "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:",
        "Sở Xây dựng đề nghị Công ty thực hiện một số nội như sau:",
        "II. NHIỆM VỤ, GIẢI PHÁP",
        "II. TỔ CHỨC THỰC HIỆN",
    ],
)
def test_what_stands_above_gives_the_work_that_names_nobody(lead_in: str) -> None:
    found = letter(lead_in, "1. Lắp đặt biển báo tại các đoạn đường sạt lở.", "2. Gia cố mái taluy dương.")
    assert [task.task.value for task in found.tasks] == [
        "Lắp đặt biển báo tại các đoạn đường sạt lở", "Gia cố mái taluy dương",
    ]  # fmt: skip


def test_whom_a_lead_in_without_its_usual_words_speaks_to_leads_the_items() -> None:
    found = letter("Sở Xây dựng yêu cầu các đơn vị thi công thực hiện một số nội sau:", "1. Che chắn công trường.")
    assert told(found) == [("Che chắn công trường", ["các đơn vị thi công"])]


@pytest.mark.parametrize("kind", ["BIÊN BẢN Kiểm tra hiện trường", "NGHỊ ĐỊNH", "THÔNG TƯ quy định về nghiệm thu"])
def test_minutes_and_rulings_with_their_title_on_the_type_line_assign_nothing(kind: str) -> None:
    assert not document_of(kind, "1. Trách nhiệm của Sở Xây dựng", "- Sở Xây dựng chủ trì kiểm tra hồ sơ.").tasks


def test_the_annex_of_a_decree_alone_assigns_nothing() -> None:
    annex = ["PHỤ LỤC IV", "(Kèm theo Nghị định số 14/2026/NĐ-CP ngày 13 tháng 01 năm 2026 của Chính phủ)"]
    assert not extracted(document(*annex, "1. Sở Xây dựng chủ trì thẩm định; Sở Tài chính phối hợp.")).tasks


def test_who_is_given_the_works_that_are_numbered_after_it() -> None:
    found = plan(
        "III. TỔ CHỨC THỰC HIỆN", "1. Giao phòng Quản lý nhà thực hiện các công việc liên quan:",
        "2. Lập danh sách nhà ở xuống cấp.", "3. Báo cáo Giám đốc Sở kết quả.",
    )  # fmt: skip
    assert told(found) == [
        ("Lập danh sách nhà ở xuống cấp", ["phòng Quản lý nhà"]), ("Báo cáo Giám đốc Sở kết quả", ["phòng Quản lý nhà"])
    ]  # fmt: skip


def test_two_labels_on_one_line_and_the_leader_who_oversees() -> None:
    found = plan(
        "III. NHIỆM VỤ", "1. Quản lý nhà ở", "- Rà soát nhà chung cư cũ.",
        "Lãnh đạo phụ trách: Phó Giám đốc Lê Văn Hùng.",
        "Đơn vị chủ trì: Phòng Quản lý nhà; Đơn vị phối hợp: Phòng Quy hoạch, Văn phòng Sở.",
    )  # fmt: skip
    (task,) = found.tasks
    assert names(task.lead) == ["Phòng Quản lý nhà"]
    assert names(task.coordinating) == ["Phòng Quy hoạch", "Văn phòng Sở"]


def test_whoever_reports_is_told_to_under_a_heading_of_reports() -> None:
    found = plan(
        "VI. CHẾ ĐỘ BÁO CÁO",
        "Các phòng, đơn vị gửi báo cáo về Văn phòng Sở trước ngày 18 hằng tháng. Văn phòng Sở tổng hợp, trình Sở.",
    )
    assert [lead for _, lead in told(found)] == [["Các phòng, đơn vị"], ["Văn phòng Sở"]]


def test_a_parent_line_that_only_tells_with_whom_gives_its_partners_to_the_items() -> None:
    found = plan(
        "III. TỔ CHỨC THỰC HIỆN", "1. Sở Xây dựng:", "a) Phối hợp với Công an tỉnh, Sở Y tế hướng dẫn triển khai:",
        "- Diễn tập chữa cháy tại chung cư.", "- Kiểm tra lối thoát nạn.",
    )  # fmt: skip
    assert {tuple(names(task.coordinating)) for task in found.tasks} == {("Công an tỉnh", "Sở Y tế")}


def test_what_comes_up_while_it_is_carried_out_is_reported_by_a_named_agency() -> None:
    sentence = (
        "Sở Xây dựng chịu trách nhiệm đôn đốc, báo cáo những vấn đề phát sinh trong quá trình thực hiện Chỉ thị này."
    )
    assert [lead for _, lead in told(plan("III. TỔ CHỨC THỰC HIỆN", sentence))] == [["Sở Xây dựng"]]


@pytest.mark.parametrize(
    "item",
    [
        "Nghị định số 24/2026/NĐ-CP ngày 17 tháng 01 năm 2026 của Chính phủ quy định các danh mục hóa chất.",
        "Chủ trì thẩm tra kết cấu: Ông Lê Văn Hùng, kỹ sư xây dựng; Chứng chỉ hành nghề số HAN-00012.",
        "Công ty cổ phần Sông Gâm được Sở Tài chính cấp giấy chứng nhận đăng ký doanh nghiệp.",
        "Tổ chức, cá nhân nộp hồ sơ chịu trách nhiệm về nội dung của hồ sơ.",
        "Trong 03 ngày làm việc kể từ ngày nhận hồ sơ, Sở Y tế thẩm định và trả lời bằng văn bản.",
        "Trường hợp hồ sơ chưa hợp lệ, Sở Y tế hướng dẫn bổ sung.",
        "Công ty TNHH sản xuất và thương mại Bao bì xanh",
        "Sở Xây dựng chấm dứt việc thẩm định và trả lại hồ sơ.",
        "(*) Hiện trạng tính đến ngày 31/12/2025. Các chỉ tiêu còn lại đã đạt, tiếp tục duy trì.",
        "Tiến độ cập nhật đến ngày 30/6/2026 theo báo cáo của các đơn vị.",
    ],
)
def test_statements_rules_and_names_in_a_letter_are_no_tasks(item: str) -> None:
    assert not letter("I. NỘI DUNG THỰC HIỆN", f"- {item}", "- Bậc chịu lửa: bậc II.").tasks
    assert not letter(item).tasks


def test_a_thing_and_its_value_below_a_request_is_no_task() -> None:
    found = letter("Đề nghị Công ty thực hiện:", "1. Đường kính lỗ khoan: 76 mm.", "2. Gia cố mái taluy dương.")
    assert [words for words, _ in told(found)] == ["Gia cố mái taluy dương"]


def test_units_of_measure_are_no_agencies() -> None:
    parameters = rows(
        "TT | Nội dung | Đơn vị | Giá trị", "1 | Chiều sâu lỗ khoan | m | 9", "2 | Lượng thuốc | kg | 30",
        "3 | Chỉ tiêu thuốc nổ | kg/m3 | 0,4",
    )  # fmt: skip
    assert not letter("I. NỘI DUNG THỰC HIỆN", parameters).tasks


def test_places_of_those_inspected_are_no_tasks() -> None:
    listed = rows("TT | Đơn vị kiểm tra | Địa chỉ dự án", "1 | Công ty TNHH Hà An | Xã Ea Rál", "2 | Sở Y tế | Xã Sơn")
    assert not document_of("QUYẾT ĐỊNH", "Điều 1. Kiểm tra 02 đơn vị.", "PHỤ LỤC", "DANH SÁCH", listed).tasks


def test_an_applicant_gives_no_work_to_those_who_decide() -> None:
    company = [printed("CÔNG TY TNHH HÀ AN", column="left"), *_HEAD[2:], printed("Kính gửi: Cục Hóa chất.")]
    assert not extracted(document(*company, "Đề nghị Cục Hóa chất cho phép Công ty rút hồ sơ.")).tasks


def test_persons_on_lines_of_their_own_in_a_cell() -> None:
    table = rows("TT | Nhiệm vụ | Người thực hiện", ["1", "Rà soát hồ sơ", "Trần Thị Hoa\nLê Văn Hùng"],
                 ["2", "Chấm bài", "Nguyễn Thị\nThu Hà"])  # fmt: skip
    assert [lead for _, lead in told(plan("PHỤ LỤC", table))] == [
        ["Trần Thị Hoa", "Lê Văn Hùng"],
        ["Nguyễn Thị Thu Hà"],
    ]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (
            "Công ty cổ phần thương mại vận tải và tư vấn kỹ thuật chuẩn bị hồ sơ",
            "thương mại vận tải và tư vấn kỹ thuật",
        ),
        ("Công ty Cổ phần xây dựng giao thông Hà An thực hiện giám sát", "xây dựng giao thông Hà An"),
        ("Văn phòng Sở tổng hợp, báo cáo Giám đốc", "Văn phòng Sở"),
        ("Phòng Kế hoạch - Tổng hợp tổng hợp tình hình", "Phòng Kế hoạch - Tổng hợp"),
    ],
)
def test_where_a_name_ends_before_a_verb_in_small_letters(words: str, name: str) -> None:
    (found,) = find_list(words, 0, len(words)).names
    assert found.name.endswith(name)


def test_several_addressees_of_a_lead_in_lead_only_what_names_nobody() -> None:
    found = letter(
        "Ủy ban nhân dân tỉnh yêu cầu Giám đốc các sở, Chủ tịch Ủy ban nhân dân các huyện thực hiện các nội dung sau:",
        "1. Kiện toàn hội đồng khoa học.", "2. Ủy ban nhân dân các huyện báo cáo trước ngày 30/6/2026.",
        "3. Đo lường: Sở Y tế kiểm tra cân tại các chợ.",
    )  # fmt: skip
    assert [lead for _, lead in told(found)] == [
        ["Giám đốc các sở", "Chủ tịch Ủy ban nhân dân các huyện"], ["Ủy ban nhân dân các huyện"], ["Sở Y tế"],
    ]  # fmt: skip


def test_which_of_a_group_are_meant_belongs_to_its_name() -> None:
    which = "các doanh nghiệp có hoạt động liên quan đến nổ mìn trên địa bàn"
    assert told(letter(f"Sở Xây dựng yêu cầu {which} thực hiện một số nội dung sau:", "1. Che chắn công trường.")) == [
        ("Che chắn công trường", [which])
    ]
    found = plan("III. NHIỆM VỤ", "1. Các tổ chức được cấp giấy phép thăm dò có trách nhiệm bảo vệ khoáng sản.")
    assert [lead for _, lead in told(found)] == [["Các tổ chức được cấp giấy phép thăm dò"]]


def test_a_numbered_call_to_everybody_is_no_task() -> None:
    call = "2. Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở nghiêm túc thực hiện. Khó khăn, vướng mắc thì báo cáo."
    found = letter("II. NHIỆM VỤ, GIẢI PHÁP", "1. Sở Y tế chủ trì kiểm tra nguồn nước.", call)
    assert [lead for _, lead in told(found)] == [["Sở Y tế"]]


def test_what_the_writer_will_do_is_no_task() -> None:
    announced = "Quá 24 tháng mà chưa khởi công, Sở Xây dựng sẽ báo cáo Ủy ban nhân dân tỉnh xem xét thu hồi."
    lead_in = "Sở Xây dựng đề nghị các chủ đầu tư thực hiện các nội dung sau:"
    found = letter(lead_in, "1. Tiến độ", "- Bố trí đủ vốn.", "2. Trường hợp chậm triển khai", announced)
    assert [words for words, _ in told(found)] == ["Bố trí đủ vốn"]


def test_partners_of_a_lead_in_below_an_agency_line() -> None:
    found = plan(
        "III. TỔ CHỨC THỰC HIỆN", "1. Phòng Công nghệ số",
        "Chủ trì phối hợp với các đơn vị liên quan triển khai Kế hoạch, cụ thể:", "- Chuẩn bị giấy mời.",
    )  # fmt: skip
    (task,) = found.tasks
    assert (names(task.lead), names(task.coordinating)) == (["Phòng Công nghệ số"], ["các đơn vị liên quan"])


def test_a_timetable_of_rooms_gives_no_tasks() -> None:
    timetable = rows("Thời gian | Nội dung đào tạo | Đơn vị", "Ngày 02/01/2024 | Văn phòng | Phòng Bưu chính",
                     "Ngày 03/01/2024 | Phòng Viễn thông | Phòng Thanh tra")  # fmt: skip
    assert not plan("II. NHIỆM VỤ", timetable).tasks


def test_a_lead_in_before_the_parts_of_a_letter_gives_the_work_in_all_of_them() -> None:
    found = letter(
        "Sở Xây dựng yêu cầu các đơn vị thi công thực hiện các nội dung sau:", "I. VỀ HỒ SƠ PHÁP LÝ",
        "- Rà soát toàn bộ hồ sơ đã được cấp.", "II. VỀ AN TOÀN", "- Che chắn công trường.",
    )  # fmt: skip
    assert [lead for _, lead in told(found)] == [["các đơn vị thi công"]] * 2


def test_rules_in_the_annex_of_a_resolution_are_no_tasks() -> None:
    found = document_of(
        "NGHỊ QUYẾT", "Điều 1. Giao Sở Y tế hướng dẫn, kiểm tra.", "Phụ lục I", "A. NỘI DUNG CẮT GIẢM",
        "1. Chủ tịch Ủy ban nhân dân tỉnh cấp giấy phép môi trường.", "2. Chủ cơ sở khai thác:", "a) Ký quỹ hằng năm.",
    )  # fmt: skip
    assert [lead for _, lead in told(found)] == [["Sở Y tế"]]


def test_a_letter_of_opinion_on_traffic_and_applications_orders_nothing() -> None:
    lead_in = "Sau khi nghiên cứu hồ sơ đề nghị và biện pháp tổ chức giao thông, Sở Xây dựng có ý kiến như sau:"
    assert not letter(
        lead_in, "1. Các căn cứ lập phương án và việc thông báo rộng rãi.", "2. Giữ nguyên ý kiến cũ."
    ).tasks


_REQUEST = "Giám đốc Sở Xây dựng yêu cầu thủ trưởng các đơn vị rà soát nhà ở xuống cấp."


@pytest.mark.parametrize(
    ("due_back", "lead"),
    [
        ("Văn bản báo cáo của các phòng xin gửi về Sở Xây dựng chậm nhất ngày 12/6/2026.", "các phòng"),
        ("Danh sách gửi về Phòng Quản lý nhà và qua thư điện tử trước ngày 12/6/2026.", "thủ trưởng các đơn vị"),
    ],
)
def test_what_is_to_be_handed_in_by_a_day_is_work_of_those_that_were_asked(due_back: str, lead: str) -> None:
    found = letter(_REQUEST, due_back)
    assert told(found)[1:] == [(due_back.rstrip("."), [lead])]
    deadline = found.tasks[1].deadline
    assert deadline is not None and str(deadline.value.due_on) == "2026-06-12"


def test_a_report_that_nobody_was_asked_for_is_no_work() -> None:
    assert not letter("Báo cáo của các phòng đã gửi về Sở Xây dựng trước ngày 12/6/2026.").tasks


@pytest.mark.parametrize("unit", ["đơn vị", "Thủ trưởng đơn vị", "Thủ trưởng đơn vị thuộc, trực thuộc Sở Xây dựng"])
def test_a_bare_unit_that_is_asked_leads(unit: str) -> None:
    assert told(letter(f"Sở Xây dựng đề nghị {unit} lập danh mục công trình.")) == [
        (f"Sở Xây dựng đề nghị {unit} lập danh mục công trình", [unit])
    ]


@pytest.mark.parametrize(
    "closing",
    [
        "Nhận được công văn, yêu cầu thủ trưởng các đơn vị quan tâm thực hiện.",
        "Nhận 'được công văn, yêu cầu thủ trưởng các đơn vị quan tâm thực hiện.",
        "Mọi thông tin chi tiết xin liên hệ ông Lò Văn Páo, Phòng Quản lý nhà.",
        "Nhận được Công văn đề nghị các đơn vị chỉ đạo thực hiện, vướng mắc liên hệ Phòng Quản lý nhà./.",
    ],
)
def test_the_closing_words_of_a_letter_give_no_work(closing: str) -> None:
    assert len(letter(_REQUEST, closing).tasks) == 1


def test_what_a_report_tells_is_no_work_but_the_report_is() -> None:
    found = letter(
        "Sở Xây dựng yêu cầu các đơn vị báo cáo kết quả cải tạo chung cư theo các nội dung sau:",
        "- Hiện trạng kết cấu;",
        "- Tiếp nhận và sử dụng kinh phí bảo trì.",
        "Báo cáo gửi về Sở Xây dựng trước ngày 12/6/2026.",
    )
    assert [task.task.value.split()[0] for task in found.tasks] == ["Sở", "Báo"]


def test_items_that_name_who_acts_stay_work_below_such_a_request() -> None:
    found = letter(
        "Sở Xây dựng yêu cầu các đơn vị báo cáo các nội dung sau:",
        "1. Phòng Quản lý nhà báo cáo tiến độ cải tạo.",
        "2. Phòng Kinh tế báo cáo vốn.",
    )
    assert len(found.tasks) == 2


def test_who_takes_part_in_an_event_and_when_it_is() -> None:
    found = letter(
        "Giám đốc Sở Xây dựng đề nghị các đơn vị cử cán bộ tập huấn.",
        "Đối tượng tham dự:",
        "- Trung tâm Quy hoạch: lãnh đạo, cán bộ kỹ thuật.",
        "Thời gian: 02 ngày (10 - 11/6/2026), khai mạc 08h00.",
        "Địa điểm: Hội trường Sở Xây dựng.",
        "Danh sách gửi về Văn phòng Sở chậm nhất ngày 05/6/2026.",
    )
    dated = [(task.task.value[:9], task.deadline and str(task.deadline.value.due_on)) for task in found.tasks]
    assert dated == [("Giám đốc ", None), ("Danh sách", "2026-06-05")]


def test_a_sentence_of_the_time_alone_dates_the_one_before() -> None:
    found = letter("Sở Xây dựng đề nghị các đơn vị thống kê nhà ở. Thời gian chậm nhất đến hết ngày 25/6/2026.")
    assert [task.task.value for task in found.tasks] == ["Sở Xây dựng đề nghị các đơn vị thống kê nhà ở"]
    deadline = found.tasks[0].deadline
    assert deadline is not None and str(deadline.value.due_on) == "2026-06-25"


def test_recipients_begin_a_paragraph_of_their_own_also_below_marks_of_a_seal() -> None:
    found = letter(_REQUEST, "TRUỜNG NÓ,\nNai nhận: 20.", "- Sở Xây dựng các tỉnh phía Bắc;")
    assert len(found.tasks) == 1


def test_an_article_that_gives_a_founded_body_its_duty() -> None:
    duty = "Ban quản lý dự án Sông Gâm có nhiệm vụ lập kế hoạch thi công và báo cáo kết quả."
    found = document_of("QUYẾT ĐỊNH", "Điều 1. Thành lập Ban quản lý dự án Sông Gâm.", f"Điều 2. {duty}")
    assert [task.task.value for task in found.tasks] == [duty.rstrip(".")]


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        ("- Công ty cổ phần Sông Gâm chịu trách nhiệm trước pháp luật về tính chính xác của hồ sơ.", "item.liability"),
        ("- Chứng chỉ hành nghề xây dựng số TQ-0417 do Sở Xây dựng cấp.", "item.certificate"),
        ("- Công ty cổ phần Sông Gâm được Sở Tài chính cấp Giấy chứng nhận đăng ký kinh doanh.", "item.certificate"),
        ("- Chủ đầu tư: Công ty cổ phần Sông Gâm.", "item.holder"),
        ("- Chủ tịch UBND xã Minh Tân: Lê Văn Hùng.", "item.holder"),
        ("- Na Hang, ngày     tháng     năm 2026", "item.head_line"),
    ],
)
def test_what_an_item_states_of_papers_and_holders_is_no_task(item: str, rule: str) -> None:
    found = letter("Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:", item, "- Gia cố mái taluy dương.")
    assert [task.task.value for task in found.tasks] == ["Gia cố mái taluy dương"]
    assert rule in {account.rule for account in found.accounts}


def test_a_duty_below_its_liability_stays() -> None:
    duty = "- Công ty cổ phần Sông Gâm chịu trách nhiệm trước pháp luật về tính chính xác của hồ sơ; gia cố mái taluy."
    assert letter("Sở Xây dựng yêu cầu:", duty).tasks


def test_who_chairs_a_meeting_and_what_it_is_about_is_no_task() -> None:
    found = letter(
        "Sở Xây dựng tổ chức buổi làm việc với nội dung được giao, cụ thể như sau:",
        "1. Chủ trì: Lãnh đạo Sở Xây dựng.",
        "2. Nội dung: Trao đổi, tháo gỡ vướng mắc về mặt bằng.", "3. Thời gian: 14 giờ 00 ngày 22/6/2026.",
        "4. Địa điểm: Phòng họp tầng 2.", "Đề nghị UBND xã Minh Tân chuẩn bị báo cáo gửi trước ngày 20/6/2026.",
    )  # fmt: skip
    assert [lead for _, lead in told(found)] == [["UBND xã Minh Tân"]]
    assert "item.meeting" in {account.rule for account in found.accounts}


def test_an_opinion_on_the_ground_of_duties_that_were_given_orders_nothing() -> None:
    found = letter(
        "Trên cơ sở chức năng, nhiệm vụ được giao, Sở Xây dựng có ý kiến như sau:", "1. Về lĩnh vực nhà ở",
        "- Về quy hoạch chi tiết: khu đất có khoảng 20,0 ha là đất ở.",
    )  # fmt: skip
    assert not found.tasks


def test_under_recommendations_an_office_may_demand_something() -> None:
    items = ("- Bổ sung biển báo tại kho.", "- Gia cố rãnh thoát nước.")
    demanded = document_of("THÔNG BÁO", "2. Kiến nghị", "Sở Xây dựng yêu cầu đơn vị nêu trên thực hiện:", *items)
    assert len(demanded.tasks) == 2
    assert not document_of("THÔNG BÁO", "2. Kiến nghị", "Kiến nghị Bộ Xây dựng một số nội dung sau:", *items).tasks


@pytest.mark.parametrize(
    "title",
    [
        "CẮT GIẢM, PHÂN QUYỀN THỦ TỤC HÀNH CHÍNH LĨNH VỰC NHÀ Ở",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH LĨNH VỰC NHÀ Ở",
        "QUY CHẾ QUẢN LÝ NHÀ CHUNG CƯ",
    ],
)
def test_an_annex_of_rules_gives_no_work_below_any_of_its_headings(title: str) -> None:
    found = document_of(
        "NGHỊ QUYẾT", "Điều 4. Tổ chức thực hiện", "1. Giao Bộ Xây dựng hướng dẫn thực hiện.", "PHỤ LỤC I", title,
        "I. Trách nhiệm của cơ sở", "1. Gửi kết quả đo cho Sở Xây dựng.", "2. Sở Xây dựng thẩm định hồ sơ.",
    )  # fmt: skip
    assert [lead for _, lead in told(found)] == [["Bộ Xây dựng"]]
    assert "zone.ruling" in {account.rule for account in found.accounts}


def test_a_body_that_a_decision_founds_has_its_charge() -> None:
    found = document_of(
        "QUYẾT ĐỊNH", "Điều 2. Đoàn thẩm định có trách nhiệm thẩm định thực tế tại bến cá. Đoàn thẩm định tự giải thể "
        "sau khi hoàn thành nhiệm vụ.",
    )  # fmt: skip
    assert [lead for _, lead in told(found)] == [["Đoàn thẩm định"]]


def test_whom_a_lead_in_sets_to_its_tasks_leads_the_items_of_an_article() -> None:
    found = document_of(
        "QUYẾT ĐỊNH", "Điều 2. Nhiệm vụ của Đoàn kiểm tra",
        "Đoàn kiểm tra thực hiện nhiệm vụ theo quy định tại Điều 8 Nghị định số 217/2025/NĐ-CP, trong đó tập trung:",
        "1. Lập biên bản làm việc.", "2. Yêu cầu các cơ sở cung cấp hồ sơ.",
        "3. Đoàn kiểm tra được sử dụng con dấu của Sở Xây dựng để ban hành văn bản.",
    )  # fmt: skip
    assert told(found) == [
        ("Lập biên bản làm việc", ["Đoàn kiểm tra"]),
        ("Yêu cầu các cơ sở cung cấp hồ sơ", ["Đoàn kiểm tra"]),
    ]
    assert "item.may_use" in {account.rule for account in found.accounts}


@pytest.mark.parametrize("title", ["Phụ lục: DANH SÁCH CÁC ĐƠN VỊ KIỂM TRA", "PHỤ LỤC\nDANH SÁCH CÔNG TY KIỂM TRA"])
def test_an_annex_that_lists_who_is_inspected_gives_no_work(title: str) -> None:
    table = rows("TT | Đơn vị thực hiện | Tên dự án", "1 | Công ty Sông Gâm | Kè bờ tả", "2 | Công ty Núi Đá | Hồ Vài")
    found = plan("I. NHIỆM VỤ", "- Rà soát hồ sơ.", "Nơi nhận:", "- Lưu: VT.", *title.split("\n"), table)
    assert [task for task, _ in told(found)] == ["Rà soát hồ sơ"]


@pytest.mark.parametrize(
    ("item", "lead"),
    [
        ("1.1. Ông. Lê Văn Hùng - Trưởng đoàn: Phụ trách chung.", ["Ông. Lê Văn Hùng - Trưởng đoàn"]),
        ("1.1. Bà Trần Thị Mai - Thư ký: Tổng hợp số liệu.", ["Bà Trần Thị Mai - Thư ký"]),
        ("1.1. Đối với đơn vị được kiểm tra: Chuẩn bị báo cáo.", ["đơn vị được kiểm tra"]),
        ("1.1. Đối với cơ sở vi phạm: Xử lý nghiêm.", []),
    ],
)
def test_members_and_bodies_whom_an_item_opens_with_lead_it(item: str, lead: list[str]) -> None:
    assert [leads for _, leads in told(plan("1. Phân công nhiệm vụ", item))] == [lead]


def test_who_works_with_the_agency_of_the_line_above_leads_himself() -> None:
    found = plan(
        "II. NHIỆM VỤ", "1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính:", "- Kiện toàn bộ máy.",
        "- Sở Tài chính phối hợp với Sở Nội vụ, Sở Y tế xây dựng quy trình.",
        "- Sở Tài chính phối hợp với Sở Y tế thẩm tra.",
    )  # fmt: skip
    assert [names(task.lead) for task in found.tasks] == [["Sở Nội vụ"], ["Sở Tài chính"], ["Sở Nội vụ"]]
    assert [names(task.coordinating) for task in found.tasks][1] == ["Sở Nội vụ", "Sở Y tế"]
