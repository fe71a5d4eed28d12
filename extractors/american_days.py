"""Days written with the month first (``1/31/2026``): a whole table tells, as one day alone may be read twice."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DAY = re.compile(r"(?<![\d/])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])")
_MONTHS = 12


def are_months_first(cells: Iterable[str]) -> bool:
    """Do the days of these cells begin with the month? One has no other reading (``6/30/2026``), none contradicts."""
    days = [(int(match["first"]), int(match["second"])) for words in cells for match in _DAY.finditer(words)]
    return any(second > _MONTHS for _, second in days) and all(first <= _MONTHS for first, _ in days)


def day_first(words: str) -> str:
    """``words`` with each ``month/day/year`` as ``day/month/year``; the length stays."""
    return _DAY.sub(lambda match: f"{match['second']}/{match['first']}/{match['year']}", words)
