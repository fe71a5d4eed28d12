"""Tables in typed text: columns aligned by spaces (``pdftotext -layout``), or parted by tabs (copied out of Word)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.readers.aligned_tables import find_aligned_tables
from pipeline.readers.builder import DocumentBuilder, RawCell
from pipeline.readers.pdf_lines import Row, group_rows
from pipeline.readers.pdf_words import PageWord
from pipeline.readers.two_columns import Placed, place_sides

# A typed sign as a printed one: so wide that one space parts words and two part columns.
_WIDTH, _SIZE, _LEADING = 6.0, 20.0, 24.0
_TAB = 4000.0  # points from one tabbed column to the next: wider than any line
_WORD = re.compile(r"\S+")
_FEWEST_TABS = 2


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table of typed lines ``first`` up to ``after`` (exclusive)."""

    first: int
    after: int
    cells: tuple[RawCell, ...]
    rows: int
    columns: int


def place_typed(lines: Sequence[str]) -> Iterator[Placed | TypedTable]:
    """``lines`` in reading order: tables, and what stands beside them as ``place_sides`` gives it."""
    start = 0
    for table in find_typed_tables(lines):
        yield from _placed(lines, start, table.first)
        yield table
        start = table.after
    yield from _placed(lines, start, len(lines))


def _placed(lines: Sequence[str], start: int, after: int) -> Iterator[Placed]:
    return (placed._replace(line=placed.line + start) for placed in place_sides(lines[start:after]))


def find_typed_tables(lines: Sequence[str]) -> list[TypedTable]:
    """The tables among ``lines``; blank lines stand for those that are no text of the body."""
    found: list[TypedTable] = []
    for first, after in _blocks(lines):
        rows = group_rows(word for number in range(first, after) for word in _words(lines[number], number))
        grids, _ = find_aligned_tables(rows)
        for grid in grids:
            cells = [
                RawCell(cell.row, cell.column, [_joined(row) for row in group_rows(cell.words)], 1, cell.column_span)
                for cell in grid.cells
            ]
            top, bottom = (round(y / _LEADING) for y in (grid.ys[0] + 0.89 * _SIZE, grid.ys[-1] - 0.22 * _SIZE))
            found.append(TypedTable(top, bottom + 1, tuple(cells), grid.rows, grid.columns))
    return found


def add_typed_table(builder: DocumentBuilder, table: TypedTable, page: int | None = None) -> None:
    """Lay a typed table out as a table without rules."""
    builder.table(table.cells, rows=table.rows, columns=table.columns, page=page, ruled=False)


def _blocks(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of lines that may hold a table: tabbed ones by themselves, the others together."""
    blocks: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        same = blocks and _is_tabbed(line) == _is_tabbed(lines[blocks[-1][0]])
        if same:
            blocks[-1] = (blocks[-1][0], number + 1)
        else:
            blocks.append((number, number + 1))
    return blocks


def _is_tabbed(line: str) -> bool:
    return line.strip(" ").count("\t") >= _FEWEST_TABS


def _words(line: str, number: int) -> list[PageWord]:
    placed = []
    baseline = number * _LEADING
    for column, piece in enumerate(line.split("\t") if _is_tabbed(line) else [line.expandtabs()]):
        for word in _WORD.finditer(piece):
            x0, x1 = column * _TAB + word.start() * _WIDTH, column * _TAB + word.end() * _WIDTH
            top, bottom = baseline - 0.89 * _SIZE, baseline + 0.22 * _SIZE
            placed.append(PageWord(word.group(), x0, top, x1, bottom, baseline, _SIZE))
    return placed


def _joined(row: Row) -> str:
    return " ".join(word.text for word in row.words)
