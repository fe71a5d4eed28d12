"""Every form of time in plans, as cells, labels and sentences print it (``deadline_forms.tsv``), and its normal form.

A ``~`` is not judged. Most of the table was written before the rules were looked at.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from extractors.deadlines import combine_deadlines, find_deadlines, parse_deadline
from extractors.document import Span
from extractors.records import DateContext, Deadline
from extractors.text import clean

FORMS = list(csv.DictReader((Path(__file__).parent / "deadline_forms.tsv").open(encoding="utf-8"), delimiter="\t"))
CONTEXTS = {
    "issued": DateContext(issued_on=date(2026, 7, 14)),
    "nothing": DateContext(),
    "plan_of_2025": DateContext(issued_on=date(2024, 12, 20), first_year=2025, last_year=2025),
    "plan_2021_2025": DateContext(issued_on=date(2021, 3, 1), first_year=2021, last_year=2025),
    "news_of_2024": DateContext(published_on=date(2024, 3, 1)),
    "heading_2027": DateContext(issued_on=date(2026, 7, 14), heading_year=2027),
}


def read(form: dict[str, str]) -> Deadline | None:
    text = f"a) Nhiệm vụ\n{form['words']}\n"
    place = Span(12, 12 + len(form["words"]))
    context = CONTEXTS[form["context"]]
    if form["mode"] == "value":
        return parse_deadline(text, place, context)
    found = find_deadlines(text, place, context)
    for deadline in found:
        assert [clean(span.cut(text)) for span in deadline.spans] == [deadline.printed]
    return combine_deadlines(found)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["words"])
def test_form(form: dict[str, str]) -> None:
    deadline = read(form)
    found = {"kind": "none", "start": "", "due": "", "recurrence": ""}
    if deadline is not None:
        days = (day.isoformat() if day else "" for day in (deadline.start_on, deadline.due_on))
        found = dict(zip(found, (deadline.kind, *days, deadline.recurrence or ""), strict=True))
    wanted = {name: form[name] for name in found}
    if wanted["recurrence"] not in ("", "~"):  # the table writes codes in the order of the words
        wanted["recurrence"] = "+".join(sorted(wanted["recurrence"].split("+")))
        found["recurrence"] = "+".join(sorted(found["recurrence"].split("+")))
    assert {name: value if wanted[name] != "~" else "~" for name, value in found.items()} == wanted
