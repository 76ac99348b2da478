"""A firm at work: how much its production line runs, whether its treatment does."""

from dataclasses import dataclass, field
from enum import StrEnum, unique

import numpy as np

from anhuan.ops.city.dice import mix
from anhuan.ops.simulation.noise import (
    DAY,
    HOUR,
    Flags,
    Floats,
    Instants,
    day_number,
    hour_of_day,
    smooth,
    swing,
    weekday,
    white,
)

Span = tuple[int, int]
"""From and until, seconds since 1970."""


@unique
class Shift(StrEnum):
    """When a firm produces."""

    ALWAYS = "always"
    TWO = "two"
    DAY = "day"


_HOURS = {Shift.ALWAYS: (-1.0, 25.0), Shift.TWO: (6.0, 22.0), Shift.DAY: (8.0, 18.0)}
DEAD: float = 0.06
"""Share of its power that a treatment line draws when it is switched off."""


@dataclass(frozen=True)
class Works:
    """A firm. ``rated`` and ``treating``: kW of its lines; ``dust``, ``gas``, ``vocs``: what it
    gives to the air around it when it is not treated; ``untreated``: treatment is switched off at
    night while it produces; ``failures``: when treatment was broken."""

    key: str
    place: tuple[float, float]
    shift: Shift = Shift.TWO
    rated: float = 400.0
    treating: float = 60.0
    dust: float = 1.0
    gas: float = 0.5
    vocs: float = 0.5
    untreated: bool = False
    failures: tuple[Span, ...] = field(default=())

    def own(self, seed: int, *more: int) -> int:
        """A key of noise that belongs to this firm."""
        return mix(seed, int.from_bytes(self.key.encode()) & 0xFFFFFFFF, *more)


def load(works: Works, seed: int, at: Instants) -> Floats:
    """How much the production line runs, 0 to 1."""
    hour = hour_of_day(at)
    begins, ends = _HOURS[works.shift]
    ramp = np.clip((hour - begins) / 0.75, 0, 1) * np.clip((ends - hour) / 0.75, 0, 1)
    if works.shift is Shift.DAY:
        ramp = ramp * (weekday(at) < 6)
    level = 0.72 + 0.2 * swing(works.own(seed, 1), at, 9 * HOUR)
    level = level + 0.06 * swing(works.own(seed, 2), at, 20 * 60)
    stopped = smooth(works.own(seed, 3), at, 2 * DAY) > 0.93
    return np.where(stopped, 0.0, ramp * level)


def off_hours(works: Works, seed: int, at: Instants) -> Flags:
    """Whether the treatment is off although the line runs: broken, or switched off at night."""
    off: Flags = np.zeros(at.shape, np.bool_)
    for start, end in works.failures:
        off |= (at >= start) & (at < end)
    if works.untreated:
        hour, night = hour_of_day(at), day_number(at + 6 * HOUR)
        dark = (hour >= 22.5) | (hour < 4.75)
        off |= dark & (white(works.own(seed, 4), night) > 0.35)
    return off & (load(works, seed, at) > 0)


def treatment(works: Works, seed: int, at: Instants) -> Floats:
    """How much the treatment runs, 0 to 1; it starts before the line and stops after it."""
    running = np.maximum(load(works, seed, at - 900), load(works, seed, at + 900)) > 0
    level = 0.86 + 0.08 * swing(works.own(seed, 5), at, HOUR)
    return np.where(running & ~off_hours(works, seed, at), level, 0.0)


def escaping(works: Works, seed: int, at: Instants) -> Floats:
    """What share of the raw emission of a full line reaches the air."""
    rest = np.where(off_hours(works, seed, at), 1.0, 0.12)
    return load(works, seed, at) * rest


def production_power(works: Works, seed: int, at: Instants) -> Floats:
    """kW of the production line: lights and heating go on when it stands."""
    busy = load(works, seed, at)
    jitter = 1 + 0.02 * swing(works.own(seed, 6), at, 60)
    return works.rated * (0.03 + 0.9 * busy) * jitter


def treatment_power(works: Works, seed: int, at: Instants) -> Floats:
    """kW of the treatment line."""
    busy = treatment(works, seed, at)
    jitter = 1 + 0.02 * swing(works.own(seed, 7), at, 60)
    return works.treating * (DEAD + (1 - DEAD) * busy) * jitter
