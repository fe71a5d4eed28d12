"""Reads a PDF: lines with their columns, ruled tables, furniture, signature stamps, and what could not be read.

A page that is a picture, or whose text layer lies, is recognised; all other pages pay nothing for that.
Limits: tables without rules come as lines; a table that goes on over a page break comes as one table a page.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from extractors.document import Document
from pipeline.readers.errors import ReadError
from pipeline.readers.pdf_layout import FEWEST_LETTERS, is_garbled, lay_out, must_be_recognised
from pipeline.readers.pdf_legacy import repair_page
from pipeline.readers.pdf_page import PageContent, read_page
from pipeline.readers.pdf_stamps import read_signature_hints, remove_annotations
from pipeline.readers.pdf_tables import Grid
from pipeline.readers.pdfium import PdfDocument, pdfium, pdfium_c

_LOG = logging.getLogger(__name__)

_MESSAGES = {
    "scan": "Tệp này là bản quét (ảnh), không có lớp chữ, mà máy này chưa có bộ nhận dạng chữ tiếng Việt: cài "
    "Tesseract kèm ngôn ngữ vie (xem lệnh kehoach doctor) rồi nhập lại. Hãy xin bản Word (.docx) nếu có.",
    "unread_scan": "Không nhận dạng được chữ trên trang nào của bản quét này. Hãy nhập lại; nếu vẫn không được thì "
    "quét lại rõ hơn (200 đến 300 dpi) hoặc xin bản Word (.docx) hay PDF ký số gốc.",
    "empty": "Tệp PDF này không có trang hoặc không có chữ nào. Hãy mở tệp để kiểm tra và xin lại bản đầy đủ.",
    "encrypted": "Tệp PDF có mật khẩu nên không mở được. Hãy xin bản không đặt mật khẩu rồi nhập lại.",
    "damaged": "Tệp PDF bị hỏng hoặc tải về chưa đủ nên không mở được. Hãy tải lại hoặc xin lại tệp gốc.",
    "wrong_format": "Tệp mang đuôi .pdf nhưng không phải là PDF. Hãy kiểm tra lại tệp và lưu lại thành PDF hoặc .docx.",
    "garbled_text": "Lớp chữ của tệp PDF này bị sai (phông chữ hỏng, bảng mã cũ, hoặc nhận dạng mất dấu) mà máy này "
    "chưa có bộ nhận dạng chữ tiếng Việt: cài Tesseract kèm ngôn ngữ vie (xem lệnh kehoach doctor) rồi nhập lại. Hãy "
    "xin bản Word (.docx).",
}


def read_pdf(path: Path) -> Document:
    """The document in the PDF file ``path``.

    Raises ReadError (codes ``scan``, ``unread_scan``, ``empty``, ``encrypted``, ``damaged``, ``wrong_format``,
    ``garbled_text``) where nothing of it can be read; a single bad page becomes a ReadProblem of the document.
    """
    document = _open(path)
    try:
        hints = read_signature_hints(document)  # first: reading the pages draws the widgets of signatures into them
        pages = _recognise(path, document, _read_pages(document))
    finally:
        document.close()
    _check_readable(pages)
    return lay_out("pdf", pages, hints)


def _recognise(path: Path, document: PdfDocument, pages: list[PageContent]) -> list[PageContent]:
    """``pages`` with those recognised that are pictures or whose text layer lies.

    The stamp of a digital signature is drawn over what the scan shows below it, often over the left margin and the
    first letters of the lines: its words are known from the file, so it is left out of the picture. Reading the pages
    has drawn it into them, hence the second look at the file.
    """
    unread = {page.number: page for page in pages if must_be_recognised(page)}
    if not unread:
        return pages
    from pipeline.readers.pdf_pictures import draw_page  # a digital PDF pays nothing for recognition being there
    from pipeline.readers.scans import can_recognise, joined, recognise_pages

    if not can_recognise():
        return pages
    drawn = _open_unstamped(path, unread.values()) if any(page.stamping for page in unread.values()) else document
    try:
        contents = recognise_pages(list(unread), lambda number: draw_page(drawn, number))
        found = {page.number: replace(page, signed=unread[page.number].signed) for page in contents}
    finally:
        if drawn is not document:
            drawn.close()
    return joined(found.get(page.number, page) for page in pages)


def _open_unstamped(path: Path, pages: Iterable[PageContent]) -> PdfDocument:
    """The file once more, without the annotations that print the stamps of ``pages`` (in memory alone)."""
    document = _open(path)
    for page in pages:
        if page.stamping:
            remove_annotations(document, page.number - 1, page.stamping)
    return document


def _open(path: Path) -> PdfDocument:
    """PDFium's document; junk before the head or a lost cross-reference table is mended once, in memory."""
    try:
        document = pdfium.PdfDocument(path)
        if len(document):
            return document
        document.close()
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise _refusal("encrypted") from error
    content = path.read_bytes()
    if b"%PDF-" not in content:
        raise _refusal("wrong_format")
    return _open_mended(content)


def _open_mended(content: bytes) -> PdfDocument:
    import pikepdf  # only damaged files need it

    mended = BytesIO()
    try:
        with pikepdf.open(BytesIO(content)) as broken:
            broken.save(mended)
        document = pdfium.PdfDocument(mended.getvalue())
    except pikepdf.PasswordError as error:
        raise _refusal("encrypted") from error
    except (pikepdf.PdfError, pdfium.PdfiumError, RuntimeError, ValueError) as error:
        raise _refusal("damaged") from error
    if not len(document):
        document.close()
        raise _refusal("empty")
    return document


def _refusal(code: str) -> ReadError:
    return ReadError(code, _MESSAGES[code])


def _read_pages(document: PdfDocument) -> list[PageContent]:
    pages: list[PageContent] = []
    previous: Sequence[Grid] = ()
    for index in range(len(document)):
        try:
            page = _in_unicode(read_page(document, index, previous))
        except Exception as error:  # one broken page must not end the document, whatever breaks
            _LOG.warning("page %d cannot be read: %s", index + 1, error)
            page = PageContent(index + 1, trouble="page_unreadable")
        previous = page.grids
        pages.append(page)
    return pages


def _in_unicode(page: PageContent) -> PageContent:
    """``page`` with its TCVN3 or VNI words converted, where that makes it readable."""
    if not is_garbled(page):
        return page
    repaired = repair_page(page)
    return page if is_garbled(repaired) else repaired


def _check_readable(pages: Sequence[PageContent]) -> None:
    """Raises ReadError where the document as a whole says nothing, or nothing true."""
    written = [page for page in pages if page.letters >= FEWEST_LETTERS]
    if not written:
        troubles = {page.trouble for page in pages}
        if any(trouble and trouble.startswith("scan_") for trouble in troubles):
            # Pages that only came too late, or whose process was ended, are read when the file is imported again.
            raise _refusal("unread_scan")
        if any(must_be_recognised(page) for page in pages):
            raise _refusal("scan")
        if None not in troubles:
            raise _refusal("damaged")
        if not any(page.letters for page in pages):
            raise _refusal("empty")
    if written and sum(must_be_recognised(page) for page in written) > len(written) / 2:
        raise _refusal("garbled_text")
