"""How sure each record is: the learned worth of its signs, and in words what a person should look at.

``authority/confidence.tsv`` is written by ``make confidence`` (training/) from gold and is never edited by hand.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import yaml

from extractors.document import Document
from extractors.records import Check, Extraction, Issue, JudgedField, Task
from extractors.signs import JUDGED, NO_TASK, Signs, find_signs

SUM = "sum"
_TOLD = -0.15  # a sign that lowers the log odds by less is not worth telling
_SURE = 0.985  # above this there is nothing to look at
_MOST_REASONS = 2
_SHOWN = 120  # letters of a task in an issue


@dataclass(frozen=True, slots=True)
class Weights:
    """What a sign of a field adds to the log odds that it is right; ``base``: what is there without any."""

    base: float
    signs: dict[str, float]

    def log_odds(self, signs: Iterable[str]) -> float:
        return self.base + sum(self.signs.get(sign, 0.0) for sign in signs)


@cache
def load_weights() -> dict[str, Weights]:
    """The learned weights by field; ``record``: what the sum of the fields' log shares counts (:data:`SUM`)."""
    found: dict[str, Weights] = {}
    with files("extractors.authority").joinpath("confidence.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
            weights = found.setdefault(row["field"], Weights(0.0, {}))
            if row["sign"] == "base":
                found[row["field"]] = Weights(float(row["weight"]), weights.signs)
            else:
                weights.signs[row["sign"]] = float(row["weight"])
    return found


@cache
def _reasons() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = yaml.safe_load(
        files("extractors.authority").joinpath("doubts.yaml").read_text("utf-8")
    )
    return data


def with_confidence(document: Document, extraction: Extraction) -> Extraction:
    """``extraction`` with the confidence of each task and of each of its fields, and doubts as issues."""
    if not extraction.tasks:
        return extraction
    signs = find_signs(document, extraction)
    tasks = tuple(_checked(task, found) for task, found in zip(extraction.tasks, signs, strict=True))
    doubts = _doubts(extraction, signs)
    return replace(extraction, tasks=tasks, issues=(*extraction.issues, *doubts))


def _doubts(extraction: Extraction, signs: Sequence[Signs]) -> Iterator[Issue]:
    """Of each task whose line all but surely orders nothing: it stays, for a missed task is worse than a false one."""
    for task, found in zip(extraction.tasks, signs, strict=True):
        if NO_TASK in found["task"]:
            message = f"Có thể không phải nhiệm vụ: “{task.task.value[:_SHOWN]}”. Hãy đối chiếu với văn bản."
            yield Issue("maybe_no_task", "info", message, task.quote[0], task.page)


def _checked(task: Task, signs: Signs) -> Task:
    odds = {field: load_weights()[field].log_odds(signs[field]) for field in JUDGED}
    checks = tuple(_check(field, odds[field], signs[field]) for field in JUDGED)
    sure = {check.field: check.confidence for check in checks}
    return replace(
        task,
        task=replace(task.task, confidence=sure["task"]),
        lead=replace(task.lead, confidence=sure["lead"]) if task.lead else None,
        coordinating=replace(task.coordinating, confidence=sure["coordinating"]) if task.coordinating else None,
        deadline=replace(task.deadline, confidence=sure["deadline"]) if task.deadline else None,
        checks=checks,
        confidence=record_confidence(odds),
    )


def record_confidence(odds: dict[JudgedField, float]) -> float:
    """That all fields are right. They err together, so the product of their shares would be too low.

    Every field counts alike: weights of their own would trust a record whose lead alone is doubtful.
    """
    weights = load_weights()["record"]
    return share(weights.base + weights.signs[SUM] * sum(log_share(odds[field]) for field in JUDGED))


def log_share(odds: float) -> float:
    """The logarithm of the share that log odds stand for."""
    return -math.log1p(math.exp(-max(-30.0, min(30.0, odds))))


def share(odds: float) -> float:
    """The share that log odds stand for; never quite 0 or 1, which only a person can say."""
    return round(min(0.999, max(0.001, 1 / (1 + math.exp(-odds)))), 3)


def _check(field: JudgedField, odds: float, signs: Sequence[str]) -> Check:
    sure = share(odds)
    return Check(field, sure, _reason(field, signs) if sure < _SURE else None)


def _reason(field: JudgedField, signs: Sequence[str]) -> str | None:
    """The signs that speak most against a field, in words; what kind of place it is says little to a person."""
    weights = load_weights()[field].signs
    told = {**_reasons()["any"], **_reasons()[field]}
    worst = sorted((weights.get(sign, 0.0), sign) for sign in set(signs) if sign in told)
    words = list(dict.fromkeys(told[sign] for weight, sign in worst if weight < _TOLD))[:_MOST_REASONS]
    return " ".join(words) or None
