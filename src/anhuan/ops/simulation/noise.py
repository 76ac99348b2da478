"""Noise that depends on nothing but a key and the instant: any stretch of it, in any order."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Instants = NDArray[np.int64]
"""Seconds since 1970 in UTC."""

HOUR: Final = 3_600
DAY: Final = 24 * HOUR
_ZONE: Final = 8 * HOUR
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_KEYED: Final = np.uint64(0x9E3779B97F4A7C15)


def white(key: int, ticks: Instants) -> Floats:
    """A number in [0, 1) for each tick; two ticks or two keys have nothing in common."""
    state = (ticks.astype(np.uint64) ^ np.uint64(key & 0xFFFFFFFFFFFFFFFF)) * _KEYED
    for factor in (_FIRST, _SECOND):
        state = (state ^ (state >> np.uint64(29))) * factor
    return (state >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def smooth(key: int, at: Instants, period: int) -> Floats:
    """A number in [0, 1) that changes at the pace of ``period`` seconds, without steps."""
    tick = at // period
    share = (at - tick * period) / period
    share = share * share * (3 - 2 * share)
    low, high = white(key, tick), white(key, tick + 1)
    return low + (high - low) * share


def swing(key: int, at: Instants, period: int) -> Floats:
    """``smooth`` between −1 and 1."""
    return 2 * smooth(key, at, period) - 1


def hour_of_day(at: Instants) -> Floats:
    """The hour in China, 0 to 24."""
    return ((at + _ZONE) % DAY) / HOUR


def day_number(at: Instants) -> Instants:
    """Days since 1970 by the calendar of China."""
    return (at + _ZONE) // DAY


def weekday(at: Instants) -> Instants:
    """0 is a Monday."""
    return (day_number(at) + 3) % 7


def bump(hour: Floats, centre: float, width: float) -> Floats:
    """1 at an hour of the day, falling off to both sides, round the clock."""
    away = np.abs(hour - centre)
    away = np.minimum(away, 24 - away)
    bell: Floats = np.exp(-((away / width) ** 2))
    return bell
