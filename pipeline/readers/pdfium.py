"""PDFium's two interfaces for the PDF reader: pypdfium2 ships no types, so its names are declared untyped here."""

from __future__ import annotations

from typing import Any, TypeAlias

import pypdfium2
import pypdfium2.raw

pdfium: Any = pypdfium2
pdfium_c: Any = pypdfium2.raw
PdfDocument: TypeAlias = Any
PdfPage: TypeAlias = Any
PdfTextPage: TypeAlias = Any
