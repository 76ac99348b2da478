"""What a device answers to the platform: its time, its intervals, what it has stored."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from anhuan.ops.simulation.devices import Device, World
from anhuan.ops.simulation.frames import DAY, HOUR, MINUTE, REAL, answer, frames
from anhuan.ops.simulation.sending import stored
from anhuan.telemetry.protocols.hj212 import compose
from anhuan.telemetry.protocols.hj212.commands import Executed, Taken
from anhuan.telemetry.protocols.hj212.fields import fits, time_of
from anhuan.telemetry.protocols.hj212.segment import Segment

_HISTORY: Final = (MINUTE, HOUR, DAY)
_MOST: Final = 2_000
"""Periods a device gives to one request."""


@dataclass
class State:
    """What the platform can change in a device: seconds its clock was set forward, its intervals,
    whether it sends real-time data."""

    shift: int = 0
    seconds: int = 60
    minutes: int = 5
    talking: bool = True


def answers(
    world: World, device: Device, state: State, request: Segment, at: int
) -> Iterator[bytes]:
    """The frames a device sends back to a request that reached it at ``at``; ``state`` changes
    with it. Nothing to an answer."""
    if request.command.startswith("9"):
        return
    refused = _refused(device, request)
    if refused is None and request.command == "2012":
        state.talking = False
        yield answer(device, "9013", request.number, ("", ""))
        return
    taken = Taken.READY if refused is None else refused
    yield answer(device, "9011", request.number, ("QnRtn", str(int(taken))))
    if refused is not None:
        return
    told = list(_ACTS[request.command](world, device, state, request, at))
    yield from told[:-1]
    yield answer(device, "9012", request.number, ("ExeRtn", told[-1].decode()))


def _refused(device: Device, request: Segment) -> Taken | None:
    if request.station != device.mn:
        return Taken.STATION
    if request.password != device.password:
        return Taken.PASSWORD
    if request.command not in _ACTS and request.command != "2012":
        return Taken.COMMAND
    return None


def _result(executed: Executed) -> bytes:
    return str(int(executed)).encode()


def _tell_time(
    world: World, device: Device, state: State, request: Segment, at: int
) -> Iterator[bytes]:
    now = compose.stamp(datetime.fromtimestamp(at + state.shift, UTC))
    yield answer(device, "1011", request.number, ("SystemTime", now))
    yield _result(Executed.DONE)


def _set_time(
    world: World, device: Device, state: State, request: Segment, at: int
) -> Iterator[bytes]:
    wanted = time_of(request.parameters.get("SystemTime", ""))
    if wanted is None:
        yield _result(Executed.CONDITION)
        return
    state.shift = int(wanted.timestamp()) - at
    yield _result(Executed.DONE)


def _tell_interval(
    world: World, device: Device, state: State, request: Segment, at: int
) -> Iterator[bytes]:
    real = request.command == "1061"
    pair = ("RtdInterval", str(state.seconds)) if real else ("MinInterval", str(state.minutes))
    yield answer(device, request.command, request.number, pair)
    yield _result(Executed.DONE)


def _set_interval(
    world: World, device: Device, state: State, request: Segment, at: int
) -> Iterator[bytes]:
    """Of real-time data it is kept; of minute data a device of this world knows but one."""
    real = request.command == "1062"
    name = "RtdInterval" if real else "MinInterval"
    text = request.parameters.get(name, "")
    if not fits(name, text) or (not real and int(text) != state.minutes):
        yield _result(Executed.CONDITION)
        return
    if real:
        state.seconds = int(text)
    yield _result(Executed.DONE)


def _done(
    world: World, device: Device, state: State, request: Segment, at: int
) -> Iterator[bytes]:
    if request.command == REAL:
        state.talking = True
    yield _result(Executed.DONE)


def _history(
    world: World, device: Device, state: State, request: Segment, at: int
) -> Iterator[bytes]:
    asked = [time_of(request.parameters.get(name, "")) for name in ("BeginTime", "EndTime")]
    if asked[0] is None or asked[1] is None or asked[0] > asked[1]:
        yield _result(Executed.CONDITION)
        return
    begin, end = int(asked[0].timestamp()), min(int(asked[1].timestamp()), at)
    found = 0
    for upload in stored(world, device, request.command, begin, end):
        if found == _MOST:
            break
        found += 1
        yield from frames(device, upload, request.number)
    yield _result(Executed.DONE if found else Executed.NO_DATA)


Act = Callable[[World, Device, State, Segment, int], Iterator[bytes]]
_ACTS: Final[Mapping[str, Act]] = {
    "1000": _done,
    "1011": _tell_time,
    "1012": _set_time,
    "1061": _tell_interval,
    "1062": _set_interval,
    "1063": _tell_interval,
    "1064": _set_interval,
    REAL: _done,
    **dict.fromkeys(_HISTORY, _history),
}
