"""Days and periods in Vietnamese words: ``ngày 15/11/2024``, ``Quý I, II/2024``, ``tháng 6``, ``giai đoạn 2021-2025``.

Two steps, so that the printed words stay apart from their reading: `find_periods` says what is printed (a year may be
missing, a day may be impossible), `complete` puts the years in and gives calendar days.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from extractors.deadline_data import load_words
from extractors.records import DateContext
from extractors.text import clean

Unit = Literal["day", "month", "quarter", "half", "year", "years", "week", "season"]
YearSource = Literal["heading", "title", "issue", "publication"]

_DASH = r"[-–—]"
_YEAR = r"(?:19|20)\d\d(?!\d)"
# A damaged year (30/9/20219) is matched too, so that the date is kept as printed and seen to be impossible.
_ANY_YEAR = r"(?:(?:19|20)\d\d|\d{5,8}|\d{2})(?!\d)"
_QUARTER_WORD = r"(?:(?<!\w)(?:các\s+)?(?:qu[ýí]|qúy)|(?<!\w)(?-i:Q)\.?)"
# OCR prints the Roman I as l, 1 or |, two of them as H: Ill, lV, 1I, HI.
_QUARTER = r"(?:[I1l|]V|HI|IH|[I1l|]{1,3}|[2-4](?!\s*tháng))(?![\w|])"
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "2": 2, "3": 3, "4": 4}
_LIST = rf"\s*(?:{_DASH}|,|;|và|đến(?:\s+hết)?|tới)\s*"
_DAY_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])"
_NEXT_YEAR = r"(?:\s*,?\s*(?:của\s+)?năm\s+(?P<next>sau|kế\s+tiếp|tiếp\s+theo|liền\s+(?:kề|sau)|tới)(?!\w))?"
_WORD_YEAR = rf"(?:(?:\s*,)?\s*(?:/|{_DASH}|(?:của\s+)?năm)\s*(?P<y>{_YEAR}|(?<=/)\d\d(?![\d/])))?"


@dataclass(frozen=True, slots=True)
class Period:
    """A day or a period as printed at ``[start, end)``: month and day of both ends, and the years that are printed.

    The last day of a month, quarter or year is given as 31 and cut to the month's length by `complete`.
    ``possible`` is False for what no calendar holds (31/6, 30/9/20219). ``worded``: it names its unit (``ngày``,
    ``tháng``, ``năm``), so it cannot be a fraction or the number of a document. ``later``: so many years after the one
    that completes it (``15/01 năm sau``).
    """

    start: int
    end: int
    unit: Unit
    first: tuple[int, int]
    last: tuple[int, int]
    first_year: int | None = None
    last_year: int | None = None
    spread: bool = False
    worded: bool = True
    possible: bool = True
    later: int = 0


@dataclass(frozen=True, slots=True)
class Days:
    """First and last calendar day of a period; ``assumed``: a year was put in that is not printed with it."""

    first: date
    last: date
    assumed: bool = False


_Reader = Callable[["re.Match[str]"], Period | None]


def _year_of(printed: str | None) -> int | None:
    if not printed:
        return None
    return 2000 + int(printed) if len(printed) == 2 else int(printed)


def _is_day(day: int, month: int, year: int | None) -> bool:
    if not 1 <= month <= 12 or (year is not None and not 1900 <= year < 2100):
        return False
    return 1 <= day <= monthrange(year if year is not None else 2024, month)[1]


def _read_day(match: re.Match[str]) -> Period | None:
    day, month, year = int(match["d"]), int(match["m"]), _year_of(match["y"])
    named = match.groupdict()
    before = named.get("d0")
    first = int(before) if before else day
    return Period(
        match.start(), match.end(), "day", (month, first), (month, day), year, year,
        spread=before is not None,
        worded=match["w"] is not None,
        possible=_is_day(day, month, year) and _is_day(first, month, year),
        later=1 if named.get("next") else 0,
    )  # fmt: skip


def _read_quarters(match: re.Match[str]) -> Period | None:
    printed = re.findall(_QUARTER, match["list"], re.IGNORECASE)
    roman = [re.sub("[L|1]", "I", token.upper()).replace("H", "II") for token in printed]
    if any(token not in _QUARTERS for token in roman):
        return None
    numbers = [_QUARTERS[token] for token in roman]
    year = _year_of(match["y"])
    first, last = min(numbers), max(numbers)
    return Period(
        match.start(), match.end(), "quarter", (3 * first - 2, 1), (3 * last, 31), year, year, spread=len(numbers) > 1
    )


def _read_months(match: re.Match[str]) -> Period | None:
    numbers = [int(number) for number in re.findall(r"\d+", match["list"])]
    year = _year_of(match["y"])
    possible = all(1 <= number <= 12 for number in numbers)
    first, last = (min(numbers), max(numbers)) if possible else (1, 12)
    return Period(
        match.start(), match.end(), "month", (first, 1), (last, 31), year, year,
        spread=len(numbers) > 1,
        worded=match.groupdict().get("w") is not None,
        possible=possible,
    )  # fmt: skip


def _read_worded_month(match: re.Match[str]) -> Period | None:
    """``tháng chín năm 2026``; with a day in words before it nothing is read: half of a date would be wrong."""
    month, year = _MONTH_WORDS[clean(match["name"]).lower()], int(match["y"])
    possible = match["day"] is None
    return Period(match.start(), match.end(), "month", (month, 1), (month, 31), year, year, possible=possible)


def _read_day_of_worded_month(match: re.Match[str]) -> Period | None:
    """``ngày 30 tháng Sáu``, with or without a year."""
    day, month, year = int(match["d"]), _MONTH_WORDS[clean(match["name"]).lower()], _year_of(match["y"])
    ends = (month, day)
    return Period(
        match.start(), match.end(), "day", ends, ends, year, year, worded=True, possible=_is_day(day, month, year)
    )


def _read_half_month(match: re.Match[str]) -> Period | None:
    month, year = int(match["m"]), _year_of(match["y"])
    first, last = (1, 15) if match["side"].lower() == "đầu" else (16, 31)
    possible = 1 <= month <= 12
    ends = ((month, first), (month, last)) if possible else ((1, 1), (1, 1))
    return Period(match.start(), match.end(), "half", *ends, year, year, possible=possible)


def _read_week(match: re.Match[str]) -> Period | None:
    return Period(match.start(), match.end(), "week", (1, 1), (12, 31))


def _read_half(match: re.Match[str]) -> Period | None:
    printed = (match.groupdict().get("n") or "6").lower().lstrip("0")
    months = {"6": 6, "sáu": 6, "9": 9, "chín": 9, "3": 3, "ba": 3}[printed]
    year = _year_of(match["y"])
    first, last = (13 - months, 12) if (match["side"] or "").lower() in ("cuối", "sau") else (1, months)
    return Period(match.start(), match.end(), "half", (first, 1), (last, 31), year, year)


def _read_years(match: re.Match[str]) -> Period | None:
    years = [int(year) for year in re.findall(_YEAR, match["list"])]
    unit: Unit = "years" if len(years) > 1 else "year"
    return Period(
        match.start(), match.end(), unit, (1, 1), (12, 31), min(years), max(years),
        spread=len(years) > 1,
        worded=match["w"] is not None,
    )  # fmt: skip


def _read_bare_year(match: re.Match[str]) -> Period | None:
    """``năm`` without a number, or a number without ``năm``."""
    year = int(match["year"]) if match["year"].isdigit() else None
    return Period(match.start("year"), match.end("year"), "year", (1, 1), (12, 31), year, year, worded=year is None)


def _read_season(match: re.Match[str]) -> Period | None:
    return Period(match.start(), match.end(), "season", (1, 1), (12, 31))


def _form(pattern: str, reader: _Reader) -> tuple[re.Pattern[str], _Reader]:
    return re.compile(pattern, re.IGNORECASE), reader


_MONTH_WORDS: dict[str, int] = load_words()["month_words"]
_MONTH_NAMES = "|".join(sorted(_MONTH_WORDS, key=len, reverse=True)).replace(" ", r"\s+")
_STEMS = "giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý"
_BRANCHES = "tý|sửu|dần|mão|thìn|tỵ|ngọ|mùi|thân|dậu|tuất|hợi"
_DAY = r"(?P<d>\d{1,2})"
_MONTH = r"(?P<m>\d{1,2})"
_TO_DAY = rf"(?:(?<!giờ\s)(?<![hg:])(?<!h\s)(?P<d0>{_DAY_NUMBER})\s*(?:{_DASH}|,|và|đến(?:\s+hết)?)\s*(?:ngày\s*)?)?"
# In order of precedence: a later form never takes words of an earlier one. The look at the first letter makes it fast.
# No ``\s*,?\s*``: it is quadratic in blanks.
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    _form(
        rf"(?=[nvmdts])(?:năm\s+học|(?<!\w)vụ\s+(?:đông|hè|mùa|xuân)(?:\s*{_DASH}?\s*(?:xuân|thu|đông))?|mùa\s+(?:mưa(?:\s+bão)?|khô|lũ)"
        rf"|(?:dịp|trước|sau)\s+(?:kỳ\s+nghỉ\s+|dịp\s+)?tết(?:\s+(?:nguyên\s+đán|cổ\s+truyền|dương\s+lịch|trung\s+thu))?"
        rf"(?:\s+(?:{_STEMS})\s+(?:{_BRANCHES}))?)(?:\s*,?\s*(?:năm\s+)?{_YEAR}(?:\s*{_DASH}\s*{_YEAR})?)?",
        _read_season,
    ),
    _form(rf"(?<!\w)(?P<n>0?[369]|sáu|chín|ba)\s+tháng\s+(?P<side>đầu|cuối)\s+năm(?:\s+(?P<y>{_YEAR}))?", _read_half),
    _form(rf"(?<!\w)nửa\s+(?P<side>đầu|cuối|sau)\s+(?:của\s+)?năm(?:\s+(?P<y>{_YEAR}))?", _read_half),
    _form(
        rf"(?<!\w)nửa\s+(?P<side>đầu|cuối|sau)\s+(?:của\s+)?tháng\s*(?P<m>\d{{1,2}})(?!\d){_WORD_YEAR}",
        _read_half_month,
    ),
    _form(
        r"(?<!\w)tuần\s+(?:lễ\s+)?(?:thứ\s+)?(?:\d|I{1,3}|IV|nhất|hai|ba|tư|năm|đầu(?:\s+tiên)?|cuối(?:\s+cùng)?)\s*,?\s+(?:của\s+)?"
        rf"tháng\s*\d{{1,2}}(?!\d){_WORD_YEAR}",
        _read_week,
    ),
    # "ngày 15 tháng năm 2026" is a blank that nobody filled in, "15 tháng một lần" a rhythm.
    _form(
        rf"(?<!\w)ngày\s+{_DAY}\s+tháng\s+(?!năm\s*\d)(?P<name>{_MONTH_NAMES})(?!\w|\s+lần\b)"
        rf"(?:\s*,?\s*năm\s+(?P<y>{_YEAR}))?",
        _read_day_of_worded_month,
    ),
    _form(
        rf"(?=[nt])(?P<day>(?<!\w)ngày\s+(?:[^\W\d]+\s+){{1,3}})?(?<!\w)tháng\s+(?P<name>{_MONTH_NAMES})"
        rf"\s*,?\s*năm\s+(?P<y>{_YEAR})",
        _read_worded_month,
    ),
    # "9 tháng" alone in a cell is the period of the third report of the year; other bare numbers are durations.
    _form(rf"^\s*(?P<n>0?9|chín)\s+tháng(?P<side>)(?:\s+năm\s+(?P<y>{_YEAR}))?\s*$", _read_half),
    _form(
        rf"(?P<w>ngày)\s*{_TO_DAY}{_DAY}\s*tháng\s*{_MONTH}(?!\d)"
        rf"(?:(?:(?:\s*,)?\s*(?:năm|[/.]|{_DASH})\s*(?P<y>{_ANY_YEAR}))|{_NEXT_YEAR})",
        _read_day,
    ),
    _form(rf"(?<![\d/.])(?P<w>){_DAY}\s*tháng\s*{_MONTH}(?:\s*,)?\s*năm\s*(?P<y>{_YEAR})", _read_day),
    # 15/11/2024 and 25-28/6/2026; with dots and dashes the separator must be the same twice, as 1-4/2026 is a range.
    _form(
        rf"(?=[n\d])(?<![\d/.])(?:(?P<w>ngày)\s*)?{_TO_DAY}{_DAY}\s*/\s*{_MONTH}\s*/\s*(?P<y>{_ANY_YEAR})(?![/\w])",
        _read_day,
    ),
    # 2026-05-31, as spreadsheets and trackers print it.
    _form(
        r"(?=[n\d])(?<![\w/.\-])(?:(?P<w>ngày)\s*)?(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\d/\-])",
        _read_day,
    ),
    _form(
        rf"(?=[n\d])(?<![\d/.\-])(?:(?P<w>ngày)\s*)?{_DAY}(?P<sep>[.\-–])\s*{_MONTH}(?P=sep)\s*(?P<y>{_ANY_YEAR})(?![/\w\-])",
        _read_day,
    ),
    _form(rf"(?P<w>ngày)\s*{_DAY}\s+(?P<sep>[.\-–])\s*{_MONTH}\s*(?P=sep)\s*(?P<y>{_ANY_YEAR})(?![/\w\-])", _read_day),
    _form(
        rf"(?<!\d)(?<!\d\s)(?P<w>(?<!\w)(?:các\s+)?(?<!\w)tháng|(?<!\w)(?-i:T)\.?)\s*(?P<list>\d{{1,2}}(?!\d|\s*(?:lần|ngày\b(?!\s*\d)))"
        rf"(?:{_LIST}(?:tháng\s*|(?-i:T))?\d{{1,2}}(?!\d|/\s*\d{{1,2}}(?!\d))(?=\s*(?:/|năm|và|đến|[,;:.()]|{_DASH}|$)))*)"
        rf"{_WORD_YEAR}",
        _read_months,
    ),
    _form(
        rf"(?P<list>{_QUARTER_WORD}\s*{_QUARTER}(?!\s*lần)(?:{_LIST}(?:{_QUARTER_WORD}\s*)?{_QUARTER})*){_WORD_YEAR}",
        _read_quarters,
    ),
    # "01/2025-12/2025": the second month follows a dash, but a year stands before it.
    _form(
        rf"(?:(?<![\w/.,\-])|(?<=/20\d\d-))(?P<list>\d{{1,2}}(?:\s*{_DASH}\s*\d{{1,2}})?)\s*/\s*(?P<y>{_YEAR})(?![/\w])",
        _read_months,
    ),
    # A day and month without a year; other numbers (25 - 30/63, 24/24) are ranks and rates.
    _form(
        rf"(?=[n\d])(?<![\w/.,\-])(?:(?P<w>ngày)\s*)?{_TO_DAY}(?P<d>{_DAY_NUMBER})\s*/\s*(?P<m>0?[1-9]|1[0-2])"
        rf"(?!\d|\s*/|\s*%|\.\d)(?:(?:\s*,)?\s*(?:của\s+)?năm\s*(?P<y>{_YEAR})|{_NEXT_YEAR})",
        _read_day,
    ),
    _form(
        rf"(?<![\w/.])(?P<w>(?:giai\s+đoạn|thời\s+kỳ|(?:các\s+)?năm)\s+)?"
        rf"(?P<list>{_YEAR}(?:\s*(?:{_DASH}|,|và|đến)\s*(?:năm\s+)?{_YEAR})+)(?![/\w])",
        _read_years,
    ),
    _form(rf"(?P<w>(?<!\w)năm)\s*(?P<list>{_YEAR})(?![/\w]|\s*{_DASH}\s*\d)", _read_years),
    _form(
        r"(?<!\w)(?:trong|cả|hết|đầu|giữa|cuối)\s+(?P<year>năm)(?!\w|\s*(?:\d|học|trước|qua|tới|sau|tiếp|thứ|đầu)(?!\w))",
        _read_bare_year,
    ),
)
_LONE_YEAR = re.compile(rf"\s*(?:(?:đến|trước|từ|hết|xong|hoàn\s+thành)\s+)*(?P<year>{_YEAR})(?![/\w])", re.IGNORECASE)
_OPEN: frozenset[Unit] = frozenset({"season", "week"})  # no calendar days are known for these
_JOINS = re.compile(rf"\s*(?:{_DASH}|(?:cho\s+)?đến(?:\s+hết)?|tới(?:\s+hết)?)\s*")
_AND = re.compile(r"\s*(?:,|và)\s*")


def _join(left: Period, right: Period) -> Period:
    """One period from the first day of ``left`` to the last of ``right``; a year printed once holds for both."""
    last_year = right.last_year if right.last_year is not None else left.last_year
    first_year = left.first_year if left.first_year is not None else last_year
    if left.first_year is None and first_year is not None and left.first > right.last:
        first_year -= 1  # 28/12-5/1/2027
    return replace(
        right, start=left.start, first=left.first, first_year=first_year, last_year=last_year, spread=True,
        worded=left.worded or right.worded, possible=left.possible and right.possible,
    )  # fmt: skip


def _joined(words: str, periods: list[Period]) -> list[Period]:
    out: list[Period] = []
    for period in periods:
        left = out[-1] if out else None
        if left is not None and not {left.unit, period.unit} & _OPEN:
            gap = words[left.end : period.start]
            listed = left.unit == period.unit and left.unit in ("month", "quarter") and _AND.fullmatch(gap)
            if listed or _JOINS.fullmatch(gap):
                out[-1] = _join(left, period)
                continue
        out.append(period)
    return out


def find_periods(words: str, lone_year: bool = False) -> list[Period]:
    """Days and periods of ``words`` in their order, ranges and lists (``Quý I và Quý II``, ``28/6-5/7/2026``) as one.

    ``lone_year``: a year that opens ``words`` counts without ``năm`` (``2025`` alone in a cell). Offsets are those of
    ``words``.
    """
    found: list[Period] = []
    matches = [(match, reader) for pattern, reader in _FORMS for match in pattern.finditer(words)]
    opening = _LONE_YEAR.match(words) if lone_year else None
    if opening is not None:
        matches.append((opening, _read_bare_year))
    for match, reader in matches:
        period = reader(match)
        if period is not None and not any(period.start < other.end and other.start < period.end for other in found):
            found.append(period)
    return _joined(words, sorted(found, key=lambda period: period.start))


def year_sources(context: DateContext) -> list[tuple[YearSource, int]]:
    """Every year that may complete a date, the first the best: heading or column, title, day of issue, publication."""
    found: list[tuple[YearSource, int]] = []
    if context.heading_year is not None:
        found.append(("heading", context.heading_year))
    first, last = context.first_year or context.last_year, context.last_year or context.first_year
    if first is not None and last is not None:
        found += [("title", year) for year in range(first, last + 1)]
    issued = context.begins_on.year if context.begins_on else context.issue_year
    found += [("issue", issued)] if issued is not None else []
    found += [("publication", context.published_on.year)] if context.published_on else []
    return found


def year_of_plan(context: DateContext) -> int | None:
    """The year that completes a date: the best of `year_sources`.

    None in a plan of several years, where ``Quý II`` alone says nothing.
    """
    sources = year_sources(context)
    if not sources or ([source for source, _ in sources].count("title") > 1 and sources[0][0] == "title"):
        return None
    return sources[0][1]


def shared_year(periods: Iterable[Period]) -> int | None:
    """The one year printed with any of ``periods`` (the same cell or sentence); None if there is none or several."""
    printed = {year for period in periods for year in (period.first_year, period.last_year) if year is not None}
    return printed.pop() if len(printed) == 1 else None


def complete(period: Period, context: DateContext, sibling_year: int | None = None) -> Days | None:
    """The calendar days of ``period``, or None where the year is unknown or the day impossible.

    A missing year is that of ``sibling_year`` (same cell or sentence), else that of `year_of_plan`.
    """
    if not period.possible or period.unit in _OPEN:
        return None
    missing = period.last_year is None
    year = sibling_year if sibling_year is not None else _year_of_context(period, context)
    year = None if year is None else year + period.later
    last_year = year if period.last_year is None else period.last_year
    first_year = last_year if period.first_year is None else period.first_year
    if last_year is None or first_year is None:
        return None
    if period.first_year is None and period.first > period.last:
        first_year -= 1
    first, last = _day(first_year, period.first), _day(last_year, period.last, clamp=period.last[1] == 31)
    if first is None or last is None or first > last:
        return None
    return Days(first, last, missing)


def _year_of_context(period: Period, context: DateContext) -> int | None:
    return year_of_plan(context) or _year_before_next(period, context) or _year_of_school_year(period, context)


def _year_of_school_year(period: Period, context: DateContext) -> int | None:
    """The year of a school year in which ``period`` is not over on the day of issue: a plan looks ahead.

    Nothing in a plan that is not issued in the first of them: both may be meant.
    """
    first, issued = context.first_year, context.begins_on
    if not context.school_year or issued is None or issued.year != first or period.later:
        return None
    return first if period.last >= (issued.month, issued.day) else context.last_year


def _year_before_next(period: Period, context: DateContext) -> int | None:
    """``trước ngày 31/01 năm sau`` in a plan for a school year: the year after the one in which it was issued."""
    first, last, issued = context.first_year, context.last_year, context.begins_on
    if not period.later or issued is None or first is None or last is None:
        return None
    return first if last == first + 1 and issued.year == first else None


def _day(year: int, month_and_day: tuple[int, int], clamp: bool = False) -> date | None:
    month, day = month_and_day
    longest = monthrange(year, month)[1]
    if day > longest and not clamp:
        return None
    return date(year, month, min(day, longest))
