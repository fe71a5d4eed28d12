"""Programs that are started end with all that they started, whatever becomes of them or of us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.programs import find_program, run_limited

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX")
KEPT_SECONDS = 10.0
HANGS = "sleep 60 & echo $! > child; wait"


def is_gone(pid: int) -> bool:
    """Whether the process ended (an orphan is reaped by the first process of the system, if that does its work)."""
    ends = time.monotonic() + KEPT_SECONDS
    while time.monotonic() < ends:
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_program_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    started = time.monotonic()
    outcome = run_limited(["/bin/sh", "-c", HANGS], tmp_path, 1.0)

    assert outcome.code is None and time.monotonic() - started < 20
    assert is_gone(int((tmp_path / "child").read_text()))


def test_a_program_ends_with_the_worker_that_started_it(tmp_path: Path) -> None:
    call = f"run_limited(['/bin/sh', '-c', {HANGS!r}], Path({str(tmp_path)!r}), 60)"
    code = f"from pathlib import Path; from pipeline.programs import run_limited; {call}"
    worker = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(Path.cwd())})
    ends = time.monotonic() + 30
    while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text():
        assert time.monotonic() < ends, "the program did not start"
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    worker.wait()

    assert is_gone(int((tmp_path / "child").read_text()))


def test_limits_of_memory_and_disk(tmp_path: Path) -> None:
    greedy = run_limited([sys.executable, "-c", "x = bytearray(1 << 30)"], tmp_path, 20, memory_bytes=1 << 29)
    writes = "open('big', 'wb').write(bytes(1 << 21))"
    large = run_limited([sys.executable, "-c", writes], tmp_path, 20, file_bytes=1 << 20)

    assert greedy.code == 1 and "MemoryError" in greedy.printed
    assert large.code != 0 and (tmp_path / "big").stat().st_size <= 1 << 20


@pytest.mark.parametrize(("command", "code"), [("exit 3", 3), ("kill -9 $$", 128 + 9), ("cat", 0)])
def test_exit_codes_come_through_and_nobody_is_asked(tmp_path: Path, command: str, code: int) -> None:
    assert run_limited(["/bin/sh", "-c", command], tmp_path, 20).code == code


def test_a_program_that_is_missing(tmp_path: Path) -> None:
    assert run_limited([str(tmp_path / "no such program")], tmp_path, 20).code == 1


def test_places_of_installers_count_where_the_path_names_nothing(tmp_path: Path) -> None:
    (tmp_path / "soffice.exe").touch()

    assert find_program(["no-such-program"], [str(tmp_path / "no"), str(tmp_path / "soffice.exe")]) == str(
        tmp_path / "soffice.exe"
    )
    assert find_program(["no-such-program"]) is None
