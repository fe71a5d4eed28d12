"""Tables of Word that only arrange the page: unwrapped to lines, so that tables are left with tables.

The head (ỦY BAN NHÂN DÂN | CỘNG HÒA ...) and the foot (Nơi nhận | TM. ỦY BAN NHÂN DÂN) of Nghị định 30/2020/NĐ-CP are
borderless two-column tables in nearly every draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from extractors.document import Column
from extractors.roles import find_column
from extractors.text import fold
from pipeline.readers.two_columns import is_nation_title, is_recipients_head, is_signature_head
from pipeline.readers.word_content import Block, WordCell, WordParagraph, WordTable, paragraphs_of

Layout = Literal["grid", "lines", "columns", "head_or_foot"]
_ROW_NUMBER_HEAD = re.compile(r"^(?:s?tt|so tt|so thu tu)\b")
_MOST_COLUMNS = 3  # of a head or foot, a narrow spacer left out
_SHORT = 3  # rows of a ruled table that may still be a foot


def layout_of(table: WordTable) -> Layout:
    """What ``table`` is: a true grid, a frame around lines, text in columns, or the head or foot of a document."""
    filled = {cell.grid.column for cell in table.cells if _has_words(cell)}
    words = [p.printed for p in paragraphs_of([table])]
    has_nation = any(map(is_nation_title, words))
    has_foot = any(map(is_recipients_head, words)) or any(map(is_signature_head, words))
    if len(table.cells) == 1 or table.columns == 1:
        return "lines"
    if len(filled) <= _MOST_COLUMNS and (has_nation or (has_foot and (not table.ruled or table.rows < _SHORT))):
        return "head_or_foot"
    if table.ruled or _is_task_table(table):
        return "grid"
    if len(filled) <= 1:
        return "lines"
    return "grid" if len(filled) >= _MOST_COLUMNS and table.rows > 1 else "columns"


def unwrap(table: WordTable, layout: Layout) -> Iterator[tuple[Column, Block]]:
    """The blocks of a layout table in reading order, each with the column it stands in."""
    if layout == "head_or_foot":
        yield from _by_sides(table)
        return
    for cell in table.cells:
        column = _side(cell, table) if layout == "columns" else "body"
        for block in cell.blocks:
            yield column, block


def _by_sides(table: WordTable) -> Iterator[tuple[Column, Block]]:
    """All of the left column, then all of the right one; a cell over the whole width parts what is above and below."""
    sides: dict[Column, list[Block]] = {"left": [], "right": []}
    for cell in table.cells:
        side = _side(cell, table)
        if side != "body":
            sides[side].extend(cell.blocks)
        elif _has_words(cell):
            yield from _flush(sides)
            yield from ((side, block) for block in cell.blocks)
    yield from _flush(sides)


def _flush(sides: dict[Column, list[Block]]) -> Iterator[tuple[Column, Block]]:
    for side, blocks in sides.items():
        yield from ((side, block) for block in blocks)
        blocks.clear()


def _side(cell: WordCell, table: WordTable) -> Column:
    """The half of the grid that holds the middle of ``cell``; the body for a cell over the whole width."""
    middle = 2 * cell.grid.column + cell.grid.column_span
    if cell.grid.column_span == table.columns:
        return "body"
    return "left" if middle < table.columns else "right"


def _is_task_table(table: WordTable) -> bool:
    """A table of a draft that lost its lines still says STT over its first column."""
    first = next((p.printed for cell in table.cells for p in paragraphs_of(cell.blocks) if p.printed), "")
    return bool(_ROW_NUMBER_HEAD.match(fold(first)))


def _has_words(cell: WordCell) -> bool:
    return any(p.printed for p in paragraphs_of(cell.blocks))


def cell_lines(blocks: Iterable[Block]) -> list[str]:
    """The printed lines of a cell; empty ones stay between words, as items of one row are lined up with them."""
    lines = [paragraph.printed for paragraph in paragraphs_of(blocks)]
    return lines if any(lines) else []


def has_header(table: WordTable) -> bool:
    """Whether a ruled table begins with a row of column names, two at least, and goes on below it."""
    first = [paragraphs_of(cell.blocks) for cell in table.cells if cell.grid.row == 0]
    named = sum(find_column(" ".join(p.printed for p in cell)) is not None for cell in first)
    return table.rows > 1 and len(first) == table.columns and named > 1 and 2 * named > len(first)


def is_bold(blocks: Iterable[Block]) -> bool:
    """Whether every paragraph with letters is bold."""
    lettered: list[WordParagraph] = [p for p in paragraphs_of(blocks) if any(c.isalpha() for c in p.words)]
    return bool(lettered) and all(p.bold for p in lettered)
