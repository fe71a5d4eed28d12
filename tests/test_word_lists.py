"""Numbered paragraphs of whole Word files made with python-docx: every label as Word prints it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from extractors.document import Document, Table
from pipeline.readers.docx import read_docx

ROMAN = ("I", "II", "III", "IV")


def level(index: int, format: str, text: str, extra: str = "", start: int = 1, font: str = "") -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{extra}'
        f'<w:lvlText w:val="{text}"/>{fonts}</w:lvl>'
    )


def add_list(word: WordDocument, key: int, *levels: str) -> None:
    """Define the list ``key``: one w:abstractNum and one w:num of that number."""
    inner = "".join(levels)
    numbering = word.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{inner}</w:abstractNum>'))
    add_number(word, key, key)


def add_number(word: WordDocument, key: int, abstract: int, override: str = "") -> None:
    inner = f'<w:abstractNumId w:val="{abstract}"/>{override}'
    word.part.numbering_part.element.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}">{inner}</w:num>'))


def number(paragraph: Paragraph, key: int, index: int = 0) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = index
    properties.get_or_add_numId().val = key


def printed(document: Document) -> list[str]:
    """The printed paragraphs, those of tables in their place."""
    spans = [
        span
        for item in document.body
        for span in ([cell.span for cell in item.cells] if isinstance(item, Table) else [item.span])
    ]
    return [span.cut(document.text) for span in spans]


def outline() -> Iterator[tuple[int, str]]:
    """171 (level, label) pairs over five levels, in the way of a provincial plan."""
    for roman in ROMAN[:3]:
        yield 0, f"{roman}."
        for item in range(1, 5):
            yield 1, f"{item}."
            for part in range(1, 4):
                yield 2, f"{item}.{part}."
                yield from ((3, "a)"), (3, "b)"), (4, "-"))
    yield 0, f"{ROMAN[3]}."
    for item in range(1, 12):
        yield 1, f"{item}."


def test_171_numbers_on_five_levels(tmp_path: Path) -> None:
    word = docx.Document()
    add_list(
        word,
        900,
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%2."),
        level(2, "decimal", "%2.%3."),
        level(3, "lowerLetter", "%4)"),
        level(4, "bullet", "\uf02d", font="Symbol"),
    )
    expected = []
    for place, (index, label) in enumerate(outline()):
        number(word.add_paragraph(f"Việc {place}"), 900, index)
        word.add_paragraph("Đoạn văn không đánh số.")
        expected += [f"{label} Việc {place}", "Đoạn văn không đánh số."]
    word.save(str(tmp_path / "a.docx"))
    assert len(expected) == 2 * 171
    assert printed(read_docx(tmp_path / "a.docx")) == expected


def start_at(count: int) -> str:
    return f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{count}"/></w:lvlOverride>'


def hard_lists(word: WordDocument) -> None:
    add_list(
        word,
        901,
        level(0, "upperRoman", "%1.", '<w:pStyle w:val="Muc"/>'),
        level(1, "decimal", "%2.", '<w:pStyle w:val="Khoan"/>'),
    )
    add_list(word, 902, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    add_list(word, 903, level(0, "decimal", "Điều %1."))
    add_list(word, 904, level(0, "decimalZero", "%1"))
    add_list(word, 905, level(0, "decimal", "%1)"))
    add_number(word, 906, 905, start_at(1))
    add_number(word, 907, 905, start_at(7))
    add_number(word, 908, 905, f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1/")}</w:lvlOverride>')
    add_list(word, 909, *(level(i, "decimal", text) for i, text in enumerate(("%1.", "%1.%2.", "%1.%2.%3."))))
    add_list(word, 910, level(0, "bullet", "\uf0b7", font="Symbol"), level(1, "bullet", "§", font="Wingdings"))
    add_list(word, 911, level(0, "lowerLetter", "%1)", start=5))
    for key, base, numbered in (("Muc", None, 901), ("Khoan", None, 901), ("Con", "Khoan", None)):
        style = word.styles.add_style(key, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = None if base is None else word.styles[base]
        if numbered is not None:
            style.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbered


IN_TABLE = "in a table"
# (what is hard, style, list or None, level, the label that Word prints)
HARD = [
    ("linked style of level 0", "Muc", None, 0, "I."),
    ("linked style of level 1", "Khoan", None, 0, "1."),
    ("list and level over basedOn", "Con", None, 0, "2."),
    ("numId 0 against the style", "Muc", 0, 0, ""),
    ("the style counts on", "Muc", None, 0, "II."),
    ("Roman parent", None, 902, 0, "I."),
    ("isLgl", None, 902, 1, "1.1"),
    ("words around the number", None, 903, 0, "Điều 1."),
    (IN_TABLE, None, 903, 0, "Điều 2."),
    ("on after the table", None, 903, 0, "Điều 3."),
    ("decimalZero", None, 904, 0, "01"),
    ("a list", None, 905, 0, "1)"),
    ("startOverride begins anew", None, 906, 0, "1)"),
    ("startOverride elsewhere", None, 907, 0, "7)"),
    ("lvlOverride with its own level", None, 908, 0, "H/"),
    ("levels: one", None, 909, 0, "1."),
    ("levels: two", None, 909, 1, "1.1."),
    ("levels: three", None, 909, 2, "1.1.1."),
    ("bullet of Symbol", None, 910, 0, "•"),
    ("bullet of Wingdings", None, 910, 1, "▪"),
    ("the fifth letter is e, not đ", None, 911, 0, "e)"),
]


@pytest.fixture(scope="module")
def hard_labels(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The printed paragraphs of one file with all the hard cases."""
    word = docx.Document()
    hard_lists(word)
    for case, style, key, index, _ in HARD:
        if case == IN_TABLE:
            paragraph = word.add_table(1, 2, style="Table Grid").cell(0, 0).paragraphs[0]
        else:
            paragraph = word.add_paragraph(style=style)
        paragraph.add_run("việc")
        if key is not None:
            number(paragraph, key, index)
    path = tmp_path_factory.mktemp("word") / "kho.docx"
    word.save(str(path))
    return [words for words in printed(read_docx(path)) if words]


def test_there_are_21_hard_cases(hard_labels: list[str]) -> None:
    assert len(hard_labels) == len(HARD) == 21


@pytest.mark.parametrize("place", range(len(HARD)), ids=[case for case, *_ in HARD])
def test_hard_numbers(hard_labels: list[str], place: int) -> None:
    assert hard_labels[place] == f"{HARD[place][-1]} việc".strip()
