"""Terse makers of documents, tasks and results; spans are found by searching the text, never counted by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from extractors.document import Document, Hints, Span
from extractors.records import (
    AgencyRef,
    BlockTarget,
    Comparator,
    Deadline,
    DeadlineKind,
    Extraction,
    Field,
    Metadata,
    Target,
    Task,
)
from pipeline.readers.builder import DocumentBuilder, RawCell
from pipeline.result import DocumentResult

VERSION = "1"
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def span(text: str, words: str, nth: int = 1) -> Span:
    """The place of the ``nth`` occurrence of ``words`` in ``text``."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def words_field(text: str, words: str) -> Field[str]:
    return Field(words, words, (span(text, words),), "rule", "test")


def agencies_field(text: str, *names: str, canonical: dict[str, str] | None = None) -> Field[tuple[AgencyRef, ...]]:
    refs = tuple(AgencyRef(name, (span(text, name),), canonical=(canonical or {}).get(name)) for name in names)
    return Field(refs, "; ".join(names), tuple(ref.spans[0] for ref in refs), "rule", "test")


def deadline_field(
    text: str,
    words: str,
    kind: DeadlineKind = "by",
    start_on: date | None = None,
    due_on: date | None = None,
    recurrence: str | None = None,
) -> Field[Deadline]:
    place = (span(text, words),)
    return Field(Deadline(words, place, kind, start_on, due_on, recurrence), words, place, "rule", "test")


def target(text: str, words: str, comparator: Comparator | None, value: float | None = None, **more: Any) -> Target:
    return Target(words, span(text, words), comparator, value, **more)


def task(
    text: str, words: str, *, quote: str | None = None, section: tuple[str, ...] = ("II", "1"), **more: Any
) -> Task:
    """A task whose words stand in ``text``; ``more``: fields of Task."""
    return Task(
        key=more.pop("key", hashlib.sha256(words.encode()).hexdigest()[:8]),
        section=section,
        titles=more.pop("titles", ("NHIỆM VỤ",)),
        task=words_field(text, words),
        quote=(span(text, quote or words),),
        **more,
    )


def block_target(
    text: str, words: str, comparator: Comparator | None, value: float | None = None, **more: Any
) -> BlockTarget:
    section, criterion = more.pop("section", ("I", "2")), more.pop("criterion", None)
    quote = span(text, more.pop("quote", words))
    return BlockTarget(f"t{quote.start}", section, criterion, target(text, words, comparator, value, **more), quote)


def result(
    text: str,
    *tasks: Task,
    targets: tuple[BlockTarget, ...] = (),
    metadata: Metadata | None = None,
    content: str | None = None,
    **more: Any,
) -> DocumentResult:
    """A ``done`` result (``more``: fields of DocumentResult); ``content`` stands for the bytes of the file."""
    issues, accounts = more.pop("issues", ()), more.pop("accounts", ())
    extraction = Extraction(metadata or Metadata(kind="kế hoạch", is_plan=True), tasks, targets, issues, accounts)
    fields: dict[str, Any] = {
        "path": "kh.docx",
        "sha256": hashlib.sha256((content or text).encode()).hexdigest(),
        "extractor_version": VERSION,
        "imported_at": NOON,
        "status": "done",
        "format": "docx",
        "extraction": extraction,
        "text": text,
    }
    return DocumentResult(**(fields | more))


def failure(content: str, reason: str = "Tệp bị hỏng; xin bản khác.", **more: Any) -> DocumentResult:
    """A ``failed`` result."""
    more = {"status": "failed", "reason": reason, "extraction": None, "content": content} | more
    return result("", **more)


@dataclass(frozen=True)
class Printed:
    """A line as it is printed (``more``: bold, centred, column, page, box, whole)."""

    words: str
    more: dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """A table in rows of cells: ``^`` goes on from the cell above, ``<`` from its left; ``**x**`` is bold."""

    rows: Sequence[Sequence[str]]
    more: dict[str, Any]


def printed(words: str, **more: Any) -> Printed:
    return Printed(words, more)


def rows(*lines: str | Sequence[str], **more: Any) -> Rows:
    """A table, each row as its cells or as one string with ``|`` between them; ``more``: page, column_edges."""
    return Rows([[cell.strip() for cell in row.split("|")] if isinstance(row, str) else row for row in lines], more)


def document(
    *items: str | Printed | Rows, whole: bool = True, format: str = "docx", hints: Hints | None = None
) -> Document:
    """A Document of lines and tables; a string of several lines is as many paragraphs (``whole``) or printed lines."""
    builder = DocumentBuilder(format)
    builder.hints = hints or Hints()
    for item in items:
        if isinstance(item, Rows):
            size = {"rows": len(item.rows), "columns": max(map(len, item.rows))}
            builder.table(_cells(item.rows), **(size | item.more))
        elif isinstance(item, Printed):
            builder.line(item.words, **({"whole": whole} | item.more))
        else:
            for line in item.strip("\n").split("\n"):
                builder.line(line, whole=whole)
    return builder.build()


def _cells(lines: Sequence[Sequence[str]]) -> Iterator[RawCell]:
    for row, cells in enumerate(lines):
        for column, words in enumerate(cells):
            if words in ("^", "<"):
                continue
            high = next((n for n, line in enumerate(lines[row + 1 :], 1) if line[column] != "^"), len(lines) - row)
            wide = next((n for n, cell in enumerate(cells[column + 1 :], 1) if cell != "<"), len(cells) - column)
            bold = words.startswith("**")
            yield RawCell(row, column, words.strip("*").split("\n"), high, wide, bold=bold)
