"""Facts of the document itself: number, date, issuer, signer, title, kind; never those of a document that it cites."""

from __future__ import annotations

import re
from array import array
from dataclasses import replace
from datetime import date

import pytest
from factories import Printed, Rows, document, printed, rows

from extractors.document import Box, Hints, Page, WordBoxes
from extractors.document_number import find_date, parse_document_number
from extractors.issuer import compose_issuer, find_place
from extractors.metadata import read_metadata
from extractors.news import read_news
from extractors.outline import build_outline
from extractors.plan_period import find_period
from extractors.records import Issue, Metadata
from extractors.type_lines import find_type


def read(
    *items: str | Printed | Rows, format: str = "docx", hints: Hints | None = None
) -> tuple[Metadata, tuple[Issue, ...]]:
    made = document(*items, format=format, hints=hints)
    metadata, issues = read_metadata(made, build_outline(made))
    for mention in metadata.evidence:
        assert mention.span.cut(made.text) == mention.printed
    return metadata, issues


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Số: 185/KH-UBND", ("185/KH-UBND", "KH")),
        ("Số 05/2024/QĐ-UBND", ("05/2024/QĐ-UBND", "QĐ")),
        ("Số:277 /KH-UBND", ("277/KH-UBND", "KH")),
        ("Số: 1961/QĐUBND", ("1961/QĐUBND", None)),  # the hyphen is lost: kept as printed
        ("Số: 12 / KH – UBND", ("12/KH-UBND", "KH")),
        ("Số: 2231/SNV-CCHC&PC", ("2231/SNV-CCHC&PC", None)),
        ("Số: 09/CTr-UBND", ("09/CTr-UBND", "CTr")),
        ("Số: 3a/TB-VPUB", ("3a/TB-VPUB", "TB")),
        ("Số 05-NQ/ĐU", ("05-NQ/ĐU", "NQ")),
        ("Số 02-KH/BCĐTW", ("02-KH/BCĐTW", "KH")),
        ("321-QĐ/TW", ("321-QĐ/TW", "QĐ")),
        ("Số 714 - TB/TU", ("714-TB/TU", "TB")),
        ("Số: 202/TTr-SLĐTBXH", ("202/TTr-SLĐTBXH", "TTr")),
        ("Số:       /KH-UBND", None),
        ("Số: .../KH-UBND", None),
        ("ngày 11/07/2022", None),
        ("", None),
    ],
)
def test_document_numbers(words: str, number: tuple[str, str | None] | None) -> None:
    assert parse_document_number(words) == number


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Hà Giang, ngày 11 tháng 07 năm 2022", date(2022, 7, 11)),
        ("ngày11 tháng7 năm 2022", date(2022, 7, 11)),
        ("11/7/2022", date(2022, 7, 11)),
        ("11.07.2022", date(2022, 7, 11)),
        ("ngày 31 tháng 02 năm 2022", None),
        ("ngày    tháng    năm 2022", None),
        ("năm 2022", None),
    ],
)
def test_dates_of_issue(words: str, day: date | None) -> None:
    assert find_date(words) == day


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (["ỦY BAN NHÂN DÂN", "TỈNH HÀ GIANG"], "Ủy ban nhân dân tỉnh Hà Giang"),
        (["UỶ BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI"], "Ủy ban nhân dân thành phố Hà Nội"),
        (["UBND TỈNH HÀ GIANG", "SỞ NỘI VỤ"], "Sở Nội vụ tỉnh Hà Giang"),
        (["ĐẢNG BỘ PHƯỜNG TÂN LẬP", "VĂN PHÒNG ĐẢNG ỦY"], "Văn phòng Đảng ủy phường Tân Lập"),
        (["UBND TP. HÀ NỘI", "SỞ Y TẾ"], "Sở Y tế thành phố Hà Nội"),
        (["ỦY BAN NHÂN DÂN", "THÀNH PHỐ PHAN RANG-THÁP CHÀM"], "Ủy ban nhân dân thành phố Phan Rang-Tháp Chàm"),
        (["HUYỆN EA H'LEO", "ỦY BAN NHÂN DÂN", "XÃ EA RÁL"], "Ủy ban nhân dân xã Ea Rál"),
        (["UBND HUYỆN LẠC SƠN", "VĂN PHÒNG HĐND VÀ UBND"], None),
        (["UBND XÃ", "TÂN AN", "TRƯỜNG TRUNG HỌC CƠ", "SỞ", "TÂN AN"], "Trường trung học cơ sở Tân An"),
        (
            ["UBND TỈNH AN GIANG", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ", "HỘI"],
            "Sở Lao động - Thương binh và Xã hội tỉnh An Giang",
        ),
        (["Sở Nội vụ tỉnh Hà Giang"], "Sở Nội vụ tỉnh Hà Giang"),
        (["-------"], None),
        ([], None),
    ],
)
def test_issuers(lines: list[str], issuer: str | None) -> None:
    if lines[1:] == ["VĂN PHÒNG HĐND VÀ UBND"]:
        found = compose_issuer(lines)
        assert found is not None and found.startswith("Văn phòng") and "Lạc Sơn" in found
    else:
        assert compose_issuer(lines) == issuer


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("UBND tỉnh Hà Giang vừa ban hành", "tỉnh Hà Giang"),
        ("UBND TP. Hà Nội vừa ban hành", "thành phố Hà Nội"),
        ("huyện Lạc Sơn, tỉnh Hòa Bình", "huyện Lạc Sơn"),
        ("tỉnh Không Có Thật", None),
        ("trên địa bàn tỉnh", None),
    ],
)
def test_places(words: str, place: str | None) -> None:
    assert find_place(words) == place


HEAD = [
    printed("ỦY BAN NHÂN DÂN", column="left"), printed("TỈNH HÀ GIANG", column="left"),
    printed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", column="right"),
    printed("Độc lập - Tự do - Hạnh phúc", column="right"),
    printed("Số: 185/KH-UBND", column="left"), printed("Hà Giang, ngày 11 tháng 7 năm 2022", column="right"),
]  # fmt: skip
BLANK_HEAD = [
    *HEAD[:4], printed("Số:      /KH-UBND", column="left"), printed("Hà Giang, ngày    tháng    năm 2022",
                                                                    column="right"),
]  # fmt: skip
TITLE = [printed("KẾ HOẠCH", bold=True, centred=True), printed("Cải cách hành chính năm 2022", bold=True, centred=True)]
FOOT = ["Nơi nhận:", "- Lưu: VT.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Hoàng Văn Mẫu"]


def test_a_plan_with_its_header_in_two_columns() -> None:
    metadata, issues = read(
        *HEAD, *TITLE, "Căn cứ Kế hoạch số 9/KH-BNV ngày 1/2/2022;", "I. NHIỆM VỤ", "1. Rà soát.", *FOOT
    )
    assert metadata.number == "185/KH-UBND"
    assert metadata.issued_on == date(2022, 7, 11)
    assert metadata.issuer == "Ủy ban nhân dân tỉnh Hà Giang"
    assert metadata.signer == "Hoàng Văn Mẫu"
    assert metadata.title == "Cải cách hành chính năm 2022"
    assert (metadata.kind, metadata.is_plan) == ("kế hoạch", True)
    assert (metadata.period_start, metadata.period_end) == (date(2022, 1, 1), date(2022, 12, 31))
    assert {mention.kind for mention in metadata.evidence} >= {"number", "issued_on", "title", "signer"}
    assert issues == ()


def test_a_blank_number_is_not_filled_from_a_cited_document() -> None:
    metadata, _ = read(
        *BLANK_HEAD, *TITLE, "Thực hiện Kế hoạch số 189/KH-UBND ngày 1/2/2022 của UBND huyện;", "I. NHIỆM VỤ"
    )
    assert (metadata.number, metadata.issued_on) == (None, None)


def test_the_annex_names_the_number_and_date_that_the_header_leaves_blank() -> None:
    metadata, _ = read(
        *BLANK_HEAD, *TITLE, "I. NHIỆM VỤ", "1. Rà soát.", "PHỤ LỤC",
        "(Kèm theo Kế hoạch số 277/KH-UBND ngày 14/7/2022 của UBND tỉnh)",
    )  # fmt: skip
    assert (metadata.number, metadata.issued_on) == ("277/KH-UBND", date(2022, 7, 14))


def test_the_header_outweighs_the_annex() -> None:
    metadata, _ = read(*HEAD, *TITLE, "PHỤ LỤC", "(Kèm theo Kế hoạch số 277/KH-UBND ngày 14/7/2022 của UBND tỉnh)")
    assert (metadata.number, metadata.issued_on) == ("185/KH-UBND", date(2022, 7, 11))


@pytest.mark.parametrize(("head", "day", "codes"), [
    (BLANK_HEAD, date(2022, 7, 14), ["date_from_signature"]),
    (HEAD, date(2022, 7, 11), []),
])  # fmt: skip
def test_the_day_of_signature_fills_a_blank_date_and_says_so(head: list[Printed], day: date, codes: list[str]) -> None:
    metadata, issues = read(*head, *TITLE, hints=Hints(signed_on=date(2022, 7, 14)))
    assert metadata.issued_on == day
    assert [issue.code for issue in issues] == codes


def test_no_date_line_no_date_from_the_signature() -> None:
    metadata, issues = read(*HEAD[:4], *TITLE, hints=Hints(signed_on=date(2022, 7, 14)))
    assert (metadata.issued_on, issues) == (None, ())


PORTAL = (
    ("Số hiệu", "12/KH-UBND"), ("Ngày ban hành", "03/02/2023"), ("Cơ quan ban hành", "Tỉnh Hà Giang"),
    ("Người ký", "Trần Văn Mẫu"),
    ("Trích yếu", "Kế hoạch cải cách hành chính năm 2023"),
)  # fmt: skip


@pytest.mark.parametrize("as_table", [True, False])
def test_a_portal_states_the_facts(as_table: bool) -> None:
    body = ["I. NHIỆM VỤ", "1. Rà soát."]
    if as_table:
        metadata, _ = read(rows(*[list(pair) for pair in PORTAL]), *body, format="md")
    else:
        metadata, _ = read(*body, format="md", hints=Hints(portal=PORTAL))
    assert (metadata.number, metadata.issued_on, metadata.signer) == ("12/KH-UBND", date(2023, 2, 3), "Trần Văn Mẫu")
    assert metadata.issuer == "Ủy ban nhân dân tỉnh Hà Giang"
    assert (metadata.kind, metadata.is_plan) == ("kế hoạch", True)


def test_empty_words_of_a_portal_are_no_facts() -> None:
    pairs = (("Số hiệu", "Đang cập nhật"), ("Người ký", "Đang cập nhật"), ("Cơ quan ban hành", "Đang cập nhật"))
    metadata, _ = read("I. NHIỆM VỤ", format="md", hints=Hints(portal=pairs))
    assert (metadata.number, metadata.signer, metadata.issuer) == (None, None, None)


def test_a_decision_that_issues_a_plan_has_its_own_number_and_the_plans_kind() -> None:
    metadata, _ = read(
        *HEAD[:4], printed("Số: 15/QĐ-UBND", column="left"), HEAD[5],
        printed("QUYẾT ĐỊNH", bold=True, centred=True), printed("Về việc ban hành Kế hoạch cải cách hành chính",
                                                                bold=True, centred=True),
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch cải cách hành chính năm 2022.", *FOOT,
        printed("KẾ HOẠCH", bold=True, centred=True),
        "(Ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 11/7/2022 của UBND tỉnh)",
        "I. MỤC ĐÍCH",
    )  # fmt: skip
    assert (metadata.number, metadata.kind, metadata.is_plan) == ("15/QĐ-UBND", "kế hoạch", True)


@pytest.mark.parametrize(
    ("type_line", "number", "kind", "is_plan"),
    [
        ("QUYẾT ĐỊNH", "Số: 15/QĐ-UBND", "quyết định", False),
        ("CHỈ THỊ", "Số: 15/CT-UBND", "chỉ thị", False),
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "Số: 15/CTr-UBND", "chương trình", True),
        ("BÁO CÁO", "Số: 15/BC-UBND", "báo cáo", False),
        ("THÔNG BÁO", "Số: 15/TB-VPUB", "thông báo", False),
        ("KẾT LUẬN", "Số: 15/KL-UBND", "thông báo", False),
        ("NGHỊ QUYẾT", "Số: 15/NQ-HĐND", "nghị quyết", False),
        (
            "KẾ HOẠCH",
            "Số: 55/2007/CT-UBND",
            "kế hoạch",
            True,
        ),  # letters that contradict the type line: the line decides
        ("TỜ TRÌNH", "Số: 15/TTr-SNV", "khác", False),
    ],
)
def test_kinds(type_line: str, number: str, kind: str, is_plan: bool) -> None:
    metadata, _ = read(
        *HEAD[:4], printed(number, column="left"), printed(type_line, bold=True, centred=True), "I. CHUNG"
    )
    assert (metadata.kind, metadata.is_plan) == (kind, is_plan)


@pytest.mark.parametrize(
    ("title", "is_plan"),
    [
        ("Về Kế hoạch phát triển kinh tế - xã hội năm 2027", True),
        ("Thông qua Chương trình giám sát năm 2027", True),
        ("Ban hành Quy định mức chi thực hiện Chương trình mục tiêu", False),
        ("Về chất vấn tại kỳ họp", False),
    ],
)
def test_a_resolution_may_hold_a_plan(title: str, is_plan: bool) -> None:
    metadata, _ = read(
        *HEAD[:4], printed("Số: 15/NQ-HĐND", column="left"), printed("NGHỊ QUYẾT", bold=True, centred=True),
        printed(title, bold=True, centred=True), "Điều 1. Nội dung",
    )  # fmt: skip
    assert (metadata.kind, metadata.is_plan) == ("nghị quyết", is_plan)


def test_a_letter_has_a_subject_and_no_type_line() -> None:
    metadata, _ = read(
        *HEAD[:4], printed("Số: 2231/SNV-CCHC", column="left"), printed("V/v báo cáo cải cách", column="left"),
        printed("hành chính quý III", column="left"), HEAD[5], "Kính gửi: Ủy ban nhân dân các huyện, thành phố",
        "Đề nghị báo cáo.",
    )  # fmt: skip
    assert (metadata.number, metadata.kind, metadata.is_plan) == ("2231/SNV-CCHC", "công văn", False)
    assert metadata.title == "V/v báo cáo cải cách hành chính quý III"


def test_a_party_plan() -> None:
    metadata, _ = read(
        printed("ĐẢNG BỘ TỈNH HÀ GIANG", column="left"), printed("HUYỆN ỦY BẮC QUANG", column="left"),
        printed("*", column="left"),
        printed("Số 05-KH/HU", column="left"), printed("ĐẢNG CỘNG SẢN VIỆT NAM", column="right"),
        printed("Bắc Quang, ngày 3 tháng 4 năm 2025", column="right"), *TITLE, "I- NHIỆM VỤ",
        "Nơi nhận:", "- Lưu Văn phòng.", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Lê Thị Mẫu",
    )  # fmt: skip
    assert (metadata.number, metadata.issued_on) == ("05-KH/HU", date(2025, 4, 3))
    assert (metadata.signer, metadata.kind) == ("Lê Thị Mẫu", "kế hoạch")
    assert metadata.issuer is not None and "Bắc Quang" in metadata.issuer


@pytest.mark.parametrize(
    ("foot", "signer"),
    [
        (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Phạm Văn Mẫu"], "Phạm Văn Mẫu"),
        (["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "BS. CKII. Phạm Văn Mẫu"], "Phạm Văn Mẫu"),
        (["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "4 Phạm Văn Mẫu"], "Phạm Văn Mẫu"),  # a stroke of the signature
        (["Nơi nhận:", "- Sở Y tế: ku¿-. 'GIÁM ĐỐC,", "- Lưu: VT.", "Phạm Văn Mẫu"], "Phạm Văn Mẫu"),
        (["Nơi nhận:", "- Phạm Văn Mẫu;", "- Lưu: VT."], None),  # a recipient signs nothing
        (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], None),
    ],
)
def test_signers(foot: list[str], signer: str | None) -> None:
    metadata, _ = read(*HEAD, *TITLE, "I. NHIỆM VỤ", "1. Rà soát.", *foot)
    assert metadata.signer == signer


def test_a_post_that_recognition_parts_into_two_lines() -> None:
    metadata, _ = read(*HEAD, *TITLE, "I. NHIỆM VỤ", "1. Rà soát.", "Nơi nhận:", "CHỦ", "TỊCH", "Phạm Văn Mẫu")
    assert metadata.signer == "Phạm Văn Mẫu"


@pytest.mark.parametrize(
    ("name", "sure", "signer"),
    [
        ("Phạm Trúc Giang", 0.63, "Phạm Trúc Giang"),
        ("Phạm Trúc Ging", 0.63, None),  # under a seal: a name is never left misread
        ("Phạm Trúc Ging", 0.97, "Phạm Trúc Ging"),  # so it is printed
        ("Rơ Chăm Nguk", 0.95, "Rơ Chăm Nguk"),
    ],
)
def test_a_signer_whose_name_is_no_syllable_is_doubted_on_a_scan(name: str, sure: float, signer: str | None) -> None:
    made = document(*HEAD, *TITLE, "I. NHIỆM VỤ", "1. Rà soát.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", name)
    ends = [found.end() for found in re.finditer(r"\S+", made.text)]
    starts = [found.start() for found in re.finditer(r"\S+", made.text)]
    doubts = array("f", [sure if start >= made.text.index(name) else 0.97 for start in starts])
    boxes = (Box(1, 0, 0, 0, 0),) * len(starts)
    made = replace(made, words=WordBoxes(array("l", starts), array("l", ends), boxes, doubts))

    metadata, issues = read_metadata(made, build_outline(made))

    assert metadata.signer == signer
    assert [issue.code for issue in issues] == (["signer_unsure"] if signer is None else [])


def test_what_a_scan_shows_and_was_not_read_is_told() -> None:
    unread = printed("S61 /KH-UBND", column="left"), printed("Hà Giang, ngàW/{ tháng 5 năm 2025", column="right")
    foot = "TM. ỦY BAN NHÂN DÂN", printed("CHỦ TỊCH", column="right")
    made = document(*HEAD[:4], *unread, *TITLE, "I. NHIỆM VỤ", "1. Rà soát.", *foot)
    scan = replace(made, pages=(Page(1, 595, 842, recognised=0.9),))
    codes = {"number_unsure", "date_unsure", "signer_unsure"}
    assert codes.isdisjoint(issue.code for issue in read_metadata(made, build_outline(made))[1])
    metadata, issues = read_metadata(scan, build_outline(scan))
    assert codes <= {issue.code for issue in issues}
    assert (metadata.issued_on, metadata.issue_year) == (None, 2025)


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("Cải cách hành chính giai đoạn 2021 - 2025", 2021, 2025),
        ("Cải cách hành chính năm 2024", 2024, 2024),
        ("Sơ kết năm 2023, nhiệm vụ năm 2024", 2024, 2024),
        ("Cải cách hành chính", None, None),
    ],
)
def test_the_period_of_the_title(title: str, first: int | None, last: int | None) -> None:
    metadata, _ = read(*HEAD, TITLE[0], printed(title, bold=True, centred=True), "I. NHIỆM VỤ")
    assert metadata.period_start == (date(first, 1, 1) if first else None)
    assert metadata.period_end == (date(last, 12, 31) if last else None)


NEWS = [
    "05/06/2024 09:15",
    "Hòa Bình triển khai kế hoạch nâng cao chỉ số PAPI năm 2024",
    "Ngày 05/6, UBND tỉnh Hòa Bình đã ban hành Kế hoạch số 123/KH-UBND về nâng cao chỉ số PAPI năm 2024.",
    "UBND tỉnh giao Sở Nội vụ chủ trì.",
    "Nguyễn Tác Giả",
]


def test_news_that_summarises_a_plan() -> None:
    metadata = read_news(NEWS, NEWS[1])
    assert (metadata.number, metadata.issued_on) == ("123/KH-UBND", date(2024, 6, 5))
    assert (metadata.issuer, metadata.kind, metadata.is_plan) == ("Ủy ban nhân dân tỉnh Hòa Bình", "kế hoạch", True)
    assert metadata.signer is None


def test_news_is_recognised_by_what_it_lacks() -> None:
    metadata, _ = read("\n".join(NEWS), format="txt")
    assert (metadata.number, metadata.kind, metadata.signer) == ("123/KH-UBND", "kế hoạch", None)


def test_news_of_a_conference_is_only_news() -> None:
    words = ["Sáng 5/6, UBND tỉnh tổ chức hội nghị sơ kết công tác 6 tháng.", "Các cấp tiếp tục phát huy."]
    assert read_news(words, "Hội nghị") == Metadata(kind="tin", title="Hội nghị")


@pytest.mark.parametrize(
    "cited",
    ["UBND tỉnh Hòa Bình ban hành Kế hoạch nâng cao chỉ số; thực hiện Quyết định số 9/QĐ-TTg của Thủ tướng.",
     "Căn cứ Kế hoạch số 9/KH-BNV ngày 1/2/2024, UBND tỉnh Hòa Bình ban hành Kế hoạch nâng cao chỉ số."],
)  # fmt: skip
def test_a_number_that_news_cites_is_not_the_plans(cited: str) -> None:
    assert read_news([cited], None).number is None


@pytest.mark.parametrize(
    ("stamp", "issuer"),
    [
        ("Ký bởi: ỦY BAN NHÂN DÂN XÃ EA RÁL Email: ubnd@example.vn", "Ủy ban nhân dân xã Ea Rál"),
        ("Ký bởi: Phạm Văn Mẫu", None),  # a person signs, but issues nothing
    ],
)
def test_a_stamp_names_the_issuer_where_no_header_does(stamp: str, issuer: str | None) -> None:
    metadata, _ = read(*TITLE, "I. NHIỆM VỤ", "1. Rà soát.", "Nơi nhận:", stamp)
    assert metadata.issuer == issuer


@pytest.mark.parametrize("day", ["05/6/2023", "31/02"])
def test_the_day_in_a_news_item(day: str) -> None:
    metadata = read_news([f"Ngày {day}, UBND tỉnh Hòa Bình ban hành Kế hoạch nâng cao chỉ số."], None)
    assert metadata.issued_on == (date(2023, 6, 5) if day.endswith("2023") else None)


@pytest.mark.parametrize(
    "title",
    [
        ("Nghị định của Chính phủ số 214/2009/NĐ-CP", "ngày 10/10/2009 về thú y cấp xã"),
        ("NGHỊ ĐỊNH", "CỦA CHÍNH PHỦ SỐ 214/2009/NĐ-CP NGÀY 10 THÁNG 10 NĂM 2009", "VỀ THÚ Y CẤP XÃ"),
        ("Nghị định số 214/2009/NĐ-CP ngày 10 tháng 10 năm 2009 của Chính phủ về thú y cấp xã",),
    ],
)
def test_a_title_that_tells_number_and_date(title: tuple[str, ...]) -> None:
    """Collections of laws print no head: the title has it all."""
    lines = [printed(line, bold=True, centred=True) for line in title]
    metadata, _ = read(printed("Chính phủ", centred=True), *lines, "Căn cứ Luật Thú y ngày 29 tháng 4 năm 2004;")

    assert (metadata.number, metadata.issued_on) == ("214/2009/NĐ-CP", date(2009, 10, 10))
    assert (metadata.issuer, metadata.kind) == ("Chính phủ", "khác")


def test_a_cited_decision_is_no_title() -> None:
    cited = "Quyết định số 12/QĐ-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh về thi đua"
    head = ("ỦY BAN NHÂN DÂN", "TỈNH LONG SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "KẾ HOẠCH")
    metadata, _ = read(*head, printed("Thực hiện thi đua năm 2026", bold=True), printed(cited, bold=True))

    assert metadata.number is None and metadata.issued_on is None


def test_an_annex_names_its_document_over_two_lines() -> None:
    reference = ("(Kèm theo Quyết định số 13/2024/QĐ-BKHCN ngày 25/5/2024", "của Bộ trưởng Bộ Khoa học và Công nghệ)")
    metadata, _ = read(printed("Phụ lục 3", bold=True, centred=True), *reference, "I. Các bước")

    assert (metadata.number, metadata.issued_on) == ("13/2024/QĐ-BKHCN", date(2024, 5, 25))
    assert metadata.issuer == "Bộ Khoa học và Công nghệ"


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Triển khai Luật Thú y năm 2015 trên địa bàn tỉnh", None),
        ("Phổ biến Luật Thú y năm 2026", 2026),
        ("Triển khai Luật Thú y năm 2015 trong năm 2026", 2026),
    ],
)
def test_the_year_of_a_law_is_no_period(title: str, year: int | None) -> None:
    head = ("Số: 15/KH-UBND", "Long Sơn, ngày 12 tháng 01 năm 2026", "KẾ HOẠCH", printed(title, centred=True))
    metadata, _ = read("UBND TỈNH LONG SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", *head)

    assert metadata.period_start == (date(year, 1, 1) if year else None)


@pytest.mark.parametrize(
    ("line", "expected"), [("KÉẾ HOẠCH", ("KẾ HOẠCH", "")), ("QUYÉT ĐỊNH:", ("QUYẾT ĐỊNH", "")), ("KẾ TOÁN", None)]
)
def test_a_type_line_whose_accents_were_misread(line: str, expected: tuple[str, str] | None) -> None:
    assert find_type(line) == expected


@pytest.mark.parametrize(
    ("reference", "kind", "is_plan"),
    [
        ("Kèm theo Chương trình hành động tại Nghị quyết số   /NQ-CP ngày", "chương trình", True),
        ("Ban hành kèm theo Kế hoạch số 15/KH-UBND ngày", "kế hoạch", True),
        ("Kèm theo Quyết định số 15/QĐ-UBND ngày", "quyết định", False),
    ],
)
def test_an_annex_alone_is_of_the_kind_that_it_belongs_to(reference: str, kind: str, is_plan: bool) -> None:
    reference = f"({reference} 05/3/2025 của UBND tỉnh Hà Giang)"
    metadata, _ = read("PHỤ LỤC II", "DANH MỤC NHIỆM VỤ", reference, rows("TT | Nhiệm vụ", "1 | Rà soát"), format="md")
    assert (metadata.kind, metadata.is_plan, metadata.issued_on) == (kind, is_plan, date(2025, 3, 5))


@pytest.mark.parametrize(
    ("below", "number"),
    [
        ("(Kèm theo Kế hoạch số 15 /KH-UBND ngày 05/3/2025)", "15/KH-UBND"),
        ("(Kèm theo Kế hoạch số 115/KH-UBND ngày 05/3/2025)", None),
        ("Thực hiện Kế hoạch số 16/KH-UBND.", None),
    ],
)
def test_a_doubtful_number_that_is_read_again_below_is_sure(below: str, number: str | None) -> None:
    made = document(*HEAD[:4], printed("Số: 15/KH-UBND", column="left"), *TITLE, "I. NHIỆM VỤ", "1. Rà soát.", below)
    found = list(re.finditer(r"\S+", made.text))
    doubts = array("f", [0.4 if "15/KH-UBND" in word.group() else 0.97 for word in found])
    starts, ends = (array("l", [where(word) for word in found]) for where in (re.Match.start, re.Match.end))
    made = replace(made, words=WordBoxes(starts, ends, (Box(1, 0, 0, 0, 0),) * len(found), doubts))
    assert read_metadata(made, build_outline(made))[0].number == number


def test_a_team_is_the_issuer_and_not_the_decision_that_founds_it() -> None:
    head = ["SỞ Y TẾ", "ĐOÀN KIỂM TRA", "THEO QUYẾT ĐỊNH", "SỐ 12/QĐ-SYT", "Số: 15/KH-ĐKT"]
    metadata, _ = read(*(printed(line, column="left") for line in head), *HEAD[1:3], *TITLE, "I. NHIỆM VỤ")
    assert (metadata.issuer, metadata.number) == ("Đoàn kiểm tra", "15/KH-ĐKT")


def test_news_of_the_plan_of_a_school_or_department() -> None:
    words = "Ngày 10/02/2025, Trường THPT Sông Gâm đã ban hành Kế hoạch số 01/KH-SG về phòng dịch 2019-nCoV."
    metadata = read_news(["Trường THPT Sông Gâm lập kế hoạch", words], None)
    assert (metadata.number, metadata.issued_on) == ("01/KH-SG", date(2025, 2, 10))
    assert (metadata.issuer, metadata.kind) == ("Trường THPT Sông Gâm", "kế hoạch")
    assert find_period("Kế hoạch phòng, chống 2019-nCoV") == (None, None)
