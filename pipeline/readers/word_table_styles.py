"""What a Word table draws and emphasises without saying so in its cells: lines and bold rows of its style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.styles import CT_Style

from pipeline.readers.word_styles import StyleSheet
from pipeline.readers.word_tables import Grid, GridCell
from pipeline.readers.word_xml import Element, W, find, is_on, value

_VERTICAL = ("left", "start", "right", "end", "insideV")
# The parts of a table that its style may set apart, and the bit of w:tblLook that switches each on (17.4.56).
_LOOK_BITS = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100}
_STYLE_PARTS = {"firstRow": "firstRow", "lastRow": "lastRow", "firstColumn": "firstCol", "lastColumn": "lastCol"}


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


def find_bold_cells(table: Element, grid: Grid, styles: StyleSheet) -> frozenset[GridCell]:
    """The cells that the table's style prints bold (mostly the head row and the first column)."""
    chain = _style_chain(table, styles)
    stated = {part: _bold_of_part(chain, name) for part, name in _STYLE_PARTS.items() if _shows(table, part)}
    whole = _first(is_on(find(style, "rPr"), "b") for style in chain)
    if not whole and not any(stated.values()):
        return frozenset()
    return frozenset(
        cell for cell in grid.cells if _first([*(stated.get(part) for part in _parts_of(cell, grid)), whole])
    )


def _parts_of(cell: GridCell, grid: Grid) -> Iterator[str]:
    """The parts of the table that ``cell`` belongs to, the one whose style wins first."""
    if cell.row == 0:
        yield "firstRow"
    if cell.row + cell.row_span == grid.rows:
        yield "lastRow"
    if cell.column == 0:
        yield "firstColumn"
    if cell.column + cell.column_span == grid.columns:
        yield "lastColumn"


def _shows(table: Element, part: str) -> bool:
    look = find(table, "tblPr/tblLook")
    if look is None:
        return False
    stated = look.get(W + part)
    if stated is not None:
        return stated in ("1", "true", "on")
    try:
        return bool(int(look.get(W + "val", "0"), 16) & _LOOK_BITS[part])
    except ValueError:
        return False


def _bold_of_part(chain: tuple[CT_Style, ...], name: str) -> bool | None:
    return _first(
        is_on(find(part, "rPr"), "b")
        for style in chain
        for part in style.findall(W + "tblStylePr")
        if part.get(W + "type") == name
    )


def _first(stated: Iterable[bool | None]) -> bool | None:
    """The first value that is stated at all."""
    return next((answer for answer in stated if answer is not None), None)


def _style_chain(table: Element, styles: StyleSheet) -> tuple[CT_Style, ...]:
    return styles.chain(value(table, "tblPr/tblStyle"), WD_STYLE_TYPE.TABLE)


def _table_sides(table: Element, styles: StyleSheet) -> dict[str, bool]:
    sides: dict[str, bool] = {}
    for style in reversed(_style_chain(table, styles)):
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
