"""Labelled fields inside an item: ``…; đơn vị chủ trì: Sở X.`` and ``… (Sở X chủ trì; hoàn thành Quý II)``.

The bracket may also be a line of its own below the item, as programmes of the Party print it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.agencies import find_agencies, parse_agencies, starts_with_agency
from extractors.context import LabelledLine
from extractors.deadlines import has_deadline_words
from extractors.document import Span
from extractors.outline import Section
from extractors.roles import LABEL_START, FieldName, Label, find_label

_FIELDS: frozenset[FieldName] = frozenset({"lead", "coordinating", "performer", "due", "product", "start"})
_LAST_BRACKET = re.compile(r"\((?P<inside>[^()]{6,260})\)\W*$")
# Pieces end at a semicolon, or at a comma or dash before a label ("(Thời gian: Quý II, Chủ trì: Sở Y tế)") or a time
# ("(Phòng Kinh tế, ngày 27/3)", "(Công an xã - Quý II)").
_TIME = (
    r"(?:hoàn\s+thành|xong|trước|chậm\s+nhất|trong|ngày|quý|tháng|năm|thường\s+xuyên|hằng|hàng|định\s+kỳ|từ|đến|"
    r"thời\s+(?:gian|hạn))\b"
)
_BRACKET_PIECE = re.compile(rf"(?:(?!,\s*[A-ZĐ][^,;:]{{3,40}}:\s|(?:,|\s[-–])\s+(?i:{_TIME}))[^;])+")
_LEADS = re.compile(
    r"\s*(?:(?:là\s+|làm\s+)?(?:đơn\s+vị|cơ\s+quan)\s+)?(?:là\s+|làm\s+)?"
    r"(?:chủ\s+trì|đầu\s+mối|thực\s+hiện|phụ\s+trách|chỉ\s+đạo|tham\s+mưu|chịu\s+trách\s+nhiệm)\b.*",
    re.DOTALL,
)
# "gửi cơ quan thường trực (Sở Nội vụ)", "các lực lượng chức năng (Công an, Quân sự)": the bracket tells who is meant.
_BODY_BEFORE = re.compile(
    r"\b(?:cơ\s+quan|đơn\s+vị|ngành|lực\s+lượng|bộ\s+phận|tổ\s+chức|địa\s+phương|thành\s+viên|đầu\s+mối|thường\s+trực|"
    r"chức\s+năng|liên\s+quan|chủ\s+quản|chuyên\s+môn|cấp\s+trên|có\s+thẩm\s+quyền|quản\s+lý)\s*$"
)
_GIVEN_TO = re.compile(r"(?:[Gg]iao|[Đđ]ề\s+nghị|[Pp]hân\s+công)\s+")
_REFERENCE = re.compile(r"\s*(?:[Kk]èm\s+theo|[Bb]an\s+hành|[Tt]heo|[Cc]ăn\s+cứ|[Tt]rích)\b")  # its day is no deadline
_HELPS = re.compile(r"(?:phối\s+hợp(?:\s+với)?\s*:?\s*)(?=\S)")
_HELP_BEHIND = re.compile(r"\s*(?:cùng\s+)?phối\s+hợp\b.*", re.DOTALL)
_PLACE = Section(0)


def find_inline_labels(text: str, action: Span) -> tuple[list[LabelledLine], Span]:
    """The labelled fields at the end of an item, and the item's words before them.

    Only labels of a task's fields count (who, when, which product), and only from the first of them on: what stands
    before is the task.
    """
    places: list[tuple[int, Label]] = []
    for match in LABEL_START.finditer(text, action.start, action.end):
        label = find_label(text, Span(match.end(), action.end))
        if label is not None and label.field in _FIELDS and not _inside_bracket(text, action.start, match.end()):
            places.append((match.start(), label))
    if not places:
        return [], action
    return _lines(text, places, action.end), Span(action.start, places[0][0]).strip(text, " \n;.,")


def find_labelled_values(text: str, spans: Sequence[Span]) -> list[LabelledLine]:
    """The labelled fields of a table cell (``Chủ trì: A. Phối hợp: B.``); empty where it has none."""
    found: list[LabelledLine] = []
    for span in spans:
        starts = [(m.start(), m.end()) for m in LABEL_START.finditer(text, span.start, span.end)]
        places = []
        for before, start in [(span.start, span.start), *starts]:
            label = find_label(text, Span(start, span.end))
            if label is not None and label.field in _FIELDS and len(label.value):
                places.append((before, label))
        found += _lines(text, places, span.end)
    return found


def _lines(text: str, places: Sequence[tuple[int, Label]], end: int) -> list[LabelledLine]:
    lines = []
    for number, (_, label) in enumerate(places):
        stop = places[number + 1][0] if number + 1 < len(places) else end
        value = Span(label.value.start, max(label.value.start, stop)).strip(text, " \n;.,()")
        lines.append(LabelledLine(_PLACE, Label(label.field, label.label, value)))
    return lines


def _inside_bracket(text: str, start: int, place: int) -> bool:
    before = text[start:place]
    return before.count("(") > before.count(")")


def find_bracket_fields(text: str, action: Span, *, alone: bool = False) -> list[LabelledLine]:
    """Who leads and helps in the bracket that ends an item: ``(Sở X chủ trì; phối hợp với Y; hoàn thành Quý II)``.

    ``alone``: nobody else leads the item, so agencies that stand in the bracket without a word do (``(Sở X; Sở Y)``).
    """
    match = _LAST_BRACKET.search(text, action.start, action.end)
    if match is None:
        return []
    found = [line for lines in _bracket_pieces(text, match) for line in lines]
    if any(line.label.field in ("lead", "performer") for line in found):
        return found
    return _agencies_alone(text, action, match) if alone else []


def _agencies_alone(text: str, action: Span, match: re.Match[str]) -> list[LabelledLine]:
    """The agencies that fill the bracket, if it does not tell which body the words before it mean."""
    before = Span(action.start, match.start()).strip(text)
    if not len(before) or _BODY_BEFORE.search(before.cut(text)):
        return []
    if any(ref.spans[-1].end == before.end for ref in find_agencies(text, before)):
        return []
    return _only_agencies(text, match)


def _only_agencies(text: str, match: re.Match[str]) -> list[LabelledLine]:
    inside = Span(match.start("inside"), match.end("inside")).strip(text)
    listed = starts_with_agency(text, inside.start, inside.end)
    whole = listed is not None and bool(listed.names) and listed.end == inside.end
    return [_field("lead", inside)] if whole else []


def find_bracket_line(text: str, words: Span) -> list[LabelledLine]:
    """The same and the time, where the bracket is a line of its own below the item; each of its pieces must be read."""
    words = words.strip(text)
    match = _LAST_BRACKET.match(text, words.start, words.end)
    if match is None or _REFERENCE.match(match["inside"]):
        return []
    pieces = _bracket_pieces(text, match)
    found = [line for lines in pieces for line in lines]
    led = any(line.label.field in ("lead", "performer") for line in found)
    return found if led or all(pieces) else _only_agencies(text, match)


def _bracket_pieces(text: str, match: re.Match[str]) -> list[list[LabelledLine]]:
    """What each piece of a bracket says: who leads, who helps, or when; an empty list for one that says nothing."""
    start = match.start("inside")
    found_in = _BRACKET_PIECE.finditer(match["inside"])
    pieces = [Span(start + p.start(), start + p.end()).strip(text, " \n,–-") for p in found_in]
    # "(Sở X, Công an tỉnh; thường xuyên)": agencies and a time, nothing else, say who and when.
    timed = [has_deadline_words(piece.cut(text)) for piece in pieces]
    return [
        _bracket_piece(text, piece, any(timed)) or ([_field("due", piece)] if when else [])
        for piece, when in zip(pieces, timed, strict=True)
    ]


def _bracket_piece(text: str, span: Span, timed: bool) -> list[LabelledLine]:
    label = find_label(text, span)
    if label is not None and label.field in _FIELDS and len(label.value):
        return [LabelledLine(_PLACE, label)]
    helps = _HELPS.match(text, span.start, span.end)
    if helps is not None and parse_agencies(text, Span(helps.end(), span.end)):
        return [_field("coordinating", Span(helps.end(), span.end))]
    given = _GIVEN_TO.match(text, span.start, span.end)
    start = given.end() if given is not None else span.start
    listed = starts_with_agency(text, start, span.end)
    if listed is None or not listed.names:
        return []
    if _LEADS.fullmatch(text, listed.end, span.end) or (timed and listed.end == span.end):
        partner = _HELPS.search(text, listed.end, span.end)
        partners = [_field("coordinating", Span(partner.end(), span.end))] if partner is not None else []
        return [_field("lead", Span(start, listed.end)), *partners]
    if _HELP_BEHIND.fullmatch(text, listed.end, span.end):
        return [_field("coordinating", Span(start, listed.end))]
    return []


def _field(name: FieldName, value: Span) -> LabelledLine:
    return LabelledLine(_PLACE, Label(name, Span(value.start, value.start), value))
