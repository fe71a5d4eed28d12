"""What a heading, an agency line or a lead-in opens: the context of the nodes below it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from extractors.agency_lines import AgencyLine
from extractors.assignments import find_assignment
from extractors.context import Context, field_of, with_labels
from extractors.deadlines import WEAK_RULES, find_deadlines, is_whole_period, parse_deadline
from extractors.inline_labels import find_bracket_fields
from extractors.outline import Section
from extractors.records import Agencies, DateContext, Deadline, Field
from extractors.roles import find_zone
from extractors.sentences import split_sentences
from extractors.text import clean

GIVEN = ("assignment.assign", "assignment.request", "assignment.inside")
# "theo đề nghị của Sở X tại Tờ trình …" and "theo chức năng, nhiệm vụ được giao" are grounds, and order nothing.
_ORDERS = re.compile(
    r"(?<!theo )(?<!xét )(?<!hồ sơ )(?<!giấy )(?<!đơn )(?<!văn bản )(?<!các )(?<!nội dung )(?:đề nghị|yêu cầu)"
    r"|(?<!được )(?<!bàn )(?<!chuyển )\bgiao\b(?! (?:thông|dịch|lưu|tiếp|ban|nhận))|chỉ đạo|kết luận|phân công",
    re.I,
)
# "đề nghị Thủ trưởng đơn vị thực hiện: 1. Trung tâm …": the head of each of them, whoever the items name.
_WHOEVER = re.compile(r" các |^(?:thủ trưởng|lãnh đạo) (?:cơ quan|đơn vị)$", re.I)


def with_agencies(
    text: str, section: Section, context: Context, lead: Agencies, coordinating: Agencies, rule: str
) -> Context:
    printed = clean(section.words.cut(text))
    return replace(
        context,
        zone=context.zone if context.zone in ("tasks", "target") else "tasks",
        line_lead=Field(lead, printed, (section.words,), "rule", rule),
        line_coordinating=Field(coordinating, printed, (section.words,), "rule", rule) if coordinating else None,
    )


def below_line(text: str, section: Section, context: Context, line: AgencyLine) -> Context:
    """Below an agency line (R4); without a mark of its own ``Yêu cầu các sở … các nhiệm vụ sau:`` is a lead-in."""
    leads_in = section.marker is None and line.rule == "agency_line.introduces"
    opens = led_in if leads_in else with_agencies
    return opens(text, section, context, line.lead, line.coordinating, line.rule)


def led_in(text: str, section: Section, context: Context, lead: Agencies, coordinating: Agencies, rule: str) -> Context:
    """Below ``… yêu cầu Giám đốc các sở, Chủ tịch UBND các huyện thực hiện các nhiệm vụ sau:`` an item that names
    one of the several has its own lead (``Sở Y tế chỉ đạo …``); a single one that is spoken to leads them all."""
    led = with_agencies(text, section, context, lead, coordinating, rule)
    if len(lead) == 1 and lead[0].kind != "group" and not _WHOEVER.search(lead[0].name):
        return led
    addressed = replace(led.line_lead, rule="introduction.addressed") if led.line_lead is not None else None
    return replace(led, line_lead=None, addressed=addressed, ordered=True)


def with_heading_bracket(text: str, section: Section, context: Context) -> Context:
    """``2. Truyền thông (Sở Y tế chủ trì)``: who leads what stands below."""
    lines = find_bracket_fields(text, section.words.strip(text, " \n:."), alone=True)
    if not lines or context.zone not in ("tasks", "unknown"):
        return context
    told = with_labels(text, replace(context, label_lead=None, label_coordinating=None), lines)
    lead, helpers = told.label_lead, told.label_coordinating
    return replace(told, line_lead=lead, line_coordinating=helpers, label_lead=None, label_coordinating=None)


def with_heading_deadline(text: str, section: Section, context: Context, *, unmarked: bool = False) -> Context:
    """``2.1. Quý I năm 2017``, ``(tháng 6/2017)``: a heading that is a period is the deadline of what follows.

    ``unmarked``: a line without a mark that repeats the plan's own years is the rest of a title, and the years of the
    document are nobody's deadline (R12).
    """
    if is_whole_period(section.words.cut(text)):
        deadline = parse_deadline(text, section.words.strip(text, " \n:.;"), context.dates)
        if unmarked and deadline is not None and _is_plan_period(deadline, context.dates):
            return context
        return replace(context, deadline=deadline) if deadline is not None else context
    found = [
        deadline
        for deadline in find_deadlines(text, section.words, context.dates)
        if deadline.due_on is not None and deadline.kind in ("by", "range") and deadline.rule not in WEAK_RULES
    ]
    if len(found) != 1:
        return context
    rest = len(clean(section.words.cut(text))) - len(found[0].printed)
    in_brackets = text[: found[0].spans[0].start].rstrip().endswith("(")
    return replace(context, deadline=found[0]) if rest <= 14 or in_brackets else context


def _is_plan_period(deadline: Deadline, dates: DateContext) -> bool:
    if dates.first_year is None or dates.last_year is None:
        return False
    years = date(dates.first_year, 1, 1), date(dates.last_year, 12, 31)
    return (deadline.start_on, deadline.due_on) == years


def after_introduction(text: str, section: Section, context: Context, printed: str) -> Context:
    """Below ``… yêu cầu các sở … thực hiện các nhiệm vụ sau:``: an assigning list.

    Its addressees lead the items that name nobody themselves, where no heading names a lead.
    """
    assignment = find_assignment(text, split_sentences(text, section.words)[-1])
    orders = bool(assignment.lead) or bool(_ORDERS.search(printed))
    helping = field_of(text, assignment.coordinating, section.words, "line.coordinating")
    if helping is not None and not orders and context.line_lead is not None:
        return replace(context, line_coordinating=helping)  # "Chủ trì, phối hợp với X triển khai, cụ thể:"
    if not orders:
        return context.entering("target") if find_zone(printed) == "target" else context
    # "… kết luận như sau:" opens what was agreed as well as what is to be done; an order opens only the latter.
    gives = bool(assignment.lead) or any(match.group().lower() != "kết luận" for match in _ORDERS.finditer(printed))
    context = replace(context, zone="tasks", ordered=context.ordered or gives)
    if assignment.rule not in GIVEN or not assignment.lead or context.line_lead is not None:
        return context
    return led_in(text, section, context, assignment.lead, assignment.coordinating, assignment.rule)
