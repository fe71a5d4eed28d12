"""Printed marks at the start of a paragraph: ``Phần I``, ``II.``, ``1.1.``, ``a)``, ``(1)``, ``-``, ``+``, ``Điều 3.``.

The numbering of administrative documents is fixed by Nghị định 30/2020/NĐ-CP, Phụ lục I (phần, chương, mục, tiểu mục,
điều, khoản, điểm); bullets are the habit of offices. A mark only proposes a place in the outline: whether it fits there
is decided by the marks around it (:mod:`extractors.outline`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.document import Span

# Order of the letters in lists: no f, j, w, z; đ after d. Offices that type f, j, w, z all the same are read, too.
LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ORDINALS = {
    "nhất": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
BULLETS = "-–—+•*▪➢✓❖●○◦·→➔⁃■□o"

_WORD_MARK = re.compile(
    r"(?P<word>phần|chương|mục|tiểu mục|điều|phụ lục|phụ biểu|biểu số|biểu)\s*(?:số\s*|thứ\s+)?"
    r"(?P<value>[IVXLC]{1,7}\b|\d{1,3}[a-zđ]?\b|[A-D]\b|nhất\b|hai\b|ba\b|bốn\b|tư\b|năm\b|sáu\b|bảy\b|tám\b|chín\b|mười\b)?"
    r"\s*[.:\-–]?(?:\s+|$)",
    re.IGNORECASE,
)
# "… theo quy định tại / Điều 17 Thông tư số 23/…": an article of another document at the start of a wrapped line.
_CITED_ARTICLE = re.compile(
    r"\d+[a-zđ]?\s+(?:Hiến pháp|Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định số)\b"
)
_ROMAN_MARK = re.compile(r"(?P<value>[IVXLC]{1,7})(?P<delimiter>[./)]|\s?[-–](?!\w))\s*(?=\S)")
_CAPITAL_MARK = re.compile(r"(?P<value>[A-HKLĐ])(?P<delimiter>[.)/])\s+(?=\S)")
_NUMBER_MARK = re.compile(
    r"(?P<value>\d{1,2}(?:\s?\.\s?\d{1,2}){0,4})(?P<delimiter>\.?\)|\.(?!\d)|/(?=\s)|\s?-(?=\s)|:(?=\s)|(?=\s))\s*(?=\S|$)"
)
_LETTER_MARK = re.compile(r"(?P<value>[a-zđ])(?P<digit>\d?)(?P<delimiter>[.)/])\s*(?=\S|$)")
_BRACKET_MARK = re.compile(r"\((?P<value>\d{1,2}|[ivx]{1,5}|[a-zđ])\)\.?\s*(?=\S)")
_BULLET_MARK = re.compile(rf"(?P<value>[{re.escape(BULLETS)}])(?:\s+|(?=[^\W\d_]))")

WORD_FAMILIES = {
    "phần": "part", "chương": "chapter", "mục": "section", "tiểu mục": "subsection", "điều": "article",
    "phụ lục": "annex", "phụ biểu": "annex", "biểu số": "annex", "biểu": "annex",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark. ``family``: marks that continue one another (``number.1`` for ``1.``, ``number.2`` for ``1.1``).

    ``label``: as the outline path shows it (``II``, ``1.1``, ``a``, ``-``, ``Điều 2``, ``Phụ lục I``). ``values``:
    its place in its family, the numbers of a dotted mark one by one; empty for bullets. ``span``: the printed mark
    with the white space behind it.
    """

    family: str
    label: str
    values: tuple[int, ...]
    span: Span

    @property
    def is_bullet(self) -> bool:
        return self.family.startswith("bullet")


def roman_value(letters: str) -> int | None:
    """The number of a Roman numeral (None where it is none, e.g. ``IC`` or ``VV``)."""
    total, largest = 0, 0
    for letter in reversed(letters.upper()):
        value = _ROMAN[letter]
        total += value if value >= largest else -value
        largest = max(largest, value)
    return total if _to_roman(total) == letters.upper() else None


def _to_roman(number: int) -> str:
    out = ""
    for value, letters in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        while number >= value:
            out += letters
            number -= value
    return out


def read_markers(text: str, span: Span) -> list[Marker]:
    """The marks that may stand at the start of ``span``, the likeliest first; empty where there is none.

    A single letter can be two things (``V.`` and ``C.`` Roman or capital, ``i)`` letter or Roman), so the caller,
    who knows the marks before it, chooses.
    """
    start = span.strip(text).start
    found = [_word_marker(text, start, span.end), *_sign_markers(text, start, span.end)]
    return [marker for marker in found if marker is not None]


def _word_marker(text: str, start: int, end: int) -> Marker | None:
    match = _WORD_MARK.match(text, start, end)
    if match is None or not text[start].isupper():
        return None
    word, printed = match["word"].lower(), match["value"]
    family = WORD_FAMILIES[word]
    if printed is None:
        # "Phụ lục" alone heads an annex; "Mục tiêu", "Phần mềm", "Điều tra" are words.
        behind = text[match.end("word") : end]
        titled = behind.lstrip().startswith(":") and behind.isupper()  # "Phụ lục: DANH SÁCH CÁC ĐƠN VỊ"
        rest = behind.strip(" .:\n")
        if family != "annex" or word == "biểu" or (rest and not titled and not behind.lstrip(" .:").startswith("\n")):
            return None
        return Marker(family, "Phụ lục", (), Span(start, match.end() if titled else match.end("word")))
    if (
        family == "annex"
        and word == "biểu"
        and not text[start : match.end("word")].isupper()
        and not printed[0].isdigit()
    ):
        return None
    if family == "article" and _CITED_ARTICLE.match(text, match.start("value"), end):
        return None
    value = _ORDINALS.get(printed.lower()) or (int(re.sub(r"\D", "", printed)) if printed[0].isdigit() else None)
    if value is None:
        value = roman_value(printed) if set(printed.upper()) <= set(_ROMAN) else None
        value = value if value is not None else ord(printed[0].upper()) - 64
    name = match["word"][0].upper() + match["word"][1:].lower()
    return Marker(family, f"{name} {printed}", (value,), Span(start, match.end()))


def _sign_markers(text: str, start: int, end: int) -> list[Marker]:
    found: list[Marker] = []
    if match := _ROMAN_MARK.match(text, start, end):
        value = roman_value(match["value"])
        if value is not None:
            found.append(Marker("roman", match["value"], (value,), Span(start, match.end())))
    if match := _CAPITAL_MARK.match(text, start, end):
        found.append(
            Marker("capital", match["value"], (_letter_value(match["value"].lower()),), Span(start, match.end()))
        )
    if match := _NUMBER_MARK.match(text, start, end):
        found.extend(_number_marker(match, text, end))
    if match := _LETTER_MARK.match(text, start, end):
        family = "letter" if not match["digit"] else "letter.digit"
        values = (_letter_value(match["value"]), int(match["digit"] or 0))
        found.append(Marker(family, match["value"] + match["digit"], values, Span(start, match.end())))
    if match := _BRACKET_MARK.match(text, start, end):
        found.append(_bracket_marker(match))
    if match := _BULLET_MARK.match(text, start, end):
        sign = "-" if match["value"] in "-–—⁃" else match["value"]
        if sign != "o" or text[match.end("value")].isspace():
            found.append(Marker(f"bullet{sign}", sign, (), Span(start, match.end())))
    return found


def _number_marker(match: re.Match[str], text: str, end: int) -> list[Marker]:
    values = tuple(int(part) for part in match["value"].replace(" ", "").split("."))
    delimiter = match["delimiter"].strip()
    follows = text[match.end() : min(match.end() + 2, end)]
    if not delimiter and (len(values) == 1 or not follows[:1].isalpha() or follows[:1].islower()):
        return []  # "100 ngày", "2.729 thôn": a bare number is no mark; "1.1 Sở Nội vụ" is
    if delimiter == ":" and len(values) == 1:
        return []
    glued = match.end() == match.end("delimiter")
    if delimiter == "." and len(values) == 1 and glued and follows[:1].islower():
        return []  # "15.các đơn vị": a mark has white space or a capital behind it
    family = f"number.{len(values)}" + (")" if delimiter.endswith(")") and len(values) == 1 else "")
    return [Marker(family, ".".join(map(str, values)), values, Span(match.start(), match.end()))]


def _bracket_marker(match: re.Match[str]) -> Marker:
    printed = match["value"]
    if printed.isdigit():
        return Marker("bracket.number", f"({printed})", (int(printed),), Span(match.start(), match.end()))
    value = roman_value(printed) if set(printed) <= set("ivx") else None
    if value is not None:
        return Marker("bracket.roman", f"({printed})", (value,), Span(match.start(), match.end()))
    return Marker("bracket.letter", f"({printed})", (_letter_value(printed),), Span(match.start(), match.end()))


def _letter_value(letter: str) -> int:
    """Place of a letter in lists; f, j, w, z count as the letter that they follow and a half, so order is kept."""
    if letter in LETTERS:
        return 2 * LETTERS.index(letter) + 2
    return 2 * LETTERS.index({"f": "e", "j": "i", "w": "v", "z": "y"}[letter]) + 3


def follows(marker: Marker, previous: Marker | None) -> bool:
    """Is ``marker`` the next one after ``previous`` of its family (or the first, where there is none)?"""
    if not marker.values:
        return True
    if previous is None or not previous.values:
        return _is_first(marker)
    if marker.family.startswith(("letter", "capital", "bracket.letter")):
        if marker.family == "letter.digit" and marker.values[0] == previous.values[0]:
            return marker.values[1] == previous.values[1] + 1
        return 0 < marker.values[0] - previous.values[0] <= 2
    return marker.values[:-1] == previous.values[:-1] and marker.values[-1] == previous.values[-1] + 1


def _is_first(marker: Marker) -> bool:
    """Is the mark the first of its family: ``a)``, ``a1)``, ``A.``, ``(a)``, ``1.``, ``1.1.``?"""
    if marker.family.startswith(("letter", "capital", "bracket.letter")):
        return marker.values[0] == 2 and marker.values[-1] in (0, 1, 2)
    return marker.values[-1] == 1
