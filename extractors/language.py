"""The language tools: a spaCy pipeline that knows the project's phrases, and underthesea's word segmentation.

spaCy finds listed phrases anywhere in a text (one pass, whatever their number); underthesea tells words and parts of
speech inside one sentence, where no list decides. Both are slow to import, so both are loaded at first use.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any

from extractors.text import place_tones

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PHRASES = "phrases"  # key of the span group that the pipeline fills
_WORD = re.compile(r"[^\W_]+|\S")
_DASHES = str.maketrans("–—‒―", "----")
_load_lock = Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits, or one other printed character. ``key``: lower case, one tone placement."""

    text: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """A Vietnamese word (often two syllables) with its part of speech in underthesea's tag set (N, V, Np, E, C …)."""

    text: str
    start: int
    end: int
    pos: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A listed phrase found: its kind, its place among the words searched, and its place in the text."""

    kind: str
    first: int
    last: int
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words and marks of ``text``."""
    return [Word(m.group(), word_key(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


@lru_cache(maxsize=50_000)
def word_key(word: str) -> str:
    """What one word is compared by: lower case, new tone placement, every dash as ``-``."""
    return place_tones(word.strip().lower().translate(_DASHES))


class PlanTokenizer:
    """spaCy tokenizer that changes no character: ``doc.text == text``.

    White space other than one space stays with the word before it, so that a line break inside a name does not keep
    the name from being found; tokens are compared by ``NORM`` (:func:`word_key`), which ignores that white space.
    """

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        found = list(_WORD.finditer(text))
        tokens, spaces = [], []
        if found and found[0].start():
            tokens.append(text[: found[0].start()])
            spaces.append(False)
        for number, match in enumerate(found):
            after = found[number + 1].start() if number + 1 < len(found) else len(text)
            gap = text[match.end() : after]
            tokens.append(match.group() + ("" if gap == " " else gap))
            spaces.append(gap == " ")
        return Doc(self.vocab, words=tokens or ([text] if text else []), spaces=spaces or ([False] if text else []))


def build_language(phrases: Mapping[str, Iterable[str]]) -> Language:
    """A pipeline whose documents carry every phrase of ``{kind: [phrase, …]}`` in ``doc.spans[PHRASES]``.

    Phrases are compared by :func:`word_key`; overlapping ones are all given. No statistical model is involved.
    """
    import spacy

    norm = import_module("spacy.attrs").NORM
    nlp = spacy.blank("xx")
    nlp.max_length = 1 << 62  # no parser here whose memory would grow with the text
    vocab: Any = nlp.vocab
    vocab.lex_attr_getters[norm] = word_key
    nlp.tokenizer = PlanTokenizer(nlp.vocab)
    ruler: Any = nlp.add_pipe("span_ruler", config={"spans_key": PHRASES, "phrase_matcher_attr": "NORM"})
    ruler.add_patterns([{"label": kind, "pattern": phrase} for kind, listed in phrases.items() for phrase in listed])
    return nlp


@cache
def load_language() -> Language:
    """The project's pipeline: agencies, groups and directive verbs; built once a process."""
    from extractors.agency_authority import spellings
    from extractors.authority import agency_words

    return build_language({**spellings(), "directive": agency_words()["directives"]})


def find_phrases(text: str) -> list[Phrase]:
    """Every listed phrase in ``text``; ``first`` and ``last`` count the words of :func:`words_of`."""
    with _load_lock:
        language = load_language()
    left = len(text) - len(text.lstrip())
    doc = language(text.strip())
    found = []
    for span in doc.spans[PHRASES]:
        final = doc[span.end - 1]
        stop = final.idx + len(final.text.rstrip())
        found.append(Phrase(span.label_, span.start, span.end, left + doc[span.start].idx, left + stop))
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words of a part of a text, and the listed phrases wholly inside it by their first word."""

    words: list[Word]
    phrases: dict[int, list[Phrase]]


def read_stretch(text: str, start: int, end: int) -> Stretch:
    """The words and phrases of ``text[start:end]``; a word that ``end`` cuts is left out.

    The whole text is read in one pass and kept, as the many items of a document ask for its parts again and again.
    """
    reading = _read_whole(text)
    first = bisect_left(reading.starts, start)
    last = bisect_right(reading.ends, end)
    phrases: dict[int, list[Phrase]] = {}
    for at in range(first, last):
        for phrase in reading.phrases.get(at, ()):
            if phrase.last <= last:
                moved = Phrase(phrase.kind, at - first, phrase.last - first, phrase.start, phrase.end)
                phrases.setdefault(at - first, []).append(moved)
    return Stretch(reading.words[first:last], phrases)


@dataclass(frozen=True, slots=True)
class _Reading:
    words: list[Word]
    starts: list[int]
    ends: list[int]
    phrases: dict[int, list[Phrase]]


@lru_cache(maxsize=8)
def _read_whole(text: str) -> _Reading:
    words = words_of(text)
    phrases: dict[int, list[Phrase]] = {}
    for phrase in find_phrases(text):
        phrases.setdefault(phrase.first, []).append(phrase)
    return _Reading(words, [word.start for word in words], [word.end for word in words], phrases)


@cache
def _underthesea() -> Any:
    import underthesea

    pos_tag: Any = underthesea.pos_tag
    pos_tag("Ủy ban nhân dân tỉnh")  # loads the models here, under the lock
    return pos_tag


def segment(sentence: str) -> list[Token]:
    """The words of one NFC sentence with exact positions in it.

    underthesea rewrites tones and spaces, so its words are put back by counting characters that are not white space.
    Its models crash when several threads load them at once: the first call holds a lock. A sentence whose characters
    do not agree (not NFC) gives no tokens.
    """
    with _load_lock:
        tag = _underthesea()
    places = [i for i, character in enumerate(sentence) if not character.isspace()]
    tokens: list[Token] = []
    used = 0
    for word, pos in tag(" ".join(sentence.split())):
        size = sum(not character.isspace() for character in word)
        if not size or used + size > len(places):
            return []
        start, end = places[used], places[used + size - 1] + 1
        tokens.append(Token(sentence[start:end], start, end, pos))
        used += size
    return tokens if used == len(places) else []
