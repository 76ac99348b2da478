"""Values of inspections that cross their boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.kernel.checklist import Answer, Tally
from anhuan.kernel.visit import Visit, VisitKind, VisitState


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDone:
    """What an act left: the visit after it; ``case`` is the number of the case it opened."""

    visit: Visit
    number: str
    fact_id: UUID
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """One line of a list of visits."""

    id: UUID
    number: str
    kind: VisitKind
    state: VisitState
    site: UUID
    unit: UUID | None
    checklist: str
    began_at: datetime
    ended_at: datetime | None
    tally: Tally
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFile:
    """One visit with everything in it; ``reasons`` say why an item was not looked at."""

    line: VisitLine
    visit: Visit
    reasons: Mapping[str, str]
    words: Mapping[str, str]
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastVisit:
    """The last visit to a place: when it ended, how, and what failed."""

    at: datetime
    kind: VisitKind
    state: VisitState
    findings: int
    failed: tuple[str, ...]
