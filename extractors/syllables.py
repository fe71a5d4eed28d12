"""How Vietnamese a text is: the grammar of the written syllable (onset + rime + tone), to catch text layers that lie.

A PDF whose fonts carry a wrong character map, a TCVN3 text taken for Unicode, or a text layer recognised without
diacritics all look like words to a program. None of them obeys the syllable grammar.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from extractors.text import fold

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_OPEN_RIMES = """
    a ai ao au ay am an ang anh ăm ăn ăng âm ân âng âu ây e em en eng eo ê êm ên ênh êu i ia im in inh iu
    iêm iên iêng iêu o oi om on ong oong oa oai oao oam oan oang oanh oay oăm oăn oăng oe oen oeo ô ôi ôm ôn ông
    ơ ơi ơm ơn u ua ui um un ung uê uên uênh uơ uy uya uyn uynh uyu uyên uân uâng uây uôi uôm uôn uông
    ư ưa ưi ưm ưn ưng ưu ươi ươm ươn ương ươu y yêm yên yêng yêu yn ynh
"""
# Rimes that end in a stop take only two of the six tones (sắc, nặng): "phat", "học" without its dot, cannot be.
_STOP_RIMES = """
    ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich ip it iêc iêp iêt oc op ot ooc oac oach oap oat oăc oăt oet
    ôc ôp ôt ơp ơt uc up ut uâc uât uêch uych uyt uyêt uôc uôt ưc ưt ươc ươp ươt yêt yt
"""
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOP_TONES = {"\u0301", "\u0323"}


def _syllables(rimes: str) -> frozenset[str]:
    return frozenset(onset + rime for onset in ("", *_ONSETS.split()) for rime in rimes.split())


_OPEN_SYLLABLES = _syllables(_OPEN_RIMES)
_STOP_SYLLABLES = _syllables(_STOP_RIMES)
_FOLDED_SYLLABLES = frozenset(fold(syllable) for syllable in _OPEN_SYLLABLES | _STOP_SYLLABLES)
_VOWELS = frozenset("aeiouy")
# Chunks between spaces and ordinary punctuation. "@" and "." inside keep an address or a domain name in one chunk.
_CHUNK = re.compile(r"""[^\s,;:!?()\[\]{}"“”„'‘’`´/\\\-–—+&%=<>*_…•|~#^°]+""")
# Above this share of words that no Vietnamese syllable resembles, the text is another language: nothing to judge.
_FOREIGN_LIMIT = 0.65
# A figure between small letters is a letter that was recognised wrongly ("c6ng").
_FIGURE_INSIDE = re.compile(r"[a-zà-ỹ]\d[a-zà-ỹ]")


def is_syllable(word: str) -> bool:
    """Whether ``word`` (any case, NFC) is a well-formed Vietnamese syllable, its tone included."""
    tones = []
    letters = []
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES:
            tones.append(character)
        else:
            letters.append(character)
    if len(tones) > 1:
        return False
    base = unicodedata.normalize("NFC", "".join(letters))
    if base in _OPEN_SYLLABLES:
        return True
    return base in _STOP_SYLLABLES and bool(tones) and tones[0] in _STOP_TONES


def is_of_another_language(word: str) -> bool:
    """Whether ``word`` is no Vietnamese syllable whatever its diacritics: ``Rál``, ``H'leo``, not ``Duc``."""
    return fold(word) not in _FOLDED_SYLLABLES


@lru_cache(maxsize=64)  # a page is judged by itself and again with its document
def vietnamese_share(text: str) -> float:
    """The share (0..1) of the words of ``text`` that are well-formed Vietnamese syllables.

    Only words that claim to be Vietnamese are judged: well-formed syllables against words with letters or signs that
    plain Latin does not have (``6Ӣ``, ``®Çu``) and words that lost their tone (``hoc``, ``viec``). Numbers, addresses,
    abbreviations and words of other languages count on neither side. 1.0 where there is nothing to judge.
    """
    good = bad = foreign = 0
    for match in _CHUNK.finditer(text):
        verdict = _judge(match.group().strip("."))
        good += verdict == "good"
        bad += verdict == "bad"
        foreign += verdict == "foreign"
    if not good + bad or (foreign > _FOREIGN_LIMIT * (good + bad + foreign)):
        return 1.0
    return good / (good + bad)


@lru_cache(maxsize=20_000)
def _judge(word: str) -> str:
    """``good``, ``bad``, ``foreign``, or ``none`` for a word that says nothing."""
    if len(word) < 2:
        return "none"
    if any(c.isdigit() for c in word):
        return "bad" if _FIGURE_INSIDE.search(word) and not set(".@") & set(word) else "none"
    if not word.isalpha():
        odd = any(not c.isalpha() and c not in ".@" and not unicodedata.combining(c) for c in word)
        return "bad" if odd and any(c.isalpha() for c in word) else "none"
    if is_syllable(word):
        return "good"
    folded = fold(word)
    if word.isascii():
        if folded in _FOLDED_SYLLABLES and not word.isupper():
            return "bad"
        return "none" if word.isupper() else "foreign"
    # An abbreviation such as HĐND or QĐ has no vowel.
    return "none" if folded.isascii() and not _VOWELS & set(folded) else "bad"
