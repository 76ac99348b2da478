"""Stations, readings, days of the air, alarms and hazard sources through the API."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anhuan.air.services import gather
from anhuan.alarms.models import Alarm
from anhuan.api.shapes.monitoring import Station
from anhuan.kernel.calendar import start_of_day
from anhuan.telemetry.services import adopt_station, record
from anhuan.telemetry.types import Kind, Sample, Span, Value
from tests import factories as make
from tests.api.callers import refused
from tests.modules.air.sky import PM25, YESTERDAY, send
from tests.modules.hazards.plant import stated

pytestmark = pytest.mark.django_db
BEGIN = start_of_day(YESTERDAY)


def adopted(town, code, **more):
    given = {"kind": Kind.AIR, "area": town.street.id, "by": town.officer, "at": make.START}
    return adopt_station(**{"code": code, "name": f"{code} 站", **given, **more})


def raised(town, station, hour):
    began = BEGIN + timedelta(hours=hour)
    return Alarm.objects.create(
        station_id=station,
        kind="air",
        rule="exceedance",
        rule_version="试",
        factor=PM25,
        unit="μg/m³",
        site=town.site,
        area=town.street,
        area_path=town.street.path,
        began_at=began,
        last_at=began,
        ended_at=began + timedelta(hours=1),
        count=1,
        worst=Decimal("91.5"),
        limit=Decimal(50),
        raised_at=began,
    )


def pages(caller, path, asked):
    """The ids of every page of two, and how many pages there are."""
    found, after, count = [], "", 0
    while True:
        page = caller.get(path, asked | {"size": 2, "after": after}).json()
        found += [row["id"] for row in page["rows"]]
        after, count = page["after"], count + 1
        if not after:
            return found, count


@pytest.fixture
def caller(town, of):
    return of(town.officer)


def test_stations_come_by_pages_by_name(town, caller):
    ids = [str(adopted(town, code)) for code in ("C1", "A1", "B1")]

    found, count = pages(caller, "/stations", {})
    narrowed = caller.get("/stations", {"kind": "water"}).json()

    assert (found, count) == ([ids[1], ids[2], ids[0]], 2)
    assert narrowed == {"rows": [], "after": ""}
    one = caller.get(f"/stations/{ids[1]}").json()
    assert (one["code"], one["area"], set(one)) == (
        "A1",
        str(town.street.id),
        set(Station.__struct_fields__),
    )


def test_lists_ask_as_often_for_three_as_for_one(town, caller):
    def asked():
        counts = []
        for path in ("/stations", "/alarms", "/hazards"):
            with CaptureQueriesContext(connection) as seen:
                answer = caller.get(path)
            counts.append((path, len(answer.json()["rows"]), len(seen)))
        return counts

    def add(code):
        raised(town, adopted(town, code), 1)
        stated(town.site, town.officer, name=code)

    add("A1")
    asked()
    few = asked()
    add("B1")
    add("C1")
    many = asked()

    assert [rows for _, rows, _ in few + many] == [1, 1, 1, 3, 3, 3]
    assert [count for _, _, count in few] == [count for _, _, count in many]


def test_readings_of_a_stretch_keep_their_digits(town, caller):
    station = adopted(town, "A1")
    values = {PM25: Value(Decimal("35.20"), mark="N"), "a21026": Value(Decimal(7), mark="D")}
    record([Sample(station=station, span=Span.HOUR, at=BEGIN, values=values)], at=make.AT)
    hour = {"start": BEGIN.isoformat(), "end": (BEGIN + timedelta(hours=1)).isoformat()}

    found = caller.get(f"/stations/{station}/readings", hour).json()["rows"]
    one = caller.get(f"/stations/{station}/readings", hour | {"factor": PM25}).json()["rows"]
    none = caller.get(f"/stations/{station}/readings", hour | {"span": "day"}).json()["rows"]

    told = [(row["factor"], row["value"], row["mark"]) for row in found]
    assert told == [("a21026", None, "D"), (PM25, "35.20", "N")]
    assert (one, none) == ([found[1]], [])


@pytest.mark.parametrize(
    "asked",
    [
        {"start": "2026-05-01T00:00:00"},
        {"start": "2026-01-01T00:00:00+08:00"},
        {"start": "2026-05-02T00:00:00Z", "end": "2026-05-01T00:00:00Z"},
        {"start": "0001-01-01T00:00:00Z", "end": "0001-01-01T01:00:00Z"},
        {"factor": "a' OR 1=1"},
        {"span": "year"},
    ],
)
def test_stretch_that_is_none_is_malformed(town, caller, asked):
    answer = caller.get(f"/stations/{adopted(town, 'A1')}/readings", asked)

    assert refused(answer)[:2] == (422, "malformed")


def test_days_of_an_area_by_a_named_edition(town, of):
    send(adopted(town, "A1", area=town.county.id, reference=True, by=town.clerk), "60")
    gather(start=YESTERDAY, end=YESTERDAY, at=make.AT)
    path, day = f"/areas/{town.county.id}/air-days", YESTERDAY.isoformat()
    asked = {"first": day, "last": day}

    found = [
        row
        for edition in ("", "HJ 633-2012")
        for row in of(town.clerk).get(path, asked | {"edition": edition}).json()["rows"]
    ]

    assert [(row["day"], row["edition"], row["present"]) for row in found] == [
        (day, "HJ 633-2026", 1),
        (day, "HJ 633-2012", 1),
    ]
