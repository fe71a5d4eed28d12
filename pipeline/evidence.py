"""Where the words of an error stand: the passage of the text, what the account says of it, and the picture of its page.

Pictures show what a person would look up in the file; they are cut to the lines in question and bounded in number and
size, so that a report of a bad day can still be mailed.
"""

from __future__ import annotations

import base64
import logging
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.document import Box, Document, Span
from extractors.text import normalise
from pipeline.intake import look_at
from pipeline.readers import read
from pipeline.readers.errors import ReadError

if TYPE_CHECKING:
    from PIL.Image import Image

_log = logging.getLogger(__name__)

_AROUND = 220  # characters of text before and after a passage
_SCALE = 1.6  # pixels a point: small print stays readable
_MARGIN = 46.0  # points above and below the lines in question
_MOST_HEIGHT = 420.0  # points; what is longer is cut below
_QUALITY = 62
_COLOURS = {"gold": (217, 119, 6), "found": (37, 99, 235)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the account (``accounts``): what became of an item, row, paragraph or sentence."""

    span: Span
    what: str
    outcome: str
    rule: str


@dataclass(frozen=True, slots=True)
class Source:
    """One document of a scored file: where it came from, its text and its account."""

    path: str
    format: str
    text: str = ""
    entries: tuple[Entry, ...] = ()

    def entry_at(self, place: Span) -> Entry | None:
        """The narrowest entry of the account that begins before ``place`` and holds its first character."""
        around = [entry for entry in self.entries if entry.span.start <= place.start < entry.span.end]
        return min(around, key=lambda entry: len(entry.span), default=None)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words in their surroundings; ``page`` and ``picture`` (a data URI) where the format has pages."""

    before: str
    words: str
    after: str
    page: int | None = None
    picture: str | None = None
    entry: Entry | None = None


def read_sources(database: Path) -> dict[str, list[Source]]:
    """The documents of ``database`` by file name; without texts where it holds the promised views only."""
    uri = f"{database.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        texts, entries = _read_texts(connection)
        columns = {row[1] for row in connection.execute("pragma table_info(documents)")}
        kind = "format" if "format" in columns else "null"
        found: dict[str, list[Source]] = defaultdict(list)
        for key, path, kind_of in connection.execute(f"select id, path, {kind} from documents"):
            name = Path(path.rsplit("!", 1)[-1]).name
            kind_of = kind_of or Path(name).suffix.lstrip(".")
            found[name].append(Source(path, kind_of, texts.get(key, ""), tuple(entries.get(key, ()))))
    return dict(found)


def _read_texts(connection: sqlite3.Connection) -> tuple[dict[str, str], dict[str, list[Entry]]]:
    entries: dict[str, list[Entry]] = defaultdict(list)
    if not connection.execute("select 1 from sqlite_master where name = 'document_texts'").fetchone():
        return {}, entries
    texts = dict(connection.execute("select document_id, text from document_texts"))
    query = "select document_id, span_start, span_end, what, outcome, rule from accounts order by document_id, ordinal"
    for key, start, end, *rest in connection.execute(query):
        entries[key].append(Entry(Span(start, end), *rest))
    return texts, entries


def find_words(text: str, words: str, after: int = 0) -> Span | None:
    """The first place of ``words`` in ``text`` at or after ``after``, white space and case aside.

    A row's words may stand in cells with others between them: then the place of their beginning.
    """
    letters = [(letter.lower()[:1], place) for place, letter in enumerate(text) if not letter.isspace()]
    squeezed = "".join(letter for letter, _ in letters)
    places = [place for _, place in letters]
    wanted = "".join(letter.lower()[:1] for letter in normalise(words).text if not letter.isspace())
    first = next((index for index, place in enumerate(places) if place >= after), 0)
    for piece in dict.fromkeys((wanted, wanted[:60], wanted[:20])):
        start = squeezed.find(piece, first) if piece else -1
        if start >= 0:
            return Span(places[start], places[start + len(piece) - 1] + 1)
    return None


@dataclass(slots=True)
class Evidence:
    """Looks passages up in the texts of a database and in the files behind them.

    ``folder``: where else to look for a file that is not at its path. ``pictures``, ``picture_bytes``: how many more
    pictures there may be, and how many bytes of them; after that the passages come as text alone.
    """

    folder: Path | None = None
    pictures: int = 60
    picture_bytes: int = 6_000_000
    _documents: dict[str, Document | None] = field(default_factory=dict)

    def passage(self, source: Source, gold_words: str | None, found_words: str | None) -> Passage | None:
        """The place of the words of gold (else of those found), with the lines of both marked on the page."""
        places = {
            name: place
            for name, words in (("gold", gold_words), ("found", found_words))
            if words and (place := find_words(source.text, words)) is not None
        }
        if not places:
            return None
        place = next(iter(places.values()))
        page, picture = self._picture(source, places)
        text = source.text
        return Passage(
            before=text[max(0, place.start - _AROUND) : place.start],
            words=place.cut(text),
            after=text[place.end : place.end + _AROUND],
            page=page,
            picture=picture,
            entry=source.entry_at(place),
        )

    def _picture(self, source: Source, places: dict[str, Span]) -> tuple[int | None, str | None]:
        path = self._file(source)
        if path is None or source.format != "pdf":
            return None, None
        document = self._document(path)
        if document is None or document.text != source.text:
            return None, None
        boxes = {name: document.boxes_of(span) for name, span in places.items()}
        page = next((box.page for found in boxes.values() for box in found), None)
        if page is None or self.pictures <= 0 or self.picture_bytes <= 0:
            return page, None
        try:
            picture = photograph(
                path, page, {name: [b for b in found if b.page == page] for name, found in boxes.items()}
            )
        except Exception as error:  # whatever a library throws at a page: the words are shown without their picture
            _log.info("no picture of page %s of %s", page, path, exc_info=error)
            return page, None
        self.pictures -= 1
        self.picture_bytes -= len(picture)
        return page, picture

    def _file(self, source: Source) -> Path | None:
        if "!" in source.path:
            return None
        path = Path(source.path)
        if path.is_file() or self.folder is None:
            return path if path.is_file() else None
        return next(iter(sorted(self.folder.rglob(path.name))), None)

    def _document(self, path: Path) -> Document | None:
        if str(path) not in self._documents:
            try:
                self._documents[str(path)] = read(look_at(path, str(path)))
            except (ReadError, OSError, ValueError) as error:
                _log.info("%s", path, exc_info=error)
                self._documents[str(path)] = None
        return self._documents[str(path)]


def photograph(path: Path, page: int, boxes: dict[str, list[Box]]) -> str:
    """The part of a PDF page around ``boxes`` as a JPEG data URI, gold's lines marked in amber, those found in blue."""
    from PIL import ImageDraw

    from pipeline.readers.pdfium import pdfium

    with closing(pdfium.PdfDocument(path)) as pdf:
        image: Image = pdf[page - 1].render(scale=_SCALE).to_pil().convert("RGB")
    draw = ImageDraw.Draw(image)
    for name, found in boxes.items():
        grown = 2 if name == "gold" else 4  # one frame around the other where both mark the same line
        for box in found:
            frame = (
                box.x0 * _SCALE - grown,
                box.top * _SCALE - grown,
                box.x1 * _SCALE + grown,
                box.bottom * _SCALE + grown,
            )
            draw.rectangle(frame, outline=_COLOURS[name], width=2)
    top, bottom = _cut(boxes.values(), image.height / _SCALE)
    piece = image.crop((0, int(top * _SCALE), image.width, int(bottom * _SCALE)))
    buffer = BytesIO()
    piece.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode('ascii')}"


def _cut(boxes: Iterable[Sequence[Box]], height: float) -> tuple[float, float]:
    """The upper and lower edge of what is shown of a page, in points."""
    every = [box for found in boxes for box in found]
    top = max(0.0, min(box.top for box in every) - _MARGIN)
    bottom = min(height, max(box.bottom for box in every) + _MARGIN)
    return top, min(bottom, top + _MOST_HEIGHT)
