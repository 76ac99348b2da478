"""A unit on duty is called, answers with one tap, or the call climbs the real chain."""

from datetime import timedelta

import pytest

from anhuan.base.periods import close, revised
from anhuan.duty import jobs, services
from anhuan.duty.calls import call, calls, to_answer
from anhuan.duty.checking import differences
from anhuan.duty.models import DutyCall
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.notices.models import Notice
from anhuan.obligations.checking import differences as against_the_record
from anhuan.obligations.climbed import climbed_to
from anhuan.obligations.models import Escalation, Obligation
from anhuan.obligations.queries import due_from
from anhuan.obligations.services import sweep
from anhuan.territory.models import Appointment
from tests.modules.duty.station import DAY, MINUTE, TODAY, Station, on, station

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
NIGHT = on(TODAY, 23)


@pytest.fixture
def here(rules: int) -> Station:
    found = station()
    found.roster(at=on(TODAY, 7))
    return found


def called(here: Station, *, at=NIGHT, by=None, about="两会期间夜间"):
    return services.call_unit(unit=here.unit.id, about=about, by=by or here.clerk, at=at)


def rungs() -> list[tuple[str, object, object, object]]:
    rows = Escalation.objects.order_by("became_at", "rung")
    return [(row.rung, row.post_id, row.person, row.became_at) for row in rows]


def test_call_is_owed_by_whoever_is_on_duty_until_its_minute(here):
    called(here)

    owed = Obligation.objects.get()
    on_duty = here.officers[0]
    assert (owed.act, owed.post_id) == ("answer_call", here.post(on_duty))
    assert (owed.due_at, owed.due_on) == (NIGHT + 15 * MINUTE, TODAY)
    assert [item.title for item in due_from(on_duty)] == ["枫林安监站：两会期间夜间"]
    assert [line.name for line in to_answer(on_duty)] == ["陈立"]


def test_call_reaches_those_on_duty_at_once_at_night(here):
    called(here)

    told = Notice.objects.filter(topic="duty.called")
    assert {notice.recipient for notice in told} == {here.officers[0].person, here.deputy.person}
    assert {(notice.urgent, notice.deliver_after) for notice in told} == {(True, None)}


def test_unanswered_call_climbs_by_minutes_from_leader_to_head_to_the_level_above(here):
    called(here)
    due = NIGHT + 15 * MINUTE

    sweep(at=due - MINUTE)
    before = rungs()
    sweep(at=due + 60 * MINUTE)

    assert before == []
    assert rungs() == [
        ("min-0", here.posts["deputy"].id, here.deputy.person, due),
        ("min-15", here.posts["head"].id, here.head.person, due + 15 * MINUTE),
        ("min-30", here.posts["leader"].id, here.leader.person, due + 30 * MINUTE),
    ]
    assert [line.act for line in climbed_to(here.leader)] == ["answer_call"]


def test_rungs_of_a_call_are_told_in_quiet_hours(here):
    called(here)
    sweep(at=NIGHT + 60 * MINUTE)

    told = Notice.objects.filter(topic="obligation.climbed")
    assert told.count() == 6
    assert {(notice.urgent, notice.deliver_after) for notice in told} == {(True, None)}


def test_answer_ends_what_is_owed_and_later_rungs_never_come(here):
    key = called(here)
    services.answer_call(call=key, said="", by=here.officers[0], at=NIGHT + 20 * MINUTE)

    sweep(at=NIGHT + DAY)

    assert [rung for rung, *_ in rungs()] == ["min-0"]
    owed = Obligation.objects.get()
    facts = Fact.objects.filter(subject=owed.pk).order_by("version")
    assert owed.outcome == "discharged"
    assert [fact.kind for fact in facts] == ["obligation.made", "obligation.discharged"]
    assert facts[0].public["due_at"] == owed.due_at.isoformat(timespec="microseconds")
    assert list(against_the_record()) == []
    assert call(here.clerk, key).answered_name == "陈立"
    assert to_answer(here.officers[0]) == []


def test_answer_at_the_very_instant_is_in_time(here):
    key = called(here)
    services.answer_call(call=key, said="", by=here.officers[0], at=NIGHT + 15 * MINUTE)

    sweep(at=NIGHT + DAY)

    assert rungs() == []


def story(here: Station, *, every: timedelta | None) -> list[object]:
    """Two calls, one answered late, and a head who leaves between two rungs."""
    begun = NIGHT
    key = called(here, at=begun)
    steps = [begun + n * (every or DAY) for n in range(1, int(2 * DAY / (every or DAY)) + 1)]
    acts = {
        begun + 25 * MINUTE: lambda at: _leaves(here, at),
        begun + 50 * MINUTE: lambda at: services.answer_call(
            call=key, said="在岗", by=here.officers[0], at=at
        ),
        begun + DAY: lambda at: called(here, at=at),
    }
    for at in sorted({*steps, *acts}):
        if at in steps and every is not None:
            sweep(at=at)
        if at in acts:
            acts[at](at)
    while sweep(at=begun + 3 * DAY):
        pass
    return rungs()


def _leaves(here: Station, at) -> None:
    """The head's appointment ends at ``at``, as recorded then."""
    row = Appointment.objects.get(post=here.posts["head"])
    close(row, at=at)
    revised(row, at=at, valid_to=at).save(force_insert=True)


def test_worker_stopped_for_a_day_leaves_the_same_history_of_calls(rules, db):
    from django.db import transaction

    class Undone(Exception):
        pass

    left = []
    for every in (5 * MINUTE, None):
        try:
            with transaction.atomic():
                here = station()
                here.roster(at=on(TODAY, 7))
                titles = dict(_titles())
                found = story(here, every=every)
                left.append([(code, titles[post], at) for code, post, _, at in found])
                raise Undone
        except Undone:
            pass

    assert left[0] == left[1]
    assert [(code, title) for code, title, _ in left[0]] == [
        ("min-0", "副站长"),
        ("min-15", "副区长"),
        ("min-30", "副区长"),
        ("min-0", "副站长"),
        ("min-15", "副区长"),
        ("min-30", "副区长"),
    ]


def _titles():
    from anhuan.territory.models import Post

    return Post.objects.values_list("id", "title")


def test_leader_on_duty_may_answer_and_others_may_not(here):
    key = called(here)

    with pytest.raises(Refusal) as refused:
        services.answer_call(call=key, said="", by=here.officers[2], at=NIGHT + MINUTE)
    services.answer_call(call=key, said="", by=here.deputy, at=NIGHT + MINUTE)

    assert refused.value.why is Why.NOT_ON_DUTY
    assert call(here.head, key).answered_name == "何青"


def test_second_call_waits_for_the_answer_to_the_first(here):
    called(here)

    with pytest.raises(Refusal) as refused:
        called(here, by=here.leader)

    assert refused.value.why is Why.CALL_OPEN


@pytest.mark.parametrize("who", ["head", "deputy"])
def test_unit_is_not_called_from_within(here, who):
    with pytest.raises(Refusal) as refused:
        called(here, by=getattr(here, who))

    assert refused.value.why is Why.NOT_YOURS


def test_office_of_another_district_does_not_find_the_unit(here):
    other = station()

    with pytest.raises(Refusal) as refused:
        called(here, by=other.clerk)

    assert refused.value.why is Why.NOT_VISIBLE
    assert calls(other.clerk) == []


def test_call_with_nobody_on_duty_asks_the_head_and_says_so(here):
    other = station()

    key = services.call_unit(unit=other.unit.id, about="", by=other.clerk, at=NIGHT)

    line = call(other.clerk, key)
    assert (line.name, line.lack.value) == ("郑明", "empty")
    assert Obligation.objects.get().post_id == other.posts["head"].id


def test_raised_state_calls_by_its_rule_once_a_time(here):
    here.declared(at=on(TODAY, 12))

    early = jobs.due(on(TODAY, 20, 59))
    items = jobs.due(on(TODAY, 21, 3))
    for item in items:
        jobs.run(item, on(TODAY, 21, 3))
        jobs.run(item, on(TODAY, 21, 4))

    assert (early, len(items), jobs.due(on(TODAY, 21, 5))) == ([], 1, [])
    row = DutyCall.objects.get()
    assert (row.by, row.unit_id, row.due_at) == (None, here.unit.id, on(TODAY, 21, 18))


def test_calls_are_what_the_record_says(here):
    key = called(here)
    services.answer_call(call=key, said="在岗", by=here.deputy, at=NIGHT + MINUTE)
    clean = list(differences())
    DutyCall.objects.update(answered_by=here.head.person)

    assert clean == []
    assert [one.column for one in differences()] == ["answered_by"]
    kinds = Fact.objects.filter(subject=key).order_by("version").values_list("kind", flat=True)
    assert list(kinds) == ["duty.called", "duty.call-answered"]
