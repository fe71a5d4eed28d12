"""The commands that ask a database: tasks, their words, agencies, targets, documents, what to review.

Thin, as ``cli``: everything but click is imported inside the commands.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.arguments import DAY, DUE_WITHIN, Format, Mistake, db_option, duplicates_option, format_option

if TYPE_CHECKING:
    from sqlite_utils import Database


@click.command()
@db_option
@click.option("--agency", help="Lead or coordinating agency (name or abbreviation), with or without diacritics.")
@click.option(
    "--predecessors/--no-predecessors",
    default=True,
    show_default=True,
    help="With --agency: also tasks of agencies that have merged into it.",
)
@click.option("--due-from", type=DAY, help="Due on this day or later (2026-03-31 or 31/3/2026).")
@click.option("--due-to", type=DAY, help="Due on this day or earlier.")
@click.option("--due-within", type=DUE_WITHIN, help="Due within this time from today: 30d, 4w, 6m.")
@click.option("--due-between", nargs=2, type=DAY, metavar="DAY DAY", help="Due from the first day to the second.")
@click.option("--document", help="Number or id of a document, e.g. 185/KH-UBND.")
@click.option("--words", help="Contains these words.")
@click.option("--limit", type=click.IntRange(1), help="At most so many rows.")
@duplicates_option
@format_option("table", "json", "csv")
def tasks(
    db: Path,
    agency: str | None,
    predecessors: bool,
    due_from: date | None,
    due_to: date | None,
    due_within: date | None,
    due_between: tuple[date, date] | None,
    document: str | None,
    words: str | None,
    limit: int | None,
    duplicates: bool,
    style: Format,
) -> None:
    """List tasks by agency, deadline, document or words.

    A recurring task is due on the days on which it comes again ("trước ngày 20 hằng tháng"): the next one stands beside
    it. JSON also tells how each deadline was read and what else it may mean.
    """
    from flows.tables import print_rows, print_tasks
    from pipeline.search import query_tasks

    first, last = _window(due_from, due_to, due_within, due_between)
    opened = _open(db)
    rows = query_tasks(
        opened, agency, first, last, document, words, duplicates, limit, predecessors=predecessors, today=date.today()
    )
    if style == "table":
        print_tasks(rows)
    else:
        print_rows(_with_readings(opened, rows) if style == "json" else rows, style)


@click.command(short_help="Show one task with the rules behind its fields.")
@click.argument("task_id")
@db_option
@format_option("table", "json")
def show(task_id: str, db: Path, style: Format) -> None:
    """Show one task: its words, the rule behind each field, how its deadline was read and what else it may mean."""
    from flows.tables import print_json
    from flows.task_page import print_task
    from pipeline.due import describe_task

    task = describe_task(_open(db), task_id, date.today())
    if task is None:
        raise Mistake(f"Không có nhiệm vụ “{task_id}”; mã nhiệm vụ là cột task_id của  kehoach tasks --format json.")
    if style == "json":
        print_json(task)
    else:
        print_task(task)


@click.command(short_help="Find words, with or without diacritics.")
@click.argument("words", nargs=-1, required=True)
@db_option
@click.option("--document", help="Only in the document with this number or id.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many rows.")
@duplicates_option
@format_option("table", "json", "csv")
def search(words: tuple[str, ...], db: Path, document: str | None, limit: int, duplicates: bool, style: Format) -> None:
    """Find tasks with these words, typed with or without diacritics: "so noi vu" finds "Sở Nội vụ"."""
    from flows.tables import print_hits, print_rows
    from pipeline.search import search as find

    rows = find(_open(db), " ".join(words), limit, document, include_duplicates=duplicates)
    if style == "table":
        print_hits(rows)
    else:
        print_rows(rows, style)


@click.command(short_help="Who an agency is or was; agencies and their tasks.")
@click.argument("name", required=False)
@db_option
@click.option("--place", help="Where the agency is: tỉnh Hà Giang, or an issuer: UBND huyện Mộ Đức.")
@click.option("--on", "on", type=DAY, help="On this day (default: today): who was there, who belonged to a group.")
@click.option("--check", is_flag=True, help="Count the lists against the decrees; exit code 1 if one is not whole.")
@format_option("table", "json")
def agencies(name: str | None, db: Path, place: str | None, on: date | None, check: bool, style: Format) -> None:
    """Without NAME: the agencies of today and how many tasks of the database each has, those of predecessors too.

    With NAME: who that is or was, what became of it, and the members of a group such as "các sở, ban, ngành". Needs no
    database.
    """
    from flows.agencies import print_agencies, print_agency, print_list_checks

    if check:
        sys.exit(0 if print_list_checks(style) else 1)
    elif name is None:
        print_agencies(_open(db), style)
    elif not print_agency(name, place, on, style):
        raise Mistake(f"“{name}” không có trong danh mục cơ quan.")


@click.command(short_help="List targets (chỉ tiêu), also those without a task.")
@click.argument("words", nargs=-1)
@db_option
@click.option("--criterion", help="Words of the criterion, with or without diacritics.")
@click.option("--without-task", is_flag=True, help="Only targets for which the document assigns no task.")
@click.option("--missing", is_flag=True, help="Instead, the tasks for which no target is stated.")
@click.option("--due-from", type=DAY, help="Due on this day or later (2026-03-31 or 31/3/2026).")
@click.option("--due-to", type=DAY, help="Due on this day or earlier.")
@click.option("--due-within", type=DUE_WITHIN, help="Due within this time from today: 30d, 4w, 6m.")
@click.option("--document", help="Number or id of a document, e.g. 185/KH-UBND.")
@click.option("--limit", type=click.IntRange(1), help="At most so many rows.")
@click.option("--duplicates", is_flag=True, help="Also targets of copies of a document.")
@format_option("table", "json", "csv")
def targets(
    words: tuple[str, ...],
    db: Path,
    criterion: str | None,
    without_task: bool,
    missing: bool,
    due_from: date | None,
    due_to: date | None,
    due_within: date | None,
    document: str | None,
    limit: int | None,
    duplicates: bool,
    style: Format,
) -> None:
    """List targets (chỉ tiêu) by words, criterion or due day, and those that nobody is given a task for."""
    from flows.tables import print_rows, print_targets, print_tasks
    from pipeline.coverage import query_targets, tasks_without_target

    if due_within and (due_from or due_to):
        raise Mistake("Chỉ dùng --due-within hoặc --due-from/--due-to, không dùng cả hai.")
    if due_within:
        due_from, due_to = date.today(), due_within
    said = " ".join(words) or None
    if missing:
        rows = tasks_without_target(_open(db), said, due_from, due_to, document, duplicates, limit)
    else:
        rows = query_targets(
        _open(db), said, criterion, due_from, due_to, document,
        without_task=without_task, include_duplicates=duplicates, limit=limit,
    )  # fmt: skip
    if style == "table":
        (print_tasks if missing else print_targets)(rows)
    else:
        print_rows(rows, style)


@click.command(short_help="List every file and what became of it.")
@db_option
@duplicates_option
@format_option("table", "json", "csv")
def documents(db: Path, duplicates: bool, style: Format) -> None:
    """List every file that was imported, what became of it, and why if it could not be read.

    One plan in several files (PDF, Word, a portal's page, a scan) is listed once, as the best of them.
    """
    from flows.tables import print_documents, print_rows
    from pipeline.search import list_documents

    rows = list_documents(_open(db), include_duplicates=duplicates)
    if style == "table":
        print_documents(rows)
    else:
        print_rows(rows, style)


@click.command(short_help="List what to check first, and why.")
@db_option
@click.option("--document", help="Only of the document with this number or id.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many rows.")
@click.option("--accept", "accepted", multiple=True, metavar="TASK", help="Keep that this task is right as it stands.")
@format_option("table", "json", "csv")
def review(db: Path, document: str | None, limit: int, accepted: tuple[str, ...], style: Format) -> None:
    """List what to check first: tasks and issues, the most likely wrong before the others, and why.

    A task that was accepted leaves the queue, and stays accepted when its file is read again, unless it then reads
    otherwise.
    """
    from flows.tables import print_queue, print_rows
    from pipeline.review import review_queue
    from pipeline.store import open_store

    if accepted:
        _open(db).close()  # a database that is not there is not made
        with open_store(db) as store:
            try:
                store.accept(accepted)
            except KeyError as error:
                raise Mistake(f"Không có nhiệm vụ “{error.args[0]}”: lấy mã ở cột cuối của kehoach review.") from None
        return
    rows = review_queue(_open(db), document, limit)
    if style == "table":
        print_queue(rows)
    else:
        print_rows(rows, style)


COMMANDS = (tasks, show, search, agencies, targets, documents, review)


def _window(
    due_from: date | None, due_to: date | None, within: date | None, between: tuple[date, date] | None
) -> tuple[date | None, date | None]:
    """The two days between which tasks are looked for, from the one way in which the user may say it."""
    if sum((within is not None, between is not None, due_from is not None or due_to is not None)) > 1:
        raise Mistake("Chỉ dùng một trong các cách: --due-within, --due-between, hoặc --due-from/--due-to.")
    if within is not None:
        return date.today(), within
    first, last = between or (due_from, due_to)
    if first is not None and last is not None and last < first:
        raise Mistake("Ngày đầu đứng sau ngày cuối.")
    return first, last


def _with_readings(db: Database, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    from pipeline.due import deadline_readings

    readings = deadline_readings(db, [row["task_id"] for row in rows])
    return [row | {"deadline_readings": readings.get(row["task_id"], [])} for row in rows]


def _open(db: Path) -> Database:
    from pipeline.store import open_reader

    try:
        return open_reader(db)
    except FileNotFoundError:
        raise Mistake(f"Chưa có cơ sở dữ liệu “{db}”: hãy chạy  kehoach import THƯ-MỤC --db {db}") from None
