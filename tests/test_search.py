"""Finding tasks again; every query is made on a database that the store wrote and a plain connection reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from factories import agencies_field, deadline_field, result, task, words_field
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from extractors.records import Metadata
from pipeline.search import list_documents, parse_query, query_tasks, search
from pipeline.store import open_store

TEXT = """Chỉ số cải cách hành chính
- Giao Sở Nội vụ: Xây dựng đề án vị trí việc làm trước ngày 15/11/2024;
- Công chức Văn phòng - Thống kê: bàn giao hồ sơ cho Đảng uỷ xã trong năm 2024;
- UBND huyện Đắk Đoa và Sở Y tế: họp Ban Giao thông vận tải hằng quý;
- Hội Nông dân: nhắc các số nội dung và vụ việc từ ngày 01/3/2024."""

TASKS = (
    task(
        TEXT,
        "Xây dựng đề án vị trí việc làm trước ngày 15/11/2024",
        lead=agencies_field(TEXT, "Sở Nội vụ"),
        criterion=words_field(TEXT, "Chỉ số cải cách hành chính"),
        deadline=deadline_field(TEXT, "trước ngày 15/11/2024", due_on=date(2024, 11, 15)),
    ),
    task(
        TEXT,
        "bàn giao hồ sơ cho Đảng uỷ xã trong năm 2024",
        lead=agencies_field(TEXT, "Văn phòng - Thống kê", canonical={"Văn phòng - Thống kê": "Công chức VP-TK"}),
        deadline=deadline_field(TEXT, "trong năm 2024", "range", date(2024, 1, 1), date(2024, 12, 31)),
    ),
    task(
        TEXT,
        "họp Ban Giao thông vận tải hằng quý",
        lead=agencies_field(TEXT, "UBND huyện Đắk Đoa"),
        coordinating=agencies_field(TEXT, "Sở Y tế"),
        deadline=deadline_field(TEXT, "hằng quý", "recurring", recurrence="quarterly"),
    ),
    task(
        TEXT,
        "nhắc các số nội dung và vụ việc từ ngày 01/3/2024",
        actors=agencies_field(TEXT, "Hội Nông dân"),
        deadline=deadline_field(TEXT, "từ ngày 01/3/2024", "range", date(2024, 3, 1)),
    ),
)
PLAN = Metadata("185/KH-UBND", date(2022, 7, 11), "Ủy ban nhân dân tỉnh Hà Giang", None, "Kế hoạch CCHC", is_plan=True)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("search") / "tasks.db"
    with open_store(path) as store:
        store.save(result(TEXT, *TASKS, metadata=PLAN, path="a.docx"))
        store.save(result(TEXT, *TASKS[:1], metadata=PLAN, path="a.html", content="again"))
        store.save(result("nhắc các số", task("nhắc các số", "nhắc các số"), path="b.docx", content="b"))
    db = Database(path)
    yield db
    db.close()


def first_words(rows: list[dict[str, object]]) -> list[str]:
    return [str(row["task"]).split()[0] for row in rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("so noi vu", ["Xây", "nhắc"]),  # nearness first: the second has the syllables apart
        ("Sở Nội vụ", ["Xây"]),  # typed diacritics are respected
        ("SỞ NỘI VỤ", ["Xây"]),
        ("so Nội vu", ["Xây", "nhắc"]),  # only the word that has them
        ("de an", ["Xây"]),
        ("đề án", ["Xây"]),
        ("dak doa", ["họp"]),
        ("Đắk Đoa", ["họp"]),
        ("dang uy", ["bàn"]),
        ("đảng ủy", ["bàn"]),
        ("ĐẢNG UỶ", ["bàn"]),
        ("bàn giao", ["bàn"]),
        ("ban giao", ["họp", "bàn"]),
        ("bạn giáo", ["họp", "bàn"]),  # spelt nowhere: every spelling
        ('"vị trí việc"', ["Xây"]),
        ('"trí vị"', []),
        ("“vị trí", ["Xây"]),
        ("giao thô*", ["họp"]),
        ('"giao th"*', ["họp"]),
        ("giao th", []),
        ("Văn phòng - Thống kê", ["bàn"]),
        ("185/KH-UBND hop", ["họp"]),
        ("cải cách hành chính", ["Xây"]),
        ("nông dân", ["nhắc"]),
        ("15/11/2024", ["Xây"]),
        ("đề án vũ trụ", []),
        ("", []),
        (" - * \" ' () ", []),
    ],
)
def test_search(db: Database, words: str, found: list[str]) -> None:
    rows = search(db, words, 10, document="185/KH-UBND")
    assert sorted(first_words(rows)) == sorted(found)
    if words == "so noi vu":
        assert first_words(rows) == found


@pytest.mark.parametrize(
    "words",
    ["NEAR(a b, 2)", "task_id : x", "a AND OR NOT", '"""', "^x", "a + b", "{words} : x", "a\0b", "\ud800", "x " * 5000],
)
def test_no_input_is_an_error(db: Database, words: str) -> None:
    assert search(db, words, 5) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30) | st.text(alphabet='"*()^:-+{}AĐđuỷ NOTRE,', max_size=30))
def test_any_text_is_a_query(db: Database, words: str) -> None:
    search(db, words, 3)
    query_tasks(db, agency=words, words=words)


def test_words_of_a_task_find_it(db: Database) -> None:
    for stored in query_tasks(db, document="185/KH-UBND"):
        assert stored["task_id"] in {row["task_id"] for row in search(db, stored["task"], 1)}


@pytest.mark.parametrize(
    ("words", "snippet"),
    [
        ("de an", "Xây dựng [đề án] vị trí việc làm trước ngày 15/11/2024"),
        ('"viec lam" x*ây', None),
        ("so noi vu", "[Sở Nội vụ]"),
        ("hà giang", None),
    ],
)
def test_snippet(db: Database, words: str, snippet: str | None) -> None:
    rows = search(db, words, 1)
    if snippet is None:
        assert rows == []
    else:
        assert rows[0]["snippet"].startswith(snippet)


def test_long_text_is_cut_around_the_hit(tmp_path: Path) -> None:
    text = "đầu " * 40 + "kim chỉ nam " + "cuối " * 40
    with open_store(tmp_path / "t.db") as store:
        store.save(result(text, task(text, text.strip())))
        snippet = search(store.db, "kim chi", 1, marks=("<b>", "</b>"))[0]["snippet"]
    assert snippet.startswith("… đầu") and "<b>kim chỉ</b> nam" in snippet and snippet.endswith("cuối …")
    assert len(snippet) < 150


def test_limit_and_best_first(db: Database) -> None:
    assert len(search(db, "2024", 2)) == 2
    rows = search(db, "so noi vu", 1)
    assert first_words(rows) == ["Xây"]


def test_terms() -> None:
    so, phrase, number = parse_query('sở "nội vụ" 185/KH*')
    assert (so.words, so.exact, so.prefix) == (("sở",), True, False)
    assert phrase.words == ("nội", "vụ")
    assert (number.words, number.exact, number.prefix) == (("185", "kh"), False, True)


@pytest.mark.parametrize(
    ("agency", "found"),
    [
        ("so noi vu", ["Xây"]),
        ("Nội vụ", ["Xây"]),
        ("y te", ["họp"]),  # coordinating
        ("cong chuc vp tk", ["bàn"]),  # canonical only
        ("Văn phòng Thống kê", ["bàn"]),
        ("Đak Đoa", ["họp"]),
        ("noi", ["Xây"]),
        ("oi vu", []),  # whole words
        ("nông dân", []),  # an actor neither leads nor coordinates
        ("%", []),
    ],
)
def test_agency_filter(db: Database, agency: str, found: list[str]) -> None:
    assert first_words(query_tasks(db, agency=agency, document="185/KH-UBND")) == found


@pytest.mark.parametrize(
    ("due_from", "due_to", "found"),
    [
        (date(2024, 11, 15), date(2024, 11, 15), ["Xây", "bàn", "nhắc"]),
        (date(2024, 2, 1), date(2024, 2, 29), ["bàn"]),
        (None, date(2022, 9, 29), []),
        (None, date(2022, 9, 30), ["họp"]),  # the first quarter that ends after the plan was issued
        (date(2025, 1, 1), None, ["họp", "nhắc"]),  # from a day on, without an end
        (None, date(2024, 11, 14), ["bàn", "họp", "nhắc"]),
        (date(2024, 11, 16), date(2024, 12, 1), ["bàn", "nhắc"]),
        (date(2024, 11, 16), date(2024, 12, 31), ["bàn", "họp", "nhắc"]),
        (None, None, ["Xây", "bàn", "họp", "nhắc"]),
    ],
)
def test_deadline_window(db: Database, due_from: date | None, due_to: date | None, found: list[str]) -> None:
    assert first_words(query_tasks(db, due_from=due_from, due_to=due_to, document="185/KH-UBND")) == found


def test_recurring_task_is_listed_by_the_day_on_which_it_comes_again(db: Database) -> None:
    def meeting(**window: date) -> dict[str, object]:
        return query_tasks(db, agency="so y te", document="185/KH-UBND", **window)[0]  # type: ignore[arg-type]

    in_half_a_year = meeting(due_from=date(2026, 8, 1), due_to=date(2026, 12, 31))
    assert (in_half_a_year["next_due_on"], in_half_a_year["next_due_assumed"]) == ("2026-09-30", 1)
    assert in_half_a_year["occurrences"] == ["2026-09-30", "2026-12-31"]
    assert meeting(today=date(2026, 12, 31))["next_due_on"] == "2026-12-31"
    assert "next_due_on" not in meeting()
    once = query_tasks(db, document="185/KH-UBND", today=date(2024, 1, 1))[0]
    assert (once["next_due_on"], once["occurrences"]) == (None, [])


def test_limit_counts_what_is_due(db: Database) -> None:
    window = {"due_from": date(2026, 9, 1), "due_to": date(2026, 9, 30)}
    assert first_words(query_tasks(db, limit=1, words="hop", **window)) == ["họp"]  # type: ignore[arg-type]


def test_filters_together(db: Database) -> None:
    assert first_words(query_tasks(db, agency="so noi vu", words="de an", due_from=date(2024, 1, 1))) == ["Xây"]
    assert query_tasks(db, agency="so y te", words="de an") == []
    assert query_tasks(db, words="?") == []
    assert len(query_tasks(db, limit=2)) == 2


def test_second_publication_is_left_out_unless_asked(db: Database) -> None:
    assert len(query_tasks(db, words="de an")) == len(search(db, "de an", 5)) == 1
    both = query_tasks(db, words="de an", include_duplicates=True)
    assert [row["path"] for row in both] == ["a.docx", "a.html"]
    assert both[1]["duplicate_of"] == both[0]["task_id"]
    assert len(search(db, "de an", 5, include_duplicates=True)) == 2


def test_rows_have_lists_and_the_document(db: Database) -> None:
    meeting = query_tasks(db, agency="so y te")[0]
    assert meeting["lead_agencies"] == ["UBND huyện Đắk Đoa"]
    assert meeting["lead_canonical"] == [None]
    assert (meeting["actors"], meeting["number"], meeting["path"]) == ([], "185/KH-UBND", "a.docx")


def test_documents(db: Database) -> None:
    rows = list_documents(db)
    assert [(row["path"], row["tasks"], row["current"]) for row in rows] == [
        ("a.docx", 4, 1),
        ("b.docx", 1, 1),
    ]
    assert [row["copies"] for row in rows] == [1, 0]
    every = list_documents(db, include_duplicates=True)
    assert [(row["path"], row["tasks"], row["original"]) for row in every] == [
        ("a.docx", 4, None),
        ("a.html", 0, "185/KH-UBND"),
        ("b.docx", 1, None),
    ]
    assert len(query_tasks(db, document=rows[1]["id"])) == 1
    assert query_tasks(db, document=" 185 / KH-UBND ") == query_tasks(db, document="185/KH-UBND")
