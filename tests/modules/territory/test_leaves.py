"""A holder on leave: chain, sign-in and certificate follow the deputy, and the holder after."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.climbing import Chart, told
from anhuan.kernel.escalation import Aspect, Measure, Owed, Reached, Rung
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.people.models import Person
from anhuan.territory.leaves import leaves_of
from anhuan.territory.models import Appointment, Leave, Post
from anhuan.territory.past import chart_since, tenures
from anhuan.territory.queries import holders, viewer_of
from anhuan.territory.services import appoint, come_back, send_on_leave
from tests.factories import AT, START, appointed, area, person, post, unit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NODE = Viewer(person=uuid4(), at=AT, capabilities=frozenset(Capability))
SINCE, UNTIL = AT + DAY, AT + 8 * DAY


@pytest.fixture
def officer() -> Post:
    return post("副站长", unit=unit(area=area("云溪区")))


@pytest.fixture
def chen(officer: Post) -> Person:
    found = person("陈立")
    appointed(found, officer)
    return found


@pytest.fixture
def zhou() -> Person:
    return person("周敏")


def leave(officer: Post, deputy: Person, **more: Any) -> UUID:
    given: dict[str, Any] = {
        "post": officer.id,
        "deputy": deputy.id,
        "since": SINCE,
        "until": UNTIL,
        "because": "到省里培训",
    }
    return send_on_leave(**given | more, by=NODE, at=more.pop("at", AT))


def holder(officer: Post, at: datetime) -> tuple[str, bool]:
    held = holders([officer.id], at=at)[officer.id]
    return held.name, held.acting


def why(call: Any, *args: Any, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args, **given)
    return caught.value


EDGES = (SINCE - timedelta(seconds=1), SINCE, UNTIL - timedelta(seconds=1), UNTIL)


def test_deputy_stands_in_from_edge_to_edge(officer: Post, chen: Person, zhou: Person) -> None:
    leave(officer, zhou)

    assert [holder(officer, at) for at in EDGES] == [
        ("陈立", False),
        ("周敏", True),
        ("周敏", True),
        ("陈立", False),
    ]


def test_post_is_with_whoever_is_there(officer: Post, chen: Person, zhou: Person) -> None:
    leave(officer, zhou)

    def seats(one: Person, at: datetime) -> list[UUID]:
        return [seat.post for seat in viewer_of(one.id, name="", at=at, table={}).seats]

    assert [seats(chen, at) for at in EDGES] == [[officer.id], [], [], [officer.id]]
    assert [seats(zhou, at) for at in EDGES] == [[], [officer.id], [officer.id], []]


def test_what_climbs_reaches_the_deputy(officer: Post, chen: Person, zhou: Person) -> None:
    below = post("科员", unit=officer.unit, superior=officer)
    leave(officer, zhou)
    owed = Owed(act="pass", due_on=None, opened_at=AT, aspects=(Aspect(since=AT),), post=below.id)
    rung = Rung(code="late-1", days=1, up=1, measure=Measure.LETTER)

    def reaches(at: datetime) -> UUID | None:
        chart: Chart = chart_since(AT, {below.id})
        return told(owed, Reached(family="general", rung=rung, at=at), chart).person

    assert [reaches(at) for at in EDGES] == [chen.id, zhou.id, zhou.id, chen.id]


def test_tenure_names_the_deputy_for_the_time_alone(
    officer: Post, chen: Person, zhou: Person
) -> None:
    leave(officer, zhou)

    found = [(one.person, one.since, one.until, one.acting) for one in tenures([officer.id])]
    assert found == [
        (chen.id, START, SINCE, False),
        (zhou.id, SINCE, UNTIL, True),
        (chen.id, UNTIL, None, False),
    ]


def test_what_was_known_before_the_leave_stays(officer: Post, chen: Person, zhou: Person) -> None:
    leave(officer, zhou)

    before = Appointment.objects.get(recorded_to=AT)
    assert (before.person_id, before.valid_from, before.valid_to) == (chen.id, START, None)


def test_holder_back_early_holds_from_then(officer: Post, chen: Person, zhou: Person) -> None:
    made = leave(officer, zhou)

    come_back(leave=made, on=AT + 3 * DAY, by=NODE, at=AT + 2 * DAY)

    assert holder(officer, AT + 3 * DAY - timedelta(seconds=1)) == ("周敏", True)
    assert holder(officer, AT + 3 * DAY) == ("陈立", False)
    assert (
        Fact.objects.filter(subject=made).values_list("kind", flat=True).order_by("version").last()
        == "leave.ended"
    )


def test_leave_that_never_began_leaves_nothing(officer: Post, chen: Person, zhou: Person) -> None:
    made = leave(officer, zhou)

    come_back(leave=made, on=AT, by=NODE, at=AT)

    rows = [(one.person, one.since, one.until) for one in tenures([officer.id])]
    assert rows == [(chen.id, START, None)]


def test_leave_that_ended_ends_once(officer: Post, chen: Person, zhou: Person) -> None:
    made = leave(officer, zhou)
    come_back(leave=made, on=AT + 2 * DAY, by=NODE, at=AT + 2 * DAY)

    again = why(come_back, leave=made, on=AT + 3 * DAY, by=NODE, at=AT + 2 * DAY)

    assert again.why is Why.STALE


def test_later_than_planned_is_another_leave(officer: Post, chen: Person, zhou: Person) -> None:
    made = leave(officer, zhou)

    late = why(come_back, leave=made, on=UNTIL + DAY, by=NODE, at=AT)

    assert (late.why, late.facts["field"]) == (Why.MALFORMED, "on")


def test_nobody_deputises_for_oneself_nor_backwards(
    officer: Post, chen: Person, zhou: Person
) -> None:
    assert why(leave, officer, chen).facts["field"] == "deputy"
    assert why(leave, officer, zhou, until=SINCE).facts["field"] == "until"


def test_empty_post_has_nobody_to_go(officer: Post, zhou: Person) -> None:
    assert why(leave, officer, zhou).why is Why.MISSING


def test_leaves_do_not_overlap(officer: Post, chen: Person, zhou: Person) -> None:
    leave(officer, zhou)

    inside = why(leave, officer, zhou, since=SINCE + DAY, until=UNTIL - DAY)
    across = why(leave, officer, zhou, since=AT, until=SINCE + DAY)

    assert (inside.why, across.why) == (Why.MISSING, Why.REPEATED)
    assert Leave.objects.count() == 1


def test_successor_is_refused_while_the_holder_is_to_come_back(
    officer: Post, chen: Person, zhou: Person
) -> None:
    leave(officer, zhou)

    given = {"post": officer.id, "person": zhou.id, "since": SINCE, "by": NODE, "at": AT}
    assert why(appoint, **given) == Refusal(Why.REPEATED, field="post")


def test_leaves_that_are_over_are_not_listed(officer: Post, chen: Person, zhou: Person) -> None:
    leave(officer, zhou)
    late = Viewer(person=uuid4(), at=UNTIL, capabilities=frozenset(Capability))

    assert [one.deputy_name for one in leaves_of(NODE, officer.id)] == ["周敏"]
    assert leaves_of(late, officer.id) == []


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"until": SINCE}, "territory_leave_span"),
        ({"ended_at": AT}, "territory_leave_ended"),
    ],
)
def test_database_refuses_a_leave_that_cannot_be(
    officer: Post, chen: Person, zhou: Person, changes: dict[str, Any], name: str
) -> None:
    made = leave(officer, zhou)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Leave.objects.filter(pk=made).update(**changes)
