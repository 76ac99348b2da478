"""What becomes of a message on its way: lost, late, doubled, broken. Also a function of the seed,
the device and the instant, so that two runs lose the same."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.ops.simulation.devices import Device, Fault, World
from anhuan.ops.simulation.noise import (
    DAY,
    HOUR,
    Flags,
    Floats,
    Instants,
    hour_of_day,
    smooth,
    white,
)

_DARK: Final = 0.86
_CUT: Final = 0.84
_MISSING: Final = 0.03
_AGAIN: Final = 0.05
_TWICE: Final = 0.04
_DAMAGED: Final = 0.04
_MOST_AHEAD: Final = 480
"""Seconds a clock is ahead before somebody sets it."""


class Fate(NamedTuple):
    """What becomes of one message."""

    again: bool = False
    twice: bool = False
    damaged: bool = False
    in_pieces: bool = False
    in_packets: bool = False


def measured(world: World, device: Device, at: Instants) -> Flags:
    """Whether the device measured at all; gaps are of five minutes."""
    there: Flags = np.ones(at.shape, np.bool_)
    if Fault.OFFLINE in device.faults:
        there &= smooth(device.own(world.seed, 30), at, 8 * HOUR) < _DARK
    if Fault.GAPS in device.faults:
        there &= white(device.own(world.seed, 31), at // 300) >= _MISSING
    return there


def reachable(world: World, device: Device, at: Instants) -> Flags:
    """Whether the line stands; what is measured while it does not comes afterwards."""
    if Fault.LATE not in device.faults:
        there: Flags = np.ones(at.shape, np.bool_)
        return there
    return smooth(device.own(world.seed, 32), at, 5 * HOUR) < _CUT


def marks(world: World, device: Device, at: Instants) -> NDArray[np.str_]:
    """The data flag: C in the hour of calibration, D while an instrument is sick, else N."""
    found = np.full(at.shape, "N", "<U1")
    if Fault.MARKED in device.faults:
        hour = hour_of_day(at)
        night = (device.number * 7) % 5
        found[(hour >= night) & (hour < night + 1)] = "C"
        found[smooth(device.own(world.seed, 33), at, 11 * HOUR) > 0.93] = "D"
    return found


def ahead(world: World, device: Device, at: Instants) -> Floats:
    """Seconds the device's clock is ahead."""
    if Fault.CLOCK not in device.faults:
        return np.zeros(at.shape)
    pace = 20 * DAY
    grown = ((at + device.own(world.seed, 34) % pace) % pace) / pace
    return np.floor(grown * _MOST_AHEAD)


def fate(world: World, device: Device, at: int) -> Fate:
    """What becomes of the message of that second."""
    faults = device.faults
    instant = np.array([at], np.int64)

    def falls(fault: Fault, share: float, number: int) -> bool:
        key = device.own(world.seed, number)
        return fault in faults and bool(white(key, instant)[0] < share)

    return Fate(
        again=falls(Fault.RESEND, _AGAIN, 35),
        twice=falls(Fault.DUPLICATE, _TWICE, 36),
        damaged=falls(Fault.BAD_CRC, _DAMAGED, 37),
        in_pieces=Fault.SPLIT in faults,
        in_packets=Fault.PACKETS in faults,
    )
