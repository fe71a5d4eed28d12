"""How a deadline was read, what else its words may mean, and what an officer is asked to look at again."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import extractors
from extractors.authority import read_yaml
from extractors.deadline_reasons import check_deadline, explain, explain_other
from extractors.deadlines import combine_deadlines, find_deadlines, merge_own_and_block, parse_deadline
from extractors.document import Span
from extractors.records import DateContext, Deadline, Reading
from extractors.relative_times import add_weekdays, add_working_days, is_working_day, knows_days_off

ISSUED = DateContext(issued_on=date(2026, 7, 14))
NEXT_YEAR = DateContext(issued_on=date(2024, 12, 20), first_year=2025, last_year=2025)
REASONS = read_yaml("deadline_reasons.yaml")


def value(words: str, context: DateContext = ISSUED) -> Deadline:
    found = parse_deadline(words, Span(0, len(words)), context)
    assert found is not None
    return found


def others(deadline: Deadline) -> dict[str, tuple[date | None, date | None]]:
    return {reading.why: (reading.start_on, reading.due_on) for reading in deadline.alternatives}


def test_the_year_of_the_title_wins_over_the_year_of_issue() -> None:
    found = value("Quý II", NEXT_YEAR)
    assert (found.start_on, found.basis) == (date(2025, 4, 1), ("year.title",))
    assert others(found) == {"year.issue": (date(2024, 4, 1), date(2024, 6, 30))}
    assert explain(found) == "Cả quý; năm lấy từ tên văn bản."


def test_a_plan_of_several_years_keeps_them_all_as_alternatives() -> None:
    found = value("trước ngày 15/11", DateContext(date(2021, 3, 1), 2021, 2025))
    assert (found.due_on, found.rule) == (None, "deadline.no_year")
    assert [reading.due_on.year for reading in found.alternatives if reading.due_on] == [2021, 2022, 2023, 2024, 2025]


@pytest.mark.parametrize(
    ("context", "year", "basis"),
    [
        (DateContext(date(2024, 12, 20), 2025, 2025, heading_year=2026), 2026, "year.heading"),
        (DateContext(signed_on=date(2024, 5, 1)), 2024, "year.issue"),
        (DateContext(published_on=date(2023, 5, 1)), 2023, "year.publication"),
    ],
)
def test_where_a_year_comes_from(context: DateContext, year: int, basis: str) -> None:
    found = value("trước ngày 15/11", context)
    assert (found.due_on, found.basis) == (date(year, 11, 15), (basis,))


def test_a_year_printed_in_the_same_cell() -> None:
    found = value("Trước 30/9 dự thảo; trước 30/11/2027 ban hành")
    assert (found.due_on, found.basis) == (date(2027, 11, 30), ("year.sentence",))


@pytest.mark.parametrize(
    ("words", "why", "due"),
    [
        ("trước ngày 15/11/2026", "before.exclusive", date(2026, 11, 14)),
        ("trước tháng 11/2026", "before.inclusive", date(2026, 11, 30)),
        ("trước quý IV/2026", "before.inclusive", date(2026, 12, 31)),
        ("trước ngày 15/l2/2026", "scan.as_printed", None),
        ("trong thời hạn 40 ngày làm việc kể từ ngày ban hành Kế hoạch", "days.no_holidays", date(2026, 9, 8)),
    ],
)
def test_what_else_the_words_may_mean(words: str, why: str, due: date | None) -> None:
    assert others(value(words))[why][1] == due


def test_what_gave_way_is_kept_beside_what_did_not() -> None:
    sentence = "Trong năm 2026 rà soát, hoàn thành trước ngày 15/11/2026"
    kept = combine_deadlines(find_deadlines(sentence, Span(0, len(sentence)), ISSUED))
    assert kept is not None and kept.printed == "trước ngày 15/11/2026"
    assert [r.printed for r in kept.alternatives if r.why == "weak.in_year"] == ["Trong năm 2026"]
    merged = merge_own_and_block(kept, value("Quý III/2026"))
    assert merged is not None and merged.due_on == kept.due_on
    assert others(merged)["block.farther"] == (date(2026, 7, 1), date(2026, 9, 30))


def test_nothing_is_an_alternative_to_itself() -> None:
    own = value("Quý III/2026")
    assert merge_own_and_block(own, own) == own


# --- counted from the issue


def test_the_signature_stands_in_for_a_day_of_issue_and_is_flagged() -> None:
    found = value("10 ngày kể từ ngày ban hành Kế hoạch", DateContext(signed_on=date(2026, 7, 14)))
    assert (found.start_on, found.due_on) == (date(2026, 7, 14), date(2026, 7, 24))
    assert [issue.code for issue in check_deadline(found, Span(0, 1), 1)] == ["deadline_event_signed"]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 17), False),  # first day of Tết Bính Ngọ
        (date(2026, 4, 27), False),  # Hùng Kings' day, 26 April, is a Sunday: the Monday is off
        (date(2026, 4, 30), False),
        (date(2026, 8, 31), False),  # in exchange for Saturday 22 August
        (date(2026, 8, 22), True),
        (date(2026, 7, 14), True),
        (date(2026, 7, 18), False),
    ],
)
def test_working_days_of_2026(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_working_days_over_tet() -> None:
    # Friday 13 February 2026; Tết from Monday 16 to Friday 20.
    assert add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert add_weekdays(date(2026, 2, 13), 1) == date(2026, 2, 16)


def test_days_off_that_are_not_decreed_yet_are_an_issue() -> None:
    context = DateContext(issued_on=date(2035, 1, 29))  # Tết is on 8 February
    found = value("10 ngày làm việc kể từ ngày ban hành Kế hoạch", context)
    assert found.basis == ("working_days", "holidays.unknown")
    issue = check_deadline(found, Span(0, 1), 1)[0]
    assert issue.code == "deadline_holidays_unknown" and f"{found.due_on:%d/%m/%Y}" in issue.message
    assert not knows_days_off(date(2035, 1, 29), date(2035, 2, 20))
    assert knows_days_off(date(2035, 6, 4), date(2035, 6, 15))  # no holiday near: nothing to be exchanged


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("30/9/20219", "deadline_impossible"),
        ("trước ngày 31/6/2026", "deadline_impossible"),
        ("trước ngày 15/l2/2026", "deadline_scan_digits"),
        ("theo tiến độ dự án", "deadline_unresolved"),
    ],
)
def test_what_is_to_be_looked_at_again(words: str, code: str) -> None:
    issues = check_deadline(value(words), Span(0, 1), 3)
    assert [(issue.code, issue.page) for issue in issues] == [(code, 3)]
    assert words in issues[0].message


def test_nothing_to_look_at() -> None:
    assert check_deadline(value("trước ngày 15/11/2026"), Span(0, 1), 1) == []


# --- the words of the reasons


def test_every_rule_and_every_reason_has_its_words() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(extractors.__path__[0]).rglob("*.*")
                     if path.suffix in (".py", ".yaml") and path.stem != "line_model")  # fmt: skip
    rules = set(re.findall(r"(?:\"|rule: )deadline\.([a-z_]+)", code))
    assert rules and rules <= set(REASONS["rules"])
    whys = set(re.findall(r"\"((?:before|days|scan|weak|block|cell|goal)\.\w+)\"", code))
    assert whys and whys <= set(REASONS["why"]) | set(REASONS["basis"])
    for source in ("heading", "title", "issue", "publication"):
        assert f"year.{source}" in REASONS["why"] and f"year.{source}" in REASONS["basis"]


def test_reasons_are_sentences() -> None:
    assert explain_other(Reading("x", "year.issue")).endswith(".")
    by_hand = Deadline("x", (Span(0, 1),), "by", rule="person")
    assert explain(by_hand) == "Theo quy tắc person."
