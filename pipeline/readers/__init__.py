"""Readers: one module a format, each from a path to a Document. Importing this package loads none of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipeline.readers.errors import ReadError

if TYPE_CHECKING:
    from extractors.document import Document
    from pipeline.intake import SourceFile

READERS: dict[str, str] = {
    "pdf": "pipeline.readers.pdf:read_pdf",
    "docx": "pipeline.readers.docx:read_docx",
    "doc": "pipeline.readers.doc:read_doc",
    "rtf": "pipeline.readers.doc:read_rtf",
    "odt": "pipeline.readers.doc:read_odt",
    "word_xml": "pipeline.readers.doc:read_word_xml",
    "xls": "pipeline.readers.sheets:read_xls",
    "xlsx": "pipeline.readers.sheets:read_xlsx",
    "xlsb": "pipeline.readers.sheets:read_xlsb",
    "ods": "pipeline.readers.sheets:read_ods",
    "excel_xml": "pipeline.readers.sheets:read_excel_xml",
    "txt": "pipeline.readers.plain:read_text",
    "html": "pipeline.readers.html:read_html",
    "md": "pipeline.readers.markdown:read_markdown",
    "png": "pipeline.readers.image:read_png",
    "jpeg": "pipeline.readers.image:read_jpeg",
    "tiff": "pipeline.readers.image:read_tiff",
}


def read(source: SourceFile) -> Document:
    """The Document of ``source``; ReadError where it has a problem or its format has no reader."""
    if source.problem is not None:
        raise ReadError(*source.problem)
    if source.media_type not in READERS:
        raise ReadError("unsupported_format", f"Định dạng {source.media_type} chưa đọc được ở phiên bản này.")
    module, _, function = READERS[source.media_type].partition(":")
    reader = cast("Callable[[Path], Document]", getattr(import_module(module), function))
    return reader(source.path)
