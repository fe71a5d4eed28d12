"""The body of a Word file as a plain tree of paragraphs and tables, with what is printed and nothing that is not.

Read once in document order, because list numbers count in that order; how the tree is laid out comes after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.readers.word_numbering import Numbering
from pipeline.readers.word_pictures import is_large_picture
from pipeline.readers.word_styles import StyleSheet
from pipeline.readers.word_table_styles import find_bold_cells, has_vertical_rules
from pipeline.readers.word_tables import GridCell, read_grid
from pipeline.readers.word_xml import MATH, MC, Element, W, find, is_on

NoteKind = Literal["footnotes", "endnotes"]
_TRANSPARENT = frozenset(
    [W + name for name in ("ins", "moveTo", "smartTag", "hyperlink", "customXml", "fldSimple", "dir", "bdo", "sdt")]
    + [W + "sdtContent", W + "ruby", W + "rubyBase", MATH + "oMath", MATH + "oMathPara"]
)
_REMOVED = frozenset((W + "del", W + "moveFrom"))
_PICTURES = frozenset((W + "drawing", W + "pict", W + "object"))
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SYMBOL_FONT = re.compile(r"^(?:symbol|wingdings.*|webdings)$", re.IGNORECASE)
# Adobe Symbol encoding, the signs that targets are written with; other code points of Symbol are list bullets.
_SYMBOL_SIGNS = {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xAE: "→", 0xB0: "°"}
_SYMBOL_ASCII = frozenset("!#%&()+,./0123456789:;<=>?")
_PAGE_FIELD = re.compile(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES)\b")


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """``words``: the printed words with ``\\t`` and ``\\n`` as typed; ``label``: the list number before them."""

    words: str
    label: str = ""
    bold: bool = False
    centred: bool = False
    page_number: bool = False

    @property
    def printed(self) -> str:
        return (self.label + self.words.replace("\t", " ")).strip()


@dataclass(frozen=True, slots=True)
class WordCell:
    grid: GridCell
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class WordTable:
    """``ruled``: vertical lines are drawn between its cells."""

    rows: int
    columns: int
    cells: tuple[WordCell, ...]
    ruled: bool


Block = WordParagraph | WordTable


@dataclass(slots=True)
class Aside:
    """What the body only points to: notes in the order of their marks, deleted words, pictures, foreign parts.

    ``large_pictures``: those of the ``pictures`` that are big enough to show a page or a table.
    """

    notes: list[tuple[NoteKind, str]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    pictures: int = 0
    large_pictures: int = 0
    foreign: int = 0


@dataclass(slots=True)
class _Run:
    """The paragraph that is being read."""

    element: Element
    words: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    letters: int = 0
    bold_letters: int = 0
    page_number: bool = False


class ContentReader:
    """Turns block elements into the tree; one reader a document, so that lists count on through all of it."""

    def __init__(self, styles: StyleSheet, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._table_is_bold = False  # the cell that is being read is bold by the style of its table
        self._fields: list[bool] = []  # open fields; True: still in the instruction, whose text is not printed
        self.aside = Aside()

    def blocks(self, container: Element) -> tuple[Block, ...]:
        """The printed blocks of ``container`` (body, cell, text box, header, note) in reading order."""
        found: list[Block] = []
        carried = ""
        for element in self._block_elements(container):
            if element.tag == W + "tbl":
                found.append(self._table(element))
                continue
            paragraph, boxes = self._paragraph(element, carried)
            carried = ""
            if find(element, "pPr/rPr/del") is not None:  # a deleted paragraph mark joins the words to the next one
                carried = paragraph.words
            else:
                found.append(self._numbered(element, paragraph))
            for box in boxes:
                found.extend(self.blocks(box))
        if carried:
            found.append(WordParagraph(carried))
        return tuple(found)

    def _block_elements(self, container: Element) -> Iterator[Element]:
        for child in container:
            if child.tag in (W + "p", W + "tbl"):
                yield child
            elif child.tag in _TRANSPARENT:
                yield from self._block_elements(child)
            elif child.tag == MC + "AlternateContent":
                for branch in _shown(child):
                    yield from self._block_elements(branch)
            elif child.tag == W + "altChunk":
                self.aside.foreign += 1

    def _numbered(self, element: Element, paragraph: WordParagraph) -> WordParagraph:
        hidden = is_on(find(element, "pPr/rPr"), "vanish")
        if not paragraph.words.strip() and hidden:
            return paragraph
        label = self._numbering.label(element)
        if not paragraph.words.strip() and not any(c.isalnum() for c in label):
            return paragraph  # a bullet before nothing says nothing; an empty numbered cell is a row number
        return replace(paragraph, label=label)

    def _table(self, element: Element) -> WordTable:
        grid = read_grid(element)
        self.aside.deleted.extend(grid.deleted)
        bold = find_bold_cells(element, grid, self._styles)
        around = self._table_is_bold
        cells = []
        for cell in grid.cells:
            self._table_is_bold = cell in bold
            cells.append(WordCell(cell, self.blocks(cell.element)))
        self._table_is_bold = around
        return WordTable(grid.rows, grid.columns, tuple(cells), has_vertical_rules(element, grid, self._styles))

    def _paragraph(self, element: Element, carried: str) -> tuple[WordParagraph, list[Element]]:
        run = _Run(element, [carried])
        self._fields = [False] * len(self._fields)  # an instruction never goes on into the next paragraph
        self._walk(element, run)
        paragraph = WordParagraph(
            "".join(run.words),
            bold=0 < run.letters == run.bold_letters,
            centred=self._styles.is_centred(element),
            page_number=run.page_number,
        )
        return paragraph, run.boxes

    def _walk(self, parent: Element, run: _Run) -> None:
        for child in parent:
            if child.tag == W + "r" or child.tag == MATH + "r":
                self._run(child, run)
            elif child.tag in _TRANSPARENT:
                run.page_number |= bool(_PAGE_FIELD.search(child.get(W + "instr", "")))
                self._walk(child, run)
            elif child.tag == MC + "AlternateContent":
                for branch in _shown(child):
                    self._walk(branch, run)
            elif child.tag in _REMOVED:
                words = "".join(t.text or "" for t in child.iter(W + "t", W + "delText"))
                if words.strip():
                    self.aside.deleted.append(words)
            elif child.tag.startswith(MATH):
                self._walk(child, run)

    def _run(self, element: Element, run: _Run) -> None:
        is_hidden = self._styles.run_is("vanish", element, run.element)
        words = "".join(self._pieces(element, run))
        if is_hidden or not words:
            return
        if self._styles.run_is("caps", element, run.element):
            words = words.upper()
        letters = sum(c.isalpha() for c in words)
        run.words.append(words)
        run.letters += letters
        if letters and self._styles.run_is("b", element, run.element, self._table_is_bold):
            run.bold_letters += letters

    def _pieces(self, element: Element, run: _Run) -> Iterator[str]:
        fonts = find(element, "rPr/rFonts")
        font = "" if fonts is None else fonts.get(W + "ascii", "")
        for child in element:
            tag = child.tag
            if tag in _PICTURES:
                self.aside.pictures += 1
                self.aside.large_pictures += is_large_picture(child)
                run.boxes.extend(_text_boxes(child))
            elif tag == MC + "AlternateContent":
                for branch in _shown(child):
                    yield from self._pieces(branch, run)
            elif tag == W + "fldChar":
                self._field(child)
            elif tag == W + "instrText":
                run.page_number |= bool(_PAGE_FIELD.search(child.text or ""))
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                kind: NoteKind = "footnotes" if tag == W + "footnoteReference" else "endnotes"
                self.aside.notes.append((kind, child.get(W + "id", "")))
            elif any(self._fields):
                continue
            elif tag in (W + "t", MATH + "t"):
                yield _from_symbol_font(child.text or "", font)
            elif tag == W + "sym":
                yield _symbol(child)
            else:
                yield _CHARACTERS.get(tag, "")

    def _field(self, mark: Element) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()


def _shown(element: Element) -> Iterator[Element]:
    """The one branch of mc:AlternateContent that is shown: the newer form, unless only the old one has words."""
    choice: Element | None = element.find(MC + "Choice")
    fallback: Element | None = element.find(MC + "Fallback")
    if choice is None or (fallback is not None and not _has_text(choice) and _has_text(fallback)):
        choice = fallback
    if choice is not None:
        yield choice


def _has_text(element: Element) -> bool:
    return next(element.iter(W + "t"), None) is not None


def _text_boxes(element: Element) -> Iterator[Element]:
    """The outermost text boxes of a drawing (an inner one is met again inside its outer one)."""
    for child in element:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag == MC + "AlternateContent":
            for branch in _shown(child):
                yield from _text_boxes(branch)
        else:
            yield from _text_boxes(child)


def _from_symbol_font(words: str, font: str) -> str:
    if not _SYMBOL_FONT.match(font):
        return words
    return "".join(_sign(ord(c), font) if 0x20 < ord(c) < 0x100 or 0xF000 <= ord(c) < 0xF100 else c for c in words)


def _symbol(element: Element) -> str:
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    font = element.get(W + "font", "")
    return _sign(code, font) if _SYMBOL_FONT.match(font) else chr(code)


def _sign(code: int, font: str) -> str:
    """The sign at ``code`` of a symbol font: Unicode where it is known, else the private-use point of a bullet."""
    place = code & 0xFF
    if font.lower() == "symbol" and (place in _SYMBOL_SIGNS or chr(place) in _SYMBOL_ASCII):
        return _SYMBOL_SIGNS.get(place, chr(place))
    return chr(0xF000 + place)


def paragraphs_of(blocks: Iterable[Block]) -> Iterator[WordParagraph]:
    """All paragraphs of ``blocks`` in reading order, those of tables in their place."""
    for block in blocks:
        if isinstance(block, WordParagraph):
            yield block
        else:
            for cell in block.cells:
                yield from paragraphs_of(cell.blocks)
