"""What all tests share: the flag that rewrites the golden files, and a Hypothesis profile for busy machines."""

from __future__ import annotations

from multiprocessing import util

import pytest
from hypothesis import settings

# multiprocessing keeps the folder of its sockets for the life of a process: it must be chosen before a test moves the
# temporary folder to a place whose path is too long for a socket.
util.get_temp_dir()

# A slow or shared machine must not fail a test by the clock; the same examples every time keep a failure repeatable.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/golden/*.json from what is extracted now"
    )
