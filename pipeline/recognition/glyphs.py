"""Printed figures, told from one another and from everything else by their shape.

Tesseract's Vietnamese data reads words; of a number or day that stands alone between wide gaps, in italics or from
a stamp, it often makes letters. Here the ink of such a gap is cut into pieces, and each piece is named by a small
network that was trained on printed figures, letters and drawn strokes (``training/figures.py``). A figure is believed
only where the network is nearly certain, so handwriting is left unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[Any]
Floats = NDArray[np.float32]

SIGNS = "0123456789/-#"  # what a piece of ink may be; the last stands for everything else
OTHER = "#"
_SIDE, _GLYPH = 24, 22  # pixels: of the square into which a piece is drawn, and of the piece's height in it
_CELL, _DIRECTIONS = 4, 8  # of the histograms of gradients (Dalal and Triggs 2005)
_LEAST_INK = 0.004  # of the em, squared: less is dust
_LEAST_CONTRAST = 60  # grey levels between paper and ink
_OVERLAP = 0.5  # of the narrower piece: two that lie above one another so far are one (a broken figure, a mark)
_APART = 0.12  # ems: with more between them they are of two lines


@dataclass(frozen=True, slots=True)
class Glyph:
    """A piece of ink, its edges in pixels of the picture that it was cut from."""

    x0: int
    top: int
    x1: int
    bottom: int
    mask: NDArray[np.bool_]  # its own pixels within the edges

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.x1 - self.x0


def find_glyphs(grey: Picture, em: float) -> list[Glyph]:
    """The pieces of ink on ``grey`` from left to right; dust is left out. ``em``: the height of the type, in pixels."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 0.7)
    paper = float(np.median(smooth))
    level, ink = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    if paper - float(smooth.min()) < _LEAST_CONTRAST or paper <= level:
        return []
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces = [
        ([index], int(x), int(y), int(x + width), int(y + height))
        for index, (x, y, width, height, area) in enumerate(stats[:count])
        if index and area >= _LEAST_INK * em * em
    ]
    found = _joined(sorted(pieces, key=lambda piece: piece[1]), em)
    return [
        Glyph(x0, top, x1, bottom, np.isin(labels[top:bottom, x0:x1], names)) for names, x0, top, x1, bottom in found
    ]


_Piece = tuple[list[int], int, int, int, int]


def _joined(pieces: Sequence[_Piece], em: float) -> list[_Piece]:
    found: list[_Piece] = []
    for names, x0, top, x1, bottom in pieces:
        if found:
            last, left, above, right, below = found[-1]
            beside = min(x1, right) - max(x0, left) <= _OVERLAP * min(x1 - x0, right - left)
            apart = max(top, above) - min(bottom, below) > _APART * em
            if not beside and not apart:
                found[-1] = (last + names, min(left, x0), min(above, top), max(right, x1), max(below, bottom))
                continue
        found.append((names, x0, top, x1, bottom))
    return found


def describe(grey: Picture, glyph: Glyph, em: float) -> Floats:
    """The numbers by which the network knows ``glyph``: its shades, their gradients, its size."""
    part = cv2.GaussianBlur(grey, (0, 0), 0.5)[glyph.top : glyph.bottom, glyph.x0 : glyph.x1].astype(np.float32)
    own = cv2.dilate(glyph.mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    dark = float(np.percentile(part[glyph.mask], 20)) if glyph.mask.any() else 0.0
    paper = float(np.median(grey))
    ink = np.where(own, np.clip((paper - part) / max(paper - dark, 1.0), 0.0, 1.0), 0.0).astype(np.float32)
    width = max(1, min(_GLYPH, round(glyph.width * _GLYPH / glyph.height)))
    small = cv2.resize(ink, (width, _GLYPH), interpolation=cv2.INTER_AREA)
    square = np.zeros((_SIDE, _SIDE), np.float32)
    left = (_SIDE - width) // 2
    square[1 : 1 + _GLYPH, left : left + width] = small
    shades = cv2.resize(square, (_SIDE // 2, _SIDE // 2), interpolation=cv2.INTER_AREA).ravel()
    sizes = np.array([glyph.height / em, glyph.width / em, glyph.width / glyph.height, glyph.mask.mean()], np.float32)
    return np.concatenate([shades, _gradients(square), sizes])


def _gradients(square: Floats) -> Floats:
    down, across = np.gradient(square)
    strength = np.hypot(across, down)
    turn = (np.arctan2(down, across) / (2 * np.pi) % 1.0) * _DIRECTIONS
    first = np.floor(turn).astype(int) % _DIRECTIONS
    share = turn - np.floor(turn)
    cells = _SIDE // _CELL
    rows, columns = np.indices(square.shape) // _CELL
    place = (rows * cells + columns) * _DIRECTIONS
    histogram = np.zeros(cells * cells * _DIRECTIONS)
    for direction, part in ((first, 1 - share), ((first + 1) % _DIRECTIONS, share)):
        histogram += np.bincount((place + direction).ravel(), (strength * part).ravel(), histogram.size)
    by_cell = histogram.reshape(-1, _DIRECTIONS)
    return np.asarray(by_cell / (1.0 + by_cell.sum(axis=1, keepdims=True)), np.float32).ravel()


@dataclass(frozen=True, slots=True)
class Named:
    """A glyph with the ``figure`` that it most likely is.

    ``which``: how likely it is this one, if it is a figure at all; ``printed``, ``stroke``, ``other``: how likely it is
    a printed figure, a stroke (``/``), or neither.
    """

    glyph: Glyph
    figure: str
    which: float
    printed: float
    stroke: float
    other: float


def name_glyphs(grey: Picture, glyphs: Sequence[Glyph], em: float, *, strokes: bool = True) -> list[Named]:
    """What each glyph is; ``strokes``: whether a stroke or dash may stand among them (an italic 1 is much like one)."""
    if not glyphs:
        return []
    shares = likelihoods(np.stack([describe(grey, glyph, em) for glyph in glyphs]), *_weights())
    if not strokes:
        shares[:, [SIGNS.index("/"), SIGNS.index("-")]] = 0.0
        shares /= shares.sum(axis=1, keepdims=True)
    return [_named(glyph, share) for glyph, share in zip(glyphs, shares, strict=True)]


def _named(glyph: Glyph, shares: Floats) -> Named:
    figures = shares[:10]
    best, printed = int(figures.argmax()), float(figures.sum())
    stroke, other = float(shares[SIGNS.index("/")]), float(shares[SIGNS.index(OTHER)])
    return Named(glyph, SIGNS[best], float(figures[best]) / max(printed, 1e-9), printed, stroke, other)


def without_left(glyph: Glyph, least: float, most: float) -> Glyph:
    """``glyph`` without what touches it on the left: cut where it is thinnest, ``least`` to ``most`` pixels in."""
    ink = glyph.mask.sum(axis=0)
    first, last = max(1, round(least)), min(glyph.width - 1, round(most))
    if last <= first:
        return glyph
    cut = first + int(ink[first:last].argmin())
    mask = glyph.mask[:, cut:]
    rows = np.flatnonzero(mask.any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    return Glyph(glyph.x0 + cut, glyph.top + top, glyph.x1, glyph.top + bottom, mask[top:bottom])


def likelihoods(features: Floats, *layers: Floats) -> Floats:
    """The network: centred features, one hidden layer, shares that sum to one."""
    mean, spread, first, bias, second, last = layers
    hidden = np.maximum((features - mean) / spread @ first + bias, 0.0)
    scores = hidden @ second + last
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


@cache
def _weights() -> tuple[Floats, ...]:
    with (
        resources.files("pipeline.recognition").joinpath("glyphs.npz").open("rb") as file,
        np.load(file) as stored,
    ):
        names = ("mean", "spread", "first", "bias", "second", "last")
        return tuple(stored[name].astype(np.float32) for name in names)
