"""Stretches of time out of single values, and steps for curves that a screen can show."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from anhuan.telemetry.columns import millionths_of
from anhuan.telemetry.protocols.hj212.revision import MEASURED, Revision
from anhuan.telemetry.reading.asking import Group, Told

HOUR: Final = 3600
DAY: Final = 86_400
STEPS: Final = (1, 5, 15, 60, 300, 600, 1800, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY)
_MEASURED: Final = {revision.value: marks for revision, marks in MEASURED.items()}


@lru_cache(1_024)
def is_valid(revision: str, mark: str) -> bool:
    """Whether a flag says that it is a measurement, by the revision it was sent in."""
    return mark in _MEASURED.get(revision, MEASURED[Revision.OF_2017])


def step_of(whole: int, most: int) -> int:
    """The shortest step in seconds that cuts ``whole`` into at most ``most``: one that divides a
    day, or whole days."""
    least = -(-whole // most)
    return next((step for step in STEPS if step >= least), -(-least // DAY) * DAY)


def grouped(found: Iterable[Told], start: int, step: int) -> Iterator[Group]:
    """As the engine groups, of single values."""
    places: dict[tuple[int, str, int], list[int]] = {}
    for one in found:
        place = (one.at - start) // step
        values = places.setdefault((one.station, one.factor, place), [])
        if one.value.value is None or not is_valid(one.revision, one.value.mark):
            continue
        number = millionths_of(one.value.value)
        if number is not None:
            values.append(number)
    for key, values in places.items():
        low, high = min(values, default=0), max(values, default=0)
        yield Group(*key, len(values), sum(values), low, high)


def together(groups: Iterable[Group]) -> list[Group]:
    """Groups of the same stretch as one, by station, factor and time."""
    found: dict[tuple[int, str, int], Group] = {}
    for one in groups:
        key = one[:3]
        other = found.get(key)
        if other is None or not other.size:
            found[key] = one
        elif one.size:
            size, total = one.size + other.size, one.total + other.total
            low, high = min(one.low, other.low), max(one.high, other.high)
            found[key] = Group(*key, size, total, low, high)
    return [found[key] for key in sorted(found)]
