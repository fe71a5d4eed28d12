"""The authority list as a gazetteer: every spelling of a listed name, and the listed name behind a printed one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from extractors.authority import Agency, agencies, agency_words, groups, provinces
from extractors.records import AgencyRef
from extractors.text import clean, compare_key

# Reorganisations took effect some days earlier or later in single provinces, and old names lived on for weeks.
_TRANSITION = timedelta(days=31)
_EXPANSIONS = (
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("ĐBQH", "đại biểu Quốc hội"),
    ("VP ", "Văn phòng "),
    ("BQL ", "Ban Quản lý "),
    ("BCĐ ", "Ban Chỉ đạo "),
    ("TT ", "Trung tâm "),
    ("BCHQS", "Ban Chỉ huy Quân sự"),
)
_LEVELS = {
    "tỉnh": "province", "huyện": "district", "thị xã": "district", "quận": "district", "xã": "commune",
    "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
_CAPITAL = "[" + "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper() and c.isalpha()) + "]"
_NAME = rf"{_CAPITAL}[\w'’]*(?:[\s-]+{_CAPITAL}[\w'’]*){{0,4}}|\d{{1,2}}"
_PLACE = re.compile(
    rf"(?i:\b(tỉnh|thành phố|tp\.?|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu))\s+({_NAME})(?=\s*(?:,|$|-\s))"
)
_GENERIC = re.compile(r"\s+(?:tỉnh|huyện|xã|thành phố)$")
_SEVERAL = re.compile(r"(?i)^(?:tất cả các|tất cả|toàn thể|các|những|mọi|mỗi|từng)\s+")
_OWNER = re.compile(r"\s+(?:Tỉnh ủy|Trung ương|tỉnh|huyện|xã|thành phố)$")  # printed once at the end of a list
_REGION = re.compile(r"\s+([IVX]+|\d{1,2})$")  # "Kho bạc Nhà nước khu vực VIII"
_DISTRICT_PARTY = {"huyện": "Huyện ủy", "thị xã": "Thị ủy", "quận": "Quận ủy", "thành phố": "Thành ủy"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its kind as in ``tỉnh``, ``thành phố``, ``xã``, its name, and its level."""

    kind: str
    name: str
    level: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@cache
def spellings() -> dict[str, list[str]]:
    """What the gazetteer looks for: ``agency`` and ``group`` names, and ``bare:<head>``: names without their head,
    which lists put after a shared one (``Các Sở: Nội vụ; Y tế``)."""
    found: dict[str, dict[str, None]] = {"agency": {}, "group": {}}
    sharing = [head for head in agency_words()["sharing_heads"] if head != "vp"]
    for agency in agencies():
        for name in (agency.canonical, *agency.aliases):
            for spelling in _spellings(name):
                found["agency"][spelling] = None
                for head in sharing:
                    rest = spelling[len(head) + 1 :]
                    if spelling.lower().startswith(head + " ") and len(rest) > 1 and rest[0].isupper():
                        found.setdefault(f"bare:{head}", {}).update(dict.fromkeys((rest, _OWNER.sub("", rest))))
    for group in groups():
        for name in (group.canonical, *group.aliases):
            found["group"].update(dict.fromkeys(_spellings(name)))
    return {kind: list(names) for kind, names in found.items()}


def _spellings(name: str) -> Iterable[str]:
    forms = {name}
    for short, full in _EXPANSIONS:
        forms |= {form.replace(short, full) for form in forms} | {form.replace(full, short) for form in forms}
    forms |= {form.replace(" - ", " ") for form in forms} | {form.replace(" - ", "-") for form in forms}
    forms |= {form.replace(" và ", " & ") for form in forms} | {form.replace("&", " và ") for form in forms}
    forms |= {form.replace(",", "") for form in forms}
    return sorted(clean(form) for form in forms)


@cache
def is_abbreviation(name: str) -> bool:
    """Is the name written in capitals alone (``SNV``, ``BCHQS``)? Such a name counts only when so printed."""
    return not any(character.islower() for character in name)


@cache
def _abbreviated() -> frozenset[str]:
    plain = {compare_key(n) for kind in ("agency", "group") for n in spellings()[kind] if not is_abbreviation(n)}
    short = {compare_key(n) for kind in ("agency", "group") for n in spellings()[kind] if is_abbreviation(n)}
    return frozenset(short - plain)


def is_listed_only_in_capitals(printed: str) -> bool:
    """Does the list know ``printed`` only as an abbreviation in capitals?"""
    return compare_key(printed) in _abbreviated()


@cache
def _agency_index() -> dict[str, tuple[Agency, ...]]:
    index: dict[str, dict[Agency, None]] = {}
    for agency in agencies():
        for name in (agency.canonical, *agency.aliases):
            for spelling in _spellings(name):
                index.setdefault(compare_key(spelling), {})[agency] = None
    return {key: tuple(found) for key, found in index.items()}


@cache
def _group_index() -> dict[str, str]:
    return {
        _group_key(spelling): group.canonical
        for group in groups()
        for name in (group.canonical, *group.aliases)
        for spelling in _spellings(name)
    }


def _group_key(name: str) -> str:
    """``Các sở, ngành có liên quan`` and ``sở, ngành liên quan`` are one group."""
    return compare_key(_SEVERAL.sub("", clean(name))).replace("có liên quan", "liên quan")


@cache
def _province_index() -> dict[str, tuple[str, str]]:
    """Key of every spelling of a province → (name, kind before 2025-07-01)."""
    return {
        compare_key(name): (province.name, province.type_until_2025)
        for province in provinces()
        for name in (province.name, *province.aliases)
    }


def province_named(name: str) -> str | None:
    """The listed spelling of a province's name, None where it is none of the 63."""
    found = _province_index().get(compare_key(name))
    return found[0] if found else None


def place_in(name: str) -> Place | None:
    """The first place that ``name`` states with its kind: ``Ủy ban nhân dân xã Ea Rál`` → xã Ea Rál."""
    found = _PLACE.search(clean(name))
    return _place(found.group(1), found.group(2)) if found else None


def _place(kind: str, name: str) -> Place:
    kind = "thành phố" if kind.lower().startswith(("tp", "thành")) else kind.lower()
    province = province_named(name)
    if kind == "thành phố":
        return Place(kind, province or name, "province" if province else "district")
    return Place(kind, (province or name) if kind == "tỉnh" else name, _LEVELS[kind])


def with_canonical(refs: Iterable[AgencyRef], on: date | None, issuer: str | None) -> tuple[AgencyRef, ...]:
    """``refs`` with the field ``canonical`` filled by :func:`resolve`; persons stay without."""
    return tuple(ref if ref.kind == "person" else replace(ref, canonical=resolve(ref.name, on, issuer)) for ref in refs)


def resolve(name: str, on: date | None, issuer: str | None) -> str | None:
    """The name on the authority list for a printed name, on a day and in the place of the issuing body.

    ``Sở NV`` in a plan of ``Ủy ban nhân dân tỉnh Hà Giang`` → ``Sở Nội vụ tỉnh Hà Giang``; a group → its listed name;
    a post (``Giám đốc Sở Y tế``) → its office. None where the name is not listed, was not in being on that day, or
    could be two different bodies. Where the place is not known the name is given without one.
    """
    name = _without_post(clean(name))
    group = _group_index().get(_group_key(name))
    if group:
        return group
    home = place_in(issuer) if issuer else None
    for base, place in _readings(name):
        rows = [row for row in _agency_index().get(compare_key(base), ()) if _in_being(row, on)]
        level = place.level if place else home.level if home else None
        if len({(row.canonical, row.level) for row in rows}) > 1:
            rows = [row for row in rows if row.level in (level, "any")]
        if len({row.canonical for row in rows}) == 1:
            return _placed(rows[0], place, home, base)
    return None


def _without_post(name: str) -> str:
    for post in sorted(agency_words()["posts"], key=len, reverse=True):
        if name.lower().startswith(post + " ") and not post.startswith("ban "):
            return name[len(post) + 1 :]
    return name


def _in_being(row: Agency, on: date | None) -> bool:
    if on is None:
        return True
    return (row.valid_from is None or row.valid_from - _TRANSITION <= on) and (
        row.valid_to is None or on <= row.valid_to + _TRANSITION
    )


def _readings(name: str) -> Iterable[tuple[str, Place | None]]:
    """(listed part, place) pairs that ``name`` may be read as, the likeliest first."""
    yield name, None
    for found in _PLACE.finditer(name):
        place = _place(found.group(1), found.group(2))
        before = re.sub(r"\s+(?:của|thuộc)$", "", name[: found.start()].strip())
        yield f"{before} {found.group(1)}", place
        yield before, place
    words = name.split()
    for size in (4, 3, 2):
        province = province_named(" ".join(words[-size:])) if len(words) > size else None
        if province:
            kind = _province_index()[compare_key(province)][1]
            before = " ".join(words[:-size])
            yield f"{before} {kind}", Place(kind, province, "province")
            yield before, Place(kind, province, "province")
    region = _REGION.search(name)
    if region:
        yield name[: region.start()], Place("", region.group(1), "region")
    bare = re.sub(r"(?i)\s+(?:của\s+|thuộc\s+)?(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)$", "", name)
    if bare != name:
        yield bare, None


def _placed(row: Agency, place: Place | None, home: Place | None, printed: str) -> str:
    """The canonical name with the place it belongs to: its own, else the issuer's if that is of the row's level."""
    if row.level in ("central", "region"):
        return f"{row.canonical} {place.name}" if place and place.level == "region" else row.canonical
    if place is None and home is not None and (row.level in (home.level, "any")):
        stated = re.search(r"(?i)\b(tỉnh|huyện|xã|phường)$", printed)
        place = home if not stated or _LEVELS[stated.group(1).lower()] == home.level else None
    if place is None:
        return row.canonical
    if "Tỉnh ủy" in row.canonical:
        party = row.canonical.replace("Tỉnh ủy", "Thành ủy") if place.kind == "thành phố" else row.canonical
        return f"{party} {place.name}"
    if row.canonical == "Huyện ủy":
        return f"{_DISTRICT_PARTY.get(place.kind, row.canonical)} {place.name}"
    return f"{_GENERIC.sub('', row.canonical)} {place}"
