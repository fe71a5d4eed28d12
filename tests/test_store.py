"""What the database holds after an import, also after a crash, a second import, a new version, a second publication."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from factories import (
    NOON,
    VERSION,
    agencies_field,
    block_target,
    deadline_field,
    failure,
    result,
    span,
    target,
    task,
    words_field,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from extractors.document import Span
from extractors.records import Account, Issue, Mention, Metadata
from pipeline.identity import document_key
from pipeline.migrations import MIGRATIONS
from pipeline.store import INTERRUPTED, DocumentResult, Store, open_reader, open_store

TASK_TABLE = [
    "task_id", "document_id", "ordinal", "section", "section_title", "criterion", "task", "target", "lead_agencies",
    "coordinating_agencies", "lead_canonical", "coordinating_canonical", "actors", "deadline_text", "deadline_kind",
    "start_on", "due_on", "recurrence", "product", "page", "quote", "same_as", "duplicate_of", "confidence", "reviewed",
]  # fmt: skip
TARGET_TABLE = [
    "target_id", "document_id", "task_id", "section", "criterion", "text", "metric", "comparator", "value", "value_max",
    "unit", "rate", "out_of", "baseline", "due_on", "page", "quote",
]  # fmt: skip
DOCUMENTS = {
    "id", "path", "part", "sha256", "format", "pages", "imported_at", "extractor_version", "status", "reason", "number",
    "issued_on", "issuer", "signer", "title", "kind", "is_plan", "period_start", "period_end", "same_plan_as",
    "replaces",
}  # fmt: skip

TEXT = """KẾ HOẠCH số 185/KH-UBND
1. Tiêu chí “Xin lỗi người dân”
a) Mục tiêu: 100% trường hợp trễ hạn được xin lỗi.
- Rà soát 80% hồ sơ trễ hạn trước ngày
15/11/2024; Giao Sở Nội vụ chủ trì, Sở Y tế phối hợp;
- Niêm yết danh mục thủ tục hành chính.
Phụ lục
- Niêm yết danh mục thủ tục hành chính"""
PLAN = Metadata(
    "185/KH-UBND", date(2022, 7, 11), "Ủy ban nhân dân tỉnh Hà Giang", "Nguyễn A", "Cải cách", "kế hoạch", True,
    evidence=(Mention("number", span(TEXT, "185/KH-UBND"), "185/KH-UBND", "185/KH-UBND", "metadata.number"),),
)  # fmt: skip

FULL = task(
    TEXT,
    "Rà soát 80% hồ sơ trễ hạn",
    quote="- Rà soát 80% hồ sơ trễ hạn trước ngày\n15/11/2024",
    section=("1", "a", "-"),
    titles=("Tiêu chí", "", "Mục tiêu"),
    criterion=words_field(TEXT, "Xin lỗi người dân"),
    target=words_field(TEXT, "100% trường hợp trễ hạn được xin lỗi"),
    lead=agencies_field(TEXT, "Sở Nội vụ", "Sở Y tế", canonical={"Sở Y tế": "Sở Y tế tỉnh Hà Giang"}),
    deadline=deadline_field(TEXT, "trước ngày\n15/11/2024", due_on=date(2024, 11, 15)),
    targets=(target(TEXT, "80%", "=", 80.0, unit="%"),),
    page=2,
)
BARE = task(TEXT, "Niêm yết danh mục thủ tục hành chính", section=(), titles=(), key="bare")
TARGETS = (
    block_target(
        TEXT, "100%", "=", 100.0, criterion="Xin lỗi người dân", quote="100% trường hợp trễ hạn được xin lỗi."
    ),
)


def plan(*tasks: Any, metadata: Metadata = PLAN, text: str = TEXT, **more: Any) -> DocumentResult:
    return result(text, *(tasks or (FULL, BARE)), metadata=metadata, **more)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tasks.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def rows(store: Store, table: str, order: str = "1, 2, 3") -> list[dict[str, Any]]:
    return list(store.db.query(f"select * from {table} order by {order}"))


def dump(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table and view, and the words that full-text search holds."""
    names = [*store.db.table_names(), *store.db.view_names()]
    found = {name: rows(store, f'"{name}"', "1") for name in names if "_fts_" not in name}
    for row in found["task_search"]:
        row.pop("number")
    found.pop("task_search_fts")
    return found


def documents(store: Store) -> dict[str, dict[str, Any]]:
    return {row["path"]: row for row in rows(store, "documents", "rowid")}


# --- what is promised ------------------------------------------------------------------------------------------------


def test_views_have_the_promised_columns(store: Store, path: Path) -> None:
    store.save(plan(targets=TARGETS))
    db = Database(path)  # a plain connection, none of our code
    assert [c.name for c in db["task_table"].columns] == TASK_TABLE
    assert [c.name for c in db["target_table"].columns] == TARGET_TABLE
    assert {c.name for c in db["documents"].columns} >= DOCUMENTS
    assert {"document_id", "code", "severity", "message", "page", "span_start", "span_end"} <= {
        c.name for c in db["issues"].columns
    }
    assert db["task_table"].count == 2


def test_whole_task(store: Store) -> None:
    store.save(plan())
    stored = rows(store, "task_table", "ordinal")[0]
    assert stored == stored | {
        "ordinal": 1,
        "section": "1 > a > -",
        "section_title": "Tiêu chí > Mục tiêu",
        "criterion": "Xin lỗi người dân",
        "task": "Rà soát 80% hồ sơ trễ hạn",
        "target": "100% trường hợp trễ hạn được xin lỗi",
        "lead_agencies": '["Sở Nội vụ","Sở Y tế"]',
        "lead_canonical": '[null,"Sở Y tế tỉnh Hà Giang"]',
        "deadline_text": "trước ngày 15/11/2024",
        "deadline_kind": "by",
        "start_on": None,
        "due_on": "2024-11-15",
        "page": 2,
        "quote": "- Rà soát 80% hồ sơ trễ hạn trước ngày\n15/11/2024",
        "reviewed": 0,
    }


def test_unknown_is_null_and_no_list_is_empty_array(store: Store) -> None:
    store.save(plan(BARE))
    stored = rows(store, "task_table")[0]
    lists = [name for name in TASK_TABLE if name.startswith(("lead_", "coordinating_")) or name == "actors"]
    assert [stored[name] for name in lists] == ["[]"] * 5
    unknown = {name for name, value in stored.items() if value is None}
    assert unknown == {
        "section", "section_title", "criterion", "target", "deadline_text", "deadline_kind", "start_on", "due_on",
        "recurrence", "product", "page", "same_as", "duplicate_of",
    }  # fmt: skip


def test_nothing_stored_is_an_empty_text(store: Store) -> None:
    empty = Metadata(number="", issuer=" ", title="", kind="kế hoạch", is_plan=True)
    store.save(plan(replace(BARE, titles=("", " "), section=("",)), metadata=empty))
    store.save(failure("broken", path="x.pdf"))
    for name in ("documents", "task_table", "target_table", "issues", "accounts", "task_fields"):
        assert not [row for row in rows(store, name, "1") if "" in row.values()]


def test_targets_of_task_and_block(store: Store) -> None:
    [document_id] = store.save(plan(targets=TARGETS))
    own, block = rows(store, "target_table", "task_id is null")
    assert own["task_id"] == rows(store, "task_table", "ordinal")[0]["task_id"]
    assert (own["text"], own["value"], own["unit"], own["page"]) == ("80%", 80.0, "%", 2)
    assert own["quote"] == rows(store, "task_table", "ordinal")[0]["quote"]
    assert (block["task_id"], block["criterion"], block["document_id"]) == (None, "Xin lỗi người dân", document_id)
    assert block["quote"] == "100% trường hợp trễ hạn được xin lỗi."


def test_every_value_leads_back_to_its_words(store: Store) -> None:
    store.save(plan(targets=TARGETS, furniture_start=len(TEXT)))
    text = rows(store, "document_texts")[0]["text"]
    for stored in rows(store, "task_fields"):
        spans = json.loads(stored["evidence"])
        assert len(spans) > 1 or text[slice(*spans[0])] == stored["printed"]
    agencies = rows(store, "task_agencies")
    assert [text[slice(*json.loads(row["evidence"])[0])] for row in agencies] == ["Sở Nội vụ", "Sở Y tế"]
    for row in rows(store, "targets"):
        assert text[row["span_start"] : row["span_end"]] == row["text"]
    for row in rows(store, "document_evidence"):
        assert text[row["span_start"] : row["span_end"]] == row["printed"]
    assert rows(store, "issues") == []


def test_words_that_are_not_at_their_span_are_an_issue(store: Store) -> None:
    store.save(plan(replace(BARE, task=replace(BARE.task, spans=(Span(0, 8),)))))
    [issue] = rows(store, "issues")
    assert (issue["code"], issue["span_start"], issue["span_end"]) == ("store.span_mismatch.task", 0, 8)


def test_issues_and_accounts(store: Store) -> None:
    where = span(TEXT, "Niêm yết")
    issue = Issue("deadline.unresolved", "warning", "Không rõ thời hạn.", where, 3)
    account = Account("item", where, "-", "unexplained", "account.none", 3)
    [document_id] = store.save(plan(issues=(issue,), accounts=(account,)))
    assert rows(store, "issues")[0] == {
        "document_id": document_id, "ordinal": 1, "code": "deadline.unresolved", "severity": "warning",
        "message": "Không rõ thời hạn.", "page": 3, "span_start": where.start, "span_end": where.end,
    }  # fmt: skip
    assert rows(store, "accounts")[0]["outcome"] == "unexplained"


def test_annex_row_is_the_same_action(store: Store) -> None:
    annex = task(TEXT, "Niêm yết danh mục thủ tục hành chính", section=("Phụ lục", "1"), key="annex")
    store.save(plan(FULL, BARE, annex))
    first, second, third = rows(store, "task_table", "ordinal")
    assert (first["same_as"], second["same_as"], third["same_as"]) == (None, None, second["task_id"])


def test_keys_given_twice_lose_nothing(store: Store) -> None:
    store.save(plan(BARE, BARE))
    assert len(rows(store, "task_table")) == 2


# --- ids -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metadata", "key"),
    [
        (PLAN, "185-kh-ubnd_uy-ban-nhan-dan-tinh-ha-giang_2022-07-11"),
        (replace(PLAN, number="05-NQ/ĐU"), "05-nq-du_uy-ban-nhan-dan-tinh-ha-giang_2022-07-11"),
        (replace(PLAN, issued_on=None), "sha-abcdef0123456789"),  # each office counts anew each year
        (replace(PLAN, issuer=None), "sha-abcdef0123456789"),
        (None, "sha-abcdef0123456789"),
    ],
)
def test_document_key(metadata: Metadata | None, key: str) -> None:
    assert document_key(metadata, "abcdef0123456789" + "0" * 48, "a.pdf") == key


def test_ids_outlive_a_better_extractor(store: Store) -> None:
    unknown = replace(PLAN, number=None)
    [before] = store.save(plan(metadata=unknown))
    [after] = store.save(plan(extractor_version="2"))
    assert before == after
    assert documents(store)["kh.docx"]["number"] == "185/KH-UBND"
    assert len(rows(store, "task_table")) == 2


# --- again -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        (plan(),),
        (plan(status="partial", reason="Trang 3 không đọc được."),),
        (failure("broken"),),
        (failure("thumbs", path="Thumbs.db", status="skipped", reason="Không phải văn bản."),),
        (plan(part=1), plan(part=2, text=TEXT + ".", content=TEXT, metadata=replace(PLAN, number="186/KH-UBND"))),
    ],
    ids=["done", "partial", "failed", "skipped", "parts"],
)
def test_saving_twice_changes_nothing(store: Store, parts: tuple[DocumentResult, ...]) -> None:
    store.save(plan(path="other.docx", content="other", metadata=replace(PLAN, number="7/KH-UBND")))
    ids = store.save(*parts)
    before = dump(store)
    assert store.save(*parts) == ids
    assert dump(store) == before


def _outcome(path: str, content: str, version: str, number: str | None, status: str) -> DocumentResult:
    place = {"path": path, "content": content, "extractor_version": version}
    if status == "failed":
        return failure(**place)
    reason = "Thiếu trang." if status == "partial" else None
    return plan(**place, metadata=replace(PLAN, number=number), status=status, reason=reason)


_RESULTS = st.builds(
    _outcome,
    st.sampled_from(["a.docx", "b.docx"]),
    st.sampled_from(["x", "y", "z"]),
    st.sampled_from(["1", "2"]),
    st.sampled_from([None, "1/KH-UBND", "2/KH-UBND"]),
    st.sampled_from(["done", "partial", "failed"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_RESULTS, min_size=1, max_size=8))
def test_any_history_ends_well(tmp_path_factory: pytest.TempPathFactory, results: list[DocumentResult]) -> None:
    with open_store(tmp_path_factory.mktemp("history") / "t.db") as store:
        for one in results:
            store.save(one)
        before = dump(store)
        store.save(results[-1])
        assert dump(store) == before
        assert list(store.db.query("pragma foreign_key_check")) == []
        store.db.execute("insert into task_search_fts (task_search_fts, rank) values ('integrity-check', 1)")
        check_links(before)


def check_links(tables: dict[str, list[dict[str, Any]]]) -> None:
    """Whatever was read is shown, in its newest version, and once unless asked."""
    by_id = {row["id"]: row for row in tables["documents"]}
    read = {key for key, row in by_id.items() if row["status"] in ("done", "partial")}
    replaced = {row["replaces"] for row in by_id.values()}
    shown = {row["document_id"] for row in tables["task_table"]}
    assert shown == read - replaced
    for path in {by_id[key]["path"] for key in read}:
        assert any(by_id[key]["path"] == path for key in shown)
    for key in read:
        original = by_id[key]["same_plan_as"]
        assert original is None or (original in read and by_id[original]["same_plan_as"] is None and original != key)
        seen = {key}
        while key := by_id[key]["replaces"]:
            assert key not in seen
            seen.add(key)
    originals = [by_id[key]["sha256"] for key in shown if by_id[key]["same_plan_as"] is None]
    assert len(set(originals)) == len(originals)


def test_done_bytes_are_not_read_again(store: Store) -> None:
    one = plan()
    assert store.seen(one.sha256 or "", VERSION) is None
    store.save(one)
    assert store.seen(one.sha256 or "", VERSION) == "done"
    assert store.seen(one.sha256 or "", "2") is None
    assert not store.begin(one.path, one.sha256 or "", VERSION)
    assert store.begin(one.path, one.sha256 or "", "2")
    assert documents(store)["kh.docx"]["status"] == "done"  # what was read stands until it is read again


def test_same_bytes_under_another_path_are_skipped(store: Store) -> None:
    one = plan()
    store.save(one)
    assert not store.begin("bản sao/kh.docx", one.sha256 or "", VERSION, imported_at=NOON)
    copy = documents(store)["bản sao/kh.docx"]
    assert copy["status"] == "skipped" and "“kh.docx”" in copy["reason"]
    before = dump(store)
    store.begin("bản sao/kh.docx", one.sha256 or "", VERSION)
    store.save(replace(one, path="bản sao/kh.docx"))
    assert dump(store) == before
    assert len(rows(store, "task_table")) == 2
    assert store.seen(one.sha256 or "", VERSION) == "done"


@pytest.mark.parametrize("first", ["failed", "partial"])
def test_failed_and_partial_are_replaced_in_place(store: Store, first: str) -> None:
    one = plan()
    tried = failure(TEXT) if first == "failed" else replace(one, status="partial", reason="Thiếu trang.")
    store.save(tried)
    assert store.seen(one.sha256 or "", VERSION) == first
    assert store.begin(one.path, one.sha256 or "", VERSION)
    store.save(one)
    assert [row["status"] for row in rows(store, "documents")] == ["done"]
    assert len(rows(store, "task_table")) == 2


def test_failed_second_reading_keeps_the_first(store: Store) -> None:
    store.save(plan())
    before = dump(store)
    for _ in range(2):
        store.save(failure(TEXT, extractor_version="2"))
    after = dump(store)
    assert [row["code"] for row in after.pop("issues")] == ["store.kept_older"]
    assert before.pop("issues") == []
    assert len(after.pop("review_queue")) == len(before.pop("review_queue")) + 1
    assert after == before


def test_parts_of_one_file(store: Store) -> None:
    first = plan(part=1)
    second = plan(part=2, metadata=replace(PLAN, number="186/KH-UBND"))
    store.begin(first.path, first.sha256 or "", VERSION)
    store.save(first, replace(second, status="partial", reason="Thiếu trang."))
    assert [(row["part"], row["status"]) for row in rows(store, "documents", "part")] == [(1, "done"), (2, "partial")]
    assert store.seen(first.sha256 or "", VERSION) == "partial"
    store.save(plan())
    assert [(row["part"], row["status"]) for row in rows(store, "documents", "part")] == [(None, "done")]


def test_a_file_that_was_one_document_and_is_two(store: Store) -> None:
    """Read again by an extractor that splits it: the first keeps its id and its links; nothing is left over."""
    [old] = store.save(plan())
    [copy] = store.save(plan(path="kh.html", content="html"))
    other = replace(PLAN, number="186/KH-UBND")
    first, second = (plan(part=1, extractor_version="2"), plan(part=2, metadata=other, extractor_version="2"))
    assert store.save(first, second)[0] == old
    assert [(row["path"], row["part"]) for row in rows(store, "documents", "path, part")] == [
        ("kh.docx", 1), ("kh.docx", 2), ("kh.html", None),
    ]  # fmt: skip
    assert documents(store)["kh.html"]["same_plan_as"] == old
    assert len(rows(store, "task_table")) == 6
    before = dump(store)
    store.save(first, second)
    assert dump(store) == before
    assert store.save(plan(extractor_version="3")) == (old,)  # and one again
    assert {row["id"] for row in rows(store, "documents", "rowid")} == {old, copy}


def test_a_document_keeps_its_id_when_another_comes_to_stand_before_it(store: Store) -> None:
    [old] = store.save(plan())
    letter = plan(part=1, metadata=replace(PLAN, number="1533/UBND-TH"), extractor_version="2")
    new, same = store.save(letter, plan(part=2, extractor_version="2"))
    assert (same, new == old) == (old, False)
    swapped = (plan(part=1, extractor_version="3"), replace(letter, part=2, extractor_version="3"))
    assert store.save(*swapped) == (old, new)


def test_new_bytes_of_a_file_with_one_document_more(store: Store) -> None:
    unknown = Metadata(kind="kế hoạch", is_plan=True, title="Cải cách hành chính")
    [old] = store.save(plan(metadata=unknown))
    second = plan(part=2, content="v2", metadata=replace(unknown, title="Phòng chống thiên tai, cứu nạn năm 2026"))
    store.save(plan(part=1, content="v2", metadata=unknown), second)
    assert [row["replaces"] for row in rows(store, "documents", "rowid")] == [None, old, None]


@pytest.mark.parametrize(
    "parts",
    [(), (plan(), plan()), (plan(part=1), plan(part=2, path="b.docx")), (plan(part=1), plan(part=2, content="b"))],
)
def test_save_takes_one_file(store: Store, parts: tuple[DocumentResult, ...]) -> None:
    with pytest.raises(ValueError):
        store.save(*parts)


# --- versions and second publications ---------------------------------------------------------------------------------

AMENDED = replace(FULL, deadline=None)


def test_new_bytes_under_the_same_path_are_a_new_version(store: Store) -> None:
    [old] = store.save(plan())
    [new] = store.save(plan(AMENDED, content="v2"))
    [newest] = store.save(plan(AMENDED, BARE, content="v3"))
    links = {row["id"]: row["replaces"] for row in rows(store, "documents")}
    assert links == {old: None, new: old, newest: new}
    assert {row["document_id"] for row in rows(store, "task_table")} == {newest}
    assert {row["document_id"] for row in rows(store, "target_table")} == {newest}
    assert len(rows(store, "tasks")) == 5  # the older rows stay


def test_version_without_a_number(store: Store) -> None:
    unknown = Metadata(kind="kế hoạch", is_plan=True)
    [old] = store.save(plan(metadata=unknown))
    [new] = store.save(plan(metadata=unknown, content="v2"))
    assert documents(store)["kh.docx"]["replaces"] == old != new


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAN, number="9/KH-UBND"),
        replace(PLAN, issuer="Ủy ban nhân dân xã Ea Rốk"),
        replace(PLAN, number=None, title="Phòng chống bão lụt mùa mưa"),
    ],
)
def test_another_plan_under_a_used_path_replaces_nothing(store: Store, other: Metadata) -> None:
    store.save(plan())
    store.save(plan(metadata=other, content="v2"))
    assert len({row["document_id"] for row in rows(store, "task_table")}) == 2


def test_unreadable_new_version_hides_nothing(store: Store) -> None:
    store.save(plan())
    store.begin("kh.docx", "f" * 64, VERSION)
    store.save(failure("v2"))
    assert len(rows(store, "task_table")) == 2
    assert sorted(row["status"] for row in rows(store, "documents")) == ["done", "failed", "failed"]


def test_readable_copy_replaces_the_file_that_failed(store: Store) -> None:
    [bad] = store.save(failure("broken"))
    store.save(plan())
    assert documents(store)["kh.docx"]["replaces"] == bad


def test_second_publication_is_linked_and_its_tasks_too(store: Store) -> None:
    """The copy that says more is the original, whichever came first."""
    [first] = store.save(plan())
    words = "Tổ chức hội nghị sơ kết tại xã"
    text = TEXT.replace("hành chính.", "hành chính!") + "\n" + words
    [again] = store.save(plan(FULL, BARE, task(text, words), text=text, path="kh.html", format="html"))
    found = documents(store)
    assert (found["kh.docx"]["same_plan_as"], found["kh.html"]["same_plan_as"]) == (again, None)
    assert found["kh.html"]["replaces"] is None
    ids = {row["ordinal"]: row["task_id"] for row in rows(store, "task_table") if row["document_id"] == again}
    copies = {row["ordinal"]: row["duplicate_of"] for row in rows(store, "task_table") if row["document_id"] == first}
    assert copies == {1: ids[1], 2: ids[2]}
    assert [row["duplicate_of"] for row in rows(store, "task_table") if row["document_id"] == again] == [None] * 3


def test_amended_deadline_is_never_hidden(store: Store) -> None:
    store.save(plan(FULL))
    later = deadline_field(TEXT, "trước ngày\n15/11/2024", due_on=date(2024, 12, 15))
    store.save(plan(replace(FULL, deadline=later), path="kh.pdf", content="v2"))
    assert [row["duplicate_of"] for row in rows(store, "task_table")] == [None, None]


def test_links_follow_a_new_version_of_the_original(store: Store) -> None:
    store.save(plan())
    store.save(plan(path="kh.html", content="html"))
    [new] = store.save(plan(BARE, content="v2"))
    assert documents(store)["kh.html"]["same_plan_as"] == new
    shown = rows(store, "task_table")
    assert sorted(row["duplicate_of"] is None for row in shown) == [False, True, True]


def test_links_outlive_reading_again(store: Store) -> None:
    [first] = store.save(plan())
    store.save(plan(path="kh.html", content="html"))
    store.save(plan(extractor_version="2"))
    assert documents(store)["kh.html"]["same_plan_as"] == first
    assert sum(row["duplicate_of"] is not None for row in rows(store, "task_table")) == 2


def test_an_older_version_read_again_stays_an_older_version(store: Store) -> None:
    partial: dict[str, Any] = {"status": "partial", "reason": "Thiếu trang."}
    store.save(plan(**partial))
    [new] = store.save(plan(AMENDED, content="v2"))
    store.save(plan(**partial))
    assert {row["document_id"] for row in rows(store, "task_table")} == {new}


def test_corrected_number_cuts_the_link(store: Store) -> None:
    store.save(plan())
    store.save(plan(path="b.docx", content="b"))
    store.save(plan(path="b.docx", content="b", extractor_version="2", metadata=replace(PLAN, number="9/KH-UBND")))
    assert documents(store)["b.docx"]["same_plan_as"] is None
    assert [row["duplicate_of"] for row in rows(store, "task_table")] == [None] * 4


def test_better_reading_of_a_copy_goes_to_the_first_path(store: Store) -> None:
    [first] = store.save(plan())
    assert store.begin("b.docx", plan().sha256 or "", "2")
    assert store.save(plan(path="b.docx", extractor_version="2")) == (first,)
    found = documents(store)
    assert (found["kh.docx"]["extractor_version"], found["kh.docx"]["status"]) == ("2", "done")
    assert found["b.docx"]["status"] == "skipped"
    assert not store.begin("kh.docx", plan().sha256 or "", "2")


# --- crashes and company ----------------------------------------------------------------------------------------------

_CHILD = """
import os, sys
sys.path[:0] = {paths!r}
from test_store import plan, VERSION
from pipeline.store import open_store
store = open_store({db!r})
one = plan()
store.begin(one.path, one.sha256, VERSION)
{action}
print("ready", flush=True)
sys.stdin.read()
"""
_BETWEEN = "pass"
_INSIDE = """
import pipeline.store
def stop(*_):
    print("ready", flush=True)
    sys.stdin.read()
pipeline.store.Store._link = stop  # all rows are written, the transaction is still open
store.save(one)
"""


@pytest.mark.parametrize("action", [_BETWEEN, _INSIDE], ids=["between begin and save", "inside save"])
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_killed_writer_leaves_a_true_record(path: Path, action: str) -> None:
    paths = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
    code = _CHILD.format(paths=paths, db=str(path), action=action)
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout and child.stdin
    assert child.stdout.readline() == "ready\n"
    child.kill()
    child.wait()
    child.stdout.close()
    child.stdin.close()
    with open_store(path) as store:
        [row] = rows(store, "documents")
        assert (row["status"], row["reason"]) == ("failed", INTERRUPTED)
        for table in ("tasks", "task_fields", "task_agencies", "targets", "document_texts", "task_search"):
            assert rows(store, table, "1") == []
        one = plan()
        assert store.begin(one.path, one.sha256 or "", VERSION)
        store.save(one)
        assert [row["status"] for row in rows(store, "documents")] == ["done"]


def _read_for_a_while(path: Path, ready: Any, stop: Any, counts: Any) -> None:
    db = open_reader(path)
    ready.set()
    seen = {db.execute("select count(*) from task_table").fetchone()[0]}
    while not stop.is_set():
        seen.add(db.execute("select count(*) from task_table").fetchone()[0])
    counts.put(seen)


def test_two_processes_read_while_one_writes(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    stop, counts = context.Event(), context.Queue()
    started = [context.Event(), context.Event()]
    with open_store(path) as store:
        readers = [context.Process(target=_read_for_a_while, args=(path, ready, stop, counts)) for ready in started]
        for reader in readers:
            reader.start()
        for ready in started:
            assert ready.wait(60)
        for number in range(40):
            numbered = replace(PLAN, number=f"{number}/KH-UBND")
            store.save(plan(path=f"{number}.docx", content=str(number), metadata=numbered))
        stop.set()
    seen = counts.get(timeout=60) | counts.get(timeout=60)
    for reader in readers:
        reader.join(60)
    assert [reader.exitcode for reader in readers] == [0, 0]
    assert seen <= set(range(0, 81, 2))  # whole documents only
    assert len(seen) > 1


def _write(path: Path, name: str) -> None:
    with open_store(path) as store:
        for number in range(15):
            numbered = replace(PLAN, number=f"{number}/KH-{name}")
            store.save(plan(path=f"{name}{number}.docx", content=f"{name}{number}", metadata=numbered))


def test_two_writers_wait_for_each_other(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(path, name)) for name in ("UBND", "HDND")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0]
    with open_store(path) as store:
        assert len(rows(store, "task_table")) == 60


def test_failing_save_stores_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    before = dump(store)
    monkeypatch.setattr(Store, "_link", full_disk)
    with pytest.raises(sqlite3.OperationalError):
        store.save(plan())
    assert dump(store) == before


# --- opening ----------------------------------------------------------------------------------------------------------


def test_migrations_run_once_and_in_order(path: Path) -> None:
    for _ in range(2):
        with open_store(path) as store:
            names = [migration.name for migration in MIGRATIONS.applied(store.db)]
            assert names == sorted(names) and len(names) >= 6 and not MIGRATIONS.pending(store.db)
            assert store.db.journal_mode == "wal"
            assert store.db.execute("pragma foreign_keys").fetchone()[0] == 1


def test_failing_migration_leaves_the_database_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(path) as store:
        before = store.db.schema

    def broken(db: Database) -> None:
        db.execute("create table half (id integer)")
        raise RuntimeError("broken")

    monkeypatch.setattr(MIGRATIONS, "_migrations", [*MIGRATIONS._migrations])
    MIGRATIONS(name="9999_broken")(broken)
    with pytest.raises(RuntimeError):
        open_store(path)
    assert Database(path).schema == before


def test_database_opens_without_our_code(path: Path) -> None:
    with open_store(path) as store:
        store.save(plan(targets=TARGETS))
    bare = sqlite3.connect(path)
    for (name,) in bare.execute("select name from sqlite_master where type in ('table', 'view')").fetchall():
        bare.execute(f'select * from "{name}"').fetchall()
    bare.execute("delete from tasks").fetchall()  # the triggers need nothing of ours either
    found = list(Database(path)["task_search"].search("so noi vu"))
    assert len(found) == 1


def test_reader_needs_a_database_and_cannot_write(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_reader(path)
    assert not path.exists()
    open_store(path).close()
    with pytest.raises(sqlite3.OperationalError):
        open_reader(path).execute("delete from documents")


def test_store_imports_no_reader_library() -> None:
    slow = {"spacy", "pdfplumber", "pypdfium2", "docx", "underthesea", "pikepdf", "pydantic", "prefect"}
    code = f"import sys, pipeline.store, pipeline.search; print(sorted({slow} & sys.modules.keys()))"
    root = str(Path(__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": root}, check=True
    )
    assert done.stdout == "[]\n"


# --- results ----------------------------------------------------------------------------------------------------------


def test_result_is_picklable() -> None:
    assert pickle.loads(pickle.dumps(plan())) == plan()


@pytest.mark.parametrize(
    "change",
    [
        {"status": "failed"},
        {"reason": "Vì sao?"},
        {"extraction": None},
        {"imported_at": datetime(2026, 7, 1)},
        {"status": "partial"},
    ],
)
def test_contradicting_result_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        replace(plan(), **change)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.settings import Settings

    assert Settings().db == Path("tasks.db")
    monkeypatch.setenv("KEHOACH_DB", "khác.db")
    monkeypatch.setenv("KEHOACH_WORKERS", "3")
    assert (Settings().db, Settings().workers) == (Path("khác.db"), 3)
    monkeypatch.setenv("KEHOACH_WORKERS", "0")
    with pytest.raises(ValueError):
        Settings()
