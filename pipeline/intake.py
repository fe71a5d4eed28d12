"""Which files there are, and what each one is: hash, size, format by content, and why it cannot be read if so."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.media_types import find_media_type

MAX_BYTES = 200 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_LOCK_FILE = re.compile(r"^(?:~\$|\.~lock\.)")  # what Word and LibreOffice leave beside an open file
_NO_DOCUMENT = re.compile(
    r"^(?:thumbs\.db|ehthumbs\.db|desktop\.ini|\.ds_store|icon\r|\._.*|~\$.*|\.~lock\..*|.*\.(?:tmp|lnk|url|crdownload|part))$",
    re.IGNORECASE,
)
_LATER_VOLUME = re.compile(r"\.part0*(?!1\.)\d+\.rar$|\.[rz]\d\d$|\.(?:7z|rar|zip)\.(?!001$)\d{3}$", re.IGNORECASE)
_DATA_SUFFIXES = frozenset(
    (
        ".tsv",
        ".csv",
        ".json",
        ".jsonl",
        ".yaml",
        ".yml",
        ".toml",
        ".ini",
        ".xml",
        ".log",
        ".py",
        ".js",
        ".css",
        ".sql",
        ".sh",
        ".bat",
    )
)
READ_TYPES = frozenset((
    "pdf", "docx", "doc", "rtf", "odt", "word_xml", "xls", "xlsx", "xlsb", "ods", "excel_xml", "html", "txt", "md",
    "png", "jpeg", "tiff",
))  # fmt: skip

_LATER = "chưa đọc được ở phiên bản này"
_BY_OTHER_COPY = f"{_LATER}: nhập bản Word hoặc PDF có chữ của kế hoạch."
_BY_UNPACKING = "không phải một văn bản: dùng lệnh kehoach import, hoặc giải nén ra thư mục rồi nhập thư mục đó."
_BY_ATTACHMENT = f"{_LATER}: lưu tệp đính kèm ra thư mục rồi nhập tệp đó."
_NOT_READ = {
    "ppt": f"Tệp trình chiếu PowerPoint {_BY_OTHER_COPY}",
    "pptx": f"Tệp trình chiếu PowerPoint {_BY_OTHER_COPY}",
    "zip": f"Tệp nén .zip {_BY_UNPACKING}",
    "rar": f"Tệp nén .rar {_BY_UNPACKING}",
    "7z": f"Tệp nén .7z {_BY_UNPACKING}",
    "tar": f"Tệp nén .tar {_BY_UNPACKING}",
    "gz": f"Tệp nén .gz {_BY_UNPACKING}",
    "bz2": f"Tệp nén .bz2 {_BY_UNPACKING}",
    "xz": f"Tệp nén .xz {_BY_UNPACKING}",
    "eml": "Thư điện tử (.eml) có thể chứa nhiều văn bản: dùng lệnh kehoach import, hoặc lưu tệp đính kèm rồi nhập.",
    "msg": f"Thư Outlook (.msg) {_BY_ATTACHMENT}",
    "unknown": "Không nhận ra định dạng tệp: hãy lưu lại thành PDF, DOCX hoặc TXT (xem kehoach doctor).",
}
_ENCRYPTED = "Tệp có mật khẩu: hãy mở bằng Word hoặc Excel, gỡ mật khẩu, lưu lại rồi nhập lại."
_BROKEN = "Tệp bị hỏng hoặc tải về chưa đủ: hãy tải lại, hoặc mở bằng phần mềm đã tạo ra nó, lưu lại rồi nhập lại."
_EMPTY = "Tệp rỗng (0 byte): hãy tải lại hoặc xin lại bản đầy đủ."
_TOO_BIG = "Tệp lớn hơn {limit} MB nên không đọc: hãy tách nhỏ, hoặc giảm dung lượng ảnh trong tệp rồi nhập lại."
_SKIPPED = "Không phải văn bản (tệp phụ của hệ điều hành hoặc tệp tạm), đã bỏ qua."
_VOLUME = (
    "Phần sau của một tệp nén nhiều phần, đã bỏ qua: các tệp bên trong được đọc cùng phần đầu (.part1.rar, .001); "
    "nếu phần đầu không đọc được, hãy giải nén bằng 7-Zip rồi nhập thư mục đó."
)
_DATA = "Tệp dữ liệu hoặc mã nguồn, đã bỏ qua; nếu là kế hoạch thì đổi đuôi tệp thành .txt rồi nhập lại."
_NO_ACCESS = "Không mở được tệp ({error}): hãy kiểm tra đường dẫn và quyền đọc tệp."


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was offered. ``size`` is in bytes; ``sha256`` is ``""`` where the bytes were not read.

    ``media_type``: ``pdf``, ``docx``, ``txt``, ``md``, a format that is not read yet, ``unknown``, ``encrypted``,
    ``broken``, ``empty``, or ``skipped`` for no document at all. ``problem``: code and Vietnamese reason why it
    cannot be read.
    """

    path: Path
    name: str
    sha256: str
    size: int
    media_type: str
    problem: tuple[str, str] | None = None


def look_at(path: Path, name: str, *, max_bytes: int = MAX_BYTES) -> SourceFile:
    """What the file at ``path`` is, which the user calls ``name``. Never raises: what is wrong is its ``problem``."""
    try:
        return _look_at(path, name, max_bytes)
    except OSError as error:
        message = _NO_ACCESS.format(error=error.strerror or type(error).__name__)
        return SourceFile(path, name, "", 0, "unknown", ("unreadable", message))


def file_sha256(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal, without holding the file in memory. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as data:
        while chunk := data.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def is_later_volume(path: Path) -> bool:
    """Whether a file is a further volume of an archive, which is read with the first one."""
    return bool(_LATER_VOLUME.search(path.name))


def find_files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Every file of ``paths`` with its name as the user would write it; folders with all that is below them, sorted.

    Hidden files and the lock files of open documents are left out, unless named themselves. A file that is reached
    twice (also by a link) comes once. A path that does not exist comes too, so that it can be reported.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _walk(path, set()) if path.is_dir() else (path,):
            real = found.resolve()
            if real not in seen:
                seen.add(real)
                yield found, unicodedata.normalize("NFC", found.as_posix())


def _look_at(path: Path, name: str, max_bytes: int) -> SourceFile:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):  # a folder that may not be opened, a pipe that would never end
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    size = status.st_size
    sha256 = file_sha256(path)
    if _NO_DOCUMENT.match(path.name):
        return SourceFile(path, name, sha256, size, "skipped", ("skipped", _SKIPPED))
    if is_later_volume(path):
        return SourceFile(path, name, sha256, size, "skipped", ("skipped", _VOLUME))
    if size == 0:
        return SourceFile(path, name, sha256, size, "empty", ("empty_file", _EMPTY))
    media_type = find_media_type(path, path.suffix)
    if media_type == "txt" and path.suffix.lower() in _DATA_SUFFIXES:
        return SourceFile(path, name, sha256, size, "skipped", ("skipped", _DATA))
    if size > max_bytes:
        message = _TOO_BIG.format(limit=max_bytes // (1024 * 1024))
        return SourceFile(path, name, sha256, size, media_type, ("too_big", message))
    return SourceFile(path, name, sha256, size, media_type, _problem(media_type, path))


def _problem(media_type: str, path: Path) -> tuple[str, str] | None:
    if media_type in READ_TYPES:
        return None
    if media_type == "encrypted":
        return "encrypted", _ENCRYPTED
    if media_type == "broken":
        return "broken_file", _BROKEN
    message = _NOT_READ[media_type]
    suffix = path.suffix.lower()
    if suffix.removeprefix(".") in READ_TYPES:
        message = f"Tên tệp ghi {suffix} nhưng bên trong là định dạng khác. {message}"
    return "unsupported_format", message


def _walk(folder: Path, above: set[Path]) -> Iterator[Path]:
    """The files below ``folder``; a link that leads back up to a folder on its own way is not followed."""
    real = folder.resolve()
    if real in above:
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:  # a folder that may not be opened: offered as it is, so that look_at reports it
        yield folder
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith(".") or _LOCK_FILE.match(entry.name):
            continue
        if entry.is_dir():
            yield from _walk(path, above | {real})
        elif entry.is_file() or entry.is_symlink():  # a dead link is reported; pipes and devices are no files
            yield path
