"""7z and RAR by the programs of the machine: no kept Python library reads both under a licence that we can ship.

``bsdtar`` (libarchive, BSD licence; Debian ``libarchive-tools``) turns any archive into a tar stream on its standard
output, so it writes no file, and names, links and sizes are checked by the same code as those of a tar.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

TOOLS = ("bsdtar",)
_PASSWORD = re.compile(rb"encrypt|passphrase|password|7zAES", re.IGNORECASE)
_CHUNK = 1 << 16
_MOST_WORDS = 10_000  # bytes of what a tool says

NO_TOOL = (
    "Máy này chưa có chương trình mở tệp nén .7z và .rar: hãy cài gói libarchive-tools (lệnh bsdtar), "
    "hoặc giải nén ra thư mục rồi nhập thư mục đó."
)
TOO_SLOW = "Giải nén quá {seconds:.0f} giây nên đã dừng: hãy giải nén bằng tay rồi nhập thư mục đã giải nén."
TOOL_ENCRYPTED = "Tệp nén có mật khẩu: hãy giải nén bằng mật khẩu, rồi nhập thư mục đã giải nén."
TOOL_FAILED = "Tệp nén bị hỏng, có mật khẩu hoặc thuộc loại chưa hỗ trợ: hãy giải nén bằng 7-Zip rồi nhập thư mục đó."


class ToolError(Exception):
    """The program is missing, or could not open the archive or all of it; its message is the Vietnamese reason."""


def find_tool() -> str | None:
    """The program that opens 7z and RAR on this machine; None where there is none."""
    return next((found for tool in TOOLS if (found := shutil.which(tool))), None)


@contextmanager
def open_with_tool(path: Path, seconds: float) -> Iterator[IO[bytes]]:
    """The archive at ``path`` as an uncompressed tar stream.

    Raises ToolError at the end where the program failed or took longer than ``seconds``: what came before is good.
    """
    tool = find_tool()
    if tool is None:
        raise ToolError(NO_TOOL)
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            [tool, "-cf", "-", "--format=pax", f"@{path.absolute()}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=words,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            start_new_session=True,  # no terminal to ask for a password on, and one group to end
        )
        assert process.stdout is not None
        late = threading.Event()
        timer = threading.Timer(seconds, _end, (process, late))
        timer.start()
        broken: Exception | None = None
        try:
            yield process.stdout
            while process.stdout.read(_CHUNK):  # the padding behind the last member
                pass
        except (OSError, EOFError, ValueError, tarfile.TarError) as error:
            broken = error  # the stream ended early: what the program says explains it
        finally:
            timer.cancel()
            _kill(process)
            process.stdout.close()
        code = process.wait()
        words.seek(0)
        _check(code, words.read(_MOST_WORDS), late.is_set(), seconds, broken)


def _check(code: int, words: bytes, is_late: bool, seconds: float, broken: Exception | None) -> None:
    if is_late:
        raise ToolError(TOO_SLOW.format(seconds=seconds))
    if _PASSWORD.search(words):
        raise ToolError(TOOL_ENCRYPTED)
    if broken is not None or code > 0:
        raise ToolError(TOOL_FAILED)


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started. A program that has ended by itself keeps its exit code."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(0.2)
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
