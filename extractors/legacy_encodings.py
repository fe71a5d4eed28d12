"""Letters from before Unicode: TCVN3 (.VnTime), VNI and VISCII fonts, and UTF-8 that was read as a Windows code page.

Such a text holds the codes that an old font draws as Vietnamese letters (``Uû ban nh©n d©n``, ``UÛY BAN NHAÂN DAÂN``).
The tables are TCVN 5712:1993 (VN3), VNI-Windows and RFC 1456 (VISCII), as the characters that Windows-1252 shows for
their codes. Which words of a text are written so is ``extractors.legacy_detection``'s question.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from extractors.authority import read_tsv

Encoding = Literal["tcvn3", "vni", "viscii", "utf8_as_cp1252", "utf8_as_cp1258"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)
_CODE_PAGES = {"utf8_as_cp1252": "cp1252", "utf8_as_cp1258": "cp1258"}
# The well-formed sequences of UTF-8 beyond ASCII that Vietnamese text needs, one character a byte.
_UTF8_SEQUENCE = re.compile(r"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# What the makers call their fonts: .VnTime, .VnArialH (capitals) by ABC, VNI-Times by VNI.
_FONTS: tuple[tuple[re.Pattern[str], Encoding], ...] = (
    (re.compile(r"^\.vn", re.IGNORECASE), "tcvn3"),
    (re.compile(r"^vni[- ]", re.IGNORECASE), "vni"),
)
_MINUS = "\N{MINUS SIGN}"  # the soft hyphen, as PDF fonts name it, which TCVN3 draws as ư


@dataclass(frozen=True, slots=True)
class Converted:
    """``text`` in Unicode; ``offsets[i]``: place of the first code behind ``text[i]`` (one entry more than letters)."""

    text: str
    offsets: array[int]


@dataclass(frozen=True, slots=True)
class _Letters:
    """One encoding: codes (one or two characters) → letter, and the pattern that finds the longest of them."""

    of: dict[str, str]
    codes: re.Pattern[str]


def convert(text: str, encoding: Encoding, *, capitals: bool = False) -> Converted:
    """``text``, all of it in ``encoding``, as Unicode with its offset map; characters of no table stay as they are.

    ``capitals``: the font draws small letters as capitals (.VnTimeH), so that is what is printed.
    """
    pieces: list[str] = []
    offsets = array("l")
    for place, letters in _pieces(text, encoding):
        letters = in_capitals(letters) if capitals else letters
        pieces.append(letters)
        offsets.extend(range(place, place + len(letters)) if len(letters) > 1 else (place,))
    offsets.append(len(text))
    return Converted("".join(pieces), offsets)


def font_encoding(font: str) -> tuple[Encoding, bool] | None:
    """What a font of this name is made for, and whether it draws small letters as capitals; a hint, no proof."""
    encoding = next((encoding for name, encoding in _FONTS if name.match(font)), None)
    return None if encoding is None else (encoding, encoding == "tcvn3" and font.endswith("H"))


def in_capitals(letters: str) -> str:
    """``letters`` in capitals, as many as before (``ß`` has none of its own)."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in letters)


def find_foreign_letters(text: str, encoding: Encoding) -> str:
    """The letters beyond ASCII in ``text`` that no key of ``encoding`` can have typed."""
    kept, end = [], 0
    for start, stop in _converted_places(text, encoding):
        kept.append(text[end:start])
        end = stop
    kept.append(text[end:])
    return "".join(c for c in "".join(kept) if not c.isascii() and c.isalpha())


def raise_capitals(typed: str, converted: str) -> str:
    """``converted`` with capitals where the line of ``typed`` shows them: TCVN3 has no codes for toned capitals.

    ``HéI §åNG`` was typed with the capital font .VnTimeH and is printed ``HỘI ĐỒNG``; a word such as ``Bé`` follows the
    words beside it. Both texts have the same length.
    """
    out, place = [], 0
    for start, end in _shouted(typed, converted):
        out += [converted[place:start], in_capitals(converted[start:end])]
        place = end
    return "".join([*out, converted[place:]])


_WORD = re.compile(r"[^ \t\r\n]+")
_LINE = re.compile(r"[^\r\n]+")
_ASCII_SMALL, _INNER_CAPITAL = re.compile("[a-z]"), re.compile(r"(?<=[^\W\d_])[A-Z]|(?<=[¡-¾])[A-Z]")


def _shouted(typed: str, converted: str) -> Iterator[tuple[int, int]]:
    """Stretches of words without a small plain letter, one of which has a small letter and a capital inside it."""
    for line in _LINE.finditer(typed):
        stretch: list[tuple[int, int]] = []
        proven = False
        for word in [*_WORD.finditer(typed, *line.span()), None]:
            if word is not None and not _ASCII_SMALL.search(word.group()):
                stretch.append(word.span())
                has_small = any(letter.islower() for letter in converted[word.start() : word.end()])
                proven |= has_small and _INNER_CAPITAL.search(word.group()) is not None
                continue
            if proven:
                yield stretch[0][0], stretch[-1][1]
            stretch, proven = [], False


def _pieces(text: str, encoding: Encoding) -> Iterator[tuple[int, str]]:
    """The place and the letters of each stretch of ``text``: one converted letter, or characters that stay."""
    of = None if encoding in _CODE_PAGES else _letters(encoding).of
    single = _single_bytes(text, encoding) if of is None else ""
    place = 0
    for start, end in _converted_places(text, encoding):
        if start > place:
            yield place, text[place:start]
        yield start, single[start:end].encode("latin-1").decode("utf-8") if of is None else of[text[start:end]]
        place = end
    if place < len(text):
        yield place, text[place:]


def _converted_places(text: str, encoding: Encoding) -> Iterator[tuple[int, int]]:
    if encoding in _CODE_PAGES:
        found = _UTF8_SEQUENCE.finditer(_single_bytes(text, encoding))
    else:
        found = _letters(encoding).codes.finditer(text)
    for match in found:
        if match.group() != _MINUS or _is_letter_minus(text, match.start()):
            yield match.span()


def _is_letter_minus(text: str, place: int) -> bool:
    """Whether a minus sign stands inside or before a word (``t−``, ``−u tiªn``): alone it is a dash or a bullet."""
    before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if before.strip():
        return before.isalpha() or before > "\xa0"  # a sign is a letter here: ``®−êng``
    return after.islower()


def _single_bytes(text: str, encoding: Encoding) -> str:
    """``text`` with each character as the byte that the code page shows so; ``?`` for those that it does not have.

    Places that the code page leaves undefined were taken over as control characters of the same number.
    """
    table = _bytes_of(_CODE_PAGES[encoding])
    return "".join(c if c.isascii() else table.get(c, c if c < "\xa0" else "?") for c in text)


@cache
def _bytes_of(code_page: str) -> dict[str, str]:
    shown = ((byte, bytes((byte,)).decode(code_page, errors="ignore")) for byte in range(0x80, 0x100))
    return {character: chr(byte) for byte, character in shown if character}


@cache
def _letters(encoding: Encoding) -> _Letters:
    of: dict[str, str] = {}
    for row in read_tsv("legacy_encodings.tsv"):
        if row["encoding"] == encoding:
            codes = "".join(chr(int(code, 16)) for code in row["codes"].split())
            of[codes] = row["letter"]
            if encoding == "vni":  # its capitals are typed with the capitals of the same codes
                base, mark = codes[0], codes[1:]
                of[codes.upper()] = of[base.upper() + mark] = row["letter"].upper()
                of.setdefault(base + mark.upper(), row["letter"])
    longest_first = sorted(of, key=len, reverse=True)
    return _Letters(of, re.compile("|".join(map(re.escape, longest_first))))
