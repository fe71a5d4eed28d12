"""Signs by which a record can be trusted or doubted: which rule read a field, and what around it speaks against it.

A sign is a name, present or not. What each is worth is learned from gold (``confidence.tsv``), never set by hand.
Nothing of the kind of file or document is a sign: with some fifty documents it would learn which of them are hard.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from extractors.agencies import find_agencies
from extractors.deadlines import has_deadline_words
from extractors.document import Document, Span
from extractors.line_model import Lines
from extractors.records import Agencies, Deadline, Extraction, Field, JudgedField, Task
from extractors.syllables import vietnamese_share
from extractors.text import clean, compare_key, fold

Signs = dict[JudgedField, tuple[str, ...]]  # of one record: those of each judged field
JUDGED: tuple[JudgedField, ...] = ("task", "lead", "coordinating", "deadline")

_OPEN_END = re.compile(
    r"(?:[,:(–-]|\b(?:và|của|các|cho|với|theo|để|tại|trong|về|từ|do|được|những|bằng|hoặc|là|Sở|UBND|ngày|tháng|năm))$"
)
_INNER_MARK = re.compile(r"[.;]\s*(?:[-+•]|\d{1,2}[.)]|[a-zđ]\))\s+\w")
_LABEL_INSIDE = re.compile(
    r"\b(?:chu tri|phoi hop|thoi (?:gian|han)|hoan thanh|san pham|don vi|co quan|tien do|ket qua)[^:.;]{0,24}:"
)
_PARTNER_WORDS = re.compile(r"\bphối\s+hợp\s+(?:\w+\s+){0,2}(?:với|cùng)\b")
_WHO_WORDS = re.compile(r"(?i)\b(?:chủ trì|đầu mối|chịu trách nhiệm|giao|phân công)\b")
_FIGURE = re.compile(r"\d")
_LIKELY_FROM = (0.01, 0.1, 0.5, 0.9)  # shares of the model of lines, and what each range of them is called
NO_TASK = "line.no_task"
_LIKELY = (NO_TASK, "line.unlikely", "line.doubted", "line.likely", "line.sure")
_RECOGNISED, _BADLY_RECOGNISED = 0.95, 0.875  # mean of the letters: half of what is printed clearly has 0.96


def find_signs(document: Document, extraction: Extraction) -> list[Signs]:
    """The signs of each task of ``extraction``, in their order."""
    around = _Surroundings(document, extraction)
    return [
        {
            "task": tuple(around.of_task(task)),
            "lead": tuple(around.of_lead(task)),
            "coordinating": tuple(around.of_coordinating(task)),
            "deadline": tuple(around.of_deadline(task)),
        }
        for task in extraction.tasks
    ]


class _Surroundings:
    """What the records of one document have in common, looked up once."""

    def __init__(self, document: Document, extraction: Extraction) -> None:
        text = document.text
        self.text, self.words = text, document.words
        self.lines = Lines(text, extraction.accounts)
        self.issued_on = extraction.metadata.issued_on
        self.problems = {found.name: found.problem for found in extraction.agencies}
        self.issues = sorted((i.span.start, i.code) for i in extraction.issues if i.span and i.code not in _OWN_ISSUES)
        self.places = {account.span.start: account.what for account in extraction.accounts if account.outcome == "task"}
        self.starts = sorted(self.places)
        self.odd = vietnamese_share(text) < 0.985
        self.siblings: dict[tuple[str, ...], list[Task]] = defaultdict(list)
        for task in extraction.tasks:
            self.siblings[task.section[:-1]].append(task)
        leaves = [a for a in extraction.accounts if a.what in ("item", "row", "sentence") or a.outcome != "ignored"]
        lost = sum(account.outcome == "unexplained" for account in leaves)
        self.common = ["document.odd_syllables"] if self.odd else []
        self.common += ["document.unexplained"] if lost * 50 > max(1, len(leaves)) else []
        left = sum(a.what == "sentence" and a.rule.startswith(_PASSED_OVER) for a in extraction.accounts)
        self.common += ["document.directives_left"] if left * 5 > len(extraction.tasks) else []
        self.common += ["document.kind_unknown"] if extraction.metadata.kind == "khác" else []
        named = sum(task.lead is not None for task in extraction.tasks)
        self.common += ["document.few_leads"] if named * 2 < len(extraction.tasks) else []

    def _place(self, task: Task) -> str:
        if task.task.origin == "table":
            return "row"
        at = bisect_right(self.starts, task.quote[0].start) - 1
        return self.places[self.starts[at]] if at >= 0 else "item"

    def of_task(self, task: Task) -> Iterator[str]:
        yield from self.common
        words = task.task.value
        count = len(words.split())
        yield f"rule.{task.task.rule}"
        yield f"place.{self._place(task)}"
        yield (
            "words.few" if count < 4 else "words.short" if count < 8 else "words.long" if count > 80 else "words.usual"
        )
        yield from self._wording(words)
        yield from self._near(task)
        yield from self._line(task)
        yield from self._recognised(task.task.spans)
        if task.lead is None:
            yield "lead.none"
        if task.lead is None and task.deadline is None:
            yield "nobody.nowhen"
        twins = self.siblings[task.section[:-1]]
        if len(twins) > 1 and sum(other.lead is not None for other in twins) * 2 > len(twins) and task.lead is None:
            yield "siblings.lead"
        if len(twins) == 1:
            yield "alone"

    def _wording(self, words: str) -> Iterator[str]:
        if words[:1].islower():
            yield "starts.small"
        elif not words[:1].isalpha():
            yield "starts.sign"
        if _OPEN_END.search(words):
            yield "ends.open"
        if words.count("(") != words.count(")"):
            yield "brackets"
        if words.count("“") != words.count("”"):
            yield "quotes"
        if _INNER_MARK.search(words):
            yield "inner.mark"
        if _LABEL_INSIDE.search(fold(words)):
            yield "inner.label"
        if words.isupper():
            yield "capitals"
        if words.endswith(":"):
            yield "ends.colon"
        share = vietnamese_share(words)
        if share < 0.99:
            yield "syllables.odd" if share > 0.9 else "syllables.bad"

    def _near(self, task: Task) -> Iterator[str]:
        start, end = task.quote[0].start - 200, task.quote[-1].end + 200
        for code in sorted({code for place, code in self.issues if start <= place <= end}):
            yield f"issue.{code}"

    def _line(self, task: Task) -> Iterator[str]:
        """What the learned model of lines holds of the line that the task begins in."""
        likely = self.lines.share(task)
        if likely is not None:
            yield _LIKELY[bisect_right(_LIKELY_FROM, likely)]

    def _recognised(self, spans: Sequence[Span]) -> Iterator[str]:
        """How sure text recognition is of these words; nothing on pages that are no scans."""
        sure = self.words.mean_confidence(spans)
        if sure < _BADLY_RECOGNISED:
            yield "recognised.poor"
        elif sure < _RECOGNISED:
            yield "recognised.doubted"

    def of_lead(self, task: Task) -> Iterator[str]:
        yield from self.common
        yield f"place.{self._place(task)}"
        yield from self._syllables(task)
        twins = self.siblings[task.section[:-1]]
        yield from self._recognised(task.lead.spans if task.lead else task.quote)
        if task.lead is None:
            yield "none"
            yield "none.siblings" if any(other.lead is not None for other in twins) else "none.all"
            if _WHO_WORDS.search(task.task.value):
                yield "none.who_words"
            if find_agencies(self.text, task.task.spans[0]):
                yield "none.agency_inside"
            if any(find_agencies(title, Span(0, len(title))) for title in task.titles[-2:]):
                yield "none.agency_above"
            return
        field = task.lead
        rules = Counter(other.lead.rule for other in twins if other.lead is not None)
        if rules[field.rule] * 2 < len(twins):
            yield "rule.unlike_siblings"
        yield f"rule.{field.rule}"
        yield f"from.{_from(field, task)}"
        yield from self._names(field.value)
        if len(field.value) > 1:
            yield "several" if len(field.value) < 4 else "many"
        if (
            _PARTNER_WORDS.search(clean(" ".join(span.cut(self.text) for span in field.spans)))
            and not task.coordinating
        ):
            yield "partners.lost"
        if _from(field, task) != "own" and task.actors is not None:
            yield "actor"
        known = {
            compare_key(ref.name) for ref in (*field.value, *_names_of(task.coordinating), *_names_of(task.actors))
        }
        inside = find_agencies(self.text, task.task.spans[0])
        if any(compare_key(ref.name) not in known for ref in inside):
            yield "agency.unused"

    def _names(self, refs: Agencies) -> Iterator[str]:
        for problem in sorted({self.problems.get(ref.name) or "" for ref in refs if ref.kind == "agency"} - {""}):
            yield f"name.{problem}"
        if any(ref.kind == "person" for ref in refs):
            yield "name.person"
        if any(ref.kind == "group" for ref in refs):
            yield "name.group"
        lengths = [len(ref.name.split()) for ref in refs]
        if min(lengths) == 1:
            yield "name.one_word"
        if max(lengths) > 9:
            yield "name.long"
        if any(ref.name[:1].islower() and ref.kind != "group" for ref in refs):
            yield "name.small"
        ends = [self.text[ref.spans[-1].end : ref.spans[-1].end + 12].lstrip() for ref in refs if ref.spans]
        if any(end[:1].isalpha() and end[:1].isupper() for end in ends):
            yield "name.goes_on_capital"
        elif any(re.match(r"(?:về|của|tỉnh|huyện|xã|trên|cấp|thuộc|được|có|nơi|theo|số)\b", end) for end in ends):
            yield "name.qualified"
        if any(vietnamese_share(ref.name) < 0.99 for ref in refs):
            yield "name.odd"

    def _syllables(self, task: Task) -> Iterator[str]:
        if vietnamese_share(task.task.value) < 0.97:
            yield "syllables"

    def of_coordinating(self, task: Task) -> Iterator[str]:
        yield from self.common
        yield f"place.{self._place(task)}"
        yield from self._syllables(task)
        quote = " ".join(span.cut(self.text) for span in task.quote)
        twins = self.siblings[task.section[:-1]]
        if task.coordinating is None:
            yield "none"
            if "phối hợp" in quote.lower():
                yield "none.words"
            if any(other.coordinating is not None for other in twins):
                yield "none.siblings"
            return
        field = task.coordinating
        yield f"rule.{field.rule}"
        yield f"from.{_from(field, task)}"
        yield from self._names(field.value)
        if len(field.value) > 2:
            yield "several" if len(field.value) < 6 else "many"

    def of_deadline(self, task: Task) -> Iterator[str]:
        yield from self.common
        yield f"place.{self._place(task)}"
        yield from self._syllables(task)
        twins = self.siblings[task.section[:-1]]
        inside = any(has_deadline_words(span.cut(self.text)) for span in task.quote)
        if task.deadline is None:
            yield "none"
            if inside:
                yield "none.words"
            if any(other.deadline is not None for other in twins):
                yield "none.siblings"
            if any(_FIGURE.search(span.cut(self.text)) for span in task.task.spans):
                yield "none.figures"
            return
        field = task.deadline
        yield f"rule.{field.rule}"
        yield f"from.{_from(field, task)}"
        yield from self._dates(field.value)
        if _from(field, task) != "own" and inside:
            yield "inherited.words"

    def _dates(self, deadline: Deadline) -> Iterator[str]:
        yield f"kind.{deadline.kind}"
        if deadline.assumed_year:
            yield "year.assumed"
        if " | " in deadline.printed:
            yield "several"
        if deadline.recurrence and deadline.due_on:
            yield "recurring.and_day"
        if deadline.confidence < 1:
            yield "rule.weak"
        days = [day for day in (deadline.start_on, deadline.due_on) if day is not None]
        if days and self.issued_on is not None and max(days) < self.issued_on:
            yield "past"
        if days and self.issued_on is not None and max(days).year > self.issued_on.year + 2:
            yield "far"
        if len(days) == 2 and days[0] > days[1]:
            yield "turned"


# Sentences that order something and became no task, though no rule says that they are none.
_PASSED_OVER = ("prose.nobody", "zone.unknown", "zone.schedule", "table.", "account.")
_OWN_ISSUES = frozenset({"lead_unknown", "deadline_unresolved", "maybe_no_task"})  # said by the fields themselves


def _names_of(field: Field[Agencies] | None) -> Agencies:
    return field.value if field is not None else ()


def _from(field: Field[Agencies] | Field[Deadline], task: Task) -> str:
    """``column`` of its row, its ``own`` words, or ``inherited`` from a heading, label or line."""
    if field.origin == "table" or field.rule.startswith("column."):
        return "column"
    own = any(field.spans[0].overlaps(span) for span in task.quote) if field.spans else False
    return "own" if own else "inherited"
