"""The marks that a browser prints before the items of a list (HTML: ``type``, ``start``, ``value``, list-style)."""

from __future__ import annotations

import re
from typing import Any

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*[^;]*?\b(none|disc|circle|square|decimal-leading-zero|decimal|"
                    r"(?:lower|upper)-(?:alpha|latin|roman))", re.IGNORECASE)  # fmt: skip
_TYPES = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
    "disc": "disc", "circle": "circle", "square": "square", "none": "none",
}  # fmt: skip
_BULLETS = {"disc": "•", "circle": "o", "square": "▪", "none": ""}
_NESTED_BULLETS = ("disc", "circle", "square")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_TYPED_MARK = re.compile(r"^(?:[-–—+•*▪●○❖➢✓]|[IVXLC]{1,7}[.)/]|\d{1,3}(?:\.\d{1,3})*[.)]|[a-zđ]\)|\(\d{1,3}\))\s*\S")
_INTEGER = re.compile(r"\s*(-?\d{1,6})")


class ListState:
    """One list that is being read: the style of its marks, and how far it has counted."""

    def __init__(self, element: Any, outer: ListState | None) -> None:
        self.ordered = element.tag.lower() == "ol"
        self._depth: int = outer._depth + 1 if outer is not None else 0
        self._style = _style(element) or (
            "decimal" if self.ordered else _NESTED_BULLETS[min(self._depth, len(_NESTED_BULLETS) - 1)]
        )
        start = _INTEGER.match(element.get("start") or "")
        self._next = int(start[1]) if start else 1

    def mark(self, item: Any) -> str:
        """What is printed before ``item``, without the space behind it; ``""`` where the style has no marks."""
        style = _style(item) or self._style
        stated = _INTEGER.match(item.get("value") or "") if self.ordered else None
        number = int(stated[1]) if stated else self._next
        self._next = number + 1
        if style in _BULLETS:
            return _BULLETS[style]
        return f"{_numeral(number, style)}."


def has_own_mark(words: str, mark: str) -> bool:
    """Whether the words of an item begin with a typed mark: then the page's style hides the list's own (or repeats it).

    A typed bullet inside a numbered item is words of the item: ``1. - Sở Nội vụ`` is printed so.
    """
    if words.startswith(mark):
        return True
    return not mark[:1].isalnum() and bool(_TYPED_MARK.match(words))


def _style(element: Any) -> str | None:
    stated = _TYPES.get((element.get("type") or "").strip())
    styled = _STYLE.search(element.get("style") or "")
    return styled[1].lower() if styled else stated


def _numeral(number: int, style: str) -> str:
    if number < 1 or style.startswith("decimal"):
        return f"{number:02d}" if style.endswith("zero") else str(number)
    letters = _roman(number) if style.endswith("roman") else _alphabetic(number)
    return letters.upper() if style.startswith("upper") else letters


def _roman(number: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        found += letters * min(count, 9)
    return found


def _alphabetic(number: int) -> str:
    """The Latin letters that browsers count with (``a`` to ``z``, ``aa``), not those of the Vietnamese alphabet."""
    found = ""
    while number:
        number, place = divmod(number - 1, 26)
        found = chr(ord("a") + place) + found
    return found
