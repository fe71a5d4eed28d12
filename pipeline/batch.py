"""Many files into one database: found, skipped where known, read in worker processes, stored by one writer.

Free of Prefect: the command line and the flow both call :class:`Importer`, which is safe to call from many threads.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.intake import file_sha256, find_files
from pipeline.offers import Offer, Offers
from pipeline.process import extractor_version, failure, own_fault, process_file
from pipeline.result import DocumentResult, Status
from pipeline.same_actions import count_actions
from pipeline.settings import Settings
from pipeline.store import INTERRUPTED, open_store
from pipeline.workers import MEGABYTE, Limits, WorkerLostError, WorkerPool

# What every worker needs: imported once by the fork server instead of once a worker.
PRELOAD = ("pipeline.process", "pipeline.readers", "extractors.assemble")
_WORST_FIRST: tuple[Status, ...] = ("failed", "partial", "done", "skipped")
AHEAD = 4  # files a worker that may be read before an earlier, slower one is stored

KNOWN = "Đã nhập trước đây, tệp không thay đổi."
NOT_STORED = "Không ghi được vào cơ sở dữ liệu ({error}): hãy đóng chương trình khác đang dùng nó rồi nhập lại."
TOO_LONG = "Đọc tệp quá {seconds:.0f} giây nên đã dừng: hãy tách tệp thành các phần nhỏ hơn rồi nhập lại."
WORKER_DIED = "Chương trình đọc tệp dừng đột ngột (tệp hỏng nặng hoặc hết bộ nhớ): hãy mở tệp, lưu lại rồi nhập lại."


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file. ``reason``: for any status but ``done``. ``seconds``: what reading it took.

    ``may_pass``: it failed by something that may be over when it is tried again (a lock, a network share).
    """

    name: str
    status: Status
    reason: str | None = None
    tasks: int = 0
    seconds: float = 0.0
    may_pass: bool = False


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """The outcomes in the order the files were found; ``stopped``: the user ended the batch before the last file.

    ``duplicates``: how many of the tasks that were read another file of the same plan states, too.
    """

    outcomes: tuple[FileOutcome, ...]
    seconds: float
    stopped: bool = False
    duplicates: int = 0

    @property
    def tasks(self) -> int:
        """The tasks that were read, those of several files of one plan counted once."""
        return sum(outcome.tasks for outcome in self.outcomes) - self.duplicates

    @property
    def counts(self) -> Counter[Status]:
        return Counter(outcome.status for outcome in self.outcomes)

    @property
    def troubled(self) -> tuple[FileOutcome, ...]:
        """The outcomes that make an import exit with 1: read in part or not at all."""
        return tuple(outcome for outcome in self.outcomes if outcome.status in ("partial", "failed"))


@dataclass(frozen=True, slots=True)
class Event:
    """Progress: ``outcome`` is the file that has just ended (None before the first); ``done`` of ``total`` files."""

    done: int
    total: int
    outcome: FileOutcome | None = None


class Importer:
    """Imports single files into one database; ``import_file`` is the one code path of batch, flow and nightly run.

    ``again``: what failed or was read in part is tried again, though bytes and extractor are the same as last time.
    Close it, or use it as a context manager.
    """

    def __init__(
        self, db: Path, *, workers: int | None = None, again: bool = True, settings: Settings | None = None
    ) -> None:
        self.settings = settings or Settings()
        self.workers = workers or self.settings.workers or os.cpu_count() or 1
        self._version = extractor_version()
        self._store = open_store(db)
        self._left_alone = frozenset() if again else self._read_before()
        limits = Limits(self.settings.file_seconds, self.settings.worker_memory_mb, self.settings.worker_files)
        self._pool: WorkerPool[tuple[DocumentResult, ...]] = WorkerPool(
            process_file, self.workers, limits, PRELOAD, parents=True
        )
        self._offers = Offers(
            limits,
            self.settings.max_file_mb * MEGABYTE,
            most_open=self.workers,
            skip=lambda name, sha256: (name, sha256) in self._left_alone,
        )
        self._turns = Turns()
        self._stored: set[str] = set()  # ids of the documents that this batch stored

    def __enter__(self) -> Importer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def stop(self) -> None:
        """End the workers now. The row of a file that was being read goes on saying ``failed``, which is true."""
        self._pool.close()
        self._offers.close()

    def close(self) -> None:
        self.stop()
        self._store.close()

    def offers(self, files: Iterable[tuple[Path, str]]) -> Iterator[Offer | None]:
        """What to import, in order: ``files``, and in the place of an archive its members and its own row.

        None says: let an earlier offer end before you ask for the next one.
        """
        return self._offers.of(files)

    def import_offer(self, offer: Offer, turn: int) -> FileOutcome:
        """Import one offer; ``import_file`` for what is a file, else a row that says why nothing could be read."""
        if offer.reason is None:
            return self.import_file(offer.path, offer.name, turn)
        with self._turns.take(turn) as wait_for_turn:
            try:
                return self._record(offer, offer.reason, wait_for_turn)
            except sqlite3.Error as error:
                may_pass = isinstance(error, sqlite3.OperationalError)
                return FileOutcome(offer.name, "failed", NOT_STORED.format(error=error), may_pass=may_pass)

    def import_file(self, path: Path, name: str, turn: int) -> FileOutcome:
        """Read and store one file; may be called from many threads.

        ``turn`` (0, 1, 2 … each once): results are stored in this order, so that one folder always gives one database
        (of two files with the same plan the first is the original), however many workers read it.
        """
        with self._turns.take(turn) as wait_for_turn:
            try:
                return self._import(path, name, wait_for_turn)
            except sqlite3.Error as error:
                may_pass = isinstance(error, sqlite3.OperationalError)
                return FileOutcome(name, "failed", NOT_STORED.format(error=error), may_pass=may_pass)
            except WorkerLostError:  # closed under it: the row says "interrupted"
                raise
            except Exception as error:  # whatever it is, it must not end the batch
                return self._fail(path, name, own_fault(error, name))

    def count_duplicates(self) -> int:
        """How many tasks of the documents that were stored are marked as those of another file of the same plan."""
        among = "select value from json_each(?)"
        query = f"select count(*) from tasks where duplicate_of is not null and document_id in ({among})"
        return int(self._store.db.execute(query, (json.dumps(sorted(self._stored)),)).fetchone()[0])

    def pass_turn(self, turn: int) -> None:
        """End a turn whose file was never offered, so that no later one waits for it."""
        self._turns.end(turn)

    def _import(self, path: Path, name: str, wait_for_turn: Callable[[], None]) -> FileOutcome:
        sha256 = _sha256(path)
        if sha256 and ((name, sha256) in self._left_alone or not self._store.begin(name, sha256, self._version)):
            return FileOutcome(name, "skipped", KNOWN)
        results = self._read(path, name, sha256)
        wait_for_turn()
        outcome = _outcome(name, results)
        is_copy = outcome.status == "done" and sha256 and self._store.seen(sha256, self._version) == "done"
        imported_at = datetime.now(UTC)
        self._stored.update(self._store.save(*(replace(result, imported_at=imported_at) for result in results)))
        if is_copy:  # the same bytes under another path of this very batch: stored as skipped
            return FileOutcome(name, "skipped", KNOWN)
        return outcome

    def _record(self, offer: Offer, reason: str, wait_for_turn: Callable[[], None]) -> FileOutcome:
        if (offer.name, offer.sha256) in self._left_alone:
            return FileOutcome(offer.name, "skipped", KNOWN)
        status: Status = "skipped" if offer.skipped else "failed"
        wait_for_turn()
        self._store.save(replace(failure(offer.name, offer.sha256, self._version, reason), status=status))
        return FileOutcome(offer.name, status, reason)

    def _read(self, path: Path, name: str, sha256: str | None) -> tuple[DocumentResult, ...]:
        settings = self.settings
        try:
            return self._pool.run(path, name, self._version, settings.max_file_mb * MEGABYTE)
        except WorkerLostError as lost:
            if lost.loss == "closed":
                raise
            reason = TOO_LONG.format(seconds=settings.file_seconds) if lost.loss == "timeout" else WORKER_DIED
            return (failure(name, sha256, self._version, reason),)

    def _fail(self, path: Path, name: str, reason: str) -> FileOutcome:
        with suppress(Exception):  # what broke may be the store itself
            self._store.save(failure(name, _sha256(path), self._version, reason))
        return FileOutcome(name, "failed", reason)

    def _read_before(self) -> frozenset[tuple[str, str]]:
        """(path, sha256) of what this extractor read to its end, with whatever result."""
        where = "extractor_version = ? and coalesce(reason, '') <> ?"
        rows = self._store.db["documents"].rows_where(where, [self._version, INTERRUPTED], select="path, sha256")
        return frozenset((row["path"], row["sha256"]) for row in rows)


def _outcome(name: str, results: Sequence[DocumentResult]) -> FileOutcome:
    """A file is as good as its worst document; a reason says which one it is of."""
    reasons = {f"Văn bản thứ {r.part}: {r.reason}" if r.part else r.reason: None for r in results if r.reason}
    return FileOutcome(
        name,
        min((result.status for result in results), key=_WORST_FIRST.index),
        " ".join(filter(None, reasons)) or None,
        sum(count_actions(result.extraction.tasks) for result in results if result.extraction),
        sum(result.seconds or 0.0 for result in results),
        may_pass=any(result.sha256 is None for result in results),
    )


class Turns:
    """Lets threads do their last step in the order of their turns, though they do the others when they can."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._next = 0
        self._ended: set[int] = set()

    @contextmanager
    def take(self, turn: int) -> Iterator[Callable[[], None]]:
        """The block ends this turn, however it ends; what it gets waits until every earlier turn has ended."""
        try:
            yield lambda: self._wait(turn)
        finally:
            self.end(turn)

    def end(self, turn: int) -> None:
        """End a turn; ending it again changes nothing."""
        with self._changed:
            if turn >= self._next:
                self._ended.add(turn)
            while self._next in self._ended:
                self._ended.remove(self._next)
                self._next += 1
            self._changed.notify_all()

    def _wait(self, turn: int) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._next >= turn)


def list_files(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Every file below ``paths`` with its name as the user would write it, in a form that can be stored and printed."""
    # Bytes of a name that are no UTF-8 are surrogates in Python, which neither SQLite nor a terminal takes.
    return [(path, os.fsencode(name).decode("utf-8", "replace")) for path, name in find_files(paths)]


def import_paths(
    paths: Sequence[Path],
    db: Path,
    *,
    workers: int | None = None,
    again: bool = True,
    on_event: Callable[[Event], None] = lambda event: None,
) -> BatchSummary:
    """Import files, folders and what is in them into the database ``db``. Ctrl-C ends it early, with a true record."""
    started = time.monotonic()
    with Importer(db, workers=workers, again=again) as importer:
        files = list_files(paths)
        on_event(Event(0, len(files)))
        outcomes, stopped = _import_all(importer, files, on_event)
        duplicates = importer.count_duplicates()
    return BatchSummary(tuple(outcomes), time.monotonic() - started, stopped, duplicates)


def _import_all(
    importer: Importer, files: Sequence[tuple[Path, str]], on_event: Callable[[Event], None]
) -> tuple[list[FileOutcome], bool]:
    """Hand the offers to threads as they come. ``total`` of the events grows by what archives turn out to hold."""
    futures: list[Future[FileOutcome]] = []
    waiting: dict[Future[FileOutcome], Offer] = {}
    reported = 0

    def report_next() -> None:
        nonlocal reported
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            waiting.pop(future).release()
            reported += 1
            on_event(Event(reported, max(len(files), len(futures)), future.result()))

    with ThreadPoolExecutor(importer.workers * AHEAD, thread_name_prefix="import") as threads:
        try:
            for offer in importer.offers(files):
                if offer is None:
                    report_next()
                    continue
                future = threads.submit(importer.import_offer, offer, len(futures))
                futures.append(future)
                waiting[future] = offer
            while waiting:
                report_next()
        except BaseException as error:
            for future in futures:
                future.cancel()
            importer.stop()
            if not isinstance(error, KeyboardInterrupt):
                raise
            return [future.result() for future in futures if _succeeded(future)], True
    return [future.result() for future in futures], False


def _sha256(path: Path) -> str | None:
    """The hash of the file; None where it cannot be read now, which the worker then reports."""
    try:
        return file_sha256(path)
    except OSError:
        return None


def _succeeded(future: Future[FileOutcome]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
