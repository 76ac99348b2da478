"""Values of responsibility that cross the module's boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anhuan.kernel.chain import Break, Line, Side
from anhuan.territory.types import Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeLines:
    """企业主体 · 行业主管 · 属地监管 as of ``at``; ``None`` where no post is charged."""

    lines: Mapping[Line, Holder | None]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLine:
    """One charge as recorded now; ``holder`` is who held the post on the day asked about."""

    id: UUID
    object: UUID
    subject: str
    line: Line
    level: str
    side: Side
    post: UUID
    holder: Holder | None
    since: datetime
    until: datetime | None
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A line on which nobody answers: no post is charged, or nobody holds the post."""

    line: Line
    broken: Break
    post: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """A duty on a post, for an object: a site or an area. ``field``: the subject charged with
    (the field of a deputy, the number of a hazard source)."""

    code: str
    post: UUID
    unit: UUID | None
    object: UUID
    thing: str
    name: str
    path: str
    since: date
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """Who takes a post over; ``acting``: only stands in, until ``until``."""

    person: UUID
    acting: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """Nobody yet: why, and by which day somebody will be named."""

    because: str
    fill_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverLine:
    """One post of a handover as recorded; no ``successor``: vacant for the reason given."""

    leaving: UUID
    post: UUID
    title: str
    unit_name: str
    person: UUID
    person_name: str
    successor: UUID | None
    successor_name: str
    acting: bool
    because: str
    fill_by: date | None
    since: datetime
    basis: str
    orphans: Mapping[str, int]
    by: UUID | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """When a person signed the duties of a post, and which."""

    post: UUID
    person: UUID
    codes: tuple[str, ...]
    on_paper: bool
    signed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A post of a firm with its duties and whether its holder signed them as they read now."""

    post: UUID
    title: str
    holder: Holder | None
    duties: tuple[str, ...]
    signed: Signed | None

    @property
    def gap(self) -> str:
        """Why the position does not count as covered: vacant, unsigned, outdated, or ""."""
        if self.holder is None or self.holder.person is None:
            return "vacant"
        if self.signed is None:
            return "unsigned"
        return "" if set(self.duties) <= set(self.signed.codes) else "outdated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensor:
    """The unit that answers for a permit, with whoever holds its responsible post; ``broken``
    says what keeps it from answering."""

    unit: UUID | None = None
    unit_name: str = ""
    holder: Holder | None = None
    broken: Break | None = None
