"""Requests upward: a province that asks a ministry, a district that asks the province, assign nothing (R9)."""

from __future__ import annotations

import re

from extractors.document import Document, Span
from extractors.outline import Outline
from extractors.records import Metadata
from extractors.text import clean, fold

_CENTRAL = (
    r"(?:Quốc hội|Chính phủ|Thủ tướng|Bộ Chính trị|Ban Bí thư|Trung ương|các [Bb]ộ,? ngành|các [Bb]ộ\b|Bộ trưởng|"
    r"Bộ (?!phận|Chỉ huy|Tư lệnh|CHQS|đội)[A-ZĐ]\w*|Văn phòng Chính phủ|Thanh tra Chính phủ|"
    r"Ngân hàng Nhà nước Việt Nam|(?:Tổng cục|Cục) [A-ZĐ][^,;.:]{2,40}? Việt Nam|"
    r"Ủy ban Thường vụ Quốc hội|Tòa án nhân dân tối cao)"
)
_PROVINCE = (
    r"(?:(?:Thường trực |Lãnh đạo |Chủ tịch )?"
    r"(?:U[ỷy]|Ủy|UBND|HĐND|Hội đồng nhân dân|Tỉnh ủy|Thành ủy|Ban Thường vụ Tỉnh ủy)"
    r"(?: ?ban nhân dân)?(?: tỉnh| thành phố| Thành phố)?)"
)
_ASKS = r"\b(?:[Đđ]ề nghị|[Kk]iến nghị|[Đđ]ề xuất|[Kk]ính trình|[Xx]in ý kiến)(?: (?:với|đến))?(?: lãnh đạo)? "
_ASKS_CENTRAL = re.compile(_ASKS + _CENTRAL)
_ASKS_PROVINCE = re.compile(
    _ASKS + _PROVINCE + r"(?= (?:xem xét|quan tâm|phê duyệt|chỉ đạo|cho|sớm|bố trí|hỗ trợ|có ý kiến)|:)"
)
_ABOVE_PROVINCE = re.compile(rf"(?:Đồng chí |Lãnh đạo |Ông |Bà )?{_CENTRAL}")
_ABOVE_DEPARTMENT = re.compile(rf"(?:Đồng chí |Lãnh đạo |Ông |Bà )?(?:{_CENTRAL}|{_PROVINCE}$)")
_PROVINCIAL_ISSUER = re.compile(r"(?:Ủy ban nhân dân|Hội đồng nhân dân) (?:tỉnh|thành phố)")
_CENTRAL_ISSUER = re.compile(_CENTRAL)


def asks_superior(text: str, words: Span, issuer: str | None) -> bool:
    """Does the sentence or lead-in itself ask a body above the issuer (``đề nghị Bộ Xây dựng xem xét …``)?

    A request that stands in the middle of work that somebody has to do (``…, tham mưu UBND tỉnh kiến nghị Bộ …``)
    is part of that work.
    """
    printed = clean(words.cut(text))
    if issuer is not None and _CENTRAL_ISSUER.match(issuer):
        return False
    match = _ASKS_CENTRAL.search(printed, 0, 260)
    if match and (match.start() < 3 or _asks_itself(printed[: match.start()])):
        return True
    if issuer is None or _PROVINCIAL_ISSUER.match(issuer):
        return False
    match = _ASKS_PROVINCE.search(printed, 0, 160)
    return bool(match and (match.start() < 3 or _asks_itself(printed[: match.start()])))


def _asks_itself(before: str) -> bool:
    """The words before the request are the giver (or an adverbial), not other work with other verbs."""
    return not re.search(
        r"\b(?:giao|phối hợp|rà soát|tham mưu|tổng hợp|xây dựng|thực hiện rà soát|chủ trì|hướng dẫn|kiểm tra|để)\b",
        before,
        re.IGNORECASE,
    )


def addressed_upward(document: Document, outline: Outline, metadata: Metadata) -> bool:
    """Is the document a letter (``Kính gửi: Bộ …``) to superiors of its issuer alone?"""
    lines = [clean(s.words.cut(document.text)) for s in outline.root.walk() if s.region == "header"]
    start = next((i for i, words in enumerate(lines) if fold(words).startswith("kinh gui")), None)
    if start is None or metadata.issuer is None or _CENTRAL_ISSUER.match(metadata.issuer):
        return False
    addressees = [re.sub(r"^(?:Kính gửi\s*:?|[-–+*•])\s*", "", words) for words in lines[start:]]
    addressees = [words.strip(" ;.") for words in addressees if words.strip(" ;.")]
    above = _ABOVE_PROVINCE if _PROVINCIAL_ISSUER.match(metadata.issuer) else _ABOVE_DEPARTMENT
    return bool(addressees) and all(above.match(words) for words in addressees)
