"""The words of time that are data (``authority/deadline_words.yaml``): loading them, and what their notation means."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from extractors.authority import read_yaml

# "hằng" and "hàng" are one word; scanners print it with other marks and tear off its first letter.
_EVERY_AS_PRINTED = "h ?[ằàảẳẵăặ]ng"


@cache
def load_words() -> dict[str, Any]:
    """``deadline_words.yaml`` as read."""
    words: dict[str, Any] = read_yaml("deadline_words.yaml")
    return words


def compile_words(words: str) -> re.Pattern[str]:
    """The pattern of an entry of the data file: a space is any white space, ``hằng|hàng`` also its misprints."""
    words = words.replace("hằng|hàng", _EVERY_AS_PRINTED)
    return re.compile(words.replace(" ?", r"\s*").replace(" ", r"\s+"), re.IGNORECASE)


def amount_of(printed: str) -> int | None:
    """A number in digits or in words (``15``, ``mười lăm``)."""
    key = " ".join(printed.lower().split())
    if key.isdigit():
        return int(key)
    number: int | None = load_words()["number_words"].get(key)
    return number
