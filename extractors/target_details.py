"""What a target says besides its figure: what is measured, since when, by which year."""

from __future__ import annotations

import re
from datetime import date

from extractors.document import Span
from extractors.records import Target
from extractors.target_context import Candidate, baseline_bracket
from extractors.text import clean
from extractors.units import without_scale

_LONGEST_METRIC = 40  # words

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n(?=\s*[-+•▪*])")
_AGAINST = re.compile(r"(?<!\w)(?:so\s+với|hơn)\s[^,;.]*$", re.I)
_BY_YEAR = r"(?<!\w)(?:đến|tới|vào|trong|hết|cuối)\s+(?:hết\s+|cuối\s+)?năm\s+(?P<due>20\d\d)(?!\d)"
_DUE_BEFORE = re.compile(
    rf"{_BY_YEAR}"
    r"|(?<!\w)năm\s+(?P<beside>20\d\d)(?=\s*[,:]|\s+(?:đạt|xếp|có|tăng|giảm|phấn\s+đấu|là)(?!\w)|\s*$)"
    r"|(?<!\w)giai\s+đoạn\s+20\d\d\s*[-–—]\s*(?P<period>20\d\d)(?=\s*[,:])",
    re.I,
)
_DUE_AFTER = re.compile(rf"{_BY_YEAR}|^\s*năm\s+(?P<beside>20\d\d)(?!\d)", re.I)

_BASELINE = re.compile(
    r"^[^,;.()]{0,40}?(?<!\w)so\s+với\s+"
    r"(?P<words>[^,;.()\n]{0,60}?năm\s+(?P<year>(?:19|20)\d\d)|(?:cùng\s+kỳ|kế\s+hoạch|năm\s+trước)[^,;.()\n]{0,25})",
    re.I,
)
_WHOLE_PERIOD = re.compile(r"(?<!\w)tổng\s+(?P<words>giai\s+đoạn\s+20\d\d\s*[-–—]\s*20\d\d)(?!\d)", re.I)
_BASELINE_AFTER = re.compile(r"^[^.;()]{0,60}?\((?P<words>[^()]*)\)")

_LEAD_IN = re.compile(
    r"^(?:[\s,\-+•*:(]|(?<!\w)(?:phấn\s+đấu|phần\s+đầu|bảo\s+đảm|đảm\s+bảo|trong\s+số\s+đó|trong\s+đó|trong\s+năm|hằng\s+năm|hàng\s+năm"
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
    if match := _BASELINE.match(rest):
        only_year = match["year"] and not re.search(r"cùng\s+kỳ", match["words"], re.I)
        return match["year"] if only_year else clean(match["words"])
    if candidate.raised_from is not None:
        return candidate.raised_from
    period = _WHOLE_PERIOD.search(text, candidate.clause.start, candidate.figure.span.start)
    if period is not None:
        return clean(period["words"])
    bracket = _BASELINE_AFTER.match(rest)
    if bracket and baseline_bracket("(" + bracket["words"], year) and any(c.isdigit() for c in bracket["words"]):
        return clean(bracket["words"])
    return None


def due_on(text: str, item: Span, position: int, after: Span, year: int | None) -> date | None:
    """31 December of the year beside a figure at ``position``, else of ``year``, else None.

    Beside: the last one in its sentence before it (``Đến năm 2025 ...``), or in the words ``after`` it.
    """
    start = max((m.end() for m in _SENTENCE_END.finditer(text, item.start, position)), default=item.start)
    named = None
    for match in _DUE_BEFORE.finditer(text, start, position):
        if not _AGAINST.search(text[start : match.start()] + " "):
            named = match["due"] or match["beside"] or match["period"]
    if named is None and (later := _DUE_AFTER.search(after.cut(text))):
        words = text[after.start : after.start + later.start()]
        named = None if _AGAINST.search(words + " ") else later["due"] or later["beside"]
    due = int(named) if named else year
    return date(due, 12, 31) if due else None


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
