"""The agency tables as a user of plain SQLite meets them: written by the store, asked without our code."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import agencies_field, result, task
from sqlite_utils import Database

from extractors.agency_resolution import Resolver
from extractors.records import Metadata, Task
from pipeline.migrations import MIGRATIONS
from pipeline.result import DocumentResult
from pipeline.search import query_tasks
from pipeline.store import open_store

TEXT = """Sở Kế hoạch và Đầu tư và Sở Tài chính: phân bổ vốn.
Sở LĐ-TB&XH: đào tạo nghề.
Phòng Nội vụ huyện Mèo Vạc: rà soát biên chế.
Công ty Ánh Dương: thắp sáng đường.
Các sở, ban, ngành: báo cáo."""
PLAN = Metadata("9/KH-UBND", date(2024, 5, 6), "Ủy ban nhân dân tỉnh Hà Giang", is_plan=True)


def resolved(*tasks: Task, metadata: Metadata = PLAN, **more: Any) -> DocumentResult:
    """A result whose agencies are resolved as an extraction resolves them."""
    resolver = Resolver.of(metadata, TEXT)
    named = [replace(t, lead=t.lead and replace(t.lead, value=resolver.put(t.lead.value))) for t in tasks]
    made = result(TEXT, *named, metadata=metadata, **more)
    assert made.extraction is not None
    return replace(made, extraction=replace(made.extraction, agencies=resolver.found()))


TASKS = (
    task(TEXT, "phân bổ vốn", lead=agencies_field(TEXT, "Sở Kế hoạch và Đầu tư", "Sở Tài chính")),
    task(TEXT, "đào tạo nghề", lead=agencies_field(TEXT, "Sở LĐ-TB&XH")),
    task(TEXT, "rà soát biên chế", lead=agencies_field(TEXT, "Phòng Nội vụ huyện Mèo Vạc")),
    task(TEXT, "thắp sáng đường", lead=agencies_field(TEXT, "Công ty Ánh Dương")),
    task(TEXT, "báo cáo", lead=agencies_field(TEXT, "Các sở, ban, ngành")),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tasks.db"


@pytest.fixture
def plain(path: Path) -> Iterator[sqlite3.Connection]:
    """The database of one plan, opened by sqlite3 alone."""
    with open_store(path) as store:
        store.save(resolved(*TASKS))
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def today(plain: sqlite3.Connection, words: str) -> dict[str | None, float | None]:
    query = "select current_agency, confidence from tasks_by_current_agency where task = ? and role = 'lead'"
    return dict(plain.execute(query, [words]).fetchall())


def test_two_that_became_one_are_one_row_with_both_printed_names(plain: sqlite3.Connection) -> None:
    assert list(today(plain, "phân bổ vốn")) == ["Sở Tài chính tỉnh Tuyên Quang"]
    query = "select printed, steps from tasks_by_current_agency where task = 'phân bổ vốn'"
    printed, steps = plain.execute(query).fetchone()
    assert sorted(json.loads(printed)) == ["Sở Kế hoạch và Đầu tư", "Sở Tài chính"] and steps == 2


def test_one_that_was_divided_has_a_row_for_each_candidate(plain: sqlite3.Connection) -> None:
    found = today(plain, "đào tạo nghề")
    assert len(found) == 5 and None not in found
    assert found["Sở Nội vụ tỉnh Tuyên Quang"] == pytest.approx(0.55, abs=0.03)
    assert 0.9 < sum(share or 0 for share in found.values()) <= 1
    found = today(plain, "rà soát biên chế")
    assert found and all(
        str(name).startswith("Phòng Văn hóa - Xã hội xã") and str(name).endswith("(tỉnh Tuyên Quang)") for name in found
    )


def test_what_is_not_resolved_is_a_row_without_agency(plain: sqlite3.Connection) -> None:
    assert today(plain, "thắp sáng đường") == {None: None}
    assert list(today(plain, "báo cáo")) == ["các sở, ban, ngành"]


def test_the_tables_answer_without_our_code(plain: sqlite3.Connection) -> None:
    def column(query: str, *values: str) -> list[Any]:
        return [row[0] for row in plain.execute(query, values)]

    assert column("select agency_id from agency_aliases where alias = 'SKHĐT'") == ["Sở Kế hoạch và Đầu tư"]
    assert column("select valid_to from agencies where id = 'Sở Kế hoạch và Đầu tư tỉnh Hà Giang'") == ["2025-02-28"]
    assert column(
        "select successor_id from agency_successions where predecessor_id = 'Sở Tài chính tỉnh Hà Giang'"
    ) == ["Sở Tài chính tỉnh Tuyên Quang"]
    members = "select count(*) from agency_members join agencies on id = member_id where group_id = ? and certain"
    valid = " and ifnull(valid_from, '') <= '2024-05-01' and ifnull(valid_to, '9') >= '2024-05-01'"
    assert column(members + valid, "các sở, ban, ngành") == [17]
    names = column("select name from task_agencies where agency_id is null")
    assert names == ["Công ty Ánh Dương"]
    assert plain.execute("pragma foreign_key_check").fetchall() == []


def test_printed_names_stay(plain: sqlite3.Connection) -> None:
    query = "select lead_agencies, lead_canonical from task_table where task = 'đào tạo nghề'"
    printed, canonical = map(json.loads, plain.execute(query).fetchone())
    assert (printed, canonical) == (["Sở LĐ-TB&XH"], ["Sở Lao động - Thương binh và Xã hội tỉnh Hà Giang"])


def test_an_older_version_has_no_tasks_today(path: Path) -> None:
    with open_store(path) as store:
        store.save(resolved(*TASKS, content="old"))
        store.save(resolved(*TASKS[:1], content="new"))
        rows = list(store.db.query("select task from tasks_by_current_agency"))
    assert [row["task"] for row in rows] == ["phân bổ vốn"]


def test_a_document_is_stored_again_with_its_agencies(path: Path) -> None:
    with open_store(path) as store:
        store.save(resolved(*TASKS))
        before = list(store.db.query("select * from tasks_by_current_agency order by 1, 4, 5"))
    with open_store(path) as store:
        store.save(resolved(*TASKS, extractor_version="2"))
        assert list(store.db.query("select * from tasks_by_current_agency order by 1, 4, 5")) == before


def test_a_place_is_told_apart_by_the_document_also_in_the_store(path: Path) -> None:
    chau_thanh = replace(PLAN, issuer="Ủy ban nhân dân huyện Châu Thành")
    text = "Sở Tài chính tỉnh Long An\nPhòng Nội vụ: rà soát biên chế."
    elsewhere = text.replace("Long An", "Gia Lai")
    with open_store(path) as store:
        for number, words in enumerate((text, elsewhere)):
            resolver = Resolver.of(chau_thanh, words)
            item = task(words, "rà soát biên chế", lead=agencies_field(words, "Phòng Nội vụ"))
            item = replace(item, lead=item.lead and replace(item.lead, value=resolver.put(item.lead.value)))
            made = result(words, item, metadata=replace(chau_thanh, number=f"{number}/KH-UBND"), path=f"{number}.docx")
            assert made.extraction is not None
            store.save(replace(made, extraction=replace(made.extraction, agencies=resolver.found())))
        ids = [row["agency_id"] for row in store.db.query("select agency_id from task_agencies order by task_id")]
    assert ids == ["Phòng Nội vụ huyện Châu Thành (tỉnh Long An)", "Phòng Nội vụ huyện Châu Thành"]


def test_predecessors_are_found_unless_told_otherwise(path: Path) -> None:
    with open_store(path) as store:
        store.save(resolved(*TASKS))
        db = store.db

        def found(agency: str, **options: bool) -> list[str]:
            return [row["task"] for row in query_tasks(db, agency, **options)]

        assert found("so tai chinh") == ["phân bổ vốn"]
        assert found("Sở Nội vụ") == ["đào tạo nghề"]  # its main part
        assert found("Sở Nội vụ", predecessors=False) == []
        assert found("Sở Y tế") == []  # a fifth of it: see tasks_by_current_agency
        assert found("SLĐTBXH") == ["đào tạo nghề"]


def test_a_database_of_an_older_release_is_brought_forward(path: Path) -> None:
    """Its tasks stay; their agencies are known once the document is read again."""
    old = Database(path)
    for name in ("0001_documents", "0002_tasks", "0003_issues_and_accounts", "0004_search", "0005_views"):
        MIGRATIONS.apply(old, stop_before="0006_agencies")
        assert name in [migration.name for migration in MIGRATIONS.applied(old)]
    with old.conn:
        old.execute(
            "insert into documents (id, path, imported_at, extractor_version, status) values ('d','p','t','0','done')"
        )
        old.execute(
            "insert into tasks (id, document_id, ordinal, quote, quote_spans, confidence) values ('t','d',1,'q','[]',1)"
        )
        old.execute("insert into task_agencies values ('t','lead',1,'Sở Y tế',null,'agency','r',1,'[]','so y te',null)")
    old.close()
    with open_store(path) as store:
        rows = list(store.db.query("select current_agency, printed from tasks_by_current_agency"))
        assert rows == [{"current_agency": None, "printed": '["Sở Y tế"]'}]
        assert query_tasks(store.db, "Sở Y tế", predecessors=True)
