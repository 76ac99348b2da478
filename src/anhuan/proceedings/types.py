"""Values of proceedings that cross their boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Any
from uuid import UUID

from anhuan.kernel.procedure import Proceeding, ProceedingAct

BY_HAND = "person"
"""The trigger of a proposal that a person wrote down without naming another origin."""
RUNG = "rung"
"""The trigger of a proposal that a rung of a ladder made."""


@unique
class ProceedingTab(StrEnum):
    """Which of the visible proceedings a list shows."""

    OPEN = "open"
    MINE = "mine"
    INTERVIEWS = "interviews"
    VETOES = "vetoes"
    IN_FORCE = "in_force"
    ENDED = "ended"


@unique
class ProceedingSight(StrEnum):
    """As what a viewer sees a proceeding: it says how much of it."""

    OFFICE = "office"
    BODY = "body"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingDone:
    """What an act left: the proceeding after it."""

    proceeding: Proceeding
    number: str
    fact_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingLine:
    """One line of a list: a unit or a firm, never a person of it."""

    id: UUID
    number: str
    version: int
    procedure: str
    state: str
    trigger: str
    ground: str
    subject_name: str
    case_number: str
    case_title: str
    unit_name: str
    ball_act: str
    ball_due_on: date | None
    ball_post: UUID | None
    ball_name: str
    ball_title: str
    ball_unit: str
    is_open: bool
    held_on: date | None
    decided_on: date | None
    effect_until: date | None
    circulated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingPage:
    """A page of the list; ``after`` opens the next and is empty on the last."""

    rows: tuple[ProceedingLine, ...]
    after: str
    total: int
    capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingEntry:
    """One act in the story of a proceeding; ``by_name`` is empty for the system."""

    version: int
    act: ProceedingAct
    at: datetime
    by_name: str
    data: Mapping[str, Any]
    body: Mapping[str, Any]
    erased: bool
    fact_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingFile:
    """One proceeding as its viewer sees it."""

    proceeding: Proceeding
    line: ProceedingLine
    sight: ProceedingSight
    body_name: str
    story: tuple[ProceedingEntry, ...]
    linked: bool
    """Whether the viewer may open the case."""

    def said(self, name: str) -> str:
        """The latest words of an act that the viewer may read, by their input."""
        for entry in reversed(self.story):
            if entry.body.get(name):
                return str(entry.body[name])
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What counts of a year for the assessment of a unit or a firm (年度考核)."""

    name: str
    interviews: int
    circulated: int
    vetoes: int
