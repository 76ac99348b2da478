"""What is key has a sponsor, or stands in the list at once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from anhuan.duty.models import Charge
from anhuan.duty.services import charge, end_key, mark_key, note_visit, on_post_closed
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.sponsoring import Sort, Sponsored
from anhuan.obligations.services import sweep_duty
from anhuan.obligations.sponsored import sponsored
from anhuan.sites.models import Site
from anhuan.territory.models import Area, Leave, Post
from anhuan.territory.services import change_post, send_on_leave
from anhuan.territory.types import Level
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _rules(rules: int) -> None:
    """The shipped rules say what is key."""


@pytest.fixture
def street() -> Area:
    return make.area("东港街道", level=Level.STREET)


@pytest.fixture
def firm(street: Area) -> Site:
    return make.site("恒泰家具", area=street, risk="major")


@pytest.fixture
def post(street: Area) -> Post:
    found = make.post("主任", role=Role.LEADER, unit=make.unit("东港街道办事处", area=street))
    make.appointed(make.person("韩东"), found)
    return found


@pytest.fixture
def office(street: Area) -> Viewer:
    return make.viewer_in(Role.OFFICE, area=street)


def node() -> Viewer:
    return Viewer(person=make.person("节点").id, at=AT, capabilities=frozenset(Capability))


def name(thing: Any, post: Post, **more: Any) -> Any:
    given: dict[str, Any] = {
        "object": getattr(thing, "id", thing),
        "post": post.id,
        "line": Line.TERRITORY,
        "side": Side.GOVERNMENT,
        "level": "sponsor",
        "since": make.START,
    }
    return charge(**given | more, by=node(), at=AT)


def standings(viewer: Viewer, **asked: Any) -> list[tuple[str, Sponsored]]:
    found = sponsored(viewer, **asked)
    return [(one.covered.thing.name, one.standing) for one in found.lines]


def at(viewer: Viewer, *, days: int) -> Viewer:
    return replace(viewer, at=AT + days * DAY)


def test_key_enterprise_without_a_sponsor_is_listed(office: Viewer, firm: Site) -> None:
    make.site("小卖部", area=firm.area)

    assert standings(office) == [("恒泰家具", Sponsored.NOBODY)]


@pytest.mark.parametrize(
    ("more", "sort"),
    [
        ({"tags": ["重点企业"]}, Sort.SITE),
        ({"tags": ["重大危险源"]}, Sort.SITE),
        ({"subject": "construction"}, Sort.PROJECT),
        ({"tags": ["非重点企业"]}, None),
    ],
)
def test_site_is_key_by_its_dossier(
    office: Viewer, street: Area, more: Any, sort: Sort | None
) -> None:
    make.site("甲地", area=street, **more)

    found = [one.covered.thing.sort for one in sponsored(office).lines]
    assert found == ([sort] if sort else [])


def test_closed_firm_needs_no_sponsor(office: Viewer, firm: Site) -> None:
    Site.objects.filter(pk=firm.pk).update(operation="closed")

    assert standings(office) == []


def test_village_is_sponsored_by_a_leader_or_a_department(
    office: Viewer, street: Area, post: Post
) -> None:
    village = make.area("柳河村", level=Level.COMMUNITY, parent=street)
    assert standings(office, sort=Sort.AREA) == [("柳河村", Sponsored.NOBODY)]

    name(village, post, level="sponsor-unit", line=Line.INDUSTRY)

    assert standings(office, sort=Sort.AREA) == []


def test_end_of_the_post_puts_its_objects_on_the_list_at_once(
    office: Viewer, firm: Site, post: Post
) -> None:
    name(firm, post)
    assert standings(office) == []

    change_post(post_id=post.id, seen_version=1, changes={"active": False}, by=node(), at=AT)

    assert standings(office) == [("恒泰家具", Sponsored.ENDED)]
    assert sponsored(office).lines[0].covered.ended_on == day_of(AT)


def test_charge_to_come_is_withdrawn_with_its_post(firm: Site, post: Post) -> None:
    name(firm, post, since=AT + DAY)

    on_post_closed(post=post.id, by=node().person, at=AT)

    assert Charge.objects.filter(recorded_to=None).count() == 0


def test_vacant_post_is_no_sponsor(office: Viewer, firm: Site, street: Area) -> None:
    empty = make.post("副主任", role=Role.LEADER, unit=make.unit("街道办", area=street))
    name(firm, empty)

    assert standings(office) == [("恒泰家具", Sponsored.VACANT)]


def test_leave_is_shown_with_who_stands_in_and_passes(
    office: Viewer, firm: Site, post: Post
) -> None:
    name(firm, post)
    send_on_leave(
        post=post.id,
        deputy=make.person("方宁").id,
        since=AT,
        until=AT + 5 * DAY,
        because="培训",
        by=node(),
        at=AT,
    )
    assert Leave.objects.count() == 1

    assert standings(at(office, days=1)) == [("恒泰家具", Sponsored.AWAY)]
    away = sponsored(at(office, days=1)).lines[0].covered.away
    assert away is not None
    assert (away.name, away.deputy_name) == ("韩东", "方宁")
    assert standings(at(office, days=6)) == []


def test_missed_visit_is_overdue_until_one_is_kept(office: Viewer, firm: Site, post: Post) -> None:
    name(firm, post)
    sweep_duty(code="sponsor.visit", at=AT)
    late = AT + 60 * DAY
    sweep_duty(code="sponsor.visit", at=late)

    then = replace(office, at=late)
    assert standings(then) == [("恒泰家具", Sponsored.OVERDUE)]
    visits = sponsored(then).lines[0].visits
    assert (visits.done, visits.missed, str(visits.due_on)) == (0, 1, "2026-09-30")

    leader = replace(make.viewer_for(post.appointments.get().person), at=late)
    given = {"visited_on": day_of(late), "seen": "看了喷漆房"}
    note_visit(thing=firm.id, given=given, by=leader, at=late)

    assert standings(then) == []
    found = sponsored(then, standing=Sponsored.SOUND).lines[0].visits
    assert (found.done, found.missed, found.overdue) == (1, 1, False)


def test_visit_of_one_firm_keeps_nothing_for_another(
    office: Viewer, firm: Site, post: Post, street: Area
) -> None:
    other = make.site("顺达化工", area=street, risk="major")
    name(firm, post)
    name(other, post)
    sweep_duty(code="sponsor.visit", at=AT)
    leader = make.viewer_for(post.appointments.get().person)

    note_visit(thing=firm.id, given={"visited_on": day_of(AT), "seen": "看了"}, by=leader, at=AT)

    found = sponsored(office, standing=Sponsored.SOUND).lines
    assert {one.covered.thing.name: one.visits.done for one in found} == {
        "恒泰家具": 1,
        "顺达化工": 0,
    }


def test_whoever_does_not_sponsor_it_enters_no_visit(firm: Site, street: Area) -> None:
    other = make.viewer_in(Role.LEADER, area=street)

    with pytest.raises(Refusal) as caught:
        note_visit(
            thing=firm.id, given={"visited_on": day_of(AT), "seen": "看了"}, by=other, at=AT
        )

    assert caught.value.why is Why.NOT_VISIBLE


@pytest.mark.parametrize(("days", "problem"), [(1, "future"), (-40, "too-early")])
def test_visit_is_of_the_last_month(firm: Site, post: Post, days: int, problem: str) -> None:
    name(firm, post)
    leader = make.viewer_for(post.appointments.get().person)
    given = {"visited_on": day_of(AT + days * DAY), "seen": "看了"}

    with pytest.raises(Refusal) as caught:
        note_visit(thing=firm.id, given=given, by=leader, at=AT)

    assert (caught.value.why, caught.value.facts["problem"]) == (Why.MALFORMED, problem)


def test_key_task_without_a_leader_is_listed_until_it_ends(
    office: Viewer, street: Area, post: Post
) -> None:
    task = make.person("占位").id
    mark_key(
        task=task,
        number="T-2026-000001",
        title="散乱污清零",
        area_path=street.path,
        given={"key_because": "常委会决定"},
        by=node(),
        at=AT,
    )
    assert standings(office, sort=Sort.TASK) == [("散乱污清零", Sponsored.NOBODY)]

    name(task, post)
    assert standings(office, sort=Sort.TASK) == []
    assert sponsored(office, sort=Sort.TASK).total == 1

    end_key(task=task, by=node(), at=AT)
    assert sponsored(office, sort=Sort.TASK).total == 0


def test_things_of_another_street_are_not_counted(firm: Site) -> None:
    elsewhere = make.viewer_in(Role.OFFICE, area=make.area("西港街道", level=Level.STREET))

    assert sponsored(elsewhere).total == 0


def test_level_of_the_sponsor_narrows_and_keeps_those_without(
    office: Viewer, firm: Site, post: Post, street: Area
) -> None:
    make.site("顺达化工", area=street, risk="major")
    name(firm, post)

    assert sponsored(office, level="city").total == 1
    assert sponsored(office, level="street").total == 2


@pytest.mark.parametrize("count", [1, 3])
def test_list_is_read_in_as_many_queries(
    office: Viewer, street: Area, post: Post, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        name(make.site(f"第{number}厂", area=street, risk="major"), post)
        make.site(f"无人{number}厂", area=street, risk="major")
    sponsored(office)
    with django_assert_num_queries(14):
        found = sponsored(office)
    assert (found.total, found.found) == (2 * count, count)
