"""Reads a digital PDF: lines with their columns, ruled tables, furniture, signature stamps, and what could not be read.

Limits: text in pictures is not recognised (no OCR); tables without rules come as lines; a table that goes on over a
page break comes as one table a page.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from extractors.document import Box, Document, Page, ReadProblem
from extractors.syllables import vietnamese_share
from pipeline.readers.builder import DocumentBuilder, RawCell, Word
from pipeline.readers.errors import ReadError
from pipeline.readers.pdf_columns import Foot
from pipeline.readers.pdf_furniture import find_page_numbers, find_running_heads, footnote_marks, split_footnotes
from pipeline.readers.pdf_legacy import repair_page
from pipeline.readers.pdf_lines import Row, group_rows, printed_words, split_marks
from pipeline.readers.pdf_page import PageContent, in_reading_order, read_page
from pipeline.readers.pdf_stamps import read_signature_hints
from pipeline.readers.pdf_tables import Grid, GridCell
from pipeline.readers.pdf_words import PageWord
from pipeline.readers.pdfium import PdfDocument, pdfium, pdfium_c

_LOG = logging.getLogger(__name__)

# Measured page by page on 45 files: true text layers have 0.99 and more (lists of servers and tables of figures too),
# broken character maps at most 0.33, TCVN3 at most 0.28, recognised layers that lost the diacritics at most 0.88.
_LEAST_VIETNAMESE = 0.93
_FEWEST_JUDGED = 150  # characters: shorter pages say too little to be called wrong
_FEWEST_LETTERS = 20  # characters: a scanned page may carry a typed page number or a stamp
_CENTRED = 12.0  # points that the middle of a centred line may be off
_SAME_INDENT = 2.0  # points between lines that are indented alike
_BLANK_LINE = 1.95  # of the font size: lines of a cell that stand further apart have a blank line between them
_INDENT = 12.0  # points: a centred line stands off both margins at least this far

_MESSAGES = {
    "scan": "Tệp này là bản quét (ảnh), không có lớp chữ, nên chưa đọc được: phiên bản này không nhận dạng chữ (OCR). "
    "Hãy xin bản Word (.docx) hoặc PDF ký số gốc, hoặc chạy OCR tiếng Việt rồi nhập lại.",
    "empty": "Tệp PDF này không có trang hoặc không có chữ nào. Hãy mở tệp để kiểm tra và xin lại bản đầy đủ.",
    "encrypted": "Tệp PDF có mật khẩu nên không mở được. Hãy xin bản không đặt mật khẩu rồi nhập lại.",
    "damaged": "Tệp PDF bị hỏng hoặc tải về chưa đủ nên không mở được. Hãy tải lại hoặc xin lại tệp gốc.",
    "wrong_format": "Tệp mang đuôi .pdf nhưng không phải là PDF. Hãy kiểm tra lại tệp và lưu lại thành PDF hoặc .docx.",
    "garbled_text": "Lớp chữ của tệp PDF này bị sai (phông chữ hỏng, bảng mã cũ TCVN3/VNI, hoặc nhận dạng mất dấu): "
    "chữ đọc ra không phải tiếng Việt. Hãy xin bản Word (.docx) hoặc PDF xuất trực tiếp từ Word.",
}
_PAGE_MESSAGES = {
    "page_unreadable": "Trang {page} bị lỗi, không đọc được. Hãy mở tệp gốc và nhập phần này bằng tay.",
    "scanned_page": "Trang {page} là ảnh quét, không có lớp chữ, nên chưa đọc được. Hãy nhập phần này bằng tay.",
    "garbled_page": "Lớp chữ của trang {page} bị sai nên không dùng được. Hãy đọc trang này ở bản gốc.",
    "ocr_layer": "Trang {page} là ảnh quét có lớp chữ nhận dạng sẵn: chữ có thể sai, hãy đối chiếu với ảnh.",
    "note_on_page": "Trang {page} có ghi chú dán lên văn bản; ghi chú được giữ lại nhưng không đọc thành nhiệm vụ.",
}


@dataclass(frozen=True, slots=True)
class _Furniture:
    """What of each page belongs to no sentence, found by comparing the pages."""

    numbers: dict[int, Row]
    heads: dict[int, list[Row]]

    def of(self, page: int) -> list[Row]:
        number = self.numbers.get(page)
        return self.heads.get(page, []) + ([number] if number is not None else [])


def read_pdf(path: Path) -> Document:
    """The document in the PDF file ``path``.

    Raises ReadError (codes ``scan``, ``empty``, ``encrypted``, ``damaged``, ``wrong_format``, ``garbled_text``) where
    nothing of it can be read; a single bad page becomes a ReadProblem of the document.
    """
    document = _open(path)
    try:
        hints = read_signature_hints(document)  # first: reading the pages draws the widgets of signatures into them
        pages = _read_pages(document)
    finally:
        document.close()
    _check_readable(pages)
    builder = DocumentBuilder("pdf")
    builder.hints = hints
    _emit(builder, pages)
    return builder.build()


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
    if not _is_garbled(page):
        return page
    repaired = repair_page(page)
    return page if _is_garbled(repaired) else repaired


def _check_readable(pages: Sequence[PageContent]) -> None:
    """Raises ReadError where the document as a whole says nothing, or nothing true."""
    written = [page for page in pages if page.letters >= _FEWEST_LETTERS]
    if not written:
        if any(page.pictured for page in pages):
            raise _refusal("scan")
        if all(page.trouble for page in pages):
            raise _refusal("damaged")
        if not any(page.letters for page in pages):
            raise _refusal("empty")
    if written and sum(_is_garbled(page) for page in written) > len(written) / 2:
        raise _refusal("garbled_text")


def _is_garbled(page: PageContent) -> bool:
    return len(page.text) >= _FEWEST_JUDGED and vietnamese_share(page.text) < _LEAST_VIETNAMESE


def _problem_of(page: PageContent) -> str | None:
    if page.trouble:
        return page.trouble
    if page.pictured and page.letters < _FEWEST_LETTERS:
        return "scanned_page"
    if _is_garbled(page):
        return "garbled_page"
    return "ocr_layer" if page.invisible and page.letters else None


def _emit(builder: DocumentBuilder, pages: Sequence[PageContent]) -> None:
    heights = {page.number: page.height for page in pages}
    rows = {page.number: page.rows for page in pages}
    numbers = find_page_numbers(rows, heights)
    rest = {number: [row for row in found if row is not numbers.get(number)] for number, found in rows.items()}
    furniture = _Furniture(numbers, find_running_heads(rest, heights))
    notes = {page.number: _footnotes(page, furniture) for page in pages}
    # Word processors number footnotes through the document, so a mark is known by the notes of every page.
    known = frozenset(mark for _, found in notes.values() for mark in footnote_marks(found))
    foot: Foot | None = None
    for page in pages:
        problem = _problem_of(page)
        builder.pages.append(Page(page.number, page.width, page.height, problem))
        if problem:
            _add_problem(builder, problem, page.number)
        if page.notes:
            _add_problem(builder, "note_on_page", page.number)
        body, footnotes = notes[page.number]
        _emit_furniture(builder, page, furniture, footnotes)
        if problem == "garbled_page":
            for row in group_rows(_all_words(page, body)):
                builder.furniture("other", _words(row, page.number), page=page.number, box=row.box(page.number))
        else:
            foot = _emit_body(builder, page, body, known, foot)


def _all_words(page: PageContent, body: Sequence[Row]) -> list[PageWord]:
    return [word for row in body for word in row.words] + [w for g in page.grids for c in g.cells for w in c.words]


def _add_problem(builder: DocumentBuilder, code: str, page: int) -> None:
    builder.problems.append(ReadProblem(code, _PAGE_MESSAGES[code].format(page=page), page))


def _footnotes(page: PageContent, furniture: _Furniture) -> tuple[list[Row], list[Row]]:
    apart = furniture.of(page.number)
    rows = [row for row in page.rows if not any(row is other for other in apart)]
    return split_footnotes(rows, page.rules, page.height)


def _emit_furniture(
    builder: DocumentBuilder, page: PageContent, furniture: _Furniture, footnotes: Sequence[Row]
) -> None:
    number = page.number
    for row in furniture.heads.get(number, ()):
        builder.furniture("running_head", _words(row, number), page=number, box=row.box(number))
    if number in furniture.numbers:
        row = furniture.numbers[number]
        builder.furniture("page_number", _words(row, number), page=number, box=row.box(number))
    for stamp in page.stamps:
        for row in group_rows(stamp):
            builder.furniture("stamp", _words(row, number), page=number, box=row.box(number))
    for loose in (*page.notes, page.covered):
        for row in group_rows(loose):
            builder.furniture("other", _words(row, number), page=number, box=row.box(number))
    for row in footnotes:
        builder.furniture("footnote", _words(row, number), page=number, box=row.box(number))


def _emit_body(
    builder: DocumentBuilder, page: PageContent, rows: Sequence[Row], known: frozenset[str], carried: Foot | None
) -> Foot | None:
    """Adds the lines and tables of a page; gives the foot that the next page goes on with, if any."""
    margins = _margins(page, rows)
    items, open_foot = in_reading_order(page, rows, carried)
    for item in items:
        if isinstance(item, Grid):
            _emit_table(builder, item, page.number, known)
            continue
        row = _without_marks(builder, item.row, page.number, known)
        if row is not None:
            builder.line(
                _words(row, page.number),
                page=page.number,
                box=row.box(page.number),
                bold=row.bold,
                centred=item.column == "body" and _is_centred(row, margins),
                column=item.column,
            )
    return open_foot


def _emit_table(builder: DocumentBuilder, grid: Grid, page: int, known: frozenset[str]) -> None:
    builder.table(
        [_raw_cell(builder, cell, page, known) for cell in grid.cells],
        rows=grid.rows,
        columns=grid.columns,
        page=page,
        box=Box(page, *grid.box),
        column_edges=grid.xs,
        ruled=grid.ruled,
        drawn=grid.drawn,
    )


def _raw_cell(builder: DocumentBuilder, cell: GridCell, page: int, known: frozenset[str]) -> RawCell:
    found = [_without_marks(builder, row, page, known) for row in group_rows(cell.words)]
    rows = [row for row in found if row is not None]
    lines: list[list[Word]] = []
    for number, row in enumerate(rows):
        if number and row.baseline - rows[number - 1].baseline > _BLANK_LINE * row.size:
            lines.append([])  # items of one row are lined up with blank lines, as in a Word table
        lines.append(_words(row, page))
    return RawCell(
        row=cell.row,
        column=cell.column,
        lines=lines,
        row_span=cell.row_span,
        column_span=cell.column_span,
        page=page,
        box=Box(page, *cell.box),
        bold=bool(rows) and all(row.bold for row in rows),
    )


def _without_marks(builder: DocumentBuilder, row: Row, page: int, known: frozenset[str]) -> Row | None:
    """``row`` without the marks of footnotes, which are kept with the footnotes: ``QH15¹`` is not ``QH151``."""
    kept, marks = split_marks(row, known)
    for mark in marks:
        builder.furniture("footnote", [(mark.text, mark.box(page))], page=page, box=mark.box(page))
    return kept


def _words(row: Row, page: int) -> list[Word]:
    return [(word.text, word.box(page)) for word in printed_words(row)]


@dataclass(frozen=True, slots=True)
class _Margins:
    """Left and right margin and first-line indent of the running text of a page (x in points)."""

    left: float
    right: float
    indent: float | None


def _margins(page: PageContent, rows: Sequence[Row]) -> _Margins:
    """Where the wide lines of a page (or its tables) begin and end, and where most indented lines begin."""
    wide = [row for row in rows if row.x1 - row.x0 > 0.6 * page.width]
    if len(wide) < 3 and page.grids:
        return _Margins(min(grid.xs[0] for grid in page.grids), max(grid.xs[-1] for grid in page.grids), None)
    if len(wide) < 3:
        # The form's margins (30-35 mm left, 15-20 mm right): Nghị định 30/2020/NĐ-CP, Annex I.
        return _Margins(85.0, page.width - 51.0, None)
    starts, ends = sorted(row.x0 for row in wide), sorted(row.x1 for row in wide)
    left = starts[len(starts) // 10]
    indents = Counter(round(row.x0) for row in rows if row.x0 - left >= _INDENT)
    most = indents.most_common(1)
    return _Margins(left, ends[-1 - len(ends) // 10], most[0][0] if most and most[0][1] > 1 else None)


def _is_centred(row: Row, margins: _Margins) -> bool:
    """Whether a line stands in the middle, and not merely starts at the indent and ends where it happens to."""
    indented = margins.indent is not None and abs(row.x0 - margins.indent) < _SAME_INDENT
    return (
        not indented
        and abs(row.middle - (margins.left + margins.right) / 2) <= _CENTRED
        and row.x0 - margins.left >= _INDENT
        and margins.right - row.x1 >= _INDENT
    )
