"""Files are known by their bytes, and every one that cannot be read says what to do."""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.intake import READ_TYPES, SourceFile, file_sha256, find_files, look_at
from pipeline.readers import READERS, read
from pipeline.readers.errors import ReadError

PLANS = os.environ.get("KEHOACH_PLANS")


def zipped(**members: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            # A fixed time: the bytes name the test, and two workers must collect the same tests.
            archive.writestr(zipfile.ZipInfo(name), content)
    return data.getvalue()


def ole(*streams: str) -> bytes:
    """A compound file of one allocation sector and one directory sector, whose root holds ``streams``."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", header, 26, 62, 3)
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b""
    for number, name in enumerate(("Root Entry", *streams)):
        entry = bytearray(128)
        encoded = name.encode("utf-16-le")
        entry[: len(encoded)] = encoded
        struct.pack_into("<H", entry, 64, len(encoded) + 2)
        right = number + 1 if 0 < number < len(streams) else 0xFFFFFFFF
        struct.pack_into("<III", entry, 68, 0xFFFFFFFF, right, 1 if number == 0 else 0xFFFFFFFF)
        directory += entry
    return bytes(header) + table + directory.ljust(512, b"\0")


TEXT = "KẾ HOẠCH cải cách hành chính"
MAIL = b"From: a@b.vn\r\nTo: c@d.vn\r\nSubject: Ke hoach\r\nMIME-Version: 1.0\r\n"


@pytest.mark.parametrize(
    ("data", "name", "media_type", "code"),
    [
        pytest.param(b"%PDF-1.7\n...", "a.pdf", "pdf", None, id="pdf"),
        pytest.param(b"\r\n junk %PDF-1.4\n", "a.bin", "pdf", None, id="pdf behind junk, wrong name"),
        pytest.param(zipped(**{"word/document.xml": "<a/>"}), "a.docx", "docx", None, id="docx"),
        pytest.param(zipped(**{"word/document2.xml": "<a/>"}), "a.zip", "docx", None, id="docx of Word for the web"),
        pytest.param(TEXT.encode(), "a.txt", "txt", None, id="txt"),
        pytest.param(TEXT.encode("utf-16"), "a.txt", "txt", None, id="txt in UTF-16"),
        pytest.param(TEXT.encode("utf-16-le"), "a", "txt", None, id="txt in UTF-16 without mark"),
        pytest.param(TEXT.encode("cp1258", "replace"), "a.văn bản", "txt", None, id="txt in a code page"),
        pytest.param(TEXT.encode(), "a.MD", "md", None, id="md"),
        pytest.param(TEXT.encode(), "a.pdf", "txt", None, id="text called pdf"),
        pytest.param(ole("WordDocument", "1Table"), "a.doc", "doc", None, id="doc"),
        pytest.param(ole("1Table", "WordDocument"), "a.docx", "doc", None, id="doc called docx"),
        pytest.param(ole("Workbook"), "a.xls", "xls", None, id="xls"),
        pytest.param(ole("EncryptionInfo", "EncryptedPackage"), "a.docx", "encrypted", "encrypted", id="password"),
        pytest.param(ole("Contents"), "a.bin", "unknown", "unsupported_format", id="another OLE file"),
        pytest.param(ole("WordDocument")[:700], "a.doc", "broken", "broken_file", id="cut doc"),
        pytest.param(zipped(**{"xl/workbook.xml": ""}), "a.xlsx", "xlsx", None, id="xlsx"),
        pytest.param(
            zipped(mimetype="application/vnd.oasis.opendocument.text"), "a.odt", "odt", None, id="odt"
        ),
        pytest.param(zipped(**{"x/kh.pdf": "a"}), "a.zip", "zip", "unsupported_format", id="zip"),
        pytest.param(
            zipped(**{"word/document.xml": "<a/>" * 99})[:80], "a.docx", "broken", "broken_file", id="cut docx"
        ),
        pytest.param(b"Rar!\x1a\x07\x01\x00", "a.rar", "rar", "unsupported_format", id="rar"),
        pytest.param(b"7z\xbc\xaf\x27\x1c", "a.7z", "7z", "unsupported_format", id="7z"),
        pytest.param(b"{\\rtf1\\ansi", "a.doc", "rtf", None, id="rtf called doc"),
        pytest.param(b"<!DOCTYPE html><html>", "a.doc", "html", None, id="html called doc"),
        pytest.param(b"<!-- luu tu web -->\n<h1>Ke hoach</h1>", "a.html", "html", None, id="html part"),
        pytest.param(MAIL + b"\r\nnoi dung", "a.eml", "eml", "unsupported_format", id="mail"),
        pytest.param(
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "a.doc", "html", None, id="web archive"
        ),
        pytest.param(
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "a.xml", "word_xml",
            None, id="flat Word XML",
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n\0", "a.png", "png", None, id="png"),
        pytest.param(b"\xff\xd8\xff\xe0", "a.jpg", "jpeg", None, id="jpeg"),
        pytest.param(b"II*\0\x08", "a.tif", "tiff", None, id="tiff"),
        pytest.param(bytes(range(256)) * 4, "a.dat", "unknown", "unsupported_format", id="unknown"),
        pytest.param(b"", "a.docx", "empty", "empty_file", id="empty"),
        pytest.param(b"\xd0\xcf\x11\xe0", "Thumbs.db", "skipped", "skipped", id="Thumbs.db"),
        pytest.param(b"[.ShellClassInfo]", "desktop.ini", "skipped", "skipped", id="desktop.ini"),
        pytest.param(b"\0\0\0\x01Bud1", ".DS_Store", "skipped", "skipped", id=".DS_Store"),
        pytest.param(b"user", "~$kh.docx", "skipped", "skipped", id="lock file"),
        pytest.param(b"", "~WRL0001.tmp", "skipped", "skipped", id="tmp"),
    ],
)  # fmt: skip
def test_known_by_content(tmp_path: Path, data: bytes, name: str, media_type: str, code: str | None) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    source = look_at(path, f"hồ sơ/{name}")
    assert (source.media_type, source.problem and source.problem[0]) == (media_type, code)
    assert (source.name, source.size, source.path) == (f"hồ sơ/{name}", len(data), path)
    assert source.sha256 == hashlib.sha256(data).hexdigest() == file_sha256(path)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (ole("PowerPoint Document"), "a.ppt", ["PowerPoint", "bản Word hoặc PDF"]),
        (ole("PowerPoint Document"), "a.docx", ["Tên tệp ghi .docx", "PowerPoint"]),
        pytest.param(zipped(a=""), "a.zip", ["giải nén"], id="zip"),  # its bytes hold the time: no name for a test
    ],
)
def test_reasons_say_what_to_do(tmp_path: Path, data: bytes, name: str, words: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    problem = look_at(path, name).problem
    assert problem is not None
    assert all(word in problem[1] for word in words)


def test_too_big(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 11)
    assert look_at(path, "a.txt", max_bytes=11).problem is None
    problem = look_at(path, "a.txt", max_bytes=10).problem
    assert problem is not None
    assert problem[0] == "too_big"


@pytest.mark.parametrize("make", [lambda path: None, os.mkfifo, Path.mkdir], ids=["missing", "pipe", "folder"])
def test_what_is_no_file_is_reported(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "a.docx"
    make(path)
    problem = look_at(path, "a.docx").problem
    assert problem is not None
    assert problem[0] == "unreadable"


def test_find_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b/2.pdf", "b/1.docx", "b/~$1.docx", "b/.an/3.txt", "b/.an.txt", "b/c/Thumbs.db", "a.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "b/c/vong").symlink_to(tmp_path / "b", target_is_directory=True)
    (tmp_path / "b/lien_ket.pdf").symlink_to(tmp_path / "b/2.pdf")
    (tmp_path / "b/mat.pdf").symlink_to(tmp_path / "khong.pdf")
    os.mkfifo(tmp_path / "b/ong")
    found = list(find_files([Path("b"), Path("a.md"), Path("b/1.docx"), Path("khong_co.pdf"), Path("b/.an.txt")]))
    assert [name for _, name in found] == [
        "b/1.docx", "b/2.pdf", "b/c/Thumbs.db", "b/mat.pdf", "a.md", "khong_co.pdf", "b/.an.txt",
    ]  # fmt: skip
    assert all(path == Path(name) for path, name in found)


def test_names_are_nfc(tmp_path: Path) -> None:
    (tmp_path / "Ke\u0302\u0301 hoa\u0323ch.txt").write_text("a")
    ((path, name),) = find_files([tmp_path])
    assert name.endswith("Kế hoạch.txt")
    assert path.exists()


def test_readers_and_intake_agree() -> None:
    assert set(READERS) == READ_TYPES


def test_read_dispatches_by_type(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("# Kế hoạch")
    assert read(SourceFile(path, "a", "", 1, "md")).format == "md"
    assert read(look_at(path, "a.docx")).format == "txt"


@pytest.mark.parametrize(
    ("media_type", "problem", "code"),
    [("docx", ("encrypted", "Có mật khẩu."), "encrypted"), ("ppt", None, "unsupported_format")],
)
def test_read_refuses(tmp_path: Path, media_type: str, problem: tuple[str, str] | None, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(SourceFile(tmp_path / "a", "a", "", 1, media_type, problem))
    assert caught.value.code == code


@pytest.mark.skipif(not PLANS, reason="KEHOACH_PLANS names no folder of sample documents")
def test_real_files_are_what_their_names_say() -> None:
    for path, name in find_files([Path(PLANS or "")]):
        if path.suffix != ".tsv":
            assert look_at(path, name).media_type == path.suffix.removeprefix("."), name
