"""What recognition gives back. Lengths are pixels of the upright, straightened picture."""

from __future__ import annotations

from dataclasses import dataclass

Affine = tuple[float, float, float, float, float, float]  # (a, b, c, d, e, f): x' = a·x + b·y + c, y' = d·x + e·y + f
IDENTITY: Affine = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """A word. ``confidence``: the engine's, 0..1; ``coloured``: share of its ink that is coloured, as in a stamp."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    confidence: float
    bold: bool = False
    coloured: float = 0.0


@dataclass(frozen=True, slots=True)
class DrawnRule:
    """A level or upright line of the picture."""

    x0: float
    top: float
    x1: float
    bottom: float
    level: bool


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """A page. ``dpi``: pixels an inch; ``back``: from its pixels to those of the picture as it was given.

    ``turned``: by how many degrees (clockwise) the picture was turned upright; ``blank``: no ink worth reading.
    """

    width: int
    height: int
    dpi: float
    words: tuple[RecognisedWord, ...] = ()
    rules: tuple[DrawnRule, ...] = ()
    back: Affine = IDENTITY
    turned: int = 0
    blank: bool = False

    @property
    def confidence(self) -> float:
        """Mean confidence of its letters; 0 without words."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0


def compose(first: Affine, then: Affine) -> Affine:
    """The map that does ``first`` and after it ``then``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return p * a + q * d, p * b + q * e, p * c + q * f + r, s * a + t * d, s * b + t * e, s * c + t * f + u


def inverse(affine: Affine) -> Affine:
    """The way back (ZeroDivisionError where there is none)."""
    a, b, c, d, e, f = affine
    size = a * e - b * d
    return e / size, -b / size, (b * f - c * e) / size, -d / size, a / size, (c * d - a * f) / size


def apply(affine: Affine, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = affine
    return a * x + b * y + c, d * x + e * y + f
