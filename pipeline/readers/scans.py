"""Pages that have to be recognised: pictures of pages → contents of pages, several at a time, none of them twice."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.readers.errors import ReadError
from pipeline.readers.pdf_lines import group_rows
from pipeline.readers.pdf_page import PageContent
from pipeline.readers.pdf_rules import Rule
from pipeline.readers.pdf_tables import Grid, fill_grids, find_grids
from pipeline.readers.pdf_words import PageWord
from pipeline.readers.scan_forms import with_forms
from pipeline.readers.scan_numbering import mend_numbering
from pipeline.readers.scan_specks import without_dashes_of_titles, without_margin_dirt, without_specks
from pipeline.recognition.engine import PageLostError, engine_version, find_tessdata, recogniser
from pipeline.recognition.kept import keep_page, kept_page, picture_key
from pipeline.recognition.result import IDENTITY, Affine, RecognisedPage, RecognisedWord, compose
from pipeline.recognition.spelling import correct_words

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from pipeline.settings import Settings

_LOG = logging.getLogger(__name__)

POINTS = 72.0  # an inch
_STAMP_INK = 0.5  # of a word's ink: more of it coloured is a stamp, a signature or handwriting
_COLOURED_PAGE = 0.3  # of the words of a page: more of them coloured, and it is typed in colour
_MISREAD_NUMBER, _TOP = 2, 0.1  # letters; of the page's height
_REASONS = {"timeout": "scan_slow", "died": "scan_died"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of page ``number``. ``width`` and ``height``: of the page in points; ``pixels``: see recognition."""

    number: int
    width: float
    height: float
    pixels: NDArray[Any]
    dpi: float


def can_recognise() -> bool:
    """Whether this machine has what text recognition needs."""
    return find_tessdata() is not None


def recognise_pages(numbers: Sequence[int], picture_of: Callable[[int], Picture]) -> Iterator[PageContent]:
    """The contents of the pages ``numbers``, in their order; ``picture_of`` draws one (it is called by many threads).

    A page that cannot be recognised, or not within the time that a file may take, is a content with its ``trouble``.
    """
    settings = _settings()
    late = time.monotonic() + settings.ocr_seconds
    at_once = settings.ocr_pages_at_once or os.cpu_count() or 1
    recognise = recogniser(at_once, settings.ocr_page_seconds).recognise

    def content(number: int) -> PageContent:
        if time.monotonic() > late:
            return PageContent(number, trouble="scan_late")
        try:
            picture = picture_of(number)
            data = picture.pixels.tobytes()
            key = picture_key(data, picture.pixels.shape, picture.dpi, engine_version())
            page = kept_page(key, settings.ocr_cache)
            if page is None:
                page = recognise(data, picture.pixels.shape, picture.dpi)
                keep_page(key, page, settings.ocr_cache)
            return content_of(page, picture)
        except PageLostError as lost:
            _LOG.warning("page %d is not recognised: %s", number, lost.why)
            return PageContent(number, trouble=_REASONS.get(lost.why, "scan_unread"))
        except ReadError as error:
            return PageContent(number, trouble=error.code)
        except Exception as error:  # one broken page must not end the document, whatever breaks
            _LOG.warning("page %d cannot be drawn: %s", number, error)
            return PageContent(number, trouble="page_unreadable")

    with ThreadPoolExecutor(at_once, thread_name_prefix="recognise") as threads:
        yield from threads.map(content, numbers)


def content_of(page: RecognisedPage, picture: Picture) -> PageContent:
    """What a recognised page holds, in points of the page as it was straightened (``back`` leads out of them)."""
    scale = POINTS / page.dpi
    blank = PageContent(picture.number, picture.width, picture.height, pictured=True, recognised=1.0)
    if page.blank:
        return blank
    rules = [Rule(r.x0 * scale, r.top * scale, r.x1 * scale, r.bottom * scale, r.level) for r in page.rules]
    coloured = sum(word.coloured > _STAMP_INK for word in page.words) > _COLOURED_PAGE * len(page.words)
    stamps = [word for word in page.words if not coloured and word.coloured > _STAMP_INK]
    own = _corrected([_page_word(word, scale) for word in page.words if word not in stamps], rules)
    grids, rest = fill_grids(find_grids(rules), own)
    return replace(
        blank,
        width=page.width * scale,
        height=page.height * scale,
        rows=tuple(group_rows(rest)),
        grids=tuple(grids),
        rules=tuple(rules),
        stamps=(tuple(_page_word(word, scale) for word in stamps),) if stamps else (),
        letters=sum(len(word.text) for word in own),
        text=" ".join(word.text for word in own),
        recognised=page.confidence,
        back=_in_points(page, picture),
    )


def joined(pages: Iterable[PageContent]) -> list[PageContent]:
    """``pages`` in their order, their tables going on from page to page and their numbering put right."""
    found: list[PageContent] = []
    for page in pages:
        previous = found[-1].grids if found else ()
        found.append(_continued(page, previous) if page.recognised is not None else page)
    return mend_numbering([_without_specks(page) if page.recognised is not None else page for page in found])


def _continued(page: PageContent, previous: Sequence[Grid]) -> PageContent:
    """``page`` with its tables found anew beside those of the page before, which a cut table goes on with."""
    if not previous or not page.rules:
        return page
    words = [word for row in page.rows for word in row.words]
    words += [word for grid in page.grids for cell in grid.cells for word in cell.words]
    grids, rest = fill_grids(find_grids(page.rules, previous), words)
    return replace(page, rows=tuple(group_rows(rest)), grids=tuple(grids))


def _without_specks(page: PageContent) -> PageContent:
    """``page`` with its lines free of what dirt in the margins was read as."""
    clear = without_margin_dirt(page.rows, page.width)
    rows = [row for row in map(without_specks, clear) if row.words]
    # Alone above the text of a later page, "E)" is its number.
    if page.number > 1 and rows and len(rows[0].text) <= _MISREAD_NUMBER and rows[0].bottom < _TOP * page.height:
        rows = rows if rows[0].text.isdigit() else rows[1:]
    return replace(page, rows=without_dashes_of_titles(with_forms(rows, page.width)))


def _corrected(words: list[PageWord], rules: Sequence[Rule]) -> list[PageWord]:
    """``words`` with the marks that recognition lost, by their neighbours in reading order (in cells, cell by cell)."""
    grids, rest = fill_grids(find_grids(rules), words)
    stretches = [rest, *(list(cell.words) for grid in grids for cell in grid.cells)]
    read = [word for stretch in stretches for row in group_rows(stretch) for word in row.words]
    texts = correct_words([word.text for word in read])
    return [replace(word, text=text) for word, text in zip(read, texts, strict=True)]


def _page_word(word: RecognisedWord, scale: float) -> PageWord:
    return PageWord(
        word.text,
        word.x0 * scale,
        word.top * scale,
        word.x1 * scale,
        word.bottom * scale,
        word.baseline * scale,
        word.size * scale,
        bold=word.bold,
        confidence=word.confidence,
    )


def _in_points(page: RecognisedPage, picture: Picture) -> Affine | None:
    """From points of the straightened page to points of the page as it is shown; None where nothing was moved."""
    if page.back == IDENTITY:
        return None
    up, down = page.dpi / POINTS, POINTS / picture.dpi
    return compose(compose((up, 0.0, 0.0, 0.0, up, 0.0), page.back), (down, 0.0, 0.0, 0.0, down, 0.0))


@cache
def _settings() -> Settings:
    from pipeline.settings import Settings  # pydantic: only where something is recognised

    return Settings()
