"""Values of inspections that cross their boundary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.cases.types import Exhibit
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
class Finding:
    """What was found on an item, in the finder's words, with its pictures."""

    description: str
    exhibits: Sequence[Exhibit] = ()


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
    """One visit with everything in it; ``reasons`` say why an item was not looked at, ``found``
    gives the number of the case that an item became."""

    line: VisitLine
    visit: Visit
    reasons: Mapping[str, str]
    words: Mapping[str, str]
    answers: Mapping[str, Answer]
    found: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """One item of a list that failed on one place, counted by who found it: the firm itself, or
    somebody from outside. Never put together: they are no measure of each other."""

    checklist: str
    item: str
    own: int
    others: int
    last_at: datetime
