"""Key objects, their sponsors and visits, on the wire."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec


class VisitsDue(msgspec.Struct, frozen=True):
    """Of the windows of this year; ``due_on`` ends the earliest open one."""

    done: int
    missed: int
    due_on: date | None
    overdue: bool


class SponsoredThing(msgspec.Struct, frozen=True):
    """A key object: what it is, why it is key, who sponsors it and how the visits stand."""

    id: UUID
    sort: str
    name: str
    number: str
    grounds: tuple[str, ...]
    standing: str
    bond: UUID | None
    capacity: str
    post: UUID | None
    post_name: str
    person: str
    stands_in: str
    ended_on: date | None
    because: str
    fill_by: date | None
    visits: VisitsDue


class SponsoredList(msgspec.Struct, frozen=True):
    """Those asked for, the worst first; ``counts`` by standing of everything in reach."""

    total: int
    found: int
    counts: dict[str, int]
    things: tuple[SponsoredThing, ...]


class VisitFinding(msgspec.Struct, frozen=True):
    """A case opened on a visit, for whoever may see it."""

    number: str
    title: str
    state: str
    is_open: bool


class VisitOut(msgspec.Struct, frozen=True):
    """One visit; ``hidden``: how many of its cases the caller may not see."""

    id: UUID
    visited_on: date
    person: str
    post: str
    seen: str
    findings: tuple[VisitFinding, ...]
    hidden: int


class VisitList(msgspec.Struct, frozen=True):
    """The visits of one object, the latest first."""

    thing: SponsoredThing
    visits: tuple[VisitOut, ...]


class GivenBody(msgspec.Struct, forbid_unknown_fields=True):
    """What an act asks for, by name."""

    given: Mapping[str, object]


class FindingBody(msgspec.Struct, forbid_unknown_fields=True):
    """The case that was opened on the visit."""

    number: str


class Sponsoring(msgspec.Struct, forbid_unknown_fields=True):
    """Who sponsors from when on: a post, as a leader or a department."""

    post: UUID
    since: date
    capacity: str = "sponsor"
    clause: str = ""
