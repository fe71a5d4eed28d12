"""Where Prefect runs, and how: its own database beside ours, no telemetry, enough time to start.

Imports no Prefect: its settings are read from the environment when it is imported, so they must be there before.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

_ALWAYS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # A fresh Prefect database takes 19-37 s to set up on two cores, and Prefect gives up after 20 s by default.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # Results are in our database; Prefect keeps states and artifacts only.
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}
_SERVER_SECONDS = 180.0
_STOP_SECONDS = 15.0


def set_environment(db: Path) -> None:
    """Set what Prefect reads when it is imported; what the user has set stays.

    Prefect's own state goes into ``<db>.prefect/`` beside the database, unless the user has a Prefect of their own.
    """
    for name, value in _ALWAYS.items():
        os.environ.setdefault(name, value)
    if configured_api_url() is None:
        os.environ.setdefault("PREFECT_HOME", str(db.resolve().with_suffix(".prefect")))


def configured_api_url() -> str | None:
    """The address of the Prefect API that the user has configured, in the environment or in the active profile."""
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    home = Path(os.environ.get("PREFECT_HOME", Path.home() / ".prefect"))
    profiles = Path(os.environ.get("PREFECT_PROFILES_PATH", home / "profiles.toml"))
    try:
        stored = tomllib.loads(profiles.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return None
    active = os.environ.get("PREFECT_PROFILE", stored.get("active", ""))
    url = stored.get("profiles", {}).get(active, {}).get("PREFECT_API_URL")
    return str(url) if url else None


@contextmanager
def running_api() -> Iterator[str]:
    """The address of a Prefect API: the configured one, else that of a local server, which ends with the block."""
    url = configured_api_url()
    if url is not None:
        yield url
        return
    port = _free_port()
    url = f"http://127.0.0.1:{port}/api"
    with _ended_by_sigterm(), _server(port) as server:
        _wait_until_healthy(url, server)
        click.echo(f"Máy chủ Prefect: {url.removesuffix('/api')} (dừng bằng Ctrl-C)")
        os.environ["PREFECT_API_URL"] = url  # for the processes that run the flows
        try:
            yield url
        finally:
            del os.environ["PREFECT_API_URL"]


@contextmanager
def _server(port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with _server_log().open("ab") as log:
        # A session of its own: Ctrl-C must reach the flow first, which still has to report its end to the server.
        server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does; by default it would leave the server running."""

    def end(*_: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _server_log() -> Path:
    home = Path(os.environ["PREFECT_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    return home / "server.log"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _SERVER_SECONDS
    # No proxy: the address is this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with opener.open(f"{url}/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise click.ClickException(f"Không khởi động được máy chủ Prefect; xem {_server_log()}.")
