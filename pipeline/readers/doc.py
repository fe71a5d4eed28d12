"""Word 97-2003 files (.doc), and the other formats of word processors (.rtf, .odt, Word's XML), turned into .docx.

``.doc`` is converted by msdoc2docx, in a process of its own; where that fails, and for the other formats, by
LibreOffice where it is installed. The result is read as every Word file: lists, tables and fonts stay.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from extractors.document import Document
from pipeline.programs import Outcome
from pipeline.readers.conversion import (
    INSTALL_OFFICE,
    MAX_CONVERTED_BYTES,
    convert_with_office,
    find_office,
    missing_office,
    private_copy,
    run_python,
)
from pipeline.readers.docx import read_docx
from pipeline.readers.errors import ReadError

_ENCRYPTED_WORDS = ("encrypt", "password")
_NO_CONVERTER = "Chưa đọc được tệp .doc trên máy này: hãy cài gói msdoc2docx (pip install msdoc2docx), hoặc "
_BROKEN = (
    "Tệp {suffix} không chuyển đổi được (bị hỏng, tải về chưa đủ, hoặc có phần mà bộ chuyển đổi không hiểu): "
    "hãy mở bằng Word và lưu lại thành .docx rồi nhập lại{or_office}."
)


def read_doc(path: Path) -> Document:
    """The Word 97-2003 file at ``path`` as a Document, as ``read_docx`` gives it.

    Raises ReadError (encrypted, broken_file, missing_tool, and those of ``read_docx``) with a Vietnamese message.
    """
    with private_copy(path, "doc") as source:
        converted = source.with_suffix(".docx")
        has_converter = find_spec("doc2docx") is not None
        if has_converter:
            outcome = run_python("doc2docx", [source.name, "--output", converted.name], source.parent)
            if outcome.code == 0 and 0 < converted.stat().st_size <= MAX_CONVERTED_BYTES:
                return replace(read_docx(converted), format="doc")
            _refuse_encrypted(outcome)
        office = find_office()
        if office is None and not has_converter:
            raise ReadError("missing_tool", _NO_CONVERTER + INSTALL_OFFICE)
        return _by_office(source, office, "doc")


def read_rtf(path: Path) -> Document:
    """The RTF file at ``path``, by LibreOffice. Raises ReadError (missing_tool, broken_file, …)."""
    return _read_by_office(path, "rtf")


def read_odt(path: Path) -> Document:
    """The OpenDocument text at ``path``, by LibreOffice. Raises ReadError (missing_tool, broken_file, …)."""
    return _read_by_office(path, "odt")


def read_word_xml(path: Path) -> Document:
    """Word's XML of one file (2003 or Flat OPC) at ``path``, by LibreOffice. Raises ReadError (missing_tool, …)."""
    return _read_by_office(path, "xml")


def _read_by_office(path: Path, suffix: str) -> Document:
    office = find_office()
    if office is None:
        raise missing_office(suffix)
    with private_copy(path, suffix) as source:
        return _by_office(source, office, suffix)


def _by_office(source: Path, office: str | None, format: str) -> Document:
    converted = None if office is None else convert_with_office(office, source, source.parent)
    if converted is None:
        or_office = ", hoặc cài LibreOffice rồi nhập lại" if office is None else ""
        raise ReadError("broken_file", _BROKEN.format(suffix=source.suffix, or_office=or_office))
    return replace(read_docx(converted), format=format)


def _refuse_encrypted(outcome: Outcome) -> None:
    if any(word in outcome.printed.lower() for word in _ENCRYPTED_WORDS):
        raise ReadError("encrypted", "Tệp Word có mật khẩu: hãy mở bằng Word, gỡ mật khẩu, lưu lại rồi nhập lại.")
