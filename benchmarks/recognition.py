"""How well and how fast scans are read, against plain Tesseract on the same pictures in the same run.

    python benchmarks/recognition.py PLANS/p05.pdf PLANS/p08.pdf …

Each digital PDF is printed and scanned again (``scanning.py``), read by ``kehoach`` and by the program ``tesseract``
(one thread, the same language data), and compared with its own digital text: letters and diacritics page by page, in
the file's order of words or from row to row, whichever a reader is nearer to (two columns of a foot have no order).
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from rapidfuzz.distance import Levenshtein

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from benchmarks.scanning import DPI, scan_page  # noqa: E402
from pipeline.readers.pdf_page import PageContent, read_page  # noqa: E402
from pipeline.readers.scans import Picture, content_of  # noqa: E402
from pipeline.recognition.engine import find_tessdata  # noqa: E402


def letters(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def bare(character: str) -> str:
    return unicodedata.normalize("NFD", character.replace("đ", "d").replace("Đ", "D"))[0]


def compare(truth: str, read: str) -> tuple[int, int, int, int]:
    """Wrong letters, all letters, marked letters read right, all marked letters (those with a diacritic in either)."""
    a, b = letters(truth), letters(read)
    right = marked = 0
    for step in Levenshtein.opcodes("".join(map(bare, a)), "".join(map(bare, b))):
        for offset in range(step.src_end - step.src_start):
            wanted = a[step.src_start + offset]
            got = b[step.dest_start + offset] if step.tag == "equal" else ""
            if bare(wanted) != wanted or (got and bare(got) != got):
                marked += 1
                right += wanted == got
    return Levenshtein.distance(a, b), len(a), right, marked


def in_order(page: PageContent) -> str:
    return "\n".join(row.text for row in page.rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdf", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=3, help="pages of each file, from the second on")
    arguments = parser.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    from pipeline.recognition.page import recognise_picture  # after the limit of threads is set

    tessdata = find_tessdata()
    if tessdata is None:
        sys.exit("no Vietnamese language data: see kehoach doctor")
    ours, plain = [0, 0, 0, 0], [0, 0, 0, 0]
    seconds = {"kehoach": 0.0, "tesseract": 0.0}
    pages = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in arguments.pdf:
            document = pdfium.PdfDocument(path)
            document.init_forms()
            for index in range(min(1, len(document) - 1), min(len(document), 1 + arguments.pages)):
                page = document[index]
                truths = (page.get_textpage().get_text_range(), in_order(read_page(document, index)))
                picture = scan_page(page, degrees=1.0 if index % 2 == 0 else -1.0, seed=index)
                place = Path(folder) / "page.png"
                Image.fromarray(picture).save(place, dpi=(DPI, DPI))
                started = time.perf_counter()
                found = recognise_picture(picture.tobytes(), picture.shape, DPI, str(tessdata))
                width, height = (side * 72 / DPI for side in picture.shape[::-1])
                content = content_of(found, Picture(index + 1, width, height, np.asarray(picture), DPI))
                seconds["kehoach"] += time.perf_counter() - started
                started = time.perf_counter()
                command = ["tesseract", str(place), "-", "-l", "vie"]
                text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                seconds["tesseract"] += time.perf_counter() - started
                pages += 1
                if content.grids:
                    continue  # cells are read cell by cell, the text layer line by line: only the speed is compared
                for total, read in ((ours, in_order(content)), (plain, text)):
                    nearest = min(compare(truth, read) for truth in truths)
                    total[:] = [x + y for x, y in zip(total, nearest, strict=True)]
            document.close()
    for name, (wrong, all_letters, right, marked) in (("kehoach", ours), ("tesseract", plain)):
        letter_share = 1 - wrong / max(all_letters, 1)
        speed = pages / seconds[name]
        print(f"{name:<10} letters {letter_share:.4f}  diacritics {right / max(marked, 1):.4f}  {speed:.2f} pages/s")
    print(f"speed: {seconds['tesseract'] / seconds['kehoach']:.2f} times plain tesseract, {pages} pages")


if __name__ == "__main__":
    main()
