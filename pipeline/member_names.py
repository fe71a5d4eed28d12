"""The names of what is inside an archive: read in the right encoding, and safe to show and to store."""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from zipfile import ZipInfo

from extractors.syllables import is_syllable

_UTF8_FLAG = 0x800  # APPNOTE 4.4.4, bit 11: the name is UTF-8
_UNICODE_PATH = 0x7075  # APPNOTE 4.6.9: the name once more, in UTF-8
_CODE_PAGES = ("cp437", "cp1258", "cp1252")  # what the format says (DOS), Windows in Vietnamese, in English
_WORD_END = re.compile(r"[\s\d_.,;()\[\]/\\&+-]+")
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ASIDE = re.compile(r"(?:^|/)(?:__MACOSX(?:/|$)|\.(?!\.?/)|~\$|\.~lock\.)")
_LONGEST_NAME = 500  # characters that are kept of a name
_LONGEST_FILE_NAME = 200  # bytes: file systems take 255, and Vietnamese letters need two or three each


def zip_names(infos: Sequence[ZipInfo]) -> list[str]:
    """The printed names of the members of a ZIP. One program wrote them all, so one encoding is chosen for all.

    Old programs write no encoding: then the one in which the names are the most Vietnamese.
    """
    raw = [b"" if info.flag_bits & _UTF8_FLAG else info.orig_filename.encode("cp437", "replace") for info in infos]
    unmarked = iter(decode_names([name for name in raw if name]))
    names = [next(unmarked) if name else info.orig_filename for name, info in zip(raw, infos, strict=True)]
    return [_unicode_path(info, bytes_) or name for info, bytes_, name in zip(infos, raw, names, strict=True)]


def decode_names(raw: Sequence[bytes]) -> list[str]:
    """``raw`` names in the encoding that makes the most of them Vietnamese; UTF-8 wherever all are valid UTF-8."""
    try:
        return [unicodedata.normalize("NFC", name.decode("utf-8")) for name in raw]
    except UnicodeDecodeError:
        pass
    read = [[unicodedata.normalize("NFC", name.decode(page, "replace")) for name in raw] for page in _CODE_PAGES]
    return max(read, key=_sense)


def _sense(names: Sequence[str]) -> int:
    """How many words with more than plain letters are Vietnamese syllables, less those that are not."""
    words = [word for name in names for word in _WORD_END.split(name) if word and not word.isascii()]
    return sum(1 if is_syllable(word) else -1 for word in words)


def readable_name(name: str) -> str:
    """A name as a program gave it, without bytes that are no characters."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = decode_names([name.encode("utf-8", "surrogateescape")])[0]
    return unicodedata.normalize("NFC", name)


def safe_name(name: str) -> str | None:
    """``name`` with ``/`` between its folders; None where it points out of the archive (``../``, ``/etc``, ``C:``)."""
    words = name.replace("\\", "/").split("\0", 1)[0]
    if words.startswith("/") or _DRIVE.match(words):
        return None
    parts = [part for part in words.split("/") if part not in ("", ".")]
    if ".." in parts or not parts:
        return None
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", "/".join(parts))[-_LONGEST_NAME:].lstrip("/")


def is_aside(name: str) -> bool:
    """Whether a member is no document but what a system leaves behind (``__MACOSX/``, hidden files, lock files)."""
    return bool(_ASIDE.search(name.replace("\\", "/")))


def file_name(name: str) -> str:
    """The last part of ``name``, short enough for every file system; its ending stays, as readers may need it."""
    path = PurePosixPath(name)
    ending = path.suffix if len(path.suffix.encode()) <= 20 else ""
    stem = path.name.removesuffix(ending).encode()[: _LONGEST_FILE_NAME - len(ending.encode())]
    return (stem.decode("utf-8", "ignore") or "_") + ending


def _unicode_path(info: ZipInfo, raw: bytes) -> str | None:
    """The name in the Info-ZIP Unicode Path field, if it belongs to the name beside it."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(data) > 5 and data[0] == 1 and raw:
            (checksum,) = struct.unpack_from("<I", data, 1)
            if checksum == zlib.crc32(raw):
                return data[5:].decode("utf-8", "replace")
    return None
