"""A plan typed in TCVN3, VNI or VISCII comes back from every format that offices keep such plans in.

``legacy/plan.txt`` is the text, ``legacy/*.doc`` what LibreOffice makes of it (``soffice --convert-to doc`` of what
``write_docx`` makes): the one format that no library here can write.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt
from legacy_typing import type_in
from rapidfuzz.distance import Levenshtein

from extractors.legacy_encodings import Encoding
from pipeline.intake import look_at
from pipeline.readers import doc, read
from pipeline.readers.conversion import find_office

FOLDER = Path(__file__).parent / "legacy"
PLAN = (FOLDER / "plan.txt").read_text("utf-8").strip()
FONTS: dict[Encoding, str] = {"tcvn3": ".VnTime", "vni": "VNI-Times", "viscii": "VI Times"}
LEAST = 0.995
needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")


def typed(line: str, encoding: Encoding) -> str:
    """``line`` as typed; VISCII has six capitals at control characters, which XML and sheets cannot hold."""
    return re.sub(r"[\x00-\x08\x0b-\x1f]", "?", type_in(line, encoding))


def font_of(line: str, encoding: Encoding) -> str:
    """TCVN3 has no toned capitals: lines in capitals are set in the font that draws small letters so (.VnTimeH)."""
    return FONTS[encoding] + "H" * (encoding == "tcvn3" and line.isupper())


def code(character: str) -> int:
    """The byte that Windows stores for a character."""
    try:
        return character.encode("cp1252")[0]
    except UnicodeEncodeError:
        return ord(character)


def write_docx(path: Path, encoding: Encoding) -> None:
    word = docx.Document()
    for line in PLAN.split("\n"):
        run = word.add_paragraph().add_run(typed(line, encoding))
        run.font.name = font_of(line, encoding)
    word.save(str(path))


def write_xlsx(path: Path, encoding: Encoding) -> None:
    book = openpyxl.Workbook()
    for row, line in enumerate(PLAN.split("\n"), 1):
        book.active.cell(row, 1, typed(line, encoding)).font = openpyxl.styles.Font(name=font_of(line, encoding))
    book.save(path)


def write_xls(path: Path, encoding: Encoding) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("KH")
    for row, line in enumerate(PLAN.split("\n")):
        sheet.write(row, 0, typed(line, encoding), xlwt.easyxf(f"font: name {font_of(line, encoding)}"))
    book.save(str(path))


def write_rtf(path: Path, encoding: Encoding) -> None:
    fonts = f"{{\\f0 {FONTS[encoding]};}}{{\\f1 {FONTS[encoding]}H;}}"
    lines = [
        f"\\pard\\f{int(font_of(line, encoding).endswith('H'))} "
        + "".join(c if c.isascii() and c.isprintable() else f"\\'{code(c):02x}" for c in typed(line, encoding))
        for line in PLAN.split("\n")
    ]
    body = "\\par\n".join(lines)
    path.write_text(f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{fonts}}}\n{body}\\par}}", "ascii")


def write_txt(path: Path, encoding: Encoding) -> None:
    path.write_bytes(bytes(map(code, type_in(PLAN, encoding))))


def write_html(path: Path, encoding: Encoding) -> None:
    lines = (
        f"<p><font face='{font_of(line, encoding)}'>{html.escape(typed(line, encoding))}</font></p>"
        for line in PLAN.split("\n")
    )
    page = f"<html><head><meta charset=windows-1252></head><body>{''.join(lines)}</body></html>"
    path.write_bytes(page.encode("cp1252", "xmlcharrefreplace"))


def write_doc(path: Path, encoding: Encoding) -> None:
    shutil.copyfile(FOLDER / f"{encoding}.doc", path)


def write_odt(path: Path, encoding: Encoding) -> None:
    write_docx(path.with_suffix(".docx"), encoding)
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [str(find_office()), profile, "--headless", "--convert-to", "odt", "--outdir", str(path.parent)]
    subprocess.run([*command, str(path.with_suffix(".docx"))], check=True, capture_output=True, timeout=120)


def accuracy(read_text: str, *, capitals: bool) -> float:
    """The share of the characters of the plan that were read; without ``capitals`` their case does not count."""
    printed, found = (" ".join((text if capitals else text.lower()).split()) for text in (PLAN, read_text))
    return 1 - Levenshtein.distance(printed, found) / len(printed)


WRITERS: dict[str, Callable[[Path, Encoding], None]] = {
    "docx": write_docx, "doc": write_doc, "xlsx": write_xlsx, "xls": write_xls, "txt": write_txt, "html": write_html,
    "rtf": write_rtf, "odt": write_odt,
}  # fmt: skip
OFFICE = {"rtf", "odt"}


@pytest.mark.parametrize("encoding", FONTS)
@pytest.mark.parametrize("suffix", [pytest.param(s, marks=needs_office if s in OFFICE else ()) for s in WRITERS])
def test_the_letters_of_a_plan(tmp_path: Path, suffix: str, encoding: Encoding) -> None:
    path = tmp_path / f"a.{suffix}"
    WRITERS[suffix](path, encoding)
    text = read(look_at(path, path.name)).text

    # Plain text has no font that would tell of capitals.
    assert accuracy(text, capitals=(encoding, suffix) != ("tcvn3", "txt")) >= LEAST
    assert text.count("ư") == PLAN.count("ư")


@needs_office
@pytest.mark.parametrize("encoding", FONTS)
def test_the_letters_of_a_doc_that_libreoffice_converts(encoding: Encoding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "find_spec", lambda _: None)
    text = doc.read_doc(FOLDER / f"{encoding}.doc").text

    assert accuracy(text, capitals=True) >= LEAST
    assert text.count("ư") == PLAN.count("ư")
