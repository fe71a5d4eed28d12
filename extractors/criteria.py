"""Criteria: the indices and their components that blocks of a plan serve (PAR INDEX, SIPAS, PAPI, PCI, DTI …)."""

from __future__ import annotations

import re

from extractors.document import Span
from extractors.records import Field
from extractors.text import clean

_HEAD = re.compile(
    r"(?P<kind>(?:nội\s+dung\s+và\s+mục\s+tiêu|tiêu\s+chí\s+thành\s+phần|tiêu\s+chí|chỉ\s+số\s+thành\s+phần|chỉ\s+số\s+nội\s+dung|"
    r"chỉ\s+tiêu\s+thành\s+phần|nội\s+dung\s+thành\s+phần|trục\s+nội\s+dung|trụ\s+cột|lĩnh\s+vực|chỉ\s+số))\b"
    r"(?P<number>\s+(?:số\s+)?\d{1,2}(?:\.\d{1,2})*\s*[.:\-–]?)?\s*[:\-–]?\s*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"«](?P<name>[^”\"»“]*)[”\"»]?")
_FIELD_OF_WORK = re.compile(r"lĩnh\s+vực", re.IGNORECASE)
_NAMED_ITSELF = re.compile(r"chỉ\s+số\b", re.IGNORECASE)
_END = re.compile(r"\s*[:.;]\s*$")


def find_criterion(text: str, words: Span) -> Field[str] | None:
    """The criterion that a heading names: ``Tiêu chí “…”``, ``Nội dung và mục tiêu “…”``, ``Chỉ số hài lòng về …``.

    The quoted name where there is one (several joined by ``; ``, a quote that is never closed ends with the line),
    else the words behind ``Tiêu chí thành phần``; a heading ``Chỉ số …`` without quotes is itself the name.
    """
    words = words.strip(text)
    head = _HEAD.match(text, words.start, words.end)
    if head is None:
        return None
    rest = Span(head.end(), words.end).strip(text)
    if not len(rest):
        return None
    if text[rest.start] in '“"«':
        quoted = [m for m in _QUOTED.finditer(text, rest.start, rest.end) if m["name"].strip()]
        spans = [Span(m.start("name"), m.end("name")).strip(text, " \n:.;") for m in quoted]
        rule = "criterion.quoted"
    elif _FIELD_OF_WORK.match(head["kind"]) and text[rest.start].islower():
        return None  # "2. Lĩnh vực tư pháp, hộ tịch" names a field of work; a name has quotes or a capital
    else:
        # "Chỉ số hài lòng về …" is itself the name; "Chỉ số thành phần 3: …" only announces it.
        itself = _NAMED_ITSELF.match(head["kind"]) and not head["number"] and "nội" not in head["kind"].lower()
        start = words.start if itself else rest.start
        end = _END.sub("", text[start : words.end])
        bracket = re.search(r"\s*\(\s*cụ\s+thể", end, re.IGNORECASE)
        length = bracket.start() if bracket and "chỉ" in head["kind"].lower() else len(end)
        spans, rule = [Span(start, start + length).strip(text)], "criterion.named"
    if not spans:
        return None
    names = [clean(span.cut(text)) for span in spans]
    return Field("; ".join(names), "; ".join(names), tuple(spans), "rule", rule)
