"""Which document is which: stable ids, versions of one plan, and the same action published twice.

Pure functions over rows and results; the store asks and writes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from rapidfuzz import fuzz, process

from extractors.records import Metadata
from extractors.text import compare_key, fold

Row = Mapping[str, Any]

_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"\d+")
SAME_TITLE = 50.0  # below this likeness (0 to 100) two titles name different plans
SAME_ACTION = 90.0  # from this likeness on two wordings are one action: room for broken letters, not for other words


def _slug(words: str) -> str:
    return _NOT_IN_KEY.sub("-", fold(words)).strip("-")


def document_key(metadata: Metadata | None, sha256: str | None, path: str) -> str:
    """The id of a document: its number, issuer and date, else the start of its file's hash (else of its path's).

    ``185-kh-ubnd_uy-ban-nhan-dan-tinh-ha-giang_2022-07-11``. A number without a date or issuer is no identity: each
    office counts anew from 1 each year.
    """
    if metadata and metadata.number and metadata.issuer and metadata.issued_on:
        return f"{_slug(metadata.number)}_{_slug(metadata.issuer)}_{metadata.issued_on.isoformat()}"
    if sha256:
        return f"sha-{sha256[:16]}"
    return f"path-{blake2b(path.encode(errors='replace'), digest_size=8).hexdigest()}"


def free_key(wanted: str, taken: Iterable[str]) -> str:
    """``wanted``, or ``wanted-2``, ``wanted-3`` … where it is taken."""
    used = set(taken)
    key, count = wanted, 1
    while key in used:
        count += 1
        key = f"{wanted}-{count}"
    return key


def same_identity(old: Row, new: Row) -> bool:
    """Both state number, issuer and date, and they agree."""
    facts = ("number", "issuer", "issued_on")
    return all(old[f] and new[f] and compare_key(old[f]) == compare_key(new[f]) for f in facts)


def may_be_version(old: Row, new: Row) -> bool:
    """May ``new``, offered under the path of ``old``, be a newer version of it?

    The path alone decides where nothing else is known, but a path is often used again (``KH.docx``): a different
    number, a different issuer, or (where a number is missing) a quite different title is another plan.
    """
    if old["issuer"] and new["issuer"] and compare_key(old["issuer"]) != compare_key(new["issuer"]):
        return False
    if old["number"] and new["number"]:
        return compare_key(old["number"]) == compare_key(new["number"])
    if old["title"] and new["title"]:
        return fuzz.token_sort_ratio(compare_key(old["title"]), compare_key(new["title"])) >= SAME_TITLE
    return True


def pick_predecessor(candidates: Sequence[Row], new: Row) -> str | None:
    """Id of the version that ``new`` replaces, among the current documents of its path with other bytes."""
    for old in candidates:
        if same_identity(old, new):
            return str(old["id"])
    for old in candidates:
        if (old["part"] or 1) == (new["part"] or 1) and may_be_version(old, new):
            return str(old["id"])
    return None


def same_places(stored: Sequence[Row], numbers: Mapping[int, str | None]) -> dict[int, str]:
    """Which document of a file is which after it was read again: part → id of its row.

    ``numbers``: number by part, 1 for the only one. By the number that both readings found, else by place: a file that
    once was one document and now is two keeps the id of the first.
    """
    kept: dict[int, str] = {}
    left = list(stored)
    for part, number in numbers.items():
        row = next(
            (r for r in left if number and r["number"] and compare_key(r["number"]) == compare_key(number)), None
        )
        if row is not None:
            kept[part] = str(row["id"])
            left.remove(row)
    for row in left:
        part = row["part"] or 1
        if part in numbers and part not in kept:
            kept[part] = str(row["id"])
    return kept


@dataclass(frozen=True, slots=True)
class Action:
    """What two tasks are compared by; ``words`` and ``leads`` are comparing keys."""

    task_id: str
    words: str
    leads: frozenset[str]
    due_on: str | None

    @property
    def numbers(self) -> list[str]:
        return _NUMBER.findall(self.words)

    def contradicts(self, other: Action) -> bool:
        """Another number, lead or due date: like words, yet not the same assignment (``Đề án 06``, ``Đề án 07``)."""
        other_lead = bool(self.leads and other.leads and not self.leads & other.leads)
        other_day = bool(self.due_on and other.due_on and self.due_on != other.due_on)
        return other_lead or other_day or self.numbers != other.numbers


def pair_actions(new: Iterable[Action], old: Iterable[Action]) -> dict[str, str]:
    """task_id of ``new`` → task_id of the same action in ``old``, one to one.

    The same words first, then likely ones; a pair that contradicts itself in lead or due date is none, so that an
    amended deadline is never hidden behind the older one.
    """
    left = {action.task_id: action for action in old}
    by_words: dict[str, list[str]] = defaultdict(list)
    for action in left.values():
        by_words[action.words].append(action.task_id)
    pairs: dict[str, str] = {}
    unmatched: list[Action] = []
    for action in new:
        partner = _first_agreeing(action, by_words.get(action.words, ()), left)
        if partner is None:
            unmatched.append(action)
        else:
            pairs[action.task_id] = partner
            del left[partner]
    for action in unmatched:
        choices = {task_id: other.words for task_id, other in left.items()}
        found = process.extract(action.words, choices, scorer=fuzz.ratio, score_cutoff=SAME_ACTION, limit=5)
        partner = _first_agreeing(action, [task_id for _, _, task_id in found], left)
        if partner is not None:
            pairs[action.task_id] = partner
            del left[partner]
    return pairs


def _first_agreeing(action: Action, candidates: Iterable[str], left: Mapping[str, Action]) -> str | None:
    return next((c for c in candidates if c in left and not action.contradicts(left[c])), None)
