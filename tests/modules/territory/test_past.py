"""The organisation of a past day: what it was then, whatever changed since."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.territory.models import Former, Post
from anhuan.territory.past import areas_then, posts_then, superiors_then
from anhuan.territory.services import add_post, change_area, change_post
from anhuan.territory.types import Level
from tests.factories import AT, area, person, post, unit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}


def node() -> Viewer:
    return Viewer(person=person().id, at=AT, capabilities=frozenset(Capability))


def test_post_moved_twice_is_found_where_it_was_on_each_day() -> None:
    office = unit(area=area())
    first, second, third = (post(title, unit=office) for title in ("甲", "乙", "丙"))
    moved = post("执法员", unit=office, superior=first)
    by = node()
    for n, over in enumerate((second, third), 1):
        change_post(
            post_id=moved.id,
            seen_version=n,
            changes={"superior": over.id},
            by=by,
            at=AT + n * DAY,
        )

    then = [posts_then(AT + n * DAY, posts=[moved.id])[moved.id].superior for n in range(3)]

    assert then == [first.id, second.id, third.id]


def test_post_is_absent_before_it_was_added() -> None:
    office = unit(area=area())
    made = add_post(title="专员", role=Role.OFFICER, unit=office.id, by=node(), at=AT)

    assert posts_then(AT - DAY, posts=[made]) == {}
    assert posts_then(AT, posts=[made])[made].active


def test_chain_of_a_past_day_is_the_one_of_that_day() -> None:
    office = unit(area=area())
    head = post("局长", role=Role.LEADER, unit=office)
    middle = post("科长", role=Role.APPROVER, unit=office, superior=head)
    low = post("科员", unit=office, superior=middle)
    change_post(post_id=low.id, seen_version=1, changes={"superior": head.id}, by=node(), at=AT)

    assert superiors_then(AT - DAY, [low.id]) == {low.id: middle.id, middle.id: head.id}
    assert superiors_then(AT, [low.id]) == {low.id: head.id}


def test_chain_goes_on_above_a_closed_post() -> None:
    office = unit(area=area())
    head = post("局长", role=Role.LEADER, unit=office)
    middle = post("科长", role=Role.APPROVER, unit=office, superior=head)
    low = post("科员", unit=office, superior=middle)
    change_post(post_id=middle.id, seen_version=1, changes={"active": False}, by=node(), at=AT)

    assert superiors_then(AT, [low.id]) == {low.id: middle.id, middle.id: head.id}


def test_chain_in_a_circle_ends_where_it_closes() -> None:
    office = unit(area=area())
    one = post("甲", unit=office)
    other = post("乙", unit=office, superior=one)
    Post.objects.filter(pk=one.id).update(superior=other)

    assert superiors_then(AT, [one.id]) == {one.id: other.id, other.id: one.id}


def test_area_keeps_the_shape_it_had() -> None:
    place = area(level=Level.CELL, geometry=SQUARE, west=0, south=0, east=1, north=1)
    change_area(area_id=place.id, seen_version=1, changes={"geometry": None}, by=node(), at=AT)
    change_area(
        area_id=place.id, seen_version=2, changes={"active": False}, by=node(), at=AT + DAY
    )

    before = areas_then(AT - DAY, shapes=True)[place.id]
    between = areas_then(AT, shapes=True)[place.id]
    after = areas_then(AT + DAY, shapes=True)[place.id]

    assert (before.geometry, before.active) == (SQUARE, True)
    assert (between.geometry, between.active) == (None, True)
    assert (after.geometry, after.active) == (None, False)


def test_many_posts_are_read_in_two_queries(django_assert_num_queries: object) -> None:
    office = unit(area=area())
    made = [post(unit=office).id for _ in range(3)]

    with django_assert_num_queries(2):  # type: ignore[operator]
        assert set(posts_then(AT, posts=made)) == set(made)


def test_former_state_is_never_rewritten() -> None:
    place = area()
    change_area(area_id=place.id, seen_version=1, changes={"functional": True}, by=node(), at=AT)

    with pytest.raises(DatabaseError), transaction.atomic():
        Former.objects.update(until=AT - DAY)
    assert Former.objects.get().until == AT
