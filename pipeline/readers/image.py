"""Reads a photographed or scanned document: PNG, JPEG, TIFF (of several pages). Its text is recognised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from extractors.document import Document
from pipeline.readers.errors import ReadError
from pipeline.readers.pdf_layout import lay_out
from pipeline.readers.pdf_pictures import as_grey
from pipeline.readers.scans import POINTS, Picture, can_recognise, joined, recognise_pages

_MOST_PIXELS = 80_000_000  # a page of A3 at 600 dpi has 70 million; more is no page, or a bomb
_MOST_FRAMES = 2_000
_HIGHEST = 300.0  # dots an inch: more only takes time
_PAGE_INCHES = (8.27, 11.69)  # A4, where the picture does not say how large it is
_PLAUSIBLE = range(72, 1201)  # dots an inch that a scanner writes; cameras write 72 whatever they see
_SHORTEST_SIDE = 400  # pixels: less is an icon or a logo

Image.MAX_IMAGE_PIXELS = None  # decided here, by the size that the head states, before a pixel is unpacked

_MESSAGES = {
    "no_engine": "Tệp ảnh cần nhận dạng chữ mà máy này chưa có bộ nhận dạng chữ tiếng Việt: cài Tesseract kèm "
    "ngôn ngữ vie (xem lệnh kehoach doctor) rồi nhập lại.",
    "damaged": "Tệp ảnh bị hỏng hoặc tải về chưa đủ nên không mở được. Hãy chụp, quét lại hoặc xin lại tệp gốc.",
    "too_large": "Ảnh có quá nhiều điểm ảnh ({width} x {height}) nên không đọc. Hãy quét lại ở 200 đến 300 dpi.",
    "too_small": "Ảnh quá nhỏ ({width} x {height} điểm ảnh) để đọc được chữ. Hãy quét lại ở 200 đến 300 dpi.",
    "too_many": "Tệp ảnh có hơn {most} trang nên không đọc. Hãy tách thành nhiều tệp.",
    "unread_scan": "Không nhận dạng được chữ trong ảnh này. Hãy chụp hoặc quét lại rõ hơn, đủ sáng, đúng chiều.",
}


def read_png(path: Path) -> Document:
    """See :func:`read_image`."""
    return read_image(path, "png")


def read_jpeg(path: Path) -> Document:
    """See :func:`read_image`."""
    return read_image(path, "jpeg")


def read_tiff(path: Path) -> Document:
    """See :func:`read_image`."""
    return read_image(path, "tiff")


def read_image(path: Path, format: str) -> Document:
    """The document on the picture or pictures in ``path``.

    Raises ReadError (codes ``no_engine``, ``damaged``, ``too_large``, ``too_small``, ``too_many``, ``unread_scan``)
    where nothing of it can be read; a page of a TIFF that cannot be read is a ReadProblem of the document.
    """
    frames, picture_of = _open(path)
    if not can_recognise():
        raise _refusal("no_engine")
    pages = joined(recognise_pages(range(1, frames + 1), picture_of))
    if not any(page.letters for page in pages):
        raise _refusal("unread_scan")
    return lay_out(format, pages)


def _open(path: Path) -> tuple[int, Callable[[int], Picture]]:
    """How many pages the file has, and what draws one of them. Looks at the sizes before it unpacks a pixel."""
    try:
        with Image.open(path) as image:
            frames = getattr(image, "n_frames", 1)
            width, height = image.size
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError) as error:
        raise _refusal("damaged") from error
    if frames > _MOST_FRAMES:
        raise _refusal("too_many", most=_MOST_FRAMES)
    _check_size(width, height)

    def picture_of(number: int) -> Picture:
        with Image.open(path) as image:
            image.seek(number - 1)
            _check_size(*image.size)
            return _picture(image, number)

    return frames, picture_of


def _check_size(width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        raise _refusal("too_large", width=width, height=height)
    if min(width, height) < _SHORTEST_SIDE:
        raise _refusal("too_small", width=width, height=height)


def _picture(image: Image.Image, number: int) -> Picture:
    upright = ImageOps.exif_transpose(image)
    dpi = _resolution(upright)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        paper.alpha_composite(upright.convert("RGBA"))
        upright = paper
    upright = upright.convert("L" if upright.mode in ("1", "L", "I;16", "I", "F") else "RGB")
    if dpi > _HIGHEST * 1.1:
        scale = _HIGHEST / dpi
        size = (round(upright.width * scale), round(upright.height * scale))
        upright, dpi = upright.resize(size, Image.Resampling.LANCZOS), _HIGHEST
    pixels = as_grey(np.array(upright))
    return Picture(number, upright.width * POINTS / dpi, upright.height * POINTS / dpi, pixels, dpi)


def _resolution(image: Image.Image) -> float:
    """Dots an inch: as the file says where that makes a page of it, else as if the picture were a page of A4."""
    short, long = sorted(image.size)
    stated = float(image.info.get("dpi", (0, 0))[0] or 0)
    if round(stated) in _PLAUSIBLE and 5.0 <= short / stated <= 13.0:
        return stated
    return max(short / _PAGE_INCHES[0], long / _PAGE_INCHES[1])


def _refusal(code: str, **facts: object) -> ReadError:
    return ReadError(code, _MESSAGES[code].format(**facts))
