"""The line that names the type of a document, ``KẾ HOẠCH``: its tên loại (Nghị định 30/2020/NĐ-CP, Điều 8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors.document_number import find_date, parse_document_number
from extractors.text import clean, fold

_TYPES = (
    r"KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|CHƯƠNG TRÌNH(?: HÀNH ĐỘNG| CÔNG TÁC)?|THÔNG BÁO|BÁO CÁO|"
    r"NGHỊ QUYẾT|NGHỊ ĐỊNH|THÔNG TƯ|LUẬT|"
    r"TỜ TRÌNH|CÔNG ĐIỆN|HƯỚNG DẪN|GIẤY MỜI(?: HỌP)?|ĐỀ ÁN|PHƯƠNG ÁN|QUY CHẾ|QUY ĐỊNH|KẾT LUẬN|DỰ ÁN|"
    r"PHIẾU TRÌNH|BIÊN BẢN|HỢP ĐỒNG|NỘI QUY|ĐIỀU LỆ|"
    r"LỊCH (?:CÔNG TÁC|LÀM VIỆC|TIẾP CÔNG DÂN)"
)
_LONGEST_TYPE = 24  # characters of a line that is nothing but a type
_TYPE_LINE = re.compile(rf"(?P<type>{_TYPES})(?P<mark>\s*[:.]?\s*\d{{0,2}}$)?")
# Collections of laws print all of it in one title, in small letters too.
_FULL_TITLE = re.compile(
    rf"(?P<type>{_TYPES})(?: của (?P<giver>[^\d]{{4,60}}?))? số ?:? ?(?P<number>\d[^\s,]*),? "
    r"ngày (?P<date>.{6,30}?\d{4})"
    r"(?: của (?P<issuer>[^\d]{4,60}?))?(?:[ ,]+(?P<subject>(?:về|quy định|ban hành|phê duyệt|v/v)\b.*))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FullTitle:
    """What a title tells that has it all: ``Nghị định của Chính phủ số 114/2003/NĐ-CP ngày 10/10/2003 về …``."""

    type: str
    number: str
    code: str | None
    issued_on: date | None
    issuer: str | None
    subject: str | None


def parse_full_title(words: str) -> FullTitle | None:
    """The facts of such a title; None for any other words."""
    match = _FULL_TITLE.fullmatch(clean(words))
    number = parse_document_number(match["number"]) if match else None
    if match is None or number is None:
        return None
    subject = clean(match["subject"] or "").rstrip(". ") or None
    issuer = match["giver"] or match["issuer"]
    return FullTitle(match["type"], *number, find_date("ngày " + match["date"]), issuer, subject)


def find_type(words: str, *, set_off: bool = False) -> tuple[str, str] | None:
    """Type and the rest of a type line: (``KẾ HOẠCH``, ``""``); None for any other line.

    ``set_off`` (bold or centred): the title may stand on the same line (``KẾ HOẠCH Cải cách hành chính năm 2023``).
    """
    words = clean(words)
    match = _TYPE_LINE.match(words)
    if match is None:
        misread = _misread_type(words)
        return (misread, "") if misread is not None else None
    if match["mark"] is not None:
        return match["type"], ""
    rest = words[match.end() :]
    return (match["type"], rest.strip()) if set_off and rest[0] == " " and len(words) < 300 else None


def _misread_type(words: str) -> str | None:
    """The type of a line of capitals whose accents a scanner misread or split off (``KÉẾ HOẠCH``, ``QUYÉT ĐỊNH``)."""
    if len(words) > _LONGEST_TYPE or not words.isupper():
        return None
    return _bare_types().get(_bare(words.rstrip(" :.")))


@cache
def _bare_types() -> dict[str, str]:
    return {_bare(name): name for name in re.sub(r"\(\?:.*?\)\??", "", _TYPES).split("|") if " " in name.strip()}


def _bare(words: str) -> str:
    return re.sub(r"(\w)\1+", r"\1", fold(words))
