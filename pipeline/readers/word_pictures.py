"""Pictures of a Word file that may show scanned words: a page or a table pasted as an image."""

from __future__ import annotations

import re

from pipeline.readers.word_xml import Element, W

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_VML = "{urn:schemas-microsoft-com:vml}"
_EMU = 360_000  # a centimetre in the unit of DrawingML
# The smallest image whose words can be read, in cm; emblems, seals and signatures stay below.
_LEAST_WIDTH, _LEAST_HEIGHT = 8.0, 4.0
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(pt|in|cm|mm|px)?")
_CENTIMETRES = {"pt": 2.54 / 72, "in": 2.54, "cm": 1.0, "mm": 0.1, "px": 2.54 / 96, "": 2.54 / 72}
_BEHIND = re.compile(r"(?:^|;)\s*z-index\s*:\s*-")  # VML behind the text: a watermark


def is_large_picture(element: Element) -> bool:
    """Whether a ``w:drawing``, ``w:pict`` or ``w:object`` shows an image in the text as big as a pasted table."""
    if next(element.iter(W + "txbxContent"), None) is not None:
        return False
    if next(element.iter(_BLIP), None) is not None:
        return any(map(_is_large_frame, element.iter(_DRAWING + "inline", _DRAWING + "anchor")))
    images = element.iter(_VML + "shape", _VML + "rect")
    return any(
        shape.find(_VML + "imagedata") is not None and _is_large_style(shape.get("style", "")) for shape in images
    )


def _is_large_frame(frame: Element) -> bool:
    extent: Element | None = frame.find(_DRAWING + "extent")
    if extent is None or frame.get("behindDoc") in ("1", "true"):
        return False
    width, height = extent.get("cx", ""), extent.get("cy", "")
    return width.isdigit() and height.isdigit() and _is_large(int(width) / _EMU, int(height) / _EMU)


def _is_large_style(style: str) -> bool:
    sizes = {name: float(count) * _CENTIMETRES[unit or ""] for name, count, unit in _LENGTH.findall(style)}
    return not _BEHIND.search(style) and _is_large(sizes.get("width", 0.0), sizes.get("height", 0.0))


def _is_large(width: float, height: float) -> bool:
    return width >= _LEAST_WIDTH and height >= _LEAST_HEIGHT
