"""7z and RAR by the programs of the machine: no kept Python library reads both under a licence that we can ship.

``bsdtar`` (libarchive, BSD licence; Debian ``libarchive-tools``, and the ``tar`` of Windows and macOS) turns an archive
into a tar; ``7z`` and ``unar`` list it and print the contents of its files, one after the other. All of them write to a
pipe and not to the disk, so names, links, sizes and checksums are checked here, by the same code as those of a tar.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

from pipeline.programs import end, find_program, start

Kind = Literal["bsdtar", "7z", "unar"]
_TAR_IS_LIBARCHIVE = sys.platform in ("win32", "darwin")
_PROGRAMS: tuple[tuple[Kind, tuple[str, ...], tuple[str, ...]], ...] = (  # the best first, with installers' places
    ("7z", ("7z", "7zz"), (r"C:\Program Files\7-Zip\7z.exe", r"C:\Program Files (x86)\7-Zip\7z.exe")),
    ("unar", ("unar",), ()),
    ("bsdtar", ("bsdtar", "tar") if _TAR_IS_LIBARCHIVE else ("bsdtar",), ()),  # leaves out what it takes for no file
)
_PASSWORD = re.compile(rb"encrypt|passphrase|password|7zAES", re.IGNORECASE)
_ASKED = re.compile(rb"enter password|requires a password", re.IGNORECASE)  # on the output, among names of members
_FIRST_VOLUME = re.compile(r"\.part0*1\.rar$|\.(?:7z|rar)\.001$", re.IGNORECASE)
_ASK_SECONDS = 20.0
_CHUNK = 1 << 16
_MOST_WORDS = 10_000  # bytes of what a tool says
_MOST_LISTED = 64 * 1024 * 1024  # bytes of a list of members

NO_TOOL = (
    "Máy này chưa có chương trình mở tệp nén .7z và .rar: hãy cài 7-Zip hoặc unar (Debian/Ubuntu: apt install unar) "
    "rồi nhập lại, hoặc giải nén ra thư mục rồi nhập thư mục đó."
)
TOO_SLOW = "Giải nén quá {seconds:.0f} giây nên đã dừng: hãy giải nén bằng tay rồi nhập thư mục đã giải nén."
TOOL_ENCRYPTED = "Tệp nén có mật khẩu: hãy giải nén bằng mật khẩu, rồi nhập thư mục đã giải nén."
TOOL_FAILED = "Tệp nén bị hỏng, có mật khẩu hoặc thuộc loại chưa hỗ trợ: hãy giải nén bằng 7-Zip rồi nhập thư mục đó."


class ToolError(Exception):
    """The program is missing, or could not open the archive or all of it; its message is the Vietnamese reason.

    ``is_final``: another program would fare no better (a password, no time left).
    """

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Tool:
    """A program of this machine that opens 7z and RAR."""

    kind: Kind
    program: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A member as the archive lists it; ``checksum``: its CRC-32, where that is stated."""

    name: str
    size: int
    is_folder: bool = False
    is_link: bool = False
    checksum: int | None = None


@dataclass(slots=True)
class Contents:
    """The contents of a member in a stream of all members: exactly its bytes are read, wanted or not."""

    stream: IO[bytes]
    listed: Listed
    _left: int = field(init=False)
    _sum: int = 0

    def __post_init__(self) -> None:
        self._left = self.listed.size

    def chunks(self) -> Iterator[bytes]:
        """What is left of the member. Raises OSError where the stream ends before it or the checksum is another."""
        while self._left:
            chunk = self.stream.read(min(_CHUNK, self._left))
            if not chunk:
                raise OSError("the stream ends inside a member")
            self._left -= len(chunk)
            self._sum = zlib.crc32(chunk, self._sum)
            yield chunk
        if self.listed.checksum is not None and self.listed.checksum != self._sum:
            raise OSError("the checksum is another")

    def skip(self) -> None:
        while self._left and (chunk := self.stream.read(min(_CHUNK, self._left))):
            self._left -= len(chunk)


def find_tools() -> list[Tool]:
    """The programs that open 7z and RAR on this machine, the best first."""
    found = ((kind, find_program(names, places)) for kind, names, places in _PROGRAMS)
    return [Tool(kind, program) for kind, program in found if program is not None]


def opens_rar() -> bool:
    """Whether RAR too can be opened: Debian's ``7z`` comes without it."""
    return any(tool.kind != "7z" or _knows_rar(tool.program) for tool in find_tools())


def _knows_rar(program: str) -> bool:
    try:
        with _output([program, "i"], _ASK_SECONDS, asks=False) as stream:
            return re.search(rb"\bRar5?\b", stream.read(_MOST_LISTED)) is not None
    except ToolError:
        return False


def list_members(path: Path, tool: Tool, seconds: float) -> list[Listed]:
    """The members of the archive in the order of their contents, as ``7z`` or ``unar`` list them. Raises ToolError."""
    commands = _COMMANDS[tool.kind]
    program = str(Path(tool.program).with_name(commands.lister)) if commands.lister else tool.program
    printed = b""
    try:
        with _output([program, *commands.listing, str(path.absolute())], seconds, asks=True) as stream:
            printed = stream.read(_MOST_LISTED)
    except ToolError as error:
        if not error.is_final and _ASKED.search(printed):
            raise ToolError(TOOL_ENCRYPTED, is_final=True) from error
        raise
    try:
        return list(commands.parse(printed.decode("utf-8", "replace")))
    except (ValueError, LookupError, TypeError, AttributeError) as error:  # a list in no form that is known
        raise ToolError(TOOL_FAILED) from error


@contextmanager
def open_contents(path: Path, tool: Tool, seconds: float) -> Iterator[IO[bytes]]:
    """A tar of the archive (``bsdtar``), or the contents of its files without anything between them.

    Raises ToolError at the end where the program failed or took longer than ``seconds``: what came before is good.
    """
    # On Windows and in lists of files names may begin with a hyphen: a whole path never does.
    name = f"@{path.absolute()}" if tool.kind == "bsdtar" else str(path.absolute())
    command = [tool.program, *_COMMANDS[tool.kind].contents, name]
    with _output(command, seconds, asks=tool.kind == "bsdtar") as stream:
        yield stream


@contextmanager
def under_plain_name(path: Path) -> Iterator[Path]:
    """``path`` in a folder of its own, with its further volumes.

    ``unar`` takes files whose names differ in a digit (``a1.rar``, ``a2.rar``) for the volumes of one archive.
    """
    volumes = [path]
    first = _FIRST_VOLUME.search(path.name)
    if first is not None:
        stem = path.name[: first.start()]
        volumes = [file for file in path.parent.iterdir() if file.name.startswith(stem) and file.is_file()]
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        for volume in volumes:
            (Path(folder) / (volume.name if first else "archive")).symlink_to(volume.absolute())
        yield Path(folder) / (path.name if first else "archive")


@contextmanager
def _output(command: list[str], seconds: float, *, asks: bool) -> Iterator[IO[bytes]]:
    """What a program prints. Raises ToolError at the end where it failed or was late. ``asks``: for a password."""
    env = None if sys.platform == "win32" else {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryFile() as words:
        process = start(command, printed=words, out=subprocess.PIPE, env=env)
        assert process.stdout is not None
        late = threading.Event()
        timer = threading.Timer(max(0.0, seconds), _end_late, (process, late))
        timer.start()
        broken: Exception | None = None
        try:
            yield process.stdout
            while process.stdout.read(_CHUNK):  # the padding behind the last member
                pass
            process.wait()
        except (OSError, EOFError, ValueError, tarfile.TarError) as error:
            broken = error  # the stream ended early: what the program says explains it
            process.stdout.close()
            _wait_shortly(process)
        finally:
            timer.cancel()
            end(process)
            process.stdout.close()
        words.seek(0)
        said = words.read(_MOST_WORDS) if asks else b""
        _check(process.returncode, said, late.is_set(), seconds, broken)


def _wait_shortly(process: subprocess.Popen[bytes]) -> None:
    """A program that ends by itself keeps its exit code and its last words."""
    deadline = time.monotonic() + 0.5
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)


def _check(code: int, words: bytes, is_late: bool, seconds: float, broken: Exception | None) -> None:
    if is_late:
        raise ToolError(TOO_SLOW.format(seconds=seconds), is_final=True)
    if code == 0 and broken is None:
        return
    if _PASSWORD.search(words):
        raise ToolError(TOOL_ENCRYPTED, is_final=True)
    raise ToolError(TOOL_FAILED)


def _end_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    end(process)


def _listed_by_7z(printed: str) -> Iterator[Listed]:
    """``7z l -slt -ba``: a block of ``Key = value`` lines a member."""
    for block in printed.replace("\r\n", "\n").split("\n\n"):
        facts = dict(line.split(" = ", 1) for line in block.split("\n") if " = " in line)
        if "Path" not in facts:
            continue
        if facts.get("Encrypted") == "+":
            raise ToolError(TOOL_ENCRYPTED, is_final=True)
        attributes = facts.get("Attributes", "")
        is_folder = facts.get("Folder") == "+" or attributes.startswith("D")
        yield Listed(
            facts["Path"],
            0 if is_folder else int(facts["Size"]),
            is_folder=is_folder,
            is_link=bool(re.search(r" l[rwx-]{9}", attributes) or facts.get("Symbolic Link") or facts.get("Hard Link")),
            checksum=int(facts["CRC"], 16) if facts.get("CRC") else None,
        )


def _listed_by_unar(printed: str) -> Iterator[Listed]:
    """``lsar -j``: JSON; checksums are named after the format (``7zCRC32``, ``RARCRC32``)."""
    answer = json.loads(printed, strict=False)
    contents: list[dict[str, Any]] = answer["lsarContents"]
    if answer.get("lsarError") and not contents:
        raise ToolError(TOOL_FAILED)
    for facts in contents:
        if facts.get("XADIsEncrypted"):
            raise ToolError(TOOL_ENCRYPTED, is_final=True)
        is_folder = bool(facts.get("XADIsDirectory"))
        yield Listed(
            str(facts["XADFileName"]),
            0 if is_folder else int(facts["XADFileSize"]),
            is_folder=is_folder,
            is_link=bool(facts.get("XADIsLink") or facts.get("XADIsHardLink")),
            checksum=next((int(facts[key]) for key in facts if key.endswith("CRC32")), None),
        )


@dataclass(frozen=True, slots=True)
class _Commands:
    contents: tuple[str, ...]
    listing: tuple[str, ...] = ()
    lister: str = ""  # the program that lists, where it is another one
    parse: Callable[[str], Iterator[Listed]] = _listed_by_7z


_COMMANDS: dict[Kind, _Commands] = {
    "bsdtar": _Commands(("-cf", "-", "--format=pax")),
    "7z": _Commands(("x", "-so", "-bsp0"), ("l", "-slt", "-ba")),
    "unar": _Commands(("-quiet", "-no-recursion", "-output-directory", "-"), ("-json",), "lsar", _listed_by_unar),
}
