"""When a task is due: deadlines in running text (`find_deadlines`) and in a label or table cell (`parse_deadline`).

Words are found by `calendar_words` (days and periods), `recurrences` (repetition) and `relative_times` (so many days
after an event), and read one by one by `time_expressions`. Here they become deadlines: what bounds the action is told
from what only names a time, several expressions of one task are joined, own words meet those of the block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from extractors.american_days import day_first
from extractors.calendar_words import Period, find_periods, shared_year
from extractors.deadline_cues import Cue, find_cue, is_cited, is_narrated, is_running_deadline
from extractors.deadline_data import compile_words, load_words
from extractors.document import Span
from extractors.records import DateContext, Deadline, DeadlineKind, Reading
from extractors.recurrences import (
    Recurrence,
    find_lone_days,
    find_recurrences,
    join_codes,
    names_amount,
    parse_bare_cycle,
    rules_time,
)
from extractors.relative_times import end_of, find_relative_times, parse_bare_days
from extractors.scanned_digits import mend_digits
from extractors.text import clean
from extractors.time_expressions import (
    BARE,
    Expression,
    kind_of_codes,
    read_period,
    read_recurrence,
    read_relative,
)

# These give way to any other deadline of the task: ``trong năm`` (RULES, R20), a mere adverb (RULES, 4), and ``đến D``,
# which may say how long a state lasts ("thí điểm đến 31/12/2027").
WEAK_RULES = frozenset({"deadline.in_year", "deadline.adverb", "deadline.lasts_until"})

# For lower case: a pattern without IGNORECASE is four times as fast, and most sentences end here.
_WORDS_OF_TIME = re.compile(
    r"(?=[ntqđlsgkh\d])(?:học\s+k[ỳì]|ngày|tháng|tuần|qu[ýí]|qúy|năm|\d\s*[/.–—-]\s*\d|q[\di]|t\d|định\s+k[ỳì]|thường\s+(?:xuyên|niên)"
    r"|đột\s+xuất|liên\s+tục|thời\s+(?:gian|hạn)|sau\s+khi|khi\s+phát\s+sinh|giai\s+đoạn)"
)
_EMPTY = re.compile(r"[\s\-–—_.…,;:*]*")
_DITTO = re.compile(
    r"[\s\-–—.]*(?:[“”\"″〃]|''|//|n\.?t|như\s+(?:trên|nêu\s+trên|mục\s+trên))[\s\-–—.;]*", re.IGNORECASE
)
# "hoàn thành, trình UBND tỉnh xem xét trong tháng 9": due by the end of the month.
_COMPLETED = re.compile(r"(?<!\w)(?:hoàn\s+thành|xong|hoàn\s+tất)(?!\w)[^,;.:]*$", re.IGNORECASE)
_LASTING = re.compile(r"(?:cho\s+)?(?:đến|tới)\s+(?:ngày\s+)?", re.IGNORECASE)
_PARTS_OF_YEAR = frozenset({"month", "quarter", "half"})
_ALSO = re.compile(r"\s+và\s+")
_AND = re.compile(r"\s*(?:,|;|và|,\s*và)\s*")
_LABEL = re.compile(r"\s*(?P<value>[^:;.]{3,40}):\s")
_NUMBERING = re.compile(r"[\s\d.,;:()\-–+*IVX]*|\s*[a-zđ]\)\s*")
_Wording = tuple[str, DeadlineKind, re.Pattern[str]]


def _wordings(key: str) -> tuple[_Wording, ...]:
    return tuple((entry["rule"], entry["kind"], compile_words(entry["words"])) for entry in load_words()[key])


_BESIDES = compile_words(load_words()["besides"] + r"(?!\w)")
_WORDINGS, _RUNNING_WORDINGS = _wordings("wordings"), _wordings("running_wordings")


def speaks_of_the_rest(words: str) -> bool:
    """Whether an item sets itself off from the tasks before it: ``Ngoài các nhiệm vụ cụ thể trên, …``."""
    return _BESIDES.match(words) is not None


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
        read_relative(words, item, context)
        for item in find_relative_times(words)
        if item.amount is not None or not is_narrated(words, item.start)
    ]
    found = [item for item in found if not _overlaps(item, relative)] + relative
    for rule, kind, pattern in _RUNNING_WORDINGS:
        for match in pattern.finditer(words):
            expression = Expression(match.start(), match.end(), kind, rule, confidence=BARE)
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
    read = _read_value(day_first(words) if context.month_first else words, context, campaign)
    if context.month_first and (read.start_on or read.due_on):
        read = replace(read, basis=(*read.basis, "months.first"))
    return _made(read, clean(words), pieces)


def combine_deadlines(found: Sequence[Deadline]) -> Deadline | None:
    """The several expressions of one task as one deadline: earliest start, latest due, all recurrences.

    ``trong năm`` and a mere adverb count only where nothing else is found (RULES, R20), and what has neither a date nor
    a recurrence only beside its like.
    """
    kept = [item for item in found if item.rule not in WEAK_RULES and _says_when(item)]
    kept = kept or [item for item in found if _says_when(item)] or list(found)
    if not kept:
        return None
    left = [reading for item in found if item not in kept for reading in as_readings([item], _why_weak(item))]
    return beside(_combined(kept), left)


def _combined(kept: Sequence[Deadline]) -> Deadline:
    if len(kept) == 1:
        return kept[0]
    dated = [item for item in kept if item.start_on or item.due_on]
    start_on, due_on = _bounds((item.start_on, item.due_on) for item in dated)
    recurrence = join_codes(code for item in kept for code in (item.recurrence or "").split("+") if code)
    return Deadline(
        " | ".join(item.printed for item in kept), tuple(span for item in kept for span in item.spans),
        _kind([item.kind for item in kept], start_on, recurrence), start_on, due_on, recurrence, "deadline.combined",
        any(item.assumed_year for item in dated), min(item.confidence for item in kept), _bases(kept),
        tuple(reading for item in kept for reading in item.alternatives),
    )  # fmt: skip


def merge_own_and_block(own: Deadline | None, block: Deadline | None) -> Deadline | None:
    """A task's own deadline beside that of its block's label, column or heading (RULES, R12, R19, R20).

    Own dates win; an own recurrence takes the block's dates; ``trong năm``, a mere adverb and words without a meaning
    in days give way to the block.
    """
    if own is None or block is None:
        return own if block is None else block
    if own.rule in WEAK_RULES or (not _says_when(own) and _says_when(block)):
        return beside(block, as_readings([own], _why_weak(own)))
    if own.start_on or own.due_on or own.recurrence is None or not (block.start_on or block.due_on):
        return beside(own, as_readings([block], "block.farther"))
    return Deadline(
        f"{own.printed} | {block.printed}", own.spans + block.spans, own.kind, block.start_on, block.due_on,
        own.recurrence, "deadline.own_and_block", block.assumed_year, min(own.confidence, block.confidence),
        _bases((own, block)), own.alternatives + block.alternatives,
    )  # fmt: skip


def as_readings(found: Iterable[Deadline], why: str) -> list[Reading]:
    """Deadlines that gave way, for the reason ``why``, as readings beside the one that did not."""
    return [Reading(item.printed, why, item.start_on, item.due_on, item.recurrence) for item in found]


def beside(deadline: Deadline, readings: Iterable[Reading]) -> Deadline:
    """``deadline`` with these readings kept beside it, once each, and none that says the same as it does."""
    taken = (deadline.start_on, deadline.due_on, deadline.recurrence)
    kept = dict.fromkeys(
        reading
        for reading in (*deadline.alternatives, *readings)
        if (reading.start_on, reading.due_on, reading.recurrence) != taken or reading.printed != deadline.printed
    )
    return replace(deadline, alternatives=tuple(kept))


def _why_weak(deadline: Deadline) -> str:
    return deadline.rule.replace("deadline.", "weak.") if deadline.rule in WEAK_RULES else "weak.undated"


def _bases(found: Iterable[Deadline]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for item in found for code in item.basis))


def _says_when(deadline: Deadline) -> bool:
    return bool(deadline.start_on or deadline.due_on or deadline.recurrence)


def _deadline(words: str, read: Expression, offset: int) -> Deadline:
    span = Span(read.start, read.end).strip(words)
    return _made(read, clean(span.cut(words)), (Span(span.start + offset, span.end + offset),))


def _made(read: Expression, printed: str, spans: tuple[Span, ...]) -> Deadline:
    made = Deadline(
        printed, spans, read.kind, read.start_on, read.due_on, join_codes(read.codes), read.rule, read.assumed,
        read.confidence, read.basis,
    )  # fmt: skip
    return beside(made, read.alternatives)


def _overlaps(item: Expression, others: Iterable[Expression]) -> bool:
    return any(item.start < other.end and other.start < item.end for other in others)


def _bounds(pairs: Iterable[tuple[date | None, date | None]]) -> tuple[date | None, date | None]:
    starts, dues = [], []
    for start_on, due_on in pairs:
        starts += [start_on] if start_on else []
        dues += [due_on] if due_on else []
    return min(starts, default=None), max(dues, default=None)


def _kind(kinds: Sequence[DeadlineKind], start_on: date | None, recurrence: str | None) -> DeadlineKind:
    if recurrence:
        return kind_of_codes(recurrence.split("+"))
    if len(set(kinds)) == 1:
        return kinds[0]
    return "range" if start_on else "by"


# --- running text ---------------------------------------------------------------------------------------------------


_EACH = re.compile(r"(?:định\s+kỳ\s+)?(?:mỗi|hằng|hàng)\s", re.IGNORECASE)  # "mỗi học kỳ 02 lần" is no mere adverb


def _running_recurrences(words: str, repeated: Sequence[Recurrence]) -> list[Expression]:
    found = []
    label = _LABEL.match(words)
    cycle = parse_bare_cycle(label["value"]) if label is not None else ()
    if label is not None and cycle:  # "6 tháng, năm: Phòng Nội vụ tổng hợp …"
        found.append(Expression(label.start("value"), label.end("value"), "recurring", "deadline.cycle", codes=cycle))
    for item in repeated:
        # "đột xuất" alone names a kind of inspection, no rule of time.
        if names_amount(words, item) or (
            item.is_adverb
            and not _EACH.match(words, item.start)
            and (item.codes == ("adhoc",) or not rules_time(words, item))
        ):
            continue
        found.append(read_recurrence(item))
    if len(found) == len(repeated) == 1:
        lone = find_lone_days(words, repeated[0])
        found += [replace(found[0], start=start, end=end, rule="deadline.day_of_cycle") for start, end in lone]
    return found


def _running_periods(words: str, repeated: Sequence[Recurrence], context: DateContext) -> list[Expression]:
    mended = mend_digits(words)
    accepted: list[tuple[Period, Cue]] = []
    for period in find_periods(mended):
        cue = find_cue(mended, period)
        if accepted and cue.kind == "none" and _goes_on(words, accepted[-1][0], period):
            cue = replace(accepted[-1][1], start=period.start)
            accepted.append((period, cue))
        elif not _is_repeated(period, repeated) and is_running_deadline(mended, period, cue):
            if cue.kind == "in" and period.unit != "day" and _COMPLETED.search(words, 0, cue.start):
                cue = replace(cue, kind="until")
            accepted.append((period, cue))
    year = shared_year(period for period, _ in accepted)
    found = []
    for period, cue in accepted:
        read = read_period(words, mended, period, cue, context, year)
        if _is_past(read, context):
            continue
        if cue.kind == "in" and period.unit in ("year", "years"):
            read = replace(read, rule="deadline.in_year")
        elif _LASTING.fullmatch(words, cue.start, period.start) and not _THEN_DONE.match(words, period.end):
            read = replace(read, rule="deadline.lasts_until")
        found.append(read)
    return found


# "Đến năm 2015, hoàn thành chương trình …" is when it is done, not how long something lasts.
_THEN_DONE = re.compile(r"\s*,\s*(?:phải\s+|cơ\s+bản\s+)?hoàn\s+thành\b")


def _goes_on(words: str, last: Period, period: Period) -> bool:
    """Whether a time only goes on with the list before it, under its cue: ``trước ngày 20/6 và 20/12/2025``,
    ``trong quý I và 3 tháng cuối năm``."""
    if last.unit in _PARTS_OF_YEAR and period.unit in _PARTS_OF_YEAR:
        return _ALSO.fullmatch(words, last.end, period.start) is not None
    return last.unit == period.unit == "day" and _AND.fullmatch(words, last.end, period.start) is not None


def _is_repeated(period: Period, repeated: Iterable[Recurrence]) -> bool:
    """Whether a day without a year belongs to words of repetition: ``hằng năm (trước ngày 10/12)``."""
    return period.last_year is None and any(item.start < period.end and period.start < item.end for item in repeated)


def _is_past(read: Expression, context: DateContext) -> bool:
    last = read.due_on or read.start_on
    if last is None:
        return False
    if context.begins_on is not None:
        return last < context.begins_on
    first = context.first_year if context.first_year is not None else context.issue_year
    return first is not None and last.year < first


# --- a label or a cell ----------------------------------------------------------------------------------------------


def _read_value(words: str, context: DateContext, campaign: bool) -> Expression:
    cycle = parse_bare_cycle(words)
    if cycle:
        return Expression(0, len(words), "recurring", "deadline.cycle", codes=cycle)
    bare_days = parse_bare_days(words)
    begun = context.begins_on
    if campaign and bare_days is not None and begun is not None:
        # Alone in a column of a plan's own campaign ("100 ngày") it is counted like its siblings, from the issue.
        due_on = end_of(bare_days, "ngày", begun)
        basis = ("event.signed",) if context.issued_on is None else ()
        return Expression(0, len(words), "relative", "deadline.bare_days", begun, due_on, confidence=BARE, basis=basis)
    found = _value_expressions(words, context)
    if not any(item.codes or item.start_on or item.due_on for item in found):
        return _read_wording(words, found)
    dated = [item for item in found if item.start_on or item.due_on]
    start_on, due_on = _bounds((item.start_on, item.due_on) for item in dated)
    codes = tuple(code for item in found for code in item.codes)
    telling = [item for item in found if item.codes or item.start_on or item.due_on]
    return Expression(
        0, len(words), _kind([item.kind for item in telling], start_on, join_codes(codes)),
        telling[0].rule if len(telling) == 1 else "deadline.combined", start_on, due_on, codes,
        any(item.assumed for item in dated), min(item.confidence for item in found),
        tuple(dict.fromkeys(code for item in telling for code in item.basis)),
        tuple(reading for item in telling for reading in item.alternatives),
    )  # fmt: skip


def _value_expressions(words: str, context: DateContext) -> list[Expression]:
    mended = mend_digits(words)
    relative = [read_relative(words, item, context) for item in find_relative_times(words)]
    repeated = find_recurrences(words)
    periods = [
        period
        for period in find_periods(mended, lone_year=True)
        if not _is_repeated(period, repeated) and not is_cited(mended, period)
    ]
    if not all(item.is_adverb for item in repeated):
        # Beside a cycle a day without a year is one of its days: "trước ngày 15/6 (báo cáo 6 tháng) … hằng năm".
        periods = [period for period in periods if period.unit != "day" or period.last_year is not None]
    year = shared_year(periods)
    found = [read_period(words, mended, period, find_cue(mended, period), context, year) for period in periods]
    # Under a label even an adverb is the plan's own word for when.
    found += [replace(read_recurrence(item), rule="deadline.recurring") for item in repeated]
    return [item for item in found if not _overlaps(item, relative)] + relative


def _read_wording(words: str, found: Sequence[Expression]) -> Expression:
    """A value without day and recurrence: why it cannot be read, as a rule."""
    if found:
        first = found[0]
        return replace(first, start=0, end=len(words))
    for rule, kind, pattern in _WORDINGS:
        if pattern.search(words):
            return Expression(0, len(words), kind, rule)
    return Expression(0, len(words), "unresolved", "deadline.words", confidence=0.5)
