"""Rows on paper: a rich table on a terminal, tab-separated lines where the output is piped, JSON, CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from flows.report import STATUS_WORDS

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.doctor import Check

Row = Mapping[str, Any]

# A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def print_tasks(rows: Sequence[Row]) -> None:
    """Tasks as a table with Vietnamese titles; the count takes an action that stands in text and annex once."""
    shown = {row["task_id"] for row in rows}
    twice = sum(row["same_as"] in shown for row in rows)
    count = f"{len(rows) - twice} nhiệm vụ" + (f" ({twice} việc được nêu hai lần)" if twice else "")
    print_lines(task_lines(rows), "nhiệm vụ", count)


def task_lines(rows: Sequence[Row]) -> list[dict[str, str]]:
    """What a table of tasks shows of each: its columns by their Vietnamese titles."""
    return [
        {
            "Văn bản": _document(row),
            "Mục": row["section"],
            "Nhiệm vụ": row["task"],
            "Chủ trì": "; ".join(row["lead_agencies"]),
            "Phối hợp": "; ".join(row["coordinating_agencies"]),
            "Thời hạn": deadline_words(row),
        }
        for row in rows
    ]


def print_hits(rows: Sequence[Row]) -> None:
    """Found tasks: the words around what was found."""
    lines = [
        {
            "Văn bản": _document(row),
            "Mục": row["section"],
            "Tìm thấy": row["snippet"],
            "Chủ trì": "; ".join(row["lead_agencies"]),
            "Thời hạn": deadline_words(row),
        }
        for row in rows
    ]
    print_lines(lines, "nhiệm vụ")


def print_documents(rows: Sequence[Row]) -> None:
    """Every file that was offered and what became of it."""
    lines = [
        {
            "Tệp": row["path"],
            "Kết quả": STATUS_WORDS[row["status"]],
            "Số/ký hiệu": row["number"],
            "Ngày": day_words(row["issued_on"]),
            "Cơ quan ban hành": row["issuer"],
            "Nhiệm vụ": row["tasks"],
            "Lý do": row["reason"],
        }
        for row in rows
    ]
    print_lines(lines, "tệp")


def print_checks(checks: Sequence[Check]) -> None:
    """Which formats can be read here, and what to install for the others."""
    lines = [
        {
            "Định dạng": check.format,
            "Đọc được": "có" if check.works else "chưa",
            "Còn thiếu": check.missing,
            "Cách cài (Debian, Ubuntu)": check.debian,
            "Cách cài (Windows)": check.windows,
        }
        for check in checks
    ]
    print_lines(lines, "định dạng")


def print_rows(rows: Sequence[Row], style: str) -> None:
    """All columns of the rows, for programs."""
    if style == "csv":
        print_csv(rows)
    else:
        print_json(rows)


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_csv(rows: Sequence[Row]) -> None:
    """CSV that Excel opens as it is: a byte order mark first, lists joined by ``; ``, no cell taken for a formula."""
    if not rows:
        return
    sys.stdout.write("\ufeff")
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: csv_cell(value) for name, value in row.items()} for row in rows)


def csv_cell(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        value = "; ".join(item or "" for item in value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def deadline_words(row: Row) -> str:
    """The interval in days where it is known, else the printed words."""
    start, due = day_words(row["start_on"]), day_words(row["due_on"])
    if start and due and start != due:
        return f"{start} – {due}"
    return due or (f"từ {start}" if start else row["deadline_text"] or "")


def day_words(iso: str | None) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


def _document(row: Row) -> str:
    return str(row["number"] or PurePosixPath(row["path"]).name)


def print_lines(lines: Sequence[Mapping[str, Any]], unit: str, count: str | None = None) -> None:
    """Lines under their titles: a table on a terminal, else tab-separated; ``count``: how many, if not one a line."""
    if not lines:
        click.echo(f"Không có {unit} nào.", err=True)
    elif sys.stdout.isatty():
        _print_rich(lines)
        click.echo(count or f"{len(lines)} {unit}", err=True)
    else:
        _print_plain(lines)


def _print_plain(lines: Sequence[Mapping[str, Any]]) -> None:
    click.echo("\t".join(lines[0]))
    for line in lines:
        click.echo("\t".join(_one_line(value) for value in line.values()))


def _print_rich(lines: Sequence[Mapping[str, Any]]) -> None:
    from rich.console import Console

    Console().print(rich_table(lines))


def rich_table(lines: Sequence[Mapping[str, Any]]) -> Table:
    """The lines as a table for a terminal; the widest column takes the room that is left."""
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=True, header_style="bold")
    widest = max(lines[0], key=lambda title: max(len(_one_line(line[title])) for line in lines))
    for title in lines[0]:
        table.add_column(title, ratio=3 if title == widest else None, overflow="fold")
    for line in lines:
        table.add_row(*(Text(_one_line(value)) for value in line.values()))  # Text: "[" in a plan is no markup
    return table


def _one_line(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""
