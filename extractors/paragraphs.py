"""From printed lines to paragraphs: wrapped lines and sentences over page breaks are joined again.

Where the page's geometry is known, a line that reaches the right margin goes on in a next line that starts at the left
margin (the form of Nghị định 30/2020/NĐ-CP indents the first line of a paragraph). Without geometry, punctuation and
the first letter decide. A line that starts with a mark of the outline starts a paragraph, unless the words around it
show that the "mark" is the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from extractors.document import Column, Document, Line, Span, Table
from extractors.markers import Marker, read_markers
from extractors.type_lines import find_type

_FURTHEST = 38.0  # points: no first line is indented further (Nghị định 30/2020/NĐ-CP: 1 to 1.27 cm)
INDENT = 9.0  # points: less is noise, a first-line indent is 1 to 1.27 cm (28 to 36 points)
_ENDS_SENTENCE = re.compile(r"[.;:!?…”\"»]\s*$")
_OPEN_NUMBER = re.compile(r"\b(?:số|[Qq]uyết định|[Nn]ghị định|[Tt]hông tư|[Cc]hỉ thị|[Kk]ế hoạch|[Cc]ông văn)$")
_NUMBER_BEGINS = re.compile(r"\d+[\w-]*/[\w/-]*[A-ZĐ]|\d+-[A-ZĐ]+/")
_OPEN_END = re.compile(
    r"(?:[,\-–(/]|\b(?:và|của|năm|ngày|tháng|số|các|cho|với|tại|theo|về|hoặc|trong|để|là|được|từ|đến))\s*$", re.I
)
_HYPHENATED = re.compile(
    r"\b(?:(?:chính\s+trị|kinh\s+tế|văn\s+h(?:óa|oá))\s*\n?[-–]\s*xã\s+hội|văn\s+h(?:óa|oá)\s*[-–]\s*thông\s+tin|"
    r"thương\s+binh\s*[-–]\s*xã\s+hội|lao\s+động\s*[-–]\s*thương\s+binh|tài\s+chính\s*[-–]\s*kế\s+hoạch|"
    r"quốc\s+phòng\s*[-–]\s*an\s+ninh|thể\s+dục\s*[-–]\s*thể\s+thao|bưu\s+chính\s*[-–]\s*viễn\s+thông)\b",
    re.I,
)
_RULE = re.compile(r"[\s\-_*=—–]{3,}")  # the line drawn below a head: "-------" / "Số: 185/KH-UBND"
_RECEIVERS = re.compile(r"[NM]\w{1,2}\s+nhận\s*:")  # on a scan the seal above them leaves marks that are no sentence
# "gửi về địa chỉ email:" / "vanthu@tinh.gov.vn": one word, which stands on a line of its own because it is long.
_ADDRESS_FOLLOWS = re.compile(
    r"\b(?:e-?mail|mail|địa\s+chỉ|thư\s+điện\s+tử|website|trang\s+web|đường\s+(?:link|dẫn))\s*:$", re.I
)
_LIST_END = re.compile(r"[.;:!?…]\W*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its span (line breaks inside stay), the page and side it begins on, and how it is printed."""

    span: Span
    page: int | None = None
    bold: bool = False
    centred: bool = False
    column: Column = "body"
    lines: int = 1


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float

    def full(self, line: Line) -> bool:
        """Does the line reach (nearly) the right margin?"""
        return line.box is not None and line.box.x1 >= self.right - 0.14 * (self.right - self.left)

    def indented(self, line: Line) -> bool:
        return line.box is not None and line.box.x0 > self.left + INDENT


def join_lines(document: Document) -> list[Paragraph | Table]:
    """The body as paragraphs and tables, in reading order."""
    margins = _page_margins(document)
    width = _wrapped_at(document)
    joined: list[Paragraph | Table] = []
    pending: list[Line] = []
    for item in document.body:
        if isinstance(item, Table):
            joined.extend(_close(pending))
            pending = []
            joined.append(item)
            continue
        if pending and not _goes_on(document.text, pending, item, margins, width):
            joined.extend(_close(pending))
            pending = []
        pending.append(item)
    joined.extend(_close(pending))
    return joined


def _close(lines: list[Line]) -> Iterator[Paragraph]:
    if lines:
        first, last = lines[0], lines[-1]
        yield Paragraph(
            Span(first.span.start, last.span.end),
            first.page,
            all(line.bold for line in lines),
            all(line.centred for line in lines),
            first.column,
            len(lines),
        )


def _page_margins(document: Document) -> dict[int | None, _Margins]:
    """Left and right margin of each page's running text; a page with few lines takes its neighbours' margins."""
    by_page: dict[int | None, list[Line]] = {}
    for item in document.body:
        if isinstance(item, Line) and item.box is not None and item.column == "body" and not item.centred:
            by_page.setdefault(item.page, []).append(item)
    margins: dict[int | None, _Margins] = {}
    drawn = {page.number for page in document.pages if page.recognised is not None}
    for page, lines in by_page.items():
        lefts = sorted(line.box.x0 for line in lines if line.box)
        rights = sorted(line.box.x1 for line in lines if line.box)
        if len(lines) >= 4:
            # Half of the lines of running text start at the left margin; the outermost few may hang out of it.
            left = next((x for i, x in enumerate(lefts[:-1]) if lefts[i + 1] - x < 2), lefts[0])
            if page in drawn:
                left = _without_dirt(lefts, left)
            margins[page] = _Margins(left, rights[-max(1, len(rights) // 4)])
    usual = list(margins.values())
    for page in by_page:
        if page not in margins and usual:
            margins[page] = _Margins(median(m.left for m in usual), median(m.right for m in usual))
    return margins


def _without_dirt(starts: list[float], left: float) -> float:
    """``left``, or where the text begins if only a few lines, read from a stamp, begin further out than an indent."""
    usual = max(starts, key=lambda start: sum(abs(start - other) < 2 for other in starts))
    outside = [start for start in starts if start < usual - _FURTHEST]
    return usual if left < usual - _FURTHEST and len(outside) < len(starts) / 8 else left


def _wrapped_at(document: Document) -> int | None:
    """The width in characters at which the lines of a copy without geometry are broken; None where they are not."""
    lengths = sorted(len(item.span) for item in document.body if isinstance(item, Line) and item.box is None)
    if len(lengths) < 12:
        return None
    widest = lengths[-max(1, len(lengths) // 20)]
    full = sum(0.85 * widest <= length <= widest for length in lengths)
    return widest if 50 <= widest <= 140 and full > 0.4 * len(lengths) else None


def _goes_on(
    text: str, pending: list[Line], line: Line, margins: dict[int | None, _Margins], width: int | None = None
) -> bool:
    """Is ``line`` the continuation of the paragraph whose lines are ``pending``?"""
    last = pending[-1]
    if last.whole or line.whole or last.column != line.column:
        return False
    if line.column != "body":
        return False
    before, after = last.span.cut(text).rstrip(), line.span.cut(text).lstrip()
    if _RULE.fullmatch(before) or _RULE.fullmatch(after.rstrip()) or _RECEIVERS.match(after):
        return False
    if before.endswith("./."):
        return False  # the mark that closes the text (Nghị định 30/2020/NĐ-CP, Phụ lục I)
    if _ADDRESS_FOLLOWS.search(before) and not re.search(r"\s", after.rstrip()):
        return True
    marks = read_markers(text, line.span)
    here, there = margins.get(last.page), margins.get(line.page)
    if last.box is None or line.box is None or here is None or there is None:
        full = width is not None and len(before) >= 0.85 * width
        return _goes_on_in_words(before, after, marks, full)
    if before.startswith("(") and before.count("(") > before.count(")") and last.page == line.page:
        return True  # "(Ban hành kèm theo Quyết định số … / của Chủ tịch …)"
    if last.centred or line.centred:
        return _one_heading(text, pending, line, marks)
    if here.full(last) and _OPEN_NUMBER.search(before) and _NUMBER_BEGINS.match(after):
        return True  # "… theo Quyết định số / 12/QĐ-UBND", also where "12/" looks like a mark
    if there.indented(line):
        # Inside a list whose items hang, continuation lines are indented as far as the line before.
        hanging = len(pending) > 1 and abs(line.box.x0 - last.box.x0) < 3 and last.box.x0 > there.left + INDENT
        return (hanging and here.full(last) and not marks) or (
            after[:1].islower() and not marks and here.full(last) and not _LIST_END.search(before)
        )
    if here.full(last):
        inside = _mark_inside_sentence(before, marks) or _closes_bracket(before, after)
        return not marks or inside or _hyphen_inside_words(before, after)
    return after[:1].islower() and not marks and not _ENDS_SENTENCE.search(before)


def _goes_on_in_words(before: str, after: str, marks: list[Marker], full: bool) -> bool:
    """``full``: the line before is as long as the lines of this copy get, so it may be broken anywhere."""
    if not before or not after:
        return False
    if full and not marks and not _ENDS_SENTENCE.search(before) and before.isupper() == after.isupper():
        return True
    if marks:
        return (_mark_inside_sentence(before, marks) and after[:1].isdigit()) or _hyphen_inside_words(before, after)
    if after[0].islower():
        return not re.search(r"[.!?:…]\W*$", before)
    if before.rfind("(") > before.rfind(")") and re.match(r"[^().;:]{1,80}\)", after):
        return True  # "(qua Chi cục / Kiểm lâm) trước 15 giờ": a bracket that the line before opened
    if _OPEN_END.search(before):
        if before.isupper():
            return after.isupper()
        return not (after.isupper() and len(after.split()) > 2)  # "Lượt xem: 18 · Tải về" / "ỦY BAN NHÂN DÂN"
    return False


def _mark_inside_sentence(before: str, marks: list[Marker]) -> bool:
    """``... Tài chính / - Kế hoạch``, ``... ngày / 14. ...``: the words before it are left open."""
    if not _OPEN_END.search(before):
        return False
    return not any(marker.family in ("roman", "article", "annex", "part") for marker in marks)


def _closes_bracket(before: str, after: str) -> bool:
    """``... (thông qua Sở Kế hoạch và Đầu / tư) trước ngày ...``: a bracket that the line before opened."""
    return before.rfind("(") > before.rfind(")") and re.match(r"\w{1,3}\)", after) is not None


def _hyphen_inside_words(before: str, after: str) -> bool:
    """``tổ chức chính trị / - xã hội``: the hyphen of a fixed pair of words, broken before it."""
    return any(m.start() < 40 < m.end() for m in _HYPHENATED.finditer(f"{before[-40:]:>40}{after[:40]}"))


def _one_heading(text: str, pending: list[Line], line: Line, marks: list[Marker]) -> bool:
    """A title in capitals (or one bold title) over several centred lines; never the mark line of an annex alone."""
    last = pending[-1]
    if marks or not (last.centred and line.centred) or last.bold != line.bold or last.box is None or line.box is None:
        return False
    words, next_words = last.span.cut(text), line.span.cut(text)
    if last.page != line.page or line.box.top - last.box.bottom > 14:
        return False
    if words.strip().startswith(("Phụ lục", "PHỤ LỤC", "(")) or next_words.strip().startswith("("):
        return False
    return words.isupper() == next_words.isupper() and find_type(words) is None
