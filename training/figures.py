"""Learns to tell printed figures from one another and from everything else: ``pipeline/recognition/glyphs.npz``.

    python -m training.figures

Lines of an official head (number, day) and of running text are set in the fonts that this machine has, in upright,
italic and bold, and spoiled as printers, scanners and fax-like thresholds do; then they are cut into pieces of ink by
the code that cuts real pages, so that broken and touching figures are met as they occur. Figures drawn with a pen are
among what is *not* a printed figure. Some fonts and one way of drawing are kept out, to measure what is believed.
Nothing is read but font files: no page of any document.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from pipeline.recognition.glyphs import OTHER, SIGNS, describe, find_glyphs, likelihoods

Floats = NDArray[Any]
TARGET = Path(__file__).resolve().parent.parent / "pipeline" / "recognition" / "glyphs.npz"
# By the decree a document is set in Times New Roman; stamps of signing programs use what they have.
FAMILIES = {"Liberation Serif": 8, "Nimbus Roman": 3, "C059": 1, "DejaVu Serif": 1, "Liberation Sans": 2,
            "DejaVu Sans": 1, "Nimbus Sans": 1, "URW Bookman": 1}  # fmt: skip
HELD_OUT = ("P052", "Nimbus Sans Narrow")
_PEN_SHARE = 0.12  # of the lines: figures drawn with a pen
_LIKE_FIGURES = frozenset("lIi|oOQsSzZBgqb")  # never stand in the gaps that are read, so they need not be told apart
_OTHERS_KEPT = 0.5  # of the pieces that are no figure: letters are many
_LETTERS = "aàáảãạăâbcdđeèéêghiìíklmnoòóôơpqrstuùúưvxyỳýABCDĐEGHIKLMNOPQRSTUVXYW.,:;()“”+&"
_OVER = 3  # lines are drawn this many times larger and then made smaller
_HIDDEN = 112
_ROUNDS, _BATCH = 30, 256

# Figures as they are drawn by hand: strokes through points of a square (x to the right, y down).
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "0": (((0.5, 0), (0.1, 0.25), (0.1, 0.75), (0.5, 1), (0.9, 0.75), (0.9, 0.25), (0.5, 0.02)),),
    "1": (((0.2, 0.3), (0.6, 0), (0.55, 0.5), (0.5, 1)),),
    "2": (((0.1, 0.25), (0.45, 0), (0.85, 0.25), (0.5, 0.65), (0.08, 1), (0.5, 0.95), (0.95, 0.97)),),
    "3": (((0.1, 0.1), (0.55, 0), (0.8, 0.22), (0.4, 0.48), (0.85, 0.7), (0.5, 1), (0.08, 0.88)),),
    "4": (((0.6, 0), (0.35, 0.35), (0.08, 0.65), (0.95, 0.62)), ((0.7, 0.35), (0.66, 0.7), (0.62, 1))),
    "5": (((0.85, 0.02), (0.3, 0.02), (0.22, 0.42), (0.7, 0.45), (0.8, 0.8), (0.4, 1), (0.08, 0.88)),),
    "6": (((0.75, 0), (0.3, 0.35), (0.12, 0.75), (0.5, 1), (0.85, 0.75), (0.5, 0.52), (0.15, 0.75)),),
    "7": (((0.08, 0.05), (0.5, 0.03), (0.9, 0.04), (0.6, 0.5), (0.4, 1)), ((0.25, 0.5), (0.8, 0.48))),
    "8": (((0.8, 0.2), (0.5, 0), (0.2, 0.22), (0.8, 0.72), (0.5, 1), (0.2, 0.76), (0.75, 0.3), (0.78, 0.15)),),
    "9": (((0.85, 0.2), (0.45, 0), (0.15, 0.28), (0.45, 0.5), (0.85, 0.25), (0.75, 0.65), (0.5, 1)),),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it would be scanned; ``places``: each sign with its left and right edge; ``em``: height of its type."""

    grey: NDArray[Any]
    places: tuple[tuple[str, float, float], ...]
    em: float
    drawn: bool = False


def font_files(families: tuple[str, ...]) -> dict[str, list[str]]:
    listed = subprocess.run(["fc-list", ":", "file", "family", "style"], capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {}
    for entry in sorted(listed.stdout.splitlines()):
        path, _, names = entry.partition(": ")
        family = names.split(":")[0].split(",")[0]
        if family in families and path.endswith((".ttf", ".otf")) and "Mono" not in path and "Light.ttf" not in path:
            found.setdefault(family, []).append(path)
    return found


def _words(random: np.random.Generator) -> str:
    number = "".join(random.choice(list("0123456789"), size=random.integers(1, 5)))
    day, month, year = random.integers(1, 32), random.integers(1, 13), random.integers(2004, 2031)
    gaps = [" " * int(random.integers(0, 4)) for _ in range(6)]
    forms = (
        f"ngày{gaps[0]}{day:02d}{gaps[1]}tháng{gaps[2]}{month:02d}{gaps[3]}năm {year}",
        f"ngày{gaps[0]}{day}{gaps[1]}tháng{gaps[2]}{month}{gaps[3]}năm {year}",
        f"Số:{gaps[4]}{number}{gaps[5]}/KH-UBND",
        f"{day}/{month}/{year}  {number}-{day} {number}",
        " ".join("".join(random.choice(list("0123456789"), size=2)) for _ in range(9)),
        " ".join("".join(random.choice(list(_LETTERS), size=4)) for _ in range(4)),
        "/ - 1 l I | / - i 1 7 / - - /",
    )
    return str(random.choice(forms, p=(0.16, 0.14, 0.14, 0.14, 0.32, 0.07, 0.03)))


def typed_line(random: np.random.Generator, fonts: dict[str, list[str]], weights: dict[str, int]) -> Line:
    families = [family for family in fonts if weights.get(family, 1)]
    shares = np.array([weights.get(family, 1) for family in families], float)
    path = str(random.choice(fonts[str(random.choice(families, p=shares / shares.sum()))]))
    size = random.uniform(11, 15) / 72 * random.choice((150, 200, 200, 250, 300))
    font = ImageFont.truetype(path, round(size * _OVER))
    words = _words(random)
    em = font.getlength("tháng") / 2.25 / _OVER
    margin = round(size * 0.6)
    width = round(font.getlength(words) / _OVER) + 2 * margin
    picture = Image.new("L", (width * _OVER, round(size * 1.7) * _OVER), 255)
    draw = ImageDraw.Draw(picture)
    places = []
    left = margin * _OVER + random.integers(0, _OVER)
    spread = random.uniform(-0.02, 0.05) * size * _OVER
    for sign in words:
        draw.text((left, round(size * 0.2) * _OVER), sign, font=font, fill=0)
        if sign != " ":
            start, end = _ink_of(font, sign)
            places.append((sign, (left + start) / _OVER, (left + end) / _OVER))
        left += font.getlength(sign) + spread
    # Fonts that are not here are narrower, wider, more upright or more slanted.
    stretch, slant = random.uniform(0.86, 1.14), random.uniform(-0.03, 0.12) if random.random() < 0.5 else 0.0
    height, width = picture.height, round(picture.width * stretch + slant * picture.height)
    shear = np.array([[stretch, -slant, slant * height * 0.6], [0, 1, 0]])
    large = cv2.warpAffine(np.asarray(picture), shear, (width, height), flags=cv2.INTER_AREA, borderValue=255)
    lean = slant * height * 0.1 / _OVER
    moved = tuple((sign, start * stretch - lean, end * stretch + lean) for sign, start, end in places)
    return Line(_spoil(large, random), moved, em * random.uniform(0.88, 1.12))


def _ink_of(font: ImageFont.FreeTypeFont, sign: str) -> tuple[int, int]:
    """Where the ink of ``sign`` begins and ends, from the point at which it is set."""
    room = round(font.size)
    picture = Image.new("L", (4 * room, 3 * room), 0)
    ImageDraw.Draw(picture).text((room, room), sign, font=font, fill=255)
    box = picture.getbbox() or (room, 0, room, 0)
    return box[0] - room, box[2] - room


def drawn_line(random: np.random.Generator, *, steady: float = 1.0) -> Line:
    """Figures drawn with a pen; ``steady``: how little its hand shakes."""
    em = random.uniform(11, 15) / 72 * random.choice((150, 200, 200, 250, 300))
    height, pen = em * random.uniform(0.6, 1.1), em * random.uniform(0.045, 0.13)
    slant, ratio = random.uniform(-0.1, 0.45), random.uniform(0.45, 0.85)
    picture = np.full((round(em * 1.9) * _OVER, round(em * 6) * _OVER), 255, np.uint8)
    left = em * 0.6
    places = []
    for sign in random.choice(list("0123456789"), size=5):
        for stroke in _STROKES[str(sign)]:
            points = np.array(stroke) + random.normal(0, 0.05 / steady, (len(stroke), 2))
            curve = _curve(points)
            x = left + (curve[:, 0] * ratio + (1 - curve[:, 1]) * slant) * height
            y = em * 0.4 + curve[:, 1] * height
            line = np.round(np.stack([x, y], axis=1) * _OVER).astype(np.int32)
            cv2.polylines(picture, [line], False, 0, max(1, round(pen * _OVER)), cv2.LINE_AA)
        places.append((OTHER, left, left + ratio * height))
        left += height * (ratio + random.uniform(0.15, 0.5))
    return Line(_spoil(picture, random), tuple(places), em, drawn=True)


def _curve(points: Floats) -> Floats:
    """A smooth line through ``points`` (Catmull-Rom)."""
    padded = np.concatenate([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, 8)[:, None]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        cubic = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
        pieces.append(0.5 * cubic)
    return np.concatenate(pieces)


def _spoil(large: NDArray[Any], random: np.random.Generator) -> NDArray[Any]:
    """What a printer and a scanner make of a line that was drawn ``_OVER`` times too large."""
    if random.random() < 0.5:  # more or less toner
        kernel = np.ones((int(random.integers(1, 3)), int(random.integers(1, 3))), np.uint8)
        large = (cv2.erode if random.random() < 0.6 else cv2.dilate)(large, kernel)
    height, width = large.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-0.4, 0.4), 1.0)
    large = cv2.warpAffine(large, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    grey: Floats = cv2.resize(large, (width // _OVER, height // _OVER), interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), random.uniform(0.2, 1.1))
    grey = grey * random.uniform(0.7, 1.0) + random.uniform(0, 30)
    grey += random.normal(0, random.uniform(0, 13), grey.shape)
    dust = random.random(grey.shape)
    share = random.choice((0.0, 0.0003, 0.001))
    grey[dust < share], grey[dust > 1 - share] = 0, 255
    picture: Floats = np.clip(grey, 0, 255).astype(np.uint8)
    kind = random.random()
    if kind < 0.3:
        picture = cv2.threshold(picture, random.uniform(110, 190), 255, cv2.THRESH_BINARY)[1].astype(np.uint8)
    if 0.2 < kind < 0.7:
        data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(35, 92))])[1]
        picture = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE))
    if random.random() < 0.6:  # laid straight again
        height, width = picture.shape
        back = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-0.3, 0.3), 1.0)
        picture = cv2.warpAffine(picture, back, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return picture.astype(np.uint8)


def examples(line: Line) -> Iterator[tuple[Floats, str]]:
    """Each piece of ink of ``line`` with what it is: the one sign that it covers, or something else."""
    for glyph in find_glyphs(line.grey, line.em):
        met = [
            (sign, min(glyph.x1, right) - max(glyph.x0, left), right - left)
            for sign, left, right in line.places
            if min(glyph.x1, right) - max(glyph.x0, left) > 0.25 * (right - left)
        ]
        whole = len(met) == 1 and met[0][1] > 0.7 * met[0][2] and glyph.width < 1.45 * met[0][2] + 2
        sign = met[0][0] if whole and met[0][0] in SIGNS else OTHER
        if not (len(met) == 1 and met[0][0] in _LIKE_FIGURES):
            yield describe(line.grey, glyph, line.em), sign


def gather(lines: Iterator[Line], random: np.random.Generator) -> tuple[Floats, NDArray[np.int64]]:
    found = [
        example
        for line in lines
        for example in examples(line)
        if example[1] != OTHER or line.drawn or random.random() < _OTHERS_KEPT
    ]
    return np.stack([features for features, _ in found]), np.array([SIGNS.index(sign) for _, sign in found])


def learn(features: Floats, labels: NDArray[np.int64], random: np.random.Generator) -> tuple[Floats, ...]:
    """Adam (Kingma and Ba 2015) on the cross entropy of a network with one hidden layer, weights kept small."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 0.05
    centred = ((features - mean) / spread).astype(np.float32)
    shape = (features.shape[1], _HIDDEN, len(SIGNS))
    layers = [
        random.normal(0, np.sqrt(2 / shape[0]), shape[:2]), np.zeros(_HIDDEN),
        random.normal(0, np.sqrt(1 / _HIDDEN), shape[1:]), np.zeros(shape[2]),
    ]  # fmt: skip
    layers = [layer.astype(np.float32) for layer in layers]
    first_moment, second_moment = [np.zeros_like(x) for x in layers], [np.zeros_like(x) for x in layers]
    step = 0
    for turn in range(_ROUNDS):
        rate = 2e-3 * 0.5 * (1 + np.cos(np.pi * turn / _ROUNDS))
        order = random.permutation(len(centred))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            step += 1
            slopes = _slopes(centred[rows], labels[rows], layers, random)
            for place, slope in enumerate(slopes):
                slope = slope + 1e-4 * layers[place]
                first_moment[place] = 0.9 * first_moment[place] + 0.1 * slope
                second_moment[place] = 0.999 * second_moment[place] + 0.001 * slope**2
                lift = np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
                layers[place] -= rate * lift * first_moment[place] / (np.sqrt(second_moment[place]) + 1e-8)
    return (mean, spread, *layers)


def _slopes(x: Floats, y: NDArray[np.int64], layers: list[Floats], random: np.random.Generator) -> list[Floats]:
    first, bias, second, last = layers
    hidden = np.maximum(x @ first + bias, 0)
    kept = (random.random(hidden.shape) < 0.8) / np.float32(0.8)
    hidden = (hidden * kept).astype(np.float32)
    scores = hidden @ second + last
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(y)), y] -= 1
    shares /= len(y)
    down = (shares @ second.T) * (hidden > 0) * kept
    return [x.T @ down, down.sum(axis=0), hidden.T @ shares, shares.sum(axis=0)]


def measure(name: str, features: Floats, labels: NDArray[np.int64], layers: tuple[Floats, ...]) -> None:
    """How many figures are believed at each bound, and how many of the believed are wrong."""
    shares = likelihoods(features, *layers)
    best, sure = shares.argmax(axis=1), shares.max(axis=1)
    figures, read = labels < 10, best < 10
    print(f"{name}: {len(labels)} pieces, {int(figures.sum())} figures, right {float((best == labels).mean()):.4f}")
    for bound in (0.9, 0.97, 0.99, 0.997):
        believed = read & (sure >= bound)
        wrong = int((believed & (best != labels)).sum())
        found = int((believed & figures & (best == labels)).sum()) / max(int(figures.sum()), 1)
        print(f"  sure {bound}: believed {int(believed.sum())}, wrong {wrong}, figures found {found:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=4000)
    parser.add_argument("--target", type=Path, default=TARGET)
    arguments = parser.parse_args()
    random = np.random.default_rng(20)
    fonts, unseen = font_files(tuple(FAMILIES)), font_files(HELD_OUT)
    typed = int(arguments.lines * (1 - _PEN_SHARE))
    lines = (typed_line(random, fonts, FAMILIES) if n < typed else drawn_line(random) for n in range(arguments.lines))
    features, labels = gather(lines, random)
    print(f"{len(labels)} pieces of {arguments.lines} lines")
    layers = learn(features, labels, random)
    stored = dict(zip(("mean", "spread", "first", "bias", "second", "last"), layers, strict=True))
    small: dict[str, Any] = {name: layer.astype(np.float16) for name, layer in stored.items()}
    np.savez_compressed(arguments.target, **small)
    layers = tuple(layer.astype(np.float16).astype(np.float32) for layer in layers)
    held = max(300, arguments.lines // 10)
    tests = {
        "the same fonts": (typed_line(random, fonts, FAMILIES) for _ in range(held)),
        "fonts kept out": (typed_line(random, unseen, {}) for _ in range(held)),
        "drawn by a steadier hand": (drawn_line(random, steady=2.0) for _ in range(held)),
    }
    for name, unseen_lines in tests.items():
        measure(name, *gather(unseen_lines, random), layers)


if __name__ == "__main__":
    main()
