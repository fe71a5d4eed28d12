"""Would a small learned model of lines (task or not) do better than the rules on layouts that nobody has seen?

    python -m training.line_roles corpus --also GOLD SOURCES --unseen SAMPLES

Trained on the items, rows and paragraphs of gold documents, by their words, marks, length and neighbours; measured on
samples that neither the rules nor the model have seen. What it says is in README.md; nothing of it is shipped.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extractors.agencies import find_agencies
from extractors.assemble import extract
from extractors.assignments import has_directive
from extractors.deadlines import has_deadline_words
from extractors.document import Document, Span
from extractors.text import clean, fold
from pipeline.evidence import find_words
from pipeline.gold import Gold
from training.confidence import is_held_out
from training.examples import read_documents
from training.models import Logistic, Vector


@dataclass(frozen=True, slots=True)
class Line:
    """An item, row or paragraph: its signs, whether gold has a task there, and whether the rules made one of it."""

    document: str
    signs: tuple[str, ...]
    is_task: bool
    by_rules: bool


def lines_of(gold: Gold, document: Document) -> Iterator[Line]:
    text = document.text
    entries = [a for a in extract(document).accounts if a.what != "sentence" and not a.rule.startswith("region.")]
    entries = [a for a in entries if a.outcome != "joined"]
    places = [find_words(text, task.get("quote") or task["task"]) for task in gold["tasks"]]
    wanted = set()
    for place in filter(None, places):
        around = [n for n, a in enumerate(entries) if a.span.start <= place.start < a.span.end]
        if around:
            wanted.add(min(around, key=lambda n: len(entries[n].span)))
    heading = ""
    for number, entry in enumerate(entries):
        words = clean(entry.span.cut(text))
        fifth = number * 5 // len(entries)
        signs = [*_signs(text, entry.span, words), f"what.{entry.what}", f"place.{fifth}", *heading.split()]
        yield Line(gold["file"], tuple(signs), number in wanted, entry.outcome == "task")
        if words and len(words) < 120 and words[-1] not in ".;,":
            heading = " ".join(f"under.{word}" for word in fold(words).split()[:6])


def _signs(text: str, span: Span, words: str) -> Iterator[str]:
    folded = fold(re.sub(r"^\W*(?:\w{1,4}[.)]\s*)?", "", words)).split()
    yield f"first.{' '.join(folded[:1])}"
    yield f"first.{' '.join(folded[:2])}"
    yield f"end.{words[-1:]}" if words[-1:] in ".;:,)" else "end.open"
    yield f"length.{min(6, len(folded) // 8)}"
    mark = re.match(r"(?:([-+•*])|(\d+(?:\.\d+)*)|([a-zđ])[.)]|([IVX]+)[.)])", words)
    yield f"mark.{mark.lastindex if mark else 0}"
    if words.isupper():
        yield "capitals"
    if has_directive(words):
        yield "directive"
    if has_deadline_words(words):
        yield "when"
    if find_agencies(text, Span(span.start, min(span.end, span.start + 160))):
        yield "agency"
    yield from {f"word.{word}" for word in folded[:40]}


def f1(found: Vector, wanted: Vector) -> float:
    hits = float((found * wanted).sum())
    return 2 * hits / float(found.sum() + wanted.sum()) if hits else 0.0


def measure(lines: list[Line], shares: Vector) -> str:
    wanted = np.array([float(line.is_task) for line in lines])
    rules = np.array([float(line.by_rules) for line in lines])
    model = (shares > 0.5).astype(float)
    vetoed = rules * (shares > 0.1)
    added = np.maximum(rules, shares > 0.95)
    words = (
        ("rules", rules),
        ("model", model),
        ("rules less what it vetoes", vetoed),
        ("rules and what it adds", added),
    )
    return f"{int(wanted.sum())} tasks of {len(lines)} lines: " + ", ".join(
        f"{name} {f1(found, wanted):.3f}" for name, found in words
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--also", nargs=2, type=Path, metavar=("GOLD", "SOURCES"))
    parser.add_argument("--unseen", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    folders = [(options.corpus / "gold", options.corpus / "sources"), *([tuple(options.also)] if options.also else [])]
    pairs = [pair for golds, sources in folders for pair in read_documents(golds, sources)]
    lines = [line for pair in pairs if not is_held_out(pair[0]["file"]) for line in lines_of(*pair)]
    signs, wanted = [line.signs for line in lines], np.array([float(line.is_task) for line in lines])
    documents, ones = np.array([line.document for line in lines]), np.ones(len(lines))
    whole = Logistic(ridge=2.0, least=6)
    whole.fit(signs, wanted, ones)
    shares = np.zeros(len(lines))
    names = np.unique(documents)
    for fold_number in range(11):  # documents left out four at a time
        out = np.isin(documents, names[fold_number::11])
        model = Logistic(ridge=2.0, least=6, start=whole.named())
        model.fit([s for s, o in zip(signs, out, strict=True) if not o], wanted[~out], ones[~out])
        shares[out] = model.predict([s for s, o in zip(signs, out, strict=True) if o])
    print(f"{len(whole.names)} signs; seen by the rules, not by the model: {measure(lines, shares)}")
    for folder in options.unseen:
        fresh = [line for pair in read_documents(folder / "gold", folder / "sources") for line in lines_of(*pair)]
        print(f"seen by neither ({folder.name}): {measure(fresh, whole.predict([line.signs for line in fresh]))}")


if __name__ == "__main__":
    main()
