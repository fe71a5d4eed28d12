"""Printed names against the authority list: who they are on a day and in a place, and what cannot be said."""

from __future__ import annotations

from datetime import date

import pytest
from factories import document

from extractors.agencies import parse_agencies
from extractors.agency_resolution import Resolver, resolve
from extractors.authority import abbreviations, agencies, agency_words, groups
from extractors.document import Span
from extractors.text import clean

HA_GIANG, HA_NOI = "Ủy ban nhân dân tỉnh Hà Giang", "Ủy ban nhân dân thành phố Hà Nội"


@pytest.mark.parametrize(
    ("name", "on", "issuer", "canonical"),
    [
        ("Sở NV", date(2022, 7, 11), HA_GIANG, "Sở Nội vụ tỉnh Hà Giang"),
        ("Sở KH&CN", date(2026, 7, 14), HA_NOI, "Sở Khoa học và Công nghệ thành phố Hà Nội"),
        ("VP UBND tỉnh", None, HA_GIANG, "Văn phòng Ủy ban nhân dân tỉnh Hà Giang"),
        ("Uỷ ban nhân dân tỉnh", None, "Ủy ban nhân dân tỉnh Hoà Bình", "Ủy ban nhân dân tỉnh Hòa Bình"),
        ("UBND phường Văn Phú", None, "Ủy ban nhân dân tỉnh Lào Cai", "Ủy ban nhân dân phường Văn Phú"),
        ("Thuế Hà Nội", date(2026, 7, 14), HA_NOI, "Thuế thành phố Hà Nội"),
        ("Văn phòng Thành ủy", None, HA_NOI, "Văn phòng Thành ủy Hà Nội"),
        ("Phòng Kinh tế", date(2024, 1, 5), "Ủy ban nhân dân huyện Mộ Đức", "Phòng Kinh tế huyện Mộ Đức"),
        ("Phòng Kinh tế", date(2026, 1, 5), "Ủy ban nhân dân xã Tân Sơn", "Phòng Kinh tế xã Tân Sơn"),
        ("Văn phòng Thống kê xã", date(2024, 9, 1), "Ủy ban nhân dân xã Ea Rál",
         "Công chức Văn phòng - Thống kê xã Ea Rál"),
        ("Kho bạc Nhà nước khu vực VIII", date(2026, 1, 1), None, "Kho bạc Nhà nước khu vực VIII"),
        ("Giám đốc Sở Y tế", None, HA_GIANG, "Sở Y tế tỉnh Hà Giang"),
        ("Bộ Xây dựng", None, HA_GIANG, "Bộ Xây dựng"),
        ("các sở, ngành liên quan", None, None, "các cơ quan, đơn vị có liên quan"),
        ("Sở Kế hoạch và Đầu tư", date(2025, 1, 8), None, "Sở Kế hoạch và Đầu tư"),
        ("Sở Kế hoạch và Đầu tư", date(2026, 1, 8), None, None),  # merged into Sở Tài chính in 2025
        ("Sở Nông nghiệp và Môi trường", date(2022, 7, 11), HA_GIANG, None),  # founded in 2025
        ("Trung tâm Phục vụ hành chính công", date(2026, 1, 1), None, None),  # of a province or of a commune
        ("Công ty ABC", None, HA_GIANG, None),
        ("Mỗi sở, ngành liên quan", None, None, "các cơ quan, đơn vị có liên quan"),
        ("Các bộ, ngành và địa phương", None, None, "các bộ, ngành, địa phương"),
        ("Ngân hàng Nhà nước chi nhánh khu vực 3", date(2026, 1, 1), None, "Ngân hàng Nhà nước chi nhánh khu vực 3"),
        ("Bộ Chính trị", None, HA_GIANG, "Bộ Chính trị"),
        ("Văn phòng Tỉnh ủy", None, "Tỉnh ủy Hà Nam", "Văn phòng Tỉnh ủy Hà Nam"),
        ("Đảng ủy UBND tỉnh", None, "tỉnh Ủy Hà Nam", "Đảng ủy Ủy ban nhân dân tỉnh Hà Nam"),
        ("UBND cấp xã", date(2026, 7, 14), HA_NOI, "UBND các xã, phường, đặc khu"),
        ("UBND cấp xã", date(2024, 7, 14), HA_NOI, "UBND các xã, phường, thị trấn"),
        ("UBND các xã, phường", None, HA_NOI, None),  # before or after 01/07/2025
        ("Ủy ban nhân dân quận, huyện", date(2005, 8, 17), HA_NOI, "UBND các huyện, thị xã, thành phố"),
        ("UBND các huyện", date(2026, 1, 8), HA_GIANG, None),
        ("các sở, ban, ngành cấp tỉnh có liên quan", None, HA_GIANG, "các cơ quan, đơn vị có liên quan"),
        ("các Sở, ngành thành phố", None, HA_NOI, "các sở, ban, ngành"),
        ("các cơ quan, đơn vị trên địa bàn tỉnh", None, HA_GIANG, "các cơ quan, đơn vị"),
        ("Các sở, ban, ngành, địa phương", None, HA_GIANG, "các sở, ban, ngành, địa phương"),
        # A city of the province's level, and one of the district's with the name of its province.
        ("UBND thành phố", date(2024, 1, 5), HA_NOI, "Ủy ban nhân dân thành phố Hà Nội"),
        ("UBND thành phố", date(2024, 1, 5), HA_GIANG, None),  # which of its cities?
        ("UBND thành phố Hà Giang", date(2024, 1, 5), HA_GIANG, "Ủy ban nhân dân thành phố Hà Giang"),
        ("Công an thành phố Vinh", date(2024, 1, 5), "Ủy ban nhân dân tỉnh Nghệ An", "Công an thành phố Vinh"),
        ("Sở Nội vụ", date(2024, 1, 5), "Ủy ban nhân dân tỉnh Thừa Thiên Huế", "Sở Nội vụ tỉnh Thừa Thiên Huế"),
        ("Sở Nội vụ", date(2026, 1, 5), "Ủy ban nhân dân thành phố Huế", "Sở Nội vụ thành phố Huế"),
        ("UBND phường", date(2026, 1, 5), "Ủy ban nhân dân xã Tân Sơn", None),
        # The province no longer is; its neighbour that took its place has kept its name.
        ("Sở Nội vụ tỉnh Hà Giang", date(2026, 1, 5), "Ủy ban nhân dân tỉnh Tuyên Quang", None),
        ("Sở Nội vụ tỉnh Tuyên Quang", date(2026, 1, 5), None, "Sở Nội vụ tỉnh Tuyên Quang"),
        # Rooms and unions of the department that issues the plan are not the district's, nor the province's.
        ("Phòng Kinh tế", date(2024, 1, 5), "Sở Công Thương tỉnh Lào Cai", None),
        ("Công đoàn", date(2024, 1, 5), "Sở Công Thương tỉnh Lào Cai", None),
        ("Phòng Kinh tế huyện Bát Xát", date(2024, 1, 5), "Sở Công Thương tỉnh Lào Cai", "Phòng Kinh tế huyện Bát Xát"),
        ("Trưởng phòng Văn hóa - Xã hội", date(2026, 1, 5), "Ủy ban nhân dân xã Tân Sơn",
         "Phòng Văn hóa - Xã hội xã Tân Sơn"),
        ("Trưởng Công an xã", date(2026, 1, 5), "Ủy ban nhân dân xã Tân Sơn", "Công an xã Tân Sơn"),
        ("Chánh Văn phòng UBND tỉnh", None, HA_GIANG, "Văn phòng Ủy ban nhân dân tỉnh Hà Giang"),
        ("Báo Lào Cai", date(2024, 1, 5), "Ủy ban nhân dân tỉnh Lào Cai", "Báo Lào Cai"),
        # A commune's plan names offices above it: looked up, where one unit alone bears the name.
        ("Phòng Nội vụ", date(2024, 1, 5), "Ủy ban nhân dân xã Ea Rál", "Phòng Nội vụ huyện Ea H'leo"),
        ("Sở Nội vụ", date(2024, 1, 5), "Ủy ban nhân dân huyện Mộ Đức", "Sở Nội vụ tỉnh Quảng Ngãi"),
        ("Sở Nội vụ", date(2024, 1, 5), "Ủy ban nhân dân huyện Châu Thành", "Sở Nội vụ"),  # of ten provinces
    ],
)  # fmt: skip
def test_resolve(name: str, on: date | None, issuer: str | None, canonical: str | None) -> None:
    assert resolve(name, on, issuer) == canonical


def test_persons_are_left() -> None:
    text = "Sở Y tế; đồng chí Nguyễn Văn An"
    refs = Resolver(None, HA_GIANG).put(parse_agencies(text, Span(0, len(text))))
    assert [(ref.kind, ref.canonical) for ref in refs] == [("agency", "Sở Y tế tỉnh Hà Giang"), ("person", None)]


def test_a_name_of_several_provinces_is_told_apart_by_what_the_document_names() -> None:
    text = "Căn cứ Kế hoạch của UBND tỉnh Long An và chỉ đạo của Sở Nội vụ"
    found = Resolver(date(2024, 1, 5), "Ủy ban nhân dân huyện Châu Thành", text=text).resolve("Sở Nội vụ")
    assert found.canonical == "Sở Nội vụ tỉnh Long An"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("", "Sở Nội vụ tỉnh Quảng Ngãi"),
        ("TỈNH QUẢNG NGÃI\nCỘNG HÒA XÃ HỘI", "Sở Nội vụ tỉnh Quảng Ngãi"),
        ("Căn cứ kế hoạch của tỉnh Gia Lai", "Sở Nội vụ"),  # a Mộ Đức that nobody lists
    ],
)
def test_a_place_that_the_document_puts_elsewhere_is_not_taken(text: str, canonical: str) -> None:
    issuer = "Ủy ban nhân dân huyện Mộ Đức"
    assert Resolver(date(2024, 1, 5), issuer, text=text).resolve("Sở Nội vụ").canonical == canonical


def test_an_undated_plan_is_of_the_years_that_it_covers() -> None:
    years = (date(2021, 1, 1), date(2025, 12, 31))
    for name, canonical in (
        ("Sở Kế hoạch và Đầu tư", "Sở Kế hoạch và Đầu tư tỉnh Hà Giang"),
        ("Sở Nông nghiệp và Môi trường", "Sở Nông nghiệp và Môi trường tỉnh Hà Giang"),
        ("UBND các xã, phường", None),
    ):
        assert Resolver(None, HA_GIANG, years).resolve(name).canonical == canonical
    assert Resolver(None, HA_GIANG, (date(2022, 1, 1), date(2022, 12, 31))).resolve("UBND các xã, phường").canonical


def test_less_is_less_certain() -> None:
    def confidence(name: str, on: date | None, issuer: str | None) -> float:
        return Resolver(on, issuer).resolve(name).confidence

    day = date(2024, 5, 6)
    stated, home = confidence("Sở Nội vụ tỉnh Hà Giang", day, HA_GIANG), confidence("Sở Nội vụ", day, HA_GIANG)
    assert 1 >= stated > home > confidence("SNV", day, HA_GIANG) > confidence("SNV", None, HA_GIANG)
    assert home > confidence("Sở Nội vụ", day, None)
    weeks = date(2025, 3, 20)
    assert confidence("Sở Kế hoạch và Đầu tư", day, HA_GIANG) > confidence("Sở Kế hoạch và Đầu tư", weeks, HA_GIANG) > 0


def issues(names: str, on: date | None, issuer: str = HA_GIANG) -> list[tuple[str, str]]:
    """The issues of a document that assigns work to the names of a list, twice each."""
    resolver = Resolver(on, issuer)
    for _ in range(2):
        resolver.put(parse_agencies(names, Span(0, len(names))))
    return [(issue.code, issue.message) for issue in resolver.issues(document(names))]


def test_a_contradiction_is_one_issue_a_name_and_says_what_became_of_it() -> None:
    ((code, message),) = issues("Sở Y tế; Sở Kế hoạch và Đầu tư", date(2025, 6, 2))
    assert code == "agency_not_in_being"
    assert "28/02/2025" in message and "Sở Tài chính tỉnh Hà Giang" in message and "02/06/2025" in message
    ((code, message),) = issues("Sở Nông nghiệp và Môi trường", date(2022, 6, 2))
    assert code == "agency_not_in_being" and "từ 01/03/2025" in message
    assert issues("Sở Kế hoạch và Đầu tư; Sở Nông nghiệp và Môi trường", None) == []


def test_an_issuer_that_was_not_there_is_one_issue() -> None:
    names = "Sở Y tế; Sở Nội vụ; Phòng Tư pháp"
    for issuer in (HA_GIANG, "Ủy ban nhân dân huyện Mộ Đức"):
        ((code, message),) = issues(names, date(2026, 5, 4), issuer)
        assert code == "issuer_not_in_being" and "04/05/2026" in message
    assert issues(names, date(2025, 7, 20), HA_GIANG) == []  # in the weeks of the change
    assert issues("Sở Y tế", date.min) == [] and issues("Bộ Y tế", date.max) != []  # days that were misread


def test_what_could_be_several_and_what_is_not_listed_are_told_once() -> None:
    found = issues("UBND thành phố; Sở Vũ trụ; Sở Biển đảo; Công ty Điện nước", date(2024, 6, 2))
    assert [code for code, _ in found] == ["agency_ambiguous", "agency_unlisted"]
    assert found[1][1].startswith("2 tên") and "Sở Vũ trụ; Sở Biển đảo" in found[1][1]


def test_the_lists_are_sound() -> None:
    keys = [(agency.canonical, agency.level) for agency in agencies()]
    assert len(keys) == len(set(keys))
    assert {level for _, level in keys} == {"central", "province", "region", "district", "commune", "any"}
    for agency in agencies():
        assert clean(agency.canonical) == agency.canonical and agency.basis
        assert not (agency.valid_from and agency.valid_to) or agency.valid_from <= agency.valid_to
    assert len({group.canonical for group in groups()}) == len(groups())
    assert abbreviations()["UBND"] == "Ủy ban nhân dân"
    assert "TC" not in abbreviations()  # tiêu chí or tài chính
    assert len(agency_words()["predicates"]) >= 150
