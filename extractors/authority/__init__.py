"""The authority lists: agencies, groups, provinces, abbreviations and the words around them, as data files beside this
module. Each file is read once a process.

Sources: Nghị định 24/2014, 37/2014, 107/2020, 108/2020, 33/2023, 45/2025 and 150/2025/NĐ-CP (departments and posts),
Nghị quyết 176/2025/QH15 (ministries), Nghị quyết 202/2025/QH15 (63 → 34 provinces). ``[U]`` in the column ``basis``:
not confirmed by an official page.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency of the list. ``level``: central, province, region, district, commune or any; open dates are None.

    ``class_``: what it is among its like: ``department`` (every province has it), ``special`` (some have), ``office``
    of a district or commune, ``post``, ``committee``, ``council``, ``party``, ``front``, ``mass``, ``association``,
    ``vertical`` (an arm of a ministry, the army, police, courts), ``board``, ``unit``, ``ministry``, ``central``.
    """

    canonical: str
    level: str
    class_: str
    aliases: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Members:
    """Who belongs to a group: the listed agencies of a level and class, or one agency in each unit of a level.

    ``certain``: False where only some provinces have them, or usage is not settled.
    """

    level: str
    class_: str | None = None
    each: str | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A group of agencies that is named as one ("các sở, ban, ngành"); never split, but its members can be told."""

    canonical: str
    aliases: tuple[str, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    members: tuple[Members, ...] = ()


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of an agency: ``merged`` into or ``renamed`` to another, ``divided`` among several (``share``: the
    part of its duties that went there, an estimate), or ``moved``: some duties went while it goes on.

    ``where``: the kinds of place for which it holds (``phường`` has other offices than ``xã``); () for all.
    """

    predecessor: str
    predecessor_level: str
    successor: str
    successor_level: str
    since: date
    kind: str
    share: float
    where: tuple[str, ...]
    duties: str
    basis: str


@dataclass(frozen=True, slots=True)
class Province:
    """A province or city of the 63 before 01/07/2025, and the one of the 34 that it is part of since then.

    ``city_from``: the day on which a province became a city; ``name_before_city``: what it was called until then.
    """

    name: str
    aliases: tuple[str, ...]
    type_until_2025: str
    successor: str
    successor_type: str
    successor_from: date | None
    city_from: date | None
    name_before_city: str


@cache
def agencies() -> tuple[Agency, ...]:
    """``agencies.tsv``; the same name may stand at two levels (``Phòng Kinh tế`` of a district and of a commune)."""
    return tuple(
        Agency(
            row["canonical"],
            row["level"],
            row["class"],
            _split(row["aliases"]),
            _first_day(row["valid_from"]),
            _last_day(row["valid_to"]),
            row["basis"],
        )
        for row in read_tsv("agencies.tsv")
    )


@cache
def groups() -> tuple[Group, ...]:
    """``agency_groups.tsv``."""
    return tuple(
        Group(
            row["canonical"],
            _split(row["aliases"]),
            _first_day(row["valid_from"]),
            _last_day(row["valid_to"]),
            tuple(_members(cell) for cell in _split(row["members"])),
        )
        for row in read_tsv("agency_groups.tsv")
    )


def _members(cell: str) -> Members:
    """``province/department``, ``province/special?``, ``each district: Ủy ban nhân dân huyện``."""
    if cell.startswith("each "):
        level, agency = cell.removeprefix("each ").split(": ")
        return Members(level, each=agency)
    level, class_ = cell.removesuffix("?").split("/")
    return Members(level, class_, certain=not cell.endswith("?"))


@cache
def successions() -> tuple[Succession, ...]:
    """``agency_successions.tsv``: what became of the agencies and groups that ended."""
    return tuple(
        Succession(
            row["predecessor"],
            row["predecessor_level"],
            row["successor"],
            row["successor_level"],
            date.fromisoformat(row["since"]),
            row["kind"],
            float(row["share"]),
            _split(row["where"]),
            row["duties"],
            row["basis"],
        )
        for row in read_tsv("agency_successions.tsv")
    )


@cache
def provinces() -> tuple[Province, ...]:
    """``provinces.tsv``: 63 rows."""
    return tuple(
        Province(
            row["name"],
            _split(row["aliases"]),
            row["type_until_2025"],
            row["successor"],
            row["successor_type"],
            _first_day(row["successor_from"]),
            _first_day(row["city_from"]),
            row["name_before_city"],
        )
        for row in read_tsv("provinces.tsv")
    )


@cache
def abbreviations() -> dict[str, str]:
    """``abbreviations.tsv``: abbreviation → its one full form; those with several meanings are left out."""
    return {row["abbr"]: row["full"] for row in read_tsv("abbreviations.tsv") if " / " not in row["full"]}


@cache
def agency_words() -> dict[str, Any]:
    """``agency_words.yaml``: the words that decide where an agency's name begins and ends."""
    words: dict[str, Any] = read_yaml("agency_words.yaml")
    return words


def read_tsv(name: str) -> list[dict[str, str]]:
    """The rows of a TSV file of this folder; an empty cell is ``''``."""
    lines = (files(__name__) / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_yaml(name: str) -> Any:
    """The content of a YAML file of this folder."""
    return yaml.safe_load((files(__name__) / name).read_text(encoding="utf-8"))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def _first_day(cell: str) -> date | None:
    """``2025`` and ``2025-02`` stand for the first day of the year or month: the rest is not established."""
    if not cell:
        return None
    year, month, day = (*map(int, cell.split("-")), 1, 1)[:3]
    return date(year, month, day)


def _last_day(cell: str) -> date | None:
    if not cell:
        return None
    parts = [int(part) for part in cell.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])
