"""Turns an item and what it inherits into a task, a goal into targets, and keeps the doubts beside them (R12-R21)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractors.account import Ledger
from extractors.agencies import find_list, labels_a_thing
from extractors.agency_resolution import Resolver
from extractors.assignments import Assignment, find_assignment, find_further_leads
from extractors.context import Context, field_of, join_agencies, with_labels
from extractors.deadline_reasons import check_deadline
from extractors.deadlines import (
    WEAK_RULES,
    as_readings,
    beside,
    combine_deadlines,
    find_deadlines,
    merge_own_and_block,
    speaks_of_the_rest,
)
from extractors.document import Document, Span
from extractors.inline_labels import find_bracket_fields, find_inline_labels
from extractors.no_work import agrees
from extractors.outline import Section
from extractors.records import Agencies, BlockTarget, Deadline, Field, Issue, Metadata, Target, Task
from extractors.targets import clause_of, find_targets
from extractors.text import clean, compare_key
from extractors.zones import heading_words

_WORD = re.compile(r"[^\W\d_]{2}")  # "40", "5c0", "^ ở": a figure outside its table, dirt of a scan
# Under "3. Sở X" the words "Yêu cầu các đơn vị …" say what Sở X does: they name no other lead.
_WHAT_THE_LEAD_DOES = frozenset({"assignment.request", "assignment.inside"})
_PERSON = re.compile(r"(?:(?:Ông|Bà|ông|bà)\s+)?(?:[A-ZĐÀ-Ỹ][a-zà-ỹ]+\s+){1,4}[A-ZĐÀ-Ỹ][a-zà-ỹ]+\.?")


class Recorder:
    """Collects the records of one document; every record gets page, quote, evidence and rules."""

    def __init__(self, document: Document, metadata: Metadata, ledger: Ledger, *, permits: bool = False) -> None:
        self.document = document
        self.text = document.text
        self.metadata = metadata
        self.authority = Resolver.of(metadata, document.text)
        self.ledger = ledger
        self.permits = permits  # a permit: what its holder has to observe is a condition, no work given to him
        self.tasks: list[Task] = []
        self.targets: list[BlockTarget] = []
        self.issues: list[Issue] = []
        self.products: set[Span] = set()  # whose figures a task has got
        self._keys: Counter[str] = Counter()

    # --- tasks

    def add_item(self, section: Section, words: Span, context: Context, assignment: Assignment | None = None) -> None:
        """One record from the words of an item (R1); a mere agency line gives none (R4)."""
        words = words.strip(self.text)
        assignment = assignment or find_assignment(self.text, words)
        action = trim_action(self.text, assignment.action)
        if not len(action):
            self.ledger.note(section, "agency_line", assignment.rule)
            return
        if self.permits and assignment.rule != "assignment.assign":
            self.ledger.note(section, "ignored", "item.permit_condition")
            return
        if assignment.rule == "assignment.colon" and not self.metadata.is_plan and self._is_name(action):
            self.ledger.note(section, "ignored", "item.holder")  # "- Chủ đầu tư: Công ty A", of a project
            return
        if _WORD.search(self.text, action.start, action.end) is None:
            self.ledger.note(section, "ignored", "item.no_words")
            return
        whole = action
        labels, action = find_inline_labels(self.text, action)
        leads = (assignment.lead, assignment.subject, context.line_lead, context.label_lead, context.addressed)
        labels += find_bracket_fields(self.text, action, alone=not any(leads))
        task = self._make_task(section.labels, with_labels(self.text, context, labels), words, action, assignment)
        if assignment.lead or assignment.subject or self.is_work(task, context):
            self.keep(self._with_labels_in_its_line(task, whole, action))
            self.ledger.note(section, "task", assignment.rule)
        else:
            self.ledger.note(section, "ignored", "item.nobody")

    def _is_name(self, words: Span) -> bool:
        """Are the words names of agencies or companies, or of a person, and nothing else?"""
        if _PERSON.fullmatch(clean(words.cut(self.text))):
            return True  # "- Chủ tịch UBND xã: Lê Văn Hùng": who holds a post
        listed = find_list(self.text, words.start, words.end)
        return bool(listed.names) and not self.text[listed.end : words.end].strip(" .;\n")

    def _with_labels_in_its_line(self, task: Task, whole: Span, action: Span) -> Task:
        """The item's words are its task, with the labels that close its line (R21): ``…; thời gian: tháng 5/2022``."""
        behind = self.text[action.end : whole.end]
        if not behind or behind.lstrip(" ").startswith("\n"):
            return task
        printed = clean(whole.cut(self.text))
        return replace(task, task=replace(task.task, value=printed, printed=printed, spans=(whole,)))

    def is_work(self, task: Task, context: Context) -> bool:
        """Outside plans an item is work only where somebody has to do it, or what stands above gives it (R7).

        An appraisal, a returned application, an inspection also list what is to be seen to: "- Bậc chịu lửa: …".
        """
        if self.metadata.is_plan:
            return True
        given = bool(context.ordered or task.lead or task.actors)
        named = task.lead is not None and task.lead.rule == "own.subject"  # "Đo lường: UBND huyện chủ động …"
        if agrees(task.task.value):
            return False
        return given and (named or not labels_a_thing(self.text, task.task.spans[0]))

    def _make_task(
        self, labels: tuple[str, ...], context: Context, words: Span, action: Span, assignment: Assignment
    ) -> Task:
        printed = clean(action.cut(self.text))
        lead, actors = self._choose_lead(context, words, assignment)
        own = field_of(self.text, assignment.coordinating, words, "own.coordinating")
        inherited = join_agencies(context.line_coordinating, context.label_coordinating)
        deadline = self.choose_deadline(action, context)
        stated = find_targets(self.text, action, place="task", year=None, first_year=first_year(context))
        figures = self.due_with(deadline, context, [*stated, *self._figures_of_product(context)])
        return Task(
            key=self.key(labels, printed),
            section=labels,
            titles=context.titles,
            task=Field(printed, printed, (action,), "rule", assignment.rule),
            quote=(words,),
            page=self.document.page_of(words),
            criterion=context.criterion,
            target=context.target or self.figures_in_words([(action, figure) for figure in stated]),
            lead=lead,
            coordinating=_without(join_agencies(own, inherited), lead),
            actors=actors,
            deadline=deadline,
            product=context.product,
            targets=figures,
        )

    def _figures_of_product(self, context: Context) -> list[Target]:
        """Figures in the line ``Sản phẩm: …`` of an item, once also where several items of a block share the line."""
        spans = context.product.spans if context.product is not None else ()
        fresh = [span for span in spans if span not in self.products]
        self.products.update(fresh)
        return [t for span in fresh for t in find_targets(self.text, span, place="product", year=None)]

    def keep(self, task: Task) -> None:
        """Store a task, and an issue for what it leaves open."""
        task = replace(
            task,
            lead=self._resolved(task.lead),
            coordinating=self._resolved(task.coordinating),
            actors=self._resolved(task.actors),
        )
        self.tasks.append(task)
        if task.lead is None:
            message = "Không thấy cơ quan chủ trì của nhiệm vụ."
            self.issues.append(Issue("lead_unknown", "info", message, task.quote[0], task.page))
        if task.deadline is not None:
            self.issues += check_deadline(task.deadline.value, task.quote[0], task.page)

    def _resolved(self, field: Field[Agencies] | None) -> Field[Agencies] | None:
        """The agencies with their names on the authority list for the document's day and place, if known."""
        if field is None:
            return None
        return replace(field, value=self.authority.put(field.value))

    def _choose_lead(
        self, context: Context, words: Span, assignment: Assignment
    ) -> tuple[Field[Agencies] | None, Field[Agencies] | None]:
        """Lead and actors (R13, R14): own assigning form, parent line, block label, then the grammatical subject."""
        own = field_of(self.text, assignment.lead, words, assignment.rule)
        without_colon = assignment.action.start == words.start
        if context.line_lead is not None and without_colon and assignment.rule in _WHAT_THE_LEAD_DOES:
            own = None
        subject = field_of(self.text, assignment.subject, words, "own.subject")
        inherited = context.line_lead or context.label_lead
        lead = own or inherited or subject
        if lead is None:  # "Kế hoạch này được lồng ghép với …. Các thành viên Tổ công tác tiến hành khảo sát."
            lead = field_of(self.text, find_further_leads(self.text, words), words, "own.later_sentence")
        lead = lead or context.addressed
        if lead is not None and inherited is None and lead is not context.addressed:
            lead = join_agencies(lead, field_of(self.text, find_further_leads(self.text, words), words, lead.rule))
        if lead is None or lead.rule in ("own.subject", "introduction.addressed"):
            return lead, None
        if subject is not None and _names(subject.value) == _names(lead.value):
            subject = None
        if subject is not None and lead is inherited and _is_part_of(subject.value, lead.value):
            return subject, None
        # "Sở Y tế phối hợp với Sở Nội vụ xây dựng quy trình" below a line of Sở Nội vụ: that one helps here.
        if subject is not None and lead is context.line_lead and _names(lead.value) <= _names(assignment.coordinating):
            return subject, None
        # "Căn cứ Chỉ thị này, Thủ trưởng các sở và Chủ tịch UBND các huyện …" below the items of these chairmen alone.
        if subject is not None and lead is inherited and _names(lead.value) < _names(subject.value):
            return subject, None
        return lead, subject

    def choose_deadline(self, action: Span, context: Context) -> Field[Deadline] | None:
        """Own words before labels and headings (R12); ``trong năm`` only where nothing else says when (R20)."""
        found = find_deadlines(self.text, action, context.dates)
        strong = [deadline for deadline in found if deadline.rule not in WEAK_RULES]
        kept = self._without_goal_dates(action, strong)
        own = combine_deadlines(kept)
        if own is None and context.deadline is None:
            own = combine_deadlines(found)
        # "Ngoài các nhiệm vụ nêu trên, …" under "Quý IV": about everything else, at any time.
        block = None if own is None and speaks_of_the_rest(action.cut(self.text)) else context.deadline
        merged = merge_own_and_block(own, block)
        if merged is None:
            return None
        goals = as_readings((deadline for deadline in strong if deadline not in kept), "goal.date")
        weak = [
            reading
            for deadline in found
            if deadline not in strong and deadline is not own
            for reading in as_readings([deadline], deadline.rule.replace("deadline.", "weak."))
        ]
        merged = beside(merged, [*goals, *weak])
        return Field(merged, merged.printed, merged.spans, "rule", merged.rule, merged.confidence)

    def _without_goal_dates(self, action: Span, found: list[Deadline]) -> list[Deadline]:
        """Without times of a figure: ``đến hết Quý III giải ngân trên 60%; báo cáo trước 20/6``, ``quá 01 lần/năm``."""
        figures = find_targets(self.text, action, place="task", year=None) if found else []
        bounds = [figure.span for figure in figures if figure.comparator != "="]
        found = [d for d in found if not (d.recurrence and any(d.spans[0].overlaps(bound) for bound in bounds))]
        if len(found) < 2:
            return found
        goals = [clause_of(self.text, action, figure) for figure in figures]
        own = [
            deadline
            for deadline in found
            if not any(deadline.spans[0] in goal for goal in goals) or self._completes(action, deadline)
        ]
        return own or found

    def _completes(self, action: Span, deadline: Deadline) -> bool:
        """``phân bổ 158 tỷ đồng, hoàn thành trong tháng 4``: by when the work beside the figure is done."""
        behind_comma = self.text[action.start : deadline.spans[0].start].rstrip().endswith(",")
        return behind_comma and deadline.printed.lower().startswith(("hoàn thành", "xong"))

    # --- targets

    def figures_in_words(self, figures: Sequence[tuple[Span, Target]]) -> Field[str] | None:
        """Without a goal label the clause that holds the figure is the target's words (R18); None without a figure."""
        if not figures:
            return None
        clauses = list(dict.fromkeys(clause_of(self.text, span, target) for span, target in figures))
        words = " | ".join(dict.fromkeys(clean(clause.cut(self.text)) for clause in clauses))
        return Field(words, words, tuple(clauses), "rule", "target.own_clause")

    def due_with(
        self, deadline: Field[Deadline] | None, context: Context, figures: Sequence[Target]
    ) -> tuple[Target, ...]:
        """Figures that name no year of their own are due with their task, else by the end of the heading's year."""
        due_on = deadline.value.due_on if deadline is not None else None
        if due_on is None and context.dates.heading_year is not None:
            due_on = date(context.dates.heading_year, 12, 31)
        return tuple(replace(figure, due_on=due_on) if figure.due_on is None else figure for figure in figures)

    def year_of(self, deadline: Field[Deadline] | None, context: Context) -> int | None:
        """The year in which a target without one of its own is due: its task's, its heading's, its plan's."""
        if deadline is not None and deadline.value.due_on is not None:
            return deadline.value.due_on.year
        return context.dates.heading_year or context.dates.last_year

    def add_goal(self, section: Section, context: Context, goal: Field[str]) -> None:
        """The figures of ``Mục tiêu, yêu cầu: …`` belong to the block once, not once a task (R18)."""
        criterion = context.criterion.value if context.criterion else heading_words(self.text, section) or None
        for span in goal.spans:
            for target in self._targets_of(span, context):
                self.add_target(section.labels, criterion, target, span)

    def add_target_item(self, section: Section, words: Span, context: Context) -> None:
        """An item under a target heading stands alone (R8), also one in words only."""
        criterion = context.criterion.value if context.criterion else None
        for target in self._targets_of(words, context):
            self.add_target(section.labels, criterion, target, words)
        self.ledger.note(section, "target", "target.item")

    def has_figures(self, words: Span, context: Context) -> bool:
        """Does a passage about goals state figures?"""
        return bool(self._goals_in(words, context))

    def _goals_in(self, words: Span, context: Context) -> list[Target]:
        year = self.year_of(None, context)
        return find_targets(self.text, words, place="target_line", year=year, first_year=first_year(context))

    def _targets_of(self, words: Span, context: Context) -> list[Target]:
        found = self._goals_in(words, context)
        body = words.strip(self.text, " \n;.")
        return found or [Target(clean(body.cut(self.text)), body, None, rule="target.words")]

    def add_target(self, labels: tuple[str, ...], criterion: str | None, target: Target, quote: Span) -> None:
        key = self.key(("target", *labels), target.printed)
        self.targets.append(BlockTarget(key, labels, criterion, target, quote, self.document.page_of(quote)))

    def key(self, labels: tuple[str, ...], printed: str) -> str:
        """A key from what stays when rules get better: section labels, printed words, occurrence."""
        base = hashlib.sha256("\x1f".join((*labels, printed)).encode()).hexdigest()[:12]
        self._keys[base] += 1
        return base if self._keys[base] == 1 else f"{base}-{self._keys[base]}"


def first_year(context: Context) -> int | None:
    """The first year that a goal may be for: of the plan or of its issue; what is told of earlier ones is a result."""
    dates = context.dates
    years = [dates.first_year, dates.issued_on.year if dates.issued_on is not None else None]
    return min((year for year in years if year is not None), default=None)


def _names(agencies: Agencies) -> set[str]:
    return {compare_key(ref.name) for ref in agencies}


_LEVEL = re.compile(r"\s(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)$")


def _is_part_of(subject: Agencies, line: Agencies) -> bool:
    """``5. Sở Tài chính và Kho bạc Nhà nước Hà Giang`` / ``a) Sở Tài chính cấp …; b) Kho bạc Nhà nước tỉnh …``: a line
    of bodies of which each is then told its own part. Of a line of groups all that it names act together (R14)."""
    if not 0 < len(subject) < len(line) or any(ref.kind != "agency" for ref in (*subject, *line)):
        return False
    names = [f"{compare_key(ref.name)} " for ref in line]
    return all(any(name.startswith(f"{_LEVEL.sub('', compare_key(r.name))} ") for name in names) for r in subject)


def _without(field: Field[Agencies] | None, lead: Field[Agencies] | None) -> Field[Agencies] | None:
    """Who helps, without those who lead."""
    if field is None or lead is None:
        return field
    named = _names(lead.value)
    kept = tuple(ref for ref in field.value if compare_key(ref.name) not in named)
    return replace(field, value=kept) if kept else None


def trim_action(text: str, action: Span) -> Span:
    """The task's words without the final ``;`` ``.`` ``./.`` (R21); an ellipsis at the end stays."""
    action = action.strip(text)
    words = action.cut(text)
    if words.endswith("./."):
        return Span(action.start, action.end - 3).strip(text)
    while words and words[-1] in ";.," and not words.endswith(("...", "…")):
        action = Span(action.start, action.end - 1).strip(text)
        words = action.cut(text)
    return action
