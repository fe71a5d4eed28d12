"""Digits that a scanner printed as letters inside a date: ``15/l2/2025``, ``3O/9``, ``I5/11/2026``.

Only what can be nothing but a date is mended: day, month and year with most of their digits intact, or day and month
behind ``ngày``, ``trước``, ``hạn``. The length never changes, so that every span stays where it was.
"""

from __future__ import annotations

import re

_TWO = r"[\dOoIl|]{1,2}"
_YEAR = r"[2Z][\dOo][\dOoIl|]{2}"
_SEPARATOR = r"\s*[/.\-]\s*"
_END = r"(?![\w/|])"
_DAMAGED = re.compile(
    rf"(?<![\w/.|-]){_TWO}{_SEPARATOR}{_TWO}{_SEPARATOR}{_YEAR}{_END}"
    rf"|(?<=ngày\s){_TWO}\s*/\s*{_TWO}{_END}|(?<=rước\s){_TWO}\s*/\s*{_TWO}{_END}|(?<=hạn\s){_TWO}\s*/\s*{_TWO}{_END}"
)
_LETTER = re.compile(r"[OoIl|Z]")
_DIGITS = str.maketrans("OoIl|Z", "001112")


def mend_digits(words: str) -> str:
    """``words`` with the letters inside damaged dates as digits; the same words where none is damaged."""
    return _DAMAGED.sub(_mended, words) if _LETTER.search(words) else words


def _mended(match: re.Match[str]) -> str:
    printed = match.group()
    letters = len(_LETTER.findall(printed))
    digits = sum(character.isdigit() for character in printed)
    # "I/I" behind "ngày" is no date; a date has more digits than letters.
    return printed.translate(_DIGITS) if 0 < letters < digits else printed
