"""Archives and mails in a real import: every member a row, nothing written outside, no bomb opened."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import signal
import stat
import struct
import subprocess
import tarfile
import tempfile
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline import archives, offers
from pipeline.archive_tools import find_tools
from pipeline.archives import Budget, Unpacked, unpack
from pipeline.batch import KNOWN, BatchSummary, import_paths
from pipeline.intake import look_at
from pipeline.mail import mail_parts
from pipeline.member_names import decode_names, file_name, safe_name

PLAN = (
    "ỦY BAN NHÂN DÂN TỈNH LONG SƠN\nSố: {number}/KH-UBND\nKẾ HOẠCH\nCải cách hành chính năm 2026\n"
    "1. Sở Nội vụ chủ trì rà soát thủ tục hành chính, hoàn thành trước ngày 30/6/2026.\n"
)
needs_7z = pytest.mark.skipif(shutil.which("7z") is None, reason="7z is not installed")


def plan(number: int = 1) -> bytes:
    return PLAN.format(number=number).encode()


def zipped(**members: bytes) -> bytes:
    return zip_of(*members.items())


def zip_of(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def tarred(*members: tuple[str, bytes | str], mode: str = "w") -> bytes:
    """A tar; a member with words for content is a link to them."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members:
            info = tarfile.TarInfo(name)
            if isinstance(content, str):
                info.type, info.linkname = tarfile.SYMTYPE, content
                archive.addfile(info)
            else:
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def rar(**members: bytes | str) -> bytes:
    """A RAR 5 whose files are stored as they are (no free program writes one); words for content make a link."""

    def number(value: int) -> bytes:
        return bytes((value,)) if value < 0x80 else bytes((value & 0x7F | 0x80,)) + number(value >> 7)

    def block(kind: int, fields: bytes, data: bytes = b"", extra: bytes = b"") -> bytes:
        flags = number(2 * (kind == 2) | bool(extra))
        sizes = (number(len(extra)) if extra else b"") + (number(len(data)) if kind == 2 else b"")
        head = number(kind) + flags + sizes + fields + extra
        head = number(len(head)) + head
        return struct.pack("<I", zlib.crc32(head)) + head + data

    blocks = [block(1, number(0))]
    for name, content in members.items():
        data, extra = (content, b"") if isinstance(content, bytes) else (b"", content.encode())
        if extra:
            extra = number(5) + number(1) + number(0) + number(len(extra)) + extra
            extra = number(len(extra)) + extra
        checksum = number(4) + number(len(data)) + number(0o100644) + struct.pack("<I", zlib.crc32(data))
        blocks.append(
            block(2, checksum + number(0) + number(1) + number(len(name.encode())) + name.encode(), data, extra)
        )
    return b"Rar!\x1a\x07\x01\x00" + b"".join(blocks) + block(5, number(0))


def mail(*attachments: tuple[str, bytes], letter: str = "Kính gửi các đơn vị kế hoạch kèm theo.") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.vn", "b@example.vn", "Kế hoạch"
    message["Date"] = "Mon, 12 Jan 2026 08:00:00 +0700"
    message.set_content(letter)
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is imported; private folders are made in ``tmp`` beside it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def run(place: Path, **options: bool) -> BatchSummary:
    summary = import_paths([Path("in")], Path("tasks.db"), workers=2, **options)  # type: ignore[arg-type]
    assert list((place.parent / "tmp").glob("kehoach-*")) == []  # every private folder is gone
    return summary


def rows() -> dict[str, tuple[str, str]]:
    """Path below ``in/`` → status and reason, in the order of the rows."""
    found = Database("tasks.db").query(
        "select path, status, coalesce(reason, '') as reason from documents order by rowid"
    )
    return {row["path"].removeprefix("in/"): (row["status"], row["reason"]) for row in found}


def statuses() -> dict[str, str]:
    return {path: status for path, (status, _) in rows().items()}


def test_members_are_documents_of_their_own(place: Path) -> None:
    members = {"KH/một.txt": plan(1), "hai.txt": plan(2), "KH/": b"", ".an/x.txt": b"x", "__MACOSX/KH/._một.txt": b"x",
               "Thumbs.db": b"x"}  # fmt: skip
    (place / "a.zip").write_bytes(zipped(**members))
    (place / "b.txt").write_bytes(plan(3))
    summary = run(place)
    assert statuses() == {
        "a.zip!KH/một.txt": "done", "a.zip!hai.txt": "done", "a.zip!Thumbs.db": "skipped", "a.zip": "skipped",
        "b.txt": "done",
    }  # fmt: skip
    assert "3 tệp" in rows()["a.zip"][1]
    assert not summary.troubled
    assert summary.tasks == 3


@pytest.mark.parametrize("again", [True, False])
def test_the_same_archive_again_reads_nothing(place: Path, again: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "a.zip").write_bytes(zipped(**{"một.txt": plan(1), "hong.docx": b"PK\x03\x04 cut"}))
    run(place)
    before = list(Database("tasks.db").query("select * from documents where status <> 'failed' order by id"))
    (place / "copy.zip").write_bytes((place / "a.zip").read_bytes())
    summary = run(place, again=again)
    assert {outcome.status for outcome in summary.outcomes if "hong" not in outcome.name} == {"skipped"}
    after = list(Database("tasks.db").query("select * from documents where status <> 'failed' order by id"))
    assert [row for row in after if "copy.zip" not in row["path"]] == before
    if not again:
        assert ("in/a.zip", KNOWN) in {(outcome.name, outcome.reason) for outcome in summary.outcomes}


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        pytest.param("Kế hoạch số 5.txt".encode(), "Kế hoạch số 5.txt", id="UTF-8 without the flag"),
        pytest.param(unicodedata.normalize("NFD", "Kế hoạch.txt").encode(), "Kế hoạch.txt", id="NFD of a Mac"),
        pytest.param("Kê\u0301 hoa\u0323ch.txt".encode("cp1258"), "Kế hoạch.txt", id="cp1258"),
        pytest.param("Résumé.txt".encode("cp437"), "Résumé.txt", id="cp437"),
    ],
)
def test_names_in_any_encoding(place: Path, raw: bytes, printed: str) -> None:
    placeholder = "x" * len(raw)
    data = zipped(**{placeholder: plan(), "plain.txt": plan(2)}).replace(placeholder.encode(), raw)
    (place / "a.zip").write_bytes(data)
    run(place)
    assert statuses()[f"a.zip!{printed}"] == "done"


def test_the_unicode_path_field_counts(place: Path) -> None:
    import zlib

    info = zipfile.ZipInfo("K_ ho_ch.txt")
    name = "Kế hoạch.txt".encode()
    checksum = zlib.crc32(b"K_ ho_ch.txt")
    info.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, checksum) + name
    (place / "a.zip").write_bytes(zip_of((info, plan())))
    run(place)
    assert "a.zip!Kế hoạch.txt" in statuses()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b.pdf", "a/b.pdf"), ("a\\b.pdf", "a/b.pdf"), ("./a//b.pdf", "a/b.pdf"), ("a\nb.pdf", "a\ufffdb.pdf"),
        ("../a.pdf", None), ("a/../../b.pdf", None), ("a\\..\\b.pdf", None), ("/etc/passwd", None),
        ("C:\\a.pdf", None), ("", None), ("..", None), ("a\0../b", "a"),
    ],
)  # fmt: skip
def test_safe_names(name: str, safe: str | None) -> None:
    assert safe_name(name) == safe


def test_long_names_fit_a_file_system() -> None:
    name = file_name("thư mục/" + "Kế hoạch " * 60 + ".pdf")
    assert len(name.encode()) < 256
    assert name.endswith(".pdf")


def test_names_are_read_together() -> None:
    raw = [name.encode("cp1258") for name in ("Thông ba\u0301o.doc", "CV.doc", "Quyê\u0301t đi\u0323nh.doc")]
    assert decode_names(raw) == ["Thông báo.doc", "CV.doc", "Quyết định.doc"]


@pytest.mark.parametrize("name", ["../ra ngoài.txt", "/etc/kehoach.txt", "a/../../../x.txt", "..\\x.txt", "C:\\x.txt"])
@pytest.mark.parametrize("make", [zip_of, tarred], ids=["zip", "tar"])
def test_names_that_point_outside_are_refused(place: Path, make: Callable[..., bytes], name: str) -> None:
    (place / "a.bin").write_bytes(make((name, plan(1)), ("tốt.txt", plan(2))))
    run(place)
    found = rows()
    assert found.pop("a.bin!tốt.txt")[0] == "done"
    assert found.pop("a.bin")[0] == "skipped"
    assert list(found.values()) == [("failed", archives.OUTSIDE)]
    assert sorted(path.name for path in place.parent.iterdir() if "tasks.db" not in path.name) == ["in", "tmp"]


def test_links_are_refused(place: Path) -> None:
    secret = place.parent / "secret.txt"
    secret.write_bytes(plan(7))
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    (place / "a.zip").write_bytes(zip_of((link, str(secret).encode()), ("tốt.txt", plan(1))))
    (place / "b.tar").write_bytes(tarred(("link.txt", str(secret)), ("link.txt", plan(2))))
    run(place)
    assert rows()["a.zip!link.txt"] == rows()["b.tar!link.txt"] == ("failed", archives.A_LINK)
    assert rows()["b.tar!link.txt (2)"][0] == "done"
    assert not list(Database("tasks.db").query("select 1 from documents where number = '7/KH-UBND'"))


def test_nested_archives_share_one_limit(place: Path) -> None:
    inner = zipped(**{"trong.txt": plan(1)})
    for depth in range(4):
        inner = zipped(**{f"lop{depth}.zip": inner, f"ke{depth}.txt": plan(depth + 2)})
    (place / "a.zip").write_bytes(inner)
    run(place)
    found = rows()
    assert found["a.zip!lop3.zip!lop2.zip!ke1.txt"][0] == "done"
    assert found["a.zip!lop3.zip!lop2.zip!lop1.zip"] == ("failed", offers.DEEP.format(most=3))
    assert not [path for path in found if "lop0" in path]


def test_a_broken_member_fails_alone(place: Path) -> None:
    data = zip_of(("hỏng.txt", plan(1) * 50), ("tốt.txt", plan(2)))
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo("hỏng.txt")
    middle = info.header_offset + 30 + len("hỏng.txt".encode()) + info.compress_size // 2
    (place / "a.zip").write_bytes(data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :])
    summary = run(place)
    assert rows()["a.zip!hỏng.txt"] == ("failed", archives.BROKEN_MEMBER)
    assert rows()["a.zip!tốt.txt"][0] == "done"
    assert [outcome.name for outcome in summary.troubled] == ["in/a.zip!hỏng.txt"]


def encrypted(data: bytes, *names: str) -> bytes:
    """``data`` with the encryption bit set for the members ``names``."""
    changed = bytearray(data)
    for magic, flag, name in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        start = changed.find(magic)
        while start >= 0:
            if any(changed[start + name :].startswith(n.encode()) for n in names):
                changed[start + flag] |= 1
            start = changed.find(magic, start + 4)
    return bytes(changed)


def test_encrypted_members_have_a_reason(place: Path) -> None:
    data = zipped(**{"a.txt": plan(1), "b.txt": plan(2)})
    (place / "half.zip").write_bytes(encrypted(data, "a.txt"))
    (place / "whole.zip").write_bytes(encrypted(data, "a.txt", "b.txt"))
    run(place)
    assert rows() == {
        "half.zip!a.txt": ("failed", archives.ENCRYPTED), "half.zip!b.txt": ("done", ""),
        "half.zip": ("skipped", offers.UNPACKED.format(count=1)), "whole.zip": ("failed", archives.ENCRYPTED),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(zip_of(), "không chứa tệp nào", id="empty zip"),
        pytest.param(zip_of(("../a.txt", b"a")), "trỏ ra ngoài", id="nothing but an escape"),
        pytest.param(zip_of(("0.txt", b"\0" * 150 * 2**20)), "200 lần", id="bomb that states its size"),
        pytest.param(gzip.compress(b"\0" * 150 * 2**20), "200 lần", id="bomb that does not"),
        pytest.param(zip_of(*((f"{n}.txt", b"") for n in range(5001))), "hơn 5000 tệp", id="too many members"),
        pytest.param(zipped(a=b"x" * 999)[:-30], "bị hỏng", id="cut zip"),
        pytest.param(tarred(("a.txt", plan()), mode="w:gz")[:60], "bị hỏng", id="cut tar.gz"),
        pytest.param(b"BZh91AY&SYnothing", "bị hỏng", id="broken bz2"),
    ],
)
def test_an_archive_that_gives_nothing_is_one_row_with_a_reason(place: Path, data: bytes, words: str) -> None:
    (place / "a.zip").write_bytes(data)
    (place / "b.txt").write_bytes(plan(1))
    run(place)
    found = rows()
    assert found.pop("b.txt")[0] == "done"
    status, reason = found.pop("a.zip")
    assert status == "failed"
    assert words in reason
    assert not found


def test_a_lying_zip_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"\0" * 2_000_000))
    (tmp_path / "out").mkdir()
    unpacked = unpack(tmp_path / "a.gz", tmp_path / "out", Budget(total_bytes=1_000_000))
    assert unpacked is not None
    assert (unpacked.members, "MB" in (unpacked.reason or "")) == ((), True)
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]


def test_a_member_that_is_too_big_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(big=b"a" * 2000, small=b"b"))
    (tmp_path / "out").mkdir()
    unpacked = unpack(tmp_path / "a.zip", tmp_path / "out", Budget(member_bytes=1000))
    assert unpacked is not None
    assert [(member.name, member.path is None) for member in unpacked.members] == [("big", True), ("small", False)]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tars(place: Path, mode: str) -> None:
    (place / "a.tar").write_bytes(tarred(("Kế hoạch/một.txt", plan(1)), ("hai.txt", plan(2)), mode=mode))
    run(place)
    assert statuses() == {"a.tar!Kế hoạch/một.txt": "done", "a.tar!hai.txt": "done", "a.tar": "skipped"}


def test_one_compressed_file(place: Path) -> None:
    (place / "ke hoach.txt.gz").write_bytes(gzip.compress(plan()))
    run(place)
    assert statuses() == {"ke hoach.txt.gz!ke hoach.txt": "done", "ke hoach.txt.gz": "skipped"}


def test_a_mail_is_its_letter_and_its_attachments(place: Path) -> None:
    forwarded = mail(("trong.txt", plan(3)), letter=" ")
    message = mail(("Kế hoạch số 1.txt", plan(1)), ("nén.zip", zipped(**{"hai.txt": plan(2)})))
    message.add_attachment(forwarded)
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", cid="<logo>", disposition="inline")
    (place / "thư.eml").write_bytes(message.as_bytes())
    run(place)
    assert [(path, status) for path, status in statuses().items() if status != "skipped"] == [
        ("thư.eml!nội dung thư.txt", "done"), ("thư.eml!Kế hoạch số 1.txt", "done"),
        ("thư.eml!nén.zip!hai.txt", "done"),
        ("thư.eml!thư kèm theo 4.eml!trong.txt", "done"),
    ]  # fmt: skip


def test_old_mail_names() -> None:
    data = (
        b"From: a@b.vn\r\nTo: c@d.vn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: application/pdf; name*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.pdf\r\n\r\n%PDF-\r\n"
        b'--x\r\nContent-Disposition: attachment; filename="=?UTF-8?B?S+G6vw==?=.pdf"\r\n\r\n'
        b'%PDF-\r\n--x\r\nContent-Disposition: attachment; filename="../../a.pdf"\r\n\r\n%PDF-\r\n--x--\r\n'
    )
    assert [name for name, _ in mail_parts(data)] == ["Kế hoạch.pdf", "Kế.pdf", ".._.._a.pdf"]


@pytest.fixture(params=["7z", "unar", "bsdtar"])
def tool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each program that opens 7z and RAR, as the only one of the machine."""
    found = [tool for tool in find_tools() if tool.kind == request.param]
    if not found:
        pytest.skip(f"{request.param} is not installed")
    monkeypatch.setattr(archives, "find_tools", lambda: found)
    return str(request.param)


def unpacked(path: Path, **limits: float) -> Unpacked:
    folder = path.parent / "out"
    folder.mkdir()
    found = unpack(path, folder, Budget(**limits))  # type: ignore[arg-type]
    assert found is not None
    assert all(file.is_relative_to(folder) for member in found.members if (file := member.path))
    return found


def outcome(found: Unpacked) -> dict[str, bytes | str | None]:
    return {m.name: m.path.read_bytes() if m.path else m.reason for m in found.members}


RAR_MEMBERS = {"KH/Kế hoạch.txt": plan(1), "trống.txt": b"", "../ra ngoài.txt": plan(2), "hai.txt": plan(3)}


@pytest.mark.usefixtures("tool")
@pytest.mark.parametrize("neighbour", ["a1.rar", "a3.rar"])
def test_rar(tmp_path: Path, neighbour: str) -> None:
    (tmp_path / neighbour).write_bytes(rar(**{"lạ.txt": plan(9)}))  # no volume of the archive beside it
    (tmp_path / "a2.rar").write_bytes(rar(**RAR_MEMBERS))
    expected = RAR_MEMBERS | {"../ra ngoài.txt": archives.OUTSIDE}
    found = unpacked(tmp_path / "a2.rar")
    assert (outcome(found), found.reason) == (expected, None)


@pytest.mark.usefixtures("tool")
def test_links_in_a_rar_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(rar(**{"một.txt": plan(1), "l": "/etc/passwd", "hai.txt": plan(2)}))
    expected = {"một.txt": plan(1), "l": archives.A_LINK, "hai.txt": plan(2)}
    assert outcome(unpacked(tmp_path / "a.rar")) == expected


@pytest.mark.usefixtures("tool")
def test_a_rar_that_would_fill_the_disk_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(rar(**{"a.txt": b"x" * 900_000, "b.txt": b"x" * 900_000}))
    found = unpacked(tmp_path / "a.rar", total_bytes=1_000_000)
    assert found.members == () and "quá lớn" in (found.reason or "")


@pytest.mark.parametrize("tool", ["7z", "unar"], indirect=True)  # bsdtar does not look at the checksums of stored files
@pytest.mark.usefixtures("tool")
def test_a_rar_with_a_wrong_checksum_gives_nothing(tmp_path: Path) -> None:
    data = rar(**{"a.txt": plan(1)})
    (tmp_path / "a.rar").write_bytes(data.replace(b"30/6/2026", b"30/7/2026"))
    assert outcome(unpacked(tmp_path / "a.rar")) == {"a.txt": archives.BROKEN_MEMBER}


def test_a_cut_rar_gives_what_came_before(place: Path) -> None:
    if "unar" not in {tool.kind for tool in find_tools()}:
        pytest.skip("unar is not installed")
    (place / "a.rar").write_bytes(rar(**{"a.txt": plan(1), "b.txt": plan(2)})[:-100])
    run(place)
    assert statuses() == {"a.rar!a.txt": "done", "a.rar!b.txt": "failed", "a.rar": "skipped"}


@needs_7z
@pytest.mark.usefixtures("tool")
@pytest.mark.parametrize("password", [(), ("-pmật khẩu",), ("-pmật khẩu", "-mhe=on")], ids=["open", "locked", "hidden"])
def test_7z(tmp_path: Path, tool: str, password: tuple[str, ...]) -> None:
    (tmp_path / "một.txt").write_bytes(plan(1))
    env = {"LC_ALL": "C.UTF-8", "PATH": os.defpath}
    subprocess.run(["7z", "a", "-bso0", *password, "a.7z", "một.txt"], cwd=tmp_path, check=True, env=env)
    found = unpacked(tmp_path / "a.7z")
    if not password:
        assert (outcome(found), found.reason) == ({"một.txt": plan(1)}, None)
    else:
        assert outcome(found) == {} and "mật khẩu" in (found.reason or "")


@needs_7z
def test_the_volumes_of_an_archive_are_read_with_the_first(place: Path) -> None:
    (place / "một.txt").write_bytes(plan(1) + os.urandom(3000).hex().encode())
    subprocess.run(["7z", "a", "-bso0", "-mx0", "-v3k", "a.7z", "một.txt"], cwd=place, check=True)
    (place / "một.txt").unlink()
    run(place)
    assert statuses() == {
        "a.7z.001!một.txt": "done",
        "a.7z.001": "skipped",
        "a.7z.002": "skipped",
        "a.7z.003": "skipped",
    }
    assert "cùng phần đầu" in rows()["a.7z.002"][1]


def test_a_broken_7z_is_a_row_with_a_reason(place: Path) -> None:
    (place / "a.7z").write_bytes(b"7z\xbc\xaf\x27\x1c\0\4" + b"\1" * 60)
    (place / "a.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + b"\1" * 60)
    run(place)
    word = "bị hỏng" if find_tools() else "hãy cài"
    assert [status for status, reason in rows().values() if word in reason] == ["failed", "failed"]


def test_without_a_tool_the_reason_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + b"\1" * 60)
    assert "apt install unar" in (unpacked(tmp_path / "a.rar").reason or "")


@pytest.mark.parametrize("name", ["bsdtar", "7z", "unar"])
def test_a_tool_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for program in (name, "lsar"):
        (tmp_path / program).write_text(f"#!/bin/sh\n{shutil.which('sleep')} 60\n")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.7z").write_bytes(b"7z\xbc\xaf\x27\x1c\0\4")
    started = time.monotonic()
    reason = unpacked(tmp_path / "a.7z", seconds=0.5).reason or ""
    assert ("quá 0 giây" in reason or "quá 1 giây" in reason) and time.monotonic() - started < 30


def die(path: Path, folder: Path, budget: Budget) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_an_archive_that_kills_its_process_fails_alone(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "unpack", die)
    (place / "a.zip").write_bytes(zipped(**{"a.txt": plan(1)}))
    (place / "b.txt").write_bytes(plan(2))
    run(place)
    assert rows() == {"a.zip": ("failed", offers.DIED), "b.txt": ("done", "")}


def test_office_files_are_no_archives(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(zip_of(("[Content_Types].xml", b""), ("word/document.xml", b"<a/>")))
    assert not offers.may_be_archive(path)
    path.write_bytes(zip_of(("word/media/a.png", b""), ("word/document.xml", b"<a/>")))
    assert offers.may_be_archive(path)
    assert unpack(path, tmp_path, Budget()) is None


def test_a_pdf_that_an_archive_begins_with_is_no_pdf(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.pdf", b"%PDF-1.7")
    for content, media_type in ((data.getvalue(), "zip"), (tarred(("a.pdf", b"%PDF-1.7")), "tar")):
        (tmp_path / "a").write_bytes(content)
        assert look_at(tmp_path / "a", "a").media_type == media_type
