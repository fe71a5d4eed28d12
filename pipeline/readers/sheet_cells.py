"""The cells of a spreadsheet, the same for every file format, and the words that Excel shows in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Value = str | float | bool | datetime | None

_SECTION = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[[^\]]*\]|_.|\*.|(?P<ampm>am/pm|a/p)'
    r"|(?P<code>y+|m+|d+|h+|s+(?:\.0+)?)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_CODE = re.compile(r"[ymdhs]", re.IGNORECASE)
_DECIMALS = re.compile(r"[0#?]\.([0#?]+)")
# Number format 14 is "the short date of this machine"; files name it in the American way and Vietnam prints it so.
_SHORT_DATES = frozenset(("mm-dd-yy", "m/d/yy", "m/d/yyyy h:mm", "m/d/yy h:mm"))
_VIETNAMESE_SHORT_DATE = "dd/mm/yyyy"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell at its top left place (from 0). ``words``: what Excel shows; ``value`` and ``format``: what is stored."""

    row: int
    column: int
    words: str
    value: Value = None
    format: str = "General"
    row_span: int = 1
    column_span: int = 1
    font: str = ""
    bold: bool = False
    centred: bool = False
    bordered: bool = False

    @property
    def place(self) -> str:
        """Its name as Excel writes it (``C5``)."""
        letters, number = "", self.column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.row + 1}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet; ``cells`` row by row, without those that a merged cell covers and without empty, plain ones.

    ``hidden_lines``: hidden rows and columns with words; ``cut``: rows or columns beyond the limit were left out.
    """

    name: str
    cells: tuple[SheetCell, ...]
    hidden: bool = False
    hidden_lines: int = 0
    cut: bool = False


def shown_words(value: Value, number_format: str, *, is_label: bool = False) -> str:
    """What Excel shows for ``value`` in a Vietnamese office: decimal comma, day before month in the short date.

    ``is_label``: the cell stands in the first column, whose ``1.1`` is a number of the outline and no amount. Month
    names come as figures (``May-26`` is ``5/2026``): they are in the language of each machine.
    """
    if value is None or isinstance(value, str):
        return (value or "").replace("\r\n", "\n").replace("_x000D_", "").strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return _shown_date(value, number_format)
    return _shown_number(value, number_format, is_label)


def is_date_format(number_format: str) -> bool:
    """Whether a number format shows a number as a date or a time."""
    return bool(_DATE_CODE.search(_LITERAL.sub("", _first_section(number_format)))) and number_format != "General"


def date_order(number_format: str) -> str:
    """The parts of a date that a format shows, in order: ``dmy``, ``mdy``, ``my`` …; the short date is ``dmy``."""
    if number_format.lower() in _SHORT_DATES:
        return "dmy"
    return "".join(part for part, _ in _date_codes(number_format) if part in "dmy")


def from_serial(serial: float, *, since_1904: bool) -> datetime | None:
    """The day and time of Excel's day number; None where it is none (negative, or beyond the year 9999)."""
    # Excel counts a 29 February 1900 that never was; plans have no dates before March 1900.
    origin = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    try:
        return origin + timedelta(seconds=round(serial * 86_400)) if serial >= 0 else None
    except OverflowError:
        return None


def as_datetime(value: date | time) -> datetime | str:
    """A date as a moment; a time of day as Excel shows it."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return datetime(value.year, value.month, value.day)


def _shown_date(moment: datetime, number_format: str) -> str:
    if number_format.lower() in _SHORT_DATES or not is_date_format(number_format):
        number_format = _VIETNAMESE_SHORT_DATE
    codes = list(_date_codes(number_format))
    named = any(part == "m" and len(code) > 2 for part, code in codes)
    if named:  # a month's name: the same parts with figures
        return "/".join(_date_part(moment, part, "yyyy" if part == "y" else part) for part, _ in codes if part in "dmy")
    return "".join(code if part == "text" else _date_part(moment, part, code) for part, code in codes).strip()


def _date_codes(number_format: str) -> Iterator[tuple[str, str]]:
    """The parts of a date format with their codes: ``d m y h s``, ``n`` for a minute (typed ``m``), or ``text``."""
    after_hour = False
    tokens = [match for match in _TOKEN.finditer(_first_section(number_format)) if match.group(0)[0] not in "[_*"]
    for index, match in enumerate(tokens):
        code = match["code"]
        if code is None:
            yield "text", match["quoted"] or match["escaped"] or (match["other"] or "").replace("@", "")
            continue
        part = code[0].lower()
        following = next((later["code"] for later in tokens[index + 1 :] if later["code"]), "") or ""
        if part == "m" and len(code) < 3 and (after_hour or following[:1].lower() == "s"):
            part = "n"
        after_hour = part == "h"
        yield part, code


def _date_part(moment: datetime, part: str, code: str) -> str:
    if part == "y":
        return f"{moment.year:04d}" if len(code) > 2 else f"{moment.year % 100:02d}"
    number = {"d": moment.day, "m": moment.month, "h": moment.hour, "n": moment.minute, "s": moment.second}[part]
    return f"{number:02d}" if len(code) == 2 else str(number)


def _shown_number(number: float, number_format: str, is_label: bool) -> str:
    plain = _LITERAL.sub("", _first_section(number_format))
    percent = "%" in plain
    amount = number * 100 if percent else number
    if "0" not in plain and "#" not in plain:
        printed = f"{amount:.10g}" if abs(amount) < 1e11 else f"{amount:.0f}"
    else:
        decimals = _DECIMALS.search(plain)
        most = len(decimals[1]) if decimals else 0
        printed = f"{amount:.{most}f}"
        if decimals and "0" not in decimals[1]:
            printed = printed.rstrip("0").rstrip(".")
    if not is_label:
        whole, _, rest = printed.partition(".")
        if "," in plain:
            whole = f"{int(whole):,}".replace(",", ".") if whole.lstrip("-").isdigit() else whole
        printed = f"{whole},{rest}" if rest else whole
    return printed + "%" * percent


def _first_section(number_format: str) -> str:
    match = _SECTION.match(number_format)
    return match[1] if match else number_format
