"""Agency lines (R4): headings that name who the items under them are for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.agencies import AgencyList, find_list, parse_agencies, starts_with_agency
from extractors.agency_headings import read_heading
from extractors.assignments import (
    find_coordinating,
    has_directive,
    introduces,
    leaving_predicate,
    one_of,
    past_remark,
    past_space,
)
from extractors.document import Span
from extractors.records import Agencies
from extractors.text import clean

_AGENCY_LINE_TAIL = re.compile(
    r"\s*[,:]?\s*(?:chủ\s+trì(?:\s*,?\s*tham\s+mưu)?\s*,?\s*(?:và\s+)?)?(?:phối\s+hợp(?:\s+chặt\s+chẽ)?(?:\s+với)?\s+)?",
    re.I,
)
_CARRIES_OUT = re.compile(r"(?:(?:tổ\s+chức|triển\s+khai)\s+)*thực\s+hiện")
# "Phân công đồng chí A, Phó Chủ tịch UBND xã phụ trách; Phòng Kinh tế tham mưu, giúp việc:" names who is in charge.
_HELP_ALONE = re.compile(r"\s*(?:cùng\s+)?phối\s+hợp(?:\s+thực\s+hiện)?[\s:;.]*")
_IN_CHARGE = re.compile(
    r"(?:,\s*[^;:.]{3,80}?)?\s*(?:phụ\s+trách|chịu\s+trách\s+nhiệm(?:\s+chính)?)\s*(?:;[^:.]{0,120})?[:.;]?\s*$"
)
_GENERAL_DUTIES = re.compile(
    r"(?:(?:tập\s+trung|chủ\s+động|khẩn\s+trương|tổ\s+chức|triển\s+khai|thực\s+hiện|có\s+trách\s+nhiệm|chỉ\s+đạo|"
    r"tốt|ngay|nghiêm\s+túc)\s*,?\s*)*(?:các|những|một\s+số)?\s*(?:nhiệm\s+vụ|nội\s+dung|công\s+việc|giải\s+pháp)(?:\s*,\s*giải\s+pháp)?"
    r"(?:\s+(?:chung|cụ\s+thể|trọng\s+tâm|chủ\s+yếu|sau|sau\s+đây|như\s+sau))*"
)
# "Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:": who gives the work, not who does it.
_GIVES = re.compile(
    r"[\s,]*(?:(?:đã|vừa|xin|trân\s+trọng|thống\s+nhất)\s+)*(?:ban\s+hành|xây\s+dựng|thông\s+báo|đề\s+nghị|yêu\s+cầu|giao|chỉ\s+đạo|"
    r"chỉ\s+thị|kết\s+luận|phát\s+động|báo\s+cáo|quyết\s+định|quy\s+định|phân\s+công|trình|kiến\s+nghị|đề\s+xuất|có\s+ý\s+kiến|hướng\s+dẫn)\b"
)
# "Sở Y tế phối hợp Công đoàn ngành xây dựng kế hoạch …, cụ thể như sau:": who writes the plan.
_WRITES = re.compile(
    r"(?is)\b(?:xây\s+dựng|ban\s+hành|lập)\s+(?:kế\s+hoạch|chương\s+trình|chỉ\s+thị|phương\s+án)\b.*(?:như\s+sau|cụ\s+thể)\s*:?\s*$"
)
_DOES_THESE = re.compile(
    r"\b(?:tập\s+trung|thực\s+hiện|tổ\s+chức|triển\s+khai|có\s+trách\s+nhiệm|chủ\s+trì|khẩn\s+trương|làm\s+tốt)\b.*"
    r"\b(?:việc|nhiệm\s+vụ|nội\s+dung|giải\s+pháp|biện\s+pháp)\b.{0,40}\bsau(?:\s+đây)?\s*:\s*$",
    re.DOTALL,
)
# "Đoàn kiểm tra thực hiện nhiệm vụ theo quy định tại Điều 8 …, trong đó tập trung:": who does what stands below.
_ABOVE_ALL = re.compile(
    r"^\s+(?:thực\s+hiện|triển\s+khai|có\s+(?:trách\s+nhiệm|nhiệm\s+vụ))\b.*\btrong\s+đó\s*,?\s*(?:cần\s+)?(?:tập\s+trung|chú\s+trọng)"
    r"(?:\s+vào)?\s*:\s*$",
    re.DOTALL,
)
_HAS_DUTIES = re.compile(r"\b(?:có\s+(?:trách\s+nhiệm|nhiệm\s+vụ)|chịu\s+trách\s+nhiệm)\s*:\s*$")
_QUALIFIES = re.compile(r"\s*(?:có|thuộc|trên|tại|nơi|được|ở|khác|liên\s+quan|trực\s+thuộc|là\s+thành\s+viên)")


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """A heading that names who the items under it are for (R4): the lead and, after ``phối hợp với``, the others."""

    lead: Agencies
    coordinating: Agencies = ()
    rule: str = "agency_line"


def find_agency_line(text: str, span: Span, *, above: bool = False) -> AgencyLine | None:
    """``1. Sở Nội vụ``, ``Giao X:``, ``Sở Nội vụ: chủ trì, phối hợp với A; B:``; None for anything with an action.

    ``above``: items stand below it. Without any, what goes on after the names and ends in a full stop is a sentence,
    not a heading that says more of them ("Các xã có rừng tuần tra.").
    """
    whole = span.strip(text)
    sentence = not above and whole.cut(text).endswith(".")
    span = whole.strip(text, " .;\n")
    start = span.start
    opening = one_of("assign").match(text, start, span.end) or one_of("duty_of").match(text, start, span.end)
    if opening is not None:
        start = past_space(text, opening.end(), span.end)
    seen = whole.end if sentence else span.end
    listed = find_list(text, start, seen) if opening else starts_with_agency(text, start, seen)
    if listed is None or not listed.names:
        return None
    listed = leaving_predicate(text, start, seen, listed)
    end = span.strip(text, " :.;\n").end
    rest = text[listed.end : end].strip(" :\n")
    if not rest:
        return AgencyLine(listed.names)
    if opening is not None and "của" in opening.group() and not re.search(r"[:.;]", rest):
        return AgencyLine(parse_agencies(text, Span(start, end)))
    if _IN_CHARGE.match(text, listed.end, span.end):
        return AgencyLine(listed.names, rule="agency_line.in_charge")
    if opening is not None and _CARRIES_OUT.fullmatch(rest):
        return AgencyLine(listed.names, rule="agency_line.introduces")
    if text[: span.end].rstrip().endswith(":") and _GENERAL_DUTIES.fullmatch(rest):
        return AgencyLine(listed.names, rule="agency_line.introduces")
    return (
        _agency_line_with_partners(text, span, listed, end)
        or _introducing(text, span, listed)
        or (None if sentence else _listing(text, start, listed, end))
        or (None if sentence else _qualified(text, start, listed, end))
    )


def _agency_line_with_partners(text: str, span: Span, listed: AgencyList, end: int) -> AgencyLine | None:
    """``Sở X: chủ trì, phối hợp với Y; Z:`` with nothing to do behind the list."""
    tail = _AGENCY_LINE_TAIL.match(text, listed.end, end)
    if tail is None or not tail.group().strip(" ,:\n") or _WRITES.search(text, listed.end, span.end):
        return None
    if tail.end() >= end or _CARRIES_OUT.fullmatch(text, tail.end(), end):
        return AgencyLine(listed.names)
    partners = find_list(text, tail.end(), end)
    if partners.names and (
        not text[partners.end : end].strip(" :;.\n") or _HELP_ALONE.fullmatch(text, partners.end, end)
    ):
        return AgencyLine(listed.names, partners.names, "agency_line.partners")
    rest = text[tail.end() : span.end]
    if introduces(rest) and len(rest) < 160:
        return AgencyLine(listed.names, partners.names, "agency_line.introduces")
    return None


def _introducing(text: str, span: Span, listed: AgencyList) -> AgencyLine | None:
    """``Sở X tập trung thực hiện tốt những việc sau:``, ``Các thành viên … có trách nhiệm:``: who the items are for."""
    rest = text[listed.end : span.end]
    if not rest.rstrip().endswith(":") or len(rest) > 200 or _GIVES.match(rest) or _WRITES.search(rest):
        return None
    if not any(form.search(rest) for form in (_DOES_THESE, _HAS_DUTIES, _ABOVE_ALL)):
        return None
    return AgencyLine(listed.names, find_coordinating(text, span), "agency_line.introduces")


def _listing(text: str, start: int, listed: AgencyList, end: int) -> AgencyLine | None:
    """A heading that is names to its end: ``Trưởng các phòng, Giám đốc Trung tâm``."""
    rest = text[listed.end : end]
    acts = has_directive(rest) and len(rest.split()) > 3  # "Phòng Nghiệp vụ, hướng dẫn các xã"
    names = () if acts else read_heading(text, start, listed, end)
    return AgencyLine(names, rule="agency_line.whole") if names else None


def _qualified(text: str, start: int, listed: AgencyList, end: int) -> AgencyLine | None:
    """``Ủy ban nhân dân các xã, phường có cụm công nghiệp``: the rest of the heading qualifies the name."""
    rest = text[listed.end : end]
    words = rest.split()
    if len(words) > 14 or re.search(r"[;:.]|\b(?:có|chịu)\s+trách\s+nhiệm\b|\bphải\b", rest) or not words:
        return None
    if _GIVES.match(rest) or introduces(f"{rest.rstrip()}:"):
        return None  # "Chủ tịch UBND tỉnh có ý kiến chỉ đạo như sau:"
    if past_remark(text, listed.end, end) == end:  # "Văn phòng UBND xã (Bộ phận Một cửa):"
        return AgencyLine(listed.names, rule="agency_line.remark")
    if _QUALIFIES.match(rest):
        if len(listed.names) > 1:
            return AgencyLine(parse_agencies(text, Span(start, end)), rule="agency_line.qualified")
        whole = Span(start, end).strip(text, " :;.\n")
        ref = replace(listed.names[0], name=clean(whole.cut(text)), spans=(whole,))
        return AgencyLine((ref,), rule="agency_line.qualified")
    return None
