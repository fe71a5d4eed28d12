"""Word files typed in TCVN3 or VNI fonts: the letters of their runs as Unicode, before anything else reads them.

Done on the XML of the parts, because only runs know their fonts, and a word is often cut into several runs. TCVN3 types
``ư`` as the soft hyphen, which converters write as ``w:softHyphen``: it is text here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE

from extractors.document import Span
from extractors.legacy_detection import Hint, Repaired, repair
from extractors.legacy_encodings import font_encoding
from pipeline.readers.word_package import WordPackage
from pipeline.readers.word_styles import StyleSheet
from pipeline.readers.word_xml import Element, W, find, value

_TEXT = frozenset((W + "t", W + "delText"))
_SOFT_HYPHEN = W + "softHyphen"
_SPACES = frozenset(W + name for name in ("tab", "ptab", "br", "cr"))
_Leaf = tuple[Any, Element | None, Element | None]  # an lxml element that holds letters, its run, its paragraph


def repair_package(package: WordPackage, styles: StyleSheet) -> bool:
    """Put the words of every part of ``package`` that are in an old encoding into Unicode; whether there were any."""
    roots = [package.document, package.footnotes, package.endnotes, *package.related.values()]
    parts = {id(root): root for root in roots if root is not None}
    return sum([_repair_part(root, styles) for root in parts.values()]) > 0


def _repair_part(root: Element, styles: StyleSheet) -> bool:
    leaves: list[tuple[_Leaf, Span]] = []
    pieces: list[str] = []
    length = 0
    for leaf, letters in _letters(root):
        if leaf is not None:
            leaves.append((leaf, Span(length, length + len(letters))))
        pieces.append(letters)
        length += len(letters)
    text = "".join(pieces)
    if text.isascii():
        return False
    repaired = repair(text, tuple(_hints(leaves, styles)))
    if repaired is None:
        return False
    _write(leaves, repaired)
    return True


def _letters(root: Element) -> Iterator[tuple[_Leaf | None, str]]:
    """The text of ``root`` in document order, piece by piece; None for what parts words and lines."""
    run: Element | None = None
    paragraph: Element | None = None
    for element in root.iter():
        if element.tag == W + "p":
            paragraph = element
            yield None, "\n"
        elif element.tag == W + "r":
            run = element
        elif element.tag in _TEXT:
            yield (element, run, paragraph), element.text or ""
        elif element.tag == _SOFT_HYPHEN:
            yield (element, run, paragraph), "\xad"
        elif element.tag in _SPACES:
            yield None, " "


def _hints(leaves: Iterable[tuple[_Leaf, Span]], styles: StyleSheet) -> Iterator[Hint]:
    for (_, run, paragraph), span in leaves:
        font = "" if run is None or paragraph is None else _font(run, paragraph, styles)
        known = font_encoding(font)
        if known is not None and len(span):
            yield Hint(span, *known)


def _font(run: Element, paragraph: Element, styles: StyleSheet) -> str:
    """The font of ``run`` for Latin letters: its own, else that of its style, its paragraph's style, or the default."""
    run_style = value(run, "rPr/rStyle")
    inherited = styles.chain(run_style, WD_STYLE_TYPE.CHARACTER) if run_style is not None else ()
    for holder in (run, *inherited, *styles.of_paragraph(paragraph)):
        fonts = find(holder, "rPr/rFonts")
        stated = None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi")
        if stated:
            return stated
    return ""


def _write(leaves: Sequence[tuple[_Leaf, Span]], repaired: Repaired) -> None:
    """Give each element that was converted the letters whose first code stood in it."""
    for (element, _, _), span in leaves:
        letters = repaired.cut(span)
        if element.tag == _SOFT_HYPHEN and letters != "\xad":
            element.tag = W + "t"
            element.text = letters
        elif element.tag != _SOFT_HYPHEN and letters != element.text:
            element.text = letters
