"""PDFium's view of one page's characters: what they are, where they stand, how they are set.

PDFium gives characters about 60 times faster than a pure Python interpreter; this module asks it as rarely as it can.
All coordinates that leave it are points from the top left corner of the page as its text is read.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pipeline.readers.pdfium import PdfPage, PdfTextPage, pdfium_c

Rectangle = tuple[float, float, float, float]  # x0, top, x1, bottom
# A character's x0, x1, lower edge and height; a plain tuple, as a page has thousands of them. The edge and the height
# are rough (PDFium stretches the box of a letter with a high accent); ``exact`` knows better, but is slower.
Glyph = tuple[float, float, float, float]

# PDFium's sign for a hyphen at the end of a line; in long texts the same place comes as U+FFFE.
_REPLACED = {0x02: "-", 0xFFFE: "-", 0x00: " "}
_ANGLE_SAMPLE = 24
_FORCE_BOLD = 1 << 18  # font descriptor flag
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_FILL_AND_STROKE = 2  # text render mode by which word processors imitate bold
_INVISIBLE = 3  # text render mode of a layer that lies under a scanned image


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The visible rectangle of a page in PDF coordinates and the quarter turns (clockwise) in which it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def width(self) -> float:
        """Width in points as shown."""
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Height in points as shown."""
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """PDF coordinates → points from the top left corner as shown."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def rectangle(self, left: float, bottom: float, right: float, top: float) -> Rectangle:
        """A PDF rectangle → (x0, top, x1, bottom) as shown."""
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


class PageGlyphs:
    """The characters of an open text page. ``read``: rough box of the character at an index."""

    def __init__(self, page: PdfPage, textpage: PdfTextPage) -> None:
        self._textpage = textpage
        self._count = pdfium_c.FPDFText_CountChars(textpage)
        turned = _text_turns(textpage, self._count)
        frame = _read_frame(page)
        # Usually the page's /Rotate, but a landscape page may also be printed sideways on an upright page.
        self.frame = frame if turned is None else replace(frame, turns=turned)
        self.characters = _characters(textpage, self._count)
        self.fonts = _Fonts(textpage)
        self.read = self._reader()
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = pdfium_c.FS_MATRIX()
        self._known: dict[tuple[float, float], tuple[float, float]] = {}

    def exact(self, index: int) -> tuple[float, float]:
        """Baseline (points from the top) and font size (points) of the character at ``index``."""
        pdfium_c.FPDFText_GetCharOrigin(self._textpage, index, self._x, self._y)
        pdfium_c.FPDFText_GetMatrix(self._textpage, index, self._matrix)
        scale = math.hypot(self._matrix.c, self._matrix.d)
        size = pdfium_c.FPDFText_GetFontSize(self._textpage, index) * scale
        return self.frame.point(self._x.value, self._y.value)[1], size

    def exact_alike(self, glyph: Glyph, index: int) -> tuple[float, float]:
        """As ``exact``, but asked only once for all letters of a line whose rough boxes are alike."""
        key = (round(glyph[2], 1), round(glyph[3], 1))
        if key not in self._known:
            self._known[key] = self.exact(index)
        return self._known[key]

    def ink(self, index: int) -> Rectangle:
        """The box of the drawn letter."""
        left, right, bottom, top = self._edges
        pdfium_c.FPDFText_GetCharBox(self._textpage, index, left, right, bottom, top)
        return self.frame.rectangle(left.value, bottom.value, right.value, top.value)

    def _reader(self) -> Callable[[int], Glyph]:
        """Reads a character's advance box (as wide as the pen moves, as high as the font)."""
        rect = pdfium_c.FS_RECTF()
        raw, place, get = self._textpage.raw, ctypes.byref(rect), pdfium_c.FPDFText_GetLooseCharBox
        page_left, page_top = self.frame.left, self.frame.top

        def read_upright(index: int) -> Glyph:
            get(raw, index, place)
            return rect.left - page_left, rect.right - page_left, page_top - rect.bottom, rect.top - rect.bottom

        def read_turned(index: int) -> Glyph:
            get(raw, index, place)
            x0, top, x1, bottom = self.frame.rectangle(rect.left, rect.bottom, rect.right, rect.top)
            return x0, x1, bottom, bottom - top

        return read_turned if self.frame.turns else read_upright


class _Fonts:
    """Whether the text at a character is bold or invisible; looked up once a font, because names are slow to read."""

    def __init__(self, textpage: PdfTextPage) -> None:
        self._textpage = textpage
        self._bold: dict[int, bool] = {}
        self._modes: Counter[int] = Counter()
        self._last_text: int | None = None
        self._last_bold = False

    def bold(self, index: int) -> bool:
        text = pdfium_c.FPDFText_GetTextObject(self._textpage, index)
        place = ctypes.cast(text, ctypes.c_void_p).value
        if place != self._last_text:  # a line or a run of words is one text object in most files
            self._last_text = place
            self._last_bold = self._look_up(text) if text else False
        return self._last_bold

    def _look_up(self, text: Any) -> bool:
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(text)
        self._modes[mode] += 1
        font = pdfium_c.FPDFTextObj_GetFont(text)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._bold:
            self._bold[key] = _is_bold(font)
        return self._bold[key] or mode == _FILL_AND_STROKE

    def mostly_invisible(self) -> bool:
        return self._modes[_INVISIBLE] > sum(self._modes.values()) / 2


def _is_bold(font: Any) -> bool:
    """By the font's name and, where the name says nothing, its weight and the ForceBold flag."""
    if not font:
        return False
    buffer = ctypes.create_string_buffer(256)
    pdfium_c.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace").lower()
    if any(cue in name for cue in _BOLD_NAMES):
        return True
    return bool(pdfium_c.FPDFFont_GetFlags(font) & _FORCE_BOLD)


def _read_frame(page: PdfPage) -> PageFrame:
    """The visible box and rotation of a page."""
    box = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDF_GetPageBoundingBox(page, box):
        left, bottom, right, top = page.get_mediabox()
        return PageFrame(left, bottom, right, top, page.get_rotation() // 90)
    return PageFrame(box.left, box.bottom, box.right, box.top, page.get_rotation() // 90)


def _text_turns(textpage: PdfTextPage, count: int) -> int | None:
    """Clockwise quarter turns that set the text upright, from a sample of its characters; None without text."""
    seen: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _ANGLE_SAMPLE)):
        angle = pdfium_c.FPDFText_GetCharAngle(textpage, index)  # radians, counted clockwise
        if angle >= 0 and not pdfium_c.FPDFText_IsGenerated(textpage, index):
            seen[-round(angle * 2 / math.pi) % 4] += 1
    return seen.most_common(1)[0][0] if seen else None


def _characters(textpage: PdfTextPage, count: int) -> str:
    """One character for each of PDFium's character places, so that places can be looked up by index."""
    if not count:
        return ""
    # One call for all of them, where no character is left out and none needs two UTF-16 units.
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(buffer).decode("utf-16-le", "replace")[: max(0, written - 1)]
    if len(text) != count:
        codes = (pdfium_c.FPDFText_GetUnicode(textpage, index) for index in range(count))
        text = "".join(chr(code) if _is_character(code) else "\ufffd" for code in codes)
    return text.translate(_REPLACED)


def _is_character(code: int) -> bool:
    return code < 0x110000 and not 0xD800 <= code < 0xE000
