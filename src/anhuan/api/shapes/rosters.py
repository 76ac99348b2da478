"""Duty rosters, states and calls on the wire."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from anhuan.kernel.roster import Lack, Occasion, Place


class RosterPlace(msgspec.Struct, frozen=True):
    """A place of a shift; ``lack`` says why it is a gap, ``instead`` who holds the post then."""

    id: UUID
    place: Place
    nth: int
    post: UUID | None
    title: str
    person: UUID | None
    person_name: str
    lack: Lack | None
    instead: str
    by_hand: bool
    because: str


class RosterShift(msgspec.Struct, frozen=True):
    """A shift under the state that holds at its start; ``missing``: places not in the roster."""

    day: date
    nth: int
    starts_at: datetime
    ends_at: datetime
    state: str
    missing: int
    places: tuple[RosterPlace, ...]


class Roster(msgspec.Struct, frozen=True):
    """The shifts of a unit that start on the days asked for."""

    unit: UUID
    unit_name: str
    shifts: tuple[RosterShift, ...]


class NewTurns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Posts in turn for a range of days. Without ``starts`` the shifts are the rulebook's."""

    from_on: date
    to_on: date
    leads: tuple[UUID, ...]
    people: tuple[UUID, ...]
    persons: int = 1
    starts: tuple[str, ...] = ()


class PlaceChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another post for a place of the shift that starts at ``starts_at``."""

    starts_at: datetime
    place: Place
    nth: int
    post: UUID
    because: str


class Entered(msgspec.Struct, frozen=True):
    """What was written."""

    id: UUID


class DutyState(msgspec.Struct, frozen=True):
    """A state declared by a unit for an area."""

    id: UUID
    version: int
    code: str
    name: str
    occasion: Occasion
    because: str
    unit: UUID
    unit_name: str
    area_name: str
    since: datetime
    until: datetime
    ended_at: datetime | None
    ended_because: str


class DutyStates(msgspec.Struct, frozen=True):
    """States that hold or are to come, the one that holds first."""

    rows: tuple[DutyState, ...]


class NewState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state to declare for an area in the caller's reach."""

    code: str
    occasion: Occasion
    because: str
    area: UUID
    since: datetime
    until: datetime


class StateEnd(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state ended before its time."""

    seen_version: int
    because: str


class DutyCall(msgspec.Struct, frozen=True):
    """A call to a unit on duty and its answer. Nothing is counted of persons."""

    id: UUID
    unit: UUID
    unit_name: str
    caller_unit: UUID | None
    caller_name: str
    by_rule: bool
    about: str
    post: UUID | None
    person: UUID | None
    person_name: str
    lack: Lack | None
    called_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answered_name: str
    said: str


class DutyCalls(msgspec.Struct, frozen=True):
    """A page of calls, the last first; ``before`` opens the next and is null on the last."""

    rows: tuple[DutyCall, ...]
    before: UUID | None


class NewCall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the call is about; may be empty."""

    about: str = ""


class CallAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said with the answer; may be empty."""

    said: str = ""
