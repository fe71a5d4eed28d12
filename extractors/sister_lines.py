"""Agency lines that only the headings beside them tell: an unlisted body among bodies (``a) Tổ đảng Ủy ban X, Y``).

``b) Hội đồng Dân tộc`` and ``c) Ban Dân nguyện`` are known; ``d) Ủy ban Văn hóa, Giáo dục`` beside them, with a list of
its own below, is the next body, and what stands under it is not the work of the one before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from extractors.agencies import starts_with_agency
from extractors.agency_lines import AgencyLine, find_agency_line
from extractors.assignments import has_directive
from extractors.document import Span
from extractors.outline import Section
from extractors.records import AgencyRef
from extractors.text import clean

_FEWEST = 2  # sisters that are agency lines by themselves
_LONGEST = 16  # words of a heading
_BETWEEN = re.compile(r";\s*|,\s+(?=(?:các|những)\s)|\s+và\s+(?=các\s)", re.IGNORECASE)


def find_sister_lines(text: str, children: Sequence[Section]) -> dict[int, AgencyLine]:
    """By ordinal: the headings among ``children`` that begin with a body and whose sisters name one each."""
    families: dict[str, list[Section]] = defaultdict(list)
    for child in children:
        if child.marker is not None and child.children and child.paragraph is not None:
            families[child.marker.family].append(child)
    found: dict[int, AgencyLine] = {}
    for sisters in families.values():
        unknown = [sister for sister in sisters if find_agency_line(text, sister.words) is None]
        if len(sisters) - len(unknown) >= max(_FEWEST, len(unknown)):
            found.update({sister.ordinal: line for sister in unknown if (line := _whole_line(text, sister.words))})
    return found


def _whole_line(text: str, words: Span) -> AgencyLine | None:
    span = words.strip(text, " .:;\n")
    printed = span.cut(text)
    listed = starts_with_agency(text, span.start, span.end)
    plain = not re.search(r"[:.(]", printed) and len(printed.split()) <= _LONGEST
    if listed is None or not plain or has_directive(text[listed.end : span.end]):
        return None
    pieces: list[Span] = []
    start = span.start
    for match in _BETWEEN.finditer(text, span.start, span.end):
        pieces.append(Span(start, match.start()))
        start = match.end()
    pieces.append(Span(start, span.end))
    return AgencyLine(tuple(_named(text, piece) for piece in pieces), rule="agency_line.sister")


def _named(text: str, piece: Span) -> AgencyRef:
    name = clean(piece.cut(text))
    return AgencyRef(name, (piece,), "group" if name.lower().startswith("các ") else "agency", rule="agency.sister")
