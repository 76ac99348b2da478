"""From the hours a station sent to what its hours and days are made of; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final
from uuid import UUID

from anhuan.air.law import Law
from anhuan.air.types import AirHour, Concentrations
from anhuan.kernel.air import AirIndex, index
from anhuan.kernel.air_area import area_concentrations, told_in
from anhuan.kernel.air_means import DAILY, DAY_HOURS, day_concentrations
from anhuan.kernel.air_rule import AirRule, Report
from anhuan.kernel.calendar import DAY_ZONE, day_of
from anhuan.telemetry.types import Reading, StationRow

DAY_ITEMS: Final = (*DAILY.values(), "O3_8H")
HOUR_ITEMS: Final = ("SO2_1H", "NO2_1H", "PM10_1H", "CO_1H", "O3_1H", "PM25_1H")
Hours = dict[str, list[Fraction | None]]
"""By pollutant the 24 hours of a day."""


def by_day(
    readings: Iterable[Reading], stations: Iterable[StationRow], law: Law
) -> dict[tuple[UUID, date], Hours]:
    """The hours of each station and day. What is flagged as no measurement, or below zero, is a
    gap: an instrument at its zero wanders below it, and no concentration does."""
    units = {one.id: one.units for one in stations}
    found: dict[tuple[UUID, date], Hours] = {}
    for each in readings:
        day = day_of(each.at)
        pollutant = law.area(day).factors.get(each.factor)
        if pollutant is None or each.value is None or each.value < 0:
            continue
        hours = found.setdefault((each.station, day), {})
        course = hours.setdefault(pollutant, [None] * DAY_HOURS)
        unit = units.get(each.station, {}).get(each.factor, "")
        hour = each.at.astimezone(DAY_ZONE).hour
        course[hour] = told_in(pollutant, Fraction(each.value), unit)
    return found


def day_items(
    hours: Mapping[str, Sequence[Fraction | None]], day: date, law: Law
) -> Concentrations:
    """What the daily report of a day is made of."""
    return day_concentrations(law.validity(day), law.ozone(day), hours)


def index_of(rule: AirRule, report: Report, measured: Concentrations) -> AirIndex | None:
    """The index, ``None`` where nothing at all was measured."""
    if all(one is None for one in measured.values()):
        return None
    return index(rule, report, measured)


def area_hours(
    found: Mapping[tuple[UUID, date], Hours],
    stations: Sequence[UUID],
    start: datetime,
    count: int,
    law: Law,
) -> list[AirHour]:
    """``count`` hours from ``start`` on of an area by its stations, or of a single station."""
    made = []
    for step in range(count):
        at = start + timedelta(hours=step)
        day, hour = day_of(at), at.astimezone(DAY_ZONE).hour
        each = [_hour(found.get((one, day), {}), hour) for one in stations]
        measured = area_concentrations(law.area(day), each, HOUR_ITEMS)
        made.append(
            AirHour(at=at, index=index_of(law.rule(day), Report.HOUR, measured), measured=measured)
        )
    return made


def _hour(hours: Hours, hour: int) -> dict[str, Fraction | None]:
    return {f"{pollutant}_1H": course[hour] for pollutant, course in hours.items()}


def packed(items: Concentrations) -> dict[str, str]:
    """As a row keeps them, exact."""
    return {item: str(value) for item, value in items.items() if value is not None}


def unpacked(items: Mapping[str, str]) -> dict[str, Fraction | None]:
    return {item: Fraction(items[item]) if item in items else None for item in DAY_ITEMS}
