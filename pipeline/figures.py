"""One document compared with its gold answers: the figures of pipeline.score, as pure functions over rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.gold import Gold
from pipeline.likeness import fold, leftovers, likeness, match, pair_up, same_agency, words

Row = dict[str, Any]

FIGURES = (
    "task", "task_strict", "lead", "coordinating", "deadline", "criterion", "target", "target_item", "page", "product",
    "record", "document",
)  # fmt: skip
COUNTS = ("invented", "false_alarm")  # of these there must be none
FACTS = ("number", "issued_on", "issuer", "signer", "kind", "is_plan")
FOUND, STRICT = 0.5, 0.85
SAME_FIELD = 0.8  # likeness of a criterion or product
FALSE_ALARM = 0.6
_ADVERBS = frozenset({"ongoing", "adhoc", "periodic", ""})
_UNITS = {"phần trăm": "%", "percent": "%"}


@dataclass(frozen=True, slots=True)
class Figure:
    """True positives, predictions and gold items."""

    hits: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.hits + other.hits, self.found + other.found, self.gold + other.gold)

    @property
    def p(self) -> float:
        return round(self._ratio(self.found), 4)

    @property
    def r(self) -> float:
        return round(self._ratio(self.gold), 4)

    @property
    def f1(self) -> float:
        precision, recall = self._ratio(self.found), self._ratio(self.gold)
        return round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0

    def _ratio(self, whole: int) -> float:
        return self.hits / whole if whole else 0.0

    def as_dict(self) -> dict[str, float | int]:
        return {"p": self.p, "r": self.r, "f1": self.f1, "hits": self.hits, "found": self.found, "gold": self.gold}


Figures = dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: what is wrong (``missed``, ``extra``, ``lead`` …), and the two readings in words.

    ``gold``, ``found``: the two whole records, or figures, where there are such; ``document``: the file's name.
    """

    what: str
    wanted: str
    got: str = ""
    gold: Row | None = field(default=None, compare=False)
    found: Row | None = field(default=None, compare=False)
    document: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a database holds of one file: rows of ``documents``, ``task_table`` (lists decoded), ``target_table``."""

    documents: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)


Scored = tuple[Figures, list[Miss]]


def score_document(gold: Gold, found: Found) -> tuple[Figures, list[Miss]]:
    """The figures and errors of one document."""
    figures = dict.fromkeys(FIGURES + COUNTS, Figure())
    misses: list[Miss] = []
    pairs = match([task["task"] for task in gold["tasks"]], [task["task"] for task in found.tasks], FOUND)
    parts = (
        _score_tasks(gold["tasks"], found.tasks, pairs),
        _score_targets(gold, found.targets),
        _score_facts(gold.get("document", {}), found.documents),
        _score_false_alarms(gold, found.tasks, {j for _, j, _ in pairs}),
    )
    for part, errors in parts:
        figures |= {name: figures[name] + figure for name, figure in part.items()}
        misses += [replace(error, document=gold["file"]) for error in errors]
    return figures, misses


def _score_tasks(wanted: Sequence[Row], found: Sequence[Row], pairs: Sequence[tuple[int, int, float]]) -> Scored:
    partner = {i: (found[j], alike) for i, j, alike in pairs}
    hits: Counter[str] = Counter(task=len(pairs), task_strict=sum(alike >= STRICT for *_, alike in pairs))
    figures: Figures = {}
    errors: list[Miss] = []
    for i, task in enumerate(wanted):
        if i not in partner:
            errors.append(Miss("missed", task["task"][:110], gold=task))
            continue
        more, wrong = _compare_tasks(task, *partner[i])
        hits.update(more)
        errors += wrong
        for name in ("page", "product"):
            if task.get(name):
                counted = _compare_field(name, task, partner[i][0])
                figures[name] = figures.get(name, Figure()) + counted
                if not counted.hits:
                    want = f"{task['task'][:60]}… want {task[name]}"
                    errors.append(Miss(name, want, f"got {partner[i][0].get(name)}", task, partner[i][0]))
    matched = {j for _, j, _ in pairs}
    errors += [Miss("extra", (t["task"] or "")[:110], found=t) for j, t in enumerate(found) if j not in matched]
    figures |= {name: Figure(hits[name], len(found), len(wanted)) for name in ("task", "task_strict", "record")}
    figures["lead"] = Figure(
        hits["lead"],
        sum(len(task["lead_agencies"]) for task in found) - hits["actor_as_lead"],
        sum(len(task.get("lead", [])) for task in wanted),
    )
    figures["coordinating"] = Figure(
        hits["coordinating"],
        sum(len(task["coordinating_agencies"]) for task in found),
        sum(len(task.get("coordinating", [])) for task in wanted),
    )
    figures["deadline"] = Figure(hits["deadline"], *(sum(map(_has_deadline, tasks)) for tasks in (found, wanted)))
    figures["criterion"] = Figure(hits["criterion"], *(sum(map(_has_criterion, tasks)) for tasks in (found, wanted)))
    figures["invented"] = Figure(found=hits["invented"])
    return figures, errors


def judge_tasks(gold: Gold, found: Sequence[Row]) -> list[dict[str, bool]]:
    """For each task found: is it right as a ``record``, and in its words (``task``), lead, coordination, deadline?

    One that is no task at all is wrong in its words; nothing can be said of its fields.
    """
    judged = [{"record": False, "task": False} for _ in found]
    for i, j, alike in match([t["task"] for t in gold["tasks"]], [t["task"] for t in found], FOUND):
        hits, errors = _compare_tasks(gold["tasks"][i], found[j], alike)
        wrong = {error.what for error in errors}
        judged[j] = {"record": bool(hits["record"]), "task": alike >= STRICT}
        judged[j] |= {name: name not in wrong for name in ("lead", "coordinating", "deadline")}
    return judged


def _compare_tasks(gold: Row, found: Row, alike: float) -> tuple[Counter[str], list[Miss]]:
    """Hits by figure, and errors, of one matched pair."""
    wanted_lead, wanted_coordinating = gold.get("lead", []), gold.get("coordinating", [])
    got_lead = _judged_leads(gold, found)
    got_coordinating = found["coordinating_agencies"]
    lead = pair_up(wanted_lead, got_lead, same_agency)
    coordinating = pair_up(wanted_coordinating, got_coordinating, same_agency)
    same_lead = lead == len(wanted_lead) == len(got_lead)
    same_coordinating = coordinating == len(wanted_coordinating) == len(got_coordinating)
    same_due = same_deadline(gold, found)
    invented = _is_invented(gold, found, got_lead)
    hits = Counter({
        "lead": lead,
        "actor_as_lead": len(found["lead_agencies"]) - len(got_lead),
        "coordinating": coordinating,
        "deadline": int(same_due and _has_deadline(gold) and _has_deadline(found)),
        "criterion": int(_has_criterion(gold) and _has_criterion(found) and _alike(gold, found, "criterion")),
        "record": int(alike >= STRICT and same_lead and same_coordinating and same_due),
        "invented": int(invented),
    })  # fmt: skip
    errors: list[Miss] = []
    if invented:
        errors.append(Miss("invented", gold["task"][:80], f"{got_lead} {found.get('due_on')}", gold, found))
    for what, right, want, got in (
        ("task_strict", alike >= STRICT, gold["task"], found["task"]),
        ("lead", same_lead, gold.get("lead"), found["lead_agencies"]),
        ("coordinating", same_coordinating, gold.get("coordinating"), got_coordinating),
        ("deadline", same_due, deadline_key(gold), deadline_key(found)),
        ("criterion", _same_words(gold, found, "criterion"), gold.get("criterion"), found.get("criterion")),
    ):
        if not right:
            errors.append(Miss(what, f"{gold['task'][:60]}… want {want}", f"got {got}", gold, found))
    return hits, errors


def _judged_leads(gold: Row, found: Row) -> list[str]:
    """The leads found, without those that gold has as actors only: RULES R14 lets an actor be given as a lead."""
    wanted, actors = gold.get("lead", []), gold.get("actor", [])
    return [
        name
        for name in found["lead_agencies"]
        if any(same_agency(name, lead) for lead in wanted) or not any(same_agency(name, actor) for actor in actors)
    ]


def _is_invented(gold: Row, found: Row, got_lead: list[str]) -> bool:
    if not gold.get("lead") and got_lead:
        return True
    return bool(found.get("due_on")) and not _has_deadline(gold) and not gold.get("deadline_text")


def _compare_field(name: str, gold: Row, found: Row) -> Figure:
    same = str(gold[name]) == str(found.get(name)) if name == "page" else _alike(gold, found, name)
    return Figure(int(same), int(found.get(name) is not None), 1)


def _alike(gold: Row, found: Row, name: str) -> bool:
    return likeness(words(gold[name]), words(found.get(name))) >= SAME_FIELD


def _same_words(gold: Row, found: Row, name: str) -> bool:
    return not found.get(name) if not gold.get(name) else _alike(gold, found, name)


def _has_criterion(task: Row) -> bool:
    return bool(task.get("criterion"))


def _has_deadline(task: Row) -> bool:
    return deadline_key(task) is not None


def deadline_key(task: Row) -> tuple[str | None, str | None, str | None] | None:
    """(start, due, recurrence), or None where there is nothing to judge.

    A mere adverb in the task's own words ("thường xuyên kiểm tra") may or may not be read as a recurrence; the same
    word under a label or in a column is judged.
    """
    recurrence = "+".join(sorted(filter(None, fold(task.get("recurrence")).split("+"))))
    start, due = task.get("start_on") or None, task.get("due_on") or None
    is_adverb = set(recurrence.split("+")) <= _ADVERBS and fold(task.get("deadline_text")) in fold(task.get("task"))
    if not start and not due and (is_adverb or not recurrence):
        return None
    return start, due, recurrence or None


def same_deadline(gold: Row, found: Row) -> bool:
    """The same due date and recurrence; the start is compared where both state one."""
    a, b = deadline_key(gold) or (None, None, None), deadline_key(found) or (None, None, None)
    return a[1:] == b[1:] and (a[0] == b[0] or a[0] is None or b[0] is None)


def _score_targets(gold: Gold, found: Sequence[Row]) -> Scored:
    wanted = gold.get("targets", [])
    figures = [row for row in found if row.get("comparator")]  # a row without one is a target in words alone
    # A bare "=" comes last on the gold side, and ">=" last on the other, so that an exact partner is not used up.
    in_order = sorted(wanted, key=lambda target: (target.get("comparator") or "=") == "=")
    exact_first = sorted(figures, key=lambda row: bool(row["comparator"] == ">="))
    missed, extra = leftovers(in_order, exact_first, same_target)
    scored = {"target": Figure(len(wanted) - len(missed), len(figures), len(wanted))}
    errors = [Miss("target", f"want {target.get('raw')}", gold=target) for target in missed]
    errors += [Miss("target", "want nothing", f"got {row.get('text')}", found=row) for row in extra]
    items = [item["text"] for item in gold.get("target_items", [])]
    if items:
        alone = [r["quote"] or r["text"] for r in found if r.get("task_id") is None and not r.get("criterion")]
        alone = list(dict.fromkeys(alone))
        scored["target_item"] = Figure(len(match(items, alone, FOUND)), len(alone), len(items))
    return scored, errors


def same_target(gold: Row, found: Row) -> bool:
    """Same bound, value and unit. A bare figure may be read as = or >=; a unit that gold leaves open is not judged."""
    want, got = gold.get("comparator") or "=", found.get("comparator") or "="
    same_bound = want == got or (want == "=" and got == ">=")
    same_values = all(_same_number(gold.get(name), found.get(name)) for name in ("value", "value_max"))
    return same_bound and same_values and _same_unit(gold.get("unit"), found.get("unit"))


def _same_unit(gold: str | None, found: str | None) -> bool:
    wanted, got = (_UNITS.get(fold(unit), fold(unit)) for unit in (gold, found))
    return not wanted or wanted in got or (bool(got) and got in wanted)


def _same_number(a: Any, b: Any) -> bool:
    if a is None or b is None:
        return a is b
    try:
        return abs(float(a) - float(b)) <= 1e-3 * max(1.0, abs(float(b)))
    except (TypeError, ValueError):
        return False


def right_facts(wanted: Row, document: Row) -> dict[str, bool]:
    """For each fact that gold states: is it right in this document?"""
    return {name: _same_fact(name, wanted[name], document.get(name)) for name in FACTS if wanted.get(name) is not None}


def _same_fact(name: str, want: Any, got: Any) -> bool:
    if name == "is_plan":
        return got is not None and bool(got) == bool(want)
    if name == "issuer":
        return bool(got) and same_agency(str(want), str(got))
    if name == "number":
        return fold(want).replace(" ", "") == fold(got).replace(" ", "")
    return fold(str(want)) == fold(str(got) if got is not None else "")


def _score_facts(wanted: Row, parts: Sequence[Row]) -> Scored:
    """The part of the file that agrees best with gold is judged."""
    best: Row = max(parts, key=lambda part: sum(right_facts(wanted, part).values()), default={})
    right = right_facts(wanted, best)
    given = sum(best.get(name) is not None for name in right)
    errors = [
        Miss(f"document.{name}", f"want {wanted[name]!r}", f"got {best.get(name)!r}")
        for name, ok in right.items()
        if not ok
    ]
    invented = [
        name for name in ("number", "issued_on", "signer") if name in wanted and wanted[name] is None and best.get(name)
    ]
    errors += [Miss("invented", name, str(best[name])) for name in invented]
    return {"document": Figure(sum(right.values()), given, len(right)), "invented": Figure(found=len(invented))}, errors


def _score_false_alarms(gold: Gold, found: Sequence[Row], matched: set[int]) -> Scored:
    extra = [words(task["task"]) for j, task in enumerate(found) if j not in matched]
    alarms = [
        item
        for item in gold.get("not_tasks", [])
        if any(likeness(words(item.get("quote")), task) >= FALSE_ALARM for task in extra)
    ]
    figure = Figure(found=len(alarms))
    return {"false_alarm": figure}, [Miss("false_alarm", item["quote"][:110], gold=item) for item in alarms]
