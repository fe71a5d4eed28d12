"""The authority list as a gazetteer: every spelling of a listed name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extractors.authority import agencies, agency_words, groups
from extractors.text import clean, compare_key

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
_OWNER = re.compile(r"\s+(?:Tỉnh ủy|Trung ương|tỉnh|huyện|xã|thành phố)$")  # printed once at the end of a list


@cache
def spellings() -> dict[str, list[str]]:
    """What the gazetteer looks for: ``agency`` and ``group`` names, and ``bare:<head>``: names without their head,
    which lists put after a shared one (``Các Sở: Nội vụ; Y tế``)."""
    found: dict[str, dict[str, None]] = {"agency": {}, "group": {}}
    sharing = [head for head in agency_words()["sharing_heads"] if head != "vp"]
    for agency in agencies():
        for name in (agency.canonical, *agency.aliases):
            for spelling in spellings_of(name):
                found["agency"][spelling] = None
                for head in sharing:
                    rest = spelling[len(head) + 1 :]
                    if spelling.lower().startswith(head + " ") and len(rest) > 1 and rest[0].isupper():
                        found.setdefault(f"bare:{head}", {}).update(dict.fromkeys((rest, _OWNER.sub("", rest))))
    for group in groups():
        for name in (group.canonical, *group.aliases):
            found["group"].update(dict.fromkeys(spellings_of(name)))
    return {kind: list(names) for kind, names in found.items()}


def spellings_of(name: str) -> Iterable[str]:
    """Every way to write a listed name: ``UBND`` or in full, with and without dashes and commas, "&" or "và"."""
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
