"""Rows of tables of targets (DOMAIN form 3f): one figure for each column of a coming period, past columns beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from extractors.agencies import starts_with_agency
from extractors.deadlines import parse_deadline_spans
from extractors.document import Span
from extractors.goal_columns import GoalColumn, GoalHeader, read_goal_header
from extractors.grid import Grid
from extractors.records import DateContext, Target
from extractors.roles import ColumnName
from extractors.table_tasks import EMPTY_CELL, Row, value_cell
from extractors.targets import find_targets, parse_value_cell
from extractors.text import clean
from extractors.units import find_unit

_IN_BRACKETS = re.compile(r"\s*\((?P<unit>[^()]{1,30})\)\s*$")
_CAPTION = re.compile(r"(?:đơn\s+vị(?:\s+tính)?|đvt)\s*:\s*(?P<unit>[^\n;:.)]{1,30})[\s)]*$", re.IGNORECASE)
_FAR_ABOVE = 120  # characters above a table in which "Đơn vị tính: tỷ đồng" may stand
_PER_YEAR = re.compile(r"\s*/\s*năm$", re.IGNORECASE)
_UNTIL = re.compile(r"[\W_]*(?:đến|trước|giai\s+đoạn|năm)\s", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[-–+•*]\s*")
_LONGEST_UNIT = 6  # words


class GoalRows:
    """Reads the rows of one table of targets.

    ``year``: when a goal is due whose column names no time; ``first_year``: the first one of the plan.
    """

    def __init__(self, text: str, grid: Grid, dates: DateContext, year: int | None, first_year: int | None) -> None:
        self.text = text
        self.grid = grid
        self.dates = dates
        self.year = year
        self.first_year = first_year
        heads: list[tuple[str, ColumnName | None]] = [(column.header, column.name) for column in grid.columns]
        self.header: GoalHeader = read_goal_header(heads, first_year, year)
        self.caption = _caption_unit(text, grid.tables[0].span.start)

    def has_values(self, row: Row) -> bool:
        """Does a cell of goals hold words, so that the row is no mere heading?"""
        return any(self._words(row, goal.place) not in EMPTY_CELL for goal in self.header.goals)

    @property
    def dated(self) -> tuple[GoalColumn, ...]:
        """The columns of goals whose headers name a period; in a table of tasks these are all its goals by years."""
        return tuple(goal for goal in self.header.goals if goal.due_on is not None)

    def read(self, row: Row, goals: Sequence[GoalColumn] | None = None) -> list[Target]:
        """The targets of a row, in the order of its columns; a cell without a figure is a target in words alone."""
        found: list[Target] = []
        for goal in self.header.goals if goals is None else goals:
            cell = row.row.cells[goal.place]
            if not cell.spans or not cell.first or cell.words(self.text) in EMPTY_CELL:
                continue
            baseline = self._baseline(row, goal.place)
            due = goal.due_on or self._row_due(row)
            for target in self._cell_targets(row, goal, cell.spans, due):
                metric = target.metric if goal.place == self.header.subject else self._metric(row) or target.metric
                found.append(replace(target, metric=metric, baseline=target.baseline or baseline))
        return found

    def _cell_targets(self, row: Row, goal: GoalColumn, spans: tuple[Span, ...], due: date | None) -> Iterator[Target]:
        printed = self._unit(row, goal)
        unit = _PER_YEAR.sub("", printed) if printed else None
        year = due.year if due else self.year
        stated: list[Target] = []
        for span in spans:
            value = (
                None if goal.place == self.header.subject else parse_value_cell(self.text, span, unit=unit, year=year)
            )
            stated += (
                [value]
                if value
                else find_targets(self.text, span, place="target_line", year=year, first_year=self.first_year)
            )
        if not stated and goal.place != self.header.subject:
            words = clean(" ".join(span.cut(self.text) for span in spans))
            stated = [Target(words, spans[0], None, rule="target.words")] if len(spans) == 1 else []
        for target in stated:
            if due is not None and (target.due_on is None or target.due_on == date(due.year, 12, 31)):
                target = replace(target, due_on=due)
            if target.value is not None and target.unit is None:
                target = replace(target, unit=unit)
            if printed != unit and target.rate is None and target.unit == unit:
                target = replace(target, rate="mỗi năm")
            yield target

    def _words(self, row: Row, place: int) -> str:
        return row.row.cells[place].words(self.text)

    def _row_due(self, row: Row) -> date | None:
        """The day in the row's own column ``Thời hạn``, ``Mốc hoàn thành``, else in its group row."""
        cell = value_cell(self.text, self.grid, row, "due")
        deadline = parse_deadline_spans(self.text, cell.spans, self.dates) if cell is not None else None
        if deadline is not None:
            return deadline.due_on
        for group in reversed(row.parents):
            spans = group.row.cells[self.header.subject].spans if self.header.subject is not None else ()
            named = parse_deadline_spans(self.text, spans, self.dates) if spans else None
            if named is not None and named.due_on is not None and _UNTIL.match(spans[0].cut(self.text)):
                return named.due_on
        return None

    def _unit(self, row: Row, goal: GoalColumn) -> str | None:
        """From the column ``ĐVT``, else in brackets behind the name of the row or column, else above the table."""
        cell = value_cell(self.text, self.grid, row, "unit")
        if cell is not None and not any(starts_with_agency(self.text, s.start, s.end) for s in cell.spans):
            return cell.words(self.text)
        places = [place for place in (self.header.subject,) if place is not None]
        named = [self._words(row, place) for place in places] + [self.grid.columns[goal.place].header]
        units = (_unit_in_brackets(words) for words in named)
        return next((unit for unit in units if unit), self.caption)

    def _metric(self, row: Row) -> str | None:
        """The row's name without its unit; ``- Nông thôn`` under ``Tỷ lệ hộ nghèo`` is named by both."""
        own = self._name(row)
        above = row.parents[-1] if row.parents else None
        if own is None or above is None or not self.has_values(above):
            return own
        return ": ".join(dict.fromkeys(name for name in (self._name(above), own) if name))

    def _name(self, row: Row) -> str | None:
        if self.header.subject is None:
            return None
        words = _BULLET.sub("", self._words(row, self.header.subject))
        if _unit_in_brackets(words):
            words = _IN_BRACKETS.sub("", words)
        return words or None

    def _baseline(self, row: Row, place: int) -> str | None:
        """The nearest result before the goal, with its header: ``Thực hiện năm 2024: 7,8``."""
        filled = [past for past in self.header.past if self._words(row, past) not in EMPTY_CELL]
        nearest = max((past for past in filled if past < place), default=min(filled, default=None))
        if nearest is None:
            return None
        return f"{clean(self.grid.columns[nearest].header)}: {self._words(row, nearest)}"


def _unit_in_brackets(words: str) -> str | None:
    """``Tỷ lệ tiêm chủng (%)`` → ``%``, ``Tuổi thọ (tuổi)`` → ``tuổi``; None for ``Chỉ số hài lòng (SIPAS)``."""
    match = _IN_BRACKETS.search(words)
    if match is None:
        return None
    unit = clean(match["unit"])
    if unit in ("%", "‰", "%/năm"):
        return unit
    found = find_unit(f" {unit}", 0, len(unit) + 1)
    known = found is not None and found.kind != "other" and found.span.end == len(unit) + 1
    return unit if known and len(unit.split()) <= _LONGEST_UNIT else None


def _caption_unit(text: str, start: int) -> str | None:
    """``Đơn vị tính: Tỷ đồng`` in the last line above the table."""
    match = _CAPTION.search(text, max(0, start - _FAR_ABOVE), start)
    return clean(match["unit"]) if match else None
