"""Which places a viewer has air of, and what was measured there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from anhuan.air.law import Law
from anhuan.air.means import DAY_ITEMS, Hours, by_day, index_of, unpacked
from anhuan.air.models import DayMean
from anhuan.air.types import AirDay, AirPlace, Concentrations
from anhuan.kernel.access import Viewer
from anhuan.kernel.air_area import area_concentrations
from anhuan.kernel.air_rule import AirRule, Report
from anhuan.kernel.calendar import start_of_day
from anhuan.telemetry.queries import readings, stations
from anhuan.telemetry.types import Kind, Span, StationRow
from anhuan.territory.types import AreaLine

KINDS: Final = (Kind.AIR,)
Days = Mapping[UUID, Mapping[date, Concentrations]]


def stations_below(viewer: Viewer | None, path: str = "") -> list[StationRow]:
    """The stations of the air that the viewer sees, those that count and those that do not."""
    return stations(viewer, kinds=KINDS, area_path=path)


def place_of(area: AreaLine, rows: Iterable[StationRow]) -> AirPlace:
    """An area with the stations that count for it."""
    inside = [one.id for one in rows if one.reference and one.area_path.startswith(area.path)]
    return AirPlace(id=area.id, name=area.name, path=area.path, stations=tuple(inside))


def place_of_station(row: StationRow) -> AirPlace:
    return AirPlace(
        id=row.id,
        name=row.name,
        path=row.area_path,
        stations=(row.id,),
        station=True,
        counts=row.reference,
    )


def hours_of(
    viewer: Viewer | None, rows: Sequence[StationRow], start: datetime, end: datetime, law: Law
) -> dict[tuple[UUID, date], Hours]:
    """The hours of [start, end) of stations, by station and day."""
    if not rows:
        return {}
    factors = {code for rule in law.areas for code in rule.factors}
    found = readings(
        viewer,
        stations=[one.id for one in rows],
        factors=sorted(factors),
        start=start,
        end=end,
        span=Span.HOUR,
    )
    return by_day(found, rows, law)


def day_means(stations: Sequence[UUID], start: date, end: date) -> Days:
    """The means of the days from ``start`` to ``end``, both with, in one query."""
    found: dict[UUID, dict[date, Concentrations]] = {}
    rows = DayMean.objects.filter(day__range=(start, end))
    if len(stations) <= FEW:
        rows = rows.filter(station__in=stations)
    wanted = set(stations)
    for station, day, items in rows.values_list("station", "day", "items"):
        if station in wanted:
            found.setdefault(station, {})[day] = unpacked(items)
    return found


FEW: Final = 400
"""Beyond so many stations a query takes every one's rows: a list of them has its limit."""


def area_days(
    found: Days,
    stations: Sequence[UUID],
    start: date,
    end: date,
    law: Law,
    edition: AirRule | None = None,
) -> list[AirDay]:
    """Each day of an area by its stations, by ``edition`` or by the one of its date."""
    made = []
    for step in range((end - start).days + 1):
        day = start + timedelta(days=step)
        each = [found.get(one, {}).get(day, {}) for one in stations]
        measured = area_concentrations(law.area(day), each, DAY_ITEMS)
        made.append(
            AirDay(
                day=day,
                index=index_of(edition or law.rule(day), Report.DAY, measured),
                measured=measured,
                present=sum(1 for one in each if any(v is not None for v in one.values())),
                stations=len(stations),
            )
        )
    return made


def bounds(day: date) -> tuple[datetime, datetime]:
    """A day as a stretch of time."""
    return start_of_day(day), start_of_day(day + timedelta(days=1))
