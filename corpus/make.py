"""Makes the sample plans and their gold answers from texts/*.yaml:  python corpus/make.py [--out DIR] [--only NAME]

Writes sources/ (PDF, DOCX, TXT, Markdown) and gold/ beside this script, or under DIR. The same input gives the same
files again. Needs python-docx, reportlab, pikepdf and PyYAML, and for PDF a serif font with Vietnamese letters
(Debian: fonts-liberation2).
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from sample import Block, Sample, gold_of, plain, read_sample, words_of
from write_docx import docx_of
from write_pdf import pdf_of, register_fonts

HERE = Path(__file__).resolve().parent


def text_lines(sample: Sample) -> Iterator[str]:
    """The lines of a TXT or Markdown copy."""
    marked = sample.data["form"] == "md"
    for block in sample.blocks:
        if block.kind == "title":
            words = [words_of(line) for line in block.content]
            yield from ([f"# {' '.join(words)}"] if marked else words)
        elif block.kind == "table":
            yield from pipe_table(block)
        elif block.kind == "header":
            yield from portal_header(block)
        elif block.kind == "foot":
            yield "Nơi nhận:"
            yield from block.content["recipients"]
            yield from block.content["sign"]
            yield block.content["signer"]
        elif marked and block.kind in ("h1", "h2", "h3"):
            yield f"**{plain(block.text)}**"
        else:
            yield plain(block.text) if marked and block.kind != "web" else as_copied(block)


def as_copied(block: Block) -> str:
    """The words with the line breaks and odd spaces of a copy; with decomposed letters (NFD) where it says so."""
    form: Literal["NFC", "NFD"] = "NFD" if block.notes.get("nfd") else "NFC"
    return unicodedata.normalize(form, block.text.rstrip("\n"))


def portal_header(block: Block) -> Iterator[str]:
    """The two-column header as portals copy it: one column after the other."""
    yield from block.content.get("above", [])
    yield from block.content["left"]
    yield "-------"
    yield "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    yield "Độc lập - Tự do - Hạnh phúc"
    yield "---------------"
    yield block.content["number"]
    yield block.content["place"]


def pipe_table(block: Block) -> Iterator[str]:
    """A table in Markdown; merged cells stay empty, as converters leave them."""
    rows = [list(row) for row in block.content["columns"]]
    rows += [[str(cell) for cell in row.get("row") or row["group"]] for row in block.content["rows"]]
    shown = [["" if cell in ("^", "<") else cell.replace("\n", "<br>") for cell in row] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in shown]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    yield "\n".join(lines)


def make(sample: Sample, out: Path) -> str:
    """Write the file and the gold of one sample; gives a line that says what was made."""
    pages: dict[str, int] = {}
    form = sample.data["form"]
    if form == "pdf":
        content, pages = pdf_of(sample)
    elif form == "docx":
        content = docx_of(sample)
    else:
        between = "\n" if sample.data.get("dense") else "\n\n"
        content = (between.join(text_lines(sample)) + "\n").encode("utf-8")
    (out / "sources" / sample.file).write_bytes(content)
    gold = gold_of(sample, pages)
    words = json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
    (out / "gold" / f"{sample.name}.json").write_text(words, encoding="utf-8")
    counts = f"{len(gold['tasks'])} tasks, {len(gold['targets'])} figures, {len(gold['target_items'])} target items"
    return f"{sample.file}: {counts}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--only", default="", help="part of the name of the samples to make")
    arguments = parser.parse_args()
    for folder in ("sources", "gold"):
        (arguments.out / folder).mkdir(parents=True, exist_ok=True)
    print(f"font: {register_fonts()}")
    for path in sorted((HERE / "texts").glob("*.yaml")):
        if arguments.only in path.stem:
            print(make(read_sample(path), arguments.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
