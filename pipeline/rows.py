"""From one result to the rows of each table: pure, so that what is stored can be tested without a database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

from extractors.agency_resolution import settled
from extractors.deadline_reasons import explain, explain_other
from extractors.document import Span
from extractors.records import (
    AgencyRef,
    BlockTarget,
    Extraction,
    Field,
    Issue,
    Metadata,
    Reference,
    Resolution,
    TableCount,
    Target,
    Task,
)
from extractors.text import clean, compare_key, fold, place_tones
from pipeline.due import due_days_json
from pipeline.identity import free_key
from pipeline.result import DocumentResult
from pipeline.same_actions import same_actions
from pipeline.same_plan import sketch_rows

Row = dict[str, Any]
PATH_SEPARATOR = " > "


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """The rows that belong to one document, by table, in the order in which they can be inserted."""

    tables: dict[str, list[Row]] = field(default_factory=dict)


def known(words: str | None) -> str | None:
    """``words`` without outer white space, or None where nothing is left: the database knows no ''."""
    return (words.strip() or None) if words else None


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def moment(value: datetime) -> str:
    """UTC, to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def document_row(result: DocumentResult, document_id: str) -> Row:
    """The row of ``documents`` without its links to other documents."""
    facts = result.extraction.metadata if result.extraction else Metadata()
    return {
        "id": document_id,
        "path": result.path,
        "part": result.part,
        "sha256": result.sha256,
        "format": known(result.format),
        "pages": result.pages,
        "imported_at": moment(result.imported_at),
        "extractor_version": result.extractor_version,
        "status": result.status,
        "reason": result.reason,
        "number": known(facts.number),
        "issued_on": day(facts.issued_on),
        "issuer": known(facts.issuer),
        "signer": known(facts.signer),
        "title": known(facts.title),
        "kind": known(facts.kind) if result.extraction else None,
        "is_plan": int(facts.is_plan) if result.extraction else None,
        "period_start": day(facts.period_start),
        "period_end": day(facts.period_end),
        "same_plan_as": None,
        "replaces": None,
        "scanned": int(result.scanned),
        "seconds": result.seconds,
    }


def document_rows(result: DocumentResult, document_id: str) -> DocumentRows:
    """Everything of ``result`` but its ``documents`` row."""
    extraction = result.extraction
    if extraction is None:
        return DocumentRows()
    text = result.text
    ids = _unique_keys((task.key for task in extraction.tasks), document_id)
    tasks = list(zip(ids, extraction.tasks, strict=True))
    same = same_actions(tasks)
    issues = [*extraction.issues, *check_spans(extraction, text)]
    known_agencies = {one.name: one for one in settled(extraction, text)}
    tables: dict[str, list[Row]] = {
        "document_texts": [{"document_id": document_id, "text": text, "furniture_start": result.furniture_start}],
        "document_evidence": list(_evidence_rows(extraction.metadata, document_id)),
        "tasks": [
            _task_row(task, task_id, document_id, ordinal, text) | {"same_as": same.get(task_id)}
            for ordinal, (task_id, task) in enumerate(tasks, 1)
        ],
        "task_fields": [row for task_id, task in tasks for row in _field_rows(task, task_id)],
        "deadline_readings": [row for task_id, task in tasks for row in _reading_rows(task, task_id)],
        "record_checks": [row for task_id, task in tasks for row in _check_rows(task, task_id)],
        "task_agencies": [row for task_id, task in tasks for row in _agency_rows(task, task_id, known_agencies)],
        "targets": _target_rows(tasks, extraction.targets, document_id, text),
        "issues": [_issue_row(issue, document_id, ordinal) for ordinal, issue in enumerate(issues, 1)],
        "accounts": _account_rows(extraction, document_id),
        "document_shingles": sketch_rows(document_id, text[: result.furniture_start]),
        "table_counts": [_count_row(count, document_id) for count in extraction.tables],
        "task_references": _reference_rows(tasks, extraction.references, document_id),
        "task_search": [_search_row(task, task_id, extraction.metadata) for task_id, task in tasks],
    }
    return DocumentRows(tables)


def check_spans(extraction: Extraction, text: str) -> Iterator[Issue]:
    """An issue for each fact whose printed words are not the words at its span: such a fact cannot be shown in place.

    Only facts with a single span are judged; several spans are joined by rules of their own.
    """
    facts: list[tuple[str, Span, str]] = [(m.kind, m.span, m.printed) for m in extraction.metadata.evidence]
    facts += [("target", t.span, t.printed) for task in extraction.tasks for t in task.targets]
    facts += [("target", t.statement.span, t.statement.printed) for t in extraction.targets]
    for task in extraction.tasks:
        facts += [(name, f.spans[0], f.printed) for name, f in _fields_of(task) if len(f.spans) == 1]
    for name, span, printed in facts:
        if clean(span.cut(text)) != clean(printed):
            message = f"Chữ trích “{clean(printed)}” không khớp với văn bản gốc; hãy đối chiếu lại với tệp."
            yield Issue(f"store.span_mismatch.{name}", "warning", message, span)


def _unique_keys(keys: Iterable[str], prefix: str) -> list[str]:
    """``prefix_key`` for each key; the extractor's keys should be unique, but one slip must not lose a document."""
    used: dict[str, None] = {}
    for key in keys:
        used[free_key(f"{prefix}_{key}", used)] = None
    return list(used)


def _spans(spans: Iterable[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans])


def _path(labels: Iterable[str]) -> str | None:
    return known(PATH_SEPARATOR.join(clean(label) for label in labels if label.strip()))


def _quote(spans: Iterable[Span], text: str) -> str:
    return "\n".join(span.cut(text) for span in spans)


def _fields_of(task: Task) -> Iterator[tuple[str, Field[Any]]]:
    for name in ("criterion", "task", "target", "lead", "coordinating", "actors", "deadline", "product"):
        found = getattr(task, name)
        if found is not None:
            yield name, found


def _field_value(name: str, value: Any) -> str | None:
    if name == "deadline":
        return known(clean(value.printed))
    if name in ("lead", "coordinating", "actors"):
        return known("; ".join(agency.name for agency in value))
    return known(value)


def _field_rows(task: Task, task_id: str) -> Iterator[Row]:
    for name, found in _fields_of(task):
        value = _field_value(name, found.value)
        if value is not None:
            yield {
                "task_id": task_id,
                "field": name,
                "value": value,
                "printed": found.printed,
                "origin": found.origin,
                "rule": found.rule,
                "confidence": found.confidence,
                "evidence": _spans(found.spans),
            }


def _reading_rows(task: Task, task_id: str) -> Iterator[Row]:
    """How the deadline was read, then every other reading with the reason why it was not taken."""
    if task.deadline is None:
        return
    taken = task.deadline.value
    readings = [(taken.rule, explain(taken), taken.start_on, taken.due_on, taken.recurrence, taken.printed)]
    readings += [
        (other.why, explain_other(other), other.start_on, other.due_on, other.recurrence, other.printed)
        for other in taken.alternatives
    ]
    for position, (rule, reason, start_on, due_on, recurrence, printed) in enumerate(readings):
        yield {
            "task_id": task_id,
            "position": position,
            "printed": clean(printed),
            "rule": rule,
            "reason": reason,
            "start_on": day(start_on),
            "due_on": day(due_on),
            "recurrence": known(recurrence),
            "due_days": due_days_json(printed, recurrence),
        }


def _check_rows(task: Task, task_id: str) -> Iterator[Row]:
    for check in task.checks:
        fields = {"field": check.field, "confidence": check.confidence, "reason": check.reason}
        yield {"task_id": task_id, **fields}


def _agency_rows(task: Task, task_id: str, known_agencies: Mapping[str, Resolution]) -> Iterator[Row]:
    for role, found in (("lead", task.lead), ("coordinating", task.coordinating), ("actor", task.actors)):
        for position, agency in enumerate(found.value if found else (), 1):
            who = known_agencies.get(agency.name) if agency.canonical else None
            yield {
                "task_id": task_id,
                "role": role,
                "position": position,
                "name": agency.name,
                "canonical": known(agency.canonical),
                "kind": agency.kind,
                "rule": agency.rule,
                "confidence": agency.confidence,
                "evidence": _spans(agency.spans),
                "folded_name": fold(compare_key(agency.name)),
                "folded_canonical": fold(compare_key(agency.canonical)) if agency.canonical else None,
                "agency_id": who.key if who else None,
                "canonical_rule": who.rule if who else None,
                "canonical_confidence": who.confidence if who else None,
            }


def _task_row(task: Task, task_id: str, document_id: str, ordinal: int, text: str) -> Row:
    deadline = task.deadline.value if task.deadline else None
    return {
        "id": task_id,
        "document_id": document_id,
        "ordinal": ordinal,
        "section": _path(task.section),
        "section_title": _path(task.titles),
        "deadline_kind": deadline.kind if deadline else None,
        "start_on": day(deadline.start_on) if deadline else None,
        "due_on": day(deadline.due_on) if deadline else None,
        "recurrence": known(deadline.recurrence) if deadline else None,
        "page": task.page,
        "quote": _quote(task.quote, text),
        "quote_spans": _spans(task.quote),
        "duplicate_of": None,
        "confidence": task.confidence,
    }


def _target_rows(
    tasks: Iterable[tuple[str, Task]], blocks: Iterable[BlockTarget], document_id: str, text: str
) -> list[Row]:
    rows: list[Row] = []
    used: dict[str, None] = {}

    def add(key: str, target: Target, place: Row) -> None:
        target_id = free_key(key, used)
        used[target_id] = None
        fixed = {"id": target_id, "document_id": document_id, "ordinal": len(rows) + 1}
        rows.append(fixed | place | _statement(target))

    for task_id, task in tasks:
        place = {
            "task_id": task_id,
            "section": _path(task.section),
            "criterion": known(task.criterion.value) if task.criterion else None,
            "page": task.page,
            "quote": _quote(task.quote, text),
        }
        for target in task.targets:
            # From the words, not from the place: a better reader moves places, and ids must outlive it.
            words = blake2b(compare_key(target.printed).encode(), digest_size=4).hexdigest()
            add(f"{task_id}_{words}", target, place)
    for block in blocks:
        place = {
            "task_id": None,
            "section": _path(block.section),
            "criterion": known(block.criterion),
            "page": block.page,
            "quote": block.quote.cut(text),
        }
        add(f"{document_id}_{block.key}", block.statement, place)
    return rows


def _statement(target: Target) -> Row:
    return {
        "text": target.printed,
        "metric": known(target.metric),
        "comparator": target.comparator,
        "value": target.value,
        "value_max": target.value_max,
        "unit": known(target.unit),
        "rate": known(target.rate),
        "out_of": target.out_of,
        "baseline": known(target.baseline),
        "due_on": day(target.due_on),
        "rule": target.rule,
        "confidence": target.confidence,
        "span_start": target.span.start,
        "span_end": target.span.end,
    }


def _evidence_rows(metadata: Metadata, document_id: str) -> Iterator[Row]:
    for ordinal, mention in enumerate(metadata.evidence, 1):
        yield {
            "document_id": document_id,
            "ordinal": ordinal,
            "field": mention.kind,
            "value": known(mention.value),
            "printed": mention.printed,
            "rule": mention.rule,
            "confidence": mention.confidence,
            "span_start": mention.span.start,
            "span_end": mention.span.end,
        }


def _issue_row(issue: Issue, document_id: str, ordinal: int) -> Row:
    return {
        "document_id": document_id,
        "ordinal": ordinal,
        "code": issue.code,
        "severity": issue.severity,
        "message": issue.message,
        "page": issue.page,
        "span_start": issue.span.start if issue.span else None,
        "span_end": issue.span.end if issue.span else None,
    }


def _account_rows(extraction: Extraction, document_id: str) -> list[Row]:
    return [
        {
            "document_id": document_id,
            "ordinal": ordinal,
            "what": account.what,
            "label": known(account.label),
            "outcome": account.outcome,
            "rule": account.rule,
            "page": account.page,
            "span_start": account.span.start,
            "span_end": account.span.end,
        }
        for ordinal, account in enumerate(extraction.accounts, 1)
    ]


def _count_row(count: TableCount, document_id: str) -> Row:
    return {
        "document_id": document_id,
        "ordinal": count.number,
        "page": count.page,
        "rows_drawn": count.drawn,
        "rows_read": count.read,
        "rows_explained": count.explained,
        "task_rows": count.tasks,
        "span_start": count.span.start,
        "span_end": count.span.end,
    }


def _reference_rows(tasks: Iterable[tuple[str, Task]], references: Iterable[Reference], document_id: str) -> list[Row]:
    """A row for each task that is pointed to; one with no target where nothing of the document is meant."""
    ids = {task.key: task_id for task_id, task in tasks}
    rows: list[Row] = []
    for reference in references:
        for target in reference.targets or (None,):
            rows.append(
                {
                    "document_id": document_id,
                    "ordinal": len(rows) + 1,
                    "task_id": ids[reference.task] if reference.task is not None else None,
                    "kind": reference.kind,
                    "printed": reference.printed,
                    "target_task_id": ids[target] if target is not None else None,
                    "page": reference.page,
                    "span_start": reference.span.start,
                    "span_end": reference.span.end,
                }
            )
    return rows


def _search_row(task: Task, task_id: str, metadata: Metadata) -> Row:
    agencies: list[AgencyRef] = [
        agency for found in (task.lead, task.coordinating, task.actors) for agency in (found.value if found else ())
    ]
    words = [task.task.value, *(f.value for f in (task.target, task.product) if f)]
    if task.deadline and clean(task.deadline.value.printed) not in clean(task.task.value):
        words.append(task.deadline.value.printed)
    names = [name for agency in agencies for name in (agency.name, agency.canonical) if name]
    criterion = [task.criterion.value] if task.criterion else []
    context = [*dict.fromkeys(names), *criterion, *task.titles, metadata.number or "", metadata.title or ""]
    row = {"task_id": task_id, "words": _joined(words), "context": _joined(context)}
    for column in ("words", "context"):
        row[f"exact_{column}"] = exact_form(row[column])
        row[f"folded_{column}"] = fold(row[column])
    return row


def _joined(pieces: Iterable[str]) -> str:
    # A sign of its own between the pieces keeps a snippet readable; it is no word, so it is never searched.
    return " · ".join(clean(piece) for piece in pieces if piece.strip())


def exact_form(words: str) -> str:
    """``words`` in lower case with one tone placement: what a search with diacritics is compared with."""
    return place_tones(words.lower())
