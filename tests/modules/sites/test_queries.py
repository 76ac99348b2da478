"""Dossiers as they are read: scope, search, likeness, neighbours, completeness."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.access import Capability, Role, Seat, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.services import change_rule
from anhuan.sites.models import Organisation, Site, Voucher
from anhuan.sites.queries import (
    dossier,
    find,
    nearest,
    same_address,
    similar,
    sites,
    visible,
)
from anhuan.sites.types import FieldStanding, Ground, Operation, Standing, Subject
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests.factories import AT, TODAY, area, site, unit, viewer_in

pytestmark = pytest.mark.django_db

IDS = [UUID(int=number) for number in range(1, 4)]
PATHS = ["", "0001", "00010001", "00010002", "0002"]
SEATS = st.builds(
    Seat,
    post=st.sampled_from(IDS),
    role=st.just(Role.GRID),
    site=st.sampled_from([None, *IDS]),
    area_path=st.sampled_from(PATHS),
)


@pytest.fixture
def city() -> Area:
    return area()


@pytest.fixture
def east(city: Area) -> Area:
    return area("东港街道", level=Level.STREET, parent=city)


@pytest.fixture
def west(city: Area) -> Area:
    return area("西山街道", level=Level.STREET, parent=city)


@pytest.fixture
def officer(rules: int, east: Area) -> Viewer:
    return viewer_in(Role.OFFICER, area=east)


@given(st.lists(SEATS, max_size=3), st.lists(st.sampled_from(PATHS), min_size=3, max_size=3))
def test_filter_agrees_with_the_viewer(seats: list[Seat], paths: list[str]) -> None:
    viewer = Viewer(person=IDS[0], at=datetime(2026, 5, 1, tzinfo=UTC), seats=tuple(seats))
    Site.objects.all().delete()
    rows = [
        Site(pk=key, name="甲", normal_name="甲", address="乙", area_path=path, search="甲")
        for key, path in zip(IDS, paths, strict=True)
    ]
    Site.objects.bulk_create(rows)

    found = set(visible(viewer).values_list("pk", flat=True))

    assert found == {
        row.pk for row in rows if viewer.reaches(row.area_path, unit=None, site=row.pk)
    }


def test_site_of_another_street_is_nowhere(officer: Viewer, east: Area, west: Area) -> None:
    here = {"address": "海棠路18号", "code": "91990102MA00000017", "lon": 10.0, "lat": 20.0}
    mine = site("安澜宏远机械厂", area=east, **here)
    other = site("安澜宏远机械厂", area=west, duty_phone="5550100", **here)
    Site.objects.filter(pk=mine.id).update(landlord=other)
    Site.objects.filter(pk=other.id).update(landlord=mine)

    with pytest.raises(Refusal) as refused:
        find(officer, other.id)
    assert refused.value == Refusal(Why.NOT_VISIBLE)
    with pytest.raises(Refusal):
        dossier(officer, other.id)
    assert [line.id for line in sites(officer).lines] == [mine.id]
    assert [line.id for line in sites(officer, text="宏远").lines] == [mine.id]
    assert [near.site.id for near in nearest(officer, 10, 20)] == [mine.id]
    proposed = similar(officer, name="安澜宏远机械厂", code=here["code"], phone="5550100")
    assert [each.site.id for each in proposed] == [mine.id]
    page = dossier(officer, mine.id)
    assert (page.landlord, page.tenants, page.same_address) == (None, (), ())


def test_firm_sees_its_own_site_only(rules: int, east: Area) -> None:
    mine = site("甲厂", area=east)
    site("乙厂", area=east)
    head = viewer_in(Role.FIRM_HEAD, site=mine.id)

    assert [line.id for line in sites(head).lines] == [mine.id]


@pytest.mark.parametrize("text", ["宏远", "91990102", "海棠路18", "HY", "hy", "宏远 海棠"])
def test_search_finds_name_short_code_and_address(officer: Viewer, east: Area, text: str) -> None:
    mine = site(
        "安澜宏远机械厂",
        area=east,
        short="HY",
        code="91990102MA00000017",
        address="海棠路18号",
    )
    site("安澜百合食品厂", area=east, address="银杏路2号")

    assert [line.id for line in sites(officer, text=text).lines] == [mine.id]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_one_query(
    officer: Viewer, east: Area, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        site(f"企业{number}", area=east)

    with django_assert_num_queries(1):
        page = sites(officer)

    assert len(page.lines) == count


def test_pages_follow_each_other_without_loss(officer: Viewer, east: Area) -> None:
    for name in ("丙", "甲", "甲", "乙", "丁"):
        site(name, area=east)
    everything = [line.id for line in sites(officer).lines]

    first = sites(officer, size=2)
    second = sites(officer, size=2, after=first.after)
    third = sites(officer, size=2, after=second.after)

    pages = [*first.lines, *second.lines, *third.lines]
    assert [line.id for line in pages] == everything
    assert third.after is None


def test_list_narrows_by_area_operation_and_risk(
    rules: int, city: Area, east: Area, west: Area
) -> None:
    viewer = viewer_in(Role.OFFICE, area=city)
    stopped = site("甲", area=east, operation=Operation.STOPPED)
    risky = site("乙", area=east, risk="major")
    site("丙", area=west)

    assert {line.id for line in sites(viewer, area_path=east.path).lines} == {
        stopped.id,
        risky.id,
    }
    found = sites(viewer, operation=Operation.STOPPED).lines
    assert [line.id for line in found] == [stopped.id]
    assert [line.id for line in sites(viewer, risk="major").lines] == [risky.id]


def test_likeness_goes_from_code_to_name(officer: Viewer, east: Area) -> None:
    code = "91990102MA00000017"
    by_name = site("安澜宏远机械厂", area=east, address="银杏路2号")
    by_place = site("丙", area=east, lon=10.0001, lat=20.0, address="银杏路3号")
    by_phone = site("乙", area=east, duty_phone="5550100", address="银杏路4号")
    by_both = site("安澜宏远机械厂", area=east, address="海棠路18号")
    by_code = site("甲", area=east, code=code, address="银杏路5号")
    site("丁", area=east, address="银杏路6号")

    found = similar(
        officer,
        name="安澜 宏远机械厂",
        address="海棠路 18号",
        code=code.lower(),
        phone="5550100",
        lon=10.0,
        lat=20.0,
    )

    assert [(each.site.id, each.ground) for each in found] == [
        (by_code.id, Ground.CODE),
        (by_both.id, Ground.NAME_AND_ADDRESS),
        (by_phone.id, Ground.PHONE),
        (by_place.id, Ground.POSITION),
        (by_name.id, Ground.NAME),
    ]


def test_nearest_comes_first_and_the_far_not_at_all(officer: Viewer, east: Area) -> None:
    far = site("远", area=east, lon=10.05, lat=20.0)
    near = site("近", area=east, lon=10.001, lat=20.0)
    middle = site("中", area=east, lon=10.0, lat=20.01)
    site("无", area=east)

    found = nearest(officer, 10.0, 20.0, within_m=2_000)

    assert [each.site.id for each in found] == [near.id, middle.id]
    assert [round(each.metres) for each in found] == [104, 1112]
    wider = nearest(officer, 10.0, 20.0, within_m=6_000)
    assert [each.site.id for each in wider] == [near.id, middle.id, far.id]


def test_firms_at_one_address_know_each_other(officer: Viewer, east: Area) -> None:
    mine = site("甲厂", area=east, address="海棠路18号")
    other = site("乙厂", area=east, address="海棠路18号")
    site("丙厂", area=east, address="海棠路19号")

    assert [line.id for line in same_address(officer, mine.id)] == [other.id]


def test_landlord_lists_its_tenants(officer: Viewer, east: Area) -> None:
    owner = site("甲园区", area=east, address="海棠路18号")
    tenant = site("乙厂", area=east, address="海棠路18号-2", landlord=owner)

    assert [line.id for line in dossier(officer, owner.id).tenants] == [tenant.id]
    found = dossier(officer, tenant.id).landlord
    assert found is not None
    assert found.id == owner.id


def checked(row: Site, field: str, on: date) -> None:
    Voucher.objects.create(
        site=row,
        field=field,
        source="实地核查",
        verified_by=uuid4(),
        verified_on=on,
        recorded_at=AT,
    )


def test_complete_dossier_has_no_gap(officer: Viewer, east: Area) -> None:
    office = unit(area=east)
    row = site(
        area=east,
        code="91990102MA00000017",
        registered_address="银杏路1号",
        lon=10.0,
        lat=20.0,
        industry="3411",
        risk="low",
        employees=30,
        duty_phone="5550100",
        safety_department=office,
        environment_department=office,
    )
    Organisation.objects.create(
        site=row, has_department=True, insurance_number="A1", insurance_until=TODAY
    )
    fields = (
        "name code address lon area industry safety_department environment_department duty_phone "
        "risk operation employees registered_address has_department insurance_number"
    )
    for field in fields.split():
        checked(row, field, TODAY)

    found = dossier(officer, row.id).completeness

    assert (found.good, found.applicable, found.worst) == (15, 15, ())
    later = dossier(officer, row.id, on=TODAY + timedelta(days=1)).completeness
    assert later.worst == (
        FieldStanding(field="insurance_number", standing=Standing.EXPIRED, since=TODAY),
    )


def test_worst_gaps_are_missing_then_expired(officer: Viewer, east: Area) -> None:
    row = site(
        area=east,
        subject=Subject.INDIVIDUAL,
        lon=10.0,
        lat=20.0,
        industry="6210",
        risk="low",
        employees=2,
        duty_phone="5550100",
        safety_department=unit(area=east),
    )
    checked(row, "duty_phone", TODAY - timedelta(days=181))
    checked(row, "name", TODAY - timedelta(days=4000))

    found = dossier(officer, row.id).completeness

    assert (found.good, found.applicable) == (1, 11)
    assert found.worst == (
        FieldStanding(field="environment_department", standing=Standing.MISSING),
        FieldStanding(
            field="duty_phone", standing=Standing.EXPIRED, since=TODAY - timedelta(days=181)
        ),
        FieldStanding(field="address", standing=Standing.UNVERIFIED),
    )


def test_dossier_is_judged_by_the_rules_of_the_day(officer: Viewer, east: Area) -> None:
    row = site(area=east, subject=Subject.INDIVIDUAL, duty_phone="5550100")
    checked(row, "duty_phone", TODAY - timedelta(days=100))
    keeper = Viewer(person=uuid4(), at=AT, capabilities=frozenset(Capability))
    before = dossier(officer, row.id).completeness

    change_rule(
        subject="dossier",
        code="duty_phone",
        value={"whom": "all", "days": 30, "until": "", "place": 1},
        from_on=TODAY + timedelta(days=1),
        source="安澜市文件",
        verified=True,
        by=keeper,
        at=AT,
    )

    same_day = dossier(officer, row.id).completeness
    next_day = dossier(officer, row.id, on=TODAY + timedelta(days=1)).completeness
    assert (before.good, same_day.good, next_day.good) == (1, 1, 0)


def test_last_voucher_of_a_field_counts(officer: Viewer, east: Area) -> None:
    row = site(area=east)
    checked(row, "name", TODAY - timedelta(days=9))
    checked(row, "name", TODAY)

    assert dossier(officer, row.id).vouchers["name"].verified_on == TODAY


@pytest.mark.parametrize("count", [1, 3])
def test_dossier_costs_six_queries(
    officer: Viewer, east: Area, count: int, django_assert_num_queries: Any
) -> None:
    row = site(area=east)
    for number in range(count):
        site(f"邻{number}", area=east, landlord=row)
        checked(row, "name", TODAY)

    with django_assert_num_queries(6):
        dossier(officer, row.id)
