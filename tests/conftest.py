"""What all tests share: the flag that rewrites the golden files, and a Hypothesis profile for busy machines."""

from __future__ import annotations

import pytest
from hypothesis import settings

# A slow or shared machine must not fail a test by the clock; the same examples every time keep a failure repeatable.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/golden/*.json from what is extracted now"
    )
