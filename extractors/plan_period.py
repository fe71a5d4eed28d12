"""The years that a plan is for, by its title."""

from __future__ import annotations

import re
from datetime import date

_PERIOD = re.compile(r"(?:giai\s+đoạn|thời\s+kỳ|các\s+năm)\s*(?P<first>20\d\d)\s*[-–—đến\s]+\s*(?P<last>20\d\d)", re.I)
# A school year covers two calendar years; the day of issue tells which one a date without a year means.
_SCHOOL_YEAR = re.compile(r"năm\s+học\s*(?P<first>20\d\d)\s*[-–—]\s*(?P<last>20\d\d)", re.I)
_YEAR = re.compile(
    r"(?:năm|NĂM)\s+(?P<year>20\d\d)(?!\s*[-–/]\s*20\d\d)|\b(?P<last>20\d\d)\b(?!-[a-zA-Z])"
)  # not "2019-nCoV"
_LAW_YEAR = re.compile(r"\b(?:Luật|Bộ luật|Pháp lệnh|Hiến pháp)\b[^,;.]{0,60}?\bnăm\s+(?P<year>\d{4})", re.IGNORECASE)


def find_period(title: str | None, issued_on: date | None = None) -> tuple[date | None, date | None]:
    """First and last day of the years that a title names (``giai đoạn 2021 - 2025``, ``năm học 2026 - 2027``)."""
    if not title:
        return None, None
    match = _PERIOD.search(title) or _SCHOOL_YEAR.search(title)
    if match:
        return date(int(match["first"]), 1, 1), date(int(match["last"]), 12, 31)
    law = _LAW_YEAR.search(title)
    if law is not None and issued_on is not None and int(law["year"]) < issued_on.year:
        title = title[: law.start("year")] + title[law.end("year") :]  # the year of the law that is carried out
    years = [int(found["year"] or found["last"]) for found in _YEAR.finditer(title)]
    return (date(years[-1], 1, 1), date(years[-1], 12, 31)) if years else (None, None)


def is_school_year(title: str | None) -> bool:
    """Whether the years of `find_period` are those of one school year."""
    return bool(title and _SCHOOL_YEAR.search(title) and not _PERIOD.search(title))
