"""What an item inherits from the headings and labels around it, nearest first (R12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors.agencies import find_list, parse_agencies, starts_with_agency
from extractors.assignments import find_coordinating
from extractors.cell_words import read_who
from extractors.deadlines import combine_deadlines, has_deadline_words, parse_deadline
from extractors.document import Span
from extractors.outline import Section
from extractors.records import Agencies, AgencyRef, DateContext, Deadline, Field
from extractors.roles import FieldName, Label, Zone, find_further_labels, find_label
from extractors.text import clean, compare_key, fold

_FIELDS_OF_A_TASK: frozenset[FieldName] = frozenset(
    {"lead", "coordinating", "performer", "due", "start", "product", "money"}
)
_WHO: frozenset[FieldName] = frozenset({"lead", "coordinating", "performer"})


_OVERSEES = re.compile(r"\W*(?:lanh dao|dong chi|nguoi)(?: \w+){0,3} (?:phu trach|chi dao)\b")


@dataclass(frozen=True, slots=True)
class Context:
    """The state of the walk at one place: ``line_*`` come from an agency line, ``label_*`` from labels.

    ``addressed``: whom the sentence before the items speaks to; they lead what names nobody else.
    ``ordered``: a heading of tasks or a lead-in gives the work below, also the work that names nobody.
    """

    dates: DateContext
    zone: Zone = "unknown"
    titles: tuple[str, ...] = ()
    criterion: Field[str] | None = None
    target: Field[str] | None = None
    line_lead: Field[Agencies] | None = None
    line_coordinating: Field[Agencies] | None = None
    label_lead: Field[Agencies] | None = None
    label_coordinating: Field[Agencies] | None = None
    addressed: Field[Agencies] | None = None
    deadline: Deadline | None = None
    product: Field[str] | None = None
    ordered: bool = False

    def entering(self, zone: Zone) -> Context:
        return replace(self, zone=zone)


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A label found in the outline: the node that holds it and what it says."""

    section: Section
    label: Label


@dataclass(slots=True)
class Run:
    """Items that share the labelled lines around them (R12: the nearest run of labels belongs to them)."""

    items: list[Section] = field(default_factory=list)
    labels: list[LabelledLine] = field(default_factory=list)


# Marks that only headings of a whole plan carry, the headings without a mark among them.
_FAMILIES_OF_HEADINGS = frozenset(
    {
        "roman",
        "capital",
        "part",
        "chapter",
        "section",
        "subsection",
        "annex",
        "article",
        "bare.part",
        "bare",
        "bold",
        "title",
    }
)


def read_labels(text: str, children: Sequence[Section]) -> dict[int, Label]:
    """The labels among ``children`` by ordinal, where the children form a labelled block; empty where they do not.

    Headings of a whole plan use the same words (``MỤC TIÊU``, ``TỔ CHỨC THỰC HIỆN``): a block has at least one label
    that only a block can have (who leads, by when, which product), in itself or right below an assignment label.
    """
    found: dict[int, Label] = {}
    strong = False
    for child in children:
        if child.paragraph is None or child.region != "body":
            continue
        label = find_label(text, child.words)
        if label is None or child.family in _FAMILIES_OF_HEADINGS:
            continue
        found[child.ordinal] = label
        # "1. Thời gian thực hiện", "2. Nội dung" under "II." head parts of the plan: a date there is the plan's (R12).
        numbered = child.marker is not None and child.marker.family.startswith("number")
        decisive = _WHO if numbered else _FIELDS_OF_A_TASK
        strong = strong or (label.field in decisive and bool(len(label.value) or child.children))
        if label.field == "assignment":
            strong = strong or bool(_nested_labels(text, child)) or bool(len(label.value))
    return found if strong else {}


def _nested_labels(text: str, section: Section) -> list[LabelledLine]:
    lines = []
    for child in section.children:
        label = find_label(text, child.words) if child.paragraph is not None else None
        if label is not None and label.field in _FIELDS_OF_A_TASK:
            lines.append(LabelledLine(child, label))
    return lines


_HOLD_OTHERS: frozenset[FieldName] = frozenset({"tasks", "target", "assignment"})


def fields_below(text: str, section: Section) -> list[LabelledLine]:
    """The labelled lines under an item that has nothing else under it (``- Cơ quan chủ trì: …`` below ``a) …``)."""
    lines = _nested_labels(text, section)
    labels = [find_label(text, child.words) if child.paragraph is not None else None for child in section.children]
    whole = bool(lines) and all(label is not None and label.field not in _HOLD_OTHERS for label in labels)
    if any(holds_items(text, line.section, line.label) for line in lines):
        return []
    return lines if whole and any(line.label.field in _WHO or line.label.field == "due" for line in lines) else []


def holds_items(text: str, section: Section, label: Label) -> bool:
    """Do items or a table stand below a label that has its value beside it (``1. Đơn vị chủ trì: Sở Y tế``)?"""
    if any(below.table is not None for below in section.children):
        return label.field != "due"  # a table below "Thời gian:" is the timetable of the item
    stated = label.field in ("lead", "performer", "due") and len(label.value) > 0
    return stated and any(find_label(text, below.words) is None for below in section.children)


def is_container(text: str, section: Section, label: Label | None) -> bool:
    """A label under which the tasks themselves stand (``b) Nhiệm vụ, giải pháp:``), not a field of them."""
    if label is None:
        return True
    if label.field == "tasks":
        return True
    return label.field == "assignment" and not len(label.value) and not _nested_labels(text, section)


def split_runs(text: str, children: Sequence[Section], labels: dict[int, Label]) -> Iterator[Run]:
    """Groups of items with the labelled lines that belong to them.

    Labels before the first item belong to all items; each later run of labels to the items since the run before.
    """
    common: list[LabelledLine] = []
    run = Run()
    for child in children:
        label = labels.get(child.ordinal)
        if is_container(text, child, label):
            if run.items and run.labels:
                yield _with_common(run, common)
                run = Run()
            run.items.append(child)
            continue
        assert label is not None
        stated = find_further_labels(text, _inner_label(text, label)) if len(label.value) else []
        if label.field in _ASSIGNS and not any(one.field == "due" for one in stated):
            stated += _times_of(text, label)
        lines = [LabelledLine(child, one) for one in stated]
        lines += _nested_labels(text, child)
        holds_words = label.field in _FIELDS_OF_A_TASK or label.field == "target"
        if holds_words and not len(label.value) and child.children and not lines:
            lines = [LabelledLine(child, Label(label.field, label.label, _children_span(child)))]
        (run.labels if run.items else common).extend(lines)
    if run.items or common:
        yield _with_common(run, common)


def _inner_label(text: str, label: Label) -> Label:
    """``Phân công trách nhiệm: Đơn vị chủ trì: …``: the label behind the label says what the value is."""
    if label.field != "assignment":
        return label
    inner = find_label(text, label.value)
    if inner is not None and len(inner.value):
        return inner
    named = starts_with_agency(text, label.value.start, label.value.end)
    whole = named is not None and not text[named.end : label.value.end].strip(" .;\n")
    return replace(label, field="performer") if whole else label


_ASSIGNS: frozenset[FieldName] = frozenset({"assignment", "lead", "performer"})
# The whole of a piece is a time: "hoàn thành trong quý IV/2025", not "Sở X báo cáo trước ngày 25".
_TIME_PIECE = re.compile(
    r"(?:(?:phải\s+)?(?:hoàn\s+thành|xong)|thời\s+(?:gian|hạn)(?:\s+(?:thực\s+hiện|hoàn\s+thành))?\s*:?)\s+"
    r"(?P<when>(?:xong\s+|chậm\s+nhất\s+)?(?:trước|trong|đến|vào|ngày|quý|tháng|năm)\b[^;]*)",
    re.IGNORECASE,
)


def _times_of(text: str, label: Label) -> list[Label]:
    """``Phân công thực hiện: X chủ trì; hoàn thành trước ngày D``: the piece that says by when, for the whole block."""
    found = []
    for piece in re.finditer(r"[^;]+", label.value.cut(text)):
        span = Span(label.value.start + piece.start(), label.value.start + piece.end()).strip(text, " \n.,")
        time = _TIME_PIECE.fullmatch(text, span.start, span.end)
        if time is not None and has_deadline_words(span.cut(text)):
            found.append(replace(label, field="due", value=Span(time.start("when"), span.end)))
    return found


def _children_span(section: Section) -> Span:
    return Span(min(c.span.start for c in section.children), max(c.span.end for c in section.children))


def _with_common(run: Run, common: list[LabelledLine]) -> Run:
    own = {line.label.field for line in run.labels}
    return Run(run.items, [line for line in common if line.label.field not in own] + run.labels)


def with_labels(text: str, context: Context, lines: Sequence[LabelledLine]) -> Context:
    """``context`` with the fields of a labelled block filled; nothing of another block's fields is kept (R12)."""
    if not lines:
        return context
    leads = _who_leads(text, [line for line in lines if line.label.field == "lead"])
    performers = [line for line in lines if line.label.field == "performer"]
    partners = [line for line in lines if line.label.field == "coordinating"]
    if not leads:
        leads, performers = performers, []
    # Beside a lead, "thực hiện" names those who help (R15); alone it names the lead.
    partners = partners + performers
    lead, extra = _lead(text, leads)
    coordinating = _agencies(text, partners, "label.coordinating")
    return replace(
        context,
        label_lead=lead if leads else context.label_lead,
        label_coordinating=join_agencies(extra, coordinating) if leads or partners else context.label_coordinating,
        deadline=_deadline(text, lines, context.dates) or context.deadline,
        product=_words(text, lines, "product") or context.product,
        target=_words(text, lines, "target") or context.target,
    )


def _who_leads(text: str, leads: list[LabelledLine]) -> list[LabelledLine]:
    """Without "Lãnh đạo phụ trách: …" beside "Đơn vị chủ trì: …": the leader oversees, the unit does the work."""
    doing = [line for line in leads if not _OVERSEES.match(fold(line.label.label.cut(text)))]
    return doing or leads


def _lead(text: str, lines: Sequence[LabelledLine]) -> tuple[Field[Agencies] | None, Field[Agencies] | None]:
    """Lead of a label, and the partners of one that says ``A phối hợp với B``."""
    refs: list[Agencies] = []
    partners: list[Agencies] = []
    spans = []
    for line in lines:
        value = line.label.value
        named, helping = read_who(text, (value,))
        together = find_coordinating(text, value)
        if named and helping:
            refs.append(named)
            partners.append(helping)
        elif together:
            first = find_list(text, value.start, value.end)
            refs.append(first.names)
            partners.append(together)
        else:
            refs.append(parse_agencies(text, value))
        spans.append(value)
    return _field(text, refs, spans, "label.lead"), _field(text, partners, spans, "label.lead_with_partner")


def _agencies(text: str, lines: Sequence[LabelledLine], rule: str) -> Field[Agencies] | None:
    return _field(
        text, [parse_agencies(text, line.label.value) for line in lines], [line.label.value for line in lines], rule
    )


def _field(text: str, refs: Sequence[Agencies], spans: Sequence[Span], rule: str) -> Field[Agencies] | None:
    joined = unique([ref for group in refs for ref in group])
    if not joined:
        return None
    return Field(joined, " | ".join(clean(span.cut(text)) for span in spans), tuple(spans), "rule", rule)


def field_of(text: str, refs: Agencies, words: Span, rule: str) -> Field[Agencies] | None:
    """A field of agencies with their own words as evidence, or None where there are none."""
    if not refs:
        return None
    spans = tuple(span for ref in refs for span in ref.spans) or (words,)
    return Field(unique(refs), clean(" ".join(span.cut(text) for span in spans)), spans, "rule", rule)


def unique(refs: Sequence[AgencyRef]) -> Agencies:
    """The agencies without repetition, first come first."""
    kept: dict[str, AgencyRef] = {}
    for ref in refs:
        kept.setdefault(compare_key(ref.name), ref)
    return tuple(kept.values())


def join_agencies(first: Field[Agencies] | None, second: Field[Agencies] | None) -> Field[Agencies] | None:
    """Own first, then inherited, duplicates out (R15)."""
    if first is None or second is None:
        return first or second
    return Field(
        unique((*first.value, *second.value)),
        f"{first.printed} | {second.printed}",
        first.spans + second.spans,
        first.origin,
        first.rule,
    )


def _deadline(text: str, lines: Sequence[LabelledLine], dates: DateContext) -> Deadline | None:
    found = [parse_deadline(text, line.label.value, dates) for line in lines if line.label.field in ("due", "start")]
    return combine_deadlines([deadline for deadline in found if deadline is not None])


def _words(text: str, lines: Sequence[LabelledLine], name: FieldName) -> Field[str] | None:
    values = [line.label.value for line in lines if line.label.field == name and len(line.label.value)]
    if not values:
        return None
    spans = tuple(value.strip(text, " \n;.") for value in values)
    words = " ".join(clean(span.cut(text)) for span in spans)
    return Field(words, words, spans, "rule", f"label.{name}")
