"""Word 97-2003 and the formats that LibreOffice converts; Word and PDF text in TCVN3 and VNI fonts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.text.run import Run
from legacy_typing import type_in

from extractors.document import Document, Table
from extractors.legacy_encodings import Encoding
from extractors.syllables import vietnamese_share
from pipeline import programs
from pipeline.intake import look_at
from pipeline.programs import Outcome
from pipeline.readers import conversion, doc, read
from pipeline.readers.conversion import convert_with_office, run_python
from pipeline.readers.docx import read_docx
from pipeline.readers.errors import ReadError

PLANS = Path(os.environ.get("KEHOACH_PLANS", "")) if os.environ.get("KEHOACH_PLANS") else None
needs_plans = pytest.mark.skipif(PLANS is None, reason="KEHOACH_PLANS names no folder with sample plans")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in programs are shell scripts")
WORDS = "Sở Nội vụ chủ trì, phối hợp với các sở, ngành thực hiện được nhiều nhiệm vụ của người đứng đầu."


def add_run(paragraph: docx.text.paragraph.Paragraph, words: str, font: str) -> Run:
    run = paragraph.add_run(words)
    run.font.name = font
    return run


def write_docx(path: Path, words: str = WORDS) -> Path:
    word = docx.Document()
    word.add_paragraph(words)
    word.save(str(path))
    return path


def script(folder: Path, body: str) -> str:
    program = folder / "soffice"
    program.write_text("#!/bin/sh\n" + body)
    program.chmod(0o755)
    return str(program)


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch ’.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    return path


@pytest.mark.parametrize(("encoding", "font"), [("tcvn3", ".VnTime"), ("vni", "VNI-Times")])
def test_runs_in_old_fonts_are_read_as_unicode(tmp_path: Path, encoding: Encoding, font: str) -> None:
    word = docx.Document()
    typed = type_in(WORDS, encoding)
    paragraph = word.add_paragraph()
    for start in range(0, len(typed), 7):  # Word cuts words into runs
        add_run(paragraph, typed[start : start + 7], font)
    word.add_paragraph("Giữ nguyên đoạn gõ bằng Unicode của Võ Thanh Tòng.")
    word.add_table(1, 2).rows[0].cells[1].text = type_in("Ban hành kế hoạch", encoding)
    word.save(str(tmp_path / "a.docx"))

    document = read_docx(tmp_path / "a.docx")

    assert document.text.split("\n")[:2] == [WORDS, "Giữ nguyên đoạn gõ bằng Unicode của Võ Thanh Tòng."]
    assert "Ban hành kế hoạch" in document.text


def test_soft_hyphens_of_converters_are_letters_in_tcvn3_alone(tmp_path: Path) -> None:
    word = docx.Document()
    typed = type_in(WORDS, "tcvn3")
    paragraph = word.add_paragraph()
    for index, piece in enumerate(typed.split("\xad")):
        if index:
            add_run(paragraph, "", ".VnTime")._r.append(OxmlElement("w:softHyphen"))
        add_run(paragraph, piece, ".VnTime")
    split = word.add_paragraph("kinh ")
    split.add_run("")._r.append(OxmlElement("w:softHyphen"))
    split.add_run("phí thực hiện")
    word.save(str(tmp_path / "a.docx"))

    assert typed.count("\xad") == 2
    assert read_docx(tmp_path / "a.docx").text.split("\n")[:2] == [WORDS, "kinh phí thực hiện"]


def test_the_capital_font_is_printed_in_capitals(tmp_path: Path) -> None:
    word = docx.Document()
    add_run(word.add_paragraph(), type_in("quy trình tổng thể", "tcvn3"), ".VnTimeH")
    add_run(word.add_paragraph(), type_in("Ban hành kèm theo quyết định", "tcvn3"), ".VnTime")
    word.save(str(tmp_path / "a.docx"))

    assert read_docx(tmp_path / "a.docx").text.split("\n")[:2] == ["QUY TRÌNH TỔNG THỂ", "Ban hành kèm theo quyết định"]


def test_unicode_in_an_old_font_stays(tmp_path: Path) -> None:
    word = docx.Document()
    add_run(word.add_paragraph(), WORDS, ".VnTime")
    word.save(str(tmp_path / "a.docx"))

    assert read_docx(tmp_path / "a.docx").text.strip() == WORDS


def test_plain_text_in_tcvn3(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(type_in(WORDS * 4, "tcvn3").encode("latin-1"))

    assert read(look_at(path, path.name)).text.strip() == WORDS * 4


def test_what_msdoc2docx_makes_is_read_as_word(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(module: str, arguments: list[str], folder: Path) -> Outcome:
        assert module == "doc2docx" and folder != old_file.parent
        write_docx(folder / arguments[-1])
        return Outcome(0)

    monkeypatch.setattr(doc, "run_python", convert)

    document = doc.read_doc(old_file)

    assert (document.text.strip(), document.format) == (WORDS, "doc")


@pytest.mark.parametrize(
    ("printed", "office", "package", "code", "says"),
    [
        ("EncryptedDocumentError: password required", None, True, "encrypted", "mật khẩu"),
        ("truncated Sprm", None, True, "broken_file", "cài LibreOffice"),
        ("", None, False, "missing_tool", "msdoc2docx"),
    ],
)
def test_what_the_user_is_told(
    old_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    printed: str,
    office: str | None,
    package: bool,
    code: str,
    says: str,
) -> None:
    monkeypatch.setattr(doc, "run_python", lambda *_: Outcome(1, printed))
    monkeypatch.setattr(doc, "find_office", lambda: office)
    monkeypatch.setattr(doc, "find_spec", lambda _: object() if package else None)

    with pytest.raises(ReadError, match=says) as refusal:
        doc.read_doc(old_file)

    assert refusal.value.code == code


@pytest.mark.parametrize("reader", [doc.read_rtf, doc.read_odt, doc.read_word_xml])
def test_without_libreoffice_the_reason_names_it(
    old_file: Path, monkeypatch: pytest.MonkeyPatch, reader: Callable[[Path], Document]
) -> None:
    monkeypatch.setattr(doc, "find_office", lambda: None)

    with pytest.raises(ReadError, match="libreoffice-writer-nogui") as refusal:
        reader(old_file)

    assert refusal.value.code == "missing_tool"


@posix
def test_libreoffice_converts_what_msdoc2docx_cannot(
    old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = write_docx(tmp_path / "ready.docx")
    copy = 'while [ "$1" != "--outdir" ]; do shift; done; cp "' + str(ready) + '" "$2/source.docx"\n'
    monkeypatch.setattr(doc, "find_office", lambda: script(tmp_path, copy))

    assert doc.read_doc(old_file).text.strip() == WORDS
    assert doc.read_rtf(old_file).format == "rtf"


@posix
def test_a_first_start_that_only_makes_the_profile_is_repeated(tmp_path: Path) -> None:
    body = (
        'profile=$(echo "$1" | sed "s#.*file://##"); [ -d "$profile" ] || { mkdir -p "$profile"; exit 81; }\n'
        'while [ "$1" != "--outdir" ]; do shift; done; echo x > "$2/a.docx"\n'
    )

    assert convert_with_office(script(tmp_path, body), tmp_path / "a.rtf", tmp_path) == tmp_path / "office" / "a.docx"


@posix
def test_a_libreoffice_that_hangs_or_is_killed_has_a_reason(
    old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "_OFFICE_SECONDS", 0.5)
    for body, code in (("sleep 60\n", "converter_late"), ("kill -9 $$\n", "broken_file")):
        monkeypatch.setattr(doc, "find_office", lambda body=body: script(tmp_path, body))
        with pytest.raises(ReadError) as refusal:
            doc.read_rtf(old_file)
        assert refusal.value.code == code


@posix
def test_a_converter_that_eats_the_memory_ends_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "greedy.py").write_text("x = bytearray(8 * 1024**3)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    outcome = run_python("greedy", [], tmp_path)

    assert outcome.code == 1 and "MemoryError" in outcome.printed


def test_a_file_that_is_no_word_file_leaves_nothing_behind(
    old_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(conversion.tempfile, "tempdir", str(room))
    monkeypatch.setattr(doc, "find_office", lambda: None)

    with pytest.raises(ReadError) as refusal:
        doc.read_doc(old_file)

    assert refusal.value.code == "broken_file"
    assert list(room.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"<html><body><p>K\xe1\xba\xbf ho\xe1\xba\xa1ch</p></body></html>", "html"),
        (b"{\\rtf1\\ansi Ke hoach}", "rtf"),
        ("Kế hoạch cải cách hành chính".encode(), "txt"),
    ],
)
def test_a_doc_is_read_as_what_it_is(tmp_path: Path, content: bytes, media_type: str) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(content)

    assert look_at(path, path.name).media_type == media_type


def test_find_office_looks_where_the_installers_put_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice.exe"
    program.touch()
    monkeypatch.setattr(programs.shutil, "which", lambda _: None)
    monkeypatch.setattr(conversion, "_OFFICE_PLACES", (str(tmp_path / "no"), str(program)))

    assert conversion.find_office() == str(program)


def read_plan(name: str) -> Document:
    assert PLANS is not None
    return read(look_at(PLANS / name, name))


@needs_plans
@pytest.mark.parametrize("name", ["d01.doc", "d02.doc", "d03.doc", "d04.doc", "d10.doc", "n14.doc", "n15.pdf"])
def test_real_files_are_vietnamese(name: str) -> None:
    document = read_plan(name)

    assert len(document.text) > 3_000
    assert vietnamese_share(document.text) > 0.99
    assert not set("\xad®©¸µ−") & set(document.text)


@needs_plans
def test_the_tables_of_a_real_file_keep_their_merged_cells() -> None:
    tables = [item for item in read_plan("d10.doc").body if isinstance(item, Table)]

    assert [(table.rows, table.columns) for table in tables] == [(11, 4), (12, 4), (3, 4), (4, 4)]
    assert any(cell.row_span > 1 for table in tables for cell in table.cells)
