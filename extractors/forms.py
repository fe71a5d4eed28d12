"""Blank forms that a plan carries for others to fill in (``Mẫu số 01``, a report of ``UBND XÃ …`` with ``Số: …/BC-…``).

A form looks like a document of its own, with national title, number line and signature, and its headings are those of
plans; but it assigns nothing, so nothing of it is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document import Table
from extractors.head_lines import is_foot_line, is_form_mark
from extractors.heads import find_heads
from extractors.markers import read_markers
from extractors.paragraphs import Paragraph
from extractors.text import clean, fold

_ABOVE = 4  # lines between the mark of an annex and the head of the form in it
_BLANK = re.compile(r"[.…_]{3,}|…")
_TITLE_OF_FORM = re.compile(r"\b(?:bao cao|de cuong|phieu|bien ban|don|danh sach|tong hop|thong ke)\b")
_ATTACHED = re.compile(r"\bkem theo\b")


def find_forms(text: str, pieces: Sequence[Paragraph | Table]) -> frozenset[int]:
    """The places of all paragraphs and tables that belong to blank forms; never the document's own head."""
    first = next((n for n, piece in enumerate(pieces) if _closes(text, piece)), None)
    if first is None:
        return frozenset()
    words = [clean(piece.span.cut(text)) if len(piece.span) < 300 else "" for piece in pieces]
    starts = {
        _with_marks(text, pieces, words, head.start, first)
        for head in find_heads(text, pieces)
        if head.form and head.start > first
    }
    starts |= {n for n in range(first + 1, len(pieces)) if _is_titled_form(words, n)}
    found: set[int] = set()
    for start in sorted(starts - {0}):
        if start not in found:
            found.update(range(start, _end(text, pieces, words, start)))
    return frozenset(found)


def _closes(text: str, piece: Paragraph | Table) -> bool:
    """The end of the text or the first annex: forms come after it."""
    return isinstance(piece, Paragraph) and (is_foot_line(clean(piece.span.cut(text))) or _is_annex(text, piece))


def _is_annex(text: str, piece: Paragraph | Table) -> bool:
    if not isinstance(piece, Paragraph) or piece.column != "body":
        return False
    return any(mark.family == "annex" for mark in read_markers(text, piece.span))


def _is_titled_form(words: Sequence[str], place: int) -> bool:
    """``Mẫu số 01`` or ``ĐỀ CƯƠNG BÁO CÁO`` over a report or over blanks."""
    if not is_form_mark(words[place]) or fold(words[place]).startswith("bieu"):
        return False
    below = words[place : place + 8]
    return any(_BLANK.search(line) or (line.isupper() and _TITLE_OF_FORM.search(fold(line))) for line in below)


def _with_marks(text: str, pieces: Sequence[Paragraph | Table], words: Sequence[str], start: int, first: int) -> int:
    """The start of the form with the lines that announce it: ``Phụ lục II``, ``MẪU BÁO CÁO``, ``(Kèm theo …)``."""
    marked = start
    for place in range(start - 1, max(first - 1, start - _ABOVE - 1), -1):
        if is_foot_line(words[place]) or not words[place]:
            break
        if is_form_mark(words[place]) or _is_annex(text, pieces[place]):
            marked = place
    return marked


def _end(text: str, pieces: Sequence[Paragraph | Table], words: Sequence[str], start: int) -> int:
    """Where the next annex begins; an annex of the report to be written (``Kèm theo Báo cáo số …``) is the form's."""
    for place in range(start + 1, len(pieces)):
        if place - start > _ABOVE and _is_annex(text, pieces[place]):
            below = words[place : place + 4]
            if not any(_ATTACHED.search(fold(line)) and _BLANK.search(line) for line in below):
                return place
    return len(pieces)
