"""Labelled fields inside the words of an item: ``… (Sở X chủ trì; hoàn thành Quý II)``, ``…; đơn vị chủ trì: Sở X.``"""

from __future__ import annotations

import re

from extractors.context import LabelledLine
from extractors.document import Span
from extractors.outline import Section
from extractors.roles import Label, find_label

_PIECE = re.compile(r"(?:^|[.;\n(,])\s*(?:[-–+•]\s*)?(?=[A-ZĐÀ-Ỹa-zđà-ỹ][^.;:\n()]{3,48}:\s)")
_PLACE = Section(0)


def find_inline_labels(text: str, action: Span) -> tuple[list[LabelledLine], Span]:
    """The labelled fields at the end of an item, and the item's words before them.

    Only labels of a task's fields count (who, when, which product), and only from the first of them on: what stands
    before is the task.
    """
    places: list[tuple[int, Label]] = []
    for match in _PIECE.finditer(text, action.start, action.end):
        if match.end() == action.start:
            continue
        label = find_label(text, Span(match.end(), action.end))
        if label is not None and label.field in ("lead", "coordinating", "performer", "due", "product", "start"):
            places.append((match.start(), label))
    if not places:
        return [], action
    lines = []
    for number, (_, label) in enumerate(places):
        end = places[number + 1][0] if number + 1 < len(places) else action.end
        value = Span(label.value.start, max(label.value.start, end)).strip(text, " \n;.,()")
        lines.append(LabelledLine(_PLACE, Label(label.field, label.label, value)))
    return lines, Span(action.start, places[0][0]).strip(text, " \n;.,(")
