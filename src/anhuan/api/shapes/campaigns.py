"""Campaigns and plans on the wire."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from anhuan.kernel.campaign import CampaignKind, CampaignState, RowState


class ListProgress(msgspec.Struct, frozen=True):
    """How a list stands. ``frozen`` is the denominator, fixed at the start; what was added later
    counts apart, what was taken out stays in it."""

    frozen: int
    done: int
    left: int
    missed: int
    removed: int
    added: int
    added_done: int
    open: int
    overdue: int


class CampaignFound(msgspec.Struct, frozen=True):
    """What its visits found and where that stands; the last five add up to ``all``."""

    all: int
    major: int
    general: int
    on_spot: int
    closed: int
    transferred: int
    open: int
    overdue: int


class CampaignLine(msgspec.Struct, frozen=True):
    """One line of the list of campaigns."""

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
    progress: ListProgress


class CampaignList(msgspec.Struct, frozen=True):
    """A page; ``after`` opens the next and is empty on the last. ``total`` counts to 1000 and
    ``capped`` says that there are more."""

    rows: tuple[CampaignLine, ...]
    after: str
    total: int
    capped: bool


class UnitProgress(msgspec.Struct, frozen=True):
    """One unit's part of a list. Units are told, persons are not."""

    unit: UUID
    name: str
    progress: ListProgress
    found: CampaignFound


class ReasonCount(msgspec.Struct, frozen=True):
    """Why checks were taken out (``removed``) or not made (``left``)."""

    state: RowState
    code: str
    count: int


class DrawProof(msgspec.Struct, frozen=True):
    """The promised hash, and since the draw its seed and lot; ``kept``: they belong together."""

    promise: str
    seed: str
    lot: str
    kept: bool
    list_hash: str


class CampaignFile(msgspec.Struct, frozen=True):
    """One campaign as the caller sees it. ``whole``: the whole list, not the own unit's part;
    ``sealed``: nothing of its list before its hour."""

    line: CampaignLine
    whole: bool
    sealed: bool
    units: tuple[UnitProgress, ...]
    reasons: tuple[ReasonCount, ...]
    found: CampaignFound
    draw: DrawProof | None


class PlannedCheck(msgspec.Struct, frozen=True):
    """One check of a list. ``visit_number``: the visit that made it."""

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
    visit_number: str
    ended_at: datetime | None


class PlannedChecks(msgspec.Struct, frozen=True):
    """A page of a list, what is due earliest first."""

    rows: tuple[PlannedCheck, ...]
    after: str
    total: int
    capped: bool
