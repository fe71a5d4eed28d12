"""What an office may set, from the environment (``KEHOACH_DB``, ``KEHOACH_WORKERS`` …); the defaults need nothing.

Imported only where a setting is used: pydantic takes longer to import than ``--help`` may take.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Limits are finite by default: one hostile file must not hold up or fill a machine of two cores."""

    model_config = SettingsConfigDict(env_prefix="KEHOACH_", frozen=True, extra="ignore")

    db: Path = Field(default=Path("tasks.db"), description="the database that commands use when none is named")
    workers: int | None = Field(default=None, ge=1, le=64, description="worker processes; one a core by default")
    max_file_mb: int = Field(default=200, ge=1, description="a larger file is refused unread")
    file_seconds: float = Field(default=300.0, gt=0, description="time that one file may take")
    worker_memory_mb: int | None = Field(default=4096, ge=256, description="address space of a worker process")
    worker_files: int = Field(default=200, ge=1, description="files after which a worker process is replaced")
    ocr_seconds: float = Field(
        default=240.0, gt=0, description="time for recognising pages of one file; the rest waits"
    )
    ocr_page_seconds: float = Field(default=90.0, gt=0, description="time that one page may take to recognise")
    ocr_pages_at_once: int | None = Field(default=None, ge=1, le=64, description="pages at once; one a core by default")
    ocr_cache: Path | None = Field(default=None, description="folder of recognised pages; the user's cache by default")
