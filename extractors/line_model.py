"""A small learned second opinion: is an item, row or paragraph a task, by its words, mark, length and neighbours?

The rules alone find tasks; how likely this model holds one for none is a sign of doubt (:mod:`extractors.signs`).
Learned by ``training/line_roles.py``; measured in training/README.md.
"""

from __future__ import annotations

import math
import re
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise

from extractors.assignments import has_directive
from extractors.deadlines import has_deadline_words
from extractors.records import Account, Task
from extractors.text import clean, fold

BUCKETS = 1 << 15  # signs are kept as numbers: the weights hold no word of any document
_HEADING = 120  # letters that a line above has at most to be a heading

_MARK = re.compile(r"(?:([-+•*])|(\d+(?:\.\d+)*)|([a-zđ])[.)]|([IVX]+)[.)])")
_LEADING = re.compile(r"^\W*(?:\w{1,4}[.)]\s*)?")
_AGENCY = re.compile(
    r"\b(?:Sở|UBND|Ủy ban|Phòng|Ban|Công an|Văn phòng|Trung tâm|Chi cục|Cục|Bộ|Hội|Đoàn|Trường|Bệnh viện|"
    r"Thủ trưởng|Chủ tịch|Giám đốc|Công chức)\b"
)


@dataclass(frozen=True, slots=True)
class LineModel:
    """A logistic line: ``base`` and a weight for each bucket of signs."""

    base: float
    weights: array[float]

    def share(self, signs: Sequence[str]) -> float:
        """How likely a line with these signs is a task."""
        odds = self.base + sum(self.weights[place] for place in buckets(signs))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def load_line_model() -> LineModel:
    """The shipped weights (base first, little-endian floats), read once a process."""
    kept = array("f", files("extractors.authority").joinpath("line_model.f32").read_bytes())
    if sys.byteorder == "big":
        kept.byteswap()
    return LineModel(kept[0], kept[1:])


def buckets(signs: Sequence[str]) -> list[int]:
    """The places of signs among the weights, each once."""
    return sorted({zlib.crc32(sign.encode()) % BUCKETS for sign in signs})


class Lines:
    """The items, rows and paragraphs of an account; what is said of one is looked up once, and only where asked for."""

    def __init__(self, text: str, accounts: Sequence[Account]) -> None:
        self.text = text
        self.accounts = [a for a in accounts if a.what != "sentence" and _is_read(a)]
        self.starts = [account.span.start for account in self.accounts]
        self._words: dict[int, _Words] = {}

    def at(self, start: int) -> int | None:
        """The innermost line that holds this letter: of those that do, the one that begins last."""
        last = bisect_right(self.starts, start)
        return next((place for place in reversed(range(last)) if start < self.accounts[place].span.end), None)

    def share(self, task: Task) -> float | None:
        """How likely the line that a task begins in is one; None where it begins in no line."""
        place = self.at(task.quote[0].start)
        return load_line_model().share(self.signs(place)) if place is not None else None

    def signs(self, place: int) -> tuple[str, ...]:
        return (
            *_own_signs(self._at(place)),
            f"what.{self.accounts[place].what}",
            f"place.{place * 5 // len(self.accounts)}",
            *self._heading(place),
            *_near(
                self._at(place - 1) if place else None,
                self._at(place + 1) if place + 1 < len(self.accounts) else None,
            ),
        )

    def _at(self, place: int) -> _Words:
        if place not in self._words:
            self._words[place] = _Words(clean(self.accounts[place].span.cut(self.text)))
        return self._words[place]

    def _heading(self, place: int) -> list[str]:
        """The first words of the last short line above that no mark ends."""
        for above in range(place - 1, -1, -1):
            words = self._at(above)
            if words.printed and len(words.printed) < _HEADING and words.printed[-1] not in ".;,":
                return [f"under.{word}" for word in words.folded[:6]]
        return []


class _Words:
    """The words of a line, looked up once for the line and for its neighbours."""

    def __init__(self, printed: str) -> None:
        self.printed = printed

    @cached_property
    def folded(self) -> list[str]:
        return fold(_LEADING.sub("", self.printed)).split()

    @cached_property
    def directs(self) -> bool:
        return has_directive(self.printed)


def _is_read(account: Account) -> bool:
    return account.outcome != "joined" and not account.rule.startswith("region.")


def _own_signs(words: _Words) -> Iterator[str]:
    printed, folded = words.printed, words.folded
    yield from (f"first{count}.{' '.join(folded[:count])}" for count in (1, 2, 3))
    yield f"end.{printed[-1:]}" if printed[-1:] in ".;:,)" else "end.open"
    yield f"length.{min(6, len(folded) // 8)}"
    mark = _MARK.match(printed)
    yield f"mark.{mark.lastindex if mark else 0}"
    if printed.isupper():
        yield "capitals"
    if words.directs:
        yield "directive"
    if has_deadline_words(printed):
        yield "when"
    if _AGENCY.search(printed):
        yield "agency"
    yield from (f"word.{word}" for word in folded[:40])
    yield from (f"pair.{one} {other}" for one, other in pairwise(folded[:12]))


def _near(before: _Words | None, after: _Words | None) -> Iterator[str]:
    if before is None:
        yield "before.none"
    else:
        yield f"before.{' '.join(before.folded[:1])}"
        yield "before.directive" if before.directs else "before.plain"
        yield f"before.end.{before.printed[-1:]}"
    if after is not None:
        yield f"after.{' '.join(after.folded[:1])}"
        yield "after.directive" if after.directs else "after.plain"
