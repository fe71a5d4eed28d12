"""The views that say which tasks serve a target, and what has no counterpart."""

from __future__ import annotations

# A target of a block (words of a label "Mục tiêu", the cell of a group row) belongs to the tasks of its block: those
# that serve the same criterion or stand under the same label. One that stands alone in a list belongs to none.
TARGET_LINKS = """
create view target_tasks as
select id as target_id, task_id, 'task' as link from targets where task_id is not null
union all
select targets.id, tasks.id, 'block'
from targets join tasks on tasks.document_id = targets.document_id
where targets.task_id is null and targets.criterion is not null and (
    tasks.section = targets.section
    or substr(tasks.section, 1, length(targets.section) + 3) = targets.section || ' > '
    or targets.criterion = (select value from task_fields where task_id = tasks.id and field = 'criterion')
);
create view targets_without_task as
select target_table.*
from target_table
where not exists (select 1 from target_tasks where target_id = target_table.target_id);
create view tasks_without_target as
select task_table.*
from task_table
where task_table.target is null
    and not exists (select 1 from target_tasks where target_tasks.task_id = task_table.task_id);
"""
