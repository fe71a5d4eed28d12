"""The command line: what is printed, and the exit codes that scripts rely on (0 all read, 1 not all, 2 wrong usage)."""

from __future__ import annotations

import csv
import io
import json
import resource
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sample_plan import PLAN

from flows.arguments import last_day, parse_day
from flows.cli import main
from flows.tables import csv_cell, deadline_words

HEAVY = {"prefect", "spacy", "underthesea", "pdfplumber", "pydantic", "sqlite_utils", "rich", "docx", "yaml"}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan and a broken file, imported into ``tasks.db``."""
    place = tmp_path_factory.mktemp("cli")
    (place / "in").mkdir()
    (place / "in" / "ke-hoach.txt").write_text(PLAN, encoding="utf-8")
    (place / "in" / "hong.pdf").write_bytes(b"%PDF-1.7 cut")
    return place


@pytest.fixture(scope="module")
def imported(folder: Path) -> Result:
    return run("import", folder / "in", "--db", folder / "tasks.db", "--workers", "1")


@pytest.fixture
def db(folder: Path, imported: Result) -> Path:
    return folder / "tasks.db"


def test_import_sums_up_and_exits_with_1_where_a_file_failed(imported: Result) -> None:
    assert imported.exit_code == 1, imported.output
    reason, name, total = imported.stdout.splitlines()
    assert reason.startswith("Không đọc được – ")
    assert name.endswith("hong.pdf")
    assert total.startswith("2 tệp (1 đã đọc đủ, 1 không đọc được), 2 nhiệm vụ, ")


def test_import_of_what_is_done_exits_with_0(folder: Path, db: Path) -> None:
    again = run("import", folder / "in" / "ke-hoach.txt", "--db", db)
    assert (again.exit_code, again.stdout.split(",")[0]) == (0, "1 tệp (1 bỏ qua)")


@pytest.mark.parametrize(
    "arguments",
    [
        ("import",),
        ("import", "no-such-folder"),
        ("extract", "no-such-file.pdf"),
        ("tasks", "--db", "no-such.db"),
        ("tasks", "--due-from", "31/2/2026"),
        ("tasks", "--due-within", "soon"),
        ("tasks", "--due-within", "30d", "--due-to", "2026-01-01"),
        ("tasks", "--due-between", "2026-01-01", "2026-02-01", "--due-within", "30d"),
        ("tasks", "--due-between", "2026-02-01", "2026-01-01"),
        ("tasks", "--format", "xml"),
        ("agencies", "Sở Vũ trụ"),
        ("agencies", "Sở Y tế", "--place", "Atlantis"),
        ("agencies", "--db", "no-such.db"),
        ("search",),
        ("evaluate", "--gold", "no-such-folder"),
        ("nightly", "--watch", "no-such-folder"),
        ("no-such-command",),
    ],
)
def test_wrong_usage_exits_with_2_and_says_so(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stderr
    assert not list(tmp_path.iterdir())


def test_what_is_no_database_of_ours_is_said_in_plain_words(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "words.db").write_text("no database at all, but words that go on for a while")
    (tmp_path / "empty.db").touch()
    for result in (
        run("tasks", "--db", tmp_path / "words.db"),
        run("documents", "--db", tmp_path / "empty.db"),
        run("import", folder / "in", "--db", tmp_path / "words.db"),
        run("import", folder / "in", "--db", tmp_path / "no" / "folder.db"),
    ):
        assert result.exit_code == 2, result.output
        assert "cơ sở dữ liệu" in result.stderr


def test_tasks_are_found_by_agency_deadline_document_and_words(db: Path) -> None:
    def found(*options: str) -> int:
        result = run("tasks", "--db", db, "--format", "json", *options)
        assert result.exit_code == 0, result.output
        return len(json.loads(result.stdout))

    assert found() == 2
    assert found("--agency", "so noi vu") == 2
    assert found("--agency", "Sở Tài chính") == 1
    assert found("--due-to", "29/9/2022") == 0
    assert found("--due-to", "15/12/2022") == 2  # the report of the third quarter is due before it
    assert found("--due-from", "2022-12-16") == 1  # and that of the fourth after it
    assert found("--due-from", "2023-01-01") == 0
    assert found("--document", "185/KH-UBND") == 2
    assert found("--words", "cong vu") == 1
    assert found("--limit", "1") == 1


def test_tasks_of_what_merged_into_an_agency_are_found_too(tmp_path: Path) -> None:
    plan = tmp_path / "2024.txt"
    plan.write_text(PLAN.replace("Sở Tài chính", "Sở Kế hoạch và Đầu tư"), encoding="utf-8")
    db = tmp_path / "tasks.db"
    assert run("import", plan, "--db", db, "--workers", "1").exit_code == 0

    def found(*options: str) -> int:
        return len(json.loads(run("tasks", "--db", db, "--format", "json", *options).stdout))

    assert found("--agency", "Sở Tài chính") == found("--agency", "STC") == 1
    assert found("--agency", "Sở Tài chính", "--no-predecessors") == 0
    assert found("--agency", "SKHĐT") == 1
    rows = {row["agency"]: row for row in json.loads(run("agencies", "--db", db, "--format", "json").stdout)}
    # The plan is one of tỉnh Hà Giang: its departments are those of Tuyên Quang today.
    assert rows["Sở Tài chính tỉnh Tuyên Quang"]["taken_over"] == 1
    assert rows["Sở Nội vụ tỉnh Tuyên Quang"]["leads"] >= 1
    table = run("agencies", "--db", db).stdout
    assert "Cơ quan hiện nay" in table and "Sở Tài chính tỉnh Tuyên Quang" in table


def test_agencies_tells_who_one_was_and_who_belongs_to_a_group() -> None:
    told = run("agencies", "skhđt", "--place", "tỉnh Hà Giang").stdout
    assert "01/03/2025 nhập vào Sở Tài chính tỉnh Hà Giang" in told
    assert "Hiện nay: Sở Tài chính tỉnh Tuyên Quang" in told
    assert run("agencies", "skhđt", "--place", "Hà Giang").stdout == told
    told = run("agencies", "Phòng Tư pháp", "--place", "huyện Châu Thành, tỉnh Long An", "--on", "2024-05-01").stdout
    assert "Phòng Tư pháp huyện Châu Thành (tỉnh Long An)" in told and "(tỉnh Tây Ninh)" in told
    told = run("agencies", "Sở LĐTBXH").stdout
    assert "chia cho Sở Nội vụ (55%)" in told and "chia cho Sở Y tế (20%)" in told
    assert len(json.loads(run("agencies", "Phòng Kinh tế", "--format", "json").stdout)) == 2
    told = run("agencies", "các sở, ban, ngành", "--place", "tỉnh Hà Giang", "--on", "2024-05-01").stdout
    assert "- Sở Kế hoạch và Đầu tư tỉnh Hà Giang\n" in told and "Sở Ngoại vụ tỉnh Hà Giang (tùy tỉnh)" in told
    assert "nhóm mở" in run("agencies", "các cơ quan, đơn vị").stdout


def test_agencies_checks_its_lists() -> None:
    checked = run("agencies", "--check")
    assert checked.exit_code == 0 and "SAI" not in checked.stdout
    assert all(row["holds"] for row in json.loads(run("agencies", "--check", "--format", "json").stdout))


def test_due_within_counts_from_today(folder: Path, db: Path, tmp_path: Path) -> None:
    soon = date.today() + timedelta(days=10)
    plan = tmp_path / "soon.txt"
    plan.write_text(PLAN.replace("15/12/2022", soon.strftime("%d/%m/%Y")).replace("185/", "186/"), encoding="utf-8")
    assert run("import", plan, "--db", tmp_path / "soon.db").exit_code == 0
    counts = [
        len(json.loads(run("tasks", "--db", tmp_path / "soon.db", "--due-within", within, "--format", "json").stdout))
        for within in ("9d", "10d", "2w")
    ]
    assert counts == [0, 1, 1]


REPORTS = """2. Sở Tư pháp chủ trì báo cáo kết quả về Ủy ban nhân dân tỉnh hằng quý.
3. Các sở, ban, ngành gửi số liệu về Sở Nội vụ trước ngày 20 hằng tháng.
4. Sở Y tế chủ trì xây dựng kế hoạch riêng trong thời hạn 20 ngày làm việc kể từ ngày ban hành Kế hoạch này.
"""


@pytest.fixture(scope="module")
def reports(folder: Path) -> Path:
    """A database with a plan that has recurring reports, and no years in its title."""
    plan = folder / "reports.txt"
    plan.write_text(
        PLAN.replace("hành chính năm 2022", "hành chính").replace("- Tổng hợp, báo cáo kết quả hằng quý.\n", "")
        + REPORTS
    )
    assert run("import", plan, "--db", folder / "reports.db").exit_code == 0
    return folder / "reports.db"


def rows_of(*arguments: str | Path) -> list[dict[str, object]]:
    done = run("tasks", *arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_due_within_sees_the_next_report_of_a_quarterly_duty(reports: Path) -> None:
    rows = rows_of("--db", reports, "--agency", "so tu phap", "--due-within", "3m")
    assert len(rows) == 1 and rows[0]["next_due_cycle"] == "quarterly"
    assert date.today() <= date.fromisoformat(str(rows[0]["next_due_on"])) <= last_day(date.today(), 3, "m")
    printed = run("tasks", "--db", reports, "--agency", "so tu phap", "--due-within", "3m").stdout
    assert "Kỳ hạn tới" in printed and "(hằng quý; ngày do phần mềm tạm tính" in printed


def test_due_between(reports: Path) -> None:
    window = ("--due-between", "2030-09-01", "30/9/2030")
    assert [row["next_due_on"] for row in rows_of("--db", reports, *window)] == ["2030-09-30", "2030-09-20"]
    assert rows_of("--db", reports, "--due-between", "2030-09-21", "2030-09-29") == []


def test_json_tells_how_a_deadline_was_read(reports: Path) -> None:
    monthly, relative = (rows_of("--db", reports, "--agency", name)[0] for name in ("cac so, ban, nganh", "so y te"))
    taken = monthly["deadline_readings"][0]  # type: ignore[index]
    assert (taken["rule"], taken["due_days"]) == ("deadline.recurring", [{"cycle": "monthly", "day": 20}])
    rules = [reading["rule"] for reading in relative["deadline_readings"]]  # type: ignore[attr-defined]
    assert rules[0] == "deadline.days_from_issue" and "days.calendar" in rules


def test_show_prints_one_task_with_its_reasons(reports: Path) -> None:
    task_id = str(rows_of("--db", reports, "--agency", "so y te")[0]["task_id"])
    printed = run("show", task_id, "--db", reports).stdout
    assert "Thời hạn được hiểu là: 11/07/2022" in printed and "ngày nghỉ bù" in printed
    assert "Cách hiểu khác, không chọn:" in printed
    described = json.loads(run("show", task_id, "--db", reports, "--format", "json").stdout)
    assert {"deadline", "lead", "task"} <= {field["field"] for field in described["fields"]}
    monthly = str(rows_of("--db", reports, "--agency", "cac so, ban, nganh")[0]["task_id"])
    assert "Kỳ hạn tới: 20/" in run("show", monthly, "--db", reports).stdout or date.today().day == 20
    assert run("show", "no-such-task", "--db", reports).exit_code == 2


def test_csv_is_for_spreadsheets(db: Path) -> None:
    printed = run("tasks", "--db", db, "--format", "csv").stdout
    assert printed.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(printed.removeprefix("\ufeff"))))
    assert [row["lead_agencies"] for row in rows] == ["Sở Nội vụ", "Sở Nội vụ"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1+1", "'=1+1"), ("- Sở", "'- Sở"), ("@x", "'@x"), ("Sở", "Sở"), (["a", None], "a; "), (3, 3), (None, None)],
)
def test_no_cell_is_a_formula(value: object, cell: object) -> None:
    assert csv_cell(value) == cell


def test_tables_are_plain_where_they_are_piped(db: Path) -> None:
    title, first, _ = run("tasks", "--db", db).stdout.splitlines()
    assert title.split("\t") == ["Văn bản", "Mục", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"]
    assert first.split("\t")[3:] == ["Sở Nội vụ", "Sở Tài chính", "15/12/2022"]


def test_search_shows_the_words_around(db: Path) -> None:
    result = run("search", "so", "tai", "chinh", "--db", db)
    assert "[Sở Tài chính]" in result.stdout


def test_documents_lists_failures_with_their_reason(db: Path) -> None:
    lines = run("documents", "--db", db).stdout.splitlines()
    assert any("hong.pdf\tkhông đọc được" in line and line.split("\t")[-1] for line in lines)


def test_extract_prints_tasks_and_the_certificate_apart(folder: Path, tmp_path: Path) -> None:
    result = run("extract", folder / "in" / "ke-hoach.txt")
    assert result.exit_code == 0
    assert "kiểm tra công vụ" in result.stdout
    assert result.stderr.startswith("BẢN KIỂM KÊ")


def test_extract_of_a_folder_says_what_to_use(folder: Path) -> None:
    told = run("extract", folder / "in")
    assert (told.exit_code, "là thư mục" in told.stderr, "kehoach import" in told.stderr) == (2, True, True)


def test_import_of_an_empty_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    told = run("import", tmp_path / "in", "--db", tmp_path / "tasks.db")
    assert (told.exit_code, told.stdout.splitlines()[-1]) == (0, "Không có tệp nào ở đó: hãy kiểm tra lại đường dẫn.")


def test_extract_as_json_has_the_account_in_it(folder: Path) -> None:
    rows = json.loads(run("extract", folder / "in" / "ke-hoach.txt", "--format", "json").stdout)
    assert [len(rows["tasks"]), rows["document"]["status"]] == [2, "done"]
    assert rows["account"]


def test_extract_of_a_broken_file_exits_with_1(folder: Path) -> None:
    assert run("extract", folder / "in" / "hong.pdf").exit_code == 1


def test_nightly_once_imports_what_is_new(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "night.db"
    first, second = (run("nightly", "--watch", folder / "in", "--db", db, "--once", "--workers", "1") for _ in "12")
    assert first.exit_code == 1
    assert (second.exit_code, second.stdout.split(",")[0]) == (0, "2 tệp (2 bỏ qua)")


def test_evaluate_scores_and_compares(tmp_path: Path, folder: Path, db: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    task = "Tổng hợp, báo cáo kết quả hằng quý"
    answers = {
        "file": "ke-hoach.txt",
        "document": {"number": "185/KH-UBND", "kind": "kế hoạch", "is_plan": True},
        "tasks": [{"id": "1", "task": task, "quote": f"- {task}.", "lead": ["Sở Nội vụ"]}],
        "targets": [],
        "target_items": [],
        "not_tasks": [],
    }
    (gold / "ke-hoach.json").write_text(json.dumps(answers), encoding="utf-8")
    printed = run("evaluate", "--gold", gold, "--db", db, "--format", "json")
    assert printed.exit_code == 0, printed.output
    totals = json.loads(printed.stdout)["totals"]
    assert totals["task"]["r"] == 1.0
    baseline = tmp_path / "baseline.json"
    totals["task"]["f1"] += 0.01
    baseline.write_text(json.dumps({"totals": totals, "documents": {}}))
    worse = run("evaluate", "--gold", gold, "--db", db, "--baseline", baseline)
    assert worse.exit_code == 1
    assert worse.stderr.startswith("Giảm: tổng task")
    from_sources = run("evaluate", "--gold", gold, "--sources", folder / "in", "--format", "json")
    assert json.loads(from_sources.stdout)["totals"]["task"]["r"] == 1.0


@pytest.mark.parametrize(
    "command", ["", "import", "extract", "tasks", "targets", "search", "documents", "evaluate", "nightly", "doctor"]
)
def test_every_command_has_help(command: str) -> None:
    result = run(*filter(None, [command]), "--help")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 5


def test_help_answers_at_once() -> None:
    """Under 0.5 s: nothing heavy is imported, and the processor time of a whole run is below that."""
    code = "import sys, flows.cli; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(loaded)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "flows.cli", "--help"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime < 0.5


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("31/3/2026", date(2026, 3, 31)),
        ("31/2/2026", None),
        ("3/2026", None),
        ("mai", None),
    ],
)
def test_days_are_read_as_they_are_written(words: str, day: date | None) -> None:
    assert parse_day(words) == day


@pytest.mark.parametrize(
    ("count", "unit", "day"),
    [
        (30, "d", date(2026, 3, 2)),
        (2, "tuần", date(2026, 2, 14)),
        (1, "m", date(2026, 2, 28)),
        (12, "tháng", date(2027, 1, 31)),
    ],
)
def test_the_last_day_of_a_time_from_today(count: int, unit: str, day: date) -> None:
    assert last_day(date(2026, 1, 31), count, unit) == day


@pytest.mark.parametrize(
    ("start", "due", "printed", "words"),
    [
        ("2026-01-01", "2026-03-31", "quý I", "01/01/2026 – 31/03/2026"),
        (None, "2026-03-31", "trước 31/3", "31/03/2026"),
        ("2026-03-31", "2026-03-31", "ngày 31/3", "31/03/2026"),
        ("2026-03-31", None, "từ 31/3", "từ 31/03/2026"),
        (None, None, "thường xuyên", "thường xuyên"),
        (None, None, None, ""),
    ],
)
def test_a_deadline_is_shown_in_days_where_they_are_known(
    start: str | None, due: str | None, printed: str | None, words: str
) -> None:
    assert deadline_words({"start_on": start, "due_on": due, "deadline_text": printed}) == words
