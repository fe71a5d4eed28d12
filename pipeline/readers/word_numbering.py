"""Automatic list numbers of Word, rebuilt as Word prints them (ISO 29500-1, 17.9).

The file holds only "paragraph of list 3, level 1"; no library gives the printed ``1.2.`` or ``a)`` back reliably.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from docx.enum.style import WD_STYLE_TYPE

from pipeline.readers.word_styles import StyleSheet
from pipeline.readers.word_xml import MC, Element, W, find, is_on, value

_LEVELS = 9
_SYMBOL_FONTS = re.compile(r"symbol|wingdings|webdings", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class Place(NamedTuple):
    """Where a paragraph stands: the list (``numId``) and its level from 0."""

    number: str
    level: int


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    suffix: str
    legal: bool
    restart: int | None  # 1-based level whose use restarts this one; 0 never; None any higher level
    style: str | None
    hidden: bool


@dataclass(slots=True)
class _List:
    """One ``w:num``: its levels with the overrides, the list of counters it shares, the starts it states itself."""

    abstract: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]
    started: set[int] = field(default_factory=set)

    def start_of(self, level: int) -> int:
        own = self.starts.get(level)
        if own is not None:
            return own
        return self.levels[level].start if level in self.levels else 1


class Numbering:
    """The numbering part of a document; ``label`` must be asked once for each paragraph, in document order."""

    def __init__(self, root: Element | None, styles: StyleSheet) -> None:
        self._styles = styles
        self._lists = {} if root is None else _read_lists(root, styles)
        self._counters: dict[str, dict[int, int]] = {}

    def label(self, paragraph: Element) -> str:
        """The printed number or bullet with its gap (``"1.2. "``, ``"- "``); ``""`` for an unnumbered paragraph.

        Bullets of symbol fonts are private-use code points, which ``normalise`` turns into what is printed.
        """
        place = self.place(paragraph)
        if place is None:
            return ""
        numbered = self._lists[place.number]
        level = numbered.levels.get(place.level)
        if level is None:
            return ""
        counters = self._count(numbered, place.level)
        if level.hidden or (level.format == "none" and not _PLACEHOLDER.sub("", level.text).strip()):
            return ""
        words = level.text if level.format == "bullet" else _fill(numbered, level, counters)
        return words + ("" if level.suffix == "nothing" else " ") if words else ""

    def place(self, paragraph: Element) -> Place | None:
        """List and level, stated at the paragraph or inherited from its style; None for numId 0 or none at all."""
        styles = self._styles.of_paragraph(paragraph)
        holders = (paragraph, *styles)
        number = next((n for n in (value(holder, "pPr/numPr/numId") for holder in holders) if n is not None), None)
        if number is None or number not in self._lists:
            return None
        stated = value(paragraph, "pPr/numPr/ilvl")
        if stated is None:
            stated = self._inherited_level(number, styles)
        return Place(number, min(int(stated), _LEVELS - 1)) if stated.isdigit() else Place(number, 0)

    def _inherited_level(self, number: str, styles: tuple[Element, ...]) -> str:
        """A style stands at the level that names it (pStyle); the style's own ilvl counts only without such a link."""
        linked = {level.style: index for index, level in self._lists[number].levels.items() if level.style}
        for style in styles:
            index = linked.get(style.get(W + "styleId", ""))
            if index is not None:
                return str(index)
            stated = value(style, "pPr/numPr/ilvl")
            if stated is not None:
                return stated
        return "0"

    def _count(self, numbered: _List, index: int) -> Mapping[int, int]:
        counters = self._counters.setdefault(numbered.abstract, {})
        for level in numbered.starts:
            if level <= index and level not in numbered.started:  # a new list with its own start begins anew
                numbered.started.add(level)
                counters.pop(level, None)
        counters[index] = counters[index] + 1 if index in counters else numbered.start_of(index)
        for deeper in [level for level in counters if level > index]:
            restart = numbered.levels[deeper].restart if deeper in numbered.levels else None
            if restart is None or index < restart:
                del counters[deeper]
        return counters


def _fill(numbered: _List, level: _Level, counters: Mapping[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        count = counters.get(index, numbered.start_of(index))
        format = numbered.levels[index].format if index in numbered.levels else "decimal"
        if level.legal and format != "decimalZero":  # "I.1" is printed "1.1", "01" stays ([MS-DOC] LVLF.fLegal)
            format = "decimal"
        return _FORMATS.get(format, str)(count)

    return _PLACEHOLDER.sub(number, level.text)


def _read_lists(root: Element, styles: StyleSheet) -> dict[str, _List]:
    abstracts = {item.get(W + "abstractNumId", ""): item for item in root.findall(W + "abstractNum")}
    numbers = {item.get(W + "numId", ""): item for item in root.findall(W + "num")}
    lists: dict[str, _List] = {}
    for key, item in numbers.items():
        abstract = _followed(value(item, "abstractNumId") or "", abstracts, numbers, styles)
        if key == "0" or abstract not in abstracts:
            continue
        levels = dict(map(_read_level, abstracts[abstract].findall(W + "lvl")))
        starts: dict[int, int] = {}
        for override in item.findall(W + "lvlOverride"):
            level = override.find(W + "lvl")
            index = int(override.get(W + "ilvl", "0"))
            if level is not None:
                levels[index] = _read_level(level)[1]
            start = value(override, "startOverride")
            if start is not None:
                starts[index] = int(start)
        lists[key] = _List(abstract, levels, starts)
    return lists


def _followed(
    abstract: str, abstracts: Mapping[str, Element], numbers: Mapping[str, Element], styles: StyleSheet
) -> str:
    """The abstract list that holds the levels: one of a list style (numStyleLink) names only the style."""
    link = value(abstracts.get(abstract), "numStyleLink")
    if link is None:
        return abstract
    for style in styles.chain(link, WD_STYLE_TYPE.LIST):
        number = value(style, "pPr/numPr/numId")
        if number is not None and number in numbers:
            return value(numbers[number], "abstractNumId") or abstract
    return abstract


def _read_level(item: Element) -> tuple[int, _Level]:
    format = find(item, "numFmt")
    if format is None:  # a custom format is wrapped with a fallback for older versions of Word
        format = item.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    text = value(item, "lvlText") or ""
    fonts = find(item, "rPr/rFonts")
    name = "" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""
    code = "decimal" if format is None else format.get(W + "val", "decimal")
    if code == "bullet" and _SYMBOL_FONTS.search(name):
        text = "".join(chr(0xF000 + ord(c)) if 0x20 < ord(c) < 0x100 else c for c in text)
    restart = value(item, "lvlRestart")
    return int(item.get(W + "ilvl", "0")), _Level(
        start=int(value(item, "start") or 1),
        format=code,
        text=text,
        suffix=value(item, "suff") or "tab",
        legal=bool(is_on(item, "isLgl")),
        restart=None if restart is None else int(restart),
        style=value(item, "pStyle"),
        hidden=bool(is_on(find(item, "rPr"), "vanish")),
    )


def _roman(count: int) -> str:
    words = ""
    for size, letters in _ROMAN:
        while count >= size:
            words += letters
            count -= size
    return words


def _letter(count: int) -> str:
    """a … z, aa, bb: the plain alphabet, as Word counts in a Vietnamese document too (no đ, but f, j, w, z)."""
    return "" if count < 1 else chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerLetter": _letter,
    "ordinal": str,
    "none": lambda count: "",
    "numberInDash": lambda count: f"- {count} -",
    "decimalEnclosedParen": lambda count: f"({count})",
    "decimalEnclosedFullstop": lambda count: f"{count}.",
    "decimalEnclosedCircle": lambda count: chr(0x2460 + count - 1) if 1 <= count <= 20 else str(count),
}
