"""Questions about agencies: which tasks are an agency's today, who it was, what it became, who belongs to a group."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlite_utils import Database

from extractors.agency_history import PlacedAgency, current, in_being, located, members_of, next_steps
from extractors.agency_resolution import Resolver, named_agencies, named_groups
from extractors.authority import Agency, Group, agencies, successions
from extractors.provinces import TWO_LEVELS, Place, place_in, province_place
from extractors.text import compare_key, fold

Row = dict[str, Any]

MAIN_SHARE = 0.5  # who has at least this part of an agency's duties is its successor without more ado


def agency_filter(db: Database, agency: str, *, predecessors: bool = True) -> tuple[str, list[Any]]:
    """A condition on ``task_table`` and its values: tasks that ``agency`` leads or takes part in.

    ``agency``: words of its printed or canonical name, or an abbreviation of the list, without regard to diacritics.
    ``predecessors``: also tasks of agencies that it is the successor of today, wholly or in the main (``MAIN_SHARE``):
    ``Sở Tài chính`` has those of ``Sở Kế hoạch và Đầu tư``.
    """
    words = fold(compare_key(agency))
    needles, ids = [words], []
    if "current_agencies" in db.view_names():  # a database that no newer import has opened has no lists yet
        aliases = "select agencies.folded as folded from agency_aliases join agencies on agencies.id = agency_id"
        needles += [row["folded"] for row in db.query(f"{aliases} where agency_aliases.folded = ?", [words])]
        if predecessors:
            taken_over = "select agency_id from current_agencies where steps > 0 and share >= ? and ("
            taken_over += " or ".join(["instr(' ' || current_folded || ' ', ?)"] * len(needles)) + ")"
            values = [MAIN_SHARE, *(f" {needle} " for needle in needles)]
            ids = [row["agency_id"] for row in db.query(taken_over, values)]
    named = ["instr(' ' || folded_name || ' ', ?)", "instr(' ' || folded_canonical || ' ', ?)"] * len(needles)
    taken = ["agency_id in (select value from json_each(?))"] if ids else []
    condition = (
        "exists (select 1 from task_agencies where task_id = task_table.task_id "
        f"and role in ('lead', 'coordinating') and ({' or '.join([*named, *taken])}))"
    )
    words_twice = [f" {needle} " for needle in needles for _ in range(2)]
    return condition, [*words_twice, *([json.dumps(ids)] if ids else [])]


def agencies_today(db: Database) -> list[Row]:
    """Each agency of today with the number of tasks that it leads, helps with or acts in, the busiest first.

    A task whose agency was divided counts for each that may have it now, and its share says with which confidence;
    names that are not resolved are counted in one row without agency.
    """
    return list(
        db.query(
            "select current_agency as agency, "
            "count(distinct case when role = 'lead' then task_id end) as leads, "
            "count(distinct case when role = 'coordinating' then task_id end) as helps, "
            "count(distinct case when role = 'actor' then task_id end) as acts, "
            "count(distinct case when steps > 0 then task_id end) as taken_over, "
            "round(avg(confidence), 2) as confidence "
            "from tasks_by_current_agency where duplicate_of is null group by current_agency "
            "order by current_agency is null, leads desc, helps desc, agency"
        )
    )


def describe(name: str, place: str | None, on: date, today: date) -> list[Row]:
    """What the lists say of every agency or group that bears ``name``; [] where none does.

    ``place``: an issuer or a place (``tỉnh Hà Giang``, ``huyện Châu Thành, tỉnh Long An``) that it belongs to;
    ValueError where that names no place. ``on``: the day for which a group's members
    are told. ``today``: the day for which it is said what an agency is now.
    """
    if place is not None and place_in(place, on) is None:
        province = province_place(place, on)
        if province is None:
            raise ValueError(place)
        place = str(province)
    resolver = Resolver(on, place, text=place or "")
    found = resolver.resolve(name)
    rows: list[Row] = [_group(group, place, on) for group in named_groups(name)]
    if found.agency is not None and found.agency.place is not None:
        placed = [found.agency]
    else:
        listed = [PlacedAgency(agency) for agency in named_agencies(name)]
        placed = list(found.meant) or listed or ([found.agency] if found.agency else [])
    if not rows or found.agency is not None:
        rows += [_agency(one, today) for one in dict.fromkeys(_settled(placed, on, place or ""))]
    return rows


def _settled(placed: Iterable[PlacedAgency], on: date, text: str) -> Iterable[PlacedAgency]:
    for one in placed:
        # One that ended before that day is looked for in the time in which it was there.
        ended = one.valid_to or (one.agency.valid_to if one.agency.valid_to else None)
        yield located(one.agency, one.place, min(on, ended or on) < TWO_LEVELS, text)


def _agency(placed: PlacedAgency, today: date) -> Row:
    agency = placed.agency
    now = current(placed, today)
    return {
        "name": placed.key,
        "kind": "agency",
        "level": placed.level,
        "valid_from": placed.valid_from.isoformat() if placed.valid_from else None,
        "valid_to": placed.valid_to.isoformat() if placed.valid_to else None,
        "aliases": list(agency.aliases),
        "basis": agency.basis,
        "today": [{"name": one.key, "share": round(share, 3)} for one, share in now.items()],
        "became": [
            {
                "name": step.successor.key,
                "since": step.since.isoformat(),
                "how": step.kind,
                "share": round(step.share, 3),
                "duties": step.duties or None,
            }
            for step in next_steps(placed)
        ],
        "took_over": [_before(change.predecessor, change.predecessor_level) for change in _into(agency)],
    }


def _into(agency: Agency) -> Iterable[Any]:
    return (c for c in successions() if (c.successor, c.successor_level) == (agency.canonical, agency.level))


def _before(name: str, level: str) -> str:
    return PlacedAgency(next(a for a in agencies() if (a.canonical, a.level) == (name, level))).key


def _group(group: Group, place: str | None, on: date) -> Row:
    home = Resolver(on, place).home
    around: Place | None = home.at("province") or home.place
    members = members_of(group, around, on)
    return {
        "name": group.canonical,
        "kind": "group",
        "level": None,
        "valid_from": group.valid_from.isoformat() if group.valid_from else None,
        "valid_to": group.valid_to.isoformat() if group.valid_to else None,
        "aliases": list(group.aliases),
        "in_being": in_being(group, on),
        "members": [{"name": one.key, "certain": certain} for one, certain in members] if group.members else None,
    }


__all__ = ["MAIN_SHARE", "agencies_today", "agency_filter", "describe"]
