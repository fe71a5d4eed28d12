"""Headers of tables: how many rows they take, and what each column holds by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Span
from extractors.goal_columns import is_goal_table, unit_place
from extractors.grid import GridColumn, GridRow, Sheet
from extractors.roles import ColumnName, find_column
from extractors.text import fold

_COLUMN_NUMBER = re.compile(r"^[\s(\[]*(?:\d{1,2}|[a-zđ]|[A-HĐ])[\s)\]]*(?:=.*)?$")
_THING = re.compile(r"\b(?:san pham|ho so minh chung)\b")
_DEEPEST = 5  # rows that a header takes at most
_LONGEST_HEAD = 70  # characters of a column's head
_TITLE_SHARE = 0.75
_TITLES = 2  # rows over the whole width that may stand above the header: the table's own title


def header_height(text: str, sheet: Sheet) -> int:
    """How many rows at the top are header: rows with two column words, what they are merged with, column numbers."""
    height = 0
    top = _title_rows(sheet)
    for number, row in enumerate(sheet.rows[: top + _DEEPEST]):
        own = [cell for cell in row.cells if cell.spans]
        named = sum(_header_word(cell.words(text)) for cell in row.cells if cell.spans and cell.first)
        below_header = number == height and height > 0
        if number == top and named >= 2:
            height = top + 1
        elif below_header and any(cell.merged and not cell.first and cell.spans for cell in row.cells):
            if all(len(cell.words(text)) < 60 for cell in own):
                height = number + 1
        elif below_header and own and all(_COLUMN_NUMBER.match(cell.words(text)) for cell in own) and len(own) > 2:
            height = number + 1
    return height


def split_at_headers(text: str, sheet: Sheet) -> list[Sheet]:
    """The sheet, parted where a header of other columns stands inside it: two tables that touch are drawn as one.

    A header that says again what the one above it says (a file converted page by page) parts nothing.
    """
    top = header_height(text, sheet)
    cuts, above = [0], [fold(column.header) for column in name_columns(text, sheet, top)]
    for number, row in enumerate(sheet.rows[top + 1 :], top + 1):
        if _is_whole_header(text, row):
            words = [fold(cell.words(text)) for cell in row.cells]
            if sum(a == b for a, b in zip(above, words, strict=True)) < len(words) - 2:
                cuts.append(number)
            above = words
    return [_rows_of(sheet, *ends) for ends in zip(cuts, [*cuts[1:], len(sheet.rows)], strict=True)]


def _is_whole_header(text: str, row: GridRow) -> bool:
    """``STT | Chỉ tiêu | ĐVT | Năm 2024``: the word for a number, then words of columns in nearly every cell."""
    own = [cell for cell in row.cells if cell.spans]
    named = [find_column(cell.words(text)) if len(cell.words(text)) < _LONGEST_HEAD else None for cell in own]
    whole = all(cell.first and not cell.merged for cell in own)
    return (
        whole and named[:1] == ["number"] and len(own) > 2 and sum(name is not None for name in named) >= len(own) - 1
    )


def _rows_of(sheet: Sheet, start: int, end: int) -> Sheet:
    """The rows from ``start`` to ``end`` as a table of their own."""
    if end - start == len(sheet.rows):
        return sheet
    cells = tuple(replace(cell, row=cell.row - start) for cell in sheet.table.cells if start <= cell.row < end)
    span = Span(min(cell.span.start for cell in cells), max(cell.span.end for cell in cells))
    return Sheet(replace(sheet.table, span=span, rows=end - start, cells=cells), sheet.rows[start:end])


def _title_rows(sheet: Sheet) -> int:
    """Rows over (nearly) the whole width at the top: the table's title where a header follows.

    In a worksheet a column of notes is often added to the right of a title that was merged before.
    """
    for number, row in enumerate(sheet.rows[:_TITLES]):
        filled = [cell for cell in row.cells if cell.spans and cell.first]
        if len(filled) != 1 or filled[0].wide < max(3, _TITLE_SHARE * len(row.cells)):
            return number
    return 0


def _header_word(words: str) -> bool:
    return len(words) < _LONGEST_HEAD and find_column(words) is not None


def name_columns(text: str, sheet: Sheet, height: int) -> tuple[GridColumn, ...]:
    """The columns by the words of the first ``height`` rows."""
    columns = []
    for place in range(sheet.table.columns):
        words: list[str] = []
        for row in sheet.rows[:height]:
            cell = row.cells[place]
            printed = cell.words(text)
            if printed and printed not in words and not _COLUMN_NUMBER.match(printed) and not _is_title(row, place):
                words.append(printed)
        columns.append(GridColumn(" ".join(words), _name(words), sheet.edges(place)))
    return _settle(columns)


def _is_title(row: GridRow, place: int) -> bool:
    return len(row.cells) > 2 and row.cells[place].wide >= _TITLE_SHARE * len(row.cells)


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
    if names.count("product") > 1:
        # "Kết quả cần đạt (định lượng) | Sản phẩm đầu ra": the figure to reach is the target, the thing the product.
        things = [
            place for place, (header, name) in enumerate(heads) if name == "product" and _THING.search(fold(header))
        ]
        for place in [i for i, name in enumerate(names) if name == "product" and things and i not in things]:
            settled[place] = replace(settled[place], name="target")
    if names.count("task") > 1:
        # "Nhóm nhiệm vụ | Nội dung nhiệm vụ": the last one before the agencies is the task, those before it groups.
        for place in [i for i, name in enumerate(names) if name == "task"][:-1]:
            settled[place] = replace(settled[place], name="note")
    return tuple(settled)
