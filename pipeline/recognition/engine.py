"""The engine (Tesseract with its Vietnamese data): where it is, which one it is, and the processes that run it.

The engine comes with the package ``tesserocr``; its language data is installed apart (Debian: ``tesseract-ocr-vie``)
and is looked for where installers put it. Pages are recognised in processes of their own: one that hangs or dies costs
its page, never the document.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pipeline.recognition.result import RecognisedPage
from pipeline.workers import Limits, WorkerLostError, WorkerPool

VERSION = 8  # of how pages are prepared and read: a new number recognises kept pages again
LANGUAGE = "vie.traineddata"
_FOLDERS = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
)
_WINDOWS = (
    ("PROGRAMFILES", "Tesseract-OCR"),
    ("LOCALAPPDATA", "Programs/Tesseract-OCR"),
    ("LOCALAPPDATA", "Tesseract-OCR"),
)
_MEMORY_MB = 3072
_PAGES_A_PROCESS = 100  # the engine's memory grows a little with each page


class PageLostError(Exception):
    """A page could not be recognised: ``why`` is ``timeout``, ``died`` or the engine's own words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@cache
def find_tessdata() -> Path | None:
    """The folder that holds the Vietnamese language data; None where the machine has none (or no engine)."""
    if find_spec("tesserocr") is None or find_spec("cv2") is None:
        return None
    return next((folder for folder in _candidates() if (folder / LANGUAGE).is_file()), None)


@cache
def engine_version() -> str:
    """What "the same engine" means: our own way of reading pages, Tesseract's version and the language data's bytes."""
    import tesserocr  # loads the engine: only where a page is to be recognised

    folder = find_tessdata()
    data = hashlib.sha256((folder / LANGUAGE).read_bytes()).hexdigest()[:12] if folder else "none"
    release = tesserocr.tesseract_version().split()[1]
    return f"{VERSION}-tesseract-{release}-{data}"


class Recogniser:
    """Up to ``pages_at_once`` recognising processes, started when the first page needs them."""

    def __init__(self, pages_at_once: int, page_seconds: float) -> None:
        limits = Limits(seconds=page_seconds, memory_mb=_MEMORY_MB, calls=_PAGES_A_PROCESS)
        self._pool: WorkerPool[RecognisedPage] = WorkerPool(_recognise, pages_at_once, limits)

    def recognise(self, data: bytes, shape: tuple[int, ...], dpi: float) -> RecognisedPage:
        """The words and rules of a picture (see ``page.recognise_picture``); PageLostError where that fails."""
        folder = find_tessdata()
        if folder is None:
            raise PageLostError("no language data")
        for last in (False, True):
            try:
                return self._pool.run(data, shape, dpi, str(folder))
            except WorkerLostError as lost:
                # Somebody ended the process, or it ran out of memory: once more. A page that hangs, hangs again.
                if lost.loss != "died" or last:
                    raise PageLostError(lost.loss) from lost
            except Exception as error:
                raise PageLostError(f"{type(error).__name__}: {error}") from error
        raise AssertionError  # the loop returns or raises

    def close(self) -> None:
        self._pool.close()


_lock = threading.Lock()
_recogniser: Recogniser | None = None


def recogniser(pages_at_once: int, page_seconds: float) -> Recogniser:
    """This process's recogniser: its processes are kept from file to file."""
    global _recogniser
    with _lock:
        if _recogniser is None:
            _recogniser = Recogniser(pages_at_once, page_seconds)
        return _recogniser


def _recognise(data: bytes, shape: tuple[int, ...], dpi: float, tessdata: str) -> RecognisedPage:
    from pipeline.recognition.page import recognise_picture  # OpenCV and Tesseract: only in the process that uses them

    return recognise_picture(data, shape, dpi, tessdata)


def _candidates() -> Iterator[Path]:
    named = os.environ.get("TESSDATA_PREFIX")
    if named:
        yield Path(named)
        yield Path(named) / "tessdata"
    for pattern in _FOLDERS:
        folder = Path(pattern)
        yield from sorted(Path(folder.anchor).glob(str(folder.relative_to(folder.anchor))), reverse=True)
    program = shutil.which("tesseract")
    if program:
        yield Path(program).resolve().parent / "tessdata"
        yield Path(program).resolve().parent.parent / "share" / "tessdata"
    for variable, folder_name in _WINDOWS:
        if os.environ.get(variable):
            yield Path(os.environ[variable]) / folder_name / "tessdata"
