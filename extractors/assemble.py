"""From a Document to its tasks: one walk over the outline, by the annotation rules R1-R22 (corpus/FORMAT.md)."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.account import Ledger
from extractors.confidence import with_confidence
from extractors.context import Context
from extractors.document import Document
from extractors.metadata import read_metadata
from extractors.outline import Outline, build_outline
from extractors.plan_period import is_school_year
from extractors.recorder import Recorder
from extractors.records import DateContext, Extraction, Issue, Metadata
from extractors.references import resolve_references
from extractors.rows import TableReader
from extractors.superiors import addressed_upward
from extractors.table_counts import check_tables, count_tables
from extractors.walk import Walker
from extractors.works import is_permit
from extractors.zones import ASSIGNS_NOTHING

_POORLY_READ = 0.85  # mean confidence: clean copies have 0.93 and more, the poorest that is still read well 0.88
VERSION = "1"  # of the rules: a new one makes every document worth extracting again


def extract(document: Document) -> Extraction:
    """All tasks, targets, facts and doubts of one document, and the account of every item, row and sentence."""
    outline = build_outline(document)
    metadata, issues = read_metadata(document, outline)
    permits = not metadata.is_plan and is_permit(document.text, outline)
    recorder = Recorder(document, metadata, Ledger(document, outline), permits=permits)
    context = Context(_dates(metadata, document))
    nothing = f"document.{metadata.work}" if metadata.work is not None else None
    if nothing is None and _assigns_nothing(document.text, outline, metadata):
        nothing = "document.assigns_nothing"
    if nothing is not None:
        tables = TableReader(recorder)
        for section in outline.root.walk():
            if section.table is not None:
                tables.visit(section, context.entering("result"))
            else:
                recorder.ledger.note(section, "ignored", nothing)
    else:
        upward = addressed_upward(document, outline, metadata)
        Walker(recorder).visit_children(outline.root, context.entering("upward") if upward else context)
    accounts = recorder.ledger.entries()
    counts = count_tables(document, accounts)
    resolved = resolve_references(document, outline, recorder.tasks, accounts)
    extraction = Extraction(
        metadata,
        tuple(recorder.tasks),
        tuple(recorder.targets),
        (
            *recognition_issues(document),
            *outline.issues,
            *issues,
            *recorder.issues,
            *recorder.authority.issues(document),
            *check_tables(document, counts),
            *resolved.issues,
        ),
        accounts,
        recorder.authority.found(),
        counts,
        resolved.references,
    )
    return with_confidence(document, extraction)


def recognition_issues(document: Document) -> Iterator[Issue]:
    """What an officer must know of pages that were read from pictures: that they were, and which of them badly."""
    read = [page for page in document.pages if page.recognised is not None and page.width]
    if not read:
        return
    numbers = ", ".join(str(page.number) for page in read)
    message = f"Chữ của trang {numbers} được nhận dạng từ ảnh quét: hãy đối chiếu số, ngày và tên riêng với bản gốc."
    yield Issue("recognised", "info", message)
    for page in read:
        if page.recognised is not None and page.recognised < _POORLY_READ:
            words = f"Trang {page.number} quét mờ hoặc bẩn, nhiều chữ nhận dạng không chắc: hãy đọc lại ở bản gốc."
            yield Issue("poorly_recognised", "warning", words, page=page.number)


def _assigns_nothing(text: str, outline: Outline, metadata: Metadata) -> bool:
    return (
        metadata.kind in ASSIGNS_NOTHING.kinds
        or ASSIGNS_NOTHING.title(metadata.title)
        or ASSIGNS_NOTHING.number(metadata.number)
        or (not metadata.is_plan and ASSIGNS_NOTHING.type_line(text, outline.root.walk()))
        or (not metadata.is_plan and _is_regulation(outline))
    )


def _is_regulation(outline: Outline) -> bool:
    """Chapters or many articles are the form of a law or regulation: a decision that gives work has three or four."""
    families = [s.marker.family for s in outline.root.walk() if s.marker is not None]
    return families.count("article") >= (5 if "chapter" in families else 9)


def _dates(metadata: Metadata, document: Document) -> DateContext:
    """What completes the dates of a plan: its day of issue, else of signature, and the years of its title (R19)."""
    # A scan is signed by who publishes it, days after the issue: what came before that day is not past.
    signed_on = document.hints.signed_on if not any(page.recognised for page in document.pages) else None
    # Where the day on the page is left blank, the day of the signature stands for it: what counts from it is flagged.
    is_printed = any(mention.kind == "issued_on" for mention in metadata.evidence)
    is_signature = metadata.issued_on == signed_on and not is_printed
    return DateContext(
        issued_on=None if is_signature else metadata.issued_on,
        first_year=metadata.period_start.year if metadata.period_start else None,
        last_year=metadata.period_end.year if metadata.period_end else None,
        published_on=metadata.published_on,
        signed_on=signed_on,
        issue_year=metadata.issue_year,
        school_year=is_school_year(metadata.title),
    )
