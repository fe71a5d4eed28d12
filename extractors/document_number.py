"""Document numbers (``185/KH-UBND``, Nghị định 30/2020/NĐ-CP; ``05-NQ/ĐU``, Party) and the dates beside them."""

from __future__ import annotations

import re
from datetime import date

_TYPES = r"KH|QĐ|QD|CTr|CTR|CT|TB|TTr|TTR|TT|ĐA|HD|BC|NĐ|NQ|PA|QC|KL|CV|GM|CĐ"
_NUMBER = re.compile(
    rf"(?<![\d/])(?P<number>\d{{1,5}}[a-z]?)\s*(?:/\s*(?P<year>(?:19|20)\d\d))?\s*/\s*"
    rf"(?P<symbol>(?:{_TYPES})?\s?[-–]?\s?[A-ZĐ][\w&Đđ]*(?:\s?[-–]\s?[A-ZĐ][\w&Đđ]*)*)"
)
_PARTY_NUMBER = re.compile(
    rf"(?P<number>\d{{1,5}})\s*[-–]\s*(?P<symbol>(?:{_TYPES})\s*/\s*[A-ZĐ][\w]*(?:[-–][A-ZĐ]\w*)*)"
)
_CODE = re.compile(rf"({_TYPES})(?=[-/])")
LONG_DATE = re.compile(
    r"ng[àa]y\s*(?P<day>\d{1,2})\s*[,]?\s*tháng\s*(?P<month>\d{1,2})\s*[,]?\s*năm\s*(?P<year>\d{4})", re.IGNORECASE
)
SHORT_DATE = re.compile(r"(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4})")


def parse_document_number(words: str) -> tuple[str, str | None] | None:
    """The first document number in ``words`` without spaces, and its type code: (``185/KH-UBND``, ``KH``).

    The code is None for letters (công văn: ``2231/SNV-CCHC``). None where there is no number, also for one whose
    digits were left blank for the clerk (``Số:      /KH-UBND``) or misread (``Số: 6/0 /KH-UBND``).
    """
    words = words.replace("–", "-")
    match = _NUMBER.search(words)
    if match is not None:
        year = f"/{match['year']}" if match["year"] else ""
        separator = "/"
    else:
        match = _PARTY_NUMBER.search(words)
        year, separator = "", "-"
    if match is None:
        return None
    symbol = re.sub(r"\s+", "", match["symbol"])
    code = _CODE.match(symbol)
    return f"{match['number']}{year}{separator}{symbol}", code[1] if code else None


def find_date(words: str) -> date | None:
    """The first whole date in ``words`` (``ngày 11 tháng 07 năm 2022``, ``11/07/2022``); None if impossible or none."""
    match = LONG_DATE.search(words) or SHORT_DATE.search(words)
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
