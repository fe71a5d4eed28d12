"""Words with their places from one PDF page.

What PDFium does not give is worked out here: words that are one although drawn in parts, raised footnote marks, words
that stand sideways in a narrow table head.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.document import Box
from pipeline.readers.pdf_glyphs import Glyph, PageFrame, PageGlyphs
from pipeline.readers.pdfium import PdfPage

_CHUNKS = re.compile(r"\S+")
_PLAIN = re.compile(r"[^\W\d_]+[,.;:]?")
_WIDEST = 0.9  # of the height: no letter but a capital M or W is wider
_ASCENT, _DESCENT = 0.89, 0.22  # of the font size: the box of a word in the text fonts of office software
_GAP = 0.25  # of the font size: a wider gap parts two words although no space is printed
_JUMP = 0.12  # of the font size: a higher step of the baseline starts a new piece (raised mark, next line)


@dataclass(frozen=True, slots=True)
class PageWord:
    """A printed word. ``glued``: it follows the previous word of the file without a space (a superscript mark).

    ``annotation``: number of the annotation that draws it, None for the page's own text. ``confidence``: how sure the
    recognition is of a word read from a picture.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool = False
    glued: bool = False
    annotation: int | None = None
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def height_middle(self) -> float:
        return (self.top + self.bottom) / 2

    def box(self, page: int) -> Box:
        return Box(page, self.x0, self.top, self.x1, self.bottom)


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words of a page in the order of the file.

    ``invisible``: its characters are not drawn (they lie under a picture); ``characters``: all of them, as PDFium lists
    them.
    """

    words: tuple[PageWord, ...]
    frame: PageFrame
    invisible: bool = False
    characters: str = ""


def read_words(page: PdfPage, after: TextLayer | None = None) -> TextLayer:
    """The words of ``page`` in the order of the file; only those that came after ``after``, if that is given."""
    textpage = page.get_textpage()
    try:
        glyphs = PageGlyphs(page, textpage)
        skip = 0
        if after is not None and glyphs.characters.startswith(after.characters):
            skip = len(after.characters)
        words = tuple(_words(glyphs, skip))
        return TextLayer(words, glyphs.frame, glyphs.fonts.mostly_invisible(), glyphs.characters)
    finally:
        textpage.close()


def join(left: PageWord, right: PageWord) -> PageWord:
    """One word out of two that were drawn apart; style and baseline are the longer part's."""
    main = left if len(left.text) >= len(right.text) else right
    return replace(
        main,
        text=left.text + right.text,
        x0=min(left.x0, right.x0),
        top=min(left.top, right.top),
        x1=max(left.x1, right.x1),
        bottom=max(left.bottom, right.bottom),
        glued=left.glued,
        annotation=right.annotation if left.annotation is None else left.annotation,
        confidence=min(left.confidence, right.confidence),
    )


def _words(glyphs: PageGlyphs, skip: int) -> Iterator[PageWord]:
    """Characters from ``skip`` on → words: broken at spaces, gaps, jumps and changes of size."""
    sideways: PageWord | None = None
    for chunk in _CHUNKS.finditer(glyphs.characters, skip):
        first, end = chunk.span()
        head = glyphs.read(first)
        tail = _plain_tail(glyphs, chunk.group(), first, head)
        boxes = [head, tail] if tail else [head, *(glyphs.read(index) for index in range(first + 1, end))]
        if not tail and _is_sideways(boxes):
            word = _sideways_word(glyphs, chunk.group(), first)
            if sideways is not None and _same_heading(sideways, word):
                word = replace(join(sideways, word), text=f"{sideways.text} {word.text}")
            elif sideways is not None:
                yield sideways
            sideways = word
            continue
        if sideways is not None:
            yield sideways
            sideways = None
        if tail:
            yield _word(glyphs, chunk.group(), boxes, first, glued=False)
        else:
            yield from _pieces(glyphs, first, boxes)
    if sideways is not None:
        yield sideways


def _is_sideways(boxes: list[Glyph]) -> bool:
    """Whether letters stand one above the other, as in a narrow table head."""
    return len(boxes) > 1 and abs(boxes[1][0] - boxes[0][0]) < 0.2 and abs(boxes[1][2] - boxes[0][2]) > 1.0


def _plain_tail(glyphs: PageGlyphs, text: str, first: int, head: Glyph) -> Glyph | None:
    """The last character of a word of letters that is all of one piece, which most are; else None.

    Reading the boxes is most of the time that a page takes; footnote marks and figures need all of them.
    """
    if len(text) < 3 or not _PLAIN.fullmatch(text):
        return None
    tail = glyphs.read(first + len(text) - 1)
    width, height = tail[1] - head[0], head[3]
    even = abs(head[2] - tail[2]) < _JUMP * height and 0.8 < tail[3] / height < 1.2
    return tail if even and 0 < width < _WIDEST * height * len(text) else None


def _pieces(glyphs: PageGlyphs, first: int, boxes: list[Glyph]) -> Iterator[PageWord]:
    """The words in a run of characters without a space."""
    characters = glyphs.characters
    start, glued = 0, False
    for place in range(1, len(boxes)):
        cut = _cut(boxes[start], boxes[place - 1], boxes[place])
        if cut == "step?":
            cut = _step(glyphs.exact(first + start), glyphs.exact(first + place))
        if cut and not unicodedata.combining(characters[first + place]):
            text = characters[first + start : first + place]
            yield _word(glyphs, text, boxes[start:place], first + start, glued)
            start, glued = place, cut == "step"
    yield _word(glyphs, characters[first + start : first + len(boxes)], boxes[start:], first + start, glued)


def _cut(head: Glyph, last: Glyph, glyph: Glyph) -> str:
    """Whether ``glyph`` starts a word: ``gap`` (is elsewhere), ``step?`` (right there, higher or smaller), or ""."""
    height = head[3] or 1.0
    gap, rise = glyph[0] - last[1], abs(glyph[2] - head[2])
    if not (-0.5 * height < gap < _GAP * height and rise < height):
        return "gap"
    return "step?" if rise > _JUMP * height or not 0.8 < glyph[3] / height < 1.2 else ""


def _step(head: tuple[float, float], here: tuple[float, float]) -> str:
    """Whether two neighbours of one drawn word differ in baseline or size as a raised mark does."""
    size = max(head[1], here[1], 1.0)
    return "step" if abs(head[0] - here[0]) > _JUMP * size or min(head[1], here[1]) < 0.8 * size else ""


def _word(glyphs: PageGlyphs, text: str, boxes: list[Glyph], first: int, glued: bool) -> PageWord:
    baseline, size = glyphs.exact_alike(boxes[0], first)
    return PageWord(
        text=text,
        x0=boxes[0][0],
        top=baseline - _ASCENT * size,
        x1=max(box[1] for box in boxes),
        bottom=baseline + _DESCENT * size,
        baseline=baseline,
        size=size,
        bold=glyphs.fonts.bold(first),
        glued=glued,
    )


def _sideways_word(glyphs: PageGlyphs, text: str, first: int) -> PageWord:
    boxes = [glyphs.ink(index) for index in range(first, first + len(text))]
    bottom = max(box[3] for box in boxes)
    x0, x1 = min(box[0] for box in boxes), max(box[2] for box in boxes)
    size = glyphs.exact(first)[1]
    return PageWord(text, x0, min(box[1] for box in boxes), x1, bottom, bottom, size, glyphs.fonts.bold(first))


def _same_heading(above: PageWord, below: PageWord) -> bool:
    """Whether two sideways words belong to one heading, which may run over several upright lines."""
    beside = max(above.x0 - below.x1, below.x0 - above.x1)
    level = max(above.top - below.bottom, below.top - above.bottom)
    return beside < above.size and level < above.size
