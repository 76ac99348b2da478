"""What a telephone carries along: values, as they go over the wire."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackNode:
    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSeat:
    post: UUID
    title: str
    unit: str
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPerson:
    """Whose telephone it is; ``may``: what the posts held today allow; ``certificate``: the
    number of the one in force, if any."""

    id: UUID
    name: str
    seats: tuple[PackSeat, ...]
    may: tuple[str, ...]
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackColleague:
    """Somebody of an own unit who may come along; ``certificate``: its number, if any."""

    id: UUID
    name: str
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLast:
    """The last visit; ``failed``: the items that failed then."""

    at: datetime
    kind: str
    said: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDue:
    on: date | None
    kind: str
    visit_kind: str
    plan: UUID | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCase:
    id: UUID
    number: str
    description: str
    part: str
    state: str
    grade: str
    due_on: date | None
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPlace:
    site: UUID
    number: str
    name: str
    address: str
    point: Point | None
    order: int
    phone: str
    industry: str
    lists: tuple[str, ...]
    last: PackLast | None
    due: PackDue | None
    cases: tuple[PackCase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackItem:
    code: str
    topic: str
    text: str
    domain: str
    basis: str
    verified: bool
    major: str
    photo: bool
    when: str
    fix: str
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackList:
    """A checklist; ``look``: the items that a patrol looks at."""

    object: str
    items: tuple[PackItem, ...]
    look: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCell:
    name: str
    ring: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackHead:
    """The newest signed checkpoint of the node's log."""

    size: int
    root: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PackWaits:
    verify_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackEcho:
    """What became of something its reader found; ``news`` says it in one sentence."""

    id: UUID
    at: datetime
    case: str
    site: str
    found_on: date | None
    news: str
    photo: bool


class PackLease(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A block of numbers: ``next`` is the first that the node knows of no paper on."""

    id: UUID
    form: str
    unit: UUID
    word: str
    year: int
    from_: int
    to: int
    next: int
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackForm:
    """A form of a paper in force: ``lines`` as ``kernel.paper`` reads them."""

    title: str
    version: UUID
    lines: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All that a telephone carries. ``leases`` and ``forms``: of the papers printed on the
    spot."""

    at: datetime
    node: PackNode
    person: PackPerson
    colleagues: tuple[PackColleague, ...]
    places: tuple[PackPlace, ...]
    lists: dict[str, PackList]
    cells: tuple[PackCell, ...]
    echoes: tuple[PackEcho, ...]
    waits: PackWaits
    head: PackHead | None
    expires: datetime
    leases: tuple[PackLease, ...] = ()
    forms: dict[str, PackForm] = field(default_factory=dict)
