"""One task on paper: its words, the rule behind each field, and how its deadline was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from flows.tables import CYCLE_WORDS, day_words, deadline_words, next_due_words

Row = Mapping[str, Any]

_FIELDS = {
    "task": "Nhiệm vụ",
    "criterion": "Tiêu chí",
    "target": "Mục tiêu",
    "lead": "Chủ trì",
    "coordinating": "Phối hợp",
    "actors": "Thực hiện",
    "deadline": "Thời hạn (nguyên văn)",
    "product": "Sản phẩm",
}


def print_task(task: Row) -> None:
    """The page of one task (`pipeline.due.describe_task`)."""
    click.echo("\n".join(task_lines(task)))


def task_lines(task: Row) -> Iterator[str]:
    """The lines of the page."""
    place = f"mục {task['section'] or '–'}" + (f", trang {task['page']}" if task["page"] else "")
    yield f"{task['task_id']}  ({place})"
    known = {field["field"]: field for field in task["fields"]}
    for name, title in _FIELDS.items():
        if name in known:
            field = known[name]
            yield f"{title}: {field['value']}"
            yield f"    [{field['rule']}, độ tin cậy {field['confidence']:.2f}]"
    yield from _deadline_lines(task)


def _deadline_lines(task: Row) -> Iterator[str]:
    readings = task["deadline_readings"]
    if not readings:
        return
    yield f"Thời hạn được hiểu là: {_reading_words(readings[0]) or deadline_words(task)}"
    yield f"    {readings[0]['reason']}"
    if task["next_due_on"]:
        days = ", ".join(day_words(day) for day in task["occurrences"])
        yield f"Kỳ hạn tới: {next_due_words(task)}"
        yield f"    các kỳ: {days}"
    if readings[1:]:
        yield "Cách hiểu khác, không chọn:"
        for other in readings[1:]:
            yield f"  – “{other['printed']}” → {_reading_words(other) or 'không có ngày'}"
            yield f"    {other['reason']}"


def _reading_words(reading: Row) -> str:
    days = [day_words(reading[column]) for column in ("start_on", "due_on") if reading[column]]
    codes = (reading["recurrence"] or "").split("+")
    return "; ".join(filter(None, [" – ".join(days), *(CYCLE_WORDS.get(code, "") for code in codes)]))
