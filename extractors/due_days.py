"""The day on which a recurring duty is due: ``trước ngày 20 hằng tháng``, ``ngày 15 tháng cuối quý``, ``thứ Sáu``.

`find_due_days` reads the printed words beside their recurrence and gives one rule for each day that they name, and for
each cycle that names none the last day of its period, marked as assumed. `occurrences` expands rules to calendar days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractors.recurrences import unit_code

Cycle = Literal["daily", "weekly", "biweekly", "monthly", "quarterly", "semiannual", "annual"]
CYCLES: tuple[Cycle, ...] = ("daily", "weekly", "biweekly", "monthly", "quarterly", "semiannual", "annual")
LAST = 31  # cut to the length of the month
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class DueDay:
    """One day of a cycle.

    ``month``: of the year, or of each quarter (1 to 3, ``in_quarter``); None: of every month. ``day``: of the month, 31
    its last. ``weekday``: 0 is Monday; with ``nth`` (1 first, -1 last) the one in the month. ``working``: moved
    back to a working day. ``later``: the report falls into the period after the one that it is about (``ngày 05 tháng
    sau``). ``assumed``: no day is printed, it is the last of the period.
    """

    cycle: Cycle
    day: int | None = None
    month: int | None = None
    in_quarter: bool = False
    weekday: int | None = None
    nth: int | None = None
    working: bool = False
    later: bool = False
    assumed: bool = False


_NEXT = r"(?:sau|kế\s+tiếp|tiếp\s+theo|kế\s+sau|liền\s+(?:kề|sau))"
_QUARTER = r"(?:qu[ýí])"
_EDGE = r"(?:đầu|cuối)(?:\s+(?:tiên|cùng))?"
_MONTHS = r"\d{1,2}(?![/\d])(?:\s*(?:,|và|,\s*và)\s*(?:tháng\s+)?\d{1,2}(?![/\d]|\s*(?:lần|ngày)))*"
# In order of precedence; a later form never takes words of an earlier one.
_DAYS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE))
    for name, pattern in (
        (
            "of_quarter",
            rf"(?:ngày\s+(?P<d>\d{{1,2}})\s+)?(?:của\s+)?tháng\s+(?P<edge>đầu|cuối)(?:\s+(?:tiên|cùng))?\s+(?:của\s+)?"
            rf"(?:mỗi\s+|h[ằà]ng\s+)?{_QUARTER}(?:\s+(?P<next>{_NEXT}))?",
        ),
        (
            "last_of",
            rf"(?:ngày\s+(?P<working>làm\s+việc\s+)?)?cuối(?:\s+cùng)?\s+(?:của\s+)?(?:mỗi\s+|h[ằà]ng\s+)?"
            rf"(?P<unit>tuần|tháng|{_QUARTER}|năm)",
        ),
        (
            "nth_weekday",
            rf"(?:thứ\s+(?P<w>hai|ba|tư|năm|sáu|bảy|\d)\s+(?:tuần\s+)?)(?P<edge>{_EDGE})\s+(?:của\s+)?(?:mỗi\s+|h[ằà]ng\s+)?tháng",
        ),
        ("of_year", r"(?:ngày\s+)?(?P<d>\d{1,2})\s*/\s*(?P<m>\d{1,2})(?![/\d])"),
        ("of_year", rf"(?:ngày\s+)?(?P<d>\d{{1,2}})\s+(?:của\s+)?(?:các\s+)?tháng\s+(?P<m>{_MONTHS})"),
        ("month_of_year", rf"tháng\s+(?P<m>{_MONTHS})"),
        ("quarter_of_year", rf"{_QUARTER}\s+(?P<q>I{{1,3}}|IV)"),
        ("of_month", rf"ngày\s+(?P<d>\d{{1,2}})(?![/\d])(?:\s+(?:của\s+)?tháng\s+(?P<next>{_NEXT}))?"),
        ("weekday", r"(?:thứ\s+(?P<w>hai|ba|tư|năm|sáu|bảy|\d)|(?P<sunday>chủ\s+nhật))"),
        ("of_month", r"(?P<d>\d{1,2})(?P<next>(?!))?(?=\s+h[ằà]ng\s+tháng)"),
        # "báo cáo tháng trước 15"
        ("of_month", r"(?<=trước\s)(?P<d>\d{1,2})(?![/.\d]|\s*(?:giờ|h|ngày|tháng|tuần|lần))(?P<next>(?!))?"),
    )
)
_NEXT_YEAR = re.compile(rf"\s*(?:của\s+)?năm\s+{_NEXT}", re.IGNORECASE)
_CYCLE_WORD = re.compile(
    rf"(?<!\w)(?:0?2\s+tuần|hai\s+tuần|tuần|0?6\s+tháng|sáu\s+tháng|0?9\s+tháng|0?3\s+tháng|tháng|{_QUARTER}|năm|ngày)(?!\w)",
    re.IGNORECASE,
)
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5}
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_CYCLES_OF: dict[str, tuple[Cycle, ...]] = {
    "of_quarter": ("quarterly",),
    "nth_weekday": ("monthly",),
    "of_year": ("annual", "semiannual", "quarterly"),
    "month_of_year": ("annual", "semiannual", "quarterly"),
    "quarter_of_year": ("annual", "semiannual"),
    "weekday": ("weekly", "biweekly", "monthly"),
    "of_month": ("monthly", "quarterly", "semiannual", "annual"),
}


@dataclass(frozen=True, slots=True)
class _Day:
    name: str
    match: re.Match[str]

    @property
    def start(self) -> int:
        return self.match.start()


def find_due_days(words: str, recurrence: str | None) -> tuple[DueDay, ...]:
    """The due days of a recurring duty, from its printed words: each cycle of ``recurrence`` has at least one.

    Empty where nothing repeats in a cycle (``thường xuyên``, ``đột xuất``, ``định kỳ`` alone).
    """
    cycles = [cycle for cycle in CYCLES if cycle in (recurrence or "").split("+")]
    if not cycles:
        return ()
    days = _days(words)
    spoken = _spoken_cycles(words, days, cycles)
    found: list[DueDay] = []
    for day in days:
        cycle = _cycle_of(day, cycles, spoken, days)
        rules = _rules(day, cycle) if cycle is not None else []
        found += [rule for rule in rules if rule not in found]
    for cycle in cycles:
        own = [rule for rule in found if rule.cycle == cycle]
        found += _other_half(own) if cycle == "semiannual" and "annual" not in cycles else []
        found += [] if own else _last_days(cycle)
    return tuple(sorted(found, key=lambda rule: (CYCLES.index(rule.cycle), rule.month or 0, rule.day or 0)))


def _days(words: str) -> list[_Day]:
    found: list[_Day] = []
    for name, pattern in _DAYS:
        for match in pattern.finditer(words):
            if not any(match.start() < other.match.end() and other.start < match.end() for other in found):
                found.append(_Day(name, match))
    return sorted(found, key=lambda day: day.start)


def _spoken_cycles(words: str, days: Sequence[_Day], cycles: Sequence[Cycle]) -> list[tuple[int, Cycle]]:
    """Where the words name a cycle, outside the words of a day."""
    found = []
    for match in _CYCLE_WORD.finditer(words):
        code = _spoken_code(match.group().lower())
        inside = any(day.start <= match.start() < day.match.end() for day in days)
        found += [(match.start(), cycle) for cycle in cycles if cycle == code and not inside]
    return found


def _spoken_code(unit: str) -> str:
    if unit == "ngày":
        return "daily"
    if "tuần" in unit and unit != "tuần":
        return "biweekly"
    return "quarterly" if unit.startswith(("3", "03")) else unit_code(unit)


def _cycle_of(
    day: _Day, cycles: Sequence[Cycle], spoken: Sequence[tuple[int, Cycle]], days: Sequence[_Day]
) -> Cycle | None:
    """The cycle that a day belongs to: named by its own words, else the one named nearest on the side of habit.

    Where the words begin with a day, days stand before their cycles (``trước ngày 20 hằng tháng, …``), else behind.
    """
    if day.name == "last_of":
        own = unit_code(day.match["unit"])
        return next((cycle for cycle in cycles if cycle == own), None)
    if day.name == "of_month" and day.match["next"] and "monthly" in cycles:
        return "monthly"
    able = [cycle for cycle in cycles if cycle in _CYCLES_OF[day.name]]
    if day.name == "of_year" and {"semiannual", "annual"} <= set(able):
        return "semiannual" if 4 <= _months(day)[0] <= 8 else "annual"  # the half year's report is due around June
    named = [(start, cycle) for start, cycle in spoken if cycle in able]
    first = not spoken or days[0].start < spoken[0][0]
    after = next((cycle for start, cycle in named if start > day.start), None)
    before = next((cycle for start, cycle in reversed(named) if start < day.start), None)
    return (after or before if first else before or after) or (able[0] if able else None)


def _months(day: _Day) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", day.match["m"])]


def _rules(day: _Day, cycle: Cycle) -> list[DueDay]:
    match = day.match
    later = bool(match.groupdict().get("next")) or _NEXT_YEAR.match(match.string, match.end()) is not None
    found: list[DueDay] = []
    if day.name == "of_quarter":
        number = int(match["d"]) if match["d"] else LAST
        month = 1 if match["edge"].lower() == "đầu" else 3
        found = [DueDay(cycle, number, month, in_quarter=True, later=later)]
    elif day.name == "last_of":
        found = [replace(_last_days(cycle)[-1], assumed=False, working=bool(match["working"]))]
    elif day.name == "nth_weekday":
        nth = 1 if "đầu" in match["edge"].lower() else -1
        found = [DueDay(cycle, weekday=_WEEKDAYS.get(match["w"].lower()), nth=nth)]
    elif day.name == "weekday":
        weekday = 6 if match["sunday"] else _WEEKDAYS.get(match["w"].lower())
        found = [] if weekday is None or cycle == "monthly" else [DueDay(cycle, weekday=weekday)]
    elif day.name == "of_month":
        # A quarterly or annual report "trước ngày 20": in the last month of its period, which is not printed.
        last = _last_days(cycle)[-1]
        found = [replace(last, day=int(match["d"]), later=later, assumed=last.month is not None)]
    elif day.name == "quarter_of_year":
        found = [DueDay(cycle, LAST, 3 * _QUARTERS[match["q"].upper()])]
    else:  # quarterly, semiannual or annual, a day of the year is that day in each year
        number = LAST if day.name == "month_of_year" else int(match["d"])
        found = [DueDay(cycle, number, month, later=later) for month in _months(day)]
    return [rule for rule in found if _is_possible(rule)]


def _is_possible(rule: DueDay) -> bool:
    in_week = rule.weekday is not None or rule.nth is None
    return in_week and 1 <= (rule.day if rule.day is not None else 1) <= 31 and 1 <= (rule.month or 1) <= 12


def _last_days(cycle: Cycle) -> list[DueDay]:
    """The last day of each period: what is meant where no day is printed."""
    if cycle in ("weekly", "biweekly"):
        return [DueDay(cycle, weekday=FRIDAY, assumed=True)]
    months: dict[str, tuple[int | None, ...]] = {"quarterly": (3,), "semiannual": (6, 12), "annual": (12,)}
    day = None if cycle == "daily" else LAST
    in_quarter = cycle == "quarterly"
    return [DueDay(cycle, day, month, in_quarter, assumed=True) for month in months.get(cycle, (None,))]


def _other_half(own: Sequence[DueDay]) -> Iterator[DueDay]:
    """``6 tháng (trước ngày 10/6)``: the second half of the year has its report too, on its last day."""
    if own and not {rule.month > 6 for rule in own if rule.month} >= {True, False}:
        first = any(rule.month is not None and rule.month <= 6 for rule in own)
        yield DueDay("semiannual", LAST, 12 if first else 6, assumed=True)
