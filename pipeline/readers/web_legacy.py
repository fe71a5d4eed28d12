"""Pages typed in TCVN3 or VNI fonts (Word's export of old files): their letters as Unicode, before they are read.

What the letters say decides; the name of a font (``<font face>``, ``font-family``) is a hint among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from extractors.document import Span
from extractors.legacy_detection import Hint, repair
from extractors.legacy_encodings import font_encoding

Element = Any  # lxml publishes no types

_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;\"',]+)", re.IGNORECASE)
_INLINE = frozenset(("a", "b", "big", "em", "font", "i", "ins", "s", "small", "span", "strong", "sub", "sup", "u"))
_NO_WORDS = frozenset(("script", "style", "noscript", "template"))


class _Leaf(NamedTuple):
    """Letters of the page: the ``text`` or the ``tail`` of an element, and the font that they are set in."""

    element: Element
    side: Literal["text", "tail"]
    font: str
    span: Span


def repair_page(root: Element) -> None:
    """Put every word below ``root`` that is in an old encoding into Unicode, in place."""
    leaves: list[_Leaf] = []
    pieces: list[str] = []
    length = 0
    for letters, element, side, font in _letters(root, ""):
        if element is not None:
            leaves.append(_Leaf(element, side, font, Span(length, length + len(letters))))
        pieces.append(letters)
        length += len(letters)
    hints = [Hint(leaf.span, *known) for leaf in leaves if (known := font_encoding(leaf.font)) is not None]
    repaired = repair("".join(pieces), tuple(hints))
    if repaired is None:
        return
    for leaf in leaves:
        setattr(leaf.element, leaf.side, repaired.cut(leaf.span))


def _letters(root: Element, font: str) -> Iterator[tuple[str, Element | None, Literal["text", "tail"], str]]:
    """The letters of the page in reading order; no element for the line end that a block puts between words."""
    # Without recursion: a damaged page may nest its elements thousands deep.
    waiting: list[tuple[Element, str, bool]] = [(root, font, False)]
    while waiting:
        element, outer, is_read = waiting.pop()
        if is_read:
            if element.tail and element is not root:
                yield element.tail, element, "tail", outer
            continue
        waiting.append((element, outer, True))
        if not isinstance(element.tag, str) or element.tag in _NO_WORDS:
            continue
        if element.tag not in _INLINE:
            yield "\n", None, "text", ""
        own = _font(element) or outer
        if element.text:
            yield element.text, element, "text", own
        waiting.extend((child, own, False) for child in reversed(element))


def _font(element: Element) -> str:
    family = _FAMILY.search(element.get("style") or "")
    return (family[1] if family else element.get("face") or "").strip()
