"""The same action twice in one document: in the text and in its annex, in the tasks and in "Tổ chức thực hiện".

Marked, never merged (RULES R11): both rows stay, counts take the pair once. Careful by design: two rows are one action
only where words, agencies, days, criterion and every number agree or are silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.records import Task
from extractors.text import clean, compare_key, fold
from pipeline.identity import Action, pair_actions

_ANNEX = "phu luc"  # how the outline path of an annex row begins, folded
_LIKE = 93.0  # from this likeness (0 to 100) on two wordings are one action
_INSIDE = 95.0  # the shorter wording stands in the longer one, but for a letter or two
_FEWEST_WORDS = 7  # fewer say too little: "Báo cáo kết quả thực hiện" is said to everybody
_CLOSE = 2.0  # of two candidates nearer to each other than this none is chosen
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Doing:
    """A task as it is compared."""

    action: Action
    place: tuple[str, ...]
    criterion: str
    numbers: frozenset[str]
    table: bool

    @property
    def long(self) -> bool:
        return len(self.action.words.split()) >= _FEWEST_WORDS


def same_actions(tasks: Iterable[tuple[str, Task]]) -> dict[str, str]:
    """task_id → task_id of the same action elsewhere in the document: an annex or table row's in the text, a later
    item's in an earlier part."""
    doings = [_doing(task, task_id) for task_id, task in tasks]
    listed = [doing for doing in doings if doing.table]
    said = [doing for doing in doings if not doing.table]
    pairs = pair_actions((d.action for d in listed), (d.action for d in said)) if listed and said else {}
    taken = set(pairs.values())
    rest = [doing for doing in said if doing.action.task_id not in taken]
    pairs |= _likely([doing for doing in listed if doing.action.task_id not in pairs], rest)
    return pairs | _repeated(said)


def count_actions(tasks: Sequence[Task]) -> int:
    """How many actions there are: one that is stated twice counts once."""
    return len(tasks) - len(same_actions([(task.key, task) for task in tasks]))


def action_of(task: Task, task_id: str) -> Action:
    """What a task is compared by."""
    leads = frozenset(compare_key(agency.canonical or agency.name) for agency in (task.lead.value if task.lead else ()))
    due_on = task.deadline.value.due_on if task.deadline else None
    return Action(task_id, compare_key(task.task.value), leads, due_on.isoformat() if due_on else None)


def _doing(task: Task, task_id: str) -> _Doing:
    annex = bool(task.section) and fold(task.section[0]).startswith(_ANNEX)
    criterion = fold(clean(task.criterion.value)) if task.criterion else ""
    numbers = frozenset(_NUMBER.findall(task.task.value))
    return _Doing(action_of(task, task_id), task.section, criterion, numbers, annex or task.task.origin == "table")


def _likely(new: Sequence[_Doing], old: Sequence[_Doing]) -> dict[str, str]:
    """Rows whose words, or nearly all of them, stand in an item of the text (``Sở Nội vụ chủ trì xây dựng …``)."""
    pairs: dict[str, str] = {}
    left = list(old)
    for doing in new:
        best = _best(doing, left)
        if best is not None:
            pairs[doing.action.task_id] = best.action.task_id
            left.remove(best)
    return pairs


def _repeated(said: Sequence[_Doing]) -> dict[str, str]:
    """Items of the text that say again what an earlier part has said."""
    pairs: dict[str, str] = {}
    for number, doing in enumerate(said):
        free = {d.action.task_id for d in said[:number]} - pairs.keys() - set(pairs.values())
        earlier = [d for d in said[:number] if d.place[:1] != doing.place[:1] and d.action.task_id in free]
        best = _best(doing, earlier)
        if best is not None:
            pairs[doing.action.task_id] = best.action.task_id
    return pairs


def _best(doing: _Doing, candidates: Sequence[_Doing]) -> _Doing | None:
    """The one candidate that is the same action; None where there is none, or two that may be."""
    scored = sorted(_scored(doing, candidates), key=lambda pair: -pair[0])
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < _CLOSE):
        return None
    return scored[0][1]


def _scored(doing: _Doing, candidates: Sequence[_Doing]) -> Iterator[tuple[float, _Doing]]:
    own = doing.action
    for other in candidates:
        if not (doing.long and other.long) or own.contradicts(other.action) or doing.criterion != other.criterion:
            continue
        short, long = sorted((doing, other), key=lambda d: len(d.action.words))
        if not short.numbers <= long.numbers:
            continue
        whole = fuzz.ratio(own.words, other.action.words)
        if whole >= _LIKE and short.numbers == long.numbers:
            yield whole, other
        elif own.leads & other.action.leads:
            inside = fuzz.partial_ratio(short.action.words, long.action.words)
            if inside >= _INSIDE:
                yield inside, other
