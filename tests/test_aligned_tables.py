"""Tables without rules: columns that white space parts, found among words with boxes."""

from __future__ import annotations

import pytest
from test_reader_pdf import centred, words

from pipeline.readers.aligned_tables import find_aligned_tables
from pipeline.readers.pdf_lines import Row, group_rows
from pipeline.readers.pdf_tables import Grid
from pipeline.readers.pdf_words import PageWord

LEFT = (60.0, 100.0, 330.0, 460.0)  # x of: number, task, lead, time
SIZE = 12.0


def line(y: float, *cells: str, bold: bool = False, middle: bool = False) -> list[PageWord]:
    """One printed line; a cell without words is left blank. ``middle``: heads centred over their columns."""
    ends = (*LEFT[1:], 560.0)
    placed = []
    for x, end, cell in zip(LEFT, ends, cells, strict=False):
        if cell:
            placed += centred(cell, (x + end - 8) / 2, y, SIZE, bold) if middle else words(cell, x, y, SIZE, bold)
    return placed


def lines(*printed: list[PageWord]) -> list[Row]:
    return group_rows(word for words_ in printed for word in words_)


def told(grid: Grid) -> list[str]:
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(" ".join(word.text for row in group_rows(cell.words) for word in row.words))
    return [" | ".join(row) for row in rows]


HEAD = ("TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời hạn")
ONE, TWO = ("1", "Rà soát thủ tục", "Sở Y tế", "Quý I"), ("2", "Lập báo cáo", "Sở Nội vụ", "30/6")
TOLD = ["TT | Nội dung công việc | Đơn vị chủ trì | Thời hạn", "1 | Rà soát thủ tục | Sở Y tế | Quý I",
        "2 | Lập báo cáo | Sở Nội vụ | 30/6"]  # fmt: skip
PROSE = words("Các đơn vị căn cứ nội dung trên đây triển khai thực hiện, bảo đảm đúng tiến độ được giao", 60, 500, SIZE)


@pytest.mark.parametrize(
    "table",
    [
        pytest.param([line(100, *HEAD, bold=True), line(116, *ONE), line(132, *TWO)], id="one line a row"),
        pytest.param(
            [line(100, *HEAD, bold=True, middle=True), line(116, *ONE), line(132, *TWO)], id="centred heads"
        ),
        pytest.param(
            [line(100, "TT", "Nội dung công việc", "Đơn vị", "Thời", bold=True),
             line(114, "", "", "chủ trì", "hạn", bold=True), line(134, *ONE), line(150, *TWO)],
            id="a head of two lines",
        ),
        pytest.param(
            [line(100, *HEAD), line(116, "1", "Rà soát", "Sở Y tế", "Quý I"), line(130, "", "thủ tục"),
             line(144, "2", "Lập báo", "Sở Nội vụ", "30/6"), line(158, "", "cáo")],
            id="wrapped cells, rows told by their numbers",
        ),
        pytest.param(
            [line(100, *HEAD), line(116, "", "Rà soát"), line(123, "1", "", "Sở Y tế", "Quý I"),
             line(130, "", "thủ tục"), line(154, "2", "Lập báo cáo", "Sở Nội vụ", "30/6")],
            id="cells in the middle of their rows, rows told by white space",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("after", [False, True])
def test_columns_without_rules(table: list[list[PageWord]], after: bool) -> None:
    grids, rest = find_aligned_tables(lines(*table, *[PROSE] * after))
    assert [told(grid) for grid in grids] == [TOLD]
    assert len(rest) == after
    assert not grids[0].ruled


def test_a_group_line_over_the_columns_is_a_wide_row() -> None:
    group = words("I. HOÀN THIỆN THỂ CHẾ, CHÍNH SÁCH, PHÁP LUẬT CỦA TỈNH", 60, 116, SIZE, bold=True)
    (grid,), rest = find_aligned_tables(lines(line(100, *HEAD), group, line(132, *ONE), line(148, *TWO)))
    assert told(grid)[1] == "I. HOÀN THIỆN THỂ CHẾ, CHÍNH SÁCH, PHÁP LUẬT CỦA TỈNH"
    assert [cell.column_span for cell in grid.cells if cell.row == 1] == [4]
    assert not rest


def test_headings_below_a_table_are_no_rows_though_a_space_of_theirs_lies_between_its_columns() -> None:
    def three(y: float, *cells: str) -> list[PageWord]:
        return [word for x, cell in zip((60.0, 144.0, 420.0), cells, strict=True) for word in words(cell, x, y, SIZE)]

    head = three(100, "Thời gian", "Nội dung công việc", "Người phụ trách")
    rows = three(116, "Tháng Chín", "Rà soát cây xanh", "Tổ Văn phòng"), three(132, "Tháng Mười", "Diễn tập", "Bảo vệ")
    headings = words("IV. PHỐI HỢP", 60, 154, SIZE, bold=True), words("1. Trách nhiệm của nhà trường", 60, 170, SIZE)
    (grid,), rest = find_aligned_tables(lines(head, *rows, *headings))
    assert told(grid)[1:] == ["Tháng Chín | Rà soát cây xanh | Tổ Văn phòng", "Tháng Mười | Diễn tập | Bảo vệ"]
    assert [row.text for row in rest] == ["IV. PHỐI HỢP", "1. Trách nhiệm của nhà trường"]


@pytest.mark.parametrize("number", [[], [words("4", 290, 30, SIZE)]], ids=["", "page number"])
def test_goes_on_over_the_page_without_its_head(number: list[list[PageWord]]) -> None:
    (first,), _ = find_aligned_tables(lines(line(700, *HEAD), line(716, *ONE), line(732, *TWO)))
    last = line(80, "3", "Tổng kết", "Sở Nội vụ", "Quý IV")
    (second,), rest = find_aligned_tables(lines(*number, last, PROSE), [first])
    assert told(second) == ["3 | Tổng kết | Sở Nội vụ | Quý IV"]
    assert len(rest) == 1 + len(number)


@pytest.mark.parametrize(
    "printed",
    [
        [words("Nội dung, thời gian thực hiện và đơn vị chủ trì của từng nhiệm vụ như sau", 60, 100, SIZE), PROSE],
        [words("Thời gian: ngày 05/5", 60, 100, SIZE), words("Nội dung: họp", 250, 100, SIZE),
         words("Chủ trì: Chủ tịch", 420, 100, SIZE), PROSE],
        [line(100, *HEAD), PROSE],
        [line(100, "UBND TỈNH A", "", "CỘNG HÒA XÃ HỘI"), line(116, "SỞ Y TẾ", "", "Độc lập"), PROSE],
    ],
)  # fmt: skip
def test_no_table(printed: list[list[PageWord]]) -> None:
    grids, rest = find_aligned_tables(lines(*printed))
    assert not grids
    assert len(rest) == len(lines(*printed))
