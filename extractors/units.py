"""What a figure counts or measures: the unit words after a number, read from ``authority/units.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from extractors.document import Span
from extractors.text import clean

UnitKind = Literal["percent", "rank", "score", "money", "duration", "attribute", "measure", "counted", "scale", "other"]

_PER_YEAR = re.compile(r"\s?/\s?(?:1\s+|một\s+)?năm(?!\w)", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|/|\bhoặc\b|\bvà\b)\s*")
_WORD = re.compile(r"\s+([^\W\d_]+(?:-[^\W\d_]+)*)")
_LONGEST_UNKNOWN_NOUN = 2  # most nouns of Vietnamese have two syllables


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed (white space collapsed), where it stands, and whether it is counted a year (``5 %/năm``)."""

    name: str
    kind: UnitKind
    span: Span
    per_year: bool = False


@cache
def load_word_lists(name: str) -> dict[str, Any]:
    """The lists of a data file of the package folder ``extractors/authority``."""
    loaded: dict[str, Any] = yaml.safe_load((files("extractors.authority") / name).read_text(encoding="utf-8"))
    return loaded


def any_of(words: Iterable[str]) -> str:
    """A regex of alternatives, longest first, in which a space stands for any white space."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


_LISTS = load_word_lists("units.yaml")
# "lần/tuần", "triệu đồng/người/năm", "bác sĩ/10.000 dân": what follows the stroke belongs to the unit.
_BASES = any_of(_LISTS["rate_bases"] + _LISTS["counted"] + _LISTS["persons"])
_PER = re.compile(
    rf"\s?/\s?(?:(?:\d[\d.]*\s+)?(?:{_BASES})(?!\w)|(?:\d[\d.]*\s+)?[^\W\d_]+)",
    re.IGNORECASE,
)


def _words_of(*keys: str) -> re.Pattern[str]:
    words = [word for key in keys for word in _LISTS[key]]
    return re.compile(rf"\s*(?:{any_of(words)})(?!\w)", re.IGNORECASE)


_SIMPLE: tuple[tuple[UnitKind, re.Pattern[str]], ...] = (
    ("attribute", _words_of("attributes")),
    ("rank", _words_of("ranks")),
    ("measure", _words_of("measures")),
    ("duration", _words_of("durations")),
    ("money", _words_of("money")),
    ("score", _words_of("scores")),
)
# "Tỷ lệ", "tỷ suất", "tỷ trọng" are no billions.
_SCALE = re.compile(_words_of("scales").pattern + r"(?!\s+(?:lệ|số|suất|trọng|giá)(?!\w))", re.IGNORECASE)
_COUNTED = _words_of("counted", "persons")
_PERSON = _words_of("persons")
_STOPS = frozenset(_LISTS["stops"])


def find_unit(text: str, start: int, end: int) -> Unit | None:
    """The unit that begins at ``start`` (white space before it allowed); None where a verb or a stop follows."""
    scale = _SCALE.match(text, start, end)
    after_scale = scale.end() if scale else start
    known = _known_unit(text, after_scale, end)
    if known is None and scale is None:
        known = _unknown_noun(text, start, end)
    if known is None:
        return _finished(text, Span(start, after_scale), "scale", end) if scale else None
    kind, stop = known
    return _finished(text, Span(start, stop), kind, end)


def is_person(text: str, start: int, end: int) -> bool:
    """Does a noun for people begin at ``start``?"""
    return _PERSON.match(text, start, end) is not None


def _known_unit(text: str, start: int, end: int) -> tuple[UnitKind, int] | None:
    candidates: list[tuple[int, UnitKind]] = []
    for kind, pattern in _SIMPLE:
        if match := pattern.match(text, start, end):
            if kind == "score" and _names_place(text, match.end(), end):
                continue  # "12 điểm tập kết" are places, "85 điểm" a score
            candidates.append((match.end(), kind))
    if match := _COUNTED.match(text, start, end):
        turn = _PERSON.match(text, match.end(), end) if match.group().strip().lower() == "lượt" else None
        candidates.append((_coordinated(text, (turn or match).end(), end), "counted"))  # "150 lượt cán bộ"
    if not candidates:
        return None
    stop, kind = max(candidates, key=lambda candidate: candidate[0])
    return kind, stop


def _names_place(text: str, stop: int, end: int) -> bool:
    """Does a noun follow ``điểm``, so that it means a place?"""
    word = _WORD.match(text, stop, end)
    return word is not None and word[1].lower() not in _STOPS


def _coordinated(text: str, stop: int, end: int) -> int:
    """Past the nouns that share the number: ``xã, phường``, ``sáng kiến hoặc giải pháp``, ``sản phẩm/dịch vụ``."""
    while joint := _AND.match(text, stop, end):
        noun = _COUNTED.match(text, joint.end(), end)
        if noun is None:
            return stop
        stop = noun.end()
    return stop


def _unknown_noun(text: str, start: int, end: int) -> tuple[UnitKind, int] | None:
    stop = start
    for _ in range(_LONGEST_UNKNOWN_NOUN):
        word = _WORD.match(text, stop, end)
        if word is None or word[1].lower() in _STOPS:
            break
        stop = word.end()
    return ("other", stop) if stop > start else None


def _finished(text: str, span: Span, kind: UnitKind, end: int) -> Unit:
    """The unit with its ``/...`` part; ``/năm`` is a rate and leaves the name."""
    stop, name_end, per_year = span.end, span.end, False
    while True:
        if year := _PER_YEAR.match(text, stop, end):
            stop, per_year = year.end(), True
        elif part := _PER.match(text, stop, end):
            stop = name_end = part.end()
        else:
            break
    name = clean(text[span.start : name_end])
    return Unit(name, kind, Span(span.start, stop), per_year)


def per_year_after(text: str, start: int, end: int) -> int | None:
    """Where ``/năm`` ends if it begins at ``start`` (``20 %/năm``), else None."""
    match = _PER_YEAR.match(text, start, end)
    return match.end() if match else None


def without_scale(name: str) -> str:
    """``triệu thửa đất`` → ``thửa đất``."""
    scale = _SCALE.match(name)
    return name[scale.end() :].strip() if scale else name
