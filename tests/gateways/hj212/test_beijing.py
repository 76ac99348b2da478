"""Real air through the gateway: the readings are the file, gaps stay gaps, and the index of every
station-hour and station-day follows from what is stored, under both editions."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from anhuan.base import clock
from anhuan.kernel.access import Role
from anhuan.kernel.air import index
from anhuan.kernel.air_course import LevelChange, level_changes
from anhuan.kernel.air_rule import AirRule, Report
from anhuan.kernel.calendar import start_of_day
from anhuan.telemetry import queries
from anhuan.telemetry.services import adopt_station
from anhuan.telemetry.types import Kind, Span
from anhuan.territory.types import Level
from tests import factories as make
from tests.gateways.hj212 import beijing
from tests.gateways.hj212.beijing import Hours, Row
from tests.gateways.hj212.device import Device
from tests.kernel.standards import NEW, OLD

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.long,
    pytest.mark.skipif(beijing.FILE is None, reason=f"no {beijing.NAME} beside this repository"),
]
AT_ONCE = 200
BEST, GOOD, LIGHT, MEDIUM, HEAVY, WORST = (
    "优",
    "良",
    "轻度污染",
    "中度污染",
    "重度污染",
    "严重污染",
)


@dataclass(frozen=True)
class Stretch:
    """What some days of the file come to: hours, hours without any value, values; days by the
    levels they move between from one edition to the other, days with a level under both; the hours
    by level of each edition."""

    first: date
    last: date
    hours: int
    empty: int
    values: int
    moved: Mapping[tuple[str, str], int]
    compared: int
    old: Mapping[int | None, int]
    new: Mapping[int | None, int]


FEW = Stretch(
    date(2014, 2, 1),
    date(2014, 2, 4),
    1_152,
    4,
    6_692,
    {(GOOD, LIGHT): 10},
    40,
    {1: 539, 2: 159, 3: 92, 4: 208, 5: 150},
    {1: 410, 2: 119, 3: 112, 4: 208, 5: 150, None: 149},
)
WHOLE = Stretch(
    date(2013, 3, 1),
    date(2015, 12, 31),
    298_368,
    3_449,
    1_735_221,
    {
        (GOOD, LIGHT): 928,
        (GOOD, BEST): 43,
        (MEDIUM, LIGHT): 25,
        (HEAVY, MEDIUM): 8,
        (LIGHT, GOOD): 7,
        (WORST, HEAVY): 3,
        (MEDIUM, HEAVY): 1,
    },
    11_679,
    {1: 80_571, 2: 84_705, 3: 54_901, 4: 27_154, 5: 33_483, 6: 14_105},
    {1: 72_409, 2: 55_288, 3: 78_953, 4: 27_154, 5: 33_483, 6: 14_105, None: 13_527},
)


def adopted(names: Sequence[str]) -> dict[str, UUID]:
    county = make.area("北京", level=Level.COUNTY)
    officer = make.viewer_in(Role.OFFICER, area=county)
    return {
        name: adopt_station(
            code=beijing.code_of(place),
            name=name,
            kind=Kind.AIR,
            area=county.id,
            password=beijing.PASSWORD,
            reference=True,
            by=officer,
            at=clock.now(),
        )
        for place, name in enumerate(names)
    }


def sent(port: int, code: str, rows: Sequence[Row]) -> int:
    """Every hour that has a value, each answered; how many."""
    frames = [beijing.frame(code, row) for row in rows if row.measured]
    with Device(port) as device:
        for first in range(0, len(frames), AT_ONCE):
            part = frames[first : first + AT_ONCE]
            assert {command for command, _ in device.ask(*part)} == {"9014"}
    return len(frames)


def stored(station: UUID, stretch: Stretch) -> Hours:
    found = queries.readings(
        None,
        stations=[station],
        start=start_of_day(stretch.first),
        end=start_of_day(stretch.last + timedelta(days=1)),
        span=Span.HOUR,
    )
    return beijing.hours_of(found)


def levels(rule: AirRule, hours: Hours) -> Counter[int | None]:
    """Hours by level; None where the edition gives no index."""
    found = (
        index(rule, Report.HOUR, {f"{name}_1H": value for name, value in measured.items()})
        for measured in hours.values()
    )
    return Counter(each.level.number if each.level else None for each in found)


def named(change: LevelChange) -> tuple[str, str]:
    assert change.before.level is not None
    assert change.after.level is not None
    return change.before.level.name, change.after.level.name


def test_file_replayed_is_what_is_stored_and_gives_the_index_of_every_hour_and_day(
    rules: int, gateway: Callable[..., Any], request: pytest.FixtureRequest
) -> None:
    stretch = WHOLE if request.config.getoption("--long") else FEW
    by_name: dict[str, list[Row]] = {}
    for row in beijing.rows(stretch.first, stretch.last):
        by_name.setdefault(row.station, []).append(row)
    stations = adopted(sorted(by_name))
    running = gateway()

    compared = count = values = 0
    moved: Counter[tuple[str, str]] = Counter()
    old: Counter[int | None] = Counter()
    new: Counter[int | None] = Counter()
    for place, (name, station) in enumerate(stations.items()):
        count += sent(running.port, beijing.code_of(place), by_name[name])
        hours = stored(station, stretch)
        assert hours == {row.at: row.measured for row in by_name[name] if row.measured}
        values += sum(map(len, hours.values()))
        found = level_changes(beijing.days_of(hours), OLD, NEW)
        moved.update(map(named, found.changed))
        compared += found.compared
        old.update(levels(OLD, hours))
        new.update(levels(NEW, hours))

    assert (sum(map(len, by_name.values())), count) == (
        stretch.hours,
        stretch.hours - stretch.empty,
    )
    assert (values, compared, moved) == (stretch.values, stretch.compared, stretch.moved)
    assert (old, new) == (stretch.old, stretch.new)
