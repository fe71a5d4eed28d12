"""One picture of a page → its words and rules. Runs in a recognising process (see ``engine``): it may take seconds."""

from __future__ import annotations

import os

os.environ["OMP_THREAD_LIMIT"] = "1"  # before Tesseract loads: its threads cost more than twice what they gain

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

import cv2
import numpy as np
import tesserocr
from numpy.typing import NDArray

from extractors.syllables import is_syllable, vietnamese_share
from extractors.text import fold
from pipeline.readers.pdf_rules import Rule
from pipeline.readers.pdf_tables import Grid, GridCell, find_grids
from pipeline.recognition.figures import AGREED, AS_FIGURE, read_gaps
from pipeline.recognition.picture import (
    Picture,
    Straight,
    is_blank,
    part_colours,
    runs_sideways,
    straighten,
    turn,
    warp,
    without_specks,
)
from pipeline.recognition.result import DrawnRule, RecognisedPage, RecognisedWord
from pipeline.recognition.ruling import find_rules, lean, without_rules

_BORDER = 12  # pixels of white around a piece of a page: Tesseract reads nothing that touches the edge
_LEAST_LEAN = 0.002  # pixels aside for each pixel down: over the height of a page less than a rule's thickness
_NOISE = 0.55  # mean confidence: sideways and upside-down pages have 0.2 to 0.4, the poorest upright copies 0.7
_NOISE_SHARE = 0.5  # share of Vietnamese syllables, likewise
_BOLD = 1.22  # times the stroke of the page's running text (Times New Roman: 1.35 on clean pages, less on grey ones)
_JUNK = frozenset("|_—–-~.,:;'`‘’“”\"°•*«»{}[]<>\\/=¬^")  # what specks and the rests of rules are read as
_SIGNS = "".join(sorted(_JUNK))
_DOUBTED = 0.9  # confidence below which a figure is read once more: typed ones have 0.93 and more
_DOUBTED_NAME = 0.9  # confidence below which a name that is no syllable is read once more
_NAME_AGREED = 0.9  # confidence of one that was then read alike in two ways
_LONGEST_FIGURE, _MOST_AGAIN = 6, 40
_BEFORE_FIGURES = frozenset(("so", "so:", "ngay", "thang", "nam"))
_AUTO, _BLOCK = tesserocr.PSM.AUTO, tesserocr.PSM.SINGLE_BLOCK
_PIXELS_PER_POINT = 72.0

cv2.setNumThreads(1)  # one page a process; the pages run side by side


@dataclass(frozen=True, slots=True)
class _Piece:
    """A rectangle of the page that is read by itself."""

    x0: int
    top: int
    x1: int
    bottom: int


def recognise_picture(data: bytes, shape: tuple[int, ...], dpi: float, tessdata: str) -> RecognisedPage:
    """The page on a picture of ``shape`` (rows, columns[, 3 colours]), ``data`` its bytes row by row.

    ``tessdata``: the folder with the Vietnamese language data. Raises RuntimeError where the engine cannot start.
    """
    picture: Picture = np.frombuffer(data, dtype=np.uint8).reshape(shape)
    if is_blank(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture):
        return RecognisedPage(shape[1], shape[0], dpi, blank=True)
    # The engine reads a page that lies on its side or stands on its head as noise, which is how it is known.
    read: list[RecognisedPage] = []
    for degrees in _likely_turns(part_colours(picture)[0], dpi):
        read.append(_read_turned(picture, degrees, dpi, tessdata))
        if _is_upright(read[-1]):
            return read[-1]
    return max(read, key=_quality)


def _likely_turns(grey: Picture, dpi: float) -> tuple[int, ...]:
    """By how many degrees the page may have to be turned (clockwise), the likeliest first: nearly all stand upright."""
    rules = find_rules(grey, dpi)  # a tall table would pass for upright lines of text
    return (0, 90, 270, 180) if runs_sideways(without_rules(grey, rules, dpi)) else (0, 180, 90, 270)


def _is_upright(page: RecognisedPage) -> bool:
    words = " ".join(word.text for word in page.words)
    return page.confidence >= _NOISE and vietnamese_share(words) >= _NOISE_SHARE


def _quality(page: RecognisedPage) -> float:
    words = " ".join(word.text for word in page.words)
    return page.confidence * vietnamese_share(words) * min(1.0, len(words) / 40)


def _read_turned(picture: Picture, degrees: int, dpi: float, tessdata: str) -> RecognisedPage:
    upright, back = turn(picture, degrees)
    grey, coloured = part_colours(upright)
    straight = straighten(without_specks(grey, dpi), coloured, back)
    leaning = lean(straight.grey, dpi)
    if abs(leaning) >= _LEAST_LEAN:
        height = straight.grey.shape[0]
        straight = warp(straight, (1.0, -leaning, leaning * height / 2, 0.0, 1.0, 0.0))
    rules = find_rules(straight.grey, dpi)
    words = _read_words(straight, rules, dpi, tessdata)
    height, width = straight.grey.shape
    return RecognisedPage(width, height, dpi, tuple(words), tuple(rules), straight.back, degrees)


def grids_of(rules: Sequence[DrawnRule], dpi: float, previous: Sequence[Grid] = ()) -> list[Grid]:
    """The tables that the rules of a page draw, in points (pixels × 72 / dpi)."""
    scale = _PIXELS_PER_POINT / dpi
    return find_grids(
        [Rule(r.x0 * scale, r.top * scale, r.x1 * scale, r.bottom * scale, r.level) for r in rules], previous
    )


def _read_words(straight: Straight, rules: Sequence[DrawnRule], dpi: float, tessdata: str) -> Iterator[RecognisedWord]:
    """The words of the page: of each column of its tables by itself, so that no line is read across a rule."""
    clean = without_rules(straight.grey, rules, dpi) if rules else straight.grey
    outside = clean
    grids = grids_of(rules, dpi)
    found: list[RecognisedWord] = []
    if grids:
        outside = clean.copy()
        for grid in grids:
            for piece in _strips(grid, dpi):
                found.extend(_read_piece(clean, piece, dpi, tessdata))
            x0, top, x1, bottom = (round(edge * dpi / _PIXELS_PER_POINT) for edge in grid.box)
            outside[max(top, 0) : bottom + 1, max(x0, 0) : x1 + 1] = 255
    if (outside < 128).any():
        found.extend(_read(outside, (0, 0), _AUTO, dpi, tessdata))
    found = [word for word in found if not _is_junk(word, dpi)]
    found = read_gaps(_figures_again(found, clean, dpi, tessdata), clean)
    found = _names_again(found, clean, dpi, tessdata)
    yield from _with_ink(found, clean, straight.coloured)


def _strips(grid: Grid, dpi: float) -> Iterator[_Piece]:
    """The stretches of a table's columns that hold cells of the same width one below the other."""
    scale = dpi / _PIXELS_PER_POINT

    def place(cell: GridCell) -> tuple[int, int]:
        return cell.column, cell.column_span

    for _, same in groupby(sorted(grid.cells, key=lambda cell: (place(cell), cell.row)), key=place):
        run: list[GridCell] = []
        for cell in same:
            if run and cell.row != run[-1].row + run[-1].row_span:
                yield _piece(run, scale)
                run = []
            run.append(cell)
        yield _piece(run, scale)


def _piece(run: Sequence[GridCell], scale: float) -> _Piece:
    x0, top, x1, bottom = (*run[0].box[:2], *run[-1].box[2:])
    return _Piece(round(x0 * scale), round(top * scale), round(x1 * scale), round(bottom * scale))


def _read_piece(clean: Picture, piece: _Piece, dpi: float, tessdata: str) -> Iterator[RecognisedWord]:
    part = clean[max(piece.top, 0) : piece.bottom, max(piece.x0, 0) : piece.x1]
    if part.size == 0 or not (cv2.medianBlur(np.ascontiguousarray(part), 3) < 128).any():
        return
    padded = cv2.copyMakeBorder(part, *(_BORDER,) * 4, cv2.BORDER_CONSTANT, value=255)
    origin = (max(piece.x0, 0) - _BORDER, max(piece.top, 0) - _BORDER)
    yield from _read(padded, origin, _BLOCK, dpi, tessdata)


def _read(grey: Picture, origin: tuple[int, int], mode: Any, dpi: float, tessdata: str) -> Iterator[RecognisedWord]:
    api = _api(tessdata)
    api.SetPageSegMode(mode)
    height, width = grey.shape
    api.SetImageBytes(np.ascontiguousarray(grey).tobytes(), width, height, 1, width)
    api.SetSourceResolution(round(dpi))
    api.Recognize()
    iterator = api.GetIterator()
    level = tesserocr.RIL.WORD
    if iterator is None:
        return
    left, above = origin
    for word in tesserocr.iterate_level(iterator, level):
        text = (word.GetUTF8Text(level) or "").strip() if not word.Empty(level) else ""
        box, line = word.BoundingBox(level), word.Baseline(tesserocr.RIL.TEXTLINE)
        if not text or box is None or line is None or not _is_level(line):
            continue
        x0, top, x1, bottom = box
        size = float(word.RowAttributes()["row_height"] or bottom - top)
        baseline = _height_at(line, (x0 + x1) / 2)
        sure = max(0.0, min(1.0, word.Confidence(level) / 100))
        yield RecognisedWord(text, x0 + left, top + above, x1 + left, bottom + above, baseline + above, size, sure)


def _figures_again(words: list[RecognisedWord], clean: Picture, dpi: float, tessdata: str) -> list[RecognisedWord]:
    """``words`` with doubtful short figures read twice more, enlarged and as figures alone.

    The number and the day of a document are set apart from the words around them, often by another hand or machine.
    """
    left = _MOST_AGAIN
    mended = []
    for before, word in zip([None, *words], words, strict=False):
        doubtful = word.confidence < _DOUBTED and len(word.text) <= _LONGEST_FIGURE
        figure = any(c.isdigit() for c in word.text) or (before is not None and fold(before.text) in _BEFORE_FIGURES)
        again = None
        if doubtful and figure and left:
            left -= 1
            again = _read_figure(word, clean, dpi, tessdata)
        mended.append(again or word)
    return mended


def _read_figure(word: RecognisedWord, clean: Picture, dpi: float, tessdata: str) -> RecognisedWord | None:
    """The word, as sure as a figure can be, where it is read alike as a line and as a word; None else."""
    digits = "".join(c for c in word.text if c.isalnum()).translate(AS_FIGURE)
    reach = round(0.02 * dpi)
    rows = slice(max(int(word.top) - reach, 0), int(word.bottom) + reach)
    part = clean[rows, max(int(word.x0) - reach, 0) : int(word.x1) + reach]
    if part.size == 0 or not digits.isdigit():
        return None
    part = cv2.medianBlur(np.ascontiguousarray(part), 3)
    large = cv2.resize(part, None, fx=2.0, fy=2.0, interpolation=cv2.INTER_CUBIC)
    padded = cv2.copyMakeBorder(large, *(2 * _BORDER,) * 4, cv2.BORDER_CONSTANT, value=255)
    api = _api(tessdata)
    api.SetVariable("tessedit_char_whitelist", "0123456789")
    try:
        modes = (tesserocr.PSM.SINGLE_LINE, tesserocr.PSM.SINGLE_WORD)
        read = [[again.text for again in _read(padded, (0, 0), mode, 2 * dpi, tessdata)] for mode in modes]
    finally:
        api.SetVariable("tessedit_char_whitelist", "")
    if any(texts != [digits] for texts in read):
        return None
    return replace(word, text=digits, confidence=AGREED)


def _names_again(words: list[RecognisedWord], clean: Picture, dpi: float, tessdata: str) -> list[RecognisedWord]:
    """``words`` with doubtful ones in capitals like a name's, which are no Vietnamese syllable, read once more alone.

    A dot of ink above or below, left by a seal or a signature, spoils the line in which a signer's name is read.
    """
    mended = []
    left = _MOST_AGAIN
    for word in words:
        doubtful = word.confidence < _DOUBTED_NAME and word.text.isalpha() and word.text.istitle()
        again = None
        if doubtful and left and len(word.text) > 2 and not is_syllable(word.text):
            left -= 1
            again = _read_name(word, clean, dpi, tessdata)
        mended.append(again or word)
    return mended


def _read_name(word: RecognisedWord, clean: Picture, dpi: float, tessdata: str) -> RecognisedWord | None:
    """The word where it is read alike as one syllable in two of three ways, cut close to its line; None else."""
    reach = round(0.03 * dpi)
    rows = slice(max(round(word.baseline - 0.95 * word.size), 0), round(word.baseline + 0.35 * word.size))
    part = np.ascontiguousarray(clean[rows, max(int(word.x0) - reach, 0) : int(word.x1) + reach])
    if part.size == 0:
        return None
    votes: Counter[str] = Counter()
    line, single = tesserocr.PSM.SINGLE_LINE, tesserocr.PSM.SINGLE_WORD
    for mode, scale in ((line, 2.0), (line, 1.0), (single, 1.5)):
        large = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        padded = cv2.copyMakeBorder(large, *(_BORDER,) * 4, cv2.BORDER_CONSTANT, value=255)
        read = [again.text.strip(_SIGNS) for again in _read(padded, (0, 0), mode, scale * dpi, tessdata)]
        votes["".join(read)] += 1
    text, count = votes.most_common(1)[0]
    if count < 2 or not text.istitle() or not is_syllable(text) or fold(text[0]) != fold(word.text[0]):
        return None
    return replace(word, text=text, confidence=max(word.confidence, _NAME_AGREED))


def _is_level(line: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    """The engine reads upright lines too; on an upright page they are noise, on others they say that it is not."""
    (x0, y0), (x1, y1) = line
    return abs(y1 - y0) <= abs(x1 - x0)


def _height_at(line: tuple[tuple[int, int], tuple[int, int]], x: float) -> float:
    (x0, y0), (x1, y1) = line
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0) if x1 != x0 else float(y0)


def _is_junk(word: RecognisedWord, dpi: float) -> bool:
    """Specks, rests of rules and the rim of a seal: signs alone, doubted or no larger than dust."""
    if any(c.isalnum() for c in word.text):
        return False
    height, width = word.bottom - word.top, word.x1 - word.x0
    dust = max(height, width) < 0.02 * dpi
    bar = set(word.text) <= _JUNK and (height > 0.3 * dpi or width > 0.6 * dpi)
    return dust or bar or word.text in ("|", "_", "¬") or (word.confidence < 0.4 and set(word.text) <= _JUNK)


def _with_ink(
    words: Sequence[RecognisedWord], grey: Picture, coloured: NDArray[np.bool_] | None
) -> Iterator[RecognisedWord]:
    """The words with what their ink says: set in bold, and how much of it is coloured."""
    ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1] > 0
    rim = ink & ~cv2.erode(ink.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    strokes = [_stroke(word, ink, rim) for word in words]
    lower = [s / w.size for w, s in zip(words, strokes, strict=True) if s and w.text.islower() and len(w.text) > 2]
    usual = float(np.median(lower)) if lower else 0.0
    for word, stroke in zip(words, strokes, strict=True):
        bold = bool(usual) and any(c.isalpha() for c in word.text) and stroke / word.size > _BOLD * usual
        share = _share(word, ink, coloured) if coloured is not None else 0.0
        yield replace(word, bold=bold, coloured=share)


def _stroke(word: RecognisedWord, ink: NDArray[np.bool_], rim: NDArray[np.bool_]) -> float:
    """The mean thickness of a word's strokes, in pixels: twice its ink for each pixel of its outline."""
    part = _cut(word, ink)
    outline = int(_cut(word, rim).sum())
    return 2.0 * float(part.sum()) / outline if outline else 0.0


def _share(word: RecognisedWord, ink: NDArray[np.bool_], coloured: NDArray[np.bool_]) -> float:
    all_ink = _cut(word, ink)
    total = int(all_ink.sum())
    return float((all_ink & _cut(word, coloured)).sum()) / total if total else 0.0


def _cut(word: RecognisedWord, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return mask[max(int(word.top), 0) : int(word.bottom), max(int(word.x0), 0) : int(word.x1)]


@cache
def _api(tessdata: str) -> tesserocr.PyTessBaseAPI:
    return tesserocr.PyTessBaseAPI(path=tessdata, lang="vie", psm=_AUTO)
