"""The true grid of a Word table: widths and merges of its cells, and whether lines are drawn between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from pipeline.readers.word_package import W, find, value
from pipeline.readers.word_styles import StyleSheet

_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_VERTICAL = ("left", "start", "right", "end", "insideV")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at its top left grid position (both from 0); ``element`` holds its content."""

    row: int
    column: int
    element: Element
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """``deleted``: the words of rows that tracked changes took out."""

    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    deleted: tuple[str, ...] = ()


def read_grid(table: Element) -> Grid:
    """The grid of ``table`` from gridBefore, gridSpan and vMerge (one walk, unlike python-docx's ``table.cell``).

    The content of a vertically continued cell is not shown by Word and left out.
    """
    cells: list[GridCell] = []
    above: dict[int, int] = {}  # grid column → index in cells of the cell that reaches down to the row before
    deleted: list[str] = []
    number = 0
    for row in _children(table, "tr"):
        if find(row, "trPr/del") is not None:
            deleted.append("".join(t.text or "" for t in row.iter() if t.tag in (W + "t", W + "delText")))
            continue
        here: dict[int, int] = {}
        column = _integer(value(row, "trPr/gridBefore"), 0)
        for element in _children(row, "tc"):
            width = max(1, _integer(value(element, "tcPr/gridSpan"), 1))
            index = _continued(element, column, cells, above, here)
            if index is None:
                index = len(cells)
                cells.append(GridCell(number, column, element, 1, width))
            for place in range(column, column + width):
                here[place] = index
            column += width
        above = here
        number += 1
    columns = max((cell.column + cell.column_span for cell in cells), default=0)
    return Grid(number, columns, tuple(cells), tuple(words for words in deleted if words.strip()))


def has_vertical_rules(table: Element, grid: Grid, styles: StyleSheet) -> bool:
    """Whether the table shows vertical lines: by itself, by its style, or by the borders of most of its cells.

    Horizontal lines alone do not count: the rule under an agency's name is often the border of a layout cell.
    """
    sides = _table_sides(table, styles)
    if grid.columns < 2:
        sides.pop("insideV", None)
    own = [_sides(find(cell.element, "tcPr/tcBorders")) for cell in grid.cells]
    drawn = sum(any(({**sides, **cell}).get(side) for side in _VERTICAL) for cell in own)
    return drawn * 2 > len(grid.cells)


def _table_sides(table: Element, styles: StyleSheet) -> dict[str, bool]:
    sides: dict[str, bool] = {}
    for style in reversed(styles.chain(value(table, "tblPr/tblStyle"), "table")):
        sides.update(_sides(find(style, "tblPr/tblBorders")))
        for part in style.findall(W + "tblStylePr"):
            sides.update({side: True for side, drawn in _sides(find(part, "tcPr/tcBorders")).items() if drawn})
    sides.update(_sides(find(table, "tblPr/tblBorders")))
    return sides


def _sides(borders: Element | None) -> dict[str, bool]:
    """Side → whether a line is drawn, for the sides that are stated."""
    shown: dict[str, bool] = {}
    for border in () if borders is None else borders:
        shown[border.tag.removeprefix(W)] = border.get(W + "val", "nil") not in ("nil", "none")
    return shown


def _continued(
    element: Element, column: int, cells: list[GridCell], above: dict[int, int], here: dict[int, int]
) -> int | None:
    """The index of the cell that ``element`` goes on with, made longer by it; None for a cell of its own."""
    down, across = find(element, "tcPr/vMerge"), find(element, "tcPr/hMerge")
    if across is not None and across.get(W + "val", "continue") == "continue" and column - 1 in here:
        index = here[column - 1]
        cells[index] = replace(cells[index], column_span=column + 1 - cells[index].column)
        return index
    if down is None or down.get(W + "val", "continue") != "continue" or column not in above:
        return None
    index = above[column]
    if index not in here.values():
        cells[index] = replace(cells[index], row_span=cells[index].row_span + 1)
    return index


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Rows or cells, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, name)


def _integer(words: str | None, default: int) -> int:
    return int(words) if words is not None and words.isdigit() else default
