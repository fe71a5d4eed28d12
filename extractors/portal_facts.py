"""The block of facts that a portal prints beside a document (``Số hiệu``, ``Ngày ban hành``, ``Người ký``)."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.document import Document, Table
from extractors.text import clean, fold

PORTAL_NUMBER = ("so hieu", "so ky hieu", "so/ky hieu", "so ky hieu van ban", "so hieu van ban", "ky hieu van ban")
_LABELS = frozenset((
    *PORTAL_NUMBER, "ngay ban hanh", "loai van ban", "co quan ban hanh", "noi ban hanh", "nguoi ky", "trich yeu",
))  # fmt: skip


def portal_pairs(document: Document) -> Iterator[tuple[str, str]]:
    """The rows of a portal's table of facts (``Số hiệu | 185/KH-UBND``) near the top of a saved page."""
    for item in document.body[:12]:
        if isinstance(item, Table) and item.columns in (2, 4):
            words = {(cell.row, cell.column): clean(cell.span.cut(document.text)) for cell in item.cells}
            for (row, column), label in words.items():
                value = words.get((row, column + 1))
                if column % 2 == 0 and fold(label).strip(" :") in _LABELS and value:
                    yield label.strip(" :"), value
