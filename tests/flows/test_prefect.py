"""The flows under a real Prefect server: states, artifacts, a schedule that really fires, and a clean end."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from prefect_harness import Nightly, clean_environment, wait_for
from sample_plan import PLAN

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]  # one server for all of them


def statuses(db: Path) -> dict[str, str]:
    with sqlite3.connect(db) as connection:
        return {Path(path).name: status for path, status in connection.execute("select path, status from documents")}


def test_an_import_runs_as_a_flow_where_an_api_is_configured(nightly: Nightly, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(PLAN, encoding="utf-8")
    (folder / "b.txt").write_text(PLAN.replace("185/", "186/"), encoding="utf-8")
    (folder / "hong.pdf").write_bytes(b"%PDF-1.7 cut")
    environment = clean_environment(home=str(tmp_path), PREFECT_API_URL=nightly.url)
    command = [sys.executable, "-m", "flows.cli", "import", str(folder), "--db", str(tmp_path / "tasks.db")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1, done.stderr
    assert "3 tệp (2 đã đọc đủ, 1 không đọc được), 4 nhiệm vụ" in done.stdout
    assert statuses(tmp_path / "tasks.db") == {"a.txt": "done", "b.txt": "done", "hong.pdf": "failed"}

    (run,) = nightly.runs_of("nhập kế hoạch")
    assert (run["state"]["type"], run["name"]) == ("FAILED", f"nhập vào {tmp_path / 'tasks.db'}")
    assert run["state"]["message"].startswith("3 tệp")
    tasks = nightly.ask("task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
    assert {Path(task["name"]).name: task["state"]["type"] for task in tasks} == {
        "a.txt": "COMPLETED",
        "b.txt": "COMPLETED",
        "hong.pdf": "FAILED",
    }
    (failed,) = (task for task in tasks if task["state"]["type"] == "FAILED")
    assert failed["state"]["message"].endswith(".")
    assert failed["run_count"] == 1  # a broken file stays broken: no retry
    (artifact,) = nightly.ask("artifacts/filter", flow_runs={"id": {"any_": [run["id"]]}})
    assert "| Tệp | Kết quả | Lý do |" in artifact["data"]
    assert failed["state"]["message"] in artifact["data"]


def test_a_scheduled_run_really_happens(nightly: Nightly) -> None:
    def first_run() -> str | None:
        ended = [run for run in nightly.runs_of("nhập hằng đêm") if run["state"]["type"] in ("COMPLETED", "FAILED")]
        return ended[0]["state"]["message"] if ended else None

    message = wait_for(150, first_run)
    assert message.startswith("2 tệp (1 đã đọc đủ, 1 không đọc được), 2 nhiệm vụ")
    assert statuses(nightly.db) == {"ke-hoach.txt": "done", "hong.pdf": "failed"}


def test_prefect_keeps_its_state_out_of_our_database(nightly: Nightly) -> None:
    assert (nightly.db.with_suffix(".prefect") / "prefect.db").is_file()

    def tables() -> set[str]:
        with sqlite3.connect(nightly.db) as connection:
            return {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}

    wait_for(150, lambda: "documents" in tables() or None)  # the first scheduled run makes it
    assert "flow_run" not in tables()


def test_the_server_ends_with_the_command(nightly: Nightly) -> None:
    """The last test of this file: it ends what the others use."""
    url = nightly.url
    nightly.process.send_signal(signal.SIGTERM)
    nightly.process.wait(60)
    with pytest.raises(urllib.error.URLError):
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{url}/health", timeout=5)
