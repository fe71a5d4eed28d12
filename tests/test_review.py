"""The review queue: what comes first and why, and decisions of people that outlive a new reading."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from factories import agencies_field, deadline_field, result, task
from sqlite_utils import Database

from extractors.records import Check, Issue
from flows.cli import main
from pipeline.result import DocumentResult
from pipeline.review import review_queue
from pipeline.store import open_reader, open_store

TEXT = "- Rà soát thủ tục; Sở Nội vụ; trước 30/6/2026.\n- Niêm yết công khai; Sở Y tế.\n- Báo cáo kết quả.\n"
DOUBT = "Tên cơ quan có thể còn phần phía sau."


def plan(version: str = "1", due: date = date(2026, 6, 30), **more: Any) -> DocumentResult:
    first = task(
        TEXT,
        "Rà soát thủ tục",
        lead=agencies_field(TEXT, "Sở Nội vụ"),
        deadline=deadline_field(TEXT, "trước 30/6/2026", due_on=due),
        checks=(Check("lead", 0.6, DOUBT), Check("task", 0.99), Check("deadline", 0.9)),
        confidence=0.55,
    )
    second = task(TEXT, "Niêm yết công khai", lead=agencies_field(TEXT, "Sở Y tế"), confidence=0.97)
    third = task(TEXT, "Báo cáo kết quả", confidence=0.3)
    issues = (
        Issue("page_unread", "error", "Trang 3 không đọc được.", page=3),
        Issue("lead_unknown", "info", "Không thấy cơ quan chủ trì của nhiệm vụ."),
    )
    return result(TEXT, first, second, third, issues=issues, extractor_version=version, **more)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_store(tmp_path / "t.db") as store:
        store.save(plan())
    return tmp_path / "t.db"


def queue(path: Path, **more: Any) -> list[dict[str, Any]]:
    return review_queue(open_reader(path), **more)


def id_of(path: Path, words: str) -> str:
    return next(str(row["task_id"]) for row in Database(path).query("select * from task_table") if row["task"] == words)


def test_the_most_likely_wrong_comes_first(path: Path) -> None:
    assert [(row["what"], row["words"], row["expected_error"]) for row in queue(path)] == [
        ("vấn đề", "Trang 3 không đọc được.", 0.9),
        ("nhiệm vụ", "Báo cáo kết quả", 0.7),
        ("nhiệm vụ", "Rà soát thủ tục", 0.45),
        ("nhiệm vụ", "Niêm yết công khai", 0.03),
    ]
    assert len(queue(path, limit=2)) == 2
    assert queue(path, document="1/KH-UBND") == []


def test_it_names_the_weakest_field_and_why(path: Path) -> None:
    row = next(row for row in queue(path) if row["words"] == "Rà soát thủ tục")
    assert (row["weakest_field"], row["field_confidence"], row["reason"]) == ("lead", 0.6, DOUBT)


def test_plain_sqlite_reads_the_queue_in_its_order(path: Path) -> None:
    rows = sqlite3.connect(path).execute("select expected_error from review_queue").fetchall()
    assert rows == sorted(rows, reverse=True)


def test_an_accepted_record_leaves_the_queue_and_is_sure(path: Path) -> None:
    with open_store(path) as store:
        store.accept([id_of(path, "Rà soát thủ tục")], reviewer="Văn phòng")
    assert "Rà soát thủ tục" not in [row["words"] for row in queue(path)]
    rows = {row["task"]: row for row in Database(path).query("select * from task_table")}
    assert [(row["reviewed"], row["confidence"]) for row in rows.values()] == [(1, 1.0), (0, 0.97), (0, 0.3)]


def test_what_was_accepted_outlives_a_new_reading(path: Path) -> None:
    with open_store(path) as store:
        store.accept([id_of(path, "Rà soát thủ tục")])
        store.save(plan("2"))
    assert "Rà soát thủ tục" not in [row["words"] for row in queue(path)]


def test_a_record_that_reads_otherwise_is_open_again(path: Path) -> None:
    with open_store(path) as store:
        store.accept([id_of(path, "Rà soát thủ tục")])
        store.save(plan("2", due=date(2026, 7, 31)))
    row = next(row for row in queue(path) if row["words"] == "Rà soát thủ tục")
    assert row["reason"] == f"Kết quả đọc đã khác lần duyệt trước. {DOUBT}"
    with open_store(path) as store:
        store.save(plan("3"))
    assert "Rà soát thủ tục" not in [row["words"] for row in queue(path)]


def test_older_versions_and_copies_are_not_queued(path: Path) -> None:
    facts = replace(plan().extraction.metadata, number="1/KH-UBND", issued_on=date(2026, 1, 5), issuer="UBND xã A")  # type: ignore[union-attr]
    with open_store(path) as store:
        for name in ("a.pdf", "b.pdf"):
            later = plan(path=name, content=name)
            assert later.extraction is not None
            store.save(replace(later, extraction=replace(later.extraction, metadata=facts)))
    rows = [row for row in queue(path) if row["number"] == "1/KH-UBND"]
    assert [row["what"] for row in rows].count("vấn đề") == 1
    assert {row["path"] for row in rows} == {"a.pdf"}


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_command_lists_and_accepts(path: Path) -> None:
    lines = run("review", "--db", path, "--limit", 3).stdout.splitlines()
    assert lines[0].split("\t") == ["Có thể sai", "Văn bản", "Trang", "Mục", "Nội dung", "Xem trường", "Vì sao", "Mã"]
    shown = next(line for line in lines if "Rà soát" in line).split("\t")
    assert (shown[0], shown[5], shown[6]) == ("45%", "chủ trì", DOUBT)
    assert run("review", "--db", path, "--accept", shown[-1]).exit_code == 0
    rows = json.loads(run("review", "--db", path, "--format", "json").stdout)
    assert [row["words"] for row in rows] == ["Trang 3 không đọc được.", "Báo cáo kết quả", "Niêm yết công khai"]
    wrong = run("review", "--db", path, "--accept", "không-có")
    assert (wrong.exit_code, "Không có nhiệm vụ “không-có”" in wrong.output) == (2, True)
    assert run("review", "--db", path.with_name("none.db"), "--accept", "x").exit_code == 2
