"""Many files: what became of each, in the database and in the summary, whatever happens to a worker."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from extractors.records import Extraction, Metadata
from pipeline import batch
from pipeline.batch import BatchSummary, Event, Importer, import_paths
from pipeline.process import failure
from pipeline.result import DocumentResult
from pipeline.settings import Settings
from pipeline.store import INTERRUPTED, Store


def read_fake(path: Path, name: str, version: str, max_bytes: int) -> tuple[DocumentResult, ...]:
    """A file type that fails on demand: its words say what the worker does. Each reading leaves a mark in ``reads``."""
    words = path.read_text()
    with (path.parent.parent / "reads").open("a") as reads:
        reads.write(f"{Path(name).name} ")
    match words.split(":")[0]:
        case "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hang":
            time.sleep(60)
        case "slow":
            time.sleep(1)
        case "fail":
            return (failure(name, batch.file_sha256(path), version, "Tệp hỏng."),)
    blank = failure(name, batch.file_sha256(path), version, "")
    extraction = Extraction(Metadata(number="1/KH-UBND", title=words))
    if words.startswith("partial"):
        return (replace(blank, status="partial", reason="Trang 2: hỏng.", extraction=extraction),)
    return (replace(blank, status="done", reason=None, extraction=extraction, text=words),)


@pytest.fixture(autouse=True)
def fake_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "process_file", read_fake)
    monkeypatch.setenv("KEHOACH_FILE_SECONDS", "5")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "tasks.db"


def folder(tmp_path: Path, **files: str) -> Path:
    """``folder(tmp_path, a="crash")``: a folder with the file ``a.txt`` of the word ``crash``."""
    place = tmp_path / "in"
    place.mkdir(exist_ok=True)
    for name, words in files.items():
        (place / f"{name}.txt").write_text(words)
    return place


def statuses(summary: BatchSummary) -> dict[str, str]:
    return {Path(outcome.name).stem: outcome.status for outcome in summary.outcomes}


def stored(db: Path, columns: str = "status, reason") -> dict[str, tuple[str, ...]]:
    """What the table ``documents`` says of each file, in its order."""
    rows = Database(db).query(f"select path, {columns} from documents order by rowid")
    return {Path(path).stem: tuple(rest) for path, *rest in (row.values() for row in rows)}


def reads(tmp_path: Path) -> list[str]:
    log = tmp_path / "reads"
    return log.read_text().split() if log.exists() else []


def test_a_file_that_kills_or_blocks_its_worker_fails_alone(tmp_path: Path, db: Path) -> None:
    files = folder(tmp_path, a="one", b="crash", c="hang", d="partial", e="fail", f="two")
    summary = import_paths([files], db, workers=2)
    expected = {"a": "done", "b": "failed", "c": "failed", "d": "partial", "e": "failed", "f": "done"}
    assert statuses(summary) == expected
    rows = stored(db)
    assert {name: row[0] for name, row in rows.items()} == expected
    assert rows["b"][1] == batch.WORKER_DIED
    assert rows["c"][1] == batch.TOO_LONG.format(seconds=5)
    assert [Path(outcome.name).stem for outcome in summary.troubled] == ["b", "c", "d", "e"]


def test_what_is_done_is_not_read_again_and_the_rest_is(tmp_path: Path, db: Path) -> None:
    files = folder(tmp_path, a="one", b="fail", c="partial")
    import_paths([files], db, workers=1)
    before = stored(db, "*")["a"]
    summary = import_paths([files], db, workers=1)
    assert statuses(summary) == {"a": "skipped", "b": "failed", "c": "partial"}
    assert sorted(reads(tmp_path)) == ["a.txt", "b.txt", "b.txt", "c.txt", "c.txt"]
    assert stored(db, "*")["a"] == before


def test_not_again_leaves_failures_alone_but_finishes_what_was_interrupted(tmp_path: Path, db: Path) -> None:
    files = folder(tmp_path, a="fail", b="partial")
    import_paths([files], db, workers=1)
    Database(db).execute("update documents set reason = ? where status = 'failed'", [INTERRUPTED]).connection.commit()
    folder(tmp_path, c="new")
    summary = import_paths([files], db, workers=1, again=False)
    assert statuses(summary) == {"a": "failed", "b": "skipped", "c": "done"}
    summary = import_paths([files], db, workers=1, again=False)
    assert statuses(summary) == {"a": "skipped", "b": "skipped", "c": "skipped"}
    folder(tmp_path, a="mended")
    assert statuses(import_paths([files], db, workers=1, again=False))["a"] == "done"


def test_results_are_stored_in_the_order_of_the_files(tmp_path: Path, db: Path) -> None:
    files = folder(tmp_path, a="slow", b="2", c="3", d="slow:too", e="5")
    import_paths([files], db, workers=2)
    assert list(stored(db)) == ["a", "b", "c", "d", "e"]


def test_the_same_bytes_twice_in_one_batch_are_one_document(tmp_path: Path, db: Path) -> None:
    files = folder(tmp_path, a="slow", b="slow")
    assert statuses(import_paths([files], db, workers=2)) == {"a": "done", "b": "skipped"}
    status, reason = stored(db)["b"]
    assert status == "skipped"
    assert "a.txt" in reason


def test_a_path_that_is_gone_has_a_row_with_a_reason(tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the real reader
    (outcome,) = import_paths([tmp_path / "gone.pdf"], db, workers=1).outcomes
    assert (outcome.status, outcome.may_pass) == ("failed", True)
    assert stored(db)["gone"] == ("failed", outcome.reason)


def test_ctrl_c_leaves_a_true_record(tmp_path: Path, db: Path) -> None:
    files = folder(tmp_path, a="one", b="hang", c="never")

    def press_after_the_first(event: Event) -> None:
        if event.done:
            raise KeyboardInterrupt

    summary = import_paths([files], db, workers=1, on_event=press_after_the_first)
    assert summary.stopped
    assert statuses(summary)["a"] == "done"
    rows = stored(db)
    assert rows["a"] == ("done", None)
    # On a busy machine its five seconds may be over before the worker is told to stop.
    assert rows.get("b", ("failed", INTERRUPTED))[1] in (INTERRUPTED, batch.TOO_LONG.format(seconds=5))
    # A worker that was free again may have finished it before it was told to stop.
    assert rows.get("c", ("done", None)) in (("failed", INTERRUPTED), ("done", None))


def test_a_locked_database_fails_a_file_and_may_pass(tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder(tmp_path, a="one") / "a.txt"
    with Importer(db, workers=1) as importer:
        monkeypatch.setattr(importer._store, "begin", lambda *_: _raise(sqlite3.OperationalError("database is locked")))
        outcome = importer.import_file(path, "a.txt", 0)
        assert (outcome.status, outcome.may_pass) == ("failed", True)
        assert "database is locked" in (outcome.reason or "")


def test_a_fault_of_our_own_does_not_end_the_batch(tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = folder(tmp_path, a="one", b="odd", c="three")
    save = Store.save

    def fail_on_odd(self: Store, *parts: DocumentResult) -> tuple[str, ...]:
        if parts[0].text == "odd":
            raise ValueError("a bug")
        return save(self, *parts)

    monkeypatch.setattr(Store, "save", fail_on_odd)
    summary = import_paths([files], db, workers=1)
    assert statuses(summary) == {"a": "done", "b": "failed", "c": "done"}
    status, reason = stored(db)["b"]
    assert status == "failed"
    assert "ValueError" in reason


def test_a_name_that_is_no_utf8_can_be_stored(tmp_path: Path, db: Path) -> None:
    place = folder(tmp_path)
    (place / os.fsdecode(b"k\xea ho\xe1ch.txt")).write_text("one")
    (outcome,) = import_paths([place], db, workers=1).outcomes
    assert (outcome.status, Path(outcome.name).name) == ("done", "k\ufffd ho\ufffdch.txt")


def test_events_count_every_file(tmp_path: Path, db: Path) -> None:
    events: list[Event] = []
    import_paths([folder(tmp_path, a="one", b="fail")], db, workers=1, on_event=events.append)
    assert [(event.done, event.total, event.outcome is None) for event in events] == [
        (0, 2, True),
        (1, 2, False),
        (2, 2, False),
    ]


def test_settings_decide_the_number_of_workers(db: Path) -> None:
    with Importer(db, settings=Settings(workers=3)) as importer:
        assert importer.workers == 3
    with Importer(db, workers=2, settings=Settings(workers=3)) as importer:
        assert importer.workers == 2


def _raise(error: Exception) -> None:
    raise error
