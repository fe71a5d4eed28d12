"""One plan in several files: a draft and the signed PDF, a portal's copy, a scan. Pure functions; the store asks.

The same number, issuer and date are the same plan. Else the texts must be alike and nothing may contradict: plans are
written on the last year's, communes copy one template, so that likeness alone says little. A contradiction is another
number, date, issuer, kind or period, other years in the text, or a name that stands everywhere in the one text and
nowhere in the other. When in doubt two documents are two plans: a task shown twice is seen, a hidden one is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

from rapidfuzz import fuzz

from extractors.text import fold, shadow
from pipeline.identity import Action, pair_actions

Row = Mapping[str, Any]

ALIKE = 0.6  # share of the shorter text's shingles in the longer one; 2 letters of 100 misread leave 0.8
ALIKE_BY_NUMBER = 0.3  # with the same number in the same year
SKETCH = 64  # shingles kept a document to find those that may be alike
FEWEST_SHARED = 4  # of the sketch: a text of a tenth of the length still shares six
_FEWEST_SHINGLES = 60  # shorter texts are mostly the form that all letters share
_YEARS_ALIKE = 0.85
_OFTEN = 3  # a name that stands so often in one text is missing in the other only where it is another plan's
_WORD = re.compile(r"[a-z0-9]+")
_YEAR = re.compile(r"20\d\d")
_LEVELS = frozenset(("xa", "phuong", "huyen", "tinh", "quan", "tran", "pho", "khu"))
_PLACE = re.compile(r"\b(?P<level>tinh|thanh pho|huyen|quan|thi xa|thi tran|xa|phuong|dac khu)\s+(?P<name>.+)$")
_SHORT = ((r"\bubnd\b", "uy ban nhan dan"), (r"\bhdnd\b", "hoi dong nhan dan"), (r"\btp\.?(?=\s)", "thanh pho"))
_AMENDS = re.compile(r"\b(?:dieu chinh|sua doi|bo sung|thay the)\b")
_SPOILT = 85.0  # of 100: one letter in seven misread; within one plan no other action comes near
_ANY_KIND = frozenset((None, "khác", "tin"))


@dataclass(frozen=True, slots=True)
class TextProfile:
    """What a text is compared by: words without diacritics, shingles of three of them, how often each word stands."""

    text: str
    shingles: frozenset[int]
    words: Counter[str]
    places: Counter[str]

    @property
    def years(self) -> Counter[str]:
        return Counter({word: count for word, count in self.words.items() if _YEAR.fullmatch(word)})

    def sketch(self) -> list[int]:
        """The same few shingles of any copy of the text, whatever else it holds."""
        return sorted(self.shingles)[:SKETCH]

    def names(self, place: str) -> bool:
        return f" {place} " in self.text


@lru_cache(maxsize=64)
def profile(text: str) -> TextProfile:
    """The profile of ``text``; diacritics, case and punctuation, which scanners and typists spoil, do not count."""
    words = _WORD.findall(shadow(text))
    triples = zip(words, words[1:], words[2:], strict=False)
    # Multiplied by an odd number, the checksums of like words do not stand together when sorted.
    shingles = frozenset(crc32(" ".join(triple).encode()) * 2654435761 & 0xFFFFFFFF for triple in triples)
    places = Counter(" ".join(words[i : i + 3]) for i, word in enumerate(words) if word in _LEVELS)
    return TextProfile(f" {' '.join(words)} ", shingles, Counter(words), places)


def likeness(a: TextProfile, b: TextProfile) -> float:
    """Share of the shorter text that stands in the longer one, 0 to 1; 0 where it is too short to tell."""
    shorter = min(len(a.shingles), len(b.shingles))
    return len(a.shingles & b.shingles) / shorter if shorter >= _FEWEST_SHINGLES else 0.0


@dataclass(frozen=True, slots=True)
class Published:
    """A document as it is compared: its row of ``documents`` and the body of its text."""

    row: Row
    text: str

    @property
    def id(self) -> str:
        return str(self.row["id"])


def is_same_plan(a: Published, b: Published) -> bool:
    """Do the two publish the same document? Symmetric; made so that two plans are never taken for one."""
    if is_same_bytes(a.row, b.row):
        return True
    if contradicts(a.row, b.row):
        return False
    number = bool(a.row["number"] and b.row["number"])
    if number and _both(a.row, b.row, "issuer") and a.row["issued_on"] and a.row["issued_on"] == b.row["issued_on"]:
        return True
    first, second = profile(a.text), profile(b.text)
    if number and _both(a.row, b.row, "issuer"):
        return likeness(first, second) >= ALIKE_BY_NUMBER
    return likeness(first, second) >= (ALIKE_BY_NUMBER if number else ALIKE) and _same_names(a, b)


def is_same_bytes(a: Row, b: Row) -> bool:
    """The same part of the same file, whatever two extractors read in it."""
    return bool(a["sha256"]) and (a["sha256"], a["part"]) == (b["sha256"], b["part"])


def contradicts(a: Row, b: Row) -> bool:
    """Do the facts that both state of themselves say that these are two documents?"""
    same_number = None
    if a["number"] and b["number"]:
        same_number = number_key(a["number"]) == number_key(b["number"])
    if same_number is False or _other_issuer(a["issuer"], b["issuer"]):
        return True
    if _both(a, b, "issued_on") and a["issued_on"] != b["issued_on"]:
        # A portal may give the day it put the plan up, a scanner misread the day; each year counts from 1 anew.
        if not same_number or a["issued_on"][:4] != b["issued_on"][:4]:
            return True
    elif _both(a, b, "issued_on") and same_number and _both(a, b, "issuer"):
        return False
    kinds = {a["kind"], b["kind"]} - _ANY_KIND
    periods = _both(a, b, "period_start") and (a["period_start"], a["period_end"]) != (
        b["period_start"],
        b["period_end"],
    )
    return len(kinds) > 1 or periods or _amends(a["title"]) != _amends(b["title"])


def _both(a: Row, b: Row, fact: str) -> bool:
    return bool(a[fact] and b[fact])


def _amends(title: str | None) -> bool:
    return bool(title and _AMENDS.search(fold(title)))


def number_key(number: str) -> str:
    """``05/KH-UBND``, ``5 /KH–UBND`` → ``5 kh ubnd``."""
    return " ".join(_WORD.findall(fold(number))).lstrip("0")


def _other_issuer(a: str | None, b: str | None) -> bool:
    """Another place, or another body; a portal's ``Tỉnh Hà Giang`` is no other than its committee."""
    if not a or not b:
        return False
    first, second = _issuer_key(a), _issuer_key(b)
    place, other = _PLACE.search(first), _PLACE.search(second)
    if place and other:
        if _WORD.findall(place["name"]) != _WORD.findall(other["name"]):
            return True
        first, second = first[: place.start()], second[: other.start()]
    return bool(first.strip() and second.strip()) and fuzz.ratio(first.strip(), second.strip()) < 85


def _issuer_key(issuer: str) -> str:
    key = fold(issuer)
    for short, whole in _SHORT:
        key = re.sub(short, whole, key)
    return key


def _same_names(a: Published, b: Published) -> bool:
    """Do the texts speak of the same years and places? Last year's plan and the neighbour's differ in little else."""
    first, second = profile(a.text), profile(b.text)
    shared = sum((first.years & second.years).values())
    fewest = min(first.years.total(), second.years.total())
    if shared < _YEARS_ALIKE * fewest:
        return False
    for known, other, text in ((a, b, second), (b, a, first)):
        place = _place_of(known.row["issuer"])
        if place and not other.row["issuer"] and not text.names(place):
            return False
    often = _OFTEN if a.row["issuer"] or b.row["issuer"] else 2
    if _only_in(first.words, second.words, often) and _only_in(second.words, first.words, often):
        return False
    return not (_only_in(first.places, second.places, 2) and _only_in(second.places, first.places, 2))


def _place_of(issuer: str | None) -> str | None:
    """``ea rok``: the commune, district or province of an issuer."""
    found = _PLACE.search(_issuer_key(issuer)) if issuer else None
    return " ".join(_WORD.findall(found["name"])) if found else None


def _only_in(words: Counter[str], others: Counter[str], often: int) -> list[str]:
    return [w for w, n in words.items() if n >= often and w not in others and len(w) >= 3 and not w.isdigit()]


# --- which one is the original, and which of its tasks a copy repeats


def pick_original(members: Sequence[Row]) -> Row:
    """Of the documents of one plan the one that counts.

    Read whole before in part, digital before scanned, a corrected version before others, with more tasks before fewer,
    imported earlier before later. ``members``: rows with ``tasks`` and ``place`` (in the order of import).
    """
    return min(
        members,
        key=lambda row: (
            row["status"] != "done",
            bool(row["scanned"]),
            row["replaces"] is None,
            -int(row["tasks"]),
            int(row["place"]),
        ),
    )


def pair_copies(copy: Sequence[Action], original: Sequence[Action]) -> dict[str, str]:
    """task_id of a copy → task_id of the same action in the original, one to one.

    First as :func:`pair_actions` does; what is left also where a scanner spoilt letters of the words or of a lead's
    name. Another due date is never overlooked: it may be the amended one.
    """
    pairs = pair_actions(copy, original)
    taken = set(pairs.values())
    left = {action.task_id: action for action in original if action.task_id not in taken}
    for action in copy:
        if action.task_id in pairs:
            continue
        likely = [(_alike(action, other), other.task_id) for other in left.values() if _agree(action, other)]
        best, partner = max(likely, default=(0.0, ""))
        if best >= _SPOILT:
            pairs[action.task_id] = partner
            del left[partner]
    return pairs


def _alike(a: Action, b: Action) -> float:
    return fuzz.ratio(fold(a.words), fold(b.words), score_cutoff=_SPOILT)


def _agree(a: Action, b: Action) -> bool:
    if a.numbers != b.numbers or (a.due_on and b.due_on and a.due_on != b.due_on):
        return False
    return not a.leads or not b.leads or any(_same_name(x, y) for x in a.leads for y in b.leads)


def _same_name(a: str, b: str) -> bool:
    return fuzz.ratio(fold(a), fold(b)) >= _SPOILT


def sketch_rows(document_id: str, text: str) -> list[dict[str, Any]]:
    """The rows of ``document_shingles``: by them a copy of the text is found again."""
    return [{"shingle": shingle, "document_id": document_id} for shingle in profile(text).sketch()]
