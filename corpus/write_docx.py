"""Sets a sample plan as a Word file: borderless header table, real automatic numbering, merged cells.

The bytes are reproducible: fixed core properties, and the members of the zip carry one fixed time.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from sample import ABOVE, HEADINGS, LEFT, Block, Sample, marker_of, plain, without_marker, words_of

FIXED_TIME = (2026, 1, 1, 0, 0, 0)
LISTS: Mapping[str, Sequence[tuple[str, str]]] = {  # list name → its levels: (number format, text)
    "outline": (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3.")),
    "arabic": (("decimal", "%1."), ("lowerLetter", "%2)")),
    "letters": (("lowerLetter", "%1)"),),
    "dash": (("bullet", "-"), ("bullet", "+")),
    "symbol": (("bullet", "\uf0b7"),),
}
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


class Numbering:
    """Word lists of one file. The printed marker of the YAML is the check on what Word will show."""

    def __init__(self, document: Any) -> None:
        self._root = document.part.numbering_part.element
        for child in list(self._root):
            self._root.remove(child)  # the template's own lists
        self._abstract: dict[str, str] = {}
        self._current: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._numbers = 0

    def apply(self, paragraph: Any, spec: str, printed: str) -> None:
        """Number ``paragraph`` as level L of a list (``spec`` = ``outline.1``); ValueError if Word would differ."""
        name, _, level_text = spec.partition(".")
        level = int(level_text or 0)
        if name not in self._current or (LISTS[name][level][0] != "bullet" and self._next(name, level) != printed):
            self._start(name, level)
        counts = self._counts[name]
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(counts) - level - 1)
        if LISTS[name][level][0] != "bullet" and self._label(name, level, counts) != printed:
            raise ValueError(f"Word would print {self._label(name, level, counts)!r}, the text has {printed!r}")
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = int(self._current[name])

    def _next(self, name: str, level: int) -> str:
        counts = list(self._counts[name])
        counts[level] += 1
        return self._label(name, level, counts)

    @staticmethod
    def _label(name: str, level: int, counts: Sequence[int]) -> str:
        text = LISTS[name][level][1]
        for index, (form, _) in enumerate(LISTS[name]):
            count = counts[index]
            shown = ROMAN[count] if form == "upperRoman" else chr(96 + count) if form == "lowerLetter" else str(count)
            text = text.replace(f"%{index + 1}", shown)
        return text

    def _start(self, name: str, level: int) -> None:
        """A new w:num on the list; where the list was used before it restarts at 1."""
        again = name in self._abstract
        if not again:
            self._abstract[name] = str(len(self._abstract))
            self._define(name)
        self._numbers += 1
        made = element("w:num", numId=str(self._numbers))
        made.append(element("w:abstractNumId", val=self._abstract[name]))
        if again:
            override = element("w:lvlOverride", ilvl=str(level))
            override.append(element("w:startOverride", val="1"))
            made.append(override)
        self._root.append(made)
        self._current[name] = str(self._numbers)
        self._counts[name] = [0] * len(LISTS[name])

    def _define(self, name: str) -> None:
        abstract = element("w:abstractNum", abstractNumId=self._abstract[name])
        abstract.append(element("w:multiLevelType", val="multilevel"))
        for index, (form, text) in enumerate(LISTS[name]):
            level = element("w:lvl", ilvl=str(index))
            level.append(element("w:start", val="1"))
            level.append(element("w:numFmt", val=form))
            level.append(element("w:lvlText", val=text))
            level.append(element("w:lvlJc", val="left"))
            if text == "\uf0b7":
                fonts = element("w:rPr")
                fonts.append(element("w:rFonts", ascii="Symbol", hAnsi="Symbol"))
                level.append(fonts)
            abstract.append(level)
        first_num = self._root.find(qn("w:num"))
        if first_num is None:
            self._root.append(abstract)
        else:
            first_num.addprevious(abstract)  # the schema wants every abstractNum before the first num


class Writer:
    """Sets the blocks of a sample one after the other."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        self._document = Document()
        self._numbering = Numbering(self._document)
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = "Times New Roman", Pt(14)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
        normal.paragraph_format.space_after = Pt(6)
        self._margins(self._document.sections[0])

    @staticmethod
    def _margins(section: Any) -> None:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin = section.bottom_margin = Cm(2)
        section.left_margin, section.right_margin = Cm(3), Cm(1.7)

    def write(self) -> Any:
        for block in self._sample.blocks:
            if block.kind in ("header", "foot", "table", "title", "page", "kinh_gui"):
                getattr(self, f"_{block.kind}")(block)
            else:
                self._paragraph(block)
        if self._sample.blocks[-1].kind in ("table", "foot"):
            self._document.add_paragraph()  # Word wants a paragraph after the last table
        core = self._document.core_properties
        core.author = core.last_modified_by = "corpus"
        core.title = self._sample.data.get("subject", "")
        core.comments = ""
        core.created = core.modified = datetime(*FIXED_TIME)
        return self._document

    def _paragraph(self, block: Block) -> None:
        auto = block.notes.get("auto")
        text = plain(block.text)
        made = self._document.add_paragraph()
        if auto:
            self._numbering.apply(made, auto, marker_of(text))
            text = without_marker(text)
        look = block.notes.get("look", block.kind)
        run = made.add_run(text)
        run.bold = look in ("h1", "h2", "h3", "bold", "title") or None
        run.italic = look in ("basis", "centred") or None
        middle = look in ("centred", "title")
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.JUSTIFY
        if not middle and not auto:
            made.paragraph_format.first_line_indent = Cm(1.1)
        if block.kind in HEADINGS:
            made.paragraph_format.keep_with_next = True

    def _lines(self, cell: Any, lines: Sequence[tuple[str, str]], align: Any) -> None:
        """Fill a cell with (words, look) lines; look holds b and i for bold and italic."""
        for number, (words, look) in enumerate(lines):
            made = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            run = made.add_run(words)
            run.bold, run.italic = "b" in look or None, "i" in look or None
            run.font.size = Pt(11 if "s" in look else 13)
            made.alignment = align
            made.paragraph_format.space_after = Pt(0)

    def _header(self, block: Block) -> None:
        content = block.content
        left = [(line, "") for line in content.get("above", [])] + [(line, "b") for line in content["left"]]
        left += [("*", "")] if content.get("party") else [("-------", "")]
        left += [(plain(content["number"]), "")] + [(line, "") for line in content.get("subject", [])]
        if content.get("party"):
            right = [("ĐẢNG CỘNG SẢN VIỆT NAM", "b"), ("", "")]
        else:
            right = [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "b"), ("Độc lập - Tự do - Hạnh phúc", "b")]
            right.append(("---------------", ""))
        right.append((plain(content["place"]), "i"))
        self._two_cells(left, right, (6.3, 10.0), WD_ALIGN_PARAGRAPH.CENTER)
        self._document.add_paragraph()

    def _foot(self, block: Block) -> None:
        content = block.content
        left = [("Nơi nhận:", "bi")] + [(line, "s") for line in content["recipients"]]
        right = [(line, "b") for line in content["sign"]] + [("", "")] * 4 + [(content["signer"], "b")]
        self._two_cells(left, right, (8.2, 8.1), WD_ALIGN_PARAGRAPH.LEFT)

    def _two_cells(self, left: Any, right: Any, widths: tuple[float, float], left_align: Any) -> None:
        table = self._document.add_table(rows=1, cols=2)
        for cell, width in zip(table.rows[0].cells, widths, strict=True):
            cell.width = Cm(width)
        self._lines(table.rows[0].cells[0], left, left_align)
        self._lines(table.rows[0].cells[1], right, WD_ALIGN_PARAGRAPH.CENTER)

    def _title(self, block: Block) -> None:
        for line in block.content:
            made = self._document.add_paragraph()
            made.add_run(words_of(line)).bold = True
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            made.paragraph_format.space_after = Pt(2)

    def _kinh_gui(self, block: Block) -> None:
        for line in block.content:
            self._document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _page(self, block: Block) -> None:
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        if block.content == "landscape":
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Cm(29.7), Cm(21)
            section.left_margin = section.right_margin = Cm(2)
        else:
            self._margins(section)

    def _table(self, block: Block) -> None:
        content = block.content
        head = [list(row) for row in content["columns"]]
        rows = head + [[str(cell) for cell in row.get("row") or row["group"]] for row in content["rows"]]
        table = self._document.add_table(rows=len(rows), cols=len(rows[0]))
        if content.get("ruled", True):
            table.style = "Table Grid"
        merge(table, rows)
        for index, row in enumerate(rows):
            bold = index < len(head) or "group" in content["rows"][index - len(head)]
            for column, text in enumerate(row):
                cell = table.cell(index, column)
                if text in (ABOVE, LEFT):
                    continue
                align = WD_ALIGN_PARAGRAPH.CENTER if index < len(head) else WD_ALIGN_PARAGRAPH.LEFT
                self._lines(cell, [(line, "b" if bold else "") for line in text.split("\n")], align)
                cell.width = Cm(content["widths"][column])
        for row_number in range(len(head)):
            table.rows[row_number]._tr.get_or_add_trPr().append(element("w:tblHeader"))


def merge(table: Any, rows: Sequence[Sequence[str]]) -> None:
    """Merge the cells marked with ``^`` and ``<`` into the one that holds the words."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in (ABOVE, LEFT):
                continue
            bottom, right = r, c
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            while bottom + 1 < len(rows) and rows[bottom + 1][c] == ABOVE:
                bottom += 1
            if (bottom, right) != (r, c):
                table.cell(r, c).merge(table.cell(bottom, right))


def docx_of(sample: Sample) -> bytes:
    """The Word file of a sample, with one fixed time on every member of the zip."""
    buffer, fixed = io.BytesIO(), io.BytesIO()
    Writer(sample).write().save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for info in sorted(source.infolist(), key=lambda member: member.filename != "[Content_Types].xml"):
            member = zipfile.ZipInfo(info.filename, FIXED_TIME)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(member, source.read(info))
    return fixed.getvalue()
