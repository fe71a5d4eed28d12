"""Recurring duties: the day that the words name, and its calendar days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.due_days import find_due_days
from extractors.occurrences import next_occurrence, occurrences
from extractors.recurrences import CODES

FROM, TO = date(2026, 7, 14), date(2027, 7, 13)


def expanded(words: str, recurrence: str, **bounds: date) -> list[str]:
    """Due days in the year after the plan's issue, assumed ones with ``~``."""
    found = occurrences(find_due_days(words, recurrence), (FROM, TO), **bounds)
    return [("~" if item.assumed else "") + item.due_on.isoformat() for item in found]


MONTHS = [(2026, month) for month in range(7, 13)] + [(2027, month) for month in range(1, 8)]


def monthly(day: int) -> list[str]:
    days = [date(year, month, day) for year, month in MONTHS]
    return [day.isoformat() for day in days if FROM <= day <= TO]


@pytest.mark.parametrize(
    ("words", "recurrence", "days"),
    [
        ("trước ngày 20 hằng tháng", "monthly", monthly(20)),
        ("Ngày 25 hàng tháng", "monthly", monthly(25)),
        ("Hằng tháng (trước ngày 25)", "monthly", monthly(25)),
        ("Hằng tháng | trước ngày 25", "monthly", monthly(25)),
        ("Báo cáo tháng trước ngày 15", "monthly", monthly(15)),
        ("ngày 15 tháng cuối quý", "quarterly", ["2026-09-15", "2026-12-15", "2027-03-15", "2027-06-15"]),
        (
            "Hằng quý (trước ngày 15 của tháng cuối quý)",
            "quarterly",
            ["2026-09-15", "2026-12-15", "2027-03-15", "2027-06-15"],
        ),
        (
            "trước ngày 10 tháng đầu quý sau",
            "quarterly",
            ["2026-10-10", "2027-01-10", "2027-04-10", "2027-07-10"],
        ),
        ("vào tháng cuối quý", "quarterly", ["2026-09-30", "2026-12-31", "2027-03-31", "2027-06-30"]),
        ("Cuối mỗi quý", "quarterly", ["2026-09-30", "2026-12-31", "2027-03-31", "2027-06-30"]),
        ("Hằng quý", "quarterly", ["~2026-09-30", "~2026-12-31", "~2027-03-31", "~2027-06-30"]),
        ("Hằng quý, trước ngày 20", "quarterly", ["~2026-09-20", "~2026-12-20", "~2027-03-20", "~2027-06-20"]),
        ("trước 05/6 và 25/11 hằng năm", "annual", ["2026-11-25", "2027-06-05"]),
        ("trước ngày 20 tháng 6 và ngày 20 tháng 12 hằng năm", "annual", ["2026-12-20", "2027-06-20"]),
        ("trước ngày 20 tháng 6 và tháng 12 hằng năm", "annual", ["2026-12-20", "2027-06-20"]),
        ("Hằng năm", "annual", ["~2026-12-31"]),
        ("Trước ngày 15/12 hằng năm", "annual", ["2026-12-15"]),
        ("trước ngày 15/01 năm sau, hằng năm", "annual", ["2027-01-15"]),
        ("Quý IV hằng năm", "annual", ["2026-12-31"]),
        ("Định kỳ 6 tháng", "semiannual", ["~2026-12-31", "~2027-06-30"]),
        ("6 tháng một lần (trước ngày 10/6 và 10/12)", "semiannual", ["2026-12-10", "2027-06-10"]),
        ("Định kỳ 6 tháng (trước ngày 10/6)", "semiannual", ["~2026-12-31", "2027-06-10"]),
        (
            "Định kỳ 06 tháng (trước ngày 10/6) và hằng năm (trước ngày 10/12)",
            "semiannual+annual",
            ["2026-12-10", "2027-06-10"],
        ),
        (
            "báo cáo quý trước ngày 05 tháng cuối quý; 6 tháng trước 05/6; năm trước 25/11",
            "quarterly+semiannual+annual",
            ["2026-09-05", "2026-11-25", "2026-12-05", "2027-03-05", "2027-06-05"],
        ),
        ("Ngày làm việc cuối cùng của quý", "quarterly", ["2026-09-30", "2026-12-31", "2027-03-31", "2027-06-30"]),
        (
            "Hằng quý, trước 15/3, 15/6, 14/9, 14/12",
            "quarterly",
            ["2026-09-14", "2026-12-14", "2027-03-15", "2027-06-15"],
        ),
        (
            "Báo cáo quý I trước ngày 15/3, 6 tháng trước ngày 15/6, 9 tháng trước ngày 15/9, năm trước ngày 15/12",
            "quarterly",
            ["2026-09-15", "2026-12-15", "2027-03-15", "2027-06-15"],
        ),
        ("Trước ngày 10 của các tháng 6, 12 hằng năm", "annual", ["2026-12-10", "2027-06-10"]),
        ("2 lần/năm (tháng 5, tháng 11)", "semiannual", ["2026-11-30", "2027-05-31"]),
        (
            "Định kỳ 6 tháng, năm (trước ngày 15/6 và 15/12)",
            "semiannual+annual",
            ["2026-12-15", "2027-06-15"],
        ),
        ("15 hằng tháng", "monthly", monthly(15)),
        ("tháng 01 hàng năm", "annual", ["2027-01-31"]),
        (
            "Hằng quý, chậm nhất ngày 05 của tháng đầu quý sau",
            "quarterly",
            ["2026-10-05", "2027-01-05", "2027-04-05", "2027-07-05"],
        ),
        ("Thường xuyên", "ongoing", []),
        ("Định kỳ", "periodic", []),
        ("Đột xuất", "adhoc", []),
    ],
)
def test_days_of_a_cycle(words: str, recurrence: str, days: list[str]) -> None:
    assert expanded(words, recurrence) == days


def test_weekdays() -> None:
    fridays = expanded("thứ Sáu hằng tuần", "weekly")
    assert fridays[:3] == ["2026-07-17", "2026-07-24", "2026-07-31"]
    assert len(fridays) == 52
    assert expanded("Hằng tuần", "weekly")[0] == "~2026-07-17"
    assert expanded("thứ 5 hàng tuần", "weekly")[0] == "2026-07-16"
    assert expanded("thứ Hai đầu tháng", "monthly")[:2] == ["2026-08-03", "2026-09-07"]
    assert len(expanded("Hằng ngày", "daily")) == 365


def test_a_fortnight_is_counted_from_the_issue_of_the_plan() -> None:
    words = "Định kỳ 02 tuần một lần (trước 16 giờ thứ Sáu)"
    assert expanded(words, "biweekly") == []  # nothing says which weeks
    assert expanded(words, "biweekly", anchor=FROM)[:3] == ["2026-07-17", "2026-07-31", "2026-08-14"]
    later = occurrences(find_due_days(words, "biweekly"), (date(2026, 8, 1), date(2026, 8, 31)), anchor=FROM)
    assert [item.due_on.isoformat() for item in later] == ["2026-08-14", "2026-08-28"]


def test_last_working_day() -> None:
    rules = find_due_days("Ngày làm việc cuối cùng của tháng", "monthly")
    found = occurrences(rules, (date(2026, 10, 1), date(2026, 10, 31)))
    assert [(item.due_on, item.assumed) for item in found] == [(date(2026, 10, 30), False)]  # the 31st is a Saturday


def test_the_range_bounds_what_a_report_is_about() -> None:
    in_2026 = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    assert expanded("Hằng quý", "quarterly", **in_2026) == ["~2026-09-30", "~2026-12-31"]
    # The report on December is due in January of the year after.
    later = expanded("trước ngày 05 tháng sau", "monthly", **in_2026)
    assert (later[0], later[-1]) == ("2026-08-05", "2027-01-05")


def test_a_short_month_has_a_last_day() -> None:
    found = occurrences(find_due_days("ngày 30 hằng tháng", "monthly"), (date(2027, 2, 1), date(2027, 2, 28)))
    assert [item.due_on for item in found] == [date(2027, 2, 28)]


def test_next_occurrence() -> None:
    rules = find_due_days("trước ngày 20 hằng tháng", "monthly")
    found = next_occurrence(rules, date(2026, 7, 20))
    assert found is not None and found.due_on == date(2026, 7, 20)
    assert next_occurrence(rules, date(2026, 7, 21), last=date(2026, 7, 31)) is None
    assert next_occurrence((), FROM) is None


some_days = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@given(st.integers(1, 28), some_days)
def test_a_day_of_the_month_comes_within_a_month(day: int, today: date) -> None:
    found = next_occurrence(find_due_days(f"trước ngày {day:02d} hằng tháng", "monthly"), today)
    assert found is not None and found.due_on.day == day
    assert timedelta(0) <= found.due_on - today <= timedelta(31)


@given(some_days, st.integers(1, 800), st.sets(st.sampled_from(CODES), min_size=1), some_days)
def test_occurrences_lie_inside_and_in_order(start: date, length: int, codes: set[str], anchor: date) -> None:
    between = (start, start + timedelta(length))
    found = occurrences(find_due_days("", "+".join(codes)), between, anchor=anchor)
    days = [item.due_on for item in found]
    assert days == sorted(set(days))
    assert all(between[0] <= day <= between[1] and item.assumed for day, item in zip(days, found, strict=True))


@given(st.text(max_size=60), st.sets(st.sampled_from(CODES)))
def test_no_words_break_the_due_days(words: str, codes: set[str]) -> None:
    rules = find_due_days(words, "+".join(codes))
    assert all(rule.cycle in codes for rule in rules)
    occurrences(rules, (FROM, FROM + timedelta(60)), anchor=FROM)
