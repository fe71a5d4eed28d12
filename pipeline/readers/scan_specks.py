"""Dirt, frayed seals and folds at the ends of a scanned line, which recognition reads as signs: ``___3)``, ``: l``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.readers.pdf_lines import Row
from pipeline.readers.pdf_words import PageWord

# A dash drawn long, twice or waved, or with a speck beside it; it stands for one only where a capital follows
# ("~ Các ngân hàng …", ".- Bệnh viện").
_DASH = re.compile(r"[.~,'`‘’_·•¡:;]?[~—–_=¬−»-]{1,3}[._]?")
# Dust read as a sign or a letter of its own: "l Mọi việc", "h - Giám đốc"; not "y - Bác sĩ".
_DUST = re.compile(r"[,.'`‘’_·¡|;:]|[a-zđ](?<![aoyuàáảôơ])")
_OPENS_LINE = re.compile(r"[A-ZĐÀ-ỸÂÊÔƠƯ][^\W\d]|[-–—]$")
_FLECK = "¡"  # no sign of the language, wherever it stands
_SPECK = re.compile(r"[^\w\s(+\-•*“\"…&%§]+")  # one word of such signs at the beginning of a line
_SPECK_BEFORE_MARK = re.compile(r"[_~`'´.,|:;¬°·]+(?=(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[-+])(?:\s|$))")
_APART, _UNREAD = 3.0, 0.5  # font sizes; confidence: a sign far behind a line that is hardly one
_SPECK_BEHIND = re.compile(r"[l|I!‘’'`´~_.,°·“”\"‹›<>^]")
_ENDED = (".", ";", ":")
_SHORTEST_TITLE = 5  # letters: "- TAND" is a recipient
_CENTRED = 20.0  # points between the middles of the lines of one title
_RUNNING, _RUNNING_WORDS, _FEWEST_RUNNING = 0.5, 6, 6  # of the page's width; words; lines that tell its margins
_LONGEST_DIRT = 2  # characters
_OUTSIDE, _GAP = 8.0, 1.2  # points outside the running text; font sizes between dirt and the line beside it
_MARK = re.compile(r"[-–—+*•]|\d{1,2}[.)]?|[a-zđ]\)|[IVX]+\.?")


def without_specks(row: Row) -> Row:
    """A line without the specks before its first and behind its last word; a bullet stays one.

    Nothing is left of a line that is but a speck.
    """
    return replace(row, words=_without_specks(row.words))


def without_margin_dirt(rows: Sequence[Row], width: float) -> tuple[Row, ...]:
    """Lines without what the edge of the paper or of the glass was read as: letters well outside the running text.

    Left alone they break the paragraphs beside them and move the page's margin to where they stand.
    """
    running = [row for row in rows if row.x1 - row.x0 > _RUNNING * width and len(row.words) >= _RUNNING_WORDS]
    if len(running) < _FEWEST_RUNNING:
        return tuple(rows)
    lefts = sorted(next((w.x0 for w in row.words if len(w.text) > _LONGEST_DIRT), row.x0) for row in running)
    rights = sorted(next((w.x1 for w in row.words[::-1] if len(w.text) > _LONGEST_DIRT), row.x1) for row in running)
    left, right = lefts[len(lefts) // 5], rights[-1 - len(rights) // 5]
    found = []
    for row in rows:
        words = row.words
        while words and words[0].x1 < left - _OUTSIDE and _is_dirt(words[0], words[1:2]):
            words = words[1:]
        while words and words[-1].x0 > right + _OUTSIDE and _is_dirt(words[-1], words[-2:-1]):
            words = words[:-1]
        if words:
            found.append(replace(row, words=words))
    return tuple(found)


def _is_dirt(word: PageWord, beside: Sequence[PageWord]) -> bool:
    """Whether a word is short and stands off the one ``beside`` it; a mark may hang out into the margin."""
    if len(word.text) > _LONGEST_DIRT:
        return False
    if not beside:
        return True
    white = max(beside[0].x0 - word.x1, word.x0 - beside[0].x1)
    return white > _GAP * max(word.size, beside[0].size) and not _MARK.fullmatch(word.text)


def without_dashes_of_titles(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Lines without the dash before a line of capitals (``- KẾ HOẠCH``) and before the lines centred below it."""
    found: list[Row] = []
    middle: float | None = None  # of the title that the lines go on with
    for row in rows:
        dashed = len(row.words) > 1 and row.words[0].text == "-"
        bare = replace(row, words=row.words[1:]) if dashed else row
        if bare.text.isupper() and len(bare.text) > _SHORTEST_TITLE:
            row, middle = bare, bare.middle
        elif middle is not None and abs(bare.middle - middle) < _CENTRED:
            row = bare
        else:
            middle = None
        found.append(row)
    return tuple(found)


def _without_specks(words: tuple[PageWord, ...]) -> tuple[PageWord, ...]:
    words = tuple(word for word in words if word.text != _FLECK) or words
    if len(words) > 1 and (_is_fleck(*words[-2:]) or _is_speck_behind(*words[-2:])):
        words = words[:-1]
    while len(words) > 1 and _DUST.fullmatch(words[0].text) and _OPENS_LINE.match(words[1].text):
        words = words[1:]
    if len(words) < 2:
        return () if _SPECK.fullmatch(words[0].text) else words
    first, rest = words[0], words[1:]
    if first.text != "-" and _DASH.fullmatch(first.text) and rest[0].text[:1].isupper():
        return (replace(first, text="-"), *rest)
    if _SPECK.fullmatch(first.text):
        return rest
    clean = _SPECK_BEFORE_MARK.sub("", first.text)
    return words if clean == first.text else (replace(first, text=clean), *rest)


def _is_speck_behind(last: PageWord, speck: PageWord) -> bool:
    return last.text.endswith(_ENDED) and _SPECK_BEHIND.fullmatch(speck.text) is not None


def _is_fleck(last: PageWord, sign: PageWord) -> bool:
    """Whether a line ends with dirt of the margin: a doubtful sign far behind its last word (``2          ‹``)."""
    far = sign.x0 - last.x1 > _APART * last.size
    return far and sign.confidence < _UNREAD and not any(map(str.isalnum, sign.text))
