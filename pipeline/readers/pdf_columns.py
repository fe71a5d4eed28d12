"""The two-column header and foot of an administrative document (Nghị định 30/2020/NĐ-CP, Annex I).

Header: issuing agency and number on the left, national title and date on the right. Foot: recipients on the left,
the signer's authority, post and name on the right. Read across, as a page is drawn, both are nonsense.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.document import Column
from extractors.text import fold
from pipeline.readers.pdf_lines import Row, group_rows, main_size
from pipeline.readers.pdf_words import PageWord

_TITLE = re.compile(r"cong hoa xa hoi chu nghia|dang cong san viet nam")
_MOTTO = re.compile(r"doc lap\W+tu do\W+hanh phuc")
_DATE = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b")
_RECIPIENTS = re.compile(r"noi nhan\b|noi gui\b")
_SPECKS = re.compile(r"^[^\w\s]+\s*")  # what recognition makes of the rim of a seal before the words
_LIKE_RECIPIENTS = re.compile(r"\w{2,4} nhan\W*:")  # as recognition may read it
_AUTHORITY = re.compile(r"(?:tm|t/m|kt|k/t|tl|t/l|tuq|q)\s*\. ?\S|(?:t/m|k/t|t/l) \S")
_POST = re.compile(
    r"(?:pho |quyen |q\. ?)?(?:chu tich|bo truong|thu truong|giam doc|chanh van phong|tong giam doc|cuc truong|"
    r"vu truong|truong ban|truong phong|bi thu|hieu truong|thu tuong|tong cuc truong|chi cuc truong|truong doan)\b"
)
_ADDRESSED = re.compile(r"kinh gui\b")
_FILED = re.compile(r"\W*luu\b")
_ANNEX = re.compile(r"phu luc\b|danh muc\b|mau so\b|bieu so\b")
_NARROWEST = 4.0  # points between the columns
_OFF_CENTRE = 0.12  # of the page width: how far a header line may stand from the middle of its column
_PARAGRAPH = 0.72  # of the page width: no line of a column is that wide
_UNEVEN = 1.5  # times: how much higher than its neighbours a recognised line of the same letters may seem
_LINES_APART = 3.2  # line heights: more white than this ends the header


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A printed line and the column that it stands in."""

    row: Row
    column: Column = "body"


@dataclass(frozen=True, slots=True)
class Foot:
    """Where the columns of a foot stand (points): left margin of the recipients, middle of the signer's column."""

    left: float | None
    middle: float | None
    size: float
    width: float

    def outgrown_by(self, words: Sequence[PageWord]) -> bool:
        """Whether ``words`` are set larger than a list of recipients: body text of an annex, or of the next page."""
        return main_size(words) > self.size + 1.0

    def outgrown_here_by(self, words: Sequence[PageWord]) -> bool:
        """The same for a line among the recipients: recognition takes the height of both columns for one line's."""
        return main_size(words) > _UNEVEN * self.size if _recognised(words) else self.outgrown_by(words)

    def side(self, words: Sequence[PageWord]) -> Literal["left", "right"] | None:
        """The column of a stretch of words; None where it fits neither."""
        x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
        if x1 - x0 > _PARAGRAPH * self.width:
            return None
        middle = (x0 + x1) / 2
        if self.middle is not None and abs(middle - self.middle) <= 0.1 * self.width and x0 > 0.4 * self.width:
            return "right"
        if self.middle is None and _recognised(words) and x0 > 0.5 * self.width:
            return "right"  # a seal spoils the post that would tell where the signer's column stands
        beside = self.left is not None and x0 - self.left < 0.12 * self.width
        if beside and x0 < 0.45 * self.width and x1 < (self.middle or 0.7 * self.width):
            return "left"
        return None


@dataclass(frozen=True, slots=True)
class _Region:
    """Rows ``first``..``last`` (inclusive) stand in two columns; ``foot``: its columns, if it is a foot."""

    first: int
    last: int
    left: tuple[PageWord, ...]
    right: tuple[PageWord, ...]
    foot: Foot | None = None


def split_columns(
    rows: Sequence[Row], width: float, carried: Foot | None = None
) -> tuple[list[ColumnRow], Foot | None]:
    """The lines of a page in reading order: of a two-column header or foot first the left, then the right column.

    ``width``: of the page, in points. ``carried``: the foot in which the page before ended; its recipients go on here.
    The second result is the foot in which this page ends, if its list of recipients is not closed by ``Lưu: ...`` yet.
    """
    ordered: list[ColumnRow] = []
    next_row = 0
    open_foot: Foot | None = None
    for region in _regions(rows, width, carried):
        ordered.extend(ColumnRow(row) for row in rows[next_row : region.first])
        left = group_rows(region.left)
        ordered.extend(ColumnRow(row, "left") for row in left)
        ordered.extend(ColumnRow(row, "right") for row in group_rows(region.right))
        next_row = region.last + 1
        closed = any(_FILED.match(fold(row.text)) for row in left)
        open_foot = None if closed or next_row < len(rows) else region.foot
    ordered.extend(ColumnRow(row) for row in rows[next_row:])
    return ordered, open_foot


def _regions(rows: Sequence[Row], width: float, carried: Foot | None) -> list[_Region]:
    regions: list[_Region] = []
    going_on = _collect(rows, 0, carried) if carried is not None and rows and _goes_on(rows[0], carried) else None
    if going_on is not None:
        regions.append(going_on)
    index = regions[-1].last + 1 if regions else 0
    while index < len(rows):
        start = regions[-1].last + 1 if regions else 0
        region = _header_at(rows, index, start, width) or _foot_at(rows, index, width)
        if region is None:
            index += 1
        else:
            regions.append(region)
            index = region.last + 1
    return regions


# --- header ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Gutter:
    """The white strip between the two columns of a header while its rows are being read."""

    left_edge: float | None
    right_edge: float
    left_middle: float | None
    right_middle: float
    width: float

    def part(self, row: Row) -> tuple[list[PageWord], list[PageWord]] | None:
        """The row's words left and right of the strip; None where the row does not fit the two columns."""
        middle = (self.left_edge + self.right_edge) / 2 if self.left_edge is not None else self.right_edge - 2
        left = [word for word in row.words if word.middle < middle]
        right = [word for word in row.words if word.middle >= middle]
        left_edge = max(
            [word.x1 for word in left] + ([self.left_edge] if self.left_edge is not None else []), default=0
        )
        right_edge = min([word.x0 for word in right] + [self.right_edge])
        if left and right_edge - left_edge < _NARROWEST:
            return None
        if right and abs(_middle(right) - self.right_middle) > _OFF_CENTRE * self.width:
            return None
        if left and self.left_middle is not None and abs(_middle(left) - self.left_middle) > _OFF_CENTRE * self.width:
            return None
        if left:
            self.left_edge = left_edge
            self.left_middle = _middle(left) if self.left_middle is None else self.left_middle
        self.right_edge = right_edge
        return left, right


def _middle(words: Sequence[PageWord]) -> float:
    return (min(word.x0 for word in words) + max(word.x1 for word in words)) / 2


def _header_at(rows: Sequence[Row], index: int, start: int, width: float) -> _Region | None:
    """The header whose national title stands in row ``index``; ``start``: the first row that is not yet taken."""
    title = _title_words(rows[index])
    if title is None or title[0].x0 < 0.25 * width:
        return None
    before = [word for word in rows[index].words if word.x1 <= title[0].x0]
    gutter = _Gutter(
        max((word.x1 for word in before), default=None),
        title[0].x0,
        _middle(before) if before else None,
        _middle(title),
        width,
    )
    first = index
    while first > start and rows[index].baseline - rows[first - 1].baseline < 2.5 * rows[index].size:
        parted = gutter.part(rows[first - 1])
        if parted is None or parted[1]:
            break
        first -= 1
    last = _header_end(rows, index, gutter)
    words = [word for row in rows[first : last + 1] for word in row.words]
    if gutter.left_edge is None:
        return None
    middle = (gutter.left_edge + gutter.right_edge) / 2
    left = tuple(word for word in words if word.middle < middle)
    return _Region(first, last, left, tuple(word for word in words if word.middle >= middle))


def _title_words(row: Row) -> list[PageWord] | None:
    """The words of the national title (or the Party's) at the end of ``row``, None where it does not stand there."""
    if _TITLE.search(fold(row.text)) is None:
        return None
    for index, word in enumerate(row.words):
        if word.text.isupper() and _TITLE.match(fold(" ".join(w.text for w in row.words[index:]))):
            return list(row.words[index:])
    return None


def _header_end(rows: Sequence[Row], index: int, gutter: _Gutter) -> int:
    """The last row of the header: that of the date, or of the left column's abstract (V/v ...) below it."""
    dated = False
    last = index
    for number in range(index + 1, len(rows)):
        row = rows[number]
        if row.baseline - rows[last].baseline > _LINES_APART * max(row.size, rows[last].size):
            break
        words = fold(row.text)
        if _ADDRESSED.match(words) or _TITLE.search(words):
            break
        parted = gutter.part(row)
        if parted is None or (dated and parted[1]):
            break
        dated = dated or _DATE.search(fold(" ".join(word.text for word in parted[1]))) is not None
        last = number
    return last


# --- foot -----------------------------------------------------------------------------------------------------------


def _foot_at(rows: Sequence[Row], index: int, width: float) -> _Region | None:
    """The foot that begins in row ``index`` with the recipients, the signer's authority, or both."""
    foot = _foot_columns(rows, index, width)
    return None if foot is None else _collect(rows, index, foot)


def _goes_on(row: Row, foot: Foot) -> bool:
    """Whether the first row of a page is one more recipient, set as small as the others, and not body text."""
    return not foot.outgrown_by(row.words) and row.text.startswith(("-", "+", "–"))


def _collect(rows: Sequence[Row], index: int, foot: Foot) -> _Region | None:
    """The rows from ``index`` on that fit the columns of ``foot``."""
    left: list[PageWord] = []
    right: list[PageWord] = []
    last = index - 1
    for number in range(index, len(rows)):
        row = rows[number]
        if number > index and _ANNEX.match(fold(row.text)) and row.x0 > 0.2 * foot.width:
            break
        parted = [(words, foot.side(words)) for words in _stretches(row)]
        if any(side is None or (side == "left" and foot.outgrown_here_by(words)) for words, side in parted):
            break
        for words, side in parted:
            (left if side == "left" else right).extend(words)
        last = number
    if last < index:
        return None
    return _Region(index, last, tuple(left), tuple(right), foot)


def _foot_columns(rows: Sequence[Row], index: int, width: float) -> Foot | None:
    """The columns of a foot that begins in row ``index``: one of its two heads must, the other may be a bit lower."""
    here = rows[index]
    recipients, signer = _foot_heads([here], width)
    if recipients is None and signer is None:
        return None
    near = [row for row in rows[index + 1 : index + 6] if row.baseline - here.baseline < 5 * here.size]
    lower_recipients, lower_signer = _foot_heads(near, width)
    recipients, signer = recipients or lower_recipients, signer or lower_signer
    # Recognition cannot always tell bold letters; capitals that name an authority are enough on its pages.
    if recipients is None and not any(word.bold or word.confidence < 1 for word in signer or ()):
        return None
    return Foot(
        left=recipients[0].x0 if recipients else None,
        middle=_middle(signer) if signer else None,
        size=main_size(recipients) if recipients else here.size,
        width=width,
    )


def _foot_heads(rows: Sequence[Row], width: float) -> tuple[list[PageWord] | None, list[PageWord] | None]:
    """The words ``Nơi nhận:`` and the first words of the signer's authority or post in ``rows``, where they stand."""
    recipients: list[PageWord] | None = None
    signer: list[PageWord] | None = None
    for words in (words for row in rows for words in _stretches(row)):
        folded = _SPECKS.sub("", fold(" ".join(word.text for word in words)))
        at_left = words[0].x0 < 0.4 * width
        if recipients is None and at_left and (_RECIPIENTS.match(folded) or _LIKE_RECIPIENTS.fullmatch(folded)):
            recipients = words
        elif signer is None and words[0].x0 > 0.4 * width and _signs(words, folded):
            signer = words
    return recipients, signer


def _recognised(words: Sequence[PageWord]) -> bool:
    return any(word.confidence < 1 for word in words)


def _signs(words: Sequence[PageWord], folded: str) -> bool:
    """Whether the words name a signer's authority or post: in capitals, as the form demands."""
    letters = [c for word in words for c in word.text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters) > 0.8 * len(letters)
    return capitals and (_AUTHORITY.match(folded) is not None or _POST.match(folded) is not None)


def _stretches(row: Row) -> list[list[PageWord]]:
    """The words of a row, parted where the white between them is too wide for a space."""
    parts: list[list[PageWord]] = []
    for word in row.words:
        if parts and word.x0 - parts[-1][-1].x1 <= 1.3 * max(row.size, word.size):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts
