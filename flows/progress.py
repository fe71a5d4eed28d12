"""A progress bar for an import, on a terminal only; a log file gets nothing but the summary."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline.batch import Event


@contextmanager
def progress() -> Iterator[Callable[[Event], None]]:
    """What to call with each event of a batch."""
    if not sys.stderr.isatty():
        yield lambda event: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("", total=None)

        def show(event: Event) -> None:
            bar.update(line, completed=event.done, total=event.total)

        yield show
