"""What became of one document of a file: the only thing that a worker process sends back to the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from extractors.records import Extraction

Status = Literal["done", "partial", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """One document of a file and its outcome (picklable).

    ``path``: as the user named it. ``sha256``: of the file's bytes, None only where they could not be had.
    ``part``: 1, 2 … in a file of several documents, else None; ``pages``: of the file, in which the pages of each part
    are counted. ``imported_at``: aware, kept as UTC.
    ``text``: ``Document.text``, which the spans of ``extraction`` count in; its furniture begins at
    ``furniture_start``. ``scanned``: words of it were recognised from pictures. ``reason``: for any status but
    ``done``, one Vietnamese sentence that a user can act on.
    ``seconds``: what reading and extracting took, shared out among the documents of the file.
    """

    path: str
    sha256: str | None
    extractor_version: str
    imported_at: datetime
    status: Status
    format: str | None = None
    reason: str | None = None
    part: int | None = None
    pages: int | None = None
    extraction: Extraction | None = None
    text: str = ""
    furniture_start: int | None = None
    scanned: bool = False
    seconds: float | None = None

    def __post_init__(self) -> None:
        if self.imported_at.tzinfo is None:
            raise ValueError("imported_at needs a time zone")
        if (self.status == "done") != (self.reason is None):
            raise ValueError(f"status {self.status} with reason {self.reason!r}")
        if (self.extraction is not None) != (self.status in ("done", "partial")):
            raise ValueError(f"status {self.status} {'with' if self.extraction else 'without'} an extraction")
