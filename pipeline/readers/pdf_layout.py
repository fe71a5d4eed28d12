"""Pages → Document: furniture apart, columns parted, lines and tables in reading order, problems by name.

The same for a page of a PDF's text and for one that was recognised from a picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.document import Box, Document, Hints, Page, ReadProblem
from extractors.syllables import vietnamese_share
from pipeline.readers.builder import DocumentBuilder, RawCell, Word
from pipeline.readers.pdf_columns import Foot
from pipeline.readers.pdf_furniture import find_page_numbers, find_running_heads, footnote_marks, split_footnotes
from pipeline.readers.pdf_lines import Row, group_rows, printed_words, split_marks
from pipeline.readers.pdf_page import PageContent, in_reading_order
from pipeline.readers.pdf_tables import Grid, GridCell
from pipeline.readers.pdf_words import PageWord
from pipeline.recognition.result import Affine, apply

# Measured page by page on 45 files: true text layers have 0.99 and more (lists of servers and tables of figures too),
# broken character maps at most 0.33, TCVN3 at most 0.28, recognised layers that lost the diacritics at most 0.88.
_LEAST_VIETNAMESE = 0.93
_LEAST_RECOGNISED = 0.7  # what is recognised of the poorest readable copies has 0.9; of pages without text, 0.2 to 0.5
_FEWEST_JUDGED = 150  # characters: shorter pages say too little to be called wrong
FEWEST_LETTERS = 20  # characters: a scanned page may carry a typed page number or a stamp
_CENTRED = 12.0  # points that the middle of a centred line may be off
_SAME_INDENT = 2.0  # points between lines that are indented alike
_BLANK_LINE = 1.95  # of the font size: lines of a cell that stand further apart have a blank line between them
_INDENT = 12.0  # points: a centred line stands off both margins at least this far


NO_HINTS = Hints()
_PAGE_MESSAGES = {
    "page_unreadable": "Trang {page} bị lỗi, không đọc được. Hãy mở tệp gốc và nhập phần này bằng tay.",
    "scanned_page": "Trang {page} là ảnh quét mà máy này chưa có bộ nhận dạng chữ tiếng Việt: cài theo lệnh "
    "kehoach doctor rồi nhập lại.",
    "garbled_page": "Lớp chữ của trang {page} bị sai mà máy này chưa có bộ nhận dạng chữ tiếng Việt: cài theo lệnh "
    "kehoach doctor rồi nhập lại.",
    "scan_unread": "Trang {page} không nhận dạng được chữ. Hãy xem trang này ở bản gốc và nhập bằng tay.",
    "scan_slow": "Trang {page} nhận dạng quá lâu nên đã dừng. Hãy xem trang này ở bản gốc và nhập bằng tay.",
    "scan_died": "Bộ nhận dạng chữ bị tắt khi đang đọc trang {page}. Hãy nhập lại tệp này.",
    "scan_garbled": "Chữ nhận dạng được ở trang {page} không phải tiếng Việt nên không dùng. Hãy xem trang này ở bản "
    "gốc.",
    "scan_late": "Trang {page} chưa kịp nhận dạng trong thời gian dành cho một tệp. Hãy nhập lại tệp này để đọc tiếp.",
    "page_too_large": "Trang {page} có khổ quá lớn nên không nhận dạng được. Hãy quét lại ở khổ giấy thật.",
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


def lay_out(format: str, pages: Sequence[PageContent], hints: Hints = NO_HINTS) -> Document:
    """The Document of ``pages``, which are in their order in the file."""
    builder = DocumentBuilder(format)
    builder.hints = hints
    _emit(builder, pages)
    return _as_shown(builder.build(), {page.number: page.back for page in pages if page.back is not None})


def _as_shown(document: Document, ways: Mapping[int, Affine]) -> Document:
    """``document`` with its words' places on straightened pages led back to the pages as they are shown.

    Lines and tables stay as they were straightened: on a tilted page the left margin runs aside by more than an indent.
    """
    if not ways:
        return document

    def shown(box: Box) -> Box:
        way = ways.get(box.page)
        if way is None:
            return box
        corners = [apply(way, x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(box.page, min(xs), min(ys), max(xs), max(ys))

    words = replace(document.words, boxes=tuple(map(shown, document.words.boxes)))
    furniture = tuple(replace(piece, box=shown(piece.box) if piece.box else None) for piece in document.furniture)
    return replace(document, words=words, furniture=furniture)


def is_garbled(page: PageContent) -> bool:
    """Whether the words of the page are no Vietnamese: its text layer lies, or recognition read noise."""
    least = _LEAST_VIETNAMESE if page.recognised is None else _LEAST_RECOGNISED
    return len(page.text) >= _FEWEST_JUDGED and vietnamese_share(page.text) < least


def must_be_recognised(page: PageContent) -> bool:
    """Whether what can be read of the page is its picture alone."""
    return page.recognised is None and page.trouble is None and (_is_scan(page) or is_garbled(page))


def _is_scan(page: PageContent) -> bool:
    return page.pictured and page.letters < FEWEST_LETTERS


def _problem_of(page: PageContent) -> str | None:
    if page.trouble:
        return page.trouble
    if page.recognised is not None:
        return "scan_garbled" if is_garbled(page) else None
    if _is_scan(page):
        return "scanned_page"
    return "garbled_page" if is_garbled(page) else None


def _confidence_of(page: PageContent) -> float | None:
    """How sure a recognised page is; of a layer that somebody else recognised, how Vietnamese it is."""
    if page.invisible and page.letters and page.recognised is None:
        return vietnamese_share(page.text)
    return page.recognised


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
        builder.pages.append(Page(page.number, page.width, page.height, problem, _confidence_of(page)))
        if problem:
            _add_problem(builder, problem, page.number)
        if page.notes:
            _add_problem(builder, "note_on_page", page.number)
        body, footnotes = notes[page.number]
        _emit_furniture(builder, page, furniture, footnotes)
        if problem in ("garbled_page", "scan_garbled"):
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
    for stamp in (*page.stamps, *page.signed):
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
    return [(word.text, word.box(page), word.confidence) for word in printed_words(row)]


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
