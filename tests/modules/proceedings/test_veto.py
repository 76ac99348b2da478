"""A veto: proposed by software or an office, decided by a named body, over on a day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from anhuan.documents.models import Document
from anhuan.kernel.procedure import ProceedingAct as A
from anhuan.kernel.refusal import Refusal, Why
from anhuan.proceedings import jobs, queries
from anhuan.proceedings.checking import differences
from anhuan.proceedings.models import Proceeding
from tests.modules.cases.town import build
from tests.modules.proceedings.hearing import SECRET, Hearing, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearing(rules, vault):
    return Hearing(build())


def why(call):
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.why


def test_veto_is_decided_served_and_expires_on_its_day(hearing):
    number = hearing.in_force()
    found = row(number)
    assert (found.state, found.effect_until) == ("in_force", date(2027, 5, 11))
    assert list(
        Document.objects.filter(subject=found.id)
        .order_by("issued_at")
        .values_list("form", flat=True)
    ) == ["veto.notice", "veto.decision"]
    last = hearing.at + timedelta(days=365)
    assert jobs.due(last) == []

    late = last + timedelta(days=11)
    for item in [*jobs.due(late), *jobs.due(late)]:
        jobs.run(item, late)

    found = row(number)
    assert (found.state, found.is_open, found.kept["expired_on"]) == (
        "expired", False, "2027-05-11",
    )  # fmt: skip
    assert jobs.due(late) == []
    assert list(differences()) == []


def test_nothing_is_decided_before_the_statement_or_its_term(hearing):
    number = hearing.veto()
    assert why(lambda: hearing.decide(number)) is Why.PROCEEDING_STATE
    assert why(lambda: hearing.do(number, A.WAIVE, hearing.town.clerk)) is Why.TERM_RUNS

    hearing.on(date(2026, 6, 1))
    hearing.do(number, A.WAIVE, hearing.town.clerk)
    hearing.decide(number)

    assert row(number).state == "decided"


def test_statement_given_opens_the_decision(hearing):
    number = hearing.stated()

    hearing.decide(number, imposed="not_imposed", grounds="不属责任事故")
    hearing.do(number, A.SERVE, hearing.town.clerk, served_how="邮寄")

    found = row(number)
    assert (found.state, found.is_open, found.effect_until) == ("not_imposed", False, None)
    assert Document.objects.get(form="veto.decision").content["ruling"] == "不实行一票否决"


def test_subject_reads_the_decision_when_it_is_served(hearing):
    number, head = hearing.stated(), hearing.town.head
    hearing.decide(number, grounds="尚未送达的理由")
    before = queries.proceeding_file(hearing.as_of(head), number)
    hearing.do(number, A.SERVE, hearing.town.clerk, served_how="当面送达")
    after = queries.proceeding_file(hearing.as_of(head), number)

    assert "尚未送达的理由" not in str(before.story)
    assert "尚未送达的理由" in str(after.story)
    assert SECRET not in str(after)


def test_too_few_members_decide_nothing(hearing):
    number = hearing.stated()

    assert why(lambda: hearing.decide(number, members="韩东升")) is Why.NEEDS_MEMBERS


def test_appeal_is_judged_by_another(hearing):
    number, town = hearing.in_force(), hearing.town
    hearing.do(number, A.APPEAL, town.head, reason="事实不符")
    given = {
        "appeal_end": "revoked",
        "grounds": "调查结论不属责任事故",
        "decided_on": hearing.at.date(),
        "document": "云安委〔2026〕12 号",
        "members": "许文静\n林洁\n沈国梁",
    }

    assert (
        why(lambda: hearing.do(number, A.DECIDE_APPEAL, hearing.chair, **given))
        is Why.NOT_IMPARTIAL
    )
    hearing.do(number, A.DECIDE_APPEAL, hearing.second, **given)

    assert (row(number).state, row(number).is_open) == ("revoked", False)
    assert list(differences()) == []


def test_appeal_upheld_leaves_the_veto_and_its_day(hearing):
    number = hearing.in_force()
    until = row(number).effect_until
    hearing.do(number, A.APPEAL, hearing.town.head, reason="事实不符")
    hearing.do(
        number, A.DECIDE_APPEAL, hearing.second, appeal_end="upheld", grounds="维持",
        decided_on=hearing.at.date(), document="1", members="a\nb\nc",
    )  # fmt: skip

    assert (row(number).state, row(number).effect_until) == ("in_force", until)
    assert why(lambda: hearing.do(number, A.APPEAL, hearing.town.head, reason="再诉")) is (
        Why.PROCEEDING_STATE
    )


def test_appeal_after_the_term_is_refused(hearing):
    number = hearing.in_force()
    hearing.on(date(2026, 8, 1))

    assert why(lambda: hearing.do(number, A.APPEAL, hearing.town.head, reason="迟")) is (
        Why.TERM_OVER
    )


def test_veto_counts_for_the_year_of_its_decision(hearing):
    hearing.in_force()

    found = queries.assessed(hearing.as_of(hearing.town.clerk), 2026)

    assert [(one.name, one.vetoes) for one in found] == [("枫林安监站", 1)]


@pytest.mark.parametrize(
    "change",
    [
        {"subject_unit": None},
        {"is_open": False},
        {"ended_at": "2026-05-12T00:00:00+08:00"},
    ],
)
def test_row_that_contradicts_itself_is_refused_by_the_database(hearing, change):
    number = hearing.propose()

    with pytest.raises(IntegrityError), transaction.atomic():
        Proceeding.objects.filter(number=number).update(**change)


def test_row_that_differs_from_its_facts_is_found(hearing):
    number = hearing.propose()
    Proceeding.objects.filter(number=number).update(ground="repeated")

    assert [(one.number, one.column) for one in differences()] == [(number, "ground")]
