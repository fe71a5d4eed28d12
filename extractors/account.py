"""The account of everything: what became of each numbered item, table row and directive sentence."""

from __future__ import annotations

from extractors.assignments import has_directive
from extractors.document import Document, Span
from extractors.outline import Outline, Section
from extractors.records import Account, Outcome
from extractors.sentences import split_sentences


class Ledger:
    """Collects one entry a node of the outline or table row; what nobody explained is ``unexplained``."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self._document = document
        self._outline = outline
        self._entries: dict[int, Account] = {}
        self._rows: list[Account] = []

    def note(self, section: Section, outcome: Outcome, rule: str) -> None:
        """What became of a node; a record outweighs a label noted before."""
        if section.own_span is None:
            return
        known = self._entries.get(section.ordinal)
        if known is not None and known.outcome in ("task", "target") and outcome not in ("task", "target"):
            return
        what = "paragraph" if section.marker is None else "item"
        label = section.marker.label if section.marker is not None else ""
        page = (
            section.paragraph.page if section.paragraph is not None else section.table.page if section.table else None
        )
        self._entries[section.ordinal] = Account(what, section.own_span, label, outcome, rule, page)  # type: ignore[arg-type]

    def note_once(self, section: Section, outcome: Outcome, rule: str) -> None:
        if section.ordinal not in self._entries:
            self.note(section, outcome, rule)

    def note_row(self, span: Span, label: str, outcome: Outcome, rule: str, page: int | None) -> None:
        self._rows.append(Account("row", span, label, outcome, rule, page))

    def entries(self) -> tuple[Account, ...]:
        """The whole account in reading order, with the directive sentences that became no task."""
        found: list[Account] = []
        for section in self._outline.root.walk():
            if section.own_span is None:
                continue
            entry = self._entries.get(section.ordinal)
            if entry is None:
                outcome: Outcome = "unexplained"
                self.note(section, outcome, "account.unexplained")
                entry = self._entries[section.ordinal]
            if section.table is not None and entry.outcome != "joined":
                found.append(entry)
                continue
            found.append(entry)
            if entry.outcome in ("ignored", "unexplained", "heading") and section.region == "body":
                found.extend(self._directive_sentences(section, entry))
        found.extend(self._rows)
        return tuple(sorted(found, key=lambda entry: (entry.span.start, entry.what == "sentence")))

    def _directive_sentences(self, section: Section, entry: Account) -> list[Account]:
        text = self._document.text
        return [
            Account("sentence", sentence, entry.label, "ignored", entry.rule, entry.page)
            for sentence in split_sentences(text, section.words)
            if entry.outcome != "heading" and has_directive(sentence.cut(text))
        ]
