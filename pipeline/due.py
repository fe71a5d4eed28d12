"""When a task is due next, and how its deadline was read: what listings show beside the stored facts; read-only.

Recurring duties have no day of their own in the table (``trước ngày 20 hằng tháng``). On request they are expanded from
their printed words between two days, inside the range that the task or else the plan states.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from extractors.due_days import DueDay, find_due_days
from extractors.occurrences import Occurrence, next_occurrence, occurrences

Row = dict[str, Any]

_EARLIEST, _LATEST = date(1900, 1, 1), date(9000, 1, 1)
_AHEAD = timedelta(days=731)  # an open window is looked through for two years, longer than any cycle


@dataclass(frozen=True, slots=True)
class Duty:
    """A recurring task: its due days and what bounds them."""

    rules: tuple[DueDay, ...]
    first: date | None
    last: date | None
    anchor: date | None

    def between(self, start: date, end: date) -> list[Occurrence]:
        return occurrences(self.rules, (start, end), first=self.first, last=self.last, anchor=self.anchor)

    def next_from(self, day: date) -> Occurrence | None:
        return next_occurrence(self.rules, day, first=self.first, last=self.last, anchor=self.anchor)


def duty_of(row: Row, document: Row) -> Duty | None:
    """The recurring duty of a row of ``task_table``; None for what comes once, or has no cycle (``thường xuyên``).

    Its own dates bound it, else the years of the plan; nothing is due before the plan is issued.
    """
    rules = find_due_days(row["deadline_text"] or "", row["recurrence"])
    if not rules:
        return None
    issued_on = _day(document["issued_on"])
    own = row["start_on"] or row["due_on"]
    start, last = ("start_on", "due_on") if own else ("period_start", "period_end")
    bounds = row if own else document
    begun = [day for day in (_day(bounds[start]), issued_on) if day is not None]
    return Duty(rules, max(begun, default=None), _day(bounds[last]), _day(row["start_on"]) or issued_on)


def with_next_due(db: Database, rows: Iterable[Row], today: date) -> list[Row]:
    """``rows`` with ``next_due_on``, ``next_due_cycle`` and ``next_due_assumed`` of recurring tasks, from ``today``."""
    documents = _documents(db)
    return [_noted(row, duty.next_from(today) if (duty := _duty(row, documents)) else None, ()) for row in rows]


def due_between(db: Database, rows: Iterable[Row], due_from: date | None, due_to: date | None) -> list[Row]:
    """The rows that are due or run between two days: once (as stored), or with an occurrence between them.

    ``next_due_on``: the first of these; ``occurrences``: all of them in ten years.
    """
    documents = _documents(db)
    found = []
    for row in rows:
        duty = _duty(row, documents)
        days: Sequence[Occurrence] = ()
        if duty is not None:
            days = duty.between(*_looked_through(due_from, due_to, duty))
        # What recurs is listed for its occurrences or its printed last day, not because it runs meanwhile.
        whole = duty is None or duty.next_from(duty.first or _EARLIEST) is None
        if days or _is_due(row, due_from, due_to, whole):
            found.append(_noted(row, days[0] if days else None, days))
    return found


def deadline_readings(db: Database, task_ids: Sequence[str]) -> dict[str, list[Row]]:
    """How the deadline of each task was read: the reading taken first, then those that were not, with the reasons."""
    query = (
        "select * from deadline_readings where task_id in (select value from json_each(?)) order by task_id, position"
    )
    found: dict[str, list[Row]] = {}
    for row in db.query(query, [json.dumps(list(task_ids))]):
        row["due_days"] = json.loads(row["due_days"])
        found.setdefault(row.pop("task_id"), []).append(row)
    return found


def describe_task(db: Database, task_id: str, today: date, count: int = 6) -> Row | None:
    """All that is known of one task: its row, ``fields`` with their rules, ``deadline_readings``, the next days."""
    rows = list(db.query("select * from task_table where task_id = ?", [task_id]))
    if not rows:
        return None
    row = rows[0]
    duty = _duty(row, _documents(db))
    days = duty.between(today, today + _AHEAD)[:count] if duty is not None else []
    query = "select field, value, printed, origin, rule, confidence from task_fields where task_id = ? order by field"
    return _noted(row, days[0] if days else None, days) | {
        "fields": list(db.query(query, [task_id])),
        "deadline_readings": deadline_readings(db, [task_id]).get(task_id, []),
    }


def due_days_json(words: str, recurrence: str | None) -> str:
    """The due days of a recurring duty as a JSON array, without what is not said."""
    rules = find_due_days(words, recurrence)
    return json.dumps([{k: v for k, v in asdict(rule).items() if v not in (None, False)} for rule in rules])


def _documents(db: Database) -> dict[str, Row]:
    return {row["id"]: row for row in db.query("select id, issued_on, period_start, period_end from documents")}


def _duty(row: Row, documents: dict[str, Row]) -> Duty | None:
    return duty_of(row, documents[row["document_id"]]) if row["recurrence"] else None


def _looked_through(due_from: date | None, due_to: date | None, duty: Duty) -> tuple[date, date]:
    """The days to expand a duty for: at most ten years, from where both the question and the duty begin."""
    begun = [day for day in (due_from, duty.first) if day is not None]
    start = max(begun, default=(due_to or _LATEST) - _AHEAD)
    longest = min(start, _LATEST - 5 * _AHEAD) + 5 * _AHEAD
    return start, min(due_to or min(start, _LATEST - _AHEAD) + _AHEAD, longest)


def _is_due(row: Row, due_from: date | None, due_to: date | None, whole: bool) -> bool:
    """A due date alone is that one day; a first day alone has no end. Not ``whole``: only the last day counts."""
    first, last = _day(row["start_on"]) or _day(row["due_on"]), _day(row["due_on"])
    if first is None or (not whole and last is None):
        return False
    begins = first if whole or last is None else last
    return begins <= (due_to or date.max) and (last is None or last >= (due_from or date.min))


def _noted(row: Row, found: Occurrence | None, days: Sequence[Occurrence]) -> Row:
    return row | {
        "next_due_on": found.due_on.isoformat() if found else None,
        "next_due_cycle": found.cycle if found else None,
        "next_due_assumed": int(found.assumed) if found else None,
        "occurrences": [day.due_on.isoformat() for day in days],
    }


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
