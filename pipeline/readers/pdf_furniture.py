"""What stands on a page but in no sentence: page numbers, running heads, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from extractors.text import fold
from pipeline.readers.pdf_lines import Row, is_mark, main_size, mark_of
from pipeline.readers.pdf_rules import Rule

_NUMBER = re.compile(r"(?:trang\s*)?[-–—]?\s*(\d{1,4})\s*[-–—]?(?:\s*/\s*\d{1,4})?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_MARGIN = 0.1  # of the page height: where page numbers and running heads stand
_OWN_MARGIN = 0.2  # where the number is the page's own: scanned margins are wide
_EDGE_ROWS = 2  # running heads are looked for in so many rows at the top and at the bottom
_FEWEST_HEADS = 3  # pages that a running head repeats on
_SMALLER = 0.93  # of the body's font size: the most that a footnote has
_FOOT_RULE = (40.0, 260.0)  # points: the length of the rule that word processors draw above footnotes


def find_page_numbers(pages: Mapping[int, Sequence[Row]], heights: Mapping[int, float]) -> dict[int, Row]:
    """The row that is the page number, by page; ``pages``: rows from top to bottom, ``heights``: in points.

    A number counts where it is the page's own (counted from 1 in the file) or follows from the pages before: annexes
    start again at 1. A lone year or a figure of a broken table does neither.
    """
    found: dict[int, Row] = {}
    offset: int | None = None  # of the last number found against its page
    for page, rows in sorted(pages.items()):
        height = heights[page]
        told = [row for row in rows if any(map(str.isalnum, row.text))]  # not specks on a scanned page
        for row in (told[0], told[-1]) if told else ():
            match = _NUMBER.fullmatch(row.text.strip())
            if match is None:
                continue
            number = int(match.group(1))
            margin = _OWN_MARGIN if number == page else _MARGIN
            if not (row.bottom < margin * height or row.top > (1 - margin) * height):
                continue
            if number == page or number <= 2 or number - page == offset:
                found[page], offset = row, number - page
                break
    return found


def find_running_heads(pages: Mapping[int, Sequence[Row]], heights: Mapping[int, float]) -> dict[int, list[Row]]:
    """Rows in the page margins whose words (digits aside) and place repeat on at least three pages."""
    seen: Counter[tuple[str, int]] = Counter()
    edges: dict[int, list[tuple[Row, tuple[str, int]]]] = {}
    for page, rows in pages.items():
        height = heights[page]
        candidates = list(rows[:_EDGE_ROWS]) + list(rows[max(_EDGE_ROWS, len(rows) - _EDGE_ROWS) :])
        for row in candidates:
            if row.bottom < _MARGIN * height or row.top > (1 - _MARGIN) * height:
                key = (_DIGITS.sub("#", fold(row.text)), round(row.baseline / 8))
                edges.setdefault(page, []).append((row, key))
        seen.update({key for _, key in edges.get(page, ())})
    enough = max(_FEWEST_HEADS, len(pages) // 4)
    heads = {page: [row for row, key in found if seen[key] >= enough] for page, found in edges.items()}
    return {page: rows for page, rows in heads.items() if rows}


def split_footnotes(rows: Sequence[Row], rules: Sequence[Rule], height: float) -> tuple[list[Row], list[Row]]:
    """The rows of a page without its footnotes, and the footnotes.

    Footnotes are the small rows at the end of a page that start below a short rule or with a raised mark.
    """
    body = main_size(word for row in rows for word in row.words)
    start = len(rows)
    while start > 0 and rows[start - 1].size <= _SMALLER * body:
        start -= 1
    for number in range(start, len(rows)):
        row = rows[number]
        marked = len(row.words) > 1 and is_mark(row.words[0], row)
        if row.top > 0.3 * height and (marked or _below_rule(row, rules)):
            return list(rows[:number]), list(rows[number:])
    return list(rows), []


def footnote_marks(footnotes: Sequence[Row]) -> frozenset[str]:
    """The signs that the footnotes of a page begin with."""
    return frozenset(mark_of(row.words[0]) for row in footnotes if is_mark(row.words[0], row))


def _below_rule(row: Row, rules: Sequence[Rule]) -> bool:
    shortest, longest = _FOOT_RULE
    return any(
        rule.level
        and shortest <= rule.length <= longest
        and abs(rule.x0 - row.x0) < 2.5 * row.size
        and -2 < row.top - rule.top < 1.5 * row.size
        for rule in rules
    )
