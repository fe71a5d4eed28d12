"""The number and the day of a head, read once more by the shape of their figures (see ``glyphs``).

Both stand in gaps that a clerk or a signing program fills in (``Số: … /KH-UBND``, ``ngày … tháng … năm``), apart from
the words around them and often of another hand, so the engine reads them worst of all. The words say where a gap lies,
also where a figure was taken for the end of one (``ngày/`` for ``ngày14``): their widths are known from one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractors.text import fold
from pipeline.recognition.glyphs import Glyph, Named, Picture, find_glyphs, name_glyphs, without_left
from pipeline.recognition.result import RecognisedWord

AGREED = 0.95  # confidence of a figure that the shapes confirm, or that was read alike in three ways
SHAPED = 0.93  # of one that only its shape tells
DOUBTED = 0.5  # of one that is no printed figure, or that two sure readings tell differently
# Measured on fonts and pens that were kept out of the training, and on scans (see training/README.md).
_SURE_WHICH, _SURE_PRINTED, _SURE_STROKE, _SURE_OTHER = 0.97, 0.75, 0.9, 0.9
_AGREED_PRINTED = 0.15  # enough where the engine reads the same figures: two readers who know nothing of one another
_SURE_WORD = 0.88  # confidence from which the engine's own figures are believed (``extractors.metadata``)

# Widths in ems of Times, the type that the decree demands; the em itself is taken from the words of the line.
_EMS = {"ngay": 1.944, "thang": 2.25, "nam": 1.722, "so": 1.056, "so:": 1.334}
_ABOVE, _BELOW = 1.05, 0.35  # ems over and under the baseline that belong to a line
_TAIL = 0.12  # ems under the baseline: at least so long is the tail of the y and g that end "ngày" and "tháng"
_EVEN = 0.14  # ems by which the tops or feet of the figures of one number may differ
_SHORTEST, _TALLEST = 0.45, 0.95  # ems: heights of a figure
_FIGURE = 0.68  # ems: height of a figure in Times
_DUST, _DOT = 0.16, 0.22  # ems: less is dust or a dot; less, and at the left of a number, is of the colon
_TOUCHING = 0.5  # ems: a figure is narrower; what is wider and where the colon should be, has it on its left
_NEAR, _WIDER = 0.35, 0.6  # ems by which the edge of a word may be elsewhere than its box or its width says
_MOST_BETWEEN = 3  # words that the engine may have read in a gap
_LONGEST = 5  # figures of a number
_CODE = re.compile(r"[^/]{0,8}(?=/[A-ZĐ]{2})")
_NUMBER = re.compile(r"[Ss][ốóôồỗộoòỏ][:;.]?")
_YEAR_FIGURES = re.compile(r"(?:19|20)\d\d\b")
_COLON = re.compile(r"[:;.]")


AS_FIGURE = str.maketrans({"l": "1", "I": "1", "|": "1", "]": "1", "O": "0", "o": "0"})


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A word beside a gap, in three pieces: what was read onto its front, itself, what was read onto its end.

    ``x0``, ``x1``: the edges of the word itself.
    """

    word: RecognisedWord
    front: str
    own: str
    end: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class _Gap:
    """What a gap holds: figures (empty where they are not certain), their box; whether some ink is no printed figure.

    ``words``: what the engine read there.
    """

    words: tuple[RecognisedWord, ...]
    figures: str = ""
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    foreign: bool = False


def read_gaps(words: Sequence[RecognisedWord], grey: Picture) -> list[RecognisedWord]:
    """``words`` with the numbers and days of lines like those of a head as the shapes of the figures say."""
    changed: dict[int, list[RecognisedWord]] = {}
    ems: list[float] = []
    for line, between in _dates(words):
        em = _em(line)
        if em is None:
            continue
        ems.append(em)
        anchors = [_anchor(word, name, em) for word, name in zip(line, ("ngay", "thang", "nam"), strict=True)]
        gaps = [
            _look(left, right, inner, em, grey, most)
            for (left, right), inner, most in zip(pairwise(anchors), between, (31, 12), strict=True)
        ]
        _note(changed, anchors, gaps)
    for number, code, inner in _numbers(words):
        width = _EMS.get(fold(number.text)) if number is not code else None
        em = (number.x1 - number.x0) / width if width else median(ems) if ems else None
        if em is not None:
            anchors = _number_anchors(number, code, em)
            _note(changed, anchors, [_look(anchors[0], anchors[1], inner, em, grey, None)])
    return [new for word in words for new in changed.get(id(word), (word,))]


# --- where the gaps are


def _dates(
    words: Sequence[RecognisedWord],
) -> Iterator[tuple[list[RecognisedWord], list[tuple[RecognisedWord, ...]]]]:
    """The words ``ngày``, ``tháng`` and ``năm`` of each long date, and what the engine read between them."""
    for month in words:
        if "thang" not in fold(month.text):
            continue
        row = _row(words, month)
        place = row.index(month)
        before = [n for n in range(max(0, place - _MOST_BETWEEN - 1), place) if fold(row[n].text).startswith("ng")]
        after = [n for n in range(place + 1, place + _MOST_BETWEEN + 2) if _is_year(row, n)]
        if before and after:
            inner = [tuple(row[before[-1] + 1 : place]), tuple(row[place + 1 : after[0]])]
            yield [row[before[-1]], month, row[after[0]]], inner


def _is_year(row: Sequence[RecognisedWord], place: int) -> bool:
    following = " ".join(word.text for word in row[place : place + 2])
    _, found, rest = fold(following).partition("nam")
    return bool(found) and _YEAR_FIGURES.match(rest.strip()) is not None


def _numbers(
    words: Sequence[RecognisedWord],
) -> Iterator[tuple[RecognisedWord, RecognisedWord, tuple[RecognisedWord, ...]]]:
    """``Số:`` and the word with the code of its number (both may be one), and what the engine read between them."""
    for number in words:
        if not _NUMBER.match(number.text) or not number.text.startswith("S"):
            continue
        row = _row(words, number)
        place = row.index(number)
        for end in range(place, min(len(row), place + _MOST_BETWEEN + 1)):
            text = row[end].text[_NUMBER.match(number.text).end() :] if end == place else row[end].text  # type: ignore[union-attr]
            if _CODE.match(text):
                yield number, row[end], tuple(row[place + 1 : end])
                break
            if "/" in text and end > place:
                break  # ``Số 52/2013/NĐ-CP``: a document that is cited


def _row(words: Sequence[RecognisedWord], anchor: RecognisedWord) -> list[RecognisedWord]:
    def shared(word: RecognisedWord) -> float:
        return min(word.bottom, anchor.bottom) - max(word.top, anchor.top)

    height = anchor.bottom - anchor.top
    row = [word for word in words if shared(word) > 0.5 * min(height, word.bottom - word.top)]
    return sorted(row, key=lambda word: word.x0)


def _em(line: Sequence[RecognisedWord]) -> float | None:
    """The height of the type, by the widths of the words that were read cleanly."""
    found = [
        (word.x1 - word.x0) / _EMS[name]
        for word, name in zip(line, ("ngay", "thang", "nam"), strict=True)
        if fold(word.text) == name
    ]
    return median(found) if found else None


def _anchor(word: RecognisedWord, name: str, em: float) -> _Anchor:
    start = fold(word.text).find(name)
    if start < 0:  # ``ngàW``: its end is lost in what follows
        return _Anchor(word, "", "ngày", word.text[len(name) :] or "?", word.x0, word.x0 + _EMS[name] * em)
    front, own, end = word.text[:start], word.text[start : start + len(name)], word.text[start + len(name) :]
    if name == "nam" and _YEAR_FIGURES.match(end.strip()):
        own, end = own + end, ""
    width = _EMS[name] * em
    x0 = word.x1 - width if front else word.x0
    return _Anchor(word, front, own, end, x0, word.x0 + width if end else word.x1)


def _number_anchors(number: RecognisedWord, code: RecognisedWord, em: float) -> list[_Anchor]:
    match = _NUMBER.match(number.text)
    assert match is not None
    own, end = match.group(), number.text[match.end() :]
    width = _EMS["so:" if _COLON.search(own) else "so"] * em
    if number is code:
        before = _CODE.match(end)
        assert before is not None
        figures, coded = end[: before.end()], end[before.end() :]
        left = _Anchor(number, "", own, "?", number.x0, number.x0 + width)
        return [left, _Anchor(code, figures, coded, "", number.x0 + width, code.x1)]
    before = _CODE.match(code.text)
    assert before is not None
    left = _Anchor(number, "", own, end, number.x0, number.x0 + width if end else number.x1)
    return [left, _Anchor(code, before.group(), code.text[before.end() :], "", code.x0, code.x1)]


# --- what stands in a gap


def _look(
    left: _Anchor, right: _Anchor, words: tuple[RecognisedWord, ...], em: float, grey: Picture, most: int | None
) -> _Gap:
    """The figures between two words; ``most``: the largest that a day or month may be, None for a number."""
    baseline = max(left.word.baseline, right.word.baseline)
    top, x = max(0, round(baseline - _ABOVE * em)), max(0, round(left.x1 - 2 * _WIDER * em))
    until = right.word.x1 if most is None else right.x0 + _WIDER * em
    part = grey[top : round(baseline + _BELOW * em), x : round(until)]
    if part.size == 0 or min(part.shape) < 8:
        return _Gap(words)
    glyphs = [g for g in find_glyphs(part, em) if not _of_other_line(g, baseline - top, part.shape[0], em)]
    edges = (left.x1 - x, right.x0 - x)
    if most is not None:
        named = name_glyphs(part, glyphs, em, strokes=False)
        inner = _in_date(named, edges, (bool(left.end), bool(right.front)), baseline - top, em)
    else:
        if not _COLON.search(left.own):
            glyphs = [_without_colon(glyph, edges[0], em) for glyph in glyphs]
        inner = _in_number(name_glyphs(part, glyphs, em), edges, bool(right.front), em)
    if not inner:
        return _Gap(words)
    engine = (left.end + "".join(word.text for word in words) + right.front).translate(AS_FIGURE)
    figures = _figures(inner, em, _AGREED_PRINTED if engine == "".join(p.figure for p in inner) else _SURE_PRINTED)
    if most is not None and not (figures and len(figures) <= 2 and 1 <= int(figures) <= most):
        figures = ""
    found = [piece.glyph for piece in inner]
    box = (
        float(min(g.x0 for g in found) + x), float(min(g.top for g in found) + top),
        float(max(g.x1 for g in found) + x), float(max(g.bottom for g in found) + top),
    )  # fmt: skip
    return _Gap(words, figures, box, foreign=any(piece.other >= _SURE_OTHER for piece in inner))


def _of_other_line(glyph: Glyph, baseline: float, height: int, em: float) -> bool:
    """Whether a piece that touches the edge of the cut belongs to the line above or below."""
    shared = min(glyph.bottom, baseline) - max(glyph.top, baseline - _FIGURE * em)
    return (glyph.top == 0 or glyph.bottom == height) and shared < 0.5 * _FIGURE * em


def _without_colon(glyph: Glyph, edge: float, em: float) -> Glyph:
    """``:2`` of a number that was typed right behind the colon, and touches it, is the figure alone."""
    touches = glyph.x0 - _NEAR * em < edge < glyph.x1 and glyph.width > _TOUCHING * em
    return without_left(glyph, 0.08 * em, _DOT * em) if touches else glyph


def _in_date(
    pieces: Sequence[Named], edges: tuple[float, float], glued: tuple[bool, bool], baseline: float, em: float
) -> list[Named]:
    """The pieces between the y or g that ends the word on the left and the letter that begins the one on the right."""
    glyphs = [piece.glyph for piece in pieces]
    tailed = [g for g in glyphs if g.bottom > baseline + _TAIL * em and abs(g.x1 - edges[0]) < _WIDER * em]
    begun = [g for g in glyphs if abs(g.x0 - edges[1]) < _NEAR * em]
    last = min(tailed, key=lambda g: abs(g.x1 - edges[0]), default=None)
    first = min(begun, key=lambda g: abs(g.x0 - edges[1]), default=None)
    if (last is None and glued[0]) or (first is None and glued[1]):
        return []
    start = edges[0] if last is None else last.x1 if glued[0] else max(last.x1, edges[0])  # a y may be broken
    end = first.x0 if first is not None else edges[1]
    return [
        piece
        for piece in pieces
        if piece.glyph is not last and piece.glyph is not first
        if start < (piece.glyph.x0 + piece.glyph.x1) / 2 < end
        if max(piece.glyph.height, piece.glyph.width) > _DUST * em
    ]


def _in_number(pieces: Sequence[Named], edges: tuple[float, float], glued: bool, em: float) -> list[Named]:
    """The pieces between the colon and the stroke before the code; none where no stroke is seen."""
    found: list[Named] = []
    for piece in pieces:
        glyph = piece.glyph
        if (glyph.x0 + glyph.x1) / 2 <= edges[0] or max(glyph.height, glyph.width) < _DUST * em:
            continue
        if (glued and piece.stroke >= _SURE_STROKE) or (not glued and abs(glyph.x0 - edges[1]) < _NEAR * em):
            return found
        if found or glyph.width > _DOT * em or glyph.height > _SHORTEST * em:
            found.append(piece)
    return []


def _figures(inner: Sequence[Named], em: float, least: float) -> str:
    """The figures that ``inner`` are; empty where one of them is not certain or they do not stand in one line.

    ``least``: how likely each of them must be a printed figure.
    """
    glyphs = [piece.glyph for piece in inner]
    certain = all(piece.which >= _SURE_WHICH and piece.printed >= least for piece in inner)
    sized = all(_SHORTEST * em <= glyph.height <= _TALLEST * em for glyph in glyphs)
    tops, feet = [glyph.top for glyph in glyphs], [glyph.bottom for glyph in glyphs]
    even = max(max(tops) - min(tops), max(feet) - min(feet)) <= max(_EVEN * em, 3.0)
    return "".join(piece.figure for piece in inner) if certain and sized and even and len(inner) <= _LONGEST else ""


# --- the words that come of it


def _note(changed: dict[int, list[RecognisedWord]], anchors: Sequence[_Anchor], gaps: Sequence[_Gap]) -> None:
    """Note in ``changed`` by which words each word of the line is replaced."""
    told = [_told(gap, left, right) for gap, (left, right) in zip(gaps, pairwise(anchors), strict=True)]
    for gap, figures, (left, right) in zip(gaps, told, pairwise(anchors), strict=True):
        read = [*gap.words, *(anchor.word for anchor, rest in ((left, left.end), (right, right.front)) if rest)]
        if figures is not None and figures.confidence == SHAPED:
            changed |= {id(word): [] for word in gap.words}
        elif figures is not None and figures.confidence == AGREED:
            changed |= {id(word): [replace(word, confidence=max(word.confidence, AGREED))] for word in read}
        elif figures is not None or gap.foreign:
            changed |= {id(word): [replace(word, confidence=min(word.confidence, DOUBTED))] for word in read}
    believed = [figures if figures is not None and figures.confidence == SHAPED else None for figures in told]
    if anchors[0].word is anchors[-1].word and believed == [None]:
        return  # number and code in one word, which stays as it is
    for place, (anchor, before, after) in enumerate(zip(anchors, [None, *believed], [*believed, None], strict=True)):
        if before is None and after is None:
            continue
        own = [_rest(anchor, before, after), *([after] if after else [])]
        first = place == 0 or anchors[place - 1].word is not anchor.word
        changed[id(anchor.word)] = own if first else changed[id(anchor.word)] + own


def _told(gap: _Gap, left: _Anchor, right: _Anchor) -> RecognisedWord | None:
    """The figures of the gap as a word, doubted where the engine is as sure of others; None where there are none."""
    if not gap.figures:
        return None
    engine = left.end + "".join(word.text for word in gap.words) + right.front
    glued = [anchor.word for anchor, rest in ((left, left.end), (right, right.front)) if rest]
    sure = min((word.confidence for word in (*gap.words, *glued)), default=0.0)
    differs = engine != gap.figures and engine.isdigit() and sure >= _SURE_WORD
    confidence = DOUBTED if differs else AGREED if engine == gap.figures else SHAPED
    return RecognisedWord(gap.figures, *gap.box, left.word.baseline, left.word.size, confidence)


def _rest(anchor: _Anchor, before: RecognisedWord | None, after: RecognisedWord | None) -> RecognisedWord:
    """The word beside a gap without the figures that were read onto it."""
    word = anchor.word
    front, end = "" if before else anchor.front, "" if after else anchor.end
    x0 = max(word.x0, before.x1) if before and anchor.front else word.x0
    x1 = min(word.x1, after.x0) if after and anchor.end else word.x1
    return replace(word, text=front + anchor.own + end, x0=min(x0, x1), x1=max(x0, x1))
