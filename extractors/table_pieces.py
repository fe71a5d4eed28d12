"""Which printed tables are pieces of one table: told by header, by x, and by the numbers of their rows.

A page break may drop the header, move or lose a column, and cut a row anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.grid import Grid, GridCell, GridColumn, GridRow, Sheet
from extractors.table_headers import header_height, name_columns
from extractors.text import fold

_EDGE_TOLERANCE = 9.0  # points: the same column drawn on two pages
_SHARE_TOLERANCE = 0.02  # of the table's width: the same columns on a page that is set wider or to the side
_SENTENCE_END = re.compile(r"[.;:!?]\s*$")
_WHOLE_NUMBER = re.compile(r"(\d{1,3})\s*[.)]?")
_GOES_ON = re.compile(r"\W*(?:(?:phu luc|bang|bieu)\W.{0,20}\W)?\(?(?:tiep theo|tiep)\b.{0,40}|\W*(?:trang )?\d*\W*")
NEW = -1  # the place of a column that the pages before did not have
Places = tuple[int, ...]


def goes_on(words: str) -> bool:
    """Is a line between two tables nothing but a sign that the table goes on (``(Tiếp theo trang trước)``)?"""
    return _GOES_ON.fullmatch(fold(words)) is not None


def match_columns(text: str, grid: Grid, sheet: Sheet, *, interrupted: bool) -> Places | None:
    """For each column of ``sheet`` its place in ``grid``, whose next piece it is; None where it is another table.

    ``interrupted``: a line stands between them.
    """
    last, table = grid.tables[-1], sheet.table
    if last.page is not None and table.page is not None and table.page - last.page not in (0, 1):
        return None
    if interrupted and (last.page is None or table.page == last.page):
        return None
    height = header_height(text, sheet)
    if height:
        return _by_header(text, grid, sheet, height) if grid.headers else None
    counted = _numbers_go_on(text, grid, sheet.rows)
    same_count = table.columns == len(grid.columns)
    if same_count and (counted or _same_edges(grid, sheet)):
        return tuple(range(table.columns))
    if same_count or not table.column_edges:
        return None
    places = _by_place(grid, sheet, exact=not counted)
    if counted and places is not None and places[grid.named("number")[0]] != grid.named("number")[0]:
        return None  # the numbers go on in the first column, which stands elsewhere: x tells nothing of the others
    return places


def _by_header(text: str, grid: Grid, sheet: Sheet, height: int) -> Places | None:
    """By the words of a repeated header; worded otherwise, or with another column, where the numbers go on too."""
    columns = name_columns(text, sheet, height)
    same = sum(fold(a.header) == fold(b.header) for a, b in zip(columns, grid.columns, strict=False))
    if len(columns) == len(grid.columns) and same >= max(2, len(grid.columns) - 1):
        return tuple(range(len(columns)))
    if not _numbers_go_on(text, grid, sheet.rows[height:]):
        return None
    places: list[int] = []
    for column in columns:
        free = [i for i in range(len(grid.columns)) if i not in places]
        alike = [i for i in free if fold(grid.columns[i].header) == fold(column.header)]
        alike += [i for i in free if column.name is not None and grid.columns[i].name == column.name]
        places.append(alike[0] if alike else NEW)
    matched = sum(place != NEW for place in places)
    return tuple(places) if matched >= max(3, max(len(columns), len(grid.columns)) - 1) else None


def repeated_header(text: str, grid: Grid, sheet: Sheet) -> int:
    """How many rows at the top of a piece repeat the header of the grid that it goes on with."""
    return header_height(text, sheet) if grid.headers else 0


def _numbers_go_on(text: str, grid: Grid, rows: Sequence[GridRow]) -> bool:
    """Is the first number of ``rows`` the one after the grid's last?"""
    numbers = grid.named("number")
    if not numbers:
        return False
    before = [n for row in grid.rows for n in _number_in(text, row, numbers[0])]
    after = next((n for row in rows for n in _number_in(text, row, numbers[0])), None)
    return bool(before) and after == before[-1] + 1


def _number_in(text: str, row: GridRow, place: int) -> Iterator[int]:
    cell = row.cells[place] if place < len(row.cells) else GridCell()
    match = _WHOLE_NUMBER.fullmatch(cell.words(text))
    if match is not None and cell.first:
        yield int(match[1])


def _same_edges(grid: Grid, sheet: Sheet) -> bool:
    """The same x within a tolerance, or the same shares of the table's width (a page set wider, mirrored margins)."""
    pairs = [
        (own, other)
        for i, column in enumerate(grid.columns)
        if (own := column.edges) is not None and (other := sheet.edges(i)) is not None
    ]
    if len(pairs) < len(grid.columns):
        return True  # no geometry: tables that touch, with as many columns
    if all(abs(a[0] - b[0]) < _EDGE_TOLERANCE and abs(a[1] - b[1]) < _EDGE_TOLERANCE for a, b in pairs):
        return True
    return len(pairs) > 3 and all(
        abs(a - b) < _SHARE_TOLERANCE
        for a, b in zip(_shares([a for a, _ in pairs]), _shares([b for _, b in pairs]), strict=True)
    ) and sheet.table.page != grid.tables[-1].page  # fmt: skip


def _shares(edges: Sequence[tuple[float, float]]) -> list[float]:
    left, right = edges[0][0], edges[-1][1]
    return [(x1 - left) / max(1.0, right - left) for _, x1 in edges]


def _by_place(grid: Grid, sheet: Sheet, *, exact: bool) -> Places | None:
    """By where the columns begin, else by what they stand under; ``exact``: all but one begin where they began."""
    places: list[int] = []
    fitting = 0
    for number in range(sheet.table.columns):
        own = sheet.edges(number)
        free = [(i, c.edges) for i, c in enumerate(grid.columns) if i not in places and c.edges is not None]
        if own is None:
            return None
        near = [i for i, edges in free if abs(edges[0] - own[0]) < _EDGE_TOLERANCE]
        fitting += bool(near)
        under = [i for i, edges in free if min(edges[1], own[1]) - max(edges[0], own[0]) > (own[1] - own[0]) / 2]
        places.append((near or under or [NEW])[0])
    known = [place for place in places if place != NEW]
    if known != sorted(known) or len(known) < max(2, len(places) - 1):
        return None
    return tuple(places) if not exact or fitting >= max(3, len(grid.columns) - 1) else None


def join_piece(text: str, grid: Grid, sheet: Sheet, places: Places) -> Grid:
    """``grid`` with the rows of its next piece."""
    height = repeated_header(text, grid, sheet)
    headers = grid.headers + tuple(piece for row in sheet.rows[:height] for piece in row.pieces)
    places, columns = _with_new_columns(text, grid, sheet, places, height)
    before = [_widened(row, len(columns)) for row in grid.rows]
    fresh = [_placed(row, places, len(columns)) for row in sheet.rows[height:]]
    grid = replace(grid, columns=columns)
    if before and fresh:
        fresh = list(_carry_merged(before[-1], fresh))
        if _is_cut(text, grid, before[-1], fresh[0]):
            before[-1] = mend(before[-1], fresh.pop(0))
    return Grid(columns, (*before, *fresh), (*grid.tables, sheet.table), headers)


def _with_new_columns(
    text: str, grid: Grid, sheet: Sheet, places: Places, height: int
) -> tuple[Places, tuple[GridColumn, ...]]:
    """Columns that only the new piece has come last; the others stand where the new piece draws them."""
    own = name_columns(text, sheet, height)
    columns = list(grid.columns)
    settled = []
    for number, place in enumerate(places):
        if place == NEW:
            place = len(columns)
            columns.append(own[number])
        else:
            columns[place] = replace(columns[place], edges=sheet.edges(number) or columns[place].edges)
        settled.append(place)
    return tuple(settled), tuple(columns)


def _widened(row: GridRow, width: int) -> GridRow:
    return replace(row, cells=row.cells + (GridCell(),) * (width - len(row.cells)))


def _placed(row: GridRow, places: Places, width: int) -> GridRow:
    cells = [GridCell()] * width
    for cell, place in zip(row.cells, places, strict=True):
        cells[place] = cell
    return replace(row, cells=tuple(cells))


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
    if numbers and all(i in numbers for i, cell in enumerate(last.cells) if cell.spans):
        return True  # the page ended right below the number
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


def mend(last: GridRow, rest: GridRow) -> GridRow:
    """One row of its two halves."""
    cells = []
    for before, after in zip(last.cells, rest.cells, strict=True):
        more = tuple(span for span in after.spans if span not in before.spans)
        cells.append(replace(before, spans=before.spans + more) if before.spans else replace(after, spans=more))
    return GridRow(tuple(cells), last.pieces + rest.pieces, last.page)
