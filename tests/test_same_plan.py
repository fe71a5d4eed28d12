"""One plan in several files is known as one; two plans that are written alike are not."""

from __future__ import annotations

import random
import string
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from factories import result, task
from sqlite_utils import Database

from extractors.records import Metadata
from flows.cli import main
from pipeline.batch import import_paths
from pipeline.identity import Action
from pipeline.result import DocumentResult
from pipeline.same_plan import Published, contradicts, is_same_plan, number_key, pair_copies, profile
from pipeline.search import list_documents, query_tasks
from pipeline.store import Store, open_store

CORPUS = Path(__file__).parents[1] / "corpus"
ISSUER = "Ủy ban nhân dân xã Ea Rốk"


@cache
def words_of(name: str) -> str:
    """The words of a sample of the corpus, as a portal copies them: real sentences in the length of real plans."""
    sys.path.insert(0, str(CORPUS))
    try:
        from make import read_sample, text_lines  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(CORPUS))
    return "\n".join(text_lines(read_sample(CORPUS / "texts" / f"{name}.yaml")))


PLAN = (
    words_of("31-ke-hoach-xa-phan-cong-dong-chi").replace("Bình Hưng Tây", "Ea Rốk").replace("BÌNH HƯNG TÂY", "EA RỐK")
)
FACTS = Metadata("64/KH-UBND", date(2025, 11, 4), ISSUER, "A", "Phòng chống thiên tai năm 2026", "kế hoạch", True,
                 date(2026, 1, 1), date(2026, 12, 31))  # fmt: skip
UNKNOWN = Metadata(kind="kế hoạch", is_plan=True)
DRAFT = replace(FACTS, number=None, issued_on=None)


def scanned(text: str, share: float = 0.03) -> str:
    """``text`` with letters misread as a scanner does: other letters, lost diacritics."""
    chance = random.Random(7)
    return "".join(
        chance.choice(string.ascii_lowercase) if c.isalpha() and chance.random() < share else c for c in text
    )


def published(text: str, facts: Metadata, **more: Any) -> Published:
    row = {
        "id": "a", "sha256": None, "part": None, "number": facts.number, "issuer": facts.issuer, "title": facts.title,
        "issued_on": facts.issued_on and facts.issued_on.isoformat(), "kind": facts.kind,
        "period_start": facts.period_start and facts.period_start.isoformat(),
        "period_end": facts.period_end and facts.period_end.isoformat(),
    }  # fmt: skip
    return Published(row | more, text)


def next_year(text: str) -> str:
    return text.replace("2026", "2027").replace("2025", "2026")


def neighbour(text: str) -> str:
    return text.replace("Ea Rốk", "Cư Kbang").replace("EA RỐK", "CƯ KBANG")


Change = Callable[[str], str]
SAME: list[tuple[str, Change, Metadata, Metadata]] = [
    ("portal copy", lambda t: "Trang chủ\nVăn bản\n" + t.upper(), FACTS, FACTS),
    ("portal names the commune only", str, FACTS, replace(FACTS, issuer="Xã Ea Rốk")),
    ("draft without number and day", str, FACTS, DRAFT),
    ("two drafts", lambda t: t.replace("tăng cường", "đẩy mạnh"), DRAFT, DRAFT),
    ("copy without title", lambda t: t[t.index("Ea Rốk, ngày") :], FACTS, UNKNOWN),
    ("first half of it", lambda t: t[: len(t) // 2], FACTS, replace(UNKNOWN, title="Phòng chống thiên tai năm 2026")),
    ("scan without number", scanned, FACTS, DRAFT),
    ("bad scan", lambda t: scanned(t, 0.045), FACTS, replace(UNKNOWN, kind="khác")),
    ("scan, day misread", scanned, FACTS, replace(FACTS, issued_on=date(2025, 11, 1))),
    ("number written otherwise", scanned, FACTS, replace(FACTS, number="064/KH–UBND", issued_on=None)),
    ("identity alone", lambda t: "Kế hoạch", FACTS, FACTS),
]
OTHER: list[tuple[str, Change, Metadata, Metadata]] = [
    ("another number", str, FACTS, replace(FACTS, number="65/KH-UBND")),
    ("number of another year", next_year, FACTS, replace(FACTS, issued_on=date(2026, 11, 4), period_start=None)),
    ("next year's draft", next_year, FACTS, DRAFT),
    ("next year's, nothing stated", next_year, UNKNOWN, UNKNOWN),
    ("of another year by its title alone", str, DRAFT, replace(DRAFT, period_start=date(2027, 1, 1))),
    ("the neighbour's", neighbour, FACTS, replace(FACTS, issuer="Ủy ban nhân dân xã Cư Kbang")),
    ("the neighbour's draft", neighbour, DRAFT, replace(DRAFT, issuer="Ủy ban nhân dân xã Cư Kbang")),
    ("the neighbour's, nothing stated", neighbour, FACTS, UNKNOWN),
    ("the neighbour's, same number, no issuer read", neighbour, FACTS, replace(FACTS, issuer=None)),
    ("another office of the same place", str, DRAFT, replace(DRAFT, issuer="Đảng ủy xã Ea Rốk")),
    ("report on it", str, DRAFT, replace(DRAFT, kind="báo cáo")),
    ("amendment", str, FACTS, replace(DRAFT, title="Điều chỉnh Kế hoạch phòng chống thiên tai năm 2026")),
    ("another plan of the office", lambda t: words_of("05-ke-hoach-cap-xa-sau-7-2025"), DRAFT, DRAFT),
    ("other text under the number", lambda t: words_of("05-ke-hoach-cap-xa-sau-7-2025"), FACTS,
     replace(FACTS, issued_on=None, period_start=None)),
    ("a copy that names no place may be anybody's", lambda t: t[len(t) // 8 :], FACTS, UNKNOWN),
    ("too short to tell", lambda t: "Kính gửi các sở", DRAFT, DRAFT),
]  # fmt: skip


@pytest.mark.parametrize(("change", "first", "second"), [c[1:] for c in SAME], ids=[c[0] for c in SAME])
def test_one_plan(change: Change, first: Metadata, second: Metadata) -> None:
    a, b = published(PLAN, first), published(change(PLAN), second)
    assert is_same_plan(a, b)
    assert is_same_plan(b, a)


@pytest.mark.parametrize(("change", "first", "second"), [c[1:] for c in OTHER], ids=[c[0] for c in OTHER])
def test_two_plans(change: Change, first: Metadata, second: Metadata) -> None:
    a, b = published(PLAN, first), published(change(PLAN), second)
    assert not is_same_plan(a, b)
    assert not is_same_plan(b, a)


def test_no_two_samples_are_one_plan() -> None:
    names = [path.stem for path in sorted((CORPUS / "texts").glob("*.yaml"))]
    texts = [published(words_of(name), UNKNOWN) for name in names]
    assert not [(i, j) for i, a in enumerate(texts) for j, b in enumerate(texts[:i]) if is_same_plan(a, b)]


def test_the_sketch_finds_what_is_alike() -> None:
    own = set(profile(PLAN).sketch())
    for text in (scanned(PLAN, 0.045), PLAN[: len(PLAN) // 2], next_year(PLAN)):
        assert len(own & set(profile(text).sketch())) >= 4
    assert len(own & set(profile(words_of("05-ke-hoach-cap-xa-sau-7-2025")).sketch())) < 10


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [("05/KH-UBND", "5 /KH–UBND", True), ("12-KH/TU", "12-KH/TU", True), ("5/KH-UBND", "50/KH-UBND", False)],
)
def test_number_key(a: str, b: str, same: bool) -> None:
    assert (number_key(a) == number_key(b)) is same


@pytest.mark.parametrize(
    ("a", "b", "other"),
    [
        ("Ủy ban nhân dân tỉnh Hà Giang", "UBND tỉnh Hà Giang", False),
        ("Ủy ban nhân dân tỉnh Hà Giang", "Tỉnh Hà Giang", False),
        ("Ủy ban nhân dân tỉnh Hà Giang", "Ủy ban nhân dân tỉnh Hà Nam", True),
        ("Ủy ban nhân dân xã Tân Lập", "Ủy ban nhân dân xã Tân Lạc", True),
        ("Sở Nội vụ tỉnh Hà Giang", "Sở Y tế tỉnh Hà Giang", True),
        ("Ủy ban nhân dân tính Phủ Thọ", "Ủy ban nhân dân tỉnh Phú Thọ", False),  # as a scanner reads it
        (None, "Sở Y tế", False),
    ],
)
def test_other_issuers_contradict(a: str | None, b: str, other: bool) -> None:
    first, second = published("", replace(UNKNOWN, issuer=a)), published("", replace(UNKNOWN, issuer=b))
    assert contradicts(first.row, second.row) is other


def action(number: int, words: str, *leads: str, due: str | None = None) -> Action:
    return Action(f"{number}", words, frozenset(leads), due)


@pytest.mark.parametrize(
    ("copy", "pairs"),
    [
        (action(9, "rà soát thủ tục hành chính", "sở nội vụ"), {"9": "1"}),
        (action(9, "rà soàt thú tuc hánh chlnh", "sờ nôi vu"), {"9": "1"}),  # a scan
        (action(9, "rà soát thủ tục hành chính", "sở y tế"), {}),
        (action(9, "rà soát thủ tục hành chính", due="2026-12-31"), {}),
        (action(9, "xây dựng đề án 07"), {}),
        (action(9, "xây dựng đề án 06"), {"9": "2"}),
    ],
)
def test_tasks_of_a_copy(copy: Action, pairs: dict[str, str]) -> None:
    original = [
        action(1, "rà soát thủ tục hành chính", "sở nội vụ", due="2026-06-30"),
        action(2, "xây dựng đề án 06"),
    ]
    assert pair_copies([copy], original) == pairs


# --- in the database --------------------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "t.db") as opened:
        yield opened


TASKS = ("Tổng hợp kết quả thực hiện", "Tuyên truyền trên hệ thống loa truyền thanh")


def stored(store: Store, path: str, facts: Metadata, text: str = PLAN, **more: Any) -> str:
    lines = "\n".join((text, *TASKS))
    tasks = [task(lines, words) for words in more.pop("tasks", TASKS)]
    made: DocumentResult = result(lines, *tasks, metadata=facts, path=path, content=path, **more)
    return store.save(made)[0]


def copies(store: Store) -> dict[str, str | None]:
    rows = store.db.query(
        "select d.path as path, o.path as original from documents as d "
        "left join documents as o on o.id = d.same_plan_as"
    )
    return {row["path"]: row["original"] for row in rows}


def test_draft_signed_scan_and_portal_are_one_plan(store: Store) -> None:
    stored(store, "du-thao.docx", DRAFT)
    stored(store, "quet.pdf", replace(FACTS, issued_on=None), scanned(PLAN), scanned=True)
    stored(store, "ky-so.pdf", FACTS, format="pdf")
    stored(store, "trang.html", FACTS, "Trang chủ\n" + PLAN, tasks=TASKS[:1])
    stored(store, "nam-sau.docx", DRAFT, next_year(PLAN))
    stored(store, "lang-gieng.docx", UNKNOWN, neighbour(PLAN))
    first = "du-thao.docx"
    assert copies(store) == {
        first: None, "quet.pdf": first, "ky-so.pdf": first, "trang.html": first, "nam-sau.docx": None,
        "lang-gieng.docx": None,
    }  # fmt: skip
    shown = query_tasks(store.db)
    assert [row["path"] for row in shown] == [first, first, "nam-sau.docx", "nam-sau.docx", *["lang-gieng.docx"] * 2]
    assert len(query_tasks(store.db, include_duplicates=True)) == 11
    assert [(row["path"], row["tasks"], row["copies"]) for row in list_documents(store.db)] == [
        (first, 2, 3), ("nam-sau.docx", 2, 0), ("lang-gieng.docx", 2, 0),
    ]  # fmt: skip
    assert len(list_documents(store.db, include_duplicates=True)) == 6


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({"status": "partial", "reason": "Thiếu trang."}, {}),
        ({"scanned": True}, {"tasks": TASKS[:1]}),
        ({"tasks": TASKS[:1]}, {}),
        ({"scanned": True}, {}),
    ],
)
@pytest.mark.parametrize("worse_first", [True, False])
def test_the_better_file_is_the_original(
    store: Store, worse: dict[str, Any], better: dict[str, Any], worse_first: bool
) -> None:
    offers = [("worse.pdf", worse), ("better.pdf", better)]
    for path, more in offers if worse_first else offers[::-1]:
        stored(store, path, FACTS, **dict(more))
    assert copies(store) == {"worse.pdf": "better.pdf", "better.pdf": None}
    assert all(
        row["duplicate_of"] is None
        for row in query_tasks(store.db, include_duplicates=True)
        if row["path"] == "better.pdf"
    )


def test_a_draft_alike_to_two_numbers_joins_one_and_brings_them_not_together(store: Store) -> None:
    stored(store, "a.pdf", FACTS)
    stored(store, "b.pdf", replace(FACTS, number="65/KH-UBND"))
    stored(store, "draft.docx", DRAFT)
    found = copies(store)
    assert (found["a.pdf"], found["b.pdf"]) == (None, None)
    assert found["draft.docx"] in ("a.pdf", "b.pdf")


def test_a_group_loses_its_original_and_stays_a_group(store: Store) -> None:
    for path in ("a.pdf", "b.pdf", "c.pdf"):
        stored(store, path, FACTS)
    assert copies(store) == {"a.pdf": None, "b.pdf": "a.pdf", "c.pdf": "a.pdf"}
    stored(store, "a.pdf", replace(FACTS, number="9/KH-UBND"), extractor_version="2")
    assert copies(store) == {"a.pdf": None, "b.pdf": None, "c.pdf": "b.pdf"}


def test_parts_of_a_file_are_no_copies_of_one_another(store: Store) -> None:
    text = "\n".join((PLAN, *TASKS))
    first, second = (result(text, task(text, TASKS[0]), metadata=FACTS, path="a.pdf", part=part) for part in (1, 2))
    store.save(first, second)
    assert set(copies(store).values()) == {None}


def test_the_command_lists_copies_when_asked(store: Store, tmp_path: Path) -> None:
    stored(store, "ky-so.pdf", FACTS)
    stored(store, "trang.html", FACTS)
    db = str(tmp_path / "t.db")
    run = CliRunner().invoke(main, ["documents", "--db", db])
    assert "ky-so.pdf" in run.stdout and "trang.html" not in run.stdout
    assert "Không kể 1 bản sao" in run.stderr
    run = CliRunner().invoke(main, ["documents", "--db", db, "--duplicates"])
    assert "Bản sao của" in run.stdout and "trang.html" in run.stdout
    assert "Không kể" not in run.stderr


def test_files_of_one_plan_in_a_folder(tmp_path: Path) -> None:
    """From the files: a portal's text and a Word file of the same sample, another commune's and next year's."""
    sys.path.insert(0, str(CORPUS))
    try:
        from make import make, read_sample
    finally:
        sys.path.remove(str(CORPUS))
    folder = tmp_path / "in"
    for name in ("in", "sources", "gold"):
        (tmp_path / name).mkdir()
    name = "31-ke-hoach-xa-phan-cong-dong-chi"
    make(read_sample(CORPUS / "texts" / f"{name}.yaml"), tmp_path)
    (tmp_path / "sources" / f"{name}.docx").rename(folder / "a.docx")
    text = words_of(name)
    (folder / "b.txt").write_text(text, encoding="utf-8")
    (folder / "c.txt").write_text(text.replace("Số: 64/KH-UBND", "Số:      /KH-UBND"), encoding="utf-8")
    (folder / "d.txt").write_text(next_year(text).replace("64/KH-UBND", "71/KH-UBND"), encoding="utf-8")
    other = text.replace("Bình Hưng Tây", "Ea Rốk").replace("BÌNH HƯNG TÂY", "EA RỐK")
    (folder / "e.txt").write_text(other.replace("64/KH-UBND", "12/KH-UBND"), encoding="utf-8")
    summary = import_paths([folder], tmp_path / "t.db", workers=1)
    rows = list_documents(Database(tmp_path / "t.db"), include_duplicates=True)
    found = {Path(row["path"]).name: row["original"] and row["original"].split("/")[0] for row in rows}
    assert [found[name] for name in ("d.txt", "e.txt")] == [None, None]
    assert sorted(found[name] is None for name in ("a.docx", "b.txt", "c.txt")) == [False, False, True]
    assert summary.duplicates > 0
    assert len(query_tasks(Database(tmp_path / "t.db"))) == summary.tasks
