"""Headings that are names of agencies to their end, where running text would see the beginning of a predicate."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from extractors.agencies import AgencyList, parse_agencies
from extractors.document import Span
from extractors.records import Agencies
from extractors.text import clean

_GOES_ON = re.compile(r",\s+[a-zđà-ỹ][^\W\d]*(?:\s+[^\W\d]+){1,4}")
_OF_ITS_OWN = re.compile(r"[^\W\d]+(?:\s+[^\W\d]+)?\s+[A-ZĐÀ-Ỹ]")  # "Phòng Phổ biến", "Trung tâm Kiểm định"
_GAP = re.compile(r"\s*(?:[,;]|[,;]?\s*và)\s*")


def read_heading(text: str, start: int, listed: AgencyList, end: int) -> Agencies:
    """The names of ``text[start:end]``, which begins with those of ``listed``; none where it is not names to its end.

    ``Phòng Phổ biến, giáo dục pháp luật``: a room's name goes on in lower case behind its comma.
    """
    last = listed.names[-1]
    roomlike = last.rule in ("agency.head", "agency.units") and _OF_ITS_OWN.match(last.name)
    if roomlike and _GOES_ON.fullmatch(text, listed.end, end):
        whole = Span(last.spans[-1].start, end)
        return (*listed.names[:-1], replace(last, name=clean(whole.cut(text)), spans=(whole,)))
    refs = parse_agencies(text, Span(start, end))
    if len(refs) <= len(listed.names) or any(ref.rule == "agency.unknown" for ref in refs):
        return ()
    places = [Span(ref.spans[0].start, ref.spans[-1].end) for ref in refs]
    gaps = (text[a.end : b.start] for a, b in pairwise(places))
    return refs if places[0].start == start and places[-1].end == end and all(map(_GAP.fullmatch, gaps)) else ()
