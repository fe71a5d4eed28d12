"""Archives and mails taken apart: every member a file in a private folder, or a name with the reason why not.

An archive is hostile until shown otherwise: nothing is written but numbered folders below the given one, links are
never followed or made, and what it may unpack to is limited in number, in bytes and in proportion to its own size.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import stat
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, cast

from pipeline.archive_tools import (
    NO_TOOL,
    Contents,
    Tool,
    ToolError,
    find_tools,
    list_members,
    open_contents,
    under_plain_name,
)
from pipeline.mail import mail_parts
from pipeline.media_types import find_media_type
from pipeline.member_names import file_name, is_aside, readable_name, safe_name, zip_names

ARCHIVE_TYPES = frozenset(("zip", "7z", "rar", "tar", "gz", "bz2", "xz", "eml"))
MEGABYTE = 1024 * 1024
_CHUNK = 1 << 20
_MOST_RATIO = 200  # text packs 5 to 20 times, a scan hardly; a thousandfold is a bomb
_SMALL = 100 * MEGABYTE  # below that the proportion does not matter
_BROKEN_DATA = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, tarfile.TarError, ValueError)

ENCRYPTED = "Tệp nén có mật khẩu: hãy giải nén bằng mật khẩu, rồi nhập thư mục đã giải nén."
OUTSIDE = "Tên tệp trong tệp nén trỏ ra ngoài thư mục giải nén nên bị từ chối: hãy giải nén bằng tay và kiểm tra."
A_LINK = "Trong tệp nén là một liên kết, không phải tệp: hãy xin lại tệp gốc."
BROKEN_MEMBER = "Tệp này bị hỏng bên trong tệp nén: hãy xin lại tệp nén, hoặc xin riêng tệp này."
UNKNOWN_METHOD = "Tệp này được nén theo cách chưa hỗ trợ: hãy giải nén bằng 7-Zip rồi nhập thư mục đã giải nén."
MEMBER_TOO_BIG = "Tệp trong tệp nén lớn hơn {limit} MB nên không đọc: hãy giải nén, tách nhỏ rồi nhập lại."
BOMB = "Tệp nén bung ra quá lớn ({limit}) nên bị từ chối: hãy kiểm tra nguồn gửi, giải nén bằng tay phần cần đọc."
TOO_MANY = "Tệp nén chứa hơn {limit} tệp nên bị từ chối: hãy giải nén và nhập từng thư mục."
CUT = "Tệp nén bị hỏng hoặc thiếu phần cuối, chỉ lấy được {count} tệp đầu: hãy tải lại hoặc xin lại tệp nén."
BROKEN = "Tệp nén bị hỏng, không giải nén được: hãy tải lại hoặc xin lại tệp nén."


@dataclass(frozen=True, slots=True)
class Budget:
    """What an archive may unpack to, nested ones included. ``seconds``: for an external tool."""

    members: int = 5_000
    total_bytes: int = 2_048 * MEGABYTE
    member_bytes: int = 200 * MEGABYTE
    seconds: float = 240.0


@dataclass(frozen=True, slots=True)
class Member:
    """``name``: inside the archive. ``path``: where it was unpacked to; else ``reason`` says why it was not."""

    name: str
    path: Path | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What an archive gave. ``reason``: why it, or the rest of it, could not be unpacked. ``size``: bytes written."""

    members: tuple[Member, ...]
    reason: str | None = None
    size: int = 0


class ArchiveError(Exception):
    """The archive as a whole is refused or broken; its message is the Vietnamese reason."""


def find_archive_type(path: Path) -> str | None:
    """The type of the archive or mail at ``path``; None for any other file. Raises OSError."""
    media_type = find_media_type(path, path.suffix)
    return media_type if media_type in ARCHIVE_TYPES else None


def unpack(path: Path, folder: Path, budget: Budget) -> Unpacked | None:
    """Take the archive at ``path`` apart into ``folder`` (private, empty); None where it is no archive.

    Never raises for what is in the archive. A refused archive (a bomb) gives no members at all.
    """
    media_type = find_archive_type(path)
    if media_type is None:
        return None
    out = _Out(folder, budget, path.stat().st_size)
    reason: str | None = None
    try:
        _OPENERS[media_type](path, out)
    except (ArchiveError, ToolError) as error:
        reason = str(error)
        if isinstance(error, ArchiveError):
            out.drop()
    except RuntimeError:  # what zipfile raises where the directory itself is encrypted
        reason = ENCRYPTED
    except (*_BROKEN_DATA, MemoryError):
        count = sum(member.path is not None for member in out.members)
        reason = CUT.format(count=count) if count else BROKEN
    return Unpacked(tuple(out.members), reason, out.size)


@dataclass(slots=True)
class _Out:
    """The folder that members are written to, and what may still be written."""

    folder: Path
    budget: Budget
    archive_size: int
    members: list[Member] = field(default_factory=list)
    size: int = 0
    _names: set[str] = field(default_factory=set)

    def check_total(self, size: int) -> None:
        """Raises ArchiveError where ``size`` bytes in all are more than this archive may unpack to."""
        if size > self.budget.total_bytes:
            raise ArchiveError(BOMB.format(limit=f"hơn {self.budget.total_bytes // MEGABYTE} MB"))
        if size > max(_SMALL, _MOST_RATIO * self.archive_size):
            raise ArchiveError(BOMB.format(limit=f"hơn {_MOST_RATIO} lần kích thước tệp nén"))

    def add(self, name: str, size: int, read: Callable[[], Iterable[bytes]]) -> None:
        """Write one member; a broken one becomes a member with a reason. ``size``: as the archive states it."""
        if is_aside(name):
            return
        inside = safe_name(name)
        if inside is None:
            self.refuse(name, OUTSIDE)
            return
        self._count()
        self.check_total(self.size + size)
        if size > self.budget.member_bytes:
            self.refuse(name, MEMBER_TOO_BIG.format(limit=self.budget.member_bytes // MEGABYTE))
            return
        place = self.folder / f"{len(self.members):05d}"
        place.mkdir()
        target = place / file_name(inside)
        reason: str | None = BROKEN_MEMBER
        try:
            reason = self._write(target, read)
        finally:
            if reason is not None:
                target.unlink(missing_ok=True)
        self.members.append(Member(self._free(inside), None if reason else target, reason))

    def refuse(self, name: str, reason: str) -> None:
        """Record a member that is not unpacked."""
        if is_aside(name):
            return
        self._count()
        shown = safe_name(name) or readable_name(name).replace("\0", "")[:200]
        self.members.append(Member(self._free(shown), None, reason))

    def drop(self) -> None:
        """Forget and delete what was unpacked so far."""
        for place in self.folder.iterdir():
            shutil.rmtree(place)
        self.members.clear()
        self._names.clear()

    def restart(self) -> None:
        """Begin anew, as if nothing had been unpacked."""
        self.drop()
        self.size = 0

    def _count(self) -> None:
        if len(self.members) >= self.budget.members:
            raise ArchiveError(TOO_MANY.format(limit=self.budget.members))

    def _free(self, name: str) -> str:
        """``name``, or with a count where an archive holds it twice."""
        free, count = name, 1
        while free in self._names:
            count += 1
            free = f"{name} ({count})"
        self._names.add(free)
        return free

    def _write(self, target: Path, read: Callable[[], Iterable[bytes]]) -> str | None:
        written = 0
        try:
            with target.open("xb") as file:
                for chunk in read():
                    written += len(chunk)
                    self.size += len(chunk)
                    self.check_total(self.size)
                    if written > self.budget.member_bytes:
                        return MEMBER_TOO_BIG.format(limit=self.budget.member_bytes // MEGABYTE)
                    file.write(chunk)
        except NotImplementedError:
            return UNKNOWN_METHOD
        except (*_BROKEN_DATA, RuntimeError):
            return BROKEN_MEMBER
        return None


def _unpack_zip(path: Path, out: _Out) -> None:
    with zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > out.budget.members:
            raise ArchiveError(TOO_MANY.format(limit=out.budget.members))
        out.check_total(sum(info.file_size for info in infos))
        if infos and all(info.flag_bits & 1 for info in infos):
            raise ArchiveError(ENCRYPTED)
        for info, name in zip(infos, zip_names(infos), strict=True):
            if stat.S_ISLNK(info.external_attr >> 16):
                out.refuse(name, A_LINK)
            elif info.flag_bits & 1:
                out.refuse(name, ENCRYPTED)
            else:
                out.add(name, info.file_size, partial(_chunks, partial(archive.open, info)))


def _unpack_tar(path: Path, out: _Out) -> None:
    with tarfile.open(path, "r|*") as archive:
        _add_tar(archive, out)


def _unpack_compressed(path: Path, out: _Out) -> None:
    """A compressed tar, or one compressed file, which has no name of its own."""
    try:
        with tarfile.open(path, "r|*") as archive:
            _add_tar(archive, out)
    except tarfile.ReadError:
        if out.members:
            raise
    if out.members:
        return
    kind = find_media_type(path, path.suffix)
    out.add(path.stem or "tệp", 0, partial(_chunks, partial(_COMPRESSED[kind], path)))


def _unpack_with_tool(path: Path, out: _Out) -> None:
    """By the first program of the machine that can: none opens every RAR, and a broken archive is one for all."""
    tools = find_tools()
    if not tools:
        raise ToolError(NO_TOOL)
    ends = time.monotonic() + out.budget.seconds
    failure: ToolError | None = None
    for number, tool in enumerate(tools, 1):
        try:
            _unpack_with(tool, path, out, ends - time.monotonic())
        except ToolError as error:
            if error.is_final or number == len(tools):
                raise
            failure = error
            out.restart()
        else:
            break
    if failure is not None and not out.members:  # bsdtar finds nothing in a broken RAR, and nothing wrong with it
        raise failure


def _unpack_with(tool: Tool, path: Path, out: _Out, seconds: float) -> None:
    if tool.kind == "bsdtar":
        with (
            open_contents(path, tool, seconds) as stream,
            tarfile.open(fileobj=stream, mode="r|") as archive,
        ):
            _add_tar(archive, out)
        return
    with under_plain_name(path) as plain:
        _add_listed(tool, plain, out, seconds)


def _add_listed(tool: Tool, path: Path, out: _Out, seconds: float) -> None:
    ends = time.monotonic() + seconds
    listed = [member for member in list_members(path, tool, seconds) if not member.is_folder]
    if len(listed) > out.budget.members:
        raise ArchiveError(TOO_MANY.format(limit=out.budget.members))
    out.check_total(sum(member.size for member in listed))
    with open_contents(path, tool, ends - time.monotonic()) as stream:
        for member in listed:
            contents = Contents(stream, member)
            if member.is_link:
                out.refuse(member.name, A_LINK)
            else:
                out.add(readable_name(member.name), member.size, contents.chunks)
            contents.skip()


def _unpack_mail(path: Path, out: _Out) -> None:
    for name, content in mail_parts(path.read_bytes()):
        out.add(name, len(content), partial(iter, (content,)))


def _add_tar(archive: tarfile.TarFile, out: _Out) -> None:
    for info in archive:
        name = readable_name(info.name)
        if info.isdir():
            continue
        if not info.isfile():
            out.refuse(name, A_LINK)
            continue
        out.add(name, info.size, partial(_chunks, partial(archive.extractfile, info)))


def _chunks(opener: Callable[[], IO[bytes] | None]) -> Iterator[bytes]:
    stream = opener()
    if stream is not None:
        with stream:
            while chunk := stream.read(_CHUNK):
                yield chunk


_COMPRESSED = cast(
    "dict[str, Callable[[Path], IO[bytes]]]", {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}
)  # each opens for reading where nothing else is said
_OPENERS: dict[str, Callable[[Path, _Out], None]] = {
    "zip": _unpack_zip,
    "tar": _unpack_tar,
    "gz": _unpack_compressed,
    "bz2": _unpack_compressed,
    "xz": _unpack_compressed,
    "7z": _unpack_with_tool,
    "rar": _unpack_with_tool,
    "eml": _unpack_mail,
}
