"""Where a document was issued: the issuer's commune, district and province, as far as they are certain."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property

from extractors.administrative_units import communes_named, districts_named
from extractors.provinces import TWO_LEVELS, Place, place_in, province_row
from extractors.text import compare_key

DEPARTMENT = re.compile(r"(?:Sở|Ban|Văn phòng|Chi cục|Cục|Trung tâm|Phòng|Thanh tra|Bộ|Tổng cục|Công an|Trường)\b")
_AFTER_PROVINCE = re.compile(r"(?i:\b(?:tỉnh|thành phố|tp\.?))\s+((?:[^\W\d_][\w'’.-]*\s*){1,5})")

Period = tuple[date, date]


class Home:
    """The places of a document's issuer, from its own upwards; those above a commune or district are looked up."""

    def __init__(self, issuer: str | None, period: Period | None, text: str) -> None:
        self._period, self._text = period, text
        self.place = place_in(issuer, period[0] if period else None) if issuer else None
        self.is_department = bool(issuer and DEPARTMENT.match(issuer))

    @property
    def level(self) -> str | None:
        return self.place.level if self.place else None

    def at(self, level: str) -> Place | None:
        """The issuer's place of that level, None where there is none or it is not certain."""
        if self.place is None or level not in ("province", "district", "commune"):
            return None
        return self.place if self.place.level == level else self._whole.at(level) if self._whole else None

    @cached_property
    def _whole(self) -> Place | None:
        place = self.place
        if place is None or place.level == "province":
            return place
        if place.level == "district":
            return told_apart(districts_named(place), self._text)
        day = self._period[0] if self._period else None
        if self._period and self._period[0] < TWO_LEVELS <= self._period[1]:
            return None  # the years of an undated plan: before or after
        return told_apart(communes_named(place, day), self._text)


def told_apart(units: tuple[Place, ...], text: str) -> Place | None:
    """The one unit of that name, or the one whose district or else province the document names.

    None also where the document names provinces and never that of the only unit: it is of another that the mapping
    spells otherwise or does not know.
    """
    provinces = _provinces_named(text)
    near = [unit for unit in units if not provinces or provinces & _then_and_now(unit)]
    words = f" {compare_key(text)} " if len(near) > 1 else ""
    if len(near) > 1:
        near = [unit for unit in near if f" {compare_key(str(unit.at('district')))} " in words] or near
    return near[0] if len(near) == 1 else None


def _then_and_now(unit: Place) -> set[str]:
    province = unit.at("province")
    row = province_row(province.name) if province else None
    return {row.name, row.successor} if row else set()


def _provinces_named(text: str) -> set[str]:
    """The provinces that a text names with their kind (``tỉnh Long An``, ``TỈNH ĐẮK LẮK``)."""
    found: set[str] = set()
    for match in _AFTER_PROVINCE.finditer(text):
        words = match.group(1).split()
        rows = (province_row(" ".join(words[:count])) for count in range(len(words), 0, -1))
        row = next(filter(None, rows), None)
        if row is not None:
            found.add(row.name)
    return found
