"""A figure that may be a target: with its unit, its words of comparison and the clause it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.comparisons import Comparison
from extractors.document import Span
from extractors.numbers import Figure
from extractors.units import Unit

TargetPlace = Literal["target_line", "product", "task"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure with its unit, its words of comparison and the clause it stands in."""

    figure: Figure
    unit: Unit | None
    comparison: Comparison
    clause: Span
    raised_from: str | None = None  # "từ 60% lên 75%": the printed 60%

    @property
    def explicit(self) -> bool:
        return self.comparison.explicit or self.figure.top or self.figure.at_least

    @property
    def kind(self) -> str:
        if self.figure.percent:
            return "percent"
        if self.unit is not None and self.unit.kind == "attribute":
            return "attribute"  # "xếp hạng từ 3 sao trở lên" is no place in a ranking
        if self.figure.shape == "fraction":
            return "fraction"
        if self.figure.top or self.comparison.rank or (self.unit is not None and self.unit.kind == "rank"):
            return "rank"
        return self.unit.kind if self.unit else "none"

    @property
    def end(self) -> int:
        return max(self.comparison.stop, self.figure.span.end)
