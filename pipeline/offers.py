"""What an import offers to the readers: files, and in the place of an archive or a mail the files inside it.

Archives are taken apart in a process of their own (a hostile one takes only that process with it), into a private
folder that is removed as soon as its members were read. Few are open at a time: the disk holds one archive or two,
however many a folder has.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.archives import ArchiveError, Budget, Unpacked, unpack
from pipeline.intake import file_sha256, is_later_volume
from pipeline.workers import Limits, WorkerLostError, WorkerPool

MOST_NESTED = 3  # archives inside one another that are opened
SEPARATOR = "!"  # archive.zip!inner/name.pdf
_PACKED_HEADS = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"\xfd7zXZ\0", b"BZh")
_TAR_PLACE = slice(257, 262)
_MAIL_FIELDS = (b"from:", b"to:", b"received:", b"return-path:", b"mime-version:", b"subject:", b"date:", b"delivered-",
                b"message-id:", b"x-", b"content-", b"dkim-", b"arc-", b"authentication-")  # fmt: skip
# The first member of Office files; any other ZIP may be an archive, which the worker then finds out.
_OFFICE_MEMBERS = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"mimetype")

DEEP = "Tệp nén lồng trong nhau quá {most} lớp nên không mở: hãy giải nén rồi nhập thư mục đã giải nén."
EMPTY = "Tệp nén không chứa tệp nào: hãy kiểm tra lại hoặc xin lại tệp nén."
NOTHING = "Không lấy được tệp nào trong {count} tệp của tệp nén ({reason})"
UNPACKED = "Tệp nén hoặc thư: {count} tệp bên trong được nhập riêng từng tệp."
SLOW = "Giải nén quá {seconds:.0f} giây nên đã dừng: hãy giải nén bằng tay rồi nhập thư mục đã giải nén."
DIED = "Chương trình giải nén dừng đột ngột (tệp hỏng nặng hoặc hết bộ nhớ): hãy giải nén bằng tay rồi nhập lại."


@dataclass(frozen=True, slots=True)
class Offer:
    """A file to read, or, with a ``reason``, a row to write for what cannot be read or is no document.

    ``sha256``: given with a reason: of the file that was offered (for a member, of the archive that holds it).
    ``skipped``: the row is ``skipped`` instead of ``failed``. Call ``release`` once the file was read.
    """

    path: Path
    name: str
    reason: str | None = None
    sha256: str | None = None
    skipped: bool = False
    folder: _Folder | None = None

    def release(self) -> None:
        if self.folder is not None:
            self.folder.release()


@dataclass(slots=True, eq=False)
class _Folder:
    """A private folder with the members of one archive, removed when the last of them was read."""

    path: Path
    _users: int = 1  # the archive itself, until all its members are offered
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_gone(self) -> bool:
        return self._users == 0

    def use(self) -> None:
        with self._lock:
            self._users += 1

    def release(self) -> None:
        with self._lock:
            self._users -= 1
            is_last = self._users == 0
        if is_last:
            shutil.rmtree(self.path, ignore_errors=True)


class Offers:
    """Turns files into offers. ``skip(name, sha256)``: whether an archive need not be opened again. Close it."""

    def __init__(
        self,
        limits: Limits,
        member_bytes: int,
        *,
        most_open: int = 2,
        skip: Callable[[str, str], bool] = lambda name, sha256: False,
        budget: Budget | None = None,
    ) -> None:
        self._pool: WorkerPool[Unpacked | None] = WorkerPool(unpack, 1, limits)
        self._seconds = limits.seconds
        self._budget = budget or Budget(member_bytes=member_bytes, seconds=limits.seconds * 0.8)
        self._most_open = most_open
        self._skip = skip
        self._folders: list[_Folder] = []

    def close(self) -> None:
        """End the unpacking and remove every folder that is left."""
        self._pool.close()
        for folder in self._folders:
            shutil.rmtree(folder.path, ignore_errors=True)

    def of(self, files: Iterable[tuple[Path, str]]) -> Iterator[Offer | None]:
        """The offers of ``files`` in order. None: too many archives are open, let an earlier offer end first."""
        for path, name in files:
            if not may_be_archive(path):
                yield Offer(path, name)
                continue
            sha256 = file_sha256(path)
            if self._skip(name, sha256):
                yield Offer(path, name)
                continue
            while self._is_full():
                yield None
            yield from self._of_archive(path, name, sha256)

    def _is_full(self) -> bool:
        self._folders = [folder for folder in self._folders if not folder.is_gone]
        return len(self._folders) >= self._most_open

    def _of_archive(self, path: Path, name: str, sha256: str) -> Iterator[Offer]:
        folder = _Folder(Path(tempfile.mkdtemp(prefix="kehoach-")))  # mkdtemp: for this user alone
        self._folders.append(folder)
        try:
            opening = _Opening(folder, sha256, self._budget)
            yield from self._open(path, name, opening, depth=1)
        finally:
            folder.release()

    def _open(self, path: Path, name: str, opening: _Opening, depth: int) -> Iterator[Offer]:
        try:
            unpacked = self._unpack(path, opening)
        except ArchiveError as error:
            yield Offer(path, name, str(error), opening.sha256)
            return
        if unpacked is None:
            yield opening.file(path, name)
            return
        if depth > MOST_NESTED:
            yield Offer(path, name, DEEP.format(most=MOST_NESTED), opening.sha256)
            return
        opening.spend(unpacked)
        reasons = {member.reason for member in unpacked.members if member.reason}
        readable = [member for member in unpacked.members if member.path is not None]
        for member in unpacked.members:
            inside = f"{name}{SEPARATOR}{member.name}"
            if member.path is None:
                if readable or len(reasons) > 1:
                    yield Offer(path, inside, member.reason, opening.sha256)
            elif may_be_archive(member.path):
                yield from self._open(member.path, inside, opening, depth + 1)
            else:
                yield opening.file(member.path, inside)
        yield _row_of(path, name, unpacked, len(readable), opening.sha256)

    def _unpack(self, path: Path, opening: _Opening) -> Unpacked | None:
        try:
            return self._pool.run(path, opening.new_folder(), opening.budget)
        except WorkerLostError as lost:
            if lost.loss == "closed":
                raise
            raise ArchiveError(SLOW.format(seconds=self._seconds) if lost.loss == "timeout" else DIED) from lost
        except OSError as error:
            raise ArchiveError(DIED) from error


@dataclass(slots=True)
class _Opening:
    """One archive of the user with all archives inside it: they share a folder and a budget."""

    folder: _Folder
    sha256: str
    budget: Budget
    _count: int = 0

    def new_folder(self) -> Path:
        self._count += 1
        place = self.folder.path / str(self._count)
        place.mkdir()
        return place

    def spend(self, unpacked: Unpacked) -> None:
        self.budget = replace(
            self.budget,
            members=max(0, self.budget.members - len(unpacked.members)),
            total_bytes=max(0, self.budget.total_bytes - unpacked.size),
        )

    def file(self, path: Path, name: str) -> Offer:
        self.folder.use()
        return Offer(path, name, folder=self.folder)


def may_be_archive(path: Path) -> bool:
    """Whether the first bytes of the file could be those of an archive or a mail. A cheap look, never a verdict."""
    try:
        with path.open("rb") as data:
            head = data.read(4096)
    except OSError:  # the reader reports it
        return False
    if is_later_volume(path):
        return False
    if head.startswith(b"PK\x03\x04"):
        return not head[30:].startswith(_OFFICE_MEMBERS)
    return (
        head.startswith(_PACKED_HEADS)
        or head[_TAR_PLACE] == b"ustar"
        or head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower().startswith(_MAIL_FIELDS)
    )


def _row_of(path: Path, name: str, unpacked: Unpacked, readable: int, sha256: str) -> Offer:
    """The row of the archive itself: no document, so ``skipped``, unless something of it could not be had at all."""
    if unpacked.reason is not None:
        return Offer(path, name, unpacked.reason, sha256)
    if not unpacked.members:
        return Offer(path, name, EMPTY, sha256)
    if not readable:
        reason = next(member.reason for member in unpacked.members if member.reason)
        return Offer(path, name, NOTHING.format(count=len(unpacked.members), reason=reason.rstrip(".")) + ".", sha256)
    return Offer(path, name, UNPACKED.format(count=readable), sha256, skipped=True)
