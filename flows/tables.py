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

CYCLE_WORDS = {
    "daily": "hằng ngày",
    "weekly": "hằng tuần",
    "biweekly": "2 tuần một lần",
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "semiannual": "6 tháng một lần",
    "annual": "hằng năm",
    "periodic": "định kỳ",
    "ongoing": "thường xuyên",
    "adhoc": "đột xuất, khi phát sinh",
}
_ASSUMED = "; ngày do phần mềm tạm tính vì văn bản không ghi rõ"
FIELD_WORDS = {"task": "lời nhiệm vụ", "lead": "chủ trì", "coordinating": "phối hợp", "deadline": "thời hạn"}
# A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def print_tasks(rows: Sequence[Row]) -> None:
    """Tasks as a table with Vietnamese titles; the count takes an action that stands in text and annex once."""
    shown = {row["task_id"] for row in rows}
    twice = sum(row["same_as"] in shown for row in rows)
    count = f"{len(rows) - twice} nhiệm vụ" + (f" ({twice} việc được nêu hai lần)" if twice else "")
    print_lines(task_lines(rows), "nhiệm vụ", count)


def task_lines(rows: Sequence[Row]) -> list[dict[str, str]]:
    """What a table of tasks shows of each: its columns by their Vietnamese titles.

    ``Kỳ hạn tới`` only where a task among them comes again.
    """
    recurs = any(row.get("next_due_on") for row in rows)
    return [
        {
            "Văn bản": _document(row),
            "Mục": row["section"],
            "Nhiệm vụ": row["task"],
            "Chủ trì": "; ".join(row["lead_agencies"]),
            "Phối hợp": "; ".join(row["coordinating_agencies"]),
            "Thời hạn": deadline_words(row),
            **({"Kỳ hạn tới": next_due_words(row)} if recurs else {}),
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


def print_targets(rows: Sequence[Row]) -> None:
    """Targets: what is measured, how much, by when, and by how many tasks it is served."""
    lines = [
        {
            "Văn bản": _document(row),
            "Mục": row["section"],
            "Tiêu chí": row["criterion"],
            "Chỉ tiêu": row["metric"] or row["text"],
            "Mức": figure_words(row),
            "Hạn": day_words(row["due_on"]),
            "Nhiệm vụ": str(row["tasks"]) if row["tasks"] else _no_task_words(row),
        }
        for row in rows
    ]
    print_lines(lines, "chỉ tiêu")


def figure_words(row: Row) -> str:
    """The printed figure, with the unit that a table prints elsewhere, and what it is compared with."""
    if row["comparator"] is None:
        return "(bằng lời)"
    words = str(row["text"])
    if row["unit"] and row["unit"].lower() not in words.lower() and row["unit"] not in ("hạng", "phần"):
        words += f" {row['unit']}"
    return words + (f" ({row['baseline']})" if row["baseline"] and row["baseline"] not in words else "")


def _no_task_words(row: Row) -> str:
    return f"chưa có; gần nhất: {row['similar_task']}" if row["similar_task"] else "chưa có"


def print_documents(rows: Sequence[Row]) -> None:
    """Every file that was offered and what became of it."""
    lines = [
        {
            "Tệp": row["path"] + (f" ({row['part']})" if row["part"] else ""),
            "Kết quả": STATUS_WORDS[row["status"]],
            "Số/ký hiệu": row["number"],
            "Ngày": day_words(row["issued_on"]),
            "Cơ quan ban hành": row["issuer"],
            "Nhiệm vụ": row["tasks"],
            "Lý do": row["reason"],
            **({"Bản sao của": row["original"]} if any(other["original"] for other in rows) else {}),
        }
        for row in rows
    ]
    print_lines(lines, "tệp")
    copies = 0 if any(row["original"] for row in rows) else sum(row["copies"] for row in rows)
    if copies:
        click.echo(f"Không kể {copies} bản sao của các văn bản này; thêm --duplicates để xem.", err=True)


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


def print_queue(rows: Sequence[Row]) -> None:
    """What a person should look at first, and why."""
    print_lines([queue_line(row) for row in rows], "chỗ cần xem")


def queue_line(row: Row) -> dict[str, str]:
    """What the review queue shows of a task or issue: its columns by their Vietnamese titles."""
    return {
        "Có thể sai": f"{100 * row['expected_error']:.0f}%",
        "Văn bản": _document(row),
        "Trang": str(row["page"] or ""),
        "Mục": row["section"] or "",
        "Nội dung": row["words"],
        "Xem trường": FIELD_WORDS.get(row["weakest_field"], "") if row["task_id"] else "",
        "Vì sao": row["reason"],
        "Mã": row["task_id"] or "",
    }


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


def next_due_words(row: Row) -> str:
    """The next day of a recurring task, and that it is one of many: ``30/09/2026 (hằng quý; tạm lấy ngày cuối kỳ)``."""
    if not row.get("next_due_on"):
        return ""
    cycle = CYCLE_WORDS[row["next_due_cycle"]]
    return f"{day_words(row['next_due_on'])} ({cycle}{_ASSUMED if row['next_due_assumed'] else ''})"


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
