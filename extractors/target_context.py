"""Does a figure state a goal? What stands around it decides: past results, conditions, scopes, durations, funding.

Every refusal is one small question, so that a wrongly lost or wrongly found target leads to one function.
"""

from __future__ import annotations

import re

from extractors.candidates import Candidate, TargetPlace
from extractors.comparisons import RAISED_FROM
from extractors.numbers import Figure
from extractors.units import any_of, load_word_lists

_LISTS = load_word_lists("comparison_words.yaml")
_PAST = re.compile(
    r"(?<!\w)(?:đã|(?<!thực )(?<!thể )(?<!phát )(?<!biểu )hiện(?!\s+(?:đại|hành|trường|thực|trạng|vật))"
    r"|đến\s+nay|tính\s+đến|vừa\s+qua)"
    r"(?!\w)(?P<rest>[^,;.]*)$",
    re.I,
)
# "mới đạt 29,0%"; not "xã nông thôn mới đạt 85%", "đảng viên mới đạt 3%"
_ONLY_SO_FAR = re.compile(
    r"(?<!\w)(?:mới\s+chỉ|chỉ\s+mới"
    r"|(?<!thôn )(?<!thôn\n)(?<!viên )(?<!lập )(?<!nghiệp )(?<!xã )(?<!phẩm )(?<!hình )(?<!ký )(?<!dựng )mới)\s*$",
    re.I,
)
_STRIVE = re.compile(r"(?<!\w)(?:phấn\s+đấu|phần\s+đầu|bảo\s+đảm|đảm\s+bảo|phải|cần)(?!\w)", re.I)
_BASELINE_BRACKET = re.compile(
    r"\(\s*(?:(?:kết\s+quả|thực\s+hiện|ước|số\s+liệu|cùng\s+kỳ|hiện|hiện\s+nay|tỷ\s+lệ)\s+)*"
    r"(?:(?:của\s+)?năm\s+(?P<year>(?:19|20)\d\d)|cùng\s+kỳ|hiện|hiện\s+nay|(?<=số\s)liệu|tính\s+đến|đến\s+nay)(?!\w)[^()]*$",
    re.I,
)
_AGAINST_BRACKET = re.compile(r"(?<!\w)so\s+với\s[^,;.()]{0,60}\([^()]*$", re.I)
_RESULT_BRACKET = re.compile(r"(?<!\w)kết\s+quả\s[^,;.()]{0,40}năm\s+20\d\d\s*\([^()]*$", re.I)
# "nhóm B (từ 80% đến dưới 90%)": how a class is defined.
_CLASS_BRACKET = re.compile(
    r"(?<!\w)(?:(?:nhóm|loại|hạng|mức)\s+(?:[A-ZĐ]|[IVX]+|\d)\s*\([^()]*"
    r"|(?:(?:[Xx]uất\s+sắc|[Tt]ốt|[Kk]há|[Tt]rung\s+bình|[Yy]ếu|[Kk]ém)\s*[:(]\s*))$"
)
# "Kết quả năm 2025: 92%", "Ước thực hiện năm 2025 đạt 8,1%": whatever the year, it is told and not wanted.
_SO_FAR = re.compile(
    r"(?:^|[.;\n(])[\s\-+•*]*(?:(?:tính\s+)?đến\s+(?:nay|thời\s+điểm)|tính\s+đến|hiện\s+nay|hiện|[^.;\n]*(?<!\w)hiện\s+(?:mới|chỉ))(?!\w)"
    r"(?P<rest>[^;\n]*)$",
    re.I,
)
_RESULT_LABEL = re.compile(
    r"(?:^|[.;\n(])[\s\-+•*]*(?:kết\s+quả(?:\s+(?:thực\s+hiện|đạt\s+được))?|ước(?:\s+thực\s+hiện|\s+đạt)?|hiện\s+trạng|số\s+liệu)"
    r"\s+(?:đến\s+|của\s+)?(?:năm|giai\s+đoạn)\s+20\d\d(?!\d)(?P<rest>[^.;\n]*)$",
    re.I,
)
# "trong Đề án phát triển 1.000 doanh nghiệp công nghệ số": the number belongs to the title.
# "12 báo cáo tháng, 04 báo cáo quý": papers that a task ends in
_PAPER = re.compile(rf"(?:{any_of(_LISTS['papers'])})(?!\w)", re.I)
_TITLE = re.compile(r"(?<!\w)(?:Đề\s+án|Chương\s+trình|Dự\s+án|Chiến\s+dịch|Phong\s+trào)(?:\s+[^\W\d_]+){1,4}\s*$")
_LONGEST_BRACKET = 120
_LONGEST_LABEL = 30
_FARTHEST_WORD = 400  # characters before a figure that may decide about it: a bound for very long clauses
_AGAINST = re.compile(r"(?<!\w)so\s+với\s*(?:mức|tỷ\s+lệ|con\s+số|số)?\s*$", re.I)
_IF = re.compile(r"(?<!\w)(?:trường\s+hợp|nếu|(?<!đến )(?<!sau )(?<!trước )khi(?!\s+sinh))(?!\w)[^,;:]*$", re.I)
_THOSE = re.compile(r"[\W\d]*(?:đối\s+với|các|những)\s[^,;:]*$", re.I)
_THOSE_HAVE = re.compile(r"(?<!\w)(?:các|những)\s[^,;:]*(?<!\w)(?:có|đạt)(?!\w)[^,;:]*$", re.I)
_FURTHER_VERB = re.compile(r"(?<!\w)(?:không|thì|phải|chưa|sẽ|cần)(?!\w)", re.I)
_THOSE_WITH = re.compile(r"(?<!\w)(?:đối\s+với|những)\s[^,;:]*(?<!\w)(?:có|đạt)(?!\w)[^,;:]*$", re.I)
_WITH = re.compile(r"có\s", re.I)
_OWN_STATEMENT = re.compile(r"(?<!\w)(?:được|đạt|phải|mỗi|có)(?!\w)|[,;(]\s*$", re.I)
_GOAL_SUBJECT = re.compile(
    r"(?<!\w)(?:mỗi|phấn\s+đấu|phần\s+đầu|bảo\s+đảm|đảm\s+bảo|phải|tỉnh|toàn\s+tỉnh)(?!\w)[^,;]*$", re.I
)
_ATTRIBUTE = re.compile(rf"(?P<has>(?<!\w)(?:có|với)\s+)?(?<!\w)(?:{any_of(_LISTS['attributes'])})\s*$", re.I)
_SHARE_OF = re.compile(r"%?\s+(?:tổng\s+)?số\s+(?!lượng)", re.I)  # "xác minh thu nhập ít nhất 10% số người kê khai"
_OWN_SIZE = re.compile(r"(?<!\w)với\s+(?:quy\s+mô|số\s+lượng)\s*$", re.I)
_NEW_PHRASE = re.compile(r"[,;()]|\s-\s|(?<!\w)và(?!\w)")
_SCOPE = re.compile(rf"(?<!\w)(?:{any_of(_LISTS['scopes'])})\s*$", re.I)
_TASK_SCOPE = re.compile(rf"(?<!\w)(?:{any_of(_LISTS['task_scopes'])})\s*$", re.I)
_PLACE_WORD = re.compile(r"(?<!\w)(?:tại|ở|của|trên|cho|với)\s*$", re.I)
# "(tương ứng 85% điểm tối đa)"
_SAID_AGAIN = re.compile(r"(?<!\w)tương\s+(?:ứng|đương)(?:\s+(?:với|khoảng))?\s*$", re.I)
_TOTAL = re.compile(r"(?<!\w)(?:trên|trong)\s+(?:tổng\s+)?số\s*$", re.I)
_FUNDING = re.compile(
    r"(?<!\w)(?:phạt|kinh\s+phí|dự\s+toán|định\s+mức|mức\s+chi|mức\s+hỗ\s+trợ|tổng\s+mức\s+đầu\s+tư|nguồn\s+vốn"
    r"|(?<!thu )ngân\s+sách)(?!\w)",
    re.I,
)
_FUNDING_SHARE = re.compile(
    r"(?<!\w)(?:(?:ngân\s+sách|kinh\s+phí)(?!\w)[^,;.%]{0,40}(?<!\w)(?:hỗ\s+trợ|đối\s+ứng|bố\s+trí|chi|cấp)(?!\w)[^,;.%]{0,25}"
    r"|(?:^|[,;(])\s*(?:và\s+)?ngân\s+sách(?:\s+\w+){1,3}\s*)$",
    re.I,
)
_SUPPORT = re.compile(r"(?<!\w)với\s+(?:số\s+tiền|mức)\s*$", re.I)  # "hỗ trợ 100% hộ với mức 500.000 đồng/hộ"
# "Kinh phí thực hiện: 1.250 triệu đồng"
_FUNDING_LABEL = re.compile(
    r"(?:^|[.;:\n])[\s\-+•*]*(?:tổng\s+)?(?:kinh\s+phí|dự\s+toán|nguồn\s+vốn|ngân\s+sách)(?!\w)[^.;:\n]{0,60}:\s*$",
    re.I,
)
# "bố trí ngân sách cho khuyến công, tối thiểu 500 triệu đồng/năm": so much has to be given.
_RATE_OF_SUPPORT = re.compile(r"(?<!\w)(?:hỗ\s+trợ|trợ\s+cấp|cho\s+vay|khen\s+thưởng|thưởng|bồi\s+dưỡng)(?!\w)", re.I)
_FUNDS_BEFORE = re.compile(r"(?<!\w)(?:kinh\s+phí|nguồn\s+vốn|ngân\s+sách)\s*$", re.I)
_SET_ASIDE = re.compile(r"(?<!\w)(?:bố\s+trí|dành|cân\s+đối|trích)(?!\w)", re.I)
_TIME_GOAL = re.compile(
    r"(?<!\w)(?:thời\s+gian|thời\s+hạn|số\s+ngày|(?:trễ|quá)\s+hạn|miễn\s+(?:tiền|thuế|phí))(?!\w)", re.I
)
_SHORT_TIME = re.compile(
    r"(?:phút|giây)(?!\w)|[^/]+/\s*(?:hồ\s+sơ|lượt|thủ\s+tục|trường\s+hợp|giao\s+dịch|vụ|ngày|tuần|tháng)", re.I
)
_AHEAD = re.compile(r"(?<!\w)(?:trước|sớm\s+hơn)\s*$", re.I)  # "có mặt trước ít nhất 15 phút" says when
_LIFE_SPAN = re.compile(r"(?<!\w)tuổi\s+thọ(?!\w)", re.I)
_FROM_EVENT = re.compile(r"[^,;.]{0,12}(?<!\w)(?:kể\s+từ|sau\s+khi|trước\s+khi|tính\s+từ)(?!\w)", re.I)
_DELIVERABLE = re.compile(
    rf"(?<!\w)(?:{any_of(_LISTS['deliverable_verbs'])})(?:\s+(?:{any_of(_LISTS['deliverable_links'])}))*\s*$", re.I
)
_PRODUCED = re.compile(
    rf"(?<!\w)(?:{any_of(_LISTS['producing_verbs'])})(?:\s+(?:{any_of(_LISTS['deliverable_links'])}))*\s*$", re.I
)
# "dự trù vắc xin, 3.000 lít hóa chất": the second thing of the list is the counted one
_PRODUCED_WITH = re.compile(rf"(?<!\w)(?:{any_of(_LISTS['producing_verbs'])})(?:\s+[^\W\d_]+){{1,4}},\s*$", re.I)
# "hoàn thành việc cấp đổi 15.600 giấy chứng nhận": what is to be finished is a thing to be delivered
_COMPLETED = re.compile(r"(?<!\w)hoàn\s+thành(?:\s+việc)?(?:\s+[^\W\d_]+){1,3}\s*$", re.I)
_SERVED = re.compile(rf"(?<!\w)(?:{any_of(_LISTS['serving_verbs'])})(?!\w)(?:\s+[^\W\d_]+){{0,8}}\s+cho\s*$", re.I)
# "bổ sung dụng cụ thể thao tại 04 nhà văn hóa", "trang bị máy quét cho Bộ phận Một cửa của 13 xã": how many places get
# something, where the thing itself is not counted.
_EQUIPPED = re.compile(
    rf"(?<!\w)(?:{any_of(_LISTS['equipping_verbs'])})(?!\w)(?:\s*,?\s+[^\W\d_]+){{1,14}}?\s+(?:tại|ở|cho|của)\s*$", re.I
)
_KNOWN_SET = re.compile(rf"(?:\s+[^\W\d_]+){{0,3}}?\s+(?:{any_of(_LISTS['known_sets'])})(?!\w)", re.I)
_OPTION = re.compile(r"(?<!\w)phương\s+án\s+\d+\s*:\s*$", re.I)  # "Phương án 2: thành lập 01 Hội đồng"
_REFERRED = re.compile(
    rf"(?<!\w)(?:{any_of(_LISTS['referring_verbs'])})(?:\s+(?:{any_of(_LISTS['manners'])}))*\s*$", re.I
)
# "Bộ tiêu chí ... gồm 19 tiêu chí, 57 chỉ tiêu", "theo Quyết định số ... (gồm 8 lĩnh vực ...)": what a document holds.
_HELD_BY = re.compile(
    rf"(?<!\w)(?:{any_of(_LISTS['holders'])})(?!\w)[^;\n]*(?<!\w)(?:gồm|bao\s+gồm|có|với)(?!\w)"
    r"(?:[^.;\n]*(?:,|(?<!\w)và))?\s*$",
    re.I,
)
_REFERRED_NOUN = re.compile(rf"(?:{any_of(_LISTS['referred_nouns'])})(?!\w)", re.I)
_SHORTENED = re.compile(r"(?<!\w)(?:giảm|rút\s+ngắn)(?!\w)[^,;]*$", re.I)
_STOCK = re.compile(r"(?<!\w)(?:dự\s+trữ|dự\s+phòng|đủ\s+dùng|lưu\s+(?:trữ|giữ)|hoạt\s+động\s+liên\s+tục)(?!\w)", re.I)
# "mỗi tuần có ít nhất 02 ngày làm việc tại thôn": so much time is to be given each week.
_SPENT_EACH = re.compile(r"(?<!\w)mỗi\s+(?:tuần|tháng|quý|năm)\s+(?:\w+\s+){0,4}$", re.I)
_WITHIN = re.compile(r"(?<!\w)(?:trong|hạn|thời\s+hạn)(?!\w)", re.I)
# "mở rộng cụm công nghiệp lên 75 ha": so much it is to become.
_RAISES = re.compile(r"(?<!\w)(?:mở\s+rộng|nâng|tăng|đưa)\s+(?!(?:cường|cao|tốc)(?!\w))[^,;.:]*$", re.I)
_PREDICATE = re.compile(r"(?<!\w)(?:được|phải|đều)(?!\w)", re.I)
_PILOT = re.compile(r"(?<!\w)(?:thí\s+điểm|thử\s+nghiệm|nhân\s+rộng|triển\s+khai\s+điểm)\s+(?:tại|ở|ra|đến)\s*$", re.I)
_FREQUENCY = re.compile(r"(?:lần|lượt)(?!\s+[^\W\d_])", re.I)  # "lượt khách" counts visitors
_START = re.compile(r"^[\s\-+•▪*()\d.]*$|[:(]\s*$")
_CONTINUES = re.compile(r"(?:,|;|(?<!\w)và|(?<!\w)hoặc)\s*$")
_KNOWN_AMOUNTS = ("counted", "measure", "money")


def is_goal(text: str, candidate: Candidate, place: TargetPlace, earlier: Candidate | None, year: int | None) -> bool:
    """Does ``candidate`` state a goal in this ``place``? ``earlier``: the last goal found before it in the item."""
    start = candidate.comparison.start
    before = text[max(candidate.clause.start, start - _FARTHEST_WORD) : start]
    if (
        _in_baseline_bracket(text, candidate, year)
        or _is_past(candidate, before)
        or _is_result(text, candidate)
        or _SAID_AGAIN.search(before)
        or _CLASS_BRACKET.search(text[max(0, start - _LONGEST_BRACKET) : start])
        or _AGAINST.search(before)
        or _TOTAL.search(before)
    ):
        return False
    if _is_condition(text, candidate, before, place, earlier) or _is_funding(text, candidate, before, place):
        return False
    if place == "task" and not candidate.explicit and candidate.kind != "percent" and _TITLE.search(before):
        return False
    if place == "product" and not candidate.explicit and candidate.unit and _PAPER.match(candidate.unit.name):
        return False
    match candidate.kind:
        case "attribute":
            return place == "target_line" and candidate.comparison.level and _LIFE_SPAN.search(before) is not None
        case "percent" | "fraction":
            return True
        case "rank":
            return place != "task" or candidate.explicit or candidate.comparison.level or bool(candidate.figure.out_of)
        case "duration":
            return _is_time_goal(text, candidate, before, place)
        case "none":
            return place != "task" and (_is_bare_level(candidate) or _ends_label(text, candidate))
    return _is_counted_goal(text, candidate, before, place, earlier)


def _in_baseline_bracket(text: str, candidate: Candidate, year: int | None) -> bool:
    """Looks further back than the clause: ``(năm 2025: 83,1%)``, ``so với năm 2025 (xếp hạng 20/34)``."""
    start = candidate.comparison.start
    before = text[max(0, start - _LONGEST_BRACKET) : start]
    told = _AGAINST_BRACKET.search(before) or _RESULT_BRACKET.search(before)
    return baseline_bracket(before, year) or told is not None


def baseline_bracket(before: str, year: int | None) -> bool:
    """Do the words before a figure open a bracket about an earlier year: ``(năm 2023 đạt``?"""
    match = _BASELINE_BRACKET.search(before)
    if match is None:
        return False
    return not (match["year"] and year and int(match["year"]) >= year)


def is_start_of_rise(text: str, candidate: Candidate, following: Candidate | None) -> bool:
    """``từ 60% lên 75%``: is this the figure that the rise starts from?"""
    if following is None or not candidate.comparison.since:
        return False
    return RAISED_FROM.match(text[candidate.figure.span.end : following.figure.span.start]) is not None


def _is_past(candidate: Candidate, before: str) -> bool:
    match = _PAST.search(before)
    if match is not None and _STRIVE.search(match["rest"]) is None:
        return True
    return candidate.comparison.level and _ONLY_SO_FAR.search(before) is not None


def is_told(text: str, start: int) -> bool:
    """Is what begins at ``start`` told of the present or past: ``Tỷ lệ này hiện mới đạt 45%, thấp hơn ...``?"""
    match = _SO_FAR.search(text[max(0, start - _LONGEST_BRACKET) : start])
    return match is not None and _STRIVE.search(match["rest"]) is None


def _is_result(text: str, candidate: Candidate) -> bool:
    """Looks further back than the clause: ``Kết quả năm 2025: 92%``."""
    start = candidate.comparison.start
    match = _RESULT_LABEL.search(text[max(0, start - _LONGEST_BRACKET) : start])
    return is_told(text, start) or (match is not None and _STRIVE.search(match["rest"]) is None)


def _is_condition(text: str, candidate: Candidate, before: str, place: TargetPlace, earlier: Candidate | None) -> bool:
    """``hộ có doanh thu trên 1 tỷ đồng``, ``nếu dưới 50%``: the figure says which things are meant."""
    comparison = candidate.comparison
    if _IF.search(before):
        return True
    if comparison.bound in (">", "<", "<=", ">=") and not comparison.change:
        if comparison.bound in (">", "<") and _THOSE_WITH.search(before):
            return True
        if comparison.bound in (">", "<") and _is_said_of_those(text, candidate, place):
            return True
        unsized = comparison.level or _is_own_size(candidate, before) or _SHARE_OF.match(text, candidate.end)
        attribute = None if unsized else _ATTRIBUTE.search(before)
        if attribute and (place == "task" or (attribute["has"] and before[: attribute.start()].strip())):
            return True
        if candidate.kind != "percent" and _inside_phrase_of(text, earlier, candidate):
            return not _is_own_minimum(text, earlier, candidate)
        if comparison.bound in (">", "<") and _THOSE.match(before) and text[candidate.end : candidate.end + 1] == ",":
            return True
        if _WITH.match(text[comparison.start : candidate.figure.span.start]):
            return _has_such(text, candidate, before, place, earlier)
    return False


def _is_said_of_those(text: str, candidate: Candidate, place: TargetPlace) -> bool:
    """``Các đơn vị có dưới 70% hồ sơ trực tuyến không xếp loại tốt``; in a task no further verb is needed."""
    if not _THOSE_HAVE.search(text[candidate.clause.start : candidate.figure.span.start]):
        return False
    behind = text[candidate.end : candidate.clause.end]
    return (place == "task" and candidate.comparison.bound == "<") or _FURTHER_VERB.search(behind) is not None


def _is_own_size(candidate: Candidate, before: str) -> bool:
    """``khảo sát với quy mô tối thiểu 1.000 phiếu``: so much is to be done; ``dự án quy mô từ 10 ha`` tells which."""
    comparison = candidate.comparison
    return comparison.bound == ">=" and not comparison.since and _OWN_SIZE.search(before) is not None


def _has_such(text: str, candidate: Candidate, before: str, place: TargetPlace, earlier: Candidate | None) -> bool:
    """``doanh nghiệp có trên 50% vốn nhà nước``, ``100% cơ quan, đơn vị có từ 10 người trở lên``."""
    if candidate.comparison.bound == ">=" and not candidate.comparison.since:
        beside = earlier is not None and earlier.clause == candidate.clause  # not so in "mỗi xã có ít nhất 01 mô hình"
        return beside and not _is_own_minimum(text, earlier, candidate)
    if candidate.kind != "percent" and earlier is not None and earlier.clause == candidate.clause:
        between = text[earlier.figure.span.end : candidate.comparison.start]
        return _OWN_STATEMENT.search(between) is None
    return place == "task" and bool(before.strip()) and _GOAL_SUBJECT.search(before) is None


def _inside_phrase_of(text: str, earlier: Candidate | None, candidate: Candidate) -> bool:
    """Does ``candidate`` stand in the noun phrase of ``earlier``, with no comma, bracket or ``và`` between?"""
    if earlier is None or earlier.clause != candidate.clause or candidate.comparison.start < earlier.end:
        return False
    between = text[earlier.figure.span.end : candidate.comparison.start]
    return _NEW_PHRASE.search(between) is None and not candidate.comparison.level


def _is_own_minimum(text: str, earlier: Candidate | None, candidate: Candidate) -> bool:
    """``60% phụ nữ được tầm soát ít nhất 4 loại bệnh``: the verb before it makes the least number a second goal.

    In ``100% doanh nghiệp có ít nhất 10 lao động được kiểm tra`` the verb comes later, and the number says which ones.
    """
    if earlier is None or candidate.comparison.bound not in (">=", "<=") or candidate.comparison.since:
        return False
    between = text[earlier.figure.span.end : candidate.comparison.start]
    if _PREDICATE.search(between):
        return True
    return _PREDICATE.search(text[candidate.end : candidate.clause.end]) is None


def _is_funding(text: str, candidate: Candidate, before: str, place: TargetPlace) -> bool:
    if candidate.comparison.bound == ">=" and _SET_ASIDE.search(before):
        return False
    if candidate.kind == "percent":
        share = _FUNDING_SHARE.search(before) or _FUNDS_BEFORE.search(before)
        return place != "target_line" and share is not None
    money = candidate.unit is not None and (
        "đồng" in candidate.unit.name.lower() or candidate.kind in ("money", "scale")
    )
    if not money:
        return False
    if candidate.unit is not None and "/" in candidate.unit.name and _RATE_OF_SUPPORT.search(before):
        return True  # "hỗ trợ không quá 50 triệu đồng/mô hình"
    label = text[max(0, candidate.clause.start - _LONGEST_BRACKET) : candidate.clause.start]
    return any(pattern.search(words) for pattern, words in (
        (_FUNDING_LABEL, label), (_FUNDING, before), (_SUPPORT, before),
    ))  # fmt: skip


def _is_time_goal(text: str, candidate: Candidate, before: str, place: TargetPlace) -> bool:
    """A length of time is a goal only where it is to shrink or to be kept: ``thời gian chờ tối đa 15 phút``.

    In a task's own words most lengths of time are deadlines (``trong thời gian không quá 15 ngày``).
    """
    comparison = candidate.comparison
    short = candidate.unit is not None and _SHORT_TIME.match(candidate.unit.name) is not None
    if short and comparison.bound in ("<=", "<", ">=") and not _AHEAD.search(before):
        return True  # "không quá 20 phút sau khi nhận tin", "theo dõi ít nhất 30 phút": how a service is rendered
    if _FROM_EVENT.match(text[candidate.end : candidate.clause.end]):
        return False
    if comparison.change == "decrease" or (comparison.level and _SHORTENED.search(before)):
        return True
    if comparison.bound in (">=", ">"):
        return _STOCK.search(before) is not None or _SPENT_EACH.search(before) is not None
    if comparison.bound not in ("<=", "<") or (place == "task" and _WITHIN.search(before)):
        return False
    return _TIME_GOAL.search(before) is not None


def _is_bare_level(candidate: Candidate) -> bool:
    """``Chỉ số DDCI đạt 75,5``: a number without a unit needs a word that says it is to be reached."""
    figure = candidate.figure
    if figure.year_like or figure.date_like:
        return False
    return candidate.comparison.level or candidate.comparison.bound is not None or figure.shape == "fraction"


def _ends_label(text: str, candidate: Candidate) -> bool:
    """``Số cuộc thanh tra trùng lặp: 0``: nothing but the number stands behind the colon."""
    figure, clause = candidate.figure, candidate.clause
    alone = not (text[clause.start : figure.span.start] + text[figure.span.end : clause.end]).strip(" .\n\t")
    return alone and text[clause.start - 1 : clause.start] == ":" and not (figure.year_like or figure.date_like)


def _is_counted_goal(
    text: str, candidate: Candidate, before: str, place: TargetPlace, earlier: Candidate | None
) -> bool:
    figure, kind = candidate.figure, candidate.kind
    if (figure.year_like and kind not in _KNOWN_AMOUNTS) or (
        figure.date_like and kind not in (*_KNOWN_AMOUNTS, "rank")
    ):
        return False
    if candidate.explicit or candidate.comparison.since:
        return figure.shape != "word" or kind == "counted"
    if figure.shape == "word":
        return candidate.comparison.level and place != "task"
    equipped = place == "task" and _is_equipped(candidate, before, earlier)
    if not candidate.comparison.level and _SCOPE.search(before) and not equipped:
        return False
    if candidate.unit is not None and _REFERRED_NOUN.match(candidate.unit.name) and _only_refers(text, candidate):
        return False
    served = place == "task" and _SERVED.search(before) is not None
    if _PLACE_WORD.search(before) and not served and _inside_phrase_of(text, earlier, candidate):
        return False
    if equipped and not _KNOWN_SET.match(text, candidate.end, candidate.clause.end):
        return True
    if place == "task":
        return _is_deliverable(text, candidate, before, earlier)
    if kind in (*_KNOWN_AMOUNTS, "score", "scale") or figure.value_max is not None:
        return True
    return candidate.comparison.level or _is_padded(text, figure)


def _is_equipped(candidate: Candidate, before: str, earlier: Candidate | None) -> bool:
    """Does the count say how many places or people get a thing that is not counted itself?"""
    counted = earlier is not None and earlier.clause == candidate.clause
    return candidate.kind == "counted" and not counted and _EQUIPPED.search(before) is not None


def _is_deliverable(text: str, candidate: Candidate, before: str, earlier: Candidate | None) -> bool:
    """In a task's own words: ``tổ chức 02 lớp``, ``04 cán bộ`` at the start, ``gồm 01 mô hình ... và 01 mô hình``."""
    if candidate.unit is not None and _FREQUENCY.match(candidate.unit.name):
        return False  # "02 lần/năm" says how often, which is the deadline's matter
    if candidate.figure.out_of and candidate.kind == "counted":
        return True  # "tại 09/09 ấp": in so many of all
    if _TASK_SCOPE.search(before) and not _PILOT.search(before):
        return False
    if _KNOWN_SET.match(text, candidate.end, candidate.clause.end) or _OPTION.search(_just_before(text, candidate)):
        return False
    with_chain = text[candidate.clause.start : candidate.figure.span.start]
    if _PRODUCED.search(with_chain):
        return candidate.unit is not None
    if earlier is not None and earlier.clause == candidate.clause and _CONTINUES.search(before):
        return candidate.unit is not None
    if candidate.kind not in _KNOWN_AMOUNTS and not _is_padded(text, candidate.figure):
        return False
    if candidate.comparison.level and _RAISES.search(before):
        return True
    patterns = (_PILOT, _PRODUCED_WITH, _START, _SERVED, _COMPLETED)
    return _DELIVERABLE.search(with_chain) is not None or any(pattern.search(before) for pattern in patterns)


def _only_refers(text: str, candidate: Candidate) -> bool:
    """``thực hiện đồng bộ 6 nội dung cải cách hành chính``: the things are named elsewhere."""
    with_chain = text[candidate.clause.start : candidate.figure.span.start]
    return _REFERRED.search(with_chain) is not None or _HELD_BY.search(with_chain) is not None


def _just_before(text: str, candidate: Candidate) -> str:
    """The last words before the clause, with the mark that ends them."""
    return text[max(0, candidate.clause.start - _LONGEST_LABEL) : candidate.clause.start]


def _is_padded(text: str, figure: Figure) -> bool:
    """Clerks write counts with a leading zero (``03 lò``), and known objects without (``Cụm 3``)."""
    return text[figure.span.start] == "0"
