"""Sentences, cells and labels of plans with the figures that they state, and many that state none (DOMAIN 4.2).

Written as blind samples before the rules were mended: ``target_sentences.tsv`` holds one a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from extractors.document import Span
from extractors.records import Target
from extractors.targets import TargetPlace, find_targets

SAMPLES = Path(__file__).with_name("target_sentences.tsv")
YEAR = 2026  # of the plan that the samples stand in


def samples() -> Iterator[tuple[str, str, str]]:
    for line in SAMPLES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            place, words, figures = line.split("\t")
            yield place, words, figures


def told(target: Target, wanted: str) -> str:
    """The target in the notation of the samples, with those details only that ``wanted`` names."""
    value = "None" if target.value is None else f"{target.value:.4g}" if target.value < 1 else f"{target.value:g}"
    high = f"..{target.value_max:g}" if target.value_max is not None else ""
    details = {"of": target.out_of, "rate": target.rate, "base": target.baseline, "due": target.due_on}
    named = re.findall(r"(?:[{,])(of|rate|base|due)=", wanted)
    shown = ",".join(f"{name}={details[name]}" for name in named)
    return f"{target.comparator} {value}{high} {target.unit}" + (f" {{{shown}}}" if named else "")


def is_same(target: Target, wanted: str) -> bool:
    """Numbers and comparator exactly; the unit may be longer than the noun of the sample, so may a baseline."""
    found = told(target, wanted)
    figure, unit, *rest = re.split(r"(?<=\d) |(?<=None) | (?=\{)", wanted, maxsplit=2)
    if not found.startswith(f"{figure} ") or not (unit == "?" or (target.unit or "").lower().startswith(unit.lower())):
        return False
    details = dict(part.split("=", 1) for part in re.split(r",(?=[a-z]+=)", rest[0].strip("{}"))) if rest else {}
    got = {"of": target.out_of, "rate": target.rate, "base": target.baseline, "due": target.due_on}
    return all(value in str(got[name]) for name, value in details.items())


@pytest.mark.parametrize(("place", "words", "figures"), list(samples()))
def test_figures_of_a_sentence(place: str, words: str, figures: str) -> None:
    wanted = [figure.strip() for figure in figures.split(" | ") if figure.strip()]
    found = find_targets(words, Span(0, len(words)), place=cast(TargetPlace, place), year=YEAR, first_year=YEAR)
    found = [target for target in found if target.comparator]
    left = list(wanted)
    for target in found:
        same = next((figure for figure in left if is_same(target, figure)), None)
        assert same is not None, f"{told(target, '{of=,rate=,base=,due=')} is none of {left}"
        left.remove(same)
    assert left == []
