"""``kehoach``: the command line. Thin: it reads what the user typed, calls one function, prints what comes back.

Everything but click is imported inside the commands: ``kehoach --help`` must answer at once.
"""

from __future__ import annotations

import logging
import sqlite3
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from flows.arguments import DAY, DUE_WITHIN, Mistake

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.batch import BatchSummary

Format = Literal["table", "json", "csv"]
Command = TypeVar("Command", bound=Callable[..., Any])

HELP = """Turn the plans (kế hoạch) of provinces, districts and communes into a searchable table of tasks.

\b
Start here:
  kehoach import "Kế hoạch 2026" --db tasks.db     read every file of a folder
  kehoach tasks --agency "Sở Nội vụ"               what Sở Nội vụ leads or takes part in
  kehoach tasks --due-within 30d                   what is due in the next 30 days
  kehoach search "chuyen doi so"                   find words, with or without diacritics
  kehoach targets --without-task                   targets (chỉ tiêu) that no task is assigned for
  kehoach extract ke-hoach.pdf                     look at one file, no database needed

Importing the same file again changes nothing. A file that cannot be read is kept with the reason and what to do.
"""

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}
_PATH = click.Path(path_type=Path)
db_option = click.option(
    "--db", envvar="KEHOACH_DB", default="tasks.db", show_default=True, type=_PATH, help="SQLite database file."
)
workers_option = click.option("--workers", type=click.IntRange(1, 64), help="Reader processes; default: one per core.")
duplicates_option = click.option(
    "--duplicates", is_flag=True, help="Also copies of a document and the tasks they repeat."
)


def format_option(*choices: Format) -> Callable[[Command], Command]:
    return click.option("--format", "style", type=click.Choice(choices), default=choices[0], show_default=True,
                        help="How to print.")  # fmt: skip


class Commands(click.Group):
    """Says in plain words what is wrong with a database, whatever the command."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except sqlite3.Error as error:
            raise Mistake(f"Không dùng được cơ sở dữ liệu ({error}): hãy kiểm tra đường dẫn ở --db.") from error


@click.group(
    cls=Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(package_name="kehoach", message="kehoach %(version)s")
@click.option("--debug", is_flag=True, help="Log what the program does.")
def main(debug: bool) -> None:
    if debug:
        logging.basicConfig(level=logging.INFO)


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=_PATH)
@db_option
@workers_option
@click.option("--flow", "as_flow", is_flag=True, help="Run as a Prefect flow even without a Prefect server.")
def import_command(paths: tuple[Path, ...], db: Path, workers: int | None, as_flow: bool) -> None:
    """Read files and folders (with their subfolders) into the database.

    Where Prefect is configured (PREFECT_API_URL) the import runs as a Prefect flow. Exit code: 0 if every file was
    read, 1 if some were not or only in part, 2 if the command was typed wrongly.
    """
    from flows.prefect_settings import configured_api_url
    from flows.report import print_summary

    _must_exist(paths)
    run = _import_as_flow if as_flow or configured_api_url() else _import
    summary = run(paths, db, workers)
    print_summary(summary, db)
    sys.exit(_exit_code(summary))


@main.command()
@click.argument("file", type=_PATH)
@format_option("table", "json")
def extract(file: Path, style: Format) -> None:
    """Read one file; print its tasks and the account of what every item and table row became. Writes nothing.

    \b
    JSON is one object with the same keys for every file:
      documents   the documents that the file holds, one as a rule; several where a letter forwards a plan
      document    the first of them
      tasks, targets, issues, account   rows of all of them; document_id says which one a row is of
    """
    from flows.tables import print_json, print_tasks
    from pipeline.certificate import certificate
    from pipeline.output import extraction_rows
    from pipeline.process import extractor_version, process_file

    _must_exist([file])
    results = process_file(file, str(file), extractor_version())
    rows = extraction_rows(results)
    if style == "json":
        print_json(rows)
    else:
        print_tasks(rows["tasks"])
        click.echo("\n\n".join(map(certificate, results)), err=True)
    sys.exit(0 if all(result.status in ("done", "skipped") for result in results) else 1)


@main.command()
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


@main.command()
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


@main.command()
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


@main.command()
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


@main.command()
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


@main.command()
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


@main.command()
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


@main.command()
@click.option("--watch", "folders", multiple=True, required=True, type=_PATH, help="Folder to watch; may be repeated.")
@db_option
@workers_option
@click.option("--cron", default="0 1 * * *", show_default=True, help="When to run (cron syntax).")
@click.option("--timezone", default="Asia/Ho_Chi_Minh", show_default=True, help="Time zone of the schedule.")
@click.option("--once", is_flag=True, help="Run once now and end; needs no Prefect server.")
def nightly(folders: tuple[Path, ...], db: Path, workers: int | None, cron: str, timezone: str, once: bool) -> None:
    """Every night, import the new and changed files of the watched folders.

    Without a configured Prefect server it starts one on this machine, which ends with the command (Ctrl-C).
    """
    _must_exist(folders)
    folders = tuple(folder.resolve() for folder in folders)  # the same names by hand and by schedule
    if once:
        from flows.report import print_summary

        summary = _import(folders, db, workers, again=False)
        print_summary(summary, db)
        sys.exit(_exit_code(summary))
    from flows.prefect_settings import set_environment

    set_environment(db)
    from flows.nightly import serve_nightly

    serve_nightly(folders, db, cron, timezone, workers)


@main.command()
@click.option("--gold", required=True, type=_PATH, help="Folder of right answers (*.json).")
@click.option("--db", type=_PATH, help="Score this database.")
@click.option(
    "--sources", type=_PATH, help="Without --db: import this folder and score it; default: sources beside the answers."
)
@click.option("--only", default="", help="Only these answers, e.g. p01,w01.")
@click.option("--baseline", type=_PATH, help="Compare with these scores; exit code 1 if one falls by more than 0.005.")
@click.option("--errors", type=click.IntRange(0), default=0, help="Print the first so many errors.")
@click.option(
    "--report", "page", type=_PATH, help="Also write an HTML page: figures, changes, each error in its place."
)
@format_option("table", "json")
def evaluate(
    gold: Path,
    db: Path | None,
    sources: Path | None,
    only: str,
    baseline: Path | None,
    errors: int,
    page: Path | None,
    style: Format,
) -> None:
    """Score against right answers: precision, recall and F1 of each field and of whole records, invented values."""
    from flows.scoring import read_baseline, scored, worse_than
    from flows.tables import print_json
    from pipeline.score import format_report

    _must_exist([path for path in (gold, db, sources, baseline) if path])
    kept = read_baseline(baseline) if baseline else None
    stems = frozenset(filter(None, only.split(",")))
    report = scored(gold, db, sources or gold.parent / "sources", stems, page=page, baseline=kept)
    if style == "json":
        print_json(report.as_dict())
    else:
        click.echo("\n".join(format_report(report, documents=True, errors=errors, baseline=kept)))
    drops = worse_than(kept, report) if kept else []
    for line in drops:
        click.echo(line, err=True)
    sys.exit(1 if drops else 0)


@main.command()
def doctor() -> None:
    """Say which formats this machine can read, and what to install for the others.

    Nothing is ever required: a file that needs a missing program is kept with that reason.
    """
    from flows.tables import print_checks
    from pipeline.doctor import check_formats

    print_checks(check_formats())


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


def _import(paths: Sequence[Path], db: Path, workers: int | None, *, again: bool = True) -> BatchSummary:
    from flows.progress import progress
    from pipeline.batch import import_paths

    with progress() as on_event:
        return import_paths(paths, db, workers=workers, again=again, on_event=on_event)


def _import_as_flow(paths: Sequence[Path], db: Path, workers: int | None) -> BatchSummary:
    from flows.prefect_settings import set_environment

    set_environment(db)
    from flows.bulk_import import run_bulk_import

    return run_bulk_import([str(path) for path in paths], str(db), workers)


def _exit_code(summary: BatchSummary) -> int:
    """0: every file is done or skipped; 1: some are not, or the user ended it early."""
    return 1 if summary.troubled or summary.stopped else 0


def _must_exist(paths: Sequence[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise Mistake(f"Không có tệp hay thư mục “{path}”.")


def _open(db: Path) -> Database:
    from pipeline.store import open_reader

    try:
        return open_reader(db)
    except FileNotFoundError:
        raise Mistake(f"Chưa có cơ sở dữ liệu “{db}”: hãy chạy  kehoach import THƯ-MỤC --db {db}") from None


if __name__ == "__main__":
    main()
