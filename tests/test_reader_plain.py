"""Text and Markdown files: what a person typed is in the body, what a web page put around it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractors.document import Document, Line, Table
from pipeline.readers.errors import ReadError
from pipeline.readers.markdown import read_markdown, strip_signs
from pipeline.readers.plain import read_text
from pipeline.readers.two_columns import split_at_gap

PLANS = os.environ.get("KEHOACH_PLANS")
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
PLAN = "Ủy ban nhân dân tỉnh giao Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành thực hiện Kế hoạch này. " * 4


def text_of(folder: Path, words: str | bytes) -> Document:
    path = folder / "tep.txt"
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return read_text(path)


def markdown_of(folder: Path, words: str) -> Document:
    path = folder / "tep.md"
    path.write_text(words, "utf-8")
    return read_markdown(path)


def lines_of(document: Document) -> list[str]:
    return [item.span.cut(document.text) for item in document.body if isinstance(item, Line)]


def furniture_of(document: Document) -> list[tuple[str, str]]:
    return [(piece.kind, piece.span.cut(document.text)) for piece in document.furniture]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAN.encode("utf-8"), id="UTF-8"),
        pytest.param(PLAN.encode("utf-8-sig"), id="UTF-8 with mark"),
        pytest.param(PLAN.encode("utf-16"), id="UTF-16 with mark"),
        pytest.param(PLAN.encode("utf-16-le"), id="UTF-16 little-endian"),
        pytest.param(PLAN.encode("utf-16-be"), id="UTF-16 big-endian"),
        pytest.param(
            "".join(
                bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte)
                for byte in PLAN.encode()
            ).encode(),
            id="UTF-8 read twice",
        ),
        pytest.param(PLAN.encode("utf-8") + "ệ".encode()[:2], id="cut in a letter"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes) -> None:
    assert lines_of(text_of(tmp_path, data)) == [PLAN.strip()]


@pytest.mark.parametrize("damage", [b"\xff", b"\xe1\xbb "], ids=["a wrong byte", "half a letter"])
def test_lost_letters_are_reported(tmp_path: Path, damage: bytes) -> None:
    document = text_of(tmp_path, PLAN.encode() + damage + PLAN.encode())
    assert [problem.code for problem in document.problems] == ["lost_letters"]
    assert document.text.count("Sở Nội vụ") == 8
    assert not text_of(tmp_path, PLAN).problems


def test_windows_1258(tmp_path: Path) -> None:
    typed = "Chu\u0309 ti\u0323ch ư\u0301ng thu\u0300 lao cho ca\u0301n b\u00f4\u0323. "
    assert lines_of(text_of(tmp_path, typed.encode("cp1258") * 10))[0].startswith("Chủ tịch ứng thù lao cho cán bộ.")


@pytest.mark.parametrize(
    "data",
    [
        "Uû ban nh©n d©n tØnh ban hµnh kÕ ho¹ch c¶i c¸ch hµnh chÝnh. ".encode("cp1252"),
        "UÛy ban nhaân daân tænh ban haønh keá hoaïch caûi caùch haønh chính. ".encode(),
    ],
    ids=["TCVN3", "VNI"],
)
def test_text_of_old_fonts(tmp_path: Path, data: bytes) -> None:
    words = text_of(tmp_path, data * 9).text
    assert words.count("ban nhân dân tỉnh ban hành kế hoạch cải cách hành chính.") == 9


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (" \n\u00a0\n".encode(), "empty_file"),
        (("8ӹ EDQ QKkQ GkQ WӍQK EDQ KjQK NӃ KRҥFK FҧL FiFK KjQK FKtQK QKj QѭӟF. " * 9).encode(), "garbled_text"),
    ],
    ids=["no bytes", "no letters", "letters of a broken font"],
)
def test_unreadable_text(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        text_of(tmp_path, data)
    assert caught.value.code == code


def test_lines_may_be_wrapped_and_have_no_page(tmp_path: Path) -> None:
    document = text_of(tmp_path, "1. Giao Sở Y tế chủ trì,\r\n   phối hợp\n\n2. Giao Sở Tài chính")
    assert lines_of(document) == ["1. Giao Sở Y tế chủ trì,", "phối hợp", "2. Giao Sở Tài chính"]
    assert not document.pages
    assert all(isinstance(line, Line) and not line.whole and line.page is None for line in document.body)


def test_form_feeds_are_pages_and_their_numbers_furniture(tmp_path: Path) -> None:
    document = text_of(tmp_path, "Trang đầu\n12\nhết\n\f  2\nTrang sau\n\f- 3 -\nTrang cuối\n\f")
    assert [(item.page, item.span.cut(document.text)) for item in document.body] == [
        (1, "Trang đầu"), (1, "12"), (1, "hết"), (2, "Trang sau"), (3, "Trang cuối"),
    ]  # fmt: skip
    assert furniture_of(document) == [("page_number", "2"), ("page_number", "- 3 -")]
    assert [page.number for page in document.pages] == [1, 2, 3]


def test_page_numbers_without_page_breaks(tmp_path: Path) -> None:
    sheet = "\n".join(f"- Việc {letter}" for letter in "abcdeghiklmnopqrstuv")
    document = text_of(tmp_path, f"{sheet}\n2\n{sheet}\n3\n{sheet}\nTrang 4/9\n1\nViệc\n2\nViệc")
    assert furniture_of(document) == [("page_number", "2"), ("page_number", "3"), ("page_number", "Trang 4/9")]
    assert lines_of(document)[-4:] == ["1", "Việc", "2", "Việc"]


SENTENCE = "- Siết chặt quản lý đất đai, khoáng sản{}\n- Xử lý nghiêm các hành vi khai thác\n- Thanh tra hoạt động mỏ\n"


@pytest.mark.parametrize(
    ("mark", "foot", "notes"),
    [
        pytest.param("1.", "  1 Theo Luật Khoáng sản\nnăm 2024.", 2, id="a note of two lines"),
        pytest.param("1 và đất2;", "1 Luật Khoáng sản.\n2 Luật Đất đai.", 2, id="two notes"),
        pytest.param(" (gọi tắt là Luật)1", "1 Luật Khoáng sản.", 1, id="a mark at a bracket"),
        pytest.param(" 5 km1", "1 Luật Khoáng sản.", 0, id="a unit is no mark"),
        pytest.param(" CO2", "2 Luật Khoáng sản.", 0, id="a formula is no mark"),
        pytest.param(" tại Điều", "1 Thông tư này.", 0, id="no mark at all"),
        pytest.param("1.", "1. Sở Y tế", 0, id="an item with a full stop"),
        pytest.param("1.", "1 Sở Y tế\n2 Sở Nội vụ\n3 Sở Tư pháp", 0, id="rows"),
        pytest.param("1.", "1 a\nb\nc\nd", 0, id="more than half of the page"),
    ],
)
def test_footnotes_of_a_page(tmp_path: Path, mark: str, foot: str, notes: int) -> None:
    page = SENTENCE.format(mark) + foot
    document = text_of(tmp_path, f"{page}\n\f   2\ntrái phép, đầu tư xây dựng\n")
    body, kept = page.split("\n"), len(page.split("\n")) - notes
    stripped = [line.strip() for line in body]
    assert lines_of(document) == [*stripped[:kept], "trái phép, đầu tư xây dựng"]
    assert furniture_of(document) == [*(("footnote", line) for line in stripped[kept:]), ("page_number", "2")]


def test_footnotes_need_page_breaks(tmp_path: Path) -> None:
    document = text_of(tmp_path, SENTENCE.format("1.") + "1 Theo Luật Khoáng sản.")
    assert lines_of(document)[-1] == "1 Theo Luật Khoáng sản."


@pytest.mark.parametrize(
    ("end", "codes"),
    [
        ("[...]", ["text_cut"]), ("[…]\n\n", ["text_cut"]), (" (...)", ["text_cut"]), ("Sở A ...", []),
        ("[...]\nNơi nhận:", []), ("...", []),
    ],
)  # fmt: skip
def test_a_cut_end_is_reported(tmp_path: Path, end: str, codes: list[str]) -> None:
    for document in (text_of(tmp_path, f"KẾ HOẠCH\n\n{end}"), markdown_of(tmp_path, f"KẾ HOẠCH\n\n{end}")):
        assert [problem.code for problem in document.problems] == codes
        assert end.strip().split("\n")[-1] in document.text


def test_bold_signs_are_dropped(tmp_path: Path) -> None:
    document = text_of(tmp_path, "**Nơi nhận**\nTại phần “**Nơi nhận**” của văn bản\n2 ** 3")
    assert [(item.bold, item.span.cut(document.text)) for item in document.body if isinstance(item, Line)] == [
        (True, "Nơi nhận"), (False, "Tại phần “Nơi nhận” của văn bản"), (False, "2 ** 3"),
    ]  # fmt: skip


PORTAL = [
    ("Số hiệu", "12/KH-UBND"), ("Ngày ban hành", "11/07/2022"), ("Loại văn bản", "Kế hoạch"),
    ("Người ký", "Nguyễn Văn A"),
]  # fmt: skip


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("\n".join(f"{label} {value}" for label, value in PORTAL), id="a line each"),
        pytest.param("\n".join(f"{label}: {value}" for label, value in PORTAL), id="with colons"),
        pytest.param("\n\n".join(f"{label}\n{value}" for label, value in PORTAL), id="values on their own lines"),
        pytest.param(" | ".join(f"{label}: | {value}" for label, value in PORTAL) + " |", id="bars"),
        pytest.param("\n".join(f"{label} | {value} |" for label, value in PORTAL), id="a bar a line"),
        pytest.param("\n".join(f"{a} {b}" for a, b in PORTAL) + "\nNgày hiệu lực: Đang cập nhật", id="an empty value"),
    ],
)
def test_portal_metadata(tmp_path: Path, block: str) -> None:
    document = text_of(tmp_path, f"Kế hoạch 12/KH-UBND năm 2022\n\n{block}\n\nỦY BAN NHÂN DÂN\nKẾ HOẠCH")
    assert list(document.hints.portal) == PORTAL
    assert lines_of(document) == ["Kế hoạch 12/KH-UBND năm 2022", "ỦY BAN NHÂN DÂN", "KẾ HOẠCH"]
    assert {kind for kind, _ in furniture_of(document)} == {"web"}


@pytest.mark.parametrize(
    "words",
    [
        "Lĩnh vực y tế: nâng cao chất lượng\nLĩnh vực giáo dục: xây trường",
        f"{NATION}\nSố hiệu 1\nNgày ban hành 2",
        "Ngày ban hành là ngày ký.",
    ],
)
def test_sentences_that_begin_like_metadata(tmp_path: Path, words: str) -> None:
    document = text_of(tmp_path, words)
    assert lines_of(document) == words.split("\n")
    assert document.hints.portal == ()


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Thứ 7, Ngày 26/10/2024", ""),
        ("Chủ nhật, 27/10/2024 08:15", ""),
        ("Truy cập nội dung luôn", ""),
        ("DetailController", "Tang tuong phan Giam tuong phan\nĐánh giá bài viết\n\n0.0/5 (0 Lượt đánh giá)"),
        ("", "Đọc thêm"),
        ("", "In bài viết | Chia sẻ Zalo | Cỡ chữ: A- A+"),
        ("", "Tài liệu đính kèm: 1256-QD-UBND.pdf\nTin liên quan\nMột tin khác\n% Bình chọn\n0% 0\na. Đẹp\n50% 1"),
        ("", "Thống kê truy cập\nSố lượt truy cập: 2163\nTổng số lượt xem: 1.958.442"),
    ],
)
def test_web_furniture(tmp_path: Path, above: str, below: str) -> None:
    typed = "1. Giao Sở A\nđọc thêm tài liệu.\nThứ 7, ngày 26/10/2024 tổ chức hội nghị\n2. Giao Sở B\n3. Giao Sở C"
    document = text_of(tmp_path, f"{above}\n{typed}\n{below}")
    assert lines_of(document) == typed.split("\n")
    assert [words for _, words in furniture_of(document)] == [w for w in f"{above}\n{below}".split("\n") if w]


def test_tail_words_before_an_annex_are_no_tail(tmp_path: Path) -> None:
    document = text_of(tmp_path, "I. Mở đầu\nNội dung\nTin liên quan\nPHỤ LỤC I\n1. Việc")
    assert lines_of(document) == ["I. Mở đầu", "Nội dung", "Tin liên quan", "PHỤ LỤC I", "1. Việc"]


def test_signature_stamp(tmp_path: Path) -> None:
    document = text_of(tmp_path, "CHỦ TỊCH\nKý bởi: UBND XÃ X\n Email: x@y.vn\n Cơ quan: UBND HUYỆN Y\nNguyễn Văn A")
    assert lines_of(document) == ["CHỦ TỊCH", "Nguyễn Văn A"]
    assert furniture_of(document) == [
        ("stamp", "Ký bởi: UBND XÃ X"), ("stamp", "Email: x@y.vn"), ("stamp", "Cơ quan: UBND HUYỆN Y"),
    ]  # fmt: skip


HEAD_LEFT, HEAD_RIGHT = (
    ["ỦY BAN NHÂN DÂN", "TỈNH X", "Số: 5 /UBND-KT"],
    [NATION, MOTTO, "Vinh, ngày 1 tháng 6 năm 2026"],
)


@pytest.mark.parametrize("gap", ["        ", "\t", " | "], ids=["spaces", "tab", "bar"])
def test_head_and_foot_in_two_columns(tmp_path: Path, gap: str) -> None:
    head = "\n\n".join(f"{left}{gap}{right}" for left, right in zip(HEAD_LEFT, HEAD_RIGHT, strict=True))
    subject = "V/v tăng cường\nquản lý khoáng sản"
    foot = f"Nơi nhận:{gap}KT. CHỦ TỊCH\n- Như trên;{gap}PHÓ CHỦ TỊCH\n- Lưu: VT.\n\n{' ' * 30}Nguyễn Văn A"
    document = text_of(tmp_path, f"{head}\n{subject}\n\nKính gửi: Sở    A\n{foot}\n\nPHỤ LỤC")
    found = [(item.column, item.span.cut(document.text)) for item in document.body if isinstance(item, Line)]
    assert [words for column, words in found if column == "left"] == [
        *HEAD_LEFT, *subject.split("\n"), "Nơi nhận:", "- Như trên;", "- Lưu: VT.",
    ]  # fmt: skip
    assert [words for column, words in found if column == "right"] == [
        *HEAD_RIGHT, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn A",
    ]  # fmt: skip
    assert [words for column, words in found if column == "body"] == ["Kính gửi: Sở    A", "PHỤ LỤC"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Số:         /KH     Lào Cai, ngày       tháng      năm 2026", ("Số: /KH", "Lào Cai, ngày tháng năm 2026")),
        (f"ỦY BAN NHÂN DÂN | {NATION} |", ("ỦY BAN NHÂN DÂN", NATION)),
        ("   một cột   ", None),
        ("1. Tăng cường  quản lý", None),
    ],
)  # fmt: skip
def test_column_gap(line: str, expected: tuple[str, str] | None) -> None:
    assert split_at_gap(line) == expected


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**Giao Sở A:** *chủ trì* __ngay__", "Giao Sở A: chủ trì ngay"),
        ("***cả hai***", "cả hai"),
        ("a * b * c, số 5*3", "a * b * c, số 5*3"),
        ("tệp ke_hoach_2024", "tệp ke_hoach_2024"),
        ("[Quyết định 5](https://x.vn/a_(b)) và <https://y.vn>", "Quyết định 5 và https://y.vn"),
        ("![ảnh](a.jpg)chữ<br>dòng hai", "chữ\ndòng hai"),
        (r"1\. Việc \* &amp; <b>đậm</b>", "1. Việc * & đậm"),
        ("Luật[^1] này", "Luật này"),
        ("đạt <80% hoặc >90%", "đạt <80% hoặc >90%"),
    ],
)
def test_markdown_signs(typed: str, shown: str) -> None:
    assert strip_signs(typed) == shown


def test_markdown_blocks(tmp_path: Path) -> None:
    typed = (
        "---\ntitle: Kế hoạch A\ntags:\n  - tin\n---\n<!-- ẩn\nhai dòng -->\n# I. MỤC TIÊU\n\n- Việc *một*\n"
        "+ Việc hai\n1. Việc ba\n> Trích\n\n**Đậm cả dòng**\n\nTiêu đề\n===\n\n***\n"
        "[//]: # (ẩn)\n[^1]: Theo Luật A.\nCuối"
    )
    document = markdown_of(tmp_path, typed)
    assert [(item.bold, item.span.cut(document.text)) for item in document.body if isinstance(item, Line)] == [
        (True, "I. MỤC TIÊU"), (False, "- Việc một"), (False, "+ Việc hai"), (False, "1. Việc ba"), (False, "Trích"),
        (True, "Đậm cả dòng"), (True, "Tiêu đề"), (False, "Cuối"),
    ]  # fmt: skip
    assert document.hints.portal == (("title", "Kế hoạch A"),)
    assert furniture_of(document) == [
        ("web", "title: Kế hoạch A"), ("web", "tags:"), ("web", "- tin"), ("footnote", "Theo Luật A."),
    ]  # fmt: skip


def test_pipe_table(tmp_path: Path) -> None:
    typed = "Trước\n\n| TT | Nhiệm vụ |\n|---|:-:|\n| **I.** | Nhóm \\| A |\n| 1. | a<br>b |\n| 2. |\n\nSau"
    document = markdown_of(tmp_path, typed)
    (table,) = (item for item in document.body if isinstance(item, Table))
    assert (table.rows, table.columns, table.ruled) == (4, 2, True)
    assert [(c.row, c.column, c.bold, c.span.cut(document.text)) for c in table.cells] == [
        (0, 0, False, "TT"), (0, 1, False, "Nhiệm vụ"), (1, 0, True, "I."), (1, 1, False, "Nhóm | A"),
        (2, 0, False, "1."), (2, 1, False, "a\nb"), (3, 0, False, "2."),
    ]  # fmt: skip
    assert lines_of(document) == ["Trước", "Sau"]


def test_head_in_a_pipe_table(tmp_path: Path) -> None:
    head = f"| ỦY BAN NHÂN DÂN<br>TỈNH X | {NATION}<br>{MOTTO} |\n|---|---|\n"
    typed = f"{head}| Số: 5/KH-UBND | Vinh, ngày 1 tháng 2 năm 2025 |\n\nKẾ HOẠCH"
    document = markdown_of(tmp_path, typed)
    assert [(item.column, item.span.cut(document.text)) for item in document.body if isinstance(item, Line)] == [
        ("left", "ỦY BAN NHÂN DÂN"), ("left", "TỈNH X"), ("left", "Số: 5/KH-UBND"), ("right", NATION), ("right", MOTTO),
        ("right", "Vinh, ngày 1 tháng 2 năm 2025"), ("body", "KẾ HOẠCH"),
    ]  # fmt: skip


@pytest.mark.skipif(not PLANS, reason="KEHOACH_PLANS names no folder of sample documents")
def test_real_texts_lose_no_line() -> None:
    for path in sorted(Path(PLANS or "").glob("*.txt")):
        document = read_text(path)
        typed = path.read_text("utf-8-sig").replace("**", "")
        assert sorted("".join(document.text.split())) == sorted("".join(typed.split())), path.name
