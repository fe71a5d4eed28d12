"""A result as plain data, in the very columns that the database promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.result import DocumentResult
from pipeline.search import query_tasks
from pipeline.store import open_store

Row = dict[str, Any]

_OF_DOCUMENTS = {
    "targets": "select target_table.* from target_table join (select id, ordinal from targets) on id = target_id",
    "issues": "select document_id, code, severity, message, page, span_start, span_end from issues",
    "tables": "select document_id, ordinal, page, rows_drawn, rows_read, rows_explained, task_rows from table_counts",
    "references": "select document_id, task_id, kind, printed, target_task_id, page from task_references",
    "account": "select document_id, what, label, outcome, rule, page, span_start, span_end from accounts",
}
_AGENCIES = "select distinct name, canonical, agency_id, canonical_confidence from task_agencies order by name"


def extraction_rows(results: Sequence[DocumentResult]) -> dict[str, Any]:
    """One file: ``{"document": …, "documents": […], "tasks": […]}`` and ``targets``, ``agencies``, ``issues``,
    ``tables``, ``references``, ``account``.

    The same keys for every file: ``documents`` lists the documents that it holds (one as a rule), ``document`` is the
    first of them; every other row tells by ``document_id`` which one it is of. Made by storing it in a database in
    memory, so that a column here can never differ from the same column there.
    """
    with open_store(":memory:") as store:
        store.save(*results)
        documents = list(store.db.query("select * from documents order by part"))
        tasks = query_tasks(store.db, include_duplicates=True)
        order = "order by (select part from documents where documents.id = document_id), ordinal"
        others = {name: list(store.db.query(f"{query} {order}")) for name, query in _OF_DOCUMENTS.items()}
        others["agencies"] = list(store.db.query(_AGENCIES))
    return {"document": documents[0], "documents": documents, "tasks": tasks, **others}
