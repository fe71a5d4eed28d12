"""What the word before a period makes of it: ``trước`` ends the day named, ``xong trong`` the period, ``từ`` begins it.

Also the strict test for running text: a year in a name, the day of a cited document and a past day are no deadlines
(RULES, R20).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractors.calendar_words import Period

CueKind = Literal["none", "now", "before", "until", "in", "from", "after", "label"]
_KINDS: tuple[CueKind, ...] = ("now", "before", "until", "from", "after", "label", "in")

_HOUR = (
    r"(?:\s*\d{1,2}\s*(?:h|giờ|g|:)\s*(?:\d{2}(?:\s*phút)?)?\s*,?)?"
    r"(?:\s*(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|\d)|chủ\s+nhật)\s*,?)?"
)
_CUE = re.compile(
    rf"""(?<!\w)(?:
    (?P<now>từ\s+nay\s+(?:cho\s+)?(?:đến|tới)(?:\s+(?:hết|trước))?)
  | (?P<before>(?:(?:xong|đến|tới|chậm\s+nhất|thời\s+hạn)\s+)?trước(?:\s+(?:thời\s+điểm|thời\s+hạn|hạn))?)
  | (?P<until>(?:(?:xong|hoàn\s+thành|hoàn\s+tất|kết\s+thúc)(?:\s+(?:trong|vào|ngay\s+trong))?
      |(?:(?:trước|vào|đến|hết)\s+)?ngày\s+(?:làm\s+việc\s+)?cuối(?:\s+cùng)?(?:\s+của)?
      |(?:cho\s+)?(?:đến|tới)(?:\s+hết)?|hết|(?:chậm|muộn|trễ)\s+nhất(?:\s+(?:là|đến|vào|trong|hết))*
      |không\s+(?:quá|muộn\s+hơn|chậm\s+hơn)
      |(?:thời\s+)?hạn(?:\s+(?:cuối(?:\s+cùng)?|chót|hoàn\s+thành|nộp|gửi|báo\s+cáo))+(?:\s+(?:là|vào))*\s*:?))
  | (?P<from>(?:bắt\s+đầu\s+)?(?:kể\s+)?từ)
  | (?P<after>sau)
  | (?P<label>(?:thời\s+)?hạn\s*:)
  | (?P<in>(?:ngay\s+)?(?:trong|vào)(?:\s+(?:suốt|cả))?|cả|dự\s+kiến(?:\s+(?:trong|vào|hoàn\s+thành))?)
    )(?:\s+(?P<edge>đầu|giữa|cuối))?{_HOUR}\s*(?:ngày\s*)?$""",
    re.IGNORECASE | re.VERBOSE,
)
_EDGE = re.compile(r"(?<!\w)(đầu|giữa|cuối)\s+$", re.IGNORECASE)

_DOCUMENT = (
    r"(?:kế\s+hoạch|chương\s+trình|đề\s+án|chiến\s+lược|quy\s+hoạch|dự\s+án|nghị\s+quyết|quyết\s+định|chỉ\s+thị"
    r"|định\s+hướng|tầm\s+nhìn|mục\s+tiêu|chỉ\s+tiêu|danh\s+mục|thời\s+kỳ)"
)
_DOING = (
    r"(?:hoàn\s+thành|xong|phấn\s+đấu|bảo\s+đảm|đảm\s+bảo|báo\s+cáo|trình|ban\s+hành|gửi|triển\s+khai|thực\s+hiện"
    r"|chậm\s+nhất)"
)
# The last of the two kinds of words in the clause decides: a document's name, or an action that the year bounds.
_IN_NAME = re.compile(rf"(?<!\w){_DOCUMENT}(?!\w)(?:(?!(?<!\w){_DOING}(?!\w))[^.;:])*$", re.IGNORECASE)
_OUTLOOK = re.compile(r"(?:tầm\s+nhìn|định\s+hướng|tính|so\s+với)\s*$", re.IGNORECASE)
_NARRATED = re.compile(
    r"(?<!\w)(?:đã|tính|so\s+với|được\s+ban\s+hành|được\s+ký|có\s+hiệu\s+lực|thi\s+hành(?!\s+án))(?!\w)[^.;:]*$",
    re.IGNORECASE,
)
_RESULTS_OF = re.compile(r"(?<!\w)(?:kết\s+quả|tình\s+hình|số\s+liệu)(?:\s+\w+){0,3}\s*$", re.IGNORECASE)
_OPENS = re.compile(r"(?:^|[.;:(])\s*$")
_CLOSES = re.compile(r"\s*(?:[).;]|$)")
_SYMBOL = re.compile(r"(?:\d\s*[/-]\s*[A-ZĐƯ]|[/-][A-ZĐƯ]{2})[\w&/-]*\s*,?\s*$")
# "nhiệm vụ chưa hoàn thành trước ngày …"; not "lập danh sách người chưa biết chữ trong tháng 4".
_NOT_DONE = re.compile(
    r"(?<!\w)chưa\s+(?:được\s+)?(?:hoàn\s+thành|thực\s+hiện|triển\s+khai|giải\s+quyết|xử\s+lý|giải\s+ngân|báo\s+cáo|nộp"
    r"|quyết\s+toán|thanh\s+toán|phê\s+duyệt|ban\s+hành|gửi|xong|đạt)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# "lấy số liệu ở bất kỳ thời gian nào trong 3 tháng cuối năm 2017": which figures, not by when
_ANY_TIME = re.compile(r"(?<!\w)bất\s+k[ỳì][^,;.:]{0,40}$", re.IGNORECASE)
# "tổ chức hội nghị triển khai Kế hoạch ngày 12/4": that day is the paper's.
_OF_PAPER = re.compile(
    rf"(?<!\w)(?:{_DOCUMENT}|công\s+văn|văn\s+bản|thông\s+báo|kết\s+luận)(?!\w)(?:\s+(?:số|này))?\s*$", re.IGNORECASE
)
# "tổ chức lễ phát động ngày 12/4": the day of what is to be held is the day of the task.
_HELD = re.compile(
    r"(?<!\w)tổ\s+chức\s+(?:(?:các|buổi|đợt|thành\s+công)\s+)?(?:lễ|hội\s+nghị|hội\s+thảo|hội\s+thi|hội\s+chợ|ngày\s+hội|mít\s+tinh"
    r"|đại\s+hội|diễn\s+đàn|ra\s+quân|họp\s+báo|lớp\s+tập\s+huấn)(?!\w)[^.;:,()]{0,60}$",
    re.IGNORECASE,
)
_GIVEN_FOR = re.compile(
    r"\b(?:được\s+giao|được\s+phê\s+duyệt|đề\s+ra)\s*$", re.IGNORECASE
)  # "nhiệm vụ được giao trong năm"
_PHASE = re.compile(r"giai\s+đoạn", re.IGNORECASE)
# "từ 01/3 đến 30/4 và từ 01/9 đến 31/10/2026": the year of the last; "từ 1/3 đến 2/3 số xã" has no day.
_MORE_RANGES = re.compile(r"\s*(?:,|;|và)\s*từ\s+(?:ngày\s+)?\d{1,2}/\d{1,2}\D", re.IGNORECASE)
_FROM_TRONG = re.compile(r"(?:ngay\s+)?(?:trong|vào)", re.IGNORECASE)
_ONWARDS = re.compile(
    r"\s*(?:trở\s+đi|,?\s*(?:và\s+)?(?:những|các)\s+năm\s+(?:tiếp\s+theo|tiếp|sau|kế\s+tiếp))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cue:
    """The word before a period: what it means, where it begins, and ``đầu``, ``giữa`` or ``cuối`` between."""

    kind: CueKind
    start: int
    edge: str = ""


def find_cue(words: str, period: Period) -> Cue:
    """The cue that ends where ``period`` begins (kind ``none`` where there is none)."""
    before = words[max(0, period.start - 60) : period.start]
    offset = period.start - len(before)
    match = _CUE.search(before)
    if match is not None:
        kind: CueKind = next(name for name in _KINDS if match[name] is not None)
        return Cue(kind, offset + match.start(), (match["edge"] or "").lower())
    edge = _EDGE.search(before)
    if edge is not None:
        return Cue("none", offset + edge.start(), edge[1].lower())
    return Cue("none", period.start)


def onwards_after(words: str, period: Period) -> int | None:
    """The end of ``trở đi``, ``và những năm tiếp theo`` right after ``period``, None where nothing follows."""
    match = _ONWARDS.match(words, period.end)
    return match.end() if match else None


def is_cited(words: str, period: Period) -> bool:
    """Whether ``period`` is the day of a cited document: a symbol (``38/KH-UBND``, ``57-NQ/TW``) stands before it."""
    return period.unit == "day" and _SYMBOL.search(words, max(0, period.start - 30), period.start) is not None


def is_narrated(words: str, start: int) -> bool:
    """Whether the clause before ``start`` tells what was done or is in force: ``đã …``, ``có hiệu lực kể từ …``."""
    return _NARRATED.search(words, max(0, start - 140), start) is not None


def is_running_deadline(words: str, period: Period, cue: Cue) -> bool:
    """Whether a period in a sentence bounds the action, and is no name, citation, account of the past or rank."""
    before = words[max(0, cue.start - 140) : cue.start]
    if cue.kind == "after" or is_cited(words, period) or _OUTLOOK.search(before):
        return False
    if period.unit in ("season", "week"):  # "xong trước Tết Nguyên đán", "trong tuần đầu tháng 4"; not "năm học 2026"
        return cue.kind in ("before", "until") or (cue.kind == "in" and period.unit == "week")
    if _NOT_DONE.search(before) or _ANY_TIME.search(before):
        return False
    if period.unit in ("year", "years"):
        return _bounds_year(words, period, cue, before)
    if cue.kind in ("in", "from", "none") and _NARRATED.search(before):
        return False
    if period.unit == "day":
        if cue.kind in ("before", "until", "now", "label"):
            return True
        if cue.kind == "none" and _HELD.search(before) and not _OF_PAPER.search(before):
            return True
        if cue.kind == "from" and period.spread and (period.last_year or _MORE_RANGES.match(words, period.end)):
            return not _RESULTS_OF.search(before)
        return period.worded and cue.kind != "none"
    if cue.kind == "none":
        return _stands_apart(words, period, before)
    return not (cue.kind == "in" and _RESULTS_OF.search(before))


def _stands_apart(words: str, period: Period, before: str) -> bool:
    """``(tháng 6/2017)``, ``Quý I/2026: …`` or a last ``, Quý II/2026``: no part of another name."""
    if not period.worded:
        return False
    if _OPENS.search(before):
        return True
    return before.rstrip().endswith(",") and _CLOSES.match(words, period.end) is not None


def _bounds_year(words: str, period: Period, cue: Cue, before: str) -> bool:
    if before.count("“") > before.count("”"):
        return False
    if cue.kind == "now":
        return True
    if cue.kind == "none" and period.unit == "years" and _PHASE.match(words, period.start):
        # "lắp đặt thêm 500 điểm, giai đoạn 2026 - 2028.": no part of a name
        return _stands_apart(words, period, before) and _IN_NAME.search(before.rstrip(" ,")) is None
    if cue.kind in ("before", "until"):
        completes = words[cue.start : period.start].lower().startswith(("xong", "hoàn", "kết", "chậm", "muộn"))
        return completes or _IN_NAME.search(before) is None
    if cue.kind == "from":
        return period.spread is False and _OPENS.search(before) is not None
    if cue.kind == "in" and not cue.edge and _FROM_TRONG.match(words, cue.start):
        return (
            not _NARRATED.search(before)
            and not _GIVEN_FOR.search(before)
            and (period.unit == "year" or _IN_NAME.search(before) is None)
        )
    return False
