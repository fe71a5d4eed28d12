"""Saved pages of portals: the document in its lines, tables and columns; the page around it as furniture."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from portal_pages import KEPT, LUATVIETNAM, PAGES, PROVINCE, TASKS, THUVIENPHAPLUAT, Page
from portal_pages_more import LIFERAY, MORE_PAGES, TABLE_ROWS

from extractors.assemble import extract
from extractors.document import Document, Line, Table
from extractors.legacy_encodings import convert
from pipeline.readers.errors import ReadError
from pipeline.readers.html import read_html

ALL_PAGES = PAGES | MORE_PAGES
PLANS = os.environ.get("KEHOACH_PLANS")


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def read(html: str | bytes, name: str = "a.html") -> Document:
        path = tmp_path / name
        path.write_bytes(html.encode() if isinstance(html, str) else html)
        return read_html(path)

    return read


def body(document: Document) -> list[str]:
    return [item.span.cut(document.text) for item in document.body if isinstance(item, Line)]


def furniture(document: Document) -> list[str]:
    return [piece.span.cut(document.text) for piece in document.furniture]


def grid(document: Document, nth: int = 0) -> dict[tuple[int, int], str]:
    table = [item for item in document.body if isinstance(item, Table)][nth]
    return {(cell.row, cell.column): cell.span.cut(document.text) for cell in table.cells}


@pytest.mark.parametrize("page", ALL_PAGES.values(), ids=ALL_PAGES)
def test_the_document_is_kept_and_the_page_around_it_is_furniture(read, page: Page) -> None:
    document = read(page.html)
    lines = body(document)
    assert [line for line in page.kept if line not in lines] == []
    text = "\n".join(lines)
    assert [words for words in page.dropped if words in text] == []
    assert not any("rà soát" in words and "var" in words for words in furniture(document))


@pytest.mark.parametrize(
    ("page", "portal"),
    [
        (THUVIENPHAPLUAT, {"Số hiệu": "15/KH-UBND", "Nơi ban hành": "Tỉnh Long Sơn", "Người ký": "Trần Văn Mẫu",
                           "Ngày ban hành": "12/01/2026", "Loại văn bản": "Kế hoạch"}),
        (LUATVIETNAM, {"Số hiệu": "15/KH-UBND", "Ngày ban hành": "12/01/2026",
                       "Cơ quan ban hành": "Ủy ban nhân dân tỉnh Long Sơn"}),
        (LIFERAY, {"Số ký hiệu văn bản": "21/KH-UBND", "Ngày ban hành": "12/01/2026", "Người ký": "Trần Văn Mẫu",
                   "Trích yếu": "Chuyển đổi số năm 2026", "Cơ quan ban hành": "UBND tỉnh"}),
        (PROVINCE, {"Số hiệu": "15/KH-UBND", "Ngày ban hành": "12/01/2026", "Cơ quan ban hành": "Tỉnh Long Sơn"}),
    ],
    ids=["table", "dl", "rows", "spans"],
)  # fmt: skip
def test_the_metadata_block_becomes_hints(read, page: Page, portal: dict[str, str]) -> None:
    assert dict(read(page.html).hints.portal) == portal


@pytest.mark.parametrize("page", MORE_PAGES.values(), ids=MORE_PAGES)
def test_tables_of_tasks_stay_tables(read, page: Page) -> None:
    cells = grid(read(page.html))
    assert [tuple(cells[row, column] for column in range(4)) for row in (1, 2)] == list(TABLE_ROWS)


def test_an_article_that_holds_a_summary_is_not_taken_for_the_document(read) -> None:
    summary = "Bài viết giới thiệu nội dung chính của kế hoạch mà tỉnh vừa ban hành trong tuần. " * 6
    document = "".join(f"<p>{words}</p>" for words in KEPT * 3)
    page = f"<body><div class='entry-content'><p>{summary}</p></div><div class='x1'>{document}</div></body>"
    assert [line for line in KEPT if line not in body(read(page))] == []


def test_a_list_of_facts_is_a_metadata_block(read) -> None:
    facts = "<ul><li><b>Số ký hiệu:</b> 15/KH-UBND</li><li><b>Trích yếu:</b> Cải cách hành chính</li></ul>"
    document = read(f"<body>{facts}{''.join(f'<p>{line}</p>' for line in KEPT)}</body>")
    assert dict(document.hints.portal) == {"Số ký hiệu": "15/KH-UBND", "Trích yếu": "Cải cách hành chính"}


@pytest.mark.parametrize("name", ["thuvienphapluat", "luatvietnam", "province", "hethongphapluat"])
def test_pages_end_as_the_same_tasks(read, name: str) -> None:
    extraction = extract(read(PAGES[name].html))
    assert (extraction.metadata.number, extraction.metadata.kind) == ("15/KH-UBND", "kế hoạch")
    assert extraction.metadata.issuer == "Ủy ban nhân dân tỉnh Long Sơn"
    leads = [[agency.name for agency in task.lead.value] for task in extraction.tasks if task.lead]
    assert leads[:2] == [["Sở Nội vụ"], ["Văn phòng UBND tỉnh"]]


def test_head_and_foot_stand_in_columns(read) -> None:
    document = read(THUVIENPHAPLUAT.html)
    columns = {item.span.cut(document.text): item.column for item in document.body if isinstance(item, Line)}
    assert columns["ỦY BAN NHÂN DÂN"] == columns["Số: 15/KH-UBND"] == columns["Nơi nhận:"] == "left"
    assert columns["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == columns["Trần Văn Mẫu"] == "right"
    assert columns[TASKS[0]] == "body"


def test_merged_cells_keep_their_place(read) -> None:
    document = read(PAGES["hethongphapluat"].html)
    cells = grid(document)
    assert (cells[0, 0], cells[0, 1], cells[0, 3], cells[1, 1], cells[1, 2]) == (
        "STT", "Nội dung", "Thời hạn", "Nhiệm vụ", "Đơn vị",
    )  # fmt: skip
    assert cells[2, 3] == "Quý I/2026"
    assert (3, 3) not in cells
    assert (cells[3, 1], cells[3, 2]) == ("Niêm yết công khai", "Sở Tư pháp")


def test_frames_around_the_page_are_no_tables(read) -> None:
    document = read(PROVINCE.html)
    assert not [item for item in document.body if isinstance(item, Table)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol><li>Một</li><li>Hai</li></ol>", ["1. Một", "2. Hai"]),
        ('<ol type="a" start="3"><li>Một</li><li value="6">Hai</li><li>Ba</li></ol>', ["c. Một", "f. Hai", "g. Ba"]),
        ('<ol type="I"><li>Một<ol><li>Hai</li></ol></li><li>Ba</li></ol>', ["I. Một", "1. Hai", "II. Ba"]),
        ('<ol style="list-style-type:lower-roman"><li>Một</li></ol>', ["i. Một"]),
        ("<ul><li>Một<ul><li><p>Hai</p></li></ul></li></ul>", ["• Một", "o Hai"]),
        ('<ul style="list-style:none"><li>Một</li></ul>', ["Một"]),
        ("<ul><li>- Một</li></ul>", ["- Một"]),
        ("<ol><li>1. Một</li></ol>", ["1. Một"]),
        ("<p>Một<br>hai</p><p>Ba</p>", ["Một", "hai", "Ba"]),
        ("<p>ỦY\nBAN   NHÂN\tDÂN</p>", ["ỦY BAN NHÂN DÂN"]),
        ("<p>B<span>Ộ</span> Y <b>tế</b> 30 m<sup>2</sup></p>", ["BỘ Y tế 30 m2"]),
        ("<p>K&#7871; ho&#x1ea1;ch &amp;agrave; v&agrave;</p>", ["Kế hoạch à và"]),
        ("<p>Một</p><!-- hai --><p style='display: none'>ba</p><p hidden>bốn</p><noscript>năm</noscript>", ["Một"]),
        ("<p>Một<a href='#_ftn1'><sup>[1]</sup></a> hai</p><div id='ftn1'><p>[1] Ghi chú</p></div>", ["Một hai"]),
        ("<p>Một <del>hai</del></p><p><del>ba</del></p>", ["Một hai", ]),
        ("<div>Một<p>Hai</p>ba</div>", ["Một", "Hai", "ba"]),
    ],
)  # fmt: skip
def test_lines_as_a_browser_prints_them(read, html: str, expected: list[str]) -> None:
    assert body(read(html)) == expected


def test_bold_and_centred(read) -> None:
    document = read("<h2>Một</h2><p><b>Hai</b>:</p><p>Ba <b>bốn</b></p><p align=center>Năm</p>")
    assert [(line.bold, line.centred) for line in document.body if isinstance(line, Line)] == [
        (True, False), (True, False), (False, False), (False, True),
    ]  # fmt: skip


PLAN = "".join(f"<p>{line}</p>" for line in KEPT)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAN.encode("utf-16"), id="UTF-16 with mark"),
        pytest.param(f'<meta charset="windows-1258">{PLAN}'.encode(), id="UTF-8 that says windows-1258"),
        pytest.param(unicodedata.normalize("NFD", PLAN).encode(), id="NFD"),
        pytest.param(PLAN.encode("ascii", "xmlcharrefreplace"), id="escaped letters"),
        pytest.param(PLAN.encode().decode("latin-1").encode(), id="UTF-8 encoded twice"),
    ],
)  # fmt: skip
def test_encodings(read, data: bytes) -> None:
    assert body(read(data)) == list(KEPT)


def test_a_vietnamese_code_page(read) -> None:
    composed = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}
    words = "".join(
        unicodedata.normalize("NFC", base + "".join(m for m in marks if m in composed)) + "".join(
            m for m in marks if m not in composed)
        for base, *marks in (unicodedata.normalize("NFD", letter) for letter in PLAN)
    )  # fmt: skip
    assert body(read(words.encode("cp1258"))) == list(KEPT)


def test_a_page_in_tcvn3_is_read_as_unicode(read) -> None:
    typed = "Së Néi vô chñ tr×, phèi hîp víi Së Tµi chÝnh rµ so¸t thñ tôc hµnh chÝnh, th−êng xuyªn ®«n ®èc c¸c ®¬n vÞ."
    assert convert(typed, "tcvn3").text.startswith("Sở Nội vụ chủ trì")
    typed = typed.replace("\N{MINUS SIGN}", "\N{SOFT HYPHEN}")
    html = f'<html><meta charset="windows-1252"><p style="font-family:.VnTime">{typed}</p></html>'
    lines = body(read(html.encode("cp1252")))
    assert lines == [
        "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát thủ tục hành chính, thường xuyên đôn đốc các đơn vị."
    ]


def test_a_web_archive(read) -> None:
    page = THUVIENPHAPLUAT.html.replace("=", "=3D")
    archive = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.vn/kh\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--x"\r\n\r\n'
        "----x\r\nContent-Type: text/html\r\nContent-Location: http://a.vn/quang-cao\r\n\r\n<p>Quảng cáo</p>\r\n"
        "----x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: http://a.vn/kh\r\n\r\n{page}\r\n----x--\r\n"
    )
    assert TASKS[0] in body(read(archive, "a.mht"))


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<html><body><script>document.write('Kế hoạch')</script></body></html>", "empty_file"),
        ("<!-- -->", "empty_file"),
        ("<div>" * 5000 + "Kế hoạch", "broken_file"),
        ("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--\r\n", "broken_file"),
    ],
)
def test_pages_without_words_say_so(read, html: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(html)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 1500 + TASKS[0],
        "<b><font>" * 700 + TASKS[0],
        "<table><tr><td>" * 150 + TASKS[0],
        f"<table><tr><td rowspan=99999 colspan=99999>{TASKS[0]}</td><td>b</td></tr></table>",
    ],
    ids=["deep", "deep inline", "deep tables", "giant cell"],
)
def test_damaged_pages_keep_their_words(read, html: str) -> None:
    assert "Sở Nội vụ chủ trì" in read(html).text


def test_no_letter_is_lost(read) -> None:
    document = read(PROVINCE.html)
    for words in ("Giới thiệu", "Lượt xem: 1.204", "Thứ 7, Ngày 26/10/2024"):
        assert any(words in piece for piece in furniture(document))


@pytest.mark.skipif(not PLANS, reason="KEHOACH_PLANS names no folder of sample documents")
def test_a_real_news_page() -> None:
    document = read_html(Path(PLANS or "") / "n21.html")
    assert body(document)[0].startswith("Trung tâm GDNN-GDTX huyện Đắk Song lập kế hoạch")
    assert "&" not in document.text
    extraction = extract(document)
    assert extraction.metadata.kind == "kế hoạch"  # it summarises a plan, whose kind it has (R22), and gives no work
    assert not extraction.tasks
