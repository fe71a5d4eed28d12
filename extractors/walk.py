"""The walk over the outline: what each node is (heading, agency line, label, item, target) and what it opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from extractors.agency_lines import AgencyLine, find_agency_line
from extractors.assignments import find_assignment, introduces, is_closing, is_narration
from extractors.context import (
    Context,
    LabelledLine,
    field_of,
    fields_below,
    holds_items,
    is_container,
    read_labels,
    split_runs,
    with_labels,
)
from extractors.criteria import find_criterion
from extractors.deadlines import WEAK_RULES, find_deadlines, is_whole_period
from extractors.inline_labels import find_bracket_line
from extractors.letters import tells_of_event
from extractors.meetings import find_meeting_lines
from extractors.no_work import is_caption, is_enforcement, is_looked_at, only_states, orders_nothing
from extractors.openings import (
    GIVEN,
    after_introduction,
    below_line,
    led_in,
    with_agencies,
    with_heading_bracket,
    with_heading_deadline,
)
from extractors.outline import Section
from extractors.prose import Prose
from extractors.recorder import Recorder
from extractors.records import Issue
from extractors.references import points_to_annex
from extractors.roles import Label, find_zone, heads_rules, heads_work
from extractors.rows import TableReader
from extractors.sentences import split_sentences
from extractors.sister_lines import find_sister_lines
from extractors.superiors import asks_superior, demands
from extractors.text import clean
from extractors.told import find_told
from extractors.zones import CLOSED, heading_words, heads_section, in_annex, is_heading, is_line_heading, zone_under

_PARTS = frozenset({"annex", "part", "chapter", "section", "title", "bold", "bare", "bare.part"})
_ORDERS_THIS = re.compile(r"\b(?:yêu\s+cầu|đề\s+nghị|chỉ\s+đạo|giao\s+nhiệm\s+vụ)\s*:$", re.I)
_MORE_COLONS = re.compile(r":\s+\S")
# A remark in brackets; the hour and the source that a portal prints around an article.
_HOUR = r"(?:[^\W\d]+(?: [^\W\d]+)?,? ?(?:ngày )?)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\W+\d{1,2}:\d{2}\b.{0,16}"
_NOTE = re.compile(rf"\(.*\)\W*|{_HOUR}|(?:Nguồn|Tác giả)\s*:.{{2,80}}|(?:Ghi chú|Chú thích)\s*:.+", re.DOTALL)
# Below a copy from a portal: "Văn bản liên quan", "Kế hoạch 21/KH-UBND về hiến máu tình nguyện năm 2022".
_OTHER_DOCUMENT = re.compile(
    r"(?:Các\s+)?(?:[Vv]ăn\s+bản|[Tt]in(?:\s+bài|\s+tức)?|[Bb]ài(?:\s+viết)?)\s+(?:cùng\s+\w+(?:\s+\w+)?|liên\s+quan|khác|mới\s+hơn|cũ\s+hơn|đã\s+đưa)\W*"
    r"|(?:Kế\s+hoạch|Quyết\s+định|Công\s+văn|Thông\s+báo|Chỉ\s+thị|Nghị\s+quyết|Văn\s+bản)\s+(?:số\s+)?\d+/[\w/-]+[^:;.]{0,200}"
)
_OWN_ACTION = 14  # words: shorter lines above smaller dashes are their headings ("- Kiện toàn đội xung kích … cấp xã:")
_CUT = re.compile(r"\W*(?:\.{3,}|…)\W*")
_INVITES = re.compile(r"(?:kính\s+mời|thành\s+phần)[^:;]{0,40}:$", re.IGNORECASE)  # who is invited stands below


class Walker:
    """Visits every node of the outline once, in reading order, with the context of its place."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.text = recorder.text
        self.ledger = recorder.ledger
        self.prose = Prose(recorder)
        self.tables = TableReader(recorder)
        self.issuer = recorder.metadata.issuer
        self.is_plan = recorder.metadata.is_plan
        self.news = recorder.metadata.kind == "tin"  # its lines open no parts of a plan
        self.sister_lines: dict[int, AgencyLine] = {}
        self.read_ahead: set[int] = set()  # lines read with the item above them
        self.titles = {m.span.start for m in recorder.metadata.evidence if m.kind == "title"}

    def visit_children(self, section: Section, context: Context) -> None:
        """The children of a node, with the labelled lines among them read as fields of the items beside them."""
        labels = read_labels(self.text, section.children)
        told = not self.is_plan and tells_of_event(self.text, labels.values())
        if not labels or told or context.zone == "ruling":
            self._visit_siblings(section.children, context)
            return
        filled_at: dict[int, Context] = {}
        for run in split_runs(self.text, section.children, labels):
            filled = with_labels(self.text, context, run.labels)
            for line in run.labels:
                filled_at.setdefault(line.section.ordinal, filled)
                self.ledger.note(line.section, "field", f"label.{line.label.field}")
            if filled.target is not None and filled.target is not context.target:
                self.recorder.add_goal(section, filled, filled.target)
            for item in run.items:
                self._visit_labelled(item, labels.get(item.ordinal), filled)
        for child in section.children:
            label = labels.get(child.ordinal)
            if label is not None:
                self.ledger.note_once(child, "label", f"label.{label.field}")
            if label is not None and not is_container(self.text, child, label):
                if holds_items(self.text, child, label):
                    self.visit_children(child, filled_at.get(child.ordinal, context).entering("tasks"))
                    continue
                for below in child.walk():
                    self.ledger.note_once(below, "field", f"label.{label.field}")

    def _visit_siblings(self, children: Sequence[Section], context: Context) -> None:
        """Nodes one after the other; a line in brackets below an item says who does it and when."""
        self.sister_lines.update(find_sister_lines(self.text, children))
        meeting = frozenset() if self.is_plan else find_meeting_lines(self.text, children)
        for number, (child, after) in enumerate(zip_longest(children, children[1:]), 1):
            if child.ordinal in self.read_ahead:
                continue
            if child.ordinal in meeting:
                self.ledger.note(child, "ignored", "item.meeting")
                # "Sở X tổ chức buổi làm việc, cụ thể như sau:" leads nothing but the meeting.
                context = replace(context, line_lead=None, line_coordinating=None)
                self.visit_children(child, context)
                continue
            fields = self._bracket_below(child, after)
            told = () if self.is_plan or context.zone in CLOSED else find_told(self.text, child, children[number:])
            if told:
                self._visit_request(child, told, context)
            elif fields:
                self.read_ahead.add(after.ordinal)
                self._visit(child, with_labels(self.text, context, fields))
                self.ledger.note(after, "field", "bracket.line")
            else:
                context = self._giving_the_next(child, after, context) or self._visit(child, context)

    def _visit_request(self, asking: Section, told: Sequence[Section], context: Context) -> None:
        """One task: to report; what the report tells is none."""
        if asking.marker is None:
            self.prose.visit(asking, asking.words, context)
        else:
            self.recorder.add_item(asking, asking.words, context)
        for item in told:
            self.read_ahead.add(item.ordinal)
            self.ledger.note(item, "ignored", "item.told")

    def _giving_the_next(self, item: Section, after: Section | None, context: Context) -> Context | None:
        """``1. Giao phòng X thực hiện các công việc sau:`` numbered like ``2.`` and ``3.``, which are those works."""
        if after is None or item.marker is None or item.children or item.region != "body" or context.zone in CLOSED:
            return None
        if after.marker is None or after.marker.family != item.marker.family:
            return None
        words = item.words.strip(self.text)
        assignment = find_assignment(self.text, words)
        opens = assignment.rule in ("assignment.assign", "assignment.request") and assignment.action == words
        if not opens or not words.cut(self.text).endswith(":"):
            return None
        self.ledger.note(item, "agency_line", "agency_line.over_siblings")
        return with_agencies(self.text, item, context, assignment.lead, assignment.coordinating, assignment.rule)

    def _bracket_below(self, item: Section, after: Section | None) -> list[LabelledLine]:
        """The fields of the line ``after`` a marked item, where that is such a bracket."""
        if after is None or item.marker is None or item.children or after.marker is not None or after.children:
            return []
        if after.region != "body" or after.paragraph is None:
            return []
        return [replace(line, section=after) for line in find_bracket_line(self.text, after.words)]

    def _bracket_alone(self, item: Section) -> list[LabelledLine]:
        """The same where the outline holds the line for the item's only child."""
        alone = len(item.children) == 1
        return self._bracket_below(replace(item, children=()), item.children[0]) if alone else []

    def _visit_labelled(self, item: Section, label: Label | None, context: Context) -> None:
        """An item of a block; under ``Nhiệm vụ, giải pháp:`` its children or the words behind the colon."""
        if label is None:
            closed = context.zone in CLOSED and not self.is_plan
            self._visit(item, context if closed else context.entering("tasks"))
            return
        inner = replace(context.entering("tasks"), titles=(*context.titles, heading_words(self.text, item)))
        self.ledger.note(item, "label", f"label.{label.field}")
        if len(label.value):
            self.recorder.add_item(item, label.value, inner)
        if item.children:
            self.visit_children(item, inner)

    def _visit(self, section: Section, context: Context) -> Context:
        """One node; gives the context for its later siblings (a lead-in line changes it)."""
        if context.zone == "upward" and demands(self.text, section, self.issuer):
            context = context.entering("tasks")
        if section.table is not None:
            self.tables.visit(section, context.entering("result") if section.region == "form" else context)
        elif section.region != "body":
            self.ledger.note(section, "ignored", f"region.{section.region}")
        elif section.marker is None and not section.children:
            return self._visit_paragraph(section, context)
        else:
            self._visit_marked(section, context)
        return context

    # --- numbered, lettered and bulleted nodes

    def _visit_marked(self, section: Section, context: Context) -> None:
        inner = zone_under(self.text, section, context)
        part = section.family == "annex" or (section.family in _PARTS and in_annex(section.labels))
        if not self.is_plan and part and heads_rules(heading_words(self.text, section)):
            inner = inner.entering("ruling")
        if self._is_leaf(section):
            self._visit_leaf(section, inner)
            for remark in section.children:
                self.ledger.note(remark, "ignored", "paragraph.note")
            return
        below = fields_below(self.text, section) or self._bracket_alone(section)
        if below and inner.zone in ("tasks", "unknown", "reporting"):
            for line in below:
                self.ledger.note(line.section, "field", f"label.{line.label.field}")
            self.recorder.add_item(section, section.words, with_labels(self.text, inner, below))
            return
        criterion = find_criterion(self.text, section.words)
        if criterion is not None and inner.zone not in ("purpose", "result", "ruling"):
            inner = replace(inner.entering("tasks"), criterion=criterion, target=None)
        inner = with_heading_deadline(self.text, section, inner)
        if inner.zone in CLOSED:
            self.ledger.note(section, "ignored", f"zone.{inner.zone}")
        else:
            inner = self._open(section, inner, named=criterion is not None)
        inner = replace(inner, titles=(*context.titles, *filter(None, [heading_words(self.text, section)])))
        self.visit_children(section, inner)

    def _is_leaf(self, section: Section) -> bool:
        """Nothing stands under it, or only a remark in brackets or the closing formula below a whole sentence."""
        if section.words.strip(self.text).cut(self.text).endswith((".", ";")) and not self._bracket_alone(section):
            return all(
                child.marker is None and child.paragraph is not None and not child.children
                and (_NOTE.fullmatch(words := clean(child.words.cut(self.text))) or is_closing(words))
                for child in section.children
            )  # fmt: skip
        return not section.children

    def _open(self, section: Section, inner: Context, *, named: bool) -> Context:
        """The context under a node with children; the node is a record of its own where it orders something (R3)."""
        line = find_agency_line(self.text, section.words, above=True) or self.sister_lines.get(section.ordinal)
        if line is not None:
            self.ledger.note(section, "agency_line", line.rule)
            return below_line(self.text, section, inner, line)
        family = section.marker.family if section.marker is not None else section.family
        if named or family in _PARTS:
            self.ledger.note(section, "heading", "heading.part")
            return inner
        words = clean(section.words.cut(self.text))
        assignment = find_assignment(self.text, section.words)
        orders = bool(assignment.lead) and bool(len(assignment.action)) and not introduces(words)
        # A bullet or lettered item that is a whole sentence orders something, also where items stand under it; so does
        # a numbered one that says who acts.
        told = family.startswith(("bullet", "letter", "bracket")) or bool(assignment.subject)
        sentence = told and words.endswith((".", ";"))
        # So does a dash that says what to do before it names the parts ("- Gửi về Sở Y tế các tài liệu sau: + …").
        acts = family.startswith("bullet") and len(words.split()) >= _OWN_ACTION
        # Several sentences are no heading, whatever their mark ("1. Thực hiện Nghị quyết số …. Đẩy mạnh …. - …").
        sentence = sentence or (words.endswith(".") and len(split_sentences(self.text, section.words)) > 1)
        if orders or ((sentence or acts) and inner.zone in ("tasks", "reporting")):
            self.recorder.add_item(section, section.words, inner)
        elif inner.zone == "target" and self.recorder.has_figures(section.words, inner):
            self.recorder.add_target_item(section, section.words, inner)  # "- Đạt 13/15 tiêu chí, trong đó: + …"
        else:
            self.ledger.note(section, "heading", "heading")
        lead = assignment.lead
        if (
            not lead
            and words.endswith(":")
            and any(not ref.name.startswith(("các", "Các")) for ref in assignment.subject)
        ):
            # "1. Sở Giáo dục và Đào tạo chịu trách nhiệm toàn diện về kỳ thi, trực tiếp thực hiện các khâu: a) …"
            lead = assignment.subject
        if lead:
            opens = led_in if introduces(words) and assignment.rule in GIVEN else with_agencies
            return opens(self.text, section, inner, lead, assignment.coordinating, assignment.rule)
        helping = field_of(self.text, assignment.coordinating, section.words, "line.coordinating")
        inner = replace(inner, line_coordinating=helping) if helping and words.endswith(":") else inner
        return with_heading_bracket(self.text, section, inner)

    def _visit_leaf(self, section: Section, context: Context) -> None:
        """A marked node without children: a task, a target, or nothing."""
        printed = clean(section.words.cut(self.text))
        if context.zone in CLOSED:
            self.ledger.note(section, "ignored", f"zone.{context.zone}")
        elif not printed:
            self.ledger.note(section, "ignored", "item.empty")
        elif asks_superior(self.text, section.words, self.issuer):
            self.ledger.note(section, "ignored", "item.upward")
        elif context.zone == "target":
            self._visit_target(section, context, printed)
        elif section.marker is not None and section.marker.family == "article":
            self.prose.visit(section, section.words, context)
        elif (context.zone == "tasks" and self._is_given(section, context)) or (
            context.zone == "matter" and not is_looked_at(printed)
        ):
            self._visit_task_leaf(section, context, printed)
        else:
            self._visit_doubtful_leaf(section, context, printed)

    def _is_given(self, section: Section, context: Context) -> bool:
        """Is the work of this place somebody's: in a plan, by a heading or lead-in, or by the agency line above?

        The annex of a resolution may also hold rules ("Chủ cơ sở khai thác: …"): there a heading must give the work.
        """
        if self.is_plan or context.ordered:
            return True
        return not in_annex(section.labels) and (context.line_lead or context.addressed) is not None

    def _visit_target(self, section: Section, context: Context, printed: str) -> None:
        bare = printed.endswith(":") and not self.recorder.has_figures(section.words, context)
        if bare or (is_heading(self.text, section) and len(printed.split()) < 6):
            self.ledger.note(section, "heading", "target.heading")
        else:
            self.recorder.add_target_item(section, section.words, context)

    def _visit_task_leaf(self, section: Section, context: Context, printed: str) -> None:
        if find_agency_line(self.text, section.words) is not None:
            self.ledger.note(section, "agency_line", "agency_line.alone")
        elif is_heading(self.text, section) and len(printed.split()) < 4:
            self.ledger.note(section, "heading", "heading.empty")
        elif printed.endswith(":") and introduces(printed):
            self.ledger.note(section, "ignored", "item.introduces")
        elif points_to_annex(self.text, section.words):
            self.ledger.note(section, "ignored", "item.points_to_annex")
        else:
            rule = orders_nothing(printed)
            if rule is None:
                self.recorder.add_item(section, section.words, context)
            else:
                self.ledger.note(section, "ignored", rule)

    def _visit_doubtful_leaf(self, section: Section, context: Context, printed: str) -> None:
        """Outside an assigning place an item counts only where it names who acts (R7b, R10)."""
        rule = is_closing(printed) or is_narration(printed) or orders_nothing(printed)
        if rule is not None:
            self.ledger.note(section, "ignored", rule)
            return
        assignment = find_assignment(self.text, section.words)
        named = assignment.lead or assignment.subject or context.line_lead is not None
        # "Chế độ báo cáo: - Báo cáo nhanh, gửi trước 10 giờ ngày 03/02/2022": due, from all that are spoken to.
        due = context.zone == "reporting" and self._is_due(section, context)
        ruled = in_annex(section.labels) and not (context.ordered or assignment.lead)
        if not self.is_plan and not due and (ruled or only_states(self.text, assignment, self.issuer)):
            self.ledger.note(section, "ignored", "item.states")
        elif named or due:
            self.recorder.add_item(section, section.words, context, assignment)
        else:
            self.ledger.note(section, "ignored", f"zone.{context.zone}")

    def _is_due(self, section: Section, context: Context) -> bool:
        found = find_deadlines(self.text, section.words, context.dates)
        return any(item.rule not in WEAK_RULES and (item.due_on or item.recurrence) for item in found)

    # --- paragraphs without a mark

    def _visit_paragraph(self, section: Section, context: Context) -> Context:
        printed = clean(section.words.cut(self.text))
        rule = self._assigns_nothing(section, printed)
        closes = is_closing(clean(split_sentences(self.text, section.words)[0].cut(self.text))) if printed else None
        if (closes or (rule or "").startswith("closing")) and self.prose.visit_orders(section, context):
            return context
        if rule is not None:
            self.ledger.note(section, "heading" if rule == "document.title" else "ignored", rule)
            invites = _INVITES.search(printed) is not None and context.zone not in CLOSED
            return context.entering("schedule") if invites else context
        if is_whole_period(printed) and context.zone not in CLOSED:
            self.ledger.note(section, "heading", "heading.period")
            return with_heading_deadline(self.text, section, context, unmarked=True)
        leads_in = printed.endswith(":") and (introduces(printed) or self._orders_below(section, printed))
        capitals = printed.isupper() and not printed.endswith(":")  # "DANH MỤC NHIỆM VỤ CỤ THỂ" leads nothing in
        leads_in = leads_in or (introduces(printed) and not capitals)
        titled = is_line_heading(self.text, section) and not leads_in and not self.news
        zone = find_zone(printed) if titled else "unknown"
        if zone != "unknown" and (context.zone not in CLOSED or not printed.endswith(":")):
            self.ledger.note(section, "heading", f"heading.{zone}")
            context = replace(context, ordered=context.ordered or heads_work(printed))
            return context.entering("tasks" if zone == "targets_by_criterion" else zone)
        if context.zone in CLOSED:
            if not self.prose.due_back(section, split_sentences(self.text, section.words), context):
                self.ledger.note(section, "ignored", f"zone.{context.zone}")
            return context
        line = find_agency_line(self.text, section.words)
        if line is not None and (context.zone != "unknown" or printed.endswith(":")):
            self.ledger.note(section, "agency_line", line.rule)
            return below_line(self.text, section, context, line)
        if leads_in:
            return self._after_introduction(section, context, printed)
        if asks_superior(self.text, section.words, self.issuer):
            self.ledger.note(section, "ignored", "item.upward")
            return context.entering("upward") if printed.endswith(":") else context
        if self.is_plan and context.zone == "unknown" and heads_section(printed):
            self.prose.assigning = True  # "Phân công thực hiện" above the paragraphs of a summary
            self.ledger.note(section, "heading", "heading.tasks")
            return context
        if titled and printed.isupper():  # the title of an annex over two lines: "PHỤ LỤC II", "CÁC ĐỢT CAO ĐIỂM"
            self.ledger.note(section, "heading", "heading.capitals")
            return context
        self._visit_words(section, context, printed)
        return context

    def _visit_words(self, section: Section, context: Context, printed: str) -> None:
        if context.zone == "target":
            self._visit_target(section, context, printed)
        elif context.zone == "tasks":
            self.prose.visit_under_heading(section, context)
        else:
            # "VI. CHẾ ĐỘ BÁO CÁO: Các phòng báo cáo trước ngày 18 hằng tháng. …": who reports is told to.
            self.prose.assigning = self.prose.assigning or (context.zone == "reporting" and not self.news)
            self.prose.visit(section, section.words, context)

    def _assigns_nothing(self, section: Section, printed: str) -> str | None:
        """The rule by which a plain paragraph is no part of the plan's substance."""
        if section.paragraph is not None and section.paragraph.span.start in self.titles:
            return "document.title"
        if _CUT.fullmatch(printed):
            message = "Văn bản bị cắt ở đây (“…”): có thể thiếu nhiệm vụ."
            self.recorder.issues.append(Issue("text_cut", "warning", message, section.words))
            return "paragraph.cut"
        if points_to_annex(self.text, section.words):
            return "paragraph.points_to_annex"
        if _NOTE.fullmatch(printed):
            return "paragraph.note"
        if is_enforcement(printed):
            return "paragraph.enforcement"
        if is_caption(printed):
            return "paragraph.caption"
        if _OTHER_DOCUMENT.fullmatch(printed):
            return "paragraph.other_document"
        return is_closing(printed)

    def _orders_below(self, section: Section, printed: str) -> bool:
        """``Chủ tịch UBND tỉnh yêu cầu:``, ``Sở X yêu cầu các doanh nghiệp thực hiện một số nội dung:``."""
        if _ORDERS_THIS.search(printed):
            return True
        last = find_assignment(self.text, split_sentences(self.text, section.words)[-1])
        return last.rule in GIVEN and not _MORE_COLONS.search(printed)

    def _after_introduction(self, section: Section, context: Context, printed: str) -> Context:
        """``… yêu cầu các sở … thực hiện các nhiệm vụ sau:`` opens an assigning list, unless it asks a superior."""
        self.ledger.note(section, "ignored", "paragraph.introduces")
        if asks_superior(self.text, section.words, self.issuer):
            return context.entering("upward")
        return after_introduction(self.text, section, context, printed)
