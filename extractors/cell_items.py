"""A row whose cells hold several tasks: items of the task cell that agree one to one with items beside them.

RULES R1: a leaf row is one record however many bullets its task cell has. Where the cells of who or when have as many
items with the same marks, each item is an assignment of its own, with its agency and its time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.agencies import starts_with_agency
from extractors.cell_words import CellWords, cell_words
from extractors.deadlines import WEAK_RULES, find_deadlines
from extractors.document import Span
from extractors.grid import Grid, GridCell
from extractors.records import DateContext
from extractors.roles import ColumnName
from extractors.table_tasks import Row
from extractors.text import fold

_MARK = re.compile(
    r"^[ \t]*(?:(?P<bullet>[-–+•*])(?=\s)|(?P<letter>[a-zđ])[.)]|\(?(?P<number>\d{1,2})[.)](?!\d))[ \t]*(?=\S)",
    re.MULTILINE,
)
_ASSIGNS = re.compile(
    r"\b(?:phan cong|nhiem vu|cong viec)\b"
)  # the header of a cell that holds agencies and their work
_FEWEST_WORDS = 3  # of what a body is to do
_ALIGNED: tuple[ColumnName, ...] = ("lead", "performer", "due", "coordinating", "start", "product")
_DECIDING: tuple[ColumnName, ...] = ("lead", "performer", "due")  # bullets of products alone make no tasks


@dataclass(frozen=True, slots=True)
class _Items:
    """The items of a cell: their marks, their words, and the words before the first (``Hoàn thiện thể chế:``)."""

    marks: tuple[str, ...]
    spans: tuple[tuple[Span, ...], ...]
    before: tuple[Span, ...]


def split_items(text: str, grid: Grid, row: Row) -> list[Row]:
    """The rows of the tasks that ``row`` holds, or the row alone."""
    tasks = grid.named("task")
    if tasks and (assigned := _assigned_rows(text, grid, row, tasks[0])):
        return assigned
    own = _items(cell_words(text, row.row.cells[tasks[0]].spans)) if tasks else None
    if own is None:
        return [row]
    beside = {
        place: spans
        for place in grid.named(*_ALIGNED)
        if (spans := _beside(cell_words(text, row.row.cells[place].spans), own)) is not None
    }
    if not any(grid.columns[place].name in _DECIDING for place in beside):
        return [row]
    columns = {tasks[0]: own.spans} | beside
    cells = _with(row, {tasks[0]: own.before} | dict.fromkeys(beside, ()))
    title = replace(row, label=row.label or str(row.index + 1), row=replace(row.row, cells=cells))
    return [
        Row(
            replace(row.row, cells=_with(row, {place: spans[number] for place, spans in columns.items()})),
            mark, True, (*row.parents, title), row.index,
        )
        for number, mark in enumerate(own.marks)
    ]  # fmt: skip


def _assigned_rows(text: str, grid: Grid, row: Row, task: int) -> list[Row]:
    """The rows of a cell ``Phân công nhiệm vụ`` that tells of each body what it does; the task cell heads them."""
    place = next((i for i in grid.named("performer", "lead") if _ASSIGNS.search(fold(grid.columns[i].header))), None)
    if place is None:
        return []
    words = cell_words(text, row.row.cells[place].spans)
    marked = _marked(words.text)
    if marked is not None and marked.before:
        return []
    marks, parts = (marked.marks, marked.parts) if marked else (("",), (Span(0, len(words.text)).strip(words.text),))
    colons = [_colon_after_agency(words.text, part) for part in parts]
    title = replace(row, label=row.label or str(row.index + 1))
    found = []
    for mark, part, colon in zip(marks, parts, colons, strict=True):
        if colon is None:
            return []
        own = {
            task: words.back(Span(colon + 1, part.end).strip(words.text)),
            place: words.back(Span(part.start, colon)),
        }
        # Its own day goes before that of the whole row (R12).
        dated = any(d.rule not in WEAK_RULES for d in find_deadlines(words.text, part, DateContext()))
        times: dict[int, tuple[Span, ...]] = dict.fromkeys(grid.named("due", "start"), ()) if dated else {}
        heading = replace(title, row=replace(row.row, cells=_with(title, times)))
        item = replace(row.row, cells=_with(row, own | times))
        parents = (*row.parents, heading) if mark else row.parents
        found.append(Row(item, mark or row.label, True, parents, row.index))
    return found


def _colon_after_agency(text: str, part: Span) -> int | None:
    """Where the colon of ``Sở Y tế: Rà soát …`` stands; None for a part of another form."""
    colon = text.find(":", part.start, part.end)
    listed = starts_with_agency(text, part.start, colon) if colon > part.start else None
    if listed is None or text[listed.end : colon].strip():
        return None
    return colon if len(text[colon + 1 : part.end].split()) >= _FEWEST_WORDS else None


def _beside(words: CellWords, own: _Items) -> tuple[tuple[Span, ...], ...] | None:
    """The parts of a cell that belong to the items of the task cell, one each: by the same marks, or by blank lines
    that line them up with the items."""
    found = _items(words)
    if found is not None:
        return found.spans if found.marks == own.marks and not found.before else None
    groups = words.groups()
    return tuple(words.back(group) for group in groups) if len(groups) == len(own.marks) else None


def _with(row: Row, spans: dict[int, tuple[Span, ...]]) -> tuple[GridCell, ...]:
    cells = list(row.row.cells)
    for place, own in spans.items():
        cells[place] = replace(cells[place], spans=own)
    return tuple(cells)


def _items(words: CellWords) -> _Items | None:
    """The items of a cell: at least two marks of one kind, counted on from the first."""
    marked = _marked(words.text)
    if marked is None:
        return None
    spans = tuple(words.back(part) for part in marked.parts)
    return _Items(marked.marks, spans, words.back(Span(0, marked.before).strip(words.text))) if all(spans) else None


@dataclass(frozen=True, slots=True)
class _Marked:
    """The items of a cell's words; ``before``: where the first mark stands, 0 with nothing but blanks before it."""

    marks: tuple[str, ...]
    parts: tuple[Span, ...]
    before: int


def _marked(words: str) -> _Marked | None:
    found = list(_MARK.finditer(words))
    if not found:
        return None
    kind = found[0].lastgroup
    same: Sequence[re.Match[str]] = [match for match in found if match.lastgroup == kind]
    marks = tuple("-" if kind == "bullet" else match[kind or 0] for match in same)
    before = words[: same[0].start()].strip()
    if len(same) < 2 or (before and not before.endswith(":")) or not _counts(kind, marks):
        return None
    ends = [match.start() for match in same[1:]] + [len(words)]
    parts = tuple(Span(m.end(), end).strip(words) for m, end in zip(same, ends, strict=True))
    return _Marked(marks, parts, same[0].start() if before else 0)


def _counts(kind: str | None, marks: Sequence[str]) -> bool:
    if kind == "bullet":
        return True
    letters = "abcdđeghiklmnopqrstuvxy"
    places = [int(mark) if kind == "number" else letters.find(mark) + 1 for mark in marks]
    return places == list(range(1, len(marks) + 1))
