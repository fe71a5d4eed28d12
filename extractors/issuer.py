"""The issuing body in full, from the header's left column, a stamp, a portal's words or the place that news names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from extractors.authority import agencies
from extractors.provinces import province_named
from extractors.text import clean, compare_key, fold

_WHOLE = {
    "ỦY BAN NHÂN DÂN": "ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN": "ỦY BAN NHÂN DÂN", "UBND": "ỦY BAN NHÂN DÂN",
    "HĐND": "HỘI ĐỒNG NHÂN DÂN",
}  # fmt: skip
_LEVELS = r"thành\s+phố|tỉnh|quận|huyện|thị\s+xã|thị\s+trấn|xã(?!\s+hội\b)|phường|đặc\s+khu|tp\.?"
_PLACE_AT_END = re.compile(rf"\b(?P<level>{_LEVELS})\s+(?P<name>.+)$")
_NAMED_PLACE = re.compile(rf"\b(?:{_LEVELS})\s+[A-ZĐÀ-Ỹ].*$")
_PLACE = re.compile(
    r"\b(?P<level>[Tt]ỉnh|TỈNH|[Tt]hành phố|THÀNH PHỐ|TP\.?|[Hh]uyện|[Xx]ã|[Pp]hường)\s+"
    r"(?P<name>[A-ZĐÀ-Ỹ][\wÀ-ỹ'’]*(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ'’]*){0,3})"
)
_BODY = re.compile(
    r"(?:UỶ|ỦY|UY|UBND|HĐND|HỘI ĐỒNG|SỞ|BAN|VĂN PHÒNG|CHI CỤC|CỤC|BỘ|TRUNG TÂM|PHÒNG|ĐẢNG|TỈNH ỦY|HUYỆN ỦY|"
    r"THANH TRA|TỔNG CỤC|ĐOÀN|HỘI|CHÍNH PHỦ|VP|TRƯỜNG|BỆNH VIỆN)\b",
    re.IGNORECASE,
)
_CUT_WORD = re.compile(r"(?:\bCƠ\s+SỞ|\b(?:CÁN|NỘI)\s+BỘ|\bLIÊN\s+ĐOÀN|\b(?:QUỐC|VÀ\s+XÃ)\s+HỘI)$", re.IGNORECASE)


def compose_issuer(lines: Sequence[str]) -> str | None:
    """The issuer from the lines of the left column: [``UBND TỈNH X``, ``SỞ NỘI VỤ``] → ``Sở Nội vụ tỉnh X``.

    The last body named issues the document; the one above it lends its place. A line that names no body goes on
    with the one before (``ỦY BAN NHÂN DÂN`` / ``TỈNH HÀ GIANG``); so does the rest of a word that a line's end cuts.
    """
    bodies: list[str] = []
    for line in (clean(line.strip(" -_*.")) for line in lines):
        goes_on = bool(bodies) and _CUT_WORD.search(f"{bodies[-1]} {line.split(' ')[0]}") is not None
        if line and bodies and (goes_on or not _BODY.match(line)):
            bodies[-1] += " " + line  # "TRƯỜNG TRUNG HỌC CƠ" / "SỞ TÂN AN"
        elif line:
            bodies.append(line)
    if not bodies:
        return None
    own = _spell(bodies[-1])
    if len(bodies) == 1 or _NAMED_PLACE.search(own):
        return own
    parent = _spell(bodies[-2])
    # "ĐẢNG BỘ PHƯỜNG X" over "VĂN PHÒNG ĐẢNG ỦY" only says where: the office's own line names its body.
    if own.startswith("Văn phòng") and not parent.startswith("Đảng bộ"):
        return own if parent in own else f"{own} {parent}"
    place = _NAMED_PLACE.search(parent)
    named = _PLACE_AT_END.search(place.group()) if place else None
    if named and own.lower().endswith(f" {named['name'].lower()}"):
        return own[: -len(named["name"])] + named["name"]  # "Trường Tiểu học Tân An" of xã Tân An
    return f"{own} {place.group()}" if place else own


_STAMP = re.compile(r"(?:Ký bởi|Người ký)\s*:\s*([^\n]+?)(?:\s*(?:Email|Cơ quan|Thời gian|Ngày)\b|\n|$)")


def issuer_of_stamp(pieces: Iterable[str]) -> str | None:
    """The body in whose name a digital signature was given (``Ký bởi: ỦY BAN NHÂN DÂN XÃ A``); a person is none."""
    stamps = filter(None, map(_STAMP.search, pieces))
    body = next((match[1] for match in stamps if match[1].strip().isupper()), None)
    return compose_issuer([clean(body)]) if body is not None else None


def issuer_of_portal(stated: str | None) -> str | None:
    """What a portal states as the issuing body; a place alone stands for its committee."""
    if not stated or fold(stated).startswith("dang cap nhat"):
        return None
    if re.match(r"(Tỉnh|Thành phố|Huyện|Xã|Phường)\s", stated):
        return "Ủy ban nhân dân " + stated[0].lower() + stated[1:]
    return compose_issuer([stated.upper()])


def _spell(line: str) -> str:
    """``ỦY BAN NHÂN DÂN TỈNH HÀ GIANG`` → ``Ủy ban nhân dân tỉnh Hà Giang``; mixed case is left as printed."""
    for short, whole in _WHOLE.items():
        if line.startswith(short):
            line = whole + line[len(short) :]
    if not line.isupper():
        return line
    low = line.lower()
    place = _PLACE_AT_END.search(low)
    head = low[: place.start()].strip() if place else low
    spelled = _spellings().get(compare_key(head)) or head[:1].upper() + head[1:]
    if place is None:
        return spelled
    level = "thành phố" if place["level"].startswith("tp") else clean(place["level"])
    name = " ".join("-".join(p[:1].upper() + p[1:] for p in word.split("-")) for word in place["name"].split())
    return clean(f"{spelled} {level} {name}")


@cache
def _spellings() -> dict[str, str]:
    return {compare_key(agency.canonical): agency.canonical for agency in agencies()}


def find_place(words: str) -> str | None:
    """The first place that ``words`` name with its level; a province or city must be one of the list."""
    for match in _PLACE.finditer(words):
        level = re.sub(r"^tp\.?$", "thành phố", match["level"].lower())
        name = match["name"].title() if match["name"].isupper() else match["name"]
        if level not in ("tỉnh", "thành phố"):
            return f"{level} {name}"
        syllables = name.split()
        for count in range(len(syllables), 0, -1):
            if province_named(" ".join(syllables[:count])):
                return f"{level} {' '.join(syllables[:count])}"
    return None
