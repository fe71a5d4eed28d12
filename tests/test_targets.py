"""Targets: every row of the comparator table, what is no target, and the details beside the figure."""

from __future__ import annotations

import re
from datetime import date

import pytest

from extractors.document import Span
from extractors.records import Target
from extractors.targets import TargetPlace, clause_of, find_targets, find_targets_in_pieces, parse_value_cell

Short = tuple[str | None, float | None, float | None, str | None]


def targets(words: str, place: TargetPlace = "target_line", year: int | None = 2026) -> list[Target]:
    found = find_targets(words, Span(0, len(words)), place=place, year=year)
    for target in found:
        assert re.sub(r"\s+", " ", words[target.span.start : target.span.end]) == target.printed
    return found


def short(target: Target) -> Short:
    return target.comparator, target.value, target.value_max, target.unit


def one(words: str, place: TargetPlace = "target_line", year: int | None = 2026) -> Target:
    (target,) = targets(words, place, year)
    return target


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # tối thiểu / ít nhất / không dưới ...
        ("Tối thiểu 80% hồ sơ được luân chuyển", (">=", 80, None, "%")),
        ("Có ít nhất 3 sáng kiến được công nhận", (">=", 3, None, "sáng kiến")),
        ("chiếm không ít hơn 60% tổng số hội nghị", (">=", 60, None, "%")),
        ("không dưới 70% hộ dân", (">=", 70, None, "%")),
        ("không thấp hơn 85 điểm", (">=", 85, None, "điểm")),
        ("chí ít 2 mô hình", (">=", 2, None, "mô hình")),
        ("tối thiểu 05-07 chương trình", (">=", 5, 7, "chương trình")),
        ("Tối thiểu 10 công trình chào mừng/năm", (">=", 10, None, "công trình")),
        # từ N trở lên
        ("Tỷ lệ giao dịch đạt từ 30% trở lên", (">=", 30, None, "%")),
        ("Tỷ lệ hài lòng 85% trở lên", (">=", 85, None, "%")),
        ("Hoàn thành từ 100% kế hoạch trở lên", (">=", 100, None, "%")),
        ("tỷ lệ xã đạt chuẩn từ 30%", (">=", 30, None, "%")),
        ("kiểm tra tối thiểu từ 30% trở lên số đơn vị", (">=", 30, None, "%")),
        ("≥ 90% người dân hài lòng", (">=", 90, None, "%")),
        (">= 90% người dân hài lòng", (">=", 90, None, "%")),
        ("500+ doanh nghiệp tham gia", (">=", 500, None, "doanh nghiệp")),
        # trên / hơn / vượt
        ("Phấn đấu đạt tỷ lệ trên 95%", (">", 95, None, "%")),
        ("Hơn 95% hồ sơ đúng hạn", (">", 95, None, "%")),
        ("tỷ lệ lớn hơn 95%", (">", 95, None, "%")),
        ("vượt 95% dự kiến", (">", 95, None, "%")),
        ("cao hơn 75 điểm", (">", 75, None, "điểm")),
        # không quá / tối đa / dưới
        ("đề nghị bổ sung hồ sơ không quá 01 lần", ("<=", 1, None, "lần")),
        ("chiếm không quá 40% số cuộc họp", ("<=", 40, None, "%")),
        ("tối đa 5% hồ sơ trễ hạn", ("<=", 5, None, "%")),
        ("tỷ lệ hộ nghèo dưới 5%", ("<", 5, None, "%")),
        ("thấp hơn 5%", ("<", 5, None, "%")),
        # no word, đạt, bằng
        ("100% văn bản được ký số", ("=", 100, None, "%")),
        ("Chỉ số DDCI đạt 75,5 điểm", ("=", 75.5, None, "điểm")),
        ("Đạt 90% - 100% chỉ tiêu được giao", ("range", 90, 100, "%")),
        ("tỷ lệ đạt từ 80% đến dưới 90%", ("range", 80, 90, "%")),
        ("xếp thứ hạng từ 25 - 30/63 tỉnh, thành phố", ("range", 25, 30, "hạng")),
        ("bố trí ít nhất từ 02- 03 công chức", (">=", 2, 3, "công chức")),
        # tăng
        ("PAR Index tăng 1-2 bậc so với năm 2023", ("increase", 1, 2, "bậc")),
        ("xếp thứ hạng tăng bình quân mỗi năm từ 5 - 8 bậc", ("increase", 5, 8, "bậc")),
        ("Mở rộng thêm 5.000 hộ kinh doanh", ("increase", 5000, None, "hộ kinh doanh")),
        ("Phấn đấu có thêm 03 xã đạt chuẩn", ("increase", 3, None, "xã")),
        ("nâng 02 bậc", ("increase", 2, None, "bậc")),
        ("số hóa hồ sơ mỗi năm tăng tối thiểu 20%", ("increase>=", 20, None, "%")),
        ("số lượng thuốc tăng không quá 20%", ("increase<=", 20, None, "%")),
        ("Tăng 0,02 điểm % so với năm 2022", ("increase", 0.02, None, "điểm %")),
        # giảm
        ("Giảm tối thiểu bình quân 10% số đơn vị", ("decrease>=", 10, None, "%")),
        ("Giảm ít nhất 20% số lượng văn bản giấy", ("decrease>=", 20, None, "%")),
        ("cắt giảm ít nhất 30% thời gian", ("decrease>=", 30, None, "%")),
        ("Giảm tỷ lệ hộ nghèo 1 - 1,5%/năm", ("decrease", 1, 1.5, "%")),
        ("giảm thời gian chờ tối thiểu 30%", ("decrease>=", 30, None, "%")),
        # a level that is reached is no step
        ("Giảm tỷ lệ hộ nghèo xuống dưới 3%", ("<", 3, None, "%")),
        ("Nâng tỷ lệ hồ sơ trực tuyến lên 75%", ("=", 75, None, "%")),
        ("Tốc độ tăng trưởng đạt 8,5%/năm", ("=", 8.5, None, "%")),
        ("Tăng cường kiểm tra 30% số đơn vị", ("=", 30, None, "%")),
        ("Tăng thu nhập cho 80% hộ dân", ("=", 80, None, "%")),
        # khoảng, duy trì
        ("Tổng vốn đầu tư khoảng 50.000 tỷ đồng", ("approx", 50000, None, "tỷ đồng")),
        ("xấp xỉ 4,2 triệu thửa đất", ("approx", 4.2, None, "triệu thửa đất")),
        ("Duy trì 100% thôn đạt chuẩn", ("maintain", 100, None, "%")),
        ("Giữ vững thứ hạng 15/34", ("maintain", 15, None, "hạng")),
        ("duy trì tối thiểu 01 lần/tuần", (">=", 1, None, "lần/tuần")),
        # không có X
        ("Trong năm không có lãnh đạo bị kỷ luật từ mức khiển trách trở lên", ("=", 0, None, "người")),
        ("Không có hồ sơ quá hạn", ("=", 0, None, "hồ sơ")),
        # a comparison without a number
        ("Chỉ số hài lòng cao hơn so với năm 2023", (">", None, None, None)),
        ("Chỉ số hài lòng cao so với năm 2023", (">", None, None, None)),
        ("Mức độ tự chủ tăng hơn so với năm 2023", (">", None, None, None)),
        ("Chỉ số hài lòng bằng cao hơn so với năm 2023", (">=", None, None, None)),
        ("Chỉ số hài lòng bằng hoặc cao hơn năm 2023", (">=", None, None, None)),
        ("Số vụ tai nạn giảm so với cùng kỳ", ("<", None, None, None)),
        # ranks
        ("Phấn đấu trong nhóm 10 tỉnh dẫn đầu cả nước", ("<=", 10, None, "hạng")),
        ("Chỉ số DTI thuộc tốp 20", ("<=", 20, None, "hạng")),
        ("nằm trong top 10", ("<=", 10, None, "hạng")),
        ("Chỉ số PCI xếp thứ 28/63", ("=", 28, None, "hạng")),
        ("PAPI xếp thứ 18", ("=", 18, None, "hạng")),
        # shares, measures, durations
        ("ít nhất 1/3 số hộ tham gia", (">=", 1 / 3, None, "phần")),
        ("8/10 xã đạt chuẩn", ("=", 8, None, "xã")),
        ("Trồng mới 500ha rừng", ("=", 500, None, "ha")),
        ("Đạt 12 bác sĩ/10.000 dân", ("=", 12, None, "bác sĩ/10.000 dân")),
        ("Thời gian giải quyết hồ sơ tối đa 15 phút", ("<=", 15, None, "phút")),
        ("có ít nhất ba sáng kiến", (">=", 3, None, "sáng kiến")),
        ("Giải ngân vốn đạt 95% kế hoạch vốn trở lên", (">=", 95, None, "%")),
        ("Chỉ số SIPAS đạt 85,5% (năm 2025: 83,1%)", ("=", 85.5, None, "%")),
        ("tăng tối thiểu 05 bậc so với năm 2025 (xếp hạng 20/34)", ("increase>=", 5, None, "bậc")),
        ("Tuổi thọ trung bình đạt 75 tuổi", ("=", 75, None, "tuổi")),
        ("Thành lập 1-2 liên hiệp", ("range", 1, 2, "liên hiệp")),
        # what is kept is the level that is named
        ("Duy trì tổng tỷ suất sinh ở mức 2,1 con/phụ nữ", ("maintain", 2.1, None, "con/phụ nữ")),
        ("Ổn định tỷ lệ tăng dân số tự nhiên ở mức 0,9%", ("maintain", 0.9, None, "%")),
        ("Duy trì tỷ lệ tiêm chủng đạt trên 95%", (">", 95, None, "%")),
        # rates and their base
        ("Tỷ số giới tính khi sinh không quá 109 bé trai/100 bé gái", ("<=", 109, None, "bé trai/100 bé gái")),
        ("Tỷ lệ mắc lao trên 100.000 người giảm 5%", ("decrease", 5, None, "%")),
        ("Tỷ suất tử vong mẹ trên 1.000 trẻ đẻ sống dưới 15", ("<", 15, None, None)),
        ("Giá trị thu được trên 01 ha đất trồng trọt đạt 130 triệu đồng", ("=", 130, None, "triệu đồng")),
        ("Số người được tập huấn đạt trên 1.000 người", (">", 1000, None, "người")),
        ("Số hộ tham gia trên 1.000 hộ", (">", 1000, None, "hộ")),
        ("không có cặp hôn nhân cận huyết thống", ("=", 0, None, "cặp")),
        ("Tỷ lệ có việc làm sau khi tốt nghiệp đạt trên 80%", (">", 80, None, "%")),
        ("50 sản phẩm đạt 4 sao trở lên", ("=", 50, None, "sản phẩm")),
        ("Phấn đấu đến hết Quý III/2025 giải ngân đạt 65% kế hoạch", ("=", 65, None, "%")),
        ("phát sóng tối thiểu 02 số/tháng", (">=", 2, None, "số/tháng")),
        ("100% doanh nghiệp có tối thiểu 10 lao động được kiểm tra", ("=", 100, None, "%")),
    ],
)
def test_target_line(words: str, expected: Short) -> None:
    assert short(one(words)) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Hoàn thành kế hoạch được giao, đạt kế hoạch đề ra",
        "Không để phát sinh hồ sơ chậm, muộn",
        "Nâng cao chất lượng dịch vụ công trực tuyến mức độ 3 và 4",
        "Thực hiện Đề án 06, 5 biết, 4 thể hiện, 3 không",
        "Năm 2023 đã giải quyết 95% hồ sơ",
        "tỷ lệ lấp đầy mới đạt 29,0%",
        "Hiện có 05 xã đạt chuẩn",
        "Tổng kinh phí 5,2 tỷ đồng; dự toán khoảng 300 triệu đồng",
        "Báo cáo trong vòng 15 ngày kể từ ngày ban hành",
        "trẻ em dưới 5 tuổi được tiêm chủng",
        "2 Số giường bệnh trên 10.000 dân",
        "1 Tỷ lệ bao phủ bảo hiểm y tế",
        "Giai đoạn 2021 - 2025, tầm nhìn đến năm 2045",
        "Giải quyết việc làm cho người không có việc làm",
    ],
)
def test_no_target_line(words: str) -> None:
    assert [t.printed for t in targets(words)] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Thí điểm tại 126 xã, phường", [("=", 126, None, "xã, phường")]),
        ("Phấn đấu 03-05 dự án quy mô lớn được chấp thuận", [("range", 3, 5, "dự án")]),
        ("Tổ chức thành công 01 đợt cao điểm", [("=", 1, None, "đợt")]),
        ("100% chợ trên địa bàn 126 xã, phường thanh toán số", [("=", 100, None, "%")]),
        ("100% nhóm hộ có doanh thu trên 1 tỷ đồng dùng hóa đơn điện tử", [("=", 100, None, "%")]),
        ("100% cơ quan, đơn vị có từ 10 người trở lên", [("=", 100, None, "%")]),
        ("100% hồ sơ phát sinh của nhóm 05 thủ tục", [("=", 100, None, "%")]),
        (
            "Hoàn thành đối với 100% (khoảng 2.729) thôn, tổ dân phố",
            [("=", 100, None, "%"), ("approx", 2729, None, "thôn, tổ dân phố")],
        ),
        (
            "bảo đảm giảm 50% thời gian giải quyết, 50% thành phần hồ sơ",
            [("decrease", 50, None, "%"), ("decrease", 50, None, "%")],
        ),
        (
            "126 xã, phường tổ chức sự kiện (duy trì tối thiểu 01 lần/tuần)",
            [("=", 126, None, "xã, phường"), (">=", 1, None, "lần/tuần")],
        ),
    ],
)
def test_product(words: str, expected: list[Short]) -> None:
    assert [short(t) for t in targets(words, "product")] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("chuẩn hóa kỹ năng cho 100% công chức", [("=", 100, None, "%")]),
        (
            "Triển khai thí điểm 02 mô hình (gồm 01 mô hình tại nội thành và 01 mô hình tại ngoại thành)",
            [("=", 2, None, "mô hình"), ("=", 1, None, "mô hình"), ("=", 1, None, "mô hình")],
        ),
        ("04 cán bộ", [("=", 4, None, "cán bộ")]),
        ("mỗi đơn vị cử 02 cán bộ", [("=", 2, None, "cán bộ")]),
        ("Đối với khoảng 950.000 thửa đất còn lại", [("approx", 950000, None, "thửa đất")]),
        ("mỗi năm tổ chức đấu giá từ 05 mỏ đá làm vật liệu trở lên", [(">=", 5, None, "mỏ")]),
        ("hướng dẫn bổ sung hồ sơ không quá 01 lần", [("<=", 1, None, "lần")]),
        ("Mỗi xã có ít nhất 01 mô hình", [(">=", 1, None, "mô hình")]),
        ("Đầu tư 12 điểm tập kết, 150 thùng chứa rác", [("=", 12, None, "điểm tập kết"), ("=", 150, None, "thùng")]),
        ("Lắp đặt 40 trụ chữa cháy mới tại các tuyến phố", [("=", 40, None, "trụ")]),
        ("Sửa chữa 35 đoạn ta luy", [("=", 35, None, "đoạn ta")]),
        ("Nâng cấp, mở rộng 12 km đường", [("=", 12, None, "km")]),
        ("Bồi dưỡng nghiệp vụ cho 500 lao động du lịch", [("=", 500, None, "lao động")]),
        ("Tổ chức tập huấn kỹ năng số cho 1.200 cán bộ, công chức", [("=", 1200, None, "cán bộ, công chức")]),
        ("Cấp thẻ bảo hiểm y tế cho 3.500 người cao tuổi", [("=", 3500, None, "người")]),
        ("Đưa vào khai thác sử dụng 114 cơ sở dữ liệu", [("=", 114, None, "cơ sở dữ liệu")]),
        ("Sắp xếp 3 đơn vị sự nghiệp", [("=", 3, None, "đơn vị")]),
        ("lương thực dự trữ đủ dùng tối thiểu 07 ngày", [(">=", 7, None, "ngày")]),
        ("đề xuất mở rộng cụm công nghiệp lên 75ha để hoàn thiện mặt bằng", [("=", 75, None, "ha")]),
        ("nâng cao chất lượng rừng", []),
        ("mỗi tuần có ít nhất 02 ngày tại thôn, bản", [(">=", 2, None, "ngày")]),
        ("miễn tiền thuê đất tối đa 50 năm", [("<=", 50, None, "năm")]),
        ("ủng hộ tối thiểu 200 ngày công", [(">=", 200, None, "ngày công")]),
        ("giảm thời gian cấp phép từ 15 ngày xuống còn 10 ngày", [("=", 10, None, "ngày")]),
        # known objects, scopes, conditions, durations, funding
        ("Kiểm tra an toàn toàn bộ 124 hồ chứa nước", []),
        ("Hỗ trợ 10 cụm công nghiệp đã hình thành", []),
        ("Triển khai 06 nhiệm vụ trọng tâm, thực hiện 19 tiêu chí", []),
        ("(Phương án 1: không thành lập; Phương án 2: thành lập 01 Hội đồng)", []),
        ("gửi về Sở Nội vụ (02 bản giấy)", []),
        ("hoàn thành trong thời gian không quá 15 ngày", []),
        ("thời hạn giải quyết không quá 05 ngày làm việc", []),
        ("hoàn thiện thủ tục đối với 10 cụm công nghiệp đã hình thành", []),
        ("Phối hợp với 12 sở, ngành rà soát 45 thủ tục", []),
        ("hệ thống quản lý văn bản của 4 trục cơ quan", []),
        ("Đối với các đơn vị giải ngân dưới 50%, kiểm điểm trách nhiệm", []),
        ("Rà soát doanh nghiệp có trên 50% vốn nhà nước", []),
        ("Trường hợp hồ sơ quá hạn trên 30% thì báo cáo", []),
        ("thông báo đến Ủy ban nhân dân tỉnh ít nhất 10 ngày", []),
        ("Định kỳ 02 tuần một lần báo cáo", []),
        ("02 lần/năm tổ chức đối thoại", []),
        ("Công trình từ 3 tầng trở lên phải thẩm duyệt", []),
        ("Dự án có tổng mức đầu tư trên 100 tỷ đồng phải báo cáo", []),
        ("xử phạt từ 5.000.000 đồng đến 10.000.000 đồng", []),
        ("bảo vệ kho 24/24h, theo Điều 17", []),
        ("Ngân sách tỉnh hỗ trợ 70%, ngân sách huyện 30%", []),
        ("triển khai tại Cụm công nghiệp Phú Thịnh 1, Phú Thịnh 2", []),
        ("Chỉ số hài lòng cao hơn so với năm 2023", []),
        ("không có hồ sơ quá hạn", []),
    ],
)
def test_task(words: str, expected: list[Short]) -> None:
    assert [short(t) for t in targets(words, "task")] == expected


def test_a_least_number_inside_a_share() -> None:
    words = "60% phụ nữ mang thai được tầm soát ít nhất 4 loại bệnh và 75% trẻ sơ sinh được sàng lọc ít nhất 5 bệnh"
    assert [short(t)[:2] for t in targets(words)] == [("=", 60), (">=", 4), ("=", 75), (">=", 5)]


def test_a_sentence_of_news() -> None:
    words = "tỉnh đón khoảng 9 triệu lượt khách lưu trú, trong đó tối thiểu 3 triệu lượt khách quốc tế; thu 40 tỷ đồng"
    assert [short(t)[:2] for t in targets(words)] == [("approx", 9), (">=", 3), ("=", 40)]
    assert [t.metric for t in targets(words)][:2] == ["lượt khách lưu trú", "lượt khách quốc tế"]


def test_a_cell_cut_by_a_page() -> None:
    text = "bảo đảm giảm 50%\nTrang 5\nthời gian giải quyết, 50% thành phần hồ sơ"
    pieces = (Span(0, text.index("\n")), Span(text.index("thời"), len(text)))
    found = find_targets_in_pieces(text, pieces, place="product", year=2026)
    assert [short(target) for _, target in found] == [("decrease", 50, None, "%")] * 2
    assert [piece for piece, _ in found] == list(pieces)
    assert [target.span.cut(text) for _, target in found] == [target.printed for _, target in found]


def test_a_figure_cut_by_a_page_is_read_by_pieces() -> None:
    text = "từ 80%\nTrang 5\ntrở lên"
    pieces = (Span(0, 6), Span(text.index("trở"), len(text)))
    ((piece, target),) = find_targets_in_pieces(text, pieces, place="product", year=None)
    assert (piece, target.span.cut(text)) == (pieces[0], target.printed)


def test_several_numbers_with_one_predicate() -> None:
    words = "90% hồ sơ tại cấp tỉnh; 80% hồ sơ tại cấp huyện và 60% hồ sơ tại cấp xã được xử lý trên môi trường mạng"
    assert [short(t) for t in targets(words)] == [("=", n, None, "%") for n in (90, 80, 60)]


def test_a_shared_bound_goes_on() -> None:
    found = targets("Tối thiểu 80% hồ sơ cấp tỉnh, 70% cấp huyện và 60% cấp xã; 100% văn bản điện tử")
    assert [t.comparator for t in found] == [">=", ">=", ">=", "="]
    assert [t.rule for t in found][1:3] == ["target.shared_predicate"] * 2


def test_two_statements_about_one_index() -> None:
    found = targets("Chỉ số hài lòng về dịch vụ bằng cao hơn so với năm 2023. Đạt từ 85% trở lên.")
    assert [short(t) for t in found] == [(">=", None, None, None), (">=", 85, None, "%")]
    assert [t.metric for t in found] == ["Chỉ số hài lòng về dịch vụ"] * 2


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Phấn đấu tỷ lệ đạt từ 80% trở lên.", "đạt từ 80% trở lên"),
        ("Hằng năm 100% văn bản đúng quy trình", "Hằng năm 100%"),
        ("bố trí ít nhất từ\n02- 03 công chức cho Trung tâm", "ít nhất từ 02- 03 công chức"),
        ("Mỗi xã có 01 mô hình", "01 mô hình"),
        ("Hoàn thành từ 100% kế hoạch trở lên", "từ 100% kế hoạch trở lên"),
    ],
)
def test_printed(words: str, printed: str) -> None:
    assert one(words).printed == printed


@pytest.mark.parametrize(
    ("words", "rate"),
    [
        ("xếp hạng tăng bình quân mỗi năm từ 5 - 8 bậc", "mỗi năm"),
        ("Tốc độ tăng trưởng đạt 8,5%/năm", "mỗi năm"),
        ("Tối thiểu 10 công trình chào mừng/năm", "mỗi năm"),
        ("Thu nhập đạt 60 triệu đồng/người/năm", "mỗi năm"),
        ("duy trì tối thiểu 01 lần/tuần", None),
        ("100% hồ sơ", None),
    ],
)
def test_rate(words: str, rate: str | None) -> None:
    assert one(words).rate == rate


@pytest.mark.parametrize(
    ("words", "baseline"),
    [
        ("tăng 1-2 bậc so với năm 2023", "2023"),
        ("tăng không quá 20% so với số lượng sử dụng của năm 2017", "2017"),
        ("thu ngân sách tăng 12% so với cùng kỳ", "cùng kỳ"),
        ("Tỷ lệ hài lòng đạt 85% (năm 2023 đạt 81,2%)", "năm 2023 đạt 81,2%"),
        ("Nâng tỷ lệ hồ sơ trực tuyến từ 60% lên 75%", "60%"),
        ("(tổng giai đoạn 2018 - 2025 giảm tối thiểu 20% đơn vị)", "giai đoạn 2018 - 2025"),
        ("Chỉ số hài lòng cao hơn so với năm 2023", "2023"),
        ("không thấp hơn năm trước", "năm trước"),
        ("100% hồ sơ", None),
    ],
)
def test_baseline(words: str, baseline: str | None) -> None:
    assert one(words).baseline == baseline


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("Đến năm 2025 đạt 80%, đến năm 2030 đạt 90%", [2025, 2030]),
        ("Đến năm 2028: 80% hồ sơ trực tuyến; 60% thanh toán số", [2028, 2028]),
        ("Trong năm 2022, hoàn thành phê duyệt ở 100% cơ quan", [2022]),
        ("tăng từ 5 - 8 bậc; đến năm 2025, xếp thứ hạng 20/63", [2026, 2025]),
        ("Chỉ số năng lực cạnh tranh năm 2021, xếp thứ 20/63", [2021]),
        ("đạt 80% vào năm 2027", [2027]),
        ("tăng 2 bậc so với năm 2023", [2026]),
        ("Tỷ lệ hài lòng đạt 85% (năm 2023 đạt 81,2%)", [2026]),
    ],
)
def test_due_on(words: str, years: list[int]) -> None:
    assert [t.due_on for t in targets(words)] == [date(year, 12, 31) for year in years]


def test_no_year_is_invented() -> None:
    assert one("ít nhất 02 công chức", "task", None).due_on is None


@pytest.mark.parametrize(
    ("words", "metric"),
    [
        ("Hơn 95% hồ sơ TTHC xã được giải quyết đúng hạn", "hồ sơ TTHC xã được giải quyết đúng hạn"),
        ("Trong đó, tỷ lệ giao dịch trực tuyến đạt từ 30% trở lên", "tỷ lệ giao dịch trực tuyến"),
        ("Mức độ hài lòng của người dân đạt tối thiểu 90%.", "Mức độ hài lòng của người dân"),
        ("Tối thiểu 20 doanh nghiệp công nghệ số tham gia", "doanh nghiệp công nghệ số tham gia"),
        ("khoảng 3,2 triệu thửa đất (đã được đo đạc)", "thửa đất (đã được đo đạc)"),
        ("Giảm tỷ lệ hộ nghèo 1%", "tỷ lệ hộ nghèo"),
        ("Tổng tỷ suất sinh đạt 2,1 con/phụ nữ", "Tổng tỷ suất sinh"),
        ("Tỷ lệ hồ sơ trả đúng hạn: 98%", "Tỷ lệ hồ sơ trả đúng hạn"),
        ("Phấn đấu đạt tỷ lệ trên 95%.", None),
    ],
)
def test_metric(words: str, metric: str | None) -> None:
    assert one(words).metric == metric


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("85", "%", ("=", 85, None, "%")),
        ("85,5%", None, ("=", 85.5, None, "%")),
        (">= 90", "%", (">=", 90, None, "%")),
        ("≥90%", None, (">=", 90, None, "%")),
        ("25-30/63", None, ("range", 25, 30, "hạng")),
        ("Top 20", "hạng", ("<=", 20, None, "hạng")),
        ("Trên 95", "%", (">", 95, None, "%")),
        ("100", "%", ("=", 100, None, "%")),
        ("1.250", "hộ", ("=", 1250, None, "hộ")),
        ("5 - 7", "mô hình", ("range", 5, 7, "mô hình")),
        ("từ 80% trở lên", None, (">=", 80, None, "%")),
        ("2025", "hộ", ("=", 2025, None, "hộ")),
        ("20 xã", None, ("=", 20, None, "xã")),
    ],
)
def test_value_cell(cell: str, unit: str | None, expected: Short) -> None:
    text = f"Chỉ tiêu\t{cell} "
    target = parse_value_cell(text, Span(9, len(text)), unit=unit, year=2025)
    assert target is not None
    assert short(target) == expected
    assert (target.due_on, target.printed) == (date(2025, 12, 31), cell)


@pytest.mark.parametrize(
    "cell", ["", "-", "Đạt", "2025", "30/9", "Sở Nội vụ 02 bản", "85% và 90%", "Tháng 6/2026", "15/8/2026", "x"]
)
def test_no_value_cell(cell: str) -> None:
    assert parse_value_cell(cell, Span(0, len(cell)), unit=None, year=2025) is None


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("Giám sát ứng dụng; chuẩn hóa kỹ năng cho 100% công chức", "chuẩn hóa kỹ năng cho 100% công chức"),
        ("Mức độ hoàn thành kế hoạch: Hoàn thành từ 100% kế hoạch trở lên.", "Hoàn thành từ 100% kế hoạch trở lên"),
        ("Có ít nhất 3 sáng kiến (đề tài; giải pháp) mới", "Có ít nhất 3 sáng kiến (đề tài; giải pháp) mới"),
        (
            "Số lượng phải sát nhu cầu, tăng không quá 20% so với năm 2017. Khi cần tăng hơn phải giải trình",
            "tăng không quá 20% so với năm 2017",
        ),
    ],
)
def test_clause_of(words: str, clause: str) -> None:
    target = one(words, "task")
    assert clause_of(words, Span(0, len(words)), target).cut(words) == clause


def test_spans_are_absolute() -> None:
    text = "Mở đầu 50%.\nMục tiêu: đạt 80% hồ sơ"
    (target,) = find_targets(text, Span(text.index("Mục"), len(text)), place="target_line", year=None)
    assert text[target.span.start : target.span.end] == target.printed == "đạt 80%"


def test_a_label_before_the_item_is_no_metric() -> None:
    text = "a) Mục tiêu, yêu cầu: đạt trên 95%."
    (target,) = find_targets(text, Span(text.index("đạt"), len(text)), place="target_line", year=None)
    assert target.metric is None
