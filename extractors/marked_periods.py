"""Months and quarters as columns of a table, ticked where a row's work is done: ``Tháng 1 | Tháng 2 | Tháng 3``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from extractors.deadlines import combine_deadlines, parse_deadline
from extractors.document import Span
from extractors.grid import Grid
from extractors.records import DateContext, Deadline
from extractors.table_tasks import Row

_PERIOD = re.compile(r"(?:^|\s)(?P<words>(?:tháng|quý)\s+(?:\d{1,2}|[IVX]+)(?:\s*(?:/|năm)\s*20\d\d)?)$", re.I)
_YEAR = re.compile(r"\b20\d\d\b")
_TICK = re.compile(r"[xX×vV✓✔√*+●•■]")


def read_ticks(text: str, grid: Grid, row: Row, dates: DateContext) -> Deadline | None:
    """The time of a row by the ticked columns, from the first to the last; None where none is ticked."""
    found = [
        parse_deadline(text, words, replace(dates, heading_year=year or dates.heading_year))
        for place, words, year in _periods(text, grid)
        if _TICK.fullmatch(row.row.cells[place].words(text))
    ]
    return combine_deadlines([deadline for deadline in found if deadline is not None])


def _periods(text: str, grid: Grid) -> Iterator[tuple[int, Span, int | None]]:
    """The columns headed by a period: the place of these words in the header, and the year printed above them."""
    seen: Counter[str] = Counter()
    for place, column in enumerate(grid.columns):
        match = _PERIOD.search(column.header)
        if match is None:
            continue
        words = match["words"]
        pattern = re.compile(r"\s+".join(map(re.escape, words.split())) + r"(?!\w)")
        printed = [found for header in grid.headers for found in pattern.finditer(text, header.start, header.end)]
        if seen[words] < len(printed):
            found = printed[seen[words]]
            year = _YEAR.search(column.header)
            yield place, Span(found.start(), found.end()), int(year.group()) if year else None
        seen[words] += 1
