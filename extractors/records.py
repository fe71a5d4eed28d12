"""What an extractor gives back: mentions, deadlines, targets, agencies, tasks, issues and the account of everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from extractors.agency_history import PlacedAgency
from extractors.authority import Group
from extractors.document import Span

T_co = TypeVar("T_co", covariant=True)

Origin = Literal["rule", "table", "nlp", "person"]
DeadlineKind = Literal["by", "range", "point", "ongoing", "recurring", "relative", "unresolved"]
Severity = Literal["info", "warning", "error"]
AgencyKind = Literal["agency", "group", "person"]
Comparator = Literal[
    "=", ">=", ">", "<=", "<", "range", "approx", "maintain",
    "increase", "increase>=", "increase<=", "decrease", "decrease>=", "decrease<=",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """Something found in the text: ``printed`` is exactly the text of ``span``; ``value`` is None if not understood."""

    kind: str
    span: Span
    printed: str
    value: str | None
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class AgencyRef:
    """An agency, group of agencies or person.

    ``name``: as printed, white space collapsed, with the prefix that a list shares put to it (``Các Sở: Nội vụ; Y tế``
    → ``Sở Nội vụ``, ``Sở Y tế``). ``spans``: where its words stand (prefix and own words). ``canonical``: the name on
    the authority list for the document's date and level, None where it is not known or ambiguous.
    """

    name: str
    spans: tuple[Span, ...]
    kind: AgencyKind = "agency"
    canonical: str | None = None
    rule: str = "agency.known"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a printed name is on the authority list: an agency of a place, a group, or neither and why.

    ``problem``: ``unlisted``, ``ambiguous`` (several could be meant), ``not_in_being`` (listed, but not there on the
    document's day; ``meant`` tells which), ``own_room`` (a room of the issuing department). ``rule``: how it was found
    and how its place (``stated``, ``issuer``, ``unplaced``).
    """

    name: str
    agency: PlacedAgency | None = None
    group: Group | None = None
    rule: str = ""
    confidence: float = 0.0
    problem: Literal["unlisted", "ambiguous", "not_in_being", "own_room"] | None = None
    meant: tuple[PlacedAgency, ...] = ()

    @property
    def canonical(self) -> str | None:
        """The listed name with its place, None where it is not resolved."""
        if self.group is not None:
            return self.group.canonical
        return self.agency.name if self.agency is not None else None

    @property
    def key(self) -> str | None:
        """The id in the table ``agencies``."""
        return self.agency.key if self.agency is not None else self.canonical


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of a deadline that was not taken; ``why``: the code of the reason (``deadline_reasons.yaml``)."""

    printed: str
    why: str
    start_on: date | None = None
    due_on: date | None = None
    recurrence: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a task is due.

    ``printed``: the words verbatim, white space collapsed (several expressions joined by ``" | "``).
    ``start_on`` and ``due_on`` are inclusive days. ``recurrence``: None or of daily, weekly, biweekly, monthly,
    quarterly, semiannual, annual, periodic, ongoing, adhoc, several joined by ``+`` in that order.
    ``assumed_year``: the year that completed the date was not printed with it. ``basis``: what else the reading rests
    on (``year.title``, ``scan.digits``, ``holidays.unknown``, see ``deadline_reasons.yaml``). ``alternatives``: other
    readings of these words, and other words of the task that gave way.
    """

    printed: str
    spans: tuple[Span, ...]
    kind: DeadlineKind
    start_on: date | None = None
    due_on: date | None = None
    recurrence: str | None = None
    rule: str = "deadline"
    assumed_year: bool = False
    confidence: float = 1.0
    basis: tuple[str, ...] = ()
    alternatives: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class DateContext:
    """What completes a date: the day of issue, the years that the plan covers, a heading's or column's year.

    ``signed_on``: the day of the digital signature, which stands in for a day of issue that is nowhere stated.
    ``issue_year``: what is left of a day of issue that was not read.
    ``school_year``: the plan's two years are those of one school year.
    ``month_first``: the table's days are written as 1/31/2026 (a tracker exported with American settings).
    """

    issued_on: date | None = None
    first_year: int | None = None
    last_year: int | None = None
    heading_year: int | None = None
    published_on: date | None = None
    signed_on: date | None = None
    issue_year: int | None = None
    month_first: bool = False
    school_year: bool = False

    @property
    def begins_on(self) -> date | None:
        """From when the plan counts: its day of issue, else of its signature."""
        return self.issued_on or self.signed_on


@dataclass(frozen=True, slots=True)
class Target:
    """A quantified (or, with ``comparator`` None, a merely worded) target. Fields as in CONTRACT.md, ``target_table``.

    ``printed``: the figure with its comparison words, e.g. ``từ 80% trở lên``; ``span``: where it stands.
    """

    printed: str
    span: Span
    comparator: Comparator | None
    value: float | None = None
    value_max: float | None = None
    unit: str | None = None
    metric: str | None = None
    rate: str | None = None
    out_of: int | None = None
    baseline: str | None = None
    due_on: date | None = None
    rule: str = "target"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Field(Generic[T_co]):
    """A field of a task: the value, the printed words that it was read from, where they stand, and who says so."""

    value: T_co
    printed: str
    spans: tuple[Span, ...]
    origin: Origin
    rule: str
    confidence: float = 1.0


Agencies = tuple[AgencyRef, ...]
JudgedField = Literal["task", "lead", "coordinating", "deadline"]


@dataclass(frozen=True, slots=True)
class Check:
    """How sure one field of a task is, also one that is empty; ``reason``: what speaks against it, in Vietnamese."""

    field: JudgedField
    confidence: float
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One assigned action (RULES R1). ``section`` holds the printed labels from the outermost, ``titles`` their words.

    ``quote``: the words it was read from, also those of the marker and of its agency line's own part; ``page``: 1-based
    page of the first of them. ``targets``: the quantified statements of its own words and product. ``confidence``: that
    words, lead, coordination and deadline are all right; ``checks``: the same of each of them.
    """

    key: str
    section: tuple[str, ...]
    titles: tuple[str, ...]
    task: Field[str]
    quote: tuple[Span, ...]
    page: int | None = None
    criterion: Field[str] | None = None
    target: Field[str] | None = None
    lead: Field[Agencies] | None = None
    coordinating: Field[Agencies] | None = None
    actors: Field[Agencies] | None = None
    deadline: Field[Deadline] | None = None
    product: Field[str] | None = None
    targets: tuple[Target, ...] = ()
    checks: tuple[Check, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class BlockTarget:
    """A target that belongs to a block (``criterion`` set) or stands alone as a list item or table row."""

    key: str
    section: tuple[str, ...]
    criterion: str | None
    statement: Target
    quote: Span
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that could not be read or decided; ``message`` is Vietnamese, for the officer."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    page: int | None = None


Outcome = Literal["task", "target", "heading", "agency_line", "label", "field", "joined", "ignored", "unexplained"]


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one numbered item, table row or directive sentence: the account of everything."""

    what: Literal["item", "row", "paragraph", "sentence"]
    span: Span
    label: str
    outcome: Outcome
    rule: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that point to other tasks of the document (``nhiệm vụ tại khoản 1, 3, 5``, ``Phụ lục kèm theo``).

    ``task``: key of the task whose words point, None where the line is no task; ``targets``: keys of the tasks it
    points to; ``labels``: the printed labels, outermost first.
    """

    task: str | None
    kind: Literal["items", "annex"]
    printed: str
    span: Span
    labels: tuple[str, ...]
    targets: tuple[str, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class TableCount:
    """The count of one printed table: rows that its rules draw, that were read, that the account explains."""

    number: int
    page: int | None
    drawn: int
    read: int
    explained: int
    tasks: int
    span: Span

    @property
    def place(self) -> str:
        """The table as an officer finds it: ``Bảng 2 (trang 5)``."""
        return f"Bảng {self.number}" + (f" (trang {self.page})" if self.page else "")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Facts of the document (CONTRACT.md, ``documents``); None where the document does not state them.

    ``published_on``: the day of a news page about the plan. ``issue_year``: known also where the day beside it is not.
    ``work``: what kind of work that gives nobody anything to do it is by its cover (``manual``, ``study`` …).
    """

    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    signer: str | None = None
    title: str | None = None
    kind: str = "khác"
    is_plan: bool = False
    period_start: date | None = None
    period_end: date | None = None
    evidence: tuple[Mention, ...] = ()
    published_on: date | None = None
    issue_year: int | None = None
    work: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document; ``agencies``: who each of the names that it prints is, or that nobody is."""

    metadata: Metadata
    tasks: tuple[Task, ...] = ()
    targets: tuple[BlockTarget, ...] = ()
    issues: tuple[Issue, ...] = ()
    accounts: tuple[Account, ...] = ()
    agencies: tuple[Resolution, ...] = ()
    tables: tuple[TableCount, ...] = ()
    references: tuple[Reference, ...] = ()
