"""When a device says what: the messages that fall due between two instants."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import numpy as np

from anhuan.ops.simulation import periods
from anhuan.ops.simulation.devices import Device, Make, World
from anhuan.ops.simulation.faulting import ahead
from anhuan.ops.simulation.frames import DAY, HOUR, MINUTE, REAL, Upload
from anhuan.ops.simulation.noise import DAY as ONE_DAY
from anhuan.ops.simulation.noise import HOUR as ONE_HOUR

STEP: Final = 60
"""Seconds between two messages of real-time data."""
_ZONE: Final = 8 * ONE_HOUR
_TELLS_DAYS: Final = frozenset({Make.AIR, Make.GAS, Make.WATER})


def due(world: World, device: Device, since: int, until: int) -> list[tuple[int, Upload]]:
    """What falls due after ``since``, up to and with ``until``, and when: real-time data each
    minute, a period as soon as it is over."""
    seconds = np.arange((since // STEP + 1) * STEP, until + 1, STEP, dtype=np.int64)
    found = [
        (second, REAL, second, told) for second, told in periods.real_time(world, device, seconds)
    ]
    for command, length, shift, told in _KINDS:
        if command == DAY and device.make not in _TELLS_DAYS:
            continue
        start = (since + shift) // length * length - shift
        end = (until + shift) // length * length - shift
        for period in told(world, device, start, end):
            begun = int(period.at.timestamp())
            found.append((begun + length, command, begun, period.values))
    found.sort(key=lambda row: row[0])
    off = ahead(world, device, np.array([row[0] for row in found], np.int64)).astype(np.int64)
    return [
        (second, Upload(command, _stamped(command, at, wrong), values))
        for (second, command, at, values), wrong in zip(found, off.tolist(), strict=True)
    ]


def _stamped(command: str, at: int, wrong: int) -> datetime:
    """DataTime by a clock that is wrong by some seconds; of periods by whole minutes."""
    return datetime.fromtimestamp(at + (wrong if command == REAL else wrong // 60 * 60), UTC)


_KINDS: Final = (
    (MINUTE, periods.LENGTH, 0, periods.minutes),
    (HOUR, ONE_HOUR, 0, periods.hours),
    (DAY, ONE_DAY, _ZONE, periods.days),
)


def stored(world: World, device: Device, command: str, begin: int, end: int) -> Iterator[Upload]:
    """What the device has of periods that begin from ``begin`` to ``end``, both included."""
    for known, length, _, told in _KINDS:
        if known == command:
            for period in told(world, device, begin, end + length):
                if begin <= period.at.timestamp() <= end:
                    yield Upload(command, period.at, period.values)
