"""The report of an evaluation as one HTML page that opens without a network: figures, changes, and every error shown.

Written for whoever keeps the rules and for the officer who decides whether to trust them: figures first, what changed
against the baseline, where it is weak (format, layout, document), then each error with gold beside what was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from pipeline.evidence import Evidence, Passage, Source, find_words, read_sources
from pipeline.figures import COUNTS, Figure, Figures, Miss, Row
from pipeline.gold import Gold
from pipeline.reliability import PARTS, Bin, measure
from pipeline.score import Report

FIGURE_NAMES = {
    "record": "Trọn bản ghi", "task": "Tìm thấy nhiệm vụ", "task_strict": "Đúng lời nhiệm vụ",
    "lead": "Cơ quan chủ trì", "coordinating": "Cơ quan phối hợp", "deadline": "Thời hạn", "criterion": "Tiêu chí",
    "target": "Chỉ tiêu bằng số", "target_item": "Chỉ tiêu đứng riêng", "product": "Sản phẩm", "page": "Số trang",
    "document": "Thông tin văn bản", "invented": "Giá trị tự thêm", "false_alarm": "Báo nhầm nhiệm vụ",
}  # fmt: skip
_PART_NAMES = {
    "record": "Trọn bản ghi", "task": "Lời nhiệm vụ", "lead": "Chủ trì", "coordinating": "Phối hợp",
    "deadline": "Thời hạn",
}  # fmt: skip
_ERROR_NAMES = FIGURE_NAMES | {"missed": "Bỏ sót", "extra": "Thừa", "task_strict": "Lời nhiệm vụ"}
_FACT_NAMES = {
    "number": "Số, ký hiệu", "issued_on": "Ngày ban hành", "issuer": "Cơ quan ban hành", "signer": "Người ký",
    "kind": "Loại văn bản", "is_plan": "Là kế hoạch",
}  # fmt: skip
_SHOWN = (  # in the tables by format, layout, document
    ("record", "Trọn bản ghi"), ("task", "Tìm thấy"), ("lead", "Chủ trì"), ("coordinating", "Phối hợp"),
    ("deadline", "Thời hạn"), ("target", "Chỉ tiêu"),
)  # fmt: skip
_PLACES = {"row": "bảng", "item": "danh sách", "paragraph": "văn xuôi", "sentence": "văn xuôi"}
_RECORD_FIELDS = (
    ("task", "Nhiệm vụ"), ("lead", "Chủ trì"), ("coordinating", "Phối hợp"), ("deadline", "Thời hạn"),
    ("criterion", "Tiêu chí"), ("product", "Sản phẩm"), ("page", "Trang"),
)  # fmt: skip
_COMPARATORS = {
    "=": "bằng", ">=": "ít nhất", ">": "trên", "<=": "nhiều nhất", "<": "dưới", "range": "trong khoảng",
    "approx": "khoảng", "maintain": "giữ", "increase": "tăng", "increase>=": "tăng ít nhất",
    "increase<=": "tăng nhiều nhất", "decrease": "giảm", "decrease>=": "giảm ít nhất",
    "decrease<=": "giảm nhiều nhất",
}  # fmt: skip
_RECURRENCES = {
    "daily": "hằng ngày", "weekly": "hằng tuần", "biweekly": "hai tuần một lần", "monthly": "hằng tháng",
    "quarterly": "hằng quý", "semiannual": "sáu tháng một lần", "annual": "hằng năm", "periodic": "định kỳ",
    "ongoing": "thường xuyên", "adhoc": "đột xuất",
}  # fmt: skip
_LEAST_SHARE = 0.2  # a kind of place that holds fewer of a document's records does not name its layout
_TOLD_CHANGE = 0.0005
_OUTCOMES = {
    "task": "đã đọc là nhiệm vụ", "target": "đã đọc là chỉ tiêu", "heading": "đã đọc là đề mục",
    "agency_line": "đã đọc là dòng tên cơ quan", "label": "đã đọc là nhãn", "field": "đã đọc là giá trị của nhãn",
    "joined": "đã nối vào bảng trước", "ignored": "đã bỏ qua", "unexplained": "chưa giải thích được",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as it is shown: printed share (``99,1``), width of its bar, what it counts, its name."""

    name: str
    key: str
    figure: Figure
    was: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A line of a table by format, layout or document."""

    name: str
    documents: int
    records: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs from the baseline."""

    where: str
    figure: str
    before: str
    now: str
    better: bool
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """One field of an error card: gold beside what was read."""

    name: str
    gold: str
    found: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that is wrong with one record, with its place in the document."""

    kinds: tuple[str, ...]
    lines: tuple[Line, ...]
    passage: Passage | None
    outcome: str | None
    note: str | None


def write_page(
    path: Path, report: Report, database: Path, folder: Path | None = None, baseline: Mapping[str, Any] | None = None
) -> None:
    """Write the page of ``report`` to ``path``; ``database``: what was scored, ``folder``: where its files lie."""
    page = render_page(report, read_sources(database), Evidence(folder), baseline, datetime.now().astimezone())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def render_page(
    report: Report,
    sources: Mapping[str, Sequence[Source]],
    evidence: Evidence,
    baseline: Mapping[str, Any] | None,
    made_at: datetime,
) -> str:
    """The page as HTML."""
    formats = {name: _formats(name, sources.get(name, ())) for name in report.documents}
    layouts = {gold["file"]: layout_of(gold, sources.get(gold["file"], ())) for gold in report.golds}
    totals = (baseline or {}).get("totals", {})
    changes = sorted(find_changes(report, baseline or {}), key=lambda change: change.size, reverse=True)
    return _template().render(
        made_at=made_at.strftime("%H:%M ngày %d/%m/%Y"),
        figures=[_bar(name, report.figures[name], totals) for name in FIGURE_NAMES if name not in COUNTS],
        counts=[_bar(name, report.figures[name], totals) for name in COUNTS],
        compared=baseline is not None,
        losses=[change for change in changes if not change.better],
        gains=[change for change in changes if change.better],
        reliability=[
            (_PART_NAMES[part], [_dot(bin_, measured.count) for bin_ in measured.bins], measured)
            for part in PARTS
            if (measured := measure(report.judged, part)) is not None
        ],
        tables=[
            ("Theo định dạng tệp", "Định dạng", _grouped(report, lambda name: formats[name])),
            ("Theo cách trình bày", "Nhiệm vụ nằm trong", _grouped(report, lambda name: layouts.get(name, "không rõ"))),
            ("Theo văn bản", "Tệp", _grouped(report, lambda name: name, in_order=True)),
        ],
        shown=_SHOWN,
        kinds=Counter(_ERROR_NAMES.get(_kind(miss), _kind(miss)) for miss in report.errors).most_common(),
        errors=list(_error_lists(report, sources, evidence)),
        error_count=len(report.errors),
    )


def layout_of(gold: Gold, sources: Sequence[Source]) -> str:
    """How a document gives its tasks: where the account has the places of gold's records (rows, items, prose).

    A gold file may say so itself (``layout``).
    """
    if gold.get("layout"):
        return str(gold["layout"])
    if not gold["tasks"]:
        return "không giao việc"
    counted: Counter[str] = Counter()
    for task in gold["tasks"]:
        for source in sources:
            place = find_words(source.text, task.get("quote") or task["task"])
            entry = source.entry_at(place) if place is not None else None
            if entry is not None:
                counted[_PLACES.get(entry.what, entry.what)] += 1
                break
    names = sorted(name for name, count in counted.items() if count >= _LEAST_SHARE * counted.total())
    return " + ".join(names) or "không rõ"


def find_changes(report: Report, baseline: Mapping[str, Any]) -> Iterator[Change]:
    """Every figure, of the whole and of each document, that is not what it was.

    What only one of the two has is left out.
    """
    yield from _changes("Tất cả", report.figures, baseline.get("totals", {}))
    for name, figures in report.documents.items():
        yield from _changes(name, figures, baseline.get("documents", {}).get(name, {}))


def _changes(where: str, now: Figures, before: Mapping[str, Mapping[str, float]]) -> Iterator[Change]:
    for key, figure in now.items():
        if key not in before:
            continue
        if key in COUNTS:
            was = before[key]["found"]
            if figure.found != was:
                yield Change(
                    where,
                    FIGURE_NAMES[key],
                    f"{was:.0f}",
                    str(figure.found),
                    figure.found < was,
                    abs(figure.found - was),
                )
        elif abs(figure.f1 - before[key]["f1"]) > _TOLD_CHANGE:
            was = before[key]["f1"]
            yield Change(
                where, FIGURE_NAMES[key], percent(was), percent(figure.f1), figure.f1 > was, abs(figure.f1 - was)
            )


def percent(share: float) -> str:
    """``0.991`` → ``99,1``."""
    return f"{100 * share:.1f}".replace(".", ",")


def _bar(key: str, figure: Figure, before: Mapping[str, Mapping[str, float]]) -> Bar:
    was = before.get(key)
    return Bar(FIGURE_NAMES[key], key, figure, was["found" if key in COUNTS else "f1"] if was else None)


def _dot(found: Bin, count: int) -> dict[str, Any]:
    """A bin as a dot of the reliability plot: confidence to the right, share right upwards, area by its readings."""
    words = f"độ tin cậy {percent(found.confidence)}%: đúng {percent(found.share)}% của {found.count}"
    radius = 3 + 6 * (found.count / count) ** 0.5
    return {
        "x": f"{34 + 196 * found.confidence:.1f}",
        "y": f"{204 - 196 * found.share:.1f}",
        "r": f"{radius:.1f}",
        "words": words,
    }


def _formats(name: str, sources: Sequence[Source]) -> str:
    return next((source.format for source in sources), Path(name).suffix.lstrip(".") or "không rõ").upper()


def _grouped(report: Report, group_of: Callable[[str], str], *, in_order: bool = False) -> list[Group]:
    """The documents' figures added up by group, the weakest whole records first unless ``in_order``."""
    groups: dict[str, list[Figures]] = {}
    for name, figures in report.documents.items():
        groups.setdefault(group_of(name), []).append(figures)
    found = [
        Group(name, len(members), sum(f["task"].gold for f in members), _sum(members))
        for name, members in groups.items()
    ]
    return found if in_order else sorted(found, key=lambda group: (not group.records, group.figures["record"].f1))


def _sum(members: Iterable[Figures]) -> Figures:
    total: Figures = {}
    for figures in members:
        for key, figure in figures.items():
            total[key] = total.get(key, Figure()) + figure
    return total


# --- errors


def _kind(miss: Miss) -> str:
    return "document" if miss.what.startswith("document.") else miss.what


def _error_lists(
    report: Report, sources: Mapping[str, Sequence[Source]], evidence: Evidence
) -> Iterator[tuple[str, list[Card]]]:
    """For each document with errors its cards: all that is wrong with one record on one card."""
    for name in report.documents:
        records: dict[tuple[int, int], list[Miss]] = {}
        for place, miss in enumerate(miss for miss in report.errors if miss.document == name):
            alone = -place - 1 if miss.gold is None and miss.found is None else 0
            records.setdefault(
                (id(miss.gold) if miss.gold else alone, id(miss.found) if miss.found else alone), []
            ).append(miss)
        if records:
            yield name, [_card(misses, sources.get(name, ()), evidence) for misses in records.values()]


def _card(misses: Sequence[Miss], sources: Sequence[Source], evidence: Evidence) -> Card:
    first = misses[0]
    kinds = tuple(dict.fromkeys(_ERROR_NAMES.get(_kind(miss), miss.what) for miss in misses))
    wrong = {miss.what for miss in misses}
    passage = None
    for source in sources:
        passage = passage or evidence.passage(source, _words_of(first.gold), _words_of(first.found))
    entry = passage.entry if passage is not None and first.found is None else None
    outcome = f"{_OUTCOMES.get(entry.outcome, entry.outcome)} ({entry.rule})" if entry is not None else None
    return Card(kinds, tuple(_lines(first, wrong)), passage, outcome, first.gold.get("note") if first.gold else None)


def _words_of(record: Row | None) -> str | None:
    """The words by which a record, figure or ``not_tasks`` entry is looked up in the text."""
    if record is None:
        return None
    words = record.get("quote") or record.get("task") or record.get("raw") or record.get("text")
    return str(words) if words else None


def _lines(miss: Miss, wrong: set[str]) -> Iterator[Line]:
    gold, found = miss.gold, miss.found
    if miss.what.startswith("document.") or (gold is None and found is None):
        name = miss.what.removeprefix("document.")
        yield Line(_FACT_NAMES.get(name, name), miss.wanted.removeprefix("want "), miss.got.removeprefix("got "), True)
    elif miss.what == "target":
        yield Line("Nguyên văn", str((gold or {}).get("raw") or ""), str((found or {}).get("text") or ""), True)
        yield Line("Hiểu là", _target_words(gold), _target_words(found), True)
    elif miss.what == "false_alarm":
        yield Line("Không phải nhiệm vụ", str((gold or {}).get("why") or ""), "đã đọc thành nhiệm vụ", True)
    else:
        for key, name in _RECORD_FIELDS:
            mine, theirs = _value(gold, key), _value(found, key)
            is_wrong = key in wrong or (key == "task" and bool(wrong & {"missed", "extra", "task_strict"}))
            is_wrong = is_wrong or ("invented" in wrong and bool(theirs) and not mine and key in ("lead", "deadline"))
            if mine or (theirs and (is_wrong or key in ("lead", "coordinating", "deadline"))):
                yield Line(name, mine, theirs, is_wrong)


def _value(record: Row | None, key: str) -> str:
    if record is None:
        return ""
    if key == "deadline":
        days = (record.get(name) for name in ("start_on", "due_on"))
        dates = " – ".join(date.fromisoformat(day).strftime("%d/%m/%Y") for day in days if day)
        often = ", ".join(_RECURRENCES.get(part, part) for part in (record.get("recurrence") or "").split("+") if part)
        return " → ".join(part for part in (record.get("deadline_text"), dates, often) if part)
    value = record.get(key) if key not in ("lead", "coordinating") else record.get(key, record.get(f"{key}_agencies"))
    return "; ".join(value) if isinstance(value, list) else str(value or "")


def _target_words(target: Row | None) -> str:
    if target is None:
        return ""
    numbers = (target.get(key) for key in ("value", "value_max"))
    values = " – ".join(f"{number:.12g}".replace(".", ",") for number in numbers if number is not None)
    bound = _COMPARATORS.get(target.get("comparator") or "", target.get("comparator"))
    since = f"so với {target['baseline']}" if target.get("baseline") else None
    return " ".join(str(part) for part in (bound, values, target.get("unit"), since) if part)


@cache
def _template() -> Template:
    # StrictUndefined: a name that the template misspells is an error, not an empty place.
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"percent": percent, "three": lambda value: f"{value:.3f}".replace(".", ",")}
    return environment.from_string(files("pipeline").joinpath("evaluation.html").read_text("utf-8"))
