"""Nobody leaves a post without a successor or a dated vacancy, and all of it in one step."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from anhuan.cases.models import Watch
from anhuan.cases.services import watch
from anhuan.duty.handovers import charges_held, slip, vacated
from anhuan.duty.models import Handover
from anhuan.duty.services import leave_posts
from anhuan.duty.types import Successor, Vacancy
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.obligations.models import Obligation
from anhuan.obligations.windows import open_at
from anhuan.people.models import Person
from anhuan.territory.models import Appointment
from anhuan.territory.queries import holders
from tests import factories as make
from tests.modules.cases.town import Town, build, enter

KEEPER = Viewer(person=UUID(int=7), at=make.AT, capabilities=frozenset(Capability))
AFTER = make.AT + timedelta(days=1)
VACANT = Vacancy(because="等组织任命", fill_by=date(2026, 6, 1))


@pytest.fixture
def town(rules: int, vault: object) -> Town:
    return build()


def leave(town: Town, fate: Successor | Vacancy, *, by: Viewer = KEEPER) -> UUID:
    return leave_posts(
        person=town.officer.person,
        since=AFTER,
        fates={town.officer.seats[0].post: fate},
        orphans={town.officer.seats[0].post: {"owed": 3}},
        basis="枫任〔2026〕5 号",
        by=by,
        at=make.AT,
    )


def holder_of(town: Town, at: datetime) -> UUID | None:
    post = town.officer.seats[0].post
    return holders([post], at=at)[post].person


def test_successor_holds_the_post_from_that_instant_on(town):
    leave(town, Successor(person=town.colleague.person))
    before, after = AFTER - timedelta(seconds=1), AFTER
    assert (holder_of(town, before), holder_of(town, after)) == (
        town.officer.person,
        town.colleague.person,
    )


def test_what_is_due_stays_with_the_post(town):
    enter(town, town.grid)
    leave(town, Successor(person=town.colleague.person))
    row = Obligation.objects.get(closed_at=None)
    found = open_at(
        make.viewer_for(Person.objects.get(pk=town.colleague.person), AFTER), {row.post_id}
    )
    assert [(item.id, item.post) for item in found] == [(row.id, town.officer.seats[0].post)]


def test_vacancy_is_kept_with_its_reason_and_day(town):
    leave(town, VACANT)
    post = town.officer.seats[0].post
    line = vacated([post])[post]
    assert (holder_of(town, AFTER), line.because, line.fill_by) == (
        None,
        "等组织任命",
        date(2026, 6, 1),
    )


def test_slip_names_who_took_over_what(town):
    leaving = leave(town, Successor(person=town.colleague.person, acting=True))
    (line,) = slip(KEEPER, leaving)
    assert (line.title, line.person_name, line.successor_name, line.acting, line.orphans) == (
        "副站长",
        "陈立",
        "周敏",
        True,
        {"owed": 3},
    )


def test_handover_is_on_the_record_without_its_reasons(town):
    leaving = leave(town, VACANT)
    fact = Fact.objects.get(kind="duty.posts-handed-over", subject=leaving)
    assert fact.public == {
        "person": str(town.officer.person),
        "since": AFTER.isoformat(),
        "posts": {str(town.officer.seats[0].post): None},
    }


def test_successor_watches_what_was_watched(town):
    done = enter(town, town.officer)
    watch(number=done.number, on=True, by=town.officer, at=make.AT)
    leave(town, Successor(person=town.colleague.person))
    rows = Watch.objects.filter(case=done.case.id).values_list("person", flat=True)
    assert set(rows) == {town.officer.person, town.colleague.person}


@pytest.mark.parametrize(
    ("fate", "why", "facts"),
    [
        (Vacancy(because=" ", fill_by=date(2026, 6, 1)), Why.MISSING, {"fields": ("because",)}),
        (
            Vacancy(because="等任命", fill_by=date(2026, 5, 11)),
            Why.MALFORMED,
            {"field": "fill_by", "problem": "not-after-start"},
        ),
    ],
)
def test_vacancy_without_reason_or_day_is_refused_and_nobody_leaves(town, fate, why, facts):
    with pytest.raises(Refusal) as refused:
        leave(town, fate)
    assert (refused.value, holder_of(town, AFTER), Handover.objects.count()) == (
        Refusal(why, **facts),
        town.officer.person,
        0,
    )


def test_successor_who_is_the_leaver_is_refused(town):
    with pytest.raises(Refusal) as refused:
        leave(town, Successor(person=town.officer.person))
    assert refused.value == Refusal(Why.MALFORMED, field="successor", problem="same-person")


def test_leaving_without_a_post_is_refused(town):
    with pytest.raises(Refusal) as refused:
        leave_posts(person=town.officer.person, since=AFTER, fates={}, by=KEEPER, at=make.AT)
    assert refused.value == Refusal(Why.MISSING, fields=("posts",))


def test_post_of_somebody_else_cannot_be_left(town):
    with pytest.raises(Refusal) as refused:
        leave_posts(
            person=town.officer.person,
            since=AFTER,
            fates={town.head.seats[0].post: VACANT},
            by=KEEPER,
            at=make.AT,
        )
    assert refused.value.why is Why.NOT_VISIBLE


def test_one_impossible_successor_undoes_the_whole_handover(town):
    second = make.post("科员", unit=town.station)
    leaver = Person.objects.get(pk=town.officer.person)
    make.appointed(leaver, second)
    make.appointed(make.person("高远"), second, since=AFTER + timedelta(days=9))
    with pytest.raises(Refusal) as refused:
        leave_posts(
            person=leaver.id,
            since=AFTER,
            fates={
                town.officer.seats[0].post: VACANT,
                second.id: Successor(person=town.colleague.person),
            },
            by=KEEPER,
            at=make.AT,
        )
    held = Appointment.objects.filter(person=leaver, valid_to=None, recorded_to=None).count()
    assert (refused.value.why, held) == (Why.REPEATED, 2)


def test_keeper_of_another_district_hands_nothing_over(town):
    there = make.area("平川县", parent=None)
    stranger = make.person("方宁")
    make.appointed(stranger, make.post("管理员", role=Role.ADMIN, unit=make.unit("b", area=there)))
    with pytest.raises(Refusal) as refused:
        leave(town, VACANT, by=make.viewer_for(stranger))
    assert refused.value.why is Why.NOT_VISIBLE


def test_officer_may_not_hand_posts_over(town):
    with pytest.raises(Refusal) as refused:
        leave(town, VACANT, by=town.officer)
    assert refused.value.why is Why.WRONG_ROLE


@pytest.mark.parametrize("sites", [1, 200])
def test_charges_held_are_read_in_three_queries(town, sites, django_assert_num_queries):
    post = make.post("街道主任", unit=town.station)
    for number in range(sites):
        make.charged(make.site(f"安澜市第{number}厂", area=town.street), post)
    with django_assert_num_queries(3):
        found = charges_held([post.id], at=make.AT)
    assert len(found) == sites


def test_post_filled_again_is_no_longer_explained(town):
    leave(town, VACANT)
    later = datetime(2026, 6, 1, tzinfo=UTC)
    post = town.officer.seats[0].post
    from anhuan.territory.services import appoint

    appoint(post=post, person=town.colleague.person, since=later, by=KEEPER, at=later)
    leave_posts(
        person=town.colleague.person,
        since=later + timedelta(days=9),
        fates={post: Successor(person=town.officer.person)},
        by=KEEPER,
        at=later,
    )
    assert vacated([post]) == {}
