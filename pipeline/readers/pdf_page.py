"""One PDF page → its printed lines, tables and stamps, before anything is known of the other pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.readers.aligned_tables import find_aligned_tables
from pipeline.readers.pdf_columns import ColumnRow, Foot, split_columns
from pipeline.readers.pdf_lines import Row, group_rows
from pipeline.readers.pdf_rules import Rule, read_rules
from pipeline.readers.pdf_stamps import read_annotated, split_overprinted, split_printed_stamps
from pipeline.readers.pdf_tables import Grid, fill_grids, find_grids
from pipeline.readers.pdf_words import PageWord, read_words
from pipeline.readers.pdfium import PdfDocument, PdfPage, pdfium_c
from pipeline.recognition.result import Affine

_PICTURE = 0.5  # of the page area: a picture this large is a scanned page


@dataclass(frozen=True, slots=True)
class PageContent:
    """What one page holds. ``rows``: its lines outside tables, from top to bottom. Lengths in points.

    ``signed``: the stamps that annotations print, ``stamping`` the numbers of these; ``stamps``: all others.
    ``notes``: what a reader put on the page; ``covered``: figures that a clerk's figure is printed over.
    ``letters``: how many characters the page's own text layer has; ``invisible``: it lies unseen under a picture;
    ``pictured``: a picture covers most of the page; ``trouble``: the page could not be read at all.
    ``recognised``: mean confidence of a page that was read from a picture; ``back``: from its points to those of the
    page as it is shown, where the picture was straightened.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    rows: tuple[Row, ...] = ()
    grids: tuple[Grid, ...] = ()
    rules: tuple[Rule, ...] = ()
    stamps: tuple[tuple[PageWord, ...], ...] = ()
    signed: tuple[tuple[PageWord, ...], ...] = ()
    stamping: frozenset[int] = frozenset()
    notes: tuple[tuple[PageWord, ...], ...] = ()
    covered: tuple[PageWord, ...] = ()
    letters: int = 0
    invisible: bool = False
    pictured: bool = False
    trouble: str | None = None
    recognised: float | None = None
    back: Affine | None = None
    text: str = field(default="", repr=False)


def read_page(document: PdfDocument, index: int, previous: Sequence[Grid] = ()) -> PageContent:
    """Page ``index`` (from 0). ``previous``: the tables of the page before, which a cut table goes on with."""
    page = document[index]
    try:
        layer = read_words(page)
        rules = read_rules(page, layer.frame)
        pictured = _is_pictured(page)
        annotated = read_annotated(document, index, page, layer)
    finally:
        page.close()
    own, stamps = split_printed_stamps(layer.words)
    own, covered = split_overprinted(own, annotated.fillings)
    words = [*own, *annotated.fillings]
    ruled, rest = fill_grids(find_grids(rules, previous), words)
    aligned, rows = find_aligned_tables(group_rows(rest), previous)
    return PageContent(
        number=index + 1,
        width=layer.frame.width,
        height=layer.frame.height,
        rows=tuple(rows),
        grids=tuple(sorted((*ruled, *aligned), key=lambda grid: (grid.ys[0], grid.xs[0]))),
        rules=tuple(rules),
        stamps=tuple(stamps),
        signed=annotated.stamps,
        stamping=annotated.stamping,
        notes=annotated.notes,
        covered=tuple(covered),
        letters=sum(len(word.text) for word in layer.words),
        invisible=layer.invisible,
        pictured=pictured,
        text=" ".join(word.text for word in own),
    )


def in_reading_order(
    page: PageContent, rows: Sequence[Row], carried: Foot | None = None
) -> tuple[list[ColumnRow | Grid], Foot | None]:
    """``rows`` (those of ``page`` that are no furniture) and the page's tables from top to bottom, columns parted.

    ``carried`` and the second result: the foot that a page break cuts, as in ``split_columns``.
    """
    ordered: list[ColumnRow | Grid] = []
    rest = list(rows)
    for grid in page.grids:
        above = [row for row in rest if (row.top + row.bottom) / 2 < grid.ys[0]]
        rest = [row for row in rest if (row.top + row.bottom) / 2 >= grid.ys[0]]
        ordered.extend(split_columns(above, page.width, carried)[0])
        ordered.append(grid)
        carried = None
    lines, open_foot = split_columns(rest, page.width, carried)
    ordered.extend(lines)
    return ordered, open_foot


def _is_pictured(page: PdfPage) -> bool:
    width, height = page.get_size()
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        item = pdfium_c.FPDFPage_GetObject(page, index)
        if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            matrix = pdfium_c.FS_MATRIX()
            pdfium_c.FPDFPageObj_GetMatrix(item, matrix)
            if abs(matrix.a * matrix.d - matrix.b * matrix.c) > _PICTURE * width * height:
                return True
    return False
