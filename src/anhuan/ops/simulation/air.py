"""What is in the air at a place: the background, the town, and what comes down the wind."""

from collections.abc import Mapping, Sequence
from typing import Final

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
from anhuan.ops.simulation.weather import Weather, stagnation, weather
from anhuan.ops.simulation.works import Works, escaping

Place = tuple[float, float]
"""Longitude and latitude."""

PM25, PM10, SO2, NO2, CO, O3 = "a34004", "a34002", "a21026", "a21004", "a21005", "a05024"
TEMPERATURE, HUMIDITY, PRESSURE = "a01001", "a01002", "a01006"
SPEED, DIRECTION = "a01007", "a01008"
POLLUTANTS: Final = (PM25, PM10, SO2, NO2, CO, O3)
_KM: Final = 110.9
_HEATING: Final = 0.62
"""From so cold on there is heating: mid-November to mid-March."""


def air(seed: int, works: Sequence[Works], place: Place, at: Instants) -> Mapping[str, Floats]:
    """Concentrations in µg/m³ (CO mg/m³) and the weather as a station there would have them."""
    sky = weather(seed, at)
    hour = hour_of_day(at)
    closed = 1 / (0.3 + 0.7 * sky.lid)
    rush = bump(hour, 8, 1.6) + 0.9 * bump(hour, 18.3, 2.0)
    heating = np.clip((sky.cold - _HEATING) / 0.1, 0, 1) * (0.7 + 0.3 * bump(hour, 1, 5))
    far = _background(seed, at, sky)
    local = 1 + 0.12 * swing(_of(seed, place, 1), at, 5 * HOUR)
    dust, gas, vocs = _down_wind(seed, works, place, at, sky)
    fine = (far + (9 + 9 * heating + 4 * rush) * closed) * local + 0.4 * dust + 0.3 * gas
    blown = 14 * np.clip(sky.speed - 5, 0, None) * (1 - sky.humidity / 130)
    no2 = (12 + 16 * rush + 8 * heating) * closed * local + 0.9 * gas
    made = 190 * sky.sun * (1.05 - sky.cold) ** 0.6 + 4 * np.sqrt(vocs + 0.1) * sky.sun
    found = {
        PM25: fine,
        PM10: 1.35 * fine + 18 + blown + 1.1 * dust + 5 * rush,
        SO2: (3 + 7 * heating) * closed * local + 0.7 * gas,
        NO2: no2,
        CO: (0.25 + 0.3 * heating + 0.2 * rush) * closed * local + 0.006 * far,
        O3: np.clip(34 + made - 0.45 * no2, 2, None),
    }
    jitter = {
        code: value * (1 + 0.05 * swing(_of(seed, place, n + 2), at, 300))
        for n, (code, value) in enumerate(found.items())
    }
    return {**jitter, **_felt(seed, place, at, sky)}


def _felt(seed: int, place: Place, at: Instants, sky: Weather) -> Mapping[str, Floats]:
    turn = 14 * swing(_of(seed, place, 20), at, 900)
    return {
        TEMPERATURE: sky.temperature + 0.5 * swing(_of(seed, place, 21), at, HOUR),
        HUMIDITY: sky.humidity,
        PRESSURE: sky.pressure,
        SPEED: sky.speed * (0.8 + 0.3 * smooth(_of(seed, place, 22), at, 600)),
        DIRECTION: (sky.wind_from + turn) % 360,
    }


def _background(seed: int, at: Instants, sky: Weather) -> Floats:
    """PM2.5 of the region: it gathers while the air stands and is blown out."""
    region = 8 + 26 * smooth(mix(seed, 11), at, 4 * DAY) * (0.45 + sky.cold)
    gathered = 62 * stagnation(seed, at) * (0.35 + 0.65 * sky.cold)
    return (region + gathered) / (0.75 + 0.12 * sky.speed)


def _down_wind(
    seed: int, works: Sequence[Works], place: Place, at: Instants, sky: Weather
) -> tuple[Floats, Floats, Floats]:
    """What the firms add: dust, gas and organic vapours."""
    total = [np.zeros(at.shape), np.zeros(at.shape), np.zeros(at.shape)]
    for each in works:
        reach = _plume(each.place, place, sky)
        if not np.any(reach > 1e-3):
            continue
        share = reach * escaping(each, seed, at)
        for sum_, strength in zip(total, (each.dust, each.gas, each.vocs), strict=True):
            sum_ += strength * share
    return total[0], total[1], total[2]


def _plume(source: Place, place: Place, sky: Weather) -> Floats:
    """How much of a source of strength 1 arrives: a plume along the wind that widens, and what
    stays around the source when there is none."""
    east = (place[0] - source[0]) * _KM * np.cos(np.radians(source[1]))
    north = (place[1] - source[1]) * _KM
    speed = np.maximum(sky.speed, 0.4)
    along = (east * sky.east + north * sky.north) / speed
    across = (east * sky.north - north * sky.east) / speed
    width = 0.25 + 0.22 * np.clip(along, 0, None)
    carried = np.exp(-0.5 * (across / width) ** 2) / (width * (1 + along)) / speed
    around = 0.35 * np.exp(-np.hypot(east, north) / 0.9) / speed
    found: Floats = (np.where(along > 0, carried, 0.0) + around) / (0.3 + 0.7 * sky.lid)
    return found * 38


def _of(seed: int, place: Place, number: int) -> int:
    """A key of noise that belongs to a place."""
    return mix(seed, round(place[0] * 1e6), round(place[1] * 1e6), number)
