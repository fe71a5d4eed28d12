"""Who a printed name is: the agency of the authority list for the document's day and the place of its issuer.

The printed name always stays. A name that could be two bodies, or that names a body which was not there on the
document's day, is not resolved, and an issue says so; once a document, however often it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from extractors.agency_authority import spellings_of
from extractors.agency_history import PlacedAgency, current, in_being, located
from extractors.agency_home import DEPARTMENT, Home, Period
from extractors.authority import Agency, Group, agencies, agency_words, groups
from extractors.document import Document, Span
from extractors.provinces import (
    LEVEL_OF_KIND,
    STATED_PLACE,
    TWO_LEVELS,
    Place,
    place_in,
    province_in_being,
    province_place,
    stated_place,
)
from extractors.records import AgencyRef, Extraction, Issue, Metadata, Resolution
from extractors.text import clean, compare_key

# Reorganisations took effect some days earlier or later in single provinces, and old names lived on for weeks.
_TRANSITION = timedelta(days=31)
_SEVERAL = re.compile(r"(?i)^(?:tất cả các|tất cả|toàn thể|các|những|mọi|mỗi|từng)\s+")
# "các sở, ngành thành phố", "các sở, ban, ngành cấp tỉnh", "các cơ quan, đơn vị trên địa bàn tỉnh"
_GROUP_PLACE = re.compile(r"(?: (?:trên địa bàn|trong toàn|trong|thuộc|của|cấp))? (?:tỉnh|thành phố)$")
_REGION = re.compile(r"\s+([IVX]+|\d{1,2})$")  # "Kho bạc Nhà nước khu vực VIII"
_KINDS = r"tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu"
_STATED_KIND = re.compile(rf"(?i)\s(?:(?:của|thuộc)\s+)?({_KINDS})$")
_PARTY = re.compile(r"(?i)^(.*\b(?:tỉnh|thành|huyện|thị|quận)\s+[uủ][ỷy])\s+(\S.*)$")
_UNIT_GROUP = re.compile(
    rf"(?i)^(?:ubnd|[uủ][ỷy] ban nhân dân)\s+(?:các\s+)?((?:{_KINDS})(?:(?:\s*,\s*|\s*/\s*|\s+và\s+)(?:{_KINDS}))+)$"
)
_ROOM = re.compile(r"(?i)(?:Phòng|Văn phòng|Thanh tra|Bộ phận|Tổ|Chi đoàn|Công đoàn)\b")
_POST_OF = re.compile(r"(?:văn phòng|phòng|ban|thanh tra|công an)$")  # the last words of a post that name its office
_OFFICE = re.compile(rf"(?i)(?:{DEPARTMENT.pattern}|Ủy ban|UBND|Kho bạc|Tòa án|Hạt|Đội|Trạm)\b")
_GENERIC_KINDS = (None, "tỉnh", "huyện", "xã")  # those that canonical names without a place are given with
_NAMED_IN_MESSAGE = 5


@cache
def _agency_index() -> dict[str, tuple[Agency, ...]]:
    index: dict[str, dict[Agency, None]] = {}
    for agency in agencies():
        for name in (agency.canonical, *agency.aliases):
            for spelling in spellings_of(name):
                index.setdefault(compare_key(spelling), {})[agency] = None
    return {key: tuple(found) for key, found in index.items()}


@cache
def _group_index() -> dict[str, tuple[Group, ...]]:
    index: dict[str, dict[Group, None]] = {}
    for group in groups():
        for name in (group.canonical, *group.aliases):
            for spelling in spellings_of(name):
                index.setdefault(_group_key(spelling), {})[group] = None
    return {key: tuple(found) for key, found in index.items()}


def _weeks_before(day: date) -> date:
    return max(day, date.min + _TRANSITION) - _TRANSITION


def _group_key(name: str) -> str:
    """``Các sở, ngành có liên quan`` and ``sở, ngành liên quan`` are one group."""
    return compare_key(_SEVERAL.sub("", clean(name))).replace("có liên quan", "liên quan")


@cache
def _posts() -> tuple[str, ...]:
    posts: list[str] = agency_words()["posts"]
    return tuple(sorted((post for post in posts if not post.startswith("ban ")), key=len, reverse=True))


def named_agencies(name: str) -> tuple[Agency, ...]:
    """The agencies of the list that bear a name, at whatever time."""
    return _agency_index().get(compare_key(clean(name)), ())


def named_groups(name: str) -> tuple[Group, ...]:
    """The groups of the list that bear a name, at whatever time."""
    key = _group_key(name)
    found = _group_index().get(key)
    if found is None:
        related = " liên quan" if key.endswith(" liên quan") else ""
        found = _group_index().get(_GROUP_PLACE.sub("", key.removesuffix(related)) + related)
    return found or ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """A printed name parted into a listed part, a place, or the mere kind of one (``UBND huyện``)."""

    base: str
    place: Place | None = None
    kind: str | None = None


class Resolver:
    """Resolves the names of one document; each name once."""

    def __init__(
        self, issued_on: date | None, issuer: str | None, period: Period | None = None, text: str = ""
    ) -> None:
        self.issued_on = issued_on
        self.period = (issued_on, issued_on) if issued_on else period
        self.home = Home(issuer, self.period, text)
        self._found: dict[str, Resolution] = {}
        self._first: dict[str, Span] = {}

    @classmethod
    def of(cls, metadata: Metadata, text: str) -> Resolver:
        """For a document; the years that an undated plan covers stand for its day."""
        first, last = metadata.period_start, metadata.period_end
        return cls(metadata.issued_on, metadata.issuer, (first, last) if first and last else None, text)

    def put(self, refs: Iterable[AgencyRef]) -> tuple[AgencyRef, ...]:
        """``refs`` with the field ``canonical`` filled; persons stay without."""
        return tuple(ref if ref.kind == "person" else self._put(ref) for ref in refs)

    def _put(self, ref: AgencyRef) -> AgencyRef:
        self._first.setdefault(ref.name, ref.spans[0])
        return replace(ref, canonical=self.resolve(ref.name).canonical)

    def found(self) -> tuple[Resolution, ...]:
        """Every name that was asked for."""
        return tuple(self._found.values())

    def resolve(self, name: str) -> Resolution:
        """Who ``name`` is.

        ``Sở NV`` in a plan of ``Ủy ban nhân dân tỉnh Hà Giang`` → ``Sở Nội vụ tỉnh Hà Giang``; a group → its listed
        name; a post (``Giám đốc Sở Y tế``) → its office.
        """
        if name not in self._found:
            self._found[name] = self._resolve(name)
        return self._found[name]

    def _resolve(self, printed: str) -> Resolution:
        name = _without_post(clean(printed))
        group = self._group(printed, name)
        if group is not None:
            return group
        dead: dict[PlacedAgency, None] = {}
        several: dict[PlacedAgency, None] = {}
        for reading in _readings(name, self.period[0] if self.period else None):
            rows = _agency_index().get(compare_key(reading.base), ())
            fitting = [row for row in rows if self._fits(row, reading)]
            alive = [row for row in fitting if self._in_being(row)]
            if self._is_own(fitting, reading):
                return Resolution(printed, problem="own_room")
            alive = self._nearest(alive) if len(alive) > 1 else alive
            if len(alive) == 1:
                found = self._located(alive[0], reading)
                if found.place is None and reading.kind not in _GENERIC_KINDS:
                    several[found] = None  # "UBND thành phố" in the plan of a province: one of its cities
                elif found.place is None or found.place.level != "province" or self._province_in_being(found.place):
                    return self._answer(printed, name, alive[0], found, reading)
                dead[found] = None
            else:
                several |= dict.fromkeys(PlacedAgency(row) for row in alive)
                dead |= dict.fromkeys(self._located(row, reading) for row in fitting if row not in alive)
        if several:
            return Resolution(printed, problem="ambiguous", meant=tuple(several))
        own = self.home.is_department and bool(_ROOM.match(name))
        return Resolution(
            printed, problem="not_in_being" if dead else "own_room" if own else "unlisted", meant=tuple(dead)
        )

    # --- groups

    def _group(self, printed: str, name: str) -> Resolution | None:
        rows = named_groups(name) or tuple(_unit_groups(name))
        alive = [row for row in rows if self._in_being(row)]
        if len(alive) == 1:
            dated = bool(alive[0].valid_from or alive[0].valid_to)
            confidence = 0.98 if self.issued_on or not dated else 0.85
            return Resolution(printed, group=alive[0], rule="authority.group", confidence=confidence)
        if not rows:
            return None
        return Resolution(printed, problem="ambiguous" if alive else "not_in_being")

    # --- agencies

    def _in_being(self, row: Agency | Group) -> bool:
        if self.period is None:
            return True
        first, last = self.period
        return (row.valid_from is None or row.valid_from - _TRANSITION <= last) and (
            row.valid_to is None or first <= row.valid_to + _TRANSITION
        )

    def _province_in_being(self, place: Place) -> bool:
        return self.period is None or province_in_being(place, _weeks_before(self.period[0]))

    def _fits(self, row: Agency, reading: _Reading) -> bool:
        """Is the row of the level that the printed place or its kind says?"""
        if reading.place is not None:
            return row.level == reading.place.level or (row.level == "any" and reading.place.level != "region")
        if reading.kind is None or row.level in ("any", "central", "region"):
            return True
        province = self.home.at("province") if reading.kind in ("tỉnh", "thành phố") else None
        if reading.kind != "thành phố":
            return row.level == LEVEL_OF_KIND[reading.kind] and (province is None or province.kind == "tỉnh")
        if province is None:
            return row.level in ("province", "district")
        return row.level == ("province" if province.kind == "thành phố" else "district")

    def _is_own(self, rows: list[Agency], reading: _Reading) -> bool:
        """A room, union or youth league that a department names without place is its own, not the district's."""
        bare = reading.place is None and reading.kind is None
        return self.home.is_department and bare and any(row.class_ in ("office", "mass") for row in rows)

    def _nearest(self, rows: list[Agency]) -> list[Agency]:
        """Of a name that several levels have, the one of the issuer's level."""
        return [row for row in rows if row.level in (self.home.level, "any")] or rows

    def _located(self, row: Agency, reading: _Reading) -> PlacedAgency:
        """The row in the place that is printed, else in the issuer's place of its level."""
        if row.level == "central":
            return PlacedAgency(row)
        place = reading.place
        if place is None:
            level = row.level if row.level != "any" else LEVEL_OF_KIND.get(reading.kind or "", self.home.level or "")
            place = self.home.at(level)
            if place is not None and reading.kind not in (None, place.kind):
                place = None  # "UBND phường" in the plan of a xã
        elif self.home.place is not None and place.level in ("district", "commune"):
            own = self.home.at(place.level)
            around = self.home.at("province") if place.level != self.home.level else None
            same = own is not None and compare_key(str(own)) == compare_key(str(place))
            place = own if same else replace(place, within=around)
        return PlacedAgency(row, place)

    def _answer(self, printed: str, name: str, row: Agency, found: PlacedAgency, reading: _Reading) -> Resolution:
        way = "name" if compare_key(reading.base) == compare_key(row.canonical) else "alias"
        where = "stated" if reading.place else "issuer" if found.place else "listed"
        confidence = 1.0 if way == "name" else 0.98
        if found.place is None and row.level not in ("central", "region"):
            where, confidence = "unplaced", confidence * 0.85
        elif where == "issuer":
            confidence *= 0.98 if found.place == self.home.place else 0.95
        if self.period is None:
            confidence *= 0.95
        elif not (in_being(row, self.period[0]) and in_being(row, self.period[1])):
            confidence *= 0.9  # in the weeks of a change, or in some of the plan's years alone
        if name != clean(printed):
            confidence *= 0.97
        return Resolution(printed, found, rule=f"authority.{way}.{where}", confidence=round(confidence, 3))

    # --- issues

    def issues(self, document: Document) -> Iterator[Issue]:
        """One for each name that contradicts the document's day or could be several bodies, and one for all the names
        that the list does not know."""
        unlisted = []
        contradicted = self._issuer_contradiction()
        if contradicted is not None:
            yield Issue("issuer_not_in_being", "warning", contradicted)
        for found in self._found.values():
            span = self._first.get(found.name)
            page = document.page_of(span) if span else None
            if found.problem == "not_in_being" and self.issued_on is not None and contradicted is None:
                yield Issue("agency_not_in_being", "warning", self._contradiction(found), span, page)
            elif found.problem == "ambiguous":
                yield Issue("agency_ambiguous", "info", _AMBIGUOUS.format(name=found.name), span, page)
            elif found.problem == "unlisted" and found.name[:1].isupper() and _OFFICE.match(found.name):
                unlisted.append(found.name)
        if unlisted:
            named = "; ".join(unlisted[:_NAMED_IN_MESSAGE]) + ("; …" if len(unlisted) > _NAMED_IN_MESSAGE else "")
            message = f"{len(unlisted)} tên không có trong danh mục cơ quan, được giữ nguyên như in: {named}."
            yield Issue("agency_unlisted", "info", message)

    def _issuer_contradiction(self) -> str | None:
        """What to say where the issuer's own place was not there on the day: then it says nothing of single names."""
        place, day = self.home.place, self.issued_on
        if place is None or day is None:
            return None
        gone = place.level == "district" and _weeks_before(day) >= TWO_LEVELS
        if not gone and (place.level != "province" or province_in_being(place, _weeks_before(day))):
            return None
        return _NO_SUCH_ISSUER.format(place=place, day=day)

    def _contradiction(self, found: Resolution) -> str:
        day = self.issued_on or date.min
        message = f"“{found.name}” không có vào ngày của văn bản ({day:%d/%m/%Y})"
        for placed in found.meant[:1]:
            if placed.valid_to and placed.valid_to < day:
                now = "; ".join(agency.name for agency in current(placed, day)) if len(current(placed, day)) < 4 else ""
                message += f": chỉ đến {placed.valid_to:%d/%m/%Y}" + (f", sau đó là {now}" if now else "")
            elif placed.valid_from:
                message += f": chỉ có từ {placed.valid_from:%d/%m/%Y}"
        return message + "; hãy kiểm tra tên cơ quan và ngày văn bản."


def settled(extraction: Extraction, text: str) -> tuple[Resolution, ...]:
    """The resolved names with their districts and communes looked up: what they lie in, so that two communes of one
    name are two agencies. For the store: reading a plan never needs it."""
    metadata = extraction.metadata
    first = metadata.issued_on or metadata.period_start
    last = metadata.issued_on or metadata.period_end
    before = None if first is None or last is None or first < TWO_LEVELS <= last else last < TWO_LEVELS
    return tuple(
        replace(one, agency=located(one.agency.agency, one.agency.place, before, text)) if one.agency else one
        for one in extraction.agencies
    )


_NO_SUCH_ISSUER = (
    "“{place}” không còn vào ngày của văn bản ({day:%d/%m/%Y}), nên có tên cơ quan không quy được về danh mục; "
    "hãy kiểm tra ngày và cơ quan ban hành."
)
_AMBIGUOUS = "“{name}” có thể là nhiều cơ quan khác nhau trong danh mục; được giữ nguyên như in."


def _unit_groups(name: str) -> Iterator[Group]:
    """``Ủy ban nhân dân các xã, thị trấn`` in any selection and order of kinds: the listed groups of that level."""
    found = _UNIT_GROUP.match(clean(name))
    if not found:
        return
    kinds = {clean(kind).lower() for kind in re.split(r",|/|\bvà\b", found.group(1))}
    levels = {"district" if kind == "thành phố" else LEVEL_OF_KIND[kind] for kind in kinds}
    for group in groups():
        each = {m.level for m in group.members if m.each and m.each.startswith("Ủy ban nhân dân")}
        if len(group.members) == 1 and each == levels:
            yield group


def _without_post(name: str) -> str:
    low = name.lower()
    for post in _posts():
        if low.startswith(post + " "):
            office = _POST_OF.search(post)
            return name[office.start() if office else len(post) + 1 :]
    return name


def _readings(name: str, on: date | None) -> Iterator[_Reading]:
    """The ways to part ``name``, the likeliest first."""
    kind = _STATED_KIND.search(name)
    stated = kind.group(1).lower() if kind else None
    yield _Reading(name, None, stated)
    for found in STATED_PLACE.finditer(name):
        place = stated_place(found.group(1), found.group(2), on)
        before = re.sub(r"\s+(?:của|thuộc)$", "", name[: found.start()].strip())
        yield _Reading(f"{before} {found.group(1)}", place)
        yield _Reading(before, place)
    party = _PARTY.match(name)
    if party:
        yield _Reading(party.group(1), place_in(name, on))
    words = name.split()
    for size in (4, 3, 2):
        province = province_place(" ".join(words[-size:]), on) if len(words) > size else None
        if province is not None:
            before = " ".join(words[:-size])
            yield _Reading(f"{before} {province.kind}", province)
            yield _Reading(before, province)
    region = _REGION.search(name)
    if region:
        yield _Reading(name[: region.start()], Place("", region.group(1), "region"))
    if kind:
        yield _Reading(name[: kind.start()], None, stated)


def resolve(name: str, on: date | None, issuer: str | None) -> str | None:
    """The canonical name of one printed name, on a day and in the place of an issuing body."""
    return Resolver(on, issuer).resolve(name).canonical


__all__ = ["Resolver", "named_agencies", "named_groups", "resolve"]
