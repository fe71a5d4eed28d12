"""Agencies: whole values, lists in running text, subjects, mentions, and the authority list."""

from __future__ import annotations

import pytest

from extractors.agencies import (
    find_agencies,
    find_list,
    learn_names,
    parse_agencies,
    starts_with_agency,
)
from extractors.document import Span
from extractors.records import AgencyRef
from extractors.text import clean


def whole(value: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The names of a value that stands inside a longer text; every span must hold the words of its name."""
    text = f"Đơn vị: {value} |"
    refs = parse_agencies(text, Span(8, 8 + len(value)), known)
    check_spans(text, refs)
    return [ref.name for ref in refs]


def after(cue: str, text: str, known: frozenset[str] = frozenset()) -> tuple[list[str], str]:
    """The names of the list after ``cue``, and the text that goes on."""
    start = text.index(cue) + len(cue)
    found = find_list(text, start, len(text), known)
    check_spans(text, found.names)
    return [ref.name for ref in found.names], text[found.end :].strip()


def check_spans(text: str, refs: tuple[AgencyRef, ...] | list[AgencyRef]) -> None:
    for ref in refs:
        if len(ref.spans) == 1:
            assert clean(ref.spans[0].cut(text)) == ref.name
        else:
            assert ref.name.endswith(clean(ref.spans[-1].cut(text)))


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Sở Khoa học và\nCông nghệ", ["Sở Khoa học và Công nghệ"]),
        ("Ủy ban nhân dân các xã, phường ven sông", ["Ủy ban nhân dân các xã, phường ven sông"]),
        ("Ban Chỉ đạo xây dựng xã hội học tập huyện", ["Ban Chỉ đạo xây dựng xã hội học tập huyện"]),
        ("Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên huyện",
         ["Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên huyện"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
        ("Các Sở: Nội vụ; Y tế; Văn phòng UBND tỉnh", ["Sở Nội vụ", "Sở Y tế", "Văn phòng UBND tỉnh"]),
        ("Sở Tài chính, Nội vụ và Y tế", ["Sở Tài chính", "Sở Nội vụ", "Sở Y tế"]),
        ("Các Sở Tài chính, Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("Các Bộ: Tài chính, Công Thương", ["Bộ Tài chính", "Bộ Công Thương"]),
        ("Các Sở, ngành: Công Thương, Nội vụ, Công an tỉnh", ["Sở Công Thương", "Sở Nội vụ", "Công an tỉnh"]),
        ("UBND các xã: Trấn Yên, Yên Bình", ["UBND xã Trấn Yên", "UBND xã Yên Bình"]),
        ("UBND phường Văn Phú, xã Yên Bình", ["UBND phường Văn Phú", "UBND xã Yên Bình"]),
        (
            "Văn phòng Thành ủy, Văn phòng Đoàn ĐBQH và HĐND Thành phố",
            ["Văn phòng Thành ủy", "Văn phòng Đoàn ĐBQH và HĐND Thành phố"],
        ),
        ("Trung tâm Phục vụ hành chính công, Sở, ban, ngành", ["Trung tâm Phục vụ hành chính công", "Sở, ban, ngành"]),
        ("Sở Xây dựng/các công ty cấp nước", ["Sở Xây dựng", "các công ty cấp nước"]),
        ("UBND xã/phường", ["UBND xã/phường"]),
        ("Sở Tài chính\nSở Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("- Sở Tài chính\n- Phòng Kinh tế", ["Sở Tài chính", "Phòng Kinh tế"]),
        ("Đề nghị phối hợp\nvới các Bộ, ngành\nliên quan", ["các Bộ, ngành liên quan"]),
        ("Sở Tư pháp (cơ quan thường trực), Sở Nội vụ", ["Sở Tư pháp", "Sở Nội vụ"]),
        ("Sở Tư pháp là cơ quan đầu mối; Sở Nội vụ", ["Sở Tư pháp", "Sở Nội vụ"]),
        ("Các công chức chuyên môn thuộc UBND xã theo chức năng, nhiệm vụ", ["Các công chức chuyên môn thuộc UBND xã"]),
        (
            "UBND các xã,\nphường trực tiếp\ntriển khai\nSở Y tế hướng dẫn\nhồ sơ, dữ liệu.",
            ["UBND các xã, phường", "Sở Y tế"],
        ),
        ("Văn phòng Thống kê xã phối hợp với Tư pháp Hộ tịch xã.", ["Văn phòng Thống kê xã"]),
        ("Giám đốc các Sở; Chủ tịch UBND các xã", ["Giám đốc các Sở", "Chủ tịch UBND các xã"]),
        ("Đ/c Minh - PCT; Đ/c Hoa", ["Đ/c Minh", "Đ/c Hoa"]),
        ("Đ/c Hoa\nBan Xây dựng Đảng", ["Đ/c Hoa", "Ban Xây dựng Đảng"]),
        ("Đ/c Nguyễn Văn\nHoa\nĐ/c Nam", ["Đ/c Nguyễn Văn Hoa", "Đ/c Nam"]),
        ("Các cụm, khối thi đua", ["Các cụm, khối thi đua"]),
        ("Tổ đóng và mở thầu", ["Tổ đóng và mở thầu"]),
        ("Nhóm Zeta; Xưởng in số 2", ["Nhóm Zeta", "Xưởng in số 2"]),
        ("Trung tâm\nXúc tiến Thương mại và Đầu tư", ["Trung tâm Xúc tiến Thương mại và Đầu tư"]),
        ("Văn phòng\nHĐND và UBND", ["Văn phòng HĐND và UBND"]),
        ("Phòng Văn hóa\n- Xã hội", ["Phòng Văn hóa - Xã hội"]),
        ("Sở Tài chính\nSở Nội vụ\nUBND các\nxã", ["Sở Tài chính", "Sở Nội vụ", "UBND các xã"]),
        ("các sở\nUBND cấp huyện", ["các sở", "UBND cấp huyện"]),
        ("Phòng Giáo dục Mầm non - Tiểu học\ncác nhà xuất bản",
         ["Phòng Giáo dục Mầm non - Tiểu học", "các nhà xuất bản"]),
        ("Ngân hàng Nhà nước\nchi nhánh khu vực", ["Ngân hàng Nhà nước chi nhánh khu vực"]),
        ("Văn phòng Đăng ký đất đai chi nhánh huyện Mộ Đức; Agribank chi nhánh Lào Cai",
         ["Văn phòng Đăng ký đất đai chi nhánh huyện Mộ Đức", "Agribank chi nhánh Lào Cai"]),
        ("Kho bạc Nhà nước khu vực XIII; Thuế cơ sở 3", ["Kho bạc Nhà nước khu vực XIII", "Thuế cơ sở 3"]),
        ("Chủ tịch UBND các xã, phường: Tân Phú, An Hòa", ["Chủ tịch UBND Tân Phú", "Chủ tịch UBND An Hòa"]),
        ("UBND các xã: Trấn Yên, Yên Bình và phường Văn Phú",
         ["UBND xã Trấn Yên", "UBND xã Yên Bình", "UBND phường Văn Phú"]),
        ("Các chủ rừng, Ban Quản lý rừng phòng hộ, rừng đặc dụng",
         ["Các chủ rừng", "Ban Quản lý rừng phòng hộ, rừng đặc dụng"]),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị\n- xã hội",
         ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "các tổ chức chính trị - xã hội"]),
        ("Bộ Chỉ huy Bộ đội Biên phòng tỉnh, Công an tỉnh", ["Bộ Chỉ huy Bộ đội Biên phòng tỉnh", "Công an tỉnh"]),
        ("Các Bộ: Quốc phòng, Công an", ["Bộ Quốc phòng", "Bộ Công an"]),
        ("Sở: Tài chính, Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("Các Sở: Tài chính, Y tế; Công an tỉnh; Thanh tra tỉnh",
         ["Sở Tài chính", "Sở Y tế", "Công an tỉnh", "Thanh tra tỉnh"]),
        ("các Ban: Tổ chức, Tuyên giáo và Dân vận, Nội chính Tỉnh ủy",
         ["Ban Tổ chức", "Ban Tuyên giáo và Dân vận", "Ban Nội chính Tỉnh ủy"]),
        ("Văn phòng: Tỉnh ủy, HĐND", ["Văn phòng Tỉnh ủy", "Văn phòng HĐND"]),
        ("Giám đốc các Sở: Tài chính, Y tế", ["Giám đốc Sở Tài chính", "Giám đốc Sở Y tế"]),
        ("Chánh Văn phòng HĐND và UBND xã; Trưởng phòng Kinh tế",
         ["Chánh Văn phòng HĐND và UBND xã", "Trưởng phòng Kinh tế"]),
        ("Trưởng thôn, Trưởng ban công tác Mặt trận", ["Trưởng thôn", "Trưởng ban công tác Mặt trận"]),
        ("bà Trần Thị B, công chức Tư pháp - Hộ tịch", ["bà Trần Thị B"]),
        ("các doanh nghiệp thuộc ngành Công Thương; hợp tác xã",
         ["các doanh nghiệp thuộc ngành Công Thương", "hợp tác xã"]),
        ("Ban Xây dựng Đảng, Ủy ban Kiểm tra Đảng ủy, Đồn Biên phòng cửa khẩu Lệ Thanh",
         ["Ban Xây dựng Đảng", "Ủy ban Kiểm tra Đảng ủy", "Đồn Biên phòng cửa khẩu Lệ Thanh"]),
        ("Phòng Kinh tế, Hạ tầng và Đô thị, Văn phòng HĐND và UBND phường",
         ["Phòng Kinh tế, Hạ tầng và Đô thị", "Văn phòng HĐND và UBND phường"]),
        ("Báo và Đài Phát thanh, Truyền hình tỉnh", ["Báo và Đài Phát thanh, Truyền hình tỉnh"]),
        # A name that cannot be over at the end of the line goes on with the next, whatever stands there.
        ("Phòng Công tác\nHội đồng nhân dân", ["Phòng Công tác Hội đồng nhân dân"]),
        ("Phòng Tổ chức -\nHành chính, Phòng Kế hoạch", ["Phòng Tổ chức - Hành chính", "Phòng Kế hoạch"]),
        ("Vụ Hành chính\n- Tổ chức", ["Vụ Hành chính - Tổ chức"]),
        ("- Phòng Hành chính\n- Tổ Kỹ thuật", ["Phòng Hành chính", "Tổ Kỹ thuật"]),
        ("Phòng Hành chính\n- Đội Cơ động", ["Phòng Hành chính", "Đội Cơ động"]),
        ("Tổ Công tác\nSở Y tế", ["Tổ Công tác", "Sở Y tế"]),
        ("Thư ký Đoàn giám sát; Trưởng Đoàn", ["Thư ký Đoàn giám sát", "Trưởng Đoàn"]),
        ("trưởng thôn, tổ dân phố", ["trưởng thôn", "tổ dân phố"]),
        ("Trưởng thôn Đồng Mây", ["Trưởng thôn Đồng Mây"]),
        ("đồng chí Phó Bí thư phụ trách xây dựng Đảng", ["đồng chí Phó Bí thư phụ trách xây dựng Đảng"]),
        ("", []),
        ("-", []),
        ('"', []),
        ("Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn huyện; Công an huyện",
         ["Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn huyện", "Công an huyện"]),
    ],
)  # fmt: skip
def test_whole_values(value: str, names: list[str]) -> None:
    assert whole(value) == names


@pytest.mark.parametrize(
    "group",
    [
        "các sở, ban, ngành",
        "Các Sở, ban, ngành, địa phương",
        "UBND các huyện, thị xã, thành phố",
        "UBND 18 huyện, thị xã, thành phố",
        "UBND cấp xã, phường",
        "các cơ quan, đơn vị và địa phương liên quan",
        "các cơ quan, đơn vị thuộc phạm vi theo dõi, quản lý",
        "các hội, đoàn thể, doanh nghiệp trên địa bàn tỉnh",
        "cơ quan, tổ chức, cá nhân có liên quan",
        "cấp ủy, chính quyền các cấp",
        "126 xã, phường",
        "Phòng Giáo dục và Đào tạo các huyện, thành phố",
        "Hạt Kiểm lâm các huyện, thị xã",
        "cấp ủy, chính quyền các xã",
        "Tổ công nghệ số cộng đồng các thôn",
        "Chủ tịch Ủy ban nhân dân các huyện, thành phố Gia Nghĩa",
        "Các huyện uỷ, thị uỷ, thành uỷ, đảng uỷ trực thuộc Tỉnh uỷ",
        "Các Huyện ủy, Thị ủy, Đảng ủy trực thuộc Tỉnh ủy",
        "các chi bộ, đảng bộ trực thuộc",
        "Ủy ban nhân dân các xã, phường có dự án",
        "trường mầm non, tiểu học, THCS trên địa bàn",
        "Các tổ chức, cá nhân hoạt động khoáng sản",
        "các Sở, ban, ngành và địa phương",
        "Ủy ban nhân dân các xã, thị trấn",
        "UBND các phường, xã",
        "các cơ quan chịu sự kiểm tra",
        "Các chủ hồ, đập",
        "Chủ các bến thủy nội địa",
        "Các cơ sở sản xuất, kinh doanh thực phẩm",
        "Các hãng taxi, doanh nghiệp vận tải",
        "Viện kiểm sát nhân dân các huyện, thành phố",
    ],
)
def test_a_group_is_one(group: str) -> None:
    text = f"{group}; Sở Y tế"
    refs = parse_agencies(text, Span(0, len(text)))
    assert [(ref.name, ref.kind) for ref in refs] == [(group, "group"), ("Sở Y tế", "agency")]


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("phối hợp với các sở, ban, ngành; UBND cấp huyện thực hiện",
         ["các sở, ban, ngành", "UBND cấp huyện"], "thực hiện"),
        ("phối hợp với Sở Nội vụ và chính quyền địa phương quản lý chặt chẽ việc sử dụng",
         ["Sở Nội vụ", "chính quyền địa phương"], "quản lý chặt chẽ việc sử dụng"),
        ("phối hợp với các Sở: Tài chính, Kế hoạch và Đầu tư và các cơ quan liên quan khẩn trương rà soát",
         ["Sở Tài chính", "Sở Kế hoạch và Đầu tư", "các cơ quan liên quan"], "khẩn trương rà soát"),
        ("phối hợp với Sở Tư pháp và các cơ quan có liên quan, căn cứ Luật này",
         ["Sở Tư pháp", "các cơ quan có liên quan"], ", căn cứ Luật này"),
        ("phối hợp với phòng Quản lý công nghiệp trong việc tham mưu",
         ["phòng Quản lý công nghiệp"], "trong việc tham mưu"),
        ("phối hợp với các chủ đầu tư hạ tầng cụm công nghiệp đẩy nhanh tiến độ",
         ["các chủ đầu tư hạ tầng cụm công nghiệp"], "đẩy nhanh tiến độ"),
        ("phối hợp với lực lượng công an địa phương, cộng đồng dân cư để bảo vệ",
         ["lực lượng công an địa phương", "cộng đồng dân cư"], "để bảo vệ"),
        ("phối hợp với các tổ chức thành viên của Mặt trận hỗ trợ người dân",
         ["các tổ chức thành viên của Mặt trận"], "hỗ trợ người dân"),
        ("phối hợp với các bộ phận liên quan của Văn phòng UBND tỉnh bảo đảm đường truyền",
         ["các bộ phận liên quan của Văn phòng UBND tỉnh"], "bảo đảm đường truyền"),
        ("phối hợp với Thanh tra, Công an và Quản lý thị trường tại các huyện triển khai",
         ["Thanh tra", "Công an", "Quản lý thị trường tại các huyện"], "triển khai"),
        ("phối hợp với thủ trưởng các đơn vị có liên quan giám sát",
         ["thủ trưởng các đơn vị có liên quan"], "giám sát"),
        ("phối hợp với Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh đẩy nhanh tiến độ",
         ["Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh"], "đẩy nhanh tiến độ"),
        ("phối hợp với Công ty TNHH Đầu tư, Xây dựng và Kinh doanh dịch vụ Quảng Ngãi rà soát",
         ["Công ty TNHH Đầu tư, Xây dựng và Kinh doanh dịch vụ Quảng Ngãi"], "rà soát"),
        ("phối hợp với đồng chí Nguyễn Văn An theo dõi", ["đồng chí Nguyễn Văn An"], "theo dõi"),
        ("phối hợp với UBND huyện Ea H'Leo kiểm tra", ["UBND huyện Ea H'Leo"], "kiểm tra"),
        ("phối hợp với Sở Y tế, tổ chức kiểm tra, báo cáo UBND tỉnh",
         ["Sở Y tế"], ", tổ chức kiểm tra, báo cáo UBND tỉnh"),
        ("phối hợp với triển khai Kế hoạch", [], "triển khai Kế hoạch"),
        ("phối hợp với phòng Tài chính, Tổ công tác thực hiện Chương trình",
         ["phòng Tài chính", "Tổ công tác"], "thực hiện Chương trình"),
        ("phối hợp với các doanh nghiệp viễn thông, ngân hàng triển khai",
         ["các doanh nghiệp viễn thông", "ngân hàng"], "triển khai"),
        ("phối hợp với Viện Hàn lâm Khoa học Xã hội Việt Nam rà soát",
         ["Viện Hàn lâm Khoa học Xã hội Việt Nam"], "rà soát"),
        ("phối hợp với các hộ dân sinh sống tại khu vực nhà tạm", ["các hộ dân sinh sống"], "tại khu vực nhà tạm"),
        ("phối hợp với Ban Thường vụ các huyện ủy, thị ủy và thành ủy quán triệt",
         ["Ban Thường vụ các huyện ủy, thị ủy và thành ủy"], "quán triệt"),
        ("phối hợp với Trung tâm Phục vụ hành chính công bố trí quầy",
         ["Trung tâm Phục vụ hành chính công"], "bố trí quầy"),
        ("phối hợp với UBND các huyện, thành phố: Xây dựng kế hoạch",
         ["UBND các huyện, thành phố"], ": Xây dựng kế hoạch"),
        ("phối hợp với Ban Chỉ đạo phòng, chống tham nhũng, tiêu cực tỉnh rà soát",
         ["Ban Chỉ đạo phòng, chống tham nhũng, tiêu cực tỉnh"], "rà soát"),
        ("phối hợp với Công ty Cổ phần Xây dựng và thoát nước đô thị, các chủ hồ chứa nước thủy lợi, thủy điện "
         "rà soát",
         ["Công ty Cổ phần Xây dựng và thoát nước đô thị", "các chủ hồ chứa nước thủy lợi, thủy điện"], "rà soát"),
        ("phối hợp với các đơn vị đầu mối giao kế hoạch, các Cơ quan chủ trì Dự án, Tiểu dự án, Nội dung thành phần "
         "và các cơ quan chủ trì quản lý chương trình làng nghề rà soát",
         ["các đơn vị đầu mối giao kế hoạch", "các Cơ quan chủ trì Dự án, Tiểu dự án, Nội dung thành phần",
          "các cơ quan chủ trì quản lý chương trình làng nghề"], "rà soát"),
        ("phối hợp với các cơ quan chủ trì rà soát dự án", ["các cơ quan"], "chủ trì rà soát dự án"),
        ("phối hợp với Trung tâm Điều dưỡng, Phục hồi chức năng: khảo sát",
         ["Trung tâm Điều dưỡng, Phục hồi chức năng"], ": khảo sát"),
        ("phối hợp với Trung tâm Phòng, chống HIV/AIDS: phát tờ rơi", ["Trung tâm Phòng, chống HIV/AIDS"],
         ": phát tờ rơi"),
        ("phối hợp với Công đoàn ngành y tế vận động", ["Công đoàn ngành y tế"], "vận động"),
        ("phối hợp với Bộ phận giúp việc cho Ban Tổ chức: ghi sổ", ["Bộ phận giúp việc cho Ban Tổ chức"], ": ghi sổ"),
        ("phối hợp với các bệnh viện đa khoa tuyến tỉnh, huyện rà soát", ["các bệnh viện đa khoa tuyến tỉnh, huyện"],
         "rà soát"),
        ("phối hợp với các trường tiểu học, trung học cơ sở và Sở Y tế tổ chức ngày hội",
         ["các trường tiểu học, trung học cơ sở", "Sở Y tế"], "tổ chức ngày hội"),
        ("phối hợp với các trường mầm non, bồi dưỡng giáo viên", ["các trường mầm non"], ", bồi dưỡng giáo viên"),
        ("phối hợp với UBND các xã có kênh nước đi qua rà soát", ["UBND các xã có kênh nước đi qua"], "rà soát"),
        ("phối hợp với Hội đồng Dân tộc, các Ủy ban của Quốc hội giám sát",
         ["Hội đồng Dân tộc", "các Ủy ban của Quốc hội"], "giám sát"),
        ("phối hợp với Chủ tịch UBND các huyện, thị xã Đức Hòa và thành phố Hà Giang khẩn trương triển khai",
         ["Chủ tịch UBND các huyện, thị xã Đức Hòa", "Chủ tịch UBND thành phố Hà Giang"], "khẩn trương triển khai"),
    ],
)  # fmt: skip
def test_lists_in_running_text(text: str, names: list[str], rest: str) -> None:
    assert after("phối hợp với ", text) == (names, rest)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("các doanh nghiệp viễn thông phủ sóng 5G tại các thôn", "các doanh nghiệp viễn thông"),
        ("các trường trung học phổ thông lắng nghe ý kiến học sinh", "các trường trung học phổ thông"),
    ],
)
def test_an_unlisted_verb_ends_a_name(text: str, name: str) -> None:
    """No word list holds "phủ sóng"; underthesea tags it as a verb."""
    assert [ref.name for ref in find_list(text, 0, len(text)).names] == [name]


def test_names_learned_from_the_document() -> None:
    cell = "Tổ xây dựng hồ sơ mời thầu"
    known = learn_names(parse_agencies(cell, Span(0, len(cell))))
    text = "phối hợp với Tổ xây dựng hồ sơ mời thầu lập dự toán"
    assert after("với ", text, known) == ([cell], "lập dự toán")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Nội vụ: chủ trì, phối hợp", ["Sở Nội vụ"]),
        ("Sở Tư pháp chủ trì, phối hợp", ["Sở Tư pháp"]),
        ("Các sở, ban, ngành, Uỷ ban nhân dân các xã, phường tuyên truyền",
         ["Các sở, ban, ngành", "Uỷ ban nhân dân các xã, phường"]),
        ("Ủy ban nhân dân các xã, phường có cụm công nghiệp", ["Ủy ban nhân dân các xã, phường có cụm công nghiệp"]),
        ("Các doanh nghiệp hoạt động trong lĩnh vực có liên quan đến khoáng sản",
         ["Các doanh nghiệp hoạt động trong lĩnh vực có liên quan đến khoáng sản"]),
        ("Các đơn vị quản lý chặt chẽ hồ sơ", ["Các đơn vị"]),
        # Verbs that no list holds end a list of places and units too.
        ("Ủy ban nhân dân các xã, thị trấn cắm biển cảnh báo", ["Ủy ban nhân dân các xã, thị trấn"]),
        ("UBND các huyện, thị xã, thành phố treo cờ Tổ quốc", ["UBND các huyện, thị xã, thành phố"]),
        ("UBND các xã, xã hội hóa nguồn lực", ["UBND các xã"]),
        ("UBND các huyện, thành, thị treo cờ Tổ quốc", ["UBND các huyện, thành, thị"]),
        ("Các phòng Y tế quận, huyện, Trạm Y tế xã, phường kiểm tra",
         ["Các phòng Y tế quận, huyện", "Trạm Y tế xã, phường"]),
        ("Công an tỉnh, huyện Bắc Mê kiểm tra chợ", ["Công an tỉnh", "Công an huyện Bắc Mê"]),
        ("Bộ trưởng, Thủ trưởng cơ quan ngang bộ trực tiếp chỉ đạo", ["Bộ trưởng", "Thủ trưởng cơ quan ngang bộ"]),
        ("UBND các huyện, Huyện đoàn ra quân", ["UBND các huyện", "Huyện đoàn"]),
        ("Các Sở, ban, ngành và địa phương cắm mốc", ["Các Sở, ban, ngành và địa phương"]),
        ("Chủ các tàu du lịch trang bị áo phao", ["Chủ các tàu du lịch"]),
        ("Chủ rừng tuần tra", ["Chủ rừng"]),
        # Behind the colon stands what they do, no list of theirs.
        ("Các Tổ đại biểu Hội đồng nhân dân tỉnh: Mỗi quý giám sát 01 nội dung",
         ["Các Tổ đại biểu Hội đồng nhân dân tỉnh"]),
        ("Các Sở, ngành: Trước ngày 20 gửi báo cáo", ["Các Sở, ngành"]),
        ("Các Phòng: Hằng tuần báo cáo", ["Các Phòng"]),
        ("Các cơ sở giáo dục đại học, giáo dục nghề nghiệp;", ["Các cơ sở giáo dục đại học, giáo dục nghề nghiệp"]),
        ("Ban quản lý các chợ nhắc tiểu thương", ["Ban quản lý các chợ"]),
        ("Trưởng đoàn phân công thành viên", ["Trưởng đoàn"]),
        ("Thư ký Tổ công tác ghi biên bản", ["Thư ký Tổ công tác"]),
        ("Các ông (bà) thành viên Tổ giúp việc có mặt", ["Các ông (bà) thành viên Tổ giúp việc"]),
        ("Đồng chí Phó Chủ tịch phụ trách chỉ đạo ngành y tế", ["Đồng chí Phó Chủ tịch phụ trách"]),
        ("Phó Giám đốc Sở phụ trách tài chính kiểm tra tiến độ", ["Phó Giám đốc Sở phụ trách tài chính"]),
        ("Đồng chí Phó Chủ tịch UBND xã phụ trách chung.", ["Đồng chí Phó Chủ tịch UBND xã"]),
        ("Tòa án nhân dân hai cấp tỉnh xét xử lưu động", ["Tòa án nhân dân hai cấp tỉnh"]),
        ("Hiệu trưởng trường Mầm non Hoa Sen có trách nhiệm", ["Hiệu trưởng trường Mầm non Hoa Sen"]),
        ("Các Ban Quản lý dự án đầu tư xây dựng", ["Các Ban Quản lý dự án đầu tư xây dựng"]),
        ("Công an Thành phố", ["Công an Thành phố"]),
        ("Trung tâm\nXúc tiến Thương mại và Đầu tư chủ trì", ["Trung tâm Xúc tiến Thương mại và Đầu tư"]),
        ("Phòng Giáo dục và Đào tạo các huyện, thành phố; các trường trung học phổ thông rà soát",
         ["Phòng Giáo dục và Đào tạo các huyện, thành phố", "các trường trung học phổ thông"]),
        ("Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tỉnh phát động",
         ["Mặt trận Tổ quốc", "các tổ chức chính trị - xã hội tỉnh"]),
        ("Ban Chấp hành Đảng bộ tỉnh lãnh đạo", ["Ban Chấp hành Đảng bộ tỉnh"]),
        ("Báo Lào Cai mở chuyên mục", ["Báo Lào Cai"]),
        ("UBND tỉnh Ban hành Kế hoạch", ["UBND tỉnh"]),
        ("UBND tỉnh các giải pháp", ["UBND tỉnh"]),
        ("Nhóm công tác liên ngành rà soát", ["Nhóm công tác liên ngành"]),
        ("Trung tâm y tế khu vực rà soát", ["Trung tâm y tế khu vực"]),
        ("Đồng chí Phó Chủ tịch UBND xã phụ trách", ["Đồng chí Phó Chủ tịch UBND xã"]),
        ("Đồng chí Nguyễn Văn An, Phó Bí thư Đảng ủy trực tiếp theo dõi", ["Đồng chí Nguyễn Văn An"]),
    ],
)  # fmt: skip
def test_subjects(text: str, names: list[str]) -> None:
    found = starts_with_agency(text, 0, len(text))
    assert found is not None
    assert [ref.name for ref in found.names] == names


@pytest.mark.parametrize(
    "text",
    [
        "Ban hành kế hoạch năm 2026",
        "Sở hữu trí tuệ và chuyển giao công nghệ",
        "Phòng, chống tham nhũng, tiêu cực",
        "Phòng cháy và chữa cháy",
        "Bộ tiêu chí đánh giá",
        "Tổ chức thực hiện Kế hoạch",
        "Tổ chức các hoạt động kỷ niệm",
        "Hội nghị tổng kết",
        "Đoàn kết nội bộ",
        "Cán bộ, công chức phải gương mẫu",
        "Các nhiệm vụ trọng tâm",
        "Báo cáo kết quả thực hiện",
        "Thanh tra, kiểm tra việc chấp hành",
        "Văn phòng điện tử liên thông",
        "Trường hợp vượt thẩm quyền",
        "Thành phố ban hành kế hoạch",
        "Tăng cường kiểm tra của Sở Y tế",
        "Nhóm tiêu chí chưa đạt điểm tối đa",
        "Nhóm II: Cải cách hành chính",
        "Bộ máy tổ chức",
        "Bộ sản phẩm lưu niệm",
        "Tổ chức bộ máy",
        "Tổ chức chính quyền địa phương 2 cấp",
        "Chính quyền địa phương 02 cấp",
        "Phòng bệnh cho cây trồng",
        "Phòng khám đa khoa khu vực được nâng cấp",
        "Báo chí tuyên truyền",
        "Trường học hạnh phúc",
        "Trường dữ liệu bắt buộc",
        "Trung tâm logistics cấp vùng",
        "Trung tâm dữ liệu tỉnh được nâng cấp",
        "Thuế, phí và lệ phí",
        "Cục diện thế giới",
        "Cơ quan nhà nước chuyển đổi số",
        "Đài truyền thanh thông minh",
        "Quỹ thời gian",
        "Hạt giống",
        "Bệnh viện thông minh",
        "Văn phòng số",
        "Thường trực sẵn sàng chiến đấu",
        "",
    ],
)
def test_not_subjects(text: str) -> None:
    assert starts_with_agency(text, 0, len(text)) is None


def test_mentions() -> None:
    text = "Trên cơ sở đề nghị của Sở Nội vụ, UBND tỉnh giao các sở, ngành thực hiện Quyết định số 12/QĐ-UBND."
    found = find_agencies(text, Span(0, len(text)))
    check_spans(text, found)
    assert [ref.name for ref in found] == ["Sở Nội vụ", "UBND tỉnh", "các sở, ngành"]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Phòng Phổ biến, giáo dục pháp luật", ["Phòng Phổ biến, giáo dục pháp luật"]),
        ("Khoa Truyền thông, giáo dục sức khỏe; Khoa Dược", ["Khoa Truyền thông, giáo dục sức khỏe", "Khoa Dược"]),
        ("Khoa Ký sinh trùng - Côn trùng", ["Khoa Ký sinh trùng - Côn trùng"]),
        ("Phòng Kinh tế, các thôn", ["Phòng Kinh tế", "các thôn"]),
        ("Sở Y tế, giáo dục", ["Sở Y tế", "giáo dục"]),
        ("BS. Trần Thị Lan; ThS. Lê Văn Hòa", ["BS. Trần Thị Lan", "ThS. Lê Văn Hòa"]),
        ("UBND các xã, phường: Cắm mốc", ["UBND các xã, phường"]),
        ("Sở Y tế; UBND các xã, phường nơi có dự án", ["Sở Y tế", "UBND các xã, phường nơi có dự án"]),
        ("Các cơ quan được giao chủ trì", ["Các cơ quan được giao chủ trì"]),
    ],
)
def test_a_name_goes_on_behind_its_comma(value: str, names: list[str]) -> None:
    found = parse_agencies(value, Span(0, len(value)))[: len(names)]
    assert [ref.name for ref in found] == names


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Địa phương được lựa chọn", ["Địa phương được lựa chọn"]),
        ("Các xã được chọn thí điểm; Sở Y tế", ["Các xã được chọn thí điểm", "Sở Y tế"]),
        ("Các sở, ngành là chủ quản cơ sở dữ liệu, kho số", ["Các sở, ngành là chủ quản cơ sở dữ liệu, kho số"]),
        ("Bộ Y tế và các địa phương Sơn La, Cà Mau", ["Bộ Y tế", "các địa phương Sơn La, Cà Mau"]),
        ("UBND các huyện Mộc Châu, Yên Châu và Phù Yên", ["UBND các huyện Mộc Châu, Yên Châu và Phù Yên"]),
        ("các tỉnh Sơn La, Cà Mau, Sở Y tế, Công an tỉnh", ["các tỉnh Sơn La, Cà Mau", "Sở Y tế", "Công an tỉnh"]),
        ("Các sở, ngành, doanh nghiệp liên quan", ["Các sở, ngành", "doanh nghiệp liên quan"]),
        ("Các cơ quan, doanh nghiệp liên quan", ["Các cơ quan, doanh nghiệp liên quan"]),
    ],
)
def test_which_of_a_group_are_meant(value: str, names: list[str]) -> None:
    assert whole(value) == names


def test_a_sentence_goes_on_behind_a_group_that_is_told_apart() -> None:
    assert after("với ", "phối hợp với các sở, ngành là chủ đầu tư rà soát")[0] == ["các sở, ngành"]
    assert after("với ", "phối hợp với các huyện Mộc Châu, Yên Châu rà soát dự án") == (
        ["các huyện Mộc Châu, Yên Châu"], "rà soát dự án",
    )  # fmt: skip
