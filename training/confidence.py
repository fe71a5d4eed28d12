"""Learns how sure each field of a record is, and writes ``extractors/authority/confidence.tsv`` (``make confidence``).

    python -m training.confidence corpus [--also GOLD SOURCES]... [--as-read GOLD SOURCES]... [--compare]
    python -m training.confidence NEW_SAMPLES --first-sight       before anybody reads their errors

Never trained on: the held-out samples (even numbers from 32 on). They alone are what the reliability figures in the
README are measured on. What the other samples show is measured by leaving out groups of documents with all their
damaged copies.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from extractors.confidence import SUM, log_share
from extractors.records import JudgedField
from extractors.signs import JUDGED
from pipeline.reliability import Judgement, measure
from training.examples import (
    Example,
    examples_of,
    make_examples,
    read_first_sight,
    read_folders,
    write_first_sight,
)
from training.line_roles import as_model, groups_of, opinions, sample_of
from training.models import (
    Logistic,
    Lookup,
    Model,
    Places,
    Share,
    Stumps,
    Today,
    Vector,
    brier,
    calibration_error,
    fit_ridge,
    ranking,
)

OUT = Path(__file__).parent.parent / "extractors" / "authority" / "confidence.tsv"
HEAD = """# Written by `make confidence` (training/confidence.py): never edited by hand.
# What each sign adds to the log odds that a field is right; of `record`, what the sum of its fields' log shares counts.
"""
# A damaged copy counts less than the document itself: together they stand for documents that no rule has seen.
DAMAGED_WEIGHT = 0.12
# What was read at first sight weighs more: of 0.5, 1, 2 and 4 this is the weight with the least Brier score where half
# of the records are of documents like the mended ones, half of layouts that nobody had seen (each left out in turn).
FIRST_SIGHT_WEIGHT = 2.0
_LEAST_WEIGHT = 0.01
GROUPS = 20  # of documents, each left out in turn with all their copies


class Learner:
    """The examples as arrays, and what was learned of them."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.examples = examples
        group_of = groups_of({example.document for example in examples}, GROUPS)
        self.groups = np.array([group_of[example.document] for example in examples])
        self.plain = np.array([example.damage == "none" for example in examples])
        first = np.array([example.damage == "first_sight" for example in examples])
        self.weights = np.where(self.plain, 1.0, np.where(first, FIRST_SIGHT_WEIGHT, DAMAGED_WEIGHT))
        self.right = np.array([float(example.right["record"]) for example in examples])

    def of(self, field: JudgedField) -> tuple[Places, list[tuple[str, ...]], Vector]:
        """Places, signs and outcomes of the examples of which one can say whether the field is right."""
        places = np.array([place for place, example in enumerate(self.examples) if field in example.right])
        signs = [self.examples[place].signs[field] for place in places]
        return places, signs, np.array([float(self.examples[place].right[field]) for place in places])

    def fit(self, field: JudgedField) -> Logistic:
        places, signs, right = self.of(field)
        model = Logistic()
        model.fit(signs, right, self.weights[places])
        return model

    def left_out(self, field: JudgedField, model: Model) -> tuple[Places, Vector, Vector]:
        """Places, for each the probability by a model that saw nothing of its group of documents, and outcomes."""
        places, signs, right = self.of(field)
        weights, groups = self.weights[places], self.groups[places]
        found = np.zeros(len(places))
        for group in np.unique(groups):
            seen = groups != group
            model.fit([row for row, kept in zip(signs, seen, strict=True) if kept], right[seen], weights[seen])
            found[~seen] = model.predict([row for row, kept in zip(signs, seen, strict=True) if not kept])
        return places, found, right

    def figures(self, found: Vector, right: Vector, places: Places) -> str:
        """Brier score, calibration error and ranking, over all and over the undamaged documents alone."""
        words = ""
        for chosen in (np.full(len(places), True), self.plain[places]):
            p, ok, weights = found[chosen], right[chosen], self.weights[places][chosen]
            words += f"{brier(p, ok, weights):>9.4f}{calibration_error(p, ok, weights):>9.4f}{ranking(p, ok):>8.3f}    "
        return words


def compare(learner: Learner) -> None:
    """Print how well each way does on documents that it did not see."""
    head = f"{'Brier':>9}{'ECE':>9}{'AUC':>8}"
    print(f"{'':<25}{'all':>14}{'':<16}undamaged\n{'field':<13}{'model':<12}{head}    {head}")
    for field in JUDGED:
        start = learner.fit(field).named()
        for model in (Share(), Today(), Lookup(), Logistic(start=start), Stumps(rounds=60, rate=0.3)):
            places, found, right = learner.left_out(field, model)
            print(f"{field:<13}{type(model).__name__:<12}{learner.figures(found, right, places)}", flush=True)


def compare_signs(learner: Learner) -> None:
    """Print what the signs that are learned elsewhere are worth: of undamaged documents, each left out in turn."""
    print(f"{'':<10}{'left out':<22}{'wrong':>6} of {'all':<6}{'AUC':>8}{'Brier':>9}{'ECE':>8}{'caught':>8}")
    for left in (("line.", "recognised."), ("recognised.",), ("line.",), ()):
        fewer = Learner([_without(example, left) for example in learner.examples])
        _, odds = fit_fields(fewer)
        weights = learn_record(fewer, odds)
        shares = {"record": 1 / (1 + np.exp(-weights["base"] - weights[SUM] * _together(odds)))}
        shares |= {field: 1 / (1 + np.exp(-odds[field])) for field in JUDGED}
        for part, found in shares.items():
            judged = [
                Judgement(part, float(share), example.right[part])
                for share, example, plain in zip(found, fewer.examples, fewer.plain, strict=True)
                if plain and part in example.right
            ]
            told = measure(judged, part)
            if told is not None:
                print(
                    f"{part[:9]:<10}{' '.join(left) or 'nothing':<22}{told.count - told.right:>6} of {told.count:<6}"
                    f"{told.ranking or 0:>8.3f}{told.brier:>9.4f}{told.calibration_error:>8.4f}"
                    f"{told.caught or 0:>8.3f}",
                    flush=True,
                )


def _without(example: Example, prefixes: tuple[str, ...]) -> Example:
    signs = {f: tuple(s for s in found if not s.startswith(prefixes)) for f, found in example.signs.items()}
    return replace(example, signs=signs) if prefixes else example


def fit_fields(learner: Learner) -> tuple[dict[JudgedField, dict[str, float]], dict[JudgedField, Vector]]:
    """The weights of each field, and for each record the field's log odds by a model that did not see its document."""
    weights: dict[JudgedField, dict[str, float]] = {}
    odds: dict[JudgedField, Vector] = {}
    for field in JUDGED:
        model = learner.fit(field)
        weights[field] = model.named()
        odds[field] = _odds(model.predict([example.signs[field] for example in learner.examples]))
        places, found, _ = learner.left_out(field, Logistic(start=weights[field]))
        odds[field][places] = _odds(found)
    return weights, odds


def learn(learner: Learner, out: Path) -> None:
    """Fit on everything and write the weights."""
    weights, odds = fit_fields(learner)
    lines = ["field\tsign\tweight"]
    for field, named in weights.items():
        lines += [f"{field}\t{sign}\t{weight:.3f}" for sign, weight in named.items() if abs(weight) >= _LEAST_WEIGHT]
    lines += [f"record\t{sign}\t{weight:.3f}" for sign, weight in learn_record(learner, odds).items()]
    out.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} weights -> {out}")


def _together(odds: dict[JudgedField, Vector]) -> Vector:
    """The sum of the fields' log shares."""
    found: Vector = np.sum([np.vectorize(log_share)(odds[field]) for field in JUDGED], axis=0)
    return found


def learn_record(learner: Learner, odds: dict[JudgedField, Vector]) -> dict[str, float]:
    """How the fields' shares, each from a model that saw nothing of the document, make that of the whole record."""
    together = _together(odds)
    x = np.column_stack([np.ones(len(together)), together])
    prior = np.array([4.0, 1.0])
    w = fit_ridge(x, learner.right, learner.weights, prior, np.full(2, 1e-6), prior)
    places = np.arange(len(together))
    print(f"record, learned: {learner.figures(1 / (1 + np.exp(-x @ w)), learner.right, places)}")
    print(f"record, product: {learner.figures(np.exp(together), learner.right, places)}")
    return {"base": float(w[0]), SUM: float(w[1])}


def _odds(shares: Vector) -> Vector:
    found: Vector = np.log(shares / (1 - shares))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder with gold/ and sources/")
    parser.add_argument(
        "--also",
        nargs=2,
        type=Path,
        action="append",
        default=[],
        metavar=("GOLD", "SOURCES"),
        help="more gold with its documents",
    )
    parser.add_argument(
        "--as-read",
        nargs=2,
        type=Path,
        action="append",
        default=[],
        metavar=("GOLD", "SOURCES"),
        help="gold of documents with real errors enough: learned from without damaged copies",
    )
    parser.add_argument("--compare-signs", action="store_true", help="only tell what the signs learned elsewhere add")
    parser.add_argument("--compare", action="store_true", help="only compare the ways to learn")
    parser.add_argument("--first-sight", action="store_true", help="only keep how these samples are read now")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    pairs, *further = read_folders(options.corpus, [*options.also, *options.as_read])
    for _ in options.also:
        pairs += further.pop(0)
    as_read = [pair for group in further for pair in group]
    if options.first_sight:
        write_first_sight(example for pair in pairs for example in examples_of(*pair, "first_sight"))
        return
    unseen = {name: as_model(w) for name, w in opinions([sample_of(*pair) for pair in (*pairs, *as_read)]).items()}
    learner = Learner([*make_examples(pairs, as_read, unseen), *read_first_sight()])
    if options.compare_signs:
        compare_signs(learner)
        return
    if options.compare:
        compare(learner)
    else:
        learn(learner, options.out)


if __name__ == "__main__":
    main()
