"""From the characters of a file to NFC text with an offset map, and the keys by which words are compared.

Normalised once, NFC and never NFKC, and the map is built while normalising (a later diff would guess).
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

# Private-use code points that Word's Symbol and Wingdings fonts show as list bullets.
BULLETS = {
    "\uf02d": "-", "\uf0b7": "•", "\uf0a7": "▪", "\uf0a8": "▪", "\uf06e": "▪", "\uf06f": "▪", "\uf071": "▪",
    "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖", "\uf0e8": "➔", "\uf0e0": "→", "\uf02b": "+", "\uf02a": "*",
    "\uf06c": "•", "\uf09f": "•", "\uf0b2": "▪", "\uf046": "•",
}  # fmt: skip
# Letters that look like Vietnamese ones and are typed instead of them.
LOOKALIKES = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "\u2010": "-", "\u2011": "-", "\u2212": "-"}
DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffc\ufffe\uffff")
LINE_ENDS = frozenset("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
# Anything but plain letters, digits, signs and single spaces: the characters that normalise may change.
_NEEDS_CARE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\u0300-\u036f\u1680\u2000-\u200f\u2010\u2011\u2028\u2029\u202a-\u202f\u205f-\u206f\u2212"
    "\u3000\ue000-\uf8ff\ufeff\ufffe\uffff" + "".join(DROPPED) + "".join(LOOKALIKES) + "]|[^\x00-\uffff]"
)
# Old and new tone placement of the open syllables oa, oe, uy: hoà = hòa, uỷ = ủy.
_TONE_PAIRS = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe",
    "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONES = re.compile("(?<!q)(?:" + "|".join(_TONE_PAIRS) + r")(?![\w])")
_SPACES = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[^\w\s&]+")


@dataclass(frozen=True, slots=True)
class NormalText:
    """``text`` in NFC; ``offsets[i]``: place in the source of the character behind ``text[i]`` (one entry more)."""

    text: str
    offsets: array[int]


def is_plain(source: str) -> bool:
    """Whether `normalise` leaves ``source`` as it is."""
    return not _NEEDS_CARE.search(source) and unicodedata.is_normalized("NFC", source)


def normalise(source: str, base: int = 0) -> NormalText:
    """NFC text of ``source`` with its offset map (places counted from ``base``).

    Composes split diacritics (also over a stray space before the combining mark), turns every kind of space into one
    space and every kind of line end into ``\\n``, drops soft hyphens and zero-width characters, and puts the printed
    bullet for private-use code points. Changes no other letter.
    """
    if is_plain(source):
        return NormalText(source, array("l", range(base, base + len(source) + 1)))
    out: list[str] = []
    offsets = array("l")
    i, n = 0, len(source)
    while i < n:
        start = i
        character = source[i]
        i += 1
        if character in DROPPED:
            continue
        if character in LINE_ENDS:
            if character == "\r" and i < n and source[i] == "\n":
                i += 1
            out.append("\n")
            offsets.append(base + start)
            continue
        if character.isspace():
            # A stray space before a combining mark split a letter: "tiê" + " " + U+0301 + "n" is "tiến".
            if i < n and unicodedata.combining(source[i]) and out and out[-1].isalpha():
                continue
            out.append(" ")
            offsets.append(base + start)
            continue
        category = unicodedata.category(character)
        if category == "Cc":
            continue
        if unicodedata.combining(character) and out and out[-1].isalpha():
            composed = unicodedata.normalize("NFC", out[-1] + character)
            if len(composed) == 1:
                out[-1] = composed
            else:
                out[-1] = composed[0]
                for extra in composed[1:]:
                    out.append(extra)
                    offsets.append(base + start)
            continue
        character = BULLETS.get(character, LOOKALIKES.get(character, character))
        if category == "Co" and character == source[start]:
            character = "•"
        for piece in unicodedata.normalize("NFC", character):
            out.append(piece)
            offsets.append(base + start)
    offsets.append(base + n)
    return NormalText("".join(out), offsets)


def clean(words: str) -> str:
    """``words`` with every run of white space, line breaks too, as one space, and none at the ends."""
    return _SPACES.sub(" ", words).strip()


@lru_cache(maxsize=8192)  # headings and labels are folded again by every list of words that looks at them
def fold(words: str) -> str:
    """The search key: lower case, no diacritics, đ as d, single spaces (``Sở Nội vụ`` → ``so noi vu``)."""
    decomposed = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return clean("".join(c for c in decomposed if not unicodedata.combining(c)))


def place_tones(words: str) -> str:
    """``words`` (lower case) with the tone of ``oa oe uy`` where the new spelling puts it; only for comparing."""
    return _TONES.sub(lambda m: _TONE_PAIRS[m.group()], words)


def compare_key(words: str) -> str:
    """The key by which names and headings are compared: lower case, one tone placement, no punctuation.

    Diacritics stay: without them ``Phòng`` and ``phong``, ``ban`` and ``bàn`` would collide.
    """
    return clean(_PUNCTUATION.sub(" ", place_tones(unicodedata.normalize("NFC", words).lower())))


def shadow(words: str) -> str:
    """``words`` in lower case without diacritics and with the SAME length: a match in it has the same span in the text.

    For labels and headings, which scans and typists spoil (``Phần đầu`` for ``Phấn đấu``); NFC text is expected.
    """
    return words.translate(_SHADOW)


def _shadow_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


class _ShadowTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = _shadow_letter(chr(code))
        return self[code]


_SHADOW = _ShadowTable()
