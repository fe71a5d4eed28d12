"""``kehoach``: the command line. Thin: it reads what the user typed, calls one function, prints what comes back.

Everything but click is imported inside the commands: ``kehoach --help`` must answer at once.
"""

from __future__ import annotations

import logging
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows import questions
from flows.arguments import PATH, Format, Mistake, db_option, format_option, workers_option

if TYPE_CHECKING:
    from pipeline.batch import BatchSummary

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


@main.command("import", short_help="Read files and folders into the database.")
@click.argument("paths", nargs=-1, required=True, type=PATH)
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


@main.command(short_help="Read one file and print its tasks.")
@click.argument("file", type=PATH)
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
    if file.is_dir():
        raise Mistake(f"“{file}” là thư mục; lệnh này đọc một tệp, cả thư mục thì dùng  kehoach import “{file}”.")
    results = process_file(file, str(file), extractor_version())
    rows = extraction_rows(results)
    if style == "json":
        print_json(rows)
    else:
        print_tasks(rows["tasks"])
        click.echo("\n\n".join(map(certificate, results)), err=True)
    sys.exit(0 if all(result.status in ("done", "skipped") for result in results) else 1)


@main.command(short_help="Import what is new in watched folders every night.")
@click.option("--watch", "folders", multiple=True, required=True, type=PATH, help="Folder to watch; may be repeated.")
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


@main.command(short_help="Score against right answers.")
@click.option("--gold", required=True, type=PATH, help="Folder of right answers (*.json).")
@click.option("--db", type=PATH, help="Score this database.")
@click.option(
    "--sources", type=PATH, help="Without --db: import this folder and score it; default: sources beside the answers."
)
@click.option("--only", default="", help="Only these answers, e.g. p01,w01.")
@click.option("--baseline", type=PATH, help="Compare with these scores; exit code 1 if one falls by more than 0.005.")
@click.option("--errors", type=click.IntRange(0), default=0, help="Print the first so many errors.")
@click.option("--report", "page", type=PATH, help="Also write an HTML page: figures, changes, each error in its place.")
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
    whole = read_baseline(baseline) if baseline else None
    stems = frozenset(filter(None, only.split(",")))
    report, kept = scored(gold, db, sources or gold.parent / "sources", stems, page=page, baseline=whole)
    if style == "json":
        print_json(report.as_dict())
    else:
        click.echo("\n".join(format_report(report, documents=True, errors=errors, baseline=kept)))
    drops = worse_than(kept, report) if kept else []
    for line in drops:
        click.echo(line, err=True)
    sys.exit(1 if drops else 0)


@main.command(short_help="Say which formats can be read here.")
def doctor() -> None:
    """Say which formats this machine can read, and what to install for the others.

    Nothing is ever required: a file that needs a missing program is kept with that reason.
    """
    from flows.tables import print_checks
    from pipeline.doctor import check_formats

    print_checks(check_formats())


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


for question in questions.COMMANDS:
    main.add_command(question)

if __name__ == "__main__":
    main()
