"""Ruled tables of a PDF page: rules → grid → cells with the page's words in them.

The geometry is pdfplumber's table finder (its pure functions on edges), fed with the rules that PDFium gives; the words
are the reader's own, so that a cell reads exactly as a line does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.readers.pdf_glyphs import Rectangle
from pipeline.readers.pdf_rules import Rule
from pipeline.readers.pdf_words import PageWord

_TOLERANCE = 3.0  # points between rules that are meant to be one, as in pdfplumber
_REACH = 6.0  # points: an upright rule that reaches this far past the last level rule is a row without a bottom rule
_MOST_CROSSINGS = 100_000  # level times upright rules: beyond that it is a drawing, whose cells would take minutes


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of the grid with its words; ``row_span`` and ``column_span`` count the grid lines it covers."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Rectangle
    words: tuple[PageWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page: the x of its upright and the y of its level grid lines, and its cells.

    ``drawn``: how many rows its level rules part, counted apart from the cells; None where it has no rules.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    drawn: int | None = None
    ruled: bool = True

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def box(self) -> Rectangle:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def find_grids(rules: Sequence[Rule], previous: Sequence[Grid] = ()) -> list[Grid]:
    """The tables that ``rules`` draw, from top to bottom, without words.

    A table has at least two columns and two rows. One row of two columns is a table only where it goes on with a table
    of the page before (``previous``); frames around a paragraph are no tables.
    """
    uprights = [rule for rule in rules if not rule.level and rule.length > _TOLERANCE]
    if len(uprights) < 2:
        return []
    edges = merge_edges([_edge(rule) for rule in rules], _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    edges = merge_edges(edges + _missing_ends(edges), _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    levels = sum(edge["orientation"] == "h" for edge in edges)
    if levels * (len(edges) - levels) > _MOST_CROSSINGS:
        return []
    cells = intersections_to_cells(edges_to_intersections(edges, _TOLERANCE, _TOLERANCE))
    grids = [_with_drawn_rows(_grid(boxes), edges) for boxes in cells_to_tables(cells)]
    return sorted((grid for grid in grids if _is_table(grid, previous)), key=lambda grid: (grid.ys[0], grid.xs[0]))


def fill_grids(grids: Iterable[Grid], words: Sequence[PageWord]) -> tuple[list[Grid], list[PageWord]]:
    """``grids`` with the words that stand in their cells, and the words that stand in none."""
    rest = list(words)
    filled: list[Grid] = []
    for grid in grids:
        inside: dict[int, list[PageWord]] = {}
        outside: list[PageWord] = []
        for word in rest:
            place = _cell_at(grid, word.middle, word.height_middle)
            if place is None:
                outside.append(word)
            else:
                inside.setdefault(place, []).append(word)
        cells = (
            GridCell(c.row, c.column, c.row_span, c.column_span, c.box, tuple(inside.get(index, ())))
            for index, c in enumerate(grid.cells)
        )
        filled.append(replace(grid, cells=tuple(cells)))
        rest = outside
    return filled, rest


def _edge(rule: Rule) -> dict[str, Any]:
    """The edge record that pdfplumber's finder works on."""
    return {
        "x0": rule.x0, "x1": rule.x1, "top": rule.top, "bottom": rule.bottom,
        "width": rule.x1 - rule.x0, "height": rule.bottom - rule.top,
        "orientation": "h" if rule.level else "v", "object_type": "line",
    }  # fmt: skip


def _missing_ends(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Level rules where a page break cut a row open: upright rules that end together past the outermost level rule."""
    found = []
    for group in _touching(edges):
        uprights = [edge for edge in group if edge["orientation"] == "v"]
        levels = [edge["top"] for edge in group if edge["orientation"] == "h"]
        if len(uprights) < 2 or not levels:
            continue
        x0, x1 = min(edge["x0"] for edge in uprights), max(edge["x1"] for edge in uprights)
        low = max(edge["bottom"] for edge in uprights)
        if low - max(levels) > _REACH and sum(low - edge["bottom"] < _TOLERANCE for edge in uprights) >= 2:
            found.append(_edge(Rule(x0, low, x1, low, level=True)))
        high = min(edge["top"] for edge in uprights)
        if min(levels) - high > _REACH and sum(edge["top"] - high < _TOLERANCE for edge in uprights) >= 2:
            found.append(_edge(Rule(x0, high, x1, high, level=True)))
    return found


def _touching(edges: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The edges by the vertical stretch of upright rules that they belong to (one group a table, from the top)."""
    groups: list[list[dict[str, Any]]] = []
    low = float("-inf")
    for edge in sorted(edges, key=lambda e: (e["top"], e["orientation"])):
        if edge["top"] > low + _TOLERANCE:
            groups.append([])
            low = edge["bottom"]
        groups[-1].append(edge)
        low = max(low, edge["bottom"])
    return groups


def _grid(boxes: Sequence[Rectangle]) -> Grid:
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    cells = []
    for x0, top, x1, bottom in boxes:
        row, column = bisect_left(ys, top), bisect_left(xs, x0)
        cells.append(
            GridCell(row, column, bisect_left(ys, bottom) - row, bisect_left(xs, x1) - column, (x0, top, x1, bottom))
        )
    return Grid(tuple(xs), tuple(ys), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _with_drawn_rows(grid: Grid, edges: Sequence[dict[str, Any]]) -> Grid:
    """``grid`` with its rows counted from the rules alone: level rules from one upright rule to another part them."""
    left, top, right, bottom = grid.box
    inside = [
        edge
        for edge in edges
        if edge["x0"] <= right + _TOLERANCE and edge["x1"] >= left - _TOLERANCE
        and edge["top"] <= bottom + _TOLERANCE and edge["bottom"] >= top - _TOLERANCE
    ]  # fmt: skip
    uprights = [edge for edge in inside if edge["orientation"] == "v"]
    levels: list[float] = []
    for edge in sorted((edge for edge in inside if edge["orientation"] == "h"), key=lambda edge: edge["top"]):
        crossed = sum(
            edge["x0"] - _TOLERANCE <= upright["x0"] <= edge["x1"] + _TOLERANCE
            and upright["top"] - _TOLERANCE <= edge["top"] <= upright["bottom"] + _TOLERANCE
            for upright in uprights
        )
        if crossed > 1 and (not levels or edge["top"] - levels[-1] > _TOLERANCE):
            levels.append(edge["top"])
    return replace(grid, drawn=max(0, len(levels) - 1))


def _is_table(grid: Grid, previous: Sequence[Grid]) -> bool:
    if grid.columns < 2 or len(grid.cells) < 2:
        return False
    if grid.rows >= 2 or grid.columns >= 3:
        return True
    return any(_same_edges(grid, other) for other in previous)


def _same_edges(grid: Grid, other: Grid) -> bool:
    return all(min(abs(x - y) for y in other.xs) <= _TOLERANCE for x in grid.xs)


def _cell_at(grid: Grid, x: float, y: float) -> int | None:
    left, top, right, bottom = grid.box
    if not (left <= x <= right and top <= y <= bottom):
        return None
    for index, cell in enumerate(grid.cells):
        if cell.box[0] <= x <= cell.box[2] and cell.box[1] <= y <= cell.box[3]:
            return index
    return None
