"""Which Prefect is used, told without importing Prefect."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.prefect_settings import configured_api_url, set_environment

PROFILES = """active = "office"

[profiles.office]
PREFECT_API_URL = "http://10.0.0.5:4200/api"

[profiles.empty]
"""


@pytest.fixture(autouse=True)
def no_prefect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH", "PREFECT_HOME", "DO_NOT_TRACK"):
        monkeypatch.setenv(name, "")  # so that what a test sets is taken back
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_nothing_is_configured_by_default() -> None:
    assert configured_api_url() is None


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".prefect").mkdir()
    (tmp_path / ".prefect" / "profiles.toml").write_text(PROFILES)
    assert configured_api_url() == "http://10.0.0.5:4200/api"
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    assert configured_api_url() == "http://127.0.0.1:1/api"


@pytest.mark.parametrize(("profile", "url"), [("office", "http://10.0.0.5:4200/api"), ("empty", None), ("gone", None)])
def test_the_active_profile_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str, url: str | None
) -> None:
    (tmp_path / "profiles.toml").write_text(PROFILES)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setenv("PREFECT_PROFILE", profile)
    assert configured_api_url() == url


def test_a_broken_profiles_file_is_no_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "profiles.toml").write_text("active = ")
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    assert configured_api_url() is None


def test_our_prefect_stands_beside_the_database_and_tells_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    set_environment(tmp_path / "tasks.db")
    assert os.environ["PREFECT_HOME"] == str(tmp_path / "tasks.prefect")
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_a_prefect_of_the_user_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    set_environment(tmp_path / "tasks.db")
    assert "PREFECT_HOME" not in os.environ
