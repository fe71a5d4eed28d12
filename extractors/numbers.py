"""The grammar of numbers in Vietnamese texts: ``4,2`` ``1.500`` ``02- 03`` ``25 - 30/63`` ``1/3`` ``03 (ba)``.

A figure is a number that may state a quantity. Numbers of documents, dates, articles, telephones, outline labels and
names (``Đề án 06``, ``mức độ 3 và 4``, ``5 biết``) are none and are left out here, once for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from extractors.document import Span
from extractors.units import any_of, load_word_lists

Shape = Literal["number", "range", "ratio", "fraction", "word"]

_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d{3}){2,}|\d+(?:[.,]\d+)?)(?![.,]?\d)"
_PERCENT = r"\s{0,2}%|\s+phần\s+trăm(?!\w)"
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_FOREIGN_GROUPS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}|,000)")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Units that are printed without a space: 5ha, 20km, 500kW.
_GLUED = r"(?:ha|km2?|m[23²³]?|kg|kwh?|mwp?|tấn|đ|tr|triệu|tỷ)(?!\w)"

_DIGITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mốt": 1,
}  # fmt: skip
_UNIT_WORD = r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
_TAIL_WORD = r"(?:một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín)"
_WORDS = rf"(?:{_UNIT_WORD}\s+mươi(?:\s+{_TAIL_WORD})?|mười(?:\s+{_TAIL_WORD})?|{_UNIT_WORD})"
_LISTS = load_word_lists("units.yaml")

_FIGURE = re.compile(
    rf"""(?<!\w)(?<!\d[.,/+])(?<![^\W\d_]-)
    (?P<low>{_NUMBER})(?P<low_percent>{_PERCENT})?
    (?:\s*\(\s*(?P<spelled>{_WORDS})\s*\))?
    (?:(?:[^\S\n]*[-–—÷][^\S\n]*\n?\s?|(?P<to>\s+(?:đến|tới)\s+(?:dưới\s+)?))
       (?P<high>{_NUMBER})(?P<high_percent>{_PERCENT})?)?
    (?:[^\S\n]?/[^\S\n]?(?P<of>\d+)(?![\d/.,]*\d))?
    (?P<plus>\+)?
    (?!(?!{_GLUED})[^\W\d_])(?!/\d)(?!/(?-i:[A-ZĐ]))""",
    re.IGNORECASE | re.VERBOSE,
)
# "từ 5 bậc đến 8 bậc", "10 triệu đồng - 15 triệu đồng": the unit is printed twice.
_REPEATED_UNIT = re.compile(
    rf"\s+(?P<unit>[^\W\d_]+(?:\s+[^\W\d_]+)?)\s*(?:[-–—]|đến|tới)\s*(?P<high>{_NUMBER})(?=\s+(?P=unit)(?!\w))",
    re.IGNORECASE,
)
_COUNTED_NEXT = rf"\s+(?:{any_of(_LISTS['counted'] + _LISTS['persons'])})(?!\w)"
# "một" and "năm" are mostly an article and the year: only after "ít nhất", "tối thiểu", "không quá", "không dưới".
_SPELLED = re.compile(
    r"(?<!\w)(?:(?<=nhất\s)|(?<=thiểu\s)|(?<=quá\s)|(?<=dưới\s)|(?!(?:một|năm)(?!\s+mươi)))"
    rf"(?P<words>{_WORDS})(?={_COUNTED_NEXT})",
    re.IGNORECASE,
)
# "một trăm phần trăm", "chín mươi phần trăm"
_SPELLED_PERCENT = re.compile(
    rf"(?<!\w)(?:(?P<hundred>một\s+trăm)|(?P<words>{_WORDS}))\s+phần\s+trăm(?!\w)", re.IGNORECASE
)
# "giảm một nửa", "hơn một nửa", "một nửa số thôn"
_HALF = re.compile(
    r"(?<!\w)(?:(?<=giảm\s)|(?<=hơn\s)|(?<=trên\s)|(?<=nhất\s)|(?<=thiểu\s)|(?<=dưới\s)|(?<=quá\s)|(?<=đạt\s))một\s+nửa(?!\w)"
    r"|(?<!\w)một\s+nửa(?=\s+(?:tổng\s+)?số(?!\w))",
    re.IGNORECASE,
)
_SPELLED_PART = re.compile(
    rf"(?<!\w)(?P<over>{_UNIT_WORD})\s+phần\s+(?P<under>hai|ba|bốn|tư|năm|mười)(?!\w)", re.IGNORECASE
)
_PART_OF = re.compile(rf"\s+(?:tổng\s+số|số|tổng|các)(?!\w)|{_COUNTED_NEXT}", re.IGNORECASE)
_SHARE_NEXT = re.compile(r"\s+(?:tổng\s+)?số(?!\w)", re.IGNORECASE)  # "9/10 số trường"; "8/10 xã" are eight of ten
# "giảm ít nhất 1/2 so với năm 2024", "trên 3/4 khối lượng": nothing but a part can be compared so.
_PARTLY = re.compile(
    r"(?<!\w)(?:ít\s+nhất|tối\s+thiểu|không\s+dưới|không\s+quá|trên|hơn|khoảng|gần|giảm|chiếm)\s+$", re.IGNORECASE
)
_SCORE_NEXT = re.compile(r"\s*điểm(?!\w)", re.IGNORECASE)  # "2,5/3 điểm": a mark out of three

_DAY_AND_MONTH = r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?!\d)"  # "đến 45/63" is a rank
_MONTH_LIST = r"\d{1,2}(?:\s*(?:,|-|–|và|đến)\s*\d{1,2}(?!\d|\s*%|,\d))*"
_NO_AMOUNT = r"(?![\d.,]*\d|\s*%|[^\S\n]?/\d)"
_MEASURE_NEXT = rf"\s+(?:{any_of(_LISTS['measures'] + _LISTS['scales'] + _LISTS['ranks'] + _LISTS['scores'])})(?!\w)"
# "38 giường bệnh trên 10.000 dân", "109 bé trai/100 bé gái", "giá trị trên 01 ha": what a rate refers to.
_ROUND = r"(?:0?1|10{1,5}|10{0,2}\.000|1\.000\.000)(?:\s+(?:vạn|nghìn|ngàn|triệu))?"
_OVER_ROUND = re.compile(rf"(?<!\w)trên\s+{_ROUND}\s+(?P<thing>[^\W\d]+)", re.IGNORECASE)
_NAMED_RATE = re.compile(
    r"(?<!\w)(?:(?:tỷ|tỉ)\s+(?:lệ|số|suất)|mật\s+độ|số(?:\s+lượng)?)\s+(?P<thing>[^\W\d]+)"
    r"(?:\s+(?!(?:đạt|là|lên|còn)\s)[^\W\d]+){0,12}\s+$",
    re.IGNORECASE,
)
_LONGEST_RATE_NAME = 90  # characters
_MORE = r"(?:\s*(?:,|-|–|và|hoặc|đến)\s*\d+(?:\.\d+)*(?![\d.,]*\d|\s*%))*"
# What only looks like a figure; each pattern covers the whole expression.
_NOT_FIGURES: tuple[re.Pattern[str], ...] = (
    # 107/2020/NĐ-CP, 11-CT/TU, 36a-NQ/CP, 1256/QĐ-UBND, QCVN 01:2019/BCT
    re.compile(r"\d+[a-zđ]?(?:[/:]\d{4})?\s?[/-]\s?[A-ZĐ][A-ZĐa-z&]*(?:[-/&][A-ZĐ][\w&]*)*"),
    re.compile(r"(?<!\w)\d+/\d{4}/\w+"),
    re.compile(
        r"(?<!tổng )(?<!tổng\n)(?<!dân )(?<!\w)(?:số|sô|no\.?)\s*:?\s*\d+\w*(?:[-/.:]\w+)*(?!\s*%)", re.IGNORECASE
    ),
    # dates, months, years, periods, hours
    re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4,5}"),
    re.compile(r"(?<!mỗi )(?<!một )(?<!/)(?<!\w)ngày\s+\d{1,2}(?:\s*[/.-]\s*\d{1,2})?(?!\d|\s*%|,\d)", re.IGNORECASE),
    re.compile(
        rf"(?<!mỗi )(?<!một )(?<!/)(?<!\w)tháng\s+{_MONTH_LIST}(?:\s*[/.-]\s*\d{{4}})?(?!\d|\s*%|,\d)", re.IGNORECASE
    ),
    re.compile(r"(?<!\d)\d{1,2}\s?[/.]\s?(?:19|20)\d\d(?!\d)"),
    re.compile(
        r"(?<!mỗi )(?<!hằng )(?<!hàng )(?<!/)(?<!\w)(?:năm|niên\s+độ|năm\s+học)\s+(?:19|20)\d\d"
        r"(?:\s*(?:-|–|—|,|và|đến)\s*(?:19|20)\d\d)*(?![\d.,]*\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)(?:19|20)\d\d\s*(?:-|–|—|đến(?:\s+năm)?)\s*(?:19|20)\d\d(?!\d|\.\d|\s*%)"),
    re.compile(r"(?<!\w)(?:24/24|24/7|7/7)\s?(?:h|giờ)?(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)\d{1,2}\s?(?:(?:h|g)\s?\d{0,2}|giờ\s?\d{2})(?!\w)", re.IGNORECASE),
    re.compile(
        rf"(?<!\w)(?:trước|sau|hết|vào|dịp|lễ|chậm\s+nhất(?:\s+là)?|từ|đến)\s+{_DAY_AND_MONTH}"
        rf"(?:\s*(?:-|–|đến)\s*{_DAY_AND_MONTH})?(?![\d/]|\s+(?:tổng\s+)?số\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)qu[ýí]\s+(?:[IVX]+|[1-4])(?:\s*(?:-|–|,|và)\s*(?:qu[ýí]\s+)?(?:[IVX]+|[1-4]))*"
        r"(?:\s*[/-]\s*(?:19|20)\d\d)?(?!\w)",
        re.IGNORECASE,
    ),
    # the base of a rate where it is people or an area; other bases: `_NAMED_RATE`
    re.compile(
        rf"(?:(?<!\w)trên|(?<=[^\W\d_])\s?/)\s*{_ROUND}\s+(?:{any_of(_LISTS['rate_bases'])})(?!\w)", re.IGNORECASE
    ),
    # articles and parts of documents
    re.compile(
        r"(?<!\w)(?:điều|khoản|mục|chương|phần|phụ\s+lục|biểu|biểu\s+mẫu|mẫu|tiết|cột|dòng|trang|bảng)\s+(?:số\s+)?"
        rf"\d+(?:\.\d+)*{_MORE}{_NO_AMOUNT}(?!{_COUNTED_NEXT}|{_MEASURE_NEXT})",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\w)điểm\s+\d+(?:\.\d+)*(?=\s*,?\s*(?:khoản|mục|điều|phần|chương|phụ\s+lục))", re.IGNORECASE),
    # names with a number, slogans, one of three "90-90-90", "1 số"
    re.compile(rf"(?<!\w)(?:{any_of(_LISTS['numbered_names'])})\s+(?:số\s+)?\d+{_MORE}{_NO_AMOUNT}", re.IGNORECASE),
    re.compile(
        rf"(?<!\w)(?:{any_of(_LISTS['numbered_words'])})\s+(?:số\s+)?\d+{_MORE}{_NO_AMOUNT}(?!{_COUNTED_NEXT}|{_MEASURE_NEXT})",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w.,/-])\d{{1,2}}\s+(?:{any_of(_LISTS['slogans'])})(?!\w)", re.IGNORECASE),
    re.compile(r"(?<![\w.,/-])0?1\s+số(?!\s*/|\w)", re.IGNORECASE),
    re.compile(r"(?<!\d)\d+\s?-\s?\d+\s?-\s?\d+(?!\d)"),
    # telephones and other long numbers, enumerators, labels at the start of a line
    re.compile(r"(?:điện\s+thoại|đt|sđt|fax|hotline|tổng\s+đài)\s*[:.]?\s*\(?\d[\d.\s()-]*", re.IGNORECASE),
    re.compile(r"(?<!\w)0\d{2,3}[.\s-]?\d{3}[.\s-]?\d{3,4}(?!\d)|(?<![\d.,])\d{8,}"),
    re.compile(r"\(\d{1,2}\)"),
    re.compile(r"^[^\S\n]*\d{1,2}(?:\.\d{1,2})*[.)](?=\s|[^\W\d])", re.MULTILINE),
    # a title in quotation marks: its number is the name's threshold ("... đạt 100%")
    re.compile(r"“[^”“\n]{1,240}”"),
)
# "trong nhóm 10 tỉnh dẫn đầu" is a rank although "nhóm 05 thủ tục" is a name.
TOP_GROUP = re.compile(
    r"(?<!\w)(?:(?:trong|thuộc|vào|nằm\s+trong|lọt\s+vào)\s+)*(?:(?P<group>nhóm)|tốp|top)\s+(?:từ\s+)?"
    r"(?P<number>\d{1,3}(?:\s*[-–]\s*\d{1,3})?)(?:\s?/\s?(?P<of>\d{1,3}))?(?!\d)",
    re.IGNORECASE,
)
# "đứng trong 15 tỉnh có chỉ số cao nhất": the same without the word for a group.
_AMONG_FIRST = re.compile(
    r"(?<!\w)(?:(?:đứng|nằm|xếp|lọt|thuộc)\s+)+(?:vào\s+|trong\s+|số\s+)*(?P<number>\d{1,3})(?=\s+(?:tỉnh|địa\s+phương|đơn\s+vị|xã|huyện|sở))",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"[^.;:\n]{0,60}?(?:dẫn\s+đầu|hàng\s+đầu|đứng\s+đầu|cao\s+nhất|tốt\s+nhất|đầu\s+cả\s+nước)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Number:
    """A parsed number; ``doubtful`` where it is not printed in the Vietnamese way (``8.5``, ``5,000``)."""

    value: float
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or pair of numbers that may state a quantity.

    ``span`` covers digits, per cent signs and a spelled-out copy; ``value``..``value_max`` is a range; ``out_of`` the
    whole of a ratio or rank (``25 - 30/63``); ``at_least``: ``500+``; ``top``: ``tốp 20``; ``date_like``: ``12/9`` may
    be a day; ``year_like``: ``2025`` may be a year; ``doubtful``: not printed in the Vietnamese way.
    """

    span: Span
    value: float
    value_max: float | None = None
    out_of: int | None = None
    percent: bool = False
    shape: Shape = "number"
    at_least: bool = False
    top: bool = False
    date_like: bool = False
    doubtful: bool = False
    year_like: bool = False


def parse_number(words: str) -> Number | None:
    """``88,46`` → 88.46, ``1.500`` → 1500, ``02`` → 2; None for anything that is no number of this grammar.

    A dot before exactly three digits groups thousands, before any other count it is a (doubtful) decimal point.
    """
    words = words.strip()
    if not re.fullmatch(_NUMBER, words):
        return None
    whole, comma, fraction = words.partition(",")
    if _FOREIGN_GROUPS.fullmatch(words):
        return Number(float(words.replace(",", "")), doubtful=True)
    if "." not in whole:
        return Number(float(f"{whole}.{fraction}" if comma else whole)) if "," not in fraction else None
    if _GROUPED.fullmatch(whole):
        digits = whole.replace(".", "")
        return Number(float(f"{digits}.{fraction}" if comma else digits))
    return None if comma else Number(float(whole), doubtful=True)


def parse_number_words(words: str) -> int | None:
    """``ba`` → 3, ``mười lăm`` → 15, ``hai mươi mốt`` → 21; None for other words."""
    parts = words.lower().split()
    if not parts or not re.fullmatch(_WORDS, " ".join(parts)):
        return None
    if parts[0] == "mười":
        return 10 + (_DIGITS[parts[1]] if len(parts) > 1 else 0)
    tens = _DIGITS[parts[0]]
    if len(parts) == 1:
        return tens
    return 10 * tens + (_DIGITS[parts[2]] if len(parts) > 2 else 0)


def find_figures(text: str, span: Span) -> list[Figure]:
    """The figures of ``text[span]`` in their order, without dates, document numbers, labels and names."""
    masked = [*_tops(text, span), *_among_first(text, span)]
    blocked = [figure.span for figure in masked]
    blocked += [piece for piece in _not_figures(text, span) if not any(piece.overlaps(f.span) for f in masked)]
    figures = masked + list(_printed_figures(text, span, blocked)) + list(_spelled_figures(text, span, blocked))
    return sorted(figures, key=lambda figure: figure.span)


def _not_figures(text: str, span: Span) -> Iterator[Span]:
    words = span.cut(text)  # a cut, so that ^ also stands for the start of the item
    for pattern in _NOT_FIGURES:
        for match in pattern.finditer(words):
            yield Span(span.start + match.start(), span.start + match.end())
    for match in _OVER_ROUND.finditer(words):
        name = _NAMED_RATE.search(words[max(0, match.start() - _LONGEST_RATE_NAME) : match.start()])
        # "Tỷ lệ mắc lao trên 100.000 người" is a rate, "Số hộ tham gia trên 1.000 hộ" a number.
        if name and name["thing"].lower() != match["thing"].lower():
            yield Span(span.start + match.start(), span.start + match.end())


def _tops(text: str, span: Span) -> Iterator[Figure]:
    """``tốp 20``, ``trong nhóm 10 tỉnh dẫn đầu``: as good as the given rank or better."""
    for match in TOP_GROUP.finditer(text, span.start, span.end):
        if match["group"] and not _LEADING.match(text, match.end(), span.end):
            continue
        numbers = [float(part) for part in re.findall(r"\d+", match["number"])]
        high = numbers[1] if len(numbers) > 1 else None
        out_of = int(match["of"]) if match["of"] else None  # "tốp 5/15 sở, ngành"
        yield Figure(Span(match.start(), match.end()), numbers[0], high, out_of, top=True)


def _among_first(text: str, span: Span) -> Iterator[Figure]:
    for match in _AMONG_FIRST.finditer(text, span.start, span.end):
        if _LEADING.match(text, match.end(), span.end):
            yield Figure(Span(match.start(), match.end()), float(match["number"]), top=True)


def _printed_figures(text: str, span: Span, blocked: list[Span]) -> Iterator[Figure]:
    position = span.start
    while match := _FIGURE.search(text, position, span.end):
        found = Span(match.start(), match.end())
        hit = next((piece for piece in blocked if piece.start < match.end("low") and found.start < piece.end), None)
        if hit is not None:
            position = max(hit.end, match.start() + 1)
            continue
        figure = _figure_of(match, blocked)
        position = figure.span.end if figure else match.end("low")
        if figure:
            yield figure


def _figure_of(match: re.Match[str], blocked: list[Span]) -> Figure | None:
    low = parse_number(match["low"])
    if low is None:
        return None
    alone = Figure(
        Span(match.start(), match.end("low_percent") if match["low_percent"] else match.end("low")),
        low.value, percent=bool(match["low_percent"]), doubtful=low.doubtful, year_like=_is_year(match),
    )  # fmt: skip
    if match["high"] is not None:
        return _range_of(match, low, alone, blocked)
    if match["of"] is not None and not alone.percent:
        return _ratio(match, low.value, None)
    again = None if alone.percent else _REPEATED_UNIT.match(match.string, match.end("low"), match.endpos)
    high = parse_number(again["high"]) if again else None
    if again and high and high.value > low.value:
        return Figure(Span(match.start(), again.end()), low.value, high.value, shape="range")
    if match["spelled"] and parse_number_words(match["spelled"]) != low.value:
        return alone
    return replace(alone, span=Span(match.start(), match.end()), at_least=bool(match["plus"]))


def _range_of(match: re.Match[str], low: Number, alone: Figure, blocked: list[Span]) -> Figure | None:
    """The range, or its first number alone where the two are no range (``90% - 5 năm``, ``12 - 3``)."""
    high = parse_number(match["high"])
    no_range = high is None or high.value <= low.value or (match["low_percent"] and not match["high_percent"])
    if high is None or no_range or any(b.start < match.end("high") and match.start("high") < b.end for b in blocked):
        return alone
    percent = bool(match["high_percent"])
    if match["of"] is not None and not percent:
        return _ratio(match, low.value, high.value)
    return Figure(
        Span(match.start(), match.end()), low.value, high.value, percent=percent, shape="range",
        at_least=bool(match["plus"]), doubtful=low.doubtful or high.doubtful,
    )  # fmt: skip


def _is_year(match: re.Match[str]) -> bool:
    return _YEAR.fullmatch(match["low"]) is not None and not match["low_percent"]


def _ratio(match: re.Match[str], low: float, high: float | None) -> Figure | None:
    """``25 - 30/63`` (rank or share of a whole), ``1/3`` (a fraction, if parts of something follow)."""
    whole = int(match["of"])
    span = Span(match.start(), match.end())
    if whole == 0 or (high or low) > whole:
        return None
    part = whole < 10 or (whole == 10 and _SHARE_NEXT.match(match.string, match.end(), match.endpos) is not None)
    if high is None and part and low < whole and _is_part(match, low):
        return Figure(span, low / whole, shape="fraction")
    scored = _SCORE_NEXT.match(match.string, span.end, match.endpos) is not None
    date_like = high is None and low <= 31 and whole <= 12 and low == int(low) and not scored
    return Figure(span, low, high, whole, shape="ratio", date_like=date_like)


def _is_part(match: re.Match[str], low: float) -> bool:
    """``1/3 số thôn``, ``giảm ít nhất 1/2``; not ``2,5/3 điểm`` and no day (``khoảng 1/3`` before a verb is rare)."""
    if low != int(low) or _SCORE_NEXT.match(match.string, match.end(), match.endpos):
        return False
    before = match.string[max(match.pos, match.start() - 20) : match.start()]
    return _PART_OF.match(match.string, match.end(), match.endpos) is not None or _PARTLY.search(before) is not None


def _spelled_figures(text: str, span: Span, blocked: list[Span]) -> Iterator[Figure]:
    taken = list(blocked)
    for match in _SPELLED_PART.finditer(text, span.start, span.end):
        found = Span(match.start(), match.end())
        over, under = parse_number_words(match["over"]), parse_number_words(match["under"].replace("tư", "bốn"))
        if over and under and over < under and not any(found.overlaps(piece) for piece in taken):
            taken.append(found)
            yield Figure(found, over / under, shape="fraction")
    for match in _HALF.finditer(text, span.start, span.end):
        taken.append(Span(match.start(), match.end()))
        yield Figure(taken[-1], 0.5, shape="fraction")
    for match in _SPELLED_PERCENT.finditer(text, span.start, span.end):
        number = 100 if match["hundred"] else parse_number_words(match["words"])
        if number:
            taken.append(Span(match.start(), match.end()))
            yield Figure(taken[-1], float(number), percent=True)
    for match in _SPELLED.finditer(text, span.start, span.end):
        found = Span(match.start("words"), match.end("words"))
        value = parse_number_words(match["words"])
        in_bracket = text[max(0, found.start - 1) : found.start] == "("  # "03 (ba)": the copy of a printed number
        if value is not None and not in_bracket and not any(found.overlaps(piece) for piece in taken):
            yield Figure(found, float(value), shape="word")
