"""From a Document to its tasks: one walk over the outline, by the annotation rules R1-R22 (corpus/FORMAT.md)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace

from extractors.account import Ledger
from extractors.assignments import (
    Assignment,
    find_agency_line,
    find_assignment,
    introduces,
    is_closing,
    is_narration,
)
from extractors.context import Context, fields_below, join_agencies, read_labels, split_runs, unique, with_labels
from extractors.criteria import find_criterion
from extractors.deadlines import WEAK_RULES, combine_deadlines, find_deadlines, merge_own_and_block
from extractors.document import Document, Span
from extractors.inline_labels import find_bracket_fields, find_inline_labels
from extractors.metadata import read_metadata
from extractors.outline import Outline, Section, build_outline
from extractors.prose import Prose
from extractors.records import (
    Agencies,
    BlockTarget,
    DateContext,
    Deadline,
    Extraction,
    Field,
    Issue,
    Metadata,
    Target,
    Task,
)
from extractors.roles import Label, find_zone
from extractors.sentences import split_sentences
from extractors.superiors import addressed_upward, asks_superior
from extractors.tables import read_grids
from extractors.targets import clause_of, find_targets
from extractors.text import clean
from extractors.zones import ASSIGNS_NOTHING, CLOSED, heading_words, is_heading, is_line_heading, zone_under
from extractors import rows as table_rows

VERSION = "1"
_PARTS = frozenset({"annex", "part", "chapter", "section", "title"})
_WHAT_THE_LEAD_DOES = frozenset({"assignment.assign", "assignment.request", "assignment.inside"})
_POINTER = re.compile(
    r"(?:theo|tại|như|có|trong)\s+(?:các\s+)?(?:[Pp]hụ\s+lục|[Bb]iểu|[Dd]anh\s+mục)\b[^.;]{0,100}(?:kèm\s+theo|đính\s+kèm|\d|[IVX])[^.;]{0,60}[.;]?$"
)
_NOTE = re.compile(r"\(.*\)\W*", re.DOTALL)
_CUT = re.compile(r"\W*(?:\.{3,}|…)\W*")


def extract(document: Document) -> Extraction:
    """All tasks, targets, facts and doubts of one document, and the account of every item, row and sentence."""
    outline = build_outline(document)
    metadata, issues = read_metadata(document, outline)
    walker = Walker(document, outline, metadata)
    walker.run()
    walker.issues[:0] = [*outline.issues, *issues]
    return Extraction(
        metadata,
        tuple(walker.tasks),
        tuple(walker.targets),
        tuple(walker.issues),
        walker.ledger.entries(),
    )


def date_context(metadata: Metadata, published_year: int | None = None) -> DateContext:
    """What completes the dates of a plan: its day of issue and the years of its title."""
    return DateContext(
        issued_on=metadata.issued_on,
        first_year=metadata.period_start.year if metadata.period_start else None,
        last_year=metadata.period_end.year if metadata.period_end else None,
    )


class Walker:
    """Walks the outline once and collects tasks, targets, issues and the account."""

    def __init__(self, document: Document, outline: Outline, metadata: Metadata) -> None:
        self.document = document
        self.text = document.text
        self.outline = outline
        self.metadata = metadata
        self.tasks: list[Task] = []
        self.targets: list[BlockTarget] = []
        self.issues: list[Issue] = []
        self.ledger = Ledger(document, outline)
        self.grids = {grid.tables[0].span.start: grid for grid in read_grids(document)}
        self.joined = {t.span.start for g in self.grids.values() for t in g.tables[1:]}
        self.keys: Counter[str] = Counter()
        self.prose = Prose(self)
        self.title_places = {m.span.start for m in metadata.evidence if m.kind == "title"}

    def run(self) -> None:
        context = Context(date_context(self.metadata))
        if self.metadata.kind in ASSIGNS_NOTHING.kinds or ASSIGNS_NOTHING.title(self.metadata.title):
            for section in self.outline.root.walk():
                self.ledger.note(section, "ignored", "document.assigns_nothing")
            return
        if addressed_upward(self.document, self.outline, self.metadata):
            context = replace(context, zone="upward")
        self.visit_children(self.outline.root, context)

    # --- the walk

    def visit_children(self, section: Section, context: Context) -> None:
        """The children of a node, with the labelled lines among them read as fields of the items beside them."""
        labels = read_labels(self.text, section.children)
        if not labels:
            self.visit_siblings(section.children, context)
            return
        for run in split_runs(self.text, section.children, labels):
            filled = with_labels(self.text, context, run.labels)
            for line in run.labels:
                self.ledger.note(line.section, "field", f"label.{line.label.field}")
            if run.labels and filled.target is not context.target and filled.target is not None:
                self.add_block_targets(filled, section, filled.target)
            for item in run.items:
                self.visit_labelled_item(item, labels.get(item.ordinal), filled)
        for child in section.children:
            if child.ordinal in labels:
                self.ledger.note_once(child, "label", f"label.{labels[child.ordinal].field}")

    def visit_labelled_item(self, item: Section, label: Label | None, context: Context) -> None:
        """An item of a block; under ``Nhiệm vụ, giải pháp:`` the items are its children or the words behind the colon."""
        if label is None:
            self.visit(item, replace(context, zone="tasks"))
            return
        inner = replace(context, zone="tasks", titles=(*context.titles, heading_words(self.text, item)))
        self.ledger.note(item, "label", f"label.{label.field}")
        if len(label.value):
            self.add_item(item, label.value, inner)
        if item.children:
            self.visit_children(item, inner)

    def visit_siblings(self, children: tuple[Section, ...], context: Context) -> None:
        for child in children:
            context = self.visit(child, context)

    def visit(self, section: Section, context: Context) -> Context:
        """One node; gives the context for its later siblings (a lead-in line changes it)."""
        if section.table is not None:
            self.visit_table(section, context)
            return context
        if section.region != "body":
            self.ledger.note(section, "ignored", f"region.{section.region}")
            return context
        if section.marker is None and not section.children:
            return self.visit_paragraph(section, context)
        self.visit_marked(section, context)
        return context

    def visit_marked(self, section: Section, context: Context) -> None:
        """A numbered, lettered or bulleted node, or a title: heading, agency line, item, or item with children."""
        text, words = self.text, section.words
        inner = zone_under(text, section, context)
        if inner.zone in CLOSED and not section.children:
            self.ledger.note(section, "ignored", f"zone.{inner.zone}")
            return
        if not section.children:
            self.visit_leaf(section, inner)
            return
        lines = fields_below(text, section)
        if lines and inner.zone in ("tasks", "unknown", "reporting"):
            for line in lines:
                self.ledger.note(line.section, "field", f"label.{line.label.field}")
            self.add_item(section, words, with_labels(text, inner, lines))
            return
        criterion = find_criterion(text, words)
        if criterion is not None and inner.zone not in ("purpose", "result"):
            inner = replace(inner, zone="tasks", criterion=criterion, target=None)
        inner = self.with_heading_deadline(section, inner)
        if inner.zone in CLOSED:
            self.ledger.note(section, "ignored", f"zone.{inner.zone}")
        else:
            inner = self.open_section(section, inner, context)
        inner = replace(inner, titles=(*context.titles, heading_words(text, section)))
        self.visit_children(section, inner)

    def open_section(self, section: Section, inner: Context, outer: Context) -> Context:
        """The context under a node with children; the node is a record of its own where it orders something (R3)."""
        line = find_agency_line(self.text, section.words)
        if line is not None:
            self.ledger.note(section, "agency_line", line.rule)
            return self.with_agencies(section, inner, line.lead, line.coordinating, line.rule)
        if inner.criterion is not outer.criterion or section.marker is None or section.marker.family in _PARTS:
            self.ledger.note(section, "heading", "heading.part")
            return inner
        words = clean(section.words.cut(self.text))
        assignment = find_assignment(self.text, section.words)
        orders = bool(assignment.lead) and len(assignment.action) and not introduces(words)
        if orders or (self.is_sentence_item(section, words) and inner.zone in ("tasks", "reporting")):
            self.add_item(section, section.words, inner)
        else:
            self.ledger.note(section, "heading", "heading")
        if assignment.lead:
            return self.with_agencies(section, inner, assignment.lead, assignment.coordinating, assignment.rule)
        return inner

    def is_sentence_item(self, section: Section, words: str) -> bool:
        """A bullet or lettered item that is a whole sentence orders something, also where items stand under it (R3)."""
        family = section.marker.family if section.marker is not None else ""
        return family.startswith(("bullet", "letter", "bracket")) and words.endswith((".", ";"))

    def with_agencies(
        self, section: Section, context: Context, lead: Agencies, coordinating: Agencies, rule: str
    ) -> Context:
        printed = clean(section.words.cut(self.text))
        zone = context.zone if context.zone in ("tasks", "target") else "tasks"
        return replace(
            context,
            zone=zone,
            line_lead=Field(lead, printed, (section.words,), "rule", rule),
            line_coordinating=Field(coordinating, printed, (section.words,), "rule", rule) if coordinating else None,
        )

    def with_heading_deadline(self, section: Section, context: Context) -> Context:
        """``2.1. Quý I năm 2017``, ``(tháng 6/2017)``: a heading that is a period is the deadline of what follows."""
        found = [
            deadline
            for deadline in find_deadlines(self.text, section.words, context.dates)
            if deadline.due_on is not None and deadline.kind in ("by", "range") and deadline.rule not in WEAK_RULES
        ]
        if len(found) != 1:
            return context
        rest = len(clean(section.words.cut(self.text))) - len(found[0].printed)
        before = self.text[: found[0].spans[0].start].rstrip()
        if rest <= 14 or before.endswith("("):
            return replace(context, deadline=found[0])
        return context

    def visit_leaf(self, section: Section, context: Context) -> None:
        """A marked node without children: a task, a target, or nothing."""
        text, words = self.text, section.words
        printed = clean(words.cut(text))
        if not printed:
            self.ledger.note(section, "ignored", "item.empty")
        elif context.zone == "target":
            self.add_target_item(section, words, context)
        elif asks_superior(text, words, self.metadata.issuer):
            self.ledger.note(section, "ignored", "item.upward")
        elif context.zone == "tasks":
            self.visit_task_leaf(section, context, printed)
        else:
            self.visit_doubtful_leaf(section, context, printed)

    def visit_task_leaf(self, section: Section, context: Context, printed: str) -> None:
        if find_agency_line(self.text, section.words) is not None:
            self.ledger.note(section, "agency_line", "agency_line.alone")
        elif section.marker is not None and is_heading(self.text, section) and len(printed.split()) < 4:
            self.ledger.note(section, "heading", "heading.empty")
        elif printed.endswith(":") and introduces(printed):
            self.ledger.note(section, "ignored", "item.introduces")
        elif _POINTER.search(printed) and len(printed) < 200 and not find_assignment(self.text, section.words).lead:
            self.ledger.note(section, "ignored", "item.points_to_annex")
        elif section.marker is not None and section.marker.family == "article":
            self.prose.visit(section, section.words, context)
        else:
            self.add_item(section, section.words, context)

    def visit_doubtful_leaf(self, section: Section, context: Context, printed: str) -> None:
        """Outside an assigning place an item counts only where it names who acts (R7b, R10)."""
        rule = is_closing(printed) or is_narration(printed)
        if rule is not None:
            self.ledger.note(section, "ignored", rule)
            return
        if section.marker is not None and section.marker.family == "article":
            self.prose.visit(section, section.words, context)
            return
        assignment = find_assignment(self.text, section.words)
        if assignment.lead or assignment.subject or context.line_lead is not None:
            self.add_item(section, section.words, context, assignment)
        else:
            self.ledger.note(section, "ignored", f"zone.{context.zone}")

    # --- plain paragraphs

    def visit_paragraph(self, section: Section, context: Context) -> Context:
        printed = clean(section.words.cut(self.text))
        if section.paragraph is not None and section.paragraph.span.start in self.title_places:
            self.ledger.note(section, "heading", "document.title")
            return context
        if _CUT.fullmatch(printed):
            self.issues.append(Issue("text_cut", "warning", "Văn bản bị cắt ở đây (“…”): có thể thiếu nhiệm vụ.", section.words))
            self.ledger.note(section, "ignored", "paragraph.cut")
            return context
        if _POINTER.search(printed) and len(printed) < 240 and not find_assignment(self.text, section.words).lead:
            self.ledger.note(section, "ignored", "paragraph.points_to_annex")
            return context
        if _NOTE.fullmatch(printed):
            self.ledger.note(section, "ignored", "paragraph.note")
            return context
        rule = is_closing(printed)
        if rule is not None:
            self.ledger.note(section, "ignored", rule)
            return context
        titled = is_line_heading(self.text, section) and not introduces(printed)
        zone = find_zone(printed) if titled else "unknown"
        if zone != "unknown" and (context.zone not in CLOSED or not printed.endswith(":")):
            self.ledger.note(section, "heading", f"heading.{zone}")
            return replace(context, zone="tasks" if zone == "targets_by_criterion" else zone)
        if context.zone in CLOSED:
            self.ledger.note(section, "ignored", f"zone.{context.zone}")
            return context
        line = find_agency_line(self.text, section.words)
        if line is not None and not (context.zone == "unknown" and not printed.endswith(":")):
            self.ledger.note(section, "agency_line", line.rule)
            return self.with_agencies(section, context, line.lead, line.coordinating, line.rule)
        if printed.endswith(":") and introduces(printed):
            return self.after_introduction(section, context, printed)
        if asks_superior(self.text, section.words, self.metadata.issuer):
            self.ledger.note(section, "ignored", "item.upward")
            return replace(context, zone="upward") if printed.endswith(":") else context
        if context.zone == "target":
            self.add_target_item(section, section.words, context)
        elif context.zone == "tasks":
            self.prose.visit_under_heading(section, context)
        else:
            self.prose.visit(section, section.words, context)
        return context

    def after_introduction(self, section: Section, context: Context, printed: str) -> Context:
        """``… yêu cầu các sở … thực hiện các nhiệm vụ sau:`` opens an assigning list; its addressees lead what names nobody."""
        self.ledger.note(section, "ignored", "paragraph.introduces")
        if asks_superior(self.text, section.words, self.metadata.issuer):
            return replace(context, zone="upward")
        zone = find_zone(printed)
        assignment = find_assignment(self.text, section.words)
        orders = assignment.lead or any(
            word in printed for word in ("yêu cầu", "giao", "chỉ đạo", "đề nghị", "kết luận", "phân công")
        )
        if zone == "target" and not orders:
            return replace(context, zone="target")
        if not orders:
            return context
        context = replace(context, zone="tasks")
        named = tuple(ref for ref in assignment.lead if ref.kind != "group" or ref.name[:1].isupper())
        if named and context.line_lead is None:
            context = self.with_agencies(section, context, assignment.lead, assignment.coordinating, assignment.rule)
        return context

    # --- records

    def add_item(
        self, section: Section, words: Span, context: Context, assignment: Assignment | None = None
    ) -> Task | None:
        """One record from the words of an item (R1), its fields by R12-R20."""
        words = words.strip(self.text)
        assignment = assignment or find_assignment(self.text, words)
        action = trim_action(self.text, assignment.action)
        if not len(action):
            self.ledger.note(section, "agency_line", assignment.rule)
            return None
        labels, action = find_inline_labels(self.text, action)
        labels += find_bracket_fields(self.text, action)
        context = with_labels(self.text, context, labels) if labels else context
        task = self.make_task(section.labels, context, words, action, assignment)
        self.ledger.note(section, "task", assignment.rule)
        return task

    def make_task(
        self, labels: tuple[str, ...], context: Context, words: Span, action: Span, assignment: Assignment
    ) -> Task:
        text = self.text
        printed = clean(action.cut(text))
        lead, actors = self.choose_lead(context, words, assignment)
        own = field_of(text, assignment.coordinating, words, "own.coordinating")
        inherited = join_agencies(context.line_coordinating, context.label_coordinating)
        coordinating = without(join_agencies(own, inherited), lead)
        deadline = self.choose_deadline(action, context)
        figures = tuple(find_targets(text, action, place="task", year=self.year_of(deadline, context)))
        target = context.target or self.own_target(action, figures)
        task = Task(
            key=self.key(labels, printed),
            section=labels,
            titles=context.titles,
            task=Field(printed, printed, (action,), "rule", assignment.rule),
            quote=(words,),
            page=self.document.page_of(words),
            criterion=context.criterion,
            target=target,
            lead=lead,
            coordinating=coordinating,
            actors=actors,
            deadline=deadline,
            product=context.product,
            targets=figures,
        )
        return self.keep(task)

    def keep(self, task: Task) -> Task:
        task = replace(task, confidence=confidence_of(task))
        self.tasks.append(task)
        if task.lead is None:
            self.issues.append(
                Issue("lead_unknown", "info", "Không thấy cơ quan chủ trì của nhiệm vụ.", task.quote[0], task.page)
            )
        if task.deadline is not None and task.deadline.value.kind == "unresolved":
            self.issues.append(
                Issue(
                    "deadline_unresolved",
                    "info",
                    f"Thời hạn “{task.deadline.value.printed}” không quy đổi được ra ngày.",
                    task.quote[0],
                    task.page,
                )
            )
        return task

    def choose_lead(
        self, context: Context, words: Span, assignment: Assignment
    ) -> tuple[Field[Agencies] | None, Field[Agencies] | None]:
        """R13: own assigning form, parent line, block label, grammatical subject; a subject beside a lead is an actor (R14)."""
        own = field_of(self.text, assignment.lead, words, assignment.rule)
        if context.line_lead is not None and assignment.rule in _WHAT_THE_LEAD_DOES and assignment.action.start == words.start:
            own = None  # under "3. Sở X" the words "Yêu cầu các đơn vị …" say what Sở X does
        subject = field_of(self.text, assignment.subject, words, "own.subject")
        lead = own or context.line_lead or context.label_lead
        if lead is None:
            return subject, None
        if subject is not None and {r.name for r in subject.value} == {r.name for r in lead.value}:
            subject = None
        return lead, subject

    def choose_deadline(self, action: Span, context: Context) -> Field[Deadline] | None:
        """Own words before labels and headings (R12); ``trong năm`` only where nothing else says when (R20)."""
        found = find_deadlines(self.text, action, context.dates)
        strong = self.without_goal_dates(action, [deadline for deadline in found if deadline.rule not in WEAK_RULES])
        own = combine_deadlines(strong)
        if own is None and context.deadline is None:
            own = combine_deadlines(found)
        merged = merge_own_and_block(own, context.deadline)
        if merged is None:
            return None
        return Field(merged, merged.printed, merged.spans, "rule", merged.rule, merged.confidence)

    def without_goal_dates(self, action: Span, found: list[Deadline]) -> list[Deadline]:
        """``bảo đảm đến hết Quý III giải ngân trên 60%; báo cáo trước ngày 20/6``: the figure's date is not the task's."""
        if len(found) < 2:
            return found
        goals = [clause_of(self.text, action, t) for t in find_targets(self.text, action, place="task", year=None)]
        own = [d for d in found if not any(d.spans[0] in goal for goal in goals)]
        return own or found

    def own_target(self, action: Span, figures: tuple[Target, ...]) -> Field[str] | None:
        """Without a goal label the clause that holds the figure is the target's words (R18)."""
        if not figures:
            return None
        clauses = list(dict.fromkeys(clause_of(self.text, action, figure) for figure in figures))
        words = " | ".join(clean(clause.cut(self.text)) for clause in clauses)
        return Field(words, words, tuple(clauses), "rule", "target.own_clause")

    def year_of(self, deadline: Field[Deadline] | None, context: Context) -> int | None:
        if deadline is not None and deadline.value.due_on is not None:
            return deadline.value.due_on.year
        return context.dates.heading_year or context.dates.last_year

    # --- targets

    def add_block_targets(self, context: Context, section: Section, goal: Field[str]) -> None:
        """The figures of ``Mục tiêu, yêu cầu: …`` belong to the block once, not once a task (R18)."""
        criterion = context.criterion.value if context.criterion else heading_words(self.text, section)
        for span in goal.spans:
            found = find_targets(self.text, span, place="target_line", year=self.year_of(None, context))
            for target in found or [Target(clean(span.cut(self.text)), span, None, rule="target.words")]:
                self.add_target(section.labels, criterion, target, span)

    def add_target_item(self, section: Section, words: Span, context: Context) -> None:
        """An item under a target heading stands alone (R8), also one in words only."""
        printed = clean(words.cut(self.text))
        if printed.endswith(":") or (is_heading(self.text, section) and len(printed.split()) < 6):
            self.ledger.note(section, "heading", "target.heading")
            return
        year = self.year_of(None, context)
        found = find_targets(self.text, words, place="target_line", year=year)
        criterion = context.criterion.value if context.criterion else None
        body = words.strip(self.text, " \n;.")
        for target in found or [Target(clean(body.cut(self.text)), body, None, rule="target.words")]:
            self.add_target(section.labels, criterion, target, words)
        self.ledger.note(section, "target", "target.item")

    def add_target(self, labels: tuple[str, ...], criterion: str | None, target: Target, quote: Span) -> None:
        key = self.key(("target", *labels), target.printed)
        self.targets.append(BlockTarget(key, labels, criterion, target, quote, self.document.page_of(quote)))

    # --- tables

    def visit_table(self, section: Section, context: Context) -> None:
        assert section.table is not None
        if section.table.span.start in self.joined:
            self.ledger.note(section, "joined", "table.continues")
            return
        table_rows.visit_grid(self, section, self.grids[section.table.span.start], context)

    def key(self, labels: tuple[str, ...], printed: str) -> str:
        """A key from what stays when rules get better: section labels, printed words, occurrence."""
        base = hashlib.sha256("\x1f".join((*labels, printed)).encode()).hexdigest()[:12]
        self.keys[base] += 1
        return base if self.keys[base] == 1 else f"{base}-{self.keys[base]}"

    def sentences(self, words: Span) -> list[Span]:
        return split_sentences(self.text, words)


def field_of(text: str, refs: Agencies, words: Span, rule: str) -> Field[Agencies] | None:
    """A field of agencies, or None where there are none."""
    if not refs:
        return None
    spans = tuple(span for ref in refs for span in ref.spans) or (words,)
    return Field(unique(refs), clean(" ".join(span.cut(text) for span in spans)), spans, "rule", rule)


def without(field: Field[Agencies] | None, lead: Field[Agencies] | None) -> Field[Agencies] | None:
    """Coordinating agencies as printed; one that the item's own words also name as lead stays (both are printed)."""
    return field


def trim_action(text: str, action: Span) -> Span:
    """The task's words: no final ``;`` ``.`` ``./.`` (R21); an ellipsis at the end stays."""
    action = action.strip(text)
    words = action.cut(text)
    for ending in ("./.", ".\\."):
        if words.endswith(ending):
            return Span(action.start, action.end - len(ending)).strip(text)
    while words and words[-1] in ";.," and not words.endswith(("...", "…")):
        action = Span(action.start, action.end - 1).strip(text)
        words = action.cut(text)
    return action


def confidence_of(task: Task) -> float:
    """A first estimate from the rules that fired: what is missing or assumed lowers it."""
    value = 0.97
    if task.lead is None:
        value -= 0.2
    elif task.lead.rule == "own.subject":
        value -= 0.07
    if task.deadline is not None:
        value *= task.deadline.value.confidence
    return round(max(0.05, value), 3)
