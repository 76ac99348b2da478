"""Readings drawn together: hours, and curves of so many points as a screen can show."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from anhuan.telemetry.packing import instant_of, seconds_of
from anhuan.telemetry.types import Bucket, Mean, Reading, Series

HOUR: Final = 3600
STEPS: Final = (1, 5, 15, 60, 300, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86_400)


def step_of(start: datetime, end: datetime, most: int) -> int:
    """The shortest step in seconds that makes at most ``most`` buckets: one that divides a day, or
    whole days."""
    whole = seconds_of(end) - seconds_of(start)
    least = -(-whole // most)
    return next((step for step in STEPS if step >= least), -(-least // 86_400) * 86_400)


def series_of(readings: Iterable[Reading], start: datetime, step: int) -> list[Series]:
    """Curves of ``readings``, each stretch counted from ``start``."""
    first = seconds_of(start)
    found: dict[tuple[UUID, str], dict[int, list[Decimal]]] = defaultdict(dict)
    for one in readings:
        places = found[one.station, one.factor]
        if one.value is not None:
            place = (seconds_of(one.at) - first) // step
            places.setdefault(place, []).append(one.value)
    return [
        Series(
            station=station,
            factor=factor,
            step=step,
            buckets=tuple(_buckets(places, first, step)),
        )
        for (station, factor), places in found.items()
    ]


def _buckets(places: dict[int, list[Decimal]], first: int, step: int) -> Iterator[Bucket]:
    for place, values in sorted(places.items()):
        average = sum(values, Decimal()) / len(values)
        at = instant_of(first + place * step)
        yield Bucket(at, min(values), average, max(values), len(values))


def means_of(readings: Iterable[Reading]) -> list[Mean]:
    """The mean of every hour that something was sent of."""
    found: dict[tuple[UUID, str, int], list[Decimal]] = {}
    for one in readings:
        hour = seconds_of(one.at) // HOUR * HOUR
        key = (one.station, one.factor, hour)
        values = found.setdefault(key, [])
        if one.value is not None:
            values.append(one.value)
    return [
        Mean(
            station=station,
            factor=factor,
            at=instant_of(hour),
            mean=sum(values, Decimal()) / len(values) if values else None,
            count=len(values),
        )
        for (station, factor, hour), values in found.items()
    ]
