"""Areas, units, posts and appointments: what may be written, by whom, and what stays known."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Body, Fact
from anhuan.territory.models import Appointment, Area, Post, Unit
from anhuan.territory.queries import holders, place_of_point
from anhuan.territory.services import (
    add_area,
    add_post,
    add_unit,
    appoint,
    change_area,
    change_post,
    change_unit,
    correct_appointment,
    end_appointment,
    withdraw_appointment,
)
from anhuan.territory.types import Level, UnitKind
from tests.factories import AT, START, appointed, area, person, post, site, unit, viewer_in

pytestmark = pytest.mark.django_db

NODE = Viewer(person=uuid4(), at=AT, capabilities=frozenset(Capability))
DAY = timedelta(days=1)


def square(west: float, south: float, size: float = 1.0) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def new_area(code: str, level: Level, parent: UUID | None, by: Viewer = NODE, **more: Any) -> UUID:
    return add_area(code=code, name="某地", level=level, parent=parent, by=by, at=AT, **more)


def refusal(act: Any, *args: Any, **values: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        act(*args, **values)
    return refused.value


def test_area_gets_the_next_path_below_its_parent() -> None:
    city = new_area("9901", Level.CITY, None)
    new_area("990101", Level.COUNTY, city)
    second = new_area("990102", Level.COUNTY, city)

    assert Area.objects.get(pk=second).path == "00010002"


def test_area_is_recorded_with_its_shape_as_text() -> None:
    made = new_area("9901", Level.CITY, None, geometry=square(10, 20))

    fact = Fact.objects.get(subject=made)
    row = Area.objects.get(pk=made)
    assert (fact.kind, fact.version, fact.public["code"]) == ("area.added", 1, "9901")
    assert fact.public["geometry"].startswith('{"type":"Polygon","coordinates":[[[10')
    assert (row.west, row.south, row.east, row.north) == (10, 20, 11, 21)


@pytest.mark.parametrize("level", [Level.CITY, Level.PROVINCE])
def test_area_must_lie_below_its_parent(level: Level) -> None:
    city = new_area("9901", Level.CITY, None)

    assert refusal(new_area, "9902", level, city) == Refusal(
        Why.MALFORMED, field="level", problem="not-below-parent"
    )


def test_area_code_is_given_once() -> None:
    city = new_area("9901", Level.CITY, None)

    assert refusal(new_area, "9901", Level.COUNTY, city) == Refusal(Why.REPEATED, field="code")


def test_area_with_an_open_ring_is_refused() -> None:
    shape = square(0, 0)
    shape["coordinates"][0].pop()

    refused = refusal(new_area, "9901", Level.CITY, None, geometry=shape)

    assert (refused.why, refused.facts["problem"]) == (Why.MALFORMED, "ring-open")


def test_only_the_node_adds_a_root(rules: int) -> None:
    admin = viewer_in(Role.ADMIN, area=area())

    assert refusal(new_area, "9902", Level.CITY, None, admin).why is Why.NOT_VISIBLE


def test_administrator_keeps_the_own_area_only(rules: int) -> None:
    city = area()
    east = area("东港区", level=Level.COUNTY, parent=city)
    west = area("西山区", level=Level.COUNTY, parent=city)
    admin = viewer_in(Role.ADMIN, area=east)

    new_area("990101001", Level.STREET, east.id, admin)

    assert refusal(new_area, "990102001", Level.STREET, west.id, admin).why is Why.NOT_VISIBLE


@pytest.mark.parametrize("role", [Role.GRID, Role.OFFICER, Role.OFFICE, Role.LEADER])
def test_others_do_not_keep_the_organisation(rules: int, role: Role) -> None:
    city = area()
    viewer = viewer_in(role, area=city)

    assert refusal(new_area, "990101", Level.COUNTY, city.id, viewer) == Refusal(
        Why.WRONG_ROLE, capability=Capability.KEEP_ORGANISATION
    )


def test_person_without_a_post_is_not_the_node() -> None:
    nobody = Viewer(person=uuid4(), at=AT)

    assert refusal(new_area, "9901", Level.CITY, None, nobody).why is Why.WRONG_ROLE


def test_changed_area_has_a_new_version_and_shape() -> None:
    made = new_area("9901", Level.CITY, None)

    change_area(
        area_id=made,
        seen_version=1,
        changes={"name": " 安澜市 ", "geometry": square(10, 20)},
        by=NODE,
        at=AT,
    )

    row = Area.objects.get(pk=made)
    assert (row.name, row.version, row.west) == ("安澜市", 2, 10)
    assert place_of_point(10.5, 20.5).city == made


def test_change_of_what_was_not_seen_is_stale() -> None:
    made = new_area("9901", Level.CITY, None)
    change_area(area_id=made, seen_version=1, changes={"name": "甲"}, by=NODE, at=AT)

    refused = refusal(
        change_area, area_id=made, seen_version=1, changes={"name": "乙"}, by=NODE, at=AT
    )

    assert refused.why is Why.STALE
    assert Area.objects.get(pk=made).name == "甲"


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"code": "9902"}, "code", "unknown"),
        ({"path": "0009"}, "path", "unknown"),
        ({"name": ""}, "name", "blank"),
        ({"name": "长" * 101}, "name", "max_length"),
        ({"name": "安\x00澜"}, "name", "control-character"),
        ({"name": "安\ud800澜"}, "name", "control-character"),
    ],
)
def test_change_that_does_not_fit_is_refused(
    changes: dict[str, Any], field: str, problem: str
) -> None:
    made = new_area("9901", Level.CITY, None)

    assert refusal(
        change_area, area_id=made, seen_version=1, changes=changes, by=NODE, at=AT
    ) == Refusal(Why.MALFORMED, field=field, problem=problem)


def test_unit_and_post_reach_the_unit_area() -> None:
    city = area()
    made = add_unit(name="应急局", kind=UnitKind.DEPARTMENT, area=city.id, by=NODE, at=AT)
    of_unit = add_post(title="执法员", role=Role.OFFICER, unit=made, by=NODE, at=AT)

    assert Unit.objects.get(pk=made).short == "应急局"
    assert Post.objects.get(pk=of_unit).area_path == city.path


def test_post_with_an_own_area_reaches_that() -> None:
    city = area()
    cell = area("一号网格", level=Level.CELL, parent=city)
    station = unit(area=city)

    made = add_post(title="网格员", role=Role.GRID, unit=station.id, area=cell.id, by=NODE, at=AT)
    assert Post.objects.get(pk=made).area_path == cell.path

    change_post(post_id=made, seen_version=1, changes={"area": None}, by=NODE, at=AT)
    assert Post.objects.get(pk=made).area_path == city.path


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMIN])
def test_firm_has_firm_roles_only(role: Role) -> None:
    refused = refusal(add_post, title="假", role=role, site=uuid4(), by=NODE, at=AT)

    assert (refused.why, refused.facts["field"]) == (Why.MALFORMED, "role")


def test_unit_has_no_firm_roles() -> None:
    station = unit(area=area())

    refused = refusal(add_post, title="假", role=Role.FIRM_HEAD, unit=station.id, by=NODE, at=AT)

    assert (refused.why, refused.facts["field"]) == (Why.MALFORMED, "role")


def test_superiors_form_no_circle() -> None:
    station = unit(area=area())
    head = post("站长", unit=station)
    deputy = post("副站长", unit=station, superior=head)
    officer = post("执法员", unit=station, superior=deputy)

    refused = refusal(
        change_post,
        post_id=head.id,
        seen_version=1,
        changes={"superior": officer.id},
        by=NODE,
        at=AT,
    )

    assert refused == Refusal(Why.MALFORMED, field="superior", problem="circle")
    change_post(post_id=officer.id, seen_version=1, changes={"superior": head.id}, by=NODE, at=AT)
    assert Post.objects.get(pk=officer.id).superior_id == head.id


def test_unit_is_not_its_own_parent() -> None:
    made = unit(area=area())

    refused = refusal(
        change_unit, unit_id=made.id, seen_version=1, changes={"parent": made.id}, by=NODE, at=AT
    )

    assert refused == Refusal(Why.MALFORMED, field="parent", problem="circle")


def test_officer_adds_posts_of_a_firm_but_not_of_a_unit(rules: int) -> None:
    city = area()
    officer = viewer_in(Role.OFFICER, area=city)
    firm = site(area=city)

    add_post(
        title="企业负责人",
        role=Role.FIRM_HEAD,
        site=firm.id,
        site_path=firm.area_path,
        by=officer,
        at=AT,
    )

    assert Post.objects.filter(site=firm.id).count() == 1
    refused = refusal(
        add_post, title="假", role=Role.OFFICER, unit=unit(area=city).id, by=officer, at=AT
    )
    assert refused.why is Why.WRONG_ROLE


def held_by(place: Post, at: datetime) -> str:
    return holders([place.id], at=at)[place.id].name


def test_appointment_holds_from_its_day_and_is_recorded() -> None:
    place = post(unit=unit(area=area()))

    made = appoint(
        post=place.id, person=person("周宁").id, since=AT, basis="安澜〔2026〕1号", by=NODE, at=AT
    )

    assert held_by(place, AT) == "周宁"
    fact = Fact.objects.get(subject=made)
    assert sorted(fact.public) == ["acting", "former", "person", "post", "valid_from", "valid_to"]
    assert Body.objects.get(fact=fact).content == {"basis": "安澜〔2026〕1号"}


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (AT, None),
        (AT - DAY, AT + DAY),
        (AT + DAY, AT + 2 * DAY),
        (START, None),
    ],
)
def test_post_has_one_holder_at_an_instant(since: datetime, until: datetime | None) -> None:
    place = post(unit=unit(area=area()))
    appointed(person("周宁"), place, since=AT, until=AT + 5 * DAY)

    refused = refusal(
        appoint, post=place.id, person=person("林安").id, since=since, until=until, by=NODE, at=AT
    )

    assert refused == Refusal(Why.REPEATED, field="post")


@pytest.mark.parametrize(
    ("since", "until"), [(AT - DAY, AT), (AT + 5 * DAY, None)], ids=["before", "after"]
)
def test_holders_may_follow_each_other(since: datetime, until: datetime | None) -> None:
    place = post(unit=unit(area=area()))
    appointed(person("周宁"), place, since=AT, until=AT + 5 * DAY)

    appoint(post=place.id, person=person("林安").id, since=since, until=until, by=NODE, at=AT)

    assert Appointment.objects.count() == 2


def test_stand_in_may_share_the_post() -> None:
    place = post(unit=unit(area=area()))
    appointed(person("周宁"), place)

    appoint(post=place.id, person=person("林安").id, since=AT, acting=True, by=NODE, at=AT)

    assert held_by(place, AT) == "周宁"


def test_end_before_the_start_is_refused() -> None:
    place = post(unit=unit(area=area()))

    refused = refusal(
        appoint, post=place.id, person=person().id, since=AT, until=AT, by=NODE, at=AT
    )

    assert refused == Refusal(Why.MALFORMED, field="valid_to", problem="not-after-start")


def test_ended_appointment_leaves_the_post_vacant_from_then() -> None:
    place = post(unit=unit(area=area()))
    made = appointed(person("周宁"), place)

    end_appointment(appointment=made.id, until=AT + DAY, by=NODE, at=AT)

    assert (held_by(place, AT), held_by(place, AT + DAY)) == ("周宁", "")
    rows = Appointment.objects.order_by("id").values_list("valid_to", "recorded_to")
    assert list(rows) == [(None, AT), (AT + DAY, None)]


def test_correction_leaves_what_was_known_before() -> None:
    place = post(unit=unit(area=area()))
    made = appointed(person("周宁"), place)

    correct_appointment(appointment=made.id, changes={"person": person("林安").id}, by=NODE, at=AT)

    assert held_by(place, AT - DAY) == "周宁"
    assert held_by(place, AT) == "林安"


def test_correction_of_a_corrected_row_is_stale() -> None:
    place = post(unit=unit(area=area()))
    made = appointed(person("周宁"), place)
    end_appointment(appointment=made.id, until=AT + DAY, by=NODE, at=AT)

    refused = refusal(
        end_appointment, appointment=made.id, until=AT + 2 * DAY, by=NODE, at=AT + DAY
    )

    assert refused.why is Why.STALE
    assert Appointment.objects.count() == 2


def test_withdrawn_appointment_never_was() -> None:
    place = post(unit=unit(area=area()))
    made = appointed(person("周宁"), place)

    withdraw_appointment(appointment=made.id, by=NODE, at=AT)

    assert (held_by(place, AT - DAY), held_by(place, AT)) == ("周宁", "")


def test_appointment_outside_the_own_area_is_not_found(rules: int) -> None:
    city = area()
    east = area("东港区", level=Level.COUNTY, parent=city)
    place = post(unit=unit(area=area("西山区", level=Level.COUNTY, parent=city)))
    made = appointed(person("周宁"), place)
    admin = viewer_in(Role.ADMIN, area=east)

    refused = refusal(end_appointment, appointment=made.id, until=AT, by=admin, at=AT)

    assert refused == Refusal(Why.NOT_VISIBLE)
