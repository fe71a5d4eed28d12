"""Numbers and days of a head, read by the shapes of their figures: on sample plans that are printed and scanned."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2 as pdfium
import pytest

from benchmarks.scanning import scan_page
from pipeline.recognition import figures
from pipeline.recognition.figures import DOUBTED, read_gaps
from pipeline.recognition.glyphs import Picture
from pipeline.recognition.result import RecognisedWord
from training.figures import drawn_line

SOURCES = Path(__file__).resolve().parent.parent / "corpus" / "sources"
_DPI = 200


@cache
def head(name: str, *, noise: float = 8.0) -> tuple[tuple[RecognisedWord, ...], Picture]:
    """The words of a first page, as an engine without fault would read them, and its scan."""
    (path,) = SOURCES.glob(f"{name}-*.pdf")
    document = pdfium.PdfDocument(path)
    document.init_forms()
    picture = scan_page(document[0], degrees=0.0, noise=noise)
    document.close()
    scale = _DPI / 72
    with pdfplumber.open(path) as opened:
        found = opened.pages[0].extract_words(extra_attrs=["size"])
    words = [
        RecognisedWord(
            word["text"], word["x0"] * scale, word["top"] * scale, word["x1"] * scale, word["bottom"] * scale,
            (word["bottom"] - 0.21 * word["size"]) * scale, word["size"] * scale, 0.97,
        )
        for word in found
    ]  # fmt: skip
    return tuple(words), picture


def misread(words: tuple[RecognisedWord, ...], printed: str, read: str) -> list[RecognisedWord]:
    """``words`` with the stretch ``printed`` read as ``read`` (both parted by spaces), without certainty."""
    wanted = printed.split()
    start = next(n for n in range(len(words)) if [word.text for word in words[n : n + len(wanted)]] == wanted)
    old = words[start : start + len(wanted)]
    edges = np.linspace(old[0].x0, old[-1].x1, len(read.split()) + 1)
    if len(read.split()) == len(wanted):
        edges = np.array([*(word.x0 for word in old), old[-1].x1])
    new = [
        replace(old[0], text=text, x0=float(left), x1=float(right), confidence=0.4)
        for text, left, right in zip(read.split(), edges, edges[1:], strict=False)
    ]
    return [*words[:start], *new, *words[start + len(wanted) :]]


@pytest.mark.parametrize(
    ("name", "printed", "read"),
    [
        ("03", "ngày 14 tháng", "ngày 26 tháng"),
        ("04", "ngày 24 tháng 02 năm", "ngày 2Á tháng 0Z năm"),
        ("09", "ngày 18 tháng 11", "ngày I8 tháng II"),
        ("13", "ngày 28 tháng 3", "ngày 23 tháng 8"),
        ("19", "ngày 21 tháng 8", "ngày Ð1 tháng &"),
        ("43", "ngày 20 tháng 6", "ngày Z0 tháng ó"),
    ],
)
def test_a_day_is_read_by_the_shape_of_its_figures(name: str, printed: str, read: str) -> None:
    words, picture = head(name)

    mended = read_gaps(misread(words, printed, read), picture)

    assert printed in " ".join(word.text for word in mended)
    assert [word.text for word in mended] == [word.text for word in words]


def test_figures_that_were_taken_for_the_end_of_a_word_are_parted_from_it() -> None:
    words, picture = head("28")
    place = next(n for n, word in enumerate(words) if word.text == "15" and words[n - 1].text == "ngày")
    day, figures = words[place - 1 : place + 1]
    glued = [*words[: place - 1], replace(day, text="ngày/", x1=figures.x1, confidence=0.4), *words[place + 1 :]]

    mended = read_gaps(glued, picture)

    assert [word.text for word in mended] == [word.text for word in words]
    assert mended[place].x0 == pytest.approx(figures.x0, abs=4)


@pytest.mark.parametrize(
    ("name", "printed", "read"),
    [("03", "95/KH-UBND", "9S/KH-UBND"), ("27", "930/KH-UBND", "93O/KH-UBND"), ("11", "1204/UBND-TH", "IZ04/UBND-TH")],
)
def test_a_number_is_read_up_to_the_stroke_before_its_code(name: str, printed: str, read: str) -> None:
    words, picture = head(name)

    mended = "".join(word.text for word in read_gaps(misread(words, printed, read), picture))

    assert printed in mended


@pytest.mark.parametrize(("read", "day", "sure"), [("ngày 28 tháng", "28", 0.95), ("ngày 23 tháng", "23", 0.4)])
def test_a_doubtful_shape_is_believed_where_the_engine_agrees(
    monkeypatch: pytest.MonkeyPatch, read: str, day: str, sure: float
) -> None:
    monkeypatch.setattr(figures, "_SURE_PRINTED", 1.1)  # as if no shape were ever sure to be printed
    words, picture = head("13")

    mended = read_gaps(misread(words, "ngày 28 tháng", read), picture)

    (found,) = [after for before, after in pairwise(mended) if before.text == "ngày"][:1]
    assert (found.text, found.confidence) == (day, sure)


def test_figures_drawn_with_a_pen_are_never_read() -> None:
    words, picture = head("03")
    place = next(n for n, word in enumerate(words) if word.text == "14" and words[n - 1].text == "ngày")
    word = replace(words[place], text="44")  # and the engine is sure of it
    days = []
    for seed in range(12):
        drawn = picture.copy()
        line = drawn_line(np.random.default_rng(seed), steady=1.5)
        ink = line.grey[:, : round(line.em * 2.2)]
        drawn[round(word.top) : round(word.bottom) + 6, round(word.x0) - 8 : round(word.x1) + 4] = 235
        top, left = round(word.baseline - 1.45 * line.em), round(word.x0) - 8
        room = drawn[top : top + ink.shape[0], left : left + ink.shape[1]]
        np.minimum(room, ink, out=room)
        mended = read_gaps([*words[:place], word, *words[place + 1 :]], drawn)
        days.append(next(after for before, after in pairwise(mended) if before.text == "ngày"))

    assert {day.text for day in days} == {"44"}
    assert sum(day.confidence <= DOUBTED for day in days) > 6  # the others run into the words beside them
