"""Confidence against truth: figures known by hand."""

from __future__ import annotations

import pytest

from pipeline.reliability import Judgement, measure


def judged(*pairs: tuple[float, bool], part: str = "record") -> list[Judgement]:
    return [Judgement(part, confidence, right) for confidence, right in pairs]


def test_figures_by_hand() -> None:
    found = measure(judged((0.9, True), (0.9, True), (0.5, False), (0.5, True)), "record")
    assert found is not None
    assert (found.count, found.right) == (4, 3)
    assert found.brier == pytest.approx((0.01 + 0.01 + 0.25 + 0.25) / 4)
    assert [(b.confidence, b.share, b.count) for b in found.bins] == [(0.5, 0.5, 2), (pytest.approx(0.9), 1.0, 2)]
    assert found.calibration_error == pytest.approx(0.05)
    assert found.ranking == pytest.approx((1 + 1 + 0.5) / 3)


def test_a_confidence_that_says_nothing_ranks_like_chance() -> None:
    found = measure(judged((0.8, True), (0.8, False), (0.8, True)), "record")
    assert found is not None and found.ranking == pytest.approx(0.5)
    assert len(found.bins) == 1


def test_the_least_sure_tenth_catches_errors() -> None:
    sure = [(0.99, True)] * 19
    found = measure(judged((0.2, False), *sure), "record")
    assert found is not None and found.caught == 1.0
    found = measure(judged((0.2, True), (0.3, True), *sure[1:], (0.999, False)), "record")
    assert found is not None and found.caught == 0.0


def test_bins_hold_a_tenth_each() -> None:
    found = measure(judged(*[(n / 100, True) for n in range(100)]), "record")
    assert found is not None and [b.count for b in found.bins] == [10] * 10


def test_parts_are_judged_apart_and_no_wrong_one_is_no_ranking() -> None:
    both = judged((0.9, True)) + judged((0.1, False), part="lead")
    record, lead = measure(both, "record"), measure(both, "lead")
    assert record is not None and (record.count, record.ranking, record.caught) == (1, None, None)
    assert lead is not None and (lead.right, lead.ranking, lead.caught) == (0, None, 1.0)
    assert measure(both, "deadline") is None
