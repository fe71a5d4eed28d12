"""What the flows decide, without a server."""

from __future__ import annotations

from typing import Any

import pytest
from prefect.states import Completed, Failed

from flows import nightly
from flows.bulk_import import DocumentFailedError, ImportFailedError, import_document, may_pass_on_retry
from flows.report import counts_line, markdown_report
from pipeline.batch import BatchSummary, FileOutcome

DONE = FileOutcome("a.txt", "done", tasks=2, seconds=1.26)
BROKEN = FileOutcome("b|c.pdf", "failed", "Tệp hỏng.")
LOCKED = FileOutcome("d.txt", "failed", "Đang bị khóa.", may_pass=True)
SUMMARY = BatchSummary((DONE, BROKEN), 3.14)


@pytest.mark.parametrize(
    ("state", "again"),
    [
        (Failed(data=DocumentFailedError(LOCKED)), True),
        (Failed(data=DocumentFailedError(BROKEN)), False),
        (Failed(data=RuntimeError("a crash of our own")), False),
        (Completed(data=DONE), False),
    ],
)
def test_only_what_may_pass_is_tried_again(state: Any, again: bool) -> None:
    assert may_pass_on_retry(import_document, None, state) is again  # type: ignore[arg-type]


def test_the_nightly_run_leaves_old_failures_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def note(*arguments: Any, **options: Any) -> BatchSummary:
        asked.update(options, arguments=arguments)
        return SUMMARY

    monkeypatch.setattr(nightly, "import_with_tasks", note)
    monkeypatch.setattr(nightly, "report_state", lambda summary: summary)
    assert nightly.nightly_import.fn(["in"], "tasks.db", 2) is SUMMARY
    assert asked == {"again": False, "arguments": (["in"], "tasks.db", 2)}


def test_errors_say_what_the_states_say() -> None:
    assert str(DocumentFailedError(BROKEN)) == "Tệp hỏng."
    assert str(ImportFailedError(SUMMARY)) == counts_line(SUMMARY)


def test_the_report_shows_troubles_first_and_every_file() -> None:
    lines = markdown_report(SUMMARY).splitlines()
    assert lines[0] == "# 2 tệp (1 đã đọc đủ, 1 không đọc được), 2 nhiệm vụ, 3,1 giây"
    trouble, done = (
        lines.index("| b\\|c.pdf | không đọc được | Tệp hỏng. |"),
        lines.index("| a.txt | đã đọc đủ | 2 | 1,3 |"),
    )
    assert trouble < done


@pytest.mark.parametrize(("cron", "timezone"), [("0 25 * * *", "Asia/Ho_Chi_Minh"), ("0 1 * * *", "Asia/Nowhere")])
def test_a_wrong_schedule_is_said_before_a_server_starts(cron: str, timezone: str, tmp_path: Any) -> None:
    with pytest.raises(nightly.Mistake):
        nightly.serve_nightly([tmp_path], tmp_path / "tasks.db", cron, timezone)
