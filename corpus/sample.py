"""A sample plan as it is written in ``texts/*.yaml``: one list of blocks that gives both the file and its gold answers.

A block is the printed words plus, where it matters, what a person reads in them (``task``, ``figures``, ``item``,
``none``). The gold is built from the same words that are printed, so the two cannot drift apart. FORMAT.md describes
the keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HEADINGS = ("h1", "h2", "h3", "h4")
KINDS = (*HEADINGS, "p", "basis", "centred", "title", "header", "foot", "table", "page", "web", "kinh_gui")
MARKER = re.compile(r"(?:[-–+•*]|\(\d+\)|\(?[a-zđ]\)|\d+(?:\.\d+)*[.)/-]|\d{1,2}(?:\.\d{1,2})+|[IVXLC]+[.-])\s+")
CLOSERS = re.compile(r"\s*(?:\./\.|[.;:,])\s*$")
STAMP = re.compile(r"\{([^{}]*)\}")  # words that the clerk's software stamps over the page: ``Số: {214}/KH-UBND``
INHERITED = (
    "criterion", "target", "lead", "coordinating", "deadline_text", "start_on", "due_on", "recurrence", "product",
)  # fmt: skip
TASK_FIELDS = (
    "id", "section", "criterion", "task", "target", "lead", "actor", "coordinating", "deadline_text", "start_on",
    "due_on", "recurrence", "product", "page", "quote", "note",
)  # fmt: skip
ABOVE, LEFT = "^", "<"  # a cell merged with the one above it, with the one to its left


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, table or part of the form; ``key`` names it when its page is looked up."""

    kind: str
    content: Any
    notes: Mapping[str, Any]
    key: str

    @property
    def text(self) -> str:
        """The printed words; a paragraph given as a list of sentences is joined by spaces."""
        if isinstance(self.content, list):
            return " ".join(words_of(sentence) for sentence in self.content)
        return str(self.content)


@dataclass(frozen=True, slots=True)
class Sample:
    """A whole sample document."""

    name: str
    data: Mapping[str, Any]
    blocks: tuple[Block, ...]

    @property
    def file(self) -> str:
        return f"{self.name}.{self.data['form']}"


def read_sample(path: Path) -> Sample:
    """Read one of ``texts/*.yaml``; ValueError where a block has no kind or several."""
    data = yaml.safe_load(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    blocks = []
    for number, entry in enumerate(data["body"]):
        kinds = [key for key in entry if key in KINDS]
        if len(kinds) != 1:
            raise ValueError(f"{path.name}: block {number} has the kinds {kinds}: {str(entry)[:80]}")
        notes = {key: value for key, value in entry.items() if key != kinds[0]}
        blocks.append(Block(kinds[0], entry[kinds[0]], notes, f"b{number}"))
    return Sample(path.stem, data, tuple(blocks))


def words_of(entry: str | Mapping[str, Any]) -> str:
    """The words of a sentence that is written plain or with notes (``{s: words, task: …}``)."""
    return entry if isinstance(entry, str) else str(entry["s"])


def without_marker(text: str) -> str:
    return MARKER.sub("", text, count=1) if MARKER.match(text) else text


def marker_of(text: str) -> str:
    found = MARKER.match(text)
    return found.group().strip() if found else ""


def task_words(text: str, cut: str = "") -> str:
    """The words of a task (R21): no marker, no leading ``Giao X:`` (``cut``), no final ``;`` ``.`` ``./.``."""
    words = without_marker(text)
    if cut:
        if not words.startswith(cut):
            raise ValueError(f"{cut!r} does not open {words[:60]!r}")
        words = words[len(cut) :]
    return CLOSERS.sub("", CLOSERS.sub("", words)).strip()


def plain(text: str) -> str:
    """The words as a reader sees them, stamped ones in their place, a cell's lines joined by spaces."""
    return re.sub(r"\s+", " ", STAMP.sub(r"\1", text)).strip()


def figure(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A gold figure from its short form: ``is: ">= 90 %"``, ``"range 25..30 hạng"``, ``"> - -"``."""
    comparator, numbers, unit = str(entry["is"]).split(maxsplit=2)
    low, _, high = numbers.partition("..")
    made: dict[str, Any] = {"raw": entry["raw"], "metric": entry["metric"], "comparator": comparator}
    made["value"] = None if low == "-" else number(low)
    if high:
        made["value_max"] = number(high)
    if unit != "-":
        made["unit"] = unit
    made.update({key: entry[key] for key in ("baseline", "due_year") if key in entry})
    return made


def number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def resolved_rows(table: Mapping[str, Any]) -> list[list[str]]:
    """The table's rows with merged cells filled in; a group row is filled from its first two cells."""
    rows: list[list[str]] = []
    for row in table["rows"]:
        cells = [str(cell) for cell in row.get("row") or row["group"]]
        for column, cell in enumerate(cells):
            if cell == ABOVE:
                cells[column] = rows[-1][column]
            elif cell == LEFT:
                cells[column] = cells[column - 1]
        rows.append(cells)
    return rows


def group_words(cells: Sequence[str]) -> str:
    """The heading of a group row: its code and name, or the one cell that is merged over the row."""
    return plain(". ".join(dict.fromkeys(cell for cell in cells[:2] if cell)))


class GoldBuilder:
    """Walks through the blocks once and keeps what the headings above give to the items below (R12)."""

    def __init__(self, sample: Sample, pages: Mapping[str, int]) -> None:
        self._sample = sample
        self._pages = pages
        self._stack: list[tuple[int, str, Mapping[str, Any]]] = []
        self._tasks: list[dict[str, Any]] = []
        self._targets: list[dict[str, Any]] = []
        self._items: list[dict[str, Any]] = []
        self._none: list[dict[str, str]] = []

    def build(self) -> dict[str, Any]:
        """The gold answers of the sample in the form that FORMAT.md describes."""
        for block in self._sample.blocks:
            self._enter(block)
            if block.kind == "table":
                self._table(block)
                continue
            self._text(block.text, block.notes, block.key)
            if isinstance(block.content, list) and block.kind == "p":
                for sentence in block.content:
                    if not isinstance(sentence, str):
                        self._text(str(sentence["s"]), sentence, block.key)
        data = self._sample.data
        return {
            "file": self._sample.file,
            "document": data["document"],
            "tasks": self._tasks,
            "targets": self._targets,
            "target_items": self._items,
            "not_tasks": self._none,
            "notes": data.get("notes", []),
        }

    def _enter(self, block: Block) -> None:
        if block.kind in ("header", "foot", "title"):
            self._stack.clear()
        level = block.notes.get("level") or (HEADINGS.index(block.kind) + 1 if block.kind in HEADINGS else None)
        if level is None:
            return
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        path = block.notes.get("path") or CLOSERS.sub("", block.text)
        self._stack.append((level, plain(path), block.notes.get("gives", {})))

    def _text(self, text: str, notes: Mapping[str, Any], key: str) -> None:
        text = plain(text)
        self._figures(notes)
        if notes.get("task"):
            wanted = {} if notes["task"] is True else dict(notes["task"])
            cut = wanted.pop("cut", "")
            self._task(task_words(text, cut), without_marker(text), wanted, self._section(), key)
        if notes.get("item"):
            self._items.append({"text": task_words(text), "quote": without_marker(text)})
        if notes.get("none"):
            self._none.append({"quote": text, "why": str(notes["none"])})

    def _figures(self, notes: Mapping[str, Any]) -> None:
        self._targets += [figure(entry) for entry in notes.get("figures", [])]

    def _section(self) -> str:
        return " > ".join(path for _, path, _ in self._stack if path)

    def _task(self, words: str, quote: str, own: Mapping[str, Any], section: str, key: str) -> None:
        fields: dict[str, Any] = {}
        for _, _, gives in self._stack:
            fields.update(gives)
        if any(name in own for name in ("deadline_text", "start_on", "due_on", "recurrence")):
            for name in ("deadline_text", "start_on", "due_on", "recurrence"):
                fields.pop(name, None)  # an own deadline replaces the block's as a whole
        fields.update(own)
        name = f"{self._sample.name.split('-')[0]}-{len(self._tasks) + 1:02d}"
        fields |= {"id": name, "section": section, "task": words, "quote": quote, "page": self._pages.get(key)}
        fields.setdefault("lead", [])
        unknown = fields.keys() - set(TASK_FIELDS)
        if unknown:
            raise ValueError(f"{name}: unknown fields {unknown}")
        kept = {field: fields[field] for field in TASK_FIELDS if fields.get(field) or field == "lead"}
        self._tasks.append({k: str(v) if k.endswith("_on") else v for k, v in kept.items()})

    def _table(self, block: Block) -> None:
        table = block.content
        columns: Mapping[str, Any] = table.get("fields", {})
        groups: list[tuple[int, str, Mapping[str, Any]]] = []
        for index, (row, cells) in enumerate(zip(table["rows"], resolved_rows(table), strict=True)):
            if "group" in row:
                level = row.get("level", 1)
                groups = [entry for entry in groups if entry[0] < level]
                groups.append((level, group_words(cells), row.get("gives", {})))
            self._figures(row)
            printed = [plain(cell) for cell in cells]
            if row.get("none"):
                self._none.append({"quote": " ".join(filter(None, printed)), "why": str(row["none"])})
            if row.get("item"):
                own = [cell for cell in printed if cell]
                self._items.append({"text": printed[columns["task"]], "quote": " ".join(own)})
            if row.get("task"):
                section = " > ".join([self._section(), *(words for _, words, _ in groups if table.get("grouped"))])
                wanted = {name: value for _, _, gives in groups for name, value in gives.items()}
                wanted |= {name: value for name, value in self._from_cells(columns, cells).items() if value}
                wanted |= {} if row["task"] is True else dict(row["task"])
                words = wanted.pop("words", None) or printed[columns["task"]]
                self._task(task_words(words), plain(words), wanted, section, f"{block.key}r{index}")
            for entry in row.get("tasks", []):  # items of one cell, each with an agency of its own
                own, section = dict(entry), " > ".join([self._section(), *(words for _, words, _ in groups)])
                words, cut = own.pop("words"), own.pop("cut", "")
                self._task(task_words(words, cut), without_marker(words), own, section, f"{block.key}r{index}")

    @staticmethod
    def _from_cells(columns: Mapping[str, Any], cells: Sequence[str]) -> dict[str, Any]:
        """The fields that stand in columns of their own; a deadline may stand in two (start and end)."""
        made: dict[str, Any] = {}
        for field in ("lead", "coordinating"):
            if field in columns:
                made[field] = [plain(name) for name in re.split(r"[;\n]", cells[columns[field]]) if name.strip()]
        for field in ("deadline_text", "product"):
            if field in columns:
                wanted = columns[field] if isinstance(columns[field], list) else [columns[field]]
                made[field] = " | ".join(plain(cells[column]) for column in wanted if cells[column])
        return made


def gold_of(sample: Sample, pages: Mapping[str, int]) -> dict[str, Any]:
    """Gold answers of a sample; ``pages``: block key (``b12``, row ``b12r3``) → page, empty for formats without."""
    return GoldBuilder(sample, pages).build()
