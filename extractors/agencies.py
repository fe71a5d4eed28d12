"""Agencies in a plan's text: values that consist of them, lists in running text, subjects, and single mentions.

Names are kept as printed; :mod:`extractors.agency_resolution` puts the name of the authority list beside them (R17).
"""

from __future__ import annotations

from functools import lru_cache

from extractors.agency_lists import AgencyList, read_list, read_whole
from extractors.agency_names import NameReader
from extractors.document import Span
from extractors.language import segment
from extractors.records import AgencyRef
from extractors.text import clean

__all__ = [
    "AgencyList", "find_agencies", "find_list", "labels_a_thing", "parse_agencies", "starts_with_agency",
]  # fmt: skip

_LONGEST_LIST = 2_000  # characters; the longest list seen (16 departments) has 420
_LABEL_WORDS = 80  # characters in which the colon behind a thing stands
_LONGEST_DESCRIPTION = 20  # words of a description after the last name of a heading


def parse_agencies(text: str, span: Span, known: frozenset[str] = frozenset()) -> tuple[AgencyRef, ...]:
    """The agencies of a whole value: a table cell, the words after ``Công chức chủ trì:``, an agency heading.

    Order of work: fixed and group names are kept whole, the rest is split at ``;`` ``,`` ``/`` line ends and ``và``,
    a shared head is put to each name, role text and brackets after a name are dropped. A name that is not recognised
    is kept as one piece. Of ``A phối hợp với B`` only A is given. An empty cell or a dash gives ``()``.
    """
    return tuple(read_whole(NameReader(text, span.start, span.end, known, whole=True)))


def find_list(text: str, start: int, end: int, known: frozenset[str] = frozenset()) -> AgencyList:
    """The agency list that begins at ``start`` of running text and stops before the first word that is no part of a
    name, as a rule the predicate's verb. Without an agency at ``start``: no names, ``end == start``.

    ``known``: names that the document shows whole elsewhere; they settle commas and "và" inside unlisted names.
    underthesea is asked only for unlisted names whose end no word list decides: over the 4 193 readings of 45 real and
    sample documents it changes 12 (6 verbs found that no list holds, 6 one-syllable verbs told from halves of words),
    all for the better and all in single mentions; the 109 lists after "phối hợp với" are the same without it.
    """
    reader = NameReader(text, start, min(end, start + _LONGEST_LIST), known)
    names, after = read_list(reader, 0)
    return AgencyList(tuple(names), reader.words[after - 1].end if names else start)


@lru_cache(maxsize=1024)  # a line's beginning is asked for by every rule that may open it
def starts_with_agency(text: str, start: int, end: int, known: frozenset[str] = frozenset()) -> AgencyList | None:
    """The agencies that a sentence or heading begins with (its subject, or an agency line); None where it begins
    otherwise: ``Ban hành …``, ``Phòng, chống …``, ``Tổ chức thực hiện``, or everybody at large (``Cán bộ, công chức
    phải …``)."""
    reader = NameReader(text, start, min(end, start + _LONGEST_LIST), known)
    if not reader.words or not _may_begin(reader, 0):
        return None
    names, after = read_list(reader, 0)
    if not names:
        return None
    described = after < len(reader.words) and names[-1].kind == "group"
    heading = _whole_heading(text, reader, after, len(names), known) if described else None
    return heading or AgencyList(tuple(names), reader.words[after - 1].end)


def find_verb_inside(text: str, span: Span) -> int | None:
    """Where a name of ``span`` that takes in a whole sentence leaves off: at a verb that also stands in names, behind
    its last capital (``Công ty Cổ phần Cấp nước`` / ``khảo sát tuyến ống``)."""
    reader = NameReader(text, span.start, span.end)
    capitals = [at for at in range(len(reader.words)) if reader.capital(at)]
    for at in range(max(capitals, default=0) + 1, len(reader.words)):
        if reader.at(reader.table.ambiguous, at) > at and reader.at(reader.table.compounds, at) == at:
            return reader.words[at].start
    return None


def _whole_heading(text: str, reader: NameReader, after: int, count: int, known: frozenset[str]) -> AgencyList | None:
    """An agency heading whose last name goes on with a description ("UBND các xã, phường có cụm công nghiệp"): the
    words after ``after`` hold no predicate, and read as a whole value the heading is names to its end."""
    table, last = reader.table, reader.words[-1].text
    # In a sentence only more names go on behind a comma: "Các cơ sở giáo dục đại học, giáo dục nghề nghiệp."
    sentence = last in (".", ";")
    if sentence and reader.key(after) not in (",", "và"):
        return None
    words = reader.words[:-1] if sentence or last == ":" else reader.words
    for at in range(after, len(words)):
        verb = reader.at(table.predicates, at)
        plain = verb > reader.at(table.ambiguous, at) and reader.at(table.relatives, at) < verb
        plain = plain and reader.at(table.compounds, at) == at
        used = verb > at and reader.at(table.objects, verb) > verb
        if reader.key(at) in (":", ";", "(", ".") or plain or used or (sentence and verb > at):
            return None
    if len(words) - after > _LONGEST_DESCRIPTION:
        return None
    refs = parse_agencies(text, Span(words[0].start, words[-1].end), known)
    whole = len(refs) == count and refs[-1].spans[-1].end == words[-1].end
    return AgencyList(refs, words[-1].end) if whole else None


def find_agencies(text: str, span: Span, known: frozenset[str] = frozenset()) -> list[AgencyRef]:
    """Every mention of an agency, group or person in running text, in order, longest first where two overlap."""
    reader = NameReader(text, span.start, span.end, known)
    found: list[AgencyRef] = []
    at = 0
    while at < len(reader.words):
        names, after = read_list(reader, at) if _may_begin(reader, at) else ([], at)
        found += names
        at = max(after, at + 1)
    return found


def labels_a_thing(text: str, span: Span) -> bool:
    """Is it a thing and what it is ("Đường kính lỗ khoan: 76 mm"), not something to do ("Công tác tuyên truyền: mở …")?

    Listed verbs decide; underthesea is asked only where the list knows no verb.
    """
    words = span.cut(text)[:_LABEL_WORDS]
    label, colon, _ = words.partition(":")
    if not colon:
        return False
    before = NameReader(text, span.start, span.start + len(label))
    behind = NameReader(text, min(span.end, span.start + len(label) + 1), span.end)
    if any(reader.at(reader.table.predicates, 0) > 0 for reader in (before, behind)):
        return False
    tokens = segment(label)
    return bool(tokens) and tokens[0].pos[:1] in ("N", "M")


def _may_begin(reader: NameReader, at: int) -> bool:
    word = reader.words[at]
    if at and reader.words[at - 1].end == word.start and reader.key(at - 1) in ("-", "/"):
        return False  # inside a document's number: 185/KH-UBND
    quantified = reader.at(reader.table.quantifiers, at) > at or reader.at(reader.table.persons, at) > at
    return quantified or word.text[0].isupper() or (at == 0 and word.text[0].isdigit())


def learn_names(refs: tuple[AgencyRef, ...]) -> frozenset[str]:
    """Names to hand on as ``known``: those of whole values that have several words and are no groups."""
    return frozenset(clean(ref.name) for ref in refs if ref.kind == "agency" and len(ref.name.split()) > 2)
