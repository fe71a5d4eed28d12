"""Draws the picture of the README: a few tasks of the demo as a terminal shows them. ``make picture``."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from rich.console import Console

from flows.tables import rich_table, task_lines
from pipeline.search import query_tasks
from pipeline.store import open_reader


def main(database: Path, picture: Path) -> None:
    """Tasks that have a lead, a partner and a day, from several documents."""
    tasks = [
        t for t in query_tasks(open_reader(database)) if t["lead_agencies"] and t["due_on"] and len(t["task"]) < 140
    ]
    chosen = list({t["document_id"]: t for t in tasks if t["coordinating_agencies"]}.values())[:7]
    console = Console(record=True, width=150, file=io.StringIO())
    console.print(rich_table(task_lines(chosen)))
    console.save_svg(str(picture), title="kehoach tasks")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
