"""Works that assign nothing by their nature, and the words on covers that do not make a plan or letter one of them."""

from __future__ import annotations

import pytest
from factories import Printed, document, printed
from invariants import extracted
from test_assemble import told
from test_letters import _HEAD, document_of, letter

from extractors.outline import build_outline
from extractors.records import Extraction
from extractors.works import find_work

# What would be work below a plan's headings.
_BODY = (
    "II. PHÂN CÔNG XỬ LÝ",
    "- Rà soát hồ sơ mới nhận.",
    "III. TỔ CHỨC THỰC HIỆN",
    "- Sở Xây dựng chủ trì thẩm tra.",
)


def cover(*lines: str | Printed) -> Extraction:
    return extracted(document(*lines, *_BODY))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("TÀI LIỆU HƯỚNG DẪN SỬ DỤNG PHẦN MỀM KHO SỐ", "manual"),
        ("HƯỚNG DẪN CÁCH GHI PHIẾU ĐIỀU TRA", "manual"),
        ("BÁO CÁO NGHIÊN CỨU KHẢ THI", "study"),
        ("THUYẾT MINH DỰ ÁN BẢO TÀNG SỐ", "study"),
        ("KHÓA LUẬN TỐT NGHIỆP", "study"),
        ("ĐƠN ĐĂNG KÝ THAM GIA CHỢ PHIÊN", "form"),
        ("PHIẾU KHẢO SÁT HỘ NUÔI CÁ", "form"),
        ("QUY TRÌNH TIẾP NHẬN MẪU NƯỚC", "procedure"),
        ("PHƯƠNG ÁN THI CÔNG KÈ SÔNG GÂM", "procedure"),
    ],
)
def test_a_work_is_known_by_its_cover(line: str, name: str) -> None:
    found = cover(printed(line, centred=True))
    assert not found.tasks
    assert found.metadata.kind == "khác" and not found.metadata.is_plan
    assert {account.rule for account in found.accounts} == {f"document.{name}"}


def test_a_cover_may_part_its_words_over_two_lines() -> None:
    assert not cover(printed("CÁC DỰ ÁN", bold=True), printed("ỨNG DỤNG CÔNG NGHỆ SỐ", bold=True)).tasks


def test_a_text_that_begins_with_its_contents_and_has_no_head_is_a_book() -> None:
    assert not cover("MỤC LỤC", "Chữ viết tắt").tasks
    assert not cover("LỜI NÓI ĐẦU", "Sông Gâm chảy qua ba huyện.").tasks
    assert cover("NHIỆM VỤ CHUYỂN ĐỔI SỐ CỦA XÃ", "MỤC LỤC").tasks
    headed = document(*_HEAD, printed("KẾ HOẠCH", bold=True, centred=True), "MỤC LỤC", *_BODY)
    assert find_work(headed.text, build_outline(headed)) is None


def test_a_report_may_begin_with_its_type_in_small_letters() -> None:
    found = cover(printed("Báo cáo", bold=True), printed("Tình hình nuôi cá lồng", bold=True))
    assert (found.metadata.kind, found.tasks) == ("báo cáo", ())


@pytest.mark.parametrize("line", ["THUYẾT MINH DỰ ÁN", "QUY TRÌNH TIẾP NHẬN MẪU NƯỚC"])
def test_below_its_type_line_a_plan_may_name_such_a_work(line: str) -> None:
    assert document_of("KẾ HOẠCH", printed(line, bold=True, centred=True), *_BODY).tasks


def test_a_letter_about_such_a_work_and_a_slip_that_forwards_one_are_none() -> None:
    asked = letter("Sở Xây dựng yêu cầu Công ty cổ phần Sông Gâm gửi lại thuyết minh trước ngày 05/6/2026.")
    assert [lead for _, lead in told(asked)] == [["Công ty cổ phần Sông Gâm"]]
    slip = [printed("PHIẾU CHUYỂN", bold=True, centred=True), printed("Kính gửi: Sở Y tế.")]
    words = "Văn phòng Ủy ban nhân dân tỉnh chuyển Văn bản nêu trên đến Sở Y tế để chủ trì xem xét, giải quyết."
    assert [lead for _, lead in told(extracted(document(*_HEAD, *slip, words)))] == [["Sở Y tế"]]


def test_a_permit_gives_work_to_offices_and_conditions_to_its_holder() -> None:
    found = extracted(document(
        *_HEAD, printed("GIẤY PHÉP KHAI THÁC NƯỚC MẶT", bold=True, centred=True), "Điều 2. Điều kiện khai thác",
        "1. Công ty cổ phần Sông Gâm phải thực hiện đúng quy định của Luật Tài nguyên nước.",
        "2. Giao Sở Y tế giám sát việc khai thác của Công ty.",
    ))  # fmt: skip
    assert [lead for _, lead in told(found)] == [["Sở Y tế"]]
    assert "item.permit_condition" in {account.rule for account in found.accounts}


def test_a_report_may_tell_its_time_in_a_title_of_small_letters() -> None:
    found = cover("Báo cáo tình hình nuôi cá lồng", "quý I và dự báo quý II năm 2026")
    assert (found.metadata.kind, found.tasks) == ("báo cáo", ())
    assert found.metadata.title == "Báo cáo tình hình nuôi cá lồng quý I và dự báo quý II năm 2026"
    assert cover("Báo cáo kết quả về Sở Xây dựng trước ngày 15 tháng 5 năm 2026.").tasks
