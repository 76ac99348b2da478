"""Values of responsibility that cross the module's boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anhuan.kernel.chain import Break, Line, Side
from anhuan.kernel.roster import Lack, Occasion, Place, Readiness, Shift
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StintLine:
    """A place of a shift: who was named for it, and why it is a gap if it is one. ``instead``:
    who stands in at the post meanwhile. ``by_hand``: named by hand, for the reason given."""

    id: UUID
    place: Place
    nth: int
    post: UUID | None
    title: str
    person: UUID | None
    name: str
    lack: Lack | None
    instead: str
    by_hand: bool
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftLine:
    """A shift of a unit with its places and the state it stands under; ``missing``: how many
    places that the state asks for are not in the roster. ``runs``: it is now."""

    shift: Shift
    state: str
    state_name: str
    places: tuple[StintLine, ...]
    missing: int
    runs: bool

    @property
    def gaps(self) -> int:
        return self.missing + sum(one.lack is not None for one in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What stood in a roster until it was replaced."""

    day: date
    place: Place
    name: str
    replaced_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLine:
    """A state declared by a unit for an area, with what it asks."""

    id: UUID
    version: int
    code: str
    name: str
    asked: Readiness
    occasion: Occasion
    because: str
    unit: UUID
    unit_name: str
    area_name: str
    area_path: str
    since: datetime
    until: datetime
    ended_at: datetime | None
    ended_because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """A call to a unit on duty, whom it asked, and the answer. Nothing is counted of persons."""

    id: UUID
    version: int
    unit: UUID
    unit_name: str
    caller_unit: UUID | None
    caller_name: str
    by_rule: bool
    about: str
    post: UUID | None
    person: UUID | None
    name: str
    lack: Lack | None
    called_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answered_name: str
    said: str
