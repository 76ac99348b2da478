"""Tasks and documents from above on the wire."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from anhuan.api.shapes.cases import Choice
from anhuan.kernel.task import TaskAct, TaskKind, TaskState


class TaskLine(msgspec.Struct, frozen=True):
    """One line of the list of tasks; quantities are decimal text."""

    number: str
    version: int
    kind: TaskKind
    state: TaskState
    title: str
    round: int
    asker_unit: UUID
    asker_name: str
    lead_unit: UUID | None
    lead_name: str
    lead_person: str
    due_on: date | None
    ball_act: str
    ball_due_on: date | None
    ball_post: UUID | None
    ball_name: str
    ball_title: str
    ball_unit: str
    is_open: bool
    needs_help: bool
    quantity: Decimal | None
    measure_unit: str
    parts: int


class TaskList(msgspec.Struct, frozen=True):
    """A page; ``after`` opens the next and is empty on the last. ``total`` counts to 1000 and
    ``capped`` says that there are more."""

    rows: tuple[TaskLine, ...]
    after: str
    total: int
    capped: bool


class TaskSum(msgspec.Struct, frozen=True):
    """How the parts add up: ``left`` is what nobody has, negative when they are too many."""

    whole: Decimal
    given: Decimal
    done: Decimal
    left: Decimal


class Supporter(msgspec.Struct, frozen=True):
    """A supporting unit with its part."""

    unit: UUID
    name: str
    part: str
    signed: bool


class TaskEntry(msgspec.Struct, frozen=True):
    """An act in the timeline."""

    version: int
    act: TaskAct
    at: datetime
    by_name: str
    post_title: str
    data: dict[str, Any]
    body: dict[str, Any]
    erased: bool


class TaskFile(msgspec.Struct, frozen=True):
    """One task; where ``whole`` is false, the caller's unit supports it and sees its part."""

    line: TaskLine
    whole: bool
    requirement: str
    occasion: str
    source: str
    original: str
    difficulty: str
    needed: str
    decision: str
    done: str
    supports: tuple[Supporter, ...]
    up: tuple[TaskLine, ...]
    down: tuple[TaskLine, ...]
    sum: TaskSum | None
    timeline: tuple[TaskEntry, ...]
    choices: dict[TaskAct, Choice]


class TaskDone(msgspec.Struct, frozen=True):
    """The task after an act."""

    number: str
    state: TaskState
    version: int
    round: int
    due_on: date | None
    is_open: bool


class Giving(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new task; without ``lead`` a draft that nobody has."""

    given: dict[str, Any]
    lead: dict[str, Any] | None = None


class TaskActBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Inputs of an act; a version other than ``seen_version`` refuses ``stale``."""

    given: dict[str, Any] = {}
    seen_version: int | None = None
    exhibits: tuple[str, ...] = ()


class Entering(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An upper document as text; its clauses are read from it."""

    title: str
    issuer: str
    text: str
    number: str = ""
    issued_on: date | None = None


class Aside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """不涉及: why a clause needs no task."""

    reason: str


class ClauseOut(msgspec.Struct, frozen=True):
    """A clause with its original wording and what became of it."""

    id: UUID
    position: int
    label: str
    depth: int
    is_heading: bool
    original: str
    text: str
    aside_reason: str
    waits: bool
    tasks: tuple[TaskLine, ...]


class UpperDocument(msgspec.Struct, frozen=True):
    """An upper document; ``waiting`` clauses have neither a task nor a reason."""

    id: UUID
    title: str
    number: str
    issuer: str
    issued_on: date | None
    unit_name: str
    waiting: int
    removed: int
    clauses: tuple[ClauseOut, ...]
