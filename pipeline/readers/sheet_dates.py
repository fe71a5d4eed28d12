"""What Excel has made of typed dates and numbers, noticed from the cells beside them; nothing is put right by guess.

Seen in offices: ``5/2026`` typed as a month is stored as the first of May; a machine set to American dates takes
``07/01/2026`` for the first of July and leaves ``15/01/2026`` as text; the label ``1.10`` becomes the number 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from extractors.document import ReadProblem
from pipeline.readers.sheet_cells import Sheet, SheetCell, date_order

_MOST_NAMED = 10  # cells that a message names
_MONTH_WORDS = re.compile(r"^(?:tháng|thg|t)?\s*\.?(?:0?[1-9]|1[0-2])\s*[/.-]\s*(?:20)?\d\d$", re.IGNORECASE)
_LATE_DAY = re.compile(
    r"^(?:ngày\s+)?(?:1[3-9]|2\d|3[01])\s*[/.-]\s*(?:0?[1-9]|1[0-2])\s*[/.-]\s*(?:20)?\d\d$", re.IGNORECASE
)
_LAST_SWAPPED_DAY = 12

_MESSAGES = {
    "excel_swapped_date": "Trang tính “{sheet}”, ô {cells}: Excel có thể đã đảo ngày và tháng "
    "(máy dùng kiểu ngày của Mỹ): hãy đối chiếu với văn bản gốc.",
    "excel_month_date": "Trang tính “{sheet}”, ô {cells}: Excel có thể đã đổi tháng/năm thành ngày 01 của tháng: "
    "hãy đối chiếu với văn bản gốc.",
    "excel_label": "Trang tính “{sheet}”, ô {cells}: Excel có thể đã đổi số thứ tự thành số hoặc ngày "
    "(1.10 thành 1.1): hãy đối chiếu với văn bản gốc.",
}


def find_damaged_dates(sheet: Sheet) -> Iterator[ReadProblem]:
    """One problem for each kind of damage that ``sheet`` may have, with the cells."""
    columns: dict[int, list[SheetCell]] = {}
    for cell in sheet.cells:
        if cell.words:
            columns.setdefault(cell.column, []).append(cell)
    first = min(columns, default=0)
    found: dict[str, list[SheetCell]] = {code: [] for code in _MESSAGES}
    for column, cells in columns.items():
        found["excel_swapped_date"] += _swapped(cells)
        found["excel_month_date"] += _months(cells)
        if column == first:
            found["excel_label"] += _labels(cells)
    for code, cells in found.items():
        if cells:
            places = ", ".join(cell.place for cell in cells[:_MOST_NAMED]) + "…" * (len(cells) > _MOST_NAMED)
            yield ReadProblem(code, _MESSAGES[code].format(sheet=sheet.name, cells=places), is_doubt=True)


def _swapped(cells: Sequence[SheetCell]) -> list[SheetCell]:
    """Dates that are shown month first, or that alone became dates while those after the 12th stayed text."""
    left_as_text = any(isinstance(cell.value, str) and _LATE_DAY.match(cell.words) for cell in cells)
    dates = [cell for cell in cells if isinstance(cell.value, datetime) and "d" in date_order(cell.format)]
    all_early = all(cell.value.day <= _LAST_SWAPPED_DAY for cell in dates if isinstance(cell.value, datetime))
    if left_as_text and all_early:
        return dates
    return [cell for cell in dates if date_order(cell.format).startswith("md")]


def _months(cells: Sequence[SheetCell]) -> list[SheetCell]:
    """Firsts of a month, shown with the day, beside months that stayed text or where every date is a first."""
    dates = [cell for cell in cells if isinstance(cell.value, datetime)]
    firsts = [cell for cell in dates if isinstance(cell.value, datetime) and cell.value.day == 1]
    with_day = [cell for cell in firsts if "d" in date_order(cell.format)]
    typed_months = any(isinstance(cell.value, str) and _MONTH_WORDS.match(cell.words) for cell in cells)
    shown_months = any("d" not in date_order(cell.format) for cell in firsts)
    return with_day if typed_months or shown_months or (len(firsts) > 1 and len(firsts) == len(dates)) else []


def _labels(cells: Sequence[SheetCell]) -> list[SheetCell]:
    """Row numbers that became dates, and a number after ``1.9`` that is ``1.1`` again."""
    found = [cell for cell in cells if isinstance(cell.value, datetime)]
    for before, cell in pairwise(cells):
        if isinstance(before.value, float) and isinstance(cell.value, float) and "0.0" not in cell.format:
            tenth = round(before.value * 10) % 10
            if tenth == 9 and round(cell.value * 10) == round(before.value * 10) - 8 and not cell.value.is_integer():
                found.append(cell)
    return found
