"""Facts of a document that a scan shows and that recognition may not have read: what is missing is never silent.

The day of issue is often written by hand between typed words ("ngày … tháng 5 năm 2021"): its year is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.document import Document, Span
from extractors.records import Issue

SURE_FIGURES = 0.88  # confidence: typed figures of scans have 0.88 and more, most 0.93; handwritten ones up to 0.85
CODED = re.compile(r"/[A-ZĐ]{2,}-[A-ZĐ]{2,}")  # a number line, also one whose "Số" was misread
_PARTS_OF_DATE = re.compile(r"tháng\s*\S{0,3}\s*năm\b(?:\s*(?P<year>(?:19|20)\d\d)\b)?")


def find_unread(header: Iterable[str], no_number: bool, no_day: bool, no_signer: bool) -> Iterator[Issue]:
    """An issue for a number and a day that were not read where a line of the ``header`` shows one, and for a signer.

    Handwritten figures and names under a seal are read as anything.
    """
    lines = list(header)
    unread = (
        ("number_unsure", "Số của văn bản", no_number and any(map(CODED.search, lines))),
        ("date_unsure", "Ngày ban hành", no_day and any(map(_PARTS_OF_DATE.search, lines))),
        ("signer_unsure", "Tên người ký", no_signer),
    )
    for code, what, is_unread in unread:
        if is_unread:
            message = f"{what} không đọc được từ ảnh quét nên để trống; hãy điền theo bản gốc."
            yield Issue(code, "warning", message)


def printed_year(document: Document, header: Iterable[Span]) -> int | None:
    """The year of issue that a line of the ``header`` prints behind its month; None where it was read with doubt."""
    for span in header:
        match = _PARTS_OF_DATE.search(document.text, span.start, span.end)
        if match is not None and match["year"]:
            sure = document.words.confidence(Span(*match.span("year")), figures_of=document.text) >= SURE_FIGURES
            return int(match["year"]) if sure else None
    return None
