"""A page of a PDF whose text layer holds TCVN3 or VNI codes: its words as Unicode, their places unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.document import Span
from extractors.legacy_detection import repair
from pipeline.readers.pdf_lines import Row
from pipeline.readers.pdf_page import PageContent
from pipeline.readers.pdf_tables import Grid
from pipeline.readers.pdf_words import PageWord

_LINE_GAP = 0.5  # of the font size: words whose baselines differ by more stand in two lines


def repair_page(page: PageContent) -> PageContent:
    """``page`` with every word that is in an old encoding converted; the same page where nothing of it is.

    All words of the page are judged together: a number or a name says nothing alone.
    """
    words = list(_words(page))
    spans: list[Span] = []
    pieces: list[str] = []
    place = 0
    for index, word in enumerate(words):
        spans.append(Span(place, place + len(word.text)))
        following = words[index + 1] if index + 1 < len(words) else None
        pieces += [word.text, _space_between(word, following)]
        place += len(word.text) + len(pieces[-1])
    repaired = repair("".join(pieces))
    if repaired is None:
        return page
    converted = iter([repaired.cut(span) for span in spans])

    def mended(word: PageWord) -> PageWord:
        return replace(word, text=next(converted))

    rows = tuple(replace(row, words=tuple(map(mended, row.words))) for row in page.rows)
    grids = tuple(
        replace(grid, cells=tuple(replace(cell, words=tuple(map(mended, cell.words))) for cell in grid.cells))
        for grid in page.grids
    )
    return replace(page, rows=rows, grids=grids, text=" ".join(word.text for word in _placed(rows, grids)))


def _words(page: PageContent) -> Iterator[PageWord]:
    return _placed(page.rows, page.grids)


def _placed(rows: tuple[Row, ...], grids: tuple[Grid, ...]) -> Iterator[PageWord]:
    for row in rows:
        yield from row.words
    for grid in grids:
        for cell in grid.cells:
            yield from cell.words


def _space_between(word: PageWord, following: PageWord | None) -> str:
    """Parts of one drawn word touch each other; a new line is where an encoding may change."""
    if following is not None and following.glued:
        return ""
    is_new_line = following is None or abs(following.baseline - word.baseline) > _LINE_GAP * max(word.size, 1.0)
    return "\n" if is_new_line else " "
