"""The authority lists as rows of the database, so that any SQLite tool can ask them without our code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from importlib.resources import files

from sqlite_utils import Database

from extractors.agency_history import PlacedAgency, Step, line_of
from extractors.agency_resolution import settled
from extractors.authority import Group, agencies, groups, successions
from extractors.provinces import Place
from extractors.records import Extraction
from extractors.text import compare_key, fold
from pipeline.rows import Row, day

_LISTS = ("agencies.tsv", "agency_groups.tsv", "agency_successions.tsv", "provinces.tsv")
_CODE = ("agency_history.py", "administrative_units.py", "provinces.py")


def load_lists(db: Database) -> None:
    """Put the lists into the database, where it does not hold these very lists already.

    Agencies of places are written again with the documents that name them: new lists are a new extractor version.
    """
    digest = _digest()
    if _holds(db, digest):
        return
    with db.atomic():
        db.execute("update documents set id = id where 0")  # takes the write lock before anything is read
        if _holds(db, digest):
            return  # another process was faster
        placed = [PlacedAgency(agency) for agency in agencies()]
        _put_agencies(db, [*map(agency_row, placed), *map(group_row, groups())])
        for table in ("agency_aliases", "agency_members"):
            db.execute(f"delete from {table}")
        _put_lines(db, placed)
        db.conn.executemany(
            "delete from agency_successions where predecessor_id = ?", [(g.canonical,) for g in groups()]
        )
        _insert(db, "agency_aliases", _alias_rows())
        _insert(db, "agency_members", _member_rows())
        _insert(db, "agency_successions", _group_successions())
        db.execute("delete from authority_lists")
        db.table("authority_lists").insert({"digest": digest})


def _holds(db: Database, digest: str) -> bool:
    return bool(list(db.query("select 1 from authority_lists where digest = ?", [digest])))


def store_agencies(db: Database, extraction: Extraction, text: str, stored: set[str]) -> None:
    """The agencies of places that a document names, and all that they became; ``stored``: ids that need no writing."""
    found = [one.agency for one in settled(extraction, text) if one.agency is not None]
    new = [placed for placed in dict.fromkeys(found) if placed.key not in stored]
    _put_lines(db, new)
    stored |= {placed.key for placed in new}


def _put_lines(db: Database, starts: Iterable[PlacedAgency]) -> None:
    line = {placed: steps for start in starts for placed, steps in line_of(start).items()}
    _put_agencies(db, [agency_row(placed) for placed in line])
    db.conn.executemany("delete from agency_successions where predecessor_id = ?", [(placed.key,) for placed in line])
    _insert(db, "agency_successions", [_succession_row(p, step) for p, steps in line.items() for step in steps])


def _put_agencies(db: Database, rows: Sequence[Row]) -> None:
    # Never "insert or replace": that would delete the row first, and what refers to it.
    changes = ", ".join(f"{column} = excluded.{column}" for column in (rows[0] if rows else ()) if column != "id")
    _insert(db, "agencies", rows, f"on conflict (id) do update set {changes}")


def _insert(db: Database, table: str, rows: Sequence[Row], otherwise: str = "on conflict do nothing") -> None:
    if rows:  # by hand, because insert_all first looks through all rows for their types
        names = ", ".join(f":{column}" for column in rows[0])
        db.conn.executemany(f"insert into {table} ({', '.join(rows[0])}) values ({names}) {otherwise}", rows)


def agency_row(placed: PlacedAgency) -> Row:
    """The row of ``agencies`` for an agency of the list or of a place."""
    agency = placed.agency
    return {
        "id": placed.key,
        "name": placed.name,
        "listed": agency.canonical,
        "kind": "agency",
        "level": placed.level,
        "class": agency.class_,
        "place": _words(placed.place),
        "within": _around(placed.place),
        "valid_from": day(placed.valid_from),
        "valid_to": day(placed.valid_to),
        "basis": agency.basis,
        "folded": fold(compare_key(placed.name)),
    }


def group_row(group: Group) -> Row:
    """The row of ``agencies`` for a group."""
    return {
        "id": group.canonical,
        "name": group.canonical,
        "listed": group.canonical,
        "kind": "group",
        "level": None,
        "class": None,
        "place": None,
        "within": None,
        "valid_from": day(group.valid_from),
        "valid_to": day(group.valid_to),
        "basis": None,
        "folded": fold(compare_key(group.canonical)),
    }


def _words(place: Place | None) -> str | None:
    return str(place).strip() if place else None


def _around(place: Place | None) -> str | None:
    around: list[str] = []
    while place is not None and place.within is not None:
        place = place.within
        around.append(str(place))
    return ", ".join(around) or None


def _succession_row(placed: PlacedAgency, step: Step) -> Row:
    return {
        "predecessor_id": placed.key,
        "successor_id": step.successor.key,
        "since": step.since.isoformat(),
        "kind": step.kind,
        "share": round(step.share, 4),
        "duties": step.duties or None,
        "basis": step.basis or None,
    }


def _group_successions() -> list[Row]:
    return [
        {
            "predecessor_id": change.predecessor,
            "successor_id": change.successor,
            "since": change.since.isoformat(),
            "kind": change.kind,
            "share": change.share,
            "duties": change.duties or None,
            "basis": change.basis or None,
        }
        for change in successions()
        if change.predecessor_level == "group"
    ]


def _alias_rows() -> list[Row]:
    named = [(PlacedAgency(agency).key, agency.aliases) for agency in agencies()]
    named += [(group.canonical, group.aliases) for group in groups()]
    return [
        {"agency_id": key, "alias": alias, "folded": fold(compare_key(alias))}
        for key, aliases in named
        for alias in aliases
    ]


def _member_rows() -> list[Row]:
    rows: list[Row] = []
    for group in groups():
        for members in group.members:
            wanted = [a for a in agencies() if a.canonical == members.each] if members.each else [
                a for a in agencies() if (a.level, a.class_) == (members.level, members.class_)
            ]  # fmt: skip
            rows += [
                {
                    "group_id": group.canonical,
                    "member_id": PlacedAgency(agency).key,
                    "each_unit": members.level if members.each else None,
                    "certain": int(members.certain),
                }
                for agency in wanted
            ]
    return rows


def _digest() -> str:
    found = hashlib.sha256()
    for package, names in (("extractors.authority", _LISTS), ("extractors", _CODE)):
        for name in names:
            found.update((files(package) / name).read_bytes())
    return found.hexdigest()[:16]
