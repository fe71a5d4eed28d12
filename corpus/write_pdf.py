"""Sets a sample plan as a PDF in the form of Nghị định 30/2020/NĐ-CP (page size, margins, header, foot, page numbers).

The bytes are reproducible: ReportLab runs with ``invariant`` and the stamped words are added by pikepdf with a
deterministic id. The page on which each block begins is recorded while it is drawn.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, takewhile
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm, mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from sample import ABOVE, LEFT, STAMP, Block, Sample, words_of

FAMILIES = (  # the first one that is installed and has every Vietnamese letter
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf"),
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf"),
)
LETTERS = "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĂĐƠƯẤẾ“”–…≤≥•"
MARGINS = {"top": 20 * mm, "bottom": 20 * mm, "left": 30 * mm, "right": 17 * mm}  # NĐ 30/2020, Phụ lục I
NBSP = "\u00a0"


@dataclass(slots=True)
class Stamp:
    """Words that stand in an annotation instead of on the page; x and y in points from the lower left corner."""

    page: int
    x: float
    y: float
    words: str
    size: float


@dataclass(slots=True)
class Record:
    """What is learnt while drawing."""

    pages: dict[str, int] = field(default_factory=dict)
    stamps: list[Stamp] = field(default_factory=list)
    rotated: list[int] = field(default_factory=list)


def register_fonts() -> str:
    """Register a Vietnamese serif family as ``Serif`` and give the file name of its regular face."""
    for regular, bold, italic in FAMILIES:
        try:
            faces = [TTFont("Serif", regular), TTFont("Serif-Bold", bold), TTFont("Serif-Italic", italic)]
        except TTFError:
            continue
        if all(ord(letter) in face.face.charToGlyph for face in faces for letter in LETTERS):
            for face in faces:
                pdfmetrics.registerFont(face)
            pdfmetrics.registerFontFamily("Serif", "Serif", "Serif-Bold", "Serif-Italic", "Serif-Bold")
            return regular
    raise RuntimeError("no serif font with Vietnamese letters is installed (Debian: fonts-liberation2)")


def style(name: str, **changes: Any) -> ParagraphStyle:
    base = {"fontName": "Serif", "fontSize": 13.5, "leading": 18, "spaceAfter": 4.5, "alignment": TA_JUSTIFY}
    return ParagraphStyle(name, **{**base, **changes})


INDENTED: dict[str, Any] = {"firstLineIndent": 1.1 * cm}
HEAD: dict[str, Any] = {"alignment": TA_CENTER, "fontSize": 12.5, "leading": 15.5, "spaceAfter": 0}
CELL: dict[str, Any] = {"alignment": TA_LEFT, "fontSize": 11.5, "leading": 14, "spaceAfter": 0}
STYLES = {
    "p": style("p", **INDENTED),
    "basis": style("basis", **INDENTED, fontName="Serif-Italic"),
    "h1": style("h1", **INDENTED, fontName="Serif-Bold", spaceBefore=4, keepWithNext=1),
    "h2": style("h2", **INDENTED, fontName="Serif-Bold", keepWithNext=1),
    "h3": style("h3", **INDENTED, fontName="Serif-Bold", keepWithNext=1),
    "h4": style("h4", **INDENTED, keepWithNext=1),
    "centred": style("centred", alignment=TA_CENTER, fontName="Serif-Italic"),
    "title": style("title", alignment=TA_CENTER, fontName="Serif-Bold", spaceAfter=0),
    "head": style("head", **HEAD),
    "head_bold": style("head_bold", **HEAD, fontName="Serif-Bold"),
    "head_italic": style("head_italic", **HEAD, fontName="Serif-Italic"),
    "recipients": style("recipients", alignment=TA_LEFT, fontSize=11, leading=13, spaceAfter=0),
    "cell": style("cell", **CELL),
    "cell_middle": style("cell_middle", **{**CELL, "alignment": TA_CENTER}),
    "cell_bold": style("cell_bold", **CELL, fontName="Serif-Bold"),
    "cell_head": style("cell_head", **{**CELL, "alignment": TA_CENTER}, fontName="Serif-Bold"),
}
BARE = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0)]  # fmt: skip
RULED = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
         ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3)]  # fmt: skip

UNRULED = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]


class Marked(Paragraph):  # type: ignore[misc]
    """A paragraph that records the page of its first line and the places of its stamped words."""

    record: Record | None = None
    key = ""
    printed = ""

    def split(self, width: float, height: float) -> list[Flowable]:
        parts: list[Flowable] = super().split(width, height)
        for part in parts:
            part.record, part.key = self.record, self.key
        return parts

    def draw(self) -> None:
        if self.record is not None:
            page = self.canv.getPageNumber()
            if self.key:
                self.record.pages.setdefault(self.key, page)
            self._note_stamps(page)
        super().draw()

    def _note_stamps(self, page: int) -> None:
        """A stamped line is one line, centred in its column."""
        if self.record is None or not STAMP.search(self.printed):
            return
        font, size = self.style.fontName, self.style.fontSize
        line = blanked(self.printed)
        start = (self.width - pdfmetrics.stringWidth(line, font, size)) / 2
        left, bottom = self.canv.absolutePosition(0, 0)
        for found in STAMP.finditer(self.printed):
            before = pdfmetrics.stringWidth(blanked(self.printed[: found.start()]), font, size)
            y = bottom + self.height - size
            self.record.stamps.append(Stamp(page, left + start + before + 2, y, found.group(1), size))


def blanked(text: str) -> str:
    """The line as it stands on the page: a blank, wide enough to write in, for each stamped word."""
    return STAMP.sub(lambda found: NBSP * (2 * len(found.group(1)) + 2), text)


def paragraph(text: str, look: str, record: Record | None = None, key: str = "") -> Marked:
    """A paragraph in one of STYLES; ``text`` is plain, not markup."""
    made = Marked(escape(blanked(text)), STYLES[look])
    made.record, made.key, made.printed = record, key, text
    return made


def two_columns(left: Sequence[Flowable], right: Sequence[Flowable], widths: Sequence[float]) -> Table:
    """The borderless table of the form's header and foot."""
    table = Table([[list(left), list(right)]], colWidths=list(widths))
    table.setStyle(TableStyle(BARE))
    return table


def rule(width: str) -> HRFlowable:
    return HRFlowable(width=width, thickness=0.6, color=colors.black, spaceBefore=2, spaceAfter=8)


def header(content: Mapping[str, Any], record: Record) -> list[Flowable]:
    """Quốc hiệu, tiêu ngữ, agency, number, place and date (NĐ 30/2020, Điều 8); a Party header where it says so."""
    left: list[Flowable] = [paragraph(line, "head") for line in content.get("above", [])]
    left += [paragraph(line, "head_bold") for line in content["left"]]
    left += [paragraph("*", "head")] if content.get("party") else [rule("30%")]
    left += [paragraph(content["number"], "head", record)]
    left += [paragraph(line, "head") for line in content.get("subject", [])]
    if content.get("party"):
        right: list[Flowable] = [paragraph("ĐẢNG CỘNG SẢN VIỆT NAM", "head_bold"), rule("75%"), Spacer(1, 12)]
    else:
        right = [paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "head_bold")]
        right += [paragraph("Độc lập - Tự do - Hạnh phúc", "head_bold"), rule("55%")]
    right.append(paragraph(content["place"], "head_italic", record))
    return [two_columns(left, right, (6.2 * cm, 10.1 * cm)), Spacer(1, 12)]


def foot(content: Mapping[str, Any]) -> list[Flowable]:
    """Nơi nhận and the signature."""
    left: list[Flowable] = [Marked("<b><i>Nơi nhận:</i></b>", STYLES["recipients"])]
    left += [paragraph(line, "recipients") for line in content["recipients"]]
    right: list[Flowable] = [paragraph(line, "head_bold") for line in content["sign"]]
    right += [Spacer(1, 52), paragraph(content["signer"], "head_bold")]
    return [Spacer(1, 8), two_columns(left, right, (8.1 * cm, 8.2 * cm))]


class CutTable(Table):  # type: ignore[misc]
    """A table that a page's end may cut also inside cells merged over rows, as Word does.

    ReportLab gives up there, or fails where such a cell is aligned to the middle (an unset variable in _splitRows).
    """

    def split(self, width: float, height: float) -> list[Flowable]:
        try:
            parts: list[Flowable] = super().split(width, height)
        except UnboundLocalError:
            parts = []
        if not parts and self._cut_merged(self._whole_rows(height)):
            parts = super().split(width, height)
        return parts

    def _whole_rows(self, height: float) -> int:
        """How many rows from the top are not taller than ``height``."""
        tops = accumulate(row for row in takewhile(lambda row: row is not None, self._rowHeights))
        return sum(top <= height for top in tops)

    def _cut_merged(self, row: int) -> bool:
        """Make two of each merged cell that goes on at ``row``; its words stay in the part with more rows."""
        cut = [span for span in self._spanCmds if span[1][1] < row <= span[2][1]] if row > self.repeatRows else []
        for command, (left, top), (right, bottom) in cut:
            self._spanCmds.remove((command, (left, top), (right, bottom)))
            self._spanCmds += [
                (command, (left, first), (right, last)) for first, last in ((top, row - 1), (row, bottom))
                if (left, first) != (right, last)
            ]  # fmt: skip
            if bottom - row > row - 1 - top:
                self._cellvalues[row][left], self._cellvalues[top][left] = self._cellvalues[top][left], ""
        if cut:
            self._spanRects = {}
        return bool(cut)


class RuledTable(CutTable):
    """A table with a rule around each of its parts, also where a page end cuts a row, as Word draws it."""

    def draw(self) -> None:
        super().draw()
        self.canv.setLineWidth(0.5)
        self.canv.rect(0, 0, self._width, self._height)
        head = self._height - sum(self._rowHeights[: self.repeatRows])
        self.canv.line(0, head, self._width, head)


def header_rows(table: Mapping[str, Any]) -> list[list[str]]:
    return [list(row) for row in table["columns"]]


def spans(rows: Sequence[Sequence[str]]) -> list[tuple[Any, ...]]:
    """ReportLab SPAN commands for the cells marked as merged."""
    found: list[tuple[Any, ...]] = []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell in (ABOVE, LEFT):
                continue
            bottom, right = r, c
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            while bottom + 1 < len(rows) and rows[bottom + 1][c] == ABOVE:
                bottom += 1
            if (bottom, right) != (r, c):
                found.append(("SPAN", (c, r), (right, bottom)))
    return found


def table(block: Block, record: Record) -> list[Flowable]:
    """A table whose header is repeated on each page (unless ``repeat`` is false); a page's end may cut a row.

    ``ruled: false`` leaves out the rules: columns that are aligned and nothing more.
    """
    content = block.content
    middle = set(content.get("middle", []))

    def look_of(row: Mapping[str, Any], column: int) -> str:
        return "cell_bold" if "group" in row else "cell_middle" if column in middle else "cell"

    head, rows = header_rows(content), [[str(c) for c in row.get("row") or row["group"]] for row in content["rows"]]
    cells: list[list[Any]] = [[cell_of(text, "cell_head", None, "") for text in row] for row in head]
    for index, (row, printed) in enumerate(zip(content["rows"], rows, strict=True)):
        keys = {content["fields"]["task"]: f"{block.key}r{index}"}
        cells.append([cell_of(text, look_of(row, c), record, keys.get(c, "")) for c, text in enumerate(printed)])
    top_rows = [number for number, row in enumerate(content["rows"], len(head)) if row.get("top")]
    tops = [("VALIGN", (0, number), (-1, number), "TOP") for number in top_rows]
    widths = [width * cm for width in content["widths"]]
    kind, look = (RuledTable, RULED) if content.get("ruled", True) else (CutTable, UNRULED)
    repeated = len(head) if content.get("repeat", True) else 0
    made = kind(cells, colWidths=widths, repeatRows=repeated, splitByRow=0, splitInRow=30)
    made.setStyle(TableStyle([*look, *tops, *spans([*head, *rows])]))
    return [made, Spacer(1, 8)]


def cell_of(text: str, look: str, record: Record | None, key: str) -> list[Flowable] | str:
    if text in (ABOVE, LEFT, ""):
        return ""
    first, *more = text.split("\n")
    return [paragraph(first, look, record, key), *(paragraph(line, look) for line in more)]


def flowables(sample: Sample, record: Record) -> list[Flowable]:
    made: list[Flowable] = []
    for block in sample.blocks:
        if block.kind == "header":
            made += header(block.content, record)
        elif block.kind == "foot":
            made += foot(block.content)
        elif block.kind == "table":
            made += table(block, record)
        elif block.kind == "page":
            made += [NextPageTemplate(block.content), PageBreak()]
        elif block.kind == "title":
            made += [paragraph(words_of(line), "title", record) for line in block.content]
            made.append(Spacer(1, 6) if block.notes.get("bare") else rule("22%"))
        elif block.kind == "kinh_gui":
            made += [paragraph(line, "head", record) for line in block.content] + [Spacer(1, 8)]
        else:
            made.append(paragraph(block.text, block.notes.get("look", block.kind), record, block.key))
    return made


def number_page(canvas: Any, template: Any) -> None:
    """The page number stands in the middle of the top margin, not on the first page (NĐ 30/2020, Phụ lục I)."""
    if canvas.getPageNumber() > 1:
        canvas.setFont("Serif", 13)
        width, height = canvas._pagesize
        canvas.drawCentredString(width / 2, height - 13 * mm, str(canvas.getPageNumber()))


def page_template(name: str, size: tuple[float, float], record: Record) -> PageTemplate:
    """``rotated`` is a landscape page that is stored upright and turned by the viewer (/Rotate), as Word saves it."""

    def begin(canvas: Any, template: Any) -> None:
        number_page(canvas, template)
        if name == "rotated":
            record.rotated.append(canvas.getPageNumber())

    width, height = size
    sides = MARGINS if name == "portrait" else {**MARGINS, "left": 20 * mm, "right": 20 * mm}
    frame = Frame(sides["left"], sides["bottom"], width - sides["left"] - sides["right"],
                  height - sides["top"] - sides["bottom"], 0, 0, 0, 0)  # fmt: skip
    return PageTemplate(id=name, frames=[frame], pagesize=size, onPage=begin)


def pdf_of(sample: Sample) -> tuple[bytes, dict[str, int]]:
    """The PDF of a sample, and block key → page."""
    record, buffer = Record(), io.BytesIO()
    template = BaseDocTemplate(buffer, pagesize=A4, invariant=1, title=sample.data.get("subject", ""),
                               author="corpus", creator="corpus/make.py")  # fmt: skip
    sizes = {"portrait": A4, "landscape": landscape(A4), "rotated": landscape(A4)}
    template.addPageTemplates([page_template(name, size, record) for name, size in sizes.items()])
    template.build(flowables(sample, record))
    content = turned(buffer.getvalue(), record.rotated) if record.rotated else buffer.getvalue()
    return (stamped(content, record.stamps) if record.stamps else content), record.pages


def turned(content: bytes, pages: Sequence[int]) -> bytes:
    """Stores the pages upright, their drawing turned to the left, with /Rotate 90: they look as before."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for number in pages:
            page = pdf.pages[number - 1]
            width, height = (float(edge) for edge in page.mediabox[2:])
            page.contents_add(f"q 0 1 -1 0 {height:.4f} 0 cm".encode(), prepend=True)
            page.contents_add(b"Q")
            page.MediaBox = pikepdf.Array([0, 0, height, width])
            page.Rotate = 90
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def stamped(content: bytes, stamps: Sequence[Stamp]) -> bytes:
    """Adds a signature-like widget for each stamp: its words stand in the appearance stream alone (/AP /N)."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name("/Times-Roman"),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )
        fields = []
        for index, stamp in enumerate(stamps, 1):
            width, height = len(stamp.words) * stamp.size * 0.55 + 2, stamp.size * 1.3
            drawing = f"q BT /F1 {stamp.size} Tf 1 {stamp.size * 0.3:.2f} Td ({stamp.words}) Tj ET Q".encode("ascii")
            look = pdf.make_stream(drawing, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                                   BBox=pikepdf.Array([0, 0, round(width, 2), round(height, 2)]),
                                   Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)))  # fmt: skip
            bottom = stamp.y - stamp.size * 0.3
            box = [stamp.x, bottom, stamp.x + width, bottom + height]
            widget = pdf.make_indirect(pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T=f"Signature{index}", F=132,
                Rect=pikepdf.Array([round(edge, 2) for edge in box]), AP=pikepdf.Dictionary(N=look)))  # fmt: skip
            page = pdf.pages[stamp.page - 1]
            if "/Annots" not in page:
                page.Annots = pikepdf.Array()
            page.Annots.append(widget)
            fields.append(widget)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
