"""The shape of the database: named migrations, applied in order, each in one transaction.

A migration that has been released is never edited; a change is a new migration at the end. The views promise what
users, Datasette and the scorer read; no view calls a function of our own, so that any SQLite tool opens the file.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from pipeline.agency_schema import AGENCIES
from pipeline.review_schema import add_review, leave_doubts_to_records
from pipeline.target_links import TARGET_LINKS

MIGRATIONS = Migrations("kehoach")

# Texts are NFC; unknown is NULL, never ''. Rows that belong to a document or task go with it.
_DOCUMENTS = """
create table documents (
    id text primary key not null,
    path text not null,
    part integer,
    sha256 text,
    format text,
    pages integer,
    imported_at text not null,
    extractor_version text not null,
    status text not null check (status in ('done', 'partial', 'failed', 'skipped')),
    reason text check ((reason is null) = (status = 'done')),
    number text,
    issued_on text,
    issuer text,
    signer text,
    title text,
    kind text,
    is_plan integer check (is_plan in (0, 1)),
    period_start text,
    period_end text,
    same_plan_as text references documents (id) on delete set null deferrable initially deferred,
    replaces text references documents (id) on delete set null deferrable initially deferred,
    seconds real
) strict;
create unique index documents_offered on documents (path, ifnull(sha256, ''), ifnull(part, 0));
create index documents_sha256 on documents (sha256);
create index documents_number on documents (number);
create index documents_same_plan_as on documents (same_plan_as);
create index documents_replaces on documents (replaces);

create table document_texts (
    document_id text primary key not null references documents (id) on delete cascade,
    text text not null,
    furniture_start integer
) strict;

create table document_evidence (
    document_id text not null references documents (id) on delete cascade,
    ordinal integer not null,
    field text not null,
    value text,
    printed text not null,
    rule text not null,
    confidence real not null,
    span_start integer not null,
    span_end integer not null,
    primary key (document_id, ordinal)
) strict, without rowid;
"""

_TASKS = """
create table tasks (
    id text primary key not null,
    document_id text not null references documents (id) on delete cascade,
    ordinal integer not null,
    section text,
    section_title text,
    deadline_kind text,
    start_on text,
    due_on text,
    recurrence text,
    page integer,
    quote text not null,
    quote_spans text not null,
    same_as text references tasks (id) on delete set null deferrable initially deferred,
    duplicate_of text references tasks (id) on delete set null deferrable initially deferred,
    confidence real not null
) strict;
create unique index tasks_document on tasks (document_id, ordinal);
create index tasks_due_on on tasks (due_on);
create index tasks_same_as on tasks (same_as);
create index tasks_duplicate_of on tasks (duplicate_of);

create table task_fields (
    task_id text not null references tasks (id) on delete cascade,
    field text not null,
    value text not null,
    printed text not null,
    origin text not null check (origin in ('rule', 'table', 'nlp', 'person')),
    rule text not null,
    confidence real not null,
    evidence text not null,  -- JSON: [[start, end], …] in code points of document_texts.text
    primary key (task_id, field)
) strict, without rowid;

create table task_agencies (
    task_id text not null references tasks (id) on delete cascade,
    role text not null check (role in ('lead', 'coordinating', 'actor')),
    position integer not null,
    name text not null,
    canonical text,
    kind text not null,
    rule text not null,
    confidence real not null,
    evidence text not null,
    folded_name text not null,
    folded_canonical text,
    primary key (task_id, role, position)
) strict, without rowid;

create table targets (
    id text primary key not null,
    document_id text not null references documents (id) on delete cascade,
    task_id text references tasks (id) on delete cascade,
    ordinal integer not null,
    section text,
    criterion text,
    text text not null,
    metric text,
    comparator text,
    value real,
    value_max real,
    unit text,
    rate text,
    out_of integer,
    baseline text,
    due_on text,
    page integer,
    quote text not null,
    rule text not null,
    confidence real not null,
    span_start integer not null,
    span_end integer not null
) strict;
create unique index targets_document on targets (document_id, ordinal);
create index targets_task on targets (task_id);
"""

_ACCOUNT = """
create table issues (
    document_id text not null references documents (id) on delete cascade,
    ordinal integer not null,
    code text not null,
    severity text not null check (severity in ('info', 'warning', 'error')),
    message text not null,
    page integer,
    span_start integer,
    span_end integer,
    primary key (document_id, ordinal)
) strict, without rowid;
create index issues_code on issues (code);

create table accounts (
    document_id text not null references documents (id) on delete cascade,
    ordinal integer not null,
    what text not null,
    label text,
    outcome text not null,
    rule text not null,
    page integer,
    span_start integer not null,
    span_end integer not null,
    primary key (document_id, ordinal)
) strict, without rowid;
create index accounts_outcome on accounts (outcome);
"""

# A number of its own, because VACUUM may renumber the rowids of a table without one. FTS5 folds no đ, so the folding
# is done before storing; the exact columns keep the diacritics for users who type them.
_SEARCH = """
create table task_search (
    number integer primary key not null,
    task_id text not null unique references tasks (id) on delete cascade,
    words text not null,
    context text not null,
    exact_words text not null,
    exact_context text not null,
    folded_words text not null,
    folded_context text not null
) strict;
create virtual table task_search_fts using fts5 (
    exact_words, exact_context, folded_words, folded_context,
    content="task_search", content_rowid='number', tokenize='unicode61 remove_diacritics 0', prefix='2 3'
);
create trigger task_search_ai after insert on task_search begin
    insert into task_search_fts (rowid, exact_words, exact_context, folded_words, folded_context)
    values (new.number, new.exact_words, new.exact_context, new.folded_words, new.folded_context);
end;
create trigger task_search_ad after delete on task_search begin
    insert into task_search_fts (task_search_fts, rowid, exact_words, exact_context, folded_words, folded_context)
    values ('delete', old.number, old.exact_words, old.exact_context, old.folded_words, old.folded_context);
end;
create trigger task_search_au after update on task_search begin
    insert into task_search_fts (task_search_fts, rowid, exact_words, exact_context, folded_words, folded_context)
    values ('delete', old.number, old.exact_words, old.exact_context, old.folded_words, old.folded_context);
    insert into task_search_fts (rowid, exact_words, exact_context, folded_words, folded_context)
    values (new.number, new.exact_words, new.exact_context, new.folded_words, new.folded_context);
end;
"""


_COUNTS_AND_REFERENCES = """
create table table_counts (
    document_id text not null references documents (id) on delete cascade,
    ordinal integer not null,
    page integer,
    rows_drawn integer not null,
    rows_read integer not null,
    rows_explained integer not null,
    task_rows integer not null,
    span_start integer not null,
    span_end integer not null,
    primary key (document_id, ordinal)
) strict, without rowid;

create table task_references (
    document_id text not null references documents (id) on delete cascade,
    ordinal integer not null,
    task_id text references tasks (id) on delete cascade,
    kind text not null check (kind in ('items', 'annex')),
    printed text not null,
    target_task_id text references tasks (id) on delete cascade,
    page integer,
    span_start integer not null,
    span_end integer not null,
    primary key (document_id, ordinal)
) strict, without rowid;
create index task_references_task on task_references (task_id);
create index task_references_target on task_references (target_task_id);
"""


def _field(name: str) -> str:
    """SQL for the value of one field of the task at hand."""
    return f"(select value from task_fields where task_id = tasks.id and field = '{name}')"


def _agencies(role: str, column: str) -> str:
    """SQL for a JSON array of one column of the task's agencies, in printed order; ``[]`` where there are none."""
    # The inner select gives the order: json_group_array(… order by …) needs SQLite 3.44.
    ordered = f"select {column} from task_agencies where task_id = tasks.id and role = '{role}' order by position"
    return f"(select json_group_array({column}) from ({ordered}))"


_TASK_TABLE = f"""
create view task_table as
select
    tasks.id as task_id,
    tasks.document_id as document_id,
    tasks.ordinal as ordinal,
    tasks.section as section,
    tasks.section_title as section_title,
    {_field("criterion")} as criterion,
    {_field("task")} as task,
    {_field("target")} as target,
    {_agencies("lead", "name")} as lead_agencies,
    {_agencies("coordinating", "name")} as coordinating_agencies,
    {_agencies("lead", "canonical")} as lead_canonical,
    {_agencies("coordinating", "canonical")} as coordinating_canonical,
    {_agencies("actor", "name")} as actors,
    {_field("deadline")} as deadline_text,
    tasks.deadline_kind as deadline_kind,
    tasks.start_on as start_on,
    tasks.due_on as due_on,
    tasks.recurrence as recurrence,
    {_field("product")} as product,
    tasks.page as page,
    tasks.quote as quote,
    tasks.same_as as same_as,
    tasks.duplicate_of as duplicate_of,
    tasks.confidence as confidence,
    0 as reviewed
from tasks
where not exists (select 1 from documents as newer where newer.replaces = tasks.document_id);
"""

_TARGET_TABLE = """
create view target_table as
select
    targets.id as target_id, targets.document_id as document_id, targets.task_id as task_id,
    targets.section as section, targets.criterion as criterion, targets.text as text, targets.metric as metric,
    targets.comparator as comparator, targets.value as value, targets.value_max as value_max, targets.unit as unit,
    targets.rate as rate, targets.out_of as out_of, targets.baseline as baseline, targets.due_on as due_on,
    targets.page as page, targets.quote as quote
from targets
where not exists (select 1 from documents as newer where newer.replaces = targets.document_id);
"""


# Position 0 is the reading taken; the others say why they were not. ``due_days``: JSON, the days of a recurring duty.
_READINGS = """
create table deadline_readings (
    task_id text not null references tasks (id) on delete cascade,
    position integer not null,
    printed text not null,
    rule text not null,
    reason text not null,
    start_on text,
    due_on text,
    recurrence text,
    due_days text not null,
    primary key (task_id, position)
) strict, without rowid;
"""


# ``scanned``: its words were recognised from pictures. The shingles find documents whose texts may be alike.
_SAME_PLAN = """
alter table documents add column scanned integer not null default 0 check (scanned in (0, 1));
create table document_shingles (
    shingle integer not null,
    document_id text not null references documents (id) on delete cascade,
    primary key (shingle, document_id)
) strict, without rowid;
create index document_shingles_document on document_shingles (document_id);
"""


@MIGRATIONS(name="0001_documents")
def _documents(db: Database) -> None:
    db.executescript(_DOCUMENTS)


@MIGRATIONS(name="0002_tasks")
def _tasks(db: Database) -> None:
    db.executescript(_TASKS)


@MIGRATIONS(name="0003_issues_and_accounts")
def _account(db: Database) -> None:
    db.executescript(_ACCOUNT)


@MIGRATIONS(name="0004_search")
def _search(db: Database) -> None:
    db.executescript(_SEARCH)


@MIGRATIONS(name="0005_views")
def _views(db: Database) -> None:
    db.executescript(_TASK_TABLE + _TARGET_TABLE)


@MIGRATIONS(name="0005b_target_links")
def _target_links(db: Database) -> None:
    db.executescript(TARGET_LINKS)


@MIGRATIONS(name="0006_agencies")
def _agency_lists(db: Database) -> None:
    for statement in AGENCIES:
        db.execute(statement)


@MIGRATIONS(name="0007_deadline_readings")
def _readings(db: Database) -> None:
    db.executescript(_READINGS)


@MIGRATIONS(name="0008_table_counts_and_references")
def _table_counts_and_references(db: Database) -> None:
    db.executescript(_COUNTS_AND_REFERENCES)


@MIGRATIONS(name="0009_same_plan")
def _same_plan(db: Database) -> None:
    from pipeline.same_plan import sketch_rows

    db.executescript(_SAME_PLAN)
    for row in list(db.query("select document_id, text, furniture_start from document_texts")):
        db.table("document_shingles").insert_all(sketch_rows(row["document_id"], row["text"][: row["furniture_start"]]))


@MIGRATIONS(name="0010_review")
def _review(db: Database) -> None:
    add_review(db)


@MIGRATIONS(name="0011_doubts_with_records")
def _doubts_with_records(db: Database) -> None:
    leave_doubts_to_records(db)


def migrate(db: Database) -> None:
    """Bring ``db`` to the newest shape; two processes that open a new file at once do it only once.

    The write lock is taken before the pending migrations are listed; each of them is a savepoint inside.
    """
    if not MIGRATIONS.pending(db):
        return
    db.conn.execute("begin immediate")
    try:
        MIGRATIONS.apply(db)
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.commit()
