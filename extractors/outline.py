"""The outline of a plan: every paragraph and table in one tree, nested by its printed marks.

Nested by a stack, not by fixed levels: a mark whose family is open closes everything down to it; a new family opens one
level deeper. So any house style gives a tree, and nothing of the text is left out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from extractors.document import Document, Span, Table
from extractors.forms import find_forms
from extractors.markers import Marker, follows, read_markers
from extractors.paragraphs import Paragraph, join_lines
from extractors.records import Issue
from extractors.roles import find_label
from extractors.text import clean, fold
from extractors.type_lines import find_type

NOWHERE = Span(0, 0)
Region = Literal["header", "body", "foot", "form"]

# Lower ranks hold higher ones when a family is met for the first time; a bullet never holds a numbered mark.
_RANKS = {
    "title": 0, "annex": 0, "part": 1, "chapter": 2, "section": 3, "subsection": 4, "capital": 5, "roman": 6,
    "article": 6, "number.1": 7, "number.2": 8, "number.3": 9, "number.4": 10, "number.5": 11, "number.1)": 12,
    "letter": 13, "letter.digit": 14, "bracket.number": 16, "bracket.roman": 16, "bracket.letter": 16,
}  # fmt: skip
_BULLET_RANK = 15
_NUMBERED = frozenset({"roman", "capital", "number.1", "number.2", "number.1)", "letter", "part", "chapter", "article"})
_PLAN_PART = re.compile(
    r"(?:muc dich|yeu cau|muc tieu|cac muc tieu|chi tieu|cac chi tieu|nhiem vu|cac nhiem vu|giai phap|"
    r"noi dung|to chuc thuc hien|phan cong|kinh phi|nguon kinh phi|che do bao cao|thong tin,? bao cao|ket qua|"
    r"danh gia|tinh hinh)\b"
)
_HEADER_LINE = re.compile(
    r"cong hoa xa hoi chu nghia|doc lap - tu do|dang cong san viet nam|^so ?:|^\s*[-_*=—–.]{3,}\s*$|^kinh gui|^v/v|"
    r"^hoa toc|^khan\b|^(?:uy ban nhan dan|ubnd|hoi dong nhan dan|so|ban|tinh uy|huyen uy|dang uy|dang bo|van phong|bo|"
    r"chinh phu|tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|chi cuc|cuc|trung tam|phong)\b[^.;:,]*$"
)
_NATIONAL_TITLE = re.compile(r"cong hoa xa hoi chu nghia|dang cong san viet nam")
_DATE_LINE = re.compile(r"^[^.;:]{2,60},?\s*ngày\s*[\d.…\s]*\s*tháng\s*[\d.…\s]*\s*năm\s*[\d.…\s]*$", re.IGNORECASE)
_FOOT_LINE = re.compile(
    r"^(?:[nm]\w{1,2} nhan ?:|noi nhan|[mn]o[ij] nh[ae]n\W*$|t/?m\.? |tm\. |kt\. |tl\. |tuq\. |k/t )"
)
# A post alone in capitals below the text: of who signs ("GIÁM ĐỐC" above a name, no "Nơi nhận", no "TM.").
_SIGNING_POST = re.compile(
    r"(?:q\. ?|quyen |pho )?(?:chu tich|(?:tong )?giam doc|(?:chi |tong )?cuc truong|hieu truong|vien truong|bi thu|"
    r"chanh van phong|chanh thanh tra|truong (?:ban|phong|khoa|doan|tram)|(?:tram|doi|to|hat) truong|chi huy truong)"
)
# A recipient and the signer's post read as one line below the closing words of a scan whose "Nơi nhận:" is spoiled.
_CLOSES = re.compile(r"tren day la\b|.*\./\.?$")
_POST_BEHIND = re.compile(
    r"\b(?:TM|KT|TL|TUQ)\s?\.\s?(?:CH[ỦÁI]|PHÓ|GIÁM|BỘ|TH[ỨỦ]|CỤC|[ỦU][YỶ]|HỘI|BAN|TRƯỞNG|TỔNG)|"
    r"\b(?:GIÁM ĐỐC|CHỦ TỊCH|CHÁNH VĂN PHÒNG|(?:CỤC|BỘ|THỨ) TRƯỞNG)\W*$"
)
_FOOT_WITHIN, _FOOT_WORDS = 3, 24  # lines; words of one of them
_ANNEX_TITLE = re.compile(
    r"^(?:DANH MỤC|BẢNG|BIỂU|LỘ TRÌNH|PHÂN CÔNG|TỔNG HỢP|MỘT SỐ|CÁC|NHIỆM VỤ|CHỈ TIÊU|KẾ HOẠCH)\b"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline: a paragraph (with its mark, if any) or a table, and what stands under it.

    ``words``: the paragraph without its mark. ``ordinal``: place in reading order. The root has neither paragraph nor
    table. ``labels``: printed labels from the outermost to its own, as the contract's ``section`` shows them.
    """

    ordinal: int
    labels: tuple[str, ...] = ()
    marker: Marker | None = None
    paragraph: Paragraph | None = None
    table: Table | None = None
    words: Span = NOWHERE
    region: Region = "body"
    family: str = "plain"  # of its mark; else title, bold, bare.part, bare (headings without a mark) or plain
    children: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """This node and all under it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def span(self) -> Span:
        """The text of this node and of all under it."""
        own = [node.own_span for node in self.walk() if node.own_span is not None]
        return Span(min(s.start for s in own), max(s.end for s in own)) if own else Span(0, 0)

    @property
    def own_span(self) -> Span | None:
        if self.paragraph is not None:
            return self.paragraph.span
        return self.table.span if self.table is not None else None


@dataclass(frozen=True, slots=True)
class Outline:
    """The tree of a document, and the numbering gaps and restarts that were met while nesting it."""

    root: Section
    issues: tuple[Issue, ...] = ()


@dataclass(slots=True)
class _Node:
    """A section while the tree grows."""

    ordinal: int
    marker: Marker | None = None
    paragraph: Paragraph | None = None
    table: Table | None = None
    words: Span = NOWHERE
    region: Region = "body"
    family: str = "root"
    sentence: bool = False
    children: list[_Node] = field(default_factory=list)

    def freeze(self, labels: tuple[str, ...] = ()) -> Section:
        own = (*labels, self.marker.label) if self.marker is not None else labels
        children = tuple(child.freeze(own) for child in self.children)
        return Section(
            self.ordinal, own, self.marker, self.paragraph, self.table, self.words, self.region, self.family, children
        )


def build_outline(document: Document) -> Outline:
    """The outline of ``document``; every paragraph and table is a node of it exactly once."""
    pieces = join_lines(document)
    grower = _Grower(document.text, bare=_bare_headings(document.text, pieces))
    for ordinal, (piece, region) in enumerate(zip(pieces, _regions(document.text, pieces), strict=True), 1):
        if isinstance(piece, Table):
            grower.add_table(ordinal, piece, region)
        else:
            grower.add_paragraph(ordinal, piece, region)
    return Outline(grower.root.freeze(), tuple(grower.issues))


class _Grower:
    def __init__(self, text: str, bare: dict[int, str]) -> None:
        self.text = text
        self.bare = bare
        self.root = _Node(0)
        self.stack: list[_Node] = [self.root]
        self.issues: list[Issue] = []
        self.numbered = False  # bold lines before the first mark are the title's

    def add_table(self, ordinal: int, table: Table, region: Region) -> None:
        region = "form" if region == "form" else "body"
        if region == "form":
            self.stack = [self.root]
        while self.stack[-1].family.startswith("bullet"):
            self.stack.pop()
        self.stack[-1].children.append(_Node(ordinal, table=table, words=table.span, region=region, family="table"))

    def add_paragraph(self, ordinal: int, paragraph: Paragraph, region: Region) -> None:
        words = paragraph.span.strip(self.text)
        node = _Node(ordinal, None, paragraph, None, words, region, "plain")
        if region != "body":
            # Header, foot and forms hold no outline; "- Như Điều 3;" under "Nơi nhận" is no item.
            self.root.children.append(node)
            self.stack = [self.root]
            return
        if _starts_part(self.text, paragraph, words) and not self._titles_annex():
            node.family, self.stack = "title", [self.root]
        marker = None if node.family == "title" else self._choose(read_markers(self.text, paragraph.span))
        if marker is not None:
            node.marker, node.family = marker, marker.family
            node.words = Span(min(marker.span.end, words.end), words.end)
        elif node.family == "plain" and self.numbered and _is_bold_heading(self.text, paragraph):
            node.family = "bold"
        elif node.family == "plain" and ordinal in self.bare:
            node.family = self.bare[ordinal]
        self.numbered = self.numbered or marker is not None
        self._place(node)

    def _titles_annex(self) -> bool:
        """Right below ``Phụ lục II`` the lines in capitals are its title, not another part of the document."""
        top = self.stack[-1]
        return top.family == "annex" and all(child.family == "plain" for child in top.children)

    def _choose(self, candidates: list[Marker]) -> Marker | None:
        """Of the marks that a paragraph may start with, the one that fits the marks before it."""
        fitting = [m for m in candidates if self._fits(m)]
        return min(fitting, key=self._strangeness, default=None)

    def _strangeness(self, marker: Marker) -> int:
        """0: the next mark of an open family; 1: the first of a new one; 2: a gap in an open one; 3: neither."""
        opened = self._open(marker.family)
        if opened is None:
            return 1 if follows(marker, None) else 3
        return 0 if follows(marker, opened.marker) else 2

    def _fits(self, marker: Marker) -> bool:
        previous = self._open(marker.family)
        last = previous.marker if previous is not None else None
        if follows(marker, last) or follows(marker, None):
            return True
        if marker.family in ("roman", "capital", "letter") and last is None:
            # A lone "C." or "V." as the first of its family: a Roman numeral starts at I, a capital at A.
            return marker.family != "capital" and (marker.values[0] < 40 or marker.family == "letter")
        words = self.text[marker.span.end : marker.span.end + 1]
        # A gap is kept (and reported) where the words look like an item; "12. 5% ..." in mid-sentence does not.
        return not words.islower() or marker.family in ("annex", "article", "part")

    def _open(self, family: str) -> _Node | None:
        return next((node for node in reversed(self.stack) if node.family == family), None)

    def _place(self, node: _Node) -> None:
        if node.marker is None and node.family == "plain":
            self._leave_items()
            self.stack[-1].children.append(node)
            node.sentence = True
            return
        opened = self._open(node.family)
        if opened is not None:
            self._report_gap(node, opened)
            while self.stack[-1] is not opened:
                self.stack.pop()
            self.stack.pop()
        elif node.marker is None and node.family != "title":
            self._leave_items()
            while node.family == "bare.part" and self.stack[-1].family == "bare":
                self.stack.pop()
        else:
            self._make_room(node)
        self.stack[-1].children.append(node)
        self.stack.append(node)
        # "4. Chi cục Quản lý thị trường." is a heading all the same: a sentence has a verb and so more words.
        words = node.words.cut(self.text)
        bold = node.paragraph is not None and node.paragraph.bold
        node.sentence = not bold and words.rstrip().endswith((".", ";")) and len(words.split()) > 8

    def _leave_items(self) -> None:
        """A paragraph without a mark belongs to the heading above it, not to the finished item before it."""
        while len(self.stack) > 1 and (self.stack[-1].family.startswith("bullet") or self.stack[-1].sentence):
            self.stack.pop()

    def _make_room(self, node: _Node) -> None:
        rank = _RANKS.get(node.family, _BULLET_RANK)
        if node.marker is not None and node.family.startswith("number.") and len(node.marker.values) > 1:
            # "1.1" belongs under the open "1", whatever else is open below it.
            above = f"number.{len(node.marker.values) - 1}"
            for place, candidate in enumerate(self.stack):
                if candidate.marker is not None and (candidate.family, candidate.marker.values) == (
                    above,
                    node.marker.values[:-1],
                ):
                    del self.stack[place + 1 :]
                    return
        while len(self.stack) > 1 and self._closes(self.stack[-1], node.family, rank):
            self.stack.pop()

    def _closes(self, top: _Node, family: str, rank: int) -> bool:
        if top.family.startswith("bullet"):
            # A "-" after "+" items is their sibling where no "-" was open before them.
            return not family.startswith(("bullet", "bracket")) or (family == "bullet-" and top.family == "bullet+")
        if top.family in ("title", "annex"):
            return rank == 0
        if rank <= 6:
            return _RANKS.get(top.family, _BULLET_RANK) > rank
        return False

    def _report_gap(self, node: _Node, opened: _Node) -> None:
        if node.marker is None or opened.marker is None or follows(node.marker, opened.marker):
            return
        restart = follows(node.marker, None)
        words = clean(node.words.cut(self.text))[:60]
        what = "đánh số lại từ đầu" if restart else f"tiếp theo mục {opened.marker.label}, có thể thiếu mục ở giữa"
        self.issues.append(
            Issue(
                "numbering_restart" if restart else "numbering_gap",
                "info" if restart else "warning",
                f"Mục {node.marker.label} ({words}…) {what}.",
                node.marker.span,
                node.paragraph.page if node.paragraph else None,
            )
        )


def _starts_part(text: str, paragraph: Paragraph, words: Span) -> bool:
    """``KẾ HOẠCH`` alone on its line, or an annex title in capitals: a part of the document begins."""
    printed = words.cut(text)
    if find_type(printed, set_off=paragraph.bold) is not None:
        return True
    return bool(printed.isupper() and paragraph.centred and _ANNEX_TITLE.match(printed))


def _bare_headings(text: str, pieces: Sequence[Paragraph | Table]) -> dict[int, str]:
    """Headings of a copy that lost both its numbers and its type (web pages): by ordinal, the family they open.

    A short line without final punctuation above a bullet or a long paragraph; ``bare.part`` where its words name a part
    of a plan (``Nhiệm vụ, giải pháp``), ``bare`` below such a part.
    """
    paragraphs = [(n, piece) for n, piece in enumerate(pieces, 1) if isinstance(piece, Paragraph)]
    begun = any(find_type(piece.span.cut(text)) is not None for _, piece in paragraphs)
    marked = any(m.family in _NUMBERED for _, piece in paragraphs for m in read_markers(text, piece.span)[:1])
    if not begun or marked or any(piece.bold for _, piece in paragraphs):
        return {}
    found: dict[int, str] = {}
    opened = False  # below the title and the first recital
    for (ordinal, piece), (_, following) in pairwise(paragraphs):
        words, after = clean(piece.span.cut(text)), clean(following.span.cut(text))
        opened = opened or (len(words) > 100 and words[-1:] in ".:;")
        if not opened:
            continue
        short = len(words.split()) <= 16 and words[:1].isupper() and not words.isupper() and words[-1:] not in ".;:,"
        heads = after[:1] in "-+•*" or len(after) > 60 or bool(_PLAN_PART.match(fold(words)))
        if short and heads and not read_markers(text, piece.span):
            found[ordinal] = "bare.part" if _PLAN_PART.match(fold(words)) else "bare"
    return found


def _is_bold_heading(text: str, paragraph: Paragraph) -> bool:
    """A heading without a mark inside the plan: one short bold line that is no label of a field (``Nhiệm vụ:``)."""
    words = clean(paragraph.span.cut(text))
    if not paragraph.bold or paragraph.centred or words.isupper() or not words[:1].isupper():
        return False
    if len(words.split()) > 25 or words.endswith((".", ";", ",")):
        return False
    return find_label(text, paragraph.span) is None


def _regions(text: str, pieces: list[Paragraph | Table]) -> Iterator[Region]:
    """Header, body, foot or blank form: the region of each piece."""
    forms = find_forms(text, pieces)
    for number, region in enumerate(_regions_but_forms(text, pieces)):
        yield "form" if number in forms else region


def _regions_but_forms(text: str, pieces: list[Paragraph | Table]) -> Iterator[Region]:
    """Header, body or foot of each piece: recipients and signature end where an annex or an attached plan begins."""
    region: Region = "header"
    addressed, open_list, pointed, closed = False, False, False, False
    heads = _heads(text, pieces)
    for number, piece in enumerate(pieces):
        if number <= heads:
            yield "header"
            continue
        if isinstance(piece, Table):
            region = "body" if region != "foot" or piece.rows > 1 else region
            yield region
            continue
        words = clean(piece.span.cut(text))
        folded = fold(words)
        if _starts_part(text, piece, piece.span.strip(text)) or _is_annex(text, piece):
            region, addressed = "body", False
        elif folded.startswith("kinh gui") and region != "foot":
            addressed, pointed = True, False
        elif addressed and not open_list and not _is_addressee(words, piece):
            region, addressed = "body", False
        elif region == "header":
            region = "header" if number < 60 and (addressed or _in_header(piece, words, folded)) else "body"
        signs = _FOOT_LINE.match(folded) or (words.isupper() and _SIGNING_POST.fullmatch(folded))
        if region == "body" and (signs or (closed and _foot_below(text, pieces[number : number + _FOOT_WITHIN]))):
            region = "foot"
        closed = region == "body" and _CLOSES.match(folded) is not None
        pointed = pointed or words.endswith(";")  # then a line without a point goes on in the next one
        open_list = addressed and (words.endswith(",") or (pointed and not words.endswith((";", ".", ":", ")"))))
        yield "header" if addressed else region


def _foot_below(text: str, pieces: list[Paragraph | Table]) -> bool:
    """Whether one of ``pieces``, right below the closing words, is a short line that ends with a signer's post."""
    lines = [clean(piece.span.cut(text)) for piece in pieces if isinstance(piece, Paragraph)]
    return any(len(line.split()) <= _FOOT_WORDS and _POST_BEHIND.search(line) for line in lines)


def _heads(text: str, pieces: list[Paragraph | Table]) -> int:
    """Place of the last line of the national title near the top: all before it is header, also a portal's own lines."""
    for number, piece in enumerate(pieces[:40]):
        if isinstance(piece, Paragraph):
            words = clean(piece.span.cut(text))
            if _starts_part(text, piece, piece.span.strip(text)):
                return -1
            if _NATIONAL_TITLE.search(fold(words)):
                return number
    return -1


def _is_annex(text: str, paragraph: Paragraph) -> bool:
    return any(m.family == "annex" for m in read_markers(text, paragraph.span)) and paragraph.column == "body"


def _in_header(paragraph: Paragraph, words: str, folded: str) -> bool:
    return paragraph.column != "body" or bool(_HEADER_LINE.search(folded) or _DATE_LINE.match(words))


def _is_addressee(words: str, paragraph: Paragraph) -> bool:
    """The addressees after "Kính gửi:" are a list of offices and persons, one a line."""
    if len(words) > 400 or re.match(r"\d|[IVX]+\.", words):
        return False
    if re.match(r"[^-–;:]*\b(?:đề nghị|yêu cầu|nhận được|thông báo|đã có)\b", words):
        return False  # "Sở Xây dựng đề nghị …" opens the letter itself
    listed = re.match(r"(?:\W{0,2}|\w )[-–+*•~]|Các |Đồng chí|Ông|Bà|Sở|UBND|Ủy ban", words) and not words.endswith(":")
    return paragraph.column != "body" or bool(listed)
