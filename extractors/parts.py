"""Several documents in one file: a letter that forwards a plan, a telegram with a letter, decisions scanned in a row.

A new document begins where another head of its own stands: with another number, another issuing body or another date
than the one before, whose recipients and signature come first. Not with the plan that a decision issues (its number,
date and signer are the decision's, R22), not with an annex, and not with a form that is to be filled in: these stay
parts of their document.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.document import Box, Document, Hints, Line, Span, Table, WordBoxes
from extractors.heads import Head, Item, ends_document, find_heads

_ISSUING = ("QUYẾT ĐỊNH", "NGHỊ QUYẾT")
_NEVER_ISSUED = ("QUYẾT ĐỊNH", "CÔNG ĐIỆN", "GIẤY MỜI", "TỜ TRÌNH", "CHỈ THỊ", "THÔNG BÁO")


def split_documents(document: Document) -> tuple[Document, ...]:
    """The documents of a file in their order; ``(document,)`` where it holds one.

    Page numbers stay those of the file. Each line, table and piece of furniture goes to exactly one of them.
    """
    starts = find_starts(document.text, document.body)
    if not starts:
        return (document,)
    edges = [0, *starts, len(document.body)]
    return tuple(_part(document, first, last, number) for number, (first, last) in enumerate(pairwise(edges)))


def find_starts(text: str, items: Sequence[Item]) -> list[int]:
    """The places in ``items`` where a second, third … document begins."""
    starts: list[int] = []
    current: Head | None = None
    begin = 0
    for head in find_heads(text, items):
        if _begins_document(text, head, current, begin, items):
            starts.append(head.start)
            current, begin = head, head.start
        elif current is None and not head.form:
            current = head
    return starts


def _begins_document(text: str, head: Head, current: Head | None, begin: int, items: Sequence[Item]) -> bool:
    """Does ``head`` begin another document than the one that began at ``begin``, whose own head is ``current``?"""
    before = items[begin : head.start]
    if head.form or not before or _repeats(head, current):
        return False
    ended = ends_document(text, before)
    if head.numbered:
        assert head.number is not None
        own = head.number.state == "whole" or head.titled
        if head.attached and head.number.state != "whole":
            return False  # "(Kèm theo Quyết định số …)": the number misread is the decision's
        tops = current is not None and current.numbered and _tops_page(items, head.start)
        return own and (ended or tops) and (head.says_what or head.dated)
    if head.attached or not ended or not head.titled or not head.named or not head.says_what:
        return False
    if _is_issued_by(head, current):
        return False
    # A draft has its symbol (Số:    /KH-UBND); what has neither number nor symbol must at least be dated.
    return (head.number is not None and head.number.symbol is not None) or head.dated


def _repeats(head: Head, current: Head | None) -> bool:
    """The head of the document itself once more, as on annexes and on the plan that a decision issues."""
    if current is None or head.number is None or current.number is None:
        return False
    return head.number.number is not None and head.number.number == current.number.number


def _is_issued_by(head: Head, current: Head | None) -> bool:
    """A plan, programme or regulation right behind a decision and without a number: the decision issues it."""
    return current is not None and current.kind in _ISSUING and head.kind not in _NEVER_ISSUED


def _tops_page(items: Sequence[Item], place: int) -> bool:
    return items[place].page is not None and items[place - 1].page != items[place].page


def _part(document: Document, first: int, last: int, number: int) -> Document:
    """The document that the body from ``first`` to ``last`` is, with the furniture, pages and problems of its pages."""
    body = document.body[first:last]
    furniture_start = min((piece.span.start for piece in document.furniture), default=len(document.text))
    start = body[0].span.start if number else 0
    end = document.body[last].span.start if last < len(document.body) else furniture_start
    begins = body[0].page
    ends = document.body[last].page if last < len(document.body) else None  # the page that the next one begins on

    def here(page: int | None) -> bool:
        """What stands on no page goes with the first document; a page that two share, with the earlier one."""
        if page is None or begins is None:
            return number == 0
        after_last = ends is not None and (page > ends or (page == ends and _tops_page(document.body, last)))
        shared = number > 0 and not _tops_page(document.body, first) and page == begins
        return (number == 0 or page >= begins) and not after_last and not shared

    cutter = _Cutter(document)
    shift = cutter.keep(Span(start, end))
    lines = tuple(_moved(item, shift) for item in body)
    pieces = []
    for piece in document.furniture:
        if here(piece.page):
            offset = cutter.keep(piece.span)
            cutter.end_line()
            pieces.append(replace(piece, span=_shifted(piece.span, offset)))
    last_page = body[-1].page
    return replace(
        document,
        text="".join(cutter.text),
        source="".join(cutter.source),
        offsets=cutter.all_offsets(),
        pages=tuple(p for p in document.pages if here(p.number) or begins == p.number or last_page == p.number),
        body=lines,
        furniture=tuple(pieces),
        words=cutter.words(),
        problems=tuple(p for p in document.problems if p.page is None or here(p.page) or p.page == begins),
        hints=document.hints if number == 0 else Hints(),  # signatures and a portal's block are those of the file
    )


def _shifted(span: Span, shift: int) -> Span:
    return Span(span.start + shift, span.end + shift)


def _moved(item: Line | Table, shift: int) -> Line | Table:
    if isinstance(item, Line):
        return replace(item, span=_shifted(item.span, shift))
    cells = tuple(replace(cell, span=_shifted(cell.span, shift)) for cell in item.cells)
    return replace(item, span=_shifted(item.span, shift), cells=cells)


class _Cutter:
    """Collects pieces of a document with their offsets into the source and the boxes of their words."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text: list[str] = []
        self.source: list[str] = []
        self.offsets = array("l")
        self.starts, self.ends = array("l"), array("l")
        self.boxes: list[Box] = []
        self.confidences = array("f")
        self._length = 0
        self._source_length = 0

    def keep(self, span: Span) -> int:
        """Take the text of ``span`` over; gives how far its places move."""
        shift = self._length - span.start
        self.text.append(span.cut(self.document.text))
        self._length += len(span)
        old = self.document.offsets
        if old:
            first, last = old[span.start], old[span.end]
            self.source.append(self.document.source[first:last])
            self.offsets.extend(place - first + self._source_length for place in old[span.start : span.end])
            self._source_length += last - first
        words = self.document.words
        for index in range(bisect_left(words.starts, span.start), bisect_left(words.starts, span.end)):
            self.starts.append(words.starts[index] + shift)
            self.ends.append(words.ends[index] + shift)
            self.boxes.append(words.boxes[index])
            self.confidences.extend(words.confidences[index : index + 1])
        return shift

    def words(self) -> WordBoxes:
        return WordBoxes(self.starts, self.ends, tuple(self.boxes), self.confidences)

    def end_line(self) -> None:
        self.text.append("\n")
        self._length += 1
        if self.document.offsets:
            self.source.append("\n")
            self.offsets.append(self._source_length)
            self._source_length += 1

    def all_offsets(self) -> array[int]:
        if self.document.offsets:
            self.offsets.append(self._source_length)
        return self.offsets
