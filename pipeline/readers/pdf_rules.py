"""The straight rules drawn on a PDF page: what tables and footnotes are told by.

Read from PDFium's path objects, so that a page without rules costs next to nothing and a page with a table is never
interpreted a second time in Python.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.readers.pdf_glyphs import PageFrame
from pipeline.readers.pdfium import PdfPage, pdfium_c

_THIN = 3.0  # points: a filled rectangle this thin is a rule
_STRAIGHT = 1.0  # points that a rule may deviate from level or upright
_SHORTEST = 1.0
_DEPTH = 4  # nested form objects; deeper ones are refused, a file may nest without end
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A level or upright straight line in points from the top left corner of the page as shown."""

    x0: float
    top: float
    x1: float
    bottom: float
    level: bool

    @property
    def length(self) -> float:
        return self.x1 - self.x0 if self.level else self.bottom - self.top


def read_rules(page: PdfPage, frame: PageFrame) -> list[Rule]:
    """The rules of a page: stroked straight lines, sides of stroked boxes, and thin filled boxes."""
    rules: list[Rule] = []
    for path, matrix in _paths(page):
        stroked = _is_stroked(path)
        for points in _subpaths(path, matrix):
            rules.extend(_rules_of([frame.point(x, y) for x, y in points], stroked))
    return rules


def _paths(page: PdfPage) -> Iterator[tuple[object, Matrix]]:
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        yield from _paths_in(pdfium_c.FPDFPage_GetObject(page, index), _IDENTITY, 0)


def _paths_in(item: object, outer: Matrix, depth: int) -> Iterator[tuple[object, Matrix]]:
    kind = pdfium_c.FPDFPageObj_GetType(item)
    if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
        yield item, _times(_matrix(item), outer)
    elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
        inner = _times(_matrix(item), outer)
        for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
            yield from _paths_in(pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def _matrix(item: object) -> Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _is_stroked(path: object) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(stroke.value)


def _subpaths(path: object, matrix: Matrix) -> Iterator[list[Point]]:
    """The points of each part of a path that is drawn without lifting the pen; parts with curves are left out."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    curved = False
    for index in range(pdfium_c.FPDFPath_CountSegments(path)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _rules_of(points: list[Point], stroked: bool) -> Iterator[Rule]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    width, height = x1 - x0, bottom - top
    if height <= _THIN and width > max(height, _SHORTEST):
        yield Rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2, level=True)
    elif width <= _THIN and height > max(width, _SHORTEST):
        yield Rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom, level=False)
    elif stroked:
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ay - by) <= _STRAIGHT < abs(ax - bx):
                yield Rule(min(ax, bx), ay, max(ax, bx), ay, level=True)
            elif abs(ax - bx) <= _STRAIGHT < abs(ay - by):
                yield Rule(ax, min(ay, by), ax, max(ay, by), level=False)
