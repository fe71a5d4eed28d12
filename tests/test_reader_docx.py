"""Word files built part by part: what is printed is in the body, in its order; what is not is furniture or nothing."""

from __future__ import annotations

import os
import re
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, NAMESPACE, RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from extractors.document import Document, Line, Table
from extractors.text import normalise
from pipeline.readers import word_package, word_repair
from pipeline.readers.docx import read_docx
from pipeline.readers.errors import ReadError
from pipeline.readers.word_repair import TEXT_PARTS
from pipeline.readers.word_xml import MC, W

PLANS = os.environ.get("KEHOACH_PLANS")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W[1:-1]}" xmlns:mc="{MC[1:-1]}" xmlns:r="{OFFICE}" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
PACKAGE = f'<Relationships xmlns="{NAMESPACE.OPC_RELATIONSHIPS}">{{}}</Relationships>'
RULES = "".join(f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def content_types(main: str = CONTENT_TYPE.WML_DOCUMENT_MAIN) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{content}"/>'
        for kind, content in {"document": main, **TEXT_PARTS}.items()
    )
    defaults = f'<Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>'
    return f'<Types xmlns="{NAMESPACE.OPC_CONTENT_TYPES}">{defaults}{overrides}</Types>'


def make_docx(folder: Path, body: str, *, relations: str = "", **parts: str) -> Path:
    """A Word file with ``body``; ``parts``: content of the parts styles, numbering, footnotes, header, footer."""
    roots = {"header": "hdr", "footer": "ftr"}
    path = folder / "tep.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", content_types())
        archive.writestr("_rels/.rels", PACKAGE.format(relation("r1", "officeDocument", "word/document.xml")))
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        for kind, content in parts.items():
            root = roots.get(kind, kind)
            whole = content.startswith("<!")
            archive.writestr(f"word/{kind}.xml", content if whole else f"<w:{root} {NAMESPACES}>{content}</w:{root}>")
            relations += relation(kind, kind, f"{kind}.xml")
        archive.writestr("word/_rels/document.xml.rels", PACKAGE.format(relations))
    return path


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def par(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(*paragraphs: str, properties: str = "") -> str:
    content = "".join(p if p.startswith("<") else par(p) if p else "<w:p/>" for p in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str, borders: str = RULES) -> str:
    lines = "".join(row if row.startswith("<w:tr") else f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>{lines}</w:tbl>"


def body_of(document: Document) -> list[str]:
    return [f"[{i.rows}x{i.columns}]" if isinstance(i, Table) else i.span.cut(document.text) for i in document.body]


def furniture_of(document: Document) -> list[tuple[str, str]]:
    return [(piece.kind, piece.span.cut(document.text)) for piece in document.furniture]


def only_table(document: Document) -> Table:
    (found,) = (item for item in document.body if isinstance(item, Table))
    return found


TEXT_BOX = f"<w:txbxContent>{par('Trong khung')}</w:txbxContent>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(run("Sở ") + run("Y tế"), ["Sở Y tế"], id="runs"),
        pytest.param(f"<w:ins>{run('thêm ')}</w:ins>" + run("vào"), ["thêm vào"], id="tracked insertion"),
        pytest.param(f"<w:moveTo>{run('dời tới')}</w:moveTo>", ["dời tới"], id="moved to"),
        pytest.param(f"<w:sdt><w:sdtContent>{run('ô nhập')}</w:sdtContent></w:sdt>", ["ô nhập"], id="content control"),
        pytest.param(f"<w:smartTag>{run('Hà Nội')}</w:smartTag>", ["Hà Nội"], id="smart tag"),
        pytest.param(f"<w:hyperlink>{run('liên kết')}</w:hyperlink>", ["liên kết"], id="hyperlink"),
        pytest.param(run("a") + run("ẩn", "<w:vanish/>") + run("b"), ["ab"], id="hidden"),
        pytest.param(run("hiện", '<w:vanish w:val="0"/>'), ["hiện"], id="not hidden"),
        pytest.param(run("ủy ban", "<w:caps/>"), ["ỦY BAN"], id="capitals"),
        pytest.param("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>", ["a\nb\nc"], id="line breaks"),
        pytest.param('<w:r><w:t>a</w:t><w:br w:type="page"/></w:r>', ["a"], id="page break"),
        pytest.param("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", ["a b"], id="tab"),
        pytest.param("<w:r><w:t>KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t></w:r>", ["KH-UBND"], id="hard hyphen"),
        pytest.param("<w:r><w:t>nhiệm</w:t><w:softHyphen/><w:t>vụ</w:t></w:r>", ["nhiệmvụ"], id="soft hyphen"),
        pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t> xong</w:t></w:r>', ["✓ xong"], id="symbol"),
        pytest.param('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 80%</w:t></w:r>', ["≥ 80%"], id="comparison"),
        pytest.param(run("³", '<w:rFonts w:ascii="Symbol"/>') + run(" 80%"), ["≥ 80%"], id="text in Symbol"),
        pytest.param(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("mục II")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            ["mục II"],
            id="a field shows its result",
        ),
        pytest.param(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("chữ lạc"),
            ["sau"],
            id="an unended field hides no more",
        ),
        pytest.param(
            f"<w:r><w:drawing>{TEXT_BOX}</w:drawing></w:r>" + run("Neo"), ["Neo", "Trong khung"], id="text box"
        ),
        pytest.param(
            f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{TEXT_BOX}</wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{TEXT_BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            ["Trong khung"],
            id="a text box in two forms comes once",
        ),
    ],
)
def test_words_of_a_paragraph(tmp_path: Path, content: str, expected: list[str]) -> None:
    after = par("sau") if expected == ["sau"] else ""
    document = read_docx(make_docx(tmp_path, par(content) + after))
    assert body_of(document) == expected
    assert all(isinstance(line, Line) and line.whole and line.page is None for line in document.body)


def test_body_order_and_block_wrappers(tmp_path: Path) -> None:
    body = (
        par("một")
        + f"<w:sdt><w:sdtContent>{par('hai')}</w:sdtContent></w:sdt>"
        + table(cell("a") + cell("b"), cell("c") + cell("d"))
        + f"<w:customXml>{par('ba')}</w:customXml>"
    )
    assert body_of(read_docx(make_docx(tmp_path, body))) == ["một", "hai", "[2x2]", "ba"]


def test_deleted_words_are_kept_apart(tmp_path: Path) -> None:
    body = par(
        f"<w:del>{run('cũ').replace('w:t', 'w:delText')}</w:del>"
        + run("mới")
        + f"<w:moveFrom>{run('dời đi')}</w:moveFrom>"
    )
    document = read_docx(make_docx(tmp_path, body))
    assert body_of(document) == ["mới"]
    assert furniture_of(document) == [("deleted", "cũ"), ("deleted", "dời đi")]


def test_deleted_paragraph_mark_joins_and_takes_no_number(tmp_path: Path) -> None:
    deleted_mark = f"{NUMBERED}<w:rPr><w:del/></w:rPr>"
    body = par("Sở Nội vụ ", deleted_mark) + par("chủ trì", NUMBERED) + par("Sở Y tế", NUMBERED)
    document = read_docx(make_docx(tmp_path, body, numbering=NUMBERING))
    assert body_of(document) == ["1. Sở Nội vụ chủ trì", "2. Sở Y tế"]


def test_numbers_count_on_through_tables_in_document_order(tmp_path: Path) -> None:
    rows = [cell(par("<w:r/>", NUMBERED)) + cell("Việc"), cell(par("<w:r/>", NUMBERED)) + cell("Việc")]
    body = par("Đầu", NUMBERED) + table(*rows) + par("Cuối", NUMBERED)
    document = read_docx(make_docx(tmp_path, body, numbering=NUMBERING))
    assert [c.span.cut(document.text) for c in only_table(document).cells if c.column == 0] == ["2.", "3."]
    assert [line for line in body_of(document) if not line.startswith("[")] == ["1. Đầu", "4. Cuối"]


STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:styleId="Dam"><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Dam"/></w:style>'
    '<w:style w:type="character" w:styleId="Manh"><w:rPr><w:b/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("content", "properties", "bold", "centred"),
    [
        (run("Đậm", "<w:b/>"), "", True, False),
        (run("Đậm", "<w:b/>") + run(" thường"), "", False, False),
        (run("Đậm", "<w:b/>") + run(": 1, "), "", True, False),
        (run("1.", "<w:b/>"), "", False, False),
        (run("Đậm"), '<w:pStyle w:val="Con"/>', True, True),
        (run("thường", '<w:b w:val="0"/>'), '<w:pStyle w:val="Con"/>', False, True),
        (run("Đậm", '<w:rStyle w:val="Manh"/>'), "", True, False),
        (run("thường", '<w:rStyle w:val="Manh"/>'), '<w:pStyle w:val="Dam"/>', False, True),
        (run("Giữa"), '<w:jc w:val="center"/>', False, True),
        (run("Đậm"), '<w:pStyle w:val="Dam"/><w:jc w:val="left"/>', True, False),
    ],
)
def test_bold_and_centred(tmp_path: Path, content: str, properties: str, bold: bool, centred: bool) -> None:
    (line,) = read_docx(make_docx(tmp_path, par(content, properties), styles=STYLES)).body
    assert isinstance(line, Line)
    assert (line.bold, line.centred) == (bold, centred)


def test_grid_with_merged_cells(tmp_path: Path) -> None:
    wide, begin, go_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell("STT", properties=begin) + cell("Thời gian", properties=wide) + cell("Chủ trì", properties=begin),
        cell("", properties=go_on) + cell("Từ") + cell("Đến") + cell("", properties=go_on),
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        + cell("Cả hàng", properties='<w:gridSpan w:val="3"/>')
        + "</w:tr>",
    )
    document = read_docx(make_docx(tmp_path, body))
    found = only_table(document)
    assert (found.rows, found.columns, found.ruled) == (3, 4, True)
    assert {c.span.cut(document.text): (c.row, c.column, c.row_span, c.column_span) for c in found.cells} == {
        "STT": (0, 0, 2, 1),
        "Thời gian": (0, 1, 1, 2),
        "Chủ trì": (0, 3, 2, 1),
        "Từ": (1, 1, 1, 1),
        "Đến": (1, 2, 1, 1),
        "Cả hàng": (2, 1, 1, 3),
    }


def test_rows_and_cells_in_content_controls_and_tracked_rows(tmp_path: Path) -> None:
    row = f"<w:tr>{cell('b')}<w:sdt><w:sdtContent>{cell('Hai')}</w:sdtContent></w:sdt></w:tr>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('x')}{cell('Bỏ')}</w:tr>"
    body = table(cell("a") + cell("Một"), gone).replace(
        "</w:tbl>", f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"
    )
    document = read_docx(make_docx(tmp_path, body))
    found = only_table(document)
    assert [c.span.cut(document.text) for c in found.cells] == ["a", "Một", "b", "Hai"]
    assert (found.rows, furniture_of(document)) == (2, [("deleted", "xBỏ")])


def test_cell_lines_keep_blank_lines_and_flatten_nested_tables(tmp_path: Path) -> None:
    nested = table(cell("trong 1") + cell("trong 2"))
    body = table(cell("- Sở A", "", "- Sở B") + cell("trước", nested, "sau"), cell("", "") + cell("x"))
    document = read_docx(make_docx(tmp_path, body))
    words = [c.span.cut(document.text) for c in only_table(document).cells]
    assert words == ["- Sở A\n\n- Sở B", "trước\ntrong 1\ntrong 2\nsau", "", "x"]


def test_a_table_with_a_header_inside_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    nested = table(cell("Nội dung") + cell("Đơn vị thực hiện"), cell("Tập huấn") + cell("Sở Y tế"))
    body = table(cell("STT") + cell("Nhiệm vụ"), cell("1") + cell("Các lớp:", nested), cell("2") + cell("Báo cáo"))
    document = read_docx(make_docx(tmp_path, body))
    outer, inner = (item for item in document.body if isinstance(item, Table))
    assert [c.span.cut(document.text) for c in outer.cells] == ["STT", "Nhiệm vụ", "1", "Các lớp:", "2", "Báo cáo"]
    assert [c.span.cut(document.text) for c in inner.cells][2:] == ["Tập huấn", "Sở Y tế"]
    assert not document.problems


def test_a_table_inside_a_cell_that_is_read_as_words_is_told(tmp_path: Path) -> None:
    nested = table(cell("5 lớp") + cell("tháng 3"), cell("6 lớp") + cell("tháng 5"))
    document = read_docx(make_docx(tmp_path, table(cell("STT") + cell("Nhiệm vụ"), cell("1") + cell("Dạy:", nested))))
    assert [(problem.code, problem.is_doubt) for problem in document.problems] == [("nested_table", True)]


def sides(document: Document) -> list[tuple[str, str]]:
    return [(i.column, i.span.cut(document.text)) for i in document.body if isinstance(i, Line)]


NATION, MOTTO, PLACE = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Lào Cai, ngày 5 tháng 6 năm 2026",
)
HEAD = [("left", "ỦY BAN NHÂN DÂN"), ("left", "Số: 12/KH-UBND"), ("right", NATION), ("right", MOTTO), ("right", PLACE)]


@pytest.mark.parametrize("borders", ["", RULES], ids=["no lines", "lines"])
def test_head_of_rows_is_read_by_columns(tmp_path: Path, borders: str) -> None:
    body = table(
        cell("ỦY BAN NHÂN DÂN") + cell("") + cell(NATION, MOTTO),
        cell("Số: 12/KH-UBND") + cell("") + cell(PLACE),
        borders=borders,
    )
    assert sides(read_docx(make_docx(tmp_path, body))) == HEAD


@pytest.mark.parametrize(
    "lines",
    [
        [f"ỦY BAN NHÂN DÂN\t{NATION}", f"\t{MOTTO}", f"Số: 12/KH-UBND\t\t{PLACE}"],
        [f"ỦY BAN NHÂN DÂN      {NATION}\n\t{MOTTO}\nSố: 12/KH-UBND     {PLACE}"],
    ],
    ids=["a paragraph a line", "line breaks in one paragraph"],
)
def test_head_typed_with_tabs(tmp_path: Path, lines: list[str]) -> None:
    marks = {"\t": "</w:t><w:tab/><w:t xml:space='preserve'>", "\n": "</w:t><w:br/><w:t xml:space='preserve'>"}
    body = "".join(par(re.sub("[\t\n]", lambda m: marks[m[0]], run(line))) for line in lines) + par("KẾ HOẠCH\tnăm")
    found = sides(read_docx(make_docx(tmp_path, body)))
    assert found == [*HEAD, ("body", "KẾ HOẠCH năm")]


def test_head_whose_cells_have_line_breaks(tmp_path: Path) -> None:
    """Shift+Enter in the cells of the head: still one line an agency, number, title, motto and place."""
    left, right = (
        "</w:t><w:br/><w:t xml:space='preserve'>".join(words)
        for words in (("ỦY BAN NHÂN DÂN", "Số: 12/KH-UBND"), (NATION, MOTTO, PLACE))
    )
    assert sides(read_docx(make_docx(tmp_path, table(cell(left) + cell(right), borders="")))) == HEAD


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["II. NHIỆM VỤ", "1. Sở Y tế:", "- Rà soát quy trình", "nội bộ;", "- 100% hồ sơ số hóa."],
         ["II. NHIỆM VỤ", "1. Sở Y tế:", "- Rà soát quy trình\nnội bộ;", "- 100% hồ sơ số hóa."]),
        (["KẾ HOẠCH", "Cải cách hành chính", "năm 2026"], ["KẾ HOẠCH", "Cải cách hành chính\nnăm 2026"]),
        (["Giai đoạn 2021", "- 2025, hoàn thành trước ngày", "15. 6. 2024."], None),
    ],
)  # fmt: skip
def test_items_parted_by_line_breaks(tmp_path: Path, lines: list[str], expected: list[str] | None) -> None:
    body = par(run("</w:t><w:br/><w:t xml:space='preserve'>".join(lines)))
    assert body_of(read_docx(make_docx(tmp_path, body))) == (expected or ["\n".join(lines)])


def test_foot_and_signature(tmp_path: Path) -> None:
    body = par("Nội dung./.") + table(
        cell("Nơi nhận:", "- Như trên;", "- Lưu: VT.") + cell("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "Nguyễn Văn A"),
        borders="",
    )
    assert sides(read_docx(make_docx(tmp_path, body)))[1:] == [
        ("left", "Nơi nhận:"),
        ("left", "- Như trên;"),
        ("left", "- Lưu: VT."),
        ("right", "TM. ỦY BAN NHÂN DÂN"),
        ("right", "CHỦ TỊCH"),
        ("right", "Nguyễn Văn A"),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(table(cell("Trong khung", "hai dòng")), ["Trong khung", "hai dòng"], id="a frame"),
        pytest.param(
            table(cell("Kính gửi:") + cell("- Sở A;", "- Sở B."), borders=""),
            ["Kính gửi:", "- Sở A;", "- Sở B."],
            id="two columns without lines",
        ),
        pytest.param(
            table(cell(table(cell("a") + cell("b")), "sau")), ["[1x2]", "sau"], id="a table in a frame is a table"
        ),
        pytest.param(
            table(cell("TT") + cell("Nhiệm vụ"), cell("1") + cell("Việc"), borders=""),
            ["[2x2]"],
            id="numbered, no lines",
        ),
        pytest.param(
            table(cell("Việc") + cell("Sở") + cell("Hạn"), cell("a") + cell("b") + cell("c"), borders=""),
            ["[2x3]"],
            id="three columns without lines",
        ),
        pytest.param(table(cell("Chỉ tiêu") + cell("80%")), ["[1x2]"], id="ruled"),
    ],
)
def test_layout_tables_are_unwrapped(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert body_of(read_docx(make_docx(tmp_path, body))) == expected


def test_lines_from_the_table_style_and_their_absence(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="table" w:styleId="Luoi"><w:tblPr><w:tblBorders>'
        + RULES
        + "</w:tblBorders></w:tblPr></w:style>"
    )
    styled = table(cell("Việc") + cell("Hạn"), borders="").replace("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="Luoi"/>')
    taken_away = styled.replace(
        "<w:tblBorders></w:tblBorders>", f"<w:tblBorders>{RULES.replace('single', 'none')}</w:tblBorders>"
    )
    document = read_docx(make_docx(tmp_path, styled + par("giữa") + taken_away, styles=styles))
    assert body_of(document) == ["[1x2]", "giữa", "Việc", "Hạn"]


def bold_style(*parts: str, whole: str = "") -> str:
    inner = "".join(f'<w:tblStylePr w:type="{part}"><w:rPr><w:b/></w:rPr></w:tblStylePr>' for part in parts)
    return f'<w:style w:type="table" w:styleId="Bang"><w:rPr>{whole}</w:rPr>{inner}</w:style>'


LOOK_HEAD = '<w:tblLook w:val="04A0"/>'


@pytest.mark.parametrize(
    ("style", "look", "head", "bold"),
    [
        pytest.param(bold_style("firstRow"), LOOK_HEAD, run("Việc"), {"Việc", "Hạn"}, id="head row"),
        pytest.param(bold_style("firstRow"), '<w:tblLook w:firstRow="1"/>', run("Việc"), {"Việc", "Hạn"}, id="by name"),
        pytest.param(bold_style("firstRow"), '<w:tblLook w:firstRow="0" w:val="04A0"/>', run("Việc"), set(), id="off"),
        pytest.param(bold_style("firstRow"), "", run("Việc"), set(), id="no look"),
        pytest.param(bold_style("firstCol"), LOOK_HEAD, run("Việc"), {"Việc", "a"}, id="first column"),
        pytest.param(bold_style("lastRow"), '<w:tblLook w:val="0040"/>', run("Việc"), {"a", "b"}, id="last row"),
        pytest.param(bold_style(whole="<w:b/>"), "", run("Việc"), {"Việc", "Hạn", "a", "b"}, id="whole table"),
        pytest.param(bold_style("firstRow"), LOOK_HEAD, run("Việc", '<w:b w:val="0"/>'), {"Hạn"}, id="the run says no"),
    ],
)
def test_bold_from_the_table_style(tmp_path: Path, style: str, look: str, head: str, bold: set[str]) -> None:
    body = table(cell(par(head)) + cell("Hạn"), cell("a") + cell("b")).replace(
        "<w:tblPr>", f'<w:tblPr><w:tblStyle w:val="Bang"/>{look}'
    )
    document = read_docx(make_docx(tmp_path, body + par("sau"), styles=style))
    assert {c.span.cut(document.text) for c in only_table(document).cells if c.bold} == bold
    assert not any(item.bold for item in document.body if isinstance(item, Line))


INLINE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="{}" cy="{}"/><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    "</wp:inline></w:drawing></w:r>"
)
VML = '<w:r><w:pict><v:shape style="{}"><v:imagedata/></v:shape></w:pict></w:r>'


@pytest.mark.parametrize(
    ("picture", "codes"),
    [
        pytest.param(INLINE.format(16 * 360_000, 9 * 360_000), ["picture"], id="as wide as the page"),
        pytest.param(INLINE.format(3 * 360_000, 3 * 360_000), [], id="a seal"),
        pytest.param(INLINE.format(16 * 360_000, 1 * 360_000), [], id="a banner"),
        pytest.param(INLINE.format(9**9, 9**9).replace("a:blip", "a:line"), [], id="a drawn shape"),
        pytest.param(VML.format("width:450pt;height:300.5pt"), ["picture"], id="an old picture"),
        pytest.param(VML.format("position:absolute;width:450pt;height:300pt;z-index:-251"), [], id="a watermark"),
        pytest.param(VML.format("width:2cm;height:2cm"), [], id="an old emblem"),
    ],
)
def test_large_pictures_are_reported(tmp_path: Path, picture: str, codes: list[str]) -> None:
    document = read_docx(make_docx(tmp_path, par("KẾ HOẠCH") + par(picture)))
    assert [problem.code for problem in document.problems] == codes
    assert body_of(document) == ["KẾ HOẠCH"]


def test_notes_headers_and_page_numbers_are_furniture(tmp_path: Path) -> None:
    page = "<w:r><w:instrText> PAGE </w:instrText></w:r>" + run("7")
    document = read_docx(
        make_docx(
            tmp_path,
            par(run("Theo Luật") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
            + '<w:sectPr><w:headerReference r:id="header"/><w:footerReference r:id="footer"/></w:sectPr>',
            header=par("Dự thảo lần 2"),
            footer=par(page),
            footnotes=f'<w:footnote w:id="0" w:type="separator">{par("-")}</w:footnote>'
            f'<w:footnote w:id="2">{par("Luật số 1.")}</w:footnote>',
        )
    )
    assert body_of(document) == ["Theo Luật"]
    assert furniture_of(document) == [
        ("running_head", "Dự thảo lần 2"),
        ("page_number", "7"),
        ("footnote", "Luật số 1."),
    ]


def test_letterhead_in_the_page_header_is_the_head(tmp_path: Path) -> None:
    head = table(cell("ỦY BAN NHÂN DÂN") + cell(NATION), borders="")
    body = par("KẾ HOẠCH") + '<w:sectPr><w:headerReference r:id="header"/></w:sectPr>'
    assert body_of(read_docx(make_docx(tmp_path, body, header=head))) == ["ỦY BAN NHÂN DÂN", NATION, "KẾ HOẠCH"]


def rewrite(path: Path, change: Callable[[str, bytes], tuple[str, bytes]], **more: bytes) -> Path:
    """The package at ``path`` with each member (name, bytes) changed, and ``more`` members of the folder docProps."""
    with zipfile.ZipFile(path) as archive:
        members = [change(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in [*members, *((f"docProps/{name}.xml", data) for name, data in more.items())]:
            archive.writestr(name, data)
    return path


def replacing(*pairs: tuple[str, str]) -> Callable[[str, bytes], tuple[str, bytes]]:
    def change(name: str, data: bytes) -> tuple[str, bytes]:
        for old, new in pairs:
            data = data.replace(old.encode(), new.encode())
        return name, data

    return change


STRICT = (
    (OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    (
        W[1:-1],
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
)
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
BROKEN_PROPERTIES = f'<Relationship Id="r2" Type="{RELATIONSHIP_TYPE.CORE_PROPERTIES}" Target="docProps/core.xml"/>'


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(replacing((CONTENT_TYPE.WML_DOCUMENT_MAIN, MACROS)), id="macros"),
        pytest.param(replacing((CONTENT_TYPE.WML_DOCUMENT_MAIN, TEMPLATE)), id="a template"),
        pytest.param(replacing(*STRICT), id="ISO Strict names"),
        pytest.param(replacing(("<Override", "<Gone")), id="no content types"),
        pytest.param(replacing(('Target="numbering.xml"', 'Target="Numbering.xml"')), id="names in another case"),
        pytest.param(
            replacing(("</Relationships>", relation("i1", "image", "media/NULL") + "</Relationships>")),
            id="a dangling relationship",
        ),
        pytest.param(
            replacing(
                ("</Relationships>", BROKEN_PROPERTIES + "</Relationships>"),
                (CONTENT_TYPE.WML_FOOTER, CONTENT_TYPE.OPC_CORE_PROPERTIES),
                ("/word/footer.xml", "/docProps/core.xml"),
            ),
            id="broken properties",
        ),
    ],
)
def test_what_word_opens_and_python_docx_refuses(
    tmp_path: Path, change: Callable[[str, bytes], tuple[str, bytes]]
) -> None:
    path = rewrite(make_docx(tmp_path, par("còn đây", NUMBERED), numbering=NUMBERING), change, core=b"<cut")
    with pytest.raises((KeyError, ValueError, SyntaxError)):
        docx.Document(str(path))
    assert body_of(read_docx(path)) == ["1. còn đây"]


def test_a_sound_file_is_read_as_python_docx_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(word_package, "rebuild_document")
    assert body_of(read_docx(make_docx(tmp_path, par("nguyên vẹn")))) == ["nguyên vẹn"]


def test_only_text_parts_of_a_big_file_are_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_docx(tmp_path, par("chữ"), relations=relation("i1", "image", "media/anh.png"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/anh.png", bytes(100_000))
    for module in (word_package, word_repair):
        monkeypatch.setattr(module, "MAX_UNPACKED_BYTES", 50_000)
    monkeypatch.delattr(word_package.docx, "Document")
    assert body_of(read_docx(path)) == ["chữ"]


def test_a_text_part_that_unpacks_too_big_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_docx(tmp_path, par("chữ " * 20_000))
    for module in (word_package, word_repair):
        monkeypatch.setattr(module, "MAX_UNPACKED_BYTES", 50_000)
    with pytest.raises(ReadError, match="hỏng"):
        read_docx(path)


def test_another_office_file_is_no_word_file(tmp_path: Path) -> None:
    path = rewrite(
        make_docx(tmp_path, par("chữ")), replacing(("<w:document", "<w:workbook"), ("</w:document", "</w:workbook"))
    )
    with pytest.raises(ReadError) as caught:
        read_docx(path)
    assert caught.value.code == "wrong_format"


def test_remarks_in_the_xml_are_not_text(tmp_path: Path) -> None:
    words = "<w:r><!-- a --><w:t>Kế<!-- b --> hoạch<?c d?></w:t><?e f?></w:r><!-- g -->"
    assert body_of(read_docx(make_docx(tmp_path, par(words)))) == ["Kế hoạch"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GARBLED = (
    "8ӹ EDQ QKkQ GkQ WӍQK EDQ KjQK NӃ KRҥFK FҧL FiFK KjQK FKtQK QKj QѭӟF FKR FiF Vӣ EDQ QJjQK. " * 6
)  # a broken font map


@pytest.mark.parametrize(
    ("data", "code", "advice"),
    [
        (b"", "empty_file", "tải lại"),
        (b"PK\x03\x04 nothing more", "broken_file", "tải lại"),
        (b"<html><body>Ke hoach</body></html>", "wrong_format", "lưu lại thành .docx"),
        (OLE + "WordDocument".encode("utf-16-le"), "wrong_format", "Word 97-2003"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "gỡ mật khẩu"),
    ],
)
def test_files_that_are_no_docx(tmp_path: Path, data: bytes, code: str, advice: str) -> None:
    path = tmp_path / "tep.docx"
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read_docx(path)
    assert caught.value.code == code
    assert advice in caught.value.message


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param("<w:p/>", "empty_file", id="no words"),
        pytest.param(par("<w:r><w:drawing/></w:r>"), "scan", id="pictures alone"),
        pytest.param(par(GARBLED), "garbled_text", id="letters of a broken font"),
        pytest.param("<w:p>", "broken_file", id="cut XML"),
        pytest.param("<w:sdt>" * 3000 + "</w:sdt>" * 3000, "broken_file", id="a tower of controls"),
    ],
)
def test_unreadable_bodies(tmp_path: Path, body: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_docx(make_docx(tmp_path, body))
    assert caught.value.code == code


def test_entities_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="hỏng"):
        read_docx(make_docx(tmp_path, par("x"), styles='<!DOCTYPE a [<!ENTITY b "bom">]><a>&b;</a>'))


def test_long_table_is_read_in_linear_time(tmp_path: Path) -> None:
    rows = [cell(str(number)) + "".join(cell(f"ô {number}") for _ in range(5)) for number in range(600)]
    path = make_docx(tmp_path, table(*rows))
    started = time.perf_counter()
    assert len(only_table(read_docx(path)).cells) == 3600
    assert time.perf_counter() - started < 5


@pytest.mark.skipif(not PLANS, reason="KEHOACH_PLANS names no folder of sample documents")
def test_real_documents_lose_no_word() -> None:
    for path in sorted(Path(PLANS or "").glob("*.docx")):
        with zipfile.ZipFile(path) as archive:
            root = parse_xml(archive.read("word/document.xml"))
        document = read_docx(path)
        stored = normalise("".join(text.text or "" for text in root.iter(W + "t"))).text
        found = "".join(item.span.cut(document.text) for item in document.body)
        assert Counter("".join(found.split())) == Counter("".join(stored.split())), path.name
