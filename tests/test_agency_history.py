"""What agencies were and became: names, days, successors with their shares, members of groups, and whole lists."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractors import administrative_units, authority_check
from extractors.administrative_units import became, communes_named, districts_named, units_of
from extractors.agency_history import PlacedAgency, current, line_of, located, members_of, next_steps
from extractors.agency_resolution import named_agencies, named_groups
from extractors.authority import Agency
from extractors.authority_check import check_lists
from extractors.provinces import Place, place_in, province_place

TODAY = date(2026, 9, 1)


def agency(name: str, level: str | None = None) -> Agency:
    return next(one for one in named_agencies(name) if level in (None, one.level))


def placed(name: str, place: str | None, on: date = date(2024, 5, 1), level: str | None = None) -> PlacedAgency:
    where = place_in(f"Ủy ban nhân dân {place}", on) if place else None
    return located(agency(name, level), where, on < date(2025, 7, 1))


@pytest.mark.parametrize(
    ("name", "place", "today"),
    [
        ("Sở Kế hoạch và Đầu tư", "tỉnh Hà Giang", {"Sở Tài chính tỉnh Tuyên Quang": 1.0}),
        ("Sở Nội vụ", "tỉnh Lào Cai", {"Sở Nội vụ tỉnh Lào Cai": 1.0}),
        ("Sở Nội vụ", "tỉnh Yên Bái", {"Sở Nội vụ tỉnh Lào Cai": 1.0}),
        ("Sở Y tế", "tỉnh Thừa Thiên Huế", {"Sở Y tế thành phố Huế": 1.0}),
        ("Sở Y tế", "tỉnh Bình Phước", {"Sở Y tế thành phố Đồng Nai": 1.0}),
        ("Sở Thông tin và Truyền thông", "tỉnh Bạc Liêu", {
            "Sở Khoa học và Công nghệ tỉnh Cà Mau": 0.85, "Sở Văn hóa, Thể thao và Du lịch tỉnh Cà Mau": 0.15,
        }),
        ("Cục Thuế tỉnh", "tỉnh Hà Nam", {"Thuế tỉnh Ninh Bình": 1.0}),
        ("Bộ Kế hoạch và Đầu tư", None, {"Bộ Tài chính": 1.0}),
        ("Sở Giao thông vận tải", None, {"Sở Xây dựng": 1.0}),
        # Offices of a district: those of the communes that it became, those of a phường by their own name.
        ("Phòng Kinh tế", "thành phố Quảng Ngãi", {
            "Phòng Kinh tế, Hạ tầng và Đô thị phường Cẩm Thành (tỉnh Quảng Ngãi)": 1 / 6,
            "Phòng Kinh tế, Hạ tầng và Đô thị phường Nghĩa Lộ (tỉnh Quảng Ngãi)": 1 / 6,
            "Phòng Kinh tế, Hạ tầng và Đô thị phường Trương Quang Trọng (tỉnh Quảng Ngãi)": 1 / 6,
            "Phòng Kinh tế xã An Phú (tỉnh Quảng Ngãi)": 1 / 6,
            "Phòng Kinh tế xã Đông Sơn (tỉnh Quảng Ngãi)": 1 / 6,
            "Phòng Kinh tế xã Tịnh Khê (tỉnh Quảng Ngãi)": 1 / 6,
        }),
        ("Phòng Y tế", "huyện Lý Sơn", {"Phòng Văn hóa - Xã hội đặc khu Lý Sơn (tỉnh Quảng Ngãi)": 1.0}),
        ("Phòng Lao động - Thương binh và Xã hội", "huyện Côn Đảo", {
            "Phòng Văn hóa - Xã hội đặc khu Côn Đảo (thành phố Hồ Chí Minh)": 1.0,
        }),
        ("Thanh tra huyện", "huyện Mèo Vạc", {"Thanh tra tỉnh Tuyên Quang": 1.0}),
        ("Phòng Nội vụ", "huyện Châu Thành", {"Phòng Văn hóa - Xã hội": 1.0}),  # there were ten of that name
        # Posts and offices of a commune, and those that have no successor of another name.
        ("Công chức Văn phòng - Thống kê", "xã Ea Rál", {
            "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã Ea Drăng (tỉnh Đắk Lắk)": 1.0,
        }),
        ("Hội Nông dân", "xã Ea Rál", {"Hội Nông dân xã Ea Drăng (tỉnh Đắk Lắk)": 1.0}),
        ("Hội Nông dân", "tỉnh Hà Giang", {"Hội Nông dân tỉnh Tuyên Quang": 1.0}),
        ("Công an xã", "xã An Hòa", {}),  # of several provinces: it is not known what became of it
        ("Trạm Y tế", None, {"Trạm Y tế": 1.0}),
    ],
)  # fmt: skip
def test_what_an_agency_is_today(name: str, place: str | None, today: dict[str, float]) -> None:
    level = "district" if name == "Phòng Kinh tế" else None
    found = {one.key: share for one, share in current(placed(name, place, level=level), TODAY).items()}
    assert found == pytest.approx(today)


def test_shares_add_up_and_every_line_ends() -> None:
    for one in (agency for agency in named_agencies("UBND huyện")):
        for place in (*districts_named(Place("huyện", "Mộ Đức", "district")), None):
            assert sum(current(PlacedAgency(one, place), TODAY).values()) == pytest.approx(1)
    for name in ("Sở Lao động - Thương binh và Xã hội", "Bộ Lao động - Thương binh và Xã hội"):
        assert sum(current(placed(name, None), TODAY).values()) == pytest.approx(1)


def test_today_is_a_day() -> None:
    one = placed("Sở Kế hoạch và Đầu tư", "tỉnh Hà Giang")
    assert [a.key for a in current(one, date(2025, 2, 28))] == ["Sở Kế hoạch và Đầu tư tỉnh Hà Giang"]
    assert [a.key for a in current(one, date(2025, 5, 1))] == ["Sở Tài chính tỉnh Hà Giang"]
    assert [a.key for a in line_of(one)][-1] == "Sở Tài chính tỉnh Tuyên Quang"


def test_duties_that_move_end_no_agency() -> None:
    one = placed("Sở Nội vụ", "tỉnh Lào Cai", TODAY)
    assert [(s.kind, s.share, s.successor.name) for s in next_steps(one)] == [
        ("moved", 0.0, "Sở Dân tộc và Tôn giáo tỉnh Lào Cai")
    ]
    assert list(current(one, TODAY)) == [one]


@pytest.mark.parametrize(
    ("name", "place", "on", "key", "valid"),
    [
        ("Sở Nội vụ", "tỉnh Hà Giang", date(2024, 5, 1), "Sở Nội vụ tỉnh Hà Giang", (None, "2025-06-30")),
        ("Sở Nội vụ", "tỉnh Lào Cai", date(2024, 5, 1), "Sở Nội vụ tỉnh Lào Cai", (None, None)),
        ("Huyện ủy", "huyện Mộ Đức", date(2024, 5, 1), "Huyện ủy Mộ Đức (tỉnh Quảng Ngãi)", (None, "2025-06-30")),
        ("UBND xã", "xã Ea Rál", date(2024, 5, 1), "Ủy ban nhân dân xã Ea Ral (huyện Ea H'leo, tỉnh Đắk Lắk)",
         (None, "2025-06-30")),
        ("UBND xã", "xã Ea Drăng", TODAY, "Ủy ban nhân dân xã Ea Drăng (tỉnh Đắk Lắk)", ("2025-07-01", None)),
        ("UBND xã", "xã An Hòa", date(2024, 5, 1), "Ủy ban nhân dân xã An Hòa (đến 30/6/2025)", (None, "2025-06-30")),
        ("Sở Nội vụ", None, date(2024, 5, 1), "Sở Nội vụ", (None, None)),
    ],
)  # fmt: skip
def test_the_key_tells_it_from_all_others(
    name: str, place: str | None, on: date, key: str, valid: tuple[str | None, str | None]
) -> None:
    one = placed(name, place, on)
    assert one.key == key
    assert (str(one.valid_from or "") or None, str(one.valid_to or "") or None) == valid


def test_a_name_of_two_levels_has_two_keys() -> None:
    assert [PlacedAgency(one).key for one in named_agencies("Phòng Kinh tế")] == [
        "Phòng Kinh tế (cấp huyện)", "Phòng Kinh tế (cấp xã)",
    ]  # fmt: skip


# --- units


def test_an_old_unit_is_read_by_its_exact_name_and_never_guessed() -> None:
    # What underthesea's own converter answers with Đặc khu Lý Sơn, and success.
    (city,) = districts_named(Place("thành phố", "Quảng Ngãi", "district"))
    assert "đặc khu Lý Sơn" not in {str(unit) for unit, _ in became(city)}
    assert districts_named(Place("huyện", "Sơn Lục", "district")) == ()
    assert districts_named(Place("huyện", "Mo Duc", "district")) == ()
    assert len(districts_named(Place("huyện", "Châu Thành", "district"))) == 10


def test_a_commune_that_was_divided_has_every_part_with_its_weight() -> None:
    old = [unit for unit in communes_named(Place("phường", "Nghĩa Đô", "commune"), date(2024, 1, 1))
           if str(unit.at("province")) == "thành phố Hà Nội"]  # fmt: skip
    parts = became(old[0])
    assert len(parts) > 1 and sum(weight for _, weight in parts) == pytest.approx(1)
    assert max(parts, key=lambda part: part[1])[0].name == "Nghĩa Đô"


def test_units_that_the_mapping_knows_by_a_key_alone_have_their_names() -> None:
    homes = [str(unit.within) for unit in communes_named(Place("xã", "Cẩm Giàng", "commune"), TODAY)]
    assert sorted(homes) == ["thành phố Hải Phòng", "tỉnh Thái Nguyên"]
    ha_giang, tuyen_quang = province_place("Hà Giang"), province_place("Tuyên Quang")
    assert ha_giang and tuyen_quang
    assert len(units_of(ha_giang, "district", date(2024, 1, 1))) == 11
    assert len(units_of(tuyen_quang, "commune", TODAY)) == 124
    assert units_of(ha_giang, "district", TODAY) == ()


def test_the_mapping_is_not_read_before_it_is_asked() -> None:
    code = (
        "from datetime import date\n"
        "import pipeline.process, pipeline.store\n"
        "from extractors.agency_resolution import Resolver\n"
        "from extractors.administrative_units import _mapping\n"
        "for name in ('Sở Nội vụ', 'UBND huyện Mộ Đức', 'Phòng Nội vụ', 'các xã, phường', 'Sở Vũ trụ'):\n"
        "    Resolver(date(2024, 1, 5), 'Ủy ban nhân dân tỉnh Quảng Ngãi').resolve(name)\n"
        "Resolver(date(2026, 1, 5), 'Ủy ban nhân dân xã Tân Sơn').resolve('Phòng Kinh tế')\n"
        "print(_mapping.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("0", 0), done.stderr


# --- groups


def members(name: str, place: str | None, on: date) -> dict[str, bool]:
    group = next(one for one in named_groups(name))
    return {one.key: certain for one, certain in members_of(group, place_in(place, on) if place else None, on)}


def test_departments_of_a_province_before_and_after() -> None:
    before, after = (members("các sở, ban, ngành", "tỉnh Hà Giang", on) for on in (date(2024, 5, 1), date(2025, 5, 1)))
    sure = [{name for name, certain in found.items() if certain} for found in (before, after)]
    assert [len(names) for names in sure] == [17, 12]
    assert "Sở Kế hoạch và Đầu tư tỉnh Hà Giang" in sure[0] - sure[1]
    assert "Sở Nông nghiệp và Môi trường tỉnh Hà Giang" in sure[1] - sure[0]
    assert after["Sở Dân tộc và Tôn giáo tỉnh Hà Giang"] is False  # where a province has it


def test_members_in_every_unit() -> None:
    assert len(members("UBND các huyện", "tỉnh Hà Giang", date(2024, 5, 1))) == 11
    assert "Ủy ban nhân dân huyện Mèo Vạc (tỉnh Hà Giang)" in members(
        "UBND các huyện", "tỉnh Hà Giang", date(2024, 5, 1)
    )
    both = [members("các sở, ban, ngành, địa phương", "tỉnh Tuyên Quang", on) for on in (date(2024, 5, 1), TODAY)]
    assert [any("Ủy ban nhân dân huyện" in name for name in found) for found in both] == [True, False]
    assert list(members("UBND các huyện", None, date(2024, 5, 1))) == ["Ủy ban nhân dân huyện"]
    assert len(members("các xã, phường, đặc khu", "tỉnh Tuyên Quang", TODAY)) == 124
    assert len(members("các tổ chức chính trị - xã hội", "tỉnh Hà Giang", TODAY)) == 5
    assert members("các cơ quan, đơn vị có liên quan", "tỉnh Hà Giang", TODAY) == {}  # open


# --- the lists


def test_the_lists_are_whole() -> None:
    assert [check for check in check_lists() if not check.holds] == []


def test_the_check_sees_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tuple(one for one in authority_check.agencies() if one.canonical != "Sở Y tế")
    listed = tuple(one for one in authority_check.provinces() if one.name != "Hà Giang")
    monkeypatch.setattr(authority_check, "agencies", lambda: kept)
    monkeypatch.setattr(authority_check, "provinces", lambda: listed)
    wrong = {check.what: check.found for check in check_lists() if not check.holds}
    assert wrong["tỉnh, thành phố đến 30/6/2025"] == 62
    assert wrong["tỉnh khác với bảng chuyển đổi của underthesea"] == 1
    assert wrong["sở và cơ quan ngang sở thống nhất từ 01/3/2025"] == 11
    assert wrong["kế thừa trỏ tới cơ quan không có trong danh mục"] == 1


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"province_mapping": {}}'])
def test_without_the_mapping_nothing_is_known_of_units_and_the_check_says_so(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / "address" / "data").mkdir(parents=True)
        (tmp_path / "address" / "data" / "mapping.json").write_text(content)
    spec = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(administrative_units, "find_spec", lambda name: spec)
    administrative_units._mapping.cache_clear()
    try:
        assert districts_named(Place("huyện", "Mộ Đức", "district")) == ()
        assert list(current(placed("Phòng Nội vụ", "huyện Mộ Đức"), TODAY)) == [placed("Phòng Văn hóa - Xã hội", None)]
        assert "xã, phường, đặc khu từ 01/7/2025" in {check.what for check in check_lists() if not check.holds}
    finally:
        monkeypatch.undo()
        administrative_units._mapping.cache_clear()
