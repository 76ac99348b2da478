"""Values of obligations that cross their boundary."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anhuan.kernel.escalation import Owed, Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is due, as lists show it."""

    id: UUID
    act: str
    case: UUID | None
    number: str
    title: str
    site_name: str
    party: str
    post: UUID | None
    unit: UUID | None
    site: UUID | None
    ball: bool
    due_on: date | None
    estimated: bool
    term: str
    opened_at: datetime
    task: UUID | None = None
    duty: str = ""
    from_on: date | None = None
    matter: UUID | None = None
    permit: UUID | None = None
    proceeding: UUID | None = None
    call: UUID | None = None
    statement: UUID | None = None
    thing: str = ""
    object: UUID | None = None
    planned: UUID | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an obligation carries along of its case, task, matter, permit, proceeding, duty call
    statement or planned check, so that a list needs no join."""

    case: UUID | None = None
    task: UUID | None = None
    matter: UUID | None = None
    permit: UUID | None = None
    proceeding: UUID | None = None
    call: UUID | None = None
    statement: UUID | None = None
    planned: UUID | None = None
    number: str
    title: str
    site_name: str
    area_path: str
    kind: str
    grade: str
    overseer: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Climbed:
    """A rung that was reached and written down."""

    id: UUID
    obligation: UUID
    case: UUID | None
    act: str
    due_on: date | None
    family: str
    rung: str
    measure: str
    supervision: int
    became_at: datetime
    recorded_at: datetime
    post: UUID | None
    person: UUID | None
    climbed_from: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """What happens next if nothing is done: the rung and the instant it becomes true."""

    obligation: UUID
    act: str
    at: datetime
    measure: str
    supervision: int
    post: UUID | None
    person: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The 督办 level of a case (0: none), and what happens next."""

    level: int
    lapse: Lapse | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is written beside what follows from the rules: ``missing`` will not be written by
    itself, ``waiting`` waits for the worker, ``invented`` does not follow. ``last``: where to go
    on, ``None`` at the end."""

    missing: tuple[tuple[UUID, Reached], ...]
    waiting: tuple[tuple[UUID, Reached], ...]
    invented: tuple[tuple[UUID, str], ...]
    last: UUID | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An obligation of a case as escalation sees it."""

    id: UUID
    case: UUID
    ball: bool
    owed: Owed
