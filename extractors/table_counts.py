"""The count of every printed table: rows drawn = rows read = rows explained, or an Issue that names page and table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.document import Document, Line, Table
from extractors.grid import Grid
from extractors.records import Account, Issue, TableCount
from extractors.table_tasks import Row
from extractors.text import clean

_LONGEST_HEADER, _MORE_THAN_HEADER = 300, 40  # characters of a row, and more than the first one has
_WHOLE = re.compile(r"\d{1,3}")


def count_tables(document: Document, accounts: Sequence[Account]) -> tuple[TableCount, ...]:
    """For each printed table how many rows its rules draw, how many were read, and how many the account explains.

    A row that holds nothing but cells merged with the row above it is explained by that row.
    """
    rows = [account for account in accounts if account.what == "row" and account.outcome != "unexplained"]
    found = []
    for number, table in enumerate((item for item in document.body if isinstance(item, Table)), 1):
        own = {cell.row for cell in table.cells}
        inside = {account.span for account in rows if account.span in table.span}
        drawn = table.rows if table.drawn is None else table.drawn
        covered = table.rows - len(own)
        tasks = sum(account.outcome == "task" for account in rows if account.span in table.span)
        found.append(TableCount(number, table.page, drawn, table.rows, len(inside) + covered, tasks, table.span))
    return tuple(found)


def check_tables(document: Document, counts: Sequence[TableCount]) -> Iterator[Issue]:
    """An issue for each table whose counts do not agree, or that has words beside its cells."""
    for count in counts:
        if not count.drawn == count.read == count.explained:
            message = (
                f"{count.place}: kẻ {count.drawn} dòng, đọc được {count.read}, rõ kết quả {count.explained}; "
                "hãy đối chiếu bảng này với bản gốc."
            )
            yield Issue("table_rows_differ", "warning", message, count.span, count.page)
    tables = [item for item in document.body if isinstance(item, Table) and item.box is not None]
    for line in (item for item in document.body if isinstance(item, Line) and item.box is not None):
        for number, table in enumerate(tables, 1):
            if _is_inside(line, table):
                words = clean(line.span.cut(document.text))
                message = f"Trang {line.page}: chữ “{words}” nằm trong khung bảng {number} mà không thuộc ô nào."
                yield Issue("table_words_beside", "warning", message, line.span, line.page)


def _is_inside(line: Line, table: Table) -> bool:
    assert line.box is not None and table.box is not None
    x, y = (line.box.x0 + line.box.x1) / 2, (line.box.top + line.box.bottom) / 2
    inside = table.box.x0 < x < table.box.x1 and table.box.top < y < table.box.bottom
    return line.box.page == table.box.page and inside


def check_headers(document: Document, grid: Grid) -> Iterator[Issue]:
    """An issue for each repeated header that is much longer than the first one, and for one longer than any is.

    Where no rule stands below it, it may hold the rest of a row that the page's end has cut.
    """
    lengths = [len(clean(head.cut(document.text))) for head in grid.headers]
    top = sum(head in grid.tables[0].span for head in grid.headers)
    most = min(_LONGEST_HEADER, max(lengths[:top], default=_LONGEST_HEADER) + _MORE_THAN_HEADER)
    for number, (head, length) in enumerate(zip(grid.headers, lengths, strict=True)):
        if length > (_LONGEST_HEADER if number < top else most):
            page = document.page_of(head)
            place = f"Trang {page}: dòng" if page else "Dòng"
            message = f"{place} tiêu đề của bảng dài khác thường, có thể có cả phần cuối của dòng bị ngắt trang."
            yield Issue("table_header_long", "warning", message, head, page)


@dataclass(frozen=True, slots=True)
class _Step:
    """A row's whole number, and where the numbering that it belongs to has come to."""

    row: Row
    number: int
    before: int
    here: int


def check_numbers(rows: Sequence[Row], number: int) -> Iterator[Issue]:
    """An issue for each gap and repetition in the whole numbers of a table's rows (``number``: which table).

    Numbers may run through the groups or begin anew in each.
    """
    for step in _steps(rows):
        if step.number in (1, step.before + 1, step.here + 1):
            continue
        place = f"Bảng {number}" + (f", trang {step.row.row.page}" if step.row.row.page else "")
        last = max(step.before, step.here) if step.number > step.before else step.before
        if step.number > last:
            message = f"{place}: số thứ tự nhảy từ {last} đến {step.number}; hãy xem có thiếu dòng nào không."
        else:
            message = f"{place}: số thứ tự {step.number} đứng sau {last}; hãy xem có dòng nào lặp hay đọc sai không."
        yield Issue("table_number_gap", "warning", message, (step.row.row.pieces or (None,))[0], step.row.row.page)


def _steps(rows: Sequence[Row]) -> Iterator[_Step]:
    before: int | None = None
    groups: dict[tuple[int, ...], int] = {}
    for row in rows:
        if (
            not row.numbered
            or not _WHOLE.fullmatch(row.label)
            or any(_WHOLE.fullmatch(parent.label) for parent in row.parents)
        ):
            continue
        value, group = int(row.label), tuple(parent.index for parent in row.parents)
        if before is not None:
            yield _Step(row, value, before, groups.get(group, before))
        before = groups[group] = value
