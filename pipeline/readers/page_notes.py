"""Footnotes printed at the bottom of a text page: ``1 Các quy định của Luật ...`` below ``... khoáng sản1.``

Left where they stand they would cut a sentence that goes on over the page, and be read as numbered paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from extractors.syllables import is_syllable

# A mark is a number set against a word or its closing sign: "khoáng sản1.", "(sau sáp nhập)2", "Nghị quyết”3,".
_MARK = re.compile(r"(?:(?P<word>[^\W\d_]{2,})[”\")\]]?|[”\")\]])(?P<number>\d{1,2})(?![\w/%]|[.,]\d)")
_NOTE = re.compile(r"^\s*(\d{1,2})\s+(?=[^\W\d_]|[“\"(])")
_MOST = 0.5  # of the lines of a page: more than that is no foot of it, but a numbered list or table


def find_notes(lines: Sequence[str]) -> Iterator[int]:
    """The numbers of the ``lines`` of one page that are its footnotes: from the first note to the foot of the page.

    A line counts as a note only where its number stands as a mark at a word above it.
    """
    composed = [unicodedata.normalize("NFC", line) for line in lines]
    filled = [number for number, line in enumerate(composed) if line.strip()]
    first = _first_note(composed)
    notes = [number for number in filled if first is not None and number >= first]
    if len(notes) <= _MOST * len(filled):
        yield from notes


def _first_note(lines: Sequence[str]) -> int | None:
    """The place of the uppermost note: the last numbered line with a mark, or those that count down to 1 above it."""
    marks = _marks(lines)
    first: int | None = None
    wanted: int | None = None
    numbered = [(place, int(match[1])) for place, line in enumerate(lines) if (match := _NOTE.match(line))]
    for place, number in reversed(numbered):
        if number in marks and marks[number] < place and wanted in (None, number):
            first, wanted = place, number - 1
    if first is None or wanted is None:
        return None
    after = [number for place, number in numbered if place > first]
    is_list = wanted + 2 in after and wanted + 2 not in marks  # rows 1, 2, 3 of which only the 1 is also a mark
    return None if is_list else first


def _marks(lines: Sequence[str]) -> dict[int, int]:
    """Number of a mark → the first line that has it."""
    marks: dict[int, int] = {}
    for place, line in enumerate(lines):
        for match in _MARK.finditer(line):
            word = match["word"]
            if word is None or (is_syllable(word) and not (word.isascii() and word.isupper())):  # not km2, not CO2
                marks.setdefault(int(match["number"]), place)
    return marks
