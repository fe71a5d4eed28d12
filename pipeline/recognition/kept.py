"""Pages that were recognised before: kept by the picture's bytes and the engine, so that none is recognised twice.

One small file a page in the user's cache folder, written under another name first: two processes that recognise the
same page at once do no harm, and a crash leaves no half of a page.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import platformdirs

from pipeline.recognition.result import DrawnRule, RecognisedPage, RecognisedWord


def picture_key(data: bytes, shape: tuple[int, ...], dpi: float, engine: str) -> str:
    """The name under which the page on this picture is kept."""
    digest = hashlib.sha256(f"{shape} {dpi:.2f} {engine}\n".encode())
    digest.update(data)
    return digest.hexdigest()


def kept_page(key: str, folder: Path | None = None) -> RecognisedPage | None:
    """The page kept under ``key``; None where there is none, or its file is damaged (then it is made anew)."""
    try:
        with gzip.open(_place(key, folder), "rt", encoding="utf-8") as file:
            found: dict[str, Any] = json.load(file)
        words = tuple(RecognisedWord(*word) for word in found.pop("words"))
        rules = tuple(DrawnRule(*rule) for rule in found.pop("rules"))
        back = tuple(found.pop("back"))
        return RecognisedPage(**found, words=words, rules=rules, back=back)
    except (OSError, EOFError, ValueError, TypeError, KeyError):
        return None


def keep_page(key: str, page: RecognisedPage, folder: Path | None = None) -> None:
    """Keep ``page``. A full or read-only disk is no failure of the document: the page is recognised again next time."""
    content = asdict(page)
    content["words"] = [list(asdict(word).values()) for word in page.words]
    content["rules"] = [list(asdict(rule).values()) for rule in page.rules]
    place = _place(key, folder)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as raw, gzip.open(raw, "wt", encoding="utf-8", compresslevel=5) as file:
                json.dump(content, file, ensure_ascii=False)
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _place(key: str, folder: Path | None) -> Path:
    root = folder or Path(platformdirs.user_cache_dir("kehoach", appauthor=False)) / "pages"
    return root / key[:2] / f"{key[2:]}.json.gz"
