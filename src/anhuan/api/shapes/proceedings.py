"""Interviews and vetoes on the wire."""

from datetime import date, datetime
from typing import Any

import msgspec

from anhuan.api.shapes.cases import Choice
from anhuan.kernel.procedure import Procedure, ProceedingAct, ProceedingState
from anhuan.proceedings.types import ProceedingSight


class ProceedingLine(msgspec.Struct, frozen=True):
    """One line of the list; it names a unit or a firm, never a person of it."""

    number: str
    version: int
    procedure: Procedure
    state: ProceedingState
    trigger: str
    ground: str
    subject_name: str
    case_number: str
    unit_name: str
    ball_act: str
    ball_due_on: date | None
    ball_title: str
    ball_unit: str
    is_open: bool
    held_on: date | None
    decided_on: date | None
    effect_until: date | None
    circulated: int


class ProceedingList(msgspec.Struct, frozen=True):
    """A page; ``after`` opens the next and is empty on the last. ``total`` counts to 1000 and
    ``capped`` says that there are more."""

    rows: tuple[ProceedingLine, ...]
    after: str
    total: int
    capped: bool


class AskedOfUs(msgspec.Struct, frozen=True):
    """What is about the caller's units and firms."""

    rows: tuple[ProceedingLine, ...]


class ProceedingEntry(msgspec.Struct, frozen=True):
    """An act in the story of a proceeding."""

    version: int
    act: ProceedingAct
    at: datetime
    by_name: str
    data: dict[str, Any]
    body: dict[str, Any]
    erased: bool


class ProceedingFile(msgspec.Struct, frozen=True):
    """One proceeding as the caller may see it; ``sight`` says as what."""

    line: ProceedingLine
    sight: ProceedingSight
    body_name: str
    fix_by: date | None
    statement_until: date | None
    appeal_until: date | None
    story: tuple[ProceedingEntry, ...]
    choices: dict[ProceedingAct, Choice]


class ProceedingDone(msgspec.Struct, frozen=True):
    """The proceeding after an act."""

    number: str
    state: ProceedingState
    version: int
    is_open: bool


class Assessed(msgspec.Struct, frozen=True):
    """What counts of a year for one unit or firm."""

    name: str
    interviews: int
    circulated: int
    vetoes: int


class AssessedYear(msgspec.Struct, frozen=True):
    """What counts of a year for the assessment of units and firms."""

    year: int
    rows: tuple[Assessed, ...]
