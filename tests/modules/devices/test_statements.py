"""What the rules refuse waits as a statement for whoever holds the matter."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from anhuan.base.ids import new_id
from anhuan.cases.models import Case
from anhuan.devices import services
from anhuan.devices.models import Submission
from anhuan.devices.queries import statement, statements
from anhuan.evidence.models import Use
from anhuan.inspections.models import Visit
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.obligations.models import Obligation
from anhuan.territory.models import Appointment
from tests import factories as make
from tests.modules.cases.town import Loop, Town, build, enter
from tests.modules.devices.phone import Phone, phone_of, small_shop

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=2)


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    small_shop()
    return build()


@pytest.fixture
def phone(town: Town) -> Phone:
    return phone_of(town.grid)


def left(town: Town) -> None:
    """The post of the grid inspector ended before the visit."""
    Appointment.objects.filter(person=town.grid.person).update(valid_to=make.AT)


def stated(town: Town, phone: Phone, *photos: Any) -> Submission:
    left(town)
    phone.visit(town.site.id, photos=list(photos))
    assert phone.said() == ["statement"] * 3
    return Submission.objects.get(leads=None)


def why(call: Any) -> Why:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.why


def test_visit_after_the_post_ended_is_one_statement_owed_a_decision(
    town: Town, phone: Phone
) -> None:
    lead = stated(town, phone)

    assert (Visit.objects.count(), Case.objects.count()) == (0, 0)
    owed = Obligation.objects.get(statement__isnull=False)
    assert (owed.statement, owed.act, owed.post_id, owed.unit_id) == (
        lead.id,
        "decide_statement",
        town.officer.seats[0].post,
        town.station.id,
    )
    assert {row.answer["why"] for row in Submission.objects.all()} == {"no-post"}
    assert Fact.objects.filter(kind="statement.made").count() == 3


def test_post_that_ended_after_the_visit_still_counts(town: Town, phone: Phone) -> None:
    phone.visit(town.site.id)
    ended = phone.at + timedelta(minutes=1)
    Appointment.objects.filter(person=town.grid.person).update(valid_to=ended)

    assert phone.said(at=LATER) == ["done"] * 3


def test_statement_is_seen_by_the_unit_that_holds_it_and_nobody_else(
    town: Town, phone: Phone
) -> None:
    lead = stated(town, phone)
    other = build()

    assert [one.id for one in statements(town.officer).rows] == [lead.id]
    assert statement(town.head, lead.id).parts[1].given["description"] == "安全出口堵塞"
    assert [list(statements(one).rows) for one in (other.officer, town.grid, town.firm)] == [
        [],
        [],
        [],
    ]
    assert why(lambda: statement(other.officer, lead.id)) is Why.NOT_VISIBLE
    assert (
        why(lambda: services.accept(statement=lead.id, by=other.officer, at=LATER))
        is Why.NOT_VISIBLE
    )


def test_statement_carried_out_is_the_holders_own_case(town: Town, phone: Phone) -> None:
    phone.bring()
    lead = stated(town, phone, phone.photo())

    numbers = services.accept(statement=lead.id, by=town.officer, at=LATER)

    case = Case.objects.get()
    assert numbers == [case.number]
    assert (case.found_by_id, case.site_id, case.source, case.description) == (
        town.officer.person,
        town.site.id,
        "grid",
        "安全出口堵塞",
    )
    assert sorted(Use.objects.values_list("owner_kind", flat=True)) == ["case", "statement"]
    assert Visit.objects.count() == 0
    assert set(Submission.objects.values_list("state", flat=True)) == {"accepted"}
    assert Obligation.objects.get(statement=lead.id).outcome == "discharged"


def test_statement_set_aside_says_why_and_ends_what_was_owed(town: Town, phone: Phone) -> None:
    lead = stated(town, phone)

    assert (
        why(lambda: services.set_aside(statement=lead.id, reason=" ", by=town.officer, at=LATER))
        is Why.MISSING
    )
    services.set_aside(statement=lead.id, reason="已由别人处理", by=town.officer, at=LATER)

    row = Submission.objects.get(pk=lead.id)
    assert (row.state, row.reason, row.decided_by) == (
        "set-aside",
        "已由别人处理",
        town.officer.person,
    )
    assert not Obligation.objects.filter(statement=lead.id, closed_at=None).exists()
    assert (
        why(lambda: services.accept(statement=lead.id, by=town.officer, at=LATER))
        is Why.STATEMENT_DECIDED
    )


def test_nobody_decides_on_ones_own_statement(town: Town) -> None:
    phone = phone_of(town.officer)
    phone.do("visit.end", new_id())
    phone.send()
    lead = Submission.objects.get()
    Submission.objects.update(unit=town.station.id)

    assert (
        why(lambda: services.set_aside(statement=lead.id, reason="无", by=town.officer, at=LATER))
        is Why.SECOND_PERSON
    )


def test_visit_alone_is_nothing_that_another_carries_out(town: Town, phone: Phone) -> None:
    left(town)
    key = new_id()
    phone.do("visit.open", key, kind="patrol", site=town.site.id)
    phone.do("visit.end", key)
    phone.send()
    lead = Submission.objects.get(leads=None)

    assert (
        why(lambda: services.accept(statement=lead.id, by=town.officer, at=LATER))
        is Why.NOT_CARRIED_OUT
    )


def test_act_on_a_case_that_is_refused_goes_to_its_officer(town: Town, phone: Phone) -> None:
    case = enter(town, town.officer)
    Loop(town, case.number).to_underway()
    phone.at += timedelta(hours=1)
    phone.do("case.act", case.case.id, act="fix_on_spot", given={"measure": "清走"})

    assert phone.said() == ["statement"]
    row = Submission.objects.get()
    assert (row.answer["why"], row.case, row.post) == (
        "wrong-state",
        case.case.id,
        town.officer.seats[0].post,
    )


def test_recheck_that_is_refused_is_nothing_that_another_carries_out(
    town: Town, phone: Phone
) -> None:
    case = enter(town, town.officer)
    given = {"way": "on-site", "finding": "已经清走"}
    phone.do("case.act", case.case.id, act="pass", given=given)
    phone.send()
    lead = Submission.objects.get()

    file = statement(town.officer, lead.id)
    assert (file.line.title, file.carriable) == ("已经清走", False)
    assert (
        why(lambda: services.accept(statement=lead.id, by=town.officer, at=LATER))
        is Why.NOT_CARRIED_OUT
    )


def test_visit_of_another_person_is_not_written_into(town: Town, phone: Phone) -> None:
    key = phone.visit(town.site.id)
    phone.send(phone.made[0])
    other = phone_of(town.officer)
    other.do("visit.end", key)

    assert other.last().why == "visit-officer"
    assert Visit.objects.get().state == "underway"


def test_finding_on_a_place_out_of_reach_leaves_nothing_half_written(
    town: Town, phone: Phone
) -> None:
    other = build()
    phone.visit(other.site.id)

    assert phone.said() == ["statement"] * 3
    assert (Visit.objects.count(), Case.objects.count()) == (0, 0)
    assert Fact.objects.filter(kind__startswith="visit.").count() == 0


def test_identifier_that_stands_for_something_else_is_no_new_visit(
    town: Town, phone: Phone
) -> None:
    case = enter(town, town.officer).case.id
    for taken in (case, phone.device):
        phone.do("visit.open", taken, kind="patrol", site=town.site.id)

    assert phone.said() == ["statement"] * 2
    assert {row.answer["why"] for row in Submission.objects.all()} == {"repeated"}


def test_two_phones_on_one_finding_open_two_cases(town: Town, phone: Phone) -> None:
    other = phone_of(town.officer)
    for one in (phone, other):
        one.visit(town.site.id)
        assert one.said() == ["done"] * 3

    assert Case.objects.filter(site=town.site.id).count() == 2


def test_statement_of_nobodys_place_goes_to_the_top_office(town: Town, phone: Phone) -> None:
    phone.do("visit.open", new_id(), kind="patrol", site=UUID(int=7))
    phone.send()

    assert Submission.objects.get().unit == town.office.id
