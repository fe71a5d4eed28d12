"""Which targets have tasks and which tasks have targets, in the views and on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories import block_target, result, target, task, words_field
from sqlite_utils import Database

from extractors.records import Metadata
from flows.cli import main
from flows.tables import figure_words
from pipeline.coverage import query_targets, tasks_without_target
from pipeline.store import open_store

TEXT = """- Tỷ lệ hồ sơ trực tuyến toàn trình đạt 80%
- Số hộ nghèo còn dưới 500 hộ
1. Tiêu chí “Thực hiện xin lỗi”
a) Mục tiêu: 100% trường hợp trễ hạn được xin lỗi
- Ban hành văn bản xin lỗi
2. Nhiệm vụ khác
- Tập huấn cho 320 cán bộ
- Đẩy mạnh tiếp nhận hồ sơ trực tuyến toàn trình tại các xã
- Báo cáo kết quả"""
CRITERION = "Thực hiện xin lỗi"
TASKS = (
    task(TEXT, "Ban hành văn bản xin lỗi", section=("II", "1", "b", "-"), criterion=words_field(TEXT, CRITERION)),
    task(TEXT, "Tập huấn cho 320 cán bộ", section=("II", "2", "-"),
         targets=(target(TEXT, "320 cán bộ", "=", 320.0, unit="cán bộ"),), target=words_field(TEXT, "320 cán bộ")),
    task(TEXT, "Đẩy mạnh tiếp nhận hồ sơ trực tuyến toàn trình tại các xã", section=("II", "2", "-")),
    task(TEXT, "Báo cáo kết quả", section=("II", "2", "-")),
)  # fmt: skip
TARGETS = (
    block_target(TEXT, "đạt 80%", "=", 80.0, unit="%", section=("I", "-"), due_on=date(2026, 12, 31),
                 metric="Tỷ lệ hồ sơ trực tuyến toàn trình", quote="Tỷ lệ hồ sơ trực tuyến toàn trình đạt 80%"),
    block_target(TEXT, "dưới 500 hộ", "<", 500.0, unit="hộ", section=("I", "-"), metric="Số hộ nghèo"),
    block_target(TEXT, "100%", "=", 100.0, unit="%", section=("II", "1"), criterion=CRITERION,
                 metric="trường hợp trễ hạn được xin lỗi", due_on=date(2027, 12, 31)),
)  # fmt: skip
PLAN = Metadata("185/KH-UBND", date(2026, 1, 11), "Ủy ban nhân dân tỉnh Hà Giang", kind="kế hoạch", is_plan=True)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("coverage") / "tasks.db"
    with open_store(place) as store:
        store.save(result(TEXT, *TASKS, targets=TARGETS, metadata=PLAN, path="a.docx"))
    return place


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    database = Database(path)
    yield database
    database.close()


def test_views_show_what_has_no_counterpart(db: Database) -> None:
    """A block's target belongs to the block's tasks; one in a list of targets to none."""
    links = [row["link"] for row in db.query("select link from target_tasks order by link")]
    assert links == ["block", "task"]
    alone = [row["metric"] for row in db["targets_without_task"].rows]
    assert alone == ["Tỷ lệ hồ sơ trực tuyến toàn trình", "Số hộ nghèo"]
    assert [row["task"] for row in db["tasks_without_target"].rows] == [TASKS[2].task.value, TASKS[3].task.value]
    assert [row["task"] for row in tasks_without_target(db)] == [TASKS[2].task.value, TASKS[3].task.value]


def test_the_nearest_task_is_only_a_hint(db: Database) -> None:
    """Where the document links none, the task with the same words is shown; other words give nothing."""
    rows = query_targets(db, without_task=True)
    assert [row["similar_task"] for row in rows] == [TASKS[2].task.value, None]
    assert [row["tasks"] for row in query_targets(db)] == [0, 0, 1, 1]
    assert query_targets(db)[2]["similar_task"] is None


@pytest.mark.parametrize(
    ("question", "metrics"),
    [
        ({"words": "ho ngheo"}, ["Số hộ nghèo"]),
        ({"words": "hồ sơ trực tuyến"}, ["Tỷ lệ hồ sơ trực tuyến toàn trình"]),
        ({"words": "hộ sơ trực tuyến"}, ["Tỷ lệ hồ sơ trực tuyến toàn trình"]),  # a slip of the typist hides nothing
        ({"words": "---"}, []),
        ({"criterion": "xin loi"}, ["trường hợp trễ hạn được xin lỗi"]),
        ({"due_to": date(2026, 12, 31)}, ["Tỷ lệ hồ sơ trực tuyến toàn trình"]),
        ({"due_from": date(2027, 1, 1)}, ["trường hợp trễ hạn được xin lỗi"]),
        ({"document": "185/KH-UBND", "limit": 1}, ["Tỷ lệ hồ sơ trực tuyến toàn trình"]),
        ({"document": "999/KH-UBND"}, []),
    ],
)
def test_targets_are_found_by_words_criterion_and_day(
    db: Database, question: dict[str, object], metrics: list[str]
) -> None:
    assert [row["metric"] for row in query_targets(db, **question)] == metrics  # type: ignore[arg-type]


def test_the_command_prints_for_people_and_programs(path: Path) -> None:
    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, ["targets", "--db", str(path), *arguments])
        assert done.exit_code == 0, done.output
        return done.stdout

    head, first, second = run("--without-task").splitlines()
    assert head.split("\t")[3:] == ["Chỉ tiêu", "Mức", "Hạn", "Nhiệm vụ"]
    assert first.split("\t")[4:] == ["đạt 80%", "31/12/2026", f"chưa có; gần nhất: {TASKS[2].task.value}"]
    assert second.split("\t")[-1] == "chưa có"
    assert [row["value"] for row in json.loads(run("xin loi", "--format", "json"))] == [100]
    assert run("--format", "csv", "--criterion", "xin lỗi").splitlines()[0].startswith("\ufefftarget_id,")
    listed = CliRunner().invoke(main, ["targets", "--db", str(path), "--missing"])
    assert len(listed.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "comparator", "unit", "baseline", "shown"),
    [
        ("85", "=", "%", "Thực hiện 2025: 81", "85 % (Thực hiện 2025: 81)"),
        ("tăng 2 bậc", "increase", "bậc", "2023", "tăng 2 bậc (2023)"),
        ("20/34", "=", "hạng", None, "20/34"),
        ("Nâng cao chất lượng", None, None, None, "(bằng lời)"),
    ],
)
def test_a_figure_is_shown_with_unit_and_baseline(
    text: str, comparator: str | None, unit: str | None, baseline: str | None, shown: str
) -> None:
    row = {"text": text, "comparator": comparator, "unit": unit, "baseline": baseline}
    assert figure_words(row) == shown
