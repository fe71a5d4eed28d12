"""Tasks and targets from the rows of a grid."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.agencies import parse_agencies
from extractors.context import Context, join_agencies, unique, with_labels
from extractors.deadlines import combine_deadlines, parse_deadline_spans
from extractors.document import Span
from extractors.inline_labels import find_labelled_values
from extractors.outline import Section
from extractors.records import Agencies, AgencyRef, Deadline, Field, Task
from extractors.roles import ColumnName
from extractors.table_tasks import Row, is_total, read_rows, table_kind, value_cell
from extractors.tables import Grid, GridCell
from extractors.targets import clause_of, find_targets, parse_value_cell
from extractors.text import clean

if TYPE_CHECKING:
    from extractors.assemble import Walker


_PARTNERS = re.compile(r"\s*(?:,\s*)?(?:chủ\s+trì\s*,?\s*)?phối\s+hợp\b")


def visit_grid(walker: Walker, section: Section, grid: Grid, context: Context) -> None:
    """Every row of one logical table: a task, a target, a group heading, or ignored by a rule that is named."""
    kind = table_kind(walker.text, grid)
    walker.ledger.note(section, "heading" if kind in ("tasks", "targets") else "ignored", f"table.{kind}")
    for header in grid.headers:
        walker.ledger.note_row(header, "", "heading", "row.header", walker.document.page_of(header))
    closed = context.zone in ("result", "upward")
    for row in read_rows(walker.text, grid):
        span = row.row.pieces[0] if row.row.pieces else section.words
        if closed or kind not in ("tasks", "targets"):
            walker.ledger.note_row(span, row.label, "ignored", f"table.{kind}", row.row.page)
        elif kind == "tasks":
            _task_row(walker, section, grid, row, context, span)
        else:
            _target_row(walker, section, grid, row, context, span)


def _task_row(walker: Walker, section: Section, grid: Grid, row: Row, context: Context, span: Span) -> None:
    cell = _task_cell(walker.text, grid, row)
    if is_total(walker.text, row.row):
        walker.ledger.note_row(span, row.label, "ignored", "row.total", row.row.page)
    elif not row.leaf:
        walker.ledger.note_row(span, row.label, "heading", "row.group", row.row.page)
        _group_targets(walker, section, grid, row, context)
    elif cell is None:
        walker.ledger.note_row(span, row.label, "ignored", "row.without_task", row.row.page)
    else:
        _make_task(walker, section, grid, row, cell, context)
        walker.ledger.note_row(span, row.label, "task", "row.task", row.row.page)


def _task_cell(text: str, grid: Grid, row: Row) -> GridCell | None:
    for place in grid.named("task"):
        cell = row.row.cells[place]
        if len(cell.words(text)) > 1:
            return cell
    return None


def _make_task(walker: Walker, section: Section, grid: Grid, row: Row, cell: GridCell, context: Context) -> Task:
    text = walker.text
    words = _without_mark(cell.words(text))
    lead, coordinating, labelled = _who(text, grid, row, context)
    actors = None
    deadline = _deadline(walker, grid, row, cell, labelled)
    product = _words(text, value_cell(text, grid, row, "product"), "column.product") or labelled.product
    year = deadline.value.due_on.year if deadline and deadline.value.due_on else walker.year_of(None, context)
    figures = []
    clauses = []
    places: list[tuple[GridCell | None, str]] = [(cell, "task")]
    places += [(_own_cell(grid, row, name), "product") for name in ("product", "target")]
    for source, place in places:
        for figure_span in source.spans if source is not None else ():
            for figure in find_targets(text, figure_span, place=place, year=year):  # type: ignore[arg-type]
                figures.append(figure)
                clauses.append(clean(clause_of(text, figure_span, figure).cut(text)))
    target = _words(text, value_cell(text, grid, row, "target"), "column.target")
    if target is None and clauses:
        printed = " | ".join(dict.fromkeys(clauses))
        target = Field(printed, printed, tuple(f.span for f in figures), "table", "target.own_clause")
    labels = (*section.labels, *(parent.label for parent in row.parents if parent.label), row.label or str(row.index + 1))
    titles = (*context.titles, *(clean(p.row.cells[grid.named("task")[0]].words(text)) for p in row.parents))
    task = Task(
        key=walker.key(labels, words),
        section=labels,
        titles=titles,
        task=Field(words, words, cell.spans, "table", "row.task"),
        quote=row.row.pieces or cell.spans,
        page=cell.page or row.row.page,
        criterion=context.criterion,
        target=target,
        lead=lead,
        coordinating=coordinating,
        actors=actors,
        deadline=deadline,
        product=product,
        targets=tuple(figures),
    )
    return walker.keep(task)


def _who(
    text: str, grid: Grid, row: Row, context: Context
) -> tuple[Field[Agencies] | None, Field[Agencies] | None, Context]:
    """Lead and partners of a row: its columns, a cell that labels them itself, or the heading above the table."""
    plain = replace(context, label_lead=None, label_coordinating=None)
    for name in ("lead", "performer"):
        cell = value_cell(text, grid, row, name)  # type: ignore[arg-type]
        lines = find_labelled_values(text, cell.spans) if cell is not None and grid.named(name) else []  # type: ignore[arg-type]
        if lines:
            labelled = with_labels(text, plain, lines)
            partners = join_agencies(labelled.label_coordinating, _agency_field(text, grid, row, "coordinating"))
            return labelled.label_lead, partners, labelled
    lead = _agency_field(text, grid, row, "lead")
    performers = _agency_field(text, grid, row, "performer")
    coordinating = _agency_field(text, grid, row, "coordinating")
    if lead is None:
        lead, performers = performers, None
    # Beside a lead column those who "thực hiện" help (R15).
    coordinating = join_agencies(coordinating, performers)
    return lead or context.line_lead or context.label_lead, coordinating, plain


def _without_mark(words: str) -> str:
    """A cell's words without a leading bullet and without the final stop (R21)."""
    words = words.lstrip("-–+•* ") if words[:1] in "-–+•*" else words
    while words and words[-1] in ";.," and not words.endswith(("...", "…")):
        words = words[:-1].rstrip()
    return words


def _own_cell(grid: Grid, row: Row, name: str) -> GridCell | None:
    """The filled cell of the row itself; a cell merged over several rows counts for its first row alone."""
    for place in grid.named(name):  # type: ignore[arg-type]
        cell = row.row.cells[place]
        if cell.spans and cell.first:
            return cell
    return None


def _agency_field(text: str, grid: Grid, row: Row, name: ColumnName) -> Field[Agencies] | None:
    cell = value_cell(text, grid, row, name)
    if cell is None or not grid.named(name):
        return None
    found: list[AgencyRef] = []
    for span in cell.spans:
        helped = _PARTNERS.search(text, span.start, span.end) if name in ("lead", "performer") else None
        found += parse_agencies(text, Span(span.start, helped.start() if helped else span.end))
    refs = unique(found)
    if not refs:
        return None
    return Field(refs, cell.words(text), cell.spans, "table", f"column.{name}")


def _deadline(walker: Walker, grid: Grid, row: Row, cell: GridCell, context: Context) -> Field[Deadline] | None:
    """The due column, with the start column before it; else the words of the task; else the heading's."""
    text = walker.text
    found = []
    for name in ("start", "due"):
        source = value_cell(text, grid, row, name)  # type: ignore[arg-type]
        parsed = parse_deadline_spans(text, source.spans, context.dates) if source is not None else None
        if parsed is not None:
            if name == "start" and parsed.start_on is None and parsed.due_on is not None:
                parsed = replace(parsed, start_on=parsed.due_on, due_on=None)
            found.append(parsed)
    deadline = combine_deadlines(found)
    if deadline is None:
        return walker.choose_deadline(cell.spans[0], context)
    return Field(deadline, deadline.printed, deadline.spans, "table", deadline.rule, deadline.confidence)


def _words(text: str, cell: GridCell | None, rule: str) -> Field[str] | None:
    if cell is None:
        return None
    words = cell.words(text)
    return Field(words, words, cell.spans, "table", rule)


def _group_targets(walker: Walker, section: Section, grid: Grid, row: Row, context: Context) -> None:
    """Figures in the product or target cell of a group row belong to the group, not to one of its rows."""
    for name in ("product", "target"):
        cell = _own_cell(grid, row, name)
        if cell is None or cell.merged:
            continue
        for span in cell.spans:
            for target in find_targets(walker.text, span, place="product", year=walker.year_of(None, context)):
                walker.add_target((*section.labels, row.label), _group_name(walker.text, grid, row), target, span)


def _group_name(text: str, grid: Grid, row: Row) -> str | None:
    places = grid.named("task")
    return clean(row.row.cells[places[0]].words(text)) or None if places else None


def _target_row(walker: Walker, section: Section, grid: Grid, row: Row, context: Context, span: Span) -> None:
    """A row of a target table: its figures by year column, or those in the words of its target cell."""
    text = walker.text
    labels = (*section.labels, row.label) if row.label else section.labels
    unit_cell = value_cell(text, grid, row, "unit")
    unit = unit_cell.words(text) if unit_cell else None
    found = []
    for place in grid.named("year", "target"):
        header = grid.columns[place].header
        cell = row.row.cells[place]
        if not cell.spans or not cell.first or _is_past(header):
            continue
        year = _year(header) or walker.year_of(None, context)
        for piece in cell.spans:
            value = parse_value_cell(text, piece, unit=unit, year=year)
            found.extend([value] if value else find_targets(text, piece, place="target_line", year=year))
    metric = _task_cell(text, grid, row)
    name = metric.words(text) if metric else None
    for target in found:
        walker.add_target(labels, context.criterion.value if context.criterion else None, replace(target, metric=target.metric or name), span)
    outcome = "target" if found else "heading" if not row.leaf else "ignored"
    walker.ledger.note_row(span, row.label, outcome, "row.target", row.row.page)  # type: ignore[arg-type]


def _is_past(header: str) -> bool:
    low = header.lower()
    return "thực hiện" in low or "ước" in low or "kết quả" in low


def _year(header: str) -> int | None:
    match = re.search(r"\b(20\d\d)\b", header)
    return int(match[1]) if match else None
