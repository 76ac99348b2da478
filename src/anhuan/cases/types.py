"""Values of the case module that cross its boundary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Any
from uuid import UUID

from anhuan.base.ids import new_id
from anhuan.evidence.types import Capture, StoredFile
from anhuan.kernel.case import Action, Case
from anhuan.kernel.refusal import Refusal


@unique
class Sort(StrEnum):
    """The closed list of sorts; each has its index."""

    DUE = "due"
    NEWEST = "newest"
    FOUND = "found"
    NUMBER = "number"


@unique
class BallSide(StrEnum):
    """On whose side of the street the ball lies."""

    FIRM = "firm"
    GOVERNMENT = "government"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a ledger page is narrowed by; the URL holds all of it.

    ``overdue_since``: the ball's day has passed, and it was that day or a later one;
    ``returned_since``: a recheck failed on or after that day and the fix is under way again.
    ``supervision_from``: raised to that 督办 level or a higher one.
    ``mine``: the ball lies with the viewer; ``waiting``: it is the viewer's case, and the ball
    lies with somebody else.
    """

    query: str = ""
    area: UUID | None = None
    states: frozenset[str] = frozenset()
    open: bool | None = None
    kinds: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    grade: str = ""
    sources: frozenset[str] = frozenset()
    site: UUID | None = None
    unit: UUID | None = None
    department: UUID | None = None
    ball_post: UUID | None = None
    ball_side: str = ""
    mine: bool = False
    waiting: bool = False
    watched: bool = False
    overdue: bool = False
    due_within: int | None = None
    found_from: date | None = None
    found_to: date | None = None
    listed: bool = False
    relapsed: bool = False
    round_from: int | None = None
    supervision_from: int | None = None
    overdue_since: date | None = None
    returned_since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A stored file shown with an act. ``use_id`` may be made by the device."""

    file: StoredFile
    use_id: UUID = field(default_factory=new_id)
    capture: Capture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What came of an act: the case after it, and what was recorded."""

    case: Case
    number: str
    fact_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One act as a page tells it."""

    version: int
    action: Action | None
    at: datetime
    by: UUID | None
    by_name: str
    post_title: str
    for_firm: bool
    data: Mapping[str, Any]
    body: Mapping[str, Any]
    erased: bool
    exhibits: int
    state: str
    fact_id: UUID
    offline: bool = False
    """Whether it was made on a phone without a network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an act on one row of a selection."""

    number: str
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the ledger."""

    id: UUID
    number: str
    kind: str
    domain: str
    state: str
    grade: str
    round: int
    source: str
    site: UUID | None
    site_name: str
    description: str
    street_name: str
    due_on: date | None
    found_on: date | None
    is_open: bool
    is_listed: bool
    relapse: bool
    needs_grade: bool
    ball_act: str
    ball_due_on: date | None
    ball_post: UUID | None
    ball_name: str
    ball_title: str
    ball_unit: str
    version: int
    submitted_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuery:
    """A person's own tab over the ledger: its name and the query string it stands for."""

    id: UUID
    name: str
    query: str
    filters: Filters | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a work list says of a case beside what is due."""

    round: int
    major: bool
    source: str
    submitted_at: datetime | None
    original_due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One case whole: the kernel's value, and the words that stand beside it."""

    case: Case
    number: str
    source: str
    source_number: str
    site_name: str
    spot: str
    area: UUID | None
    area_path: str
    street: UUID | None
    found_by_text: str
    description: str
    original: str
    category: str
    activity: str
    basis: str
    requirement: str
    clause: str
    criterion: str
    consequence: str
    measure: str
    responsible: str
    finisher: str
    acceptor: str
    interim: str
    treatment: str
    emergency: str
    money_fen: int | None
    spent_fen: int | None
    done: str
    due_kind: str
    ball_act: str
    ball_due_on: date | None
    ball_post: UUID | None
    ball_unit: UUID | None
    ball_site: UUID | None
    parent_number: str
    watched: bool
    sealed: bool
    """Whether a reporter is kept under seal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Where the ball lies after an act; ``visible`` says whether the actor still sees the case."""

    number: str
    visible: bool
    act: str
    due_on: date | None
    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedReporter:
    """Who reported a case, as opened by somebody entitled to."""

    name: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAbout:
    """What a case is, and where it lies."""

    id: UUID
    number: str
    title: str
    area_path: str
    is_open: bool
    unit: UUID | None = None
    post: UUID | None = None
    site: UUID | None = None
    site_name: str = ""
