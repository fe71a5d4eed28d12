"""Worker processes: a call that dies, hangs or eats the memory fails alone."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.workers import Limits, WorkerLostError, WorkerPool

SHORT = Limits(seconds=1.0, memory_mb=2048)


def act(what: str) -> tuple[str, int]:
    """What a test asks a worker to do; gives the words back with the worker's process id."""
    match what:
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(3)
        case "hang":
            time.sleep(60)
        case "hog":
            bytearray(3 * 1024**3)
        case "raise":
            raise ValueError("broken")
    return what, os.getpid()


@pytest.mark.parametrize(
    ("what", "loss", "exit_code"), [("crash", "died", -signal.SIGSEGV), ("exit", "died", 3), ("hang", "timeout", None)]
)
def test_a_lost_worker_fails_only_its_own_call(what: str, loss: str, exit_code: int | None) -> None:
    with WorkerPool(act, 1, SHORT) as pool:
        with pytest.raises(WorkerLostError) as lost:
            pool.run(what)
        assert (lost.value.loss, lost.value.exit_code) == (loss, exit_code)
        assert pool.run("next")[0] == "next"


@pytest.mark.parametrize(("what", "error"), [("raise", ValueError), ("hog", MemoryError)])
def test_an_exception_comes_back_and_the_worker_lives_on(what: str, error: type[Exception]) -> None:
    with WorkerPool(act, 1, SHORT) as pool:
        worker = pool.run("before")[1]
        with pytest.raises(error):
            pool.run(what)
        assert pool.run("after") == ("after", worker)


def test_many_threads_share_few_workers_and_each_gets_its_own_answer() -> None:
    words = [f"{number}" if number % 5 else "crash" for number in range(20)]

    def call(what: str) -> str:
        try:
            return pool.run(what)[0]
        except WorkerLostError:
            return "lost"

    with WorkerPool(act, 2, SHORT) as pool, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(call, words))
    assert answers == [word if word != "crash" else "lost" for word in words]


def test_a_worker_is_replaced_after_its_calls() -> None:
    with WorkerPool(act, 1, Limits(calls=2)) as pool:
        first, second, third = (pool.run("x")[1] for _ in range(3))
    assert first == second != third


def test_closing_the_pool_ends_running_calls() -> None:
    pool = WorkerPool(act, 1)
    threading.Timer(0.5, pool.close).start()
    started = time.monotonic()
    with pytest.raises(WorkerLostError) as lost:
        pool.run("hang")
    assert lost.value.loss == "closed"
    assert time.monotonic() - started < 10
    with pytest.raises(WorkerLostError):
        pool.run("x")


def leave_a_file_and_die(where: str) -> None:
    folder = tempfile.mkdtemp(prefix="kehoach-")
    Path(where).write_text(folder)
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_dead_worker_leaves_goes_with_the_pool(tmp_path: Path) -> None:
    with WorkerPool(leave_a_file_and_die, 1, Limits()) as pool, pytest.raises(WorkerLostError):
        pool.run(str(tmp_path / "where"))
    folder = Path((tmp_path / "where").read_text())
    assert folder.parent != Path(tempfile.gettempdir()) and not folder.exists()
