"""Grids: tables joined over pages, merged cells resolved, rows cut by a page break made whole, columns named.

A grid keeps the spans of every cell, so a cell whose words stand on two pages has two spans. Nothing is dropped: each
row of each table is a header, a data row, the continuation of the row before it, or a repeated header, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from extractors.column_contents import name_by_contents
from extractors.deadlines import is_ditto
from extractors.document import Document, Line
from extractors.ghost_columns import fold_ghost_columns
from extractors.grid import Grid, GridCell, GridRow, Sheet, read_sheet
from extractors.roles import ColumnName
from extractors.table_headers import header_height, name_columns, split_at_headers
from extractors.table_pieces import goes_on, join_piece, match_columns, mend
from extractors.text import fold

_REPEATED_COLUMNS: tuple[ColumnName, ...] = ("lead", "coordinating", "performer", "due", "start", "product")
_WHO: tuple[ColumnName, ...] = ("lead", "coordinating", "performer")


def read_grids(document: Document) -> list[Grid]:
    """All tables of the document as grids, in reading order; tables that continue one another are one grid."""
    text = document.text
    grids: list[Grid] = []
    between: list[str] = []
    for item in document.body:
        if isinstance(item, Line):
            between.extend(filter(None, [item.span.cut(text).strip()]))
            continue
        sheet, *below = split_at_headers(text, read_sheet(text, fold_ghost_columns(text, item)))
        places = None
        if grids and all(goes_on(words) for words in between):
            places = match_columns(text, grids[-1], sheet, interrupted=bool(between))
        if places is not None:
            grids[-1] = join_piece(text, grids[-1], sheet, places)
        else:
            grids.append(_new_grid(text, sheet))
        grids.extend(_new_grid(text, other) for other in below)
        between = []
    whole = [_without_inner_headers(text, grid) for grid in grids]
    named = [replace(grid, columns=name_by_contents(text, grid)) for grid in whole]
    return [replace(grid, rows=tuple(_settled_rows(text, grid))) for grid in named]


def _new_grid(text: str, sheet: Sheet) -> Grid:
    height = header_height(text, sheet)
    headers = tuple(piece for row in sheet.rows[:height] for piece in row.pieces)
    return Grid(name_columns(text, sheet, height), sheet.rows[height:], (sheet.table,), headers)


def _without_inner_headers(text: str, grid: Grid) -> Grid:
    """A header that is repeated inside one table (a file converted page by page) is no row."""
    heads = [fold(column.header) for column in grid.columns]

    def repeats(row: GridRow) -> bool:
        same = (bool(head) and fold(cell.words(text)) == head for head, cell in zip(heads, row.cells, strict=True))
        return sum(same) > max(1, len(heads) - 2)

    again = [row for row in grid.rows if repeats(row)] if grid.headers else []
    if not again:
        return grid
    headers = grid.headers + tuple(piece for row in again for piece in row.pieces)
    return replace(grid, rows=tuple(row for row in grid.rows if row not in again), headers=headers)


def _settled_rows(text: str, grid: Grid) -> Iterator[GridRow]:
    """The rows of a whole table: second halves put to the first, rows of one task made one, dittos read."""
    return _without_dittos(text, grid, _one_row_a_task(grid, _joined_rows(text, grid)))


def _without_dittos(text: str, grid: Grid, rows: Iterator[GridRow]) -> Iterator[GridRow]:
    """The rows with ``nt``, ``Như trên`` and ditto marks read as the cell above them."""
    above: dict[int, GridCell] = {}
    for row in rows:
        cells = list(row.cells)
        for place in grid.named(*_REPEATED_COLUMNS):
            words = cells[place].words(text)
            if is_ditto(words) and place in above:
                cells[place] = replace(above[place], first=False)
            elif words:
                above[place] = cells[place]
        yield replace(row, cells=tuple(cells))


def _joined_rows(text: str, grid: Grid) -> Iterator[GridRow]:
    """A row without a number whose only words go on with the task above it is that task's second half.

    It begins small, counts on (``(5) …`` below ``… (4) …;``), or what stands above it breaks off.
    """
    numbers, tasks = grid.named("number"), grid.named("task")

    def is_second_half(above: GridRow, row: GridRow) -> bool:
        alone = bool(numbers) and bool(tasks) and _own_cells(row) == tasks[:1]
        return alone and _goes_on_below(above.cells[tasks[0]].words(text), row, tasks[0], text)

    return _mended(grid.rows, is_second_half)


def _goes_on_below(above: str, row: GridRow, place: int, text: str) -> bool:
    cell = row.cells[place]
    words = cell.words(text)
    return words[:1].islower() or (bool(above) and not cell.bold and cell.wide == 1 and above[-1] in ";,")


def _one_row_a_task(grid: Grid, rows: Iterable[GridRow]) -> Iterator[GridRow]:
    """Rows under one merged task cell that differ in nothing but who acts are one row with all of them (R1)."""
    tasks, who = grid.named("task"), grid.named(*_WHO)

    def names_more(above: GridRow, row: GridRow) -> bool:
        below = bool(tasks) and row.cells[tasks[0]].merged and not row.cells[tasks[0]].first
        return below and bool(own := _own_cells(row)) and all(place in who for place in own)

    return _mended(rows, names_more)


def _own_cells(row: GridRow) -> list[int]:
    """The columns in which the row itself has words, not those of a cell merged with the rows above."""
    return [place for place, cell in enumerate(row.cells) if cell.spans and cell.first]


def _mended(rows: Iterable[GridRow], goes_on: Callable[[GridRow, GridRow], bool]) -> Iterator[GridRow]:
    """The rows, each with those below it that ``goes_on`` says go on with it."""
    pending: GridRow | None = None
    for row in rows:
        if pending is not None and goes_on(pending, row):
            pending = mend(pending, row)
            continue
        if pending is not None:
            yield pending
        pending = row
    if pending is not None:
        yield pending
