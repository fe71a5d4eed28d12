"""The blocks of a web page: printed lines and true tables, in reading order, with where in the page each one stands.

Scripts never run and nothing is fetched; what a browser would not show (hidden elements, forms) is left out here.
Tables that only arrange the page are taken apart, so that the tables that are left hold data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from extractors.document import Column
from extractors.text import clean, fold
from pipeline.readers.two_columns import is_nation_title, is_recipients_head, is_signature_head
from pipeline.readers.web_lists import ListState, has_own_mark

Element = Any  # lxml publishes no types

_NOT_SHOWN = frozenset((
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "svg", "math", "canvas", "iframe",
    "object", "embed", "applet", "audio", "video", "map", "button", "input", "select", "option", "textarea",
    "datalist", "progress", "meter", "dialog", "frameset", "xml",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "details", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "html",
    "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul", "dir",
))  # fmt: skip
_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:d-none|sr-only|visually-hidden|screen-reader-text)(?:\s|$)")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_PLAIN_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_CENTRED_STYLE = re.compile(r"text-align\s*:\s*(center|left|right|justify)", re.IGNORECASE)
_RULED_STYLE = re.compile(r"border(?:-\w+)?\s*:\s*(?!none|0)[^;]*\b(?:solid|double|dotted|dashed)", re.IGNORECASE)
_RULED_CLASS = re.compile(r"bordered|(?:^|\s)(?:grid|datatable|tablegrid)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")  # what a browser collapses; the no-break space parts columns and stays
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,5});")
_NOTE_LINK = re.compile(r"^[^#]*#_?(?:ftn|edn|footnote|_?fn)", re.IGNORECASE)
_NOTE_ID = re.compile(r"^(?:ftn|edn|footnote-?)\d+$", re.IGNORECASE)
_ROW_NUMBER_HEAD = re.compile(r"^(?:s?tt|so tt|so thu tu)\b")
_MOST_NESTED = 30  # tables inside one another; below that, cells are read as lines
_NOTE_MARK = 8  # characters of the mark of a note: [12], (12)
_LONGEST_CELL = 3000  # characters: more of them in a cell without rules mean a frame around a page
_MOST_SPAN = 200  # rows or columns that a cell may cover
_LONGEST_HEAD = 800  # characters of agency, number, subject, national title, place and date
_MOST_HEAD_ROWS = 12
_MOST_SIDES = 3  # columns of a head or foot, a narrow spacer counted


@dataclass(frozen=True, slots=True)
class WebLine:
    """A printed line. ``linked``: the share of its characters that are links; ``element``: the block it stands in.

    ``kind``: ``deleted`` and ``footnote`` are no words of the body.
    """

    words: str
    element: Element
    bold: bool = False
    centred: bool = False
    whole: bool = True
    linked: float = 0.0
    column: Column = "body"
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class WebCell:
    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[WebLine, ...]
    nested: tuple[WebLine | WebTable, ...] = ()


@dataclass(frozen=True, slots=True)
class WebTable:
    """A table of data; ``element`` is its ``<table>``."""

    rows: int
    columns: int
    cells: tuple[WebCell, ...]
    element: Element
    ruled: bool


WebBlock = WebLine | WebTable


def read_blocks(root: Element) -> list[WebBlock]:
    """Every shown line and table below ``root`` in reading order."""
    collector = _Collector()
    collector.walk(root, _Form())
    collector.end_line(root)
    return collector.blocks


def lines_of(blocks: Sequence[WebBlock]) -> Iterator[WebLine]:
    """The lines of ``blocks``, those in cells too."""
    for block in blocks:
        if isinstance(block, WebLine):
            yield block
        else:
            for cell in block.cells:
                yield from cell.lines


@dataclass(frozen=True, slots=True)
class _Form:
    """How the words of an element are printed."""

    bold: bool = False
    centred: bool = False
    linked: bool = False
    typed: bool = False  # <pre>: white space counts
    kind: str = "body"
    tables: int = 0  # that stand around it
    list_state: ListState | None = None


@dataclass(slots=True)
class _Pending:
    """The line that is being read."""

    pieces: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    linked: int = 0
    form: _Form = _Form()


class _Collector:
    def __init__(self) -> None:
        self.blocks: list[WebBlock] = []
        self._pending = _Pending()
        self._broken = False  # the line before ended in <br>: the paragraph may go on
        self._mark = ""  # the mark of a list item whose first words have not come yet

    def walk(self, element: Element, form: _Form) -> None:
        """Read ``element``. Without recursion: tags that nobody closed nest hundreds deep."""
        open_elements = [self._visit(element, form)]
        while open_elements:
            child = next(open_elements[-1], None)
            if child is None:
                open_elements.pop()
            else:
                open_elements.append(self._visit(*child))

    def _visit(self, element: Element, form: _Form) -> Iterator[tuple[Element, _Form]]:
        """Read the element's own letters; gives each child, which is to be read before the next one is asked for."""
        tag = _tag(element)
        if tag is None or tag in _NOT_SHOWN or _is_hidden(element):
            return
        if tag == "br":
            self.end_line(element, broken=True)
            return
        if tag == "a" and _NOTE_LINK.match(element.get("href") or "") and len(clean(_words(element))) < _NOTE_MARK:
            return  # the mark of a note, in the text or before the note
        inner = _inner_form(element, tag, form)
        if tag not in _BLOCKS:
            yield from self._children(element, inner)
            return
        self.end_line(element.getparent() if element.getparent() is not None else element)
        if tag == "table" and form.tables < _MOST_NESTED:
            self.blocks.extend(_read_table(element, inner))
            return
        if tag == "li" and form.list_state is not None:
            self._mark = form.list_state.mark(element)
        if tag in _LISTS:
            inner = replace(inner, list_state=ListState(element, form.list_state))
        yield from self._children(element, inner)
        self.end_line(element)
        if tag == "li":
            self._mark = ""

    def end_line(self, element: Element, *, broken: bool = False) -> None:
        """Close the line that is being read, which stands in ``element``."""
        pending, self._pending = self._pending, _Pending()
        words = "".join(pending.pieces).strip(" \n")
        if words.strip():
            if self._mark and not has_own_mark(words, self._mark):
                words = f"{self._mark} {words}"
            self._mark = ""
            self.blocks.append(
                WebLine(
                    words,
                    element,
                    bold=pending.letters > 0 and pending.bold >= 0.9 * pending.letters,
                    centred=pending.form.centred,
                    whole=not broken and not self._broken,
                    linked=pending.linked / max(1, len(words)),
                    kind=pending.form.kind,
                )
            )
            self._broken = broken
        elif not broken:
            self._broken = False

    def _children(self, element: Element, form: _Form) -> Iterator[tuple[Element, _Form]]:
        self._add(element.text or "", form)
        for child in element:
            yield child, form
            self._add(child.tail or "", form)

    def _add(self, words: str, form: _Form) -> None:
        if not words:
            return
        if "&" in words and _ENTITY.search(words):
            words = unescape(words)  # escaped twice by the software behind the portal
        pending = self._pending
        if form.typed:
            for number, line in enumerate(words.split("\n")):
                if number:
                    self.end_line(None, broken=True)
                self._pending.pieces.append(line)
            return
        words = _SPACES.sub(" ", words)
        if words.startswith(" ") and (not pending.pieces or pending.pieces[-1].endswith(" ")):
            words = words[1:]
        if not words:
            return
        letters = sum(map(str.isalnum, words))
        if letters and not pending.letters:
            pending.form = form
        pending.pieces.append(words)
        pending.letters += letters
        pending.bold += letters if form.bold else 0
        pending.linked += len(words) if form.linked else 0


def _inner_form(element: Element, tag: str, form: _Form) -> _Form:
    style = element.get("style") or ""
    aligned = _CENTRED_STYLE.search(style)
    align = aligned[1] if aligned else element.get("align") or ("center" if tag == "center" else "")
    bold = (form.bold or tag in _BOLD or bool(_BOLD_STYLE.search(style))) and not _PLAIN_STYLE.search(style)
    kind = form.kind
    if tag in ("del", "strike", "s"):
        kind = "deleted"
    elif _NOTE_ID.match(element.get("id") or "") or "footnote-list" in style:
        kind = "footnote"
    return _Form(
        bold=bold,
        centred=align.lower() == "center" if align else form.centred,
        linked=form.linked or (tag == "a" and bool(element.get("href"))),
        typed=form.typed or tag == "pre",
        kind=kind,
        tables=form.tables + (tag == "table"),
        list_state=None if tag in ("table", "td") else form.list_state,
    )


def _tag(element: Element) -> str | None:
    """The name of an element (``o:p`` of Word too); None for comments and processing instructions."""
    return element.tag.lower() if isinstance(element.tag, str) else None


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None or (element.get("aria-hidden") or "").lower() == "true":
        return True
    style, classes = element.get("style"), element.get("class")
    return bool(style and _HIDDEN_STYLE.search(style)) or bool(classes and _HIDDEN_CLASS.search(classes))


def _words(element: Element) -> str:
    return "".join(element.itertext())


# --- tables


def _read_table(element: Element, form: _Form) -> Iterator[WebBlock]:
    """The table, or, where it only arranges the page, the blocks in its cells."""
    cells = list(_cells(element, form))
    columns = max((cell.column + cell.column_span for cell in cells), default=0)
    rows = max((cell.row + cell.row_span for cell in cells), default=0)
    table = WebTable(rows, columns, tuple(cells), element, _is_ruled(element))
    yield from _captions(element, form)
    filled = {cell.column for cell in cells if cell.lines}
    words = [line.words for cell in cells for line in cell.lines]
    if _is_head_or_foot(table, filled, words):
        yield from _by_sides(table)
    elif _is_data(table, filled):
        yield replace(table, cells=tuple(replace(cell, nested=()) for cell in cells))
    else:
        for cell in cells:
            yield from cell.nested or cell.lines


def _captions(element: Element, form: _Form) -> Iterator[WebBlock]:
    for child in element:
        if _tag(child) == "caption":
            collector = _Collector()
            collector.walk(child, form)
            yield from collector.blocks


def _cells(table: Element, form: _Form) -> Iterator[WebCell]:
    """The cells on the grid that rowspan and colspan make; empty cells too, as a row counts its columns."""
    taken: dict[int, int] = {}  # grid column → first row that is free below the cell there
    for row, element in enumerate(_rows(table)):
        column = 0
        for cell in element:
            if _tag(cell) not in ("td", "th") or _is_hidden(cell):
                continue
            while taken.get(column, 0) > row:
                column += 1
            height, width = _span(cell, "rowspan"), _span(cell, "colspan")
            collector = _Collector()
            collector.walk(cell, replace(form, bold=form.bold, list_state=None))
            nested = tuple(collector.blocks)
            yield WebCell(row, column, height, width, tuple(lines_of(nested)), nested)
            for place in range(column, column + width):
                taken[place] = row + height
            column += width


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        tag = _tag(child)
        if tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if _tag(row) == "tr" and not _is_hidden(row))
        elif tag == "tr" and not _is_hidden(child):
            yield child


def _span(cell: Element, name: str) -> int:
    stated = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return min(max(1, int(stated[1])), _MOST_SPAN) if stated else 1


def _is_ruled(table: Element) -> bool:
    border = (table.get("border") or "0").strip()
    if border not in ("", "0") or _RULED_CLASS.search(table.get("class") or ""):
        return True
    own = [table, *(cell for row in _rows(table) for cell in row)]
    return any(_RULED_STYLE.search(element.get("style") or "") for element in own)


def _is_head_or_foot(table: WebTable, filled: set[int], words: Sequence[str]) -> bool:
    """Whether the cells hold nothing but the head or the foot of a document: their first lines say so.

    A frame around the whole page holds these words too, but further down.
    """
    if not 1 < len(filled) <= _MOST_SIDES or table.rows > _MOST_HEAD_ROWS:
        return False
    firsts = [line.words for cell in table.cells for line in cell.lines[:2]]
    if any(map(is_nation_title, firsts)):
        return sum(map(len, words)) < _LONGEST_HEAD
    has_foot = any(map(is_recipients_head, firsts)) or any(map(is_signature_head, firsts))
    return has_foot and (not table.ruled or table.rows < _MOST_SIDES) and sum(map(len, words)) < _LONGEST_CELL


def _is_data(table: WebTable, filled: set[int]) -> bool:
    """Rules, header cells, ``STT`` over the first column or several filled rows; never a frame around the page."""
    nests = any(isinstance(block, WebTable) for cell in table.cells for block in cell.nested)
    longest = max((sum(len(line.words) for line in cell.lines) for cell in table.cells), default=0)
    if len(filled) < 2 or (nests and (table.rows < _MOST_SIDES or not table.ruled)):
        return False
    first = next((line.words for cell in table.cells for line in cell.lines), "")
    if _ROW_NUMBER_HEAD.match(fold(first)):
        return True
    if table.ruled:
        return table.rows > 1
    if longest > _LONGEST_CELL or nests:
        return False
    has_heads = next(table.element.iter("th"), None) is not None
    return has_heads or table.rows > _MOST_SIDES or (len(filled) >= _MOST_SIDES and table.rows > 1)


def _by_sides(table: WebTable) -> Iterator[WebLine]:
    """All of the left column, then all of the right one; a cell over the whole width parts what is above and below."""
    sides: dict[Column, list[WebLine]] = {"left": [], "right": []}
    for cell in table.cells:
        if cell.column_span >= table.columns:
            yield from (line for side in sides.values() for line in side)
            sides = {"left": [], "right": []}
            yield from cell.lines
            continue
        side: Column = "left" if 2 * cell.column + cell.column_span < table.columns else "right"
        if cell.column_span * 2 == table.columns and cell.column == 0:
            side = "left"
        sides[side].extend(replace(line, column=side, centred=False) for line in cell.lines)
    yield from (line for side in sides.values() for line in side)
