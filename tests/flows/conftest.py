"""A real `kehoach nightly` with the Prefect server that it starts."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from prefect_harness import SERVER_SECONDS, Nightly, clean_environment, wait_for
from sample_plan import PLAN


@pytest.fixture(scope="session")
def nightly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nightly]:
    place = tmp_path_factory.mktemp("nightly")
    folder = place / "watched"
    folder.mkdir()
    (folder / "ke-hoach.txt").write_text(PLAN, encoding="utf-8")
    (folder / "hong.pdf").write_bytes(b"%PDF-1.7 cut")
    db, log = place / "tasks.db", place / "log"
    command = [sys.executable, "-m", "flows.cli", "nightly", "--watch", str(folder), "--db", str(db)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--cron", "* * * * *", "--workers", "1"],
            stdout=output,
            stderr=output,
            env=clean_environment(home=str(place)),
        )
    running = Nightly(process, folder, db, log)
    try:
        wait_for(SERVER_SECONDS, lambda: process.poll() is not None or running.url)
        assert process.poll() is None, log.read_text(encoding="utf-8")
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
