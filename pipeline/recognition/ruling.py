"""The ruled lines of a scanned page: found on the picture, mended where the scan broke them, and taken off it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.recognition.picture import Picture
from pipeline.recognition.result import DrawnRule

_SHORTEST = 0.28  # inches: taller than a capital letter of a title, shorter than the lowest row of a table
_THICKEST = 0.04  # inches: a thicker stroke is a bar of a picture or a black edge
_GAP = 0.12  # inches: a rule that a scan broke goes on within this distance
_ASIDE = 0.025  # inches: by which the halves of a broken rule may miss each other
_UPRIGHT_ENOUGH = 3  # rules: fewer say nothing about how the page leans


def find_rules(grey: Picture, dpi: float) -> list[DrawnRule]:
    """The level and upright lines of a straightened page, in pixels."""
    ink = _ink(grey)
    level = _strokes(ink, dpi, level=True)
    upright = _strokes(ink, dpi, level=False)
    return [*_mend(level, dpi, level=True), *_mend(upright, dpi, level=False)]


def lean(grey: Picture, dpi: float) -> float:
    """By how much the upright rules lean: pixels to the right for each pixel down (0 without enough rules).

    A page that is pulled askew through a feeder is sheared, not only turned: its text is level, its rules are not
    upright.
    """
    slopes = []
    ink = _ink(grey)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(_opened(ink, dpi, level=False), connectivity=8)
    for index in range(1, count):
        height = stats[index, cv2.CC_STAT_HEIGHT]
        if height < 2 * _SHORTEST * dpi:
            continue
        x, y, w = (int(stats[index, k]) for k in (cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH))
        part = labels[y : y + height, x : x + w] == index
        rows = np.flatnonzero(part.any(axis=1))
        middles = np.array([np.flatnonzero(part[row]).mean() for row in rows[:: max(1, len(rows) // 60)]])
        heights = rows[:: max(1, len(rows) // 60)]
        slopes.append((float(np.polyfit(heights, middles, 1)[0]), int(height)))
    if len(slopes) < _UPRIGHT_ENOUGH:
        return 0.0
    found = np.array([slope for slope, _ in slopes])
    weights = np.array([height for _, height in slopes], dtype=float)
    order = np.argsort(found)
    middle = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)
    return float(found[order][middle])


def without_rules(grey: Picture, rules: Sequence[DrawnRule], dpi: float) -> Picture:
    """The picture with the ink of ``rules`` painted white; a letter that touches one keeps the rest of itself."""
    clean = grey.copy()
    reach = max(2, round(0.018 * dpi))
    mask = np.zeros_like(grey)
    for rule in rules:
        cv2.line(mask, (round(rule.x0), round(rule.top)), (round(rule.x1), round(rule.bottom)), 255, 2 * reach + 1)
    ink = _ink(grey)
    strokes = cv2.bitwise_or(_opened(ink, dpi, level=True), _opened(ink, dpi, level=False))
    strokes = cv2.dilate(strokes, np.ones((3, 3), np.uint8))
    clean[(mask > 0) & (strokes > 0)] = 255
    return clean


def _ink(grey: Picture) -> Picture:
    """255 where there is ink: against the paper around it, so that a grey copy is read as well as a white one."""
    block = 51
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18)


def _opened(ink: Picture, dpi: float, *, level: bool) -> Picture:
    """What of the ink are strokes at least as long as a rule (in one direction)."""
    thick = np.ones((3, 1), np.uint8) if level else np.ones((1, 3), np.uint8)
    length = round(_SHORTEST * dpi * 0.8)
    stroke = np.ones((1, length), np.uint8) if level else np.ones((length, 1), np.uint8)
    # One pixel thicker first: a thin rule that is off by a hair steps from one row of pixels to the next.
    return cv2.morphologyEx(cv2.dilate(ink, thick), cv2.MORPH_OPEN, stroke)


def _strokes(ink: Picture, dpi: float, *, level: bool) -> list[DrawnRule]:
    mask = _opened(ink, dpi, level=level)
    count, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    rules = []
    for index in range(1, count):
        x, y, w, h = (int(stats[index, k]) for k in range(4))
        along, across = (w, h) if level else (h, w)
        area = int(stats[index, cv2.CC_STAT_AREA])
        if along < _SHORTEST * dpi or area / along > _THICKEST * dpi + 3:
            continue
        if across > max(_THICKEST * dpi, 0.04 * along):
            rules.extend(_crossing(mask[y : y + h, x : x + w], x, y, dpi, level=level))
            continue
        middle = float(centres[index][1] if level else centres[index][0])
        rules.append(_rule(x, x + w, middle, level=True) if level else _rule(y, y + h, middle, level=False))
    return rules


def _crossing(mask: NDArray[np.uint8], x: int, y: int, dpi: float, *, level: bool) -> list[DrawnRule]:
    """The strokes of a piece of ink that is more than one of them: by the rows (or columns) that hold most of it."""
    profile = (mask > 0).sum(axis=1 if level else 0)
    strong = profile >= _SHORTEST * dpi
    edges = np.flatnonzero(np.diff(np.concatenate(([0], strong.astype(np.int8), [0]))))
    found = []
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        if end - first > _THICKEST * dpi + 4:
            continue
        strip = mask[first:end] if level else mask[:, first:end]
        places = np.flatnonzero(strip.any(axis=0 if level else 1))
        middle = (first + end - 1) / 2
        if level:
            found.append(_rule(x + int(places[0]), x + int(places[-1]) + 1, y + middle, level=True))
        else:
            found.append(_rule(y + int(places[0]), y + int(places[-1]) + 1, x + middle, level=False))
    return found


def _rule(start: float, end: float, middle: float, *, level: bool) -> DrawnRule:
    return (
        DrawnRule(start, middle, end, middle, level=True)
        if level
        else DrawnRule(middle, start, middle, end, level=False)
    )


def _mend(rules: list[DrawnRule], dpi: float, *, level: bool) -> list[DrawnRule]:
    """Rules that go on in one line with no more than a small gap between them, joined."""

    def place(rule: DrawnRule) -> tuple[float, float, float]:
        return (rule.top, rule.x0, rule.x1) if level else (rule.x0, rule.top, rule.bottom)

    lines: list[list[DrawnRule]] = []
    for rule in sorted(rules, key=place):
        home = next((line for line in lines if abs(_middle(line, place) - place(rule)[0]) <= _ASIDE * dpi), None)
        if home is None:
            lines.append([rule])
        else:
            home.append(rule)
    mended = []
    for line in lines:
        pieces = sorted((place(rule) for rule in line), key=lambda piece: piece[1])
        start, end, held = pieces[0][1], pieces[0][2], [pieces[0]]
        for before, piece in pairwise(pieces):
            if piece[1] - max(end, before[2]) <= _GAP * dpi:
                end = max(end, piece[2])
                held.append(piece)
                continue
            mended.append(_rule(start, end, _weighted(held), level=level))
            start, end, held = piece[1], piece[2], [piece]
        mended.append(_rule(start, end, _weighted(held), level=level))
    return mended


def _middle(line: list[DrawnRule], place: object) -> float:
    return _weighted([place(rule) for rule in line])  # type: ignore[operator]


def _weighted(pieces: Sequence[tuple[float, float, float]]) -> float:
    """The middle of the pieces (across, start, end), the longer ones counting more."""
    lengths = [end - start for _, start, end in pieces]
    return sum(across * length for (across, *_), length in zip(pieces, lengths, strict=True)) / sum(lengths)
