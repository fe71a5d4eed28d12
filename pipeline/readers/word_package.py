"""The parts of a Word file (.docx, .docm, .dotx) that hold text, opened without trusting the file.

python-docx refuses a whole file for one dangling image relationship, for macros (.docm) and for ISO Strict names, and
loses inserted text and content controls; so the XML parts are read directly.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from pipeline.readers.errors import ReadError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = {  # ISO 29500 Strict gives other namespace names to the same elements
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": RELATIONSHIP_ID[1:-3].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": MATH[1:-1].encode(),
}
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MAX_PART_BYTES = 256 * 1024 * 1024  # of one XML part when unpacked: a zip bomb is refused, the longest plan is 1/50
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    ParseError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The text parts; ``related`` maps a relationship id of the document to its header or footer part."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    related: Mapping[str, Element] = field(default_factory=dict)


def open_package(path: Path) -> WordPackage:
    """The text parts of the Word file at ``path``; ReadError, with what the user can do, where there are none."""
    _refuse_other_formats(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _read_parts(archive)
    except _DAMAGE as error:
        raise ReadError(
            "broken_file",
            "Tệp Word bị hỏng hoặc tải về chưa đủ: hãy tải lại, hoặc mở bằng Word, lưu lại thành .docx rồi nhập lại.",
        ) from error


def find(parent: Element | None, path: str) -> Element | None:
    """The first element of WordprocessingML along ``path`` (``"numPr/ilvl"``) below ``parent``."""
    return None if parent is None else parent.find("/".join(W + step for step in path.split("/")))


def value(parent: Element | None, path: str) -> str | None:
    """``w:val`` of the element along ``path`` below ``parent``; None where it is not stated."""
    child = find(parent, path)
    return None if child is None else child.get(W + "val")


def is_on(parent: Element | None, name: str) -> bool | None:
    """The on/off property ``name`` of ``parent``; None where it is not stated."""
    child = find(parent, name)
    return None if child is None else child.get(W + "val", "1") not in ("0", "false", "off")


def _refuse_other_formats(path: Path) -> None:
    data = path.open("rb")
    with data:
        head = data.read(8)
        if not head:
            raise ReadError("empty_file", "Tệp rỗng (0 byte): hãy tải lại hoặc xin lại bản đầy đủ.")
        if head == _OLE_MAGIC:
            raise _encrypted() if _ENCRYPTED_STREAM in data.read() else _legacy_word()
    if not head.startswith(b"PK"):
        raise ReadError(
            "wrong_format",
            "Tệp mang đuôi .docx nhưng bên trong không phải Word (có thể là HTML, RTF hoặc PDF): "
            "hãy mở bằng Word và lưu lại thành .docx rồi nhập lại.",
        )


def _encrypted() -> ReadError:
    return ReadError("encrypted", "Tệp Word có mật khẩu: hãy mở bằng Word, gỡ mật khẩu, lưu lại rồi nhập lại.")


def _legacy_word() -> ReadError:
    return ReadError(
        "wrong_format",
        "Tệp mang đuôi .docx nhưng bên trong là Word 97-2003 (.doc): "
        "hãy mở bằng Word và lưu lại thành .docx rồi nhập lại.",
    )


def _read_parts(archive: zipfile.ZipFile) -> WordPackage:
    names = {name.lower(): name for name in archive.namelist()}
    main = next((t for kind, _, t in _relationships(archive, names, "") if kind == "officeDocument"), None)
    main = main or ("word/document.xml" if "word/document.xml" in names else None)
    document = None if main is None else _xml(archive, names, main)
    if main is None or document is None or document.tag != W + "document":
        raise ReadError(
            "wrong_format",
            "Tệp mang đuôi .docx nhưng không chứa văn bản Word: hãy kiểm tra lại tệp, "
            "hoặc mở bằng Word và lưu lại thành .docx rồi nhập lại.",
        )
    single: dict[str, Element] = {}
    related: dict[str, Element] = {}
    for kind, key, target in _relationships(archive, names, main):
        if kind not in ("styles", "numbering", "footnotes", "endnotes", "header", "footer"):
            continue
        part = _xml(archive, names, target)
        if part is not None:
            single.setdefault(kind, part)
            related[key] = part
    return WordPackage(
        document,
        single.get("styles"),
        single.get("numbering"),
        single.get("footnotes"),
        single.get("endnotes"),
        related,
    )


def _relationships(archive: zipfile.ZipFile, names: Mapping[str, str], source: str) -> Iterator[tuple[str, str, str]]:
    """(kind, id, target) of the relationships of part ``source`` (``""``: of the package)."""
    folder, name = posixpath.split(source)
    root = _xml(archive, names, posixpath.join(folder, "_rels", f"{name}.rels"))
    for relation in () if root is None else root.iter(_RELATIONSHIP):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External" and target:
            target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            yield relation.get("Type", "").rpartition("/")[2], relation.get("Id", ""), target


def _xml(archive: zipfile.ZipFile, names: Mapping[str, str], name: str) -> Element | None:
    """The root of part ``name``; None where a relationship dangles (its part is not in the archive)."""
    stored = names.get(name.lower())
    if stored is None:
        return None
    if archive.getinfo(stored).file_size > _MAX_PART_BYTES:
        raise ValueError(f"{name} is too big")
    data = archive.read(stored)
    if b"<!DOCTYPE" in data[:4096]:  # Word never writes one: entity bombs come this way
        raise ValueError(f"{name} has a document type")
    for strict, transitional in _STRICT.items():
        if strict in data:
            data = data.replace(strict, transitional)
    return fromstring(data)
