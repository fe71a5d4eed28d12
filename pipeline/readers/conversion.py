"""Other programs that turn a file into one that can be read: each call in a process of its own, with limits.

A converter may hang, eat the memory or die at a hostile file (wvText took 17 GB in ten minutes); none of that may reach
the import. Nothing is written outside the private folder that is given.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CONVERT_SECONDS = 60.0
MAX_CONVERTED_BYTES = 256 * 1024 * 1024
# The process limits itself before it loads the converter: setting limits between fork and exec is unsafe with threads.
_LIMITED_MODULE = f"""
import runpy, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({2 * 1024**3}, {2 * 1024**3}))
    resource.setrlimit(resource.RLIMIT_FSIZE, ({MAX_CONVERTED_BYTES}, {MAX_CONVERTED_BYTES}))
except ImportError:  # Windows
    pass
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
_OFFICE_SECONDS = 90.0  # LibreOffice needs 2 s for a plan; a first start on a slow machine more than 30
_OFFICE_TRIES = 2  # the first start only sets up the new profile now and then, and asks to be started again
_OFFICE_NAMES = ("soffice", "libreoffice")
_OFFICE_PLACES = (  # where the installers of Windows and macOS put it, which is not on the search path
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a converter ended: its exit code (None: it took too long and was killed) and the end of what it printed."""

    code: int | None
    printed: str = ""


def run_limited(command: Sequence[str], folder: Path, seconds: float) -> Outcome:
    """Run ``command`` in ``folder`` for at most ``seconds``; then it and all that it started are killed."""
    log = folder / "converter.log"
    with log.open("wb") as printed:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)},
        )
        try:
            code: int | None = process.wait(seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            _end_group(process)
    with log.open("rb") as printed_log:
        return Outcome(code, printed_log.read(4096).decode("utf-8", errors="replace"))


def run_python(module: str, arguments: Sequence[str], folder: Path) -> Outcome:
    """Run a converter that is a Python package in a process of its own, with limits of time, memory and disk."""
    return run_limited([sys.executable, "-c", _LIMITED_MODULE, module, *arguments], folder, CONVERT_SECONDS)


def find_office() -> str | None:
    """The program file of LibreOffice; None where it is not installed."""
    found = (shutil.which(name) for name in _OFFICE_NAMES)
    placed = (place for place in _OFFICE_PLACES if Path(place).is_file())
    return next(filter(None, (*found, *placed)), None)


def convert_with_office(office: str, source: Path, folder: Path, target: str = "docx") -> Path | None:
    """``source`` as a file of format ``target`` inside ``folder``, by LibreOffice; None where it gives none.

    Each call has a profile of its own: two LibreOffice processes that share one end each other.
    """
    place = folder / "office"
    place.mkdir()
    result = place / f"{source.stem}.{target}"
    command = [
        office,
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", target, "--outdir", str(place), str(source)),
    ]
    for _ in range(_OFFICE_TRIES):
        run_limited(command, place, _OFFICE_SECONDS)
        if result.is_file() and 0 < result.stat().st_size <= MAX_CONVERTED_BYTES:
            return result
    return None


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill ``process`` and whatever it left behind (soffice is a script that starts soffice.bin)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
