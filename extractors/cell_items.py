"""A row whose cells hold several tasks: items of the task cell that agree one to one with items beside them.

RULES R1: a leaf row is one record however many bullets its task cell has. Where the cells of who or when have as many
items with the same marks, each item is an assignment of its own, with its agency and its time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.cell_words import CellWords, cell_words
from extractors.document import Span
from extractors.grid import Grid, GridCell
from extractors.roles import ColumnName
from extractors.table_tasks import Row

_MARK = re.compile(
    r"^[ \t]*(?:(?P<bullet>[-–+•*])(?=\s)|(?P<letter>[a-zđ])[.)]|\(?(?P<number>\d{1,2})[.)](?!\d))\s*(?=\S)",
    re.MULTILINE,
)
_ALIGNED: tuple[ColumnName, ...] = ("lead", "performer", "due", "coordinating", "start", "product")
_DECIDING: tuple[ColumnName, ...] = ("lead", "performer", "due")  # bullets of products alone make no tasks


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a cell: their marks, where their words stand in it, and the words before the first (``Hoàn thiện
    thể chế:``)."""

    marks: tuple[str, ...]
    places: tuple[Span, ...]
    before: Span


def split_items(text: str, grid: Grid, row: Row) -> list[Row]:
    """The rows of the tasks that ``row`` holds, or the row alone."""
    tasks = grid.named("task")
    words = cell_words(text, row.row.cells[tasks[0]].spans) if tasks else None
    own = find_items(words) if words is not None else None
    if words is None or own is None:
        return [row]
    beside = {
        place: spans
        for place in grid.named(*_ALIGNED)
        if (spans := _beside(cell_words(text, row.row.cells[place].spans), own)) is not None
    }
    if not any(grid.columns[place].name in _DECIDING for place in beside):
        return [row]
    columns = {tasks[0]: tuple(words.back(place) for place in own.places)} | beside
    cells = _with(row, {tasks[0]: words.back(own.before)} | dict.fromkeys(beside, ()))
    title = replace(row, label=row.label or str(row.index + 1), row=replace(row.row, cells=cells))
    return [
        Row(
            replace(row.row, cells=_with(row, {place: spans[number] for place, spans in columns.items()})),
            mark, True, (*row.parents, title), row.index,
        )
        for number, mark in enumerate(own.marks)
    ]  # fmt: skip


def _beside(words: CellWords, own: Items) -> tuple[tuple[Span, ...], ...] | None:
    """The parts of a cell that belong to the items of the task cell, one each: by the same marks, or by blank lines
    that line them up with the items."""
    found = find_items(words)
    if found is not None:
        same = found.marks == own.marks and not len(found.before)
        return tuple(words.back(place) for place in found.places) if same else None
    groups = words.groups()
    return tuple(words.back(group) for group in groups) if len(groups) == len(own.marks) else None


def _with(row: Row, spans: dict[int, tuple[Span, ...]]) -> tuple[GridCell, ...]:
    cells = list(row.row.cells)
    for place, own in spans.items():
        cells[place] = replace(cells[place], spans=own)
    return tuple(cells)


def find_items(words: CellWords) -> Items | None:
    """The items of a cell: at least two marks of one kind, counted on from the first."""
    found = list(_MARK.finditer(words.text))
    if not found:
        return None
    kind = found[0].lastgroup
    same: Sequence[re.Match[str]] = [match for match in found if match.lastgroup == kind]
    marks = tuple("-" if kind == "bullet" else match[kind or 0] for match in same)
    before = words.text[: same[0].start()].strip()
    if len(same) < 2 or (before and not before.endswith(":")) or not _counts(kind, marks):
        return None
    ends = [match.start() for match in same[1:]] + [len(words.text)]
    places = tuple(Span(m.end(), end).strip(words.text) for m, end in zip(same, ends, strict=True))
    return Items(marks, places, Span(0, same[0].start()).strip(words.text)) if all(map(len, places)) else None


def _counts(kind: str | None, marks: Sequence[str]) -> bool:
    if kind == "bullet":
        return True
    letters = "abcdđeghiklmnopqrstuvxy"
    places = [int(mark) if kind == "number" else letters.find(mark) + 1 for mark in marks]
    return places == list(range(1, len(marks) + 1))
