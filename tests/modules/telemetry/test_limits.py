"""Limits of single stations: by day, with their source, never two of one day."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.telemetry import services
from anhuan.telemetry.limits import limits
from anhuan.telemetry.models import StationLimit
from anhuan.telemetry.types import Kind, LimitRow, Span
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests import factories as make

GIVEN = {
    "factor": "a21026",
    "span": "hour",
    "lowest": "",
    "highest": "35",
    "source": "排污许可证 91370000 第 3 页",
    "valid_from": "2026-01-01",
    "valid_to": "",
}


@pytest.fixture
def city(rules: int) -> Area:
    return make.area()


@pytest.fixture
def county(city: Area) -> Area:
    return make.area("云溪区", level=Level.COUNTY, parent=city)


@pytest.fixture
def officer(county: Area) -> Viewer:
    return make.viewer_in(Role.OFFICER, area=county)


@pytest.fixture
def station(county: Area, officer: Viewer) -> UUID:
    return services.adopt_station(
        code="88888880000001", name="1 号锅炉", kind=Kind.GAS, area=county.id, **by(officer)
    )


def by(viewer: Viewer) -> dict[str, Any]:
    return {"by": viewer, "at": make.AT}


def test_limit_stands_from_its_day_until_it_is_ended(officer: Viewer, station: UUID) -> None:
    one = services.set_limit(station_id=station, given=GIVEN, **by(officer))
    services.end_limit(limit_id=one, seen_version=1, valid_to="2026-06-30", **by(officer))
    given = {**GIVEN, "highest": "20.5", "valid_from": "2026-07-01"}
    two = services.set_limit(station_id=station, given=given, **by(officer))

    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    found = [[row.id for row in limits(officer, [station], on=day)] for day in days]

    assert found == [[], [one], [one], [two]]
    assert limits(None, [station], on=date(2030, 1, 1)) == [
        LimitRow(
            id=two,
            version=1,
            station=station,
            factor="a21026",
            span=Span.HOUR,
            lowest=None,
            highest=Decimal("20.5"),
            source=GIVEN["source"],
            valid_from=date(2026, 7, 1),
            valid_to=None,
        )
    ]


@pytest.mark.parametrize(
    ("typed", "why", "field"),
    [
        ({"source": ""}, Why.MISSING, "source"),
        ({"highest": ""}, Why.MISSING, "highest"),
        ({"highest": "many"}, Why.MALFORMED, "highest"),
        ({"highest": "Infinity"}, Why.MALFORMED, "highest"),
        ({"lowest": "36"}, Why.MALFORMED, "highest"),
        ({"factor": "a21026;"}, Why.MALFORMED, "factor"),
        ({"span": "year"}, Why.MALFORMED, "span"),
        ({"valid_from": "2026-02-30"}, Why.MALFORMED, "valid_from"),
        ({"valid_to": "2025-12-31"}, Why.MALFORMED, "valid_to"),
    ],
)
def test_what_is_wrong_is_refused_by_its_field(officer, station, typed, why, field):
    with pytest.raises(Refusal) as refused:
        services.set_limit(station_id=station, given=GIVEN | typed, **by(officer))

    facts = refused.value.facts
    assert (refused.value.why, *(facts.get("fields") or [facts.get("field")])) == (why, field)
    assert StationLimit.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "last"),
    [("2025-01-01", ""), ("2025-01-01", "2026-01-01"), ("2026-06-30", "")],
)
def test_two_limits_of_one_day_are_refused(officer, station, first, last):
    given = {**GIVEN, "valid_to": "2026-06-30"}
    services.set_limit(station_id=station, given=given, **by(officer))

    again = {**GIVEN, "valid_from": first, "valid_to": last}

    with pytest.raises(Refusal) as refused:
        services.set_limit(station_id=station, given=again, **by(officer))

    assert (refused.value.why, StationLimit.objects.count()) == (Why.REPEATED, 1)


def test_limit_of_a_place_out_of_reach_is_not_there(city, officer, station):
    there = make.area("临江县", level=Level.COUNTY, parent=city)
    other = make.viewer_in(Role.OFFICER, area=there)
    one = services.set_limit(station_id=station, given=GIVEN, **by(officer))

    with pytest.raises(Refusal) as refused:
        services.end_limit(limit_id=one, seen_version=1, valid_to="2026-06-30", **by(other))

    assert refused.value.why is Why.NOT_VISIBLE
    assert limits(other, [station]) == []


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"span": "year"}, "telemetry_limit_span"),
        ({"highest": None}, "telemetry_limit_given"),
        ({"valid_to": date(2025, 1, 1)}, "telemetry_limit_days"),
    ],
)
def test_database_refuses_a_limit_that_is_none(officer, station, changes, name):
    one = services.set_limit(station_id=station, given=GIVEN, **by(officer))

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        StationLimit.objects.filter(pk=one).update(**changes)
