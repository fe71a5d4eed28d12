"""The words of ``authority/agency_words.yaml`` as tables that are matched word by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.authority import agency_words
from extractors.language import Word, words_of


class WordTable:
    """A set of phrases, looked up at a place in a list of words; the longest wins."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in dict.fromkeys(phrases):
            keys = tuple(word.key for word in words_of(phrase))
            self._by_first.setdefault(keys[0], []).append(keys)
        for listed in self._by_first.values():
            listed.sort(key=len, reverse=True)

    def match(self, words: Sequence[Word], at: int) -> int:
        """The index after the longest phrase that begins at ``at``; ``at`` itself where none does."""
        return next(iter(self.matches(words, at)), at)

    def matches(self, words: Sequence[Word], at: int) -> list[int]:
        """The indices after every phrase that begins at ``at``, the longest first."""
        if at >= len(words):
            return []
        return [
            at + len(keys)
            for keys in self._by_first.get(words[at].key, ())
            if at + len(keys) <= len(words) and all(words[at + k].key == key for k, key in enumerate(keys))
        ]

    def __contains__(self, phrase: str) -> bool:
        words = words_of(phrase)
        return bool(words) and len(words) in self.matches(words, 0)


@dataclass(frozen=True, slots=True)
class AgencyWords:
    """See ``agency_words.yaml`` for what each table means."""

    heads: WordTable
    verbal_heads: WordTable
    sharing_heads: WordTable
    standalone: WordTable
    unfinished: WordTable
    closed_heads: WordTable
    bodies: WordTable
    closed_units: WordTable
    open_units: WordTable
    joined: WordTable
    quantifiers: WordTable
    places: WordTable
    towns: WordTable
    branches: WordTable
    numbered: WordTable
    qualifiers: WordTable
    ties: WordTable
    posts: WordTable
    persons: WordTable
    lead_ins: WordTable
    traps: WordTable
    stops: WordTable
    predicates: WordTable
    ambiguous: WordTable
    objects: WordTable
    relatives: WordTable
    field_heads: WordTable
    duties: WordTable
    programme_parts: WordTable
    separators: WordTable
    compounds: WordTable
    not_heads: WordTable
    also_verbs: WordTable
    continuations: WordTable
    everybody: WordTable
    owners: WordTable
    office_heads: WordTable
    complete_posts: WordTable
    activities: WordTable
    company_forms: WordTable
    kinds: Mapping[str, WordTable]


@cache
def tables() -> AgencyWords:
    """The tables, built once a process."""
    words = agency_words()
    units = words["units"]
    kinds = {head: WordTable(listed) for head, listed in words["kinds"].items()}
    plain = {name: WordTable(words[name]) for name in AgencyWords.__slots__ if name in words and name != "kinds"}
    closed, opened = WordTable(units["closed"]), WordTable(units["open"])
    return AgencyWords(closed_units=closed, open_units=opened, kinds=kinds, **plain)


def is_capital(word: Word) -> bool:
    """Does the word begin with a capital letter or a digit?"""
    return word.text[0].isupper() or word.text[0].isdigit()


def is_mark(word: Word) -> bool:
    """Is it a punctuation mark (one that is no letter or digit)?"""
    return not word.text[0].isalnum()


@lru_cache(maxsize=256)
def known_table(known: frozenset[str]) -> WordTable:
    """Names that a document shows whole, as a table; those without a letter are left out."""
    return WordTable(sorted(name for name in known if any(map(str.isalpha, name))))
