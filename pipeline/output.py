"""A result as plain data, in the very columns that the database promises."""

from __future__ import annotations

from typing import Any

from pipeline.result import DocumentResult
from pipeline.search import query_tasks
from pipeline.store import open_store

Row = dict[str, Any]

_OF_DOCUMENT = {
    "targets": "select target_table.* from target_table",
    "issues": "select code, severity, message, page, span_start, span_end from issues order by ordinal",
    "tables": "select ordinal, page, rows_drawn, rows_read, rows_explained, task_rows from table_counts "
    "order by ordinal",
    "references": "select task_id, kind, printed, target_task_id, page from task_references order by ordinal",
    "account": "select what, label, outcome, rule, page, span_start, span_end from accounts order by ordinal",
}


def extraction_rows(result: DocumentResult) -> dict[str, Any]:
    """One file: ``{"document": …, "tasks": […]}`` and ``targets``, ``issues``, ``tables``, ``references``, ``account``.

    Made by storing it in a database in memory, so that a column here can never differ from the same column there.
    """
    with open_store(":memory:") as store:
        store.save(result)
        document = next(iter(store.db.query("select * from documents")))
        tasks = query_tasks(store.db, include_duplicates=True)
        others = {name: list(store.db.query(query)) for name, query in _OF_DOCUMENT.items()}
    return {"document": document, "tasks": tasks, **others}
