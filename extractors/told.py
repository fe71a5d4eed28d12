"""Items that say what a report tells: below ``… báo cáo theo các nội dung sau:`` they are no work of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from extractors.assignments import find_assignment
from extractors.letters import asks_to_tell, is_content
from extractors.outline import Section
from extractors.sentences import split_sentences


def find_told(text: str, asking: Section, after: Sequence[Section]) -> Sequence[Section]:
    """The items below (or ``after``) a request to report, where none of them is work for anybody itself."""
    if asking.region != "body" or not asking.words.strip(text).cut(text).endswith(":"):
        return ()
    last = split_sentences(text, asking.words)[-1]
    named = find_assignment(text, last).lead
    place = named[-1].spans[-1].end if named else last.start
    items = asking.children or tuple(takewhile(lambda item: item.marker is not None, after))
    if (asking.marker is None and not named) or not asks_to_tell(text, place, last.end):
        return ()
    return items if all(_is_told(text, item) for item in items) else ()


def _is_told(text: str, item: Section) -> bool:
    words = item.words.strip(text)
    assignment = find_assignment(text, words)
    return not (item.children or assignment.lead or assignment.subject) and is_content(words.cut(text))
