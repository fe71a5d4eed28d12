"""The lines that make up the head of an official document, one by one, also as a scanner spoils them.

Nghị định 30/2020/NĐ-CP, Phụ lục I: national title and motto, issuing body, number and symbol, place and date; for the
Party (Hướng dẫn 36-HD/VPTW) its own title without a motto. All words are compared without diacritics and, where a title
is looked for, by likeness: ``CỌNG HÒA XÃ HỘI CHỦ NGHĨA VIẸT NAM`` heads a document, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from extractors.document_number import LONG_DATE, find_date, parse_document_number
from extractors.text import clean, fold

NumberState = Literal["whole", "damaged", "blank", "dotted"]

_NATION = "cong hoa xa hoi chu nghia viet nam"
_PARTY = "dang cong san viet nam"
_MOTTO = "doc lap tu do hanh phuc"
_LIKE = 80.0  # of 100: a title with one letter in five misread
_LONGEST = 220  # characters of a line that may belong to a head
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"^\W{0,4}(?:\w\W{1,2})?s[o0]\s*(?:[:;]|[.,]?(?=\s*(?:\d|[^\w\s]|$)))")
_DOTS = r"[.…_·]{2,}|…"
_SYMBOL = re.compile(
    rf"/\s*(?P<symbol>(?:[A-ZĐ][\w&]*)(?:\s?[-–]\s?(?:[A-ZĐƯÔ][\w&]*|{_DOTS}))*\s?[-–]?\s?(?:{_DOTS})?)"
)
_PARTY_SYMBOL = re.compile(r"(?P<before>[\d\s.…_·]*)[-–]\s*(?P<symbol>[A-ZĐ]{2,4}[A-Za-z]?\s*/\s*[A-ZĐ][\w.…]*)")
_ANY_DATE = re.compile(r"\bngay\b.{0,24}\bt\w{0,2}ng\b.{0,14}\bnam\b")
_NO_PLACE = re.compile(rf"^\W*(?:{_DOTS}|\(\d\)|\[)")
# Who signs, and to whom it goes: the end of a document (Phụ lục I, mục II, điểm 7 and 9).
_FOOT = re.compile(
    r"^\W{0,2}(?:n\w{1,2}i nh[ae]n\s*(?:$|[:;.,]|(?:tm|kt|tl)\b)|"
    r"(?:(?:tm|kt|tl|tuq)\s*\.|[tk]/[mt]\b)\s*\w|-? ?luu ?: ?v)|"
    r"[\s:;](?:tm|kt|tl|tuq)\s*\.\s*[a-z ]+$|\./\.?$"
)
_POST = re.compile(
    r"^(?:(?:t/?m|kt|tl|tuq|k/t|q)\s*\.|"
    r"(?:pho |quyen )?(?:chu tich|giam doc|cuc truong|chi cuc truong|truong ban|bi thu|"
    r"truong phong|chanh van phong|bo truong|thu truong|chanh thanh tra|hieu truong)\b)"
)
_RULE = re.compile(r"[\W_]*")
# "Mẫu số 01", "BIỂU MẪU", "ĐỀ CƯƠNG BÁO CÁO": what follows is to be filled in by others.
_FORM_MARK = re.compile(
    r"\(?(?:bieu |phu luc )?mau(?: (?:so|bieu|bao cao|ke hoach|de cuong|van ban|\d+|[ivx]+)\b|\W*$)|"
    r"de cuong (?:bao cao|ke hoach)\b"
)
_PLACEHOLDER = re.compile(
    r"\bten (?:co quan|don vi|cq|to chuc|bo|tinh|xa|so)\b|^\W*(?:co quan|don vi)(?: chu quan| cap tren| bao cao)?\W*$|"
    r"^\W*(?:ubnd|uy ban nhan dan) (?:xa|phuong|huyen|tinh|cap xa)(?: ?[,/] ?(?:phuong|xa|thi tran|dac khu))+\W*$|"
    r"^don vi ?:"
)
_COPY = re.compile(r"^\W*(?:sao y|sao luc|trich sao)\b")
_COPY_SYMBOL = re.compile(r"(?:SY|SL|TrS)\b")


@dataclass(frozen=True, slots=True)
class NumberLine:
    """``Số: 185/KH-UBND`` as printed; ``number`` only where it is whole, ``symbol`` (``KH-UBND``) where it is legible.

    ``damaged``: something was written there that cannot be read; ``blank``: left free for the clerk, as in a draft;
    ``dotted``: to be filled in by whoever uses the form.
    """

    state: NumberState
    number: str | None = None
    symbol: str | None = None


def is_short(words: str) -> bool:
    """Whether a line is short enough to belong to a head."""
    return 0 < len(words) <= _LONGEST


def is_title(words: str) -> bool:
    """The national title or the Party's, in capitals; a sentence that names the Republic or the Party is none."""
    if not is_short(words) or sum(letter.isupper() for letter in words) < 14:
        return False
    folded = fold(words)
    return any(_is_like(title, folded, words) for title in (_NATION, _PARTY))


def _is_like(title: str, folded: str, words: str) -> bool:
    if len(folded) < len(title) * 0.8:
        return False
    found = fuzz.partial_ratio_alignment(title, folded, score_cutoff=_LIKE)
    if found is None:
        return False
    printed = [letter for letter in words[found.dest_start : found.dest_end] if letter.isalpha()]
    return sum(letter.isupper() for letter in printed) >= 0.7 * len(printed)


def is_motto(words: str) -> bool:
    """``Độc lập - Tự do - Hạnh phúc``."""
    if not 16 <= len(words) <= 110:
        return False
    folded = _NO_LETTERS.sub(" ", fold(words)).strip()
    return len(folded) >= 16 and fuzz.partial_ratio(_MOTTO, folded) >= _LIKE + 5


def read_number_line(words: str) -> NumberLine | None:
    """What stands at the place of the number; None for a line of another kind and for the number of a copy (SAO Y)."""
    match = _NUMBER.match(fold(words)) if is_short(words) else None
    if match is None:
        return None
    rest = words[match.end() :]
    # "Số: 185/KH-UBND   Hà Giang, ngày …" in one line: the date is another thing.
    rest = re.split(r"\s(?=[^\W\d_][a-zà-ỹ][^\d,]{0,28},\s*ngày)|,", rest)[0]
    party = _PARTY_SYMBOL.match(rest)
    found = party or _SYMBOL.search(rest[:80])
    if found is None:
        return NumberLine("dotted" if re.search(_DOTS, rest) else "blank") if _RULE.fullmatch(rest) else None
    symbol = re.sub(r"\s+", "", found["symbol"].replace("–", "-"))
    before = party["before"] if party else rest[: found.start()]
    if _COPY_SYMBOL.match(symbol):
        return None
    if re.search(_DOTS, before) or re.search(_DOTS + "|-$", symbol):
        return NumberLine("dotted", symbol=symbol.rstrip(".…_·-"))
    if not before.strip():
        return NumberLine("blank", symbol=symbol)
    parsed = parse_document_number(rest[:80])
    whole = parsed is not None and re.fullmatch(r"\s*\d+[a-zA-Z]?\s*(?:/\s*\d{4}\s*)?", before)
    return NumberLine("whole", parsed[0], symbol) if whole and parsed else NumberLine("damaged", symbol=symbol)


def is_date_line(words: str) -> bool:
    """Place and date, whole or with a day or month left free."""
    return len(words) <= 160 and bool(_ANY_DATE.search(fold(words)))


def is_dated(words: str) -> bool:
    """Place and date with day, month and year."""
    match = LONG_DATE.search(words) if len(words) <= 160 else None
    return match is not None and find_date(match.group()) is not None


def is_rule(words: str) -> bool:
    """``-------``, ``*``: drawn, not said."""
    return _RULE.fullmatch(words) is not None


def is_foot_line(words: str) -> bool:
    """Recipients, a signature on behalf of somebody, or the closing mark of the text: a document ends near here."""
    folded = fold(words)
    return bool(_FOOT.search(folded if len(folded) <= 300 else folded[-40:]))


def is_post(words: str) -> bool:
    """The post of who signs: in capitals like an issuing body, but of the document before."""
    return bool(_POST.match(fold(words)))


def is_form_mark(words: str) -> bool:
    """``Mẫu số 01``, ``ĐỀ CƯƠNG BÁO CÁO``: the line above a form."""
    return len(words) <= 120 and words[:1] in "(MBPĐmbp" and bool(_FORM_MARK.match(fold(clean(words))))


def is_placeholder(words: str) -> bool:
    """``TÊN CƠ QUAN``, ``UBND XÃ …``, ``……, ngày … tháng …``: whoever fills the form in says who and where he is.

    A draft of a named office leaves only the day free: ``Hà Giang, ngày … tháng … năm 2026`` is none.
    """
    if is_date_line(words):
        return bool(_NO_PLACE.match(words))
    return bool(_PLACEHOLDER.search(fold(words)) or re.search(_DOTS, words) or _NO_PLACE.match(words))


def is_copy_mark(words: str) -> bool:
    """``SAO Y``, ``SAO LỤC``, ``TRÍCH SAO``: the office that made this copy speaks from here on (NĐ 30, Điều 25)."""
    return len(words) <= 80 and bool(_COPY.match(fold(words)))
