"""What letters and announcements say in forms of their own: bare addressees, what is to be handed in, what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.agencies import AgencyList, find_list
from extractors.document import Span
from extractors.records import AgencyRef
from extractors.roles import Label
from extractors.text import clean, fold

# "Sở X yêu cầu thủ trưởng đơn vị báo cáo …", "đề nghị đơn vị cử …": whom the letter speaks to, without a name.
_BARE = re.compile(
    r"(?:(?:[Tt]hủ\s+trưởng|[Gg]iám\s+đốc|[Ll]ãnh\s+đạo)\s+)?(?:đơn\s+vị|cơ\s+quan|doanh\s+nghiệp|công\s+ty|nhà\s+trường)\b"
)
_BELONGS = re.compile(r"\s+(?:thuộc\s*,?\s*(?:và\s+)?trực\s+thuộc|trực\s+thuộc|thuộc)\s+")
_DOES = re.compile(r"\s+[a-zđà-ỹ]")
_IS_NO_VERB = re.compile(r"\s+(?:của|có|và|về|trên|tại|trong|khác|liên|này|đó|được|nêu|nào|sự|hành|tính|chủ)\b")
# "Văn bản báo cáo của các đơn vị gửi về Sở X chậm nhất ngày …", "Danh sách gửi trước ngày …".
_THING = (
    r"(?:(?:[Vv]ăn\s+bản|[Bb]ản)\s+\w+|[Vv]ăn\s+bản|[Bb]áo\s+cáo|[Kk]ết\s+quả|[Dd]anh\s+sách|[Hh]ồ\s+sơ|[Ýý]\s+kiến|[Ss]ố\s+liệu|[Pp]hiếu|"
    r"[Tt]ài\s+liệu|[Tt]hông\s+tin|[Bb]iểu|[Nn]ội\s+dung|[Dd]ự\s+toán|[Kk]ế\s+hoạch|[Đđ]ăng\s+ký)"
)
_HANDED_IN = re.compile(
    rf"{_THING}\b(?!\s+số\s+\d)(?:(?!\bđã\b)[^.;:])*?"
    r"\b(?:(?:xin|đề\s+nghị|được|phải|cần)\s+)*(?:gửi|nộp|chuyển|hoàn\s+thành|thực\s+hiện\s+hoàn\s+chỉnh)\b",
)
_WHOSE = re.compile(r"\bcủa\s+")
_BY_WHEN = re.compile(r"\b(?:trước|chậm\s+nhất|muộn\s+nhất|hạn\s+cuối|trong\s+(?:thời\s+hạn|ngày))\b", re.I)
# Work whose items say what is to be told, not what is to be done: "báo cáo theo các nội dung sau: - Hiệu suất …".
_TELLS = re.compile(
    r"\s*,?\s*(?:(?:quan\s+tâm|chỉ\s+đạo|tổ\s+chức|triển\s+khai|thực\s+hiện|khẩn\s+trương|tiến\s+hành|nghiên\s+cứu|phối\s+hợp)\s*,?\s*)*"
    r"(?:(?:lập\s+)?báo\s+cáo|đánh\s+giá|(?:đóng\s+)?góp\s+ý|đóng\s+góp\s+ý\s+kiến|tham\s+gia\s+ý\s+kiến|cho\s+ý\s+kiến|thống\s+kê|"
    r"cung\s+cấp\s+(?:thông\s+tin|số\s+liệu))\b(?![^:]*(?:;|\bđồng\s+thời\b|\bvà\s+(?:triển\s+khai|thực\s+hiện)\b))",
    re.I,
)
_LONGEST_CONTENT = 30  # words


def find_addressed(text: str, start: int, end: int) -> AgencyList:
    """The agencies at ``start`` that a request names, also a bare ``thủ trưởng đơn vị`` before what it shall do."""
    listed = find_list(text, start, end)
    bare = _BARE.match(text, start, end)
    if bare is None or (listed.names and listed.end != bare.end()):
        return listed
    stop = bare.end()
    belongs = _BELONGS.match(text, stop, end)
    above = find_list(text, belongs.end(), end) if belongs else None
    stop = above.end if above is not None and above.names else stop
    if listed.names and stop == listed.end:
        return listed
    if not _DOES.match(text, stop, end) or _IS_NO_VERB.match(text, stop, end):
        return listed
    name = Span(start, stop)
    ref = AgencyRef(clean(name.cut(text)), (name,), "group", rule="agency.addressed", confidence=0.8)
    return AgencyList((ref,), stop)


def hands_in(text: str, span: Span) -> bool:
    """Does a sentence say what is to be handed in, and by when?"""
    said = _HANDED_IN.match(text, span.start, span.end)
    return said is not None and _BY_WHEN.search(text, span.start, span.end) is not None


def find_hander(text: str, span: Span) -> AgencyList | None:
    """Who hands it in, where the sentence tells: ``Văn bản báo cáo của các đơn vị gửi về …``."""
    said = _HANDED_IN.match(text, span.start, span.end)
    if said is None or not hands_in(text, span):
        return None
    for whose in _WHOSE.finditer(text, span.start, said.end()):
        listed = find_addressed(text, whose.end(), span.end)
        if listed.names and listed.end <= said.end():
            return listed
    return None


def asks_to_tell(text: str, place: int, end: int) -> bool:
    """Is what is asked for at ``place`` a report or an opinion, so that the items below are what it tells?"""
    return _TELLS.match(text, place, end) is not None


def is_content(words: str) -> bool:
    """May an item below such a request be what is told: short, and nobody to do it by any day?"""
    return len(words.split()) <= _LONGEST_CONTENT and not _BY_WHEN.search(words)


def tells_of_event(text: str, labels: Iterable[Label]) -> bool:
    """``Thời gian: …`` beside ``Địa điểm: …``: when and where an event is, no deadline of what stands around it."""
    return any(fold(label.label.cut(text)).startswith("dia diem") for label in labels)
