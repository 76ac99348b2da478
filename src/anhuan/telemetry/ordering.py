"""What can be asked of a station, and how it is written in HJ 212."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from anhuan.telemetry.protocols.hj212.compose import CannotSay, Speaker
from anhuan.telemetry.protocols.hj212.fields import time_of

HISTORIES: Final = frozenset({"2031", "2041", "2051", "2061"})
Details = Mapping[str, str]
Request = Callable[[Speaker, str, Details, datetime], bytes]


def _number(details: Details, name: str) -> int:
    text = details.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise CannotSay(f"{name} cannot be {text}")
    return int(text)


def _time(details: Details, name: str) -> datetime:
    found = time_of(details.get(name, ""))
    if found is None:
        raise CannotSay(f"{name} cannot be {details.get(name, '')}")
    return found


_REQUESTS: Final[Mapping[str, tuple[frozenset[str], Request]]] = {
    "1011": (frozenset(), lambda say, number, _, at: say.get_time(number)),
    "1012": (frozenset(), lambda say, number, _, at: say.set_time(number, at)),
    "1061": (frozenset(), lambda say, number, _, at: say.get_interval(number)),
    "1062": (
        frozenset({"RtdInterval"}),
        lambda say, number, told, at: say.set_real_time_interval(
            number, _number(told, "RtdInterval")
        ),
    ),
    "1063": (frozenset(), lambda say, number, _, at: say.get_interval(number, minutes=True)),
    "1064": (
        frozenset({"MinInterval"}),
        lambda say, number, told, at: say.set_minute_interval(
            number, _number(told, "MinInterval")
        ),
    ),
    "2011": (frozenset(), lambda say, number, _, at: say.start_real_time(number)),
    "2012": (frozenset(), lambda say, number, _, at: say.stop_real_time(number)),
}
COMMANDS: Final = frozenset(_REQUESTS) | HISTORIES


def request_of(
    command: str, details: Details, *, speaker: Speaker, number: str, at: datetime
) -> bytes:
    """The frame of a request sent ``at``: that is the time a device is set to. Raises
    ``CannotSay`` for what the standard does not allow."""
    if command in HISTORIES:
        wanted = frozenset({"BeginTime", "EndTime"})
    elif command in _REQUESTS:
        wanted = _REQUESTS[command][0]
    else:
        raise CannotSay(f"{command} cannot be asked")
    if details.keys() != wanted:
        raise CannotSay(f"{command} goes with {', '.join(sorted(wanted)) or 'nothing'}")
    if command in HISTORIES:
        return speaker.history(
            number, command, _time(details, "BeginTime"), _time(details, "EndTime")
        )
    return _REQUESTS[command][1](speaker, number, details, at)
