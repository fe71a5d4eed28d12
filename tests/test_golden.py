"""End to end: each sample of the corpus, read and extracted, is what its golden file says.

``pytest tests/test_golden.py --update-golden`` rewrites tests/golden/*.json; the change is then reviewed as a diff.
Golden files hold what the rules give today, not what is right: that is the gold of the corpus.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from invariants import check

from extractors.assemble import extract
from extractors.document import Document
from extractors.parts import split_documents
from extractors.records import Agencies, BlockTarget, Deadline, Extraction, Field, Target, Task
from pipeline.intake import look_at
from pipeline.readers import read

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
SOURCES = sorted((HERE.parent / "corpus" / "sources").iterdir())
# Samples that measure how well the rules generalise: scored, but nobody reads what they get wrong (corpus/README.md).
UNSEEN = {path for path in SOURCES if (number := int(path.name[:2])) >= 32 and number % 2 == 0}
each_sample = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
each_seen_sample = pytest.mark.parametrize("source", sorted(set(SOURCES) - UNSEEN), ids=lambda path: path.stem)


@cache
def extractions_of(source: Path) -> list[tuple[Document, Extraction]]:
    """The documents of a file, one as a rule, and what is extracted from each."""
    return [(document, extract(document)) for document in split_documents(read(look_at(source, source.name)))]


def without_blanks(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in (None, [], {}, "")}


def names(field: Field[Agencies] | None) -> list[str]:
    return [ref.name for ref in field.value] if field else []


def rule(field: Field[Any] | None) -> str | None:
    return field.rule if field else None


def shown_deadline(deadline: Deadline | None) -> dict[str, Any] | None:
    if deadline is None:
        return None
    days = {"start_on": str(deadline.start_on or ""), "due_on": str(deadline.due_on or "")}
    return without_blanks(
        {
            "printed": deadline.printed,
            "kind": deadline.kind,
            **days,
            "recurrence": deadline.recurrence,
            "rule": deadline.rule,
        }
    )


def shown_target(target: Target) -> str:
    high = f"..{target.value_max:g}" if target.value_max is not None else ""
    value = "" if target.value is None else f"{target.value:g}{high}"
    words = [
        target.printed,
        "|",
        target.comparator,
        value,
        target.unit,
        "|",
        target.metric,
        "|",
        target.due_on,
        target.baseline,
    ]
    return " ".join(str(word) for word in words if word not in (None, ""))


def shown_task(task: Task) -> dict[str, Any]:
    return without_blanks({
        "key": task.key,
        "section": " > ".join(task.section),
        "task": task.task.value,
        "rule": task.task.rule,
        "page": task.page,
        "criterion": task.criterion.value if task.criterion else None,
        "target": task.target.value if task.target else None,
        "lead": names(task.lead),
        "lead_rule": rule(task.lead),
        "coordinating": names(task.coordinating),
        "actors": names(task.actors),
        "deadline": shown_deadline(task.deadline.value if task.deadline else None),
        "product": task.product.value if task.product else None,
        "targets": [shown_target(target) for target in task.targets],
    })  # fmt: skip


def shown_item(item: BlockTarget) -> dict[str, Any]:
    place = {"key": item.key, "section": " > ".join(item.section), "criterion": item.criterion, "page": item.page}
    return without_blanks({**place, "statement": shown_target(item.statement)})


def shown(extraction: Extraction) -> dict[str, Any]:
    facts = extraction.metadata
    days = ("issued_on", "period_start", "period_end")
    return {
        "metadata": {
            **{name: getattr(facts, name) for name in ("number", "issuer", "signer", "title", "kind", "is_plan")},
            **{name: str(day) if (day := getattr(facts, name)) else None for name in days},
        },
        "tasks": [shown_task(task) for task in extraction.tasks],
        "targets": [shown_item(item) for item in extraction.targets],
        "issues": dict(sorted(Counter(issue.code for issue in extraction.issues).items())),
        "accounts": dict(sorted(Counter(f"{entry.what} {entry.outcome}" for entry in extraction.accounts).items())),
    }


@each_sample
def test_it_is_what_the_golden_file_says(source: Path, request: pytest.FixtureRequest) -> None:
    parts = [shown(extraction) for _, extraction in extractions_of(source)]
    found = parts[0] if len(parts) == 1 else {"parts": parts}
    golden = GOLDEN / f"{source.stem}.json"
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(golden.read_text(encoding="utf-8"))


@each_sample
def test_its_evidence_and_account_hold(source: Path) -> None:
    for document, extraction in extractions_of(source):
        check(document, extraction)


@each_seen_sample
def test_nothing_of_it_is_unexplained(source: Path) -> None:
    entries = [entry for _, extraction in extractions_of(source) for entry in extraction.accounts]
    assert [entry.outcome for entry in entries].count("unexplained") == 0


def test_every_golden_file_has_its_sample() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == {path.stem for path in SOURCES}


def test_the_golden_files_are_not_being_rewritten_where_they_are_checked(request: pytest.FixtureRequest) -> None:
    """Left on, the flag would make every comparison true."""
    rewriting = request.config.getoption("--update-golden")
    assert not (rewriting and os.environ.get("CI")), "--update-golden is for a person at a desk, never for CI"
    options = [
        line for line in (HERE.parent / "pyproject.toml").read_text(encoding="utf-8").splitlines() if "addopts" in line
    ]
    assert not any("update-golden" in line for line in options)
