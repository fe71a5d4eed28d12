"""Numbers and letters of items on recognised pages, put right by their order: ``1 2 8 4`` is ``1 2 3 4``.

A letter in italics or a lone figure is what recognition reads worst, and the order in which items are numbered says
what it must be: the alphabet of lists (a b c d đ e g h …), the count of rows, the Roman numbers of chapters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.readers.pdf_lines import Row, group_rows
from pipeline.readers.pdf_page import PageContent
from pipeline.readers.pdf_tables import Grid, GridCell
from pipeline.readers.pdf_words import PageWord

_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_LETTER = re.compile(r"(\S{1,3})\)$")
_NUMBER = re.compile(r"0?(\d{1,3})[.)]?$")
# What the letters of lists (often in italics) are read as. Seen on scans of plans.
_READ_AS = {
    "a": "q đ đa 4 á à ä â ă @ 2 d ø", "b": "5 6 h ð", "c": "€ © e ¢ o é ë ç", "d": "đ q 4 ở ở d", "đ": "d 3 ä ở",
    "e": "© € c é è 3 ©", "g": "8 9 ø ƒ § ø q", "h": "n b li", "i": "ï l 1 j í ì ¡ !", "k": "K x", "l": "1 I i |",
    "m": "nm rn", "n": "ñ ri", "o": "0 Ø ø", "p": "þ", "q": "g 9 4", "s": "5 $", "t": "í 1 f", "u": "ư ù", "v": "y w",
    "y": "v ý",
}  # fmt: skip
_CONFUSED = {letter: frozenset(read.split()) for letter, read in _READ_AS.items()}
_SHORT = 4  # letters: a cell of a numbering column holds no more
_MOSTLY = 0.7  # of its cells
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_ROMAN_STROKES = str.maketrans(
    {"1": "I", "l": "I", "|": "I", "!": "I", "Ị": "I", "H": "II", "L": "I", "T": "I", "i": "I"}
)
_ROMAN_HEAD = re.compile(r"([IVX1l|!ỊHLTi]{1,5})([.,\-/])")
_ITEM = re.compile(r"(\d{1,2})(\.?)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d)\.?")
_SHORT_LINE = 5  # words: a heading, which needs no full stop
_Order = Callable[[str, str], str]


def mend_numbering(pages: Sequence[PageContent]) -> list[PageContent]:
    """``pages`` with the numbering of the recognised ones put right; the others as they are."""
    mended = _mend_tables(list(pages))
    return _mend_lines(mended)


# --- columns of numbers ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell: of which page, which of its tables, which of its cells."""

    page: int
    grid: int
    cell: int


def _mend_tables(pages: list[PageContent]) -> list[PageContent]:
    for column in list(_columns(pages)):
        texts = [_words_of(pages[place.page].grids[place.grid].cells[place.cell]) for place in column]
        for place, text, mended in zip(column, texts, mend_sequence(texts), strict=True):
            if mended != text:
                pages[place.page] = _with_cell(pages[place.page], place, mended)
    return pages


def _columns(pages: Sequence[PageContent]) -> Iterator[list[_Place]]:
    """The numbering columns of the recognised tables, each over the pages on which it goes on."""
    open_columns: dict[int, list[_Place]] = {}
    edges: tuple[float, ...] = ()
    for number, page in enumerate(pages):
        if page.recognised is None:
            continue
        for index, grid in enumerate(page.grids):
            if len(grid.xs) != len(edges) or any(abs(a - b) > 6 for a, b in zip(grid.xs, edges, strict=True)):
                yield from open_columns.values()
                open_columns, edges = {}, grid.xs
            for column in filter(None, _numbering_columns(grid)):  # none below a head alone
                places = [_Place(number, index, cell) for cell in column]
                left = grid.cells[column[0]].column
                open_columns.setdefault(left, []).extend(places)
    yield from open_columns.values()


def _numbering_columns(grid: Grid) -> Iterator[list[int]]:
    """The cells (without the head) of the first two columns, where they hold numbers."""
    for column in range(min(2, grid.columns - 1)):
        cells = [
            index
            for index, cell in enumerate(grid.cells)
            if cell.column == column and cell.column_span == 1 and cell.words
        ]
        body = [index for index in cells if not _is_head(_words_of(grid.cells[index]))]
        if body and sum(len(_words_of(grid.cells[index])) <= _SHORT for index in body) >= _MOSTLY * len(body):
            yield [index for index in body if grid.cells[index].row > 0]


def _is_head(text: str) -> bool:
    return re.fullmatch(r"[SŚ]?[TtÌI1][TtĨ]|S[ốo6].*|Chi.*|M[ãa].*", text) is not None


def _words_of(cell: GridCell) -> str:
    return " ".join(word.text for row in group_rows(cell.words) for word in row.words)


def _with_cell(page: PageContent, place: _Place, text: str) -> PageContent:
    grid = page.grids[place.grid]
    cell = grid.cells[place.cell]
    word = replace(cell.words[0], text=text, confidence=min(word.confidence for word in cell.words))
    cells = (*grid.cells[: place.cell], replace(cell, words=(word,)), *grid.cells[place.cell + 1 :])
    grids = (*page.grids[: place.grid], replace(grid, cells=cells), *page.grids[place.grid + 1 :])
    return replace(page, grids=grids)


def mend_sequence(texts: Sequence[str]) -> list[str]:
    """The texts of a numbering column from top to bottom, put right by their order; what fits no order stays."""
    mended = list(texts)
    numbers = [index for index, text in enumerate(texts) if not _LETTER.match(text) and len(text) <= _SHORT]
    values = [_value(texts[index]) for index in numbers]
    last = 0
    for at, index in enumerate(numbers):
        if values[at] in (last + 1, 1):
            last = values[at] or 0
        elif _is_due(values, at, last) or (last and texts[index] not in _ROMAN and not any(values[at : at + 3])):
            last += 1
            mended[index] = f"{last:02d}" if texts[index].startswith("0") and last < 10 else str(last)
        elif values[at] is not None:
            last = values[at] or 0
    _mend_letters(mended)
    return mended


def _value(text: str) -> int | None:
    match = _NUMBER.match(text)
    return int(match.group(1)) if match else None


def _is_due(values: Sequence[int | None], at: int, last: int) -> bool:
    """Whether the number at ``at`` must be the next one: one of the following two says where the count stands."""
    return any(values[at + step] == last + 1 + step for step in (1, 2) if at + step < len(values))


def _mend_letters(texts: list[str]) -> None:
    """Letters a) b) c) start anew after each number."""
    expected = 0
    for index, text in enumerate(texts):
        match = _LETTER.match(text)
        if match is None:
            expected = 0
            continue
        letter = _letter_for(match.group(1), expected)
        if letter is None:
            continue
        if letter != match.group(1):
            texts[index] = f"{letter})"
        expected = _ALPHABET.index(letter) + 1


def _letter_for(read: str, expected: int) -> str | None:
    """The letter that stands where ``read`` was read and the ``expected`` one is due; None where nothing says so."""
    due = _ALPHABET[expected] if expected < len(_ALPHABET) else None
    if read == due:
        return read
    if due is not None and (read in _CONFUSED.get(due, ()) or (due == "a" and read == "đ")):
        return due
    if due is not None and read[0] == due and read[1:] in _CONFUSED.get(due, ()):
        return due  # "gø)": its own hook read once more
    return read if read in _ALPHABET and len(read) == 1 else None


# --- lines of text --------------------------------------------------------------------------------------------------


def _mend_lines(pages: list[PageContent]) -> list[PageContent]:
    orders: tuple[_Order, ...] = (_RomanOrder(), _LetterOrder(), _NumberOrder())
    return [
        replace(page, rows=tuple(_mend_row(row, orders) for row in page.rows)) if page.recognised else page
        for page in _with_letters_between(_with_first_points(_with_first_items(_with_first_chapter(pages))))
    ]


def _mend_row(row: Row, orders: Iterable[_Order]) -> Row:
    head = row.words[0].text
    rest = " ".join(word.text for word in row.words[1:])
    heads = [order(head, rest) for order in orders]
    mended = next((given for given in heads if given != head), head)
    return row if mended == head else _with_head(row, mended)


def _with_head(row: Row, text: str) -> Row:
    first: PageWord = replace(row.words[0], text=text)
    return replace(row, words=(first, *row.words[1:]))


class _RomanOrder:
    """``I.`` ``Il.`` ``HI.``: the Roman number that is due where its strokes were read as other letters."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self, head: str, rest: str) -> str:
        match = _ROMAN_HEAD.fullmatch(head)
        if match is None:
            return head
        read, sign = match.groups()
        due = _ROMAN[self._last] if self._last < len(_ROMAN) else ""
        # "II." after "II." and "VI." after "VII." lost a stroke; a list that starts again starts at "I.".
        lost = read in _ROMAN[1 : self._last] and len(read) + 1 <= len(due) <= len(read) + 2 and due.startswith(read)
        if read in _ROMAN and not lost:
            if sign == "," and read != due:
                return head
            self._last = _ROMAN.index(read) + 1
            return read + "." if sign == "," and rest[:1].isupper() else head
        if not due or not (lost or read.translate(_ROMAN_STROKES) == due) or read.isdigit() or sign == ",":
            return head
        self._last += 1
        return due + sign


class _LetterOrder:
    """``8)`` after ``e)`` is ``g)``: only where the letter due is known to be read so."""

    def __init__(self) -> None:
        self._expected = 0

    def __call__(self, head: str, rest: str) -> str:
        match = _LETTER.match(head)
        if match is None:
            if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*\.?|[IVX]+\.", head) and rest:  # alone, it is the page's number
                self._expected = 0
            return head
        read = match.group(1)
        if read.isdigit() and not self._expected:
            return head
        letter = _letter_for(read, self._expected)
        if letter is None:
            return head
        self._expected = _ALPHABET.index(letter) + 1
        return f"{letter})"


class _NumberOrder:
    """``9 Sở Y tế`` between ``8.`` and ``10.``: the full stop that was lost, where the number is due and a line of
    text ended before it ("… ngày" in front of "9 tháng 5" goes on). ``31.`` right below ``3.``, ``32.`` below it:
    ``3.1``, ``3.2``, whose point was lost."""

    def __init__(self) -> None:
        self._last = 0
        self._below = 0  # the last item of the second order below it
        self._ended = True

    def __call__(self, head: str, rest: str) -> str:
        ended, words = self._ended, f"{head} {rest}".strip()
        if words.isdigit():  # the number of the page
            return head
        self._ended = words.endswith((".", ";", ":", "…", ",...")) or len(words.split()) <= _SHORT_LINE
        dotted = _DOTTED.fullmatch(head)
        if dotted is not None and int(dotted[1]) == self._last:
            self._below = int(dotted[2])
        match = _ITEM.fullmatch(head)
        if match is None:
            return head
        number = int(match.group(1))
        stands = bool(match.group(2)) or (ended and self._below > 0)
        if stands and self._is_due_below(number) and rest[:1].isupper():
            self._below += 1
            return f"{self._last}.{self._below}."
        if match.group(2):
            self._last, self._below = number, 0
            return head
        if number != self._last + 1 or number == 1 or not ended or not rest[:1].isupper():
            return head
        self._last, self._below = number, 0
        return f"{head}."

    def _is_due_below(self, number: int) -> bool:
        """Is it the next item of the second order without its point, and not the next one of the first?"""
        due = 10 * self._last + self._below + 1
        return self._last > 0 and self._below < 9 and number == due and number != self._last + 1


def _with_first_chapter(pages: list[PageContent]) -> list[PageContent]:
    """``1. Mục tiêu`` before ``II. Nội dung``, with no ``2.`` between them and no ``I.`` before, is chapter ``I.``."""
    candidate: tuple[int, int] | None = None
    for number, page in enumerate(pages):
        if not page.recognised:
            continue
        for index, row in enumerate(page.rows):
            head = row.words[0].text
            if head in ("I.", "I"):
                return pages
            if head in ("1.", "l.", "|."):
                candidate = candidate or (number, index)
            elif head == "2.":
                candidate = None
            elif head in ("II.", "Il.", "lI.", "ll.", "H."):
                return _with_row(pages, candidate, "I.") if candidate is not None else pages
    return pages


def _with_first_items(pages: list[PageContent]) -> list[PageContent]:
    """``I. Nhiệm vụ`` right below ``II. NHIỆM VỤ``, with ``2.`` to come before any ``1.``, is item ``1.``."""
    last, candidate = "", None
    for number, page in enumerate(pages):
        for index, row in enumerate(page.rows if page.recognised else ()):
            head = row.words[0].text
            if head == "2." and candidate is not None:
                pages = _with_row(pages, candidate, "1.")
            if head in ("I.", "1.", "2.") or head.rstrip(".") in _ROMAN[1:]:
                opens = head == "I." and last not in ("", "I.") and not row.text.isupper()
                candidate = (number, index) if opens else None
                last = head
    return pages


def _with_first_points(pages: list[PageContent]) -> list[PageContent]:
    """``1 Rà soát …`` behind a line that ended, with ``2.`` to come before any other number, is item ``1.``."""
    candidate: tuple[int, int] | None = None
    ended = False
    for number, page in enumerate(pages):
        for index, row in enumerate(page.rows if page.recognised else ()):
            head, rest = row.words[0].text, " ".join(word.text for word in row.words[1:])
            if head == "2." and candidate is not None:
                pages = _with_row(pages, candidate, "1.")
            if _ITEM.fullmatch(head) and rest:
                candidate = (number, index) if head == "1" and ended and rest[0].isupper() else None
            ended = row.text.endswith((".", ";", ":")) or (ended and row.text.isdigit())
    return pages


def _with_letters_between(pages: list[PageContent]) -> list[PageContent]:
    """Letters that both neighbours give away: ``8)`` between ``1.`` and ``b)`` is ``a)``; ``a)`` behind ``e)`` with no
    ``b)`` to come is ``g)``, for nobody letters a single item."""
    heads = [
        (number, index, letter)
        for number, page in enumerate(pages)
        for index, row in enumerate(page.rows if page.recognised else ())
        if (letter := _lettered(row.words[0].text)) is not None
    ]
    letters = [letter for _, _, letter in heads]
    before = ""
    for place, (number, index, letter) in enumerate(heads):
        after = letters[place + 1] if place + 1 < len(letters) else ""
        due = _ALPHABET[_ALPHABET.index(before) + 1 :][:1] if before and before in _ALPHABET else ""
        first = letter and letter != "a" and not before and after == "b"
        mended = "a" if first else due if letter == "a" and due and after != "b" else letter
        if mended != letter:
            pages = _with_row(pages, (number, index), f"{mended})")
        before = mended or ""
    return pages


def _lettered(head: str) -> str | None:
    """What stands before the bracket of a lettered item; "" for a numbered one, which a new list follows."""
    match = _LETTER.match(head)
    if match is not None:
        return match.group(1)
    return "" if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*\.|[IVX]+\.", head) else None


def _with_row(pages: list[PageContent], place: tuple[int, int], head: str) -> list[PageContent]:
    number, index = place
    rows = list(pages[number].rows)
    rows[index] = _with_head(rows[index], head)
    return [*pages[:number], replace(pages[number], rows=tuple(rows)), *pages[number + 1 :]]
