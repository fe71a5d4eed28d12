"""When a task is due: deadlines in running text (`find_deadlines`) and in a label or table cell (`parse_deadline`).

Reading is done by `calendar_words` (days and periods), `recurrences` (repetition) and `relative_times` (so many days
after an event). Here their findings become deadlines: the word before a period decides what it means
(`deadline_cues`), several expressions of one task are joined, and a task's own words meet those of its block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from extractors.calendar_words import Days, Period, complete, find_periods, shared_year
from extractors.deadline_cues import Cue, find_cue, is_cited, is_narrated, is_running_deadline, onwards_after
from extractors.document import Span
from extractors.records import DateContext, Deadline, DeadlineKind
from extractors.recurrences import (
    Recurrence,
    compile_words,
    find_recurrences,
    join_codes,
    load_words,
    names_amount,
    parse_bare_cycle,
    rules_time,
)
from extractors.relative_times import RelativeTime, end_of, find_relative_times, parse_bare_days
from extractors.text import clean

# These give way to any other deadline of the task: ``trong năm`` (RULES, R20), a mere adverb (RULES, 4), and ``đến D``,
# which may say how long a state lasts ("thí điểm đến 31/12/2027").
WEAK_RULES = frozenset({"deadline.in_year", "deadline.adverb", "deadline.lasts_until"})

# For lower case: a pattern without IGNORECASE is four times as fast, and most sentences end here.
_WORDS_OF_TIME = re.compile(
    r"(?=[ntqđlsgk\d])(?:ngày|tháng|tuần|qu[ýí]|qúy|năm|\d\s*[/.–—-]\s*\d|q[\di]|t\d|định\s+k[ỳì]|thường\s+(?:xuyên|niên)"
    r"|đột\s+xuất|liên\s+tục|thời\s+(?:gian|hạn)|sau\s+khi|khi\s+phát\s+sinh|giai\s+đoạn)"
)
_EMPTY = re.compile(r"[\s\-–—_.…,;:*]*")
_DITTO = re.compile(
    r"[\s\-–—.]*(?:[“”\"″〃]|''|//|n\.?t|như\s+(?:trên|nêu\s+trên|mục\s+trên))[\s\-–—.;]*", re.IGNORECASE
)
# "hoàn thành, trình UBND tỉnh xem xét trong tháng 9": due by the end of the month.
_COMPLETED = re.compile(r"(?<!\w)(?:hoàn\s+thành|xong|hoàn\s+tất)(?!\w)[^,;.:]*$", re.IGNORECASE)
_LASTING = re.compile(r"(?:cho\s+)?(?:đến|tới)\s+(?:ngày\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|và|,\s*và)\s*")
_LABEL = re.compile(r"\s*(?P<value>[^:;.]{3,40}):\s")
_NUMBERING = re.compile(r"[\s\d.,;:()\-–+*IVX]*|\s*[a-zđ]\)\s*")
# A day completed with a year of the plan is a reading, not what is printed.
_ASSUMED, _DAMAGED, _BARE = 0.8, 0.3, 0.6


@dataclass(frozen=True, slots=True)
class _Expression:
    """One expression of time at ``[start, end)`` of the words given, as read."""

    start: int
    end: int
    kind: DeadlineKind
    rule: str
    start_on: date | None = None
    due_on: date | None = None
    codes: tuple[str, ...] = ()
    assumed: bool = False
    confidence: float = 1.0


_Wording = tuple[str, DeadlineKind, re.Pattern[str]]


def _wordings(key: str) -> tuple[_Wording, ...]:
    return tuple((entry["rule"], entry["kind"], compile_words(entry["words"])) for entry in load_words()[key])


_WORDINGS, _RUNNING_WORDINGS = _wordings("wordings"), _wordings("running_wordings")


def has_deadline_words(text: str) -> bool:
    """Whether ``text`` may hold a deadline at all: a cheap test before `find_deadlines`."""
    return _WORDS_OF_TIME.search(text.lower()) is not None


def is_ditto(text: str) -> bool:
    """Whether a cell only points to the one above it: ``nt``, ``như trên``, ``-"-``, ``//``."""
    return _DITTO.fullmatch(text) is not None


def is_whole_period(text: str) -> bool:
    """Whether ``text`` (a heading such as ``2.1. Quý I năm 2017:``) is numbering and one period, nothing else."""
    periods = find_periods(text)
    if len(periods) != 1 or not periods[0].worded:
        return False
    rest = text[: find_cue(text, periods[0]).start], text[periods[0].end :]
    return all(_NUMBERING.fullmatch(piece) for piece in rest)


def find_deadlines(text: str, span: Span, context: DateContext) -> list[Deadline]:
    """Deadlines in the running text ``text[span]`` of a task's own words, in their order.

    Strict: years in names, days of cited documents, past days, ranks and budgets ``hằng năm`` are none. A rule in
    `WEAK_RULES` marks a deadline that gives way to any other (`combine_deadlines`, `merge_own_and_block`).
    """
    words = span.cut(text)
    if not has_deadline_words(words):
        return []
    repeated = find_recurrences(words)
    found = [*_running_periods(words, repeated, context), *_running_recurrences(words, repeated)]
    relative = [
        _read_relative(item, context)
        for item in find_relative_times(words)
        if item.amount is not None or not is_narrated(words, item.start)
    ]
    found = [item for item in found if not _overlaps(item, relative)] + relative
    for rule, kind, pattern in _RUNNING_WORDINGS:
        for match in pattern.finditer(words):
            expression = _Expression(match.start(), match.end(), kind, rule, confidence=_BARE)
            if not _overlaps(expression, found):
                found.append(expression)
    return [_deadline(words, item, span.start) for item in sorted(found, key=lambda item: item.start)]


def parse_deadline(text: str, span: Span, context: DateContext, *, campaign: bool = False) -> Deadline | None:
    """The deadline that the whole value ``text[span]`` of a label or table cell states.

    Always a deadline for words, dates None where they cannot be read; None for an empty cell, a dash or a ditto mark.
    ``campaign``: the document counts days from the issue of the plan (`counts_from_issue`), so ``100 ngày`` alone does.
    """
    return parse_deadline_spans(text, (span,), context, campaign=campaign)


def parse_deadline_spans(
    text: str, spans: tuple[Span, ...], context: DateContext, *, campaign: bool = False
) -> Deadline | None:
    """As `parse_deadline` for a value in several pieces (a cell cut by the end of the page)."""
    pieces = tuple(piece for span in spans if len(piece := span.strip(text)))
    words = "\n".join(piece.cut(text) for piece in pieces)
    if _EMPTY.fullmatch(words) or is_ditto(words):
        return None
    read = _read_value(words, context, campaign)
    return Deadline(
        clean(words), pieces, read.kind, read.start_on, read.due_on, join_codes(read.codes), read.rule, read.assumed,
        read.confidence,
    )  # fmt: skip


def combine_deadlines(found: Sequence[Deadline]) -> Deadline | None:
    """The several expressions of one task as one deadline: earliest start, latest due, all recurrences.

    ``trong năm`` and a mere adverb count only where nothing else is found (RULES, R20), and what has neither a date nor
    a recurrence only beside its like.
    """
    kept = [item for item in found if item.rule not in WEAK_RULES and _says_when(item)]
    kept = kept or [item for item in found if _says_when(item)] or list(found)
    if len(kept) < 2:
        return kept[0] if kept else None
    dated = [item for item in kept if item.start_on or item.due_on]
    start_on, due_on = _bounds((item.start_on, item.due_on) for item in dated)
    recurrence = join_codes(code for item in kept for code in (item.recurrence or "").split("+") if code)
    return Deadline(
        " | ".join(item.printed for item in kept), tuple(span for item in kept for span in item.spans),
        _kind([item.kind for item in kept], start_on, recurrence), start_on, due_on, recurrence, "deadline.combined",
        any(item.assumed_year for item in dated), min(item.confidence for item in kept),
    )  # fmt: skip


def merge_own_and_block(own: Deadline | None, block: Deadline | None) -> Deadline | None:
    """A task's own deadline beside that of its block's label, column or heading (RULES, R12, R19, R20).

    Own dates win; an own recurrence takes the block's dates; ``trong năm``, a mere adverb and words without a meaning
    in days give way to the block.
    """
    if own is None or block is None:
        return own if block is None else block
    if own.rule in WEAK_RULES or (not _says_when(own) and _says_when(block)):
        return block
    if own.start_on or own.due_on or own.recurrence is None or not (block.start_on or block.due_on):
        return own
    return Deadline(
        f"{own.printed} | {block.printed}", own.spans + block.spans, own.kind, block.start_on, block.due_on,
        own.recurrence, "deadline.own_and_block", block.assumed_year, min(own.confidence, block.confidence),
    )  # fmt: skip


def _says_when(deadline: Deadline) -> bool:
    return bool(deadline.start_on or deadline.due_on or deadline.recurrence)


def _deadline(words: str, read: _Expression, offset: int) -> Deadline:
    span = Span(read.start, read.end).strip(words)
    return Deadline(
        clean(span.cut(words)), (Span(span.start + offset, span.end + offset),), read.kind, read.start_on, read.due_on,
        join_codes(read.codes), read.rule, read.assumed, read.confidence,
    )  # fmt: skip


def _overlaps(item: _Expression, others: Iterable[_Expression]) -> bool:
    return any(item.start < other.end and other.start < item.end for other in others)


def _bounds(pairs: Iterable[tuple[date | None, date | None]]) -> tuple[date | None, date | None]:
    starts, dues = [], []
    for start_on, due_on in pairs:
        starts += [start_on] if start_on else []
        dues += [due_on] if due_on else []
    return min(starts, default=None), max(dues, default=None)


def _kind(kinds: Sequence[DeadlineKind], start_on: date | None, recurrence: str | None) -> DeadlineKind:
    if recurrence:
        return _kind_of_codes(recurrence.split("+"))
    if len(set(kinds)) == 1:
        return kinds[0]
    return "range" if start_on else "by"


def _kind_of_codes(codes: Sequence[str]) -> DeadlineKind:
    if list(codes) == ["adhoc"]:
        return "unresolved"
    return "ongoing" if list(codes) == ["ongoing"] else "recurring"


# --- one period, one recurrence, one duration ---------------------------------------------------------------------


def _read_period(words: str, period: Period, cue: Cue, context: DateContext, sibling_year: int | None) -> _Expression:
    if not period.possible:
        return _Expression(cue.start, period.end, "unresolved", "deadline.impossible", confidence=_DAMAGED)
    if period.unit == "season":
        return _Expression(cue.start, period.end, "unresolved", "deadline.season")
    days = complete(period, context, sibling_year)
    if days is None:
        return _Expression(cue.start, period.end, "unresolved", "deadline.no_year", confidence=_BARE)
    bounds_end = cue.kind in ("now", "before", "until")
    if cue.kind == "after" or (cue.edge and not (cue.edge == "cuối" and bounds_end)):
        rule = "deadline.after" if cue.kind == "after" else "deadline.edge_of_period"
        return _Expression(cue.start, period.end, "unresolved", rule)
    end = onwards_after(words, period)
    kind, rule, start_on, due_on = _reading(period, cue, days, context, onwards=end is not None)
    return _Expression(
        cue.start, end or period.end, kind, f"deadline.{rule}", start_on, due_on,
        assumed=days.assumed, confidence=_ASSUMED if days.assumed else 1.0,
    )  # fmt: skip


def _reading(
    period: Period, cue: Cue, days: Days, context: DateContext, onwards: bool
) -> tuple[DeadlineKind, str, date | None, date | None]:
    """Kind, rule, first and last day. ``trước ngày D`` is due on D; ``trước tháng 6`` on the day before it begins."""
    unit = period.unit
    if cue.kind == "now":
        return "range", "from_now", context.issued_on, days.last
    if cue.kind == "before" and not cue.edge:
        return "by", f"before_{unit}", None, days.first if unit == "day" else days.first - timedelta(days=1)
    if cue.kind in ("before", "until"):
        return "by", f"until_{unit}", None, days.last
    if onwards or (cue.kind == "from" and not period.spread):
        return "range", f"from_{unit}", days.first, None
    if unit == "day" and not period.spread:
        return "by", "day", None, days.last
    return "range", "range" if period.spread else unit, days.first, days.last


def _read_relative(item: RelativeTime, context: DateContext) -> _Expression:
    issued_on = context.issued_on
    if item.amount is None:
        return _Expression(item.start, item.end, "range" if issued_on else "relative", "deadline.from_issue", issued_on)
    if not item.from_issue or issued_on is None:
        return _Expression(item.start, item.end, "relative", "deadline.days_from_event")
    due_on = end_of(item.amount, item.unit, issued_on)
    confidence = _ASSUMED if item.unit == "ngày làm việc" else 1.0  # days off in lieu are decreed each year
    return _Expression(
        item.start, item.end, "relative", "deadline.days_from_issue", issued_on if due_on else None, due_on,
        confidence=confidence,
    )  # fmt: skip


def _read_recurrence(item: Recurrence) -> _Expression:
    rule = "deadline.adverb" if item.is_adverb else "deadline.recurring"
    codes = (join_codes(item.codes) or "").split("+")
    return _Expression(item.start, item.end, _kind_of_codes(codes), rule, codes=item.codes)


# --- running text ---------------------------------------------------------------------------------------------------


def _running_recurrences(words: str, repeated: Sequence[Recurrence]) -> list[_Expression]:
    found = []
    label = _LABEL.match(words)
    cycle = parse_bare_cycle(label["value"]) if label is not None else ()
    if label is not None and cycle:  # "6 tháng, năm: Phòng Nội vụ tổng hợp …"
        found.append(_Expression(label.start("value"), label.end("value"), "recurring", "deadline.cycle", codes=cycle))
    for item in repeated:
        # "đột xuất" alone names a kind of inspection, no rule of time.
        if names_amount(words, item) or (item.is_adverb and (item.codes == ("adhoc",) or not rules_time(words, item))):
            continue
        found.append(_read_recurrence(item))
    return found


def _running_periods(words: str, repeated: Sequence[Recurrence], context: DateContext) -> list[_Expression]:
    accepted: list[tuple[Period, Cue]] = []
    for period in find_periods(words):
        cue = find_cue(words, period)
        if accepted and cue.kind == "none" and _goes_on(words, accepted[-1][0], period):
            cue = replace(accepted[-1][1], start=period.start)
            accepted.append((period, cue))
        elif not _is_repeated(period, repeated) and is_running_deadline(words, period, cue):
            if cue.kind == "in" and period.unit != "day" and _COMPLETED.search(words, 0, cue.start):
                cue = replace(cue, kind="until")
            accepted.append((period, cue))
    year = shared_year(period for period, _ in accepted)
    found = []
    for period, cue in accepted:
        read = _read_period(words, period, cue, context, year)
        if _is_past(read, context):
            continue
        if cue.kind == "in" and period.unit in ("year", "years"):
            read = replace(read, rule="deadline.in_year")
        elif _LASTING.fullmatch(words, cue.start, period.start):
            read = replace(read, rule="deadline.lasts_until")
        found.append(read)
    return found


def _goes_on(words: str, last: Period, period: Period) -> bool:
    """Whether a day only goes on with the list before it, under its cue: ``trước ngày 20/6 và 20/12/2025``."""
    return last.unit == period.unit == "day" and _AND.fullmatch(words, last.end, period.start) is not None


def _is_repeated(period: Period, repeated: Iterable[Recurrence]) -> bool:
    """Whether a day without a year belongs to words of repetition: ``hằng năm (trước ngày 10/12)``."""
    return period.last_year is None and any(item.start < period.end and period.start < item.end for item in repeated)


def _is_past(read: _Expression, context: DateContext) -> bool:
    last = read.due_on or read.start_on
    if last is None:
        return False
    if context.issued_on is not None:
        return last < context.issued_on
    return context.first_year is not None and last.year < context.first_year


# --- a label or a cell ----------------------------------------------------------------------------------------------


def _read_value(words: str, context: DateContext, campaign: bool) -> _Expression:
    cycle = parse_bare_cycle(words)
    if cycle:
        return _Expression(0, len(words), "recurring", "deadline.cycle", codes=cycle)
    bare_days = parse_bare_days(words)
    if campaign and bare_days is not None and context.issued_on is not None:
        # Alone in a column of a plan's own campaign ("100 ngày") it is counted like its siblings, from the issue.
        due_on = end_of(bare_days, "ngày", context.issued_on)
        return _Expression(0, len(words), "relative", "deadline.bare_days", context.issued_on, due_on, confidence=_BARE)
    found = _value_expressions(words, context)
    if not any(item.codes or item.start_on or item.due_on for item in found):
        return _read_wording(words, found)
    dated = [item for item in found if item.start_on or item.due_on]
    start_on, due_on = _bounds((item.start_on, item.due_on) for item in dated)
    codes = tuple(code for item in found for code in item.codes)
    telling = [item for item in found if item.codes or item.start_on or item.due_on]
    return _Expression(
        0, len(words), _kind([item.kind for item in telling], start_on, join_codes(codes)),
        telling[0].rule if len(telling) == 1 else "deadline.combined", start_on, due_on, codes,
        any(item.assumed for item in dated), min(item.confidence for item in found),
    )  # fmt: skip


def _value_expressions(words: str, context: DateContext) -> list[_Expression]:
    relative = [_read_relative(item, context) for item in find_relative_times(words)]
    repeated = find_recurrences(words)
    periods = [
        period
        for period in find_periods(words, lone_year=True)
        if not _is_repeated(period, repeated) and not is_cited(words, period)
    ]
    year = shared_year(periods)
    found = [_read_period(words, period, find_cue(words, period), context, year) for period in periods]
    # Under a label even an adverb is the plan's own word for when.
    found += [replace(_read_recurrence(item), rule="deadline.recurring") for item in repeated]
    return [item for item in found if not _overlaps(item, relative)] + relative


def _read_wording(words: str, found: Sequence[_Expression]) -> _Expression:
    """A value without day and recurrence: why it cannot be read, as a rule."""
    if found:
        first = found[0]
        return _Expression(0, len(words), first.kind, first.rule, confidence=first.confidence)
    for rule, kind, pattern in _WORDINGS:
        if pattern.search(words):
            return _Expression(0, len(words), kind, rule)
    return _Expression(0, len(words), "unresolved", "deadline.words", confidence=0.5)
