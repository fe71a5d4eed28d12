"""News about a plan: which plan it summarises, whose and of when (R22); news that reproduces none states no facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractors.document_number import SHORT_DATE, find_date, parse_document_number
from extractors.issuer import find_place
from extractors.records import Metadata
from extractors.text import clean

_PLAN_ISSUED = re.compile(
    r"(?:ban\s+hành|phê\s+duyệt|ký\s+ban\s+hành|xây\s+dựng)\s+(?:Quyết\s+định[^.]{0,80}?)?"
    r"(?:Kế\s+hoạch|Chương\s+trình\s+hành\s+động)\b|\bKế\s+hoạch\s+số\s+\d+",
    re.IGNORECASE,
)
_GIVER = re.compile(r"UBND|[ỦU][ỷyỶY] ban nhân dân|Ban Chỉ đạo|Sở |Chủ tịch")
_COMMITTEE = re.compile(r"(?:UBND|U[ỷy] ban nhân dân|Ủy ban nhân dân)\s+(tỉnh|thành phố|huyện|xã|phường)")
# "Ngày 10/02/2020, Trường THPT A đã ban hành Kế hoạch số …": whose plan it is, where no committee's.
_ANNOUNCER = re.compile(
    r"(?:^|[,.]\s+)(?P<who>(?:Trung\s+tâm|Trường|Bệnh\s+viện|Sở|Phòng|Chi\s+cục|Cục|Hội|Công\s+an|Đảng\s+ủy|Huyện\s+ủy|Thành\s+ủy|Tỉnh\s+ủy)"
    r"\b[^,.;:]{3,90}?)\s+(?:vừa\s+|đã\s+|mới\s+|có\s+|ký\s+)*(?:ban\s+hành|xây\s+dựng|lập)\s+(?:Kế\s+hoạch|Chương\s+trình)\b"
)
_CITED = re.compile(r"(?:thực\s+hiện|căn\s+cứ)\s*$", re.IGNORECASE)
_ANNOUNCED = re.compile(r"ban\s+hành|theo\s*$|phê\s+duyệt|ký", re.IGNORECASE)
_DAY_OF_ISSUE = re.compile(r"[Nn]gày\s+(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")


def read_news(paragraphs: Sequence[str], title: str | None) -> Metadata:
    """Facts of the plan that news announces: its number, issuer and date; kind ``tin`` where it announces none."""
    opening = list(paragraphs[:10])
    announced = next((words for words in opening if _PLAN_ISSUED.search(words) and _GIVER.search(words)), None)
    announcer = next(filter(None, map(_ANNOUNCER.search, opening)), None) if announced is None else None
    announced = announcer.string if announcer is not None else announced
    published_on = _published_on(opening)
    if announced is None:
        return Metadata(kind="tin", title=title, published_on=published_on)
    number, issued_on = _number_and_date(opening)
    place = find_place(" ".join(opening[:3])) or find_place(" ".join(opening)[:2500])
    issuer = f"Ủy ban nhân dân {place}" if place and _COMMITTEE.search(" ".join(opening)[:2500]) else None
    issuer = clean(announcer["who"]) if announcer is not None else issuer
    issued_on = issued_on or _day_of_issue(announced, published_on)
    return Metadata(number, issued_on, issuer, None, title, "kế hoạch", True, published_on=published_on)


def _number_and_date(paragraphs: Sequence[str]) -> tuple[str | None, date | None]:
    """The number that the news says was issued, never one that the plan carries out or is based on."""
    for words in paragraphs:
        for match in re.finditer(r"(?:Kế hoạch|Quyết định|Chương trình)\s+số\s+", words):
            before = words[max(0, match.start() - 200) : match.start()]
            found = parse_document_number(words[match.end() : match.end() + 30])
            if found is not None and not _CITED.search(before) and _ANNOUNCED.search(before):
                return found[0], find_date(words[match.end() : match.end() + 80])
    return None, None


def _published_on(opening: Sequence[str]) -> date | None:
    """The date line of the page (``08/06/2024 | 09:15``)."""
    dated = (find_date(words) for words in opening if len(words) < 40 and SHORT_DATE.match(words))
    return next((day for day in dated if day is not None), None)


def _day_of_issue(announced: str, published_on: date | None) -> date | None:
    """``Ngày 05/6, UBND tỉnh đã ban hành Kế hoạch``: the year comes from the date line of the page."""
    match = _DAY_OF_ISSUE.search(announced)
    if match is None:
        return None
    year = int(match[3]) if match[3] else published_on.year if published_on else None
    try:
        return date(year, int(match[2]), int(match[1])) if year else None
    except ValueError:
        return None
