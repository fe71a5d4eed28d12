"""Works that give nobody anything to do by their nature: manuals, studies, theses, forms, procedures, books.

They have no type line of a plan, decision or letter (Nghị định 30/2020/NĐ-CP, Điều 7, 8) but headings with the same
words: "Phân công xử lý" of a program's manual, "Tổ chức thực hiện" of a feasibility study. Their own cover tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from extractors.document import Span
from extractors.head_lines import is_motto, is_title
from extractors.outline import Outline, Section
from extractors.text import clean, fold
from extractors.type_lines import find_type

_COVER = 30  # paragraphs with words that a cover and the head of a form have at the most
_LONGEST = 220
_REPORT = re.compile(r"bao cao\W*")  # the first line of all, in small letters
# "Báo cáo tình hình nuôi cá" / "quý I năm 2026": the whole title in small letters, with the time that it tells of.
_REPORT_OF_A_TIME = re.compile(
    r"bao cao (?:ve |so bo |tom tat |nhanh )*(?:tinh hinh|ket qua|cong tac|so ket|tong ket|danh gia)\b[^.;:]*"
    r"\b(?:tuan|thang|quy|nam)\b[^.;:]*\b(?:19|20)\d\d\b[^.;:]*"
)
_CONTENTS = re.compile(r"(?:muc luc|loi (?:noi dau|mo dau|cam on|cam doan|gioi thieu))\W*")
_OF_A_PLAN = re.compile(r"\b(?:ke hoach|chuong trinh|de an|nhiem vu|phan cong)\b")
_CONTENTS_WITHIN = 12
_NO_WORDS = re.compile(r"[\W_\do]*")


@dataclass(frozen=True, slots=True)
class Work:
    """What a text is (``manual``, ``study``, ``form``, ``procedure``, ``book``, ``report``) by which line of it."""

    name: str
    words: str
    span: Span


@cache
def _titles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data: dict[str, list[str]] = yaml.safe_load(files("extractors.authority").joinpath("works.yaml").read_text("utf-8"))
    return tuple((name, re.compile("|".join(patterns))) for name, patterns in data.items())


def find_work(text: str, outline: Outline) -> Work | None:
    """The work that a text is by its cover; None for every document with a type line or addressee of its own."""
    cover = _cover(text, outline)
    for place, section in enumerate(cover):
        words = _words(text, section)
        below = " ".join(_words(text, further) for further in cover[place + 1 : place + 2])
        first = fold(section.words.cut(text).split("\n")[0])
        title = _title_of_report(section, words, below) if place == 0 else None
        reports = title is not None or (place == 0 and _REPORT.fullmatch(first) is not None)
        found = "report" if reports else _named(section, words, below)
        if found is not None and section.paragraph is not None:
            return Work(found, title or words, section.paragraph.span)
        if fold(words).startswith("kinh gui") or find_type(words, set_off=_is_set_off(section)):
            return None
    return _book(text, outline, cover)


def _title_of_report(section: Section, words: str, below: str) -> str | None:
    """The first line, where need be with the next, that is the title of a report on a time."""
    if section.marker is not None or not _is_body(section) or len(words) > _LONGEST:
        return None
    return next((title for title in (words, f"{words} {below}") if _REPORT_OF_A_TIME.fullmatch(fold(title))), None)


def is_permit(text: str, outline: Outline) -> bool:
    """``GIẤY PHÉP SỬ DỤNG …``: it allows its holder something under conditions, and may order offices to look on."""
    lines = ((section, _words(text, section)) for section in _cover(text, outline))
    return any(words.isupper() and fold(words).startswith("giay phep") for section, words in lines if _is_body(section))


def _is_body(section: Section) -> bool:
    return section.paragraph is not None and section.paragraph.column == "body"


def _cover(text: str, outline: Outline) -> list[Section]:
    """The first paragraphs with words, down to the first mark below them."""
    cover: list[Section] = []
    for section in outline.root.walk():
        if section.paragraph is None or _NO_WORDS.fullmatch(fold(section.words.cut(text))):
            continue
        if len(cover) == _COVER or (section.marker is not None and cover):
            break
        cover.append(section)
    return cover


def _words(text: str, section: Section) -> str:
    return clean((section.words if section.region == "body" else section.own_span or section.words).cut(text))


def _is_set_off(section: Section) -> bool:
    return bool(section.paragraph and section.paragraph.bold and section.marker is None)


def _named(section: Section, words: str, below: str) -> str | None:
    """The kind of work that a line set off as a title names, where need be with the line below (``CÁC DỰ ÁN``, ``ỨNG
    DỤNG …``); the columns of a head name offices and the subject of a letter."""
    paragraph = section.paragraph
    if paragraph is None or paragraph.column != "body" or len(words) > _LONGEST or words.endswith((";", ":", ",")):
        return None
    letters = [letter for letter in words if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters) > 0.7 * len(letters)
    if not (capitals or paragraph.bold or paragraph.centred):
        return None
    folded = fold(f"{words} {below}").lstrip(" \"“'(*-")
    return next((name for name, titles in _titles() if titles.match(folded)), None)


def _book(text: str, outline: Outline, cover: list[Section]) -> Work | None:
    """A text that begins with its table of contents or preface and has no head of an office anywhere."""
    for section in cover[:_CONTENTS_WITHIN]:
        if _OF_A_PLAN.search(fold(_words(text, section))):
            return None
        if _CONTENTS.fullmatch(fold(_words(text, section))) and section.paragraph is not None:
            lines = (_words(text, below) for below in outline.root.walk() if below.paragraph is not None)
            if any(is_title(words) or is_motto(words) for words in lines if len(words) <= _LONGEST):
                return None
            return Work("book", _words(text, section), section.paragraph.span)
    return None
