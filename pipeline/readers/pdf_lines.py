"""Printed lines of a PDF page: words grouped by their baseline, raised footnote marks told apart, words joined.

A line here is what the eye sees as one line across the page; the two-column header and foot are parted in
``pdf_columns``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.document import Box
from pipeline.readers.pdf_words import PageWord, join

_SAME_BASELINE = 0.35  # of the smaller font size
_SMALL = 0.8  # of the line's font size: a raised mark or the clerk's initials
_STAMP_REACH = 0.8  # of the line's font size: how far a clerk's widget may sit above or below the line it fills
_GLUE = 0.6  # of the font size: as far apart as words may be that follow each other without a space
_CLOSING = frozenset({",", ".", ";", ":", ")", "),", ");", ").", "./."})  # never printed after a space
_MARK = re.compile(r"[\[(]?(\d{1,3}|\*{1,3})[\])]?[.:]?")
_UNIT = re.compile(r"(?:^|\W|\d)(?:m|km|cm|dm|mm|Nm)$")


@dataclass(frozen=True, slots=True)
class Row:
    """The words of one printed line from left to right. ``size``: height of the font box of most of its letters."""

    words: tuple[PageWord, ...]
    baseline: float
    size: float

    @property
    def x0(self) -> float:
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether the line is set in bold (a bold lead-in before running text does not make it bold)."""
        letters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) for word in self.words if word.bold) > 0.75 * letters

    def box(self, page: int) -> Box:
        return Box(page, self.x0, self.top, self.x1, self.bottom)


def group_rows(words: Iterable[PageWord]) -> list[Row]:
    """Words → printed lines from top to bottom. Raised marks and widget words stand in the line that they belong to."""
    units: list[list[PageWord]] = []
    stamped: dict[int, list[PageWord]] = {}
    for word in words:
        if word.annotation is not None:
            stamped.setdefault(word.annotation, []).append(word)
        elif word.glued and units:
            units[-1].append(word)
        else:
            units.append([word])
    rows = _adopt_small(_cluster(units))
    for extra in stamped.values():
        _place_stamp(rows, extra)
    return sorted((_row(unit) for unit in rows), key=lambda row: (row.baseline, row.x0))


def is_mark(word: PageWord, row: Row) -> bool:
    """Whether ``word`` is a raised footnote mark (``¹``, ``(2)``, ``*``) in ``row``."""
    small = word.size < _SMALL * row.size
    raised = word.baseline < row.baseline - 0.1 * row.size or word.height_middle < row.baseline - 0.4 * row.size
    return small and raised and _MARK.fullmatch(word.text) is not None


def split_marks(row: Row, known: frozenset[str]) -> tuple[Row | None, list[PageWord]]:
    """``row`` without the raised marks of the footnotes ``known`` (``1``, ``*``), and these marks."""
    marks = [word for word in row.words if is_mark(word, row) and mark_of(word) in known]
    kept = tuple(word for word in row.words if word not in marks)
    return (Row(kept, row.baseline, row.size) if kept else None), marks


def mark_of(word: PageWord) -> str:
    """The bare sign of a footnote mark: ``(1)`` → ``1``."""
    found = _MARK.fullmatch(word.text)
    return found.group(1) if found else word.text


def printed_words(row: Row) -> list[PageWord]:
    """The words of a line as they are read: parts drawn without a space between them joined."""
    read: list[PageWord] = []
    for word in row.words:
        if read and _belongs(read[-1], word, row):
            read[-1] = join(read[-1], word)
        else:
            read.append(word)
    return read


def main_size(words: Iterable[PageWord]) -> float:
    """The font size (height of the font box in points) of most letters; 0 without words."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size * 2) / 2] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _belongs(left: PageWord, right: PageWord, row: Row) -> bool:
    # A clerk's number or day fills a blank before or after the slash: "277" + "/KH-UBND", "14" + "/" + "7".
    if left.annotation is not None and right.text.startswith("/"):
        return True
    if right.annotation is not None and left.text.endswith("/"):
        return True
    if right.text in _CLOSING and right.x0 - left.x1 < _GLUE * row.size:
        return not is_mark(left, row)
    if not right.glued or right.x0 - left.x1 > _GLUE * row.size:
        return False
    if right.text in {"2", "3"} and _UNIT.search(left.text) is not None:
        return True  # m², km³
    return not is_mark(left, row) and not is_mark(right, row)


def _cluster(units: list[list[PageWord]]) -> list[list[PageWord]]:
    """Units (a word with its glued parts) that share a baseline, as lists of words."""
    anchored = sorted(((max(unit, key=lambda word: word.size), unit) for unit in units), key=lambda u: u[0].baseline)
    rows: list[list[PageWord]] = []
    base: PageWord | None = None
    for head, unit in anchored:
        near = base is not None and head.baseline - base.baseline <= _SAME_BASELINE * min(base.size, head.size)
        if near:
            rows[-1].extend(unit)
        else:
            rows.append(list(unit))
            base = head
    return rows


def _adopt_small(rows: list[list[PageWord]]) -> list[list[PageWord]]:
    """Rows that are nothing but a few small raised signs go to the line that they are printed over."""
    kept: list[list[PageWord]] = []
    orphans: list[PageWord] = []
    for words in rows:
        if sum(len(word.text) for word in words) <= 4:
            orphans.extend(words)
        else:
            kept.append(words)
    for orphan in orphans:
        home = next((row for row in kept if _printed_over(orphan, row)), None)
        if home is None:
            kept.append([orphan])
        else:
            home.append(orphan)
    return _reunite(kept)


def _printed_over(orphan: PageWord, words: list[PageWord]) -> bool:
    near = [word for word in words if max(orphan.x0 - word.x1, word.x0 - orphan.x1) < orphan.size]
    return any(orphan.size < _SMALL * word.size and word.top <= orphan.height_middle <= word.bottom for word in near)


def _reunite(rows: list[list[PageWord]]) -> list[list[PageWord]]:
    """Puts short rows that were set aside back together where they share a baseline (``2`` and ``/`` of a row)."""
    rows.sort(key=lambda words: words[0].baseline)
    together: list[list[PageWord]] = []
    for words in rows:
        head = words[0]
        last = together[-1][0] if together else None
        if last is not None and abs(head.baseline - last.baseline) <= _SAME_BASELINE * min(last.size, head.size):
            together[-1].extend(words)
        else:
            together.append(words)
    return together


def _place_stamp(rows: list[list[PageWord]], extra: list[PageWord]) -> None:
    """Puts the words of a clerk's widget into the line whose blank they fill, or on a line of their own."""

    def distance(words: Sequence[PageWord]) -> float:
        level = abs(words[0].baseline - extra[0].baseline)
        aside = min(max(word.x0 - extra[-1].x1, extra[0].x0 - word.x1, 0.0) for word in words)
        return level + 0.1 * aside

    near = [row for row in rows if abs(row[0].baseline - extra[0].baseline) <= _STAMP_REACH * row[0].size]
    if near:
        min(near, key=distance).extend(extra)
    else:
        rows.append(list(extra))


def _row(words: list[PageWord]) -> Row:
    ordered = tuple(sorted(words, key=lambda word: word.x0))
    size = main_size(ordered)
    own = [word for word in ordered if word.annotation is None] or list(ordered)
    head = min(own, key=lambda word: abs(word.size - size))
    return Row(ordered, head.baseline, size)
