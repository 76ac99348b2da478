from datetime import timedelta

import pytest

from anhuan.accountability import jobs, queries, services
from anhuan.accountability.checking import differences
from anhuan.accountability.models import Matter
from anhuan.accountability.types import Sight
from anhuan.cases.models import Case
from anhuan.documents.models import Document
from anhuan.kernel.accountability import AppealResult, MatterState, Ruling
from anhuan.kernel.accountability import MatterAct as A
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices.models import Notice
from anhuan.obligations.models import Obligation
from tests import factories as make
from tests.modules.accountability.procedure import Court
from tests.modules.cases.town import build, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def court(rules, vault):
    return Court(build())


def ball(number):
    found = Obligation.objects.get(number=number, ball=True, closed_at__isnull=True)
    return found.act, found.post.title, found.unit_id


def papers(number):
    row = Matter.objects.get(number=number)
    return list(
        Document.objects.filter(subject=row.id)
        .order_by("issued_at")
        .values_list("form", flat=True)
    )


def test_case_returned_twice_is_proposed_once_and_names_nobody(court):
    court.returned_case(times=3)

    row = Matter.objects.get()
    assert (row.trigger, row.state, row.person_id, row.proposed_by_id) == (
        "failed_recheck", "lead", None, None,
    )  # fmt: skip
    assert len(row.facts) == 2
    assert row.unit_id == court.town.office.id
    assert ball(row.number) == ("matter.verify", "科长", None)


def test_case_returned_once_is_no_lead(court):
    court.returned_case(times=1)

    assert not Matter.objects.exists()


def test_ball_overdue_for_fifteen_days_is_proposed_once(court):
    number = enter(court.town, court.town.officer).number
    late = make.AT + timedelta(days=17)
    assert jobs.due(late - timedelta(days=2)) == []

    found = jobs.due(late)
    for item in [*found, *found]:
        jobs.run(item, late)

    row = Matter.objects.get()
    assert (row.trigger, row.case.number) == ("overdue", number)
    assert jobs.due(late) == []


def test_lead_shows_who_held_the_ball(court):
    number = court.lead()

    file = queries.matter_file(court.town.clerk, number)

    held = [(one.name, one.held) for one in queries.who_held(court.town.clerk, file)]
    assert held == [("陈立", True), ("郑明", False)]


def test_matter_runs_to_acquittal_and_the_papers_lie_with_it(court):
    number = court.heard()
    assert ball(number) == ("matter.decide", "副主任", None)
    court.decide(number, ruling="acquitted", ground="duty_done", grounds="期限内都去了现场")
    court.do(number, A.SERVE, court.town.clerk, served_how="当面送达")
    court.do(number, A.ARCHIVE, court.town.clerk)

    row = Matter.objects.get(number=number)
    assert (row.state, row.ruling, row.ground, row.effect_until) == (
        "archived", "acquitted", "duty_done", None,
    )  # fmt: skip
    assert papers(number) == ["matter.notice", "matter.decision"]
    assert not Obligation.objects.filter(number=number, closed_at__isnull=True).exists()
    assert list(differences()) == []


def test_measure_is_appealed_against_and_changed_by_another(court):
    number = court.in_force()
    court.do(number, A.APPEAL, court.town.officer, reason="两次都在时限内")
    assert ball(number) == ("matter.appeal", "副主任", None)
    decision = {
        "result": "changed",
        "ruling": "reminder_talk",
        "grounds": "情节轻微",
        "decided_on": day_of(court.at),
        "document": "云安委〔2026〕9 号",
        "members": "许文静\n林洁\n周敏",
    }
    with pytest.raises(Refusal) as refused:
        court.do(number, A.DECIDE_APPEAL, court.chair, **decision)
    assert refused.value.why is Why.NOT_IMPARTIAL
    done = court.do(number, A.DECIDE_APPEAL, court.second, **decision)

    assert (done.matter.ruling, done.matter.appeal, done.matter.state) == (
        Ruling.REMINDER_TALK, AppealResult.CHANGED, MatterState.IN_FORCE,
    )  # fmt: skip
    assert papers(number) == ["matter.notice", "matter.decision", "matter.decision"]
    assert list(differences()) == []


def test_check_of_the_database_finds_a_ruling_nobody_made(court):
    number = court.in_force()

    Matter.objects.filter(number=number).update(ruling="referral")

    assert [(one.column, one.stored) for one in differences()] == [("ruling", Ruling.REFERRAL)]


def test_superior_who_answered_for_the_ball_is_barred(court):
    number = court.notified()

    row = Matter.objects.get(number=number)
    assert row.superiors == [str(court.town.head.person)]
    assert str(row.superior_post_id) == str(court.town.head.seats[0].post)


def test_person_who_never_held_the_ball_is_not_named(court):
    number = court.lead()
    court.do(number, A.VERIFY, court.town.clerk, finding="属实")

    with pytest.raises(Refusal) as refused:
        court.do(
            number, A.OPEN, court.town.clerk, person=court.town.colleague.person,
            behaviour="late_action", charge="没有跟进", basis="第十条",
        )  # fmt: skip

    assert (refused.value.why, refused.value.facts["field"]) == (Why.NO_SUCH_TARGET, "person")


@pytest.mark.parametrize(
    "raw", ["x", None, 5, [], {"a": 1}, "00000000-0000-0000-0000-000000000000"]
)
def test_hostile_person_is_refused_by_name(court, raw):
    number = court.lead()
    court.do(number, A.VERIFY, court.town.clerk, finding="属实")

    with pytest.raises(Refusal) as refused:
        court.do(
            number, A.OPEN, court.town.clerk, person=raw, behaviour="late_action",
            charge="没有跟进", basis="第十条",
        )  # fmt: skip

    assert refused.value.why in {Why.MALFORMED, Why.MISSING}


def test_body_that_cannot_judge_is_refused(court):
    number = court.opened()

    with pytest.raises(Refusal) as refused:
        court.do(
            number, A.NOTIFY, court.town.clerk, intended="admonition", body=court.town.station.id
        )

    assert (refused.value.why, refused.value.facts["field"]) == (Why.NO_SUCH_TARGET, "body")


def test_fact_of_a_case_out_of_sight_is_not_citable(court):
    other = build()
    theirs = enter(other, other.officer)
    number = court.lead()

    with pytest.raises(Refusal) as refused:
        court.do(number, A.CITE, court.town.clerk, fact=theirs.fact_id)

    assert refused.value.why is Why.NO_SUCH_TARGET


def test_two_acts_upon_one_version_leave_one(court):
    number = court.lead()
    version = Matter.objects.get(number=number).version
    clerk = court.town.clerk
    court.do(number, A.NOTE, clerk, note="先看一眼")

    with pytest.raises(Refusal) as refused:
        services.act(
            number=number, what=A.VERIFY, given={"finding": "属实"}, by=clerk,
            at=court.at, seen_version=version,
        )  # fmt: skip

    assert refused.value.why is Why.STALE


def test_notice_tells_the_person_that_there_is_something_and_not_what(court):
    number = court.notified()

    told = Notice.objects.get(recipient=court.town.officer.person, topic="matter.served")

    assert told.params == {"number": number, "title": "责任追究事项", "act": "notify"}


def test_record_speaks_for_the_person_as_much_as_against(court):
    number = court.notified()
    officer = court.town.officer

    file = queries.matter_file(officer, number)
    found = queries.record_of(court.as_of(officer), file)

    assert file.sight is Sight.SUBJECT
    assert found is not None
    assert {one.action for one in found.deeds} == {"register", "grade", "assign", "return"}
    assert found.hours_with > 0
    assert found.hours_elsewhere > 0
    assert [one.name for one in found.held if one.own] == ["陈立"] * 4
    assert queries.record_paper(officer, number)[:5] == b"%PDF-"


def test_decided_matters_of_a_week_name_units_and_only_public_persons(court):
    number = court.in_force()
    day = day_of(court.at)
    week = queries.decided_between(court.town.clerk, day - timedelta(days=6), day)

    assert [(one.number, one.unit_name, one.ruling, one.name) for one in week] == [
        (number, "枫林安监站", "admonition", "")
    ]
    assert (week[0].clause, week[0].fed_back) == ("《安全生产条例》第十条", False)
    assert queries.counts_by_unit(court.town.clerk) == [("枫林安监站", 1)]
    assert Case.objects.count() == 1


def test_decided_matter_that_is_public_names_the_person(court):
    court.in_force(public=True)
    day = day_of(court.at)

    assert [one.name for one in queries.decided_between(court.town.clerk, day, day)] == ["陈立"]
