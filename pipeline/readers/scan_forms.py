"""Words that stand in every document at their place, put right where recognition misread them: ``Nơi nhậm``, ``V/w``.

Nghị định 30/2020/NĐ-CP, Annex I prints them alike in all documents: ``Kính gửi:`` above the addressees, ``V/v`` before
the subject, ``Nơi nhận:`` above the recipients. They open a line, in letters that a seal or a thin italic spoils, and
everything that is read of the head and the foot hangs on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from extractors.text import fold
from pipeline.readers.pdf_lines import Row
from pipeline.readers.pdf_words import PageWord

_DOUBTED = 0.6  # confidence of a word that may be another one
_MISREAD_LETTERS = 2  # of the seven of "noi nhan", where they are doubted
_LEFT = 0.4  # of the page's width: where recipients begin
_APART = 2.0  # font sizes: the white between the recipients' and the signer's column
_SUBJECT = re.compile(r"[VYWvyw]/[VWYvwy](?P<sign>\W?)")


def with_forms(rows: Iterable[Row], width: float) -> list[Row]:
    """``rows`` of a recognised page of ``width`` with the words of the form that open a line as they are printed."""
    return [replace(row, words=_with_form(row.words, width)) if row.words else row for row in rows]


def _with_form(words: tuple[PageWord, ...], width: float) -> tuple[PageWord, ...]:
    first, rest = words[0], words[1:]
    subject = _SUBJECT.fullmatch(first.text)
    if subject is not None and rest:
        return (replace(first, text=f"V/v{subject['sign']}"), *rest)
    if rest and fold(rest[0].text) == "gui:" and first.confidence < _DOUBTED:
        return (replace(first, text="Kính"), *rest)
    if _is_recipients(words, width):
        return (replace(first, text="Nơi"), replace(rest[0], text="nhận:"), *rest[1:])
    return words


def _is_recipients(words: tuple[PageWord, ...], width: float) -> bool:
    """Whether a line begins with two words, alone in the left column, that are nearly "Nơi nhận"."""
    if len(words) < 2 or words[0].x0 > _LEFT * width:
        return False
    alone = len(words) == 2 or words[2].x0 - words[1].x1 > _APART * words[1].size
    letters = " ".join(re.sub(r"\W", "", fold(word.text)) for word in words[:2])
    doubted = min(word.confidence for word in words[:2]) < _DOUBTED
    return alone and Levenshtein.distance(letters, "noi nhan") <= (_MISREAD_LETTERS if doubted else 1)
