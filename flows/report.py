"""The words in which an import reports: one line a file, one line in all, and the page that Prefect shows."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.batch import BatchSummary, FileOutcome
from pipeline.result import Status

STATUS_WORDS: dict[Status, str] = {
    "done": "đã đọc đủ",
    "partial": "đọc được một phần",
    "failed": "không đọc được",
    "skipped": "bỏ qua",
}


def result_line(outcome: FileOutcome) -> str:
    """``ke-hoach.pdf: đã đọc đủ, 25 nhiệm vụ, 1,4 giây``."""
    words = [STATUS_WORDS[outcome.status]]
    if outcome.status in ("done", "partial"):
        words.append(f"{outcome.tasks} nhiệm vụ")
    words.append(f"{decimal(outcome.seconds)} giây")
    return f"{outcome.name}: {', '.join(words)}" + (f" – {outcome.reason}" if outcome.reason else "")


def counts_line(summary: BatchSummary) -> str:
    """``12 tệp (10 đã đọc đủ, 1 đọc được một phần, 1 không đọc được), 312 nhiệm vụ, 8,1 giây``."""
    counts = ", ".join(f"{summary.counts[status]} {words}" for status, words in STATUS_WORDS.items()
                       if summary.counts[status])  # fmt: skip
    files = f"{len(summary.outcomes)} tệp" + (f" ({counts})" if counts else "")
    copies = f" (không kể {summary.duplicates} nhiệm vụ lặp lại trong bản sao)" if summary.duplicates else ""
    return f"{files}, {summary.tasks} nhiệm vụ{copies}, {decimal(summary.seconds)} giây"


def markdown_report(summary: BatchSummary) -> str:
    """The page of an import: what needs a person first, then every file."""
    parts = [f"# {counts_line(summary)}"]
    if summary.troubled:
        rows = ["| Tệp | Kết quả | Lý do |", "| --- | --- | --- |"]
        rows += [f"| {_cell(o.name)} | {STATUS_WORDS[o.status]} | {_cell(o.reason)} |" for o in summary.troubled]
        parts += ["## Cần xem lại", "\n".join(rows)]
    rows = ["| Tệp | Kết quả | Nhiệm vụ | Giây |", "| --- | --- | ---: | ---: |"]
    rows += [
        f"| {_cell(o.name)} | {STATUS_WORDS[o.status]} | {o.tasks} | {decimal(o.seconds)} |" for o in summary.outcomes
    ]
    return "\n\n".join([*parts, "## Tất cả các tệp", "\n".join(rows)])


def decimal(value: float) -> str:
    """One decimal, with the Vietnamese decimal comma."""
    return f"{value:.1f}".replace(".", ",")


def _cell(words: str | None) -> str:
    return (words or "").replace("|", "\\|").replace("\n", " ")


def print_summary(summary: BatchSummary, db: Path) -> None:
    """The end of an import, on standard output: the files that need a person by reason, then one line in all."""
    by_reason: dict[tuple[Status, str | None], list[str]] = {}
    for outcome in summary.troubled:
        by_reason.setdefault((outcome.status, outcome.reason), []).append(outcome.name)
    for (status, reason), names in by_reason.items():
        click.echo(f"{STATUS_WORDS[status].capitalize()} – {reason}")
        for name in names:
            click.echo(f"  {name}")
    click.echo(f"{counts_line(summary)} → {db}")
    if not summary.outcomes and not summary.stopped:
        click.echo("Không có tệp nào ở đó: hãy kiểm tra lại đường dẫn.")
    if summary.stopped:
        click.echo("Đã dừng theo yêu cầu; chạy lại lệnh này để nhập tiếp những tệp còn lại.")
