"""Pictures of pages made ready for recognition, and the rules found on them: no engine is needed."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.recognition.page import grids_of
from pipeline.recognition.picture import (
    find_skew,
    is_blank,
    part_colours,
    runs_sideways,
    straighten,
    turn,
    warp,
    without_specks,
)
from pipeline.recognition.result import apply, compose, inverse
from pipeline.recognition.ruling import find_rules, lean, without_rules

DPI = 200.0


def text_page(lines: int = 40, width: int = 1654, height: int = 2339) -> NDArray[Any]:
    """A page of lines of dark words."""
    page = np.full((height, width), 255, np.uint8)
    random = np.random.default_rng(7)
    for line in range(lines):
        y, x = 200 + line * 48, 230
        while x < width - 260:
            length = int(random.integers(30, 110))
            for stroke in sorted(random.integers(x, x + length, length // 9)):
                cv2.ellipse(page, (int(stroke), y + 12), (6, 10), 0, 0, 300, 0, 3)
            x += length + 18
    return page


def ruled_page(rows: int = 6, edges: tuple[int, ...] = (200, 330, 800, 1100, 1450)) -> NDArray[Any]:
    page = np.full((2339, 1654), 255, np.uint8)
    for row in range(rows + 1):
        cv2.line(page, (edges[0], 400 + row * 150), (edges[-1], 400 + row * 150), 0, 3)
    for edge in edges:
        cv2.line(page, (edge, 400), (edge, 400 + rows * 150), 0, 3)
    return page


def tilted(page: NDArray[Any], degrees: float) -> NDArray[Any]:
    matrix = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), degrees, 1.0)
    return cv2.warpAffine(page, matrix, page.shape[::-1], flags=cv2.INTER_LINEAR, borderValue=255)


@pytest.mark.parametrize("degrees", [-2.0, -1.0, -0.3, 0.0, 0.5, 1.0, 3.0])
def test_skew_is_found_to_a_tenth_of_a_degree(degrees: float) -> None:
    assert find_skew(tilted(text_page(), degrees)) == pytest.approx(-degrees, abs=0.1)


def test_a_page_without_ink_has_no_skew_and_is_blank() -> None:
    page = np.full((2339, 1654), 250, np.uint8)
    page[::400, ::300] = 0  # dust
    assert find_skew(page) == 0.0
    assert is_blank(page)
    assert not is_blank(text_page(3))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_turning_knows_the_way_back(degrees: int) -> None:
    page = np.arange(12, dtype=np.uint8).reshape(3, 4)
    turned, back = turn(page, degrees)
    for y in range(turned.shape[0]):
        for x in range(turned.shape[1]):
            from_x, from_y = apply(back, x, y)
            assert turned[y, x] == page[int(from_y), int(from_x)]


def test_straightening_knows_the_way_back() -> None:
    page = tilted(text_page(), 1.5)
    straight = straighten(page, None)
    there = inverse(straight.back)
    for point in ((300.0, 400.0), (1200.0, 2000.0)):
        assert apply(compose(there, straight.back), *point) == pytest.approx(point)
    moved = warp(straight, (1.0, 0.01, 0.0, 0.0, 1.0, 0.0))
    assert apply(moved.back, *apply(inverse(moved.back), 500.0, 700.0)) == pytest.approx((500.0, 700.0))


def test_upright_lines_are_told_from_level_ones() -> None:
    assert not runs_sideways(text_page())
    assert runs_sideways(turn(text_page(), 90)[0])


def test_red_ink_goes_and_black_ink_under_it_stays() -> None:
    page = np.full((300, 300, 3), 255, np.uint8)
    page[100:110, 20:280] = (20, 20, 20)
    cv2.circle(page, (150, 105), 60, (220, 20, 30), 6)
    page[200:210, 20:280] = (20, 30, 200)
    grey, coloured = part_colours(page)
    assert grey[105, 30] < 60 and grey[150, 185] > 240
    assert coloured is not None and coloured[205, 100] and not coloured[105, 30]


def test_rules_of_a_tilted_table_draw_its_grid() -> None:
    straight = straighten(tilted(ruled_page(), 1.0), None)
    (grid,) = grids_of(find_rules(straight.grey, DPI), DPI)
    assert (grid.rows, grid.columns, len(grid.cells)) == (6, 4, 24)


def test_a_sheared_table_leans_and_is_set_upright() -> None:
    sheared = cv2.warpAffine(
        ruled_page(), np.array([[1.0, 0.012, -10.0], [0.0, 1.0, 0.0]]), (1654, 2339), borderValue=255
    )
    found = lean(sheared, DPI)
    assert found == pytest.approx(0.012, abs=0.002)
    upright = warp(straighten(sheared, None), (1.0, -found, 0.0, 0.0, 1.0, 0.0))
    (grid,) = grids_of(find_rules(upright.grey, DPI), DPI)
    assert (grid.rows, grid.columns) == (6, 4)


def test_a_broken_rule_is_mended_and_letters_are_no_rules() -> None:
    page = ruled_page()
    page[690:710, 500:512] = 255  # a gap in a level rule
    page[800:812, 790:810] = 255  # and in an upright one
    (grid,) = grids_of(find_rules(page, DPI), DPI)
    assert len(grid.cells) == 24
    assert grids_of(find_rules(text_page(), DPI), DPI) == []


def test_rules_are_taken_off_and_words_stay() -> None:
    page = ruled_page()
    cv2.putText(page, "SO 12", (350, 500), cv2.FONT_HERSHEY_SIMPLEX, 1.5, 0, 3)
    words = (page[420:540, 340:780] < 128).sum()
    clean = without_rules(page, find_rules(page, DPI), DPI)
    assert (clean < 128).sum() == pytest.approx(words, rel=0.05)


def test_specks_go_and_dots_and_broken_strokes_stay() -> None:
    page = np.full((600, 600), 255, np.uint8)
    sown = np.zeros_like(page, bool)
    for row in range(300, 600, 40):
        for column in range(20, 600, 60):
            sown[row : row + 3, column : column + 3] = True  # nine pixels of dust
    page[100:105, 100:105] = 0  # a full stop
    page[150:172, 150:152] = 60
    page[154:156, 150:152] = 190  # a stroke that a soft scan broke
    page[200:203, 200:203] = 0  # a small dot
    assert (without_specks(page, DPI) == page).all()  # a page without dust in its white keeps its small dots
    dusty = page.copy()
    dusty[sown] = 0
    clean = without_specks(dusty, DPI)
    assert (clean[sown] == 255).all()
    assert (clean[:190] == page[:190]).all()
    assert (without_specks(dusty, 100.0) == dusty).all()  # at half the resolution the same square is a dot


def test_the_dots_of_small_letters_are_no_specks() -> None:
    page = np.full((600, 600), 255, np.uint8)
    for row in range(40, 600, 40):
        for column in range(20, 600, 60):
            page[row : row + 3, column : column + 3] = 0
    page[100:113, 100:104] = 0  # a letter of 9 points
    assert (without_specks(page, DPI) == page).all()
