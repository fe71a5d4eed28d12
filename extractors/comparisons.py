"""The words of comparison around a figure, read from ``authority/comparison_words.yaml``.

Read from the number outwards: the bound nearest to the number wins, ``tối thiểu ... trở lên`` is one bound, and what
happens to the amount (``tăng``, ``giảm``, ``duy trì``) may stand before the thing: ``giảm tỷ lệ hộ nghèo 1%``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

from extractors.document import Span
from extractors.records import Comparator
from extractors.units import any_of, load_word_lists

Change = Literal["increase", "decrease", "maintain"]

_LISTS = load_word_lists("comparison_words.yaml")
_LONGEST_CHAIN = 90  # characters before a number in which its words of comparison are looked for
_LONGEST_GAP = 110  # characters between "giảm" and its number: "giảm tỷ lệ hộ nghèo đa chiều ... 1%"


def _role_of() -> dict[str, tuple[str, str]]:
    """Lower-case words → (role, value), the roles of a chain of words before a number."""
    roles: dict[str, tuple[str, str]] = dict.fromkeys(_LISTS["fillers"], ("filler", ""))
    roles |= dict.fromkeys(_LISTS["nouns"], ("noun", ""))
    roles |= dict.fromkeys(_LISTS["levels"], ("level", ""))
    for change, words in _LISTS["predicates"].items():
        roles |= dict.fromkeys(words, ("change", change))
    roles["quá"] = ("limit", "")
    for bound, words in _LISTS["bounds"].items():
        roles |= dict.fromkeys(words, ("bound", bound))
    return roles


_ROLES = _role_of()
_CHAIN_WORD = re.compile(
    rf"(?:(?<!\w)(?<!sắp )(?P<words>{any_of(w for w in _ROLES if w[0].isalpha())})"
    r"|(?P<sign>[≥≤<>~≈±]=?|=[<>]))\s*:?\s*$",
    re.I,
)
_STANDING = re.compile(r"(?<!\w)(?:(?:xếp|đứng|vị\s+trí|thứ\s+hạng)(?!\w)|(?:từ|đạt|lên|ở|giữ)\s+thứ\s*$)", re.I)
_NOT_MORE = re.compile(r"(?<!\w)không(?!\w)[^;:.]{0,80}$", re.I)  # "không thanh tra một doanh nghiệp quá 01 lần"
# "thu vượt ít nhất 5% dự toán": by so much; "vượt 95% kế hoạch" is a level.
_SURPLUS = re.compile(r"(?<!\w)vượt(?!\w)", re.I)
_PLANNED_NEXT = re.compile(r"\s*(?:so\s+với\s+)?(?:dự\s+toán|kế\s+hoạch|chỉ\s+tiêu|mức)(?!\w)", re.I)
_LARGEST_SURPLUS = 50  # per cent
_AGAINST_NEXT = re.compile(r"[^,;.()\d]{0,40}?(?<!\w)so\s+với(?!\w)", re.I)  # "vượt 10 xã so với chỉ tiêu"
_AFTER = {
    cast(Comparator, bound): re.compile(rf"\s*(?:{any_of(words)})(?!\w)", re.I)
    for bound, words in _LISTS["after"].items()
}
# "từ 05 mỏ khoáng sản làm vật liệu xây dựng thông thường trở lên": the noun stands inside the bound.
_DISTANT_UP = re.compile(r"(?:(?!\d|(?<!\w)từ(?!\w))[^,;:.()\n]|\n(?!\s*[-+•\d])){1,90}?(?<!\w)trở\s+lên(?!\w)", re.I)
_NEAR_UP = re.compile(r"(?:\s+(?!từ\s|trở\s)[^\W\d_]+){1,3}\s+trở\s+lên(?!\w)", re.I)  # "đạt 95% kế hoạch vốn trở lên"
_CHANGES = {word: change for change, words in _LISTS["predicates"].items() for word in words}
_CHANGE = re.compile(
    rf"(?<!\w)(?P<words>{any_of(_CHANGES)})(?!\w)(?!\s+(?:{any_of(_LISTS['no_predicate_after'])})(?!\w))", re.I
)
_NOUN_BEFORE = re.compile(rf"(?<!\w)(?:{any_of(_LISTS['no_predicate_before'])})\s+$", re.I)
_CUT = re.compile(rf"(?<!\w)(?:{any_of(_LISTS['cuts'])})(?!\w)|[,;:.]", re.I)
_RATIO = re.compile(r"(?<!\w)(?:tỷ\s+lệ|tỉ\s+lệ|mức\s+độ|chỉ\s+số)(?!\w)", re.I)
_YEARLY = re.compile(r"(?<!\w)(?:(?:mỗi|hằng|hàng|một)\s+năm|bình\s+quân\s+năm)(?!\w)", re.I)

# "từ 60% lên 75%": the first number is where it starts from; not so in "giảm từ 1 - 2% (còn dưới 16%)".
RAISED_FROM = re.compile(r"[^.;,(]{0,60}?(?<!\w)(?<!trở )(?:lên|xuống|còn)(?!\w)[^.;,\d]{0,20}$", re.I)

_COMPARED = {cast(Comparator, bound): words for bound, words in _LISTS["comparisons"].items()}
_COMPARED_BOUND = {word: bound for bound, words in _COMPARED.items() for word in words}
_NOUN_OF_LEVEL = re.compile(r"(?<!\w)(?:văn|công|cân|đồng|thăng)\s+$", re.I)
_WORDS_ALONE = re.compile(
    rf"(?<!\w)(?P<words>{any_of(_COMPARED_BOUND)})(?:\s+(?:điểm(?:\s+số)?|thứ\s+hạng|hạng|bậc))?\s+(?P<link>so\s+với|hơn\s+so\s+với|hơn)?\s*"
    r"(?P<baseline>(?:(?:kết\s+quả|mức|giá\s+trị|thực\s+hiện|cùng\s+kỳ|kế\s+hoạch)\s+(?:của\s+)?)*(?:năm\s+(?P<year>(?:19|20)\d\d)"
    r"|(?:bình\s+quân\s+)?giai\s+đoạn\s+(?:20\d\d\s*[-–]\s*20\d\d|trước)"
    r"|năm(?:\s+học)?\s+(?:trước|ngoái)(?:\s+liền\s+kề)?|cùng\s+kỳ|kế\s+hoạch|bình\s+quân\s+(?:chung|cả\s+nước)[^,;.\d\n]{0,30}|mức\s+bình\s+quân[^,;.\d\n]{0,30}))",
    re.I,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a figure is compared. ``start`` and ``stop`` bound the words of comparison and the figure.

    ``bound``: the relation to the number alone; ``change``: increase, decrease or maintain; ``level``: a word says that
    the number is reached (``đạt``); ``rank``: a rank word stands before it; ``since``: ``từ`` stands before it.
    ``near``: where the words directly before the figure begin; the change of a ``distant`` one stands further away.
    """

    start: int
    near: int
    stop: int
    bound: Comparator | None = None
    change: Change | None = None
    level: bool = False
    rank: bool = False
    since: bool = False
    distant: bool = False

    @property
    def explicit(self) -> bool:
        """Does any word compare the figure with something?"""
        return self.bound is not None or self.change is not None


def read_comparison(text: str, figure: Span, unit_stop: int, clause: Span) -> Comparison:
    """The words of comparison around ``figure``, looked for inside ``clause``; ``unit_stop``: end of its unit."""
    start, bound, change, level, words = _chain_before(text, figure.start, clause.start)
    since = re.search(r"(?<!\w)từ(?!\w)", words, re.I) is not None
    stop, after = _bound_after(text, unit_stop, clause.end, _DISTANT_UP if since else _NEAR_UP if level else None)
    if after and (bound is None or bound in (">=", "approx")):
        bound = after
    distant, near = False, start
    if change is None and level and bound is None:
        # "Duy trì tổng tỷ suất sinh ở mức 2,1": what is kept is the level that is named.
        far = _distant_change(text, start, clause.start)
        if far is not None and far[1] == "maintain":
            start, change, distant = far[0], far[1], True
    elif change is None and not level:
        far = _distant_change(text, start, clause.start)
        # "nâng tỷ lệ hồ sơ trực tuyến tối thiểu 80%" names the level, "giảm thời gian tối thiểu 30%" the step.
        # "giảm tỷ lệ hộ nghèo ít nhất 4%" is a step too: nobody wants a ratio to fall to "at least 4%".
        step = far is not None and far[1] == "decrease" and bound == ">="
        if far is not None and bound not in (">", "<") and (step or not (bound and far[2])):
            start, change, distant = far[0], far[1], True
    return Comparison(start, near, stop, bound, change, level, _STANDING.search(words) is not None, since, distant)


def comparator_of(comparison: Comparison, is_range: bool, at_least: bool = False) -> Comparator:
    """The comparator of CONTRACT.md for what stands around a figure."""
    bound: Comparator | None = ">=" if at_least and comparison.bound is None else comparison.bound
    if bound is None and comparison.since and not is_range:
        bound = ">="  # "từ 30%" alone is a lower bound (DOMAIN.md 4.2)
    if comparison.change in ("increase", "decrease"):
        if bound in (">=", ">"):
            return "increase>=" if comparison.change == "increase" else "decrease>="
        if bound in ("<=", "<"):
            return "increase<=" if comparison.change == "increase" else "decrease<="
        return comparison.change
    if bound is not None:
        return bound
    if comparison.change == "maintain":
        return "maintain"
    return "range" if is_range else "="


def as_surplus(text: str, comparison: Comparison, figure: Span, value: float, percent: bool) -> Comparison:
    """``vượt 5% dự toán`` is an increase by 5 %, where ``vượt 95% kế hoạch`` is more than 95 %; so is ``vượt 10 xã``
    or ``vượt 1,3 điểm phần trăm`` against something."""
    words, behind = text[comparison.start : figure.start], text[figure.end : comparison.stop]
    if not _SURPLUS.search(words) or not (percent or _AGAINST_NEXT.match(text, comparison.stop)):
        return comparison
    if percent and (value >= _LARGEST_SURPLUS or not _PLANNED_NEXT.match(text, comparison.stop)):
        return comparison
    bound: Comparator | None = ">=" if "trở" in behind else comparison.bound if comparison.bound != ">" else None
    return replace(comparison, change="increase", bound=bound)


def is_yearly(text: str, span: Span) -> bool:
    """Do the words of ``span`` say that the figure is meant for every year?"""
    return _YEARLY.search(text, span.start, span.end) is not None


def find_word_comparisons(text: str, span: Span) -> list[tuple[Span, Comparator, str]]:
    """Comparisons with a baseline and without a number: (span, comparator, baseline as a year or in words)."""
    found: list[tuple[Span, Comparator, str]] = []
    for match in _WORDS_ALONE.finditer(text, span.start, span.end):
        words = re.sub(r"\s+", " ", match["words"].lower())
        if match["link"] is None and not words.endswith("hơn") and words not in ("không dưới", "không vượt"):
            continue
        if words == "bằng" and _NOUN_OF_LEVEL.search(text, span.start, match.start()):
            continue  # "số văn bằng so với năm 2025"
        baseline = match["baseline"]
        plain_year = match["year"] and re.fullmatch(r"năm\s+\d{4}", baseline, re.I)
        found.append((Span(match.start(), match.end()), _COMPARED_BOUND[words],
                      match["year"] if plain_year else re.sub(r"\s+", " ", baseline)))  # fmt: skip
    return found


def _chain_before(text: str, position: int, floor: int) -> tuple[int, Comparator | None, Change | None, bool, str]:
    """Words of comparison that stand without a gap before ``position``: (start, bound, change, level, words)."""
    floor = max(floor, position - _LONGEST_CHAIN)
    start, reached, bound, change, level = position, position, None, None, False
    while match := _CHAIN_WORD.search(text[floor:reached]):
        printed = re.sub(r"\s+", " ", (match["words"] or match["sign"]).lower())
        role, value = _ROLES.get(printed, ("filler", ""))
        if role == "limit":
            if _NOT_MORE.search(text[floor : floor + match.start()]) is None:
                break
            role, value = "bound", "<="
        if role == "change" and (level or _NOUN_BEFORE.search(text[floor : floor + match.start()])):
            break
        if role == "bound" and bound is None and change is None:
            bound = cast(Comparator, value)
        elif role == "change":
            change = change or cast(Change, value)
        elif role == "level":
            level = True
        reached = floor + match.start()
        start = start if role == "noun" else reached
    return start, bound, change, level, text[start:position]


def _bound_after(text: str, position: int, ceiling: int, up: re.Pattern[str] | None) -> tuple[int, Comparator | None]:
    for bound, pattern in _AFTER.items():
        if match := pattern.match(text, position, ceiling):
            return match.end(), bound
    if up is not None and (match := up.match(text, position, ceiling)):
        return match.end(), ">="
    return position, None


def _distant_change(text: str, position: int, floor: int) -> tuple[int, Change, bool] | None:
    """``giảm tỷ lệ hộ nghèo [từ] 1%``: (start of the predicate, change, is the thing a ratio).

    Only the thing may stand between the predicate and the number, no other verb and no other number.
    """
    floor = max(floor, position - _LONGEST_GAP)
    last = None
    for match in _CHANGE.finditer(text, floor, position):
        if not _NOUN_BEFORE.search(text[floor : match.start()]):  # "tỷ lệ tăng dân số" is a thing
            last = match
    if last is None:
        return None
    thing = text[last.end() : position]
    if _CUT.search(thing) or any(c.isdigit() for c in thing):
        return None
    change = cast(Change, _CHANGES[re.sub(r"\s+", " ", last["words"].lower())])
    return last.start(), change, _RATIO.search(thing) is not None
