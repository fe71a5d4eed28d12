"""Places as agencies bear them: kind, name, level and what they lie in; and the 63 provinces as they were on a day.

A ``thành phố`` is of the province's level or of the district's: Hà Nội and Vinh. Until 30/06/2025 a province and its
seat could share a name (``tỉnh Bắc Ninh``, ``thành phố Bắc Ninh``); since then no city of the district's level is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors.authority import Province, provinces
from extractors.text import clean, compare_key

TWO_LEVELS = date(2025, 7, 1)  # no districts, 34 provinces: Nghị quyết 202/2025/QH15 and the law on local government
LEVEL_OF_KIND = {
    "tỉnh": "province", "huyện": "district", "thị xã": "district", "quận": "district", "xã": "commune",
    "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
_CAPITAL = "[" + "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper() and c.isalpha()) + "]"
_NAME = rf"{_CAPITAL}[\w'’]*(?:[\s-]+{_CAPITAL}[\w'’]*){{0,4}}|\d{{1,2}}"
STATED_PLACE = re.compile(
    rf"(?i:\b(tỉnh|thành phố|tp\.?|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu))\s+(?!(?i:[uủ][ỷy])\b)({_NAME})"
    r"(?=\s*(?:,|$|-\s))"
)
_PARTY_PLACE = re.compile(rf"(?i:\b(tỉnh|thành|huyện|thị|quận)\s+[uủ][ỷy])\s+({_NAME})$")
_PARTY_KINDS = {"tỉnh": "tỉnh", "thành": "thành phố", "huyện": "huyện", "thị": "thị xã", "quận": "quận"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its kind as in ``tỉnh``, ``thành phố``, ``xã``, its name, its level, and the place that it lies in."""

    kind: str
    name: str
    level: str
    within: Place | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    def at(self, level: str) -> Place | None:
        """This place or the one around it of that level, None where it is not known."""
        if self.level == level:
            return self
        return self.within.at(level) if self.within else None


@cache
def _province_index() -> dict[str, Province]:
    return {compare_key(name): province for province in provinces() for name in (province.name, *province.aliases)}


def province_row(name: str) -> Province | None:
    """The row of ``provinces.tsv`` for any spelling of a province's name."""
    return _province_index().get(compare_key(name))


def province_named(name: str) -> str | None:
    """The listed spelling of a province's name, None where it is none of the 63."""
    found = province_row(name)
    return found.name if found else None


def province_place(name: str, on: date | None = None) -> Place | None:
    """The province or city of that name as it was called on a day (today's kind without one)."""
    row = province_row(name)
    if row is None:
        return None
    if row.city_from is not None:
        city = on is None or on >= row.city_from
        return Place("thành phố", row.name, "province") if city else _before_city(row)
    kind = row.successor_type if on and on >= TWO_LEVELS and row.successor == row.name else row.type_until_2025
    return Place(kind, row.name, "province")


def _before_city(row: Province) -> Place:
    return Place("tỉnh", row.name_before_city or row.name, "province")


def place_in(name: str, on: date | None = None) -> Place | None:
    """The first place that ``name`` states with its kind: ``Ủy ban nhân dân xã Ea Rál`` → xã Ea Rál."""
    name = clean(name)
    found = STATED_PLACE.search(name)
    if found:
        return stated_place(found.group(1), found.group(2), on)
    party = _PARTY_PLACE.search(name)
    return stated_place(_PARTY_KINDS[party.group(1).lower()], party.group(2), on) if party else None


def stated_place(kind: str, name: str, on: date | None = None) -> Place:
    """The place for a printed kind and name on a day."""
    kind = "thành phố" if kind.lower().startswith(("tp", "thành")) else kind.lower()
    row = province_row(name)
    if kind == "tỉnh":
        if row is None:
            return Place(kind, name, "province")
        return _before_city(row) if row.city_from else Place(kind, row.name, "province")
    if kind == "thành phố":
        if row is not None and _is_city_province(row, on):
            return Place(kind, row.name, "province")
        return Place(kind, name, "district")
    return Place(kind, name, LEVEL_OF_KIND[kind])


def _is_city_province(row: Province, on: date | None) -> bool:
    if on is not None and on >= TWO_LEVELS:
        return True
    if row.city_from is not None:
        return on is None or on >= row.city_from
    return row.type_until_2025 == "thành phố"


def province_in_being(place: Place, on: date) -> bool:
    """Was the province there on that day? A province that is none of the 63 is not judged."""
    row = province_row(place.name)
    return row is None or row.successor == row.name or on < (row.successor_from or TWO_LEVELS)


def province_since(place: Place) -> tuple[Place, date] | None:
    """The province or city that a province became and the day; None where it goes on under its kind and name."""
    row = province_row(place.name)
    if row is None:
        return None
    if row.city_from is not None and place.kind == "tỉnh":
        return Place("thành phố", row.name, "province"), row.city_from
    if row.successor == row.name or row.successor_from is None:
        return None
    return Place(row.successor_type, row.successor, "province"), row.successor_from
