"""The stations of the demo: what they sent is what the invented world says, and what is odd
about some of them is there to be found."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from anhuan.ops.city.plan import City, build_city
from anhuan.ops.demo.monitoring import failures, load_monitoring
from anhuan.ops.demo.organisation import load_organisation
from anhuan.ops.demo.world import World
from anhuan.ops.simulation.roster import DRIFTING, FAILING, OFFLINE, STRANGER
from anhuan.telemetry import queries
from anhuan.telemetry.models import Stranger
from anhuan.telemetry.types import Kind, Reading, Span, StationRow

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
PM25 = "a34004"


@pytest.fixture(scope="module")
def city() -> City:
    return build_city(sites=40, cases=60)


@pytest.fixture
def loaded(rules: int, city: City) -> dict[str, StationRow]:
    world = World.of(city)
    load_organisation(world, lambda *_: None)
    load_monitoring(world, AT, lambda *_: None, days=1, more=False)
    return {row.name: row for row in queries.stations(None)}


def hours(row: StationRow, factor: str) -> list[Reading]:
    found = queries.readings(
        None,
        stations=[row.id],
        factors=[factor],
        start=AT - timedelta(days=5),
        end=AT,
        span=Span.HOUR,
    )
    return [one for one in found if one.value is not None]


def mean(row: StationRow) -> float:
    values = [float(one.value) for one in hours(row, PM25) if one.value is not None]
    return sum(values) / len(values)


def test_stations_of_the_demo_are_there_with_their_oddities(loaded: dict[str, StationRow]) -> None:
    kinds = Counter(row.kind for row in loaded.values())
    night = hours(loaded[f"{FAILING}1# 窑尾排口"], "a34013")
    dark = [one for one in night if failures(AT)[0][0] <= one.at.timestamp() + 1800]
    broken = [one for one in dark if one.at.timestamp() + 1800 < failures(AT)[0][1]]

    assert kinds == {Kind.AIR: 8, Kind.MICRO: 16, Kind.GAS: 6, Kind.WATER: 3, Kind.POWER: 10}
    assert {row.reference for row in loaded.values() if row.kind is Kind.AIR} == {True}
    assert min(one.value or 0 for one in broken) > 20
    assert sum((one.value or 0) > 20 for one in night) == len(broken) > 0
    assert mean(loaded[DRIFTING]) > 1.25 * mean(loaded["枫林站"])
    assert abs(mean(loaded["枫林微站 4 号"]) / mean(loaded["枫林站"]) - 1) < 0.25
    assert loaded["枫林站"].heard_at == AT - timedelta(seconds=58)
    assert loaded[OFFLINE].heard_at == AT - timedelta(days=3, seconds=58)
    assert [row.code for row in Stranger.objects.all()] == [STRANGER]
    meter = loaded["永盛铸造生产线电表"].id
    assert [one.factor for one in queries.latest(None, [meter])[meter]] == ["e00001"]


def test_failure_of_the_night_is_over_before_anybody_looks() -> None:
    early = AT.replace(hour=17) - timedelta(days=1)

    assert all(end < AT.timestamp() for _, end in failures(AT))
    assert all(end < early.timestamp() for _, end in failures(early))
