"""Dossiers: what enters, what is refused, who may write."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.codes import uscc_check
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Body, Fact
from anhuan.sites.models import Organisation, Site, Voucher
from anhuan.sites.queries import sites
from anhuan.sites.services import (
    add_site,
    add_site_post,
    change_site,
    set_operation,
    set_organisation,
    vouch,
)
from anhuan.sites.types import Operation, Subject
from anhuan.territory.models import Area, Post
from anhuan.territory.types import Level
from tests.factories import AT, TODAY, area, viewer_in
from tests.factories import site as site_row

pytestmark = pytest.mark.django_db

CODE = "91990102MA0000001" + uscc_check("91990102MA0000001")


@pytest.fixture
def city() -> Area:
    return area()


@pytest.fixture
def street(city: Area) -> Area:
    return area("东港街道", level=Level.STREET, parent=city, **box(10, 20))


@pytest.fixture
def officer(rules: int, street: Area) -> Viewer:
    return viewer_in(Role.OFFICER, area=street)


def box(west: float, south: float, size: float = 1.0) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"geometry": shape, "west": west, "south": south, "east": east, "north": north}


def added(by: Viewer, street: Area, **more: Any) -> UUID:
    given = {
        "name": "安澜宏远（东港）机械有限公司",
        "subject": Subject.ENTERPRISE,
        "code": CODE,
        "address": "海棠路 18 号",
        "area": street.id,
    }
    return add_site(given=given | more, by=by, at=AT)


def changed(site: UUID, by: Viewer, seen_version: int = 1, **changes: Any) -> Site:
    change_site(site_id=site, seen_version=seen_version, changes=changes, by=by, at=AT)
    return Site.objects.get(pk=site)


def why(act: Any, *args: Any, **values: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        act(*args, **values)
    return refused.value


def test_site_has_scope_normal_name_and_tidy_address(
    officer: Viewer, street: Area, city: Area
) -> None:
    row = Site.objects.get(pk=added(officer, street))

    assert (row.area_path, row.city_id, row.street_id) == (street.path, city.id, street.id)
    assert (row.normal_name, row.address) == ("安澜宏远(东港)机械有限公司", "海棠路18号")


def test_name_address_and_phone_stay_out_of_the_public_part(officer: Viewer, street: Area) -> None:
    made = added(officer, street, duty_phone="0990-5550100", lon=10.5, lat=20.5)

    fact = Fact.objects.get(subject=made)
    body = Body.objects.get(fact=fact).content
    assert fact.public == {"subject": "enterprise", "code": CODE, "area": str(street.id)}
    assert (body["name"], body["duty_phone"], body["lon"]) == (
        "安澜宏远（东港）机械有限公司",
        "0990-5550100",
        "10.5",
    )


def test_code_is_stored_in_one_form(officer: Viewer, street: Area) -> None:
    made = added(officer, street, code=f" {CODE[:6]} {CODE[6:].lower()} ")

    assert Site.objects.get(pk=made).code == CODE


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"name": " "}, Refusal(Why.MALFORMED, field="name", problem="blank")),
        ({"subject": "castle"}, Refusal(Why.MALFORMED, field="subject", problem="invalid_choice")),
        ({"code": CODE[:-1]}, Refusal(Why.MALFORMED, field="code", problem="length")),
        (
            {"code": CODE[:-1] + ("0" if CODE[-1] != "0" else "1")},
            Refusal(Why.MALFORMED, field="code", problem="check-character"),
        ),
        ({"code": ""}, Refusal(Why.MISSING, fields=("code_missing",))),
        ({"lon": 10.5}, Refusal(Why.MALFORMED, field="lon", problem="half-a-position")),
        (
            {"lon": 10.5, "lat": 120.0},
            Refusal(Why.MALFORMED, field="lon", problem="out-of-range"),
        ),
        ({"area": None}, Refusal(Why.MISSING, fields=("area",))),
        ({"risk": "huge"}, Refusal(Why.MALFORMED, field="risk", problem="invalid_choice")),
        ({"industry": "C3"}, Refusal(Why.MALFORMED, field="industry", problem="invalid")),
        (
            {"supervision_class": "E"},
            Refusal(Why.MALFORMED, field="supervision_class", problem="invalid_choice"),
        ),
        ({"tags": "危化"}, Refusal(Why.MALFORMED, field="tags", problem="list")),
        ({"tags": ["危化", ""]}, Refusal(Why.MALFORMED, field="tags", problem="text")),
        ({"employees": "many"}, Refusal(Why.MALFORMED, field="employees", problem="invalid")),
        ({"employees": -1}, Refusal(Why.MALFORMED, field="employees", problem="min_value")),
        ({"version": 9}, Refusal(Why.MALFORMED, field="version", problem="unknown")),
        ({"operation": "closed"}, Refusal(Why.MALFORMED, field="operation", problem="unknown")),
    ],
)
def test_site_that_does_not_fit_is_refused(
    officer: Viewer, street: Area, given: dict[str, Any], refusal: Refusal
) -> None:
    assert why(added, officer, street, **given) == refusal
    assert Site.objects.count() == 0


def test_individual_without_a_code_says_why(officer: Viewer, street: Area) -> None:
    made = added(
        officer, street, subject=Subject.INDIVIDUAL, code="", code_missing="未办理登记的小作坊"
    )

    assert Site.objects.get(pk=made).code_missing == "未办理登记的小作坊"


def test_code_found_later_takes_the_reason_away(officer: Viewer, street: Area) -> None:
    made = added(officer, street, code="", code_missing="正在办理")

    assert changed(made, officer, code=CODE).code_missing == ""


def test_position_finds_the_area(officer: Viewer, street: Area) -> None:
    made = added(officer, street, area=None, lon=10.5, lat=20.5)

    assert Site.objects.get(pk=made).street_id == street.id


def test_given_cell_is_kept_when_it_lies_in_the_area_of_the_position(
    officer: Viewer, street: Area
) -> None:
    cell = area("一号网格", level=Level.CELL, parent=street)

    made = added(officer, street, area=cell.id, lon=10.5, lat=20.5)

    row = Site.objects.get(pk=made)
    assert (row.cell_id, row.street_id) == (cell.id, street.id)


def test_moved_position_moves_the_site(rules: int, city: Area, street: Area) -> None:
    west = area("西山街道", level=Level.STREET, parent=city, **box(30, 20))
    officer = viewer_in(Role.OFFICER, area=city)
    made = added(officer, street, lon=10.5, lat=20.5)

    assert changed(made, officer, lon=30.5, lat=20.5).street_id == west.id


def test_site_does_not_leave_the_own_area(officer: Viewer, street: Area, city: Area) -> None:
    west = area("西山街道", level=Level.STREET, parent=city)
    made = added(officer, street)

    assert why(added, officer, west) == Refusal(Why.NOT_VISIBLE)
    assert why(changed, made, officer, area=west.id) == Refusal(Why.NOT_VISIBLE)


def test_site_of_another_street_is_not_found(officer: Viewer, street: Area, city: Area) -> None:
    other = site_row("外街企业", area=area("西山街道", level=Level.STREET, parent=city))
    refused = [
        why(changed, other.id, officer, short="夺"),
        why(
            set_operation,
            site_id=other.id,
            seen_version=1,
            operation=Operation.CLOSED,
            since=TODAY,
            by=officer,
            at=AT,
        ),
        why(
            set_organisation,
            site_id=other.id,
            seen_version=1,
            changes={"self_score": 1},
            by=officer,
            at=AT,
        ),
        why(vouch, site_id=other.id, field="name", source="自报", by=officer, at=AT),
        why(
            add_site_post,
            site_id=other.id,
            title="负责人",
            role=Role.FIRM_HEAD,
            by=officer,
            at=AT,
        ),
        why(changed, added(officer, street), officer, landlord=other.id),
    ]

    assert refused == [Refusal(Why.NOT_VISIBLE)] * 6
    assert Site.objects.get(pk=other.id).version == 1


@pytest.mark.parametrize("role", [Role.GRID, Role.LEADER, Role.ADMIN])
def test_others_do_not_keep_sites(rules: int, street: Area, role: Role) -> None:
    viewer = viewer_in(role, area=street)

    assert why(added, viewer, street) == Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)


def test_firm_does_not_change_its_own_dossier(rules: int, street: Area) -> None:
    firm = site_row(area=street)
    head = viewer_in(Role.FIRM_HEAD, site=firm.id)

    assert why(changed, firm.id, head, risk="low").why is Why.WRONG_ROLE


def test_same_code_name_and_address_enter_once(officer: Viewer, street: Area) -> None:
    added(officer, street)

    refused = why(added, officer, street, name="安澜宏远(东港)机械有限公司")

    assert refused == Refusal(Why.REPEATED, field="name")


def test_one_firm_may_have_several_places_and_one_place_several_firms(
    officer: Viewer, street: Area
) -> None:
    added(officer, street)
    added(officer, street, address="海棠路20号")
    added(officer, street, name="安澜百合食品厂", code="", code_missing="正在办理")

    assert Site.objects.filter(code=CODE).count() == 2
    assert Site.objects.filter(address="海棠路18号").count() == 2


def test_new_name_keeps_the_former_and_both_are_found(officer: Viewer, street: Area) -> None:
    made = added(officer, street)

    row = changed(made, officer, name="安澜海天重工有限公司")

    assert (row.former_names, row.version) == (["安澜宏远（东港）机械有限公司"], 2)
    assert [line.id for line in sites(officer, text="宏远").lines] == [made]
    assert [line.id for line in sites(officer, text="海天重工").lines] == [made]


def test_change_of_what_was_not_seen_is_stale(officer: Viewer, street: Area) -> None:
    made = added(officer, street)
    changed(made, officer, short="宏远")

    refused = why(changed, made, officer, short="远宏")

    assert refused.why is Why.STALE
    assert Site.objects.get(pk=made).short == "宏远"


def test_site_is_not_its_own_landlord(officer: Viewer, street: Area) -> None:
    made = added(officer, street)

    assert why(changed, made, officer, landlord=made) == Refusal(
        Why.MALFORMED, field="landlord", problem="itself"
    )


def test_operation_is_dated_and_not_to_come(officer: Viewer, street: Area) -> None:
    made = added(officer, street)
    given = {"site_id": made, "operation": Operation.STOPPED, "by": officer, "at": AT}

    refused = why(set_operation, seen_version=1, since=TODAY + timedelta(days=1), **given)
    set_operation(seen_version=1, since=TODAY, **given)

    row = Site.objects.get(pk=made)
    assert refused == Refusal(Why.MALFORMED, field="operation_since", problem="future")
    assert (row.operation, row.operation_since, row.version) == ("stopped", TODAY, 2)


def test_organisation_is_entered_then_changed(officer: Viewer, street: Area) -> None:
    made = added(officer, street)

    for version, score in ((1, 80), (2, 85)):
        set_organisation(
            site_id=made,
            seen_version=version,
            changes={"self_score": score, "has_director": True},
            by=officer,
            at=AT,
        )

    assert Organisation.objects.get().self_score == 85
    assert Site.objects.get(pk=made).version == 3
    refused = why(set_organisation, site_id=made, seen_version=2, changes={}, by=officer, at=AT)
    assert refused.why is Why.STALE


def test_voucher_names_who_checked(officer: Viewer, street: Area) -> None:
    made = added(officer, street)

    vouch(
        site_id=made, field="duty_phone", source="电话核实", verified_on=TODAY, by=officer, at=AT
    )
    vouch(site_id=made, field="risk", source="企业自报", by=officer, at=AT)

    rows = Voucher.objects.order_by("id").values_list("field", "verified_by", "verified_on")
    assert list(rows) == [("duty_phone", officer.person, TODAY), ("risk", None, None)]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"field": "search"}, Refusal(Why.MALFORMED, field="field", problem="unknown")),
        ({"source": " "}, Refusal(Why.MISSING, fields=("source",))),
        (
            {"verified_on": TODAY + timedelta(days=1)},
            Refusal(Why.MALFORMED, field="verified_on", problem="future"),
        ),
    ],
)
def test_voucher_that_says_nothing_is_refused(
    officer: Viewer, street: Area, given: dict[str, Any], refusal: Refusal
) -> None:
    made = added(officer, street)
    plain: dict[str, Any] = {
        "field": "name",
        "source": "营业执照",
        "verified_on": date(2026, 5, 1),
    }

    assert why(vouch, site_id=made, by=officer, at=AT, **plain | given) == refusal


def test_post_of_a_firm_carries_the_path_of_the_site(officer: Viewer, street: Area) -> None:
    made = added(officer, street)

    head = add_site_post(site_id=made, title="主要负责人", role=Role.FIRM_HEAD, by=officer, at=AT)

    row = Post.objects.get(pk=head)
    assert (row.site, row.area_path) == (made, street.path)


def test_position_is_whole_and_on_the_globe() -> None:
    def refused(**place: float | None) -> bool:
        try:
            with transaction.atomic():
                Site.objects.create(
                    name="甲", normal_name="甲", address="乙", search="甲", **place
                )
        except IntegrityError:
            return True
        return False

    assert refused(lon=181, lat=0)
    assert refused(lon=0, lat=91)
    assert refused(lon=0, lat=None)
    assert not refused(lon=180, lat=-90)
    assert not refused()


def test_node_itself_enters_sites_anywhere(street: Area) -> None:
    node = Viewer(person=uuid4(), at=AT, capabilities=frozenset(Capability))

    assert Site.objects.get(pk=added(node, street)).street_id == street.id
