"""Three years of real air of twelve stations of Beijing, as frames and as days."""

import csv
import gzip
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from anhuan.kernel.air_course import Days
from anhuan.kernel.air_means import day_concentrations
from anhuan.kernel.calendar import DAY_ZONE, day_of
from anhuan.kernel.exact import Number
from anhuan.telemetry.protocols.hj212.compose import stamp
from anhuan.telemetry.types import Reading
from tests.kernel.standards import OZONE_DAY, VALIDITY
from tests.modules.telemetry.wire import framed

NAME = Path("shared", "data", "beijing-air-2013-2015.csv.gz")
FILE = next((up / NAME for up in Path(__file__).resolve().parents if (up / NAME).exists()), None)
FACTORS = {
    "PM25": ("PM2.5", "a34004"),
    "PM10": ("PM10", "a34002"),
    "SO2": ("SO2", "a21026"),
    "NO2": ("NO2", "a21004"),
    "CO": ("CO", "a21005"),
    "O3": ("O3", "a05024"),
}
"""Pollutants by the name of the index: their column, their factor."""
POLLUTANTS = {factor: name for name, (_, factor) in FACTORS.items()}
PASSWORD = "123456"
Hours = dict[datetime, dict[str, Decimal]]


class Row(NamedTuple):
    """An hour of a station: what was measured, by pollutant; what was not is not there."""

    station: str
    at: datetime
    measured: Mapping[str, Decimal]


def rows(first: date = date.min, last: date = date.max) -> Iterator[Row]:
    """The hours of the days from ``first`` to ``last``, those without any value too."""
    assert FILE is not None
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = datetime.fromisoformat(row["time"]).replace(tzinfo=DAY_ZONE)
            if first <= at.date() <= last:
                measured = {
                    name: _exact(name, row[column])
                    for name, (column, _) in FACTORS.items()
                    if row[column]
                }
                yield Row(row["station"], at, measured)


def _exact(name: str, text: str) -> Decimal:
    """CO comes in µg/m³ and is told in mg/m³, as HJ 633 wants it."""
    return Decimal(text) / 1000 if name == "CO" else Decimal(text)


def code_of(place: int) -> str:
    """The MN of a station by its place among the names."""
    return f"BE1{place:021d}"


def frame(code: str, row: Row) -> bytes:
    """Hour data of 2017 that ask for an answer; an empty cell is not sent."""
    at = stamp(row.at)
    head = f"QN={at}000;ST=22;CN=2061;PW={PASSWORD};MN={code};Flag=5;"
    items = [
        f"{FACTORS[name][1]}-Avg={value},{FACTORS[name][1]}-Flag=N"
        for name, value in row.measured.items()
    ]
    return framed(f"{head}CP=&&{';'.join([f'DataTime={at}', *items])}&&")


def hours_of(readings: list[Reading]) -> Hours:
    """What is stored of a station, by hour and pollutant."""
    found: Hours = {}
    for one in readings:
        assert one.value is not None
        found.setdefault(one.at, {})[POLLUTANTS[one.factor]] = one.value
    return found


def days_of(hours: Hours) -> Days:
    """The concentrations of the days, by item of the daily report."""
    by_day: dict[date, dict[int, dict[str, Decimal]]] = {}
    for at, measured in hours.items():
        by_day.setdefault(day_of(at), {})[at.astimezone(DAY_ZONE).hour] = measured
    return {day: day_concentrations(VALIDITY, OZONE_DAY, _day(by_day[day])) for day in by_day}


def _day(known: Mapping[int, Mapping[str, Decimal]]) -> dict[str, list[Number | None]]:
    return {name: [known.get(hour, {}).get(name) for hour in range(24)] for name in FACTORS}
