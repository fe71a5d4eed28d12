"""Cells that tell each of several agencies its own work: ``1. Sở A: lập danh mục. 2. UBND các xã: rà soát đất``.

Each is an assignment with a lead, words and often a day of its own, so each is a record (RULES R1, R3: the row is
their parent). ``Sở A: chủ trì; Sở B: phối hợp`` tells roles in the task beside it, and stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.assignments import Assignment, find_assignment
from extractors.cell_items import find_items
from extractors.cell_words import CellWords, cell_words
from extractors.document import Span
from extractors.grid import Grid, GridCell
from extractors.records import Agencies
from extractors.roles import ColumnName
from extractors.table_tasks import Row
from extractors.text import compare_key, fold

# Where a part may begin: the cell, a line, or behind a semicolon or full stop; with or without a mark.
_START = re.compile(
    r"(?:^|\n|(?<=[;.])[ \t]|(?<=[;.])\n)\s*(?P<mark>[-–+•*](?=\s)|\(?\d{1,2}[.)/]|[a-zđ][.)])?\s*(?=\w)"
)
_OPENING = frozenset({"assignment.colon", "assignment.assign", "assignment.request"})
_ROLE = re.compile(
    r"(?:lam |la )?(?:chu tri|phoi hop|ho tro|tham gia|dau moi|theo doi|chi dao|cung cap|thuc hien|giam sat)\b"
)
_WORK = re.compile(r"\b(?:nhiem vu|noi dung|cong viec)\b")
_FEWEST_WORDS = 3
_COLUMNS: tuple[ColumnName, ...] = ("lead", "performer", "task")


@dataclass(frozen=True, slots=True)
class Duty:
    """The work of one agency by a cell: the row (labelled by the part's mark), the words, who does it with whom."""

    row: Row
    cell: GridCell
    lead: Agencies
    coordinating: Agencies


@dataclass(frozen=True, slots=True)
class _Part:
    mark: str
    said: Assignment


def find_duties(text: str, grid: Grid, row: Row) -> list[Duty]:
    """The duties that a cell of ``row`` tells to agencies by name, in printed order; none where no cell does."""
    for place in grid.named(*_COLUMNS):
        cell, column = row.row.cells[place], grid.columns[place]
        if not cell.spans or not cell.first:
            continue
        words = cell_words(text, cell.spans)
        parts = _parts(words)
        if column.name == "task":
            parts = parts or _items_with_subjects(words)
        elif not _tells_work(words.text, parts, bool(_WORK.search(fold(column.header)))):
            parts = []
        if parts:
            title = _without(row, place) if column.name == "task" else row
            return [duty for part in parts for duty in _duties(text, words, cell, title, part)]
    return []


def _parts(words: CellWords) -> list[_Part]:
    """The parts of a cell, all of which begin with an agency and a colon (``Giao Sở A: …``)."""
    starts = [
        match for match in _START.finditer(words.text)
        if _opens(words.text, Span(match.end(), len(words.text))) is not None
    ]  # fmt: skip
    if not starts or words.text[: starts[0].start()].strip():
        return []
    ends = [match.start() for match in starts[1:]] + [len(words.text)]
    parts = [
        _Part(_label(m["mark"]), find_assignment(words.text, Span(m.end(), end)))
        for m, end in zip(starts, ends, strict=True)
    ]
    return parts if all(len(part.said.action.strip(words.text, " .;\n")) for part in parts) else []


def _opens(text: str, rest: Span) -> Assignment | None:
    said = find_assignment(text, rest)
    return said if said.rule in _OPENING and said.lead and said.action.start > rest.start else None


def _label(mark: str | None) -> str:
    return "-" if mark is not None and mark in "-–+•*" else (mark or "").strip("().")


def _items_with_subjects(words: CellWords) -> list[_Part]:
    """Listed items of a task cell that begin each with an agency (``- Sở A chủ trì …``), at least two of them."""
    items = find_items(words)
    if items is None or len(items.before):
        return []
    parts = [
        _Part(mark, find_assignment(words.text, place)) for mark, place in zip(items.marks, items.places, strict=True)
    ]
    leads = [part.said.lead or part.said.subject for part in parts]
    different = {tuple(compare_key(ref.name) for ref in lead) for lead in leads}
    return parts if all(leads) and len(different) > 1 else []


def _tells_work(text: str, parts: list[_Part], by_header: bool) -> bool:
    """Do the parts of a cell of agencies say what each has to do, not only which role it has in the row's task?"""
    actions = [fold(part.said.action.cut(text)).strip(" .;") for part in parts]
    if any(_ROLE.match(action) and len(action.split()) <= _FEWEST_WORDS for action in actions):
        return False
    own = [not _ROLE.match(action) and len(action.split()) >= _FEWEST_WORDS for action in actions]
    return bool(own) and (any(own) or by_header)


def _duties(text: str, words: CellWords, cell: GridCell, row: Row, part: _Part) -> Iterator[Duty]:
    """One duty a part, or one an item below the agency's line (R4: ``Sở A:`` / ``- lập danh mục`` / ``- công bố``)."""
    lead, partners = words.traced(part.said.lead or part.said.subject), words.traced(part.said.coordinating)
    action = words.back(part.said.action.strip(words.text))
    inner = cell_words(text, action)
    items = find_items(inner)
    if items is None or len(items.before):
        yield Duty(_labelled(row, part.mark), replace(cell, spans=action), lead, partners)
        return
    for mark, place in zip(items.marks, items.places, strict=True):
        said = find_assignment(inner.text, place)
        own = _labelled(_labelled(row, part.mark), mark)
        yield Duty(own, replace(cell, spans=inner.back(place)), lead, inner.traced(said.coordinating) or partners)


def _labelled(row: Row, mark: str) -> Row:
    """The row of a part below ``row``, by its printed mark; without one it has the row's own place."""
    return Row(row.row, mark, True, (*row.parents, row), row.index)


def _without(row: Row, place: int) -> Row:
    cells = list(row.row.cells)
    cells[place] = replace(cells[place], spans=())
    return replace(row, row=replace(row.row, cells=tuple(cells)))
