"""LibreOffice and converters that are Python packages: each call in a process of its own, with limits.

Nothing is written outside the private folder that is given.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.programs import Outcome, find_program, run_limited
from pipeline.readers.errors import ReadError

CONVERT_SECONDS = 60.0
MAX_CONVERTED_BYTES = 256 * 1024 * 1024
_CONVERTER_MEMORY = 2 * 1024**3
_OFFICE_SECONDS = 90.0  # LibreOffice needs 2 s for a plan; a first start on a slow machine more than 30
_OFFICE_TRIES = 2  # the first start only sets up the new profile now and then, and asks to be started again
_OFFICE_NAMES = ("soffice", "libreoffice")
_OFFICE_PLACES = (  # where the installers of Windows and macOS put it, which is not on the search path
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
INSTALL_OFFICE = (
    "cài LibreOffice (Debian/Ubuntu: apt install libreoffice-writer-nogui libreoffice-calc-nogui; Windows: tải ở "
    "vi.libreoffice.org) rồi nhập lại, hoặc mở bằng Word, Excel và lưu lại thành .docx, .xlsx."
)
_LATE = (
    "LibreOffice chạy quá {seconds:.0f} giây mà chưa chuyển đổi xong nên đã bị dừng: hãy nhập lại lúc máy rảnh, "
    "hoặc mở bằng Word, Excel và lưu lại thành .docx, .xlsx."
)


def missing_office(suffix: str) -> ReadError:
    """The error for a format that only LibreOffice opens, where it is not installed."""
    return ReadError("missing_tool", f"Chưa đọc được tệp .{suffix} trên máy này: hãy {INSTALL_OFFICE}")


@contextmanager
def private_copy(path: Path, suffix: str) -> Iterator[Path]:
    """A copy under a plain name in a folder of its own: converters go by the suffix and trip over odd names."""
    with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"source.{suffix}"
        shutil.copyfile(path, source)
        yield source


def run_python(module: str, arguments: Sequence[str], folder: Path) -> Outcome:
    """Run a converter that is a Python package in a process of its own, with limits of time, memory and disk."""
    return run_limited(
        [sys.executable, "-m", module, *arguments],
        folder,
        CONVERT_SECONDS,
        memory_bytes=_CONVERTER_MEMORY,
        file_bytes=MAX_CONVERTED_BYTES,
    )


def find_office() -> str | None:
    """The program file of LibreOffice; None where it is not installed."""
    return find_program(_OFFICE_NAMES, _OFFICE_PLACES)


def convert_with_office(office: str, source: Path, folder: Path, target: str = "docx") -> Path | None:
    """``source`` as a file of format ``target`` inside ``folder``, by LibreOffice; None where it gives none.

    Raises ReadError (converter_late) where it was ended for taking too long.
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
    outcome = Outcome(None)
    for _ in range(_OFFICE_TRIES):
        outcome = run_limited(command, place, _OFFICE_SECONDS, file_bytes=MAX_CONVERTED_BYTES)
        if result.is_file() and 0 < result.stat().st_size <= MAX_CONVERTED_BYTES:
            return result
    if outcome.code is None:
        raise ReadError("converter_late", _LATE.format(seconds=_OFFICE_SECONDS))
    return None
