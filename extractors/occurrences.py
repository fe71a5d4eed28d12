"""The calendar days of a recurring duty: its rules (`due_days`) expanded between two days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.due_days import LAST, Cycle, DueDay
from extractors.relative_times import last_working_day


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One day on which a recurring duty is due; ``assumed``: the printed words name the cycle but not this day."""

    due_on: date
    cycle: Cycle
    assumed: bool


def occurrences(
    rules: Iterable[DueDay],
    between: tuple[date, date],
    *,
    first: date | None = None,
    last: date | None = None,
    anchor: date | None = None,
) -> list[Occurrence]:
    """The days of ``rules`` inside ``between``, in their order, once each.

    ``first``, ``last``: the days that bound the duty (its own range, else the plan's years): a report about a period
    that lies outside them is not asked for. ``anchor``: from when every second week is counted; without it a
    fortnight's days are unknown, and none are given.
    """
    found: dict[date, Occurrence] = {}
    for rule in rules:
        for due_on, about in _days(rule, between, anchor or first):
            inside = (first is None or about >= first) and (last is None or about <= last)
            # A day that is printed says more than one that is assumed.
            if inside and between[0] <= due_on <= between[1] and (due_on not in found or found[due_on].assumed):
                found[due_on] = Occurrence(due_on, rule.cycle, rule.assumed)
    return [found[day] for day in sorted(found)]


def next_occurrence(
    rules: Iterable[DueDay],
    day: date,
    *,
    first: date | None = None,
    last: date | None = None,
    anchor: date | None = None,
) -> Occurrence | None:
    """The first day on ``day`` or later, looking as far as two years ahead (beyond any cycle)."""
    found = occurrences(rules, (day, _years_after(day, 2)), first=first, last=last, anchor=anchor)
    return found[0] if found else None


def _years_after(day: date, count: int) -> date:
    year = min(day.year + count, date.max.year)
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def _days(rule: DueDay, between: tuple[date, date], anchor: date | None) -> Iterator[tuple[date, date]]:
    """Days on which the rule is due, each with a day of the period that it is about."""
    start, end = between
    if rule.cycle == "daily":
        yield from ((day, day) for day in _step(start, end, 1))
    elif rule.cycle in ("weekly", "biweekly") and rule.weekday is not None:
        step = 7 if rule.cycle == "weekly" else 14
        origin = start if step == 7 else anchor
        if origin is not None:
            begin = origin + timedelta(days=(rule.weekday - origin.weekday()) % 7)
            begin += timedelta(days=-((begin - start).days // step) * step)
            yield from ((day, day) for day in _step(begin, end, step))
    else:
        yield from _days_of_months(rule, start, end)


def _step(start: date, end: date, days: int) -> Iterator[date]:
    day = start
    while day <= end:
        yield day
        day += timedelta(days=days)


def _days_of_months(rule: DueDay, start: date, end: date) -> Iterator[tuple[date, date]]:
    for number in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        year, month = number // 12, number % 12 + 1
        if not _in_month(rule, month):
            continue
        due_on = _day_in(rule, year, month)
        if due_on is not None:
            yield due_on, _period_before(rule, due_on) if rule.later else due_on


def _in_month(rule: DueDay, month: int) -> bool:
    if rule.month is None:
        return True
    return (month - rule.month) % 3 == 0 if rule.in_quarter else month == rule.month


def _day_in(rule: DueDay, year: int, month: int) -> date | None:
    longest = monthrange(year, month)[1]
    if rule.weekday is not None:
        days = [date(year, month, day) for day in range(1, longest + 1)]
        fitting = [day for day in days if day.weekday() == rule.weekday]
        return fitting[0 if rule.nth == 1 else -1]
    day = rule.day or LAST
    if day > longest and day != LAST:
        day = longest  # "ngày 30 hằng tháng" in February
    due_on = date(year, month, min(day, longest))
    return last_working_day(due_on) if rule.working else due_on


def _period_before(rule: DueDay, due_on: date) -> date:
    """The last day of the month, quarter or year before the one in which the report falls."""
    months = {"monthly": 1, "quarterly": 3}.get(rule.cycle, 12)
    first = date(due_on.year, (due_on.month - 1) // months * months + 1, 1)
    return first - timedelta(days=1)
