"""When two wordings count as the same in scoring: tasks, agencies, and the best pairing of two lists.

Kept apart from ``extractors.text`` on purpose: the yardstick must not move when the extractor's own keys do.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

SAME_AGENCY = 0.9
_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W_]+")
_FILLERS = re.compile(r"\bcác\b|\bvà\b")
# Old and new tone placement read as one, wherever the letters stand.
_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe",
    "oẽ": "õe", "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_ABBREVIATIONS = {
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "ubmttq": "ủy ban mặt trận tổ quốc",
    "tp": "thành phố", "vp": "văn phòng", "tt&tt": "thông tin và truyền thông", "tttt": "thông tin và truyền thông",
    "kh&đt": "kế hoạch và đầu tư", "khđt": "kế hoạch và đầu tư", "kh&cn": "khoa học và công nghệ",
    "khcn": "khoa học và công nghệ", "gd&đt": "giáo dục và đào tạo", "gdđt": "giáo dục và đào tạo",
    "tn&mt": "tài nguyên và môi trường", "tnmt": "tài nguyên và môi trường",
    "nn&ptnt": "nông nghiệp và phát triển nông thôn", "gtvt": "giao thông vận tải",
    "lđtbxh": "lao động thương binh và xã hội", "lđ-tb&xh": "lao động thương binh và xã hội",
    "lđtb&xh": "lao động thương binh và xã hội", "vhttdl": "văn hóa thể thao và du lịch",
    "vh,tt&dl": "văn hóa thể thao và du lịch", "vhtt&dl": "văn hóa thể thao và du lịch",
    "cchc": "cải cách hành chính", "tthc": "thủ tục hành chính", "cntt": "công nghệ thông tin",
    "nn&mt": "nông nghiệp và môi trường",
}  # fmt: skip
_SHORT_FORMS = tuple(
    (re.compile(rf"(?<![\w&]){re.escape(short)}(?![\w&])"), whole) for short, whole in _ABBREVIATIONS.items()
)


def fold(text: str | None) -> str:
    """Lower case, one tone placement, single spaces; diacritics stay."""
    text = unicodedata.normalize("NFC", text or "").casefold()
    for old, new in _TONES.items():
        text = text.replace(old, new)
    return _SPACES.sub(" ", text).strip()


def words(text: str | None) -> Counter[str]:
    return Counter(_WORDS.findall(fold(text)))


def likeness(a: Counter[str], b: Counter[str]) -> float:
    """F1 of two multisets of words, 0 to 1."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def agency_key(name: str) -> str:
    """The words of an agency's name with common abbreviations written out, without ``các`` and ``và``."""
    text = fold(name)
    for short, whole in _SHORT_FORMS:
        text = short.sub(whole, text)
    return " ".join(_WORDS.findall(_FILLERS.sub(" ", text)))


def same_agency(a: str, b: str) -> bool:
    first, second = agency_key(a), agency_key(b)
    return first == second or likeness(Counter(first.split()), Counter(second.split())) >= SAME_AGENCY


def pair_up(gold: Iterable[A], found: Iterable[B], same: Callable[[A, B], bool]) -> int:
    """How many of ``gold`` find a partner of their own in ``found``, first come, first served."""
    gold = list(gold)
    return len(gold) - len(leftovers(gold, found, same)[0])


def leftovers(gold: Iterable[A], found: Iterable[B], same: Callable[[A, B], bool]) -> tuple[list[A], list[B]]:
    """Those of ``gold`` and of ``found`` without a partner of their own, first come, first served."""
    alone: list[A] = []
    left = list(found)
    for item in gold:
        partner = next((place for place, other in enumerate(left) if same(item, other)), None)
        if partner is None:
            alone.append(item)
        else:
            del left[partner]
    return alone, left


def match(gold: Sequence[str], found: Sequence[str | None], least: float) -> list[tuple[int, int, float]]:
    """One-to-one pairs (place in gold, place in found, likeness), the most alike first, then the nearest.

    ``least``: the likeness, 0 to 1, below which two texts are no pair.
    """
    a = [words(text) for text in gold]
    b = [words(text) for text in found]
    scored = [
        (likeness(x, y), -abs(i / max(len(a), 1) - j / max(len(b), 1)), i, j)
        for i, x in enumerate(a)
        for j, y in enumerate(b)
    ]
    pairs: list[tuple[int, int, float]] = []
    used_a: set[int] = set()
    used_b: set[int] = set()
    for alike, _, i, j in sorted((s for s in scored if s[0] >= least), reverse=True):
        if i not in used_a and j not in used_b:
            pairs.append((i, j, alike))
            used_a.add(i)
            used_b.add(j)
    return pairs
