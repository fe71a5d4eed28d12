"""What a heading, a labelled line or a table column is, by lookup in ``authority/labels.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from extractors.document import Span
from extractors.text import clean, fold, shadow

Zone = Literal[
    "tasks",
    "purpose",
    "result",
    "target",
    "funding",
    "schedule",
    "reporting",
    "upward",
    "matter",
    "ruling",
    "targets_by_criterion",
    "unknown",
]
FieldName = Literal[
    "target", "tasks", "lead", "coordinating", "performer", "assignment", "due", "start", "product", "money", "note"
]
ColumnName = Literal[
    "number", "status", "note", "money", "start", "coordinating", "chair", "lead", "performer", "due", "product",
    "target", "criterion", "task", "unit", "year",
]  # fmt: skip
_LABEL_WORDS = 14  # a label of more words is a sentence with a colon
# Where a label may begin behind other words: "…; Đơn vị phối hợp: ".
LABEL_START = re.compile(r"[.;\n,]\s*(?:[-–+•]\s*)?(?=[A-ZĐÀ-Ỹa-zđà-ỹ][^.;:\n()]{1,48}:\s)")
_MARKS = re.compile(r"^[\s\-–+•*.:]+|[\s:.;\-–]+$")


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled line: the field that it fills, its printed label, and the words behind the label (may be empty)."""

    field: FieldName
    label: Span
    value: Span


@cache
def _labels() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files("extractors.authority").joinpath("labels.yaml").read_text("utf-8"))
    return data


@cache
def _patterns(group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in _labels()[group])


def find_zone(heading: str) -> Zone:
    """What the section under ``heading`` holds; ``unknown`` where its words do not say."""
    words = _MARKS.sub("", fold(heading))
    for name, pattern in _patterns("zones"):
        if pattern.search(words):
            return name  # type: ignore[return-value]
    return "unknown"


def heads_rules(heading: str) -> bool:
    """Is an annex under ``heading`` one of rules (``Quy chế …``, ``Cắt giảm thủ tục hành chính …``), not of work?"""
    return _heads_rules().match(_MARKS.sub("", fold(heading))) is not None


@cache
def _heads_rules() -> re.Pattern[str]:
    return re.compile(_labels()["rules"])


def heads_work(heading: str) -> bool:
    """Does ``heading`` itself say that work is given under it (``Nhiệm vụ, giải pháp``, ``Tổ chức thực hiện``)?"""
    return _heads_work().search(fold(heading)) is not None


@cache
def _heads_work() -> re.Pattern[str]:
    return re.compile(_labels()["orders"])


def find_label(text: str, span: Span) -> Label | None:
    """The label that ``span`` starts with (``Đơn vị chủ trì: …``) or consists of (``Phân công trách nhiệm``)."""
    words = shadow(span.cut(text))
    colon = _colon(words)
    end = colon if colon is not None else len(words.rstrip(" .;\n"))
    label = clean(re.sub(r"\([^)]*\)", " ", words[:end]))
    if not label or len(label.split()) > _LABEL_WORDS or (colon is None and "\n" in words.strip()):
        return None
    for name, pattern in _patterns("fields"):
        if pattern.fullmatch(label):
            value = Span(span.start + end + (colon is not None), span.end).strip(text)
            if not value.strip(text, " .;\n").cut(text):
                value = Span(value.start, value.start)
            return Label(name, Span(span.start, span.start + end), value)  # type: ignore[arg-type]
    return None


def find_further_labels(text: str, label: Label) -> list[Label]:
    """``label`` and those behind it on its line (``Đơn vị chủ trì: A; Đơn vị phối hợp: B``), each with its value."""
    found = [label]
    for match in LABEL_START.finditer(text, label.value.start, label.value.end):
        further = find_label(text, Span(match.end(), label.value.end))
        if further is not None and len(further.value):
            last = found[-1]
            found[-1] = replace(last, value=Span(last.value.start, match.start()).strip(text))
            found.append(further)
    return found


def _colon(words: str) -> int | None:
    """Place of the colon that ends a label: the first one outside brackets, early in the line."""
    depth = 0
    for place, character in enumerate(words[:160]):
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
        elif character in ":：" and depth <= 0:
            return place
    return None


def find_column(header: str) -> ColumnName | None:
    """What a table column holds, by its header's words; None where they are not known."""
    words = clean(re.sub(r"[*\"“”]", " ", fold(header)))
    for name, pattern in _patterns("columns"):
        if pattern.search(words) or pattern.search(re.sub(r"\s*\([^)]*\)", "", words)):
            return name  # type: ignore[return-value]
    return None
