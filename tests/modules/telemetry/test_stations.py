"""Stations: adopted in reach, shown to whoever reaches them, changed, retired."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.sites.models import Site
from anhuan.telemetry import queries
from anhuan.telemetry.models import Station
from anhuan.telemetry.services import (
    adopt_station,
    change_station,
    dismiss_stranger,
    meet_stranger,
    retire_station,
)
from anhuan.telemetry.types import Kind, Meeting
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests import factories as make

CODE = "88888880000001"


@pytest.fixture
def county(rules: int) -> Area:
    return make.area("云溪区", level=Level.COUNTY, parent=make.area())


@pytest.fixture
def officer(county: Area) -> Viewer:
    return make.viewer_in(Role.OFFICER, area=county)


def adopted(by: Viewer, code: str = CODE, **more: Any) -> UUID:
    given = {"code": code, "name": "枫林街道站", "kind": Kind.AIR, "by": by, "at": make.AT}
    return adopt_station(**given | more)


def why(refused: pytest.ExceptionInfo[Refusal]) -> tuple[Why, Any]:
    return refused.value.why, refused.value.facts.get("field")


def test_station_adopted_is_shown_and_recorded(county: Area, officer: Viewer) -> None:
    found = adopted(officer, area=county.id, lon=117.5, lat=38.9, password="123456")

    row = queries.station(officer, found)
    assert (row.code, row.kind, row.area_name, row.number) == (CODE, Kind.AIR, "云溪区", 1)
    assert (row.heard_at, row.retired, row.version) == (None, False, 1)
    fact = Fact.objects.get(subject=found)
    assert (fact.kind, fact.public["code"], fact.public["lon"]) == (
        "station.adopted",
        CODE,
        "117.5",
    )
    assert "123456" not in str(fact.public)


def test_station_of_a_site_lies_where_the_site_lies(county: Area, officer: Viewer) -> None:
    site = make.site(area=county)

    found = adopted(officer, site=site.id, kind=Kind.GAS)

    assert Station.objects.values_list("area_path", "site_id").get(pk=found) == (
        county.path,
        site.id,
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, (117.31, 38.92)),
        ({"lon": 117.5, "lat": 38.9}, (117.5, 38.9)),
    ],
)
def test_station_stands_at_its_site_unless_another_point_is_given(
    county: Area, officer: Viewer, given: dict[str, float], expected: tuple[float, float]
) -> None:
    site = make.site(area=county, lon=117.31, lat=38.92)

    found = adopted(officer, site=site.id, kind=Kind.GAS, **given)

    assert queries.station(officer, found).point == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"code": ""}, (Why.MALFORMED, "code")),
        ({"code": "8" * 25}, (Why.MALFORMED, "code")),
        ({"code": "88\x0088"}, (Why.MALFORMED, "code")),
        ({"code": "站点"}, (Why.MALFORMED, "code")),
        ({"name": ""}, (Why.MALFORMED, "name")),
        ({"kind": "noise"}, (Why.MALFORMED, "kind")),
        ({"interval": 0}, (Why.MALFORMED, "interval")),
        ({"lon": 117.0}, (Why.MALFORMED, "lat")),
        ({"lon": 181.0, "lat": 1.0}, (Why.MALFORMED, "lon")),
        ({"lon": float("nan"), "lat": 1.0}, (Why.MALFORMED, "lon")),
        ({"units": {"a34004": ""}}, (Why.MALFORMED, "units")),
        ({"area": None}, (Why.MISSING, None)),
        ({"area": uuid4()}, (Why.NOT_VISIBLE, None)),
        ({"site": uuid4()}, (Why.NOT_VISIBLE, None)),
    ],
)
def test_station_malformed_is_refused(
    county: Area, officer: Viewer, given: dict[str, Any], expected: tuple[Why, Any]
) -> None:
    with pytest.raises(Refusal) as refused:
        adopted(officer, **{"area": county.id} | given)

    assert why(refused) == expected
    assert Station.objects.count() == 0


def test_station_is_adopted_once_within_reach_by_who_may(county: Area, officer: Viewer) -> None:
    adopted(officer, area=county.id)
    grid = make.viewer_in(Role.GRID, area=county)
    elsewhere = make.area("北区", level=Level.COUNTY, parent=county.parent)

    for by, area, expected in (
        (officer, county, (Why.REPEATED, "code")),
        (officer, elsewhere, (Why.NOT_VISIBLE, None)),
        (grid, county, (Why.WRONG_ROLE, None)),
    ):
        with pytest.raises(Refusal) as refused:
            adopted(by, area=area.id)
        assert why(refused) == expected


def test_stations_are_seen_within_reach_only(county: Area, officer: Viewer) -> None:
    site: Site = make.site(area=county)
    own = adopted(officer, site=site.id)
    other = adopted(officer, code="X1", name="另一站", area=county.id)
    firm = make.viewer_for(make.person())
    firm = type(firm)(person=firm.person, at=firm.at, seats=())
    stranger = make.viewer_in(
        Role.OFFICER, area=make.area("北区", level=Level.COUNTY, parent=county.parent)
    )

    assert [row.id for row in queries.stations(officer)] == [other, own]
    assert [row.id for row in queries.stations(None)] == [other, own]
    assert queries.stations(stranger) == []
    assert queries.stations(firm) == []
    with pytest.raises(Refusal) as refused:
        queries.station(stranger, own)
    assert why(refused) == (Why.NOT_VISIBLE, None)


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_stations_asks_the_same_for_any_number(
    county: Area, officer: Viewer, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        adopted(officer, code=f"M{number}", name=f"{number} 号站", area=county.id)

    with django_assert_num_queries(2 + make.HOT):
        page = queries.page_of_stations(officer, size=2)

    assert (len(page.rows), page.total, bool(page.after)) == (min(count, 2), count, count > 2)
    rest = queries.page_of_stations(officer, size=2, after=page.after) if page.after else None
    assert [row.code for row in rest.rows] == ["M2"] if rest else True


def test_station_changed_and_retired_by_version(county: Area, officer: Viewer) -> None:
    found = adopted(officer, area=county.id)

    change_station(
        station_id=found, seen_version=1, changes={"interval": 30}, by=officer, at=make.AT
    )
    with pytest.raises(Refusal) as stale:
        retire_station(station_id=found, seen_version=1, by=officer, at=make.AT)
    retire_station(station_id=found, seen_version=2, by=officer, at=make.AT)
    with pytest.raises(Refusal) as ended:
        change_station(
            station_id=found, seen_version=3, changes={"interval": 60}, by=officer, at=make.AT
        )

    assert (why(stale)[0], why(ended)[0]) == (Why.STALE, Why.ENDED)
    assert queries.stations(officer) == []
    assert [row.interval for row in queries.stations(officer, retired=True)] == [30]
    kinds = Fact.objects.filter(subject=found).order_by("version").values_list("kind", flat=True)
    assert list(kinds) == ["station.adopted", "station.changed", "station.retired"]


def test_code_of_a_station_stays(county: Area, officer: Viewer) -> None:
    found = adopted(officer, area=county.id)

    with pytest.raises(Refusal) as refused:
        change_station(
            station_id=found, seen_version=1, changes={"code": "Y"}, by=officer, at=make.AT
        )

    assert why(refused) == (Why.MALFORMED, "code")


def test_stranger_waits_until_it_is_adopted_or_dismissed(county: Area, officer: Viewer) -> None:
    def met(code: str) -> bool:
        return meet_stranger(
            code=code,
            reason=Meeting.UNKNOWN,
            peer="203.0.113.9",
            raw=b"##0000",
            at=make.AT,
        )

    assert [met(CODE), met(CODE), met("B2"), met("C3")] == [True] * 4
    adopted(officer, area=county.id)
    third = queries.strangers(officer)[0]
    dismiss_stranger(stranger_id=third.id, by=officer, at=make.AT)

    waiting = queries.strangers(officer)
    assert [(row.code, row.count, row.raw) for row in waiting] == [("B2", 1, b"##0000")]
    assert queries.strangers(make.viewer_in(Role.GRID, area=county)) == []
    with pytest.raises(Refusal) as refused:
        dismiss_stranger(stranger_id=third.id, by=officer, at=make.AT)
    assert why(refused)[0] is Why.NOT_VISIBLE
    assert met("C3")
    assert {row.code: row.count for row in queries.strangers(officer)} == {"B2": 1, "C3": 2}


def test_station_stands_in_quarantine_with_a_wrong_password_or_once_it_is_retired(
    county: Area, officer: Viewer
) -> None:
    found = adopted(officer, area=county.id)

    def waiting(reason: Meeting) -> list[tuple[str, Meeting]]:
        meet_stranger(code=CODE, reason=reason, peer="203.0.113.9", raw=b"##0000", at=make.AT)
        return [(row.code, row.reason) for row in queries.strangers(officer)]

    assert waiting(Meeting.UNKNOWN) == []
    assert waiting(Meeting.WRONG_PASSWORD) == [(CODE, Meeting.WRONG_PASSWORD)]
    retire_station(station_id=found, seen_version=1, by=officer, at=make.AT)
    assert waiting(Meeting.UNKNOWN) == [(CODE, Meeting.UNKNOWN)]


@pytest.mark.parametrize(
    "changes", [{"kind": "noise"}, {"lon": 1.0}, {"retired_at": make.AT}, {"number": -1}]
)
def test_database_refuses_a_broken_station(
    county: Area, officer: Viewer, changes: dict[str, Any]
) -> None:
    found = adopted(officer, area=county.id)

    with pytest.raises(IntegrityError), transaction.atomic():
        Station.objects.filter(pk=found).update(**changes)
