"""``kehoach agencies`` on paper: agencies of today and their tasks, one agency's history, a group's members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from flows.arguments import Mistake
from flows.tables import day_words, print_json, print_lines

if TYPE_CHECKING:
    from sqlite_utils import Database

_HOW = {"merged": "nhập vào", "renamed": "thành", "divided": "chia cho", "moved": "chuyển một phần việc cho"}
_UNRESOLVED = "(chưa rõ cơ quan)"


def print_agencies(db: Database, style: str) -> None:
    """The agencies of today and how many tasks each has."""
    from pipeline.agency_queries import agencies_today

    rows = agencies_today(db)
    if style == "json":
        print_json(rows)
        return
    lines = [
        {
            "Cơ quan hiện nay": row["agency"] or _UNRESOLVED,
            "Chủ trì": row["leads"],
            "Phối hợp": row["helps"],
            "Nêu trong việc": row["acts"],
            "Tiếp nhận từ cơ quan cũ": row["taken_over"],
            "Độ tin cậy": row["confidence"],
        }
        for row in rows
    ]
    print_lines(lines, "cơ quan")


def print_agency(name: str, place: str | None, on: date | None, style: str) -> bool:
    """What the lists say of a name; False where they do not have it."""
    from pipeline.agency_queries import describe

    try:
        rows = describe(name, place, on or date.today(), date.today())
    except ValueError:
        raise Mistake(f"Không hiểu địa danh “{place}”; hãy viết như “tỉnh Hà Giang”, “huyện Mộ Đức”.") from None
    if style == "json":
        print_json(rows)
    else:
        click.echo("\n\n".join("\n".join(_lines(row)) for row in rows))
    return bool(rows)


def print_list_checks(style: str) -> bool:
    """Each count of the lists beside what it has to be; False where one is not right."""
    from extractors.authority_check import check_lists

    checks = check_lists()
    if style == "json":
        print_json([asdict(check) | {"holds": check.holds} for check in checks])
    else:
        print_lines(
            [
                {
                    "Danh mục": check.what,
                    "Có": check.found,
                    "Phải có": check.expected,
                    "Đúng": "đúng" if check.holds else "SAI",
                }
                for check in checks
            ],
            "danh mục",
        )
    return all(check.holds for check in checks)


def _lines(row: Mapping[str, Any]) -> list[str]:
    lines = [row["name"]]
    if row["valid_from"] or row["valid_to"]:
        first, last = day_words(row["valid_from"]), day_words(row["valid_to"])
        lines.append("  Hiệu lực:" + (f" từ {first}" if first else "") + (f" đến {last}" if last else ""))
    if row["aliases"]:
        lines.append(f"  Tên khác: {'; '.join(row['aliases'])}")
    return lines + (_group_lines(row) if row["kind"] == "group" else _history_lines(row))


def _history_lines(row: Mapping[str, Any]) -> list[str]:
    lines = [f"  Căn cứ: {row['basis'].replace('[U]', '(chưa kiểm chứng)')}"]
    if row["took_over"]:
        lines.append(f"  Tiếp nhận từ: {'; '.join(row['took_over'])}")
    for step in row["became"]:
        share = f" ({step['share']:.0%})" if 0 < step["share"] < 1 else ""
        duties = f": {step['duties']}" if step["duties"] else ""
        lines.append(f"  {day_words(step['since'])} {_HOW[step['how']]} {step['name']}{share}{duties}")
    names = [one["name"] + (f" ({one['share']:.0%})" if one["share"] < 1 else "") for one in row["today"]]
    lines.append(f"  Hiện nay: {'; '.join(names) if names else 'không rõ'}")
    return lines


def _group_lines(row: Mapping[str, Any]) -> list[str]:
    if row["members"] is None:
        return ["  Thành viên: nhóm mở, không liệt kê được"]
    if not row["in_being"]:
        return ["  Thành viên: không có vào ngày này"]
    lines = [f"  {len(row['members'])} thành viên:"]
    return lines + [f"  - {one['name']}" + ("" if one["certain"] else " (tùy tỉnh)") for one in row["members"]]
