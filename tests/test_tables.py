"""Grids: headers found, tables joined over pages, cut rows mended, merged cells carried; and what each row is."""

from __future__ import annotations

import pytest
from factories import Printed, Rows, document, printed, rows

from extractors.document import Document
from extractors.grid import Grid
from extractors.table_tasks import Row, is_total, read_rows, table_kind, value_cell
from extractors.tables import read_grids

EDGES = (50.0, 80.0, 300.0, 450.0, 540.0)
HEAD = "TT | Nội dung nhiệm vụ | Đơn vị chủ trì | Thời hạn"


def grids(*items: str | Printed | Rows) -> tuple[Document, list[Grid]]:
    made = document(*items, format="pdf")
    return made, read_grids(made)


def cells(made: Document, grid: Grid) -> list[str]:
    return [" | ".join(cell.words(made.text) for cell in row.cells) for row in grid.rows]


@pytest.mark.parametrize(
    ("lines", "names", "data"),
    [
        ([HEAD, "1 | Rà soát | Sở Y tế | Quý I"], ["number", "task", "lead", "due"], 1),
        (["Stt | < | Tên nhiệm vụ | Đơn vị chủ trì", "TT | Chi tiết | ^ | ^", "1 | a) | Rà soát | Sở Y tế"],
         ["number", "number", "task", "lead"], 1),
        (["TT | Nội dung | Cơ quan thực hiện | <", "^ | ^ | Chủ trì | Phối hợp", "1 | Rà soát | A | B"],
         ["number", "task", "lead", "coordinating"], 1),
        ([HEAD, "(1) | (2) | (3) | (4)", "1 | Rà soát | Sở Y tế | Quý I"], ["number", "task", "lead", "due"], 1),
        ([HEAD, "A | B | 1 | 2=1+3", "1 | Rà soát | Sở Y tế | Quý I"], ["number", "task", "lead", "due"], 1),
        (["Nhiệm vụ | Đơn vị | Thời hạn", "Rà soát | Sở Y tế | 31/7"], ["task", "performer", "due"], 1),
        (["STT | Chỉ tiêu | ĐVT | Thực hiện 2023 | Kế hoạch 2024", "1 | Tỷ lệ | % | 80 | 90"],
         ["number", "target", "unit", "year", "year"], 1),
        # A goal column without a task column is the task where somebody or some time stands beside it.
        (["TT | Mục tiêu | Đơn vị chủ trì", "1 | Đạt 90% | Sở Y tế"], ["number", "task", "lead"], 1),
        (["STT | Nhóm nhiệm vụ | Nội dung nhiệm vụ | Đơn vị chủ trì", "1 | Thể chế | Rà soát | Sở Y tế"],
         ["number", "note", "task", "lead"], 1),
        (["1 | Rà soát | Sở Y tế", "2 | Báo cáo | Sở Y tế"], [None, None, None], 2),
    ],
)  # fmt: skip
def test_headers(lines: list[str], names: list[str | None], data: int) -> None:
    _, (grid,) = grids(rows(*lines))
    assert [column.name for column in grid.columns] == names
    assert len(grid.rows) == data


def test_a_header_of_two_rows_keeps_the_words_of_both() -> None:
    _, (grid,) = grids(rows("TT | Nội dung | Cơ quan | <", "^ | ^ | Chủ trì | Phối hợp", "1 | Rà soát | A | B"))
    assert [column.header for column in grid.columns] == ["TT", "Nội dung", "Cơ quan Chủ trì", "Cơ quan Phối hợp"]
    assert len(grid.headers) == 2


FIRST = rows(HEAD, "1 | Rà soát thủ tục. | Sở Y tế | Quý I", page=1, column_edges=EDGES)


@pytest.mark.parametrize(
    ("second", "joined"),
    [
        (rows("2 | Báo cáo | Sở Y tế | Quý II", page=2, column_edges=EDGES), True),
        (rows("2 | Báo cáo | Sở Y tế | Quý II", page=2, column_edges=tuple(x + 5 for x in EDGES)), True),
        (rows("2 | Báo cáo | Sở Y tế | Quý II", page=2, column_edges=tuple(x + 40 for x in EDGES)), True),
        (rows("7 | Báo cáo | Sở Y tế | Quý II", page=2, column_edges=tuple(x * x / 90 for x in EDGES)), False),
        (rows(HEAD, "2 | Báo cáo | Sở Y tế | Quý II", page=2, column_edges=tuple(x + 40 for x in EDGES)), True),
        (rows("TT | Họ và tên | Chức vụ | Nội dung", "2 | A | B | C", page=2, column_edges=EDGES), False),
        (rows("2 | Báo cáo | Sở Y tế", page=2), False),
        (rows("2 | Báo cáo | Sở Y tế | Quý II", page=4, column_edges=EDGES), False),
    ],
)
def test_pieces_of_one_table(second: Rows, joined: bool) -> None:
    made, found = grids(FIRST, second)
    assert (len(found) == 1) is joined
    if joined:
        assert cells(made, found[0]) == ["1 | Rà soát thủ tục. | Sở Y tế | Quý I", "2 | Báo cáo | Sở Y tế | Quý II"]
        assert [row.page for row in found[0].rows] == [1, 2]


def test_words_between_two_tables_part_them() -> None:
    second = rows("2 | Báo cáo | Sở Y tế | Quý II", page=2, column_edges=EDGES)
    assert len(grids(FIRST, printed("Phụ lục II", page=2), second)[1]) == 2


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        (
            "1 | Rà soát toàn bộ | Sở Y tế | Quý I",
            " | thủ tục hành chính |  | ",
            "1 | Rà soát toàn bộ thủ tục hành chính | Sở Y tế | Quý I",
        ),
        (
            "1 | Rà soát toàn bộ | Sở Y tế, | Quý I",
            " | Thủ tục | Sở Nội vụ | ",
            "1 | Rà soát toàn bộ Thủ tục | Sở Y tế, Sở Nội vụ | Quý I",
        ),
        ("1 | Rà soát. | Sở Y tế | Quý I", " |  | và Sở Nội vụ | ", "1 | Rà soát. | Sở Y tế và Sở Nội vụ | Quý I"),
        (
            "1 | Rà soát. | Sở Y tế | Quý I",
            " | Báo cáo. | Sở Y tế | ",
            None,
        ),  # a sentence ended: a new row without a number
        ("1 | Rà soát | Sở Y tế | Quý I", " | **NHÓM HAI** |  | ", None),
        ("1 | Rà soát | Sở Y tế | Quý I", "2 | thủ tục |  | ", None),
    ],
)
@pytest.mark.parametrize("repeated", [False, True])
def test_a_row_cut_by_the_page_is_one(before: str, after: str, whole: str | None, repeated: bool) -> None:
    made, (grid,) = grids(
        rows(HEAD, before, page=1, column_edges=EDGES),
        rows(*[HEAD] * repeated, after, "9 | Khác | Sở Y tế | Quý I", page=2, column_edges=EDGES),
    )
    assert cells(made, grid)[0] == (whole or before)
    assert len(grid.rows) == (2 if whole else 3)
    assert len(grid.rows[0].pieces) == (2 if whole else 1)
    assert len(grid.headers) == 1 + repeated


def test_a_row_without_a_number_in_lower_case_goes_on_on_the_same_page_too() -> None:
    made, (grid,) = grids(rows(HEAD, "1 | Rà soát | Sở Y tế | Quý I", " | các thủ tục |  | "))
    assert cells(made, grid) == ["1 | Rà soát các thủ tục | Sở Y tế | Quý I"]


def test_a_merged_cell_says_the_same_for_all_its_rows_and_over_the_page() -> None:
    made, (grid,) = grids(
        rows(HEAD, "1 | Rà soát. | Sở Y tế | Quý I", "2 | Báo cáo. | ^ | Quý II", page=1, column_edges=EDGES),
        rows("3 | Tổng hợp. |  | Quý III", page=2, column_edges=EDGES),
    )
    assert cells(made, grid) == [
        "1 | Rà soát. | Sở Y tế | Quý I",
        "2 | Báo cáo. | Sở Y tế | Quý II",
        "3 | Tổng hợp. | Sở Y tế | Quý III",
    ]
    assert [row.cells[2].first for row in grid.rows] == [True, False, False]


def nested(*lines: str, head: str = HEAD) -> tuple[Document, Grid, list[Row]]:
    made, (grid,) = grids(rows(head, *lines))
    return made, grid, read_rows(made.text, grid)


def tree(*lines: str, head: str = HEAD) -> list[str]:
    _, _, found = nested(*lines, head=head)
    return [
        "/".join([*(p.label or "=" for p in row.parents), row.label or "="]) + ("" if row.leaf else " group")
        for row in found
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1 | A | X | ", "2 | B | X | "], ["1", "2"]),
        (["I | Nhóm |  | ", "1 | A | X | ", "2 | B | X | ", "II | Nhóm |  | ", "3 | C | X | "],
         ["I group", "I/1", "I/2", "II group", "II/3"]),
        (["1 | A |  | ", "a) | B | X | ", "b) | C | X | ", "2 | D | X | "], ["1 group", "1/a", "1/b", "2"]),
        (["1 | A |  | ", "1.1 | B | X | ", "1.10 | C | X | ", "2 | D | X | "], ["1 group", "1/1.1", "1/1.10", "2"]),
        (["A | Nhóm |  | ", "I | Mục |  | ", "1 | C | X | ", "B | Nhóm |  | ", "C | Nhóm |  | ", "1 | D | X | "],
         ["A group", "A/I group", "A/I/1", "B", "C group", "C/1"]),
        (["1 | A | X | ", "- | B | X | ", "2 | C | X | "], ["1 group", "1/=", "2"]),
        (["1 | A | X | ", "Tổng cộng | < |  | "], ["1", "="]),
    ],
)  # fmt: skip
def test_rows_nest_by_their_codes(lines: list[str], expected: list[str]) -> None:
    assert tree(*lines) == expected


def test_a_row_over_the_whole_width_is_a_group() -> None:
    _, _, found = nested("CHỈ ĐẠO, ĐIỀU HÀNH | < | < | <", "1 | A | X | ", "THỂ CHẾ | < | < | <", "2 | B | X | ")
    assert [(row.leaf, len(row.parents)) for row in found] == [(False, 0), (True, 1), (False, 0), (True, 1)]


def test_with_two_code_columns_a_row_without_the_first_is_a_group() -> None:
    head = "TT | Chi tiết | Tên nhiệm vụ | Đơn vị chủ trì"
    assert tree(" | 1 | Nhóm | ", "1 | 1a | A | X", "2 | 1b | B | X", "28 | 8 | C | X", head=head) == [
        "1 group", "1/1a", "1/1b", "8",
    ]  # fmt: skip


def test_bold_rows_without_numbers_are_groups() -> None:
    _, _, found = nested(
        "**Thể chế** |  | ",
        "A | X | Quý I",
        "**Đất đai** |  | ",
        "B | X | Quý I",
        head="Nhiệm vụ | Đơn vị chủ trì | Thời hạn",
    )
    assert [(row.leaf, len(row.parents)) for row in found] == [(False, 0), (True, 1), (False, 0), (True, 1)]


def test_values_come_from_the_group_only_where_the_row_has_none() -> None:
    made, grid, found = nested("I | Nhóm | Sở Y tế | Quý I", "1 | A | Sở Nội vụ | ", "2 | B | - | 30/6/2024")
    values = [[cell.words(made.text) if (cell := value_cell(made.text, grid, row, name)) else None for name in ("lead",
                                                                                                                "due")]
              for row in found]  # fmt: skip
    assert values == [["Sở Y tế", "Quý I"], ["Sở Nội vụ", "Quý I"], ["Sở Y tế", "30/6/2024"]]


@pytest.mark.parametrize(
    ("words", "total"),
    [
        ("Tổng cộng", True),
        ("TỔNG SỐ", True),
        ("Cộng", True),
        ("Tổng cộng: 12 nhiệm vụ", True),
        ("Tổng hợp kết quả rà soát của các sở", False),
        ("Tổng hợp kết quả", False),
        ("Tổng kết Đề án", False),
    ],
)
def test_totals(words: str, total: bool) -> None:
    made, (grid,) = grids(rows(HEAD, f" | {words} |  | 5"))
    assert is_total(made.text, grid.rows[0]) is total


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (HEAD, "tasks"),
        ("Nhiệm vụ | Đơn vị | Thời hạn", "tasks"),
        ("STT | Nội dung | Sản phẩm", "tasks"),
        ("STT | Chỉ tiêu | ĐVT | Kế hoạch 2024", "targets"),
        ("Chỉ tiêu | Mức | Đơn vị chủ trì", "targets"),
        ("TT | Loại báo cáo | Đơn vị báo cáo | Nơi nhận báo cáo | Thời hạn gửi", "tasks"),
        ("STT | Nội dung | ĐVT | Năm 2025 | Năm 2026", "targets"),
        ("Thứ, ngày | Buổi | Nội dung | Địa điểm", "calendar"),
        ("TT | Nội dung | Lãnh đạo chủ trì | Thời gian", "calendar"),
        ("TT | Các bước thực hiện | Đơn vị thực hiện | Thời gian", "procedure"),
        ("TT | Họ và tên | Chức vụ", "other"),
        ("TT | Nội dung | Ghi chú", "other"),
    ],
)
def test_kinds_of_tables(head: str, kind: str) -> None:
    made, (grid,) = grids(rows(head, " | ".join("x" * (head.count("|") + 1))))
    assert table_kind(made.text, grid) == kind
