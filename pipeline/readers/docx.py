"""Word files (.docx): body, lists and tables as printed; headers, notes and deleted words as furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docx.exceptions import PythonDocxError

from extractors.document import Column, Document, ReadProblem
from extractors.text import clean
from extractors.type_lines import find_type
from pipeline.readers.builder import DocumentBuilder, RawCell
from pipeline.readers.errors import ReadError
from pipeline.readers.legacy_text import refuse_garbled
from pipeline.readers.two_columns import has_head_in_columns, is_nation_title
from pipeline.readers.typed_tables import TypedTable, add_typed_table, place_typed
from pipeline.readers.word_content import Aside, Block, ContentReader, WordParagraph, WordTable, paragraphs_of
from pipeline.readers.word_layout import cell_lines, has_header, is_bold, layout_of, unwrap
from pipeline.readers.word_legacy import repair_package
from pipeline.readers.word_numbering import Numbering
from pipeline.readers.word_package import WordPackage, open_package
from pipeline.readers.word_styles import StyleSheet
from pipeline.readers.word_xml import RELATIONSHIP_ID, Element, W, find

# Items of a list that are parted by line breaks (pasted from a web page). "Năm 2021\n- 2025" is a period.
_ITEM_ON_NEW_LINE = re.compile(
    r"\n(?=\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[IVX]{1,5}\.|[-–+•])\s+[^\W\d_a-zà-ỹđ])"
    r"|(?<!\d)\n(?=\s*[-–+•]\s+\S)"
)


def read_docx(path: Path) -> Document:
    """The Word file at ``path`` as a Document: one line a paragraph, list numbers rebuilt, no pages.

    Raises ReadError (encrypted, wrong_format, broken_file, empty_file, scan, garbled_text) with a Vietnamese message.
    """
    package = open_package(path)
    try:
        return _read(package)
    except (RecursionError, ValueError, PythonDocxError) as error:
        raise ReadError(
            "broken_file", "Tệp Word có cấu trúc bất thường, có thể đã hỏng: hãy mở bằng Word, lưu lại rồi nhập lại."
        ) from error


def _read(package: WordPackage) -> Document:
    styles = StyleSheet(package.styles)
    repair_package(package, styles)
    reader = ContentReader(styles, Numbering(package.numbering, styles))
    builder = DocumentBuilder("docx")
    body = find(package.document, "body")
    blocks = () if body is None else reader.blocks(body)
    large_pictures = reader.aside.large_pictures  # those of page headers are emblems or watermarks
    margins = list(_margins(package, reader))
    for margin in margins:
        if _is_letterhead(margin):
            _lay_out(builder, margin)
    _lay_out(builder, blocks)
    _check_words(builder, blocks, reader.aside)
    for margin in margins:
        if not _is_letterhead(margin):
            _add_margin(builder, margin)
    _add_aside(builder, package, reader)
    if large_pictures:
        builder.problems.append(_unread_pictures(large_pictures))
    document = builder.build()
    refuse_garbled(document.text)
    return document


def _lay_out(builder: DocumentBuilder, blocks: tuple[Block, ...], column: Column = "body") -> None:
    waiting: list[WordParagraph] = []
    for block in blocks:
        if isinstance(block, WordParagraph):
            waiting.append(block)
            continue
        _add_paragraphs(builder, waiting, column)
        waiting = []
        layout = layout_of(block)
        if layout == "grid":
            _add_table(builder, block)
        else:
            for side, inner in unwrap(block, layout):
                _lay_out(builder, (inner,), side)
    _add_paragraphs(builder, waiting, column)


def _add_paragraphs(builder: DocumentBuilder, paragraphs: list[WordParagraph], column: Column) -> None:
    """Add paragraphs as lines; a head or foot typed with tabs in one paragraph is parted into its two columns."""
    typed = [(paragraph, line) for paragraph in paragraphs for line in _typed_lines(paragraph, column)]
    for placed in place_typed([line for _, line in typed]):
        if isinstance(placed, TypedTable):
            add_typed_table(builder, placed)
            continue
        index, words, side = placed
        paragraph = typed[index][0]
        is_body = side == "body"
        builder.line(
            words.replace("\t", " ").strip(),
            bold=paragraph.bold,
            centred=paragraph.centred and is_body,
            whole=True,
            column=column if is_body else side,
        )


def _typed_lines(paragraph: WordParagraph, column: Column) -> list[str]:
    """The paragraph, or its lines where it is the head or foot typed with line breaks (Shift+Enter),
    or the title or items of a list."""
    words = paragraph.label + paragraph.words
    lines = words.split("\n")
    if column != "body" or any(map(has_head_in_columns, lines)):
        return lines
    if len(lines) > 1 and find_type(lines[0]) == (clean(lines[0]), ""):  # "KẾ HOẠCH" over its title
        return [lines[0], *_ITEM_ON_NEW_LINE.split(words.split("\n", 1)[1])]
    return _ITEM_ON_NEW_LINE.split(words)


def _add_table(builder: DocumentBuilder, table: WordTable) -> None:
    """Add a table; one inside a cell that has a header of its own follows it, any other one is words of its cell."""
    inner = [block for cell in table.cells for block in cell.blocks if isinstance(block, WordTable)]
    apart = [block for block in inner if has_header(block)]
    cells = [
        RawCell(
            row=cell.grid.row,
            column=cell.grid.column,
            lines=cell_lines([block for block in cell.blocks if block not in apart]),
            row_span=cell.grid.row_span,
            column_span=cell.grid.column_span,
            bold=is_bold(cell.blocks),
        )
        for cell in table.cells
    ]
    builder.table(cells, rows=table.rows, columns=table.columns, ruled=table.ruled)
    for block in apart:
        _add_table(builder, block)
    if any(block.ruled and block.rows > 1 and block.columns > 1 for block in inner if block not in apart):
        message = "Có ô bảng chứa một bảng con không có tiêu đề cột, được đọc liền thành chữ của ô: hãy xem bản gốc."
        builder.problems.append(ReadProblem("nested_table", message, is_doubt=True))


def _margins(package: WordPackage, reader: ContentReader) -> Iterator[tuple[Block, ...]]:
    """The blocks of each header and footer that a section names, each part once, headers first."""
    for kind in ("headerReference", "footerReference"):
        keys = dict.fromkeys(item.get(RELATIONSHIP_ID, "") for item in package.document.iter(W + kind))
        for part in (package.related[key] for key in keys if key in package.related):
            yield reader.blocks(part)


def _is_letterhead(blocks: tuple[Block, ...]) -> bool:
    """Some offices put the head of the document into the header of its first page."""
    return any(is_nation_title(p.printed) or has_head_in_columns(p.words) for p in paragraphs_of(blocks))


def _add_margin(builder: DocumentBuilder, blocks: tuple[Block, ...]) -> None:
    for paragraph in paragraphs_of(blocks):
        if paragraph.printed:
            builder.furniture("page_number" if paragraph.page_number else "running_head", paragraph.printed)


def _add_aside(builder: DocumentBuilder, package: WordPackage, reader: ContentReader) -> None:
    aside = reader.aside
    parts = {"footnotes": package.footnotes, "endnotes": package.endnotes}
    for kind, key in list(aside.notes):
        words = _note(parts[kind], key, reader)
        if words:
            builder.furniture("footnote", words)
    for words in aside.deleted:
        builder.furniture("deleted", words.strip())
    if aside.foreign:
        message = "Tệp Word nhúng một tệp khác chưa đọc được: hãy mở bằng Word, lưu lại rồi nhập lại."
        builder.problems.append(ReadProblem("embedded_part", message))


def _unread_pictures(count: int) -> ReadProblem:
    return ReadProblem(
        "picture",
        f"Tệp Word có {count} ảnh lớn, chữ trong ảnh không đọc được: hãy xem ảnh có phải bảng hoặc trang chụp không; "
        "nếu có, hãy nhận dạng chữ (OCR) hoặc gõ lại phần đó rồi nhập lại tệp.",
    )


def _note(part: Element | None, key: str, reader: ContentReader) -> str:
    for note in () if part is None else part:
        if note.get(W + "id") == key and note.get(W + "type", "normal") == "normal":
            return "\n".join(p.printed for p in paragraphs_of(reader.blocks(note)) if p.printed)
    return ""


def _check_words(builder: DocumentBuilder, blocks: tuple[Block, ...], aside: Aside) -> None:
    if any(p.printed for p in paragraphs_of(blocks)):
        return
    if aside.pictures:
        raise ReadError(
            "scan", "Tệp Word chỉ chứa ảnh chụp văn bản, không có chữ: hãy nhận dạng chữ (OCR) hoặc xin bản gốc có chữ."
        )
    raise ReadError("empty_file", "Tệp Word không có chữ nào: hãy kiểm tra lại hoặc xin lại bản đầy đủ.")
