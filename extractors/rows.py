"""Tasks and targets from the rows of tables: each row is a task, a target, a heading, or ignored by a named rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.agencies import parse_agencies, starts_with_agency
from extractors.american_days import are_months_first
from extractors.assignments import find_assignment
from extractors.cell_duties import Duty, find_duties
from extractors.cell_items import split_items
from extractors.cell_words import cell_words, read_who
from extractors.context import Context, field_of, join_agencies, unique, with_labels
from extractors.deadlines import (
    WEAK_RULES,
    as_readings,
    beside,
    combine_deadlines,
    find_deadlines,
    is_whole_period,
    parse_deadline_spans,
)
from extractors.document import Span, Table
from extractors.goal_rows import GoalRows
from extractors.grid import Grid, GridCell
from extractors.inline_labels import find_labelled_values
from extractors.marked_periods import read_ticks
from extractors.no_work import is_certificate
from extractors.outline import Section
from extractors.recorder import Recorder, first_year, trim_action
from extractors.records import Agencies, Deadline, Field, Issue, Outcome, Target, Task
from extractors.relative_times import counts_from_issue
from extractors.roles import ColumnName, heads_work
from extractors.table_counts import check_headers, check_numbers
from extractors.table_tasks import Row, is_total, read_rows, row_labels, table_kind, value_cell
from extractors.tables import read_grids
from extractors.targets import TargetPlace, find_targets, find_targets_in_pieces
from extractors.text import clean, fold
from extractors.zones import in_annex

_BOTH = re.compile(r"\bchu tri\b.*\bphoi hop\b")
_BULLET = re.compile(r"\s*[-–+•*]\s*")
_WHO_COLUMNS: tuple[ColumnName, ...] = ("lead", "performer")
_TIME_COLUMNS: tuple[ColumnName, ...] = ("start", "due")
_GIVEN_COLUMNS: tuple[ColumnName, ...] = ("lead", "performer", "coordinating", "due", "start", "product")
_FIGURE_COLUMNS: tuple[ColumnName, ...] = ("product", "target")


class TableReader:
    """Reads the grids of one document; pieces of a table on later pages belong to the grid of its first piece."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.text = recorder.text
        self.ledger = recorder.ledger
        grids = read_grids(recorder.document)
        self._campaign = counts_from_issue(recorder.text)
        self._grids = grids
        tables = [item for item in recorder.document.body if isinstance(item, Table)]
        self._numbers = {table.span.start: number for number, table in enumerate(tables, 1)}

    def visit(self, section: Section, context: Context) -> None:
        """The table node of the outline: all rows of the logical tables that begin here (two, where they touch)."""
        assert section.table is not None
        here = [grid for grid in self._grids if grid.tables[0].span in section.table.span]
        if not any(grid.tables[0].span.start == section.table.span.start for grid in here):
            self.ledger.note(section, "joined", "table.continues")
        for grid in here:
            self._visit_grid(section, grid, context)

    def _visit_grid(self, section: Section, grid: Grid, context: Context) -> None:
        assert section.table is not None
        kind = table_kind(self.text, grid)
        gives = kind in ("tasks", "targets") and context.zone not in ("result", "upward", "ruling")
        gives = gives and not (kind == "targets" and context.zone == "funding")  # a budget is no goal
        gives = gives and (kind == "targets" or self._is_work(grid, context))
        # "Phụ lục: DANH SÁCH CÁC ĐƠN VỊ ĐƯỢC KIỂM TRA": who is looked at and where, no work of theirs.
        listing = context.zone == "schedule" and in_annex(section.labels)
        gives = gives and not (kind == "tasks" and (listing or self._lists_agencies(grid)))
        self.ledger.note(section, "heading" if gives else "ignored", f"table.{kind}")
        for header in grid.headers:
            self.ledger.note_row(header, "", "heading", "row.header", self.recorder.document.page_of(header))
        self.recorder.issues.extend(check_headers(self.recorder.document, grid))
        goals = GoalRows(self.text, grid, context.dates, self.recorder.year_of(None, context), first_year(context))
        rows = read_rows(self.text, grid)
        times = (row.cells[place].words(self.text) for row in grid.rows for place in grid.named(*_TIME_COLUMNS))
        if are_months_first(times):
            context = replace(context, dates=replace(context.dates, month_first=True))
        if gives:
            self.recorder.issues.extend(check_numbers(rows, self._numbers[section.table.span.start]))
        for row in rows:
            for piece in row.row.pieces[1:]:
                self.ledger.note_row(piece, row.label, "joined", "row.continues", self.recorder.document.page_of(piece))
            if not gives:
                self.ledger.note_row(_place(row, section), row.label, "ignored", f"table.{kind}", row.row.page)
            elif kind == "tasks":
                self._task_row(section, goals, row, context)
            else:
                self._target_row(section, goals, row, context)

    def _is_work(self, grid: Grid, context: Context) -> bool:
        """Outside plans a table is of work where a column says who, or a head or heading gives it (``Nhiệm vụ``)."""
        heads = any(heads_work(grid.columns[place].header) for place in grid.named("task"))
        who = bool(grid.named("lead", "performer", "coordinating"))
        return self.recorder.metadata.is_plan or context.ordered or heads or who

    def _lists_agencies(self, grid: Grid) -> bool:
        """Are the cells of the tasks names of agencies, as in a timetable (``Sáng: Văn phòng | Chiều: Phòng A``)?"""
        cells = [row.cells[place] for row in grid.rows for place in grid.named("task")[:1]]
        filled = [cell for cell in cells if cell.spans and cell.first]
        names = 0
        for cell in filled:
            listed = starts_with_agency(self.text, cell.spans[0].start, cell.spans[0].end)
            names += bool(listed and listed.names and listed.end == cell.spans[0].strip(self.text).end)
        return bool(filled) and 2 * names > len(filled)

    # --- tasks

    def _task_row(self, section: Section, goals: GoalRows, row: Row, context: Context) -> None:
        grid, place = goals.grid, _place(row, section)
        cell = self._task_cell(grid, row)
        duties = find_duties(self.text, grid, row) if row.leaf else []
        if is_total(self.text, row.row):
            self.ledger.note_row(place, row.label, "ignored", "row.total", row.row.page)
        elif not row.leaf:
            self.ledger.note_row(place, row.label, "heading", "row.group", row.row.page)
            self._group_targets(section, grid, row, context)
        elif duties:
            for duty in duties:
                self.recorder.keep(self._make_task(section, goals, duty.row, duty.cell, context, duty))
            self.ledger.note_row(place, row.label, "task", "row.duties", row.row.page)
        elif cell is None:
            self.ledger.note_row(place, row.label, "ignored", "row.without_task", row.row.page)
            if sum(_own_cell(grid, row, name) is not None for name in _GIVEN_COLUMNS) > 1:
                message = "Dòng bảng có cơ quan, thời hạn hoặc sản phẩm mà ô nội dung công việc trống; hãy xem bản gốc."
                self.recorder.issues.append(Issue("row_without_task", "warning", message, place, row.row.page))
        elif is_certificate(clean(cell.words(self.text))):
            self.ledger.note_row(place, row.label, "ignored", "row.certificate", row.row.page)
        else:
            items = split_items(self.text, grid, row)
            told: set[Span] = set()  # a goal that the row states once is a figure of its first task alone
            for item in items:
                own = self._task_cell(grid, item) or cell
                task = self._make_task(section, goals, item, own, context)
                self.recorder.keep(replace(task, targets=tuple(t for t in task.targets if t.span not in told)))
                told.update(target.span for target in task.targets)
            self.ledger.note_row(place, row.label, "task", "row.task" if len(items) == 1 else "row.items", row.row.page)

    def _task_cell(self, grid: Grid, row: Row) -> GridCell | None:
        cells = (row.row.cells[place] for place in grid.named("task"))
        return next((cell for cell in cells if len(cell.words(self.text)) > 1), None)

    def _make_task(
        self, section: Section, goals: GoalRows, row: Row, cell: GridCell, context: Context, duty: Duty | None = None
    ) -> Task:
        grid = goals.grid
        spans = _trimmed(self.text, cell.spans)
        words = clean(" ".join(span.cut(self.text) for span in spans))
        lead, coordinating, labelled = (
            self._who_by(duty, grid, context) if duty else self._who(grid, row, cell, context)
        )
        deadline = self._deadline(grid, row, cell, labelled, own_first=duty is not None)
        yearly = goals.read(row, goals.dated)
        figures = self._figures(grid, row, cell, first_year(context), yearly=bool(goals.dated))
        due = self.recorder.due_with(deadline, context, [*(target for _, target in figures), *yearly])
        labels = (*section.labels, *row_labels(row))
        return Task(
            key=self.recorder.key(labels, words),
            section=labels,
            titles=(*context.titles, *(name for p in row.parents if (name := self._name(grid, p)))),
            task=Field(words, words, spans, "table", "row.task"),
            quote=_quote(row, cell),
            page=self.recorder.document.page_of(cell.spans[0]) or row.row.page,
            criterion=self._words(grid, row, "criterion") or context.criterion,
            target=(None if goals.dated else self._words(grid, row, "target"))
            or self.recorder.figures_in_words(figures),
            lead=lead,
            coordinating=coordinating,
            deadline=deadline,
            product=self._words(grid, row, "product") or labelled.product,
            targets=due,
        )

    def _who(
        self, grid: Grid, row: Row, task: GridCell, context: Context
    ) -> tuple[Field[Agencies] | None, Field[Agencies] | None, Context]:
        """Lead and partners of a row: its columns, a cell that labels them itself, the heading above the table, or
        the words of the task (R13)."""
        plain = replace(context, label_lead=None, label_coordinating=None)
        coordinating = self._agencies(grid, row, "coordinating")
        for name in _WHO_COLUMNS:
            cell = value_cell(self.text, grid, row, name)
            lines = find_labelled_values(self.text, cell.spans) if cell is not None else []
            if cell is not None and lines:
                labelled = with_labels(self.text, plain, lines)
                unlabelled = Span(cell.spans[0].start, lines[0].label.label.start).strip(self.text, " \n;.,-–+•")
                first = field_of(self.text, parse_agencies(self.text, unlabelled), unlabelled, f"column.{name}")
                lead = labelled.label_lead or first
                return lead, join_agencies(labelled.label_coordinating, coordinating), labelled
        lead, performers = self._agencies(grid, row, "lead"), self._agencies(grid, row, "performer")
        if lead is None:
            lead, performers = performers, None
        # Beside a lead column those who "thực hiện" help (R15).
        coordinating = join_agencies(join_agencies(self._partners(grid, row), coordinating), performers)
        lead = lead or context.line_lead or context.label_lead
        if lead is None:
            words = cell_words(self.text, task.spans)
            said = find_assignment(words.text, Span(0, len(words.text)))
            lead = field_of(self.text, words.traced(said.lead or said.subject), task.spans[0], said.rule)
            own = field_of(self.text, words.traced(said.coordinating), task.spans[0], "own.coordinating")
            coordinating = join_agencies(own, coordinating)
        return lead, coordinating, plain

    def _who_by(
        self, duty: Duty, grid: Grid, context: Context
    ) -> tuple[Field[Agencies] | None, Field[Agencies] | None, Context]:
        """Lead and partners of a duty: who it names itself, and who helps by the row's own column."""
        place = duty.cell.spans[0]
        own = field_of(self.text, duty.coordinating, place, "own.coordinating")
        helping = join_agencies(own, self._agencies(grid, duty.row, "coordinating"))
        plain = replace(context, label_lead=None, label_coordinating=None)
        return field_of(self.text, duty.lead, place, "column.duty"), helping, plain

    def _agencies(self, grid: Grid, row: Row, name: ColumnName) -> Field[Agencies] | None:
        cell = value_cell(self.text, grid, row, name)
        if cell is None:
            return None
        lead = name in _WHO_COLUMNS
        found = self._read_who(grid, name, cell)[0] if lead else cell_words(self.text, cell.spans).agencies()
        return Field(unique(found), cell.words(self.text), cell.spans, "table", f"column.{name}") if found else None

    def _read_who(self, grid: Grid, name: ColumnName, cell: GridCell) -> tuple[Agencies, Agencies]:
        headers = [fold(grid.columns[place].header) for place in grid.named(name)]
        return read_who(self.text, cell.spans, in_order=any(_BOTH.search(header) for header in headers))

    def _partners(self, grid: Grid, row: Row) -> Field[Agencies] | None:
        """Those who help by the cell of the lead: ``A phối hợp với B``, ``A chủ trì; B phối hợp``."""
        for name in _WHO_COLUMNS:
            cell = value_cell(self.text, grid, row, name)
            found = self._read_who(grid, name, cell)[1] if cell is not None else ()
            if cell is not None and found:
                return field_of(self.text, found, cell.spans[0], f"column.{name}")
        return None

    def _deadline(
        self, grid: Grid, row: Row, cell: GridCell, context: Context, *, own_first: bool
    ) -> Field[Deadline] | None:
        """The time columns; else the words of the task; else the heading's. Of a duty the own words go first (R12)."""
        found: list[tuple[ColumnName, Deadline]] = []
        for name in _TIME_COLUMNS:
            source = value_cell(self.text, grid, row, name)
            if source is None:
                continue
            parsed = parse_deadline_spans(self.text, source.spans, context.dates, campaign=self._campaign)
            if parsed is not None:
                found.append((name, parsed))
        deadline = combine_deadlines(_from_start(found))
        own = [words for span in cell.spans for words in find_deadlines(self.text, span, context.dates)]
        deadline = deadline or read_ticks(self.text, grid, row, context.dates)
        if deadline is None and (period := self._period_above(row, context)) is not None:
            context = replace(context, deadline=period)
        if deadline is not None and own_first and any(words.rule not in WEAK_RULES for words in own):
            context, deadline = replace(context, deadline=deadline), None
        if deadline is None:
            return self.recorder.choose_deadline(cell.spans[0], context)
        others = as_readings(own, "cell.task")
        if context.deadline is not None:
            others += as_readings([context.deadline], "block.farther")
        deadline = beside(deadline, others)
        return Field(deadline, deadline.printed, deadline.spans, "table", deadline.rule, deadline.confidence)

    def _period_above(self, row: Row, context: Context) -> Deadline | None:
        """``Tháng 01/2026`` over the whole width: the time of the rows below it."""
        for group in reversed(row.parents):
            cell = next((cell for cell in group.row.cells if is_whole_period(cell.words(self.text))), None)
            if cell is not None:
                return parse_deadline_spans(self.text, cell.spans, context.dates)
        return None

    def _figures(
        self, grid: Grid, row: Row, cell: GridCell, first: int | None, *, yearly: bool
    ) -> list[tuple[Span, Target]]:
        """The figures of a row: in the task's words, and in its own product or target cell.

        ``yearly``: its columns of goals are one a year (``Chỉ tiêu giao | 2024 | 2025``) and read as such.
        """
        places: list[tuple[GridCell, TargetPlace]] = [(cell, "task")]
        names = [name for name in _FIGURE_COLUMNS if name != "target" or not yearly]
        places += [(own, "product") for name in names if (own := _own_cell(grid, row, name)) is not None]
        return [
            found
            for source, place in places
            for found in find_targets_in_pieces(self.text, source.spans, place=place, year=None, first_year=first)
        ]

    def _words(self, grid: Grid, row: Row, name: ColumnName) -> Field[str] | None:
        cell = value_cell(self.text, grid, row, name)
        if cell is None:
            return None
        words = cell.words(self.text)
        return Field(words, words, cell.spans, "table", f"column.{name}")

    # --- targets

    def _group_targets(self, section: Section, grid: Grid, row: Row, context: Context) -> None:
        """Figures in the product or target cell of a group row belong to the group, not to one of its rows."""
        for name in _FIGURE_COLUMNS:
            cell = _own_cell(grid, row, name)
            for span in cell.spans if cell is not None and not cell.merged else ():
                year = self.recorder.year_of(None, context)
                for target in find_targets(self.text, span, place="product", year=year):
                    self.recorder.add_target((*section.labels, row.label), self._name(grid, row), target, span)

    def _name(self, grid: Grid, row: Row) -> str | None:
        places = grid.named("task") or grid.named("target")
        return clean(row.row.cells[places[0]].words(self.text)) or None if places else None

    def _target_row(self, section: Section, goals: GoalRows, row: Row, context: Context) -> None:
        """A row of a table of targets stands alone, or belongs to the criterion of the block it stands in."""
        place = _place(row, section)
        labels = (*section.labels, row.label) if row.label else section.labels
        criterion = context.criterion.value if context.criterion else None
        found = [] if is_total(self.text, row.row) else goals.read(row)
        for target in found:
            self.recorder.add_target(labels, criterion, target, place)
        outcome: Outcome = "target" if found else "heading" if not row.leaf else "ignored"
        self.ledger.note_row(place, row.label, outcome, "row.target" if found else "row.without_goal", row.row.page)


def _from_start(found: Sequence[tuple[ColumnName, Deadline]]) -> list[Deadline]:
    """The times of a row, where a column "Bắt đầu" gives the first day only; alone it is all that is said."""
    if len(found) == 1:
        return [deadline for _, deadline in found]
    return [
        replace(deadline, start_on=deadline.start_on or deadline.due_on, due_on=None) if name == "start" else deadline
        for name, deadline in found
    ]


def _quote(row: Row, cell: GridCell) -> tuple[Span, ...]:
    """The printed row, and the task's cell where it is merged with a row above."""
    apart = tuple(span for span in cell.spans if not any(span in piece for piece in row.row.pieces))
    return (*apart, *row.row.pieces)


def _place(row: Row, section: Section) -> Span:
    return row.row.pieces[0] if row.row.pieces else section.words


def _trimmed(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of a cell without a leading bullet and without the final stop (R21)."""
    first, *rest = spans
    mark = _BULLET.match(text, first.start, first.end)
    pieces = [Span(mark.end() if mark else first.start, first.end), *rest]
    pieces[-1] = trim_action(text, pieces[-1])
    return tuple(piece for piece in pieces if len(piece))


def _own_cell(grid: Grid, row: Row, name: ColumnName) -> GridCell | None:
    """The filled cell of the row itself; a cell merged over several rows counts for its first row alone."""
    cells = (row.row.cells[place] for place in grid.named(name))
    return next((cell for cell in cells if cell.spans and cell.first), None)
