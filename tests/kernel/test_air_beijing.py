"""A month of real air: twelve stations of Beijing, every hour and day under both editions."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from math import ceil
from pathlib import Path

import pytest

from anhuan.kernel.air import index
from anhuan.kernel.air_course import Days, level_changes, tally
from anhuan.kernel.air_means import day_concentrations
from anhuan.kernel.air_rule import AirRule, Report
from anhuan.kernel.exact import Number
from tests.kernel.standards import NEW, OLD, OZONE_DAY, VALIDITY

NAME = Path("shared", "data", "beijing-air-2013-2015.csv.gz")
FILE = next((up / NAME for up in Path(__file__).resolve().parents if (up / NAME).exists()), None)
COLUMNS = {"PM25": "PM2.5", "PM10": "PM10", "SO2": "SO2", "NO2": "NO2", "CO": "CO", "O3": "O3"}
MONTH = "2014-02"
Hour = dict[str, Number | None]

pytestmark = pytest.mark.skipif(FILE is None, reason=f"no {NAME} beside this repository")


@cache
def hours() -> dict[tuple[str, date], list[Hour]]:
    """The 24 hours of each station and day, by pollutant, in the units of the index."""
    found: dict[tuple[str, date], list[Hour]] = {}
    assert FILE is not None
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["time"].startswith(MONTH):
                key = row["station"], date.fromisoformat(row["time"][:10])
                found.setdefault(key, []).append(
                    {p: measured(p, row[column]) for p, column in COLUMNS.items()}
                )
    return found


def measured(pollutant: str, text: str) -> Decimal | None:
    """CO comes in µg/m³."""
    if not text:
        return None
    return Decimal(text) / 1000 if pollutant == "CO" else Decimal(text)


def days(station: str) -> Days:
    return {
        day: day_concentrations(
            VALIDITY, OZONE_DAY, {p: [hour[p] for hour in each] for p in COLUMNS}
        )
        for (name, day), each in hours().items()
        if name == station
    }


def station_hours() -> Iterator[Hour]:
    for each in hours().values():
        for hour in each:
            yield {f"{pollutant}_1H": value for pollutant, value in hour.items()}


def plainly(rule: AirRule, item: str, value: Decimal) -> int | None:
    """The formula of the standard, worked in decimals with one division at the end."""
    points = [Decimal(point.numerator) for point in rule.scales[item].points]
    if rule is NEW:
        value = value.quantize(Decimal("0.1") if item == "CO_1H" else Decimal(1))
    for place in range(1, len(points)):
        low, high = points[place - 1 : place + 1]
        if value <= high:
            rise = (rule.steps[place] - rule.steps[place - 1]) * (value - low)
            return ceil(rise / (high - low)) + rule.steps[place - 1]
    return rule.scales[item].beyond


@pytest.mark.parametrize("rule", [OLD, NEW], ids=["2012", "2026"])
def test_every_station_hour_is_the_worst_of_its_pollutants(rule: AirRule) -> None:
    seen = 0
    for hour in station_hours():
        each = [plainly(rule, i, Decimal(v)) for i, v in hour.items() if v is not None]
        worst = max((one for one in each if one is not None), default=None)
        # the newer edition gives no index where an item is missing, unless above 100
        whole = len(each) == len(COLUMNS) or rule is OLD or (worst or 0) > 100

        found = index(rule, Report.HOUR, hour)

        assert found.aqi == (worst if whole else None)
        seen += 1

    assert seen == 12 * 28 * 24


def test_days_that_change_their_level_between_the_editions_are_listed() -> None:
    stations = sorted({station for station, _ in hours()})

    changed = {station: level_changes(days(station), OLD, NEW) for station in stations}

    moves = Counter(
        (one.before.level.name, one.after.level.name)
        for found in changed.values()
        for one in found.changed
        if one.before.level and one.after.level
    )
    # the one that gets better has 115.x of PM2.5: only the newer edition rounds before it counts
    assert moves == {("良", "轻度污染"): 29, ("中度污染", "轻度污染"): 1}
    assert sum(found.compared for found in changed.values()) == 287
    assert len(hours()) == 336


@pytest.mark.parametrize(
    ("rule", "levels"),
    [(OLD, {1: 5, 2: 4, 3: 5, 4: 3, 5: 5, 6: 4}), (NEW, {1: 5, 2: 0, 3: 8, 4: 3, 5: 5, 6: 4})],
    ids=["2012", "2026"],
)
def test_month_of_a_station_has_its_days_by_level(rule: AirRule, levels: dict[int, int]) -> None:
    found = tally(days("Aotizhongxin"), rule)

    assert (found.asked, found.days, found.heavy) == (28, sum(levels.values()), 9)
    assert found.by_level == levels
