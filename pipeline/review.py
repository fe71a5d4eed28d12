"""What a person should look at first: the view ``review_queue``, ordered by expected error."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlite_utils import Database

Row = dict[str, Any]


def review_queue(db: Database, document: str | None = None, limit: int | None = None) -> list[Row]:
    """Rows of the view ``review_queue``, the most likely wrong first; ``document``: id or number."""
    where, values = "", []
    if document is not None:
        where = "where document_id = ? or number = ?"
        values = [document, "".join(unicodedata.normalize("NFC", document).split())]
    query = f"select * from review_queue {where} order by expected_error desc, document_id, task_id limit ?"
    return list(db.query(query, [*values, -1 if limit is None else limit]))
