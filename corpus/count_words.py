"""Counts neighbouring syllables in the sample texts and the lists of agencies, for the reading of scans.

    python corpus/count_words.py

writes ``pipeline/recognition/words.tsv``: what administrative Vietnamese sounds like, from texts of this project alone.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extractors.syllables import is_syllable  # noqa: E402
from extractors.text import place_tones  # noqa: E402

SENTENCE_END = re.compile(r"[.;:!?\n|]+")
SYLLABLE = re.compile(r"[^\W\d_]+")
HEAD = """# Neighbouring syllables of administrative Vietnamese and how often they were counted (corpus/count_words.py).
# An empty first syllable: the start of a sentence or a piece of it.
"""


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)


def all_texts() -> Iterator[str]:
    for path in sorted((ROOT / "corpus" / "texts").glob("*.yaml")):
        yield from texts_of(yaml.safe_load(path.read_text(encoding="utf-8")))
    for name in ("agencies.tsv", "agency_groups.tsv", "provinces.tsv", "abbreviations.tsv"):
        yield (ROOT / "extractors" / "authority" / name).read_text(encoding="utf-8").replace("\t", "\n")


def main() -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    for text in all_texts():
        for sentence in SENTENCE_END.split(text):
            syllables = [place_tones(word.lower()) for word in SYLLABLE.findall(sentence)]
            for left, right in pairwise(["", *syllables]):
                if is_syllable(right) and (not left or is_syllable(left)):
                    pairs[left, right] += 1
    lines = [f"{left}\t{right}\t{count}" for (left, right), count in sorted(pairs.items())]
    (ROOT / "pipeline" / "recognition" / "words.tsv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} pairs")


if __name__ == "__main__":
    main()
