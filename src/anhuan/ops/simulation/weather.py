"""The weather over the invented city: one for all of it, without rain."""

from typing import Final, NamedTuple

import numpy as np

from anhuan.ops.city.dice import mix
from anhuan.ops.simulation.noise import (
    DAY,
    HOUR,
    Floats,
    Instants,
    bump,
    hour_of_day,
    smooth,
    swing,
)

YEAR: Final = 365.2425 * DAY
_COLDEST: Final = 15 * DAY
"""Mid-January."""


class Weather(NamedTuple):
    """``east`` and ``north``: where the wind goes, m/s; ``lid``: how high the air mixes, 1 is a
    fine afternoon; ``cold``: 0 in July to 1 in January."""

    east: Floats
    north: Floats
    speed: Floats
    temperature: Floats
    humidity: Floats
    pressure: Floats
    sun: Floats
    lid: Floats
    cold: Floats

    @property
    def wind_from(self) -> Floats:
        """Where the wind comes from, degrees from north."""
        found: Floats = np.degrees(np.arctan2(-self.east, -self.north)) % 360
        return found


def weather(seed: int, at: Instants) -> Weather:
    """The weather at these instants."""
    hour = hour_of_day(at)
    cold: Floats = (1 + np.cos(2 * np.pi * (at - _COLDEST) / YEAR)) / 2
    sun = bump(hour, 12.8, 3.4) * (1 - 0.5 * cold) * (0.55 + 0.45 * smooth(mix(seed, 1), at, DAY))
    still = stagnation(seed, at)
    east, north = _wind(seed, at, cold, still, sun)
    speed = np.hypot(east, north)
    lid = 0.22 + 0.9 * sun + 0.09 * speed - 0.3 * still * (1 - sun)
    warm = 28 - 29 * cold + 6 * swing(mix(seed, 2), at, 3 * DAY) + 9 * (sun - 0.35)
    damp = 62 - 34 * sun + 20 * swing(mix(seed, 3), at, 2 * DAY) + 14 * still
    return Weather(
        east=east,
        north=north,
        speed=speed,
        temperature=warm,
        humidity=np.clip(damp, 12, 97),
        pressure=101.2 + 1.6 * cold - 0.9 * swing(mix(seed, 2), at, 3 * DAY),
        sun=sun,
        lid=np.clip(lid, 0.1, 1.6),
        cold=cold,
    )


def stagnation(seed: int, at: Instants) -> Floats:
    """Days on which the air stands still under an inversion: 0 none, 1 an episode."""
    return np.clip((smooth(mix(seed, 4), at, 3 * DAY) - 0.52) / 0.22, 0, 1)


def _wind(
    seed: int, at: Instants, cold: Floats, still: Floats, sun: Floats
) -> tuple[Floats, Floats]:
    """North-west in winter, south-east in summer, and what passes through."""
    monsoon = 1.5 * (2 * cold - 1)
    slow = [3.6 * swing(mix(seed, 5, axis), at, 30 * HOUR) for axis in (0, 1)]
    fast = [1.0 * swing(mix(seed, 6, axis), at, 2 * HOUR) for axis in (0, 1)]
    damped = (1 - 0.78 * still) * (0.75 + 0.5 * sun)
    east = (0.7 * monsoon + slow[0]) * damped + 0.5 * fast[0]
    north = (-0.7 * monsoon + slow[1]) * damped + 0.5 * fast[1]
    return east, north
