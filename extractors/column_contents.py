"""What a column holds by its cells, where its head does not say: a table without a head, or with a head of other words.

Only what nearly every cell says counts, and only where no head names such a column: a head always goes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from extractors.agencies import parse_agencies
from extractors.deadlines import parse_deadline
from extractors.document import Span
from extractors.grid import Grid, GridColumn
from extractors.records import DateContext
from extractors.roles import ColumnName
from extractors.text import fold

_FEWEST = 3  # filled cells that a column is judged by
_MOST_JUDGED = 12
_SHARE = 0.8
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]+|[a-zđ])\s*[.)]?")
_LONGEST_UNIT = 10  # characters
_TASK_WORDS = 4.0  # words that a task has on the average, at least
_WHO: tuple[ColumnName, ...] = ("lead", "performer", "chair")
_WHEN: tuple[ColumnName, ...] = ("due", "start", "year")


def name_by_contents(text: str, grid: Grid) -> tuple[GridColumn, ...]:
    """The columns of ``grid`` with the names that their cells give to those without one."""
    grid = replace(grid, columns=tuple(_unit_or_own(text, grid, place) for place in range(len(grid.columns))))
    grid = replace(grid, columns=tuple(_completion(text, grid)))
    columns = list(grid.columns)
    headless = not grid.headers
    if headless:
        _name(columns, text, grid, "number", _is_number)
    elif not grid.named("task") or all(column.name is not None or not column.header for column in columns):
        return grid.columns
    if not grid.named(*_WHO):
        _name(columns, text, grid, "performer", _is_agency)
    if not grid.named(*_WHEN):
        _name(columns, text, grid, "due", _is_time)
    names = {column.name for column in columns}
    if headless and {"performer", "due"} <= names:  # a list of people has no times
        longest = max(
            (i for i, column in enumerate(columns) if column.name is None),
            key=lambda i: _mean_words(text, grid, i), default=None,
        )  # fmt: skip
        if longest is not None and _mean_words(text, grid, longest) >= _TASK_WORDS:
            columns[longest] = replace(columns[longest], name="task")
    return tuple(columns)


def _unit_or_own(text: str, grid: Grid, place: int) -> GridColumn:
    """``Đơn vị`` heads bodies as well as units of measure: short words that are no body (``m``, ``kg/m3``)."""
    column, cells = grid.columns[place], _filled(grid, place)
    if column.name != "performer" or fold(column.header) != "don vi" or len(cells) < _FEWEST:
        return column
    short = (
        _share(text, cells, lambda words, cell: len(cell) <= _LONGEST_UNIT and not _is_agency(words, cell)) >= _SHARE
    )
    return replace(column, name="unit") if short else column


def _completion(text: str, grid: Grid) -> list[GridColumn]:
    """A column "Hoàn thành" is ticked off as a rule; where it holds times, it says by when."""
    timed = [
        place for place, column in enumerate(grid.columns)
        if column.name == "status" and fold(column.header) == "hoan thanh" and not grid.named(*_WHEN)
        and (cells := _filled(grid, place)) and _share(text, cells, _is_time) >= _SHARE
    ]  # fmt: skip
    return [replace(column, name="due") if place in timed else column for place, column in enumerate(grid.columns)]


def _name(
    columns: list[GridColumn], text: str, grid: Grid, name: ColumnName, fits: Callable[[str, Span], bool]
) -> None:
    """Give ``name`` to the first column without one whose cells nearly all fit."""
    for place, column in enumerate(columns):
        cells = _filled(grid, place)
        if column.name is None and len(cells) >= _FEWEST and _share(text, cells, fits) >= _SHARE:
            columns[place] = replace(column, name=name)
            return


def _filled(grid: Grid, place: int) -> list[Span]:
    cells = (row.cells[place] for row in grid.rows)
    return [cell.spans[0] for cell in cells if cell.spans and cell.first and cell.wide < len(grid.columns)][
        :_MOST_JUDGED
    ]


def _share(text: str, cells: Sequence[Span], fits: Callable[[str, Span], bool]) -> float:
    return sum(fits(text, cell) for cell in cells) / len(cells)


def _is_number(text: str, cell: Span) -> bool:
    return _NUMBER.fullmatch(cell.cut(text).strip()) is not None


def _is_agency(text: str, cell: Span) -> bool:
    found = parse_agencies(text, cell)
    return bool(found) and all(ref.rule != "agency.unknown" for ref in found)


def _is_time(text: str, cell: Span) -> bool:
    found = parse_deadline(text, cell, DateContext())
    return found is not None and found.kind != "unresolved"


def _mean_words(text: str, grid: Grid, place: int) -> float:
    cells = _filled(grid, place)
    return sum(len(cell.cut(text).split()) for cell in cells) / max(1, len(cells))
