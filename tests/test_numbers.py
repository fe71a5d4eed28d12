"""The number grammar of DOMAIN 4.2: what a figure is worth, and what is no figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Span
from extractors.numbers import Figure, find_figures, parse_number, parse_number_words


def figures(words: str) -> list[Figure]:
    found = find_figures(words, Span(0, len(words)))
    assert all(words[f.span.start : f.span.end].strip() for f in found)
    return found


def one(words: str) -> Figure:
    (figure,) = figures(words)
    return figure


def vietnamese(whole: int, decimals: str = "") -> str:
    return f"{whole:,}".replace(",", ".") + (f",{decimals}" if decimals else "")


@pytest.mark.parametrize(
    ("printed", "value", "doubtful"),
    [
        ("88,46", 88.46, False),
        ("7,6", 7.6, False),
        ("1.500", 1500, False),
        ("50.000", 50000, False),
        ("2.729", 2729, False),
        ("1.234.567,5", 1234567.5, False),
        ("02", 2, False),
        ("0", 0, False),
        ("8.5", 8.5, True),  # not three digits after the dot: a decimal point
        ("0.500", 0.5, True),  # no group of thousands begins with 0
        ("1,234,567", 1234567, True),
        ("5,000", 5000, True),
    ],
)
def test_parse_number(printed: str, value: float, doubtful: bool) -> None:
    number = parse_number(printed)
    assert number is not None
    assert (number.value, number.doubtful) == (value, doubtful)


@pytest.mark.parametrize("printed", ["", "một", "1.1.2", "1.23.4", "1.234.5", "12a", "1,234.5", "-5"])
def test_no_number(printed: str) -> None:
    assert parse_number(printed) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_whole_numbers_survive(value: int) -> None:
    for printed in (vietnamese(value), str(value)):
        number = parse_number(printed)
        assert number is not None
        assert number.value == value
        assert not number.doubtful


@given(st.integers(min_value=0, max_value=10**7), st.integers(min_value=1, max_value=9999))
def test_decimals_survive(whole: int, decimals: int) -> None:
    number = parse_number(vietnamese(whole, str(decimals)))
    assert number is not None
    assert number.value == pytest.approx(float(f"{whole}.{decimals}"))


@given(
    st.integers(min_value=0, max_value=9999),
    st.integers(min_value=1, max_value=9999),
    st.sampled_from([" - ", "-", "- ", "–", " đến ", " tới ", "% - "]),
)
def test_ranges_survive(low: int, step: int, dash: str) -> None:
    printed = f"{vietnamese(low)}{dash}{vietnamese(low + step)}%"
    figure = one(f"đạt {printed} hồ sơ")
    assert (figure.value, figure.value_max, figure.percent, figure.shape) == (low, low + step, True, "range")
    assert f"đạt {printed}"[figure.span.start : figure.span.end] == printed


@given(st.integers(min_value=1, max_value=99))
def test_number_words_survive(value: int) -> None:
    ones = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    tens, unit = divmod(value, 10)
    tail = {1: "mốt", 5: "lăm"}.get(unit, ones[unit]) if tens > 1 else ("lăm" if unit == 5 and tens else ones[unit])
    head = "" if tens == 0 else "mười" if tens == 1 else f"{ones[tens]} mươi"
    assert parse_number_words(f"{head} {tail}".strip()) == value


@pytest.mark.parametrize(
    ("words", "printed", "value", "value_max", "out_of", "percent"),
    [
        ("xếp thứ hạng từ 25 - 30/63 tỉnh", "25 - 30/63", 25, 30, 63, False),
        ("xếp thứ 28/63", "28/63", 28, None, 63, False),
        ("ít nhất từ 02- 03 công chức", "02- 03", 2, 3, None, False),
        ("đạt 45-50%", "45-50%", 45, 50, None, True),
        ("Đạt 90% - 100% chỉ tiêu", "90% - 100%", 90, 100, None, True),
        ("từ 80% đến dưới 90%", "80% đến dưới 90%", 80, 90, None, True),
        ("từ 5 bậc đến 8 bậc", "5 bậc đến 8", 5, 8, None, False),
        ("đạt 88,46 % hồ sơ", "88,46 %", 88.46, None, None, True),
        ("80 phần trăm", "80 phần trăm", 80, None, None, True),
        ("20 %/năm", "20 %", 20, None, None, True),
        ("03 (ba) hội nghị", "03 (ba)", 3, None, None, False),
        ("trồng 500ha rừng", "500", 500, None, None, False),
        ("8/10 xã", "8/10", 8, None, 10, False),
        ("cấp 500 giấy chứng nhận", "500", 500, None, None, False),
        ("hai mươi lăm mô hình", "hai mươi lăm", 25, None, None, False),
    ],
)
def test_figures(
    words: str, printed: str, value: float, value_max: float | None, out_of: int | None, percent: bool
) -> None:
    figure = one(words)
    assert words[figure.span.start : figure.span.end] == printed
    assert (figure.value, figure.value_max, figure.out_of, figure.percent) == (value, value_max, out_of, percent)


@pytest.mark.parametrize(
    ("words", "value"), [("1/3 số hộ", 1 / 3), ("2/3 số phiếu", 2 / 3), ("một phần ba số xã", 1 / 3)]
)
def test_fractions(words: str, value: float) -> None:
    figure = one(words)
    assert figure.shape == "fraction"
    assert figure.value == pytest.approx(value)


def test_flags() -> None:
    assert one("500+ doanh nghiệp").at_least
    assert one("tốp 20").top
    assert one("trong nhóm 10 tỉnh dẫn đầu").top
    assert one("hạn 9/12").date_like
    assert one("tổng cộng 2025 hồ sơ").year_like


def test_a_falling_pair_is_no_range() -> None:
    assert [(f.value, f.value_max) for f in figures("90 - 80 hồ sơ")] == [(90, None), (80, None)]


def test_a_new_bullet_is_no_range() -> None:
    assert [f.value for f in figures("đạt 80\n- 90% hồ sơ")] == [80, 90]


@pytest.mark.parametrize(
    "words",
    [
        "Nghị định số 107/2020/NĐ-CP ngày 14/9/2020",
        "Kế hoạch số 20-KH/BCĐ 57",
        "Nghị quyết số 36a-NQ/CP",
        "Chỉ thị 11-CT/TU, Chỉ thị 11 của Ban Thường vụ",
        "Văn bản số 10384/VPCP-KGVX; Quyết định số 2443/QĐUBND",
        "QCVN 01:2019/BCT",
        "ngày 15 tháng 8 năm 2026, tháng 10, 11/2017, 15/8/2026, 9.2024",
        "giai đoạn 2021 – 2025, thời kỳ 2021-2030, năm 2026",
        "trước 15/6, từ 01/7 đến 30/9",
        "24/24h, 15h00, 16 giờ 30",
        "Điều 17, khoản 2, mục 3 và 4, điểm 1.2 khoản 3",
        "Đề án 06, Nghị quyết 57, Ban Chỉ đạo 57",
        "mức độ 3 và 4, cấp 2, cấp độ 3",
        "khẩu hiệu 5 biết, 4 thể hiện, 3 không",
        "nhóm 05 thủ tục, lần thứ 20, phường 3",
        "mục tiêu 90-90-90",
        "1 số dự án",
        "điện thoại 0255.3822.456; hotline: 1900 1234",
        "1.2. Nâng cao chất lượng",
        "(1) Rà soát, (2) đánh giá",
        "tiêu chí “Tỷ lệ giải ngân đạt 100%”",
        "Covid-19, IC18, R2",
        "gói thầu số 16 lý trình Km26+793",
        "hằng năm báo cáo, một tổ chức",
    ],
)
def test_no_figures(words: str) -> None:
    assert [words[f.span.start : f.span.end] for f in figures(words)] == []


def test_only_inside_the_span() -> None:
    words = "đạt 80% và 90%"
    assert [f.value for f in find_figures(words, Span(0, 7))] == [80]
