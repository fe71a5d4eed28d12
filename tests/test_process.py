"""One file: every kind of bad input becomes a status with a reason that a user can act on, never an exception."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sample_plan import PLAN

from extractors.document import Document, Line, Page, ReadProblem, Span
from pipeline import process
from pipeline.certificate import certificate
from pipeline.output import extraction_rows
from pipeline.process import extractor_version, process_file
from pipeline.readers.errors import ReadError


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_plan_is_done_with_its_tasks(plan: Path) -> None:
    [result] = process_file(plan, "in/ke-hoach.txt", "v1")
    assert (result.path, result.status, result.reason, result.format) == ("in/ke-hoach.txt", "done", None, "txt")
    assert (result.extractor_version, result.part) == ("v1", None)
    assert result.extraction is not None
    assert result.extraction.metadata.number == "185/KH-UBND"
    assert len(result.extraction.tasks) == 2
    assert result.text.startswith("ỦY BAN NHÂN DÂN")
    assert result.seconds is not None
    assert result.seconds > 0


@pytest.mark.parametrize(
    ("name", "content", "status", "words"),
    [
        ("rong.pdf", b"", "failed", "rỗng"),
        ("trang.txt", b" \n\t\n", "failed", "chữ"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "failed", "hỏng"),
        ("cut.docx", b"PK\x03\x04" + bytes(40), "failed", "hỏng"),
        ("anh.pdf", b"\x89PNG\r\n\x1a\n" + bytes(64), "failed", "ảnh"),
        ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "failed", "."),
        ("Thumbs.db", b"anything", "skipped", "bỏ qua"),
    ],
)
def test_bad_input_has_a_status_and_a_reason(
    tmp_path: Path, name: str, content: bytes, status: str, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    [result] = process_file(path, name, "v1")
    assert (result.status, result.extraction) == (status, None)
    assert words in (result.reason or "")
    assert result.sha256


def test_a_file_that_cannot_be_opened_has_no_hash(tmp_path: Path) -> None:
    [result] = process_file(tmp_path / "gone.pdf", "gone.pdf", "v1")
    assert (result.status, result.sha256) == ("failed", None)


def test_a_file_above_the_limit_is_refused_unread(plan: Path) -> None:
    assert process_file(plan, "x", "v1", max_bytes=100)[0].status == "failed"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), process.NO_MEMORY),
        (RecursionError(), "RecursionError, test_process.py:"),
        (KeyError("x"), "KeyError, test_process.py:"),
        (ReadError("scan", "Bản quét."), "Bản quét."),
    ],
)
@pytest.mark.parametrize("stage", ["read", "extract"])
def test_whatever_a_library_raises_is_this_file_s_failure(
    plan: Path, monkeypatch: pytest.MonkeyPatch, stage: str, error: Exception, reason: str
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(process, stage, fail)
    [result] = process_file(plan, "x", "v1")
    assert result.status == "failed"
    assert reason in (result.reason or "")


def test_what_could_not_be_read_makes_it_partial(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "1. Sở Nội vụ chủ trì."
    problems = (
        ReadProblem("page", "không đọc được trang.", 2),
        ReadProblem("page", "không đọc được trang.", 2),
        ReadProblem("table", "Trang 3 có bảng hỏng", 3),
    )
    document = Document(text, pages=(Page(1), Page(2)), body=(Line(Span(0, len(text))),), problems=problems)
    monkeypatch.setattr(process, "read", lambda _: document)
    [result] = process_file(plan, "x", "v1")
    assert (result.status, result.pages) == ("partial", 2)
    assert result.reason == "Trang 2: không đọc được trang; Trang 3 có bảng hỏng."


def test_what_was_read_but_is_doubted_is_an_issue_of_a_file_that_was_read(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "1. Sở Nội vụ chủ trì."
    problems = (ReadProblem("excel_month_date", "Ô E8: hãy đối chiếu.", is_doubt=True),)
    document = Document(text, body=(Line(Span(0, len(text))),), problems=problems)
    monkeypatch.setattr(process, "read", lambda _: document)
    [result] = process_file(plan, "x", "v1")
    assert (result.status, result.reason) == ("done", None)
    assert result.extraction is not None
    first = result.extraction.issues[0]
    assert (first.code, first.severity, first.message) == ("excel_month_date", "warning", "Ô E8: hãy đối chiếu.")


def test_the_version_changes_with_the_rules_only() -> None:
    assert extractor_version() == extractor_version()
    assert extractor_version().count("+") == 1


def test_the_rows_are_those_of_the_contract_and_fit_into_json(plan: Path) -> None:
    rows = extraction_rows(process_file(plan, "x", "v1"))
    assert rows["document"]["number"] == "185/KH-UBND"
    first = rows["tasks"][0]
    assert first["lead_agencies"] == ["Sở Nội vụ"]
    assert first["due_on"] == "2022-12-15"
    assert first["quote"] in PLAN
    assert json.loads(json.dumps(rows)) == rows


def test_the_rows_of_a_failed_file_are_its_reason(tmp_path: Path) -> None:
    rows = extraction_rows(process_file(tmp_path / "gone.pdf", "gone.pdf", "v1"))
    assert (rows["document"]["status"], rows["tasks"], rows["account"]) == ("failed", [], [])


def test_the_certificate_accounts_for_every_item(plan: Path) -> None:
    [result] = process_file(plan, "in/ke-hoach.txt", "v1")
    words = certificate(result)
    assert "in/ke-hoach.txt" in words
    assert "2 nhiệm vụ" in words
    assert result.extraction is not None
    seen = len(result.extraction.accounts)
    open_ones = sum(account.outcome == "unexplained" for account in result.extraction.accounts)
    assert f"{seen - open_ones}/{seen}" in words


def test_the_certificate_of_a_failed_file_says_why(tmp_path: Path) -> None:
    [result] = process_file(tmp_path / "gone.pdf", "gone.pdf", "v1")
    assert result.reason
    assert result.reason in certificate(result)
