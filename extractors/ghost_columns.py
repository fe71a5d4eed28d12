"""Ghost columns: a table whose header is drawn beside its rows has more grid columns than it has columns.

Seen in a letter of a ministry: 11 grid columns, the header begins at 0, 1, 3, 6, 9, the rows below it at 0, 1, 2, 5, 8;
the next page goes on with 5 columns. What stands under what is told by x, as the eye does, not by counting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.document import Cell, Table

_Pattern = tuple[int, ...]


def fold_ghost_columns(text: str, table: Table) -> Table:
    """``table`` on the columns that most of its rows have; as it is where that would push two filled cells together."""
    pattern = _common_pattern(table)
    if pattern is None or len(pattern) >= table.columns:
        return table
    known = len(table.column_edges) == table.columns + 1
    xs = table.column_edges if known else tuple(map(float, range(table.columns + 1)))
    bounds = [xs[column] for column in pattern] + [xs[-1]]
    cells = []
    for cell in table.cells:
        under = _columns_under(xs[cell.column], xs[min(cell.column + cell.column_span, table.columns)], bounds)
        if under is not None:
            cells.append(replace(cell, column=under[0], column_span=under[1] - under[0] + 1))
        elif cell.span.cut(text).strip():
            return table
    kept = _without_collisions(text, cells)
    if kept is None:
        return table
    return replace(table, cells=kept, columns=len(pattern), column_edges=tuple(bounds) if known else ())


def _common_pattern(table: Table) -> _Pattern | None:
    """At which grid columns the cells of most rows begin; None where the rows do not agree."""
    starts: list[set[int]] = [set() for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            starts[row].add(cell.column)
    patterns = [tuple(sorted(found)) for found in starts if len(found) > 1]
    if not patterns:
        return None
    counted = Counter(patterns)
    most = max(counted.values())
    common = [pattern for pattern in patterns if counted[pattern] == most][-1]  # of two alike the lower one, the rows'
    return common if 2 * most >= len(patterns) and len(common) > 2 and common[0] == 0 else None


def _columns_under(left: float, right: float, bounds: Sequence[float]) -> tuple[int, int] | None:
    """The first and last column whose middle lies under a cell, else the one that it covers most of."""
    under = [i for i, (a, b) in enumerate(pairwise(bounds)) if left <= (a + b) / 2 <= right]
    if under:
        return under[0], under[-1]
    shares = [min(right, b) - max(left, a) for a, b in pairwise(bounds)]
    best = max(range(len(shares)), key=shares.__getitem__)
    return (best, best) if shares[best] > (right - left) / 2 else None


def _without_collisions(text: str, cells: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """``cells`` without blank ones that share the place of another; None where two filled ones share a place."""
    taken: dict[tuple[int, int], Cell] = {}
    dropped: list[Cell] = []
    for cell in sorted(cells, key=lambda c: not c.span.cut(text).strip()):  # the filled ones first
        places = [
            (row, column)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        if any(place in taken for place in places):
            if cell.span.cut(text).strip():
                return None
            dropped.append(cell)
            continue
        taken.update(dict.fromkeys(places, cell))
    return tuple(cell for cell in cells if cell not in dropped)
