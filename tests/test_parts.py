"""Several documents in one file, and what looks like a second document and is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from factories import Printed, Rows, document, printed, rows
from invariants import extracted

from extractors.document import Box, Document, Furniture, Line, Page, ReadProblem, Span, Table
from extractors.parts import split_documents
from extractors.text import clean
from pipeline.readers.builder import DocumentBuilder

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
DAY = "Hà Giang, ngày 11 tháng 7 năm 2024"
Lines = Sequence[str | Printed | Rows]


def head(
    *issuer: str, number: str, day: str = DAY, nation: str | None = NATION, motto: str | None = MOTTO, **more: object
) -> Lines:
    """A head in two columns, the left one first."""
    left = [printed(words, column="left", **more) for words in (*issuer, number) if words]
    right = [printed(words, column="right", **more) for words in (nation, motto, day) if words]
    return [*left, *right]


def foot(signer: str = "Nguyễn Văn A", **more: object) -> Lines:
    left = [printed(words, column="left", **more) for words in ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")]
    right = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", signer)
    return [*left, *(printed(words, column="right", **more) for words in right)]


def plan(number: str = "Số: 96/KH-UBND", *issuer: str, day: str = DAY, note: str = "", **more: object) -> Lines:
    top = head(*(issuer or ("ỦY BAN NHÂN DÂN", "TỈNH HÀ GIANG")), number=number, day=day, **more)
    lines = ["KẾ HOẠCH", "Cải cách hành chính năm 2024", *filter(None, [note]), "II. NHIỆM VỤ"]
    items = ["1. Sở Nội vụ rà soát thủ tục hành chính trước ngày 30/9/2024.", "2. Sở Y tế số hóa hồ sơ./."]
    return [*top, *(printed(words, **more) for words in (*lines, *items)), *foot("Trần Thị B", **more)]


def letter(number: str = "Số: 1533/UBND-TH", titles: Sequence[str | None] = (NATION, MOTTO), **more: object) -> Lines:
    nation, motto = titles
    top = head("ỦY BAN NHÂN DÂN", "TỈNH HÀ GIANG", number=number, nation=nation, motto=motto, **more)
    body = [
        "Kính gửi: Các sở, ban, ngành.",
        "Căn cứ dự toán, Ủy ban nhân dân tỉnh giao Sở Tài chính bố trí kinh phí trong năm 2024./.",
    ]
    return [*top, *(printed(words, **more) for words in body), *foot(**more)]


DECISION = [
    *head("ỦY BAN NHÂN DÂN", "TỈNH HÀ GIANG", number="Số: 318/QĐ-UBND"),
    "QUYẾT ĐỊNH",
    "Về việc ban hành Kế hoạch cải cách hành chính năm 2024",
    "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch cải cách hành chính năm 2024.",
    "Điều 2. Chánh Văn phòng Ủy ban nhân dân tỉnh chịu trách nhiệm thi hành Quyết định này./.",
    *foot(),
]
ISSUED = "(Ban hành kèm theo Quyết định số 318/QĐ-UBND ngày 11/7/2024 của Ủy ban nhân dân tỉnh)"
REPORT_FORM = [
    "Phụ lục II",
    "MẪU BÁO CÁO",
    "(Kèm theo Kế hoạch số 96/KH-UBND ngày 11/7/2024 của UBND tỉnh Hà Giang)",
    *head("UBND XÃ …", number="Số: …/BC-UBND", day="……, ngày … tháng … năm 2024"),
    "BÁO CÁO",
    "Kết quả thực hiện Kế hoạch cải cách hành chính",
    "I. NHIỆM VỤ ĐÃ TRIỂN KHAI",
    "1. Công tác chỉ đạo: Sở Nội vụ chủ trì rà soát thủ tục hành chính trước ngày ….",
    "2. Tổ chức thực hiện nhiệm vụ được giao.",
    rows("TT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn", "1 | Số hóa hồ sơ | Sở Y tế | 30/9/2024"),
    "Nơi nhận:",
    "TM. ỦY BAN NHÂN DÂN",
]
# As tesseract gives a scan of two letters of one day; digits written by hand are lost.
SCANNED = """ỦY BAN NHÂN DÂN CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
TÍNH SƠN HẢI Độc lập - Tự do - Hạnh phúc
: | „ Ỷ P
Số: //74//UBND- TH Sơn Hải, ngày /ƒ tháng 12 năm 2011
Về việc xây dựng kế hoạch rà
soát quy định, thủ tục hành chính.
Kính gửi:
- Các sở, ban, ngành;
Giao các sở, ban, ngành xây dựng kế hoạch rà soát trước ngày 05/01/2012./.
Nơi nhận: : TL.CHỦ TỊCH
- Như trên: CHÁNH VĂN PHÒNG
- Lưu: VT, TH.42¿
UBND TỈNH SƠN HẢI CỌNG HÒA XÃ HỘI CHỦ NGHĨA VIẸT NAM
VĂN PHÒNG Dộc lâp - Tự do - Hanh phúc
Số: 6/0 /VP-TH Sơn Hải, ngày 0? tháng 12 năm 2011
Kính gửi: Các sở, ban, ngành của tỉnh.
Văn phòng UBND tỉnh hướng dẫn như sau:
1. Các sở, ban, ngành gửi kế hoạch về Văn phòng UBND tỉnh trước ngày 10/01/2012./.
Nơi nhận: CHÁNH VĂN PHÒNG
- Lưu: VT."""
PARTY = [
    *head("TỈNH ỦY HÀ GIANG", "*", number="Số 12-KH/TU", nation="ĐẢNG CỘNG SẢN VIỆT NAM", motto=None),
    "KẾ HOẠCH",
    "thực hiện Nghị quyết số 57-NQ/TW",
    "1. Ban Tổ chức Tỉnh ủy rà soát đội ngũ cán bộ trong năm 2024.",
    printed("T/M BAN THƯỜNG VỤ", column="right"),
    printed("PHÓ BÍ THƯ", column="right"),
    printed("Lê Văn C", column="right"),
]
TELEGRAM = [
    *head("ỦY BAN NHÂN DÂN", "TỈNH HÀ GIANG", number="Số: 05/CĐ-UBND"),
    "CÔNG ĐIỆN",
    "Về việc ứng phó mưa lũ",
    "Ủy ban nhân dân tỉnh yêu cầu Sở Xây dựng kiểm tra các tuyến đường trước ngày 20/7/2024./.",
    *foot(),
]
APPLICATION_FORM = [
    "Mẫu số 01",
    *head(number="", day=""),
    "ĐƠN ĐĂNG KÝ THAM GIA",
    "Kính gửi: Ủy ban nhân dân xã ………",
    "1. Tên tổ chức: ………",
]


def texts(found: Document | Sequence[Document]) -> list[str]:
    return [clean(part.text) for part in split_documents(found)] if isinstance(found, Document) else []


@pytest.mark.parametrize(
    ("lines", "begins"),
    [
        ([*letter(), *plan()], ["Số: 1533/UBND-TH", "Số: 96/KH-UBND"]),
        ([*TELEGRAM, *letter()], ["Số: 05/CĐ-UBND", "Số: 1533/UBND-TH"]),
        ([*PARTY, *plan()], ["Số 12-KH/TU", "Số: 96/KH-UBND"]),
        ([*letter(), *PARTY], ["Số: 1533/UBND-TH", "Số 12-KH/TU"]),
        ([*letter(), *DECISION, *plan("", note=ISSUED)], ["Số: 1533/UBND-TH", "Số: 318/QĐ-UBND"]),
        ([*plan(), *REPORT_FORM, *letter()], ["Số: 96/KH-UBND", "Số: 1533/UBND-TH"]),
        (
            [*letter(), *plan(), *plan("Số: 12/KH-SNV", "UBND TỈNH", "SỞ NỘI VỤ")],
            ["1533/UBND", "96/KH-UBND", "12/KH-SNV"],
        ),
        # a draft that a letter sends round: its number and day are still free, dotted or not
        ([*letter(), *plan("Số:      /KH-UBND", day="Hà Giang, ngày    tháng 7 năm 2024")], ["1533/UBND", "/KH-UBND"]),
        ([*letter(), *plan("Số: …/KH-UBND", day="Hà Giang, ngày … tháng … năm 2024")], ["1533/UBND", "…/KH-UBND"]),
        ([*letter(), *plan("", day=DAY)], ["1533/UBND", "KẾ HOẠCH"]),
        # the same plan number of two offices; two plans of one office
        ([*plan(), *plan("Số: 97/KH-UBND")], ["96/KH-UBND", "97/KH-UBND"]),
        # the national title is lost; number, place and date, addressee are not
        ([*letter(), *letter("Số: 620/VP-TH", (None, None))], ["1533/UBND-TH", "620/VP-TH"]),
    ],
)
def test_each_document_begins_at_its_head(lines: Lines, begins: list[str]) -> None:
    parts = texts(document(*lines))
    assert len(parts) == len(begins), [part[:80] for part in parts]
    for part, words in zip(parts, begins, strict=True):
        assert words in part[:200]


@pytest.mark.parametrize(
    "lines",
    [
        plan(),
        [*DECISION, *plan("", day="", note=ISSUED)],
        [*DECISION, *plan("Số:    /KH-UBND", day="Hà Giang, ngày   tháng   năm 2024")],
        [*DECISION, *plan("Số: 318/QĐ-UBND")],
        [*plan(), *REPORT_FORM],
        [*plan(), *REPORT_FORM[3:]],
        [*plan(), *APPLICATION_FORM],
        [*plan(), "Phụ lục I", *head("ỦY BAN NHÂN DÂN", "TỈNH HÀ GIANG", number="", day=""), "DANH MỤC NHIỆM VỤ"],
        [*letter(), "Phụ lục", "KẾ HOẠCH", "(Kèm theo Công văn số 1533/UBND-TH ngày 11/7/2024)", "1. Sở Y tế báo cáo."],
        [*plan(), "SAO Y", "Số: 25/SY-UBND", "Hà Giang, ngày 12 tháng 7 năm 2024", "TL. CHỦ TỊCH"],
        [*plan(), "Văn bản liên quan", "Kế hoạch số 21/KH-UBND ngày 02 tháng 01 năm 2023", "Số: 21/KH-UBND"],
        # a portal's own lines stand above the head: no document before
        ["Số hiệu: 96/KH-UBND", "Cơ quan ban hành: UBND tỉnh", *plan()],
        # cited and quoted words are no head
        [*plan()[:-6], "Thực hiện mẫu “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM” theo Nghị định số 30/2020/NĐ-CP.", *foot()],
    ],
)  # fmt: skip
def test_one_document_stays_one(lines: Lines) -> None:
    whole = document(*lines)
    assert split_documents(whole) == (whole,)


def test_a_scan_of_two_letters() -> None:
    first, second = split_documents(document(SCANNED, whole=False, format="pdf"))
    assert first.text.rstrip().endswith("TH.42¿")
    assert second.text.startswith("UBND TỈNH SƠN HẢI CỌNG")
    assert [task.task.value for task in extracted(second).tasks] == [
        "Các sở, ban, ngành gửi kế hoạch về Văn phòng UBND tỉnh trước ngày 10/01/2012"
    ]
    assert extracted(second).metadata.number is None  # "6/0" is no number


def test_each_part_has_its_own_facts_and_tasks() -> None:
    parts = [extracted(part) for part in split_documents(document(*letter(), *plan()))]
    facts = [(p.metadata.number, p.metadata.kind, p.metadata.signer) for p in parts]
    assert facts == [("1533/UBND-TH", "công văn", "Nguyễn Văn A"), ("96/KH-UBND", "kế hoạch", "Trần Thị B")]
    assert [[task.task.value for task in part.tasks] for part in parts] == [
        ["Căn cứ dự toán, Ủy ban nhân dân tỉnh giao Sở Tài chính bố trí kinh phí trong năm 2024"],
        ["Sở Nội vụ rà soát thủ tục hành chính trước ngày 30/9/2024", "Sở Y tế số hóa hồ sơ"],
    ]


@pytest.mark.parametrize("form", [REPORT_FORM, REPORT_FORM[3:], APPLICATION_FORM])
def test_a_blank_form_gives_no_tasks(form: Lines) -> None:
    extraction = extracted(document(*plan(), *form))
    assert len(extraction.tasks) == 2
    assert "region.form" in {account.rule for account in extraction.accounts}
    assert extraction.metadata.number == "96/KH-UBND"
    assert extraction.metadata.signer == "Trần Thị B"


def test_a_report_by_a_form_in_an_annex_is_work() -> None:
    lines = ["KẾ HOẠCH", "II. NHIỆM VỤ", "1. Báo cáo kết quả hằng quý theo mẫu tại Phụ lục kèm theo Kế hoạch này./."]
    assert len(extracted(document(*lines)).tasks) == 1


def test_who_made_the_copy_did_not_sign_the_plan() -> None:
    copy = [
        "SAO Y",
        "Số: 25/SY-UBND",
        "Hà Giang, ngày 12 tháng 7 năm 2024",
        "TL. CHỦ TỊCH",
        "CHÁNH VĂN PHÒNG",
        "Phạm Văn D",
    ]
    metadata = extracted(document(*plan(), *copy)).metadata
    assert (metadata.number, metadata.signer) == ("96/KH-UBND", "Trần Thị B")


def test_an_annex_behind_a_form_is_read() -> None:
    annex = ["Phụ lục III", "PHÂN CÔNG NHIỆM VỤ", "1. Sở Tài chính cấp kinh phí trước ngày 31/12/2024."]
    assert len(extracted(document(*plan(), *REPORT_FORM, *annex)).tasks) == 3


def test_a_draft_of_an_office_is_no_form() -> None:
    draft = plan("Số: …/KH-UBND", day="…, ngày … tháng … năm 2024")
    assert len(extracted(document(*draft)).tasks) == 2


def paged(*pages: Lines) -> Document:
    """A file of pages with words, boxes, a page number and a stamp on each."""
    builder = DocumentBuilder("pdf")
    for number, lines in enumerate(pages, 1):
        builder.pages.append(Page(number, 595, 842))
        for row, line in enumerate(lines):
            words, more = (line.words, line.more) if isinstance(line, Printed) else (str(line), {})
            boxes = [
                (word, Box(number, 20 * i, 20 * row, 20 * i + 15, 20 * row + 12))
                for i, word in enumerate(words.split())
            ]
            builder.line(boxes, page=number, column=more.get("column", "body"))
        builder.furniture("page_number", f"{number}", page=number)
    return builder.build()


def check_same_places(whole: Document, parts: Sequence[Document]) -> None:
    """The lines of the parts, one after the other, are those of the file, with their pages, sources and boxes."""
    found = [(part, item) for part in parts for item in part.body]
    for original, (part, item) in zip(whole.body, found, strict=True):
        assert item.span.cut(part.text) == original.span.cut(whole.text)
        assert part.page_of(item.span) == original.page
        assert part.boxes_of(item.span) == whole.boxes_of(original.span)
        source = whole.source_span(original.span)
        assert part.source_span(item.span).cut(part.source) == source.cut(whole.source)


def test_pages_are_those_of_the_file_and_nothing_is_lost() -> None:
    # "Hà\u0300" is composed while read, so that the source is longer than the text.
    whole = paged(letter(), plan(day="Ha\u0300 Giang, ngày 12 tháng 7 năm 2024"), ["Phụ lục", "1. Sở Y tế báo cáo."])
    parts = split_documents(whole)
    assert [[page.number for page in part.pages] for part in parts] == [[1], [2, 3]]
    assert [[piece.span.cut(part.text) for piece in part.furniture] for part in parts] == [["1"], ["2", "3"]]
    check_same_places(whole, parts)
    assert {task.page for task in extracted(parts[1]).tasks} == {2, 3}


def test_documents_that_share_a_page() -> None:
    whole = paged([*letter(), *plan()[:6]], plan()[6:])
    parts = split_documents(whole)
    assert [[page.number for page in part.pages] for part in parts] == [[1], [1, 2]]
    assert [[piece.page for piece in part.furniture] for part in parts] == [[1], [2]]
    check_same_places(whole, parts)


def test_a_problem_is_that_of_the_document_on_its_page() -> None:
    builder_made = paged(letter(), plan(), ["Phụ lục"])
    problems = (ReadProblem("page", "Trang hỏng.", 3), ReadProblem("table", "Bảng hỏng."))
    whole = Document(**{name: getattr(builder_made, name) for name in Document.__slots__} | {"problems": problems})
    assert [[problem.page for problem in part.problems] for part in split_documents(whole)] == [[None], [3, None]]


def spans(whole: Document) -> Iterator[Span]:
    for item in whole.body:
        yield item.span
        if isinstance(item, Table):
            yield from (cell.span for cell in item.cells)
    yield from (piece.span for piece in whole.furniture)


def test_tables_move_with_their_cells() -> None:
    table = rows("TT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn", "1 | Số hóa hồ sơ | Sở Y tế | 30/9/2024")
    whole = document(*letter(), *plan(), "Phụ lục", table)
    _, second = split_documents(whole)
    moved = [span.cut(second.text) for span in spans(second)]
    assert moved == [span.cut(whole.text) for span in spans(whole)][-len(moved) :]
    [found] = [task for task in extracted(second).tasks if task.section[:1] == ("Phụ lục",)]
    assert (found.task.value, found.deadline and found.deadline.printed) == ("Số hóa hồ sơ", "30/9/2024")


def test_a_document_without_offsets_is_split_too() -> None:
    text = "\n".join(line.words if isinstance(line, Printed) else str(line) for line in [*letter(), *plan()])
    body, start = [], 0
    for line in text.split("\n"):
        body.append(Line(Span(start, start + len(line)), whole=True))
        start += len(line) + 1
    furniture = (Furniture("web", Span(len(text), len(text))),)
    parts = split_documents(Document(text, body=tuple(body), furniture=furniture))
    assert [len(part.offsets) for part in parts] == [0, 0]
    assert clean("".join(part.text for part in parts)) == clean(text)
