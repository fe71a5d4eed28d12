"""From a Document to its tasks: one walk over the outline, by the annotation rules R1-R22 (corpus/FORMAT.md)."""

from __future__ import annotations

from extractors.account import Ledger
from extractors.confidence import with_confidence
from extractors.context import Context
from extractors.document import Document
from extractors.metadata import read_metadata
from extractors.outline import Outline, build_outline
from extractors.recorder import Recorder
from extractors.records import DateContext, Extraction, Metadata
from extractors.rows import TableReader
from extractors.superiors import addressed_upward
from extractors.walk import Walker
from extractors.zones import ASSIGNS_NOTHING

VERSION = "1"  # of the rules: a new one makes every document worth extracting again


def extract(document: Document) -> Extraction:
    """All tasks, targets, facts and doubts of one document, and the account of every item, row and sentence."""
    outline = build_outline(document)
    metadata, issues = read_metadata(document, outline)
    recorder = Recorder(document, metadata, Ledger(document, outline))
    context = Context(_dates(metadata, document))
    if _assigns_nothing(document.text, outline, metadata):
        tables = TableReader(recorder)
        for section in outline.root.walk():
            if section.table is not None:
                tables.visit(section, context.entering("result"))
            else:
                recorder.ledger.note(section, "ignored", "document.assigns_nothing")
    else:
        upward = addressed_upward(document, outline, metadata)
        Walker(recorder).visit_children(outline.root, context.entering("upward") if upward else context)
    extraction = Extraction(
        metadata,
        tuple(recorder.tasks),
        tuple(recorder.targets),
        (*outline.issues, *issues, *recorder.issues, *recorder.authority.issues(document)),
        recorder.ledger.entries(),
        recorder.authority.found(),
    )
    return with_confidence(document.text, extraction)


def _assigns_nothing(text: str, outline: Outline, metadata: Metadata) -> bool:
    return (
        metadata.kind in ASSIGNS_NOTHING.kinds
        or ASSIGNS_NOTHING.title(metadata.title)
        or (not metadata.is_plan and ASSIGNS_NOTHING.type_line(text, outline.root.walk()))
        or (not metadata.is_plan and _is_regulation(outline))
    )


def _is_regulation(outline: Outline) -> bool:
    """Chapters or many articles are the form of a law or regulation: a decision that gives work has three or four."""
    families = [s.marker.family for s in outline.root.walk() if s.marker is not None]
    return families.count("article") >= (5 if "chapter" in families else 9)


def _dates(metadata: Metadata, document: Document) -> DateContext:
    """What completes the dates of a plan: its day of issue, else of signature, and the years of its title (R19)."""
    signed_on = document.hints.signed_on
    # Where the day on the page is left blank, the day of the signature stands for it: what counts from it is flagged.
    is_printed = any(mention.kind == "issued_on" for mention in metadata.evidence)
    is_signature = metadata.issued_on == signed_on and not is_printed
    return DateContext(
        issued_on=None if is_signature else metadata.issued_on,
        first_year=metadata.period_start.year if metadata.period_start else None,
        last_year=metadata.period_end.year if metadata.period_end else None,
        published_on=metadata.published_on,
        signed_on=signed_on,
    )
