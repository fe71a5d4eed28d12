"""How documents belong together: the next version of a file, and one plan in several files with the tasks they repeat.

Found anew each time a document is stored, because a better reading may correct what the links rest on. A group of files
of one plan is a star: each copy points to the one original, which :func:`pipeline.same_plan.pick_original` chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlite_utils import Database

from extractors.text import compare_key
from pipeline.identity import Action, pick_predecessor
from pipeline.same_plan import (
    FEWEST_SHARED,
    Published,
    contradicts,
    is_same_bytes,
    is_same_plan,
    pair_copies,
    pick_original,
)

Row = dict[str, Any]

_READ = ("done", "partial")
_CURRENT = "not exists (select 1 from documents as n where n.replaces = documents.id)"
_READ_NOW = f"status in ('done', 'partial') and {_CURRENT}"
_MOST_CANDIDATES = 30
_ALIKE = f"""
select id from document_shingles join documents on id = document_id
where shingle in (select shingle from document_shingles where document_id = :id) and id <> :id and {_READ_NOW}
group by id having count(*) >= {FEWEST_SHARED} order by count(*) desc, documents.rowid limit {_MOST_CANDIDATES}
"""


def link_document(db: Database, document_id: str, siblings: Sequence[str]) -> None:
    """Set ``replaces`` and ``same_plan_as`` of a document that was read, and the duplicates among its tasks.

    ``siblings``: ids of all documents of its file, which are never versions or copies of one another.
    """
    row = _document(db, document_id)
    touched = [document_id, *_group(db, document_id)]
    # An older version that is read again stays an older version; else two versions would replace each other.
    if not list(db.query("select 1 from documents where replaces = ?", (document_id,))):
        before, after = row["replaces"], _find_predecessor(db, row, siblings)
        db.execute("update documents set replaces = ? where id = ?", (after, document_id))
        for other in filter(None, (before, after)):  # no longer current, or current again
            touched += [other, *_group(db, other)]
    _join_again(db, list(dict.fromkeys(touched)))


def _document(db: Database, document_id: str) -> Row:
    return next(iter(db.query("select * from documents where id = ?", (document_id,))))


def _find_predecessor(db: Database, row: Row, siblings: Sequence[str]) -> str | None:
    current = "not exists (select 1 from documents as n where n.replaces = documents.id and n.id <> ?)"
    query = f"select * from documents where path = ? and sha256 is not ? and {current} order by rowid"
    candidates = list(db.query(query, (row["path"], row["sha256"], row["id"])))
    # What was read comes first; a file that failed is replaced by its readable copy.
    candidates.sort(key=lambda other: other["status"] not in _READ)
    return pick_predecessor([other for other in candidates if other["id"] not in siblings], row)


def _group(db: Database, document_id: str) -> list[str]:
    """The other documents of its plan, its original first."""
    query = (
        "select id from documents where id <> :id and (id = (select same_plan_as from documents where id = :id) "
        "or same_plan_as in (select coalesce(same_plan_as, id) from documents where id = :id)) "
        "order by same_plan_as is not null, rowid"
    )
    return [row["id"] for row in db.query(query, {"id": document_id})]


def _join_again(db: Database, ids: Sequence[str]) -> None:
    """Take documents out of their groups and let each join the best one, the older ones first."""
    for document_id in ids:
        db.execute("update documents set same_plan_as = null where id = ?", (document_id,))
        _mark_duplicates(db, document_id, None)
    marks = ", ".join("?" * len(ids))
    rows = db.query(f"select * from documents where id in ({marks}) and {_READ_NOW} order by rowid", list(ids))
    for row in list(rows):
        members = _find_group(db, row)
        if members:
            _settle(db, [row["id"], *members])


def _find_group(db: Database, row: Row) -> list[str]:
    """The documents that publish the same plan; none where one of them contradicts this one."""
    own = _published(db, row)
    for candidate in _candidates(db, row):
        group = [candidate["id"], *_group(db, candidate["id"])]
        others = [_document(db, document_id) for document_id in group]
        if any(_same_file(row, other) for other in others):
            continue
        agree = is_same_bytes(row, candidate) or not any(contradicts(row, other) for other in others)
        if agree and is_same_plan(own, _published(db, candidate)):
            return group
    return []


def _same_file(row: Row, other: Row) -> bool:
    """The parts of one file are never copies of one another; the same bytes under another path are."""
    return bool((row["path"], row["sha256"]) == (other["path"], other["sha256"]))


def _candidates(db: Database, row: Row) -> Iterator[Row]:
    """Documents that may publish the same plan, those with the same bytes or number first; each once."""
    known = (
        f"select id from documents where (sha256 = :sha256 or number = :number) and {_READ_NOW} "
        "order by sha256 = :sha256 desc, rowid"
    )
    seen = {row["id"]}
    for query in (known, _ALIKE):
        for found in list(db.query(query, {"id": row["id"], "sha256": row["sha256"], "number": row["number"]})):
            if found["id"] not in seen:
                seen.add(found["id"])
                yield _document(db, found["id"])


def _published(db: Database, row: Row) -> Published:
    query = "select text, furniture_start from document_texts where document_id = ?"
    stored = next(iter(db.query(query, (row["id"],))), None)
    return Published(row, stored["text"][: stored["furniture_start"]] if stored else "")


def _settle(db: Database, ids: Sequence[str]) -> None:
    """Choose the original of a group and let the others point to it."""
    marks = ", ".join("?" * len(ids))
    query = (
        "select documents.*, documents.rowid as place, "
        "(select count(*) from tasks where document_id = documents.id) as tasks "
        f"from documents where id in ({marks})"
    )
    original = str(pick_original(list(db.query(query, list(ids))))["id"])
    for document_id in ids:
        target = None if document_id == original else original
        db.execute("update documents set same_plan_as = ? where id = ?", (target, document_id))
        _mark_duplicates(db, document_id, target)


def _mark_duplicates(db: Database, copy_id: str, original_id: str | None) -> None:
    pairs = pair_copies(_actions(db, copy_id), _actions(db, original_id)) if original_id else {}
    db.execute("update tasks set duplicate_of = null where document_id = ?", (copy_id,))
    db.conn.executemany("update tasks set duplicate_of = ? where id = ?", _turned(pairs.items()))


def _turned(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(original, copy) for copy, original in pairs]


def _actions(db: Database, document_id: str) -> list[Action]:
    query = (
        "select tasks.id, tasks.due_on, value as task from tasks join task_fields on task_id = tasks.id "
        "where document_id = ? and field = 'task' order by ordinal"
    )
    leads = (
        "select task_id, coalesce(canonical, name) as name from task_agencies join tasks on tasks.id = task_id "
        "where document_id = ? and role = 'lead'"
    )
    by_task: dict[str, set[str]] = {}
    for lead in db.query(leads, (document_id,)):
        by_task.setdefault(lead["task_id"], set()).add(compare_key(lead["name"]))
    return [
        Action(row["id"], compare_key(row["task"]), frozenset(by_task.get(row["id"], ())), row["due_on"])
        for row in db.query(query, (document_id,))
    ]
