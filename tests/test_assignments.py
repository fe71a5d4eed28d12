"""Who is told to do what in one item or sentence: the forms of R4, R5, R13 to R16 and R21."""

from __future__ import annotations

import pytest

from extractors.agency_lines import find_agency_line
from extractors.assignments import (
    find_assignment,
    find_coordinating,
    has_directive,
    introduces,
    is_closing,
    is_narration,
)
from extractors.document import Span
from extractors.records import AgencyRef
from extractors.text import clean


def names(text: str, refs: tuple[AgencyRef, ...]) -> str:
    for ref in refs:
        words = clean(" ".join(span.cut(text) for span in ref.spans))
        assert ref.name == words or ref.name.endswith(clean(ref.spans[-1].cut(text)))
    return "; ".join(ref.name for ref in refs)


def read(text: str) -> tuple[str, str, str, str]:
    """lead, subject, coordinating, action."""
    found = find_assignment(text, Span(0, len(text)))
    action = clean(found.action.cut(text))
    return names(text, found.lead), names(text, found.subject), names(text, found.coordinating), action


@pytest.mark.parametrize(
    ("text", "lead", "coordinating", "action"),
    [
        ("Giao Sở Nội vụ: Rà soát vị trí việc làm.", "Sở Nội vụ", "", "Rà soát vị trí việc làm."),
        ("Giao Sở Nội vụ rà soát vị trí việc làm.", "Sở Nội vụ", "", "Giao Sở Nội vụ rà soát vị trí việc làm."),
        ("Giao nhiệm vụ cho Công an tỉnh: Xử lý vi phạm.", "Công an tỉnh", "", "Xử lý vi phạm."),
        ("Phân công Văn phòng UBND tỉnh theo dõi.", "Văn phòng UBND tỉnh", "",
         "Phân công Văn phòng UBND tỉnh theo dõi."),
        ("Yêu cầu Sở Y tế báo cáo.", "Sở Y tế", "", "Yêu cầu Sở Y tế báo cáo."),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh: Giám sát việc thực hiện.",
         "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "", "Giám sát việc thực hiện."),
        ("Sở Nội vụ: Chủ trì kiểm tra công vụ.", "Sở Nội vụ", "", "Chủ trì kiểm tra công vụ."),
        ("Sở Nội vụ, Sở Tài chính: Rà soát.", "Sở Nội vụ; Sở Tài chính", "", "Rà soát."),
        ("Sở Công Thương (cơ quan thường trực về chợ, trung tâm thương mại): Rà soát.", "Sở Công Thương", "",
         "Rà soát."),
        ("Các Sở: Nội vụ; Y tế: Rà soát.", "Sở Nội vụ; Sở Y tế", "", "Rà soát."),
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính kiểm tra công vụ.", "Sở Nội vụ", "Sở Tài chính",
         "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính kiểm tra công vụ."),
        ("Văn phòng UBND tỉnh: chủ trì, phối hợp với các sở, ban, ngành; UBND cấp huyện thực hiện đầy đủ quy trình.",
         "Văn phòng UBND tỉnh", "các sở, ban, ngành; UBND cấp huyện",
         "chủ trì, phối hợp với các sở, ban, ngành; UBND cấp huyện thực hiện đầy đủ quy trình."),
        ("Sở Nội vụ là cơ quan đầu mối theo dõi.", "Sở Nội vụ", "", "Sở Nội vụ là cơ quan đầu mối theo dõi."),
        ("Sở Nội vụ có trách nhiệm chủ trì tham mưu.", "Sở Nội vụ", "", "Sở Nội vụ có trách nhiệm chủ trì tham mưu."),
        # The giver is no lead (R16).
        ("UBND tỉnh giao Sở Nội vụ chủ trì tham mưu thực hiện Kế hoạch.", "Sở Nội vụ", "",
         "UBND tỉnh giao Sở Nội vụ chủ trì tham mưu thực hiện Kế hoạch."),
        ("Chủ tịch UBND tỉnh giao Sở Nội vụ chủ trì, phối hợp Văn phòng UBND tỉnh rà soát.", "Sở Nội vụ",
         "Văn phòng UBND tỉnh",
         "Chủ tịch UBND tỉnh giao Sở Nội vụ chủ trì, phối hợp Văn phòng UBND tỉnh rà soát."),
        ("Trên cơ sở kết quả kiểm tra, Chủ tịch UBND tỉnh giao Sở Y tế xử lý.", "Sở Y tế", "",
         "Trên cơ sở kết quả kiểm tra, Chủ tịch UBND tỉnh giao Sở Y tế xử lý."),
        ("Hết thời hạn 100 ngày, Sở Khoa học và Công nghệ chủ trì tổng hợp kết quả.", "Sở Khoa học và Công nghệ", "",
         "Hết thời hạn 100 ngày, Sở Khoa học và Công nghệ chủ trì tổng hợp kết quả."),
    ],
)  # fmt: skip
def test_a_lead_by_an_assigning_form(text: str, lead: str, coordinating: str, action: str) -> None:
    assert read(text) == (lead, "", coordinating, action)


@pytest.mark.parametrize(
    ("text", "subject", "coordinating"),
    [
        ("Các bộ phận chuyên môn thực hiện ban hành văn bản xin lỗi.", "Các bộ phận chuyên môn", ""),
        ("Sở Nội vụ phối hợp với Sở Tài chính rà soát.", "Sở Nội vụ", "Sở Tài chính"),
        ("Định kỳ hằng quý, các cơ quan, đơn vị báo cáo kết quả.", "các cơ quan, đơn vị", ""),
        ("Chủ tịch UBND các xã, phường trực tiếp chỉ đạo.", "Chủ tịch UBND các xã, phường", ""),
        ("Sở Tư pháp theo dõi việc thi hành, giao các phòng chủ trì từng việc.", "Sở Tư pháp", ""),
        (
            "Đồng chí Phó Chủ tịch phụ trách văn hóa - xã hội chỉ đạo rà soát.",
            "Đồng chí Phó Chủ tịch phụ trách văn hóa - xã hội",
            "",
        ),
        ("Tổ công tác 2511 hướng dẫn người dân.", "Tổ công tác 2511", ""),
        ("Trưởng các thôn, tổ dân phố thông báo lịch tiêm.", "Trưởng các thôn, tổ dân phố", ""),
        ("Ban Thường vụ Huyện ủy lãnh đạo việc sắp xếp.", "Ban Thường vụ Huyện ủy", ""),
        ("Bệnh viện Đa khoa tỉnh dự trữ đủ thuốc.", "Bệnh viện Đa khoa tỉnh", ""),
        ("Hiệu trưởng các trường tiểu học quản lý học sinh trong dịp hè.", "Hiệu trưởng các trường tiểu học", ""),
        ("Lữ đoàn 407 phối hợp với Ban CHQS các huyện diễn tập.", "Lữ đoàn 407", "Ban CHQS các huyện"),
        ("Tòa án nhân dân khu vực 3 xét xử lưu động.", "Tòa án nhân dân khu vực 3", ""),
        ("Viện kiểm sát nhân dân hai cấp kiểm sát việc tạm giữ.", "Viện kiểm sát nhân dân hai cấp", ""),
        ("Các doanh nghiệp viễn thông (VNPT, Viettel) phủ sóng 4G.", "Các doanh nghiệp viễn thông", ""),
        ("Chủ nhiệm Hợp tác xã Hòa Phong lắp camera.", "Chủ nhiệm Hợp tác xã Hòa Phong", ""),
        (
            "Hội đồng phối hợp phổ biến, giáo dục pháp luật xã biên soạn tờ rơi.",
            "Hội đồng phối hợp phổ biến, giáo dục pháp luật xã",
            "",
        ),
        (
            "Thường trực Hội đồng nhân dân, các Ban của Hội đồng nhân dân giám sát.",
            "Thường trực Hội đồng nhân dân; các Ban của Hội đồng nhân dân",
            "",
        ),
        ("Ban Chấp hành Đoàn trường tuyên truyền.", "Ban Chấp hành Đoàn trường", ""),
        ("Thủ trưởng đơn vị chịu trách nhiệm về số liệu.", "Thủ trưởng đơn vị", ""),
        ("Ngành Y tế chủ động phòng dịch.", "Ngành Y tế", ""),
        ("Đối với Sở Công Thương chủ động kiểm tra chợ.", "Sở Công Thương", ""),
        ("Đối với các trường tiểu học: xếp lịch tiêm.", "các trường tiểu học", ""),
        ("Ngân hàng Chính sách xã hội tỉnh giải ngân vốn vay.", "Ngân hàng Chính sách xã hội tỉnh", ""),
    ],
)
def test_a_grammatical_subject_is_no_assigning_form(text: str, subject: str, coordinating: str) -> None:
    assert read(text) == ("", subject, coordinating, text)


@pytest.mark.parametrize(
    "text",
    [
        "Rà soát thủ tục hành chính.",
        "Tham mưu UBND tỉnh ban hành kế hoạch.",
        "Trình UBND tỉnh phê duyệt.",
        "Báo cáo UBND huyện (qua Phòng Nội vụ) kết quả.",
        "Giao nhiệm vụ cụ thể, rõ người, rõ việc.",
        "Thực hiện nhiệm vụ được giao của Sở Nội vụ.",
        "Nâng cao chất lượng (do Sở Nội vụ giao Sở Y tế chủ trì).",
        "Phối hợp chặt chẽ, hiệu quả trong giải quyết công việc.",
        "Đối với các doanh nghiệp vi phạm: xử lý nghiêm.",  # what is done to them
        "Đối với Sở Công Thương mới thành lập, rà soát biên chế.",
        "",
    ],
)
def test_words_that_name_nobody(text: str) -> None:
    lead, subject, coordinating, action = read(text)
    assert (lead, subject, coordinating) == ("", "", "")
    assert action == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("phối hợp với Sở Nội vụ, Sở Y tế rà soát", "Sở Nội vụ; Sở Y tế"),
        ("Phối hợp chặt chẽ với Sở Nội vụ rà soát", "Sở Nội vụ"),
        ("phối hợp cùng Công an tỉnh xử lý", "Công an tỉnh"),
        ("phối hợp các sở, ban, ngành rà soát", "các sở, ban, ngành"),
        ("phối hợp với Sở Nội vụ rà soát; phối hợp với Sở Nội vụ và Sở Y tế báo cáo", "Sở Nội vụ; Sở Y tế"),
        ("Công an huyện chủ trì, Ban Chỉ huy Quân sự huyện phối hợp tuần tra", "Ban Chỉ huy Quân sự huyện"),
        ("Sở Y tế chủ trì, phối hợp với Sở Nội vụ rà soát", "Sở Nội vụ"),
        ("Sở Y tế chủ trì; Sở Nội vụ, Sở Tài chính cùng phối hợp kiểm tra", "Sở Nội vụ; Sở Tài chính"),
        ("phối hợp với các cơ quan thông tấn, báo chí đưa tin", "các cơ quan thông tấn, báo chí"),
        ("phối hợp với ngành giáo dục tổ chức tập huấn", "ngành giáo dục"),
        (
            "phối hợp với các Phòng chức năng Sở và các cơ quan hữu quan tiến hành kiểm tra",
            "các Phòng chức năng Sở; các cơ quan hữu quan",
        ),
        ("chủ trì cùng Sở Xây dựng, UBND các huyện kiểm tra", "Sở Xây dựng; UBND các huyện"),
        ("làm đầu mối, cùng với Sở Tài chính thẩm định", "Sở Tài chính"),
        ("cùng với việc rà soát", ""),
        (
            "Sở Nội vụ chủ trì, Sở Tài chính và các cơ quan liên quan phối hợp rà soát",
            "Sở Tài chính; các cơ quan liên quan",
        ),
        ("Sở Nội vụ chủ trì; Sở Y tế phối hợp với Công an tỉnh kiểm tra", "Công an tỉnh"),
        ("phối hợp nhịp nhàng trong công việc", ""),
        ("chủ trì tham mưu UBND tỉnh", ""),
    ],
)
def test_coordinating(text: str, found: str) -> None:
    assert names(text, find_coordinating(text, Span(0, len(text)))) == found


def test_a_call_after_what_it_is_for_speaks_to_its_addressees() -> None:
    call = (
        "Để thu hút đầu tư; giữ vững thứ hạng, UBND tỉnh chỉ thị các sở, ban, ngành, UBND các huyện làm các việc sau:"
    )
    assert read(call)[0] == "các sở, ban, ngành; UBND các huyện"
    within = "Tháo gỡ vướng mắc: Khi nhà đầu tư kiến nghị, yêu cầu các sở, ngành liên quan trả lời trong 05 ngày."
    assert read(within)[0] == "các sở, ngành liên quan"


def test_a_point_in_place_of_the_colon_after_the_agency() -> None:
    lead, _, _, action = read("Các phòng thuộc Sở. Báo cáo kết quả trước ngày 10/10.")
    assert (lead, action) == ("Các phòng thuộc Sở", "Báo cáo kết quả trước ngày 10/10.")


def test_a_place_at_the_end_of_a_sentence_does_nothing() -> None:
    assert read("Trong năm tiếp tục theo dõi tại các phòng chức năng, các đơn vị trực thuộc trong toàn ngành.")[1] == ""


def test_a_lead_does_not_coordinate_with_itself() -> None:
    assert read("Sở Nội vụ chủ trì, phối hợp với Sở Nội vụ, Sở Y tế rà soát.")[2] == "Sở Y tế"


@pytest.mark.parametrize(
    ("text", "lead", "coordinating"),
    [
        ("Sở Nội vụ", "Sở Nội vụ", ""),
        ("Sở Nội vụ:", "Sở Nội vụ", ""),
        ("Giao Cán bộ Văn hóa - Thông tin:", "Cán bộ Văn hóa - Thông tin", ""),
        ("Sở Nội vụ: chủ trì, phối hợp với các sở, ban, ngành; UBND cấp huyện, UBND cấp xã:", "Sở Nội vụ",
         "các sở, ban, ngành; UBND cấp huyện; UBND cấp xã"),
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính:", "Sở Nội vụ", "Sở Tài chính"),
        ("Sở Nội vụ chủ trì:", "Sở Nội vụ", ""),
        ("Trách nhiệm của Sở Nội vụ", "Sở Nội vụ", ""),
        ("Đối với Sở Nội vụ", "Sở Nội vụ", ""),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", ""),
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính thực hiện các nhiệm vụ sau:", "Sở Nội vụ", "Sở Tài chính"),
        ("Sở Nội vụ tập trung thực hiện các nhiệm vụ trọng tâm:", "Sở Nội vụ", ""),
        ("Ủy ban nhân dân các xã, phường có cụm công nghiệp", "Ủy ban nhân dân các xã, phường có cụm công nghiệp", ""),
        ("Bộ phận Tiếp nhận và Trả kết quả xã:", "Bộ phận Tiếp nhận và Trả kết quả xã", ""),
        ("Sở Nội vụ (cơ quan thường trực Ban Chỉ đạo)", "Sở Nội vụ", ""),
        ("Phòng Kinh tế chủ trì, Phòng Tài chính - Kế hoạch phối hợp:", "Phòng Kinh tế", "Phòng Tài chính - Kế hoạch"),
        ("Văn phòng UBND huyện (Bộ phận Một cửa):", "Văn phòng UBND huyện", ""),
        ("Trưởng đoàn", "Trưởng đoàn", ""),
        ("Chủ các hồ chứa nước:", "Chủ các hồ chứa nước", ""),
        ("Chủ rừng:", "Chủ rừng", ""),
        ("Chủ đầu tư các dự án:", "Chủ đầu tư các dự án", ""),
        ("Các doanh nghiệp viễn thông:", "Các doanh nghiệp viễn thông", ""),
        ("Thủ trưởng các đơn vị:", "Thủ trưởng các đơn vị", ""),
        ("Đồng chí Phó Chủ tịch UBND xã phụ trách kinh tế:", "Đồng chí Phó Chủ tịch UBND xã phụ trách kinh tế", ""),
        ("Phòng Phổ biến, giáo dục pháp luật", "Phòng Phổ biến, giáo dục pháp luật", ""),
        ("Phòng Kiểm tra, giám sát:", "Phòng Kiểm tra, giám sát", ""),
        ("Sở Tư pháp, Phòng Quản lý, bảo vệ rừng", "Sở Tư pháp; Phòng Quản lý, bảo vệ rừng", ""),
        ("Trưởng các phòng, Giám đốc Trung tâm", "Trưởng các phòng; Giám đốc Trung tâm", ""),
        ("Chủ các hồ chứa thủy lợi, thủy điện:", "Chủ các hồ chứa thủy lợi, thủy điện", ""),
        ("Các chủ hồ, đập:", "Các chủ hồ, đập", ""),
        ("Đối với các hộ kinh doanh:", "các hộ kinh doanh", ""),
        ("Sở Xây dựng chủ trì, phối hợp thực hiện", "Sở Xây dựng", ""),
        ("Đề nghị Giám đốc Công an tỉnh, Chánh án Tòa án nhân dân tỉnh tổ chức thực hiện",
         "Giám đốc Công an tỉnh; Chánh án Tòa án nhân dân tỉnh", ""),
        ("Sở Xây dựng chủ trì, phối hợp tổ chức thực hiện:", "Sở Xây dựng", ""),
    ],
)  # fmt: skip
def test_agency_lines(text: str, lead: str, coordinating: str) -> None:
    found = find_agency_line(text, Span(0, len(text)))
    assert found is not None
    assert (names(text, found.lead), names(text, found.coordinating)) == (lead, coordinating)


@pytest.mark.parametrize(
    "text",
    [
        "Văn phòng UBND tỉnh: chủ trì, phối hợp với các sở, ban, ngành thực hiện đầy đủ quy trình.",
        "Sở Nội vụ chủ trì rà soát.",
        "Giao Sở Nội vụ: Tổ chức thực hiện, đôn đốc",
        "Rà soát thủ tục:",
        "Nhiệm vụ, giải pháp:",
        "Chủ trương chung:",
        "Chủ động phòng ngừa:",
        "Người dân được hỗ trợ: 12 hộ.",
        "Chủ phương tiện chấp hành quy định.",
        "Phòng Nghiệp vụ, hướng dẫn các xã lập hồ sơ",
        "Sở Y tế phối hợp Công đoàn ngành xây dựng kế hoạch triển khai Tháng hành động, cụ thể như sau:",
        "Bệnh viện Đa khoa tỉnh dự trữ đủ thuốc.",
        "Hiệu trưởng các trường tiểu học quản lý học sinh trong dịp hè.",
        "Các doanh nghiệp viễn thông (VNPT, Viettel) phủ sóng 4G.",
        "Các hộ kinh doanh tại chợ niêm yết giá.",
        "Chủ tịch UBND tỉnh có ý kiến chỉ đạo như sau:",
        "UBND huyện có văn bản yêu cầu như sau:",
        "Giao Công ty Cổ phần Cấp nước khảo sát tuyến ống.",
        "Phân công đồng chí Trần Văn Sáu, Phó Bí thư Thường trực phụ trách cụm 1.",
    ],
)
def test_what_has_an_action_is_no_agency_line(text: str) -> None:
    assert find_agency_line(text, Span(0, len(text))) is None


@pytest.mark.parametrize(
    "words",
    [
        "Trên đây là Kế hoạch cải cách hành chính năm 2024.",
        "UBND tỉnh yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện Kế hoạch này.",
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, kịp thời báo cáo UBND xã (qua Văn phòng).",
        "Trong quá trình thực hiện, các đơn vị chủ động phối hợp với Sở Y tế để được hướng dẫn.",
        "Trong quá trình thực hiện nếu có khó khăn, các phòng chủ động phối hợp với Văn phòng Sở để xử lý.",
        "Chánh Văn phòng, Giám đốc các Sở: Nội vụ, Y tế chịu trách nhiệm thi hành Quyết định này./.",
        "Căn cứ Quyết định thi hành.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
        "Trân trọng cảm ơn.",
        "Yêu cầu các đơn vị nêu cao tinh thần trách nhiệm.",
        "Yêu cầu các cấp, các ngành nêu cao tinh thần cảnh giác, không chủ quan trước thiên tai.",
        "Yêu cầu các đơn vị triển khai nghiêm túc; quá trình thực hiện có khó khăn, báo cáo UBND tỉnh.",
        "UBND tỉnh kêu gọi Nhân dân trong tỉnh hăng hái thi đua lập thành tích chào mừng ngày lễ.",
        "Chương trình hành động này được phổ biến đến các chi bộ.",
        "Các cơ quan, đơn vị nghiêm túc thực hiện Kế hoạch này; khó khăn, vướng mắc phản ánh về Sở Y tế để tổng hợp.",
        "Các phòng, đơn vị nghiêm túc tổ chức triển khai thực hiện các nội dung trên.",
        "Yêu cầu Thủ trưởng các sở; Chủ tịch UBND các huyện thực hiện nghiêm túc Chỉ thị này và báo cáo kết quả.",
        "Yêu cầu Giám đốc các sở, thủ trưởng các đơn vị liên quan triển khai thực hiện./.",
        "Kinh phí thực hiện được bố trí trong dự toán chi thường xuyên của đơn vị.",
        "Đối với dự án quá 06 tháng chưa nộp hồ sơ thì xem như văn bản giới thiệu hết hiệu lực.",
    ],
)
def test_closings(words: str) -> None:
    assert is_closing(words)


def test_who_acts_meanwhile_without_a_comma() -> None:
    text = "Trong quá trình thực hiện Chủ tịch UBND các xã chủ động phối hợp với Sở Y tế để gỡ việc thiếu thuốc."
    found = find_assignment(text, Span(0, len(text)))
    assert [ref.name for ref in found.subject] == ["Chủ tịch UBND các xã"]
    assert [ref.name for ref in found.coordinating] == ["Sở Y tế"]


@pytest.mark.parametrize(
    "words",
    [
        "Trong năm 2021, chỉ số hài lòng đạt 88,46%, xếp thứ 18/63.",
        "UBND tỉnh đã ban hành 15 kế hoạch.",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Thực hiện Nghị quyết số 5 của Chính phủ, UBND tỉnh ban hành Kế hoạch như sau:",
        "Ngày 05/6, UBND tỉnh họp.",
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch cải cách hành chính năm 2024.",
    ],
)
def test_narration(words: str) -> None:
    assert is_narration(words)


@pytest.mark.parametrize(
    "words",
    [
        "Sở Nội vụ chủ trì rà soát thủ tục trước ngày 30/6/2024.",
        "Rà soát, đơn giản hóa thủ tục.",
        "Sở Y tế tham mưu kế hoạch.",
        "Yêu cầu Sở Y tế rà soát kho thuốc, triển khai thực hiện./.",
        "Các trường nghiêm túc thực hiện kế hoạch tiêm chủng, báo cáo trước ngày 30/6.",
        "Trong quá trình thực hiện, Trưởng các trạm chủ động phối hợp với Sở Y tế để gỡ việc thiếu thuốc.",
        "Rà soát dữ liệu hộ kinh doanh, tháo gỡ vướng mắc phát sinh trong quá trình thực hiện.",
    ],
)
def test_work_is_neither_closing_nor_narration(words: str) -> None:
    assert is_closing(words) is None
    assert is_narration(words) is None


@pytest.mark.parametrize(
    ("words", "leads_in"),
    [
        ("UBND tỉnh ban hành Kế hoạch với các nội dung như sau:", True),
        ("Sở Nội vụ thực hiện các nhiệm vụ sau:", True),
        ("cụ thể:", True),
        ("Sở Nội vụ rà soát:", False),
    ],
)
def test_lead_ins(words: str, leads_in: bool) -> None:
    assert introduces(words) is leads_in


@pytest.mark.parametrize(
    ("words", "directive"),
    [("Sở Y tế rà soát", True), ("Tổ  chức", False), ("ngoại giao", True), ("Nâng cao chất lượng", False)],
)
def test_directive_verbs(words: str, directive: bool) -> None:
    assert has_directive(words) is directive


def test_work_given_at_the_end_of_its_item() -> None:
    given = "Cứng hóa 7,5 km đường, giao Ban Quản lý dự án xã thực hiện, hoàn thành trước mùa mưa."
    assert read(given)[0] == "Ban Quản lý dự án xã"
    assert read("Rà soát quy chế giao Phòng Kinh tế thực hiện nhiệm vụ chủ đầu tư.")[0] == ""


def test_a_programme_that_tells_to_whom_it_goes_is_a_closing() -> None:
    assert is_closing("Chương trình này phổ biến đến chi bộ để thực hiện.")
    assert is_closing("Nghị quyết này đã được Hội đồng nhân dân xã khóa I thông qua ngày 18/12/2025.")
