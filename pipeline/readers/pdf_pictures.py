"""Draws pages of a PDF as pictures for recognition. The file is only read: its signatures stay whole."""

from __future__ import annotations

import math
import threading

import numpy as np

from pipeline.readers.errors import ReadError
from pipeline.readers.pdfium import PdfDocument, PdfPage, pdfium_c
from pipeline.readers.scans import POINTS, Picture

_LOWEST, _HIGHEST = 200.0, 300.0  # dots an inch: below it marks run together, above it only time is lost
_DRAWN = 300.0  # for pages drawn from characters, which have no resolution of their own
_MOST_PIXELS = 40_000_000  # an A3 page at 300 dpi has 17 million
_COLOUR = 24  # levels between the channels of a pixel: less is the noise of a grey page
_COLOURED_PIXELS = 0.0003  # of the page

_pdfium = threading.Lock()  # PDFium is not made for several threads


def draw_page(document: PdfDocument, number: int) -> Picture:
    """Page ``number`` (from 1) as it is shown, in grey where it has no colour. Raises ReadError for an absurd size."""
    with _pdfium:
        if document.formenv is None:
            document.init_forms()  # a clerk's number and day are drawn by the widgets of the signature
        page = document[number - 1]
        try:
            width, height = page.get_size()
            dpi = _resolution(page)
            dpi = min(dpi, POINTS * math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
            if dpi < 70:
                raise ReadError("page_too_large", "")
            bitmap = page.render(scale=dpi / POINTS, rev_byteorder=True, may_draw_forms=True)
            pixels = bitmap.to_numpy()[..., :3].copy() if bitmap.n_channels > 1 else bitmap.to_numpy()[..., 0].copy()
            bitmap.close()
        finally:
            page.close()
    return Picture(number, width, height, as_grey(pixels), dpi)


def as_grey(pixels: np.ndarray) -> np.ndarray:
    """The picture in one channel where it has no colour worth the name (a third of the bytes, and of the work)."""
    if pixels.ndim == 2:
        return pixels
    spread = pixels.max(axis=2).astype(np.int16) - pixels.min(axis=2)
    if (spread > _COLOUR).mean() > _COLOURED_PIXELS:
        return pixels
    return np.ascontiguousarray(pixels.mean(axis=2).astype(np.uint8))


def _resolution(page: PdfPage) -> float:
    """Dots an inch of the largest picture on the page, within reason."""
    best, area = _DRAWN, 0.0
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        item = pdfium_c.FPDFPage_GetObject(page, index)
        if pdfium_c.FPDFPageObj_GetType(item) != pdfium_c.FPDF_PAGEOBJ_IMAGE:
            continue
        metadata = pdfium_c.FPDF_IMAGEOBJ_METADATA()
        if pdfium_c.FPDFImageObj_GetImageMetadata(item, page, metadata) and metadata.width * metadata.height > area:
            area = metadata.width * metadata.height
            best = max(metadata.horizontal_dpi, metadata.vertical_dpi)
    return min(max(best, _LOWEST), _HIGHEST)
