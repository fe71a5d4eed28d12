"""Learns how likely a line is a task and writes ``extractors/authority/line_model.f32`` (``make lines``).

    python -m training.line_roles corpus [--also GOLD SOURCES]... [--measure]

Trained on the items, rows and paragraphs of gold documents; the product takes its share for a sign of doubt.
``--measure`` tells what it would do as a veto, on documents left out of the model. What it says is in README.md.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.assemble import extract
from extractors.document import Document
from extractors.line_model import BUCKETS, LineModel, Lines, buckets
from pipeline.evidence import find_words
from pipeline.figures import FOUND
from pipeline.gold import Gold
from pipeline.likeness import match
from training.examples import read_folders
from training.models import Places, Vector

OUT = Path(__file__).parent.parent / "extractors" / "authority" / "line_model.f32"
RIDGE = 6.0
LEAST = 3  # lines that a bucket must be seen in
FOLDS = 10
BOUNDS = (0.01, 0.02)  # of the comparison, below which lines are taken for none


@dataclass(slots=True)
class Sample:
    """One document: its lines by buckets, which of them gold has a task in, and the tasks that the rules read."""

    name: str
    rows: list[list[int]]
    wanted: list[bool]
    tasks: list[str]
    line_of_task: list[int | None]
    gold: list[str]


def sample_of(gold: Gold, document: Document) -> Sample:
    """A document as the rules read it."""
    extraction = extract(document)
    lines = Lines(document.text, extraction.accounts)
    places = [find_words(document.text, task.get("quote") or task["task"]) for task in gold["tasks"]]
    wanted = {lines.at(place.start) for place in places if place is not None}
    return Sample(
        gold["file"],
        [buckets(lines.signs(place)) for place in range(len(lines.accounts))],
        [place in wanted for place in range(len(lines.accounts))],
        [task.task.value for task in extraction.tasks],
        [lines.at(task.quote[0].start) for task in extraction.tasks],
        [task["task"] for task in gold["tasks"]],
    )


# --- the model


def fit(samples: Sequence[Sample]) -> Vector:
    """``base`` and the weights of the buckets: a logistic line with a ridge, by L-BFGS; the same each time."""
    rows = [row for sample in samples for row in sample.rows]
    right = np.array([float(wanted) for sample in samples for wanted in sample.wanted])
    line, place = _cells(rows)
    seen = np.bincount(place, minlength=BUCKETS) >= LEAST
    line, place = line[seen[place]], place[seen[place]]
    count = len(rows)

    def slope(w: Vector) -> tuple[float, Vector]:
        odds = np.bincount(line, w[1:][place], count) + w[0]
        loss = float((np.logaddexp(0, odds) - right * odds).sum() + RIDGE / 2 * (w[1:] ** 2).sum())
        gap = 1 / (1 + np.exp(-odds)) - right
        return loss, np.concatenate([[gap.sum()], np.bincount(place, gap[line], BUCKETS) + RIDGE * w[1:]])

    return _descend(slope, np.zeros(BUCKETS + 1))


def _cells(rows: Sequence[Sequence[int]]) -> tuple[Places, Places]:
    line = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    return line, np.array([place for row in rows for place in row], dtype=np.intp)


def _descend(slope: Callable[[Vector], tuple[float, Vector]], w: Vector, steps: int = 150, kept: int = 10) -> Vector:
    """The least of a smooth convex function (L-BFGS with halved steps)."""
    loss, g = slope(w)
    moves: list[tuple[Vector, Vector]] = []
    for _ in range(steps):
        step, shares = g.copy(), []
        for move, turn in reversed(moves):
            shares.append(move @ step / (move @ turn))
            step -= shares[-1] * turn
        step *= (
            moves[-1][0] @ moves[-1][1] / (moves[-1][1] @ moves[-1][1])
            if moves
            else 1 / max(1.0, float(np.linalg.norm(g)))
        )
        for (move, turn), share in zip(moves, reversed(shares), strict=True):
            step += (share - turn @ step / (move @ turn)) * move
        size = 1.0
        while (found := slope(w - size * step))[0] > loss - 1e-4 * size * (g @ step) and size > 1e-6:
            size /= 2
        move, turn = -size * step, found[1] - g
        if move @ turn > 1e-10:
            moves = [*moves, (move, turn)][-kept:]
        done = abs(loss - found[0]) < 1e-5 * max(1.0, abs(loss))
        w, loss, g = w + move, *found
        if done:
            break
    return w


def shares_of(w: Vector, sample: Sample) -> Vector:
    """How likely each line of a document is a task."""
    line, place = _cells(sample.rows)
    odds = np.bincount(line, w[1:][place], len(sample.rows)) + w[0] if len(sample.rows) else np.zeros(0)
    shares: Vector = 1 / (1 + np.exp(-odds))
    return shares


# --- with and without


def groups_of(names: Iterable[str], count: int) -> dict[str, int]:
    """Documents in ``count`` groups, those of one family in the same."""
    families = sorted({_family(name) for name in names})
    random.Random(3).shuffle(families)
    return {name: families.index(_family(name)) % count for name in names}


def opinions(samples: Sequence[Sample]) -> dict[str, Vector]:
    """For each document the weights of a model that saw nothing of it nor of its family."""
    group_of = groups_of([sample.name for sample in samples], FOLDS)
    found: dict[str, Vector] = {}
    for group in sorted(set(group_of.values())):
        w = fit([sample for sample in samples if group_of[sample.name] != group])
        found |= {name: w for name, its in group_of.items() if its == group}
    return found


def as_model(w: Vector) -> LineModel:
    """The weights as the product reads them."""
    return LineModel(float(w[0]), array("f", w[1:].tolist()))


def _family(name: str) -> str:
    """Documents that are told apart by their last figure alone often have one author: t075, t076 … are left out
    together."""
    found = re.match(r"([a-z]\d\d)\d\.", name)
    return found[1] if found else name


def measure(samples: Sequence[Sample], shares: Sequence[Vector], bound: float) -> str:
    """F1 of tasks where lines below ``bound`` are none, and how many right and false tasks that drops."""
    hits = kept = gold = right = false = 0
    for sample, share in zip(samples, shares, strict=True):
        stays = [line is None or share[line] >= bound for line in sample.line_of_task]
        paired = {j for _, j, _ in match(sample.gold, sample.tasks, FOUND)}
        right += sum(not stay for place, stay in enumerate(stays) if place in paired)
        false += sum(not stay for place, stay in enumerate(stays) if place not in paired)
        found = [task for task, stay in zip(sample.tasks, stays, strict=True) if stay]
        hits, kept, gold = hits + len(match(sample.gold, found, FOUND)), kept + len(found), gold + len(sample.gold)
    f1 = 2 * hits / (kept + gold) if kept + gold else 0.0
    return f"F1 {f1:.4f} ({kept} found, {gold} in gold), dropped {false} false and {right} right"


def write(w: Vector, out: Path) -> None:
    """Base and weights as little-endian floats."""
    kept: NDArray[Any] = w.astype("<f4")
    kept[np.abs(kept) < 1e-4] = 0
    values = array("f", kept.tolist())
    if sys.byteorder == "big":
        values.byteswap()
    out.write_bytes(values.tobytes())
    print(f"{int((kept != 0).sum())} weights, {out.stat().st_size} bytes -> {out}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--also", nargs=2, type=Path, action="append", default=[], metavar=("GOLD", "SOURCES"))
    parser.add_argument("--measure", action="store_true", help="only compare with and without")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    groups = [[sample_of(*pair) for pair in pairs] for pairs in read_folders(options.corpus, options.also)]
    samples = [sample for group in groups for sample in group]
    if not options.measure:
        write(fit(samples), options.out)
        return
    unseen = opinions(samples)
    shares = [shares_of(unseen[sample.name], sample) for sample in samples]
    start = 0
    for group in groups:
        for bound in (0.0, *BOUNDS):
            print(f"{len(group)} documents, {bound:.2f}: {measure(group, shares[start : start + len(group)], bound)}")
        start += len(group)


if __name__ == "__main__":
    main()
