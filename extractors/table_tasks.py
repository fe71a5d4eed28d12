"""Rows of task tables: which row is a task, which only heads the rows below it, and what each column says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractors.grid import Grid, GridCell, GridRow
from extractors.markers import LETTERS, roman_value
from extractors.roles import ColumnName
from extractors.text import clean, fold

TableKind = Literal["tasks", "targets", "calendar", "procedure", "other"]
_CALENDAR = re.compile(r"^(thu|ngay|ngay, thang|thu, ngay|buoi|gio|thoi gian|thu/ngay|ngay thang|ngay/thang)$")
_MEETING = re.compile(
    r"\b(dia diem|thanh phan|chu tri|lanh dao|du hop|tham du|noi dung cuoc hop|giang vien|bao cao vien)\b"
)
_PROCEDURE = re.compile(r"\b(cac buoc|buoc thuc hien|trinh tu|quy trinh|buoc cong viec)\b")
_CODE = re.compile(
    r"^(?:(?P<roman>[IVXL]+)|(?P<capital>[A-HKĐ])|(?P<number>\d{1,3}(?:\.\d{1,3})*)(?P<tail>[a-zđ]?)|(?P<letter>[a-zđ])|(?P<bullet>[-+•*]))"
    r"\s*[.)/]?$"
)
# Of a row over the whole width: "I. THỂ CHẾ".
_CODE_INSIDE = re.compile(r"(?P<code>[IVXL]+|[A-HKĐ]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/:]\s+\S")
TOTAL = re.compile(r"\W*(?:tong cong|tong so|cong|tong)\b:?(?: (?:\w+ ){0,2}(?:nhiem vu|cong|so|muc|kinh phi|\d+))*\W*")
# "Tên văn bản | Số, ký hiệu | Ngày ban hành | Cơ quan ban hành": documents in force, not work.
_DOCUMENTS = re.compile(
    r"so(?:,| va)? ?(?:hieu,? )?ky hieu.*|ngay(?:,? thang)?(?:,? nam)? ban hanh|co quan ban hanh|trich yeu.*"
)
EMPTY_CELL = frozenset({"", "-", "–", "—", "…", "...", "x", "X", "×", "✓", "✔", "√", "●", "/"})


@dataclass(frozen=True, slots=True)
class Row:
    """A data row with its place in the numbering. ``parents``: the group rows above it, outermost first.

    ``numbered``: its number is its own, not that of a cell merged with the rows above.
    """

    row: GridRow
    label: str
    leaf: bool
    parents: tuple[Row, ...]
    index: int
    numbered: bool = True


def table_kind(text: str, grid: Grid) -> TableKind:
    """What a table is for, by its header: only a table with tasks and someone or some time for them gives tasks."""
    names = {column.name for column in grid.columns}
    headers = [fold(column.header) for column in grid.columns]
    if "chair" in names:
        return "calendar"
    if headers and _CALENDAR.match(headers[0]) and any(_MEETING.search(header) for header in headers):
        return "calendar"
    if any(_PROCEDURE.search(header) for header in headers):
        return "procedure"
    if sum(_DOCUMENTS.fullmatch(header) is not None for header in headers) > 1 and not names & {"lead", "coordinating"}:
        return "other"
    assigned = names & {"lead", "coordinating", "performer", "due", "start", "product"}
    if "task" in names and assigned and not ("unit" in names and "year" in names and "lead" not in names):
        return "tasks"
    if names & {"target", "year"} and ("task" in names or "unit" in names or "target" in names):
        return "targets"
    return "other"


def read_rows(text: str, grid: Grid) -> list[Row]:
    """Every data row, nested by the codes of its number columns, by full-width rows and by bold group rows."""
    numbers = grid.named("number")
    rows: list[Row] = []
    stack: list[tuple[int, Row]] = []
    families: list[str] = []
    for index, row in enumerate(grid.rows):
        code = _code(text, row, numbers)
        if is_total(text, row) or not any(cell.spans for cell in row.cells):
            rows.append(Row(row, "", True, (), index))
            continue
        if _is_coded_group(text, row, numbers):
            rows.append(Row(row, "", True, tuple(parent for _, parent in stack if parent.label.isalpha()), index))
            continue
        heading = _is_heading(text, grid, row)
        inside = _CODE_INSIDE.match(code) if heading else None
        code = inside["code"] if inside is not None else code
        depth = 0 if heading and not code else _depth(families, code, "heading." if inside is not None else "")
        while stack and stack[-1][0] >= depth:
            stack.pop()
        own = all(row.cells[i].first for i in numbers if row.cells[i].spans)
        found = Row(row, code, True, tuple(parent for _, parent in stack), index, own)
        rows.append(found)
        stack.append((depth, found))
    return [_mark_group(text, grid, row, rows, numbers) for row in rows]


def is_total(text: str, row: GridRow) -> bool:
    """A row of totals (``Tổng cộng``), which is no item."""
    first = next((cell.words(text) for cell in row.cells if cell.spans), "")
    return bool(TOTAL.fullmatch(fold(first)))


def _code(text: str, row: GridRow, numbers: Sequence[int]) -> str:
    codes = [clean(row.cells[i].words(text)) for i in numbers if row.cells[i].spans]
    codes = [code.rstrip(" .)/") or code for code in reversed(codes) if code not in EMPTY_CELL]
    return next((code for code in codes if _CODE.match(code)), codes[0] if codes else "")


def _is_coded_group(text: str, row: GridRow, numbers: Sequence[int]) -> bool:
    """A row of a tracker that only its code numbers (``KH20_N02.2`` beside rows 7, 8): it heads what follows."""
    if len(numbers) < 2 or row.cells[numbers[0]].spans:
        return False
    code = clean(row.cells[numbers[1]].words(text))
    return len(code) > 3 and _CODE.match(code) is None


def _depth(families: list[str], code: str, kind: str = "") -> int:
    """Depth of a row by its code: a family seen before keeps its depth, a new one goes one deeper.

    ``kind``: ``1. Lĩnh vực y tế`` over the whole width is no sister of the rows 1, 2, 3 below it.
    """
    family = kind + _family(code, families)
    if family in families:
        del families[families.index(family) + 1 :]
    elif family in ("roman", "capital") and any(known.startswith("number") for known in families):
        # Rows without a group came first: "I" heads what follows it, it is no part of row 10.
        families[:] = [known for known in families if not known.startswith(("number", "letter", "bullet"))] + [family]
    else:
        families.append(family)
    return 1 + families.index(family)


def _family(code: str, families: Sequence[str]) -> str:
    match = _CODE.match(code)
    if match is None:
        return "plain" if not code else "code"
    if match["roman"]:
        value = roman_value(match["roman"])
        if value is not None and not (match["roman"] in "CD" and "capital" in families):
            return "roman"
        return "capital"
    if match["number"]:
        return f"number.{match['number'].count('.') + 1}" + (".letter" if match["tail"] else "")
    if match["letter"]:
        return "letter" if match["letter"] in LETTERS else "code"
    return "capital" if match["capital"] else "bullet"


def _is_heading(text: str, grid: Grid, row: GridRow) -> bool:
    """One cell over (nearly) the whole width, or one bold cell alone in the row."""
    filled = [cell for cell in row.cells if cell.spans and cell.first and not cell.merged]
    if not filled:
        return False
    numbers = grid.named("number")
    worded = [
        cell for i, cell in enumerate(row.cells) if cell.spans and cell.first and (i not in numbers or cell.wide > 2)
    ]
    if len(worded) == 1:
        return worded[0].wide >= max(3, len(row.cells) - 2) or (
            worded[0].bold and not any(c.merged and c.spans for c in row.cells)
        )
    return False


def _mark_group(text: str, grid: Grid, row: Row, rows: Sequence[Row], numbers: Sequence[int]) -> Row:
    """A row with rows under it is their context (R3); with two number columns a row without the first one is, too."""
    has_children = row.index + 1 < len(rows) and any(
        parent.index == row.index for parent in rows[row.index + 1].parents
    )
    by_number = len(numbers) > 1 and not row.row.cells[numbers[0]].spans and bool(row.row.cells[numbers[1]].spans)
    alone = _is_heading(text, grid, row.row) and not _own_fields(grid, row.row)
    if has_children and row.label and _own_fields(grid, row.row):
        # A row below it without any code is another task; this one has its agency or time.
        has_children = any(rows[row.index + 1].row.cells[i].spans for i in numbers)
    return replace(row, leaf=not (has_children or by_number or alone))


def _own_fields(grid: Grid, row: GridRow) -> bool:
    places = grid.named("lead", "performer", "coordinating", "due", "product")
    return any(row.cells[i].spans and row.cells[i].first for i in places)


def value_cell(text: str, grid: Grid, row: Row, *names: ColumnName) -> GridCell | None:
    """The first filled cell of the named columns: the row's own, else (empty and not drawn apart) its group row's."""
    for source in (row, *reversed(row.parents)):
        for place in grid.named(*names):
            cell = source.row.cells[place]
            if cell.words(text) not in EMPTY_CELL and (source is row or not _is_title(grid, source, place)):
                return cell
    return None


def row_labels(row: Row) -> tuple[str, ...]:
    """The printed codes of a row and its groups; a row without one is told by its place, a part of a row by the row."""
    part = bool(row.parents) and row.parents[-1].index == row.index
    above = row_labels(row.parents[-1]) if part else tuple(p.label for p in row.parents if p.label)
    own = row.label or ("" if part else str(row.index + 1))
    return (*above, own) if own else above


def _is_title(grid: Grid, group: Row, place: int) -> bool:
    """Does a group row's title reach over the column, as one cell?"""
    return any(group.row.cells[own].spans == group.row.cells[place].spans for own in grid.named("task") if own != place)
