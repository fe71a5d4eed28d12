"""Which words of a text are written in which encoding from before Unicode, told by what the words say.

Every word is read in every encoding, and the reading is chosen that gives Vietnamese syllables while changing the
encoding as seldom as can be (Viterbi): a single word says little (``cã`` is a syllable in Unicode and ``có`` in TCVN3),
its neighbours decide. The name of a font is one hint among the words, never the proof: text pasted in Unicode keeps the
font .VnTime, and converted files too.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from extractors.document import Span
from extractors.legacy_encodings import ENCODINGS, Encoding, convert, find_foreign_letters, in_capitals, raise_capitals
from extractors.syllables import is_syllable
from extractors.text import LOOKALIKES, fold

_CHUNK = re.compile(r"[^ \t\r\n\x0b\x0c]+")  # a no-break space may be half a letter
_PIECE = re.compile(r"""[^\s\d,;:!?.()\[\]{}"“”„'‘’`/\\\-–—−+&%=<>*_…•|~#^°@\ue000-\uf8ff]+""")
_VOWELS = frozenset("aeiouy")
# Signs that no word of any language has inside it, and those that stand at the edge of a word in French or Spanish.
_ODD_SIGN = re.compile("[¡-©«-¬®-±´¶-¹¼-¿]")
_FIRST_UNICODE = 0x100  # letters from here on are typed in Unicode only
_LEADING, _TRAILING = "«¿¡·", "»®©"

# Costs of a reading, in wrong words. A word that is wrong in Unicode may be a foreign name; one that is wrong in an old
# encoding, where hardly any reading is right by chance, speaks more against it.
_WRONG = 1.0
_WRONG_CONVERTED = 1.3
_ODD = 1.0  # a sign inside a word, added to it: in Unicode it is not even a foreign name
_UNTOLD = 0.02  # right in Unicode too: at the border of a stretch it stays as it is
_IMPOSSIBLE = 3.0  # a letter that the encoding does not have
_SWITCH = 2.0  # inside a line
_SWITCH_LINE = 1.0  # at a line end
_START = 0.6  # a text that starts in an old encoding
_HINT = 0.5  # what the font's name is worth
_FEWEST_MENDED = 2  # words that become Vietnamese in a stretch; fewer are chance
_LEAST_MENDED = 0.6  # of the words that tell anything


@dataclass(frozen=True, slots=True)
class Hint:
    """What the font of ``span`` is made for: ``encoding``; ``capitals``: it draws small letters as capitals."""

    span: Span
    encoding: Encoding
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class LegacySpan:
    """A stretch of whole words in one old encoding."""

    span: Span
    encoding: Encoding


@dataclass(frozen=True, slots=True)
class Repaired:
    """``text`` in Unicode; ``offsets`` as in ``Converted``; ``found``: what was converted, in places of the source."""

    text: str
    offsets: array[int]
    found: tuple[LegacySpan, ...]

    def cut(self, span: Span) -> str:
        """The letters whose first code stands in ``span`` of the source."""
        return self.text[bisect_left(self.offsets, span.start) : bisect_left(self.offsets, span.end)]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that tells something: ``costs`` of its readings, Unicode first; ``starts_line``: a line end before it."""

    span: Span
    costs: tuple[float, ...]
    starts_line: bool


def repair(text: str, hints: Sequence[Hint] = ()) -> Repaired | None:
    """``text`` with everything that is in an old encoding as Unicode; None where nothing of it is."""
    found = find_legacy(text, hints)
    if not found:
        return None
    pieces: list[str] = []
    offsets = array("l")
    place = 0
    for stretch in found:
        start, end = stretch.span.start, stretch.span.end
        pieces.append(text[place:start])
        offsets.extend(range(place, start))
        typed = text[start:end]
        converted = convert(typed, stretch.encoding)
        pieces.append(raise_capitals(typed, converted.text) if stretch.encoding == "tcvn3" else converted.text)
        offsets.extend(start + offset for offset in converted.offsets[:-1])
        place = end
    pieces.append(text[place:])
    offsets.extend(range(place, len(text) + 1))
    return _with_capitals(Repaired("".join(pieces), offsets, found), text, hints)


def find_legacy(text: str, hints: Sequence[Hint] = ()) -> tuple[LegacySpan, ...]:
    """The stretches of ``text`` in an old encoding, in order; empty for a text in Unicode or another language."""
    if text.isascii():
        return ()
    chunks = [match for match in _CHUNK.finditer(text) if not match.group().isascii()]
    candidates = _candidates([match.group() for match in chunks], hints)
    if not candidates:
        return ()
    words = _weigh(text, chunks, candidates, hints)
    states = _cheapest_path(words, len(candidates))
    return tuple(_stretches(text, words, states, candidates))


def _with_capitals(repaired: Repaired, source: str, hints: Sequence[Hint]) -> Repaired:
    """``repaired`` with capitals where the font draws them; words that were typed in Unicode came with their own."""
    letters = list(repaired.text)
    for hint in hints:
        if hint.capitals and all(ord(c) < _FIRST_UNICODE or not c.isalpha() for c in hint.span.cut(source)):
            first, last = (bisect_left(repaired.offsets, place) for place in (hint.span.start, hint.span.end))
            letters[first:last] = in_capitals(repaired.text[first:last])
    return replace(repaired, text="".join(letters))


def _candidates(chunks: Sequence[str], hints: Sequence[Hint]) -> list[Encoding]:
    """The encodings in which at least two words, or one that cannot be Unicode, become Vietnamese."""
    hinted = {hint.encoding for hint in hints}
    counts = dict.fromkeys(ENCODINGS, 0)
    for chunk in chunks:
        if _cost(chunk, None) < _WRONG:
            continue
        for encoding in ENCODINGS:
            if _cost(chunk, encoding) == 0:
                counts[encoding] += 2 if encoding in hinted or _is_strong(chunk) else 1
    return [encoding for encoding, count in counts.items() if count >= _FEWEST_MENDED]


def _weigh(
    text: str, chunks: Sequence[re.Match[str]], candidates: Sequence[Encoding], hints: Sequence[Hint]
) -> list[_Word]:
    words: list[_Word] = []
    end, next_hint = 0, 0
    for match in chunks:
        plain = _cost(match.group(), None)
        read = (_cost(match.group(), encoding) for encoding in candidates)
        costs = [plain, *(cost + _UNTOLD * (plain < _WRONG) for cost in read)]
        while next_hint < len(hints) and hints[next_hint].span.end <= match.start():
            next_hint += 1
        if next_hint < len(hints) and hints[next_hint].span.start < match.end():
            hint = hints[next_hint].encoding
            costs = [cost - _HINT * (index > 0 and candidates[index - 1] == hint) for index, cost in enumerate(costs)]
        words.append(_Word(Span(*match.span()), tuple(costs), "\n" in text[end : match.start()]))
        end = match.end()
    return words


def _cheapest_path(words: Sequence[_Word], encodings: int) -> list[int]:
    """For each word the reading (0: Unicode) on the way that costs least in all."""
    totals = [0.0] + [_START] * encodings
    steps: list[list[int]] = []
    for word in words:
        switch = _SWITCH_LINE if word.starts_line else _SWITCH
        best = min(range(len(totals)), key=totals.__getitem__)
        before = [state if totals[state] <= totals[best] + switch else best for state in range(len(totals))]
        totals = [
            totals[origin] + switch * (origin != state) + word.costs[state] for state, origin in enumerate(before)
        ]
        steps.append(before)
    state = min(range(len(totals)), key=totals.__getitem__)
    states = []
    for before in reversed(steps):
        states.append(state)
        state = before[state]
    return states[::-1]


def _stretches(
    text: str, words: Sequence[_Word], states: Sequence[int], candidates: Sequence[Encoding]
) -> list[LegacySpan]:
    """Neighbouring words of one old encoding as one stretch, where enough of them become Vietnamese by it."""
    found: list[LegacySpan] = []
    first = 0
    for index in range(1, len(words) + 1):
        if index < len(words) and states[index] == states[first]:
            continue
        group, state = words[first:index], states[first]
        if state and _is_proven(text, group, state):
            found.append(LegacySpan(Span(group[0].span.start, group[-1].span.end), candidates[state - 1]))
        first = index
    return found


def _is_proven(text: str, group: Sequence[_Word], state: int) -> bool:
    """Whether the stretch has words enough that only the old encoding explains (costs below 0: the font says so)."""
    mended = [word for word in group if word.costs[0] >= _WRONG and word.costs[state] < word.costs[0]]
    spoilt = sum(word.costs[state] >= word.costs[0] + _WRONG for word in group)
    strong = len(mended) >= _FEWEST_MENDED or any(
        _is_strong(word.span.cut(text)) or word.costs[state] < 0 for word in mended
    )
    right = sum(word.costs[state] < max(_WRONG, word.costs[0]) for word in group)
    whole = any(word.costs[state] <= 0 for word in mended) and 2 * right >= len(group)
    return strong and whole and len(mended) >= _LEAST_MENDED * (len(mended) + spoilt)


def _is_strong(chunk: str) -> bool:
    """Whether a word has a sign or a capital beside small letters that no Unicode word has (``§iÒu``, ``tØnh``)."""
    letters = any(c.isascii() and c.isalpha() for c in chunk)
    inner = any(c.isupper() and not c.isascii() for c in chunk[1:]) and any(c.islower() and c.isascii() for c in chunk)
    return letters and (inner or _ODD_SIGN.search(chunk) is not None or "\xad" in chunk.strip("\xad"))


@lru_cache(maxsize=50_000)
def _cost(chunk: str, encoding: Encoding | None) -> float:
    """How wrong the chunk (beyond ASCII, without plain spaces) is as Vietnamese when read in ``encoding``."""
    if encoding is None:
        plain = "".join(LOOKALIKES.get(c, c) for c in chunk).lstrip(_LEADING).rstrip(_TRAILING)
        pieces = _PIECE.findall(plain)
        return sum((_WRONG + _ODD * bool(_ODD_SIGN.search(piece))) * _is_wrong(piece) for piece in pieces)
    foreign = bool(find_foreign_letters(chunk, encoding))
    pieces = _PIECE.findall(convert(chunk, encoding).text)
    return _WRONG_CONVERTED * sum(map(_is_wrong, pieces)) + _IMPOSSIBLE * foreign


def _is_wrong(piece: str) -> bool:
    """Whether a word beyond ASCII is no Vietnamese syllable; one character and abbreviations (``QĐ``) say nothing."""
    if piece.isascii() or len(piece) < 2:
        return False
    if not piece.isalpha():
        return any(c.isalpha() for c in piece)
    if any(c.isupper() and before.islower() and not c.isascii() for before, c in pairwise(piece)):
        return True  # ``thÈm`` is no ``thèm``
    folded = fold(piece)
    return not is_syllable(piece) and bool(not folded.isascii() or _VOWELS & set(folded))
