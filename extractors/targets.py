"""Targets (chỉ tiêu): quantified statements, comparisons with a baseline, and cells of target tables.

What counts depends on the place: under a label ``Mục tiêu`` every quantified statement does, in a product cell bare
counts do too, in a task's own words a bare count only where it is a thing to be delivered. What is no figure is left
out by :mod:`extractors.numbers`, what is a figure and no goal by :mod:`extractors.target_context`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import cast

from extractors.candidates import Candidate, TargetPlace
from extractors.comparisons import as_surplus, comparator_of, find_word_comparisons, is_yearly, read_comparison
from extractors.document import Span
from extractors.numbers import Figure, find_figures
from extractors.records import Comparator, Target
from extractors.target_context import is_goal, is_start_of_rise, is_told
from extractors.target_details import baseline_of, due_on, metric_of, rank_among, tells_of_past_year, tidy_metric
from extractors.text import clean
from extractors.units import Unit, find_unit, is_person, per_year_after

__all__ = ["TargetPlace", "clause_of", "find_targets", "find_targets_in_pieces", "parse_value_cell"]

_CLAUSE_END = re.compile(r"[;:!?](?=\s|$)|\.(?=\s|$|[^\W\d])|\n(?=\s*[-+•▪*])")
_OPEN_BRACKET = re.compile(r"\([^()]*$")
_NONE_OF = re.compile(r"(?<!\w)không\s+(?:có|còn)(?!\w)", re.I)
# "không có X" is a goal where only such words stand before it; "người không có việc làm" is none.
_NONE_BEFORE = re.compile(
    r"^(?:[\s\-+•*,]|(?<!\w)(?:trong|năm|\d{4}|phấn\s+đấu|phần\s+đầu|bảo\s+đảm|đảm\s+bảo|cơ\s+bản|đến|hết|cuối|cơ\s+quan|đơn\s+vị"
    r"|tiếp\s+tục|tuyệt\s+đối|hằng|hàng|mỗi|giai\s+đoạn|toàn\s+tỉnh|toàn\s+huyện|toàn\s+xã|địa\s+phương|và)(?!\w))*$",
    re.I,
)
# "10 công trình chào mừng/năm": the stroke stands behind the whole noun phrase.
_NOUN_PER_YEAR = re.compile(r"[^,;.()\d/]{0,50}/\s?năm(?!\w)", re.I)
_YEARLY_AFTER = re.compile(r"\s+(?:mỗi|hằng|hàng)\s+năm(?!\w)", re.I)  # "giảm từ 5 - 10% hằng năm"
_LIST_JOINT = re.compile(r"(?:,|(?<!\w)và|(?<!\w)hoặc)\s*$")
_OWN_VERB = re.compile(r"(?<!\w)(?:được|đạt|phải)(?!\w)")
_STEP = re.compile(
    r"(?:tăng|cải\s+thiện|nâng|cao\s+hơn|nhiều\s+hơn|vượt|(?P<less>giảm|thấp\s+hơn|ít\s+hơn))(?!\w)", re.I
)
_WEAK_START = re.compile(r"^(?:(?:có|là|được|gồm|bao\s+gồm|trong\s+đó|toàn\s+bộ|chiếm)\s*:?\s+)+", re.I)


def find_targets(
    text: str, span: Span, *, place: TargetPlace, year: int | None, first_year: int | None = None
) -> list[Target]:
    """The targets of ``text[span]`` in their order.

    ``text`` is the whole document's; ``place`` is what holds the words (see the module's docstring); ``year`` is the
    year that the targets are due by when their own words name none (``due_on`` is its 31 December). What is told of a
    year before ``first_year``, the first one of the plan, is a result and no target.
    """
    worded = _word_comparisons(text, span, year) if place != "task" else []
    if place == "target_line":
        worded += _none_of(text, span, year)
    targets: list[Target] = []
    before: Candidate | None = None
    goals = [goal for goal in _goals(text, span, place, year) if not tells_of_past_year(text, span, goal, first_year)]
    for number, candidate in enumerate(goals):
        limit = goals[number + 1].comparison.start if number + 1 < len(goals) else span.end
        earlier = [t for t in (*targets, *worded) if t.span.end <= candidate.comparison.start]
        previous = max(earlier, key=lambda target: target.span, default=None)
        target = _target_of(text, span, candidate, limit, previous, year)
        targets.append(_share_predicate(text, target, candidate, targets[-1] if targets else None, before))
        before = candidate
    return _with_steps(text, sorted([*targets, *worded], key=lambda target: target.span))


def find_targets_in_pieces(
    text: str, pieces: Sequence[Span], *, place: TargetPlace, year: int | None, first_year: int | None = None
) -> list[tuple[Span, Target]]:
    """As `find_targets`, each with its piece, for a cell that is cut by the end of a page.

    A predicate before the cut holds behind it too (``giảm 50% | thời gian giải quyết, 50% thành phần hồ sơ``), so the
    pieces are read as one; a figure that is itself cut in two is left to the pieces.
    """
    apart = [
        (piece, target)
        for piece in pieces
        for target in find_targets(text, piece, place=place, year=year, first_year=first_year)
    ]
    if len(pieces) < 2 or not apart:
        return apart
    whole = "\n".join(piece.cut(text) for piece in pieces)
    starts = list(accumulate((len(piece) + 1 for piece in pieces), initial=0))
    found: list[tuple[Span, Target]] = []
    for target in find_targets(whole, Span(0, len(whole)), place=place, year=year, first_year=first_year):
        number = bisect_right(starts, target.span.start) - 1
        piece, shift = pieces[number], pieces[number].start - starts[number]
        span = Span(target.span.start + shift, target.span.end + shift)
        if span not in piece:
            return apart
        found.append((piece, replace(target, span=span)))
    return found


def parse_value_cell(text: str, span: Span, *, unit: str | None, year: int | None) -> Target | None:
    """The target in a cell that holds a figure and nothing else (``85``, ``>= 90``, ``25-30/63``, ``Trên 95``).

    ``unit``: from the unit column or the row's name; ``year``: from the column head. None for any other cell.
    """
    cell = span.strip(text, " \n\t.;")
    figures = find_figures(text, cell)
    if len(figures) != 1:
        return None
    figure = figures[0]
    candidate = _measure(text, figure, cell)
    printed = _printed_span(text, candidate)
    if candidate.comparison.start != cell.start or printed.end != cell.end:
        return None
    if unit is None and (figure.year_like or figure.date_like):
        return None
    comparator = comparator_of(candidate.comparison, figure.value_max is not None, figure.at_least)
    return Target(
        clean(cell.cut(text)), cell, "<=" if figure.top else comparator,
        figure.value, figure.value_max, _unit_name(candidate) or unit,
        rate="mỗi năm" if _is_yearly(text, candidate, cell) else None,
        out_of=figure.out_of, due_on=date(year, 12, 31) if year else None, rule="target.cell",
        confidence=0.6 if figure.doubtful else 0.95,
    )  # fmt: skip


def clause_of(text: str, span: Span, target: Target) -> Span:
    """The clause of the item ``span`` that holds the figure (RULES R18: ``target_text`` of a task without a label).

    From the last ``;``, ``:`` or full stop before the figure to the next one, brackets and their punctuation whole; a
    part sentence that begins with the figure's own predicate stands alone (``..., tăng không quá 20% so với ...``).
    """
    clause = _clause(text, span, target.span.start, skip_brackets=True)
    before = text[clause.start : target.span.start]
    if (target.comparator or "").startswith(("increase", "decrease")) and re.search(r"[^\W\d],\s*$", before):
        clause = Span(target.span.start, clause.end)
    return clause.strip(text, " \n\t;:.,-+•")


def _goals(text: str, span: Span, place: TargetPlace, year: int | None) -> list[Candidate]:
    measured = [_measure(text, figure, _clause(text, span, figure.span.start)) for figure in find_figures(text, span)]
    kept: list[Candidate] = []
    raised_from: str | None = None
    for number, candidate in enumerate(measured):
        following = measured[number + 1] if number + 1 < len(measured) else None
        if is_start_of_rise(text, candidate, following):
            raised_from = candidate.figure.span.cut(text)
            continue
        candidate, raised_from = replace(candidate, raised_from=raised_from), None
        if is_goal(text, candidate, place, kept[-1] if kept else None, year):
            kept.append(candidate)
    return kept


def _measure(text: str, figure: Figure, clause: Span) -> Candidate:
    """``figure`` with its unit and its words of comparison."""
    end = figure.span.end
    unit: Unit | None = None
    if figure.percent:
        end = per_year_after(text, end, clause.end) or end
    elif not figure.top:
        unit = find_unit(text, end, clause.end)
        if unit is None and text[end : end + 1] == ")":  # "100% (khoảng 2.729) thôn": the noun follows the bracket
            unit = find_unit(text, end + 1, clause.end)
        elif unit is not None:
            end = unit.span.end
    comparison = read_comparison(text, figure.span, end, clause)
    comparison = as_surplus(text, comparison, figure.span, figure.value, figure.percent)
    return Candidate(figure, unit, comparison, clause)


def _clause(text: str, span: Span, position: int, skip_brackets: bool = False) -> Span:
    """From the clause mark before ``position`` to the next one, inside ``span``."""
    start, end = span.start, span.end
    for match in _CLAUSE_END.finditer(text, span.start, span.end):
        if skip_brackets and _OPEN_BRACKET.search(text[start : match.start()]):
            continue
        if match.end() <= position:
            start = match.end()
        elif match.start() >= position:
            end = match.start()
            break
    return Span(start, end)


def _target_of(
    text: str, item: Span, candidate: Candidate, limit: int, previous: Target | None, year: int | None
) -> Target:
    figure = candidate.figure
    printed = _printed_span(text, candidate)
    limit = max(printed.end, min(limit, candidate.clause.end))
    since = max(candidate.clause.start, previous.span.end if previous else 0)
    comparator: Comparator = comparator_of(candidate.comparison, figure.value_max is not None, figure.at_least)
    return Target(
        clean(printed.cut(text)), printed, "<=" if figure.top else comparator, figure.value, figure.value_max,
        _unit_name(candidate),
        metric=metric_of(text, item, candidate, limit, previous),
        rate="mỗi năm" if _is_yearly(text, candidate, Span(min(since, printed.start), printed.end)) else None,
        out_of=figure.out_of or rank_among(text, candidate, printed.end),
        baseline=baseline_of(text, candidate, printed.end, year),
        due_on=due_on(text, item, printed.start, Span(printed.end, limit), year),
        rule=f"target.{'top' if figure.top else candidate.kind}",
        confidence=_confidence(candidate),
    )  # fmt: skip


def _printed_span(text: str, candidate: Candidate) -> Span:
    """The figure with its words of comparison and its unit, without a mere ``có`` or ``là`` before it."""
    figure, unit = candidate.figure, candidate.unit
    start, end = candidate.comparison.start, candidate.end
    if figure.percent:
        end = max(end, per_year_after(text, figure.span.end, candidate.clause.end) or 0)
    elif unit is not None and unit.span.start == figure.span.end and figure.shape != "fraction":
        end = max(end, unit.span.end)
    weak = _WEAK_START.match(text[start : figure.span.start])
    return Span(start + (weak.end() if weak else 0), end).strip(text)


def _is_yearly(text: str, candidate: Candidate, words: Span) -> bool:
    if candidate.figure.percent:
        per_year = per_year_after(text, candidate.figure.span.end, candidate.clause.end) is not None
    else:
        per_year = candidate.unit is not None and candidate.unit.per_year
    if _YEARLY_AFTER.match(text, words.end, candidate.clause.end):
        return True
    return per_year or is_yearly(text, words) or _NOUN_PER_YEAR.match(text, words.end, candidate.clause.end) is not None


def _unit_name(candidate: Candidate) -> str | None:
    figure, unit = candidate.figure, candidate.unit
    if figure.percent:
        return "%"
    if unit is not None and unit.kind == "rank":
        return unit.name  # "xếp thứ hạng tăng 5 bậc" is a step, not a place
    if figure.top or candidate.comparison.rank or (figure.out_of and unit is None):
        return "hạng"
    if figure.shape == "fraction":
        return "phần"
    return unit.name if unit else None


def _confidence(candidate: Candidate) -> float:
    figure = candidate.figure
    if figure.doubtful or figure.date_like:
        return 0.6
    if candidate.explicit or figure.percent or candidate.comparison.level:
        return 0.8 if candidate.comparison.distant else 0.95
    return 0.8 if candidate.kind in ("counted", "measure", "money") else 0.65


def _share_predicate(
    text: str, target: Target, candidate: Candidate, previous: Target | None, before: Candidate | None
) -> Target:
    """``giảm 50% thời gian giải quyết, 50% thành phần hồ sơ``: the second number takes over the first predicate."""
    if previous is None or before is None or before.clause != candidate.clause or target.comparator != "=":
        return target
    # "mỗi xã có tối thiểu 02 thôn thông minh, 01 mô hình du lịch": a least number holds for all things of the list
    counts = previous.comparator == ">=" and previous.value_max is None and before.kind == candidate.kind == "counted"
    if candidate.explicit or candidate.comparison.level or target.value == 100:
        return target
    if target.unit != previous.unit and not counts:
        return target
    if previous.comparator in (None, "=", "range", "approx", "maintain"):
        return target
    between = text[before.figure.span.end : candidate.comparison.start]
    if not _LIST_JOINT.search(between) or _OWN_VERB.search(between):
        return target
    return replace(target, comparator=previous.comparator, rule="target.shared_predicate", confidence=0.8)


def _with_steps(text: str, targets: list[Target]) -> list[Target]:
    """``Tăng thứ hạng so với năm 2025 từ 3 bậc trở lên``: one statement, whose step stands behind its baseline."""
    kept: list[Target] = []
    for target in targets:
        before = kept[-1] if kept else None
        change = _STEP.match(before.printed) if before is not None and before.value is None else None
        if before is None or change is None or target.comparator not in ("=", ">=", "<=", "range"):
            kept.append(target)
            continue
        if text[before.span.end : target.span.start].strip():
            kept.append(target)
            continue
        printed = Span(before.span.start, target.span.end)
        bound = target.comparator if target.comparator in (">=", "<=") else ""
        comparator = ("decrease" if change["less"] else "increase") + bound
        kept[-1] = replace(
            target, printed=clean(printed.cut(text)), span=printed, comparator=cast(Comparator, comparator),
            baseline=before.baseline, metric=before.metric,
        )  # fmt: skip
    return kept


def _word_comparisons(text: str, item: Span, year: int | None) -> list[Target]:
    """``cao hơn so với năm 2023``: a comparison with a baseline and without a number."""
    found: list[Target] = []
    for place, comparator, baseline in find_word_comparisons(text, item):
        clause = _clause(text, item, place.start)
        if is_told(text, place.start):
            continue
        found.append(
            Target(
                clean(place.cut(text)), place, comparator, metric=tidy_metric(text[clause.start : place.start]),
                baseline=baseline, due_on=due_on(text, item, place.start, Span(place.end, place.end), year),
                rule="target.comparison", confidence=0.85,
            )
        )  # fmt: skip
    return found


def _none_of(text: str, item: Span, year: int | None) -> list[Target]:
    """``Trong năm không có lãnh đạo ... bị kỷ luật``: none is to happen (only under a target label)."""
    found: list[Target] = []
    for match in _NONE_OF.finditer(text, item.start, item.end):
        clause = _clause(text, item, match.start())
        unit = find_unit(text, match.end(), clause.end)
        before = text[clause.start : match.start()]
        second = re.search(r",\s*(?:và\s+)?$", before) is not None  # "đạt trên 80 điểm, không có địa phương yếu"
        if unit is None or unit.kind != "counted" or not (second or _NONE_BEFORE.match(before)):
            continue
        place = Span(match.start(), unit.span.end)
        found.append(
            Target(
                clean(place.cut(text)), place, "=", 0.0,
                unit="người" if is_person(text, match.end(), clause.end) else unit.name,
                metric=tidy_metric(text[match.end() : clause.end]),
                due_on=due_on(text, item, place.start, Span(place.end, place.end), year),
                rule="target.none", confidence=0.85,
            )
        )  # fmt: skip
    return found
