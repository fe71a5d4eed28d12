"""What an agency of a place was, is and becomes: its full name, when it was there, its successors, its members.

``Sở Kế hoạch và Đầu tư tỉnh Hà Giang`` went into ``Sở Tài chính tỉnh Hà Giang`` on 01/03/2025 and with its province
into ``Sở Tài chính tỉnh Tuyên Quang`` on 01/07/2025; ``Phòng Nội vụ huyện Mộ Đức`` was divided among the offices of
the four communes that its district became. Nothing is chosen where there are several: each has its share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from extractors.administrative_units import became, communes_named, districts_named, units_of
from extractors.agency_home import told_apart
from extractors.authority import Agency, Group, Succession, agencies, successions
from extractors.provinces import TWO_LEVELS, Place, province_named, province_since

_GENERIC = re.compile(r"\s+(?:tỉnh|huyện|xã|thành phố)$")
_DISTRICT_PARTY = {"huyện": "Huyện ủy", "thị xã": "Thị ủy", "quận": "Quận ủy", "thành phố": "Thành ủy"}
_LEVEL_WORDS = {
    "central": "trung ương", "province": "tỉnh", "region": "khu vực", "district": "huyện", "commune": "xã",
    "any": "mọi cấp",
}  # fmt: skip
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlacedAgency:
    """An agency of the list in a place; ``place`` None where it has none (a ministry) or it is not known.

    ``before``: the place is a commune of before 01/07/2025 of which it is not known where it lay.
    """

    agency: Agency
    place: Place | None = None
    before: bool = False

    @property
    def name(self) -> str:
        """The canonical name with its place: ``Sở Nội vụ tỉnh Hà Giang``, ``Huyện ủy Mộ Đức``."""
        listed, place = self.agency.canonical, self.place
        if place is None:
            return listed
        if place.level == "region":
            return f"{listed} {place.name}"
        if listed.startswith("Báo"):
            return f"{_GENERIC.sub('', listed)} {place.name}"  # newspapers bear the bare name: Báo Lào Cai
        if "Tỉnh ủy" in listed:
            party = listed.replace("Tỉnh ủy", "Thành ủy") if place.kind == "thành phố" else listed
            return f"{party} {place.name}"
        if listed == "Huyện ủy":
            return f"{_DISTRICT_PARTY.get(place.kind, listed)} {place.name}"
        return f"{_GENERIC.sub('', listed)} {place}"

    @property
    def key(self) -> str:
        """The name by which it is told from all others: with what its place lies in, or with its level."""
        if self.place is None:
            level = _LEVEL_WORDS[self.agency.level]
            return f"{self.name} (cấp {level})" if self.agency.canonical in _borne_twice() else self.name
        around = ", ".join(str(place) for place in _around(self.place))
        if around:
            return f"{self.name} ({around})"
        return f"{self.name} (đến 30/6/2025)" if self.before else self.name

    @property
    def level(self) -> str:
        """Its own level; that of its place for those that every level has (``Hội Nông dân``)."""
        return self.place.level if self.agency.level == "any" and self.place else self.agency.level

    @property
    def valid_from(self) -> date | None:
        """The first day on which it was there, None where that is open."""
        new = self.place is not None and _is_new_commune(self.place)
        return max(filter(None, (self.agency.valid_from, TWO_LEVELS if new else None)), default=None)

    @property
    def valid_to(self) -> date | None:
        """Its last day, None while it goes on."""
        moved = _place_change(self)
        return min(filter(None, (self.agency.valid_to, moved - _DAY if moved else None)), default=None)


@dataclass(frozen=True, slots=True)
class Step:
    """What an agency became, when, with which part of its duties (``share``; 0 where it goes on itself, ``moved``)."""

    successor: PlacedAgency
    since: date
    kind: str
    share: float
    duties: str
    basis: str


@cache
def _borne_twice() -> frozenset[str]:
    names = [agency.canonical for agency in agencies()]
    return frozenset(name for name in names if names.count(name) > 1)


def _around(place: Place) -> Iterator[Place]:
    while place.within is not None:
        place = place.within
        yield place


def _is_new_commune(place: Place) -> bool:
    return place.level == "commune" and place.within is not None and place.within.level == "province"


def _place_change(placed: PlacedAgency) -> date | None:
    """The day on which its place ceased to be, None where it goes on or has none."""
    place = placed.place
    if place is None or place.level == "region":
        return None
    if place.level == "province":
        since = province_since(place)
        return since[1] if since else None
    return None if place.level == "commune" and not placed.before and place.at("district") is None else TWO_LEVELS


def located(agency: Agency, place: Place | None, before: bool | None, text: str = "") -> PlacedAgency:
    """The agency with its place looked up where that is a district or commune: what it lies in, if that is certain.

    ``before``: was it before 01/07/2025? None where that is not known. ``text``: of the document, which may tell apart
    places of one name.
    """
    if place is None or place.level not in ("district", "commune"):
        return PlacedAgency(agency, place)
    if place.level == "district":
        return PlacedAgency(agency, _certain(districts_named(place), place, text) or place)
    if before is None:
        return PlacedAgency(agency, Place(place.kind, place.name, place.level))
    if not before:
        return PlacedAgency(agency, _certain(communes_named(place, TWO_LEVELS), place, text) or place)
    if place.at("district") is None:
        found = _certain(communes_named(place, TWO_LEVELS - _DAY), place, text)
        place = found or Place(place.kind, place.name, place.level)
    return PlacedAgency(agency, place, before=place.within is None)


def _certain(units: Iterable[Place], place: Place, text: str) -> Place | None:
    """The one of ``units`` that lies in the province of ``place``, or that the text tells apart."""
    home = place.at("province")
    if home is None:
        return told_apart(tuple(units), text)
    return told_apart(tuple(unit for unit in units if unit.at("province") == home), "")


def next_steps(placed: PlacedAgency) -> tuple[Step, ...]:
    """What it became at the first change that it met; also, with share 0, duties that went elsewhere while it goes on.

    () for one that goes on, or of which it is not known what became of it.
    """
    own = _own_changes(placed.agency.canonical, placed.agency.level)
    moved = [change for change in own if change.kind == "moved"]
    own = tuple(change for change in own if change.kind != "moved")
    place_since = _place_change(placed)
    ends = min((change.since for change in own), default=None)
    if ends is not None and (place_since is None or ends <= place_since):
        steps = list(_weighed(step for change in own for step in _successors(placed, change)))
    else:
        steps = list(_with_place(placed, place_since)) if place_since else []
    steps += [Step(PlacedAgency(a, placed.place), c.since, c.kind, 0.0, c.duties, c.basis)
              for c in moved for a in [_listed(c.successor, c.successor_level)]]  # fmt: skip
    return tuple(step for step in steps if step.successor.key != placed.key)


@cache
def _own_changes(name: str, level: str) -> tuple[Succession, ...]:
    return tuple(c for c in successions() if c.predecessor == name and c.predecessor_level == level)


@cache
def _listed(name: str, level: str) -> Agency:
    return next(agency for agency in agencies() if agency.canonical == name and agency.level == level)


def _successors(placed: PlacedAgency, change: Succession) -> Iterator[Step]:
    """The successors of one change, in each of the places that they have."""
    agency = _listed(change.successor, change.successor_level)
    for place, weight in _places_after(placed, agency.level, change.since):
        if place is None or not change.where or place.kind in change.where:
            step = PlacedAgency(agency, place)
            yield Step(step, change.since, change.kind, change.share * weight, change.duties, change.basis)


def _places_after(placed: PlacedAgency, level: str, since: date) -> tuple[tuple[Place | None, float], ...]:
    place = placed.place
    if place is None or level in ("region", "central"):
        return ((None, 1.0),)
    if level == "commune" and (place.level == "district" or place.at("district") is not None):
        return became(place) or ((None, 1.0),)
    if level == "commune" and placed.before:
        return ((None, 1.0),)
    if level == place.level:
        return ((place, 1.0),)
    return ((place.at(level), 1.0),)


def _weighed(steps: Iterable[Step]) -> Iterator[Step]:
    """The shares add up to 1, whatever the place left out."""
    found = list(steps)
    total = sum(step.share for step in found)
    for step in found:
        yield Step(step.successor, step.since, step.kind, step.share / total, step.duties, step.basis)


def _with_place(placed: PlacedAgency, since: date) -> Iterator[Step]:
    """The same agency in what its place became."""
    place, agency = placed.place, placed.agency
    if place is None:
        return
    if place.level == "province":
        after = province_since(place)
        if after:
            kind = "renamed" if province_named(place.name) == after[0].name else "merged"
            basis = "NQ 202/2025/QH15" if kind == "merged" else ""
            yield Step(PlacedAgency(agency, after[0]), since, kind, 1.0, "", basis)
    elif agency.level in ("commune", "any"):
        units = became(place)
        kind = "divided" if len(units) > 1 else "merged"
        for unit, weight in units:
            yield Step(PlacedAgency(agency, unit), since, kind, weight, "", "underthesea, vietnamadminunits 1.0.4")


def line_of(placed: PlacedAgency) -> dict[PlacedAgency, tuple[Step, ...]]:
    """It and all that came after it, each with its next steps."""
    line: dict[PlacedAgency, tuple[Step, ...]] = {}
    waiting = [placed]
    while waiting:
        at = waiting.pop(0)
        if at not in line:
            line[at] = next_steps(at)
            waiting += [step.successor for step in line[at]]
    return line


def current(placed: PlacedAgency, on: date) -> dict[PlacedAgency, float]:
    """What it is on a day, with the part of its duties that each has; {} where that is not known."""
    steps = [step for step in next_steps(placed) if step.kind != "moved" and step.since <= on]
    if not steps:
        ended = placed.valid_to is not None and placed.valid_to < on
        return {} if ended else {placed: 1.0}
    found: dict[PlacedAgency, float] = {}
    for step in steps:
        for agency, share in current(step.successor, on).items():
            found[agency] = found.get(agency, 0.0) + step.share * share
    return found


def members_of(group: Group, place: Place | None, on: date) -> list[tuple[PlacedAgency, bool]]:
    """The members of a group on a day and in a place, with whether every such place has them; [] for an open group.

    Without a province the agencies of each district or commune are given once, without place.
    """
    province = place.at("province") if place else None
    found: list[tuple[PlacedAgency, bool]] = []
    for members in group.members:
        if members.each:
            agency = next(a for a in agencies() if a.canonical == members.each)
            if not in_being(agency, on):
                continue
            units = units_of(province, members.level, on) if province and members.level != "province" else ()
            found += [(PlacedAgency(agency, unit), True) for unit in units] or [(PlacedAgency(agency), True)]
            continue
        for agency in agencies():
            if (agency.level, agency.class_) == (members.level, members.class_) and in_being(agency, on):
                home = place.at(agency.level) if place and agency.level != "any" else place
                found.append((PlacedAgency(agency, home), members.certain))
    return found


def in_being(agency: Agency | Group, on: date) -> bool:
    """Was it there on that day?"""
    return (agency.valid_from or on) <= on <= (agency.valid_to or on)
