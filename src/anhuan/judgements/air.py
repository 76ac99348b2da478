"""The air of an area on one day, as plain figures: the last closed day with its rank, the hours
of the day and the highest of them, how far the targets are off."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from anhuan.air.queries import AirNow, air_areas, air_days, air_hours
from anhuan.air.targets import targets
from anhuan.air.types import AirDay, AirHour
from anhuan.base.tree import parent
from anhuan.kernel.access import Viewer
from anhuan.kernel.air import AirIndex
from anhuan.kernel.calendar import DAY_ZONE, ONE_DAY, day_of, start_of_day
from anhuan.kernel.exact import decimal_text
from anhuan.territory.offices import AreaOffice

MOST_HOURS: Final = 3
MOST_TARGETS: Final = 2
HOURS: Final = 24


def air_day(office: AreaOffice, eye: Viewer, above: Viewer, day: date) -> dict[str, Any] | None:
    """The figures, or ``None`` without a station that counts. ``above``: who reads the area's
    neighbours too, since a rank is among them."""
    if not any(place.id == office.area for place in air_areas(eye)):
        return None
    start = start_of_day(day)
    _, hours = air_hours(eye, office.area, start, HOURS)
    closed = min(day, day_of(eye.at) - ONE_DAY)
    _, days = air_days(eye, office.area, closed - ONE_DAY, closed)
    measured = [one for one in hours if one.at < eye.at and one.index is not None]
    return {
        "closed": _closed(days),
        "rank": _rank(office, above, day),
        "now": _hour(measured[-1]) if measured else None,
        "high": [_hour(one) for one in _highest(measured)],
        "gaps": _gaps(eye, office.area, day),
    }


def _closed(days: Sequence[AirDay]) -> dict[str, Any] | None:
    """The newest day with an index."""
    found = [one for one in days if one.index is not None and one.index.aqi is not None]
    return _index(found[-1].index) | {"day": found[-1].day.isoformat()} if found else None


def _index(index: AirIndex | None) -> dict[str, Any]:
    """An index as JSON; ``primary`` by the codes of its items."""
    if index is None or index.aqi is None:
        return {"aqi": None, "level": "", "primary": []}
    level = index.level.name if index.level else ""
    return {"aqi": index.aqi, "level": level, "primary": list(index.primary)}


def _hour(one: AirHour) -> dict[str, Any]:
    return _index(one.index) | {"at": f"{one.at.astimezone(DAY_ZONE):%H}"}


def _highest(hours: Sequence[AirHour]) -> list[AirHour]:
    """The hours with the highest index, in the order of the clock."""
    known = [one for one in hours if one.index is not None and one.index.aqi is not None]
    known.sort(key=lambda one: (-(one.index.aqi or 0) if one.index else 0, one.at))
    return sorted(known[:MOST_HOURS], key=lambda one: one.at)


def _rank(office: AreaOffice, above: Viewer, day: date) -> dict[str, int] | None:
    """By the index of yesterday, which only the sheet of today is told."""
    if day != day_of(above.at) or not parent(office.path):
        return None
    top = next((one for one in air_areas(above) if one.path == parent(office.path)), None)
    if top is None:
        return None
    below = AirNow(above, top.id).below
    own = next((one for one in below if one.of.id == office.area), None)
    if own is None or own.place is None:
        return None
    return {"place": own.place, "of": sum(1 for one in below if one.place is not None)}


def _gaps(eye: Viewer, area: UUID, day: date) -> list[dict[str, str]]:
    """Of the area's own targets, how far beyond the bound; negative where it is better."""
    found = [one for one in targets(eye, on=day) if one.area == area and one.gap is not None]
    return [
        {
            "name": one.name,
            "gap": decimal_text(one.gap, one.rule.rule.places),
            "unit": one.rule.rule.unit,
        }
        for one in found[:MOST_TARGETS]
        if one.gap is not None
    ]
