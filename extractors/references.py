"""Tasks that point elsewhere in the plan: ``nhiệm vụ tại khoản 1, 3, 5 Mục II``, ``các nhiệm vụ tại Phụ lục kèm theo``.

What is pointed to is linked, never counted again. No lead is drawn from such a sentence: an item that names nobody has
none (RULES R13), and who is told to see to it stands in the sentence that points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.assignments import find_assignment
from extractors.document import Document, Span
from extractors.outline import Outline
from extractors.records import Account, Issue, Reference, Task
from extractors.text import clean, fold
from extractors.zones import in_annex

_LABEL = r"(?<![\wÀ-ỹ])(?:\d{1,2}(?:\.\d{1,2})*|[IVXL]+|[a-zđ])(?![\wÀ-ỹ/])"
_PLACE = r"(?:các\s+)?(?:[Kk]hoản|[Đđ]iểm|[Mm]ục|[Tt]iểu\s+mục|[Pp]hần|Điều)"
_MATTER = r"(?:nhiệm\s+vụ|nội\s+dung|công\s+việc|giải\s+pháp)"
_ITEMS = re.compile(
    rf"{_MATTER}[^.;:]{{0,60}}?\s(?:tại|theo|ở|trong)\s+(?:từ\s+)?"
    rf"(?P<items>{_PLACE}\s+(?P<list>{_LABEL}(?:\s*(?:,|và|đến|-|–)\s*(?:{_PLACE}\s+)?{_LABEL})*)"
    rf"(?P<of>(?:\s*[,(]?\s*(?:của\s+|thuộc\s+)?{_PLACE}\s+{_LABEL})*))"
)
_ROW = r"(?:số(?:\s+thứ\s+tự)?|STT|thứ\s+tự|mục|dòng)"
_NUMBER = r"\d{1,3}(?![\d/.]\d)"
_ANNEX = re.compile(
    rf"(?:{_MATTER}|[Dd]anh\s+mục|[Pp]hân\s+công|[Cc]hi\s+tiết|cụ\s+thể)"
    rf"(?:\s+(?:từ\s+)?(?P<rows>{_ROW}\s+{_NUMBER}(?:\s*(?:,|và|đến|-|–)\s*(?:{_ROW}\s+)?{_NUMBER})*))?"
    r"[^.;:]{0,80}?\s?(?:tại|theo|ở|trong|có|của|thuộc)\s+"
    r"(?P<annex>(?:các\s+)?[Pp]hụ\s+lục(?:\s+(?:số\s+)?(?P<number>[IVX]+|\d{1,2})\b)?)"
)
# "khoản 2 Điều 5 Nghị định số 61/2018/NĐ-CP" points into another document; "của Kế hoạch này" does not.
_ELSEWHERE = re.compile(
    r"[\s,)]*(?:(?:của|tại|trong|thuộc|kèm\s+theo|ban\s+hành\s+kèm\s+theo)\s+)*"
    r"(?:Nghị|Thông\s+tư|Thông\s+báo|Luật|Bộ\s+luật|Quyết\s+định|Chỉ\s+thị|Kế\s+hoạch|Chương\s+trình|Công\s+văn|Đề\s+án)"
    r"(?![^.;,]{0,30}\bnày\b)"
)
_ONE_LABEL = re.compile(_LABEL)
_RANGE = re.compile(rf"({_LABEL})\s*(?:đến|-|–)\s*(?:{_PLACE}\s+)?({_LABEL})")
Path = tuple[str, ...]
_POINTER = re.compile(  # "Nhiệm vụ cụ thể tại Phụ lục kèm theo": the annex holds the tasks
    r"(?:(?:theo|tại|như|có|trong)\s+(?:các\s+)?|^(?:[Cc]ó|[Cc]hi\s+tiết|[Nn]hư|[Tt]heo|[Xx]em|[Cc]ụ\s+thể)[^.;]{0,40}\s)"
    r"(?:[Pp]hụ\s+lục|[Bb]iểu|[Bb]ảng|[Ll]ịch|[Dd]anh\s+mục)\b"
    r"(?:[^.;]{0,80}(?:kèm\s+theo|đính\s+kèm)[^.;]{0,60}|\s+(?:số\s+)?[\dIVX]+)?[.;]?$"
)
_BY_FORM = re.compile(r"\b(?:theo|bằng)\s+(?:biểu\s+)?mẫu\b")  # "Báo cáo quý theo mẫu tại Phụ lục": work, and how


def points_to_annex(text: str, words: Span) -> bool:
    """Does a sentence only say that an annex holds the tasks (``Nhiệm vụ cụ thể tại Phụ lục``), giving nobody work?"""
    printed = clean(words.cut(text))
    if len(printed) > 240 or not _POINTER.search(printed) or _BY_FORM.search(printed):
        return False
    assignment = find_assignment(text, words)
    return not assignment.lead and not assignment.subject


@dataclass(frozen=True, slots=True)
class Resolved:
    """The references, and what could not be resolved."""

    references: tuple[Reference, ...]
    issues: tuple[Issue, ...]


def resolve_references(
    document: Document, outline: Outline, tasks: Sequence[Task], accounts: Sequence[Account]
) -> Resolved:
    """Links what tasks and pointer lines point to."""
    text = document.text
    found: list[Reference] = []
    issues: list[Issue] = []
    annexes = _annexes(outline)
    for task, span in _places(tasks, accounts):
        for match in _own_matches(_ITEMS, text, span):
            reference = _items(document, match, task, tasks)
            found.append(reference)
            if not reference.targets:
                issues.append(_unresolved(reference))
        for match in _own_matches(_ANNEX, text, span):
            reference = _annex(document, match, task, tasks)
            found.append(reference)
            if annexes and reference.labels and not reference.targets:
                issues.append(_unresolved(reference))
            if not annexes and not reference.targets and not any(i.code == "annex_missing" for i in issues):
                issues.append(_missing(reference))
    return Resolved(tuple(found), tuple(issues))


def _places(tasks: Sequence[Task], accounts: Sequence[Account]) -> Iterator[tuple[Task | None, Span]]:
    for task in tasks:
        if task.task.origin != "table":
            yield task, task.quote[0]
    for account in accounts:
        if account.rule.endswith("points_to_annex"):
            yield None, account.span


def _own_matches(pattern: re.Pattern[str], text: str, span: Span) -> Iterator[re.Match[str]]:
    for match in pattern.finditer(text, span.start, span.end):
        if _ELSEWHERE.match(text, match.end(), span.end) is None:
            yield match


def _annexes(outline: Outline) -> bool:
    return any(node.family == "annex" for node in outline.root.walk())


def _items(document: Document, match: re.Match[str], task: Task | None, tasks: Sequence[Task]) -> Reference:
    """The items that a reference names, and the tasks under them (none where the plan has no such item)."""
    own = _path(task) if task is not None else ()
    outer = tuple(reversed([label[0] for label in _ONE_LABEL.finditer(match["of"])]))
    labels = _labels(match["list"])
    targets = _under(own, outer, labels, tasks)
    span = Span(match.start("items"), match.end("items")).strip(document.text, " \n,(")
    key = task.key if task is not None else None
    printed = clean(span.cut(document.text))
    return Reference(key, "items", printed, span, (*outer, *labels), tuple(targets), document.page_of(span))


def _labels(words: str) -> Path:
    """``1, 3 và 5`` → 1, 3, 5; ``1 đến 4`` → 1, 2, 3, 4."""
    labels: list[str] = []
    for part in re.split(r",|và", words):
        between = _RANGE.search(part)
        if between is not None and between[1].isdigit() and between[2].isdigit():
            labels += map(str, range(int(between[1]), int(between[2]) + 1))
        else:
            labels += (label[0] for label in _ONE_LABEL.finditer(part))
    return tuple(dict.fromkeys(labels))


def _under(own: Path, outer: Path, labels: Path, tasks: Sequence[Task]) -> list[str]:
    """Keys of the tasks under the named items: below the named part, else nearest to the sentence that points."""
    if outer:
        return [
            task.key
            for task in tasks
            if any(_path(task)[i : i + len(outer)] == outer and _path(task)[i + len(outer)] in labels
                   for i in range(len(_path(task)) - len(outer)))
        ]  # fmt: skip
    for depth in range(len(own) - 1, -1, -1):
        found = [
            task.key
            for task in tasks
            if len(path := _path(task)) > depth and path[:depth] == own[:depth] and path[depth] in labels
            and path[: depth + 1] != own[: depth + 1]
        ]  # fmt: skip
        if found:
            return found
    return []


def _path(task: Task) -> Path:
    """The labels of a task without words: ``Điều 2`` → 2; an annex keeps its name, so that no number is mistaken."""
    return tuple(
        label if fold(label).startswith("phu luc") else clean(label).rsplit(" ", 1)[-1].strip("().")
        for label in task.section
    )


def _annex(document: Document, match: re.Match[str], task: Task | None, tasks: Sequence[Task]) -> Reference:
    """The tasks of the annex that is named, of all annexes where none is; only the rows that are named, if any are."""
    span = Span(match.start("rows" if match["rows"] else "annex"), match.end("annex"))
    number = match["number"]
    rows = _labels(re.sub(_ROW, " ", match["rows"])) if match["rows"] else ()
    targets = [
        other.key
        for other in tasks
        if in_annex(other.section)
        and (number is None or clean(other.section[0]).rsplit(" ", 1)[-1] == number)
        and (not rows or any(label in rows for label in _path(other)[1:]))
    ]  # fmt: skip
    key = task.key if task is not None else None
    printed = clean(span.cut(document.text))
    return Reference(key, "annex", printed, span, rows, tuple(targets), document.page_of(span))


def _missing(reference: Reference) -> Issue:
    message = f"Văn bản dẫn đến “{reference.printed}” nhưng tệp không có phụ lục: có thể thiếu nhiệm vụ."
    return Issue("annex_missing", "warning", message, reference.span, reference.page)


def _unresolved(reference: Reference) -> Issue:
    message = f"Văn bản dẫn đến “{reference.printed}” nhưng không tìm thấy nhiệm vụ nào ở đó."
    return Issue("reference_unresolved", "info", message, reference.span, reference.page)
