"""Deadlines counted from an event: ``trong 15 ngày kể từ ngày Kế hoạch được ban hành``, ``7 ngày làm việc sau khi …``.

Only the issue of the plan itself is an event with a known day. Every other event leaves the dates open.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from extractors.deadline_data import amount_of, load_words

_OWN = r"(?:kế\s+hoạch|chương\s+trình|chỉ\s+thị|công\s+văn|thông\s+báo)(?:\s+(?:này|hành\s+động))*"
# A decision, scheme or document may be another one: only "này" makes it this one.
_THIS = r"(?:quyết\s+định|đề\s+án|văn\s+bản|nghị\s+quyết|phương\s+án)\s+này"
_ISSUED = r"(?:ban\s+hành|ký(?:\s+ban\s+hành)?|phát\s+hành)"
_EVENT_OF_ISSUE = re.compile(
    rf"(?:(?:ngày|khi)\s+)?(?:{_ISSUED}(?:\s+(?:{_OWN}|{_THIS}))?"
    rf"|(?:{_OWN}|{_THIS})\s+(?:được\s+{_ISSUED}|có\s+hiệu\s+lực))\s*",
    re.IGNORECASE,
)
_NUMBER = "\\d{1,3}|" + "|".join(sorted(load_words()["number_words"], key=len, reverse=True)).replace(" ", r"\s+")
_RELATIVE = re.compile(
    r"(?<![\w/.,])(?<!quá\s)(?<!ngày\s)(?:trong\s+)?(?:(?:vòng|thời\s+hạn|thời\s+gian|khoảng)\s+)?"
    r"(?:(?:tối\s+đa|không\s+quá|chậm\s+nhất(?:\s+là)?|sau|≤|<=)\s*)?"
    rf"(?P<n>{_NUMBER})\s*(?:\([^)]{{1,25}}\)\s*)?(?P<unit>ngày\s+làm\s+việc|ngày|tuần|tháng|giờ)\s*,?\s+"
    r"(?:(?:(?:kể|tính)\s+)?từ(?:\s+(?:khi|thời\s+điểm))?|sau(?:\s+(?:khi|ngày))?)\s+"
    r"(?P<event>(?!liền\s+kề)[^.,;:()]{2,90})(?!\w)",
    re.IGNORECASE,
)
_FROM_ISSUE = re.compile(
    rf"(?:kể\s+)?từ\s+(?:khi\s+|ngày\s+)?(?P<event>(?:{_ISSUED}(?:\s+(?:{_OWN}|{_THIS}))?|{_OWN}\s+được\s+{_ISSUED})"
    r"(?:\s+trở\s+đi)?)(?=\s*(?:$|[.,;:)]|đến|cho))",
    re.IGNORECASE,
)
_COUNTS_FROM_ISSUE = re.compile(
    r"\d\s*(?:\([^)]{1,25}\)\s*)?(?:ngày(?:\s+làm\s+việc)?|tuần|tháng)\s*,?\s+(?:(?:kể|tính)\s+)?từ\s+(?:ngày|khi)\s+"
    rf"(?:{_ISSUED}(?:\s+(?:{_OWN}|{_THIS})|\s*(?:$|[.,;:)\n]))|(?:{_OWN}|{_THIS})\s+được\s+{_ISSUED})",
    re.IGNORECASE,
)
_BARE_DAYS = re.compile(
    r"(?:(?:hoàn\s+thành\s+)?trong\s+)?(?:(?:vòng|thời\s+hạn)\s+)?(?P<n>\d{1,3})\s*(?:\([^)]{1,25}\)\s*)?ngày[.;,]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RelativeTime:
    """A duration and its event at ``[start, end)``; ``from_issue``: the event is the issue of this plan.

    ``amount`` None: only a beginning is stated (``Từ ngày ban hành Kế hoạch trở đi``).
    """

    start: int
    end: int
    amount: int | None
    unit: str
    from_issue: bool


def find_relative_times(words: str) -> list[RelativeTime]:
    """Durations from an event, and beginnings at the issue of the plan, in the order of ``words``."""
    found = []
    for match in _RELATIVE.finditer(words):
        unit = " ".join(match["unit"].lower().split())
        event = match["event"].strip()
        issue = _EVENT_OF_ISSUE.match(event)
        from_issue = issue is not None and issue.end() == len(event)
        end = match.start("event") + len(match["event"].rstrip())
        found.append(RelativeTime(match.start(), end, amount_of(match["n"]), unit, from_issue))
    for match in _FROM_ISSUE.finditer(words):
        if not any(other.start <= match.start() < other.end for other in found):
            found.append(RelativeTime(match.start(), match.end(), None, "", True))
    return sorted(found, key=lambda item: item.start)


def counts_from_issue(words: str) -> bool:
    """Whether ``words`` (a document's) count days from the issue of the plan anywhere.

    Only then may ``100 ngày`` alone in a due cell be counted so too; elsewhere it is the length of a procedure.
    """
    return _COUNTS_FROM_ISSUE.search(words) is not None


def parse_bare_days(words: str) -> int | None:
    """N of a cell that holds ``N ngày`` and nothing else, else None.

    Working days, ``≤ N ngày`` and longer units are the length of a procedure, not counted from the plan.
    """
    match = _BARE_DAYS.fullmatch(words.strip())
    return int(match["n"]) if match else None


@cache
def _days_off() -> Any:
    from holidays import country_holidays  # slow to import and rarely needed

    return country_holidays("VN")


def is_working_day(day: date) -> bool:
    """No weekend, public holiday or day off in lieu of Việt Nam, as far as the library knows the year's decrees."""
    return bool(_days_off().is_working_day(day))


def last_working_day(day: date) -> date:
    """``day``, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``: no weekend, public holiday or day off in lieu of Việt Nam.

    A Saturday that is decreed a working day, in exchange for a day off beside a holiday, counts.
    """
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def add_weekdays(day: date, count: int) -> date:
    """The ``count``-th day after ``day`` that is no Saturday or Sunday."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def knows_days_off(first: date, last: date) -> bool:
    """Whether the library knows the decreed exchanges of working days between ``first`` and ``last``.

    They are decreed for each year and only beside a holiday: a span without one has nothing to know.
    """
    off = _days_off()
    known = max(off.special_public_holidays)
    near = (first + timedelta(days=offset) for offset in range(-3, (last - first).days + 4))
    return not any(day.year > known and day in off for day in near)


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of(amount: int, unit: str, start: date) -> date | None:
    """The last day of ``amount`` units from ``start`` (day 0), None for hours."""
    if unit == "ngày làm việc":
        return add_working_days(start, amount)
    if unit == "tháng":
        return add_months(start, amount)
    if unit in ("ngày", "tuần"):
        return start + timedelta(days=amount * (7 if unit == "tuần" else 1))
    return None
