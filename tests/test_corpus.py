"""The bundled samples: made again they are the same, their gold is sound, and its words stand in the files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn

CORPUS = Path(__file__).parents[1] / "corpus"
NAMES = sorted(path.stem for path in (CORPUS / "texts").glob("*.yaml"))
TASK_FIELDS = {
    "id", "section", "criterion", "task", "target", "lead", "actor", "coordinating", "deadline_text", "start_on",
    "due_on", "recurrence", "product", "page", "quote", "note",
}  # fmt: skip
KINDS = {"kế hoạch", "quyết định", "chương trình", "chỉ thị", "công văn", "nghị quyết", "thông báo", "báo cáo", "tin",
         "khác"}  # fmt: skip
COMPARATORS = {"=", ">=", ">", "<=", "<", "range", "approx", "maintain", "increase", "increase>=", "increase<=",
               "decrease", "decrease>=", "decrease<="}  # fmt: skip
RECURRENCES = {"daily", "weekly", "biweekly", "monthly", "quarterly", "semiannual", "annual", "periodic", "ongoing",
               "adhoc"}  # fmt: skip
MARKER = re.compile(r"(?:[-+•*]|[a-zđ]\)|\d+(?:\.\d+)*[.)-]|[IVX]+[.-])\s+")


def gold_of(name: str) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((CORPUS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return gold


def source_of(name: str, folder: Path = CORPUS) -> Path:
    (found,) = (folder / "sources").glob(f"{name}.*")
    return found


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text)).casefold()


def pdf_pages(path: Path) -> list[str]:
    """The text of each page without its page number, and the words of each table column read down the page."""
    with pdfplumber.open(path) as pdf:
        return [re.sub(r"\A\d+\n", "", page.extract_text() or "") for page in pdf.pages]


def pdf_columns(path: Path) -> str:
    """Each column of the tables, read down over all pages without the repeated header rows."""
    columns: dict[int, list[str]] = {}
    with pdfplumber.open(path) as pdf:
        rows = [row for page in pdf.pages for table in page.extract_tables() for row in table]
    head = [row for row in rows[:2] if rows.count(row) > 1]
    for row in rows:
        for index, cell in enumerate(row if row not in head else []):
            columns.setdefault(index, []).append(cell or "")
    return "\n".join(" ".join(cells) for cells in columns.values())


def docx_text(path: Path) -> str:
    """Paragraphs and cells in reading order, then each table column read downwards."""
    document = Document(str(path))
    pieces = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]
    for table in document.tables:
        pieces += [" ".join(table.cell(row, column).text for row in range(len(table.rows)))
                   for column in range(len(table.columns))]  # fmt: skip
    return "\n".join(pieces)


@cache
def words_of_file(name: str) -> str:
    """All words of the file without white space, so that a line or page end inside a sentence does not matter."""
    path = source_of(name)
    if path.suffix == ".pdf":
        return squeeze(" ".join(pdf_pages(path))) + "\n" + squeeze(pdf_columns(path))
    text = docx_text(path) if path.suffix == ".docx" else path.read_text(encoding="utf-8")
    return squeeze(re.sub(r"\s*\|\s*|\*\*", " ", text))


def content_of(path: Path) -> Any:
    """What must be the same when a file is made again; compression and PDF object layout may change with a library."""
    if path.suffix == ".pdf":
        return pdf_pages(path)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}
    return path.read_bytes()


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("corpus")
    command = [sys.executable, str(CORPUS / "make.py"), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "no serif font" in done.stderr or (done.returncode == 0 and "LiberationSerif" not in done.stdout):
        pytest.skip("Liberation Serif 2 is not installed: the pages would break elsewhere")
    assert done.returncode == 0, done.stderr
    return out


def test_every_sample_has_its_text_file_and_gold() -> None:
    assert len(NAMES) >= 14
    assert sorted(path.stem for path in (CORPUS / "sources").iterdir()) == NAMES
    assert sorted(path.stem for path in (CORPUS / "gold").iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_made_again_it_is_what_is_committed(name: str, made_again: Path) -> None:
    assert json.loads((made_again / "gold" / f"{name}.json").read_text(encoding="utf-8")) == gold_of(name)
    assert content_of(source_of(name, made_again)) == content_of(source_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_gold_is_sound(name: str) -> None:
    gold = gold_of(name)
    assert set(gold) == {"file", "document", "tasks", "targets", "target_items", "not_tasks", "notes"}
    assert set(gold["document"]) == {"number", "issued_on", "issuer", "signer", "kind", "is_plan"}
    assert gold["document"]["kind"] in KINDS
    assert isinstance(gold["document"]["is_plan"], bool)
    assert len({task["id"] for task in gold["tasks"]}) == len(gold["tasks"])
    for task in gold["tasks"]:
        assert set(task) <= TASK_FIELDS and task["task"] and task["quote"], task["id"]
        dates = [date.fromisoformat(task[field]) for field in ("start_on", "due_on") if field in task]
        assert dates == sorted(dates), task["id"]
        assert set(task.get("recurrence", "periodic").split("+")) <= RECURRENCES, task["id"]
        assert "deadline_text" in task or not (dates or "recurrence" in task), task["id"]
        assert ("page" in task) == gold["file"].endswith(".pdf"), task["id"]
    for target in gold["targets"]:
        assert target["comparator"] in COMPARATORS, target
        assert target["value"] is not None or "baseline" in target, target
    issued_on = gold["document"]["issued_on"]
    assert issued_on is None or date.fromisoformat(issued_on)


@pytest.mark.parametrize("name", NAMES)
def test_words_of_the_gold_stand_in_the_file(name: str) -> None:
    gold, words = gold_of(name), words_of_file(name)
    printed = [task[field] for task in gold["tasks"] for field in ("task", "quote", "product", "deadline_text")
               if field in task]  # fmt: skip
    printed += [item[field] for item in gold["target_items"] for field in ("text", "quote")]
    printed += [target["raw"] for target in gold["targets"]]
    parts = [part for text in printed for part in text.split(" | ")]
    missing = [part for part in parts if squeeze(part) not in words and not in_row(part, name)]
    missing += [item["quote"] for item in gold["not_tasks"] if not in_file(item["quote"], name)]
    assert not missing
    for task in gold["tasks"]:
        for agency in (*task["lead"], *task.get("coordinating", []), *task.get("actor", [])):
            assert all(squeeze(word) in words for word in agency.split()), agency


def in_file(quote: str, name: str) -> bool:
    """A not-task as printed, without its automatic marker, or as the cells of a row."""
    words = words_of_file(name)
    return squeeze(quote) in words or squeeze(MARKER.sub("", quote, count=1)) in words or in_row(quote, name)


@cache
def rows_of_file(name: str) -> list[set[str]]:
    """The words of each table row of a Word or PDF file."""
    path = source_of(name)
    if path.suffix == ".docx":
        rows = [[cell.text for cell in row.cells] for table in Document(str(path)).tables for row in table.rows]
    elif path.suffix == ".pdf":
        with pdfplumber.open(path) as pdf:
            tables = [table for page in pdf.pages for table in page.extract_tables()]
            pages = [[page.extract_text()] for page in pdf.pages] if has_columns_without_rules(name) else []
        rows = [[cell or "" for cell in row] for table in tables for row in table] + pages
    else:
        rows = []
    return [set(" ".join(row).split()) for row in rows]


def has_columns_without_rules(name: str) -> bool:
    """Cells without rules cannot be told apart here: their words are looked for on the page."""
    return "ruled: false" in (CORPUS / "texts" / f"{name}.yaml").read_text(encoding="utf-8")


def in_row(quote: str, name: str) -> bool:
    """Whether one table row of the file holds all words of the quote."""
    return any(set(quote.split()) <= words for words in rows_of_file(name))


@pytest.mark.parametrize("name", [name for name in NAMES if source_of(name).suffix == ".pdf"])
def test_a_task_begins_on_its_page(name: str) -> None:
    pages = [squeeze(text) for text in pdf_pages(source_of(name))]
    for task in gold_of(name)["tasks"]:
        assert squeeze(" ".join(task["quote"].split()[:4])) in pages[task["page"] - 1], task["id"]


def test_number_and_date_are_stamped_over_blanks() -> None:
    path = source_of("01-phu-luc-bang-nhieu-trang")
    pages = pdf_pages(path)
    assert "214" not in "".join(pages)
    assert re.search(r"Số:\s+/KH-UBND", pages[0])
    with pikepdf.open(path) as pdf:
        widgets = [widget for page in pdf.pages for widget in page.get("/Annots", [])]
        drawn = [re.findall(rb"\((.*?)\) Tj", widget.AP.N.read_bytes())[0].decode() for widget in widgets]
    assert all(widget.FT == "/Sig" for widget in widgets)
    assert drawn == ["214", "05", "02", "214", "05", "02"]


def test_annex_runs_over_three_pages_with_a_cut_row() -> None:
    with pdfplumber.open(source_of("01-phu-luc-bang-nhieu-trang")) as pdf:
        tables = [page.extract_tables()[0] for page in pdf.pages if page.width > page.height]
    assert len(tables) == 3
    assert [table[0][0] for table in tables] == ["TT"] * 3
    assert tables[0][-1][0] == "8"
    assert not tables[1][2][0] and tables[1][2][1].startswith("viện, trường học")


def test_word_files_are_numbered_by_word_and_end_in_a_paragraph() -> None:
    numbered = 0
    for path in (CORPUS / "sources").glob("*.docx"):
        body = Document(str(path)).element.body
        numbered += any(True for _ in body.iter(qn("w:numPr")))
        assert [child.tag for child in body][-2] == qn("w:p"), path.name
    assert numbered >= 4


@pytest.mark.parametrize(("merged", "words"), [(14, 25), (12, 25), (60, 1)])
def test_a_page_end_inside_merged_cells_cuts_them(monkeypatch: pytest.MonkeyPatch, merged: int, words: int) -> None:
    """ReportLab alone cannot part a table whose middle-aligned merged cell runs over the page's end."""
    monkeypatch.syspath_prepend(str(CORPUS))
    write_pdf, sample = import_module("write_pdf"), import_module("sample")
    try:
        write_pdf.register_fonts()
    except RuntimeError:
        pytest.skip("no serif font with Vietnamese letters is installed")
    group = ["Nhóm nhiệm vụ dài " * 6, *["^"] * (merged - 1), "Nhóm B", "Nhóm C"]
    rows = [{"row": [str(n), name, f"Việc {n} " + "làm dài " * words]} for n, name in enumerate(group, 1)]
    content = {"columns": [["TT", "Nhóm", "Việc"]], "rows": rows, "widths": [1.2, 4, 10], "fields": {"task": 2}}
    blocks = (sample.Block("table", content, {}, "b0"),)
    _, pages = write_pdf.pdf_of(sample.Sample("merged", {"form": "pdf"}, blocks))
    assert len(pages) == len(rows)
    assert {1, 2} == set(pages.values())
