"""Word files that Word opens and python-docx refuses, put together anew from their text parts.

Seen in offices: a relationship to a picture that is not in the file, macros (.docm) and templates (.dotx), ISO 29500
Strict names, no content type for a part, part names in another case. The parts go into a python-docx package; what is
read from it afterwards is the same for every file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, NAMESPACE, RELATIONSHIP_TARGET_MODE, RELATIONSHIP_TYPE
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.package import Package
from docx.parts.document import DocumentPart

from pipeline.readers.errors import ReadError
from pipeline.readers.word_xml import W

MAX_UNPACKED_BYTES = 256 * 1024 * 1024  # a zip bomb is refused; the text of the longest plan is a hundredth of it
# The parts that hold text or say how it is printed: end of the relationship type → content type.
TEXT_PARTS = {
    "styles": CONTENT_TYPE.WML_STYLES,
    "numbering": CONTENT_TYPE.WML_NUMBERING,
    "footnotes": CONTENT_TYPE.WML_FOOTNOTES,
    "endnotes": CONTENT_TYPE.WML_ENDNOTES,
    "header": CONTENT_TYPE.WML_HEADER,
    "footer": CONTENT_TYPE.WML_FOOTER,
}
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}
_RELATIONSHIP = f"{{{NAMESPACE.OPC_RELATIONSHIPS}}}Relationship"


class _Relation(NamedTuple):
    key: str
    type: str
    target: PackURI

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]


class _Archive:
    """The members of the zip file by part name, whatever the case of their letters."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.namelist()}

    def __contains__(self, part: PackURI) -> bool:
        return part.membername.lower() in self._names

    def read(self, part: PackURI) -> bytes:
        """The bytes of ``part``, with the names of ISO Strict as those that everyone else uses."""
        name = self._names[part.membername.lower()]
        if self._archive.getinfo(name).file_size > MAX_UNPACKED_BYTES:
            raise ValueError(f"{name} is too big")
        data = self._archive.read(name)
        for strict, transitional in _STRICT.items():
            data = data.replace(strict, transitional)
        return data

    def relations(self, source: PackURI) -> Iterator[_Relation]:
        """The relationships of ``source`` whose parts are in the file."""
        if source.rels_uri not in self:
            return
        for relation in parse_xml(self.read(source.rels_uri)).iter(_RELATIONSHIP):
            reference = relation.get("Target")
            if not reference or relation.get("TargetMode") == RELATIONSHIP_TARGET_MODE.EXTERNAL:
                continue
            target = PackURI.from_rel_ref(source.baseURI, reference)
            if target in self:
                yield _Relation(relation.get("Id", ""), relation.get("Type", ""), target)


def rebuild_document(archive: zipfile.ZipFile) -> WordDocument:
    """The Word document in ``archive`` with its text parts alone.

    Raises ReadError (wrong_format) where there is none, and what zipfile and lxml raise at damaged parts.
    """
    members = _Archive(archive)
    main = next((r.target for r in members.relations(PACKAGE_URI) if r.kind == "officeDocument"), None)
    main = main or PackURI("/word/document.xml")
    if main not in members:
        raise _no_document()
    package = Package()
    part: DocumentPart = DocumentPart.load(main, CONTENT_TYPE.WML_DOCUMENT_MAIN, members.read(main), package)
    if part.element.tag != W + "document":
        raise _no_document()
    package.load_rel(RELATIONSHIP_TYPE.OFFICE_DOCUMENT, part, "rId1")
    for relation in members.relations(main):
        if relation.kind in TEXT_PARTS:
            content = members.read(relation.target)
            child = XmlPart.load(relation.target, TEXT_PARTS[relation.kind], content, package)
            part.load_rel(relation.type, child, relation.key)
    document: WordDocument = part.document
    return document


def _no_document() -> ReadError:
    return ReadError(
        "wrong_format",
        "Tệp mang đuôi .docx nhưng không chứa văn bản Word: hãy kiểm tra lại tệp, "
        "hoặc mở bằng Word và lưu lại thành .docx rồi nhập lại.",
    )
