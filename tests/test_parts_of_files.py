"""A file of two documents in every format that offices send, from the file to the database."""

from __future__ import annotations

import html
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from flows.cli import main
from pipeline.batch import import_paths
from pipeline.output import extraction_rows
from pipeline.process import process_file

CORPUS = Path(__file__).parents[1] / "corpus"
SAMPLE = "51-cong-van-sao-gui-ke-hoach-mau-bao-cao"
NUMBERS = ["415/UBND-NN", "97/KH-UBND"]


def made(form: str, folder: Path) -> Path:
    """The sample in another format, made by the corpus's own writers; HTML as a portal saves it."""
    if form == "pdf":
        return CORPUS / "sources" / f"{SAMPLE}.pdf"
    sys.path.insert(0, str(CORPUS))
    try:
        from make import make, read_sample, text_lines  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(CORPUS))
    sample = read_sample(CORPUS / "texts" / f"{SAMPLE}.yaml")
    if form != "docx":
        sample = replace(sample, blocks=tuple(block for block in sample.blocks if block.kind != "page"))
    if form == "html":
        body = "\n".join(f"<p>{html.escape(line)}</p>" for line in text_lines(sample))
        path = folder / "ke-hoach.html"
        page = f"<html><head><title>Kế hoạch</title></head><body><article>{body}</article></body></html>"
        path.write_text(page, encoding="utf-8")
        return path
    for name in ("sources", "gold"):
        (folder / name).mkdir()
    make(replace(sample, data={**sample.data, "form": form}), folder)
    return folder / "sources" / f"{SAMPLE}.{form}"


@pytest.mark.parametrize("form", ["pdf", "docx", "txt", "md", "html"])
def test_two_documents_in_one_file(form: str, tmp_path: Path) -> None:
    results = process_file(made(form, tmp_path), "in/tệp", "v1")
    assert [(result.part, result.status) for result in results] == [(1, "done"), (2, "done")]
    extractions = [result.extraction for result in results if result.extraction]
    facts = [(found.metadata.number, found.metadata.issuer, found.metadata.signer) for found in extractions]
    assert facts == [
        (NUMBERS[0], "Ủy ban nhân dân huyện Đà Ngàn", "Hà Văn Điệp"),
        (NUMBERS[1], "Ủy ban nhân dân tỉnh Hòa Bình", "Bùi Thị Hiên"),
    ]
    assert [len(found.tasks) for found in extractions] == [2, 5]
    if form == "pdf":
        assert [{task.page for task in found.tasks} for found in extractions] == [{1}, {2}]
        assert {result.pages for result in results} == {3}


def test_the_json_of_a_file_lists_its_documents(tmp_path: Path) -> None:
    path = made("txt", tmp_path)
    run = CliRunner().invoke(main, ["extract", str(path), "--format", "json"])
    assert run.exit_code == 0
    rows = json.loads(run.stdout)
    assert [document["number"] for document in rows["documents"]] == NUMBERS
    assert rows["document"] == rows["documents"][0]
    assert [document["part"] for document in rows["documents"]] == [1, 2]
    ids = [document["id"] for document in rows["documents"]]
    assert [task["document_id"] for task in rows["tasks"]] == [ids[0]] * 2 + [ids[1]] * 5
    for name in ("targets", "issues", "account"):
        assert {row["document_id"] for row in rows[name]} <= set(ids)
    run = CliRunner().invoke(main, ["extract", str(path)])
    assert "văn bản thứ 2 trong tệp" in run.stderr


def test_a_single_document_has_the_same_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("KẾ HOẠCH\n1. Sở Nội vụ rà soát thủ tục trước ngày 30/9/2024.", encoding="utf-8")
    rows = extraction_rows(process_file(path, "a.txt", "v1"))
    found = {"targets", "issues", "tables", "references", "account", "agencies"}
    assert set(rows) == {"document", "documents", "tasks", *found}
    assert [document["part"] for document in rows["documents"]] == [None]


def test_importing_it_again_changes_nothing(tmp_path: Path) -> None:
    folder, db = tmp_path / "in", tmp_path / "t.db"
    folder.mkdir()
    made("txt", tmp_path).rename(folder / "a.txt")
    summary = import_paths([folder], db, workers=1)
    assert (summary.tasks, [outcome.status for outcome in summary.outcomes]) == (7, ["done"])
    query = "select part, number, status, same_plan_as, replaces from documents order by part"
    first = list(Database(db).query(query))
    assert [(row["part"], row["number"]) for row in first] == [(1, NUMBERS[0]), (2, NUMBERS[1])]
    again = import_paths([folder], db, workers=1)
    assert [outcome.status for outcome in again.outcomes] == ["skipped"]
    assert list(Database(db).query(query)) == first
