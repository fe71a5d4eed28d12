"""The header of a table of targets (chỉ tiêu): what is counted, goals and by when, past results, comparisons.

``STT | Chỉ tiêu | ĐVT | Thực hiện 2023 | Kế hoạch 2024 | Năm 2025``: the row is about a ``Chỉ tiêu``, each column of a
coming year is a goal due in it, each of a past year what it is measured against, ``So sánh KH/TH (%)`` is arithmetic.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.markers import roman_value
from extractors.roles import ColumnName
from extractors.text import fold

Heads = Sequence[tuple[str, ColumnName | None]]

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_QUARTER = re.compile(r"\bquy (?P<quarter>i{1,3}|iv|[1-4])\b")
_MONTH = re.compile(r"\bthang (?P<month>1[0-2]|0?[1-9])\b")
_MONTHS_SO_FAR = re.compile(r"\b(?P<month>[369]) thang(?: dau nam)?\b(?! cuoi)")
_WHOLE = re.compile(r"\b(?:ca nam|tam nhin|cuoi nam|cuoi ky)\b")
# "So sánh KH 2026/TH 2025 (%)", "Tăng, giảm so với năm trước": calculated from two other columns.
_COMPARED = re.compile(
    r"\b(?:so sanh|so voi|tang ?[,/-]? ?(?:\(\+\) ?)?giam)\b"
    r"|\b(?:th|kh|uth|uoc|ke hoach|thuc hien)\b[^/]*/ ?(?:th|kh|uth|uoc|ke hoach|thuc hien)\b"
)
_RESULT = re.compile(
    r"\b(?:(?:thuc hien|th|uth|uoc|uoc dat|ket qua|hien trang|da dat|dat duoc|hien tai|hien nay|so lieu|xuat phat)\b)"
)
# "Lộ trình thực hiện năm 2026", "Kết quả cần đạt": words of results in the names of goals.
_GOAL = re.compile(
    r"\b(?:lo trinh|ke hoach|kh|muc tieu|phan dau|chi tieu|can dat|giao|du kien|dinh huong|tam nhin)\b"
    r"(?! (?:dat duoc|da dat))"
)
_LEVEL = re.compile(
    r"\b(?:muc phan dau|phan dau|chi tieu|muc tieu|ke hoach|kpi|muc dat|can dat|dinh luong|gia tri)\b|^muc$"
)
_SUBJECT = re.compile(r"\b(?:chi tieu|chi so)\b")
_SIDE_COLUMNS: frozenset[ColumnName] = frozenset(
    {"number", "unit", "note", "money", "lead", "coordinating", "performer", "chair", "due", "start", "product"}
)
_BARE_UNITS = ("don vi", "dvi")
_AGENCIES: frozenset[ColumnName] = frozenset({"lead", "coordinating", "performer"})


@dataclass(frozen=True, slots=True)
class GoalColumn:
    """A column of goals; ``due_on``: the end of the period in its header, None where it names none."""

    place: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class GoalHeader:
    """Places of the columns of a table of targets. ``subject`` may itself be the only goal column (goals in words)."""

    subject: int | None
    goals: tuple[GoalColumn, ...]
    past: tuple[int, ...]


def read_goal_header(heads: Heads, first_year: int | None, year: int | None) -> GoalHeader:
    """The columns by what they hold.

    ``first_year``: the first one of the plan (or of its issue): earlier ones are past, and so is a year that has a
    column of results, or that stands bare before a later ``Kế hoạch``. ``year``: of a column that names only a part of
    one (``Quý II``).
    """
    subject = _subject(heads)
    over = _years_over(heads, first_year)
    goals: list[GoalColumn] = []
    past: list[int] = []
    for place, (header, name) in enumerate(heads):
        words = fold(header)
        if place == subject or _COMPARED.search(words) or (name in _SIDE_COLUMNS and not _is_dated(words)):
            continue
        if _is_past(words, over):
            past.append(place)
        elif _is_dated(words) or name in ("year", "target") or (name in (None, "status") and _LEVEL.search(words)):
            goals.append(GoalColumn(place, _due_on(words, year)))
    if not goals and (outcome := _outcome_place(heads, subject)) is not None:
        goals, past = [GoalColumn(outcome, None)], [place for place in past if place != outcome]
    if not goals and subject is not None and heads[subject][1] in ("target", "year"):
        goals = [GoalColumn(subject, _due_on(fold(heads[subject][0]), year))]
    return GoalHeader(subject, tuple(goals), tuple(past))


def _outcome_place(heads: Heads, subject: int | None) -> int | None:
    """``Chỉ tiêu | Kết quả | Cơ quan theo dõi``: beside who watches it, a bare ``Kết quả`` is to be reached."""
    places = [place for place, (header, _) in enumerate(heads) if fold(header).strip() == "ket qua"]
    watched = any(name in _AGENCIES and fold(header).strip() not in _BARE_UNITS for header, name in heads)
    if subject is None or len(places) != 1 or not watched or not _SUBJECT.search(fold(heads[subject][0])):
        return None
    return places[0]


def is_goal_table(heads: Heads) -> bool:
    """Are its rows targets (RULES R8) although an agency watches each and a deadline stands beside it?

    ``STT | Chỉ tiêu | Mức phấn đấu | Đơn vị chủ trì theo dõi | Thời hạn`` is one; a table with a column of tasks is
    none, nor is a lone ``Mục tiêu`` beside an agency, which says what the agency has to do.
    """
    subject = _subject(heads)
    if subject is None or heads[subject][1] != "target" or any(name == "task" for _, name in heads):
        return False
    own = _SUBJECT.search(fold(heads[subject][0])) is not None
    goals = [goal for goal in read_goal_header(heads, None, None).goals if goal.place != subject]
    return bool(goals) and (own or any(_YEAR.search(heads[goal.place][0]) for goal in goals))


def unit_place(heads: Heads) -> int | None:
    """A column ``Đơn vị`` beside columns of years and no other agency, or in a list of ``Chỉ tiêu``, holds units."""
    places = [place for place, (header, _) in enumerate(heads) if fold(header).strip() in _BARE_UNITS]
    others = [name for place, (_, name) in enumerate(heads) if name in _AGENCIES and place not in places]
    dated = any(_YEAR.search(header) for header, _ in heads) and not others
    listed = bool(others) and _outcome_place(heads, _subject(heads)) is not None
    alone = len(places) == 1 and not any(name == "unit" for _, name in heads)
    return places[0] if alone and (dated or listed) else None


def _subject(heads: Heads) -> int | None:
    """The column that says what a row is about: the first ``Chỉ tiêu``, ``Nội dung`` without a year of its own."""
    named = [place for place, (header, name) in enumerate(heads) if name in ("target", "task")]
    criteria = [place for place, (_, name) in enumerate(heads) if name == "criterion"]
    if criteria and not any(heads[p][1] == "task" or _SUBJECT.search(fold(heads[p][0])) for p in named):
        return criteria[0]  # "Tiêu chí | Mức đạt | Năm 2026": the levels are of the criterion
    plain = [place for place in named if not _is_dated(fold(heads[place][0]))]
    if plain or named:
        return (plain or named)[0]
    others = [
        p
        for p, (header, name) in enumerate(heads)
        if header and name in (None, "note", "criterion") and not _is_dated(fold(header))
    ]
    return others[0] if others else None


def _is_dated(words: str) -> bool:
    return any(pattern.search(words) for pattern in (_YEAR, _QUARTER, _MONTH, _MONTHS_SO_FAR, _WHOLE))


def _years_over(heads: Heads, first_year: int | None) -> int:
    """The last year of which the table tells results."""
    words = [fold(header) for header, _ in heads]
    told = [int(year) for head in words if _is_result(head) for year in _YEAR.findall(head)]
    return max([*told, first_year - 1 if first_year is not None else 0])


def _is_past(words: str, over: int) -> bool:
    years = [int(year) for year in _YEAR.findall(words)]
    return _is_result(words) or bool(years and max(years) <= over)


def _is_result(words: str) -> bool:
    return _RESULT.search(words) is not None and _GOAL.search(words) is None


def _due_on(words: str, year: int | None) -> date | None:
    """The last day of ``Năm 2026``, ``Giai đoạn 2026 - 2030``, ``Quý II``, ``6 tháng đầu năm 2026``."""
    years = _YEAR.findall(words)
    due = int(years[-1]) if years else year if _is_dated(words) else None
    if due is None:
        return None
    month = 12
    if quarter := _QUARTER.search(words):
        number = quarter["quarter"]
        month = 3 * (int(number) if number.isdigit() else roman_value(number.upper()) or 4)
    elif named := _MONTHS_SO_FAR.search(words) or _MONTH.search(words):
        month = int(named["month"])
    return date(due, month, calendar.monthrange(due, month)[1])
