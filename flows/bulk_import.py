"""The Prefect flow of a bulk import: one task a document, readable in the Prefect UI, failed if a document failed.

The work itself is :class:`pipeline.batch.Importer`, the same as without Prefect: the tasks here are threads that wait
for its worker processes (Prefect's own process runner costs 152 ms a task, a thread 12 ms).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import click
from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture
from prefect.states import Completed, Failed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.tasks import Task

from flows.arguments import Mistake
from flows.report import counts_line, markdown_report, result_line
from pipeline.batch import BatchSummary, FileOutcome, Importer, list_files
from pipeline.offers import Offer

ARTIFACT_KEY = "ket-qua-nhap"
# Its threads only wait: the number of worker processes decides how much runs at once.
TASK_RUNNER = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=16))
_RETRY_SECONDS = [2.0, 10.0]  # a lock or a network share is back soon, or somebody has to look at it


class DocumentFailedError(Exception):
    """The state of a task whose file could not be read."""

    def __init__(self, outcome: FileOutcome) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


class ImportFailedError(Exception):
    """The state of a flow run in which a document failed."""

    def __init__(self, summary: BatchSummary) -> None:
        super().__init__(counts_line(summary))
        self.summary = summary


def may_pass_on_retry(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Only a locked database or an unreachable file is tried again: a broken file stays broken."""
    outcome = _outcome_of(state)
    return outcome is not None and outcome.may_pass


@task(
    name="nhập một tệp",
    task_run_name="{name}",
    retries=len(_RETRY_SECONDS),
    retry_delay_seconds=_RETRY_SECONDS,
    retry_condition_fn=may_pass_on_retry,
    cache_policy=NO_CACHE,
)
def import_document(importer: Importer, offer: Offer, name: str, turn: int) -> State[FileOutcome]:
    """Import one file; the state of the task says what became of it, the state's message why."""
    outcome = importer.import_offer(offer, turn)
    get_run_logger().info(result_line(outcome))
    if outcome.status == "failed":
        return Failed(message=outcome.reason, data=DocumentFailedError(outcome))
    return Completed(name=outcome.status.capitalize(), message=outcome.reason or result_line(outcome), data=outcome)


@flow(name="nhập kế hoạch", flow_run_name="nhập vào {db}", task_runner=TASK_RUNNER)
def bulk_import(paths: list[str], db: str, workers: int | None = None) -> State[BatchSummary]:
    """Import files and folders (recursive) into the database ``db``. Fails if a document failed."""
    return report_state(import_with_tasks(paths, db, workers))


def import_with_tasks(paths: Sequence[str], db: str, workers: int | None = None, again: bool = True) -> BatchSummary:
    """Inside a flow run: one task a file, every result awaited."""
    started = time.monotonic()
    with Importer(Path(db), workers=workers, again=again) as importer:
        offered: list[tuple[Offer, PrefectFuture[Any]]] = []
        outcomes: list[FileOutcome] = []
        for offer in importer.offers(list_files([Path(path) for path in paths])):
            if offer is None:  # too many archives are open: the oldest waiting task has to end first
                outcomes.append(_end_of(importer, len(outcomes), *offered[len(outcomes)]))
            else:
                offered.append((offer, import_document.submit(importer, offer, offer.name, len(offered))))
        while len(outcomes) < len(offered):
            outcomes.append(_end_of(importer, len(outcomes), *offered[len(outcomes)]))
        duplicates = importer.count_duplicates()
    return BatchSummary(tuple(outcomes), time.monotonic() - started, duplicates=duplicates)


def _end_of(importer: Importer, turn: int, offer: Offer, future: PrefectFuture[Any]) -> FileOutcome:
    """Wait for a task, its retries too; then what it read may be removed."""
    future.wait()
    importer.pass_turn(turn)  # a task that crashed before it began must not hold up the later ones
    offer.release()
    return _outcome_of(future.state) or FileOutcome(offer.name, "failed", future.state.message)


def report_state(summary: BatchSummary) -> State[BatchSummary]:
    """Publish the summary as an artifact of the run, and give the state that the run ends in."""
    words = counts_line(summary)
    create_markdown_artifact(markdown_report(summary), key=ARTIFACT_KEY, description=words)
    if summary.counts["failed"]:
        return Failed(message=words, data=ImportFailedError(summary))
    return Completed(message=words, data=summary)


def run_bulk_import(paths: list[str], db: str, workers: int | None = None) -> BatchSummary:
    """Run the flow from the command line; its summary comes back also where the run ends as failed."""
    try:
        state = bulk_import(paths, db, workers, return_state=True)
    except RuntimeError as error:  # what Prefect raises where its API cannot be reached
        advice = "hãy khởi động máy chủ Prefect, hoặc bỏ PREFECT_API_URL để nhập không cần Prefect"
        raise Mistake(f"Không kết nối được với Prefect ({error}): {advice}.") from error
    found = state.result(raise_on_failure=False)
    if isinstance(found, ImportFailedError):
        return found.summary
    if isinstance(found, BatchSummary):
        return found
    raise click.ClickException(f"Flow không chạy được: {state.message}")  # Prefect's log has the story


def _outcome_of(state: State[Any]) -> FileOutcome | None:
    """What a finished task says of its file; None where the task itself crashed."""
    found = state.result(raise_on_failure=False)
    if isinstance(found, DocumentFailedError):
        return found.outcome
    return found if isinstance(found, FileOutcome) else None
