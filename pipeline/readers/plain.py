"""Plain text (.txt): typed, extracted from PDF, or copied from a web page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from extractors.document import Document, FurnitureKind, Page, ReadProblem
from pipeline.readers.builder import DocumentBuilder
from pipeline.readers.page_notes import find_notes
from pipeline.readers.text_decoding import decode, find_lost_letters
from pipeline.readers.typed_tables import TypedTable, add_typed_table, place_typed
from pipeline.readers.web_furniture import find_web_parts

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_PAGE_NUMBER = re.compile(r"^\s*(?:[-–—]\s*)?(\d{1,4})(?:\s*[-–—])?\s*$")
_PAGE_OF_PAGES = re.compile(r"^\s*trang\s+\d+\s*(?:/|trên)\s*\d+\s*$", re.IGNORECASE)
_CUT = re.compile(r"\s*\\?[\[(]\s*(?:\.{3,}|…)\s*\\?[\])]\s*")
_PAGE_LENGTH = 15  # filled lines that a page has at least: nearer digits are rows of a table


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as typed, white space at its ends too; ``page`` is None where the file has no page breaks."""

    words: str
    page: int | None = None
    bold: bool = False
    whole: bool = False


def read_text(path: Path) -> Document:
    """The text file at ``path`` as a Document: one line a typed line; form feeds are page breaks.

    Raises ReadError (empty_file, garbled_text) with a Vietnamese message.
    """
    builder = DocumentBuilder("txt")
    text = decode(path.read_bytes())
    builder.problems.extend(find_lost_letters(text))
    lines = [_without_bold_signs(line) for line in split_lines(text)]
    lay_out(builder, lines)
    builder.problems.extend(find_cut_end(lines))
    builder.pages = [Page(number) for number in sorted({line.page for line in lines if line.page is not None})]
    return builder.build()


def split_lines(text: str) -> list[TextLine]:
    """The lines of ``text`` with the pages that form feeds make of it; a form feed at the end opens no page."""
    sheets = text.split("\f")
    while len(sheets) > 1 and not sheets[-1].strip():
        sheets.pop()
    numbered = len(sheets) > 1
    return [
        TextLine(line, number if numbered else None)
        for number, sheet in enumerate(sheets, 1)
        for line in _LINE_END.split(sheet)
    ]


def lay_out(builder: DocumentBuilder, lines: Sequence[TextLine]) -> None:
    """Add ``lines`` to the body in reading order, and what is no part of the document as furniture."""
    web = find_web_parts([line.words for line in lines])
    page_numbers = frozenset(_page_numbers(lines))
    notes = _footnotes(lines, page_numbers)
    kinds: dict[int, FurnitureKind] = {
        **dict.fromkeys(notes, "footnote"),
        **dict.fromkeys(page_numbers, "page_number"),
        **web.kinds,
    }
    kept = ["" if number in kinds else line.words for number, line in enumerate(lines)]
    for placed in place_typed(kept):
        if isinstance(placed, TypedTable):
            add_typed_table(builder, placed, lines[placed.first].page)
            continue
        line = lines[placed.line]
        builder.line(placed.words.strip(), page=line.page, bold=line.bold, whole=line.whole, column=placed.column)
    for number, kind in sorted(kinds.items()):
        builder.furniture(kind, lines[number].words.strip(), page=lines[number].page)
    builder.hints = replace(builder.hints, portal=(*builder.hints.portal, *web.portal))


def find_cut_end(lines: Sequence[TextLine]) -> tuple[ReadProblem, ...]:
    """The problem to report where the last line is ``[...]``: who copied the text left the rest out."""
    last = next((line.words for line in reversed(lines) if line.words.strip()), "")
    if not _CUT.fullmatch(last):
        return ()
    return (ReadProblem("text_cut", f"Văn bản trong tệp bị cắt ở cuối (“{last.strip()}”): hãy xin lại bản đầy đủ."),)


def _without_bold_signs(line: TextLine) -> TextLine:
    words = _BOLD.sub(r"\1", line.words)
    return replace(line, words=words, bold=bool(_BOLD.fullmatch(line.words.strip())))


def _footnotes(lines: Sequence[TextLine], page_numbers: Collection[int]) -> Iterator[int]:
    """The lines of footnotes; only page breaks say where the foot of a page is."""
    for page, group in groupby(range(len(lines)), key=lambda number: lines[number].page):
        numbers = [number for number in group if number not in page_numbers]
        if page is not None:
            yield from (numbers[place] for place in find_notes([lines[number].words for number in numbers]))


def _page_numbers(lines: Sequence[TextLine]) -> Iterator[int]:
    """The lines that hold a page number alone: at the edge of a page, or counting up a page's length apart."""
    filled = [number for number, line in enumerate(lines) if line.words.strip()]
    yield from (number for number in filled if _PAGE_OF_PAGES.match(lines[number].words))
    if any(line.page for line in lines):
        yield from (number for number in _edges(lines, filled) if _PAGE_NUMBER.match(lines[number].words))
        return
    digits = [
        (place, number, int(match[1]))
        for place, number in enumerate(filled)
        if (match := _PAGE_NUMBER.match(lines[number].words))
    ]
    for index, (place, number, count) in enumerate(digits):
        neighbours = [*digits[max(0, index - 1) : index], *digits[index + 1 : index + 2]]
        counts_on = any(
            abs(place - p) >= _PAGE_LENGTH and (count - c == 1) == (place > p) and abs(count - c) == 1
            for p, _, c in neighbours
        )
        near = any(abs(place - p) < _PAGE_LENGTH for p, _, _ in neighbours)
        if counts_on and not near:
            yield number


def _edges(lines: Sequence[TextLine], filled: Sequence[int]) -> Iterator[int]:
    """The first and the last filled line of every page."""
    for index, number in enumerate(filled):
        page = lines[number].page
        is_first = index == 0 or lines[filled[index - 1]].page != page
        is_last = index + 1 == len(filled) or lines[filled[index + 1]].page != page
        if is_first or is_last:
            yield number
