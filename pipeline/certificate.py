"""The account of everything, for people: each numbered item, table row and directive sentence and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from extractors.document import Span
from extractors.records import Account, Extraction, Issue, Outcome, TableCount
from extractors.text import clean
from pipeline.result import DocumentResult
from pipeline.same_actions import count_actions

What = Literal["item", "row", "paragraph", "sentence"]

_WHAT: dict[What, str] = {
    "item": "mục đánh số",
    "row": "dòng bảng",
    "paragraph": "đoạn văn",
    "sentence": "câu có động từ chỉ đạo",
}
_OUTCOMES: dict[Outcome, str] = {
    "task": "thành nhiệm vụ",
    "target": "thành chỉ tiêu",
    "heading": "tiêu đề",
    "agency_line": "dòng nêu cơ quan",
    "label": "nhãn",
    "field": "thành thông tin của nhiệm vụ khác",
    "joined": "nối vào mục khác",
    "ignored": "bỏ qua theo quy tắc",
    "unexplained": "CHƯA RÕ",
}
_SEVERITIES = {"error": "Lỗi", "warning": "Cần xem", "info": "Ghi chú"}
_SHOWN_WORDS = 90  # characters of a quoted item


def certificate(result: DocumentResult) -> str:
    """The certificate of one document as lines of text; a file that could not be read gets its reason."""
    which = f" (văn bản thứ {result.part} trong tệp)" if result.part else ""
    lines = [f"BẢN KIỂM KÊ: {result.path}{which}"]
    if result.reason:
        lines.append(result.reason)
    if result.extraction is not None:
        lines += _counts(result.extraction)
        lines += _outcomes(result.extraction.accounts)
        lines += _tables(result.extraction.tables)
        lines += _look_here(result.extraction.accounts, result.text)
        lines += _issues(result.extraction.issues)
    return "\n".join(lines)


def _counts(extraction: Extraction) -> list[str]:
    seen = Counter(account.what for account in extraction.accounts)
    items = ", ".join(f"{seen[what]} {words}" for what, words in _WHAT.items() if seen[what])
    figures = len(extraction.targets) + sum(len(task.targets) for task in extraction.tasks)
    unexplained = sum(account.outcome == "unexplained" for account in extraction.accounts)
    accounted = len(extraction.accounts) - unexplained
    return [
        f"Kết quả: {count_actions(extraction.tasks)} nhiệm vụ, {figures} chỉ tiêu.",
        f"Đã xét: {items or 'không có mục nào'}; rõ kết quả {accounted}/{len(extraction.accounts)}.",
    ]


def _outcomes(accounts: Sequence[Account]) -> list[str]:
    """How many of each kind became what, and by which rules what is left out was left out."""
    lines = []
    for what, words in _WHAT.items():
        became = Counter(account.outcome for account in accounts if account.what == what)
        if became:
            parts = ", ".join(f"{became[outcome]} {name}" for outcome, name in _OUTCOMES.items() if became[outcome])
            lines.append(f"  {words}: {parts}")
    rules = Counter(account.rule for account in accounts if account.outcome == "ignored")
    if rules:
        lines.append("  bỏ qua theo: " + ", ".join(f"{rule} ({count})" for rule, count in rules.most_common()))
    return lines


def _tables(tables: Sequence[TableCount]) -> list[str]:
    """Rows drawn = rows read = rows explained, for all tables together; those that differ one by one."""
    if not tables:
        return []
    sums = [sum(counts) for counts in zip(*((t.drawn, t.read, t.explained) for t in tables), strict=True)]
    lines = [f"Bảng: {len(tables)}; kẻ {sums[0]} dòng, đọc được {sums[1]}, rõ kết quả {sums[2]}."]
    differing = [table for table in tables if not table.drawn == table.read == table.explained]
    lines += [f"  {t.place}: kẻ {t.drawn} dòng, đọc được {t.read}, rõ kết quả {t.explained}" for t in differing]
    return lines


def _look_here(accounts: Iterable[Account], text: str) -> list[str]:
    """What nobody but a person can decide: printed in full, never only counted."""
    found = [account for account in accounts if account.outcome == "unexplained"]
    if not found:
        return ["Không có mục nào chưa rõ."]
    return [f"Xin xem lại {len(found)} chỗ chưa thành nhiệm vụ:", *(f"  {_place(a, text)}" for a in found)]


def _issues(issues: Sequence[Issue]) -> list[str]:
    if not issues:
        return []
    lines = [f"  {_SEVERITIES[issue.severity]}{_page(issue.page)}: {issue.message}" for issue in issues]
    return [f"Điều cần lưu ý ({len(issues)}):", *lines]


def _place(account: Account, text: str) -> str:
    label = f"{clean(account.label)} " if account.label else ""
    return f"{_WHAT[account.what]}{_page(account.page)}: {label}“{_short(account.span, text)}”"


def _page(page: int | None) -> str:
    return f" (trang {page})" if page else ""


def _short(span: Span, text: str) -> str:
    words = clean(span.cut(text))
    return words if len(words) <= _SHOWN_WORDS else words[: _SHOWN_WORDS - 1].rstrip() + "…"
