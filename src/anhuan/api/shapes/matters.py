"""Matters of accountability on the wire."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from anhuan.accountability.types import Sight
from anhuan.api.shapes.cases import Choice
from anhuan.kernel.accountability import MatterAct, MatterState


class MatterLine(msgspec.Struct, frozen=True):
    """One line of the list of matters; it names a unit, never a person."""

    number: str
    version: int
    state: MatterState
    trigger: str
    behaviour: str
    ruling: str
    case_number: str
    case_title: str
    unit_name: str
    subject_unit: str
    ball_act: str
    ball_due_on: date | None
    ball_name: str
    ball_title: str
    ball_unit: str
    is_open: bool
    decided_on: date | None
    fed_back: bool


class MatterList(msgspec.Struct, frozen=True):
    """A page; ``after`` opens the next and is empty on the last. ``total`` counts to 1000 and
    ``capped`` says that there are more."""

    rows: tuple[MatterLine, ...]
    after: str
    total: int
    capped: bool


class MatterEntry(msgspec.Struct, frozen=True):
    """An act in the story of a matter."""

    version: int
    act: MatterAct
    at: datetime
    by_name: str
    data: dict[str, Any]
    body: dict[str, Any]
    erased: bool


class CitedFact(msgspec.Struct, frozen=True):
    """An act of a case that the matter cites."""

    id: UUID
    action: str
    at: datetime
    by_name: str
    case_number: str
    version: int


class MatterDeed(msgspec.Struct, frozen=True):
    """What the person did on the case, and whether the ball was then with the person."""

    at: datetime
    action: str
    version: int
    own_ball: bool


class MatterRecord(msgspec.Struct, frozen=True):
    """尽职情况: what the record says for the person; lengths in hours."""

    hours_with: float
    hours_elsewhere: float
    reminders: int
    extensions: int
    deeds: tuple[MatterDeed, ...]


class MatterFile(msgspec.Struct, frozen=True):
    """One matter as the caller may see it; ``sight`` says as what."""

    line: MatterLine
    sight: Sight
    person_name: str
    post_title: str
    body_name: str
    statement_until: date | None
    appeal_until: date | None
    effect_until: date | None
    cited: tuple[CitedFact, ...]
    record: MatterRecord | None
    story: tuple[MatterEntry, ...]
    choices: dict[MatterAct, Choice]


class MatterDone(msgspec.Struct, frozen=True):
    """The matter after an act."""

    number: str
    state: MatterState
    version: int
    is_open: bool


class Proposing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lead about a case, by its number."""

    given: dict[str, Any]


class MatterActBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Inputs of an act; a version other than ``seen_version`` refuses ``stale``."""

    given: dict[str, Any] = {}
    seen_version: int | None = None
