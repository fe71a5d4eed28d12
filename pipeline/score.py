"""How good is a database? Its tasks, targets and document facts compared with gold answers (corpus/FORMAT.md).

Figures are precision, recall and F1, micro-averaged over the gold documents; a document is paired by its file name,
and one that the database lacks counts as all missed.

  task             a task found: texts share at least half of their words (word-multiset F1), one to one
  task_strict      the same at 0.85: the right words and no others
  lead, coordinating   (task, agency) pairs of matched tasks
  deadline         due date and recurrence (and start, where both state one) of matched tasks
  criterion        (task, criterion) of matched tasks
  target           quantified statements of the document: comparator, value, value_max, unit
  target_item      targets that stand alone as list items or table rows
  page, product    of matched tasks that have one
  record           a whole record: task_strict, and lead, coordinating and deadline all as in gold
  document         number, issued_on, issuer, signer, kind, is_plan
  invented         count: a number, date, signer, lead or due date given where gold says that there is none
  false_alarm      count: a task made from words that gold lists as assigning nothing
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.figures import COUNTS, FIGURES, Figure, Figures, Found, Miss, judge_tasks, score_document
from pipeline.gold import Gold, check_gold, read_gold
from pipeline.reliability import Judgement

__all__ = [
    "Drop",
    "Report",
    "check_gold",
    "compare_with_baseline",
    "evaluate",
    "format_report",
    "read_database",
    "restrict_baseline",
    "score",
]

TOLERATED_DROP = 0.005


@dataclass(frozen=True, slots=True)
class Report:
    """Figures over all gold documents, the same of each document by file name, every error, the gold itself,
    and each reading that has a confidence with whether it is right."""

    figures: Figures
    documents: dict[str, Figures]
    errors: tuple[Miss, ...]
    golds: tuple[Gold, ...] = ()
    judged: tuple[Judgement, ...] = ()

    @property
    def invented(self) -> int:
        return self.figures["invented"].found

    @property
    def false_alarm(self) -> int:
        return self.figures["false_alarm"].found

    def as_dict(self) -> dict[str, Any]:
        """``{"totals": …, "documents": …}``: the form in which a baseline is kept."""
        documents = {name: _as_dict(figures) for name, figures in self.documents.items()}
        return {"totals": _as_dict(self.figures), "documents": documents}


@dataclass(frozen=True, slots=True)
class Drop:
    """A figure that is worse than in the baseline; ``document`` is None for the total."""

    figure: str
    document: str | None
    baseline: float
    now: float


def evaluate(database: Path, gold: Path, only: frozenset[str] = frozenset()) -> Report:
    """Score ``database`` against the gold files in the folder ``gold`` (``only``: stems of those to use).

    GoldError where gold itself is unsound, FileNotFoundError where there is no database.
    """
    return score(read_database(database), read_gold(gold, only))


def score(found: Mapping[str, Found], golds: Iterable[Gold]) -> Report:
    """Score what was ``found`` (by file name) against gold."""
    totals = dict.fromkeys(FIGURES + COUNTS, Figure())
    documents: dict[str, Figures] = {}
    errors: list[Miss] = []
    judged: list[Judgement] = []
    golds = tuple(golds)
    for gold in golds:
        rows = found.get(gold["file"], Found())
        figures, misses = score_document(gold, rows)
        judged += _judgements(gold, rows)
        documents[gold["file"]] = figures
        errors += misses
        totals = {name: total + figures[name] for name, total in totals.items()}
    return Report(totals, documents, tuple(errors), golds, tuple(judged))


def _judgements(gold: Gold, found: Found) -> Iterator[Judgement]:
    """The confidences that the database gives, with whether the reading is right."""
    for row, right in zip(found.tasks, judge_tasks(gold, found.tasks), strict=True):
        given = {"record": row.get("confidence"), **row.get("checks", {})}
        for part, confidence in given.items():
            if confidence is not None and part in right:
                yield Judgement(part, confidence, right[part])


def read_database(database: Path) -> dict[str, Found]:
    """What the promised views hold, by file name; a file may hold several documents."""
    if not database.is_file():
        raise FileNotFoundError(database)
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    files: dict[str, Found] = defaultdict(Found)
    names: dict[str, str] = {}
    try:
        for row in map(dict, connection.execute("select * from documents")):
            names[row["id"]] = Path(row["path"].rsplit("!", 1)[-1]).name
            files[names[row["id"]]].documents.append(row)
        checks = _read_checks(connection)
        for row in map(dict, connection.execute("select * from task_table")):
            for column in ("lead_agencies", "coordinating_agencies"):
                row[column] = json.loads(row[column] or "[]")
            row["checks"] = checks.get(row["task_id"], {})
            files[names[row["document_id"]]].tasks.append(row)
        for row in map(dict, connection.execute("select * from target_table")):
            files[names[row["document_id"]]].targets.append(row)
    finally:
        connection.close()
    return dict(files)


def _read_checks(connection: sqlite3.Connection) -> dict[str, dict[str, float]]:
    """The confidence of each judged field by task; nothing where the database holds the promised views only."""
    if not connection.execute("select 1 from sqlite_master where name = 'record_checks'").fetchone():
        return {}
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in connection.execute("select task_id, field, confidence from record_checks"):
        found[row["task_id"]][row["field"]] = row["confidence"]
    return found


def restrict_baseline(baseline: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """``baseline`` of the documents ``names`` alone, its totals counted anew: like is compared with like."""
    kept = baseline.get("documents", {})
    documents = {name: kept[name] for name in names if name in kept}
    totals = dict.fromkeys(FIGURES + COUNTS, Figure())
    for of in documents.values():
        totals = {
            name: total + Figure(*(of.get(name, {}).get(part, 0) for part in ("hits", "found", "gold")))
            for name, total in totals.items()
        }
    return {"totals": _as_dict(totals) if documents else {}, "documents": documents}


def compare_with_baseline(report: Report, baseline: Mapping[str, Any]) -> list[Drop]:
    """Figures whose F1 fell by more than 0.005 below the baseline, and counts that rose.

    ``baseline``: in the form of ``Report.as_dict``. Documents and figures that only one of the two has are left out.
    """
    drops = list(_drops(None, report.figures, baseline.get("totals", {})))
    for name, figures in report.documents.items():
        drops += _drops(name, figures, baseline.get("documents", {}).get(name, {}))
    return drops


def _drops(document: str | None, now: Figures, before: Mapping[str, Mapping[str, float]]) -> Iterator[Drop]:
    for name in sorted(before.keys() & now.keys()):
        if name in COUNTS:
            if now[name].found > before[name]["found"]:
                yield Drop(name, document, before[name]["found"], now[name].found)
        elif before[name]["f1"] - now[name].f1 > TOLERATED_DROP:
            yield Drop(name, document, before[name]["f1"], now[name].f1)


def format_report(
    report: Report, *, documents: bool = False, errors: int = 0, baseline: Mapping[str, Any] | None = None
) -> list[str]:
    """The report as lines of text; ``documents``: a line each, ``errors``: how many of them to list; the totals of
    ``baseline`` (in the form of ``Report.as_dict``) stand in a column beside the present ones."""
    before = baseline.get("totals", {}) if baseline is not None else {}
    head = f"{'figure':<14}{'P':>8}{'R':>8}{'F1':>8}{'hits':>7}{'found':>7}{'gold':>7}"
    rows = [f"{head}{'baseline':>10}" if before else head]
    for name, figure in report.figures.items():
        was = before.get(name)
        if name in COUNTS:
            rows.append(f"{name:<14}{figure.found:>31}" + (f"{was['found']:>24.0f}" if was else ""))
        else:
            numbers = f"{figure.p:>8.3f}{figure.r:>8.3f}{figure.f1:>8.3f}"
            counts = f"{figure.hits:>7}{figure.found:>7}{figure.gold:>7}"
            rows.append(f"{name:<14}{numbers}{counts}" + (f"{was['f1']:>10.3f}" if was else ""))
    if documents:
        shown = ("task", "lead", "deadline", "record")
        rows.append("")
        for name, figures in report.documents.items():
            rows.append(f"{name:<40} " + "  ".join(f"{figure} {figures[figure].f1:.2f}" for figure in shown))
    rows += [" | ".join((e.document, e.what, e.wanted, e.got)) for e in report.errors[:errors]]
    return rows


def _as_dict(figures: Figures) -> dict[str, Any]:
    return {name: figure.as_dict() for name, figure in figures.items()}
