"""Builds a Document piece by piece, so that every reader lays the text out in the same way.

Lines end in ``\\n``; the cells of a table row are parted by ``\\t``, its rows by ``\\n``; furniture comes last.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.document import (
    Box,
    Cell,
    Column,
    Document,
    Furniture,
    FurnitureKind,
    Hints,
    Line,
    Page,
    ReadProblem,
    Span,
    Table,
    WordBoxes,
)
from extractors.text import is_plain, normalise

Word = tuple[str, Box] | tuple[str, Box, float]  # a word, its place, and how sure its recognition is (1 unless said)
Words = str | Sequence[Word]  # plain characters, or words with their places


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as a reader found it; ``lines`` are its printed lines from top to bottom."""

    row: int
    column: int
    lines: Sequence[Words]
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    box: Box | None = None
    bold: bool = False


class DocumentBuilder:
    """Collects lines, tables and furniture in reading order; ``build`` gives the Document."""

    def __init__(self, format: str) -> None:
        self._format = format
        self._pieces: list[str] = []
        self._length = 0
        self._source: list[str] = []
        self._source_length = 0
        self._offsets = array("l")
        self._body: list[Line | Table] = []
        self._furniture: list[tuple[Furniture, Words]] = []
        self._starts, self._ends = array("l"), array("l")
        self._boxes: list[Box] = []
        self._confidences = array("f")
        self.pages: list[Page] = []
        self.problems: list[ReadProblem] = []
        self.hints = Hints()

    def line(
        self,
        words: Words,
        *,
        page: int | None = None,
        box: Box | None = None,
        bold: bool = False,
        centred: bool = False,
        whole: bool = False,
        column: Column = "body",
    ) -> Span:
        """Add a printed line (or a whole paragraph, which may hold ``\\n``); gives its span without the line end."""
        span = self._words(words)
        self._append("\n")
        if len(span):
            self._body.append(Line(span, page, box, bold, centred, whole, column))
        return span

    def table(
        self,
        cells: Iterable[RawCell],
        *,
        rows: int,
        columns: int,
        page: int | None = None,
        box: Box | None = None,
        column_edges: Sequence[float] = (),
        ruled: bool = True,
        drawn: int | None = None,
    ) -> Table:
        """Add a table; its cells are laid out row by row in the order (row, column)."""
        start, laid, last_row = self._length, [], 0
        for number, raw in enumerate(sorted(cells, key=lambda cell: (cell.row, cell.column))):
            if number:
                self._append("\t" if raw.row == last_row else "\n")
            last_row = raw.row
            first = self._length
            for index, words in enumerate(raw.lines):
                if index:
                    self._append("\n")
                self._words(words)
            laid.append(
                Cell(
                    raw.row,
                    raw.column,
                    Span(first, self._length),
                    raw.row_span,
                    raw.column_span,
                    raw.page or page,
                    raw.box,
                    raw.bold,
                )
            )
        edges = tuple(column_edges)
        table = Table(Span(start, self._length), rows, columns, tuple(laid), page, box, edges, ruled, drawn)
        self._append("\n")
        self._body.append(table)
        return table

    def furniture(self, kind: FurnitureKind, words: Words, *, page: int | None = None, box: Box | None = None) -> None:
        """Keep text that belongs to no sentence of the plan; it is laid out after the body."""
        self._furniture.append((Furniture(kind, Span(0, 0), page, box), words))

    def build(self) -> Document:
        """The Document. ``furniture`` follows the body after an empty line."""
        placed: list[Furniture] = []
        if self._furniture:
            self._append("\n")
        for piece, words in self._furniture:
            placed.append(replace(piece, span=self._words(words)))
            self._append("\n")
        self._offsets.append(self._source_length)
        return Document(
            text="".join(self._pieces),
            format=self._format,
            source="".join(self._source),
            offsets=self._offsets,
            pages=tuple(self.pages),
            body=tuple(self._body),
            furniture=tuple(placed),
            words=WordBoxes(self._starts, self._ends, tuple(self._boxes), self._known_confidences()),
            problems=tuple(self.problems),
            hints=self.hints,
        )

    def _words(self, words: Words) -> Span:
        start = self._length
        if isinstance(words, str):
            self._append(words)
            return Span(start, self._length)
        line = " ".join(word[0] for word in words)
        if is_plain(line):
            return self._plain_words(line, words)
        for index, word in enumerate(words):
            if index:
                self._append(" ")
            first = self._length
            self._append(word[0])
            if self._length > first:
                self._place(first, self._length, word)
        return Span(start, self._length)

    def _place(self, start: int, end: int, word: Word) -> None:
        self._starts.append(start)
        self._ends.append(end)
        self._boxes.append(word[1])
        self._confidences.append(word[2] if len(word) == 3 else 1.0)

    def _known_confidences(self) -> array[float]:
        """The confidences, where any word was recognised from a picture."""
        return self._confidences if any(sure < 1.0 for sure in self._confidences) else array("f")

    def _plain_words(self, line: str, words: Sequence[Word]) -> Span:
        """The words of a line whose characters need no care, which are nearly all: laid out in one go."""
        start, self._length = self._length, self._length + len(line)
        self._pieces.append(line)
        self._source.append(line)
        self._offsets.extend(range(self._source_length, self._source_length + len(line)))
        self._source_length += len(line)
        place = start
        for word in words:
            if word[0]:
                self._place(place, place + len(word[0]), word)
            place += len(word[0]) + 1
        return Span(start, self._length)

    def _append(self, source: str) -> None:
        if source in ("\t", "\n", " "):  # between cells, lines and words: as it is
            self._pieces.append(source)
            self._offsets.append(self._source_length)
            self._source.append(source)
            self._length += 1
            self._source_length += 1
            return
        normal = normalise(source, self._source_length)
        self._pieces.append(normal.text)
        self._length += len(normal.text)
        self._offsets.extend(normal.offsets[:-1])
        self._source.append(source)
        self._source_length += len(source)
