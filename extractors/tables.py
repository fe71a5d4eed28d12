"""Grids: tables joined over pages, merged cells resolved, rows cut by a page break made whole, columns named.

A grid keeps the spans of every cell, so a cell whose words stand on two pages has two spans. Nothing is dropped: each
row of each table is a header, a data row, the continuation of the row before it, or a repeated header, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.deadlines import is_ditto
from extractors.document import Document, Line, Span, Table
from extractors.goal_columns import is_goal_table, unit_place
from extractors.roles import ColumnName, find_column
from extractors.text import clean, fold

_EDGE_TOLERANCE = 9.0  # points: the same column drawn on two pages
_REPEATED_COLUMNS: tuple[ColumnName, ...] = ("lead", "coordinating", "performer", "due", "start", "product")
_COLUMN_NUMBER = re.compile(r"^[\s(\[]*(?:\d{1,2}|[a-zđ]|[A-HĐ])[\s)\]]*(?:=.*)?$")
_SENTENCE_END = re.compile(r"[.;:!?]\s*$")


@dataclass(frozen=True, slots=True)
class GridCell:
    """The words of a cell at one grid position. ``merged``: the cell covers several rows; ``first``: it begins here."""

    spans: tuple[Span, ...] = ()
    merged: bool = False
    first: bool = True
    wide: int = 1
    bold: bool = False
    page: int | None = None

    def words(self, text: str) -> str:
        return clean("\n".join(span.cut(text) for span in self.spans))


@dataclass(frozen=True, slots=True)
class GridRow:
    """A data row; ``pieces``: the spans of the printed rows it was made from (two where a page break cut it)."""

    cells: tuple[GridCell, ...]
    pieces: tuple[Span, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: the words of its header from top to bottom, and what it holds by them."""

    header: str
    name: ColumnName | None


@dataclass(frozen=True, slots=True)
class Grid:
    """One logical table. ``tables``: the printed tables it was joined from; ``headers``: spans of all header rows."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    tables: tuple[Table, ...]
    headers: tuple[Span, ...] = ()

    def named(self, *names: ColumnName) -> list[int]:
        """The places of the columns that hold one of ``names``."""
        return [i for i, column in enumerate(self.columns) if column.name in names]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One printed table as a full matrix."""

    table: Table
    rows: tuple[GridRow, ...]


def read_grids(document: Document) -> list[Grid]:
    """All tables of the document as grids, in reading order; tables that continue one another are one grid."""
    grids: list[Grid] = []
    adjacent = False
    for item in document.body:
        if isinstance(item, Line):
            adjacent = adjacent and not item.span.cut(document.text).strip()
            continue
        sheet = _sheet(document.text, item)
        if grids and (adjacent or item.page is not None) and _continues(document.text, grids[-1], sheet, adjacent):
            grids[-1] = _join(document.text, grids[-1], sheet)
        else:
            grids.append(_new_grid(document.text, sheet))
        adjacent = True
    return [replace(grid, rows=_without_dittos(document.text, grid)) for grid in grids]


def _without_dittos(text: str, grid: Grid) -> tuple[GridRow, ...]:
    """The rows with ``nt``, ``Như trên`` and ditto marks read as the cell above them."""
    above: dict[int, GridCell] = {}
    rows = []
    for row in grid.rows:
        cells = list(row.cells)
        for place in grid.named(*_REPEATED_COLUMNS):
            words = cells[place].words(text)
            if is_ditto(words) and place in above:
                cells[place] = replace(above[place], first=False)
            elif words:
                above[place] = cells[place]
        rows.append(replace(row, cells=tuple(cells)))
    return tuple(rows)


def _sheet(text: str, table: Table) -> _Sheet:
    matrix: list[list[GridCell]] = [[GridCell() for _ in range(table.columns)] for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            for column in range(cell.column, min(cell.column + cell.column_span, table.columns)):
                matrix[row][column] = GridCell(
                    (cell.span,) if cell.span.cut(text).strip() else (),
                    cell.row_span > 1,
                    row == cell.row and column == cell.column,
                    cell.column_span,
                    cell.bold,
                    cell.page,
                )
    rows = []
    for number, cells in enumerate(matrix):
        own = [cell for cell in table.cells if cell.row == number]
        pieces = (Span(min(c.span.start for c in own), max(c.span.end for c in own)),) if own else ()
        rows.append(GridRow(tuple(cells), pieces, own[0].page if own else table.page))
    return _Sheet(table, tuple(rows))


def _new_grid(text: str, sheet: _Sheet) -> Grid:
    height = _header_height(text, sheet)
    columns = _name_columns(text, sheet, height)
    headers = tuple(piece for row in sheet.rows[:height] for piece in row.pieces)
    grid = Grid(columns, sheet.rows[height:], (sheet.table,), headers)
    return replace(grid, rows=tuple(_joined_rows(text, grid, grid.rows)))


def _joined_rows(text: str, grid: Grid, rows: Sequence[GridRow]) -> Iterator[GridRow]:
    """A row without a number whose only words go on with the task above it is that task's second half."""
    numbers, tasks = grid.named("number"), grid.named("task")
    pending: GridRow | None = None
    for row in rows:
        filled = [i for i, cell in enumerate(row.cells) if cell.spans and cell.first]
        alone = pending is not None and bool(numbers) and bool(tasks) and filled == tasks[:1]
        if alone and pending is not None and row.cells[tasks[0]].words(text)[:1].islower():
            pending = _mend(pending, row)
            continue
        if pending is not None:
            yield pending
        pending = row
    if pending is not None:
        yield pending


def _header_height(text: str, sheet: _Sheet) -> int:
    """How many rows at the top are header: rows with two column words, what they are merged with, column numbers."""
    height = 0
    for number, row in enumerate(sheet.rows[:5]):
        own = [cell for cell in row.cells if cell.spans]
        named = sum(_header_word(cell.words(text)) for cell in row.cells if cell.spans and cell.first)
        below_header = number == height and height > 0
        if number == 0 and named >= 2:
            height = 1
        elif below_header and any(cell.merged and not cell.first and cell.spans for cell in row.cells):
            if all(len(cell.words(text)) < 60 for cell in own):
                height = number + 1
        elif below_header and own and all(_COLUMN_NUMBER.match(cell.words(text)) for cell in own) and len(own) > 2:
            height = number + 1
    return height


def _header_word(words: str) -> bool:
    return len(words) < 70 and find_column(words) is not None


def _name_columns(text: str, sheet: _Sheet, height: int) -> tuple[GridColumn, ...]:
    columns = []
    for place in range(sheet.table.columns):
        words: list[str] = []
        for row in sheet.rows[:height]:
            cell = row.cells[place].words(text)
            if cell and cell not in words and not _COLUMN_NUMBER.match(cell):
                words.append(cell)
        columns.append(GridColumn(" ".join(words), _name(words)))
    return _settle(columns)


def _name(words: Sequence[str]) -> ColumnName | None:
    """The column by its whole header, else by its lowest line (``Stt / Chi tiết``), else by its top one."""
    for candidate in (" ".join(words), *reversed(words)):
        if candidate and (name := find_column(candidate)) is not None:
            return name
    return None


def _settle(columns: list[GridColumn]) -> tuple[GridColumn, ...]:
    """Header words that mean one thing beside another column: performers beside leads are coordinators (R15)."""
    names = [column.name for column in columns]
    settled = list(columns)
    heads = [(column.header, column.name) for column in columns]
    if (unit := unit_place(heads)) is not None:
        settled[unit] = replace(settled[unit], name="unit")
    if is_goal_table(heads):
        return tuple(settled)  # rows of a table of targets are no tasks, whoever watches them (R8)
    if "task" not in names and "target" in names and {"lead", "performer", "due"} & set(names):
        settled[names.index("target")] = replace(settled[names.index("target")], name="task")
    if names.count("task") > 1:
        # "Nhóm nhiệm vụ | Nội dung nhiệm vụ": the last one before the agencies is the task, those before it groups.
        for place in [i for i, name in enumerate(names) if name == "task"][:-1]:
            settled[place] = replace(settled[place], name="note")
    return tuple(settled)


def _continues(text: str, grid: Grid, sheet: _Sheet, adjacent: bool) -> bool:
    """Is the printed table the next piece of the grid: right after it, with the same columns?"""
    last = grid.tables[-1]
    table = sheet.table
    if not adjacent:
        return False
    if last.page is not None and table.page is not None and table.page - last.page not in (0, 1):
        return False
    repeated = _repeated_header(text, grid, sheet) > 0
    if table.columns != last.columns:
        return False
    if repeated:
        return True
    if _header_height(text, sheet) and grid.headers:
        return False
    if last.column_edges and table.column_edges:
        return all(abs(a - b) < _EDGE_TOLERANCE for a, b in zip(last.column_edges, table.column_edges, strict=False))
    return True


def _repeated_header(text: str, grid: Grid, sheet: _Sheet) -> int:
    """How many rows at the top of the printed table repeat the grid's header."""
    height = _header_height(text, sheet)
    if not height or not grid.headers:
        return 0
    names = _name_columns(text, sheet, height)
    same = sum(fold(a.header) == fold(b.header) for a, b in zip(names, grid.columns, strict=False))
    return height if same >= max(2, len(grid.columns) - 1) else 0


def _join(text: str, grid: Grid, sheet: _Sheet) -> Grid:
    height = _repeated_header(text, grid, sheet)
    headers = grid.headers + tuple(piece for row in sheet.rows[:height] for piece in row.pieces)
    rows = list(grid.rows)
    fresh = list(sheet.rows[height:])
    if rows and fresh:
        fresh = list(_carry_merged(rows[-1], fresh))
        if _is_cut(text, grid, rows[-1], fresh[0]):
            rows[-1] = _mend(rows[-1], fresh.pop(0))
    return Grid(grid.columns, (*rows, *fresh), (*grid.tables, sheet.table), headers)


def _carry_merged(last: GridRow, fresh: Sequence[GridRow]) -> Iterator[GridRow]:
    """A cell merged over rows and cut by the page break goes on in the empty cells at the top of the next page."""
    top = fresh[0].cells
    open_columns = {i for i, cell in enumerate(last.cells) if cell.spans and (cell.merged or top[i].merged)}
    for row in fresh:
        open_columns &= {i for i, cell in enumerate(row.cells) if not cell.spans and (cell.merged or len(fresh) == 1)}
        cells = tuple(
            replace(last.cells[i], first=False) if i in open_columns else cell for i, cell in enumerate(row.cells)
        )
        yield replace(row, cells=cells)


def _is_cut(text: str, grid: Grid, last: GridRow, row: GridRow) -> bool:
    """Is the first row of a page the rest of the last row of the page before?"""
    filled = [i for i, cell in enumerate(row.cells) if cell.spans and cell.first]
    numbers = grid.named("number")
    if not filled or any(i in numbers for i in filled):
        return False
    tasks = grid.named("task")
    beginnings = [row.cells[i].words(text) for i in filled]
    if tasks and tasks[0] in filled:
        words = row.cells[tasks[0]].words(text)
        before = last.cells[tasks[0]].words(text)
        if words[:1].isupper() and (len(filled) == 1 and row.cells[tasks[0]].bold):
            return False
        if not numbers and filled == tasks[:1]:
            return True  # without numbers a row that is nothing but more words of the task is its second half
        return words[:1].islower() or (bool(numbers) and not (before and _SENTENCE_END.search(before)))
    return bool(numbers) or any(words[:1].islower() for words in beginnings)


def _mend(last: GridRow, rest: GridRow) -> GridRow:
    cells = []
    for before, after in zip(last.cells, rest.cells, strict=True):
        more = tuple(span for span in after.spans if span not in before.spans)
        cells.append(replace(before, spans=before.spans + more))
    return GridRow(tuple(cells), last.pieces + rest.pieces, last.page)
