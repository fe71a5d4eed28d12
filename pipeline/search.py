"""Finding tasks again: by words (with or without diacritics), by agency, by deadline; read-only, any connection.

What the user types is never FTS5 syntax: words are quoted one by one, so that no input is an error. Diacritics that
are typed are respected (``bàn giao`` finds no ``ban giao``); a word typed without them finds every spelling
(``so noi vu`` finds ``Sở Nội vụ``). Only where nothing is spelt as typed are all spellings given, so that a slip of
the scanner or of the typist hides nothing. Tone placement never matters (``uỷ`` = ``ủy``).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlite_utils import Database

from extractors.text import fold, place_tones
from pipeline.agency_queries import agency_filter
from pipeline.due import due_between, with_next_due

Row = dict[str, Any]

MARKS = ("[", "]")  # around the words of a snippet that were found
_LISTS = ("lead_agencies", "coordinating_agencies", "lead_canonical", "coordinating_canonical", "actors")
_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r'["“”]([^"“”]*)(?:["“”](\*?)|$)|([^\s"“”]+)')
_MOST_TERMS = 32  # FTS5 refuses expressions that are too deep; nobody types more
_SNIPPET_WORDS = 24
_WEIGHTS = "10.0, 3.0, 10.0, 3.0"  # a hit in the task's own words counts more than one in its headings
# Only what is searched among: current versions, and no second publication of a task unless it is asked for.
_AMONG = "from task_table {hits} join documents on documents.id = task_table.document_id where {conditions}"
_COLUMNS = "task_table.*, documents.number, documents.title, documents.issuer, documents.path"


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other; the last may be the beginning of a word (``prefix``)."""

    words: tuple[str, ...]
    prefix: bool = False
    exact: bool = False

    def fts(self) -> str:
        """The FTS5 expression. Quoted words hold letters and digits only, so nothing in them is an operator."""
        columns = "exact_words exact_context" if self.exact else "folded_words folded_context"
        words = self.words if self.exact else tuple(fold(word) for word in self.words)
        return f'{{{columns}}} : "{" ".join(words)}"{" *" if self.prefix else ""}'

    def matches(self, printed: list[str]) -> bool:
        """Do the printed words (as many as ``words``) match?"""
        keys = [_exact(word) if self.exact else fold(word) for word in printed]
        wanted = [word if self.exact else fold(word) for word in self.words]
        return keys[:-1] == wanted[:-1] and (keys[-1].startswith(wanted[-1]) if self.prefix else keys[-1] == wanted[-1])


def parse_query(words: str) -> tuple[Term, ...]:
    """``so "nội vụ" kế*`` → terms. Signs are no words; a piece such as ``185/KH-UBND`` is a phrase of its words."""
    terms: list[Term] = []
    for quoted, star, plain in _PIECE.findall(unicodedata.normalize("NFC", words)):
        found = tuple(_exact(word) for word in _WORD.findall(quoted or plain))
        if found:
            exact = any(fold(word) != word for word in found)
            terms.append(Term(found, bool(star) or plain.endswith("*"), exact))
    return tuple(terms[:_MOST_TERMS])


def search(
    db: Database,
    words: str,
    limit: int = 50,
    document: str | None = None,
    *,
    include_duplicates: bool = False,
    marks: tuple[str, str] = MARKS,
) -> list[Row]:
    """The tasks that hold all ``words``, the best first; those where they stand next to each other before the others.

    ``document``: id or number. Each row is one of ``query_tasks`` with a ``snippet`` of the printed words, in which
    ``marks`` stand around what was found. No words, no rows.
    """
    terms = parse_query(words)
    conditions, values = _conditions(document=document, include_duplicates=include_duplicates)
    ids, found_by = _find(db, terms, conditions, values, limit)
    rows = {row["task_id"]: row for row in _select(db, ["task_id in (select value from json_each(?))"], [_json(ids)])}
    printed = {
        row["task_id"]: row
        for row in db.query(
            "select task_id, words, context from task_search where task_id in (select value from json_each(?))",
            [_json(ids)],
        )
    }
    for task_id, row in rows.items():
        row["snippet"] = _snippet([printed[task_id]["words"], printed[task_id]["context"]], found_by, marks)
    return [rows[task_id] for task_id in ids]


def query_tasks(
    db: Database,
    agency: str | None = None,
    due_from: date | None = None,
    due_to: date | None = None,
    document: str | None = None,
    words: str | None = None,
    include_duplicates: bool = False,
    limit: int | None = None,
    *,
    predecessors: bool = True,
    today: date | None = None,
) -> list[Row]:
    """Tasks of current documents, in the order of the documents, as rows of ``task_table`` with lists decoded.

    ``agency``: words of a lead or coordinating agency, printed or canonical, without regard to diacritics, or an
    abbreviation of the list. ``predecessors``: also tasks of agencies that this one took over (see ``agency_filter``).
    ``due_from``, ``due_to``: days between which the task is due, runs or comes again; a task without any date is then
    left out. ``document``: id or number. Each row also has the document's ``number``, ``title``, ``issuer`` and
    ``path``; with days to look at (these, or ``today``) also when a recurring task is due next (`pipeline.due`).
    """
    conditions, values = _conditions(document=document, include_duplicates=include_duplicates)
    if agency is not None:
        condition, wanted = agency_filter(db, agency, predecessors=predecessors)
        conditions.append(condition)
        values += wanted
    in_window = due_from is not None or due_to is not None
    if in_window:
        # A due date alone is that one day; a first day alone has no end; what recurs is expanded below.
        conditions.append(
            "(recurrence is not null or coalesce(start_on, due_on) <= ? "
            "and (due_on >= ? or (due_on is null and start_on is not null)))"
        )
        values += [(due_to or date.max).isoformat(), (due_from or date.min).isoformat()]
    most = None if in_window else limit
    if words is not None:
        ids, _ = _find(db, parse_query(words), conditions, values, most)
        conditions, values = ["task_id in (select value from json_each(?))"], [_json(ids)]
    rows = _select(db, conditions, values, most)
    if in_window:
        return due_between(db, rows, due_from, due_to)[:limit]
    return rows if today is None else with_next_due(db, rows, today)


def list_documents(db: Database, *, include_duplicates: bool = False) -> list[Row]:
    """The documents, the newest import last; copies of a document (``same_plan_as``) only if they are asked for.

    ``tasks``: how many actions it has that no other document has, one that
    stands in the text and in the annex once; ``current``: 0 once another replaces it;
    ``original``: number, else path, of the document that it is a copy of; ``copies``: how many copies it has.
    """
    return list(
        db.query(
            "select documents.*, "
            "(select count(*) from tasks where document_id = documents.id and duplicate_of is null and same_as is null)"
            " as tasks, "
            "not exists (select 1 from documents as newer where newer.replaces = documents.id) as current, "
            "(select coalesce(number, path) from documents as o where o.id = documents.same_plan_as) as original, "
            "(select count(*) from documents as c where c.same_plan_as = documents.id) as copies "
            "from documents where ? or same_plan_as is null order by imported_at, rowid",
            (include_duplicates,),
        )
    )


def _conditions(*, document: str | None, include_duplicates: bool) -> tuple[list[str], list[Any]]:
    conditions: list[str] = ["true"]
    values: list[Any] = []
    if not include_duplicates:
        conditions.append("duplicate_of is null")
    if document is not None:
        conditions.append("(documents.id = ? or documents.number = ?)")
        values += [document, "".join(unicodedata.normalize("NFC", document).split())]
    return conditions, values


def _select(db: Database, conditions: list[str], values: list[Any], limit: int | None = None) -> list[Row]:
    among = _AMONG.format(hits="", conditions=" and ".join(conditions))
    order = "order by documents.imported_at, documents.rowid, ordinal limit ?"
    rows = list(db.query(f"select {_COLUMNS} {among} {order}", [*values, -1 if limit is None else limit]))
    for row in rows:
        for column in _LISTS:
            row[column] = json.loads(row[column])
    return rows


def _find(
    db: Database, terms: tuple[Term, ...], conditions: list[str], values: list[Any], limit: int | None
) -> tuple[list[str], tuple[Term, ...]]:
    """Ids of the matching tasks, the best first, and the terms as they were matched in the end."""
    any_spelling = tuple(replace(term, exact=False) for term in terms)
    for spelling in dict.fromkeys((terms, any_spelling)):
        ids: dict[str, None] = {}
        for expression in _expressions(spelling):
            for task_id in _ranked(db, expression, conditions, values, limit):
                ids[task_id] = None
        if ids:
            return list(ids)[:limit], spelling
    return [], terms


def _expressions(terms: tuple[Term, ...]) -> Iterator[str]:
    """All words as one phrase, then all words anywhere: syllables are so common that nearness is the better sign."""
    if len(terms) > 1:
        yield _phrase(terms).fts()
    if terms:
        yield " AND ".join(f"({term.fts()})" for term in terms)


def _phrase(terms: tuple[Term, ...]) -> Term:
    words = tuple(word for term in terms for word in term.words)
    return Term(words, terms[-1].prefix, any(term.exact for term in terms))


def _ranked(
    db: Database, expression: str, conditions: list[str], values: list[Any], limit: int | None
) -> Iterable[str]:
    hits = (
        "join task_search on task_search.task_id = task_table.task_id "
        "join task_search_fts on task_search_fts.rowid = task_search.number"
    )
    among = _AMONG.format(hits=hits, conditions=" and ".join(["task_search_fts match ?", *conditions]))
    order = f"order by bm25(task_search_fts, {_WEIGHTS}), task_search.number limit ?"
    query = f"select task_table.task_id as task_id {among} {order}"
    return [row["task_id"] for row in db.query(query, [expression, *values, -1 if limit is None else limit])]


def _snippet(texts: list[str], terms: tuple[Term, ...], marks: tuple[str, str]) -> str:
    """Printed words around the first hit, hits between ``marks``; a hit of the whole phrase before one of a word."""
    found = [(text, list(_WORD.finditer(text))) for text in texts]
    for wanted in ((_phrase(terms),), terms):
        for text, words in found:
            hits = _hits([word.group() for word in words], wanted)
            if hits:
                return _cut(text, words, hits, marks)
    return _cut(*found[0], set(), marks)


def _hits(words: list[str], terms: tuple[Term, ...]) -> set[int]:
    hits: set[int] = set()
    for term in terms:
        size = len(term.words)
        for start in range(len(words) - size + 1):
            if term.matches(words[start : start + size]):
                hits.update(range(start, start + size))
    return hits


def _cut(text: str, words: list[re.Match[str]], hits: set[int], marks: tuple[str, str]) -> str:
    first = max(0, min(hits, default=0) - _SNIPPET_WORDS // 3)
    last = min(len(words), first + _SNIPPET_WORDS)
    if not words:
        return text
    pieces = ["… " if first else ""]
    place = words[first].start() if first else 0
    for index in range(first, last):
        word = words[index]
        opened = index in hits and not (index - 1 in hits and index > first)
        closed = index in hits and not (index + 1 in hits and index + 1 < last)
        pieces.append(text[place : word.start()] + (marks[0] if opened else "") + word.group())
        pieces.append(marks[1] if closed else "")
        place = word.end()
    pieces.append(" …" if last < len(words) else text[place:])
    return "".join(pieces)


def _exact(word: str) -> str:
    return place_tones(word.lower())


def _json(ids: list[str]) -> str:
    return json.dumps(ids)
