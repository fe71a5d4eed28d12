"""The page of an evaluation: what it says, that it needs no network, and how a browser shows it."""

from __future__ import annotations

import copy
import html
import json
import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from factories import agencies_field, deadline_field, result, task

from extractors.records import Account
from flows.cli import main
from pipeline.evaluation_page import find_changes, layout_of, render_page
from pipeline.evidence import Entry, Evidence, Source, find_words, read_sources
from pipeline.score import Report, evaluate
from pipeline.store import open_store

ROOT = Path(__file__).parent.parent
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SAMPLE = "28-bang-ngang-nhieu-dong-trong-o"
MADE_AT = datetime(2026, 7, 1, 8, 5, tzinfo=UTC)
TEXT = (
    "II. NHIỆM VỤ\n- Rà soát <thủ tục> hành chính; Công chức Tư pháp; Trước 30/6/2024.\n"
    "- Niêm yết công khai tại trụ sở.\n"
)
GOLD: dict[str, Any] = {
    "file": "kh01.docx",
    "document": {"number": "15/KH-UBND", "kind": "kế hoạch", "is_plan": True},
    "tasks": [
        {"id": "1", "task": "Rà soát <thủ tục> hành chính", "quote": "- Rà soát <thủ tục> hành chính",
         "lead": ["Công chức Tư pháp"], "deadline_text": "Trước 30/6/2024", "due_on": "2024-06-30"},
        {"id": "2", "task": "Niêm yết công khai tại trụ sở", "quote": "- Niêm yết công khai tại trụ sở.",
         "lead": [], "note": "no agency is named"},
    ],
    "targets": [{"raw": "80% hồ sơ", "comparator": ">=", "value": 80, "unit": "%"}],
    "target_items": [], "not_tasks": [],
}  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The first task has a wrong day, the second was missed: the account says why."""
    words = "Rà soát <thủ tục> hành chính"
    stored = task(
        TEXT,
        words,
        lead=agencies_field(TEXT, "Công chức Tư pháp"),
        deadline=deadline_field(TEXT, "Trước 30/6/2024", due_on=date(2024, 7, 1)),
    )
    missed = find_words(TEXT, "- Niêm yết công khai tại trụ sở.")
    assert missed is not None
    accounts = (Account("item", missed, "-", "ignored", "zone.purpose"),)
    with open_store(tmp_path / "s.db") as store:
        store.save(result(TEXT, stored, path="kh01.docx", accounts=accounts))
    return tmp_path / "s.db"


@pytest.fixture
def report(database: Path, tmp_path: Path) -> Report:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "kh01.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return evaluate(database, folder)


def page_of(report: Report, database: Path, baseline: dict[str, Any] | None = None) -> str:
    return render_page(report, read_sources(database), Evidence(), baseline, MADE_AT)


def seen(page: str) -> str:
    """The words of a page, without styles and tags, white space joined."""
    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)).split())


@pytest.mark.parametrize(
    "words",
    [
        "Lập lúc 08:05 ngày 01/07/2026",
        "Trọn bản ghi 0,0% 0 / 2 đúng",
        "Thời hạn Trước 30/6/2024 → 30/06/2024 Trước 30/6/2024 → 01/07/2024",
        "Nhiệm vụ Rà soát <thủ tục> hành chính Rà soát <thủ tục> hành chính",
        "Chỗ này đã bỏ qua (zone.purpose).",
        "Ghi chú của đáp án: no agency is named",
        "Hiểu là ít nhất 80 % –",
        "Số, ký hiệu '15/KH-UBND' None",
        "danh sách 1 2 0,0",
        "Bỏ sót: 1",
    ],
)
def test_the_page_says(report: Report, database: Path, words: str) -> None:
    assert words in seen(page_of(report, database))


def test_words_of_a_document_are_never_markup(report: Report, database: Path) -> None:
    page = page_of(report, database)
    assert "<thủ tục>" not in page
    assert "&lt;thủ tục&gt;" in page


def test_changes_against_the_baseline_are_told_losses_first(report: Report, database: Path) -> None:
    baseline = copy.deepcopy(report.as_dict())
    assert list(find_changes(report, baseline)) == []
    assert "Không có chỉ số nào thay đổi." in seen(page_of(report, database, baseline))
    baseline["totals"]["lead"]["f1"] += 0.25
    baseline["documents"]["kh01.docx"]["task"]["f1"] -= 0.125
    baseline["totals"]["invented"]["found"] = 2
    words = seen(page_of(report, database, baseline))
    assert "Giảm: 1 Ở Chỉ số Mốc Nay Tất cả Cơ quan chủ trì 125,0 100,0 Tăng: 2" in words
    assert "Tất cả Giá trị tự thêm 2 0" in words
    assert "kh01.docx Tìm thấy nhiệm vụ" in words


def test_a_database_with_the_promised_views_only_has_a_page_too(report: Report, database: Path) -> None:
    with open_store(database) as store:
        store.db.executescript("drop view task_table; drop view target_table; drop table document_texts;")
    assert "Bỏ sót: 1" in seen(page_of(report, database))


@pytest.mark.parametrize(
    ("whats", "layout"),
    [(["row", "row"], "bảng"), (["item", "sentence"], "danh sách + văn xuôi"), (["item", "item"], "danh sách")],
)
def test_the_layout_is_where_the_records_of_gold_stand(whats: list[str], layout: str) -> None:
    places = [find_words(TEXT, wanted["quote"]) for wanted in GOLD["tasks"]]
    entries = tuple(Entry(place, what, "task", "x") for place, what in zip(places, whats, strict=True) if place)
    assert layout_of(GOLD, [Source("kh01.docx", "docx", TEXT, entries)]) == layout
    assert layout_of(GOLD | {"layout": "khối tiêu chí"}, []) == "khối tiêu chí"
    assert layout_of(GOLD | {"tasks": []}, []) == "không giao việc"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("rà soát<thủ tục> HÀNH CHÍNH", "Rà soát <thủ tục> hành chính"),
        ("Niêm yết công khai tại trụ sở, ô bên cạnh chen vào giữa", "Niêm yết công khai tại tr"),
        ("Chữ không có trong văn bản", None),
        ("", None),
    ],
)
def test_words_are_found_in_the_text(words: str, found: str | None) -> None:
    place = find_words(TEXT, words)
    assert (None if place is None else place.cut(TEXT)) == found


def test_a_picture_shows_the_lines_and_their_number_is_bounded(tmp_path: Path) -> None:
    path = ROOT / "corpus" / "sources" / f"{SAMPLE}.pdf"
    with open_store(tmp_path / "s.db") as store:
        from pipeline.process import extractor_version, process_file

        store.save(*process_file(path, str(path), extractor_version()))
    source = read_sources(tmp_path / "s.db")[path.name][0]
    evidence = Evidence(pictures=1)
    first, second = (evidence.passage(source, "Quảng bá hình ảnh vùng đất", None) for _ in "12")
    assert first is not None and second is not None
    assert (first.page, second.page) == (1, 1)
    assert str(first.picture).startswith("data:image/jpeg;base64,")
    assert len(str(first.picture)) < 200_000
    assert second.picture is None
    assert evidence.passage(source, "Chữ không có trong văn bản", None) is None


@pytest.fixture(scope="module")
def sample_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("page") / "báo cáo" / "report.html"
    command = ["evaluate", "--gold", str(ROOT / "corpus" / "gold"), "--only", SAMPLE, "--report", str(page)]
    command += ["--baseline", str(ROOT / "corpus" / "baseline" / "scores.json")]
    done = CliRunner().invoke(main, command)
    assert page.is_file(), done.output
    return page


def test_the_page_is_one_file_that_asks_the_network_for_nothing(sample_page: Path) -> None:
    page = sample_page.read_text(encoding="utf-8")
    assert not re.findall(r"""(?:src|href|action)\s*=\s*["'](?!data:|#)|url\(|@import|<script|<link""", page)
    assert "://" not in re.sub(r"data:[^\"']+", "", page)
    assert len(page) < 10_000_000


@pytest.mark.skipif(not BROWSER, reason="no chromium on this machine")
def test_a_browser_shows_the_page(sample_page: Path, tmp_path: Path) -> None:
    """Nothing is wider than the window, at the width of a screen and of a telephone, and every picture is decoded."""
    probe = """<script>addEventListener("load", () => {
        const wide = document.documentElement.scrollWidth - innerWidth;
        const broken = [...document.images].filter(image => !image.naturalWidth).length;
        const narrow = [...document.querySelectorAll("td:first-child")].filter(cell => cell.clientWidth < 60).length;
        document.title = `wide ${wide} broken ${broken} narrow ${narrow}`;
    })</script>"""
    probed = tmp_path / "probe.html"
    probed.write_text(sample_page.read_text(encoding="utf-8").replace("</body>", f"{probe}</body>"), encoding="utf-8")
    for width in (1200, 500):
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
        profile = f"--user-data-dir={tmp_path / f'profile{width}'}"
        done = subprocess.run(
            [str(BROWSER), *flags, profile, f"--window-size={width},900", "--dump-dom", probed.as_uri()],
            capture_output=True,
            text=True,
            timeout=120,
        )
        title = re.search(r"<title>(.*?)</title>", done.stdout)
        assert title is not None, done.stderr
        assert title[1] == "wide 0 broken 0 narrow 0", (width, title[1])
