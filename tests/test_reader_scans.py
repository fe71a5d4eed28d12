"""Scans and pictures, end to end with the real engine: printed, scanned again, recognised, read.

Skipped where the machine lacks the engine's Vietnamese language data (``kehoach doctor`` says how to install it).
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image

from benchmarks.scanning import scan_page, scan_pdf
from extractors.document import Document, Line, Table
from pipeline.intake import look_at
from pipeline.process import process_file
from pipeline.readers import read, scans
from pipeline.readers.errors import ReadError
from pipeline.readers.pdf_layout import lay_out
from pipeline.readers.pdf_lines import Row
from pipeline.readers.pdf_page import PageContent
from pipeline.readers.pdf_words import PageWord
from pipeline.recognition import engine
from pipeline.recognition.engine import PageLostError, Recogniser, find_tessdata
from pipeline.recognition.result import RecognisedPage

ROOT = Path(__file__).resolve().parent.parent
LETTER = ROOT / "corpus" / "sources" / "11-cong-van-giao-mot-viec.pdf"
TABLE = ROOT / "corpus" / "sources" / "01-phu-luc-bang-nhieu-trang.pdf"
needs_engine = pytest.mark.skipif(find_tessdata() is None, reason="no Vietnamese language data for Tesseract here")
pytestmark = pytest.mark.xdist_group("recognition")  # one after the other: each of them takes a core


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Recognised pages are kept in a folder of the tests' own, so that each page is recognised once here too."""
    folder = tmp_path_factory.mktemp("recognised")
    os.environ["KEHOACH_OCR_CACHE"] = str(folder)
    scans._settings.cache_clear()
    yield folder
    del os.environ["KEHOACH_OCR_CACHE"]
    scans._settings.cache_clear()


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("scans") / "cong-van.pdf"
    scan_pdf(LETTER, target)
    return target


def words(document: Document) -> list[str]:
    return document.text.split()


def read_file(path: Path) -> Document:
    return read(look_at(path, path.name))


def alike(left: list[str], right: list[str]) -> float:
    return len(set(left) & set(right)) / len(set(left))


@needs_engine
def test_a_scan_says_what_the_digital_file_says(letter: Path, cache: Path) -> None:
    scanned, digital = read_file(letter), read_file(LETTER)

    assert alike(words(digital), words(scanned)) > 0.93
    assert [page.recognised is not None for page in scanned.pages] == [True] * len(scanned.pages)
    assert not scanned.problems
    assert list(cache.rglob("*.json.gz"))


@needs_engine
def test_boxes_lie_on_the_page_as_it_is_shown(letter: Path) -> None:
    scanned, digital = read_file(letter), read_file(LETTER)

    def middle(document: Document, words: str) -> tuple[float, float]:
        start = document.text.index(words)
        box = next(iter(document.words.within(type(document.body[0].span)(start, start + len(words)))))
        return (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2

    for place in ("CỘNG", "Kính"):
        # The scan is tilted by a degree about its middle: a word moves by no more than some points.
        assert middle(scanned, place) == pytest.approx(middle(digital, place), abs=9)


@needs_engine
def test_a_scanned_plan_gives_its_task(letter: Path) -> None:
    (result,) = process_file(letter, letter.name, "test")
    (digital,) = process_file(LETTER, LETTER.name, "test")

    assert result.status == "done" and result.extraction and digital.extraction
    (task,), (same,) = result.extraction.tasks, digital.extraction.tasks
    assert task.lead and same.lead and [a.name for a in task.lead.value] == [a.name for a in same.lead.value]
    assert any(issue.code == "recognised" for issue in result.extraction.issues)


def stamped(path: Path, target: Path) -> Path:
    """The scan with a digital signature's stamp, which is drawn over the first lines of its body."""
    with pikepdf.open(path) as document:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        lines = "".join(
            f"BT /F 9 Tf 2 {y} Td ({words}) Tj ET " for y, words in ((64, "Signed by: So Y"), (52, "Email: a@x.vn"))
        )
        look = document.make_stream(lines.encode())
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = pikepdf.Array([0, 0, 200, 80])
        look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=document.make_indirect(font)))
        widget = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T="Signature1", F=132,
            Rect=pikepdf.Array([60, 480, 260, 560]), AP=pikepdf.Dictionary(N=document.make_indirect(look)),
        )  # fmt: skip
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(widget)])
        document.save(target)
    return target


@needs_engine
@pytest.mark.filterwarnings("ignore:.*not reachable from /AcroForm")
def test_the_stamp_of_a_signature_is_not_drawn_over_the_scan(letter: Path, tmp_path: Path) -> None:
    bare, signed = read_file(letter), read_file(stamped(letter, tmp_path / "b.pdf"))
    end = min(piece.span.start for piece in signed.furniture)
    assert signed.text[:end].split() == bare.text.split()
    assert [piece.kind for piece in signed.furniture] == ["stamp", "stamp"]
    assert "Email: a@x.vn" in signed.text[end:]


@needs_engine
def test_a_ruled_table_on_a_scan_is_a_table(tmp_path: Path) -> None:
    document = pdfium.PdfDocument(TABLE)
    document.init_forms()
    picture = scan_page(document[2], degrees=-1.0)
    document.close()
    path = tmp_path / "bang.png"
    Image.fromarray(picture).save(path, dpi=(200, 200))

    scanned = read_file(path)
    digital = [item for item in read_file(TABLE).body if isinstance(item, Table) and item.page == 3]
    (table,) = [item for item in scanned.body if isinstance(item, Table)]
    assert (table.rows, table.columns, len(table.cells)) == (digital[0].rows, digital[0].columns, len(digital[0].cells))


@needs_engine
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_or_stands_on_its_head_is_turned(letter: Path, tmp_path: Path, degrees: int) -> None:
    document = pdfium.PdfDocument(letter)
    upright = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    document.close()
    path = tmp_path / f"turned-{degrees}.tiff"
    upright.rotate(degrees, expand=True).save(path, dpi=(200, 200))

    assert alike(words(read_file(LETTER)), words(read_file(path))) > 0.85


@needs_engine
def test_a_picture_of_several_pages_and_one_of_a_bad_page(letter: Path, tmp_path: Path) -> None:
    document = pdfium.PdfDocument(letter)
    page = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    document.close()
    path = tmp_path / "hai-trang.tiff"
    page.save(path, save_all=True, append_images=[Image.new("L", page.size, 255)], dpi=(200, 200))

    scanned = read_file(path)
    assert [p.number for p in scanned.pages] == [1, 2] and not scanned.problems


@needs_engine
def test_a_page_is_recognised_once(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_file(letter)

    def never(*_: object) -> RecognisedPage:
        raise AssertionError("recognised again")

    monkeypatch.setattr(Recogniser, "recognise", never)
    assert read_file(letter).text == first.text


@needs_engine
@pytest.mark.parametrize(("why", "code"), [("timeout", "scan_slow"), ("died", "scan_died"), ("x", "scan_unread")])
def test_a_lost_page_never_loses_the_document(
    tmp_path: Path, letter: Path, monkeypatch: pytest.MonkeyPatch, why: str, code: str
) -> None:
    both = tmp_path / "hai.pdf"
    joined = pdfium.PdfDocument.new()
    scan = pdfium.PdfDocument(letter)
    joined.import_pages(scan)
    joined.import_pages(pdfium.PdfDocument(LETTER))
    joined.save(both)

    def lose(*_: object) -> RecognisedPage:
        raise PageLostError(why)

    monkeypatch.setattr(Recogniser, "recognise", lose)
    monkeypatch.setattr(scans, "kept_page", lambda *_: None)
    document = read_file(both)
    assert [problem.code for problem in document.problems] == [code]
    assert "trang 1" in document.problems[0].message.lower()
    with pytest.raises(ReadError) as refusal:
        read_file(letter)
    assert refusal.value.code == "unread_scan"


@needs_engine
def test_pages_that_come_too_late_wait_for_the_next_import(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late = scans._settings().model_copy(update={"ocr_seconds": 0.0})
    monkeypatch.setattr(scans, "_settings", lambda: late)
    (page,) = scans.recognise_pages([1], lambda number: pytest.fail("drawn all the same"))
    assert page.trouble == "scan_late"


def _sleep(*_: object) -> RecognisedPage:
    time.sleep(60)
    raise AssertionError


def _end_itself(*_: object) -> RecognisedPage:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@needs_engine
@pytest.mark.parametrize(("work", "seconds", "why"), [(_sleep, 1.0, "timeout"), (_end_itself, 60.0, "died")])
def test_an_engine_that_hangs_or_is_killed_costs_its_page_alone(
    monkeypatch: pytest.MonkeyPatch, work: object, seconds: float, why: str
) -> None:
    monkeypatch.setattr(engine, "_recognise", work)
    recogniser = Recogniser(1, seconds)
    try:
        with pytest.raises(PageLostError) as lost:
            recogniser.recognise(b"\0", (1, 1), 200.0)
        assert lost.value.why == why
    finally:
        recogniser.close()


def test_without_the_engine_a_scan_says_what_to_install(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "find_tessdata", lambda: None)
    picture = tmp_path / "anh.png"
    Image.new("L", (1654, 2339), 255).save(picture)
    for path in (letter, picture):
        (result,) = process_file(path, path.name, "test")
        assert result.status == "failed" and result.reason and "kehoach doctor" in result.reason


@pytest.mark.parametrize(
    ("size", "words"), [((30_000, 30_000), "30000 x 30000"), ((64, 64), "64 x 64")], ids=["huge", "tiny"]
)
def test_a_picture_of_an_absurd_size_is_refused(tmp_path: Path, size: tuple[int, int], words: str) -> None:
    path = tmp_path / "anh.png"
    Image.new("1", size).save(path)
    (result,) = process_file(path, path.name, "test")
    assert result.status == "failed" and result.reason and words in result.reason


@pytest.mark.parametrize("ending", ["png", "jpg", "tiff"])
def test_a_damaged_picture_is_refused(tmp_path: Path, ending: str) -> None:
    whole = tmp_path / f"whole.{ending}"
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (900, 900), np.uint8)).save(whole)
    path = tmp_path / f"cut.{ending}"
    path.write_bytes(whole.read_bytes()[:200])
    (result,) = process_file(path, path.name, "test")
    assert result.status == "failed" and result.reason


def test_the_language_data_is_looked_for_where_it_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tessdata").mkdir()
    (tmp_path / "tessdata" / "vie.traineddata").write_bytes(b"data")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    find_tessdata.cache_clear()
    try:
        assert find_tessdata() == tmp_path / "tessdata"
    finally:
        find_tessdata.cache_clear()


def test_lines_of_a_tilted_page_stay_straight_for_the_reader() -> None:
    """The left margin of a page tilted by two degrees runs aside by 20 points: more than a first line's indent."""
    row = Row((PageWord("Chương", 85, 690, 140, 703, 700, 13),), 700, 13)
    page = PageContent(1, 595, 842, (row,), letters=6, recognised=0.9, back=(1, 0.035, -15, -0.035, 1, 10))

    document = lay_out("pdf", [page])

    (line,) = document.body
    assert isinstance(line, Line) and line.box is not None and line.box.x0 == 85
    (box,) = document.words.boxes
    assert box.x0 == pytest.approx(85 + 0.035 * 690 - 15)
