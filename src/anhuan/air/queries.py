"""Reads of the air: now, by day, by year, and how targets stand. What a viewer sees of it is what
their areas hold: a district by all of its stations or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final
from uuid import UUID

from anhuan.air import models
from anhuan.air.law import Law
from anhuan.air.means import area_hours
from anhuan.air.reading import (
    area_days,
    bounds,
    day_means,
    hours_of,
    place_of,
    place_of_station,
    stations_below,
)
from anhuan.air.types import AirDay, AirHour, AirPlace, AirYear, PublishedDay, Standing
from anhuan.kernel.access import Viewer
from anhuan.kernel.air_course import LevelChanges, YearOnYear, level_changes, tally, year_on_year
from anhuan.kernel.air_rule import AirRule
from anhuan.kernel.calendar import DAY_ZONE, day_of
from anhuan.kernel.ranking import ranked
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.standards import seasons_at
from anhuan.telemetry.types import StationRow
from anhuan.territory.queries import area_line, area_lines
from anhuan.territory.types import AreaLine, Level

HOUR: Final = timedelta(hours=1)
COURSE: Final = 48
DISTRICTS: Final = frozenset({Level.CITY, Level.COUNTY})


class AirNow:
    """The air of an area and of what lies below it, at an instant: its hours, yesterday, ranks."""

    def __init__(self, viewer: Viewer, area: UUID | None = None) -> None:
        self.law = Law(viewer.at)
        self.seasons = seasons_at(viewer.at, known_at=viewer.at)
        self.areas = _areas(viewer)
        rows = stations_below(viewer)
        self.choices = tuple(place for place in _places(self.areas, rows) if place.stations)
        chosen = _chosen(self.choices, area)
        self.of = chosen
        inside = [one for one in rows if chosen and one.area_path.startswith(chosen.path)]
        self.last = last_hour(viewer.at)
        self.today = day_of(viewer.at)
        self.yesterday = self.today - timedelta(days=1)
        start = self.last - (COURSE - 1) * HOUR
        self._hours = hours_of(viewer, inside, start, self.last + HOUR, self.law)
        self._days = day_means([one.id for one in inside], self.yesterday, self.yesterday)
        self.start = start
        self.course = self._course(chosen) if chosen else ()
        self.whole = self._standing(chosen) if chosen else None
        below = [one for one in self.choices if chosen and _is_next(one, chosen, self.choices)]
        self.below = self._ranked([self._standing(one) for one in below])
        self.stations = self._ranked([self._standing(place_of_station(one)) for one in inside])

    def _course(self, place: AirPlace) -> tuple[AirHour, ...]:
        return tuple(area_hours(self._hours, place.stations, self.start, COURSE, self.law))

    def _standing(self, place: AirPlace) -> Standing:
        hours = area_hours(self._hours, place.stations, self.last, 1, self.law)
        days = area_days(self._days, place.stations, self.yesterday, self.yesterday, self.law)
        return Standing(of=place, hour=hours[0], day=days[0], place=None, tied=0)

    def _ranked(self, found: Sequence[Standing]) -> tuple[Standing, ...]:
        by_id = {one.of.id: one for one in found}
        values = {one.of.id: _aqi(one.day) for one in found}
        return tuple(
            replace(by_id[each.unit], place=each.place, tied=each.tied)
            for each in ranked(values, best_is_low=True)
        )


def _aqi(day: AirDay | None) -> int | None:
    return day.index.aqi if day is not None and day.index is not None else None


def last_hour(at: datetime) -> datetime:
    """When the last whole hour before ``at`` began."""
    return at.astimezone(DAY_ZONE).replace(minute=0, second=0, microsecond=0) - HOUR


def _areas(viewer: Viewer) -> list[AreaLine]:
    return [one for one in area_lines(viewer) if one.level in DISTRICTS or _is_top(viewer, one)]


def _is_top(viewer: Viewer, area: AreaLine) -> bool:
    return area.path in viewer.areas


def _places(areas: Iterable[AreaLine], rows: Sequence[StationRow]) -> list[AirPlace]:
    return [place_of(area, rows) for area in sorted(areas, key=lambda one: one.path)]


def _chosen(choices: Sequence[AirPlace], area: UUID | None) -> AirPlace | None:
    if area is None:
        return choices[0] if choices else None
    found = next((one for one in choices if one.id == area), None)
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    return found


def _is_next(one: AirPlace, top: AirPlace, every: Sequence[AirPlace]) -> bool:
    """Below ``top`` with none of ``every`` between the two."""
    if one.path == top.path or not one.path.startswith(top.path):
        return False
    between = {each.path for each in every if len(top.path) < len(each.path) < len(one.path)}
    return not any(one.path.startswith(path) for path in between)


def air_areas(viewer: Viewer) -> tuple[AirPlace, ...]:
    """The areas in the viewer's reach that have stations which count, from the top."""
    rows = stations_below(viewer)
    return tuple(place for place in _places(_areas(viewer), rows) if place.stations)


def air_days(
    viewer: Viewer, area: UUID | None, start: date, end: date, *, edition: str = ""
) -> tuple[AirPlace, list[AirDay]]:
    """The closed days of an area (the topmost in reach if none is named) from ``start`` to
    ``end``. Refuses ``NOT_VISIBLE``, ``NO_SUCH_RULE`` for an edition that is none."""
    law = Law(viewer.at)
    place = _chosen(air_areas(viewer), area)
    if place is None:
        raise Refusal(Why.NOT_VISIBLE)
    found = day_means(place.stations, start, end)
    return place, area_days(found, place.stations, start, end, law, _edition(law, edition))


def station_days(
    viewer: Viewer, station: UUID, start: date, end: date, *, edition: str = ""
) -> tuple[AirPlace, list[AirDay]]:
    """As ``air_days``, of one station of the air, whether it counts for its areas or not."""
    law = Law(viewer.at)
    place = next(
        (one for one in map(place_of_station, stations_below(viewer)) if one.id == station), None
    )
    if place is None:
        raise Refusal(Why.NOT_VISIBLE)
    found = day_means(place.stations, start, end)
    return place, area_days(found, place.stations, start, end, law, _edition(law, edition))


def _edition(law: Law, name: str) -> AirRule | None:
    if name and name not in law.editions:
        raise Refusal(Why.NO_SUCH_RULE, subject="air-index", code=name[:40])
    return law.editions.get(name)


def air_year(
    viewer: Viewer,
    places: Sequence[AirPlace],
    area: UUID | None,
    year: int,
    *,
    edition: str = "",
) -> tuple[AirPlace, AirYear, tuple[str, ...]]:
    """A year up to yesterday of one of ``places`` (``air_areas``), with the same days a year
    before, all by ``edition``; without one the year before is compared by the edition of the last
    day. The third value: the editions there are. Refuses as ``air_days``."""
    law = Law(viewer.at)
    place = _chosen(places, area)
    if place is None:
        raise Refusal(Why.NOT_VISIBLE)
    start = date(year, 1, 1)
    end = min(date(year, 12, 31), day_of(viewer.at) - timedelta(days=1))
    then_end = _year_before(end)
    rule = _edition(law, edition)
    one = rule or law.rule(max(start, end))
    now = area_days(day_means(place.stations, start, end), place.stations, start, end, law, rule)
    began = date(year - 1, 1, 1)
    then = area_days(
        day_means(place.stations, began, then_end), place.stations, began, then_end, law, one
    )
    return (
        place,
        AirYear(
            year=year,
            edition=edition,
            days=tuple(now),
            tally=tally(_measured(now), one),
            against=_against(now, then, one),
            changes=_changes(now, law),
            published=published(viewer, place.id, start, end),
        ),
        tuple(law.editions),
    )


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _measured(days: Iterable[AirDay]) -> dict[date, Mapping[str, Fraction | None]]:
    return {one.day: one.measured for one in days}


def _against(now: Sequence[AirDay], then: Sequence[AirDay], rule: AirRule) -> YearOnYear | None:
    if not now or not any(one.index for one in then):
        return None
    return year_on_year(_measured(now), _measured(then), rule)


def _changes(days: Sequence[AirDay], law: Law) -> LevelChanges | None:
    """Between the last two editions."""
    rules = list(law.editions.values())[-2:]
    return level_changes(_measured(days), *rules) if len(rules) == 2 else None


def air_hours(
    viewer: Viewer, area: UUID | None, start: datetime, count: int
) -> tuple[AirPlace, list[AirHour]]:
    """``count`` hours of an area from ``start`` on. Refuses ``NOT_VISIBLE``."""
    law = Law(viewer.at)
    place = _chosen(air_areas(viewer), area)
    if place is None:
        raise Refusal(Why.NOT_VISIBLE)
    rows = [one for one in stations_below(viewer, place.path) if one.reference]
    found = hours_of(viewer, rows, start, start + count * HOUR, law)
    return place, area_hours(found, place.stations, start, count, law)


def published(viewer: Viewer, area: UUID, start: date, end: date) -> dict[date, PublishedDay]:
    """What was published of an area in reach, the newest version of each day."""
    place = area_line(viewer, area)
    rows = models.Published.objects.filter(area=place.id, day__range=(start, end))
    return {
        row.day: PublishedDay(
            day=row.day,
            aqi=row.aqi,
            primary=row.primary,
            source=row.source,
            entered_at=row.entered_at,
        )
        for row in rows.order_by("entered_at", "id")
    }


def ungathered(at: datetime, back: int) -> list[date]:
    """The closed days of the last ``back`` whose means have not been made since today began:
    what came late is taken in every morning."""
    today = day_of(at)
    known = dict(
        models.Gathered.objects.filter(day__gte=today - timedelta(days=back)).values_list(
            "day", "at"
        )
    )
    begun, _ = bounds(today)
    days = [today - timedelta(days=step) for step in range(1, back + 1)]
    return [day for day in days if day not in known or known[day] < begun]
