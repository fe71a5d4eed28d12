"""Facts of a document that a scan shows and that recognition may not have read: what is missing is never silent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.records import Issue

CODED = re.compile(r"/[A-ZĐ]{2,}-[A-ZĐ]{2,}")  # a number line, also one whose "Số" was misread
_PARTS_OF_DATE = re.compile(r"tháng\s*\S{0,3}\s*năm\b")


def find_unread(header: Iterable[str], has_signature: bool) -> Iterator[Issue]:
    """An issue each for the number and the day that a line of the ``header`` shows, and for the name of a signature.

    Handwritten figures and names under a seal are read as anything: the caller keeps the issues of what it has not.
    """
    lines = list(header)
    shown = (
        ("number_unsure", "Số của văn bản", any(map(CODED.search, lines))),
        ("date_unsure", "Ngày ban hành", any(map(_PARTS_OF_DATE.search, lines))),
        ("signer_unsure", "Tên người ký", has_signature),
    )
    for code, what, is_shown in shown:
        if is_shown:
            message = f"{what} không đọc được từ ảnh quét nên để trống; hãy điền theo bản gốc."
            yield Issue(code, "warning", message)
