"""Scoring: the sources beside the gold answers imported into a database that lives as long as the scoring does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flows.arguments import Mistake
from pipeline.batch import import_paths, list_files
from pipeline.gold import GoldError, read_gold
from pipeline.score import Report, compare_with_baseline, evaluate, restrict_baseline


def scored(
    gold: Path,
    db: Path | None,
    sources: Path,
    only: frozenset[str] = frozenset(),
    *,
    page: Path | None = None,
    baseline: Mapping[str, Any] | None = None,
) -> tuple[Report, Mapping[str, Any] | None]:
    """The scores of ``db``; where it is None, of ``sources`` imported anew; and what of ``baseline`` they compare with.

    ``page``: where to write them as HTML.
    """
    try:
        if db is not None:
            return _evaluated(db, gold, only, sources, page, baseline)
        if not sources.is_dir():
            raise Mistake(f"Không có thư mục “{sources}”: hãy chỉ ra --sources hoặc --db.")
        with TemporaryDirectory() as folder:
            imported = Path(folder) / "scored.db"
            import_paths(_wanted(gold, sources, only), imported)
            return _evaluated(imported, gold, only, sources, page, baseline)
    except GoldError as error:
        raise Mistake(f"Đáp án có lỗi: {error}") from error


def _evaluated(
    db: Path, gold: Path, only: frozenset[str], sources: Path, page: Path | None, baseline: Mapping[str, Any] | None
) -> tuple[Report, Mapping[str, Any] | None]:
    report = evaluate(db, gold, only)
    baseline = restrict_baseline(baseline, report.documents) if baseline is not None and only else baseline
    if page is not None:
        from pipeline.evaluation_page import write_page

        try:
            write_page(page, report, db, sources if sources.is_dir() else None, baseline)
        except OSError as error:
            raise Mistake(f"Không ghi được báo cáo “{page}” ({error}): hãy chọn tệp khác ở --report.") from error
    return report, baseline


def _wanted(gold: Path, sources: Path, only: frozenset[str]) -> list[Path]:
    """The files below ``sources`` that have a gold answer."""
    names = {answers["file"] for answers in read_gold(gold, only)}
    return [path for path, _ in list_files([sources]) if path.name in names]


def read_baseline(path: Path) -> dict[str, Any]:
    """The scores kept in a file, in the form of ``Report.as_dict``."""
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Mistake(f"“{path}” không phải là tệp điểm: hãy tạo lại bằng --format json.") from error
    return kept


def worse_than(baseline: Mapping[str, Any], report: Report) -> list[str]:
    """A line for each figure that fell below the baseline by more than is tolerated."""
    drops = compare_with_baseline(report, baseline)
    return [f"Giảm: {drop.document or 'tổng'} {drop.figure} {drop.baseline:g} → {drop.now:g}" for drop in drops]
