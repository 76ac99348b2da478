"""Values of accountability that cross its boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Any
from uuid import UUID

from anhuan.kernel.accountability import Matter, MatterAct
from anhuan.kernel.tenures import Stretch

BY_HAND = "person"
"""The trigger of a lead that a person wrote down without naming another origin."""
RUNG = "rung"
"""The trigger of a lead that a rung of a ladder proposed."""


@unique
class Tab(StrEnum):
    """Which of the visible matters a list shows."""

    OPEN = "open"
    MINE = "mine"
    LEADS = "leads"
    DECIDED = "decided"
    ENDED = "ended"


@unique
class Sight(StrEnum):
    """As what a viewer sees a matter: it says how much of it."""

    OFFICE = "office"
    BODY = "body"
    SUBJECT = "subject"
    SUPERIOR = "superior"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act left: the matter after it."""

    matter: Matter
    number: str
    fact_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list of matters. It names a unit, never a person."""

    id: UUID
    number: str
    version: int
    state: str
    trigger: str
    behaviour: str
    ruling: str
    case_number: str
    case_title: str
    unit_name: str
    subject_unit: str
    ball_act: str
    ball_due_on: date | None
    ball_post: UUID | None
    ball_name: str
    ball_title: str
    ball_unit: str
    is_open: bool
    decided_on: date | None
    fed_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterEntry:
    """One act in the story of a matter."""

    version: int
    act: MatterAct
    at: datetime
    by_name: str
    post_title: str
    data: Mapping[str, Any]
    body: Mapping[str, Any]
    erased: bool
    fact_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedFact:
    """An act of a case that a matter cites."""

    id: UUID
    action: str
    at: datetime
    by_name: str
    case: UUID
    case_number: str
    version: int
    linked: bool
    """Whether the viewer may open the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who held the ball, or answered above; nobody is accused by standing here."""

    person: UUID
    name: str
    post: UUID
    title: str
    unit: UUID | None
    unit_name: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """A stretch of the ball, worded: with whom it lay."""

    stretch: Stretch
    name: str
    title: str
    unit_name: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What the person did on the case, and with whom the ball then lay."""

    at: datetime
    action: str
    version: int
    own_ball: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """A post above that nobody held."""

    title: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRecord:
    """尽职情况: what the record says for the person, as much as against."""

    person: UUID
    name: str
    title: str
    case_number: str
    hours_with: float
    hours_elsewhere: float
    held: tuple[HeldLine, ...]
    deeds: tuple[Deed, ...]
    reminders: int
    extensions: int
    vacancies: tuple[Vacancy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterFile:
    """One matter as its viewer sees it."""

    matter: Matter
    line: Line
    sight: Sight
    person_name: str
    post_title: str
    body_name: str
    story: tuple[MatterEntry, ...]
    cited: tuple[CitedFact, ...]

    def said(self, name: str) -> str:
        """The latest words of an act that the viewer may read, by their input."""
        for entry in reversed(self.story):
            if entry.body.get(name):
                return str(entry.body[name])
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """A matter about the viewer."""

    number: str
    state: str
    case_number: str
    behaviour: str
    ruling: str
    statement_until: date | None
    appeal_until: date | None
    effect_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedLine:
    """A decided matter as a bulletin may tell it; ``name`` only where the decision is public."""

    number: str
    unit_name: str
    behaviour: str
    clause: str
    ruling: str
    decided_on: date
    document: str
    feedback_due: date | None
    fed_back: bool
    name: str
