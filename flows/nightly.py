"""The nightly ingestion of watched folders: a Prefect deployment on a cron schedule, served from this process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from prefect import flow, serve
from prefect.client.schemas.objects import State
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Schedule
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.types.entrypoint import EntrypointType

from flows.arguments import Mistake
from flows.bulk_import import TASK_RUNNER, import_with_tasks, report_state
from flows.prefect_settings import running_api
from pipeline.batch import BatchSummary

DEPLOYMENT = "hằng đêm"


@flow(name="nhập hằng đêm", flow_run_name="nhập vào {db}", task_runner=TASK_RUNNER)
def nightly_import(folders: list[str], db: str, workers: int | None = None) -> State[BatchSummary]:
    """Import what is new or changed in ``folders``; what was read before, with whatever result, stays as it is.

    Fails if a new document failed: once, in the night it came, not in every night after.
    """
    return report_state(import_with_tasks(folders, db, workers, again=False))


def serve_nightly(folders: Sequence[Path], db: Path, cron: str, timezone: str, workers: int | None = None) -> None:
    """Serve the schedule until the process is ended, with a local Prefect server if no API is configured.

    ``folders``: absolute, as the flow runs in a process of its own.
    """
    schedule = _schedule(cron, timezone)
    parameters = {"folders": [str(folder) for folder in folders], "db": str(db.resolve()), "workers": workers}
    # Prefect read its settings when it was imported, before there was a server.
    with running_api() as url, temporary_settings({PREFECT_API_URL: url}):
        deployment = RunnerDeployment.from_flow(
            nightly_import,
            DEPLOYMENT,
            schedule=schedule,
            parameters=parameters,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        serve(deployment, limit=1)  # two imports at once would only wait for each other


def _schedule(cron: str, timezone: str) -> Schedule:
    try:
        ZoneInfo(timezone)
        return Cron(cron, timezone=timezone)
    except (ValueError, KeyError, OSError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise Mistake(f'Lịch “{cron}” ({timezone}) không đúng; ví dụ --cron "0 1 * * *" là 1 giờ sáng.') from error
