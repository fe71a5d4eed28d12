"""Saved web pages (.html, .htm, .mht): the document of a portal page, without the page around it.

The metadata block of the portal (Số hiệu, Ngày ban hành, Người ký …) becomes hints; all else that belongs to no
sentence of the document is kept as furniture, so that no character of the page is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import lxml.etree as etree

from extractors.document import Document, FurnitureKind
from extractors.text import clean
from pipeline.readers.builder import DocumentBuilder, RawCell
from pipeline.readers.errors import ReadError
from pipeline.readers.legacy_text import refuse_garbled
from pipeline.readers.text_decoding import find_lost_letters
from pipeline.readers.two_columns import is_nation_title, place_sides
from pipeline.readers.web_blocks import Element, WebBlock, WebLine, WebTable, lines_of, read_blocks
from pipeline.readers.web_furniture import find_portal, find_web_parts
from pipeline.readers.web_legacy import repair_page
from pipeline.readers.web_main import PageParts, split_page
from pipeline.readers.web_text import read_page_source

_LIST_BULLET = re.compile(r"^[•o▪] ")  # printed before a label in a list of facts
_ASIDE_KINDS: dict[str, FurnitureKind] = {"deleted": "deleted", "footnote": "footnote"}
_EMPTY = "Trang web không có chữ nào: nội dung có thể chỉ hiện khi mở mạng, hãy chép văn bản sang Word rồi nhập lại."

_BROKEN = "Trang web có cấu trúc hỏng, không đọc hết được: hãy mở bằng trình duyệt, chép sang Word rồi nhập lại."


def read_html(path: Path) -> Document:
    """The page at ``path`` as a Document: one line a printed line, tables of data as tables, no pages.

    Nothing is fetched and no script runs. Raises ReadError (empty_file, broken_file, garbled_text) with a Vietnamese
    message.
    """
    source = read_page_source(path.read_bytes())
    root = _parse(source)
    repair_page(root)
    parts = split_page(read_blocks(root))
    builder = DocumentBuilder("html")
    builder.problems.extend(find_lost_letters(source))
    furniture = _lay_out_main(builder, parts)
    _add_outside(builder, parts, furniture)
    document = builder.build()
    if not document.text.strip():
        raise ReadError("empty_file", _EMPTY)
    refuse_garbled(document.text)
    return document


def _parse(source: str) -> Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        # As bytes: lxml refuses characters whose own declaration (<?xml encoding=...?>) names another encoding.
        root = etree.fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReadError("empty_file", _EMPTY) from error
    if root is None:
        raise ReadError("empty_file", _EMPTY)
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT or "depth" in error.message for error in parser.error_log):
        raise ReadError("broken_file", _BROKEN)  # the parser stopped here: what follows would be lost in silence
    body = root.find("body")
    return root if body is None else body


def _lay_out_main(builder: DocumentBuilder, parts: PageParts) -> list[tuple[FurnitureKind, str]]:
    """Add the document to the body; gives what stands among its lines but is none of them."""
    blocks = list(parts.main)
    if parts.title is not None and not any(is_nation_title(line.words) for line in lines_of(blocks)):
        blocks.insert(0, replace(parts.title, bold=True))
    rows = _rows(blocks)
    web = find_web_parts(rows)
    portal = list(web.portal)
    furniture: list[tuple[FurnitureKind, str]] = []
    waiting: list[WebLine] = []
    number = 0
    for block in blocks:
        size = len(_block_rows(block))
        kinds = [web.kinds.get(place) for place in range(number, number + size)]
        number += size
        if isinstance(block, WebTable):
            if all(kinds) or _is_metadata(block):
                furniture.extend(("web", row) for row in _block_rows(block) if row)
                continue
            _add_lines(builder, waiting)
            waiting = []
            _add_table(builder, block)
        elif block.kind == "body" and kinds[0] is None:
            waiting.append(block)
        else:
            furniture.append((_ASIDE_KINDS.get(block.kind) or kinds[0] or "web", clean(block.words)))
    _add_lines(builder, waiting)
    builder.hints = replace(builder.hints, portal=tuple(portal))
    return furniture


def _add_outside(builder: DocumentBuilder, parts: PageParts, furniture: list[tuple[FurnitureKind, str]]) -> None:
    """Add what stands around the document as furniture; its metadata block completes the hints."""
    rows = _rows(parts.outside)
    known = {label for label, _ in builder.hints.portal}
    found = tuple(pair for pair in find_portal(rows).portal if pair[0] not in known)
    builder.hints = replace(builder.hints, portal=(*builder.hints.portal, *dict.fromkeys(found)))
    furniture.extend(("web", clean(row)) for row in rows)
    for kind, words in furniture:
        if words:
            builder.furniture(kind, words)


def _add_lines(builder: DocumentBuilder, lines: Sequence[WebLine]) -> None:
    """Add lines; a head or foot typed with wide gaps or bars in one line is parted into its two columns."""
    for index, words, side in place_sides(
        [line.words if line.column == "body" else clean(line.words) for line in lines]
    ):
        line = lines[index]
        builder.line(
            clean(words),
            bold=line.bold,
            centred=line.centred and side == "body",
            whole=line.whole,
            column=line.column if side == "body" else side,
        )


def _add_table(builder: DocumentBuilder, table: WebTable) -> None:
    cells = [
        RawCell(
            cell.row,
            cell.column,
            [clean(line.words) for line in cell.lines if line.kind == "body"],
            cell.row_span,
            cell.column_span,
            bold=bool(cell.lines) and all(line.bold for line in cell.lines),
        )
        for cell in table.cells
    ]
    builder.table(cells, rows=table.rows, columns=table.columns, ruled=table.ruled)


def _rows(blocks: Iterable[WebBlock]) -> list[str]:
    return [row for block in blocks for row in _block_rows(block)]


def _block_rows(block: WebBlock) -> list[str]:
    """A line as one row; a table row by row, its cells parted by bars, as portals print their metadata."""
    if isinstance(block, WebLine):
        return [_LIST_BULLET.sub("", block.words)]
    by_row: dict[int, list[str]] = {}
    for cell in block.cells:
        by_row.setdefault(cell.row, []).append(clean(" ".join(line.words for line in cell.lines)))
    rows = [cells for _, cells in sorted(by_row.items())]
    return [" | ".join(cells) for cells in rows]


def _is_metadata(table: WebTable) -> bool:
    """Whether most rows of ``table`` are labels of a portal with their values."""
    rows = _block_rows(table)
    return len(find_portal(rows).kinds) * 2 > len(rows)
