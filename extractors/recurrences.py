"""Words of repetition: ``hằng năm``, ``Định kỳ 02 tuần một lần``, ``báo cáo quý, 6 tháng và năm`` → codes.

The words themselves are data (``authority/deadline_words.yaml``); here is how they join into one expression.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.deadline_data import compile_words, load_words

CODES = (
    "daily", "weekly", "biweekly", "monthly", "quarterly", "semiannual", "annual", "periodic", "ongoing", "adhoc",
)  # fmt: skip
# A mere adverb: without a label it says how, not when (RULES, 4).
ADVERBS = frozenset({"periodic", "ongoing", "adhoc"})


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Words of repetition at ``[start, end)`` with their codes, in the order of `CODES`."""

    start: int
    end: int
    codes: tuple[str, ...]

    @property
    def is_adverb(self) -> bool:
        return set(self.codes) <= ADVERBS


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    codes: tuple[str, ...]  # none: a day of the period (``trước ngày 20``, ``tháng cuối quý``, ``thứ Sáu``)


_WORDS = load_words()
# The look at the word's first letter makes the search fast; the entries begin with no other.
_CODED = compile_words(
    "(?<!\\w)(?=[hmtđlnkbqsc0-9])(?:"
    + "|".join(f"(?P<{code}>{'|'.join(entries)})" for code, entries in _WORDS["recurrences"].items())
    + ")(?!\\w)"
)
_NOT_AFTER = compile_words(f"(?:^|(?<!\\w))(?:{'|'.join(_WORDS['not_recurrence_after'])}) ?,? ?$")
_NOT_BEFORE = compile_words(f" ?,? ?(?:{'|'.join(_WORDS['not_recurrence_before'])})(?!\\w)")
_NOT_DAILY_BEFORE = compile_words(f" ?,? ?(?:{'|'.join(_WORDS['not_daily_before'])})")
_YEARLY = re.compile(r"(?:hằng|hàng)\s+năm", re.IGNORECASE)
_YEARLY_THING = compile_words(f"(?<!\\w)(?:{'|'.join(_WORDS['yearly_things'])}) ?$")
_YEARLY_DUTY = compile_words(f"(?<!\\w)(?:{'|'.join(_WORDS['yearly_duties'])})(?!\\w)")
_YEARLY_GOES_ON = compile_words(f" ?,? ?(?:{'|'.join(_WORDS['yearly_goes_on'])})(?!\\w)")
_DUTY = compile_words(f"(?<!\\w)(?:{'|'.join(_WORDS['repeated_duty'])}) ?$")
_OPENS = re.compile(r"(?:^|[.;:!?…]\s+|^\s*[-+•*]\s*)\s*$")

# A bare unit belongs to a cycle only in a list or beside the day it is due: "báo cáo quý, 6 tháng và năm".
_BARE = (
    r"(?:(?:báo\s+cáo\s+)?(?:(?:hằng|hàng)\s+)?"
    r"(?:tháng|qu[ýí]|0?6\s+tháng|sáu\s+tháng|0?9\s+tháng|năm)(?!\w|\s*\d|\s+(?:đầu|cuối|[IVQ]+(?!\w))))"
)
_CYCLE = re.compile(
    r"(?<!\w)(?:báo\s+cáo(?:\s+định\s+k[ỳì])?|định\s+k[ỳì](?:\s+theo)?|hằng|hàng|mỗi|theo)\s+"
    rf"(?P<units>{_BARE}(?:\s*(?:,|;|và|hoặc|,\s*và)\s*{_BARE})+)",
    re.IGNORECASE,
)
_REPORT = r"(?<!\d\s)tháng|qu[ýí](?:\s+(?:I{1,3}|IV)(?!\w))?|0?[69]\s+tháng|năm"
_DUE_UNIT = re.compile(
    rf"(?<!\w)(?:báo\s+cáo\s+)?(?P<units>{_REPORT})(?=\s*[(:]?\s*(?:trước|chậm\s+nhất)(?:\s+ngày)?\s+\d)",
    re.IGNORECASE,
)
# "trước ngày 18/6 đối với báo cáo 6 tháng", "trước ngày 15/12 (báo cáo năm)".
_DUE_FOR = re.compile(
    rf"(?:(?<!\w)đối\s+với|\()\s*báo\s+cáo\s+(?P<units>{_REPORT})(?=\s*(?:[).;,]|và|$))", re.IGNORECASE
)
# The whole value of a due cell: "6 tháng, năm", "Quý, 6 tháng và năm". One unit alone may be a mere duration.
_BARE_CYCLE = re.compile(
    r"(?:báo\s+cáo\s+|định\s+k[ỳì]\s+|theo\s+)*(?P<units>UNIT(?:\s*(?:,|;|/|và|hoặc|,\s*và)\s*UNIT)+)[\s.;]*".replace(
        "UNIT", r"(?:(?:cả|01|1)\s+)?(?:tuần|tháng|qu[ýí]|0?6\s+tháng|sáu\s+tháng|0?9\s+tháng|năm)"
    ),
    re.IGNORECASE,
)
_UNIT_CODES = (
    ("tuần", "weekly"),
    ("năm", "annual"),
    ("6", "semiannual"),
    ("sáu", "semiannual"),
    ("9", ""),
    ("tháng", "monthly"),
)
# "đúng tiến độ theo yêu cầu; định kỳ hằng tháng báo cáo": how it is done, not when.
_MANNER = re.compile(
    r"(?<!\w)(?:tiến\s+độ|chất\s+lượng|đầy\s+đủ|đúng|số\s+liệu|thông\s+tin|hồ\s+sơ)\s+$", re.IGNORECASE
)
# The day within a period that comes again: no calendar day, so it stays with the words of repetition.
_DAY_OF = re.compile(
    r"(?<!\w)(?:(?:trước|vào|chậm\s+nhất|từ|đến)\s+(?:là\s+)?)*(?:\d{1,2}\s*(?:giờ|h)(?:\s*\d\d)?(?:\s*phút)?,?\s*)?"
    r"(?:ngày\s+\d{1,2}(?![/.\-]?\d)(?!\s*tháng\s*\d)|(?:ngày\s+)?\d{1,2}\s*/\s*\d{1,2}(?![/\d%])"
    r"|thứ\s+(?:hai|ba|tư|năm|sáu|bảy|\d)|chủ\s+nhật)"
    r"|(?:của\s+)?tháng\s+(?:đầu|cuối)(?:\s+(?:của\s+)?(?:qu[ýí]|năm))?(?!\w)"
    r"|(?:(?:trong|vào|trước)\s+)?(?:tháng\s+\d{1,2}(?:\s*(?:,|và)\s*(?:tháng\s+)?\d{1,2})*|qu[ýí]\s+(?:I{1,3}|IV))"
    r"(?!\w|\s*[/\d]|\s*năm\s*\d)"
    r"|(?<=lần)\s*/\s*(?:tuần|tháng|năm)",
    re.IGNORECASE,
)
_DAY_AND_MONTH = re.compile(r"\d\s*/\s*\d")
# The day of a cycle that is named earlier or later in the sentence: "Hằng tháng, các đơn vị báo cáo … trước ngày 25".
_LONE_DAY = re.compile(
    r"(?<!\w)(?:trước|chậm\s+nhất(?:\s+(?:là|vào))?|vào)\s+ngày\s+\d{1,2}(?!\w|\s*[/.\-]\s*\d|\s*(?:tháng\s*\d|,\s*\d|và\s*\d|đến))",
    re.IGNORECASE,
)
# Reports on the first quarter, six months, nine months and the year are the quarterly cycle.
_NINE_MONTHS = re.compile(r"(?:báo\s+cáo\s+)?0?9\s+tháng", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:[\s,;()]|(?<!\w)(?:và|hoặc|hay|theo|gồm|các|báo\s+cáo|trong|của|vào|trước|lần|kiểm\s+tra|thanh\s+tra|hoàn\s+thành|gửi|nộp)(?!\w))*",
    re.IGNORECASE,
)


def join_codes(codes: Iterable[str]) -> str | None:
    """``codes`` joined by ``+`` in the order of `CODES`; ``periodic`` says nothing beside a stated period."""
    found = set(codes)
    if found - ADVERBS:
        found.discard("periodic")
    return "+".join(code for code in CODES if code in found) or None


def unit_code(unit: str) -> str:
    """The code of a unit of time (``6 tháng`` → semiannual, ``quý`` → quarterly); "" for ``9 tháng``."""
    lowered = unit.lower()
    return next((code for word, code in _UNIT_CODES if word in lowered), "quarterly")


def _tokens(words: str) -> list[_Token]:
    found: list[_Token] = []
    for pattern in (_CYCLE, _DUE_UNIT, _DUE_FOR):
        for match in pattern.finditer(words):
            units = re.split(r",|;|\bvà\b|\bhoặc\b", match["units"])
            codes = tuple(code for unit in units if unit.strip() and (code := unit_code(unit)))
            codes = codes or ("quarterly",)  # "9 tháng" is the third report of the year
            found.append(_Token(match.start(), match.end(), codes))
    coded = ((match, str(match.lastgroup)) for match in _CODED.finditer(words))
    found.extend(
        _Token(match.start(), match.end(), (code,))
        for match, code in coded
        if not (code == "adhoc" and _MANNER.search(words, max(0, match.start() - 20), match.start()))
    )
    if found:
        found.extend(_Token(match.start(), match.end(), ()) for match in _DAY_OF.finditer(words))
    return sorted(found, key=lambda token: (token.start, -token.end))


def _groups(words: str, tokens: list[_Token]) -> list[list[_Token]]:
    groups: list[list[_Token]] = []
    for token in tokens:
        if groups:
            end = max(other.end for other in groups[-1])
            if token.start < end or _FILLER.fullmatch(words, end, token.start):
                groups[-1].append(token)
                continue
        groups.append([token])
    return groups


def _without_bounds(words: str, group: list[_Token], codes: set[str]) -> list[_Token]:
    """``mỗi ngày 02 lần từ ngày 20/4 đến hết ngày 31/5``: what comes again within a month has no day of the year, so
    the days say from when and until when."""
    if not codes <= {"daily", "weekly", "biweekly"}:
        return group
    return [token for token in group if token.codes or not _DAY_AND_MONTH.search(words, token.start, token.end)]


def _with_bracket(words: str, start: int, end: int) -> int:
    """``end``, moved over the bracket that closes one opened inside ``words[start:end]``."""
    inside = words[start:end]
    return end + 1 if inside.count("(") > inside.count(")") and words[end : end + 1] == ")" else end


def find_recurrences(words: str) -> list[Recurrence]:
    """Expressions of repetition in ``words``, neighbours joined into one (``Hàng tuần, hàng tháng``)."""
    found: list[Recurrence] = []
    for group in _groups(words, _tokens(words)):
        codes = {code for token in group for code in token.codes}
        if any(_NINE_MONTHS.match(words, token.start) for token in group):
            codes = codes - {"semiannual", "annual"} | {"quarterly"}
        if codes:
            group = _without_bounds(words, group, codes)
            start, end = group[0].start, max(token.end for token in group)
            ordered = tuple(code for code in CODES if code in codes)
            found.append(Recurrence(start, _with_bracket(words, start, end), ordered))
    return found


def find_lone_days(words: str, recurrence: Recurrence) -> list[tuple[int, int]]:
    """Where a sentence names the day of its ``recurrence`` apart from it (``… trước ngày 25``)."""
    if recurrence.is_adverb or set(recurrence.codes) & {"daily", "weekly", "biweekly"}:
        return []
    places = (match.span() for match in _LONE_DAY.finditer(words))
    return [(start, end) for start, end in places if end <= recurrence.start or start >= recurrence.end]


def parse_bare_cycle(words: str) -> tuple[str, ...]:
    """The codes of a value that lists units of time and nothing else (``6 tháng, năm``); none for any other value."""
    match = _BARE_CYCLE.fullmatch(words.strip())
    units = re.split(r",|;|/|\bvà\b|\bhoặc\b", match["units"]) if match else ()
    return tuple(code for unit in units if unit.strip() and (code := unit_code(unit)))


def names_amount(words: str, recurrence: Recurrence) -> bool:
    """Whether it says how much or which one, not when: ``ngân sách hằng năm``, ``mỗi năm tăng 20%``."""
    if _NOT_AFTER.search(words, max(0, recurrence.start - 80), recurrence.start):
        return True
    if _NOT_BEFORE.match(words, recurrence.end) or _tells_which(words, recurrence):
        return True
    return recurrence.codes == ("daily",) and _NOT_DAILY_BEFORE.match(words, recurrence.end) is not None


def _tells_which(words: str, recurrence: Recurrence) -> bool:
    """Whether ``hằng năm`` belongs to the noun before it: ``xây dựng kế hoạch dạy nghề hằng năm`` (R20)."""
    thing = _YEARLY_THING.search(words, max(0, recurrence.start - 80), recurrence.start)
    if thing is None or _YEARLY.fullmatch(words, recurrence.start, recurrence.end) is None:
        return False
    clause = max(words.rfind(mark, 0, thing.start()) for mark in ".;:") + 1
    again = _YEARLY_DUTY.search(words, clause, thing.start())
    return again is None and _YEARLY_GOES_ON.match(words, recurrence.end) is None


def rules_time(words: str, recurrence: Recurrence) -> bool:
    """Whether a mere adverb (``thường xuyên``, ``định kỳ``) rules a duty: it opens the sentence or follows the duty."""
    before = words[max(0, recurrence.start - 60) : recurrence.start]
    return _OPENS.search(before) is not None or _DUTY.search(before) is not None
