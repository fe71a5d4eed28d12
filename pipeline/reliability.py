"""Is a confidence worth what it says? Of readings given 90 %, nine in ten should be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10
PARTS = ("record", "task", "lead", "coordinating", "deadline")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One reading with the confidence it was given: a whole ``record``, or one field of it."""

    part: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Readings of like confidence: their mean confidence, and the share of them that is right."""

    confidence: float
    share: float
    count: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """``brier``: mean squared error. ``calibration_error``: mean gap between confidence and share right, over bins.

    ``ranking``: how often a wrong reading has less confidence than a right one (None where there is no wrong one).
    ``caught``: the share of the wrong ones among the tenth of the readings that have the least confidence.
    """

    count: int
    right: int
    brier: float
    calibration_error: float
    ranking: float | None
    caught: float | None
    bins: tuple[Bin, ...]


def measure(judgements: Sequence[Judgement], part: str) -> Reliability | None:
    """The reliability of the confidences of one part; None where nothing was judged."""
    judged = sorted((j for j in judgements if j.part == part), key=lambda j: j.confidence)
    if not judged:
        return None
    bins = tuple(_bins(judged))
    wrong = [j for j in judged if not j.right]
    least = judged[: max(1, len(judged) // 10)]
    return Reliability(
        count=len(judged),
        right=len(judged) - len(wrong),
        brier=sum((j.confidence - j.right) ** 2 for j in judged) / len(judged),
        calibration_error=sum(abs(b.confidence - b.share) * b.count for b in bins) / len(judged),
        ranking=_ranking(judged) if wrong and len(wrong) < len(judged) else None,
        caught=sum(not j.right for j in least) / len(wrong) if wrong else None,
        bins=bins,
    )


def _bins(judged: Sequence[Judgement]) -> list[Bin]:
    """Ten bins of as many readings each (those of one confidence stay together): with bins of one width nearly all
    readings would be in the last."""
    groups: list[list[Judgement]] = []
    size = max(1, -(-len(judged) // BINS))
    for j in judged:
        full = groups and len(groups[-1]) >= size and groups[-1][-1].confidence != j.confidence
        if not groups or full:
            groups.append([])
        groups[-1].append(j)
    return [
        Bin(sum(j.confidence for j in group) / len(group), sum(j.right for j in group) / len(group), len(group))
        for group in groups
    ]


def _ranking(judged: Sequence[Judgement]) -> float:
    """The area under the ROC curve, by ranks; readings of the same confidence count half."""
    below_right = total = 0.0
    wrong_seen = 0
    place = 0
    while place < len(judged):
        end = place
        while end < len(judged) and judged[end].confidence == judged[place].confidence:
            end += 1
        tied = judged[place:end]
        right = sum(j.right for j in tied)
        wrong = len(tied) - right
        below_right += right * (wrong_seen + wrong / 2)
        wrong_seen += wrong
        total += right
        place = end
    return below_right / (total * wrong_seen)
