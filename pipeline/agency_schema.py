"""The tables and views of the agency authority: who an agency was, what it is today, whose tasks it has now."""

from __future__ import annotations

# One row for each agency and group of the list (``place`` NULL) and for each agency of a place that a document names
# or that came after one. What an agency became stands in agency_successions, one row a successor; its share of the
# duties adds up to 1 over the successors (kind 'moved': share 0, the predecessor goes on).
# One statement at a time: sqlite-utils takes its time to part a long script.
AGENCIES = (
    "create table authority_lists (digest text primary key not null) strict",
    """
create table agencies (
    id text primary key not null,
    name text not null,
    listed text not null,
    kind text not null check (kind in ('agency', 'group')),
    level text,
    class text,
    place text,
    within text,
    valid_from text,
    valid_to text,
    basis text,
    folded text not null
) strict""",
    "create index agencies_listed on agencies (listed)",
    """
create table agency_aliases (
    agency_id text not null references agencies (id) on delete cascade,
    alias text not null,
    folded text not null,
    primary key (agency_id, alias)
) strict, without rowid""",
    "create index agency_aliases_folded on agency_aliases (folded)",
    """
create table agency_successions (
    predecessor_id text not null references agencies (id) on delete cascade,
    successor_id text not null references agencies (id) on delete cascade,
    since text not null,
    kind text not null check (kind in ('merged', 'renamed', 'divided', 'moved')),
    share real not null,
    duties text,
    basis text,
    primary key (predecessor_id, successor_id)
) strict, without rowid""",
    "create index agency_successions_successor on agency_successions (successor_id)",
    """
create table agency_members (
    group_id text not null references agencies (id) on delete cascade,
    member_id text not null references agencies (id) on delete cascade,
    each_unit text check (each_unit in ('province', 'district', 'commune')),
    certain integer not null check (certain in (0, 1)),
    primary key (group_id, member_id)
) strict, without rowid""",
    "alter table task_agencies add column agency_id text references agencies (id)",
    "alter table task_agencies add column canonical_rule text",
    "alter table task_agencies add column canonical_confidence real",
    "create index task_agencies_agency on task_agencies (agency_id)",
    """
create view current_agencies as
with recursive line (agency_id, now_id, share, steps) as (
    select id, id, 1.0, 0 from agencies
    union all
    select line.agency_id, s.successor_id, line.share * s.share, line.steps + 1
    from line join agency_successions as s on s.predecessor_id = line.now_id
    where s.kind <> 'moved' and s.since <= date('now') and line.steps < 9
)
select line.agency_id as agency_id, agencies.id as current_id, agencies.name as current_name,
    agencies.folded as current_folded, round(sum(line.share), 4) as share, max(line.steps) as steps
from line join agencies on agencies.id = line.now_id
where ifnull(agencies.valid_to, '9999') >= date('now') and not exists (
    select 1 from agency_successions as s
    where s.predecessor_id = line.now_id and s.kind <> 'moved' and s.since <= date('now')
)
group by line.agency_id, agencies.id""",
    """
create view tasks_by_current_agency as
select
    tasks.id as task_id,
    tasks.document_id as document_id,
    tasks.ordinal as ordinal,
    task_agencies.role as role,
    current.current_id as current_agency,
    round(min(1.0, sum(task_agencies.canonical_confidence * current.share)), 3) as confidence,
    max(current.steps) as steps,
    json_group_array(task_agencies.name) as printed,
    (select value from task_fields where task_id = tasks.id and field = 'task') as task,
    tasks.due_on as due_on,
    tasks.duplicate_of as duplicate_of
from task_agencies
join tasks on tasks.id = task_agencies.task_id
left join current_agencies as current on current.agency_id = task_agencies.agency_id
where not exists (select 1 from documents as newer where newer.replaces = tasks.document_id)
group by tasks.id, task_agencies.role, ifnull(current.current_id, '? ' || task_agencies.name)""",
)
