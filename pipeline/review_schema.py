"""The tables and views of review: how sure each field is, what people decided, and what they should look at first."""

from __future__ import annotations

from collections.abc import Mapping

from sqlite_utils import Database


def _field(name: str) -> str:
    return f"(select value from task_fields where task_id = tasks.id and field = '{name}')"


def _names(role: str) -> str:
    ordered = f"select name from task_agencies where task_id = tasks.id and role = '{role}' order by position"
    return f"json((select json_group_array(name) from ({ordered})))"


_REVIEW = f"""
-- How sure each judged field of a record is, also one that is empty, and what speaks against it.
create table record_checks (
    task_id text not null references tasks (id) on delete cascade,
    field text not null check (field in ('task', 'lead', 'coordinating', 'deadline')),
    confidence real not null check (confidence between 0 and 1),
    reason text,
    primary key (task_id, field)
) strict, without rowid;

-- What a person decided. Rows are only ever added, and outlive the tasks that they speak of: a task that is read again
-- has the same id. ``reading``: the record as the person saw it; a reading that has changed since is open again.
create table reviews (
    id integer primary key not null,
    task_id text not null,
    verdict text not null check (verdict in ('accepted')),
    reading text not null,
    words text not null,
    reviewer text,
    reviewed_at text not null
) strict;
create index reviews_task on reviews (task_id);

create view task_readings as
select
    tasks.id as task_id,
    json_array(
        {_field("task")}, {_names("lead")}, {_names("coordinating")},
        tasks.start_on, tasks.due_on, tasks.recurrence, {_field("criterion")}, {_field("product")}
    ) as reading
from tasks;
"""

_IS_REVIEWED = """exists (
        select 1 from reviews join task_readings on task_readings.task_id = reviews.task_id
        where reviews.task_id = tasks.id and reviews.reading = task_readings.reading
    )"""
_CHANGES = {
    "tasks.confidence as confidence": f"case when {_IS_REVIEWED} then 1.0 else tasks.confidence end as confidence",
    "0 as reviewed": f"{_IS_REVIEWED} as reviewed",
}

# Ordered by what is most likely wrong. An issue that belongs to no record stands among them by its severity: how
# often such an issue marks a real loss is not learned yet.
_REVIEW_QUEUE = """
create view review_queue as
select
    'nhiệm vụ' as what, task_table.task_id as task_id, task_table.document_id as document_id,
    documents.number as number, documents.path as path, task_table.page as page, task_table.section as section,
    task_table.task as words, round(1 - task_table.confidence, 4) as expected_error,
    task_table.confidence as confidence, weakest.field as weakest_field, weakest.confidence as field_confidence,
    case when exists (select 1 from reviews where reviews.task_id = task_table.task_id)
        then 'Kết quả đọc đã khác lần duyệt trước. ' else '' end
        || coalesce(weakest.reason, '') as reason
from task_table
join documents on documents.id = task_table.document_id
left join record_checks as weakest on weakest.task_id = task_table.task_id and weakest.field = (
    select field from record_checks where record_checks.task_id = task_table.task_id order by confidence, field limit 1
)
where not task_table.reviewed and task_table.duplicate_of is null
union all
select
    'vấn đề', null, issues.document_id, documents.number, documents.path, issues.page, null, issues.message,
    case issues.severity when 'error' then 0.9 when 'warning' then 0.5 else 0.1 end, null, issues.code, null,
    'Đối chiếu với văn bản gốc.'
from issues
join documents on documents.id = issues.document_id
where issues.code not in ('lead_unknown', 'deadline_unresolved')
    and documents.same_plan_as is null
    and not exists (select 1 from documents as newer where newer.replaces = documents.id)
order by expected_error desc;
"""


def add_review(db: Database) -> None:
    """The migration: ``task_table`` keeps its columns as they are by now, but for the two that a review decides."""
    db.executescript(_REVIEW)
    db.executescript(f"{_changed_view(db, 'task_table', _CHANGES)}; {_REVIEW_QUEUE}")


def leave_doubts_to_records(db: Database) -> None:
    """The migration: a doubt that is told of a record stands in the queue once, with the record."""
    changes = {"'deadline_unresolved')": "'deadline_unresolved', 'maybe_no_task')"}
    db.executescript(_changed_view(db, "review_queue", changes))


def _changed_view(db: Database, name: str, changes: Mapping[str, str]) -> str:
    """The statements that make view ``name`` anew with ``changes`` of its words, each standing there once."""
    view = db.view(name).schema
    for before, after in changes.items():
        if view.count(before) != 1:
            raise ValueError(f"{name} has no {before!r}")
        view = view.replace(before, after)
    return f"drop view {name}; {view}"
