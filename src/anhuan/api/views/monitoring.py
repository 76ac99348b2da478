"""Stations and what they send, days of the air, alarms, units of hazard sources."""

from datetime import date, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field

from anhuan.air import queries as air
from anhuan.air.types import AirDay
from anhuan.alarms import queries as alarms
from anhuan.api.entrance import ApiRequest
from anhuan.api.operations import reads
from anhuan.api.queries import area_path, shaped
from anhuan.api.shapes.monitoring import (
    DayOfAir,
    DaysOfAir,
    HazardLine,
    HazardLines,
    MonitoringAlarm,
    MonitoringAlarms,
    Station,
    StationKind,
    StationReading,
    StationReadings,
    Stations,
)
from anhuan.api.views.cases import Cursor, Size, Text
from anhuan.hazards import queries as hazards
from anhuan.hazards.queries import HazardTab
from anhuan.hazards.types import UnitLine
from anhuan.kernel.alarm import AlarmRule
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.telemetry import queries
from anhuan.telemetry.types import Kind, Span

TAG = "monitoring"
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)
DAY = timedelta(days=1)
LONGEST: Final = {
    Span.REAL: DAY,
    Span.MINUTE: 7 * DAY,
    Span.HOUR: 31 * DAY,
    Span.DAY: 366 * DAY,
}
MOST_DAYS = 366
Factor = Annotated[str, Field(max_length=10, pattern="^[0-9A-Za-z]*$")]


class StationQuery(Schema):
    """``query`` is looked for in names and at the beginning of codes."""

    query: Text = ""
    kind: StationKind | None = None
    area: UUID | None = None
    site: UUID | None = None
    retired: bool = False
    after: Cursor = ""
    size: Size = 50


class ReadingQuery(Schema):
    """``end`` is now if not given, ``start`` a day before it. The longest stretch: a day of
    instants, 7 days of minutes, 31 of hours, 366 of days."""

    span: Span = Span.HOUR
    factor: Factor = ""
    start: datetime | None = None
    end: datetime | None = None


class AirQuery(Schema):
    """``last`` is yesterday if not given, ``first`` the thirtieth day before it; at most 366 days.
    ``edition``: of the standard of the index; each day's own if not given."""

    first: date | None = None
    last: date | None = None
    edition: Text = ""


class AlarmQuery(Schema):
    """``active``: only those that go on, or only those that have ended."""

    kind: StationKind | None = None
    rule: AlarmRule | None = None
    area: UUID | None = None
    active: bool | None = None
    after: Cursor = ""
    size: Size = 50


class HazardQuery(Schema):
    """``query`` is looked for in the names of sites, units and chemicals."""

    query: Text = ""
    tab: HazardTab = HazardTab.ALL
    level: Annotated[int, Field(ge=1, le=4)] | None = None
    area: UUID | None = None
    after: Cursor = ""
    size: Size = 50


@reads("/stations", returns=Stations, asks=StationQuery, tag=TAG)
def list_stations(request: ApiRequest, asked: Query[StationQuery]) -> Stations:
    """The stations that the caller may see, by name."""
    viewer = request.auth.viewer
    page = queries.page_of_stations(
        viewer,
        kinds=(Kind(asked.kind),) if asked.kind else (),
        area_path=area_path(viewer, asked.area) if asked.area else "",
        site=asked.site,
        text=asked.query,
        retired=asked.retired,
        after=asked.after,
        size=asked.size,
    )
    return Stations(tuple(shaped(row, Station) for row in page.rows), page.after)


@reads("/stations/{uuid:station_id}", returns=Station, tag=TAG)
def read_station(request: ApiRequest, station_id: UUID) -> Station:
    """One station."""
    found: Station = shaped(queries.station(request.auth.viewer, station_id), Station)
    return found


@reads("/stations/{uuid:station_id}/readings", returns=StationReadings, asks=ReadingQuery, tag=TAG)
def list_readings(
    request: ApiRequest, station_id: UUID, asked: Query[ReadingQuery]
) -> StationReadings:
    """What a station sent over a stretch of time."""
    viewer = request.auth.viewer
    queries.station(viewer, station_id)
    start, end = _stretch(asked, viewer.at)
    rows = queries.readings(
        viewer,
        stations=(station_id,),
        factors=(asked.factor,) if asked.factor else (),
        start=start,
        end=end,
        span=asked.span,
    )
    return StationReadings(
        station_id, asked.span, start, end, tuple(shaped(row, StationReading) for row in rows)
    )


def _stretch(asked: ReadingQuery, now: datetime) -> tuple[datetime, datetime]:
    for name, at in (("start", asked.start), ("end", asked.end)):
        if at is not None and (at.tzinfo is None or not EARLIEST <= at.date() <= LATEST):
            raise Refusal(Why.MALFORMED, field=name, problem="date")
    end = asked.end or now
    start = asked.start or end - DAY
    if not start < end <= start + LONGEST[asked.span]:
        raise Refusal(Why.MALFORMED, field="start", problem="date")
    return start, end


@reads("/areas/{uuid:area_id}/air-days", returns=DaysOfAir, asks=AirQuery, tag=TAG)
def list_air_days(request: ApiRequest, area_id: UUID, asked: Query[AirQuery]) -> DaysOfAir:
    """The closed days of the air of an area that has stations which count."""
    viewer = request.auth.viewer
    last = asked.last or day_of(viewer.at) - DAY
    first = asked.first or last - 30 * DAY
    if not EARLIEST <= first <= last <= LATEST or (last - first).days >= MOST_DAYS:
        raise Refusal(Why.MALFORMED, field="first", problem="date")
    place, days = air.air_days(viewer, area_id, first, last, edition=asked.edition)
    return DaysOfAir(place.id, place.name, tuple(map(_day, days)))


def _day(one: AirDay) -> DayOfAir:
    index = one.index
    return DayOfAir(
        day=one.day,
        edition=index.revision if index else None,
        aqi=index.aqi if index else None,
        level=index.level.number if index and index.level else None,
        primary=index.primary if index else (),
        iaqi=dict(index.iaqi) if index else {},
        present=one.present,
        stations=one.stations,
    )


@reads("/alarms", returns=MonitoringAlarms, asks=AlarmQuery, tag=TAG)
def list_alarms(request: ApiRequest, asked: Query[AlarmQuery]) -> MonitoringAlarms:
    """The alarms that the caller may see, the last begun first."""
    viewer = request.auth.viewer
    page = alarms.alarms(
        viewer,
        kind=asked.kind or "",
        rule=asked.rule or "",
        area_path=area_path(viewer, asked.area) if asked.area else "",
        active=asked.active,
        after=asked.after,
        size=asked.size,
    )
    return MonitoringAlarms(tuple(shaped(row, MonitoringAlarm) for row in page.rows), page.after)


@reads("/hazards", returns=HazardLines, asks=HazardQuery, tag=TAG)
def list_hazards(request: ApiRequest, asked: Query[HazardQuery]) -> HazardLines:
    """The units of hazard sources that the caller may see, the gravest first."""
    viewer = request.auth.viewer
    page = hazards.hazards(
        viewer,
        tab=asked.tab,
        level=asked.level,
        area_path=area_path(viewer, asked.area) if asked.area else "",
        text=asked.query,
        after=asked.after,
        size=asked.size,
    )
    return HazardLines(tuple(map(_hazard, page.lines)), page.after)


def _hazard(line: UnitLine) -> HazardLine:
    told = {name: getattr(line, name) for name in HazardLine.__struct_fields__}
    exact = {name: None if told[name] is None else str(told[name]) for name in ("s", "r")}
    found: HazardLine = shaped(told | exact, HazardLine)
    return found
