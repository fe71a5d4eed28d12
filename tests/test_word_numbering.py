"""List numbers of Word against what Word prints for the same XML."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from docx.oxml import parse_xml

from extractors.text import normalise
from pipeline.readers.word_numbering import Numbering
from pipeline.readers.word_styles import StyleSheet
from pipeline.readers.word_xml import MC, Element, W

NAMESPACES = f'xmlns:w="{W[1:-1]}" xmlns:mc="{MC[1:-1]}"'


def level(index: int, format: str, text: str, extra: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{more}{nums}'


def num(number: int, abstract: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def restart(index: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{index}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def element(name: str, content: str) -> Element:
    return parse_xml(f"<w:{name} {NAMESPACES}>{content}</w:{name}>")


def in_list(number: int | str, index: int = 0) -> str:
    return f'<w:pPr><w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'


def styled(style: str, numbering: str = "") -> str:
    return f'<w:pPr><w:pStyle w:val="{style}"/>{numbering}</w:pPr>'


def labels(numbering: str, paragraphs: Sequence[str], styles: str = "") -> list[str]:
    sheet = StyleSheet(element("styles", styles))
    counter = Numbering(element("numbering", numbering), sheet)
    return [normalise(counter.label(element("p", content))).text for content in paragraphs]


OUTLINE = lists(
    level(0, "upperRoman", "%1."), level(1, "decimal", "%2."), level(2, "lowerLetter", "%3)"), level(3, "bullet", "-")
)
DECIMAL = lists(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."), level(2, "decimal", "%1.%2.%3."))


@pytest.mark.parametrize(
    ("numbering", "places", "expected"),
    [
        pytest.param(OUTLINE, [0, 1, 2, 2, 3, 1, 2, 0, 1], "I. 1. a) b) - 2. a) II. 1.", id="deeper levels begin anew"),
        pytest.param(DECIMAL, [0, 1, 2, 1, 0, 1], "1. 1.1. 1.1.1. 1.2. 2. 2.1.", id="dotted"),
        pytest.param(DECIMAL, [1, 1, 0, 1], "1.1. 1.2. 1. 1.1.", id="a level without the one above it"),
        pytest.param(
            lists(level(0, "decimal", "Điều %1.", start=3)), [0, 0], "Điều 3. Điều 4.", id="words and a start"
        ),
        pytest.param(lists(level(0, "decimalZero", "%1")), [0] * 10, "01 02 03 04 05 06 07 08 09 10", id="01"),
        pytest.param(
            lists(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>")),
            [0, 0, 1],
            "I. II. 2.1",
            id="isLgl prints the Roman parent as a digit",
        ),
        pytest.param(
            lists(level(0, "decimalZero", "%1."), level(1, "upperLetter", "%1.%2", "<w:isLgl/>")),
            [0, 1],
            "01. 01.1",
            id="isLgl leaves the leading zero",
        ),
        pytest.param(
            lists(level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", '<w:lvlRestart w:val="0"/>')),
            [0, 1, 1, 0, 1],
            "1. a) b) 2. c)",
            id="a level that never begins anew",
        ),
        pytest.param(
            lists(
                level(0, "decimal", "%1."),
                level(1, "decimal", "%1.%2."),
                level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>'),
            ),
            [0, 1, 2, 1, 2, 0, 1, 2],
            "1. 1.1. a) 1.2. b) 2. 2.1. a)",
            id="a level that only the first one restarts",
        ),
        pytest.param(
            lists(level(0, "lowerLetter", "%1)")),
            [0] * 28,
            " ".join([f"{c})" for c in "abcdefghijklmnopqrstuvwxyz"] + ["aa)", "bb)"]),
            id="Word counts with f, j, w and without đ",
        ),
        pytest.param(lists(level(0, "lowerRoman", "(%1)")), [0] * 4, "(i) (ii) (iii) (iv)", id="small Roman"),
        pytest.param(lists(level(0, "none", "")), [0], "", id="none"),
        pytest.param(lists(level(0, "decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>")), [0, 0], "", id="a hidden number"),
        pytest.param(
            lists(
                '<w:lvl w:ilvl="0"><mc:AlternateContent><mc:Choice><w:numFmt w:val="custom" w:format="001, 002"/>'
                '</mc:Choice><mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>'
                '<w:lvlText w:val="%1"/></w:lvl>'
            ),
            [0, 0],
            "01 02",
            id="a custom format has a fallback",
        ),
    ],
)
def test_levels(numbering: str, places: list[int], expected: str) -> None:
    found = labels(numbering, [in_list(1, index) for index in places])
    assert " ".join(label.strip() for label in found if label) == expected


@pytest.mark.parametrize(
    ("font", "stored", "printed"),
    [
        ("Symbol", "\uf0b7", "• "),
        ("Symbol", "·", "• "),
        ("Symbol", "\uf02d", "- "),
        ("Wingdings", "\uf0a7", "▪ "),
        ("Wingdings", "§", "▪ "),
        ("Wingdings", "Ø", "➢ "),
        ("Wingdings", "ü", "✓ "),
        ("Wingdings", "v", "❖ "),
        ("Courier New", "o", "o "),
        ("Times New Roman", "-", "- "),
        ("Times New Roman", "+", "+ "),
    ],
)
def test_bullets_as_printed(font: str, stored: str, printed: str) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
    assert labels(lists(level(0, "bullet", stored, fonts)), [in_list(1)]) == [printed]


@pytest.mark.parametrize(("suffix", "expected"), [("tab", "1. "), ("space", "1. "), ("nothing", "1.")])
def test_gap_after_the_number(suffix: str, expected: str) -> None:
    assert labels(lists(level(0, "decimal", "%1.", f'<w:suff w:val="{suffix}"/>')), [in_list(1)]) == [expected]


@pytest.mark.parametrize(
    ("nums", "paragraphs", "expected"),
    [
        pytest.param(num(1, 0) + num(2, 0), [(1, 0), (2, 0), (1, 0)], ["1.", "2.", "3."], id="one abstract, one count"),
        pytest.param(
            num(1, 0) + num(2, 0, restart(0, 1)),
            [(1, 0), (1, 0), (2, 0), (2, 0)],
            ["1.", "2.", "1.", "2."],
            id="a list that states its start begins anew, once",
        ),
        pytest.param(
            num(1, 0) + num(2, 0, restart(0, 5) + restart(1, 3)),
            [(1, 0), (1, 1), (2, 0), (2, 1), (2, 1), (2, 0), (2, 1)],
            ["1.", "1.1.", "5.", "5.3.", "5.4.", "6.", "6.3."],
            id="starts of deeper levels hold each time",
        ),
        pytest.param(
            num(1, 0) + num(2, 0, f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1/")}</w:lvlOverride>'),
            [(1, 0), (2, 0)],
            ["1.", "B/"],
            id="a list that prints a level in its own way",
        ),
        pytest.param(num(1, 0), [(1, 0), (0, 0), (1, 0)], ["1.", "", "2."], id="numId 0 takes the number away"),
        pytest.param(num(1, 0), [(9, 0), (1, 7)], ["", ""], id="a list or level that is not there"),
    ],
)
def test_lists(nums: str, paragraphs: list[tuple[int, int]], expected: list[str]) -> None:
    numbering = lists(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."), nums=nums)
    assert [label.strip() for label in labels(numbering, [in_list(n, i) for n, i in paragraphs])] == expected


def style(key: str, numbering: str = "", based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="paragraph" w:styleId="{key}">{base}<w:pPr>{numbering}</w:pPr></w:style>'


NUMBERED = '<w:numPr><w:numId w:val="1"/></w:numPr>'
LINKED = lists(
    level(0, "upperRoman", "%1.", '<w:pStyle w:val="Muc"/>'), level(1, "decimal", "%2.", '<w:pStyle w:val="Khoan"/>')
)


@pytest.mark.parametrize(
    ("styles", "paragraphs", "expected"),
    [
        pytest.param(
            style("Muc", NUMBERED) + style("Khoan", NUMBERED),
            [styled("Muc"), styled("Khoan"), styled("Khoan"), styled("Muc"), styled("Khoan")],
            ["I.", "1.", "2.", "II.", "1."],
            id="the level that names the style",
        ),
        pytest.param(
            style("Muc", NUMBERED) + style("Con", based_on="Khoan") + style("Khoan", based_on="Muc"),
            [styled("Muc"), styled("Con")],
            ["I.", "1."],
            id="list and level inherited over basedOn",
        ),
        pytest.param(
            style("Muc", NUMBERED) + style("Tay", '<w:numPr><w:numId w:val="0"/></w:numPr>', "Muc"),
            [styled("Muc"), styled("Tay"), styled("Muc", '<w:numPr><w:numId w:val="0"/></w:numPr>'), styled("Muc")],
            ["I.", "", "", "II."],
            id="numId 0 ends the inheritance",
        ),
        pytest.param(
            style("Muc", NUMBERED),
            [styled("Muc"), styled("Muc", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')],
            ["I.", "1."],
            id="the paragraph's own level wins",
        ),
        pytest.param(style("A", based_on="B") + style("B", based_on="A"), [styled("A")], [""], id="a circle of styles"),
        pytest.param("", [styled("Khong"), ""], ["", ""], id="an unknown style, no properties at all"),
    ],
)
def test_numbers_from_styles(styles: str, paragraphs: list[str], expected: list[str]) -> None:
    assert [label.strip() for label in labels(LINKED, paragraphs, styles)] == expected


def test_number_of_the_default_style() -> None:
    default = style("Muc", NUMBERED).replace("<w:style ", '<w:style w:default="1" ')
    assert labels(LINKED, ["", ""], default) == ["I. ", "II. "]


def test_levels_of_a_list_style() -> None:
    numbering = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="KieuSo"/></w:abstractNum>' + lists(
        level(0, "decimal", "(%1)"), nums=num(1, 0) + num(2, 7)
    )
    list_style = f'<w:style w:type="numbering" w:styleId="KieuSo"><w:pPr>{NUMBERED}</w:pPr></w:style>'
    assert labels(numbering, [in_list(2), in_list(2)], list_style) == ["(1) ", "(2) "]


def test_document_without_numbering_part() -> None:
    assert Numbering(None, StyleSheet(None)).label(element("p", in_list(1))) == ""
