"""Examples to learn from: what the rules read in each gold document and in damaged copies of it, and was it right?"""

from __future__ import annotations

import importlib
import json
import pkgutil
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import extractors
from extractors import line_model
from extractors.assemble import extract
from extractors.document import Document
from extractors.line_model import LineModel
from extractors.records import Task
from extractors.signs import Signs, find_signs
from pipeline.figures import judge_tasks
from pipeline.gold import Gold, read_gold
from pipeline.intake import look_at
from pipeline.readers import read
from pipeline.readers.errors import ReadError
from training.damage import DAMAGES

Pairs = Sequence[tuple[Gold, Document]]
FIRST_SIGHT = Path(__file__).with_name("first_sight.jsonl")
_HELD_OUT_FROM = 32
FORGETS = ("forget.labels", "forget.words", "forget.agencies")


@dataclass(frozen=True, slots=True)
class Example:
    """One record as it was read from one (perhaps damaged) document, and which of its parts are right."""

    document: str
    damage: str
    signs: Signs
    right: dict[str, bool]
    words: str = ""


def found_row(task: Task) -> dict[str, Any]:
    """The columns of ``task_table`` that a scorer compares."""
    deadline = task.deadline.value if task.deadline else None
    return {
        "task": task.task.value,
        "lead_agencies": [ref.name for ref in task.lead.value] if task.lead else [],
        "coordinating_agencies": [ref.name for ref in task.coordinating.value] if task.coordinating else [],
        "start_on": deadline.start_on.isoformat() if deadline and deadline.start_on else None,
        "due_on": deadline.due_on.isoformat() if deadline and deadline.due_on else None,
        "recurrence": deadline.recurrence if deadline else None,
        "deadline_text": deadline.printed if deadline else None,
        "criterion": task.criterion.value if task.criterion else None,
    }


def read_documents(golds: Path, sources: Path) -> Iterator[tuple[Gold, Document]]:
    """Gold answers with their documents, as the readers give them."""
    for gold in read_gold(golds):
        path = next(iter(sorted(sources.rglob(gold["file"]))), None)
        if path is None:
            continue
        with suppress(ReadError):  # a scan where no recogniser is installed
            yield gold, read(look_at(path, path.name))


def is_held_out(name: str) -> bool:
    """Samples with an even number from 32 on measure; nothing is learned from them."""
    found = re.match(r"(\d+)-", name)
    return found is not None and int(found[1]) >= _HELD_OUT_FROM and int(found[1]) % 2 == 0


def read_folders(corpus: Path, also: Iterable[Sequence[Path]]) -> list[list[tuple[Gold, Document]]]:
    """The documents to learn from: of the corpus, then of each further pair of a gold and a source folder."""
    folders = [(corpus / "gold", corpus / "sources"), *also]
    return [[p for p in read_documents(*folder) if not is_held_out(p[0]["file"])] for folder in folders]


def examples_of(gold: Gold, document: Document, damage: str) -> list[Example]:
    extraction = extract(document)
    judged = judge_tasks(gold, [found_row(task) for task in extraction.tasks])
    signs = find_signs(document, extraction)
    return [
        Example(gold["file"], damage, dict(sign), right, task.task.value)
        for task, sign, right in zip(extraction.tasks, signs, judged, strict=True)
    ]


def read_first_sight(path: Path = FIRST_SIGHT) -> Iterator[Example]:
    """What the rules read in samples that nobody had looked at, kept from before anything was mended for them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        kept = json.loads(line)
        yield Example(kept["document"], "first_sight", {f: tuple(s) for f, s in kept["signs"].items()}, kept["right"])


def write_first_sight(examples: Iterable[Example], path: Path = FIRST_SIGHT) -> None:
    """Keep examples of samples on the day they come, before their errors are read (``--first-sight``)."""
    with path.open("a", encoding="utf-8") as lines:
        for example in examples:
            kept = {"document": example.document, "signs": example.signs, "right": example.right}
            lines.write(json.dumps(kept, ensure_ascii=False) + "\n")


def make_examples(pairs: Pairs, as_read: Pairs, opinions: Mapping[str, LineModel], seed: int = 1) -> Iterator[Example]:
    """As they are, then ``pairs`` with each damage, then with each kind of knowledge forgotten.

    ``opinions``: for each document a model of lines that did not see it, so that its share is worth here what it is
    worth on a new document.
    """

    def look(gold: Gold, document: Document, damage: str) -> list[Example]:
        with patch.object(line_model, "load_line_model", lambda: opinions[gold["file"]]):
            return examples_of(gold, document, damage)

    for gold, document in (*pairs, *as_read):
        yield from look(gold, document, "none")
    for gold, document in pairs:
        for name, damage in DAMAGES.items():
            rng = random.Random(f"{seed}.{name}.{gold['file']}")
            yield from look(gold, damage(document, rng), name)
    for name in FORGETS:
        for turn in range(2):
            with forgetting(name, random.Random(f"{seed}.{name}.{turn}")):
                for gold, document in pairs:
                    yield from look(gold, document, name)


@contextmanager
def forgetting(name: str, rng: random.Random) -> Iterator[None]:
    """Leave rules out: the extractor as it was before somebody met these labels, words or agencies."""
    from extractors import agency_authority, assignments, authority, roles

    def thin(rows: Any, share: float) -> Any:
        return [row for row in rows if rng.random() >= share]

    labels, words, listed = roles._labels(), assignments._words(), authority.agencies()
    change: Any
    if name == "forget.labels":
        kept = {group: thin(rows, 0.2) if isinstance(rows, list) else rows for group, rows in labels.items()}
        change = patch.object(roles, "_labels", lambda: kept)
    elif name == "forget.words":
        kept = {g: thin(rows, 0.25) if isinstance(rows, list) else rows for g, rows in words.items()}
        change = patch.object(assignments, "_words", lambda: kept)
    else:
        fewer = tuple(thin(listed, 0.3))
        change = patch.object(agency_authority, "agencies", lambda: fewer)
    with change:
        _clear_caches()
        yield
    _clear_caches()


def _clear_caches() -> None:
    """Every cache of the extractors: what was compiled from the lists must be compiled anew."""
    for module in pkgutil.iter_modules(extractors.__path__):
        for value in vars(importlib.import_module(f"extractors.{module.name}")).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
