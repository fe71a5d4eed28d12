"""TCVN3, VNI, VISCII and UTF-8 read as a code page: every letter back, and nothing else touched."""

from __future__ import annotations

import unicodedata

import pytest
from legacy_typing import type_in

from extractors.document import Span
from extractors.legacy_detection import Hint, find_legacy, repair
from extractors.legacy_encodings import ENCODINGS, Encoding, convert, font_encoding

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = "".join(unicodedata.normalize("NFC", v + tone) for v in "aăâeêioôơuưy" for tone in TONES) + "đ"
PLAN = """KẾ HOẠCH
Cải cách hành chính năm 2026 trên địa bàn tỉnh
Căn cứ Nghị quyết số 15/NQ-CP ngày 05 tháng 01 năm 2026 của Chính phủ, Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:
1. Rà soát, cắt giảm ít nhất 30% thời gian giải quyết thủ tục hành chính; phấn đấu vượt chỉ tiêu được giao.
a) Sở Nội vụ chủ trì, phối hợp với các sở, ngành, địa phương thực hiện trước ngày 15/12/2026.
b) Những nhiệm vụ đã quá hạn thì cấp ủy, người đứng đầu phải giải trình bằng văn bản; kiểm điểm, xử lý nghiêm.
"""
FOREIGN = (
    "Où est l'été ? Ça coûte cher : à Noël, le maïs dû, où vont les élèves français, déjà là, naïveté, août, sûr, dû.",
    "The café’s naïve façade – résumé of Søren Kierkegaard & Citroën, München, Ångström, 25 °C, µm, © 2024 ® ½ «text»",
    "El niño pequeño comió piñas; mañana será otro año, señor Muñoz. Coração não é opção, São Paulo",
    "Die Übung für Öl und Äpfel, größer, schön, müde, über, höchste Qualität, Bücher, Tür",
)


def repaired(text: str, hints: tuple[Hint, ...] = ()) -> str:
    found = repair(text, hints)
    return text if found is None else found.text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_letter_comes_back(encoding: Encoding) -> None:
    letters = LETTERS if encoding == "tcvn3" else LETTERS + LETTERS.upper()

    assert convert(type_in(letters, encoding), encoding).text == letters


def test_offsets_name_the_first_code_of_each_letter() -> None:
    typed = "UÛy ban nhaân daân"
    converted = convert(typed, "vni")

    assert converted.text == "Ủy ban nhân dân"
    assert [typed[a:b] for a, b in zip(converted.offsets, converted.offsets[1:], strict=False)][:2] == ["UÛ", "y"]
    assert len(converted.offsets) == len(converted.text) + 1 and converted.offsets[-1] == len(typed)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_whole_plan_comes_back(encoding: Encoding) -> None:
    assert repaired(type_in(PLAN, encoding)).lower() == PLAN.lower()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("UBND tØnh §¾k L¾k", "UBND tỉnh Đắk Lắk"),  # short: a loader that judges lines took it for VNI
        ("Uû ban nh©n d©n tØnh Kh¸nh Hoµ", "Uỷ ban nhân dân tỉnh Khánh Hoà"),
        ("UÛY BAN NHAÂN DAÂN TÆNH QUAÛNG NGAÕI", "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"),
        ("Uûy ban nhaân daân", "Ủy ban nhân dân"),
        ("HéI §åNG NH¢N D¢N", "HỘI ĐỒNG NHÂN DÂN"),
        ("ñY BAN NH¢N D¢N TØNH", "ỦY BAN NHÂN DÂN TỈNH"),
        ("ng\xadêi ®øng ®Çu c¬ quan nhµ n\xadíc", "người đứng đầu cơ quan nhà nước"),
        ("vèn ®Çu t− n−íc ngoµi, ®−êng bé", "vốn đầu tư nước ngoài, đường bộ"),  # the soft hyphen in a PDF
        ("− N©ng cao hiÖu qu¶ qu¶n lý", "− Nâng cao hiệu quả quản lý"),  # and a bullet
        ("Sá»Ÿ Ná»™i vá»¥ chá»§ trÃ¬", "Sở Nội vụ chủ trì"),
    ],
)
def test_short_texts(typed: str, printed: str) -> None:
    assert repaired(typed) == printed


@pytest.mark.parametrize("text", [PLAN, PLAN.upper(), *PLAN.split("\n"), *FOREIGN, "§ 5 ¸ 10 µg © 2024 · Nội dung ®"])
def test_unicode_and_other_languages_stay(text: str) -> None:
    assert find_legacy(text) == ()


def test_runs_of_both_in_one_text() -> None:
    lines = [line for line in PLAN.split("\n") if line]
    mixed = "\n".join(type_in(line, "tcvn3") if index % 2 else line for index, line in enumerate(lines))

    assert repaired(mixed).lower() == "\n".join(lines).lower()


def test_a_run_in_the_middle_of_a_line() -> None:
    typed = (
        "Giao Sở Tài chính chủ trì: " + type_in("thẩm định dự toán kinh phí của các đơn vị", "tcvn3") + " trong quý II"
    )

    assert repaired(typed) == "Giao Sở Tài chính chủ trì: thẩm định dự toán kinh phí của các đơn vị trong quý II"


def test_a_name_beside_a_run_stays_as_it_is() -> None:
    # "Tòng" and "Võ" are syllables in both readings; the Unicode signature stands right above the TCVN3 recipients.
    typed = "TM. ỦY BAN NHÂN DÂN\nVõ Thanh Tòng\n" + type_in("- Bộ Tài nguyên và Môi trường;\n- Lưu: Văn thư.", "tcvn3")

    assert "Võ Thanh Tòng\n- Bộ Tài nguyên" in repaired(typed)


def test_the_font_is_a_hint_and_no_proof() -> None:
    word, unicode = type_in("mùa", "tcvn3"), "Sở Nội vụ chủ trì"

    assert repaired(word) == word
    assert repaired(word, (Hint(Span(0, len(word)), "tcvn3"),)) == "mùa"
    assert repaired(unicode, (Hint(Span(0, len(unicode)), "tcvn3"),)) == unicode


def test_a_capital_font_prints_capitals() -> None:
    typed = type_in("quy trình tổng thể", "tcvn3")

    assert repaired(typed, (Hint(Span(0, len(typed)), "tcvn3", capitals=True),)) == "QUY TRÌNH TỔNG THỂ"
    assert font_encoding(".VnTimeH") == ("tcvn3", True)
    assert font_encoding("VNI-Times") == ("vni", False)
    assert font_encoding("Times New Roman") is None


def test_repaired_text_can_be_cut_by_places_of_the_source() -> None:
    typed = "Soá 12: " + type_in("Ủy ban nhân dân tỉnh Quảng Ngãi", "vni")
    found = repair(typed)

    assert found is not None
    assert found.cut(Span(0, 3)) == "Số"
    assert found.cut(Span(3, len(typed))) == " 12: Ủy ban nhân dân tỉnh Quảng Ngãi"


@pytest.mark.parametrize("nonsense", ["\xad" * 10_000, "¸" * 10_000, "¸ " * 10_000, "\x80\xff" * 5_000])
def test_nonsense_ends_and_stays(nonsense: str) -> None:
    assert repaired(nonsense) == nonsense
