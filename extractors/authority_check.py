"""Are the authority lists whole? Counted against the decrees and against the mapping that underthesea carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors.administrative_units import counts, mapped_provinces
from extractors.agency_history import in_being
from extractors.authority import Agency, agencies, groups, provinces, successions

_BEFORE, _SINCE = date(2024, 7, 1), date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class ListCheck:
    """One count of the lists and what it has to be."""

    what: str
    found: int
    expected: int

    @property
    def holds(self) -> bool:
        return self.found == self.expected


def check_lists() -> tuple[ListCheck, ...]:
    """Every check; a list is whole where all of them hold."""
    units = counts()
    return (
        ListCheck("tỉnh, thành phố đến 30/6/2025", len({p.name for p in provinces()}), 63),
        ListCheck("tỉnh, thành phố từ 01/7/2025", len({p.successor for p in provinces()}), 34),
        ListCheck("tỉnh khác với bảng chuyển đổi của underthesea", len(_unlike_the_mapping()), 0),
        ListCheck("huyện, quận, thị xã, thành phố đến 30/6/2025", units["districts"], 696),
        ListCheck("xã, phường, thị trấn đến 30/6/2025", units["old"] + units["unnamed_old"], 10_035),
        ListCheck("xã, phường, đặc khu từ 01/7/2025", units["new"] + units["unnamed_new"], 3_321),
        # NĐ 24/2014, 107/2020: 17 everywhere; NĐ 45/2025, 150/2025: 12. Others only where a province has them.
        ListCheck("sở và cơ quan ngang sở thống nhất đến 28/02/2025", len(_among("department", _BEFORE)), 17),
        ListCheck("sở và cơ quan ngang sở thống nhất từ 01/3/2025", len(_among("department", _SINCE)), 12),
        # NQ 176/2025/QH15: 14 ministries and 3 agencies of their rank; before 18 and 4.
        ListCheck("bộ, cơ quan ngang bộ đến 28/02/2025", len(_among("ministry", _BEFORE)), 22),
        ListCheck("bộ, cơ quan ngang bộ từ 01/3/2025", len(_among("ministry", _SINCE)), 17),
        ListCheck("cơ quan đã hết nhưng không rõ kế thừa", len(_without_successor()), 0),
        ListCheck("kế thừa trỏ tới cơ quan không có trong danh mục", len(_dangling()), 0),
        ListCheck("kế thừa lệch ngày với hiệu lực của cơ quan", len(_untimely()), 0),
        ListCheck("phần kế thừa không đủ 100%", len(_unlike_one()), 0),
    )


def _among(class_: str, on: date) -> list[Agency]:
    return [agency for agency in agencies() if agency.class_ == class_ and in_being(agency, on)]


def _unlike_the_mapping() -> set[str]:
    listed = {province.name: province.successor for province in provinces()}
    mapped = mapped_provinces()
    return {name for name in listed.keys() | mapped.keys() if listed.get(name) != mapped.get(name)}


def _without_successor() -> set[tuple[str, str]]:
    gone = {(c.predecessor, c.predecessor_level) for c in successions() if c.kind != "moved"}
    ended = {(agency.canonical, agency.level) for agency in agencies() if agency.valid_to}
    ended |= {(group.canonical, "group") for group in groups() if group.valid_to}
    return ended - gone


def _dangling() -> set[tuple[str, str]]:
    known = {(agency.canonical, agency.level) for agency in agencies()} | {(g.canonical, "group") for g in groups()}
    named = {(c.predecessor, c.predecessor_level) for c in successions()}
    return (named | {(c.successor, c.successor_level) for c in successions()}) - known


def _untimely() -> list[str]:
    """Successions from an agency that goes on, or to one that has not begun or has ended already."""
    listed = {(agency.canonical, agency.level): agency for agency in agencies()}
    found: list[str] = []
    for change in successions():
        before = listed.get((change.predecessor, change.predecessor_level))
        after = listed.get((change.successor, change.successor_level))
        if before and change.kind != "moved" and (before.valid_to is None or change.since <= before.valid_to):
            found.append(change.predecessor)
        if after and not in_being(after, change.since):
            found.append(change.successor)
    return found


def _unlike_one() -> set[tuple[str, str]]:
    """Predecessors whose shares do not add up to 1 in each kind of place."""
    totals: dict[tuple[str, str, str], float] = {}
    kinds = ("xã", "phường", "đặc khu")
    for change in successions():
        if change.kind != "moved":
            for kind in change.where or kinds:
                key = (change.predecessor, change.predecessor_level, kind)
                totals[key] = totals.get(key, 0.0) + change.share
    return {(name, level) for (name, level, _), total in totals.items() if abs(total - 1) > 0.001}
