"""The outline: any house style of numbering gives a tree that holds every paragraph and table exactly once."""

from __future__ import annotations

import pytest
from factories import Printed, Rows, document, printed, rows
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Document, Table
from extractors.outline import Outline, Section, build_outline
from extractors.paragraphs import join_lines
from extractors.text import clean
from extractors.type_lines import find_type


def outline(*items: str | Printed | Rows) -> tuple[Document, Outline]:
    """The outline of a body: a first article-like line ends the header."""
    made = document(*items)
    return made, build_outline(made)


def paths(*items: str | Printed | Rows) -> list[str]:
    """The labels path and the words of each node, in reading order."""
    made, tree = outline(*items)
    return [
        " ".join(["/".join(node.labels), "|" if node.labels else "", clean(node.words.cut(made.text))]).strip()
        for node in tree.root.walk()
        if node.own_span is not None
    ]


def labels(*items: str | Printed | Rows) -> list[str]:
    _, tree = outline(*items)
    return ["/".join(node.labels) for node in tree.root.walk() if node.own_span is not None]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("I. A\n1. B\na) C\n- D\n+ E\n+ G\n- H\nb) K\n2. L\nII. M",
         "I I/1 I/1/a I/1/a/- I/1/a/-/+ I/1/a/-/+ I/1/a/- I/1/b I/2 II"),
        ("Phần I. A\nI. B\n1. C\nPhần II. D\nI. E", "Phần I|Phần I/I|Phần I/I/1|Phần II|Phần II/I"),
        ("PHẦN THỨ NHẤT\nI. B\nPHẦN THỨ HAI\nI. C", "Phần NHẤT|Phần NHẤT/I|Phần HAI|Phần HAI/I"),
        ("Chương I\nMục 1\nĐiều 1. A\n1. B\na) C\nĐiều 2. D\nMục 2\nĐiều 3. E",
         "Chương I|Chương I/Mục 1|Chương I/Mục 1/Điều 1|Chương I/Mục 1/Điều 1/1|Chương I/Mục 1/Điều 1/1/a|"
         "Chương I/Mục 1/Điều 2|Chương I/Mục 2|Chương I/Mục 2/Điều 3"),
        ("A. Một\nI. Hai\n1. Ba\nB. Bốn\nI. Năm", "A A/I A/I/1 B B/I"),
        ("I- A\n1- B\n2- C\nII- D", "I I/1 I/2 II"),
        ("I/ A\n1/ B\nII/ D", "I I/1 II"),
        ("1. A\n1.1. B\n1.1.1. C\n1.2. D\n2. E\n2.1. G", "1 1/1.1 1/1.1/1.1.1 1/1.2 2 2/2.1"),
        ("1. A\n1.1 Bộ phận\n- C\n1.2 Đơn vị", "1 1/1.1 1/1.1/- 1/1.2"),
        ("1. A\n1.9. B\n1.10. C\n2. D", "1 1/1.9 1/1.10 2"),
        ("1. A\n(1) B\n(2) C\n2. D", "1 1/(1) 1/(2) 2"),
        ("1. A\na) B\na1) C\na2) D\nb) E", "1 1/a 1/a/a1 1/a/a2 1/b"),
        ("1) A\n2) B", "1 2"),
        ("I. A\n• B\n• C\nII. D", "I I/• I/• II"),
        # Blocks that start with "+", then one "-" as their sibling.
        ("1. A\n+ B\n+ C\n- D\n2. E", "1 1/+ 1/+ 1/- 2"),
        # Letters count a b c d đ e g h i k; i) is the letter here, and V. C. D. are what stands before them asks for.
        ("1. A\na) x\nb) x\nc) x\nd) x\nđ) x\ne) x\ng) x\nh) x\ni) x\nk) x",
         "1 1/a 1/b 1/c 1/d 1/đ 1/e 1/g 1/h 1/i 1/k"),
        ("I. A\nII. A\nIII. A\nIV. A\nV. A\nVI. A", "I II III IV V VI"),
        ("A. x\nI. y\nB. x\nI. y\nC. x\nI. y\nD. x", "A A/I B B/I C C/I D"),
        # "1." restarts under each Roman, and the tree knows no levels, only what is open.
        ("I. A\n1. B\n2. C\nII. D\n1. E", "I I/1 I/2 II II/1"),
        ("1. A\nI. B\n1. C", "1|I|I/1"),
    ],
)  # fmt: skip
def test_every_numbering_gives_its_path(lines: str, expected: str) -> None:
    assert labels(lines) == expected.split("|" if "|" in expected else " ")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A paragraph without mark belongs to the heading above, not to a finished item.
        ("1. Sở Nội vụ\nChủ trì rà soát.", ["1 | Sở Nội vụ", "1 | Chủ trì rà soát."]),
        ("1. A\n- B.\nMột đoạn văn.", ["1 | A", "1/- | B.", "1 | Một đoạn văn."]),
        ("1. Sở Nội vụ chủ trì rà soát các thủ tục hành chính của tỉnh.\nMột đoạn văn.",
         ["1 | Sở Nội vụ chủ trì rà soát các thủ tục hành chính của tỉnh.", "Một đoạn văn."]),
        # A sentence that begins with a number is no item.
        ("1. A\n100% văn bản được ban hành.", ["1 | A", "1 | 100% văn bản được ban hành."]),
        ("9.\u00a0\u00a090% hồ sơ", ["9 | 90% hồ sơ"]),
        ("1. A\n12. 5% còn lại", ["1 | A", "12 | 5% còn lại"]),  # a gap is kept (and reported)
        ("1. A\n7. giờ mỗi ngày", ["1 | A", "1 | 7. giờ mỗi ngày"]),
        # A lone capital opens no list.
        ("D. Rà soát", ["D. Rà soát"]),
    ],
)  # fmt: skip
def test_paragraphs_and_what_is_no_mark(lines: str, expected: list[str]) -> None:
    assert paths(lines) == expected


def test_bold_lines_without_marks_head_what_follows() -> None:
    made, tree = outline(
        "I. NHIỆM VỤ", printed("Về thể chế", bold=True), "- Rà soát.", printed("Về đất đai", bold=True), "- Đo."
    )
    (part,) = tree.root.children
    assert [clean(node.words.cut(made.text)) for node in part.children] == ["Về thể chế", "Về đất đai"]
    assert [len(node.children) for node in part.children] == [1, 1]


def test_an_attached_plan_and_an_annex_begin_anew() -> None:
    lines = [
        "Điều 1. Ban hành Kế hoạch", "Nơi nhận:", "- Như Điều 3;", "TM. ỦY BAN NHÂN DÂN", "KẾ HOẠCH", "I. MỤC ĐÍCH",
        "1. Nâng cao", "Phụ lục I", "1. Rà soát", "Phụ lục II", "1. Đo đạc",
    ]  # fmt: skip
    _, tree = outline("\n".join(lines))
    found = [("/".join(n.labels), n.region) for n in tree.root.walk() if n.own_span]
    assert found == [
        ("Điều 1", "body"), ("", "foot"), ("", "foot"), ("", "foot"), ("", "body"), ("I", "body"), ("I/1", "body"),
        ("Phụ lục I", "body"), ("Phụ lục I/1", "body"), ("Phụ lục II", "body"), ("Phụ lục II/1", "body"),
    ]  # fmt: skip


def test_header_and_foot_hold_no_outline() -> None:
    made, tree = outline(
        "ỦY BAN NHÂN DÂN\nTỈNH HÀ GIANG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/KH-UBND\n"
        "Hà Giang, ngày 1 tháng 2 năm 2024\nKính gửi:\n- Sở Nội vụ;\n- Sở Y tế.\nI. NHIỆM VỤ\n1. Rà soát.\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    )
    regions = [(clean(n.own_span.cut(made.text)), n.region) for n in tree.root.walk() if n.own_span]
    assert [words for words, region in regions if region == "body"] == ["I. NHIỆM VỤ", "1. Rà soát."]
    assert [words for words, region in regions if region == "foot"] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]


def test_a_spoiled_foot_is_known_by_the_post_below_the_closing_words() -> None:
    made, tree = outline(
        "II. NHIỆM VỤ\n1. Rà soát.\nTrên đây là Kế hoạch kiểm tra của Chi cục./.\n2\n"
        "Thm đệc (để báo cáo); KT.CHI CỤC TRƯỞNG\n- Các Phòng thuộc Chi cục; PHÓ GIÁM ĐỐC\nẤT xg"
    )
    regions = [(clean(n.own_span.cut(made.text)), n.region) for n in tree.root.walk() if n.own_span]
    assert [words for words, region in regions if region == "body"][-1].startswith("Trên đây là Kế hoạch")
    made, tree = outline("I. NHIỆM VỤ\n1. Giám đốc Sở rà soát./.\n2. Trưởng phòng TM. XÂY DỰNG kế hoạch.")
    assert "foot" not in {n.region for n in tree.root.walk()}


def test_a_table_stands_under_the_heading_above_it() -> None:
    _, tree = outline("I. A", "- B", rows("x | y"), "II. C")
    assert [(type(n.table), n.labels) for n in tree.root.walk() if n.table] == [(Table, ("I",))]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("1. A\n2. B\n3. C", []),
        ("1. A\n3. B", ["numbering_gap"]),
        ("1. A\n2. B\n1. C", ["numbering_restart"]),
        ("I. A\n1. B\nII. C\n1. D", []),
        ("I. A\nIII. B", ["numbering_gap"]),
        ("1. A\na) B\nc) C", ["numbering_gap"]),
        ("1. A\na) B\nb) C\n2. D\na) E", []),
        ("Điều 1. A\nĐiều 3. B", ["numbering_gap"]),
        ("1. A\na) B\nb) C\na) D", ["numbering_restart"]),
        ("1. A\na) B\na1) C\na2) D\na3) E", []),
    ],
)  # fmt: skip
def test_gaps_and_restarts_are_reported(lines: str, codes: list[str]) -> None:
    made, tree = outline(lines)
    assert [issue.code for issue in tree.issues] == codes
    for issue in tree.issues:
        assert issue.span is not None and issue.span.cut(made.text).strip()[:-1] in issue.message


def test_letters_with_a_digit_go_on_in_lower_case() -> None:
    assert labels("1. A\na) B\na1) x\na2) y\na3) z") == ["1", "1/a", "1/a/a1", "1/a/a2", "1/a/a3"]


WORDS = ["Rà soát thủ tục", "Sở Nội vụ", "báo cáo kết quả.", "NHIỆM VỤ", "100% hồ sơ;", "KẾ HOẠCH", "Nơi nhận:", "của,"]
MARKS = ["I. ", "II. ", "V. ", "C. ", "A. ", "1. ", "2. ", "9. ", "1.1. ", "1.10 ", "2.3. ", "a) ", "đ) ", "i) ",
         "(1) ",
         "- ", "+ ", "• ", "Phần I. ", "Điều 2. ", "Phụ lục I ", "Chương\nI ", ""]  # fmt: skip
lines_of_a_plan = st.one_of(
    st.builds(
        lambda mark, words, bold, whole: printed(mark + words, bold=bold, whole=whole),
        st.sampled_from(MARKS), st.sampled_from(WORDS), st.booleans(), st.booleans(),
    ),
    st.sampled_from([rows("TT | Nội dung", "1 | Rà soát"), rows("Một mình")]),
)  # fmt: skip


def nodes(section: Section) -> list[Section]:
    return [node for node in section.walk() if node.own_span is not None]


@given(st.lists(lines_of_a_plan, max_size=14))
def test_any_mix_is_a_tree_of_everything_in_order(items: list[Printed | Rows]) -> None:
    made, tree = outline(*items)
    pieces = [piece if isinstance(piece, Table) else piece.span for piece in join_lines(made)]
    found = nodes(tree.root)
    assert [node.table or node.own_span for node in found] == pieces
    assert [node.ordinal for node in found] == list(range(1, len(found) + 1))
    body = "".join(made.text[node.own_span.start : node.own_span.end] for node in found if node.own_span)
    assert "".join(body.split()) == "".join(made.text.split())


@given(st.lists(lines_of_a_plan, max_size=14))
def test_a_path_is_the_printed_labels_from_the_outside(items: list[Printed | Rows]) -> None:
    made, tree = outline(*items)

    def check(node: Section, above: tuple[str, ...]) -> None:
        assert node.labels == (above if node.marker is None else (*above, node.marker.label))
        if node.marker is not None and node.own_span is not None:
            mark = clean(node.marker.span.cut(made.text)).replace("–", "-")
            assert node.marker.label.lower().replace(" ", "") in mark.lower().replace(" ", "")
            assert node.marker.span in node.own_span and node.words.start >= min(node.marker.span.end, node.words.end)
        for child in node.children:
            check(child, node.labels)

    check(tree.root, ())


@pytest.mark.parametrize(
    ("words", "set_off", "found"),
    [
        ("KẾ HOẠCH", False, ("KẾ HOẠCH", "")),
        ("KẾ HOẠCH:", False, ("KẾ HOẠCH", "")),
        ("QUYẾT  ĐỊNH", False, ("QUYẾT ĐỊNH", "")),
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG", False, ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "")),
        ("KẾ HOẠCH 01", False, ("KẾ HOẠCH", "")),
        ("KẾ HOẠCH Cải cách hành chính năm 2023", True, ("KẾ HOẠCH", "Cải cách hành chính năm 2023")),
        ("KẾ HOẠCH Cải cách hành chính năm 2023", False, None),
        ("Kế hoạch", False, None),
        ("KẾ HOẠCHX", True, None),
        ("", True, None),
    ],
)
def test_type_lines(words: str, set_off: bool, found: tuple[str, str] | None) -> None:
    assert find_type(words, set_off=set_off) == found
