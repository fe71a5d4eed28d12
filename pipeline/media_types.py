"""What a file is, told by its content alone: a name says what somebody thought it was."""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

HEAD_BYTES = 65_536
_PDF_WITHIN = 1024  # junk before %PDF that readers put up with
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"\xfd7zXZ\0", "xz"),
)
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_TAR = (257, b"ustar")
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_MAIN_PARTS = (  # Word for the web writes word/document2.xml
    (re.compile(r"word/document\d*\.xml"), "docx"),
    (re.compile(r"xl/workbook\d*\.xml"), "xlsx"),
    (re.compile(r"xl/workbook\d*\.bin"), "xlsb"),
    (re.compile(r"ppt/presentation\d*\.xml"), "pptx"),
)
_ODF_TYPES = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
)
_OLE_STREAMS = (  # in this order: an encrypted file has none of the others, a Word file may embed a workbook
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)
_TEXT_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML = re.compile(
    rb"\A(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html|head|body|h[1-6]|p|div|table|meta|title|span)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_WORD_XML = re.compile(rb"<w:wordDocument\b|<pkg:package\b|progid=\"Word\.Document\"")
_EXCEL_XML = re.compile(
    rb"progid=\"Excel\.Sheet\"|<(?:ss:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet"
)
_MAIL_HEADER = re.compile(
    rb"^(?:from|to|subject|date|received|return-path|mime-version|message-id|content-type|delivered-to|x-[\w-]+): ?\S",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_HEADERS = 3
_WEB_ARCHIVE = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_ADDRESSED = re.compile(rb"^(?:to|cc|bcc|received|delivered-to|return-path): ?\S", re.IGNORECASE | re.MULTILINE)
_CONTROLS = frozenset(range(32)) - set(b"\t\n\x0b\x0c\r\x1b\x1c\x1d\x1e\x1f\x1a")
_MOST_CONTROLS = 0.01  # of the bytes of a text
_MARKDOWN_SUFFIXES = frozenset((".md", ".markdown"))


def find_media_type(path: Path, suffix: str) -> str:
    """The format of the file at ``path``: ``pdf``, ``docx``, ``txt``, ``html`` …, ``encrypted``, or ``unknown``.

    ``suffix`` (``".md"``) only tells Markdown from plain text, and names a zip that is cut (``broken``).
    Raises OSError where the file cannot be read.
    """
    with path.open("rb") as data:
        head = data.read(HEAD_BYTES)
        for magic, media_type in _MAGIC:
            if head.startswith(magic):
                return media_type
        if _BZIP2.match(head):
            return "bz2"
        if head[_TAR[0] :].startswith(_TAR[1]):
            return "tar"
        if head.startswith(_ZIP_MAGIC):
            return _zip_type(data)
        if head.startswith(_OLE_MAGIC):
            return _ole_type(data)
        if b"%PDF-" in head[:_PDF_WITHIN]:  # after the archives, whose first member may be a PDF
            return "pdf"
    return _text_type(head, suffix.lower())


def _zip_type(data: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(data) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                stated = archive.read("mimetype")
                return next((kind for prefix, kind in _ODF_TYPES if stated.startswith(prefix)), "zip")
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, NotImplementedError):
        return "broken"
    return next((kind for main, kind in _ZIP_MAIN_PARTS if any(map(main.fullmatch, names))), "zip")


def _ole_type(data: BinaryIO) -> str:
    """The program that wrote an OLE compound file, by the streams of its root folder (MS-CFB)."""
    try:
        names = set(_root_streams(data))
    except (struct.error, IndexError, ValueError):
        return "broken"
    return next((media_type for stream, media_type in _OLE_STREAMS if stream in names), "unknown")


def _root_streams(data: BinaryIO) -> Iterator[str]:
    """Names in the root folder of an OLE file; those inside embedded objects are not among them."""
    entries = _directory(data)
    waiting = [_link(entries[0], 76)]
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number in seen or not 0 <= number < len(entries):
            continue
        seen.add(number)
        entry = entries[number]
        (length,) = struct.unpack_from("<H", entry, 64)
        yield entry[: max(0, length - 2)].decode("utf-16-le", errors="replace")
        waiting += [_link(entry, 68), _link(entry, 72)]  # left and right sibling


def _directory(data: BinaryIO) -> list[bytes]:
    """The 128-byte directory entries, along the sector chain of the allocation table."""
    data.seek(0)
    header = data.read(512)
    size = 1 << min(struct.unpack_from("<H", header, 30)[0], 16)
    table: list[int] = []
    for sector in struct.unpack_from("<109I", header, 76):
        if sector < 0xFFFFFFFA:
            block = _sector(data, sector, size)
            table += struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
    entries: list[bytes] = []
    sector, walked = struct.unpack_from("<I", header, 48)[0], 0
    while sector < 0xFFFFFFFA and walked <= len(table):
        block = _sector(data, sector, size)
        entries += [block[start : start + 128] for start in range(0, len(block) - 127, 128)]
        sector, walked = table[sector], walked + 1
    return entries


def _sector(data: BinaryIO, number: int, size: int) -> bytes:
    data.seek((number + 1) * size)
    return data.read(size)


def _link(entry: bytes, place: int) -> int:
    return int(struct.unpack_from("<I", entry, place)[0])


def _text_type(head: bytes, suffix: str) -> str:
    if _HTML.match(head.removeprefix(codecs.BOM_UTF8)):
        return "html"
    if _WORD_XML.search(head):
        return "word_xml"
    if _EXCEL_XML.search(head):
        return "excel_xml"
    top = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    if _WEB_ARCHIVE.search(top) and not _ADDRESSED.search(top):
        return "html"
    if len(_MAIL_HEADER.findall(top)) >= _MAIL_HEADERS:
        return "eml"
    if not _is_text(head):
        return "unknown"
    return "md" if suffix in _MARKDOWN_SUFFIXES else "txt"


def _is_text(head: bytes) -> bool:
    if head.startswith(_TEXT_MARKS):
        return True
    if head.count(0) * 10 > len(head):  # UTF-16 without a mark: every other byte of a space or line end is 0
        odd, even = head[1::2].count(0), head[::2].count(0)
        return min(odd, even) * 20 < max(odd, even)
    return sum(byte in _CONTROLS for byte in head) <= _MOST_CONTROLS * len(head)
