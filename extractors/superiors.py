"""Requests upward: a province that asks a ministry, a district that asks the province, assign nothing (R9)."""

from __future__ import annotations

import re

from extractors.agencies import find_list
from extractors.document import Document, Span
from extractors.outline import Outline, Section
from extractors.provinces import place_in
from extractors.records import Metadata
from extractors.sentences import split_sentences
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
# Who applies for a permit; a form to be filled in has "TÊN TỔ CHỨC" in its place.
_COMPANY = re.compile(
    r"(?:Tổng công ty|Công ty|Doanh nghiệp|Hợp tác xã|Tên (?:tổ chức|doanh nghiệp|cơ sở))", re.IGNORECASE
)
_CENTRAL_ISSUER = re.compile(_CENTRAL)
_ASKS_ANYBODY = re.compile(_ASKS)
_OFFICE = re.compile(
    r"(?:Lãnh đạo |Giám đốc |Trưởng |Chủ tịch |[Cc]ác )*(?:[Ss]ở|Ban|[Pp]hòng|UBND|HĐND|(?:U[ỷy]|Ủy) ban nhân dân|"
    r"Hội đồng nhân dân|Công an|Văn phòng|Thanh tra|Chi cục|Trung tâm|Bộ Chỉ huy|Tỉnh ủy|Thường trực|Huyện ủy)\b"
)
_DEMANDS = re.compile(r"(?:^|[^\W\d_]\s+|,\s+)[Yy]êu\s+cầu\s+(?!của|về|kỹ|đối|tại|theo|trên|này)[^\W\d_]")
_SO_HIGH = r"^(?:Lãnh đạo |Giám đốc |[Cc]ác )*[Ss]ở\b|\b[Tt]ỉnh\b"
_ABOVE = {"district": re.compile(_SO_HIGH), "commune": re.compile(_SO_HIGH + r"|\b(?:[Hh]uyện|quận|thị xã)\b")}


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
    if issuer is None or _is_provincial(issuer):
        return False
    match = _ASKS_PROVINCE.search(printed, 0, 160)
    if match and (match.start() < 3 or _asks_itself(printed[: match.start()])):
        return True
    return _asks_level_above(printed, issuer)


def demands(text: str, section: Section, issuer: str | None) -> bool:
    """Under ``Kiến nghị``: ``Sở X yêu cầu các đơn vị nêu trên thực hiện:``; no superior is told what to do."""
    words = section.words.strip(text)
    if section.region != "body" or not words.cut(text).endswith(":"):
        return False
    last = split_sentences(text, words)[-1]
    return _DEMANDS.search(last.cut(text)) is not None and not asks_superior(text, words, issuer)


def _is_provincial(issuer: str) -> bool:
    """Is it a body of a province (not of a city below one), above which only the central bodies stand?"""
    place = place_in(issuer)
    return _PROVINCIAL_ISSUER.match(issuer) is not None and (place is None or place.level == "province")


def _asks_level_above(printed: str, issuer: str) -> bool:
    """``Đề nghị Sở Y tế …`` of a district, ``Đề nghị Công an huyện …`` of a commune: offices of a level above.

    The Front, companies and the like are no superiors: what they are asked is a task (R9).
    """
    place = place_in(issuer)
    above = _ABOVE.get(place.level) if place is not None else None
    if above is None:
        return False
    for match in _ASKS_ANYBODY.finditer(printed, 0, 160):  # "Kiến nghị của thôn A: Đề nghị Sở B …" has two of them
        listed = find_list(printed, match.end(), len(printed)).names
        if listed and (match.start() < 3 or _asks_itself(printed[: match.start()])):
            return all(_OFFICE.match(ref.name) and above.search(ref.name) for ref in listed)
    return False


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
    if _COMPANY.match(metadata.issuer):
        return True
    addressees = [re.sub(r"^(?:Kính gửi\s*:?|[-–+*•])\s*", "", words) for words in lines[start:]]
    addressees = [words.strip(" ;.") for words in addressees if words.strip(" ;.")]
    above = _ABOVE_PROVINCE if _is_provincial(metadata.issuer) else _ABOVE_DEPARTMENT
    return bool(addressees) and all(above.match(words) for words in addressees)
