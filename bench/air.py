"""The air quality index of years of real hours and days, under both editions.

Twelve stations, every hour of 2013-03 to 2015-12: the index of each hour, the six concentrations
and the index of each station-day, and the days whose level is another one under the newer edition.
The peer is the same formula in binary floats, in the same loop: what exactness costs, and what the
floats get wrong.
"""

import argparse
import csv
import gzip
from collections import Counter
from datetime import date
from decimal import Decimal
from math import ceil
from pathlib import Path
from time import process_time

import _bed

from anhuan.kernel.air import iaqi, index
from anhuan.kernel.air_course import level_changes
from anhuan.kernel.air_means import day_concentrations, ozone_day, validity
from anhuan.kernel.air_rule import AirRule, Report, air_rule
from anhuan.kernel.exact import Number
from anhuan.ops.vector_kinds.seeded import seeded

NAME = Path("shared", "data", "beijing-air-2013-2015.csv.gz")
COLUMNS = {"PM25": "PM2.5", "PM10": "PM10", "SO2": "SO2", "NO2": "NO2", "CO": "CO", "O3": "O3"}
Hours = list[dict[str, Number | None]]


def read(month: str) -> dict[str, dict[date, Hours]]:
    """The hours of each day of each station, by pollutant, CO in mg/m³."""
    above = Path(__file__).resolve().parents
    path = next((up / NAME for up in above if (up / NAME).exists()), None)
    if path is None:
        raise SystemExit(f"no {NAME} beside this repository")
    found: dict[str, dict[date, Hours]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["time"].startswith(month):
                continue
            day = date.fromisoformat(row["time"][:10])
            hour = {p: measured(p, row[column]) for p, column in COLUMNS.items()}
            found.setdefault(row["station"], {}).setdefault(day, []).append(hour)
    return found


def measured(pollutant: str, text: str) -> Decimal | None:
    if not text:
        return None
    return Decimal(text) / 1000 if pollutant == "CO" else Decimal(text)


def floating(rule: AirRule, item: str, value: float) -> int | None:
    """The formula as it is usually written."""
    scale = rule.scales[item]
    if rule.places:
        value = round(value, rule.places[item])
    points = [float(point) for point in scale.points]
    for place in range(1, len(points)):
        low, high = points[place - 1], points[place]
        if value <= high:
            floor, ceiling = rule.steps[place - 1], rule.steps[place]
            return ceil((ceiling - floor) / (high - low) * (value - low) + floor)
    return scale.beyond


def hourly(rule: AirRule, stations: dict[str, dict[date, Hours]]) -> tuple[str, ...]:
    """One line: how many station-hours, and how long the exact and the floating formula take."""
    hours = [
        {f"{pollutant}_1H": value for pollutant, value in hour.items()}
        for days in stations.values()
        for each in days.values()
        for hour in each
    ]
    begun = process_time()
    found = [index(rule, Report.HOUR, hour) for hour in hours]
    exact = process_time() - begun
    begun = process_time()
    floats = [
        {i: None if v is None else floating(rule, i, float(v)) for i, v in hour.items()}
        for hour in hours
    ]
    peer = process_time() - begun
    wrong = sum(
        one.iaqi[item] != other[item]
        for one, other in zip(found, floats, strict=True)
        for item in other
    )
    settled = sum(one.aqi is not None for one in found)
    told = (f"{len(hours):,}", f"{settled:,}", f"{exact:.1f}", f"{peer:.1f}")
    return (
        rule.revision,
        *told,
        f"{len(hours) / exact:,.0f}",
        f"{exact / peer:.1f}",
        f"{wrong:,}",
    )


def daily(rules: list[AirRule], stations: dict[str, dict[date, Hours]]) -> list[str]:
    """The station-days, and what becomes of their levels."""
    means = validity(seeded("air_validity")[-1]["value"])
    ozone = ozone_day(seeded("air_ozone_days")[-1]["value"])
    begun, moves = process_time(), Counter[tuple[str, str]]()
    compared = unsettled = 0
    for days in stations.values():
        reports = {
            day: day_concentrations(means, ozone, {p: [h[p] for h in each] for p in COLUMNS})
            for day, each in days.items()
        }
        found = level_changes(reports, *rules)
        compared, unsettled = compared + found.compared, unsettled + len(found.unsettled)
        for one in found.changed:
            if one.before.level is not None and one.after.level is not None:
                moves[one.before.level.name, one.after.level.name] += 1
    seconds = process_time() - begun
    rows = [(f"{old} → {new}", f"{n:,}") for (old, new), n in moves.most_common()]
    return [
        f"{compared:,} station-days have an index under both editions, {unsettled:,} under one "
        f"or none; {moves.total():,} change their level ({moves.total() / compared:.1%}). Means, "
        f"sliding means and both indexes took {seconds:.1f} s.",
        "",
        *_bed.table(("level", "station-days"), rows),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--month", default="", help="only hours that begin so, such as 2014-02")
    stations = read(parser.parse_args().month)
    rules = [air_rule(row["value"]) for row in seeded("air_indexes")]
    assert iaqi(rules[1], "CO_24H", Decimal("2.2")) == 55
    heads = ("edition", "hours", "with an index", "s", "s, floats", "per s", "ratio", "float off")
    lines = [
        "Real hours of twelve stations, six pollutants each. `float off`: individual indexes that "
        "binary floats give otherwise, one too high or too low.",
        "",
        *_bed.table(heads, [hourly(rule, stations) for rule in rules]),
        "",
        *daily(rules, stations),
    ]
    _bed.write("air", "The air quality index of real years", lines)


if __name__ == "__main__":
    main()
