"""Ways to tell how likely a reading is right, from its signs; compared by leaving one document out at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.floating[Any]]
Places = NDArray[np.intp]
SignSets = Sequence[Sequence[str]]


class Model(Protocol):
    """Learns from sign sets with their outcomes, then gives a probability for each sign set."""

    def fit(self, signs: SignSets, right: Vector, weights: Vector) -> None: ...

    def predict(self, signs: SignSets) -> Vector: ...


@dataclass
class Share:
    """The share that is right, whatever the signs: what any model must beat."""

    share: float = 0.0

    def fit(self, signs: SignSets, right: Vector, weights: Vector) -> None:
        self.share = float((right * weights).sum() / weights.sum())

    def predict(self, signs: SignSets) -> Vector:
        return np.full(len(signs), self.share)


@dataclass
class Today:
    """The estimate by hand that stood here before: less where a lead is missing or a mere subject."""

    def fit(self, signs: SignSets, right: Vector, weights: Vector) -> None:
        pass

    def predict(self, signs: SignSets) -> Vector:
        off = {"none": 0.2, "lead.none": 0.2, "rule.own.subject": 0.07}
        return np.array([0.97 - max((off.get(sign, 0.0) for sign in row), default=0.0) for row in signs])


@dataclass
class Lookup:
    """The share that is right of a rule, drawn towards that of its kind, that towards the whole (Laplace, backoff)."""

    pull: float = 8.0
    whole: float = 0.0
    tables: list[dict[str, float]] = field(default_factory=list)

    def _keys(self, signs: Sequence[str]) -> tuple[str, str]:
        kind = next((s for s in signs if s.startswith(("from.", "none", "place."))), "")
        return kind, next((s for s in signs if s.startswith("rule.")), kind) + "|" + kind

    def fit(self, signs: SignSets, right: Vector, weights: Vector) -> None:
        self.whole = float((right * weights).sum() / weights.sum())
        self.tables = []
        for level in (0, 1):
            hits: dict[str, float] = {}
            seen: dict[str, float] = {}
            before: dict[str, float] = {}
            for row, ok, weight in zip(signs, right, weights, strict=True):
                keys = self._keys(row)
                key = keys[level]
                hits[key] = hits.get(key, 0.0) + ok * weight
                seen[key] = seen.get(key, 0.0) + weight
                before[key] = self.whole if level == 0 else self.tables[0].get(keys[0], self.whole)
            self.tables.append({k: (hits[k] + self.pull * before[k]) / (seen[k] + self.pull) for k in seen})

    def predict(self, signs: SignSets) -> Vector:
        found = []
        for row in signs:
            kind, rule = self._keys(row)
            found.append(self.tables[1].get(rule, self.tables[0].get(kind, self.whole)))
        return np.array(found)


def fit_ridge(x: Vector, right: Vector, weights: Vector, prior: Vector, ridge: Vector, start: Vector) -> Vector:
    """Weights of a logistic line through ``x``, drawn towards ``prior`` (Newton's method from ``start``).

    A step that would make it worse is halved: whole steps run away where outcomes contradict a sure start.
    """

    def loss(w: Vector) -> float:
        odds = x @ w
        return float((weights * (np.logaddexp(0, odds) - right * odds)).sum() + (ridge * (w - prior) ** 2).sum() / 2)

    w, reached = start.copy(), loss(start)
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (weights * (p - right)) + ridge * (w - prior)
        curve = (x * (weights * p * (1 - p) + 1e-9)[:, None]).T @ x + np.diag(ridge)
        step: Vector = np.linalg.solve(curve, slope)
        while (found := loss(w - step)) > reached + 1e-9 and np.abs(step).max() > 1e-6:
            step /= 2
        w, reached = w - step, min(found, reached)
        if np.abs(step).max() < 1e-4:
            break
    return w


@dataclass
class Logistic:
    """A weight for each sign (ridge); readable, and each weight is a reason that can be told."""

    ridge: float = 3.0
    least: int = 5  # records that a sign must be seen in
    start: dict[str, float] = field(default_factory=dict)  # weights of a like fit: fewer steps to the same end
    names: dict[str, int] = field(default_factory=dict)
    weights: Vector = field(default_factory=lambda: np.zeros(0))

    def named(self) -> dict[str, float]:
        """The weights by sign; ``base`` is there without any."""
        return {"base": float(self.weights[0])} | {n: float(self.weights[p]) for n, p in self.names.items()}

    def learn_names(self, signs: SignSets) -> None:
        counts: dict[str, int] = {}
        for row in signs:
            for name in set(row):
                counts[name] = counts.get(name, 0) + 1
        kept = sorted(name for name, count in counts.items() if count >= self.least)
        self.names = {name: place for place, name in enumerate(kept, 1)}

    def matrix(self, signs: SignSets) -> Vector:
        found = np.zeros((len(signs), len(self.names) + 1))
        found[:, 0] = 1.0
        for place, row in enumerate(signs):
            for name in row:
                if name in self.names:
                    found[place, self.names[name]] = 1.0
        return found

    def fit(self, signs: SignSets, right: Vector, weights: Vector) -> None:
        self.learn_names(signs)
        ridge = np.array([1e-6, *[self.ridge] * len(self.names)])
        start = np.array([self.start.get(name, 0.0) for name in ("base", *self.names)])
        self.weights = fit_ridge(self.matrix(signs), right, weights, np.zeros(len(ridge)), ridge, start)

    def predict(self, signs: SignSets) -> Vector:
        found: Vector = 1 / (1 + np.exp(-np.clip(self.matrix(signs) @ self.weights, -30, 30)))
        return found


@dataclass
class Stumps(Logistic):
    """Boosted stumps over pairs of signs: what a line of weights cannot say."""

    rounds: int = 150
    rate: float = 0.15
    chosen: list[tuple[int, float, float]] = field(default_factory=list)
    base: float = 0.0

    def fit(self, signs: SignSets, right: Vector, weights: Vector) -> None:
        self.learn_names(signs)
        x = self.matrix(signs)
        share = float((right * weights).sum() / weights.sum())
        self.base = float(np.log(share / (1 - share)))
        score = np.full(len(signs), self.base)
        self.chosen = []
        for _ in range(self.rounds):
            p = 1 / (1 + np.exp(-score))
            g, h = weights * (right - p), weights * p * (1 - p)
            g_on, h_on = x.T @ g, x.T @ h
            g_off, h_off = g.sum() - g_on, h.sum() - h_on
            gain = g_on**2 / (h_on + self.ridge) + g_off**2 / (h_off + self.ridge)
            best = int(gain[1:].argmax()) + 1
            on, off = (g_on[best] / (h_on[best] + self.ridge), g_off[best] / (h_off[best] + self.ridge))
            self.chosen.append((best, self.rate * on, self.rate * off))
            score += np.where(x[:, best] > 0, self.rate * on, self.rate * off)

    def predict(self, signs: SignSets) -> Vector:
        x = self.matrix(signs)
        score = np.full(len(signs), self.base)
        for best, on, off in self.chosen:
            score += np.where(x[:, best] > 0, on, off)
        found: Vector = 1 / (1 + np.exp(-score))
        return found


def brier(p: Vector, right: Vector, weights: Vector) -> float:
    return float((weights * (p - right) ** 2).sum() / weights.sum())


def calibration_error(p: Vector, right: Vector, weights: Vector, bins: int = 10) -> float:
    """Expected calibration error over ``bins`` of equal weight."""
    order = np.argsort(p, kind="stable")
    edges = np.cumsum(weights[order]) / weights.sum()
    total = 0.0
    for number in range(bins):
        chosen = order[(edges > number / bins) & (edges <= (number + 1) / bins + 1e-12)]
        if len(chosen):
            w = weights[chosen]
            total += abs(float((w * (p[chosen] - right[chosen])).sum())) / weights.sum()
    return total


def ranking(p: Vector, right: Vector) -> float:
    """How often a wrong reading is given less confidence than a right one (area under the ROC curve)."""
    good, bad = p[right > 0.5], p[right < 0.5]
    if not len(good) or not len(bad):
        return float("nan")
    return float((good[:, None] > bad).mean() + (good[:, None] == bad).mean() / 2)
