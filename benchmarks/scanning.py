"""Prints a PDF and scans it again: what the measurements and tests of text recognition work on.

Each page is drawn at 200 dpi, laid askew by one degree (to the left and to the right in turn), blurred a little and
strewn with the noise of a sensor and of dust; the result is a PDF of pictures. The same seed gives the same scan.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

DPI = 200


def scan_page(page: Any, *, dpi: int = DPI, degrees: float = 1.0, noise: float = 8.0, seed: int = 0) -> NDArray[Any]:
    """A grey picture of ``page``. ``noise``: standard deviation of the grey levels (0..255)."""
    picture = np.asarray(page.render(scale=dpi / 72, grayscale=True, may_draw_forms=True).to_pil())
    height, width = picture.shape
    askew = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    picture = cv2.warpAffine(picture, askew, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    picture = cv2.GaussianBlur(picture, (0, 0), 0.5)
    random = np.random.default_rng(seed)
    grey = picture.astype(np.float32) * 0.92 + 10 + random.normal(0, noise, picture.shape)
    dust = random.random(picture.shape)
    grey[dust < 0.0003], grey[dust > 0.9997] = 0, 255
    return np.clip(grey, 0, 255).astype(np.uint8)


def scan_pdf(source: Path, target: Path, *, dpi: int = DPI, degrees: float = 1.0, noise: float = 8.0) -> int:
    """Write the scan of the PDF ``source`` to ``target``; gives its number of pages."""
    document = pdfium.PdfDocument(source)
    document.init_forms()  # a clerk's number and day stand in the widgets of the signature
    pages = []
    for index in range(len(document)):
        side = degrees if index % 2 == 0 else -degrees
        pages.append(Image.fromarray(scan_page(document[index], dpi=dpi, degrees=side, noise=noise, seed=index)))
    document.close()
    pages[0].save(target, save_all=True, append_images=pages[1:], resolution=dpi, quality=85)
    return len(pages)
