"""How a deadline was read and why not otherwise, in Vietnamese (the words: ``authority/deadline_reasons.yaml``)."""

from __future__ import annotations

from functools import cache
from typing import Any

from extractors.authority import read_yaml
from extractors.document import Span
from extractors.records import Deadline, Issue, Reading


@cache
def _words() -> dict[str, dict[str, Any]]:
    words: dict[str, dict[str, Any]] = read_yaml("deadline_reasons.yaml")
    return words


def explain(deadline: Deadline) -> str:
    """The rule that read a deadline and what else the reading rests on: one sentence."""
    name = deadline.rule.removeprefix("deadline.")
    rules = _words()["rules"]
    rule = rules.get(name) or rules.get(name.partition("_")[0]) or f"theo quy tắc {deadline.rule}"
    parts = [rule, *(_words()["basis"][code] for code in deadline.basis)]
    said = "; ".join(parts)
    return said[0].upper() + said[1:] + "."


def explain_other(reading: Reading) -> str:
    """Why a reading was not taken."""
    said: str = _words()["why"][reading.why]
    return said[0].upper() + said[1:] + "."


def check_deadline(deadline: Deadline, span: Span, page: int | None) -> list[Issue]:
    """An issue for each thing that an officer should look at again; a deadline without any date or cycle is one."""
    due = f"{deadline.due_on:%d/%m/%Y}" if deadline.due_on else ""
    known = _words()["issues"]
    codes = [code for code in (deadline.rule.removeprefix("deadline."), *deadline.basis) if code in known]
    if deadline.kind == "unresolved" and not codes:
        message = f"Thời hạn “{deadline.printed}” không quy đổi được ra ngày."
        return [Issue("deadline_unresolved", "info", message, span, page)]
    return [
        Issue(
            f"deadline_{code.replace('.', '_')}",
            known[code]["severity"],
            known[code]["message"].format(printed=deadline.printed, due=due),
            span,
            page,
        )
        for code in codes
    ]
