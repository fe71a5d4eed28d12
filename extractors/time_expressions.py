"""One expression of time → kind, rule, first and last day: of a period, a recurrence, a length of time.

Beside the reading taken stand those that were not (`Reading`): another year that might complete the date, ``trước ngày
D`` without D, calendar days for working days. They are shown to whoever checks the task, never counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.calendar_words import Days, Period, complete, year_of_plan, year_sources
from extractors.deadline_cues import Cue, onwards_after
from extractors.records import DateContext, DeadlineKind, Reading
from extractors.recurrences import Recurrence, join_codes
from extractors.relative_times import RelativeTime, add_weekdays, end_of, knows_days_off, last_working_day
from extractors.text import clean

# A day completed with a year of the plan is a reading, not what is printed.
ASSUMED, DAMAGED, BARE = 0.8, 0.3, 0.6
_MENDED = 0.6
_WORKING_DAYS = "ngày làm việc"
_LAST_WORKING_DAY = re.compile(r"(?:(?:trước|vào|đến|hết)\s+)?ngày\s+làm\s+việc\s+cuối", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression of time at ``[start, end)`` of the words given, as read."""

    start: int
    end: int
    kind: DeadlineKind
    rule: str
    start_on: date | None = None
    due_on: date | None = None
    codes: tuple[str, ...] = ()
    assumed: bool = False
    confidence: float = 1.0
    basis: tuple[str, ...] = ()
    alternatives: tuple[Reading, ...] = ()


def kind_of_codes(codes: tuple[str, ...] | list[str]) -> DeadlineKind:
    """``ongoing``, ``unresolved`` (``đột xuất`` alone has no time) or ``recurring``."""
    if list(codes) == ["adhoc"]:
        return "unresolved"
    return "ongoing" if list(codes) == ["ongoing"] else "recurring"


@dataclass(frozen=True, slots=True)
class _Place:
    """A period with its cue in the words as printed and as mended (`scanned_digits`)."""

    words: str
    mended: str
    period: Period
    cue: Cue
    end: int

    @property
    def printed(self) -> str:
        return clean(self.words[self.cue.start : self.end])

    @property
    def is_mended(self) -> bool:
        return self.words[self.cue.start : self.end] != self.mended[self.cue.start : self.end]


# Text recognition makes "11" of "II" and of "III": the words stay, a wrong quarter would be worse than none.
_TWO_STROKES = re.compile(r"(?<!\d)11(?!\d)")


def read_period(
    words: str, mended: str, period: Period, cue: Cue, context: DateContext, sibling_year: int | None
) -> Expression:
    """``period`` (found in ``mended``) with the word before it. A missing year: the sentence's, else the plan's."""
    if not period.possible or (period.unit == "quarter" and _TWO_STROKES.search(words, period.start, period.end)):
        return Expression(cue.start, period.end, "unresolved", "deadline.impossible", confidence=DAMAGED)
    if period.unit in ("season", "week"):
        rule = "deadline.season" if period.unit == "season" else "deadline.week_of_month"
        return Expression(cue.start, period.end, "unresolved", rule)
    onwards = onwards_after(mended, period)
    place = _Place(words, mended, period, cue, onwards or period.end)
    days = complete(period, context, sibling_year)
    if days is None:
        others = tuple(_other_years(place, context, None))
        return Expression(
            cue.start, period.end, "unresolved", "deadline.no_year", confidence=BARE, alternatives=others
        )  # fmt: skip
    bounds_end = cue.kind in ("now", "before", "until")
    if cue.kind == "after" or (cue.edge and not (cue.edge == "cuối" and bounds_end)):
        rule = "deadline.after" if cue.kind == "after" else "deadline.edge_of_period"
        return Expression(cue.start, period.end, "unresolved", rule)
    return _dated(place, days, context, sibling_year, onwards is not None)


def _dated(place: _Place, days: Days, context: DateContext, sibling_year: int | None, onwards: bool) -> Expression:
    kind, rule, start_on, due_on = _reading(place.period, place.cue, days, context, onwards)
    basis: tuple[str, ...] = ()
    others = _other_ends(place, days)
    if days.assumed:
        source = "sentence" if sibling_year is not None else year_sources(context)[0][0]
        basis += (f"year.{source}",)
        others += _other_years(place, context, sibling_year)
    if due_on is not None and _LAST_WORKING_DAY.match(place.printed):
        basis += ("working_days",)
        others.append(Reading(place.printed, "days.calendar", start_on, due_on))
        due_on = last_working_day(due_on)
    if place.is_mended:
        basis += ("scan.digits",)
        others.append(Reading(place.printed, "scan.as_printed"))
    confidence = min(ASSUMED if days.assumed else 1.0, _MENDED if place.is_mended else 1.0)
    return Expression(
        place.cue.start, place.end, kind, f"deadline.{rule}", start_on, due_on,
        assumed=days.assumed, confidence=confidence, basis=basis, alternatives=tuple(others),
    )  # fmt: skip


def _reading(
    period: Period, cue: Cue, days: Days, context: DateContext, onwards: bool
) -> tuple[DeadlineKind, str, date | None, date | None]:
    """Kind, rule, first and last day. ``trước ngày D`` is due on D; ``trước tháng 6`` on the day before it begins."""
    unit = period.unit
    if cue.kind == "now":
        return "range", "from_now", context.begins_on, days.last
    if cue.kind == "before" and not cue.edge:
        return "by", f"before_{unit}", None, days.first if unit == "day" else days.first - timedelta(days=1)
    if cue.kind in ("before", "until"):
        return "by", f"until_{unit}", None, days.last
    if onwards or (cue.kind == "from" and not period.spread):
        return "range", f"from_{unit}", days.first, None
    if unit == "day" and not period.spread:
        return "by", "day", None, days.last
    return "range", "range" if period.spread else unit, days.first, days.last


def _other_ends(place: _Place, days: Days) -> list[Reading]:
    """``trước``: some count the day named out, some read ``trước tháng 6`` as by the end of June."""
    if place.cue.kind != "before" or place.cue.edge:
        return []
    if place.period.unit == "day":
        return [Reading(place.printed, "before.exclusive", None, days.first - timedelta(days=1))]
    return [Reading(place.printed, "before.inclusive", None, days.last)]


def _other_years(place: _Place, context: DateContext, sibling_year: int | None) -> list[Reading]:
    """The same words with each other year that the document offers."""
    chosen = sibling_year if sibling_year is not None else year_of_plan(context)
    found: dict[int, Reading] = {}
    for source, year in year_sources(context):
        days = complete(place.period, context, year)
        if year == chosen or year in found or days is None:
            continue
        _, _, start_on, due_on = _reading(place.period, place.cue, days, context, onwards=False)
        found[year] = Reading(place.printed, f"year.{source}", start_on, due_on)
    return list(found.values())


def read_relative(words: str, item: RelativeTime, context: DateContext) -> Expression:
    """A length of time from the issue of the plan (else its signing); from any other event the dates stay open."""
    begun = context.begins_on
    basis: tuple[str, ...] = ("event.signed",) if begun is not None and context.issued_on is None else ()
    if item.amount is None:
        return Expression(
            item.start, item.end, "range" if begun else "relative", "deadline.from_issue", begun, basis=basis
        )
    if not item.from_issue or begun is None:
        return Expression(item.start, item.end, "relative", "deadline.days_from_event")
    due_on = end_of(item.amount, item.unit, begun)
    others: tuple[Reading, ...] = ()
    if item.unit == _WORKING_DAYS and due_on is not None:
        basis += ("working_days",) if knows_days_off(begun, due_on) else ("working_days", "holidays.unknown")
        printed = clean(words[item.start : item.end])
        weekdays, days = add_weekdays(begun, item.amount), begun + timedelta(days=item.amount)
        others = (Reading(printed, "days.no_holidays", begun, weekdays), Reading(printed, "days.calendar", begun, days))
    return Expression(
        item.start, item.end, "relative", "deadline.days_from_issue", begun if due_on else None, due_on,
        confidence=ASSUMED if len(basis) else 1.0, basis=basis, alternatives=others,
    )  # fmt: skip


def read_recurrence(item: Recurrence) -> Expression:
    """Words of repetition; a mere adverb has a rule of its own, as it gives way to any other deadline."""
    rule = "deadline.adverb" if item.is_adverb else "deadline.recurring"
    codes = (join_codes(item.codes) or "").split("+")
    return Expression(item.start, item.end, kind_of_codes(codes), rule, codes=item.codes)
