"""Tables without rules: columns that nothing but white space parts.

Works on words with boxes, whoever found them (a PDF's text layer, OCR, typed text). Only a head of known column words
opens such a table; what follows belongs to it as long as no word crosses the white strips between the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.roles import find_column
from extractors.text import fold
from pipeline.readers.pdf_lines import Row
from pipeline.readers.pdf_tables import Grid, GridCell
from pipeline.readers.pdf_words import PageWord

_STRIP = 0.42  # of the font size: white that parts columns; a space is 0.25
_THIN = 0.18
_HEAD_LINES = 3
_LONGEST_HEAD = 70  # characters of a column's head
_NEAR = 1.8  # of the font size: lines of one head
_FAR = 3.6  # of the font size: more white than this ends the table
_LOOSE = 1.25  # of the leading: more white than this parts two rows
_EDGE = 4.0  # points to both sides of a strip of the page before
_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]+|[a-zđ])[.)]?")
_PAGE_NUMBER = re.compile(r"[-–\s]*\d{1,3}[-–\s]*")  # Nghị định 30/2020/NĐ-CP: in the middle of the top margin
_GROUP = re.compile(r"(?:[IVXL]+|[A-HĐ]|\d{1,2})[.)]\s+\S")
_FOOT = re.compile(r"\W*(?:noi nhan\b|tm\.|kt\.|tl\.|tuq\.|t/m\b|ghi chu\s*:|tren day la\b|phu luc\b)")

Strip = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table while it is found: the rows of its head (``first``..``last``) and the free strips between its columns."""

    first: int
    last: int
    names: tuple[str | None, ...]
    strips: tuple[tuple[Strip, ...], ...]


def find_aligned_tables(rows: Sequence[Row], previous: Sequence[Grid] = ()) -> tuple[list[Grid], list[Row]]:
    """The tables that aligned words make among the lines of a page, and the lines that belong to none.

    ``previous``: the tables of the page before, whose last one may go on here without its head.
    """
    grids: list[Grid] = []
    rest: list[Row] = []
    index = 0
    top = next((i for i, row in enumerate(rows) if not _PAGE_NUMBER.fullmatch(row.text)), 0)
    while index < len(rows):
        table = _carried(rows, top, previous) if index == top else None
        table = table or _head_at(rows, index)
        found = _read_table(rows, table) if table is not None else None
        if found is None:
            rest.append(rows[index])
            index += 1
            continue
        grid, after = found
        grids.append(grid)
        index = after
    return grids, rest


# --- head -----------------------------------------------------------------------------------------------------------


def _head_at(rows: Sequence[Row], index: int) -> _Table | None:
    """The head that begins in row ``index``: of one to three lines those that name the most columns."""
    best: _Table | None = None
    most = 1
    for last in range(index, min(index + _HEAD_LINES, len(rows))):
        lines = rows[index : last + 1]
        if any(b.baseline - a.baseline > _NEAR * a.size or a.bold != b.bold for a, b in pairwise(lines)):
            break
        cells = _stretches([word for line in lines for word in line.words])
        if len(cells) < 3:
            continue
        texts = [" ".join(word.text for word in cell) for cell in cells]
        names = [find_column(text) if len(text) < _LONGEST_HEAD and ":" not in text else None for text in texts]
        named = len({name for name in names if name is not None})
        whole = "task" in names and 2 * named >= len(cells) and max(map(len, texts)) < _LONGEST_HEAD
        if whole and (named > most or (named == most and lines[0].bold)):  # "Thời gian hoàn / thành", all in bold
            sides = [(min(w.x0 for w in cell), max(w.x1 for w in cell)) for cell in cells]
            best = _Table(index, last, tuple(names), tuple(((a[1], b[0]),) for a, b in pairwise(sides)))
            most = named
    return best


def _stretches(words: Sequence[PageWord]) -> list[list[PageWord]]:
    """The words of one or more lines by the columns that they stand in, each column's words in reading order."""
    columns: list[list[PageWord]] = []
    edge = float("-inf")
    for word in sorted(words, key=lambda word: word.x0):
        if word.x0 - edge > _STRIP * word.size or not columns:
            columns.append([])
        columns[-1].append(word)
        edge = max(edge, word.x1)
    return [sorted(column, key=lambda word: (round(word.baseline), word.x0)) for column in columns]


def _carried(rows: Sequence[Row], top: int, previous: Sequence[Grid]) -> _Table | None:
    """The last table of the page before, where the first line of this page (``top``) stands in its columns."""
    if not previous or previous[-1].ruled or not rows:
        return None
    xs = previous[-1].xs
    table = _Table(top, top - 1, (None,) * (len(xs) - 1), tuple(((x - _EDGE, x + _EDGE),) for x in xs[1:-1]))
    row = rows[top]
    fitted = _narrowed(table.strips, row)
    filled = {_column_of(word, fitted) for word in row.words} if fitted is not None else set()
    return table if len(filled) > 1 and row.x0 >= xs[0] - _EDGE and row.x1 <= xs[-1] + 10 * _EDGE else None


# --- lines ----------------------------------------------------------------------------------------------------------


def _narrowed(strips: Sequence[Sequence[Strip]], row: Row) -> tuple[tuple[Strip, ...], ...] | None:
    """The free strips once the words of one more line stand in the columns; None where a word crosses one.

    One strip of a line may be as thin as a space: a cell that is full to its edge.
    """
    narrowed = []
    thin = 0
    for pieces in strips:
        left: list[Strip] = []
        for start, end in pieces:
            for word in sorted(row.words, key=lambda word: word.x0):
                if word.x1 <= start or word.x0 >= end:
                    continue
                if word.x0 - start >= _THIN * row.size:
                    left.append((start, word.x0))
                start = max(start, word.x1)
            if end - start >= _THIN * row.size:
                left.append((start, end))
        wide = [piece for piece in left if piece[1] - piece[0] >= _STRIP * row.size]
        thin += not wide
        left = wide or left
        if not left or thin > 1:
            return None
        narrowed.append(tuple(left))
    return tuple(narrowed)


def _column_of(word: PageWord, strips: Sequence[Sequence[Strip]]) -> int:
    return sum(word.middle > (start + end) / 2 for start, end in map(_widest, strips))


def _widest(pieces: Sequence[Strip]) -> Strip:
    return max(pieces, key=lambda piece: piece[1] - piece[0])


def _read_table(rows: Sequence[Row], table: _Table) -> tuple[Grid, int] | None:
    """The table and the first line after it; None where fewer than two rows with two columns follow its head."""
    lines: list[Row] = []
    groups: set[int] = set()
    strips = table.strips
    index = table.last + 1
    while index < len(rows):
        row = rows[index]
        before = rows[index - 1] if index > table.first else row
        if row.baseline - before.baseline > _FAR * row.size or _FOOT.match(fold(row.text)):
            break
        fitted = None if _is_sentence(row, table) else _narrowed(strips, row)
        if fitted is None:
            if not _is_group(rows, index, strips, table):
                break
            groups.add(len(lines))
        else:
            strips = fitted
        lines.append(row)
        index += 1
    parted = list(_rows_of(lines, groups, strips, table.names))
    full = sum(len({_column_of(w, strips) for line in row for w in line.words}) > 1 for row in parted)
    headed = table.last >= table.first
    if full < (2 if headed else 1):
        return None
    head = [list(rows[table.first : table.last + 1])] if headed else []
    titles = [lines[number] for number in groups]
    wide = {number for number, row in enumerate(parted, len(head)) if any(row[0] is title for title in titles)}
    return _grid([*head, *parted], strips, wide), index


def _is_sentence(row: Row, table: _Table) -> bool:
    """A numbered line with nothing wider than a space in it, below columns without numbers: a heading or item after
    the table, though one of its spaces may lie between two columns (``1. Trách nhiệm của nhà trường``)."""
    if table.names[0] in (None, "number") or not _GROUP.match(row.text):
        return False
    return all(after.x0 - before.x1 < _STRIP * row.size for before, after in pairwise(row.words))


def _is_group(rows: Sequence[Row], index: int, strips: Sequence[Sequence[Strip]], table: _Table) -> bool:
    """A line over several columns that heads the rows below it (``II. Tổ chức``), not the text after the table."""
    row = rows[index]
    titled = row.bold or _GROUP.match(row.text) is not None
    below = rows[index + 1] if index + 1 < len(rows) else None
    if not titled or below is None or below.baseline - row.baseline > _FAR * row.size or _is_sentence(below, table):
        return False
    fitted = _narrowed(strips, below)
    return fitted is not None and len({_column_of(word, fitted) for word in below.words}) > 1


# --- rows -----------------------------------------------------------------------------------------------------------


def _rows_of(
    lines: Sequence[Row], groups: set[int], strips: Sequence[Sequence[Strip]], names: Sequence[str | None]
) -> Iterator[list[Row]]:
    """The lines of each row: parted by white space, else by the numbers of the first column, else by its words."""
    starts = _starts(lines, strips, names)
    row: list[Row] = []
    for number, line in enumerate(lines):
        if row and (number in groups or number - 1 in groups or number in starts):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _starts(lines: Sequence[Row], strips: Sequence[Sequence[Strip]], names: Sequence[str | None]) -> set[int]:
    firsts = [[word for word in line.words if _column_of(word, strips) == 0] for line in lines]
    numbered = {
        number
        for number, words in enumerate(firsts)
        if words and _NUMBER.fullmatch(" ".join(word.text for word in words)) is not None
    }
    by_number = names[0] == "number" or (names[0] is None and len(numbered) > 1 and 2 * len(numbered) >= len(lines))
    steps = [b.baseline - a.baseline for a, b in pairwise(lines)]
    leading = min(steps, default=0.0)
    loose = {number for number, step in enumerate(steps, 1) if step > _LOOSE * leading}
    if loose and len(loose) < len(steps):
        bounds = [0, *sorted(loose), len(lines)]
        agrees = all(sum(a <= number < b for number in numbered) <= 1 for a, b in pairwise(bounds))
        if agrees or not by_number:
            return loose
    if by_number:
        return numbered
    columns = [{_column_of(word, strips) for word in line.words} for line in lines]
    return {
        number
        for number, words in enumerate(firsts)
        if words and len(columns[number]) > 1 and not words[0].text[:1].islower()
    }


def _grid(rows: Sequence[Sequence[Row]], strips: Sequence[Sequence[Strip]], wide: set[int]) -> Grid:
    words = [word for row in rows for line in row for word in line.words]
    xs = (min(w.x0 for w in words), *((a + b) / 2 for a, b in map(_widest, strips)), max(w.x1 for w in words))
    tops = [min(line.top for line in row) for row in rows]
    ys = (*tops, max(line.bottom for line in rows[-1]))
    cells = []
    for number, row in enumerate(rows):
        own = [word for line in row for word in line.words]
        for column in range(1 if number in wide else len(xs) - 1):
            span = len(xs) - 1 if number in wide else 1
            inside = tuple(w for w in own if number in wide or _column_of(w, strips) == column)
            box = (xs[column], ys[number], xs[column + span], ys[number + 1])
            cells.append(GridCell(number, column, 1, span, box, inside))
    return replace(Grid(xs, ys, tuple(cells)), ruled=False)
