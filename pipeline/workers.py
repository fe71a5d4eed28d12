"""Worker processes that may die: each call runs in a process of its own pool, and only its own call can fail with it.

Why not ``ProcessPoolExecutor``: when one of its workers dies (out of memory, a crash inside a C library) every pending
call fails with ``BrokenProcessPool`` and nothing says which file was the culprit, and a call that hangs cannot be
ended. Here every worker has its own pipe, so the parent knows whose pipe closed, and can end exactly that worker.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import queue
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from types import ModuleType
from typing import Any, Generic, Literal, TypeVar

Result = TypeVar("Result")
Loss = Literal["died", "timeout", "closed"]

MEGABYTE = 1024 * 1024
_START_SECONDS = 120.0  # a busy machine may take long to start a process; that is no fault of the file
_JOIN_SECONDS = 5.0  # a worker that was told to end and holds nothing open ends at once; then it is killed


class WorkerLostError(Exception):
    """The worker of this call is gone: it died, took too long, or the pool was closed under it."""

    def __init__(self, loss: Loss, exit_code: int | None = None) -> None:
        super().__init__(f"worker {loss} (exit code {exit_code})")
        self.loss: Loss = loss
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use. ``memory_mb``: address space (None: no limit); ``calls``: calls before it is replaced."""

    seconds: float = 300.0
    memory_mb: int | None = None
    calls: int = 200


@dataclass(slots=True, eq=False)
class _Worker:
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    calls: int = 0


class WorkerPool(Generic[Result]):
    """``size`` processes that run ``function`` (importable by name); ``run`` may be called from many threads.

    Processes start when they are first needed. ``preload``: modules that the fork server imports once, so that a
    replaced worker costs milliseconds (where the platform has no fork server each worker imports them itself).
    ``parents``: the processes may start processes of their own; such ones are ended with the pool, or at exit.
    """

    def __init__(
        self,
        function: Callable[..., Result],
        size: int,
        limits: Limits = Limits(),
        preload: Sequence[str] = (),
        *,
        parents: bool = False,
    ) -> None:
        self._function = function
        self._parents = parents
        self._limits = limits
        self._context = _context(preload)
        self._places: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self._places.put(None)
        self._lock = threading.Lock()
        self._alive: list[_Worker] = []
        self._closed = False
        atexit.register(self.close)  # before multiprocessing would wait for a process that waits for us
        self._room: str | None = None  # what a worker that dies leaves on the disk lies in here, and goes with the pool

    def __enter__(self) -> WorkerPool[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, *arguments: Any) -> Result:
        """The function's result. Raises what it raised, or WorkerLostError; waits while all workers are busy."""
        worker = self._places.get()
        try:
            worker = worker or self._start()
            answer = self._ask(worker, arguments)
            if worker.calls >= self._limits.calls:
                self._end(worker)
                worker = None
        except BaseException:
            if worker is not None:
                self._end(worker, at_once=True)
                worker = None
            raise
        finally:
            self._places.put(worker)
        if isinstance(answer, _Raised):
            raise answer.error
        return answer  # type: ignore[no-any-return]

    def close(self) -> None:
        """End every worker now; calls that still run raise WorkerLostError("closed")."""
        atexit.unregister(self.close)
        with self._lock:
            self._closed = True
            workers = list(self._alive)
        for worker in workers:
            self._end(worker, at_once=True)
        if self._room is not None:
            shutil.rmtree(self._room, ignore_errors=True)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        with self._lock:
            if self._closed:
                raise WorkerLostError("closed")
            if self._room is None:
                self._room = tempfile.mkdtemp(prefix="kehoach-")
            process = self._context.Process(  # type: ignore[attr-defined]
                target=_serve,
                args=(theirs, self._function, self._limits.memory_mb, self._room),
                daemon=not self._parents,
            )
            with _hidden_main():
                process.start()
            worker = _Worker(process, ours)
            self._alive.append(worker)
        theirs.close()  # so that the worker's death closes the pipe
        self._wait(worker, _START_SECONDS)
        return worker

    def _ask(self, worker: _Worker, arguments: tuple[Any, ...]) -> Any:
        worker.calls += 1
        with contextlib.suppress(OSError):  # a dead worker: waiting for its answer says so
            worker.pipe.send(arguments)
        return self._wait(worker, self._limits.seconds)

    def _wait(self, worker: _Worker, seconds: float) -> Any:
        try:
            if worker.pipe.poll(seconds):
                return worker.pipe.recv()
        except (EOFError, OSError) as error:
            worker.process.join(_JOIN_SECONDS)
            raise WorkerLostError("closed" if self._closed else "died", worker.process.exitcode) from error
        raise WorkerLostError("timeout")

    def _end(self, worker: _Worker, *, at_once: bool = False) -> None:
        with self._lock:
            if worker in self._alive:
                self._alive.remove(worker)
        if not at_once:
            with contextlib.suppress(OSError):
                worker.pipe.send(None)
            worker.process.join(_JOIN_SECONDS)
        worker.process.kill()
        worker.process.join()


@dataclass(frozen=True, slots=True)
class _Raised:
    error: Exception


@contextlib.contextmanager
def _hidden_main() -> Iterator[None]:
    """A new process imports its parent's ``__main__``; ours needs nothing of it, and it may be all of Prefect."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _context(preload: Sequence[str]) -> BaseContext:
    """Never ``fork``: the parent may hold threads and locks. The fork server is one clean, single-threaded process."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def _serve(pipe: Connection, function: Callable[..., Any], memory_mb: int | None, room: str) -> None:
    """A worker's life: take arguments, send the result, until told to end or the parent is gone."""
    tempfile.tempdir = os.environ["TMPDIR"] = room
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent decides
    if memory_mb is not None:
        _limit_memory(memory_mb)
    pipe.send(None)  # ready: from here on the time of a call counts
    while True:
        try:
            arguments = pipe.recv()
        except EOFError:
            return
        if arguments is None:
            return
        try:
            answer = function(*arguments)
        except Exception as error:  # sent to the caller, who raises it again
            answer = _Raised(error)
        pipe.send(answer)


def _limit_memory(megabytes: int) -> None:
    if os.name != "posix":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
