"""Gold answers: read from a folder of JSON files and checked before anything is scored against them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from extractors.records import Comparator

Gold = dict[str, Any]

RECURRENCES = frozenset({
    "daily", "weekly", "biweekly", "monthly", "quarterly", "semiannual", "annual", "periodic", "ongoing", "adhoc",
})  # fmt: skip
COMPARATORS = frozenset(get_args(Comparator))
KINDS = frozenset({
    "kế hoạch", "quyết định", "chương trình", "chỉ thị", "công văn", "nghị quyết", "thông báo", "báo cáo", "tin",
    "khác",
})  # fmt: skip
PARTS = ("file", "document", "tasks", "targets", "target_items", "not_tasks")
TASK_FIELDS = frozenset({
    "id", "section", "criterion", "task", "target", "lead", "actor", "coordinating", "deadline_text", "start_on",
    "due_on", "recurrence", "product", "page", "quote", "note",
})  # fmt: skip
_LISTS = ("lead", "coordinating", "actor")
_VERBATIM = ("task", "quote", "deadline_text")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SPACES = re.compile(r"\s+")


class GoldError(ValueError):
    """The gold answers cannot be trusted; the message lists why, one line each."""


def read_gold(folder: Path, only: frozenset[str] = frozenset()) -> list[Gold]:
    """The gold files of ``folder``, in the order of their names; GoldError where one of them is unsound.

    ``only``: the stems of those to read.
    """
    paths = [path for path in sorted(folder.glob("*.json")) if not only or path.stem in only]
    problems = [f"no gold file {stem}.json" for stem in sorted(only - {path.stem for path in paths})]
    if not paths and not problems:
        problems.append(f"no gold files in {folder}")
    found: list[Gold] = []
    for path in paths:
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            problems.append(f"{path.name}: no JSON: {error}")
            continue
        problems += [f"{path.name}: {problem}" for problem in check_gold(gold)]
        found.append(gold)
    if problems:
        raise GoldError("\n".join(problems))
    return found


def check_gold(gold: Gold, text: str | None = None) -> list[str]:
    """What is wrong with one gold file, nothing if it is sound.

    With the document's ``text`` also whether quotes, task words and deadline words stand in it (white space, case and
    Unicode form aside).
    """
    problems = [f"no {part}" for part in PARTS if part not in gold]
    problems += _check_document(gold.get("document", {}))
    seen: set[str] = set()
    squeezed = None if text is None else _squeeze(text)
    for task in gold.get("tasks", []):
        name = task.get("id")
        if not name or name in seen:
            problems.append(f"{name}: no id of its own")
        seen.add(name)
        problems += [f"{name}: {problem}" for problem in _check_task(task)]
        problems += [f"{name}: {problem}" for problem in _check_words(task, squeezed)]
    for target in gold.get("targets", []):
        if target.get("comparator") not in COMPARATORS:
            problems.append(f"target {target.get('raw')!r}: comparator {target.get('comparator')!r}")
    problems += [f"target item {item!r}: no text" for item in gold.get("target_items", []) if not item.get("text")]
    problems += [f"not a task {item!r}: no quote" for item in gold.get("not_tasks", []) if not item.get("quote")]
    return problems


def _check_document(document: Gold) -> Iterator[str]:
    if document.get("kind") not in KINDS:
        yield f"document.kind {document.get('kind')!r}"
    if not isinstance(document.get("is_plan"), bool):
        yield "document.is_plan is not true or false"


def _check_task(task: Gold) -> Iterator[str]:
    for field in sorted(task.keys() - TASK_FIELDS):
        yield f"unknown field {field}"
    if not task.get("task"):
        yield "no task"
    for field in _LISTS:
        if not isinstance(task.get(field, []), list):
            yield f"{field} is no list"
    for field in ("start_on", "due_on"):
        if task.get(field) and not _DAY.fullmatch(task[field]):
            yield f"{field} {task[field]!r}"
    for part in (task.get("recurrence") or "").split("+"):
        if part and part not in RECURRENCES:
            yield f"recurrence {part!r}"
    if any(task.get(field) for field in ("start_on", "due_on", "recurrence")) and not task.get("deadline_text"):
        yield "a deadline without its words"


def _check_words(task: Gold, squeezed: str | None) -> Iterator[str]:
    if squeezed is None:
        return
    for field in _VERBATIM:
        for part in (task.get(field) or "").split(" | "):
            if part and _squeeze(part) not in squeezed:
                yield f"{field} not in the text: {part[:70]!r}"


def _squeeze(text: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFC", text)).casefold()
