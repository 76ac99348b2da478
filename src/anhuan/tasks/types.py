"""Values of tasks that cross their boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum, unique
from typing import Any
from uuid import UUID

from anhuan.evidence.types import StoredFile
from anhuan.kernel.task import Tally, Task, TaskAct


@unique
class Tab(StrEnum):
    """Which of the visible tasks a list shows."""

    OPEN = "open"
    MINE = "mine"
    UNIT = "unit"
    GIVEN = "given"
    OVERDUE = "overdue"
    UNASSIGNED = "unassigned"
    HELP = "help"
    ENDED = "ended"


@unique
class Watched(StrEnum):
    TASK = "task"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act left: the task after it."""

    task: Task
    number: str
    fact_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list of tasks."""

    id: UUID
    number: str
    version: int
    kind: str
    state: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A supporting unit with its part, and whether it has signed for it."""

    unit: UUID
    name: str
    part: str
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFile:
    """One task as its viewer sees it; where ``whole`` is false, the viewer's own part alone."""

    task: Task
    line: Line
    whole: bool
    requirement: str
    occasion: str
    source: str
    original: str
    document: UUID | None
    difficulty: str
    needed: str
    decision: str
    done: str
    help_name: str
    supports: tuple[Support, ...]
    up: tuple[Line, ...]
    down: tuple[Line, ...]
    tally: Tally | None
    open_parts: int
    watched: bool
    may_mark: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEntry:
    """One act in the timeline of a task."""

    version: int
    act: TaskAct
    at: datetime
    by_name: str
    post_title: str
    data: Mapping[str, Any]
    body: Mapping[str, Any]
    erased: bool
    fact_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseLine:
    """A clause with what became of it."""

    id: UUID
    position: int
    label: str
    depth: int
    is_heading: bool
    original: str
    text: str
    aside_reason: str
    tasks: tuple[Line, ...]

    @property
    def waits(self) -> bool:
        """Neither a task nor a reason: what the breakdown still owes."""
        return not (self.is_heading or self.aside_reason or self.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """An upper document in a list, with how many of its clauses wait."""

    id: UUID
    title: str
    number: str
    issuer: str
    issued_on: date | None
    unit_name: str
    clauses: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFile:
    """An upper document with its clauses."""

    line: DocumentLine
    removed: int
    may_break_down: bool
    clauses: tuple[ClauseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchLine:
    """A watched task that changed since the last look or is overdue."""

    line: Line
    changed: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """A stored file that an act brings along."""

    file: StoredFile
    use_id: UUID
