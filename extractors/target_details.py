"""What a target says besides its figure: what is measured, since when, by which year."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from extractors.candidates import Candidate
from extractors.document import Span
from extractors.markers import roman_value
from extractors.records import Target
from extractors.target_context import baseline_bracket
from extractors.text import clean
from extractors.units import without_scale

_LONGEST_METRIC = 40  # words
_LONGEST_BRACKET = 160  # characters

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n(?=\s*[-+•▪*])")
_AGAINST = re.compile(r"(?<!\w)(?:so\s+với|hơn)\s[^,;.]*$", re.I)
_BY_YEAR = r"(?<!\w)(?:đến|tới|vào|trong|hết|cuối)\s+(?:hết\s+|cuối\s+)?năm\s+(?P<due>20\d\d)(?!\d)"
_DUE_BEFORE = re.compile(
    rf"{_BY_YEAR}"
    r"|(?<!\w)năm\s+(?P<beside>20\d\d)(?=\s*[,:]|\s+(?:đạt|xếp|có|tăng|giảm|phấn\s+đấu|là)(?!\w)|\s*$)"
    r"|(?<!\w)giai\s+đoạn\s+20\d\d\s*[-–—]\s*(?P<period>20\d\d)(?=\s*[,:])",
    re.I,
)
_BY_DAY = re.compile(
    r"(?<!\w)(?:đến|(?P<before>trước)|hết|trong)\s+(?:hết\s+)?(?:(?:ngày\s+)?(?P<day>\d{1,2})\s*[/.-]\s*(?P<of>\d{1,2})"
    r"|tháng\s+(?P<month>1[0-2]|0?[1-9])|quý\s+(?P<quarter>I{1,3}|IV|[1-4]))(?:\s*[/.-]\s*|\s+năm\s+)(?P<year>20\d\d)(?!\d)"
    r"(?:\s*:[^\n]*|\s*,?(?:\s+(?!và\s|báo\s+cáo)[^\W\d_]+){0,4}\s*)$",
    re.I,
)
_STRIVING = re.compile(
    r"(?<!\w)(?:phấn\s+đấu|phần\s+đầu|bảo\s+đảm|đảm\s+bảo|phải|cần|để|nhằm|mục\s+tiêu|duy\s+trì)(?!\w)", re.I
)
_DUE_AFTER = re.compile(rf"{_BY_YEAR}|^\s*năm\s+(?P<beside>20\d\d)(?!\d)", re.I)

_YEAR_BESIDE = re.compile(r"\s*(?:vào|đến|trong)\s+(?:hết\s+|cuối\s+)?năm\s+(?P<year>20\d\d)(?!\d)", re.I)

_BASELINE = re.compile(
    r"^(?P<between>(?:[^;.()\d]|\d(?![\d,]*\s?%)){0,80}?)(?<!\w)so\s+với\s+"
    r"(?P<words>[^,;.()\n]{0,60}?năm\s+(?P<year>(?:19|20)\d\d)"
    r"|[^,;.()\n]{0,40}?giai\s+đoạn\s+20\d\d\s*[-–—]\s*20\d\d"
    r"|(?:cùng\s+kỳ|kế\s+hoạch|năm\s+trước)[^,;.()\n]{0,25}"
    # "3 - 4% so với tổng số đảng viên" is a share of something
    r"|(?!tổng|số\s|dân\s+số)[^\W\d_](?:(?!\s(?:và|để|nhằm|theo|trong|vào|đối|thì|là|mà)\s)[^,;.()\n\d]){1,50})",
    re.I,
)
_OTHER_COMPARISON = re.compile(r",|(?<!\w)(?:tăng|giảm|cao|thấp|hơn|bằng|vượt)(?!\w)", re.I)
_AMONG = re.compile(
    r"\s+(?:trong|trên|/)\s*(?:tổng\s+số\s+|số\s+)?(?P<all>\d{1,3})\s+(?:tỉnh|địa\s+phương|thành\s+phố|bộ|huyện|xã|phường|sở)(?!\w)",
    re.I,
)
_WHOLE_PERIOD = re.compile(r"(?<!\w)tổng\s+(?P<words>giai\s+đoạn\s+20\d\d\s*[-–—]\s*20\d\d)(?!\d)", re.I)
_BASELINE_AFTER = re.compile(r"^[^.;()]{0,60}?\((?P<words>[^()]*)\)")

_LEAD_IN = re.compile(
    r"^(?:[\s,\-+•*:(]|(?<!\w)(?:đến|trước|trong)\s+(?:hết\s+)?(?:ngày\s+\d[\d/.-]*|tháng\s+\d+|quý\s+(?:[IVX]+|\d))"
    r"(?:\s*[/.-]\s*\d+|\s+năm\s+\d{4})*|(?<!\w)(?:phấn\s+đấu|phần\s+đầu|bảo\s+đảm|đảm\s+bảo|trong\s+số\s+đó|trong\s+đó|trong\s+năm|hằng\s+năm|hàng\s+năm"
    r"|từ\s+năm\s+\d{4}(?:\s+trở\s+đi)?|nâng|tăng(?!\s+(?:trưởng|cường))|giảm|duy\s+trì|giữ\s+vững|mỗi\s+năm|(?:đến|trong|vào)?\s*(?:hết\s+|cuối\s+)?năm\s+\d{4}|giai\s+đoạn\s+\d{4}\s*[-–]\s*\d{4}|và|có|hoàn\s+thành|đạt"
    r"|tỷ\s+lệ(?=\s*$))(?!\w))+",
    re.I,
)
_TAIL = re.compile(
    r"(?:[\s,;:.–-]|(?<!\w)(?:từ\s+[\d.,]+\s?%?|(?:đến|trong)\s+năm\s+\d{4}|và|hoặc|đạt|đối\s+với|cho\s+đến\s+khi|trong\s+đó"
    r"|ở|tại|cho|là|với|từ|phải|sẽ|tăng|giảm|đều)(?=[\s,;:.–-]|$))+$",
    re.I,
)
_SUB_TARGET = re.compile(r"^.*(?<!\w)trong\s+(?:số\s+)?đó\s*[,:]?", re.I | re.S)
_METRIC_STOP = re.compile(
    r";|\n(?=\s*(?:[-+•▪*\n]|\d+[.)]\s))|\.(?=\s|$)|,?\s*(?<!\w)trong\s+(?:số\s+)?đó(?!\w)|\s*\((?=năm|khoảng|cùng\s+kỳ|tổng)",
    re.I,
)
_NO_METRIC = re.compile(
    r"^(?:so\s+với|vào|trong|đến|trở|mỗi|và|hoặc|đối\s+với|/|để|nhằm|bằng|so|kể|theo|như|tại|ở|trên|,)(?!\w)|^,", re.I
)
_MARK = re.compile(r"[.;:]|\n(?=\s*[-+•▪*\n])")
_JOINT = re.compile(r"\s*(?:[,;(]|và(?!\w))")
_FREQUENCY = re.compile(r"(?:lần|lượt)(?!\s+[^\W\d_])", re.I)  # "lượt khách" counts visitors
_LEADING_BRACKET = re.compile(r"\s*\([^()]*\d[^()]*\)")


def metric_of(text: str, item: Span, candidate: Candidate, limit: int, previous: Target | None) -> str | None:
    """What is measured: the words after ``80%`` or a count, else those before it, else what the last target measured.

    ``limit``: where the words of the next target begin; ``previous``: the target before this one in the same item.
    """
    after = _words_after(text, candidate, limit)
    if candidate.kind in ("percent", "fraction") and len(after.split()) > 1 and not _NO_METRIC.match(after):
        return tidy_metric(after)
    if candidate.unit is not None and candidate.kind in ("counted", "other"):
        noun = without_scale(candidate.unit.name)
        named = tidy_metric(_words_before(text, item, candidate, previous)) if "/" in noun else None
        if named:  # "Tổng tỷ suất sinh 2,1 con/phụ nữ": a rate has a name of its own
            return named
        if not _FREQUENCY.match(noun):
            return tidy_metric(noun if after.startswith(",") else f"{noun} {after}") or noun
    before = _words_before(text, item, candidate, previous)
    named = tidy_metric(before)
    if named is None and not re.search(r"[^\W\d_]", _LEAD_IN.sub("", before)):
        return previous.metric if previous else None
    return named


def tidy_metric(words: str) -> str | None:
    """A noun phrase without lead-in (``Phấn đấu đến năm 2025``), dangling words and unclosed brackets, or None."""
    tidy = clean(_LEAD_IN.sub("", clean(words)))
    tidy = _whole_brackets(tidy)
    tidy = _TAIL.sub("", tidy)
    if len(tidy.split()) < 2 and not tidy.isupper():
        return None
    return " ".join(tidy.split()[:_LONGEST_METRIC])


def _whole_brackets(words: str) -> str:
    """``words`` up to the first bracket that is closed without having been opened, or opened and never closed."""
    opened: list[int] = []
    for place, character in enumerate(words):
        if character == "(":
            opened.append(place)
        elif character == ")" and not opened:
            return words[:place]
        elif character == ")":
            opened.pop()
    return words[: opened[0]] if opened else words


def baseline_of(text: str, candidate: Candidate, end: int, year: int | None) -> str | None:
    """What a figure is compared with: a year alone (``2023``) or words (``cùng kỳ``, ``năm 2023 đạt 81,2%``)."""
    rest = text[end : candidate.clause.end]
    match = _BASELINE.match(rest)
    # "giảm 5% số vụ, số người chết so với ..." is one statement, "đạt 80%, cao hơn so với ..." are two
    if match and (candidate.comparison.change or not _OTHER_COMPARISON.search(match["between"])):
        only_year = match["year"] and not re.search(r"cùng\s+kỳ", match["words"], re.I)
        return match["year"] if only_year else clean(match["words"])
    if candidate.raised_from is not None:
        return candidate.raised_from
    period = _WHOLE_PERIOD.search(text, candidate.clause.start, candidate.figure.span.start)
    if period is not None:
        return clean(period["words"])
    bracket = _BASELINE_AFTER.match(text[end : end + _LONGEST_BRACKET])  # "(năm 2025: 71%)" holds the end of the clause
    if bracket and baseline_bracket("(" + bracket["words"], year) and any(c.isdigit() for c in bracket["words"]):
        return clean(bracket["words"])
    return None


def due_on(text: str, item: Span, position: int, after: Span, year: int | None) -> date | None:
    """31 December of the year beside a figure at ``position``, else of ``year``, else None.

    Beside: the last one in its sentence before it (``Đến năm 2025 ...``), or in the words ``after`` it.
    """
    beside = _YEAR_BESIDE.match(text, after.start, after.end)
    own = int(beside["year"]) if beside else None  # "62,5% vào năm 2026 và trên 63% vào năm 2030"
    named = own or _day_named(text, item, position) or _year_named(text, item, position)
    if named is None and (later := _DUE_AFTER.search(after.cut(text))):
        words = text[after.start : after.start + later.start()]
        named = None if _AGAINST.search(words + " ") else int(later["due"] or later["beside"])
    if isinstance(named, date):
        return named
    due = named or year
    return date(due, 12, 31) if due else None


def tells_of_past_year(text: str, item: Span, candidate: Candidate, first_year: int | None) -> bool:
    """``Năm 2025, tỷ lệ hồ sơ đúng hạn đạt 97,6%`` in a plan for 2026, with no word of striving in between."""
    if first_year is None or candidate.raised_from is not None:  # "từ 38% năm 2025 lên 45%"
        return False
    position = candidate.comparison.start
    start = _sentence_start(text, item, position)
    named = [m for m in _DUE_BEFORE.finditer(text, start, position) if m["beside"]]
    year = int(named[-1]["beside"]) if named else None  # "Đến hết năm 2025" looks forward
    if year is None or year >= first_year or _STRIVING.search(text[start:position]):
        return False
    return not _AGAINST.search(text[start : named[-1].start()] + " ")


def rank_among(text: str, candidate: Candidate, end: int) -> int | None:
    """``xếp hạng từ 10 đến 15 trong 34 tỉnh, thành phố``: of how many."""
    among = _AMONG.match(text, end, candidate.clause.end) if candidate.kind == "rank" else None
    return int(among["all"]) if among else None


def _sentence_start(text: str, item: Span, position: int) -> int:
    return max((m.end() for m in _SENTENCE_END.finditer(text, item.start, position)), default=item.start)


def _year_named(text: str, item: Span, position: int) -> int | None:
    """The last year named as a time before ``position`` in its sentence (``Đến năm 2025 ...``)."""
    start = _sentence_start(text, item, position)
    named = None
    for match in _DUE_BEFORE.finditer(text, start, position):
        if not _AGAINST.search(text[start : match.start()] + " "):
            named = match["due"] or match["beside"] or match["period"]
    return int(named) if named else None


def _day_named(text: str, item: Span, position: int) -> date | None:
    """``đến ngày 30/6/2026 có trên 70%``, ``Trước quý III/2026: ...``: a day before what is to be reached by it."""
    match = _BY_DAY.search(text, _sentence_start(text, item, position), position)
    if match is None:
        return None
    year, month = int(match["year"]), int(match["of"] or match["month"] or 0)
    if quarter := match["quarter"]:
        month = 3 * (int(quarter) if quarter.isdigit() else roman_value(quarter) or 4)
    if not 1 <= month <= 12 or int(match["day"] or 1) > (last := calendar.monthrange(year, month)[1]):
        return None  # 31/6/2026
    if match["before"] and not match["day"]:  # "trước quý III/2026" ends with the quarter before it
        return date(year, month - 2 if quarter else month, 1) - timedelta(days=1)
    return date(year, month, int(match["day"] or last))


def _words_after(text: str, candidate: Candidate, limit: int) -> str:
    start = candidate.figure.span.end
    if candidate.unit is not None and candidate.kind != "fraction":
        start = max(start, candidate.unit.span.end)
    bracket = _LEADING_BRACKET.match(text, start, candidate.clause.end)
    if bracket is not None:  # "100% (khoảng 2.729) thôn": the noun follows the bracket
        start, limit = bracket.end(), candidate.clause.end
    words = text[start : max(start, limit)]
    words = re.sub(r"(?:^|\s)trở\s+(?:lên|xuống)(?!\w)", " ", words, count=1)
    stop = _METRIC_STOP.search(words)
    return clean(words[: stop.start()] if stop else words)


def _words_before(text: str, item: Span, candidate: Candidate, previous: Target | None) -> str:
    comparison = candidate.comparison
    if comparison.distant:  # "giảm tỷ lệ hộ nghèo 1%": the thing stands behind its predicate
        return text[comparison.start : comparison.near]
    start = candidate.clause.start
    if previous is not None and start <= previous.span.start < comparison.start:
        between = text[previous.span.end : comparison.start]
        if _JOINT.match(between):  # a second statement: about its own noun, or about the same thing
            start = previous.span.end + 1
        elif not previous.comparator or previous.value is None:
            start = previous.span.end
    words = text[start : comparison.start]
    if not words.strip() and text[start - 1 : start] == ":":  # "Tỷ lệ trả đúng hạn: 98%"
        words = _MARK.split(text[item.start : start - 1])[-1] if start > item.start else ""
    if words.count("(") > words.count(")"):
        words = words.rpartition("(")[2]
    return _SUB_TARGET.sub("", words)
