"""Puts right the diacritics that recognition loses: "tô chức" is "tổ chức", "quán lý" is "quản lý".

The marks of Vietnamese are a few pixels; the letters below them are read right nearly always. So every syllable may
become another one with the same letters and other marks, where the words around it say so: a noisy channel (Kernighan,
Church and Gale 1990) over syllables, decoded line by line (Viterbi 1967). Words come from the dictionary and the tagged
text that underthesea carries; they are loaded once a process, when the first page was recognised.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from extractors.syllables import is_syllable
from extractors.text import fold, place_tones

_DICTIONARY = "corpus/data/Viet74K.txt"
_TAGGED_TEXT = "pipeline/pos_tag/models/pos_crf_vlsp2013_20230303/test_output.txt"
_SYLLABLE = re.compile(r"[^\W\d_]+")
_HOOKED = frozenset("ẩểổ")
_ROOFED = frozenset("âêôă")
_OF_DATES = frozenset({"năm"})  # it stands before figures, of which no pair of words knows
_TONES = "\u0300\u0301\u0303\u0309\u0323"

# How often a count of each source counts, and how much a pair is believed that was never seen (MacKay and Peto 1995).
_OWN, _TAGGED, _JOINED = 2.0, 1.0, 1.0
_PRIOR = 24.0
_RARE = 0.02  # count of a syllable that only the dictionary has

# Natural logarithms, chosen on pages that were printed, scanned and recognised again.
_KEPT = -0.05  # a syllable read as it is printed
_TONE = -6.0  # read with another tone mark, or without one
_HOOK = -3.0  # read without the hook that stands on a circumflex (ẩ ể ổ): the smallest mark of all
_FAINT = -4.0  # read without the tone above a hat or breve (yếu, nắm), or a tilde read as hat and acute (chẽ, chế)
_SHAPE = -6.0  # read with another mark of the letter (ô ơ o, a ă â)
_STROKE = -8.0  # đ for d
_NAME = -1.5  # a syllable with a capital: names have syllables of their own
_ODD = -1.5  # what is read obeys no rule of the syllable: the more likely misread


@dataclass(frozen=True, slots=True)
class Language:
    """Known syllables by their letters without marks; counts of syllables (right and left in a pair) and pairs."""

    by_letters: dict[str, tuple[str, ...]]
    right: dict[str, float]
    left: dict[str, float]
    pairs: dict[tuple[str, str], float]
    total: float

    def logarithm(self, left: str, right: str) -> float:
        """How likely ``right`` follows ``left``: the pair's count, smoothed by that of ``right`` alone."""
        alone = self.right.get(right, _RARE / 4) / self.total
        return math.log((self.pairs.get((left, right), 0.0) + _PRIOR * alone) / (self.left.get(left, 0.0) + _PRIOR))


_FIGURES = re.compile(r"[(“\"]?(?=[^\W_]*\d|.*[/.,-]\d)[\dlI|\]O]+(?:[/.,-][\dlI|\]O]+)*[.,;:)%”\"]*")
_CONFUSED_STROKES = (("l", "i"), ("I", "l"), ("i", "l"), ("rn", "m"), ("c", "e"), ("e", "c"))
_SHORTEST_PAIR, _LONGEST_SYLLABLE = 5, 7
_CAPITALS_AFTER = re.compile(r"([^\W\d_]*[^\W\d_A-ZĐ])([A-ZĐ]{2,})$")
_DATE_WORDS = re.compile(r"(?<=[\dIl|])(?=(?:tháng|năm)\b)|(?:(?<=\bngày)|(?<=\btháng)|(?<=\bnăm)|(?<=\b[Ss]ố))(?=\d)")
_STROKES = re.compile(r"[\dlI|\]O]+")
_AS_FIGURE = str.maketrans({"l": "1", "I": "1", "|": "1", "]": "1", "O": "0", "Š": "5", "S": "5"})
_DAY_STROKES = re.compile(r"[0-3lI|O][\dlI|OŠS]")
_GOES_ON = frozenset({"các", "những", "của", "với", "cho", "theo", "trong", "tại", "bằng", "nhằm", "được", "thuộc"})
_TITLES_OF_PLACES = {"TĨNH": "TỈNH", "TÌNH": "TỈNH", "TÍNH": "TỈNH"}
_FULL_STOP = re.compile(r"[^\W\d_]{3,}\.")
_SIGNS = str.maketrans({"\u2044": "/", "\u00d0": "Đ", "\ufb01": "fi", "\ufb02": "fl"})  # a fraction's stroke, eth
_COUNCIL = re.compile(r"\b[DƯÚÙŨỤO0]BND(?=\b|-)")  # the one body that nearly every number names
_DOUBLED = ((re.compile(r"(?<!:)//"), "/"), (re.compile("ĐĐ"), "Đ"))  # one stroke taken for two letters


def correct_words(words: Sequence[str]) -> list[str]:
    """The words of a page, in reading order, with the marks that their neighbours demand and with clean figures.

    Nothing is changed but marks on letters, what stands for a figure between figures (``l6``, ``202]``), and a full
    stop before a small letter.
    """
    read = _with_numbers([_with_figures(_parted(_with_letters(word))) for word in words])
    return _with_commas(_with_places(_with_marks(read)))


def _with_places(words: list[str]) -> list[str]:
    """``UBND TĨNH HÀ GIANG``, ``NHÂN DÂN TÌNH``: the head of a document in capitals, where no pair of words helps."""
    for index in range(1, len(words)):
        if words[index - 1] in ("UBND", "DÂN", "HĐND"):
            words[index] = _TITLES_OF_PLACES.get(words[index], words[index])
    return words


def _with_commas(words: list[str]) -> list[str]:
    """``các huyện. thành phố``: no sentence begins with a small letter, so the tail of a comma was lost.

    Behind a word that ends no clause (``các. nội dung``) it was a speck.
    """
    for index, (word, after) in enumerate(pairwise(words)):
        if _FULL_STOP.fullmatch(word) and word.islower() and after[:2].islower() and after[:2].isalpha():
            words[index] = word[:-1] if word[:-1] in _GOES_ON else f"{word[:-1]},"
    return words


def _with_letters(word: str) -> str:
    """``Glang`` is ``Giang``: a stroke that was taken for another letter, where only then it is a syllable.

    ``sỐ`` is ``số``: no syllable begins small and goes on in capitals.
    """
    if word[:1].islower() and not word.islower() and is_syllable(word.rstrip(".,;:)").lower()):
        word = word.lower()
    return _SYLLABLE.sub(lambda match: _with_strokes(match.group()), word)


@lru_cache(maxsize=20_000)
def _with_strokes(letters: str) -> str:
    if len(letters) < 3 or letters.isupper() or is_syllable(letters):
        return letters
    known = load_language().right
    for stroke, other in _CONFUSED_STROKES:
        for place in range(len(letters)):
            mended = letters[:place] + other + letters[place + len(stroke) :]
            if letters.startswith(stroke, place) and is_syllable(mended) and known.get(_lower(mended), 0.0) >= 1.0:
                return mended
    return letters


def _with_numbers(words: list[str]) -> list[str]:
    """``Số: II /KH-UBND`` is number 11: what stands between these two can be a figure only."""
    for index in range(1, len(words) - 1):
        numbered = fold(words[index - 1]) in ("so:", "so") and words[index + 1].startswith("/")
        if numbered and _STROKES.fullmatch(words[index]):
            words[index] = words[index].translate(_AS_FIGURE)
        # The day after the place of issue ("Hà Giang, ngày …") may be handwritten: that one is not touched.
        dated = words[index - 1] == "ngày" and words[index + 1] == "tháng" and not words[index - 2].endswith(",")
        if dated and index > 1 and _DAY_STROKES.fullmatch(words[index]):
            words[index] = words[index].translate(_AS_FIGURE)
    return words


def _parted(word: str) -> str:
    """``bannhân dân``, ``đốcSYT``, ``01năm``: what was set too close, with the space between."""
    word = _DATE_WORDS.sub(" ", word)
    return _SYLLABLE.sub(lambda match: " ".join(_syllables_of(match.group())), word)


@lru_cache(maxsize=20_000)
def _syllables_of(letters: str) -> tuple[str, ...]:
    """The syllables that ``letters`` are made of, in the fewest pieces; themselves where they are nothing such."""
    if len(letters) < _SHORTEST_PAIR or letters.isupper() or is_syllable(letters):
        return (letters,)
    head = _CAPITALS_AFTER.match(letters)
    if head and is_syllable(head.group(1)):
        return head.group(1), head.group(2)
    if not letters[1:].islower():
        return (letters,)
    known = load_language().right
    best: list[tuple[str, ...] | None] = [(), *[None] * len(letters)]
    for end in range(2, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end - 1):
            before, piece = best[start], letters[start:end]
            if before is None or known.get(_lower(piece), 0.0) < 1.0:
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = (*before, piece)
    return best[-1] or (letters,)


def _with_figures(word: str) -> str:
    word = word.translate(_SIGNS)
    for double, sign in _DOUBLED:
        word = double.sub(sign, word)
    word = _COUNCIL.sub("UBND", word)
    return " ".join(part.translate(_AS_FIGURE) if _FIGURES.fullmatch(part) else part for part in word.split(" "))


def _with_marks(words: Sequence[str]) -> list[str]:
    pieces = [list(_SYLLABLE.finditer(word)) for word in words]
    flat = [(index, match) for index, found in enumerate(pieces) for match in found]
    corrected = _decode([(_lower(match.group()), match.group().istitle()) for _, match in flat])
    changes: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for (index, match), syllable in zip(flat, corrected, strict=True):
        if syllable != _lower(match.group()):
            changes[index].append((match.start(), match.end(), _in_case_of(match.group(), syllable)))
    return [_replaced(word, changes.get(index, ())) for index, word in enumerate(words)]


def _replaced(word: str, changes: Iterable[tuple[int, int, str]]) -> str:
    for start, end, syllable in sorted(changes, reverse=True):
        word = word[:start] + syllable + word[end:]
    return word


def _decode(observed: Sequence[tuple[str, bool]]) -> list[str]:
    """The likeliest syllables behind the ``observed`` ones (in small letters, and whether they had a capital)."""
    language = load_language()
    scores: dict[str, float] = {"": 0.0}
    steps: list[dict[str, str]] = []  # for each syllable: what it most likely follows, by what it may be
    for syllable, named in observed:
        following: dict[str, float] = {}
        came_from: dict[str, str] = {}
        for candidate, misread in _candidates(syllable, named):
            score, before = max((so_far + language.logarithm(last, candidate), last) for last, so_far in scores.items())
            name = _NAME if named and candidate != syllable else 0.0
            following[candidate], came_from[candidate] = score + misread + name, before
        scores = following
        steps.append(came_from)
    decoded = [max(scores, key=lambda candidate: scores[candidate])] if steps else []
    for came_from in reversed(steps[1:]):
        decoded.append(came_from[decoded[-1]])
    return decoded[::-1]


@lru_cache(maxsize=20_000)
def _candidates(observed: str, named: bool) -> tuple[tuple[str, float], ...]:
    """What may be printed where ``observed`` was read, with the logarithm of how likely it is read so."""
    language = load_language()
    if len(observed) == 1 and observed.isascii():
        return ((observed, 0.0),)
    known = language.by_letters.get(fold(observed), ())
    odd = _ODD if known and not is_syllable(observed) else 0.0
    found = [(observed, _KEPT + odd)]
    found += [(other, _misread(other, observed, named)) for other in known if other != observed]
    return tuple(found)


def _misread(printed: str, read: str, named: bool) -> float:
    """How likely (logarithm) a syllable with the same letters is read with these other marks.

    ``named``: it has a capital; what is faint is not made of names, which have syllables of their own.
    """
    cost = _KEPT
    tones = ["".join(c for c in unicodedata.normalize("NFD", word) if c in _TONES) for word in (printed, read)]
    shapes = [_without_tones(word) for word in (printed, read)]
    if tones == ["\u0303", "\u0301"] and shapes[0] != shapes[1] and not named:
        return cost + _FAINT
    if tones[0] != tones[1]:
        lost = not tones[1] and not named and read not in _OF_DATES and not _ROOFED.isdisjoint(shapes[0])
        cost += _HOOK if not set(printed).isdisjoint(_HOOKED) else _FAINT if lost else _TONE
    cost += sum(_STROKE if "đ" in (a, b) else _SHAPE for a, b in zip(*shapes, strict=False) if a != b)
    return cost


_is_syllable = lru_cache(maxsize=20_000)(is_syllable)


def _without_tones(word: str) -> str:
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES))


@lru_cache(maxsize=20_000)
def _lower(word: str) -> str:
    return place_tones(unicodedata.normalize("NFC", word).lower())


def _in_case_of(model: str, word: str) -> str:
    if len(model) > 1 and model[1:].isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


@cache
def load_language() -> Language:
    """Vietnamese syllables and pairs of them: our own counts, and (where it is there) underthesea's words and text."""
    pairs: defaultdict[tuple[str, str], float] = defaultdict(float)
    for line in _own_lines():
        left, right, count = line.split("\t")
        pairs[left, right] += _OWN * int(count)
    for sentence in _sentences():
        for pair in pairwise(("", *sentence)):
            pairs[pair] += _TAGGED
    right_counts: defaultdict[str, float] = defaultdict(float)
    left_counts: defaultdict[str, float] = defaultdict(float)
    for (left, right), weight in pairs.items():
        right_counts[right] += weight
        left_counts[left] += weight
    for syllables in _dictionary():
        for syllable in syllables:
            right_counts[syllable] = right_counts[syllable] or _RARE
        for pair in pairwise(syllables):
            if pairs[pair] < _JOINED:
                left_counts[pair[0]] += _JOINED * 0.1
                pairs[pair] = _JOINED
    by_letters: defaultdict[str, list[str]] = defaultdict(list)
    for syllable in right_counts:
        by_letters[fold(syllable)].append(syllable)
    letters = {key: tuple(found) for key, found in by_letters.items()}
    return Language(letters, dict(right_counts), dict(left_counts), dict(pairs), sum(right_counts.values()))


def _own_lines() -> Iterator[str]:
    text = resources.files("pipeline.recognition").joinpath("words.tsv").read_text(encoding="utf-8")
    return (line for line in text.splitlines() if not line.startswith("#"))


def _dictionary() -> Iterator[list[str]]:
    for line in _lines(_DICTIONARY):
        syllables = [_lower(match) for match in _SYLLABLE.findall(line)]
        if syllables and all(map(_is_syllable, syllables)):
            yield syllables


def _sentences() -> Iterator[list[str]]:
    sentence: list[str] = []
    for line in _lines(_TAGGED_TEXT):
        word = line.split("\t")[0]
        if not word or word in ".;:":
            if sentence:
                yield sentence
            sentence = []
            continue
        sentence += [s for s in map(_lower, _SYLLABLE.findall(word)) if _is_syllable(s)]
    if sentence:
        yield sentence


def _lines(name: str) -> Iterator[str]:
    spec = find_spec("underthesea")  # found, not imported: the package itself takes half a second
    for folder in (spec.submodule_search_locations if spec else None) or ():
        place = Path(folder) / name
        if place.is_file():
            yield from place.read_text(encoding="utf-8").splitlines()
