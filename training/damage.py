"""Plans made worse on purpose: what a reader gives of a bad scan, another format, or a layout without its labels.

Real errors on the samples are too few to learn from. Each damage here copies one that offices' files have; gold stays
the same, so what is read wrongly afterwards is an error of the rules on a document that they have not seen.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from extractors.document import Document, Line, Span, Table
from extractors.roles import find_column, find_label
from pipeline.readers.builder import DocumentBuilder, RawCell

Damage = Callable[[Document, random.Random], Document]
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MARKS = "\u0302\u0306\u031b"
_LOOKALIKE = {
    "l": "1",
    "1": "l",
    "O": "0",
    "0": "O",
    "o": "0",
    "I": "l",
    "5": "S",
    "m": "rn",
    "n": "ri",
    "h": "b",
    "e": "c",
    "c": "e",
    ";": ",",
    ",": ".",
    ".": ",",
    ":": ";",
    "đ": "d",
    "Đ": "D",
    "-": "~",
}
_MARKER = re.compile(r"^\s*(?:[-+•*]|\d{1,2}(?:\.\d{1,2})*[.)]?|[a-zđ][.)]|[IVX]{1,4}[.)]?)\s+")


def noise(rate: float) -> Damage:
    """Letters as a recogniser mistakes them: tones changed or lost, look-alikes, spaces dropped or put in."""

    def apply(document: Document, rng: random.Random) -> Document:
        return _rebuild(document, lambda words: _noisy(words, rate, rng))

    return apply


def _noisy(words: str, rate: float, rng: random.Random) -> str:
    out = []
    for letter in words:
        if letter == "\n" or rng.random() >= rate:
            out.append(letter)
            continue
        split = unicodedata.normalize("NFD", letter)
        if len(split) > 1 or letter in "aeiouyAEIOUY":
            base = split[0]
            marks = [m for m in split[1:] if m in _MARKS]
            tone = rng.choice(["", "", rng.choice(_TONES)])
            if rng.random() < 0.25:
                marks = []
            out.append(unicodedata.normalize("NFC", base + "".join(marks) + tone))
        elif letter == " ":
            out.append(rng.choice(["", "  "]))
        else:
            out.append(_LOOKALIKE.get(letter, letter + rng.choice(["", " ", "'"])))
    return "".join(out)


def plain(document: Document, rng: random.Random) -> Document:
    """Saved as text: no bold, nothing centred, lines cut at some ninety characters, tables as lines of their cells."""
    builder = DocumentBuilder(document.format)  # that it is text now is not what makes it hard
    builder.hints = document.hints
    by_row = rng.random() < 0.5
    for item in document.body:
        if isinstance(item, Line):
            for line in _wrapped(item.span.cut(document.text), 92):
                builder.line(line)
            continue
        rows: dict[int, list[str]] = {}
        for cell in item.cells:
            rows.setdefault(cell.row, []).append(" ".join(cell.span.cut(document.text).split()))
        for cells in rows.values():
            filled = [cell for cell in cells if cell]
            for line in [" ".join(filled)] if by_row else filled:
                builder.line(line)
    return builder.build()


def _wrapped(words: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def unlabelled(share: float) -> Damage:
    """A layout whose labels and column titles are in words that no list has."""

    def apply(document: Document, rng: random.Random) -> Document:
        def words_of(words: str) -> str:
            label = find_label(words, Span(0, len(words))) if words.strip() else None
            if label is not None and rng.random() < share:
                return ("Khoản mục: " if rng.random() < 0.5 else "") + label.value.cut(words) or "Khoản mục"
            return words

        def cell_of(words: str) -> str:
            if words.strip() and len(words) < 60 and find_column(words) is not None and rng.random() < share:
                return "Cột"
            return words

        return _rebuild(document, words_of, cell_of)

    return apply


def unmarked(share: float) -> Damage:
    """Marks of items lost: automatic numbers that a converter drops."""

    def apply(document: Document, rng: random.Random) -> Document:
        return _rebuild(
            document, lambda words: _MARKER.sub("", words) if rng.random() < share else words, lambda words: words
        )

    return apply


def faded(document: Document, rng: random.Random) -> Document:
    """Bold and centring lost, paragraphs cut into printed lines."""
    builder = DocumentBuilder(document.format)
    builder.hints = document.hints
    for item in document.body:
        if isinstance(item, Line):
            for line in _wrapped(item.span.cut(document.text), 80) if item.whole else [item.span.cut(document.text)]:
                builder.line(line, page=item.page, box=None if item.whole else item.box, column=item.column)
        else:
            _copy_table(builder, document, item, lambda words: words, bold=False)
    _copy_furniture(builder, document)
    return builder.build()


def cut_columns(document: Document, rng: random.Random) -> Document:
    """One column of each table lost (it ran over the edge of the scan)."""
    builder = DocumentBuilder(document.format)
    builder.hints = document.hints
    for item in document.body:
        if isinstance(item, Line):
            _copy_line(builder, document, item, lambda words: words)
            continue
        lost = rng.randrange(item.columns)
        _copy_table(builder, document, item, lambda words: words, lost=lost)
    _copy_furniture(builder, document)
    return builder.build()


def _rebuild(
    document: Document, words_of: Callable[[str], str], cell_of: Callable[[str], str] | None = None
) -> Document:
    builder = DocumentBuilder(document.format)
    builder.hints = document.hints
    builder.pages = list(document.pages)
    for item in document.body:
        if isinstance(item, Line):
            _copy_line(builder, document, item, words_of)
        else:
            _copy_table(builder, document, item, cell_of or words_of)
    _copy_furniture(builder, document)
    return builder.build()


def _copy_line(builder: DocumentBuilder, document: Document, line: Line, words_of: Callable[[str], str]) -> None:
    words = words_of(line.span.cut(document.text))
    builder.line(
        words, page=line.page, box=line.box, bold=line.bold, centred=line.centred, whole=line.whole, column=line.column
    )


def _copy_table(
    builder: DocumentBuilder,
    document: Document,
    table: Table,
    words_of: Callable[[str], str],
    *,
    bold: bool = True,
    lost: int | None = None,
) -> None:
    cells = [
        RawCell(
            cell.row, cell.column,
            words_of("" if cell.column == lost else cell.span.cut(document.text)).split("\n"),
            cell.row_span, cell.column_span, cell.page, cell.box, bold=cell.bold and bold,
        )
        for cell in table.cells
    ]  # fmt: skip
    builder.table(cells, rows=table.rows, columns=table.columns, page=table.page, box=table.box,
                  column_edges=table.column_edges, ruled=table.ruled)  # fmt: skip


def _copy_furniture(builder: DocumentBuilder, document: Document) -> None:
    for piece in document.furniture:
        builder.furniture(piece.kind, piece.span.cut(document.text), page=piece.page, box=piece.box)


DAMAGES: dict[str, Damage] = {
    "noise.3": noise(0.003),
    "noise.10": noise(0.01),
    "noise.25": noise(0.025),
    "plain": plain,
    "unlabelled.3": unlabelled(0.3),
    "unlabelled.7": unlabelled(0.7),
    "unmarked.2": unmarked(0.2),
    "faded": faded,
    "cut_columns": cut_columns,
}
