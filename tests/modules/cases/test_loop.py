from datetime import date

import pytest

from anhuan.cases import models
from anhuan.cases.checking import differences
from anhuan.cases.mapping import to_case
from anhuan.kernel.case import Action, State
from anhuan.kernel.refusal import Refusal, Why
from anhuan.obligations.models import Obligation
from tests.modules.cases.town import DUE, Loop, build, enter, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules, vault):
    return build()


def ball(number):
    found = Obligation.objects.get(number=number, ball=True, closed_at__isnull=True)
    return found.act, found.due_on, found.post.title


def test_hazard_runs_from_report_to_closure(town):
    number = enter(town, town.grid).number
    assert ball(number) == ("grade", date(2026, 5, 13), "副站长")
    loop = Loop(town, number)
    loop.to_underway()
    assert ball(number) == ("submit", DUE, "安全员")
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="已清空")
    loop.do(Action.RETURN, town.officer, finding="右侧仍占道", fix_by=date(2026, 5, 25))
    assert ball(number) == ("submit", date(2026, 5, 25), "安全员")
    loop.do(Action.SUBMIT, town.firm, photo(town.firm, shade=60), done="全部移走")
    loop.do(Action.PASS, town.officer, way="on-site")
    assert ball(number) == ("close", date(2026, 5, 18), "站长")
    done = loop.do(Action.CLOSE, town.head)
    assert done.case.state is State.CLOSED
    row = models.Case.objects.get(number=number)
    assert (row.round, row.due_on, row.original_due_on, row.ball_act) == (2, DUE, DUE, "")
    assert not Obligation.objects.filter(number=number, closed_at__isnull=True).exists()
    assert differences() == []


def test_row_equals_value_of_act(town):
    done = enter(town, town.officer)
    assert to_case(models.Case.objects.get(number=done.number)) == done.case


def test_act_on_case_of_another_street_is_not_found(town):
    other = build()
    number = enter(other, other.officer).number
    with pytest.raises(Refusal) as refused:
        Loop(town, number).do(Action.GRADE, town.officer, grade="general")
    assert refused.value.why is Why.NOT_VISIBLE


def test_act_after_another_has_acted_is_stale(town):
    done = enter(town, town.officer)
    loop = Loop(town, done.number)
    loop.do(Action.NOTE, town.colleague, note="在路上")
    from anhuan.cases.services import act

    with pytest.raises(Refusal) as refused:
        act(
            number=done.number,
            action=Action.GRADE,
            given={"grade": "general"},
            by=town.officer,
            at=loop.at,
            seen_version=done.case.version,
        )
    assert refused.value.why is Why.STALE


def test_relapse_opens_child_and_keeps_parent_closed(town):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.to_underway()
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="已清空")
    loop.do(Action.PASS, town.officer, way="on-site")
    loop.do(Action.CLOSE, town.head)
    child = loop.do(Action.RELAPSE, town.clerk, photo(town.clerk), finding="又堵上了")
    parent = models.Case.objects.get(number=number)
    assert (parent.state, parent.closed_by) == ("relapsed", town.head.person)
    assert models.Case.objects.get(number=child.number).parent_id == parent.id
    assert differences() == []


def test_extension_moves_date_and_keeps_fix_beside(town):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.to_underway()
    until = date(2026, 6, 3)
    loop.do(Action.REQUEST_EXTENSION, town.firm, until=until, code="parts", reason="备件未到")
    assert ball(number)[0] == "grant_extension"
    beside = Obligation.objects.get(number=number, ball=False, closed_at__isnull=True)
    assert (beside.act, beside.due_on) == ("submit", DUE)
    loop.do(Action.GRANT_EXTENSION, town.officer)
    assert ball(number) == ("submit", until, "安全员")
    assert models.Case.objects.get(number=number).original_due_on == DUE


def test_firm_act_is_recorded_by_officer_only_without_account(town):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.do(Action.GRADE, town.officer, grade="general")
    loop.do(Action.ASSIGN, town.officer, due_on=DUE)
    with pytest.raises(Refusal) as refused:
        loop.do(Action.SIGN_FOR, town.officer, signer="王建国", for_firm=True)
    assert refused.value.why is Why.NEEDS_EVIDENCE
    done = loop.do(
        Action.SIGN_FOR, town.officer, photo(town.officer), signer="王建国", for_firm=True
    )
    assert done.case.state is State.SIGNED


def test_tampered_row_is_named(town):
    number = enter(town, town.officer).number
    models.Case.objects.filter(number=number).update(round=7)
    found = differences()
    assert [(d.number, d.column, d.stored, d.replayed) for d in found] == [(number, "round", 7, 0)]


def test_assign_to_a_closing_unit_that_is_none_is_refused(town):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.do(Action.GRADE, town.officer, grade="general")
    with pytest.raises(Refusal) as refused:
        loop.do(Action.ASSIGN, town.officer, due_on=DUE, close_unit=town.site.id)
    assert refused.value.why is Why.NO_SUCH_TARGET


def test_door_of_a_kind_that_is_a_list_is_refused(town):
    with pytest.raises(Refusal) as refused:
        enter(town, town.officer, kind=["hazard"])
    assert refused.value == Refusal(Why.MALFORMED, field="kind", problem="choice")
