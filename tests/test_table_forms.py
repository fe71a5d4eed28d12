"""Tables as offices print them: joined over pages, cut, merged, drifted, without rules; one small document a form.

Each form is told as it is printed and as a reader tells its tasks: ``section | task | lead | coordinating | due``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from factories import Printed, Rows, document, printed, rows
from invariants import extracted

from extractors.american_days import are_months_first
from extractors.records import Agencies, Extraction, Field
from extractors.text import clean

EDGES = (40.0, 70.0, 300.0, 400.0, 500.0, 560.0)
HEAD = "TT | Nội dung nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời hạn"
ONE = "1 | Rà soát thủ tục hành chính. | Sở Y tế | Sở Nội vụ | Quý I/2026"
TWO = "2 | Xây dựng báo cáo tổng hợp. | Sở Tài chính | Sở Y tế | Quý II/2026"
THREE = "3 | Tổ chức hội nghị sơ kết. | Sở Nội vụ | Sở Y tế | Quý III/2026"
TOLD_ONE = "1 | Rà soát thủ tục hành chính | Sở Y tế | Sở Nội vụ | Quý I/2026"
TOLD_TWO = "2 | Xây dựng báo cáo tổng hợp | Sở Tài chính | Sở Y tế | Quý II/2026"
TOLD_THREE = "3 | Tổ chức hội nghị sơ kết | Sở Nội vụ | Sở Y tế | Quý III/2026"


def annex(*items: str | Printed | Rows) -> Extraction:
    return extracted(document(printed("PHỤ LỤC", bold=True, centred=True, page=1), *items, format="pdf"))


def names(field: Field[Agencies] | None) -> str:
    return "; ".join(ref.name for ref in field.value) if field else ""


def told(extraction: Extraction) -> list[str]:
    return [
        " | ".join((
            clean(" > ".join(task.section[1:])), task.task.value, names(task.lead), names(task.coordinating),
            task.deadline.value.printed if task.deadline else "",
        )).strip()
        for task in extraction.tasks
    ]  # fmt: skip


def sheet(*lines: str | Sequence[str], page: int = 1, edges: Sequence[float] = EDGES) -> Rows:
    return rows(*lines, page=page, column_edges=tuple(edges))


ALL = [TOLD_ONE, TOLD_TWO, TOLD_THREE]
NARROW = EDGES[:-1]
HEAD_NOTE = HEAD + " | Ghi chú"
WITH_NOTE = (*EDGES[:-1], 520.0, 560.0)


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([sheet(HEAD, ONE), sheet(TWO, THREE, page=2)], id="header on the first page only"),
        pytest.param([sheet(HEAD, ONE), sheet(HEAD, TWO, page=2), sheet(HEAD, THREE, page=3)], id="header repeated"),
        pytest.param(
            [sheet(HEAD, ONE), sheet(TWO, page=2, edges=[x + 25 for x in EDGES]), sheet(THREE, page=3)],
            id="edges drift, numbering goes on",
        ),
        pytest.param(
            [sheet(HEAD, ONE), printed("(Tiếp theo trang trước)", page=2), sheet(TWO, THREE, page=2)],
            id="a line between, numbering and edges go on",
        ),
        pytest.param(
            [sheet(HEAD_NOTE, ONE + " | ", edges=WITH_NOTE), sheet(TWO, THREE, page=2)],
            id="a column goes",
        ),
        pytest.param(
            [sheet(HEAD, ONE), sheet(TWO + " | ", THREE + " | ", page=2, edges=WITH_NOTE)],
            id="a column comes",
        ),
        pytest.param(
            [sheet(HEAD_NOTE, ONE + " | ", edges=WITH_NOTE), sheet(HEAD, TWO, THREE, page=2)],
            id="a column goes, header repeated",
        ),
        pytest.param(
            [
                sheet(HEAD, ONE),
                sheet(
                    "STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành",
                    TWO,
                    THREE,
                    page=2,
                ),
            ],
            id="the repeated header is worded otherwise",
        ),
        pytest.param(
            [
                sheet(
                    "TT | Nội dung nhiệm vụ | < | Đơn vị chủ trì | < | < | Đơn vị phối hợp | < | < | Thời hạn | <",
                    "1 | Rà soát thủ tục hành chính. | Sở Y tế | < | < | Sở Nội vụ | < | < | Quý I/2026 | < | <",
                    edges=(40.0, 70.0, 290.0, 300.0, 350.0, 390.0, 400.0, 450.0, 490.0, 500.0, 550.0, 560.0),
                ),
                sheet(TWO, THREE, page=2, edges=(40.0, 70.0, 290.0, 390.0, 490.0, 560.0)),
            ],
            id="ghost columns: the rows are drawn beside the header",
        ),
        pytest.param(
            [
                sheet(HEAD, ONE, "2 |  |  |  | "),
                sheet(" | Xây dựng báo cáo tổng hợp. | Sở Tài chính | Sở Y tế | Quý II/2026", THREE, page=2),
            ],
            id="cut below the number",
        ),
        pytest.param(
            [
                sheet(HEAD, ONE, "2 | Xây dựng báo cáo | Sở Tài | Sở Y tế | Quý"),
                sheet(" | tổng hợp. | chính |  | II/2026", THREE, page=2),
            ],
            id="cut in every cell",
        ),
        pytest.param(
            [
                sheet(HEAD, ONE, "2 | Xây dựng báo cáo | Sở Tài chính | Sở Y tế | Quý II/2026"),
                sheet(HEAD, " | tổng hợp. |  |  | ", THREE, page=2),
            ],
            id="cut, header repeated",
        ),
        pytest.param(
            [
                sheet(HEAD, ONE, "2 | Xây dựng | Sở Tài chính | Sở Y tế | Quý II/2026"),
                sheet(" | báo cáo |  |  | ", page=2),
                sheet(" | tổng hợp. |  |  | ", THREE, page=3),
            ],
            id="cut twice: a row over three pages",
        ),
    ],
)
def test_one_table_over_pages(pieces: list[str | Printed | Rows]) -> None:
    assert told(annex(*pieces)) == ALL


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [HEAD, ONE, "Tổng cộng | < |  |  | 1"], [TOLD_ONE], id="a total row",
        ),
        pytest.param(
            [HEAD, ONE, " |  |  |  | ", TWO, " |  |  |  | "], [TOLD_ONE, TOLD_TWO], id="empty rows",
        ),
        pytest.param(
            [HEAD, ONE, " | Niêm yết kết quả rà soát. | Sở Nội vụ | Sở Y tế | Quý II/2026", TWO],
            [TOLD_ONE, "1 > 2 | Niêm yết kết quả rà soát | Sở Nội vụ | Sở Y tế | Quý II/2026", TOLD_TWO],
            id="a row without a number between numbered ones",
        ),
        pytest.param(
            [HEAD, ONE, "I | THỂ CHẾ | < | < | <", TWO, "II | TỔ CHỨC | < | < | <", THREE, "III | KHÁC | < | < | <"],
            [TOLD_ONE, "I > " + TOLD_TWO, "II > " + TOLD_THREE], id="groups begin below the first rows, one is empty",
        ),
        pytest.param(
            [HEAD, ONE, HEAD, TWO], [TOLD_ONE, TOLD_TWO], id="the header again inside one table",
        ),
        pytest.param(
            [HEAD, "I | THỂ CHẾ |  |  | ", ONE, "II | TỔ CHỨC |  |  | ", TWO],
            ["I > " + TOLD_ONE, "II > " + TOLD_TWO], id="groups with codes, numbers go on",
        ),
        pytest.param(
            [HEAD, "I. THỂ CHẾ | < | < | < | <", ONE, "II. TỔ CHỨC | < | < | < | <", TWO],
            ["I > " + TOLD_ONE, "II > " + TOLD_TWO], id="groups over the whole width with their code inside",
        ),
        pytest.param(
            [HEAD, ONE, "2 | Xây dựng báo cáo tổng hợp. | nt | Như trên | -nt-"],
            [TOLD_ONE, "2 | Xây dựng báo cáo tổng hợp | Sở Y tế | Sở Nội vụ | Quý I/2026"], id="ditto",
        ),
        pytest.param(
            [HEAD, "1 | Rà soát thủ tục hành chính. | Sở Y tế | Sở Nội vụ | Quý I/2026",
             "2 | Xây dựng báo cáo tổng hợp. | ^ | ^ | ^"],
            [TOLD_ONE, "2 | Xây dựng báo cáo tổng hợp | Sở Y tế | Sở Nội vụ | Quý I/2026"], id="merged downwards",
        ),
        pytest.param(
            [HEAD, "1 | Rà soát thủ tục hành chính. | Sở Y tế |  | Quý I/2026", "^ | ^ | Sở Nội vụ |  | ^"],
            ["1 | Rà soát thủ tục hành chính | Sở Y tế; Sở Nội vụ |  | Quý I/2026"],
            id="one task, one row an agency",
        ),
        pytest.param(
            [HEAD, "1 | Rà soát thủ tục hành chính. | Sở Y tế |  | Quý I/2026", "^ | ^ | Sở Nội vụ |  | Quý II/2026"],
            ["1 | Rà soát thủ tục hành chính | Sở Y tế |  | Quý I/2026",
             "1 | Rà soát thủ tục hành chính | Sở Nội vụ |  | Quý II/2026"],
            id="one task, one row an agency with its own time",
        ),
        pytest.param(
            [HEAD, "1 | Xây dựng kế hoạch < | Sở Y tế |  | Quý I/2026".replace(" <", "")],
            ["1 | Xây dựng kế hoạch | Sở Y tế |  | Quý I/2026"], id="plain",
        ),
        pytest.param(
            [HEAD, ["1", "- Rà soát thủ tục.\n- Báo cáo kết quả.", "Sở Y tế", "", "Quý I/2026"]],
            ["1 | Rà soát thủ tục. - Báo cáo kết quả | Sở Y tế |  | Quý I/2026"],
            id="bullets alone are one record (R1)",
        ),
        pytest.param(
            [HEAD, ["1", "- Rà soát thủ tục.\n- Báo cáo kết quả.", "- Sở Y tế\n- Sở Nội vụ", "",
                    "- Quý I/2026\n- Quý II/2026"]],
            ["1 > - | Rà soát thủ tục | Sở Y tế |  | Quý I/2026",
             "1 > - | Báo cáo kết quả | Sở Nội vụ |  | Quý II/2026"],
            id="bullets that agree one to one",
        ),
        pytest.param(
            [HEAD, ["1", "Hoàn thiện thể chế:\na) Rà soát thủ tục.\nb) Báo cáo kết quả.", "a) Sở Y tế\nb) Sở Nội vụ",
                    "", "Năm 2026"]],
            ["1 > a | Rà soát thủ tục | Sở Y tế |  | Năm 2026", "1 > b | Báo cáo kết quả | Sở Nội vụ |  | Năm 2026"],
            id="lettered items with their agencies",
        ),
        pytest.param(
            [HEAD, ["1", "- Rà soát thủ tục\ncủa tỉnh.\n- Báo cáo kết quả.", "Sở Y tế\n\nSở Nội vụ", "", "Quý I/2026"]],
            ["1 > - | Rà soát thủ tục của tỉnh | Sở Y tế |  | Quý I/2026",
             "1 > - | Báo cáo kết quả | Sở Nội vụ |  | Quý I/2026"],
            id="bullets and agencies lined up by blank lines",
        ),
        pytest.param(
            [HEAD, ["1", "- Rà soát.\n- Niêm yết.\n- Báo cáo.", "Sở Y tế; Văn phòng\n\nHội đồng nhân dân tỉnh", "",
                    "Quý I/2026"]],
            ["1 | Rà soát. - Niêm yết. - Báo cáo | Sở Y tế; Văn phòng; Hội đồng nhân dân tỉnh |  | Quý I/2026"],
            id="fewer agencies than bullets: one record, and no name goes on over a blank line",
        ),
        pytest.param(
            ["BẢNG PHÂN CÔNG NHIỆM VỤ | < | < | < | <", HEAD, ONE, TWO], [TOLD_ONE, TOLD_TWO],
            id="the title is the first row of the table",
        ),
        pytest.param(
            ["TT | Nội dung nhiệm vụ | Ai làm | Đơn vị phối hợp | Khi nào", ONE, TWO, THREE], ALL,
            id="a head of other words: columns told by their cells",
        ),
        pytest.param([ONE, TWO, THREE], [
            "1 | Rà soát thủ tục hành chính | Sở Y tế |  | Quý I/2026",
            "2 | Xây dựng báo cáo tổng hợp | Sở Tài chính |  | Quý II/2026",
            "3 | Tổ chức hội nghị sơ kết | Sở Nội vụ |  | Quý III/2026",
        ], id="no head at all"),
        pytest.param(
            ["1 | Nguyễn Văn A | Giám đốc Sở Y tế | Trưởng ban | Sở Y tế",
             "2 | Trần Văn B | Giám đốc Sở Nội vụ | Phó ban | Sở Nội vụ",
             "3 | Lê Thị C | Giám đốc Sở Tài chính | Thành viên | Sở Tài chính"], [],
            id="a list of people without a head",
        ),
        pytest.param(
            [HEAD, ["1", "Rà soát thủ tục.", "Sở Y tế\nSở Nội vụ", "", "Quý I/2026"]],
            ["1 | Rà soát thủ tục | Sở Y tế; Sở Nội vụ |  | Quý I/2026"], id="two agencies, one a line",
        ),
        pytest.param(
            [HEAD, ["1", "Rà soát thủ tục.", "Sở Y tế chủ trì; Sở Nội vụ phối hợp", "", "Quý I/2026"]],
            ["1 | Rà soát thủ tục | Sở Y tế | Sở Nội vụ | Quý I/2026"], id="each agency with its duty",
        ),
        pytest.param(
            [HEAD, ["1", "Rà soát thủ tục.", "Chủ trì: Sở Y tế\nPhối hợp: Sở Nội vụ", "", "Quý I/2026"]],
            ["1 | Rà soát thủ tục | Sở Y tế | Sở Nội vụ | Quý I/2026"], id="a cell that labels its agencies",
        ),
    ],
)  # fmt: skip
def test_rows(lines: list[str | Sequence[str]], expected: list[str]) -> None:
    assert told(annex(sheet(*lines))) == expected


TOPICS = "Nội dung | Phân công nhiệm vụ | Tiến độ"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [TOPICS, ["Quy hoạch", f"{one}Sở Xây dựng: Lập bản đồ vùng trồng, trước ngày 30/9/2026{stop}"
                      f"{two}UBND các xã, phường: Cắm mốc ngoài thực địa.", "Năm 2026"]],
            [f"1{first} | Lập bản đồ vùng trồng, trước ngày 30/9/2026 | Sở Xây dựng |  | trước ngày 30/9/2026",
             f"1{second} | Cắm mốc ngoài thực địa | UBND các xã, phường |  | Năm 2026"],
            id=name,
        )
        for name, one, stop, two, first, second in (
            ("numbers", "1. ", ".\n", "2. ", " > 1", " > 2"),
            ("dashes", "- ", ";\n", "- ", " > -", " > -"),
            ("letters", "a) ", ".\n", "b) ", " > a", " > b"),
            ("lines", "", ".\n", "", "", ""),
            ("one paragraph, semicolons", "", "; ", "", "", ""),
            ("one paragraph, full stops", "", ". ", "", "", ""),
            ("one paragraph, dashes behind semicolons", "- ", "; ", "- ", " > -", " > -"),
            ("Giao", "Giao ", ".\n", "Giao ", "", ""),
        )
    ] + [
        pytest.param(
            ["TT | Lĩnh vực | Nhiệm vụ của các đơn vị | Thời hạn",
             ["1", "Y tế", "- Sở Y tế: phun hóa chất tại 12 xã.\n- Công an tỉnh: phối hợp với Sở Xây dựng phân luồng.",
              "Quý I/2026"]],
            ["1 > - | phun hóa chất tại 12 xã | Sở Y tế |  | Quý I/2026",
             "1 > - | phối hợp với Sở Xây dựng phân luồng | Công an tỉnh | Sở Xây dựng | Quý I/2026"],
            id="the column of the tasks",
        ),
        pytest.param(
            ["TT | Nhiệm vụ | Thời hạn | Sản phẩm",
             ["1", "- Sở Y tế chủ trì phun hóa chất.\n- Công an tỉnh tổ chức phân luồng.", "Quý I/2026", "Báo cáo"]],
            ["1 > - | Sở Y tế chủ trì phun hóa chất | Sở Y tế |  | Quý I/2026",
             "1 > - | Công an tỉnh tổ chức phân luồng | Công an tỉnh |  | Quý I/2026"],
            id="items that begin with their agencies, no colon",
        ),
        pytest.param(
            [TOPICS, ["Thương hiệu", "Sở Khoa học và Công nghệ: Đăng ký chỉ dẫn địa lý cho gạo nếp.", "Quý I/2026"]],
            ["1 | Đăng ký chỉ dẫn địa lý cho gạo nếp | Sở Khoa học và Công nghệ |  | Quý I/2026"], id="one agency",
        ),
        pytest.param(
            [TOPICS, ["Thương hiệu", "Sở Công Thương:\n- Mở gian hàng tại 03 hội chợ.\n- In nhãn mác.\n"
                      "Sở Y tế:\n- Xét nghiệm mẫu gạo.\n- Công bố kết quả.", "Quý I/2026"]],
            ["1 > - | Mở gian hàng tại 03 hội chợ | Sở Công Thương |  | Quý I/2026",
             "1 > - | In nhãn mác | Sở Công Thương |  | Quý I/2026",
             "1 > - | Xét nghiệm mẫu gạo | Sở Y tế |  | Quý I/2026",
             "1 > - | Công bố kết quả | Sở Y tế |  | Quý I/2026"],
            id="agency lines with items below",
        ),
        pytest.param(
            [HEAD, ["1", "Rà soát thủ tục.", "- Sở Y tế: chủ trì\n- Sở Nội vụ: phối hợp", "", "Quý I/2026"]],
            ["1 | Rà soát thủ tục | Sở Y tế | Sở Nội vụ | Quý I/2026"], id="roles in the row's task, with colons",
        ),
        pytest.param(
            [HEAD, ["1", "Rà soát thủ tục.", "- Sở Y tế: chủ trì dự thảo\n- Sở Nội vụ: phối hợp, cung cấp số liệu", "",
                    "Quý I/2026"]],
            ["1 | Rà soát thủ tục | Sở Y tế | Sở Nội vụ | Quý I/2026"], id="roles told at length",
        ),
        pytest.param(
            [HEAD, ["1", "Rà soát thủ tục.", "Các Sở: Nội vụ; Y tế", "", "Quý I/2026"]],
            ["1 | Rà soát thủ tục | Sở Nội vụ; Sở Y tế |  | Quý I/2026"], id="a colon that opens a list of names",
        ),
    ],
)  # fmt: skip
def test_a_cell_that_tells_each_agency_its_work(lines: list[str | Sequence[str]], expected: list[str]) -> None:
    edges = [40.0 + 130 * n for n in range(len(lines[0].split("|")) + 1)]  # type: ignore[union-attr]
    assert told(annex(sheet(*lines, edges=edges))) == expected


BOTH = "TT | Nội dung công việc | Đơn vị chủ trì, phối hợp | Thời gian"
SHORT = "Nội dung công việc | Đơn vị thực hiện"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [BOTH, ["1", "Rà soát trạm y tế.", who, "Quý I/2026"]],
            [f"1 | Rà soát trạm y tế | {lead} | {helps} | Quý I/2026"], id=who,
        )
        for who, lead, helps in (
            ("Sở Y tế chủ trì; Sở Nội vụ phối hợp", "Sở Y tế", "Sở Nội vụ"),
            ("Sở Y tế; Sở Nội vụ, Công an tỉnh", "Sở Y tế", "Sở Nội vụ; Công an tỉnh"),
            ("CT: Sở Y tế\nPH: Sở Nội vụ", "Sở Y tế", "Sở Nội vụ"),
            ("Sở Y tế; PH: Sở Nội vụ", "Sở Y tế", "Sở Nội vụ"),
            ("Sở Y tế", "Sở Y tế", ""),
        )
    ] + [
        pytest.param(
            [f"TT | {SHORT} | Tháng 1 | Tháng 2 | Quý II", "1 | Phát gạo Tết. | Phòng Kinh tế | x |  | ",
             "2 | Trồng cây xanh. | Đoàn Thanh niên |  | X | x", "3 | Họp giao ban. | Văn phòng |  |  | "],
            ["1 | Phát gạo Tết | Phòng Kinh tế |  | Tháng 1",
             "2 | Trồng cây xanh | Đoàn Thanh niên |  | Tháng 2 | Quý II",
             "3 | Họp giao ban | Văn phòng |  |"], id="ticks below months",
        ),
        pytest.param(
            [f"TT | {SHORT} | Thời gian thực hiện | <", "^ | ^ | ^ | Quý I | Quý II",
             "1 | Phát gạo Tết. | Phòng Kinh tế | ✓ | ", "2 | Trồng cây xanh. | Đoàn Thanh niên |  | ✓"],
            ["1 | Phát gạo Tết | Phòng Kinh tế |  | Quý I", "2 | Trồng cây xanh | Đoàn Thanh niên |  | Quý II"],
            id="ticks below quarters under one head",
        ),
        pytest.param(
            [f"TT | {SHORT}", "Tháng 01/2026 | < | <", "1 | Phát gạo Tết. | Phòng Kinh tế", "Tháng 02/2026 | < | <",
             "1 | Trồng cây xanh, xong trước 20/02/2026. | Đoàn Thanh niên"],
            ["Tháng 01/2026 > 1 | Phát gạo Tết | Phòng Kinh tế |  | Tháng 01/2026",
             "Tháng 02/2026 > 1 | Trồng cây xanh, xong trước 20/02/2026 | Đoàn Thanh niên |  | xong trước 20/02/2026"],
            id="a month over the whole width is the time of the rows below",
        ),
        pytest.param(
            ["TT | Nhiệm vụ | Thời gian",
             "1 | Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra bếp ăn. | Quý I",
             "2 | Sở Xây dựng lập quy hoạch. | Quý II", "3 | Trồng cây xanh. | Quý III"],
            ["1 | Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra bếp ăn | Sở Y tế | Công an tỉnh | Quý I",
             "2 | Sở Xây dựng lập quy hoạch | Sở Xây dựng |  | Quý II", "3 | Trồng cây xanh |  |  | Quý III"],
            id="who acts is told by the words alone",
        ),
        pytest.param(
            ["TT | Nhiệm vụ | Chủ trì | Hoàn thành", "1 | Lập quy hoạch. | Sở Xây dựng | Trước 30/6/2026"],
            ["1 | Lập quy hoạch | Sở Xây dựng |  | Trước 30/6/2026"], id="a column of completion that holds times",
        ),
        pytest.param(
            ["TT | Nhiệm vụ | Chủ trì | Hoàn thành", "1 | Lập quy hoạch. | Sở Xây dựng | Đã xong"],
            ["1 | Lập quy hoạch | Sở Xây dựng |  |"], id="a column of completion that is ticked off",
        ),
        pytest.param(
            ["Đơn vị | Nhiệm vụ được phân công | Thời hạn", "Sở Y tế | Rà soát trạm y tế. | Quý I",
             "Công an tỉnh | Tuần tra ban đêm. | Hằng tuần"],
            ["1 | Rà soát trạm y tế | Sở Y tế |  | Quý I", "2 | Tuần tra ban đêm | Công an tỉnh |  | Hằng tuần"],
            id="the agency first, then the work it is given",
        ),
    ],
)  # fmt: skip
def test_who_and_when_as_tables_head_them(lines: list[str | Sequence[str]], expected: list[str]) -> None:
    edges = [40.0 + 80 * n for n in range(len(lines[0].split("|")) + 1)]  # type: ignore[union-attr]
    assert told(annex(sheet(*lines, edges=edges))) == expected


def test_two_tables_of_a_page_stay_two() -> None:
    found = annex(
        sheet(HEAD, ONE),
        sheet("TT | Họ và tên | Chức vụ | Đơn vị | Ghi chú", "1 | Nguyễn Văn A | Giám đốc | Sở Y tế | "),
        sheet(
            "TT | Tên nhiệm vụ | Cơ quan thực hiện | Sản phẩm | Thời gian",
            "1 | Lập dự toán. | Sở Tài chính | Dự toán | Tháng 5/2026",
        ),
    )  # fmt: skip
    assert told(found) == [TOLD_ONE, "1 | Lập dự toán | Sở Tài chính |  | Tháng 5/2026"]


def issues(extraction: Extraction) -> list[str]:
    return [issue.code for issue in extraction.issues if issue.code.startswith("table")]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([HEAD, ONE, TWO, THREE], []),
        ([HEAD, ONE, THREE], ["table_number_gap"]),
        ([HEAD, ONE, TWO, TWO], ["table_number_gap"]),
        ([HEAD, "I | A |  |  | ", ONE, TWO, "II | B |  |  | ", ONE, TWO], []),
        ([HEAD, "I | A |  |  | ", ONE, TWO, "II | B |  |  | ", THREE], []),
    ],
)
def test_a_gap_in_the_numbers_is_told(lines: list[str], found: list[str]) -> None:
    assert issues(annex(sheet(*lines))) == found


def test_days_of_a_tracker_that_writes_the_month_first() -> None:
    head = "WBS | Task Title | Task Owner | Start Date | Due Date"
    found = annex(sheet(head, "1.1 | Lập danh mục dữ liệu mở | Sở Y tế | 3/1/2026 | 3/31/2026",
                        "1.2 | Công bố danh mục dữ liệu mở | Sở Y tế | 4/1/2026 | 4/5/2026"))  # fmt: skip
    days = [(task.deadline.value.start_on, task.deadline.value.due_on) for task in found.tasks if task.deadline]
    assert days == [(date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 4, 5))]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["4/1/2026", "4/30/2026"], True),
        (["4/1/2026", "4/5/2026"], False),  # nothing tells which is the month
        (["4/1/2026", "4/30/2026", "30/4/2026"], False),
    ],
)
def test_months_first_only_where_nothing_else_is_possible(cells: list[str], expected: bool) -> None:
    assert are_months_first(cells) is expected


def test_persons_to_call_below_an_agency_are_no_leads() -> None:
    cell = (
        "Sở Công Thương\n- PGĐ Sở: Trần Văn B\n- Phòng Quản lý thương mại\n+ Trưởng phòng: Lê Thị C\nSĐT: 0912.345.678"
    )
    found = annex(sheet(HEAD, ["1", "Rà soát thủ tục hành chính.", cell, "Sở Nội vụ", "Quý I/2026"]))
    assert told(found) == ["1 | Rà soát thủ tục hành chính | Sở Công Thương | Sở Nội vụ | Quý I/2026"]


def test_a_tracker_with_codes_beside_its_numbers() -> None:
    found = annex(
        rows(
            "Phụ lục | < | < | < | < | ",
            "STT | Mã nhiệm vụ | Tên nhiệm vụ | Đơn vị chủ trì | Thời hạn | Ghi chú",
            "I | KH7_N01 | Hoàn thiện thể chế | | |",
            "1 | KH7_N01.1 | Ban hành quy chế dữ liệu | Sở Tư pháp | Quý I/2026 |",
            " | KH7_N01.2 | Xây dựng hạ tầng dùng chung | Sở Nội vụ | Quý II/2026 |",
            "2 | KH7_N01.2.1 | Khảo sát hạ tầng | Sở Xây dựng | Quý II/2026 |",
        )
    )  # fmt: skip
    assert told(found) == [
        "I > 1 | Ban hành quy chế dữ liệu | Sở Tư pháp |  | Quý I/2026",
        "I > 2 | Khảo sát hạ tầng | Sở Xây dựng |  | Quý II/2026",
    ]


def test_a_cell_that_gives_each_body_its_work() -> None:
    head = "Nội dung | Phân công nhiệm vụ | Tiến độ"
    work = "1. Sở Y tế: Lập danh sách các trạm cấp cứu.\n2. Sở Nội vụ: Bố trí nhân sự trực, xong trước ngày 30/9/2026."
    found = annex(
        rows(
            head,
            ["Cấp cứu ngoại viện", work, "Năm 2026"],
            ["Tuyên truyền", "Báo Lâm Đồng: Mở chuyên mục về cấp cứu.", "Quý I/2026"],
        )
    )
    assert told(found) == [
        "1 > 1 | Lập danh sách các trạm cấp cứu | Sở Y tế |  | Năm 2026",
        "1 > 2 | Bố trí nhân sự trực, xong trước ngày 30/9/2026 | Sở Nội vụ |  | xong trước ngày 30/9/2026",
        "2 | Mở chuyên mục về cấp cứu | Báo Lâm Đồng |  | Quý I/2026",
    ]


def test_documents_in_force_are_no_tasks() -> None:
    head = "STT | Tên văn bản | Số, ký hiệu | Ngày ban hành | Cơ quan ban hành"
    assert told(annex(rows(head, "1 | Quy chế quản lý bến bãi | 12/2020/QĐ-UBND | 05/5/2020 | UBND tỉnh"))) == []


GOALS = "STT | Chỉ tiêu | ĐVT | Năm 2026 | Đơn vị theo dõi"


def test_two_tables_that_touch_are_two() -> None:
    found = annex(sheet(HEAD, ONE, TWO, GOALS, "1 | Tỷ lệ hồ sơ đúng hạn | % | 95 | Sở Nội vụ"))
    assert told(found) == [TOLD_ONE, TOLD_TWO]
    assert [(goal.statement.value, goal.statement.unit) for goal in found.targets] == [(95.0, "%")]


def test_a_header_that_comes_again_parts_nothing() -> None:
    assert told(annex(sheet(HEAD, ONE, HEAD, TWO, THREE))) == ALL


def test_a_page_with_fewer_columns_and_no_header_is_read_by_its_cells() -> None:
    """Centred on the page the columns stand under others than their own: x tells nothing, the numbers go on."""
    first = sheet(HEAD, "1 | Lập kế hoạch kiểm tra. | Sở Y tế | Sở Nội vụ | Quý I/2026")
    rest = [
        f"{number} | Rà soát quy trình nội bộ đợt {number} | Sở Y tế | Quý {quarter}/2026"
        for number, quarter in ((2, "II"), (3, "III"), (4, "IV"))
    ]
    found = told(annex(first, sheet(*rest, page=2, edges=(110.0, 150.0, 320.0, 420.0, 500.0))))
    assert found[1:] == [
        f"{number} | Rà soát quy trình nội bộ đợt {number} | Sở Y tế |  | Quý {quarter}/2026"
        for number, quarter in ((2, "II"), (3, "III"), (4, "IV"))
    ]


def test_a_row_with_an_agency_and_a_time_but_no_work_is_told() -> None:
    found = annex(sheet(HEAD, ONE, "2 |  | Sở Tài chính |  | Quý II/2026", THREE))
    assert told(found) == [TOLD_ONE, TOLD_THREE]
    assert [issue.code for issue in found.issues if issue.code.startswith("row_")] == ["row_without_task"]


def test_the_name_of_a_table_is_no_task() -> None:
    assert told(annex("Bảng 1. Nhiệm vụ năm 2026", sheet(HEAD, ONE, TWO, THREE))) == ALL


def test_a_number_merged_over_rows_leaves_no_gap() -> None:
    found = annex(sheet(HEAD, ONE, "^ | Công khai kết quả. | Sở Y tế | Sở Nội vụ | Quý I/2026", TWO))
    assert [task.task.value for task in found.tasks][1] == "Công khai kết quả"
    assert not [issue for issue in found.issues if issue.code == "table_number_gap"]


def test_a_mark_alone_on_its_line_is_a_mark() -> None:
    found = annex(sheet(HEAD, ["1", "a) Ban hành kế hoạch\nb) Báo cáo kết quả", "Sở Y tế", "",
                               "a) Tháng\n2/2026\nb)\n15/12/2026"]))  # fmt: skip
    assert [line.rsplit(" | ", 1)[1] for line in told(found)] == ["Tháng 2/2026", "15/12/2026"]


def test_a_repeated_header_that_swallowed_the_rest_of_a_row_is_told() -> None:
    """No rule below the header on the second page: a reader sees one row of both."""
    swallowed = (
        "TT | Nội dung nhiệm vụ cấp xã và lập danh sách hồ sơ tồn | Đơn vị chủ trì | Đơn vị phối hợp các sở | Thời hạn"
    )
    found = annex(
        sheet(HEAD, ONE, "2 | Rà soát hồ sơ | Sở Y tế | Sở Nội vụ và | Quý I"), sheet(swallowed, THREE, page=2)
    )
    assert [issue.code for issue in found.issues if issue.code.startswith("table_header")] == ["table_header_long"]
    assert not [i for i in annex(sheet(HEAD, ONE), sheet(HEAD, TWO, page=2)).issues if i.code == "table_header_long"]
