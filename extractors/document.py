"""What an extractor is given: one NFC text with its lines, tables and furniture, and the way back to the source.

``Document.text`` holds the body in reading order and, after it, the furniture (page numbers, running heads, stamps,
web menus), so that a sentence over a page break is one piece of text and yet no character of the file is lost.
All positions are code points of ``Document.text``; all lengths on a page are points from its top left corner.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Column = Literal["body", "left", "right"]
FurnitureKind = Literal["page_number", "running_head", "stamp", "web", "footnote", "deleted", "other"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points of ``Document.text``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def cut(self, text: str) -> str:
        """The words of this span of ``text``."""
        return text[self.start : self.end]

    def strip(self, text: str, characters: str | None = None) -> Span:
        """This span without the given characters (white space by default) at its two ends."""
        words = self.cut(text)
        left = len(words) - len(words.lstrip(characters))
        kept = len(words.strip(characters))
        return Span(self.start + left, self.start + left + kept)


def cover(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of ``spans`` (ValueError where there is none)."""
    found = list(spans)
    return Span(min(s.start for s in found), max(s.end for s in found))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the top left corner of the page as it is shown.

    Those of lines and tables on a scan: of the page as it was straightened.
    """

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its 1-based number, its size in points, and what kept it from being read, if anything.

    ``recognised``: how sure the recognition of its picture is (mean of its letters); None for the file's own text.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    problem: str | None = None
    recognised: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (PDF, TXT) or one whole paragraph (DOCX) of the body.

    ``whole``: the format itself ends the paragraph here, so the next line is never its continuation.
    ``column``: the side of a two-column header or foot that the line stands in.
    """

    span: Span
    page: int | None = None
    box: Box | None = None
    bold: bool = False
    centred: bool = False
    whole: bool = False
    column: Column = "body"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table at its top left grid position; a merged cell is one cell with spans above 1."""

    row: int
    column: int
    span: Span
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    box: Box | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as one page (PDF) or one table element (DOCX) shows it; joining over pages is the extractors' work.

    ``column_edges``: x of the vertical rules (columns + 1 numbers, in points), empty where the format has no geometry.
    ``ruled``: lines are drawn around its cells (a table made of aligned words alone has none). ``drawn``: how many rows
    its level rules part, counted apart from the cells; None where the format names its rows itself.
    """

    span: Span
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    page: int | None = None
    box: Box | None = None
    column_edges: tuple[float, ...] = ()
    ruled: bool = True
    drawn: int | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text of the file that belongs to no sentence of the plan: kept at the end of the text, never read as a task."""

    kind: FurnitureKind
    span: Span
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """A part of the file that could not be read; ``message`` is Vietnamese and says what the user can do.

    ``is_doubt``: it was read, but may not say what was typed (Excel's dates): the file counts as read.
    """

    code: str
    message: str
    page: int | None = None
    is_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Hints:
    """Facts that the file states outside its text.

    ``signed_on``: day of the first digital signature. ``signers``: names on the signature certificates.
    ``portal``: label → value pairs of a portal's metadata block (``Số hiệu`` → ``185/KH-UBND``).
    """

    signed_on: date | None = None
    signers: tuple[str, ...] = ()
    portal: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WordBoxes:
    """Where the words stand: parallel arrays sorted by ``starts`` (code points), boxes in points.

    ``confidences``: how sure the recognition is of each (0..1); empty where no word was recognised from a picture.
    """

    starts: array[int] = field(default_factory=lambda: array("l"))
    ends: array[int] = field(default_factory=lambda: array("l"))
    boxes: tuple[Box, ...] = ()
    confidences: array[float] = field(default_factory=lambda: array("f"))

    def within(self, span: Span) -> Iterator[Box]:
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end)
        yield from self.boxes[first:last]

    def confidence(self, span: Span, figures_of: str | None = None) -> float:
        """The least confidence of a word of ``span``; 1.0 where none of them was recognised from a picture.

        ``figures_of``: the document's text, to judge the words with a figure alone.
        """
        if not self.confidences:
            return 1.0
        first, last = bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)
        judged = (
            self.confidences[index]
            for index in range(first, last)
            if figures_of is None or any(c.isdigit() for c in figures_of[self.starts[index] : self.ends[index]])
        )
        return min(judged, default=1.0)

    def mean_confidence(self, spans: Iterable[Span]) -> float:
        """The mean confidence of the letters of all words of ``spans``; 1.0 where none was recognised."""
        total = letters = 0.0
        for span in spans if self.confidences else ():
            for index in range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)):
                length = self.ends[index] - self.starts[index]
                total, letters = total + self.confidences[index] * length, letters + length
        return total / letters if letters else 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """One plan as one text.

    ``source``: the characters as the reader found them, before any repair. ``offsets[i]`` is the place in ``source``
    that character ``i`` of ``text`` was made from (one more entry than ``text`` has characters; never decreasing
    within a line). ``body`` holds lines and tables in reading order.
    """

    text: str
    format: str = "txt"
    source: str = ""
    offsets: array[int] = field(default_factory=lambda: array("l"))
    pages: tuple[Page, ...] = ()
    body: tuple[Line | Table, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    words: WordBoxes = field(default_factory=WordBoxes)
    problems: tuple[ReadProblem, ...] = ()
    hints: Hints = Hints()

    def words_of(self, spans: Iterable[Span]) -> str:
        """The verbatim words of one or more spans, in their order, joined by a line break."""
        return "\n".join(span.cut(self.text) for span in spans)

    def page_of(self, span: Span) -> int | None:
        """The 1-based page of the first character of ``span``; None for formats without pages."""
        for item in self.body:
            if isinstance(item, Table) and item.span.start <= span.start < item.span.end:
                inside = [c for c in item.cells if c.span.start <= span.start < max(c.span.end, c.span.start + 1)]
                return inside[0].page if inside else item.page
            if item.span.start <= span.start < item.span.end:
                return item.page
        for piece in self.furniture:
            if piece.span.start <= span.start < piece.span.end:
                return piece.page
        return None

    def boxes_of(self, span: Span) -> list[Box]:
        """One box a line of ``span`` on each page it touches: the words' boxes, joined while they share a line."""
        lines: list[Box] = []
        for box in self.words.within(span):
            last = lines[-1] if lines else None
            same_line = last is not None and last.page == box.page and abs(last.bottom - box.bottom) < 3
            if last is not None and same_line and box.x0 >= last.x0:
                lines[-1] = Box(
                    last.page, last.x0, min(last.top, box.top), max(last.x1, box.x1), max(last.bottom, box.bottom)
                )
            else:
                lines.append(box)
        return lines

    def source_span(self, span: Span) -> Span:
        """The place in ``source`` that ``span`` was made from."""
        if not self.offsets:
            return span
        return Span(self.offsets[span.start], max(self.offsets[span.start], self.offsets[span.end]))
