"""A picture of a page made ready for recognition: coloured ink apart, upright, straight.

A picture is an array of bytes, rows × columns (grey, 0 black) or rows × columns × 3 (red, green, blue).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.recognition.result import IDENTITY, Affine, compose, inverse

Picture = NDArray[Any]

_INK = 160  # grey level below which a pixel counts as ink when a page is only measured
_SATURATED = 70  # of 255: paper and black ink of a colour scan stay below this
_RED = (170, 12)  # OpenCV hue (0..179): red runs over the end of the circle
_MOST_SKEW = 5.0  # degrees: a scanner's feeder tilts less; more is a photograph
_LEAST_SKEW = 0.08  # degrees: over the width of a page less than a fifth of a line's height
_SIDEWAYS = 1.35  # measured: upright pages of text 0.6 to 1.2, turned ones the inverse; tables lie between
_LEAST_INK = 0.0004  # of the pixels: less is an empty back side


# Salt and pepper of a black-and-white scanner: 2 to 12 pixels at 200 dpi; a full stop of 13 points has 20 and more, of
# 9 points still 8: so no more than a share of the square of a letter's height. Seen with their grey rims, so that the
# broken strokes of a soft scan stay whole.
_SPECK, _SPECK_OF_LETTER, _SPECK_DPI, _RIM = 12, 0.042, 200.0, 210
_LETTER = (10, 60)  # pixels of height at 200 dpi
# A scanner that sows specks sows them where no letter is near: 45 to 800 a page there, 0 to 36 on clean pages, whose
# small pieces of ink are dots, tones and broken strokes of letters and must stay (single pixels do no harm).
_AWAY, _LEAST_SPECK, _MOST_CLEAN = 12, 3, 40


@dataclass(frozen=True, slots=True)
class Straight:
    """``grey``: the straightened picture without red ink; ``coloured``: where its ink is coloured.

    ``back``: from its pixels to those of the picture as it was given.
    """

    grey: Picture
    coloured: NDArray[np.bool_] | None
    back: Affine


def part_colours(picture: Picture) -> tuple[Picture, NDArray[np.bool_] | None]:
    """The picture in grey, and the mask of its coloured ink (None for a grey picture).

    Red ink is taken off the grey picture: seals lie over the signer's name, and no plan is written in red. Other
    colours stay: a typed line may be blue; what of it is handwriting is told by its words.
    """
    if picture.ndim == 2:
        return picture, None
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    hsv = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)
    hue, saturation = hsv[..., 0], hsv[..., 1]
    coloured = (saturation > _SATURATED) & (hsv[..., 2] > 60)
    red = coloured & ((hue >= _RED[0]) | (hue <= _RED[1]))
    if red.any():
        # The rim of a red stroke fades into the paper and would stay as a pale ghost of it.
        wide = cv2.dilate(red.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
        grey = grey.copy()
        grey[wide & (grey > 90)] = 255
        grey[red] = 255
    return grey, coloured & ~red


def without_specks(grey: Picture, dpi: float) -> Picture:
    """The picture without specks smaller than any dot that is printed: they are read as commas inside the words.

    A page whose white is clean stays as it is.
    """
    scale = dpi / _SPECK_DPI
    ink = (grey < _RIM).astype(np.uint8)
    _, labels, pieces, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights = pieces[1:, cv2.CC_STAT_HEIGHT]
    letters = heights[(heights >= _LETTER[0] * scale) & (heights <= _LETTER[1] * scale)]
    most = _SPECK * scale**2
    if letters.size:
        most = min(most, _SPECK_OF_LETTER * float(np.median(letters)) ** 2)
    areas = pieces[:, cv2.CC_STAT_AREA]
    small = areas <= most
    small[0] = False  # the paper
    standing = small & (areas >= _LEAST_SPECK * scale**2)
    if np.count_nonzero(standing) <= _MOST_CLEAN:
        return grey
    specks = small[labels]
    away = cv2.distanceTransform(((ink == 0) | specks).astype(np.uint8), cv2.DIST_L2, 3)
    columns, rows = middles[standing].astype(np.intp).T
    if np.count_nonzero(away[rows, columns] >= _AWAY * scale) <= _MOST_CLEAN:
        return grey
    clean = grey.copy()
    clean[specks] = 255
    return clean


def is_blank(grey: Picture) -> bool:
    """Whether there is no ink worth reading: an empty back side with its specks and edge shadows."""
    inner = grey[grey.shape[0] // 25 : -grey.shape[0] // 25 or None, grey.shape[1] // 25 : -grey.shape[1] // 25 or None]
    ink = cv2.medianBlur(np.ascontiguousarray(inner), 3) < _INK
    return bool(ink.mean() < _LEAST_INK)


def turn(picture: Picture, degrees: int) -> tuple[Picture, Affine]:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees, and the way back of its pixels."""
    height, width = picture.shape[:2]
    if degrees == 90:
        return np.ascontiguousarray(np.rot90(picture, 3)), (0, 1, 0, -1, 0, height - 1)
    if degrees == 180:
        return np.ascontiguousarray(np.rot90(picture, 2)), (-1, 0, width - 1, 0, -1, height - 1)
    if degrees == 270:
        return np.ascontiguousarray(np.rot90(picture, 1)), (0, -1, width - 1, 1, 0, 0)
    return picture, IDENTITY


def straighten(grey: Picture, coloured: NDArray[np.bool_] | None, back: Affine = IDENTITY) -> Straight:
    """The picture with its lines of text level and its upright rules upright. ``back``: the way it came so far."""
    skew = find_skew(grey)
    matrix = _rotation(grey, skew) if abs(skew) >= _LEAST_SKEW else None
    if matrix is None:
        return Straight(grey, coloured, back)
    return warp(Straight(grey, coloured, back), matrix)


def warp(straight: Straight, matrix: Affine) -> Straight:
    """``straight`` moved by ``matrix``; what comes in over its edges is white."""
    height, width = straight.grey.shape
    array = np.array(matrix, dtype=np.float64).reshape(2, 3)
    grey = cv2.warpAffine(
        straight.grey, array, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    coloured = straight.coloured
    if coloured is not None:
        moved = cv2.warpAffine(coloured.astype(np.uint8), array, (width, height), flags=cv2.INTER_NEAREST)
        coloured = moved.astype(bool)
    return Straight(grey, coloured, compose(inverse(matrix), straight.back))


def find_skew(grey: Picture) -> float:
    """By how many degrees (counter-clockwise) the lines of text have to be turned to be level; 0 if unclear.

    The angle at which the ink falls into the sharpest rows (projection profile; Postl 1986), from coarse to fine.
    """
    coarse = _ink(grey, 600)
    fine = _ink(grey, 1200)
    if not coarse.any():
        return 0.0
    best = 0.0
    for ink, step, reach in ((coarse, 0.5, _MOST_SKEW), (fine, 0.1, 0.5), (fine, 0.03, 0.1)):
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: (_sharpness(ink, angle), -abs(angle))))
    return best if abs(best) < _MOST_SKEW else 0.0


def runs_sideways(grey: Picture) -> bool:
    """Whether the lines of text stand upright on the picture: a landscape page that was scanned in portrait."""
    ink = _ink(grey, 900)
    return _line_sharpness(ink.T) > _SIDEWAYS * _line_sharpness(ink)


def _line_sharpness(ink: NDArray[np.float32]) -> float:
    """How strongly the ink rises and falls from one row to the next: lines of text do, columns of letters do not.

    Taken strip by strip, so that a page that is not straight yet has sharp rows all the same.
    """
    strips = np.array_split(ink, 12, axis=1)
    return float(sum(np.square(np.diff(strip.sum(axis=1))).mean() for strip in strips))


def _ink(grey: Picture, width: int) -> NDArray[np.float32]:
    """The ink (0 or 1) of the picture, scaled down to about ``width`` pixels."""
    scale = min(1.0, width / grey.shape[1])
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return (small < _INK).astype(np.float32)


def _sharpness(ink: NDArray[np.float32], angle: float) -> float:
    turned = cv2.warpAffine(
        ink, np.array(_rotation(ink, angle)).reshape(2, 3), (ink.shape[1], ink.shape[0]), flags=cv2.INTER_LINEAR
    )
    return float(np.square(np.diff(turned.sum(axis=1))).sum())


def _rotation(picture: NDArray[np.generic], angle: float) -> Affine:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    (a, b, c), (d, e, f) = matrix.tolist()
    return a, b, c, d, e, f
