"""Two columns set with tabs, spaces or bars in one line: the head and the foot of an administrative document.

Nghị định 30/2020/NĐ-CP, Phụ lục I: the agency and the number stand left, the national title, place and date right; at
the end the recipients (Nơi nhận) left, the signature right. Typed or extracted text puts both into one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractors.document import Column
from extractors.text import clean, fold


class Placed(NamedTuple):
    """Words that stand in one column; ``line``: the number of the line they were typed in."""

    line: int
    words: str
    column: Column


_GAP = re.compile(r"[ \xa0]*\t[\t \xa0]*|[ \xa0\u2000-\u200a\u3000]{3,}|\s*\|\s*")
_BULLET = re.compile(r"^\s*[-–—+•*]")
_RULE = re.compile(r"^[\s\-–—_=*~.]*$")
_INDENT = re.compile(r"^(?:\t|\s{12,})")
# All compared with fold()ed words: drafts write HÒA, HOÀ, HÕA, XÃ and X Ã.
_NATION = re.compile(r"^(?:cong hoa xa ?hoi|dang cong san viet nam|doc lap ?[-–—.] ?tu do)")
_PLACE_AND_DATE = re.compile(r"^[^\d,;:/]{2,40}, ?ngay\b")
_RIGHT_HEAD = re.compile(f"{_NATION.pattern}|{_PLACE_AND_DATE.pattern}")
_SUBJECT = re.compile(r"^(?:v/v|ve viec)\b")
_RECIPIENTS = re.compile(r"^(?:noi nhan\b|[mn]o[ij] nh[ae]n\W*$)")
_LAST_RECIPIENT = re.compile(r"\W*luu\b")
_SIGNATURE = re.compile(
    r"^(?:(?:tm|t/m|kt|tl|tuq|q)\s*\.|t/m\b"
    r"|(?:pho |quyen )?(?:chu tich|giam doc|cuc truong|chi cuc truong|truong ban|truong phong|chanh van phong)$)"
)


def is_nation_title(words: str) -> bool:
    """Whether ``words`` begin the national title, the motto or the Party's title."""
    return bool(_NATION.match(fold(words)))


def is_recipients_head(words: str) -> bool:
    """Whether ``words`` are the line ``Nơi nhận:`` that opens the foot of a document."""
    return bool(_RECIPIENTS.match(fold(words)))


def is_signature_head(words: str) -> bool:
    """Whether ``words`` begin a signature block (``TM. ỦY BAN NHÂN DÂN``, ``KT. CHỦ TỊCH``, ``GIÁM ĐỐC``)."""
    return words == words.upper() and bool(_SIGNATURE.match(fold(words)))


def split_at_gap(line: str) -> tuple[str, str] | None:
    """The words left and right of the column gap of ``line``; None for a line of one column.

    Of several gaps (a blank left for the number: ``Số:      /KH-UBND``) the one before the words of a right
    column counts, else the widest.
    """
    stripped = line.strip().strip("|").strip()
    gaps = [gap for gap in _GAP.finditer(stripped) if gap.start()]
    if not gaps:
        return None
    fitting = [gap for gap in gaps if _begins_right(stripped[gap.end() :])]
    best = fitting[0] if fitting else max(gaps, key=_width)
    return clean(stripped[: best.start()]), clean(stripped[best.end() :])


def has_head_in_columns(line: str) -> bool:
    """Whether ``line`` holds the agency and the national title side by side."""
    sides = split_at_gap(line)
    return sides is not None and is_nation_title(sides[1])


def place_sides(lines: Sequence[str]) -> list[Placed]:
    """Every non-empty line in reading order: left column of a head or foot, then its right one; the rest as it is.

    Only a line that shows both sides opens a head or foot, so wide gaps elsewhere split nothing.
    """
    placed: list[Placed] = []
    index = 0
    while index < len(lines):
        zone = _head(lines, index) or _foot(lines, index)
        if zone is None:
            if lines[index].strip():
                placed.append(Placed(index, lines[index], "body"))
            index += 1
            continue
        found, index = zone
        placed.extend(p for p in found if p.column == "left")
        placed.extend(p for p in found if p.column == "right")
    return placed


def _head(lines: Sequence[str], start: int) -> tuple[list[Placed], int] | None:
    """The head that begins at ``start`` and the line after it."""
    if not has_head_in_columns(lines[start]):
        return None
    found: list[Placed] = []
    is_dated = False  # place and date are the last line of the right column
    in_subject = False  # "V/v ..." of an official letter goes on below the number, in the left column
    end = index = start
    for index, line in _filled(lines, start):
        if index > end + 1:
            in_subject = False
        sides = split_at_gap(line)
        words = clean(line.strip().strip("|"))
        if sides is not None and (_begins_right(sides[1]) or not is_dated) and _belongs_to_head(sides):
            found.extend(_both(index, sides))
            is_dated = is_dated or bool(_PLACE_AND_DATE.match(fold(sides[1])))
        elif _begins_right(words):
            found.append(Placed(index, words, "right"))
            is_dated = is_dated or bool(_PLACE_AND_DATE.match(fold(words)))
        elif _RULE.match(words) or in_subject or _SUBJECT.match(fold(words)):
            found.append(Placed(index, words, "left"))
        else:
            break
        in_subject = in_subject or bool(_SUBJECT.match(fold(words)))
        end = index
    return found, end + 1


def _belongs_to_head(sides: tuple[str, str]) -> bool:
    left, right = sides
    short = max(len(left), len(right)) <= 90
    return short and not _BULLET.match(left)


def _foot(lines: Sequence[str], start: int) -> tuple[list[Placed], int] | None:
    """The foot that begins with ``Nơi nhận`` at ``start``, if a signature stands beside the recipients."""
    if not is_recipients_head(lines[start]):
        return None
    sides = split_at_gap(lines[start])
    if sides is not None and not is_recipients_head(sides[0]):
        return None
    found: list[Placed] = []
    end, is_open = start, False  # a recipient whose name goes on in the next line
    filled = list(_filled(lines, start))
    for place, (index, line) in enumerate(filled):
        words, sides = clean(line.strip().strip("|")), split_at_gap(line)
        next_line = filled[place + 1][1] if place + 1 < len(filled) else ""
        if sides is not None and (_BULLET.match(line) or is_signature_head(sides[1]) or index == start):
            found.extend(_both(index, sides))
        elif index > start and (_INDENT.match(line) or is_signature_head(words)):
            found.append(Placed(index, words, "right"))
        elif index == start or _BULLET.match(line) or (is_open and _BULLET.match(next_line)):
            found.append(Placed(index, words, "left"))
        else:
            break
        recipient = sides[0] if sides is not None else words
        is_open = not recipient.endswith((".", ";", ":")) and not _LAST_RECIPIENT.match(fold(recipient))
        end = index
    return (found, end + 1) if any(p.column == "right" for p in found) else None


def _filled(lines: Sequence[str], start: int) -> Iterator[tuple[int, str]]:
    return ((index, lines[index]) for index in range(start, len(lines)) if lines[index].strip())


def _both(index: int, sides: Iterable[str]) -> Iterator[Placed]:
    left, right = sides
    yield Placed(index, left, "left")
    if right:
        yield Placed(index, right, "right")


def _begins_right(words: str) -> bool:
    folded = fold(words)
    return bool(_RIGHT_HEAD.match(folded)) or is_signature_head(clean(words))


def _width(gap: re.Match[str]) -> int:
    return sum(8 if c in "\t|" else 1 for c in gap.group())
