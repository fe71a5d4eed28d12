"""What a user types at the command line, turned into values; mistakes are said in plain words with exit code 2."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

Format = Literal["table", "json", "csv"]
Command = TypeVar("Command", bound=Callable[..., Any])
_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})|"
                  r"(?P<day2>\d{1,2})/(?P<month2>\d{1,2})/(?P<year2>\d{4})")  # fmt: skip
_WITHIN = re.compile(r"(\d{1,4})\s*(d|ngày|w|tuần|m|tháng)", re.IGNORECASE)


class Mistake(click.ClickException):
    """The command was used wrongly; the message says how to use it."""

    exit_code = 2


class DayType(click.ParamType[date]):
    """``2026-03-31`` or ``31/3/2026``."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        day = parse_day(value.strip())
        return day or self.fail(f"“{value}” không phải là ngày; hãy viết như 2026-03-31 hoặc 31/3/2026.", param, ctx)


class DueWithinType(click.ParamType[date]):
    """``30d``, ``4w``, ``6m`` (also ``30 ngày``, ``4 tuần``, ``6 tháng``): the last day of that time from today."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        found = _WITHIN.fullmatch(value.strip())
        if not found:
            self.fail(f"Không hiểu “{value}”; hãy viết như 30d (ngày), 4w (tuần), 6m (tháng).", param, ctx)
        return last_day(date.today(), int(found[1]), found[2].lower())


def parse_day(words: str) -> date | None:
    found = _DAY.fullmatch(words)
    if found is None:
        return None
    parts = [int(found[name] or found[f"{name}2"]) for name in ("year", "month", "day")]
    try:
        return date(*parts)
    except ValueError:  # 31/2/2026
        return None


def last_day(today: date, count: int, unit: str) -> date:
    """The day ``count`` days, weeks or calendar months after ``today`` (31 January + 1 month is 28 or 29 February)."""
    if unit in ("m", "tháng"):
        year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
        return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
    return today + timedelta(days=count * (7 if unit in ("w", "tuần") else 1))


DAY = DayType()
DUE_WITHIN = DueWithinType()
PATH = click.Path(path_type=Path)
db_option = click.option(
    "--db", envvar="KEHOACH_DB", default="tasks.db", show_default=True, type=PATH, help="SQLite database file."
)
workers_option = click.option("--workers", type=click.IntRange(1, 64), help="Reader processes; default: one per core.")
duplicates_option = click.option(
    "--duplicates", is_flag=True, help="Also copies of a document and the tasks they repeat."
)


def format_option(*choices: Format) -> Callable[[Command], Command]:
    return click.option("--format", "style", type=click.Choice(choices), default=choices[0], show_default=True,
                        help="How to print.")  # fmt: skip
