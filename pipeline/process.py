"""One file's way from its bytes to what is known of it: intake → read → extract. Nothing here raises or is silent."""

from __future__ import annotations

import hashlib
import logging
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib import metadata, resources
from pathlib import Path

from extractors.assemble import extract
from extractors.document import Document, ReadProblem
from extractors.parts import split_documents
from extractors.records import Extraction, Issue
from pipeline.intake import MAX_BYTES, SourceFile, look_at
from pipeline.readers import read
from pipeline.readers.errors import ReadError
from pipeline.result import DocumentResult, Status

_log = logging.getLogger(__name__)

NO_TEXT = "Tệp không có chữ nào đọc được (có thể là bản quét ảnh): hãy tìm bản PDF số hoặc bản Word của văn bản này."
NO_MEMORY = "Tệp cần nhiều bộ nhớ hơn mức cho phép: hãy tách tệp thành các phần nhỏ hơn rồi nhập lại."
OWN_FAULT = "Phần mềm gặp lỗi khi đọc tệp này ({error}): hãy gửi tệp cho người phụ trách phần mềm."
_SHOWN_PROBLEMS = 3
_NO_FORMAT = frozenset(("unknown", "encrypted", "broken", "empty", "skipped"))  # what intake says of such a file


@cache
def extractor_version() -> str:
    """The package version and a digest of the rules, readers and data files: what "the same extractor" means.

    A digest cannot be forgotten at a release, as a hand-kept number can; a rule that changed reads old files again.
    """
    digest = hashlib.sha256()
    for package in ("extractors", "extractors.authority", "pipeline.readers", "pipeline.recognition"):
        for entry in sorted(resources.files(package).iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith((".py", ".tsv", ".yaml", ".f32")):
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    release = "0"
    with suppress(metadata.PackageNotFoundError):  # run from a checkout that was never installed
        release = metadata.version("kehoach")
    return f"{release}+{digest.hexdigest()[:8]}"


def process_file(path: Path, name: str, version: str, max_bytes: int = MAX_BYTES) -> tuple[DocumentResult, ...]:
    """Read one file and extract from each document that it holds; a failure is a result with a Vietnamese reason.

    One result as a rule; one each, with ``part`` 1, 2 …, where the file holds several documents. ``name``: the path
    as the user named it. ``version``: see :func:`extractor_version`.
    """
    started = time.monotonic()
    source = look_at(path, name, max_bytes=max_bytes)
    blank = _blank(source, version)
    try:
        results = _read_and_extract(source, blank)
    except ReadError as error:
        status: Status = "skipped" if source.media_type == "skipped" else "failed"
        results = (replace(blank, status=status, reason=error.message),)
    except MemoryError:
        results = (replace(blank, reason=NO_MEMORY),)
    except Exception as error:  # whatever a library throws at a broken file: it is that file's failure alone
        results = (replace(blank, reason=own_fault(error, name)),)
    seconds = round((time.monotonic() - started) / len(results), 3)
    return tuple(replace(result, seconds=seconds) for result in results)


def own_fault(error: Exception, name: str) -> str:
    """The reason of a failure that nobody foresaw: what a developer needs to find it, in one sentence."""
    _log.info("%s", name, exc_info=error)
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = "".join(f", {Path(frame.filename).name}:{frame.lineno}" for frame in last)
    return OWN_FAULT.format(error=f"{type(error).__name__}{place}")


def failure(name: str, sha256: str | None, version: str, reason: str) -> DocumentResult:
    """The result of a file of which nothing is known but why it could not be read."""
    return DocumentResult(name, sha256, version, datetime.now(UTC), "failed", reason=reason)


def _blank(source: SourceFile, version: str) -> DocumentResult:
    """``failed`` until something better is known."""
    blank = failure(source.name, source.sha256 or None, version, NO_TEXT)
    return blank if source.media_type in _NO_FORMAT else replace(blank, format=source.media_type)


def _read_and_extract(source: SourceFile, blank: DocumentResult) -> tuple[DocumentResult, ...]:
    whole = read(source)
    blank = replace(blank, pages=len(whole.pages) or None)
    if not whole.text[: _furniture_start(whole)].strip():
        return (blank,)
    documents = split_documents(whole)
    return tuple(
        replace(
            blank,
            part=number if len(documents) > 1 else None,
            status="partial" if any(not problem.is_doubt for problem in document.problems) else "done",
            reason=_reason(document),
            extraction=_with_problems(extract(document), document.problems),
            text=document.text,
            furniture_start=_furniture_start(document),
            scanned=any(page.recognised is not None for page in document.pages),
        )
        for number, document in enumerate(documents, 1)
    )


def _furniture_start(document: Document) -> int | None:
    return min((piece.span.start for piece in document.furniture), default=None)


def _with_problems(extraction: Extraction, problems: Sequence[ReadProblem]) -> Extraction:
    """What the reader could not read or doubts stands first among the issues."""
    found = (Issue(problem.code, "warning", problem.message, page=problem.page) for problem in problems)
    return replace(extraction, issues=(*found, *extraction.issues))


def _reason(document: Document) -> str | None:
    """What could not be read, as one sentence; None where all was read."""
    unread = (problem for problem in document.problems if not problem.is_doubt)
    problems = list(dict.fromkeys(map(_problem_words, unread)))
    if not problems:
        return None
    more = f"; và {len(problems) - _SHOWN_PROBLEMS} chỗ khác" if len(problems) > _SHOWN_PROBLEMS else ""
    return "; ".join(problems[:_SHOWN_PROBLEMS]) + more + "."


def _problem_words(problem: ReadProblem) -> str:
    words = problem.message.rstrip(". ")
    place = f"Trang {problem.page}"
    return words if problem.page is None or place.lower() in words.lower() else f"{place}: {words}"
