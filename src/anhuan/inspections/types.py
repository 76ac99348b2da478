"""Values of inspections that cross their boundary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Any
from uuid import UUID

from anhuan.cases.figures import Found
from anhuan.cases.types import Exhibit
from anhuan.kernel.campaign import Campaign, CampaignKind, CampaignState, Progress, RowState
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LastVisit:
    """The last visit to a place: when it ended, how, and what failed."""

    at: datetime
    kind: VisitKind
    state: VisitState
    findings: int
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDone:
    """What an act on a campaign left: the campaign after it."""

    campaign: Campaign
    number: str
    fact_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLine:
    """One line of a list of campaigns; ``progress`` as far as the reader may see the list."""

    id: UUID
    number: str
    version: int
    kind: CampaignKind
    state: CampaignState
    title: str
    unit: UUID
    unit_name: str
    from_on: date
    to_on: date
    sealed_until: datetime | None
    is_open: bool
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One check of a list; ``overdue`` follows from the day it is read on. ``visit_kind``: of a
    visit that makes it, by ``checklist``; ``may_begin``: its hour has come and it is open."""

    id: UUID
    site: UUID
    site_name: str
    unit: UUID
    unit_name: str
    rule: str
    from_on: date
    due_on: date
    added: bool
    state: RowState
    code: str
    overdue: bool
    joint: UUID | None
    visit: UUID | None
    visit_number: str
    ended_at: datetime | None
    campaign_number: str
    campaign_title: str
    visit_kind: VisitKind
    checklist: str = ""
    may_begin: bool = False
    officers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What proves a draw: the promised hash, and once it is told the seed with the lot. ``kept``:
    the seed is the one that was promised."""

    promise: str
    seed: str
    lot: str
    kept: bool
    list_hash: str


@unique
class Division(StrEnum):
    """By what a list is divided besides its units; the column of the check."""

    STREET = "street"
    INDUSTRY = "industry"
    SUBJECT = "subject"
    RISK = "risk"


@dataclass(slots=True, kw_only=True)
class ClassFigures:
    """How the places of one class stand. ``places`` counts each once, however often it is to be
    checked; ``remit``: how many of the class the unit has in its area now, if the viewer sees
    them all."""

    progress: Progress = field(default_factory=Progress)
    found: Found = field(default_factory=Found)
    places: int = 0
    remit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFile:
    """One campaign as the viewer sees it. ``whole``: the whole list, not the own unit's part;
    ``over``: the viewer stands above whoever runs it; ``sealed``: nothing of the list before its
    hour. ``units`` gives name, progress and findings."""

    line: CampaignLine
    campaign: Campaign
    whole: bool
    over: bool
    sealed: bool
    units: Mapping[UUID, tuple[str, Progress, Found]]
    reasons: Mapping[tuple[RowState, str], int]
    found: Found
    draw: Draw | None
    figures: Mapping[str, Any] | None
