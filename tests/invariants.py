"""What must hold of every extraction, whatever the document: evidence, account, keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from extractors.assemble import extract
from extractors.document import Document, Span
from extractors.outline import build_outline
from extractors.records import Extraction, Field, Task
from extractors.tables import read_grids
from extractors.text import clean

RULE = re.compile(r"[a-z_]+(?:\.[a-z_\d]+)*")


def joined(document: Document, spans: Sequence[Span], glue: str = " ") -> str:
    return clean(glue.join(clean(span.cut(document.text)) for span in spans))


def check_field(document: Document, field: Field[Any], *, glue: str = " ") -> None:
    assert field.spans
    assert joined(document, field.spans, glue) == clean(field.printed), field
    assert RULE.fullmatch(field.rule), field.rule


def check_task(document: Document, task: Task) -> None:
    assert RULE.fullmatch(task.task.rule), task.task.rule
    own = joined(document, task.task.spans)
    # A cell's words lose a leading bullet and the final stop; an item's span is already without them.
    assert own == task.task.printed or (
        task.task.rule == "row.task" and own.strip(" -–+•*;.,") == task.task.printed.strip()
    )
    assert task.task.value == task.task.printed
    words = clean(document.words_of(task.quote))
    assert all(word in words for word in task.task.printed.split())
    assert task.page == document.page_of(task.task.spans[0])
    assert all(task.section)
    assert 0 < task.confidence <= 1
    for field in (task.lead, task.coordinating, task.actors):
        assert field is None or (field.value and field.spans and RULE.fullmatch(field.rule))
        for ref in field.value if field else ():
            evidence = joined(document, ref.spans)
            assert ref.spans and ref.name.split()[-1] in evidence, ref
    if task.deadline is not None:
        pieces = [joined(document, [span]) for span in task.deadline.value.spans]
        assert pieces and all(piece in task.deadline.value.printed for piece in pieces), task.deadline
        start, due = task.deadline.value.start_on, task.deadline.value.due_on
        assert start is None or due is None or start <= due
    for words_of in (task.criterion, task.target, task.product):
        assert words_of is None or (words_of.spans and RULE.fullmatch(words_of.rule))
    for target in task.targets:
        assert clean(target.span.cut(document.text)) == clean(target.printed)


def check_account(document: Document, extraction: Extraction) -> None:
    """Every paragraph, table and data or header row once, and a record for each that claims one."""
    pieces = [node for node in build_outline(document).root.walk() if node.own_span is not None]
    items = Counter(entry.span for entry in extraction.accounts if entry.what in ("item", "paragraph"))
    assert items == Counter(node.own_span for node in pieces)
    counted = Counter(entry.span for entry in extraction.accounts if entry.what == "row")
    grids = read_grids(document)
    assert counted == Counter(
        [piece for grid in grids for row in grid.rows for piece in row.pieces]
        + [span for grid in grids for span in grid.headers]
    )
    assert all(RULE.fullmatch(entry.rule) for entry in extraction.accounts)


def check(document: Document, extraction: Extraction) -> None:
    for task in extraction.tasks:
        check_task(document, task)
    for item in extraction.targets:
        assert clean(item.statement.span.cut(document.text)) == clean(item.statement.printed)
        assert item.page == document.page_of(item.quote)
    check_account(document, extraction)
    keys = [task.key for task in extraction.tasks] + [target.key for target in extraction.targets]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[0-9a-f]{12}(-\d+)?", key) for key in keys)


def extracted(document: Document) -> Extraction:
    """What is extracted from ``document``, with all of the above checked and nothing left unexplained."""
    extraction = extract(document)
    check(document, extraction)
    assert not [entry for entry in extraction.accounts if entry.outcome == "unexplained"]
    return extraction
