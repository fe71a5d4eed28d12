"""Other programs that this one starts: each ends with all that it started, whatever becomes of it or of us.

A converter or an unpacker may hang, eat the memory or die at a hostile file (wvText took 17 GB in ten minutes), and the
worker that started it may be killed for being late. So a guard, a few lines of Python, stands between: it sets the
limits, leads a process group of its own, and ends the group when the pipe to the one who started it closes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_GUARD = """
import os, resource, signal, subprocess, sys, threading
for name, most in zip(("RLIMIT_AS", "RLIMIT_FSIZE"), sys.argv[1:3]):
    if int(most):
        limit, hard = getattr(resource, name), resource.getrlimit(getattr(resource, name))[1]
        most = int(most) if hard == resource.RLIM_INFINITY else min(int(most), hard)
        resource.setrlimit(limit, (most, most))
try:
    program = subprocess.Popen(sys.argv[3:], stdin=subprocess.DEVNULL)
except OSError as error:
    sys.exit(str(error))
def watch():
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGKILL)
threading.Thread(target=watch, daemon=True).start()
code = program.wait()
os._exit(code if code >= 0 else 128 - code)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended: its exit code (None: it took too long and was killed) and the end of what it printed."""

    code: int | None
    printed: str = ""


def start(
    command: Sequence[str],
    *,
    printed: IO[bytes],
    out: IO[bytes] | int | None = None,
    folder: Path | None = None,
    env: Mapping[str, str] | None = None,
    memory_bytes: int = 0,
    file_bytes: int = 0,
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a group of its own; what it says goes to ``printed``, its output to ``out`` (else there).

    ``memory_bytes``, ``file_bytes``: address space, and size of a file that it writes; 0: no limit. End it with
    :func:`end`.
    """
    guarded = sys.platform != "win32"
    limits = (str(memory_bytes), str(file_bytes))
    return subprocess.Popen(
        # -I -S: neither the user's environment nor installed packages have a part in it, and it starts in 20 ms
        [sys.executable, "-I", "-S", "-c", _GUARD, *limits, *command] if guarded else command,
        cwd=folder,
        stdin=subprocess.PIPE if guarded else subprocess.DEVNULL,
        stdout=printed if out is None else out,
        stderr=printed,
        start_new_session=guarded,  # no terminal to ask for a password on, and one group to end
        env=env,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill ``process`` and whatever it left behind (soffice is a script that starts soffice.bin)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        process.stdin.close()


def run_limited(
    command: Sequence[str], folder: Path, seconds: float, *, memory_bytes: int = 0, file_bytes: int = 0
) -> Outcome:
    """Run ``command`` in ``folder`` for at most ``seconds``; then it and all that it started are killed."""
    log = folder / "program.log"
    with log.open("wb") as printed:
        process = start(
            command,
            printed=printed,
            folder=folder,
            env={**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)},
            memory_bytes=memory_bytes,
            file_bytes=file_bytes,
        )
        try:
            code: int | None = process.wait(seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            end(process)
    with log.open("rb") as printed_log:
        return Outcome(code, printed_log.read(4096).decode("utf-8", errors="replace"))


def find_program(names: Sequence[str], places: Sequence[str] = ()) -> str | None:
    """The program of the first of ``names`` on the search path, else the first of ``places`` that is a file."""
    found = (shutil.which(name) for name in names)
    placed = (place for place in places if Path(place).is_file())
    return next(filter(None, (*found, *placed)), None)
