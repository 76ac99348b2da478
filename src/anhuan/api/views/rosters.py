"""Duty rosters, the states that raise them, calls to units on duty and their answers."""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from ninja import Query, Schema

from anhuan.api.entrance import ApiRequest
from anhuan.api.operations import answer, reads, writes
from anhuan.api.shapes.rosters import (
    CallAnswer,
    DutyCall,
    DutyCalls,
    DutyState,
    DutyStates,
    Entered,
    NewCall,
    NewState,
    NewTurns,
    PlaceChange,
    Roster,
    RosterPlace,
    RosterShift,
    StateEnd,
)
from anhuan.api.types import Answer
from anhuan.duty import calls, rosters, services, states
from anhuan.duty.types import CallLine, ShiftLine, StateLine, StintLine
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import MOST_DAYS

TAG = "duty"
WEEK = timedelta(days=6)
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)
PAGE = 50


class DaysQuery(Schema):
    """``first`` is today if not given, ``last`` the sixth day after it."""

    first: date | None = None
    last: date | None = None


class CallsQuery(Schema):
    """``unit`` narrows to one unit; ``before`` is the place to go on from."""

    unit: UUID | None = None
    before: UUID | None = None


@reads("/units/{uuid:unit_id}/roster", returns=Roster, asks=DaysQuery, tag=TAG)
def read_roster(request: ApiRequest, unit_id: UUID, asked: Query[DaysQuery]) -> Roster:
    """Who is on duty in a unit, and where its roster has gaps."""
    viewer = request.auth.viewer
    home = rosters.home_of(viewer, unit_id)
    first = asked.first or day_of(viewer.at)
    last = asked.last or min(first, LATEST) + WEEK
    if not EARLIEST <= first <= last <= min(first, LATEST) + timedelta(days=MOST_DAYS):
        raise Refusal(Why.MALFORMED, field="last", problem="before")
    lines = rosters.roster(viewer, unit_id, first=first, last=last)
    return Roster(unit_id, home.name, tuple(map(_shift, lines)))


@writes("/units/{uuid:unit_id}/roster/turns", takes=NewTurns, returns=Entered, status=201, tag=TAG)
def make_roster(request: ApiRequest, unit_id: UUID) -> Answer:
    """Make the roster of a range of days from posts in turn."""
    caller, sent = request.auth, request.sent
    key = services.make_roster(
        unit=unit_id, by=caller.viewer, at=caller.at, **msgspec.structs.asdict(sent)
    )
    return answer(Entered(key), status=201, location=f"/api/v1/units/{unit_id}/roster")


@writes(
    "/units/{uuid:unit_id}/roster/places",
    takes=PlaceChange,
    returns=Entered,
    status=201,
    tag=TAG,
)
def change_place(request: ApiRequest, unit_id: UUID) -> Answer:
    """Name another one for a place of a shift that is not over."""
    caller, sent = request.auth, msgspec.structs.asdict(request.sent)
    _aware("starts_at", sent["starts_at"])
    key = services.change_stint(unit=unit_id, by=caller.viewer, at=caller.at, **sent)
    return answer(Entered(key), status=201, location=f"/api/v1/units/{unit_id}/roster")


@reads("/duty-states", returns=DutyStates, tag=TAG)
def list_states(request: ApiRequest) -> DutyStates:
    """The states that hold or are to come, in the caller's areas and above them."""
    return DutyStates(tuple(map(_state, states.states_over(request.auth.viewer))))


@writes("/duty-states", takes=NewState, returns=Entered, status=201, tag=TAG)
def declare_state(request: ApiRequest) -> Answer:
    """Declare a state; the rosters of the units there follow from their next shift on."""
    caller, sent = request.auth, msgspec.structs.asdict(request.sent)
    for name in ("since", "until"):
        _aware(name, sent[name])
    sent["occasion"] = sent["occasion"].value
    key = services.declare_state(by=caller.viewer, at=caller.at, **sent)
    return answer(Entered(key), status=201, location="/api/v1/duty-states")


@writes("/duty-states/{uuid:state_id}/end", takes=StateEnd, returns=Entered, tag=TAG)
def end_state(request: ApiRequest, state_id: UUID) -> Answer:
    """End a state before its time."""
    caller, sent = request.auth, msgspec.structs.asdict(request.sent)
    services.end_state(state=state_id, by=caller.viewer, at=caller.at, **sent)
    return answer(Entered(state_id))


@reads("/duty-calls", returns=DutyCalls, asks=CallsQuery, tag=TAG)
def list_calls(request: ApiRequest, asked: Query[CallsQuery]) -> DutyCalls:
    """The calls to units in the caller's reach."""
    found = calls.calls(request.auth.viewer, unit=asked.unit, before=asked.before, limit=PAGE)
    more = found[-1].id if len(found) == PAGE else None
    return DutyCalls(tuple(map(_call, found)), more)


@reads("/duty-calls/{uuid:call_id}", returns=DutyCall, tag=TAG)
def read_call(request: ApiRequest, call_id: UUID) -> DutyCall:
    """One call and its answer."""
    return _call(calls.call(request.auth.viewer, call_id))


@writes("/units/{uuid:unit_id}/duty-calls", takes=NewCall, returns=Entered, status=201, tag=TAG)
def call_unit(request: ApiRequest, unit_id: UUID) -> Answer:
    """Call a unit below: whoever is on duty there has to answer."""
    caller = request.auth
    key = services.call_unit(
        unit=unit_id, about=request.sent.about, by=caller.viewer, at=caller.at
    )
    return answer(Entered(key), status=201, location=f"/api/v1/duty-calls/{key}")


@writes("/duty-calls/{uuid:call_id}/answer", takes=CallAnswer, returns=Entered, tag=TAG)
def answer_call(request: ApiRequest, call_id: UUID) -> Answer:
    """Answer a call to one's unit while on duty there."""
    caller = request.auth
    services.answer_call(call=call_id, said=request.sent.said, by=caller.viewer, at=caller.at)
    return answer(Entered(call_id))


def _aware(name: str, at: datetime) -> None:
    if at.tzinfo is None or not EARLIEST <= at.date() <= LATEST:
        raise Refusal(Why.MALFORMED, field=name, problem="date")


def _shift(line: ShiftLine) -> RosterShift:
    return RosterShift(
        day=line.shift.day,
        nth=line.shift.nth,
        starts_at=line.shift.starts_at,
        ends_at=line.shift.ends_at,
        state=line.state,
        missing=line.missing,
        places=tuple(map(_place, line.places)),
    )


def _place(one: StintLine) -> RosterPlace:
    names = [name for name in RosterPlace.__struct_fields__ if name != "person_name"]
    return RosterPlace(**{name: getattr(one, name) for name in names}, person_name=one.name)


def _state(line: StateLine) -> DutyState:
    return DutyState(**{name: getattr(line, name) for name in DutyState.__struct_fields__})


def _call(line: CallLine) -> DutyCall:
    names = [name for name in DutyCall.__struct_fields__ if name != "person_name"]
    return DutyCall(**{name: getattr(line, name) for name in names}, person_name=line.name)
