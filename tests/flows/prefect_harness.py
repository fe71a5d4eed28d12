"""How the tests talk to a real Prefect server: as a user's browser would, over HTTP."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVER_SECONDS = 180.0
Row = dict[str, Any]


def wait_for(seconds: float, what: Callable[[], Any]) -> Any:
    """The first true value of ``what``, asked again and again."""
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, f"nothing after {seconds} s"
        time.sleep(0.5)
    return found


@dataclass(frozen=True)
class Nightly:
    """A running ``kehoach nightly --cron "* * * * *"`` that watches ``folder`` (a plan and a broken file)."""

    process: subprocess.Popen[bytes]
    folder: Path
    db: Path
    log: Path

    @property
    def url(self) -> str:
        found = re.search(r"Máy chủ Prefect: (http://127\.0\.0\.1:\d+)", self.log.read_text(encoding="utf-8"))
        return f"{found[1]}/api" if found else ""

    def ask(self, what: str, **body: Any) -> list[Row]:
        """POST to the API of the server, e.g. ``ask("flow_runs/filter", sort=…)``."""
        data = json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{what}", data, {"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            rows: list[Row] = json.load(answer)
        return rows

    def runs_of(self, flow: str) -> list[Row]:
        return self.ask("flow_runs/filter", flows={"name": {"any_": [flow]}}, sort="EXPECTED_START_TIME_ASC")


def clean_environment(**more: str) -> dict[str, str]:
    """No Prefect of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "KEHOACH_"))}
    return kept | {"PYTHONUNBUFFERED": "1", "HOME": more.pop("home")} | more
