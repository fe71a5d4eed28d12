"""Requests to one's own superiors assign nothing (R9); requests sideways and downward do."""

from __future__ import annotations

import pytest
from factories import document, printed

from extractors.document import Span
from extractors.outline import build_outline
from extractors.records import Metadata
from extractors.superiors import addressed_upward, asks_superior

PROVINCE, DEPARTMENT, COMMUNE = "Ủy ban nhân dân tỉnh Hà Giang", "Sở Nội vụ tỉnh Hà Giang", "Ủy ban nhân dân xã Ea Rál"
DISTRICT = "Ủy ban nhân dân huyện Con Cuông"


@pytest.mark.parametrize(
    ("words", "issuer", "upward"),
    [
        ("Đề nghị Bộ Xây dựng xem xét, hướng dẫn.", PROVINCE, True),
        ("UBND tỉnh kiến nghị Chính phủ sớm ban hành Nghị định.", PROVINCE, True),
        ("Kiến nghị với Quốc hội sửa đổi Luật.", None, True),
        ("Đề nghị UBND tỉnh xem xét, bố trí kinh phí.", DEPARTMENT, True),
        ("Đề nghị Ủy ban nhân dân tỉnh quan tâm chỉ đạo.", COMMUNE, True),
        ("Đề nghị UBND tỉnh xem xét, bố trí kinh phí.", PROVINCE, False),  # it would ask itself
        ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh giám sát.", PROVINCE, False),
        ("Đề nghị các sở, ban, ngành báo cáo.", DEPARTMENT, False),
        (
            "Rà soát, tham mưu UBND tỉnh kiến nghị Chính phủ sửa đổi.",
            PROVINCE,
            False,
        ),  # the request is part of the work
        ("Giao Sở Nội vụ đề nghị Bộ Nội vụ hướng dẫn.", PROVINCE, False),
        ("Rà soát, kiến nghị Chính phủ sửa đổi quy định.", PROVINCE, False),
        ("Đề nghị Bộ phận Một cửa niêm yết thủ tục.", COMMUNE, False),
        ("Đề nghị Bộ Chỉ huy quân sự tỉnh phối hợp.", PROVINCE, False),
        ("Đề nghị Bộ Tài chính bố trí vốn.", "Thủ tướng Chính phủ", False),
        # A district or commune asks the offices of a level above its own.
        ("Đề nghị Sở Công Thương tỉnh Nghệ An cấp giấy phép trước ngày 12/8/2024.", DISTRICT, True),
        ("Đề nghị các sở, ngành tỉnh tháo gỡ vướng mắc.", DISTRICT, True),
        ("Đề nghị Công an tỉnh tăng cường lực lượng.", "Ủy ban nhân dân thành phố Sa Đéc", True),
        ("Đề nghị UBND tỉnh xem xét.", "Ủy ban nhân dân thành phố Sa Đéc", True),
        ("Đề nghị Phòng Tài chính - Kế hoạch huyện cấp kinh phí.", COMMUNE, True),
        ("Đề nghị Sở Xây dựng hướng dẫn thủ tục.", COMMUNE, True),
        ("Đề nghị Công an huyện điều tra.", DISTRICT, False),
        ("Đề nghị Công an xã phối hợp với Công an huyện.", COMMUNE, False),
        ("Đề nghị Sở Xây dựng hướng dẫn thủ tục.", PROVINCE, False),
        ("Đề nghị Sở Xây dựng hướng dẫn thủ tục.", DEPARTMENT, False),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam huyện giám sát.", COMMUNE, False),
        ("Đề nghị Bưu điện tỉnh bố trí nhân viên.", DISTRICT, False),
        ("Kiến nghị của thôn Đoài về trạm bơm: Đề nghị UBND tỉnh, Sở Xây dựng quan tâm bố trí vốn.", COMMUNE, True),
        ("Kiến nghị của thôn Đông về rác thải: Giao Phòng Kinh tế xử lý dứt điểm.", COMMUNE, False),
        ("Tham mưu UBND huyện đề nghị Sở Y tế bổ sung thuốc.", DISTRICT, False),  # the request is part of the work
    ],
)
def test_who_is_asked(words: str, issuer: str | None, upward: bool) -> None:
    assert asks_superior(words, Span(0, len(words)), issuer) is upward


@pytest.mark.parametrize(
    ("addressees", "issuer", "upward"),
    [
        (["Kính gửi: Bộ Nội vụ"], PROVINCE, True),
        (["Kính gửi:", "- Thủ tướng Chính phủ;", "- Bộ Tài chính."], PROVINCE, True),
        (["Kính gửi: Ủy ban nhân dân tỉnh"], DEPARTMENT, True),
        (["Kính gửi:", "- Bộ Nội vụ;", "- Sở Tài chính."], PROVINCE, False),
        (["Kính gửi: Sở Tài chính"], PROVINCE, False),
        (["Kính gửi: Bộ Nội vụ"], None, False),
    ],
)
def test_letters(addressees: list[str], issuer: str | None, upward: bool) -> None:
    made = document(
        printed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", column="right"), *addressees, "Hiện nay việc này vướng mắc."
    )
    assert addressed_upward(made, build_outline(made), Metadata(issuer=issuer)) is upward
