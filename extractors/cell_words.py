"""The words of a cell that may stand in several pieces (a page break cut it), read as one and traced back to each.

``Sở Tài`` at the foot of a page and ``chính`` at the head of the next are one name with two places.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from extractors.agencies import parse_agencies
from extractors.authority import agency_words
from extractors.document import Span
from extractors.records import Agencies, AgencyRef

# "Sở Y tế chủ trì; Sở Nội vụ phối hợp", "Sở Y tế (chủ trì), Sở Nội vụ (phối hợp)": each agency with its duty.
_DUTY = re.compile(r";|\n(?=\s*[-–+•])|(?:(?<=chủ trì)|(?<=phối hợp)|(?<=chủ trì\))|(?<=phối hợp\)))\s*[,\n]")
_HELPS = re.compile(
    r"\s*(?:[-–+•]\s*)?(?P<who>[^:]+?)\s*(?::\s*(?:phối\s+hợp|hỗ\s+trợ|tham\s+gia|cung\s+cấp)\b.*"
    r"|\s\(?(?:cùng\s+)?phối\s+hợp(?:\s+thực\s+hiện)?\)?[.\s]*)",
    re.DOTALL,
)
_LEADS = re.compile(r"\s*(?:[-–+•]\s*)?(?P<who>[^:]+?)(?:\s*:.*|\s+\(?chủ\s+trì\)?[.\s]*)?", re.DOTALL)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_PHONE = re.compile(r"(?<!\w)(?:sđt|đt|điện thoại)(?!\w)|(?<!\d)0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}(?!\d)", re.IGNORECASE)
_LINE_END = re.compile(r"\n\s*")
_MARK = re.compile(r"[-–+•]\s")
_IN_ORDER = re.compile(r";|\n(?=\s*[-–+•])")
_PARTNERS = re.compile(r"\s*(?:,\s*)?(?:chủ\s+trì\s*,?\s*)?phối\s+hợp\b")


@cache
def _full_name() -> re.Pattern[str]:
    surnames = "|".join(agency_words()["surnames"])
    return re.compile(rf"(?:[-–+•]\s*)?(?:{surnames})(?:\s+[^\W\d_a-zà-ỹđ][^\W\d_]*){{1,4}}\s*[,;.]?")


@dataclass(frozen=True, slots=True)
class CellWords:
    """``text``: the pieces of a cell, a line end between them; ``spans``: where they stand in the document."""

    text: str
    spans: tuple[Span, ...]

    def back(self, span: Span) -> tuple[Span, ...]:
        """The places in the document of a stretch of ``text``; a stretch over a cut has two."""
        starts = list(accumulate((len(piece) + 1 for piece in self.spans), initial=0))
        found = []
        for number in range(bisect_right(starts, span.start) - 1, len(self.spans)):
            piece, start = self.spans[number], starts[number]
            first, last = max(span.start - start, 0), min(span.end - start, len(piece))
            if first < last:
                found.append(Span(piece.start + first, piece.start + last))
        return tuple(found)

    def agencies(self, start: int = 0, end: int | None = None) -> Agencies:
        """The agencies of the whole cell, or of a stretch of it; no name goes on over a blank line."""
        stretch = Span(start, len(self.text) if end is None else end)
        lines = [line for group in self.groups(stretch) for line in self._persons(group)]
        return self.traced(ref for line in lines for ref in parse_agencies(self.text, line))

    def traced(self, refs: Iterable[AgencyRef]) -> Agencies:
        """Agencies found in ``text`` with their places in the document."""
        return tuple(replace(ref, spans=tuple(p for span in ref.spans for p in self.back(span))) for ref in refs)

    def groups(self, stretch: Span | None = None) -> list[Span]:
        """The parts of the cell that blank lines keep apart."""
        whole = stretch or Span(0, len(self.text))
        whole = Span(whole.start, max(whole.start, min(whole.end, _contacts_from(self.text))))
        blanks = list(_BLANK_LINES.finditer(self.text, whole.start, whole.end))
        starts, ends = [whole.start, *(m.end() for m in blanks)], [*(m.start() for m in blanks), whole.end]
        parts = (Span(a, b).strip(self.text) for a, b in zip(starts, ends, strict=True))
        return [part for part in parts if len(part)]

    def _persons(self, part: Span) -> list[Span]:
        """The lines of a part that are a person's full name each (``Trần Thị Hoa`` over ``Lê Văn Hùng``), else it."""
        lines = [Span(m.start(), m.end()).strip(self.text) for m in _LINE.finditer(self.text, part.start, part.end)]
        named = all(_full_name().fullmatch(line.cut(self.text)) for line in lines)
        return lines if named and len(lines) > 1 else [part]


def _contacts_from(text: str) -> int:
    """Where the persons to call begin below an agency (``Sở Y tế⏎- PGĐ …; SĐT 09…⏎- Phòng Nghiệp vụ Y``)."""
    phone = _PHONE.search(text)
    lines = [match.end() for match in _LINE_END.finditer(text, 0, phone.start())] if phone is not None else []
    return next((start for start in lines if _MARK.match(text, start)), lines[-1] if lines else len(text))


def cell_words(text: str, spans: Sequence[Span]) -> CellWords:
    """The words at ``spans`` as one text."""
    return CellWords("\n".join(span.cut(text) for span in spans), tuple(spans))


def read_who(text: str, spans: Sequence[Span], *, in_order: bool = False) -> tuple[Agencies, Agencies]:
    """Who leads and who helps by a cell of leads: ``A``, ``A phối hợp với B``, ``A chủ trì; B phối hợp``.

    ``in_order``: the column is headed "Đơn vị chủ trì, phối hợp", so ``A; B, C`` names first who leads.
    """
    words = cell_words(text, spans)
    duties = list(_duties(words))
    if any(helps for _, helps in duties):
        leads = tuple(ref for span, helps in duties if not helps for ref in words.agencies(span.start, span.end))
        partners = tuple(ref for span, helps in duties if helps for ref in words.agencies(span.start, span.end))
        return leads, partners
    helped = _PARTNERS.search(words.text)
    helped = helped or (_IN_ORDER.search(words.text) if in_order else None)
    if helped is None:
        return words.agencies(), ()
    return words.agencies(0, helped.start()), words.agencies(helped.start())


def _duties(words: CellWords) -> Iterator[tuple[Span, bool]]:
    """The agencies of each part of a cell, and whether they help by it."""
    ends = [match.start() for match in _DUTY.finditer(words.text)] + [len(words.text)]
    starts = [0] + [match.end() for match in _DUTY.finditer(words.text)]
    for start, end in zip(starts, ends, strict=True):
        helps = _HELPS.fullmatch(words.text, start, end)
        match = helps or _LEADS.fullmatch(words.text, start, end)
        if match is not None:
            yield Span(match.start("who"), match.end("who")), helps is not None
