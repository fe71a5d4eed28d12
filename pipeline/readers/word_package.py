"""A Word file (.docx, .docm, .dotx) opened with python-docx, and the XML parts of it that hold text."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.styles import CT_Styles
from docx.oxml.xmlchemy import BaseOxmlElement

from pipeline.readers.errors import ReadError
from pipeline.readers.word_repair import MAX_UNPACKED_BYTES, TEXT_PARTS, rebuild_document
from pipeline.readers.word_xml import Element, W

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_TEXT = frozenset(W + name for name in ("t", "delText", "instrText"))
# python-docx has no one error for a package that it refuses; most of what it throws comes from zipfile and lxml.
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    OpcError,
    PythonDocxError,
    SyntaxError,  # lxml's errors of XML
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The roots of the text parts; ``related`` maps a relationship id of the document to its header or footer."""

    document: Element
    styles: CT_Styles | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    related: Mapping[str, Element]


def open_package(path: Path) -> WordPackage:
    """The text parts of the Word file at ``path``; ReadError, with what the user can do, where there are none."""
    _refuse_other_formats(path)
    try:
        return _text_parts(path)
    except _DAMAGE as error:
        raise ReadError(
            "broken_file",
            "Tệp Word bị hỏng hoặc tải về chưa đủ: hãy tải lại, hoặc mở bằng Word, lưu lại thành .docx rồi nhập lại.",
        ) from error


def _text_parts(path: Path) -> WordPackage:
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) <= MAX_UNPACKED_BYTES:  # of pictures too
            try:
                return _parts_of(docx.Document(str(path)))
            except _DAMAGE:
                pass  # a dangling relationship, macros, ISO Strict names: Word opens all of these
        return _parts_of(rebuild_document(archive))


def _parts_of(document: WordDocument) -> WordPackage:
    part = document.part
    root = _root(part)
    if root.tag != W + "document":
        raise ValueError(f"not the root of a Word document: {root.tag}")
    single: dict[str, Element] = {}
    related: dict[str, Element] = {}
    for key, relation in part.rels.items():
        kind = relation.reltype.rpartition("/")[2]
        if kind in TEXT_PARTS and not relation.is_external:
            related[key] = _root(relation.target_part)
            single.setdefault(kind, related[key])
    styles = single.get("styles")
    return WordPackage(
        root,
        styles if isinstance(styles, CT_Styles) else None,
        single.get("numbering"),
        single.get("footnotes"),
        single.get("endnotes"),
        related,
    )


def _root(part: Part) -> BaseOxmlElement:
    """The root of an XML part, also of one that python-docx keeps as bytes (footnotes and endnotes)."""
    root = part.element if isinstance(part, XmlPart) else parse_xml(part.blob)
    if root.getroottree().docinfo.doctype:  # Word never writes one, and lxml leaves its entities out of the text
        raise ValueError(f"{part.partname} has a document type")
    _take_out_remarks(root)
    return root


def _take_out_remarks(root: BaseOxmlElement) -> None:
    """Drop comments and processing instructions, which are nodes among the elements, and join the text around them."""
    for remark in root.xpath(".//comment() | .//processing-instruction()"):
        parent, after = remark.getparent(), remark.tail
        parent.remove(remark)
        if after and parent.tag in _TEXT:  # elsewhere white space, and python-docx redefines ``text`` of runs
            parent.text = (parent.text or "") + after


def _refuse_other_formats(path: Path) -> None:
    with path.open("rb") as data:
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
