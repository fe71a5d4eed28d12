"""Lines of an invitation that tell of a meeting: who chairs it, what it is about, when and where; none is work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.assignments import find_assignment
from extractors.openings import GIVEN
from extractors.outline import Section
from extractors.text import clean, fold

# "1. Chủ trì: Lãnh đạo Sở", "4. Thời gian: 14 giờ 00".
_OF_MEETING = re.compile(
    r"(thoi gian|dia diem|thanh phan|chu tri|chu toa|noi dung|hinh thuc|trang phuc|khach moi|tai lieu)"
    r"(?: (?:cuoc |buoi |phien )?(?:hop|lam viec|hoi nghi|tham du|du hop|tham gia|to chuc))*"
    r"(?:,? (?:va )?dia diem)?\s*:"
)


def find_meeting_lines(text: str, siblings: Sequence[Section]) -> frozenset[int]:
    """The ordinals of such lines, where one of them says when the meeting is and another where."""
    told: dict[int, str] = {}
    for section in siblings:
        words = clean(section.words.cut(text))
        match = _OF_MEETING.match(fold(words)) if section.paragraph is not None and section.region == "body" else None
        # A paragraph below the last line goes on with the letter; items below a line are read by their own words.
        closed = not section.children or (words.endswith(".") and all(c.marker is None for c in section.children))
        if match is not None and closed and find_assignment(text, section.words).rule not in GIVEN:
            told[section.ordinal] = match[1]
    return frozenset(told) if {"thoi gian", "dia diem"} <= set(told.values()) else frozenset()
