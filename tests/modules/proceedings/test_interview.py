"""An interview from the proposal to a rectification that holds."""

from datetime import date, timedelta

import pytest

from anhuan.documents.models import Document
from anhuan.documents.queries import printed
from anhuan.kernel.procedure import ProceedingAct as A
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices.models import Notice
from anhuan.obligations.models import Obligation
from anhuan.proceedings import queries
from anhuan.proceedings.checking import differences
from anhuan.proceedings.models import Proceeding
from tests.modules.cases.town import build, enter
from tests.modules.proceedings.hearing import HELD_ON, NAMED, SECRET, Hearing, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearing(rules, vault):
    return Hearing(build())


def ball(number):
    found = Obligation.objects.get(number=number, ball=True, closed_at__isnull=True)
    holder = found.post.title if found.post else found.site
    return found.act, holder, found.due_on


def papers(number):
    found = Document.objects.filter(subject=row(number).id).order_by("issued_at")
    return list(found.values_list("form", flat=True))


def why(call):
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.why


def test_interview_runs_from_proposal_to_closed_and_its_papers_lie_with_it(hearing):
    number = hearing.reported(hearing.town.head)
    assert ball(number)[:2] == ("interview.recheck", "科长")

    hearing.do(number, A.RECHECK, hearing.town.clerk, outcome="effective", finding="已补齐")

    found = row(number)
    assert (found.state, found.is_open, found.held_on) == ("closed", False, HELD_ON)
    assert papers(number) == ["interview.notice", "interview.minutes"]
    assert list(differences()) == []


def test_ball_goes_to_the_responsible_post_of_the_unit_with_the_term_of_the_rulebook(hearing):
    number = hearing.held()
    assert ball(number)[:2] == ("interview.sign", "站长")

    hearing.do(number, A.SIGN, hearing.town.head)

    assert ball(number) == ("interview.plan", "站长", HELD_ON + timedelta(days=20))


def test_ball_of_a_firm_lies_with_the_firm(hearing):
    site = hearing.town.site.id
    number = hearing.held(subject_unit=None, site=site)

    assert ball(number)[:2] == ("interview.sign", site)
    hearing.do(number, A.SIGN, hearing.town.firm)
    assert row(number).state == "signed"


def test_what_is_not_put_right_is_circulated_with_a_copy_and_begins_anew(hearing):
    number = hearing.reported(hearing.town.head)
    hearing.do(number, A.RECHECK, hearing.town.clerk, outcome="ineffective", finding="仍有缺口")
    assert ball(number)[0] == "interview.circulate"

    hearing.do(number, A.CIRCULATE, hearing.town.clerk, copy_to="云溪区监委", bulletin="整改不力")

    assert (row(number).circulated, ball(number)[0]) == (1, "interview.plan")
    document = Document.objects.get(form="interview.bulletin")
    assert document.content["copy_to"] == "云溪区监委"
    viewer = hearing.as_of(hearing.town.clerk)
    content = printed(viewer, document.id, granted=[row(number).id])[1]
    assert content[:5] == b"%PDF-"
    counted = queries.assessed(viewer, 2026)
    assert [(one.name, one.interviews, one.circulated, one.vetoes) for one in counted] == [
        ("枫林安监站", 1, 1, 0)
    ]


def test_interview_of_another_year_is_not_counted(hearing):
    hearing.held()

    assert queries.assessed(hearing.as_of(hearing.town.clerk), 2025) == []


def test_announced_and_not_held_is_not_counted(hearing):
    hearing.invited()

    assert queries.assessed(hearing.as_of(hearing.town.clerk), 2026) == []


def test_who_prepared_it_does_not_approve_it(hearing):
    town = hearing.town
    number = hearing.propose()
    hearing.do(number, A.PUT_FORWARD, town.clerk, body=town.office.id, finding="属实")

    assert ball(number)[1] == "副区长"
    assert why(lambda: hearing.do(number, A.APPROVE, town.clerk)) is Why.WRONG_ROLE


def test_body_without_a_post_that_decides_is_refused(hearing):
    number, town = hearing.propose(), hearing.town

    def ask():
        hearing.do(number, A.PUT_FORWARD, town.clerk, body=town.station.id, finding="属实")

    assert why(ask) is Why.NO_SUCH_TARGET


def test_notice_leaves_the_days_of_the_rulebook(hearing):
    number = hearing.approved()

    def ask():
        hearing.do(
            number, A.INVITE, hearing.town.clerk, held_on=hearing.at.date(), clock="9:30",
            venue="会议室", participants="站长", agenda="整改",
        )  # fmt: skip

    assert why(ask) is Why.TOO_SOON


def test_interview_is_not_held_before_its_day(hearing):
    number = hearing.invited()

    def ask():
        hearing.do(
            number, A.HOLD, hearing.town.clerk, held_on=HELD_ON, host="甲", attended="乙",
            minutes="丙",
        )  # fmt: skip

    assert why(ask) is Why.TERM_RUNS


def test_unsigned_minutes_wait_for_the_end_of_the_term(hearing):
    number, clerk = hearing.held(), hearing.town.clerk
    assert why(lambda: hearing.do(number, A.UNSIGNED, clerk, reason="拒签")) is Why.TERM_RUNS

    hearing.on(date(2026, 6, 1))
    hearing.do(number, A.UNSIGNED, clerk, reason="拒签")

    assert row(number).state == "signed"


def test_office_writes_down_what_came_on_paper_and_says_how(hearing):
    number, clerk = hearing.held(), hearing.town.clerk

    assert why(lambda: hearing.do(number, A.SIGN, clerk)) is Why.MISSING
    hearing.do(number, A.SIGN, clerk, received_how="站长当场签字的原件")

    assert row(number).state == "signed"


def test_subject_is_told_from_the_notice_on_and_reads_nothing_of_the_office(hearing):
    number, head = hearing.approved(), hearing.town.head
    assert why(lambda: queries.proceeding_file(head, number)) is Why.NOT_VISIBLE
    assert queries.asked_of_us(head) == ()

    number = hearing.held()

    file = queries.proceeding_file(hearing.as_of(head), number)
    assert file.sight == "subject"
    assert [entry.act for entry in file.story] == [A.INVITE, A.HOLD]
    assert SECRET not in str(file)
    assert [one.number for one in queries.asked_of_us(hearing.as_of(head))] == [number]
    assert queries.asked_of_us(hearing.as_of(hearing.town.firm)) == ()


def test_lists_name_no_person(hearing):
    hearing.held()

    page = queries.proceedings(hearing.as_of(hearing.town.clerk))

    assert len(page.rows) == 1
    assert NAMED not in str(page) + str(queries.assessed(hearing.as_of(hearing.chair), 2026))


def test_subject_is_told_by_a_notice_without_the_reasons(hearing):
    number = hearing.invited()

    found = Notice.objects.filter(topic="proceeding.served")
    assert {one.recipient for one in found} == {hearing.town.head.person}
    assert found[0].params["number"] == number
    assert SECRET not in str(found[0].params)


def test_accident_has_a_day_and_a_place(hearing):
    assert why(lambda: hearing.propose(origin="accident")) is Why.MISSING
    assert (
        why(lambda: hearing.propose(origin="accident", occurred_on="2027-01-01", place="枫林路"))
        is Why.MALFORMED
    )
    number = hearing.propose(
        origin="accident", ground="accident", occurred_on="2026-05-01", place="枫林路 3 号"
    )
    assert (row(number).trigger, row(number).kept["place"]) == ("accident", "枫林路 3 号")


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"ground": "made-up"}, Why.NO_SUCH_RULE),
        ({"subject_unit": None}, Why.ONE_SUBJECT),
        ({"procedure": "veto"}, Why.NO_SUCH_RULE),
    ],
)
def test_proposal_without_a_ground_or_a_subject_is_refused(hearing, given, expected):
    assert why(lambda: hearing.propose(**given)) is expected
    assert not Proceeding.objects.exists()


def test_office_proposes_nothing_against_itself(hearing):
    own = hearing.town.office.id

    assert why(lambda: hearing.propose(subject_unit=own)) is Why.NOT_IMPARTIAL


def test_case_of_another_town_is_not_there(hearing):
    other = build()
    case = enter(other, other.officer).case.id

    assert why(lambda: hearing.propose(case=case)) is Why.NOT_VISIBLE
    foreign = other.site.id
    assert why(lambda: hearing.propose(subject_unit=None, site=foreign)) is Why.NOT_VISIBLE
    unit = other.station.id
    assert why(lambda: hearing.propose(subject_unit=unit)) is Why.NO_SUCH_TARGET


def test_version_looked_at_before_is_stale(hearing):
    from anhuan.proceedings import services

    number = hearing.propose()

    def ask():
        services.act(
            number=number, what=A.SET_ASIDE, given={"reason": "重复"},
            by=hearing.town.clerk, at=hearing.at, seen_version=0,
        )  # fmt: skip

    assert why(ask) is Why.STALE
