"""What a saved web page puts around a document: menus, counters and polls, the visit's date, the metadata block.

The patterns are data: ``web_furniture.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from extractors.document import FurnitureKind
from extractors.text import clean
from pipeline.readers.two_columns import is_nation_title

_TOP = 40  # filled lines at the top of a page in which a metadata block may stand
_NEAR = 3  # filled lines between two labels of one block, at most
_TAIL_FROM = 0.5  # the share of the page after which a tail may open
_LONGEST_VALUE = 400


@dataclass(frozen=True, slots=True)
class _Rules:
    first_line: re.Pattern[str]
    anywhere: re.Pattern[str]
    tail: re.Pattern[str]
    official: re.Pattern[str]
    label: re.Pattern[str]
    empty_value: re.Pattern[str]
    stamp_opener: re.Pattern[str]
    stamp_line: re.Pattern[str]


@dataclass(slots=True)
class WebParts:
    """``kinds``: line number → kind of furniture; ``portal``: label → value pairs of the metadata block."""

    kinds: dict[int, FurnitureKind] = field(default_factory=dict)
    portal: list[tuple[str, str]] = field(default_factory=list)


def find_web_parts(lines: Sequence[str]) -> WebParts:
    """The furniture and the metadata among ``lines`` (white space and empty lines do not matter)."""
    rules = _rules()
    filled = [(number, clean(line)) for number, line in enumerate(lines) if line.strip()]
    parts = WebParts()
    if filled and rules.first_line.fullmatch(filled[0][1]):
        parts.kinds[filled[0][0]] = "web"
    _find_portal(filled[:_TOP], parts, rules)
    parts.kinds.update({number: "web" for number, line in filled if _is_menu(line, rules)})
    tail = _tail(filled, rules)
    parts.kinds.update({number: "web" for number, _ in filled[tail:]})
    for number in _stamp_lines(filled, rules):
        parts.kinds.setdefault(number, "stamp")
    return parts


def _is_menu(line: str, rules: _Rules) -> bool:
    """A line of page furniture, or several pieces of it with rules between (``In trang | Chia sẻ | Cỡ chữ: A- A+``)."""
    pieces = re.split(r"\s*[|•·]\s*", line)
    return all(rules.anywhere.fullmatch(piece) for piece in pieces if piece) and any(pieces)


def find_portal(lines: Sequence[str]) -> WebParts:
    """The metadata block anywhere among ``lines``, which are all known to stand outside the document."""
    parts = WebParts()
    _find_portal([(number, clean(line)) for number, line in enumerate(lines) if line.strip()], parts, _rules())
    return parts


def is_official(line: str) -> bool:
    """Whether ``line`` opens a part of an official document (a title, an annex), so that no page furniture it is."""
    return bool(_rules().official.fullmatch(clean(line)))


def _find_portal(filled: Sequence[tuple[int, str]], parts: WebParts, rules: _Rules) -> None:
    """Two different labels close together make a block; one may be a sentence of the plan (``Lĩnh vực y tế ...``)."""
    found: list[tuple[int, list[tuple[str, str]], list[int]]] = []
    for place, (number, line) in enumerate(filled):
        if is_nation_title(line):
            break
        pairs = list(_pairs(line, rules))
        if not pairs or not rules.label.match(line):
            continue
        used = [number]
        if not pairs[-1][1] and place + 1 < len(filled) and not rules.label.match(filled[place + 1][1]):
            pairs[-1] = (pairs[-1][0], filled[place + 1][1])
            used.append(filled[place + 1][0])
        found.append((place, pairs, used))
    for index, (place, pairs, used) in enumerate(found):
        neighbours = found[max(0, index - 1) : index + 2]
        labels = {label for p, near, _ in neighbours if abs(place - p) <= _NEAR for label, _ in near}
        if len(labels) < 2:
            continue
        parts.kinds.update(dict.fromkeys(used, "web"))
        parts.portal.extend((label, value) for label, value in pairs if _says_something(value, rules))


def _pairs(line: str, rules: _Rules) -> Iterator[tuple[str, str]]:
    """The label → value pairs of one line: ``Số hiệu 185/KH-UBND``, ``Số hiệu: | 2165/QĐ-UBND | Người ký: ...``."""
    starts = [m for m in rules.label.finditer(line) if m.start() == 0 or m["sign"] or line[: m.start()].endswith("| ")]
    for index, match in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(line)
        value = line[match.end() : end]
        yield clean(match["label"]), clean(value.strip(" |:"))


def _says_something(value: str, rules: _Rules) -> bool:
    return len(value) <= _LONGEST_VALUE and not rules.empty_value.fullmatch(value)


def _tail(filled: Sequence[tuple[int, str]], rules: _Rules) -> int:
    """The place in ``filled`` from which all lines are the page's; its length where there is no such tail."""
    for place, (_, line) in enumerate(filled):
        if place < len(filled) * _TAIL_FROM or not rules.tail.fullmatch(line):
            continue
        if not any(rules.official.fullmatch(later) for _, later in filled[place + 1 :]):
            return place
    return len(filled)


def _stamp_lines(filled: Sequence[tuple[int, str]], rules: _Rules) -> Iterator[int]:
    """The printed lines of a digital signature: ``Ký bởi: ...`` and what follows it."""
    in_stamp = False
    for number, line in filled:
        in_stamp = bool(rules.stamp_line.fullmatch(line)) if in_stamp else bool(rules.stamp_opener.fullmatch(line))
        if in_stamp:
            yield number


@cache
def _rules() -> _Rules:
    data: dict[str, Any] = yaml.safe_load(
        resources.files("pipeline.readers").joinpath("web_furniture.yaml").read_text("utf-8")
    )
    labels = sorted((re.escape(label) for label in data["portal_labels"]), key=len, reverse=True)
    return _Rules(
        first_line=_any_of(data["first_line"]),
        anywhere=_any_of(data["anywhere"]),
        tail=_any_of(data["tail"]),
        official=_any_of(data["official"]),
        label=re.compile(rf"(?<!\w)(?P<label>{'|'.join(labels)})(?!\w)\s*(?P<sign>[:|])?", re.IGNORECASE),
        empty_value=_any_of(data["empty_values"]),
        stamp_opener=_any_of([data["stamp_opener"]]),
        stamp_line=_any_of([data["stamp_lines"]]),
    )


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
