"""Targets and the tasks that serve them: which target has no task, and which task of its document comes nearest.

The views ``target_tasks``, ``targets_without_task`` and ``tasks_without_target`` say what the document itself links: a
figure in a task's own words, a target and the tasks of one block. Likeness of words is only a hint for the reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from sqlite_utils import Database

from extractors.text import fold
from pipeline.search import Row, Term, parse_query, query_tasks

_WORD = re.compile(r"[^\W_]+")
_LEAST_SHARED = 3  # pairs of neighbouring syllables: fewer are shared by any two lines of a plan
_LEAST_SHARE = 0.5  # of the pairs of the target's name
_COUNT = "(select count(*) from target_tasks where target_tasks.target_id = target_table.target_id)"


def query_targets(
    db: Database,
    words: str | None = None,
    criterion: str | None = None,
    due_from: date | None = None,
    due_to: date | None = None,
    document: str | None = None,
    *,
    without_task: bool = False,
    include_duplicates: bool = False,
    limit: int | None = None,
) -> list[Row]:
    """Targets of current documents as rows of ``target_table``, in printed order.

    ``words`` and ``criterion`` are found with or without diacritics. Each row also has ``tasks`` (how many serve it),
    ``similar_task_id`` and ``similar_task`` (without a task of its own: the one whose words come nearest, a hint), and
    the document's ``number``, ``title``, ``issuer`` and ``path``.
    """
    conditions, values = ["true"], list[Any]()
    if not include_duplicates:
        conditions.append("documents.same_plan_as is null")
    if document is not None:
        conditions.append("(documents.id = ? or documents.number = ?)")
        values += [document, "".join(unicodedata.normalize("NFC", document).split())]
    if without_task:
        conditions.append(f"{_COUNT} = 0")
    if due_from is not None or due_to is not None:
        conditions.append("target_table.due_on between ? and ?")
        values += [(due_from or date.min).isoformat(), (due_to or date.max).isoformat()]
    rows = list(
        db.query(
            f"select target_table.*, {_COUNT} as tasks, documents.number, documents.title, documents.issuer, "
            "documents.path from target_table join documents on documents.id = target_table.document_id "
            "join targets on targets.id = target_table.target_id "
            f"where {' and '.join(conditions)} order by documents.imported_at, documents.rowid, targets.span_start",
            values,
        )
    )
    if criterion is not None:
        rows = _with_words(rows, parse_query(criterion), ("criterion",))
    if words is not None:
        rows = _with_words(rows, parse_query(words), ("metric", "criterion", "quote"))
    return _with_hints(db, rows[:limit])


def tasks_without_target(
    db: Database,
    words: str | None = None,
    due_from: date | None = None,
    due_to: date | None = None,
    document: str | None = None,
    include_duplicates: bool = False,
    limit: int | None = None,
) -> list[Row]:
    """Tasks for which no target is stated, in their own words or in their block; the rest as ``query_tasks``."""
    lacking = {row["task_id"] for row in db.query("select task_id from tasks_without_target")}
    rows = query_tasks(db, None, due_from, due_to, document, words, include_duplicates)
    return [row for row in rows if row["task_id"] in lacking][:limit]


def _with_words(rows: Sequence[Row], terms: Sequence[Term], columns: Sequence[str]) -> list[Row]:
    """The rows that hold every term; only where none is spelt as typed, those with any spelling."""
    for spelling in (terms, [Term(term.words, term.prefix) for term in terms]):
        found = [row for row in rows if terms and all(_holds(row, term, columns) for term in spelling)]
        if found:
            return found
    return []


def _holds(row: Row, term: Term, columns: Sequence[str]) -> bool:
    size = len(term.words)
    for column in columns:
        printed = _WORD.findall((row[column] or "").lower())
        if any(term.matches(printed[start : start + size]) for start in range(len(printed) - size + 1)):
            return True
    return False


def _with_hints(db: Database, rows: Sequence[Row]) -> list[Row]:
    """The rows with the most similar task of their document where none serves them."""
    documents = {row["document_id"] for row in rows if not row["tasks"]}
    tasks = {document: _tasks_of(db, document) for document in documents}
    hinted = []
    for row in rows:
        nearest = None if row["tasks"] else _nearest(row, tasks[row["document_id"]])
        task_id, words = nearest or (None, None)
        hinted.append(row | {"similar_task_id": task_id, "similar_task": words})
    return hinted


def _tasks_of(db: Database, document: str) -> list[tuple[str, str, frozenset[str]]]:
    rows = db.query("select task_id, task from task_table where document_id = ? order by ordinal", [document])
    return [(row["task_id"], row["task"], _pairs(row["task"])) for row in rows]


def _nearest(row: Row, tasks: Iterable[tuple[str, str, frozenset[str]]]) -> tuple[str, str] | None:
    name = _pairs(row["metric"] or row["quote"])
    best = max(
        ((len(name & pairs), task_id, words) for task_id, words, pairs in tasks), default=(0, "", ""), key=_first
    )
    shared, task_id, words = best
    return (task_id, words) if shared >= _LEAST_SHARED and shared >= _LEAST_SHARE * len(name) else None


def _first(entry: tuple[int, str, str]) -> int:
    return entry[0]


def _pairs(words: str) -> frozenset[str]:
    """Pairs of neighbouring syllables, without diacritics: most words of Vietnamese have two."""
    syllables = _WORD.findall(fold(words))
    return frozenset(f"{a} {b}" for a, b in pairwise(syllables))
