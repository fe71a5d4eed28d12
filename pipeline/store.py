"""The database that every import writes: one writer, one transaction a file, idempotent by (sha256, extractor version).

Every file that is offered has a row, first with the status ``failed`` ("reading was interrupted") and then with its
real outcome, so that a crash leaves a true record. Nothing that was read is lost by a later failure: a new version
that cannot be read replaces nothing, and a failed second reading keeps what the first one found.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlite_utils import Database

from pipeline.agency_lists import load_lists, store_agencies
from pipeline.identity import document_key, free_key, same_places
from pipeline.links import link_document
from pipeline.migrations import migrate
from pipeline.result import DocumentResult, Status
from pipeline.rows import Row, document_row, document_rows, moment

INTERRUPTED = "Việc đọc tệp bị ngắt giữa chừng; nhập lại tệp này."
_SAME_BYTES = "Tệp này giống hệt “{first}” đã được nhập, nên không đọc lại."
_KEPT = "Lần đọc lại bằng phiên bản {version} không thành công ({reason}); giữ kết quả của lần đọc trước."
_WAIT_SECONDS = 60.0  # for another writer; one document is stored in well under a second
_RANK: dict[str, int] = {"failed": 0, "partial": 1, "done": 2}
_READ = ("done", "partial")
_IS_READ = "status in ('done', 'partial')"
_OWNED = (
    "document_texts",
    "document_evidence",
    "tasks",
    "targets",
    "issues",
    "accounts",
    "document_shingles",
    "table_counts",
    "task_references",
)


__all__ = ["INTERRUPTED", "DocumentResult", "Status", "Store", "open_reader", "open_store"]


def open_store(path: Path | str) -> Store:
    """Open the database at ``path`` for writing (made where there is none) and bring it to the newest shape.

    A database in use by readers stays readable: the journal is a write-ahead log.
    """
    db = Database(_connect(str(path)), execute_plugins=False)
    try:
        db.enable_wal()
        migrate(db)
        load_lists(db)
    except BaseException:
        db.close()
        raise
    return Store(db)


def open_reader(path: Path | str) -> Database:
    """Open an existing database for reading only (FileNotFoundError where there is none)."""
    if not Path(path).is_file():
        raise FileNotFoundError(path)
    uri = f"{Path(path).absolute().as_uri()}?mode=ro"
    return Database(_connect(uri, uri=True), execute_plugins=False)


def _connect(target: str, *, uri: bool = False) -> sqlite3.Connection:
    # Several threads may share a store (each waits for a worker of its own); the store lets one at a time through.
    connection = sqlite3.connect(target, timeout=_WAIT_SECONDS, uri=uri, check_same_thread=False)
    connection.execute("pragma foreign_keys = on")
    return connection


class Store:
    """The writer of one database. Use it as a context manager; its methods may be called from several threads."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._lock = threading.RLock()
        self._agencies: set[str] = set()  # ids of those that are stored already

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self.db.close()

    def seen(self, sha256: str, extractor_version: str) -> Status | None:
        """What became of these bytes under this extractor version, None where it never met them.

        A file is as good as its worst part, the bytes are as good as the best file that held them; ``skipped``
        only where they are no document at all.
        """
        rows = self._rows("sha256 = ? and extractor_version = ?", sha256, extractor_version)
        files: dict[str, int] = {}
        for row in rows:
            if row["status"] in _RANK:
                rank = _RANK[row["status"]]
                files[row["path"]] = min(files.get(row["path"], rank), rank)
        if not files:
            return "skipped" if rows else None
        best = max(files.values())
        return "done" if best == 2 else "partial" if best == 1 else "failed"

    def begin(
        self,
        path: str,
        sha256: str,
        extractor_version: str,
        *,
        format: str | None = None,
        imported_at: datetime | None = None,
    ) -> bool:
        """Say that the file is about to be read; False where there is nothing to read.

        Bytes that are ``done`` need no reading; offered under another path they get a row ``skipped``. Else a row
        ``failed`` stands until ``save`` puts the outcome in its place, unless an earlier reading stands there already.
        """
        begun = DocumentResult(
            path=path,
            sha256=sha256,
            extractor_version=extractor_version,
            imported_at=imported_at or datetime.now(UTC),
            status="failed",
            format=format,
            reason=INTERRUPTED,
        )
        with self._writing():
            if self._is_settled(begun) or self._put_copy(begun):
                return False
            if not self._read_rows(begun):
                self._put_parts([begun])
            return True

    def save(self, *parts: DocumentResult) -> tuple[str, ...]:
        """Store the outcome of one file, all its parts in one transaction; gives the ids of its documents.

        Saving again changes nothing for what is ``done`` under the same extractor version; anything else is
        replaced in place and keeps its ids. Other bytes under the same path become the next version of the plan;
        the same plan under another path is linked by ``same_plan_as``, its tasks by ``duplicate_of``.
        """
        _check_one_file(parts)
        first = parts[0]
        with self._writing():
            if self._is_settled(first):
                return tuple(row["id"] for row in self._file_rows(first))
            if first.status != "skipped" and (copy := self._put_copy(first)):
                return (copy,)
            stored = self._read_rows(first)
            if stored and all(part.status == "failed" for part in parts):
                return self._keep_older(stored, first)
            home = None if stored else self._home_of(first)
            if home and all(part.status == "done" for part in parts):
                ids = self._put_parts([replace(part, path=home) for part in parts])
                self._put_copy(first)
                return ids
            return self._put_parts(parts)

    def accept(self, task_ids: Sequence[str], reviewer: str | None = None) -> None:
        """Keep that a person found these records right as they stand; KeyError where there is no such task.

        Kept apart from what was extracted: it holds for the same reading however often the file is read again, and
        lapses where a record reads otherwise.
        """
        query = (
            "insert into reviews (task_id, verdict, reading, words, reviewer, reviewed_at) "
            "select task_id, 'accepted', reading, value, ?, ? from task_readings "
            "join task_fields using (task_id) where task_id = ? and field = 'task'"
        )
        with self._writing():
            for task_id in task_ids:
                if self.db.execute(query, (reviewer, moment(datetime.now(UTC)), task_id)).rowcount != 1:
                    raise KeyError(task_id)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock, self.db.atomic():
            # Takes the write lock before anything is read: a transaction that reads first and writes later fails
            # at once, without waiting, when another process wrote in between.
            self.db.execute("update documents set id = id where 0")
            yield

    def _rows(self, where: str, *values: object) -> list[Row]:
        with self._lock:
            return list(self.db.query(f"select * from documents where {where} order by rowid", values))

    def _file_rows(self, result: DocumentResult) -> list[Row]:
        rows = self._rows("path = ? and sha256 is ?", result.path, result.sha256)
        return sorted(rows, key=lambda row: row["part"] or 0)

    def _read_rows(self, result: DocumentResult) -> list[Row]:
        return [row for row in self._file_rows(result) if row["status"] in _READ]

    def _is_settled(self, result: DocumentResult) -> bool:
        """Did this extractor version already do all that can be done with this file?"""
        rows = self._file_rows(result)
        version = result.extractor_version
        return bool(rows) and all(
            r["status"] in ("done", "skipped") and r["extractor_version"] == version for r in rows
        )

    def _put_copy(self, result: DocumentResult) -> str | None:
        """Store ``result`` as a copy of a ``done`` file under another path and give its id; None where it is none.

        A path with a reading of its own is no copy: other documents may be linked to it.
        """
        version = result.extractor_version
        others = self._rows("sha256 = ? and path <> ? and status <> 'skipped'", result.sha256, result.path)
        unsettled = {r["path"] for r in others if r["status"] != "done" or r["extractor_version"] != version}
        settled = [row["path"] for row in others if row["path"] not in unsettled]
        if not settled or self._read_rows(result):
            return None
        reason = _SAME_BYTES.format(first=settled[0])
        stored = self._file_rows(result)
        if len(stored) == 1 and stored[0]["reason"] == reason:
            return str(stored[0]["id"])
        copy = replace(result, status="skipped", reason=reason, part=None, extraction=None, text="")
        return self._put_parts([copy])[0]

    def _home_of(self, result: DocumentResult) -> str | None:
        """The other path under which these bytes were read before, by an older extractor or in part.

        Bytes are read for all paths that hold them: the better reading goes to the first of these, with its ids.
        """
        others = self._rows(f"sha256 = ? and path <> ? and {_IS_READ}", result.sha256, result.path)
        return str(others[0]["path"]) if others else None

    def _keep_older(self, stored: Sequence[Row], failed: DocumentResult) -> tuple[str, ...]:
        message = _KEPT.format(version=failed.extractor_version, reason=(failed.reason or "").rstrip("."))
        for row in stored:
            issue = {"document_id": row["id"], "code": "store.kept_older", "severity": "warning", "message": message}
            if not list(self.db.table("issues").rows_where("document_id = ? and message = ?", (row["id"], message))):
                last = self.db.table("issues").count_where("document_id = ?", (row["id"],))
                self.db.table("issues").insert(issue | {"ordinal": last + 1})
        return tuple(row["id"] for row in stored)

    def _put_parts(self, parts: Sequence[DocumentResult]) -> tuple[str, ...]:
        stored = self._file_rows(parts[0])
        # Only what was read keeps its id: nobody can have corrected or cited a row that failed.
        kept = same_places([row for row in stored if row["status"] in _READ], {p.part or 1: _number(p) for p in parts})
        for row in stored:
            if row["id"] in kept.values():
                self.db.execute("update documents set part = -rowid where id = ?", (row["id"],))  # frees its place
            else:
                self.db.execute("delete from documents where id = ?", (row["id"],))
        ids: list[str] = []
        for part in parts:
            ids.append(kept.get(part.part or 1) or self._new_id(part))
            self._put(part, ids[-1])
        for part, document_id in zip(parts, ids, strict=True):
            if part.status in _READ:
                self._link(document_id, ids)
        return tuple(ids)

    def _new_id(self, result: DocumentResult) -> str:
        wanted = document_key(result.extraction.metadata if result.extraction else None, result.sha256, result.path)
        like = self.db.query("select id from documents where substr(id, 1, ?) = ?", (len(wanted), wanted))
        return free_key(wanted, [row["id"] for row in like])

    def _put(self, result: DocumentResult, document_id: str) -> None:
        for table in _OWNED:
            self.db.execute(f"delete from {table} where document_id = ?", (document_id,))
        row = document_row(result, document_id)
        # An update in place, never "insert or replace": that would delete the row first and cut the links to it.
        columns = [column for column in row if column not in ("id", "same_plan_as", "replaces")]
        self.db.execute(
            f"insert into documents ({', '.join(row)}) values ({', '.join(':' + column for column in row)}) "
            f"on conflict (id) do update set {', '.join(f'{c} = excluded.{c}' for c in columns)}",
            row,
        )
        if result.extraction is not None:
            store_agencies(self.db, result.extraction, result.text, self._agencies)
        for table, rows in document_rows(result, document_id).tables.items():
            if rows:
                self.db.table(table).insert_all(rows)

    def _link(self, document_id: str, siblings: Sequence[str]) -> None:
        link_document(self.db, document_id, siblings)


def _number(result: DocumentResult) -> str | None:
    return result.extraction.metadata.number if result.extraction else None


def _check_one_file(parts: Sequence[DocumentResult]) -> None:
    if not parts:
        raise ValueError("a file has at least one document")
    if len({(part.path, part.sha256, part.extractor_version) for part in parts}) > 1:
        raise ValueError("save takes the documents of one file")
    numbers: list[Any] = [part.part for part in parts]
    if len(set(numbers)) < len(numbers):
        raise ValueError(f"parts of {parts[0].path}: {numbers}")
