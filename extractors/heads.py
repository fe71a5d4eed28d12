"""Where official documents begin inside one file: their heads, and which of them are blank forms.

A head is a cluster of the lines that Nghị định 30/2020/NĐ-CP (Phụ lục I) puts at the top of a document, in whatever
order a reader or a scanner lays its columns out, with the type (``KẾ HOẠCH``) or the addressee (``Kính gửi``) below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from extractors.document import Line, Table
from extractors.head_lines import (
    NumberLine,
    is_copy_mark,
    is_date_line,
    is_dated,
    is_foot_line,
    is_form_mark,
    is_motto,
    is_placeholder,
    is_post,
    is_rule,
    is_short,
    is_title,
    read_number_line,
)
from extractors.paragraphs import Paragraph
from extractors.text import clean, fold
from extractors.type_lines import find_type

Item = Line | Paragraph | Table

_BACK, _ON, _BELOW = 12, 14, 8  # lines of a head above its title and below it; lines below it that tell what it heads
_MOST_CELLS = 12  # of a table that is a head set in two columns
_LONGEST_TITLE = 300
_ADDRESSED = re.compile(r"^\W{0,3}kinh gui\b|\bv/v\b|^\W{0,3}ve viec\b|^\W{0,3}\w+ dien ?:|.{0,60}\bdien ?:$")
_ATTACHED = re.compile(r"^\W*\(?\s*(?:ban hanh )?kem theo\b|^\(.{0,60}\bkem theo\b")
_ANNEX = re.compile(r"^\W{0,3}(?:phu luc|phu bieu|bieu so|bieu \d|danh muc)\b")
_SUBJECT = re.compile(r"^\W{0,3}(?:v/v|ve viec)\b")
_SUBJECT_LINES = 7
_SPECK = 12  # characters that a scanner makes of a stamp or a stroke between two lines of a head
_LETTER_HEAD = re.compile(rf"^(?:hoa toc|khan|thuong khan|mat|du thao|ban sao)\b|{_SUBJECT.pattern}")
_FILLED_IN = re.compile(r"(?:BÁO CÁO|BIÊN BẢN|ĐỀ CƯƠNG|PHIẾU|ĐƠN|GIẤY|BẢN|DANH SÁCH|THỐNG KÊ|TỔNG HỢP|BIỂU|BẢNG)\b")
_KINDS = (
    "KẾ HOẠCH", "QUYẾT ĐỊNH", "CHỈ THỊ", "THÔNG BÁO", "CHƯƠNG TRÌNH", "CÔNG ĐIỆN", "NGHỊ QUYẾT", "BÁO CÁO",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """A head: places of its first and last line, and what they say.

    ``kind``: its type line (``KẾ HOẠCH``), None where there is none. ``dated``: with day, month and year.
    ``attached``: ``(Kèm theo Quyết định số …)`` stands below. ``named``: it names an issuing body of its own.
    ``form``: others are to fill it in. ``titled``: with national title, motto or the Party's title.
    """

    start: int
    end: int
    titled: bool
    named: bool
    number: NumberLine | None
    dated: bool
    kind: str | None
    addressed: bool
    attached: bool
    form: bool

    @property
    def numbered(self) -> bool:
        """Somebody gave it a number of its own, legible or not."""
        return self.number is not None and self.number.state in ("whole", "damaged")

    @property
    def says_what(self) -> bool:
        return self.kind is not None or self.addressed


def find_heads(text: str, items: Sequence[Item]) -> list[Head]:
    """The heads among the lines, paragraphs and tables of a document, in their order."""
    words = [_words(text, item) for item in items]
    found: list[Head] = []
    place = 0
    for anchor in _anchors(words):
        if anchor >= place:
            head = _read_head(items, words, anchor, place)
            if head is not None:
                found.append(head)
                place = head.end + 1
    return found


def ends_document(text: str, items: Sequence[Item]) -> bool:
    """Whether recipients, a signature or the closing mark stand among these items."""
    return any(is_foot_line(words) for words in map(partial(_words, text), items) if words)


def _words(text: str, item: Item) -> str:
    """The words of a line that can belong to a head; '' for running text and large tables."""
    if isinstance(item, Table) and len(item.cells) > _MOST_CELLS:
        return ""
    size = len(item.span)
    if size > 4 * _LONGEST_TITLE:
        return clean(text[item.span.end - 40 : item.span.end])  # its last words may close a document
    return clean(item.span.cut(text))


def _anchors(words: Sequence[str]) -> Iterator[int]:
    """Lines that only a head has: a title, a motto, a number line."""
    for place, line in enumerate(words):
        if is_short(line) and (is_title(line) or is_motto(line) or read_number_line(line) is not None):
            yield place


def _read_head(items: Sequence[Item], words: Sequence[str], anchor: int, floor: int) -> Head | None:
    start = _first_line(items, words, anchor, floor)
    end = _last_line(items, words, anchor)
    lines = words[start : end + 1]
    numbers = [number for number in map(read_number_line, lines) if number is not None]
    titled = any(is_title(line) or is_motto(line) for line in lines)
    below = _below(items, words, end)
    kind = next((found[0] for line in below if (found := find_type(line)) is not None), None) or _spoilt_type(below)
    dated = any(map(is_dated, lines))
    addressed = any(_ADDRESSED.search(fold(line)) for line in (*lines, *below))
    if not titled and not (numbers and any(map(is_date_line, lines)) and (kind or addressed)):
        return None  # "Số: …" somewhere in the text
    return Head(
        start=start,
        end=end,
        titled=titled,
        named=any(map(_names_body, lines)),
        number=numbers[0] if numbers else None,
        dated=dated,
        kind=kind,
        addressed=addressed,
        attached=any(_ATTACHED.search(fold(line)) for line in below if len(line) <= _LONGEST_TITLE),
        form=_is_form(lines, _above(items, words, start), numbers, kind, below),
    )


def _first_line(items: Sequence[Item], words: Sequence[str], anchor: int, floor: int) -> int:
    start = anchor
    for place in range(anchor - 1, max(floor, anchor - _BACK) - 1, -1):
        if not _same_page(items, place, anchor) or not _may_head(words[place]):
            break
        start = place
    while start < anchor and is_rule(words[start]):
        start += 1  # a line drawn below the document before
    return start


def _last_line(items: Sequence[Item], words: Sequence[str], anchor: int) -> int:
    end = anchor
    for place in range(anchor + 1, min(len(words), anchor + _ON)):
        if not _same_page(items, place, anchor) or find_type(words[place]):
            break
        if _may_head(words[place]):
            end = place
        elif len(words[place]) > _SPECK and not _in_subject(words, anchor, place):
            break
    return end


def _in_subject(words: Sequence[str], anchor: int, place: int) -> bool:
    """The subject of a letter (``V/v …``) goes on over several lines, with the title of the right column below it."""
    began = any(_SUBJECT.match(fold(line)) for line in words[max(anchor, place - _SUBJECT_LINES) : place])
    return (
        began and any(is_title(line) for line in words[place + 1 : place + _SUBJECT_LINES]) and is_short(words[place])
    )


def _same_page(items: Sequence[Item], place: int, other: int) -> bool:
    return items[place].page == items[other].page


def _may_head(line: str) -> bool:
    """Could this line stand in a head?"""
    if not is_short(line) or is_foot_line(line) or is_post(line) or is_copy_mark(line):
        return False
    if is_rule(line) or is_title(line) or is_motto(line) or is_date_line(line) or read_number_line(line):
        return True
    if _LETTER_HEAD.search(fold(line)) or is_form_mark(line):
        return True
    return _names_body(line)


def _names_body(line: str) -> bool:
    """A line in capitals (``UBND TỈNH PHÚ THỌ``) that is neither a type line nor a post."""
    letters = [letter for letter in line if letter.isalpha()]
    if len(letters) < 4 or len(line) > 110 or not line[:1].isalpha() or read_number_line(line) or is_date_line(line):
        return False
    if is_title(line) and len(letters) < 34:  # the national title alone
        return False
    capitals = sum(letter.isupper() for letter in letters)
    return capitals >= 0.85 * len(letters) and find_type(line) is None and not is_post(line) and not _is_annex(line)


def _is_annex(line: str) -> bool:
    return bool(_ANNEX.match(fold(line)))


def _below(items: Sequence[Item], words: Sequence[str], end: int) -> Sequence[str]:
    """The lines below a head that say what it heads: type and title, up to the next page."""
    last = end + 1
    while last < min(len(words), end + 1 + _BELOW) and _same_page(items, last, end):
        last += 1
    return words[end + 1 : last]


def _spoilt_type(below: Sequence[str]) -> str | None:
    """``KÉ HOACH``, ``QUYÉT ĐỊNH``: a type line in capitals with letters misread."""
    lines = [fold(line) for line in below[:4] if line.isupper() and len(line) <= 24]
    return next((kind for line in lines for kind in _KINDS if re.search(rf"\b{fold(kind)}\b", line)), None)


def _above(items: Sequence[Item], words: Sequence[str], start: int) -> Sequence[str]:
    """The few lines above a head on its page, down from the last foot: ``Mẫu số 01`` may stand there."""
    first = start
    while first > max(0, start - 4) and _same_page(items, first - 1, start) and not is_foot_line(words[first - 1]):
        first -= 1
    return words[first:start]


def _is_form(
    lines: Sequence[str], above: Sequence[str], numbers: Sequence[NumberLine], kind: str | None, below: Sequence[str]
) -> bool:
    """A head for others to fill in: marked so, or without name or place of its own, or of a report not yet written."""
    if any(number.state in ("whole", "damaged") for number in numbers):
        return any(map(is_form_mark, (*lines, *above)))
    if any(map(is_form_mark, (*lines, *above, *below[:3]))):
        return True
    own = [line for line in lines if read_number_line(line) is None and not is_motto(line) and not is_rule(line)]
    if any(map(is_placeholder, own)):
        return True
    title = next((line for line in below if not is_rule(line)), "")
    report = kind in ("BÁO CÁO", "BIÊN BẢN") or bool(_FILLED_IN.match(title))
    return report or any((number.symbol or "").startswith("BC") for number in numbers)
