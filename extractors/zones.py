"""Which part of a plan a node opens: purpose, results, targets, tasks, funding … (R7-R9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.context import Context
from extractors.outline import Section
from extractors.roles import Zone, find_zone, heads_work
from extractors.text import clean, fold
from extractors.type_lines import find_type

_HEADING_FAMILIES = frozenset(
    {"title", "annex", "part", "chapter", "section", "subsection", "roman", "capital", "bare.part"}
)
CLOSED: frozenset[Zone] = frozenset({"purpose", "result", "funding", "schedule", "upward", "ruling"})


@dataclass(frozen=True, slots=True)
class _AssignsNothing:
    """Documents that report, rule or ask upwards: they hold directive words but give nobody work (R9)."""

    kinds: frozenset[str]
    types: re.Pattern[str]
    titles: re.Pattern[str]
    numbers: re.Pattern[str]

    def number(self, number: str | None) -> bool:
        """Whether the number is one of a law, decree or circular (``14/2026/NĐ-CP``), also below an annex alone."""
        return bool(number and self.numbers.search(number))

    def title(self, title: str | None) -> bool:
        return bool(title and self.titles.search(fold(title)))

    def type_line(self, text: str, sections: Iterable[Section]) -> bool:
        """Whether the first type line (``BIÊN BẢN``) is of such a document."""
        found = (
            find_type(s.words.cut(text), set_off=bool(s.paragraph and s.paragraph.bold and s.marker is None))
            for s in sections
            if s.region != "foot"
        )
        first = next((kind for kind in found if kind is not None), None)
        return first is not None and self.types.match(fold(first[0])) is not None


_RULING = r"to trinh|lich (cong tac|lam viec|tiep|hop)|luat\b|nghi dinh|thong tu\b"
ASSIGNS_NOTHING = _AssignsNothing(
    frozenset({"báo cáo"}),
    re.compile(rf"{_RULING}|phieu trinh|bien ban|hop dong|quy che|quy dinh|noi quy|dieu le"),
    re.compile(
        rf"^(?:{_RULING})|\b(?:ban hanh|sua doi, bo sung) (?:\w+ ){{0,6}}(?:quy che|quy dinh|noi quy|dieu le)\b"
    ),
    re.compile(r"/(?:NĐ-CP|TT-[A-ZĐ]+|TTLT|QH\d+|UBTVQH\d+)\b|/TTLT-"),
)


_LONGEST_TITLE = 6  # words


def is_heading(text: str, section: Section) -> bool:
    """A title-like line: capitals, bold, or short without a final full stop or semicolon."""
    words = clean(section.words.cut(text))
    if not words or len(words) > 320:
        return False
    if words.isupper() or (section.paragraph is not None and section.paragraph.bold):
        return True
    return len(words) < 200 and not words.endswith((".", ";"))


def is_line_heading(text: str, section: Section) -> bool:
    """A heading without a mark: a short line that ends in a colon, or one in bold or capitals."""
    words = clean(section.words.cut(text))
    if not words or words.endswith((".", ";", ",")) or section.marker is not None:
        return False
    if len(words) > (400 if words.isupper() else 140):
        return False
    return words.endswith(":") or words.isupper() or bool(section.paragraph and section.paragraph.bold)


def heads_section(words: str) -> bool:
    """A short line without a mark at its end that heads work, as news set above their paragraphs."""
    short = len(words.split()) <= _LONGEST_TITLE and words[-1:].isalnum()
    return short and heads_work(words) and find_zone(words) == "tasks"


def heading_words(text: str, section: Section) -> str:
    """The words of a heading without its mark and final colon or full stop; below ``Phụ lục I`` those of its title."""
    words = clean(section.words.cut(text)).rstrip(" :.;")
    if not words and section.children and section.children[0].marker is None:
        return clean(section.children[0].words.cut(text)).rstrip(" :.;")
    return words


def zone_under(text: str, section: Section, context: Context) -> Context:
    """``context`` with the zone that ``section`` opens, where its words say so."""
    words = clean(section.words.cut(text))
    family = section.marker.family if section.marker is not None else section.family
    label = words.split(":")[0] if ":" in words[:80] else words
    major = family in _HEADING_FAMILIES
    if family == "title":
        return replace(context, zone="unknown", criterion=None, deadline=None)
    titled = is_heading(text, section) and len(words) < 120
    labelled = len(label) < 60 and ":" in words[:70]
    if not (major or section.children or titled or labelled):
        return context
    zone = find_zone(label)
    context = replace(context, ordered=heads_work(label) or (context.ordered and family != "annex"))
    if context.zone == "upward" or (context.zone == "ruling" and family != "annex"):
        return context  # a letter to a superior asks in all its parts, an annex of rules rules in all of them
    if family == "annex":
        return replace(context, zone="tasks" if zone in ("unknown", "tasks") else zone, criterion=None, deadline=None)
    if zone == "unknown":
        return replace(context, zone="unknown") if major and context.zone in CLOSED | {"target"} else context
    return _entered(context, zone, major, bool(section.children), words)


def _entered(context: Context, zone: Zone, major: bool, has_children: bool, words: str) -> Context:
    if major:
        return replace(context, zone="tasks" if zone == "targets_by_criterion" else zone)
    if context.zone in CLOSED:
        # Inside "Mục đích, yêu cầu" only an explicit "Mục tiêu cụ thể" leaves it; results and funding hold to the end.
        # A timetable ends where a numbered heading shares out the work ("2. Phân công nhiệm vụ cho các sở, ngành").
        opens = context.zone == "purpose" and zone == "target" and len(words) < 80
        opens = opens or (context.zone == "schedule" and zone == "tasks" and has_children and heads_work(words))
        return replace(context, zone=zone) if opens else context
    if zone == "targets_by_criterion":
        return context if context.zone != "unknown" else replace(context, zone="tasks")
    if context.zone == "matter":
        return context
    if context.zone in ("tasks", "target") and zone in ("tasks", "reporting"):
        keeps = context.zone == "tasks" and zone == "tasks"
        return context if keeps or not has_children else replace(context, zone=zone)
    if not has_children and zone in ("tasks", "result", "target") and context.zone == "tasks":
        return context
    return replace(context, zone=zone)


def in_annex(labels: Sequence[str]) -> bool:
    """Does the path of a node or record begin with an annex (``Phụ lục II``)?"""
    return bool(labels) and fold(labels[0]).startswith("phu luc")
