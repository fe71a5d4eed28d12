"""Sentences of running prose (R2): split at stops that end one, never inside numbers, dates, brackets or names."""

from __future__ import annotations

import re

from extractors.document import Span

_STOP = re.compile(r"(?:\.{3,}|…|[.!?])[”\"»)]*(?=\s+[“\"(]?[A-ZĐÀ-Ỹ]|\s*$)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:TP|Tp|tp|TX|TT|PGS|GS|TS|ThS|BS|KS|Q|P|H|X|T|Đ/c|v\.v|No|St|M|KT|TM|TL|TUQ)|\b[A-ZĐ]|\b\d{1,2})\.$"
)


def split_sentences(text: str, span: Span) -> list[Span]:
    """The sentences of ``span``, in order, without the white space around them."""
    found: list[Span] = []
    start = span.start
    for match in _STOP.finditer(text, span.start, span.end):
        before = text[start : match.end()]
        if match.group()[0] == "." and _ABBREVIATED.search(before.rstrip('”"»)')) and match.end() < span.end:
            continue
        if before.count("(") > before.count(")"):
            continue
        found.append(Span(start, match.end()).strip(text))
        start = match.end()
    rest = Span(start, span.end).strip(text)
    if len(rest):
        found.append(rest)
    return [sentence for sentence in found if len(sentence)]
