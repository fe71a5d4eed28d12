"""A learned second opinion on lines: what it doubts stays a task, is less sure, and is told."""

from __future__ import annotations

from array import array

import pytest
from factories import document

from extractors import line_model
from extractors.assemble import extract
from extractors.line_model import BUCKETS, LineModel, Lines, buckets, load_line_model

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH HÀ GIANG\nKẾ HOẠCH\nCải cách hành chính năm 2026\nI. NHIỆM VỤ\n"
BODY = "1. Sở Nội vụ:\na) Rà soát quy chế làm việc của các phòng;\nb) Kiểm tra công vụ tại các đơn vị;\n"


def sure_of(sign: str) -> LineModel:
    """A model that holds every line a task but those with ``sign``."""
    weights = array("f", bytes(4 * BUCKETS))
    weights[buckets([sign])[0]] = -20.0
    return LineModel(10.0, weights)


def test_a_doubted_line_stays_a_task_is_less_sure_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = document(HEAD + BODY)
    monkeypatch.setattr(line_model, "load_line_model", lambda: sure_of("first2.kiem tra"))
    found = extract(plan)
    sure, doubted = found.tasks
    assert (sure.task.value, doubted.task.value) == (
        "Rà soát quy chế làm việc của các phòng",
        "Kiểm tra công vụ tại các đơn vị",
    )
    assert doubted.confidence < sure.confidence
    (issue,) = [issue for issue in found.issues if issue.code == "maybe_no_task"]
    assert issue.severity == "info" and issue.span == doubted.quote[0]
    assert doubted.task.value in issue.message


def test_a_line_is_seen_with_what_stands_around_it() -> None:
    plan = document(HEAD + BODY)
    lines = Lines(plan.text, extract(plan).accounts)
    first, second = (lines.at(plan.text.index(words)) for words in ("Rà soát", "Kiểm tra"))
    assert first is not None and second is not None
    assert {"first2.ra soat", "under.so", "before.so", "after.kiem", "after.directive"} <= {*lines.signs(first)}
    assert {"first2.kiem tra", "mark.3", "before.ra", "before.end.;"} <= {*lines.signs(second)}
    assert lines.at(len(plan.text) + 1) is None


def test_the_shipped_weights_are_whole_small_and_loaded_once() -> None:
    model = load_line_model()
    assert model is load_line_model()
    assert len(model.weights) == BUCKETS
    assert any(model.weights) and all(abs(weight) < 20 for weight in model.weights)


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        (["first1.xay", "directive", "mark.1"], ["first1.can", "first2.can cu", "mark.0"]),
        (["first1.tang", "first2.tang cuong"], ["capitals", "end.open", "length.0"]),
    ],
)
def test_it_tells_work_from_what_is_none(likely: list[str], unlikely: list[str]) -> None:
    model = load_line_model()
    assert model.share(likely) > model.share(unlikely)
