"""Speed and memory on real PDF files, as ratios that hold on any machine: ``python benchmarks/pages.py FOLDER``.

Each PDF of the folder is cut into its text pages and its table pages. What reading, extracting and storing them costs
is divided by what pdfplumber alone costs on the same pages in the same run, on one core: ``extract_text`` for text
pages, ``extract_tables`` for table pages. Start-up of ``kehoach --help`` and the memory of a worker come last.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from warnings import catch_warnings

import pdfplumber
import pikepdf

from pipeline.process import process_file
from pipeline.store import Store, open_store

LIMITS = {"text page": 0.25, "table page": 1.2}
HELP_SECONDS, WORKER_MB = 0.5, 700


@dataclass(frozen=True, slots=True)
class Piece:
    """The text pages or the table pages of one PDF, as a PDF of their own."""

    path: Path
    kind: str
    pages: int


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of a piece: ours (read, extract, store) and pdfplumber's."""

    piece: Piece
    ours: float
    theirs: float


def cut(pdf: Path, folder: Path) -> Iterator[Piece]:
    """The pages of ``pdf`` by kind; pages without words (scans) are left out."""
    kinds: dict[str, list[int]] = {kind: [] for kind in LIMITS}
    with pdfplumber.open(pdf) as opened:
        for number, page in enumerate(opened.pages):
            if page.chars:
                kinds["table page" if page.find_tables() else "text page"].append(number)
            page.close()
    for kind, numbers in kinds.items():
        if numbers:
            path = folder / f"{pdf.stem}-{kind.split()[0]}.pdf"
            with catch_warnings(action="ignore", category=pikepdf.PageCopyWarning), pikepdf.open(pdf) as source:
                piece = pikepdf.new()
                piece.pages.extend(source.pages[number] for number in numbers)
                piece.save(path)
            yield Piece(path, kind, len(numbers))


def read_with_pdfplumber(piece: Piece) -> None:
    with pdfplumber.open(piece.path) as opened:
        for page in opened.pages:
            if piece.kind == "text page":
                page.extract_text()
            else:
                page.extract_tables()
            page.close()


def import_piece(piece: Piece, store: Store, version: str) -> None:
    store.save(*process_file(piece.path, piece.path.name, version))


def measure(pieces: Sequence[Piece], repeat: int) -> list[Timing]:
    """The best of ``repeat`` runs of each, the two sides in turn; the language is loaded before the first."""
    timings = []
    with TemporaryDirectory() as folder, open_store(Path(folder) / "tasks.db") as store:
        process_file(pieces[0].path, "warm-up", "warm-up")
        for piece in pieces:
            ours, theirs = [], []
            for run in range(repeat):
                # A version of its own, so that the store does not leave the second run out as known.
                ours.append(_seconds(import_piece, piece, store, f"run {run}"))
                theirs.append(_seconds(read_with_pdfplumber, piece))
            timings.append(Timing(piece, min(ours), min(theirs)))
    return timings


def peak_memory(files: Sequence[Path]) -> float:
    """Megabytes that one process holds at most while it reads all ``files``, as a worker does."""
    code = (
        "import resource, sys; from pathlib import Path; from pipeline.process import process_file\n"
        "for name in sys.argv[1:]: process_file(Path(name), name, 'memory')\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    return float(subprocess.check_output([sys.executable, "-c", code, *map(str, files)]))


def help_seconds() -> float:
    command = [sys.executable, "-m", "flows.cli", "--help"]
    return min(_seconds(subprocess.check_output, command) for _ in range(5))


def report(timings: Sequence[Timing]) -> Iterator[str]:
    """One row a piece, then one a kind, as Markdown."""
    yield "| file | kind | pages | ours ms/page | pdfplumber ms/page | ratio |"
    yield "| --- | --- | ---: | ---: | ---: | ---: |"
    for timing in timings:
        yield _row(timing.piece.path.stem, timing.piece.kind, [timing])
    for kind, limit in LIMITS.items():
        of_kind = [timing for timing in timings if timing.piece.kind == kind]
        if of_kind:
            yield _row(f"**all** (limit {limit})", kind, of_kind)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder with PDF files")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each measurement; the best counts")
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    files = sorted(arguments.folder.rglob("*.pdf"))
    with TemporaryDirectory() as folder:
        pieces = [piece for pdf in files for piece in cut(pdf, Path(folder))]
        print("\n".join(report(measure(pieces, arguments.repeat))))
    print(f"\nstart-up of `kehoach --help`: {help_seconds():.2f} s (limit {HELP_SECONDS})")
    print(f"memory of a worker after all {len(files)} files: {peak_memory(files):.0f} MB (limit {WORKER_MB})")


def _seconds(call: Callable[..., object], *arguments: object) -> float:
    started = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - started


def _row(name: str, kind: str, timings: Sequence[Timing]) -> str:
    pages = sum(timing.piece.pages for timing in timings)
    ours, theirs = sum(timing.ours for timing in timings), sum(timing.theirs for timing in timings)
    return (
        f"| {name} | {kind} | {pages} | {1000 * ours / pages:.1f} | {1000 * theirs / pages:.1f} | {ours / theirs:.2f} |"
    )


if __name__ == "__main__":
    main()
