"""The builder lays every document out in one way: lines, tables, furniture, and the way back to the source."""

from __future__ import annotations

import pytest
from factories import document, printed, rows
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Box, Document, Hints, Line, Span, Table, cover
from pipeline.readers.builder import DocumentBuilder, RawCell

SPLIT = "ke\u0302\u0301"  # "kế" in five code points of a PDF


def box(page: int, row: int, x0: float = 50, x1: float = 80) -> Box:
    return Box(page, x0, row * 20.0, x1, row * 20.0 + 12)


def test_lines_tables_and_furniture_in_their_order() -> None:
    builder = DocumentBuilder("pdf")
    builder.furniture("page_number", "2", page=2)
    first = builder.line("Một dòng", page=1, bold=True)
    table = builder.table([RawCell(0, 1, ["B"]), RawCell(0, 0, ["A", "a"]), RawCell(1, 0, ["C"])], rows=2, columns=2)
    last = builder.line("Dòng cuối", page=2)
    made = builder.build()
    assert made.text.split() == ["Một", "dòng", "A", "a", "B", "C", "Dòng", "cuối", "2"]
    assert made.text.endswith("\nDòng cuối\n\n2\n")
    assert made.body == (Line(first, 1, bold=True), table, Line(last, 2))
    assert [cell.span.cut(made.text) for cell in table.cells] == ["A\na", "B", "C"]
    assert [made.page_of(piece.span) for piece in made.furniture] == [2]
    assert made.page_of(last) == 2


def test_cells_are_parted_by_a_tab() -> None:
    assert document(rows("A | B", "C | D")).text == "A\tB\nC\tD\n"


def test_an_empty_line_is_no_line_but_stays_in_the_text() -> None:
    made = document("Một\n\nHai")
    assert made.text == "Một\n\nHai\n"
    assert [item.span.cut(made.text) for item in made.body] == ["Một", "Hai"]


def test_merged_cells_of_the_factory() -> None:
    (table,) = document(rows("A | < | B", "^ | ^ | C")).body
    assert isinstance(table, Table)
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        (0, 0, 2, 2),
        (0, 2, 1, 1),
        (1, 2, 1, 1),
    ]


def test_words_have_their_boxes_and_a_line_has_one() -> None:
    builder = DocumentBuilder("pdf")
    line = builder.line([("Sở", box(1, 1, 50, 60)), ("Nội", box(1, 1, 64, 80)), ("vụ", box(1, 2, 50, 60))], page=1)
    made = builder.build()
    assert line.cut(made.text) == "Sở Nội vụ"
    assert made.boxes_of(Span(0, 6)) == [Box(1, 50, 20, 80, 32)]
    assert len(made.boxes_of(line)) == 2
    assert made.boxes_of(Span(3, 4)) == [box(1, 1, 64, 80)]


def test_source_span_leads_to_the_characters_of_the_file() -> None:
    made = document(f"Sô\u0309 {SPLIT}\u00ad hoạch", "sau")
    place = made.text.index("kế")
    source = made.source_span(Span(place, place + 2))
    assert made.source[source.start : source.end].rstrip("\u00ad") == SPLIT
    assert Document("x").source_span(Span(0, 1)) == Span(0, 1)


@given(st.lists(st.text("aế \u0301\u00ad\u00a0\r\n\uf0b7", max_size=8), max_size=5))
def test_offsets_cover_the_whole_text(lines: list[str]) -> None:
    made = document(*[printed(line) for line in lines])
    assert len(made.offsets) == len(made.text) + 1
    assert list(made.offsets) == sorted(made.offsets)
    for item in made.body:
        assert item.span.cut(made.text)


def test_hints_are_kept() -> None:
    assert document("x", hints=Hints(signers=("A",))).hints.signers == ("A",)


@pytest.mark.parametrize("ends", [(-1, 2), (3, 2)])
def test_a_span_goes_forward(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(*ends)


def test_spans() -> None:
    text = "  Sở Nội vụ; "
    whole = Span(0, len(text))
    assert whole.strip(text).cut(text) == "Sở Nội vụ;"
    assert whole.strip(text, " ;").cut(text) == "Sở Nội vụ"
    assert Span(3, 3).strip(text) == Span(3, 3)
    assert Span(2, 4) in whole and whole not in Span(2, 4)
    assert Span(0, 3).overlaps(Span(2, 5)) and not Span(0, 2).overlaps(Span(2, 5))
    assert cover([Span(5, 6), Span(1, 3)]) == Span(1, 6)
    with pytest.raises(ValueError, match="empty"):
        cover([])
