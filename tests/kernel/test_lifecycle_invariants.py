"""The invariants a to c and f to i of the loop (domain §2.4) and its separations of persons."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from anhuan.kernel.access import Role
from anhuan.kernel.case import (
    CLOSED_STATES,
    ENDED_STATES,
    Action,
    Case,
    Kind,
    Pending,
    Setting,
    State,
)
from anhuan.kernel.evolve import evolve
from anhuan.kernel.lifecycle import LIFECYCLE, decide
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import KindRule
from tests.kernel.scenes import (
    AT,
    BUREAU,
    CASE,
    COUNTY,
    DOOR,
    DUE,
    FANG,
    LEGAL,
    LUO,
    PLAN,
    PLANT,
    QIAO,
    STREET,
    TAN,
    TOWN,
    WEI,
    Walk,
    actor,
    assigned,
    case_in,
    firm,
    law,
    major_in,
    refused,
    submitted,
    valid,
)

WEEK = timedelta(days=7)
OPEN_DOORS = law(kinds={kind: KindRule() for kind in Kind})


# (a) no path ends outside closed, dismissed, voided, transferred with a receipt


def test_a_a_case_ends_only_closed_dismissed_voided_or_transferred():
    ways_on = {state: set() for state in State}
    for (state, action), step in LIFECYCLE.items():
        if action is not Action.NOTE:
            ways_on[state].add(step.to)

    ended = {state for state, onward in ways_on.items() if onward <= CLOSED_STATES}

    assert ended == ENDED_STATES


def test_a_a_transfer_outside_ends_only_with_the_receipt():
    way = assigned()
    way.do(Action.HAND_OVER, actor(WEI, STREET), outside_body="邻市应急局", reason="属邻市")

    without_receipt = way.why(Action.ACCEPT_HANDOVER, actor(WEI, STREET), receipt="")
    still_ours = way.case.is_open
    way.do(Action.ACCEPT_HANDOVER, actor(WEI, STREET), receipt="回执12号")

    assert (without_receipt, still_ours) == (Why.MISSING, True)
    assert (way.case.state, way.case.ended_at) == (State.TRANSFERRED, way.facts[-1].at)


@pytest.mark.parametrize(
    "state", [s for s, a in LIFECYCLE if a is Action.HAND_OVER], ids=lambda s: s.value
)
def test_a_a_handover_keeps_the_case_with_the_giver_until_the_receipt(state):
    case = case_in(state)
    given = valid(case, Action.HAND_OVER)
    offered = evolve(
        case,
        decide(case, Action.HAND_OVER, by=actor(WEI, STREET), at=AT, rules=law(), given=given),
    )
    fact = decide(
        offered, Action.ACCEPT_HANDOVER, by=actor(LUO, TOWN), at=AT, rules=law(), given={}
    )

    taken = evolve(offered, fact)

    assert (offered.unit, offered.state) == (STREET, State.HANDOVER_PENDING)
    assert (taken.unit, taken.state, taken.handover) == (TOWN, state, None)


def test_a_every_open_state_but_a_pending_handover_may_be_handed_over():
    may = {state for state, action in LIFECYCLE if action is Action.HAND_OVER}

    assert may == {s for s in State if Case(id=CASE, state=s).is_open} - {State.HANDOVER_PENDING}


def test_a_a_declined_handover_returns_to_where_it_came_from():
    way = submitted()
    way.do(Action.HAND_OVER, actor(WEI, STREET), to_unit=TOWN, reason="属邻镇")

    way.do(Action.DECLINE_HANDOVER, actor(LUO, TOWN), reason="不属我镇")

    assert (way.case.state, way.case.unit) == (State.SUBMITTED, STREET)


# (b) overdue is derived, never stored


def test_b_overdue_is_nowhere_stored():
    names = {f.name for f in fields(Case)} | {s.value for s in State} | {a.value for a in Action}

    assert not {name for name in names if {"overdue", "late", "missed"} & set(name.split("_"))}


def test_b_time_alone_changes_nothing():
    way = submitted()
    way.at = AT + timedelta(days=900)
    before = way.case

    way.do(Action.NOTE, actor())

    assert way.case == replace(before, version=before.version + 1)


# (c) an enterprise never closes its own case


def test_c_a_firm_with_its_lawful_role_cannot_close():
    rules = law(LEGAL)
    case = case_in(State.PASSED)

    for role in (Role.FIRM_OFFICER, Role.FIRM_HEAD):
        why = refused(case, Action.CLOSE, by=firm(roles=frozenset({role})), rules=rules, given={})
        assert why is Why.WRONG_ROLE


@pytest.mark.parametrize("state", [State.PASSED, State.FIXED_ON_SPOT])
def test_c_a_firm_cannot_close_even_if_the_rulebook_and_its_posts_would_let_it(state):
    case = case_in(state)

    why = refused(case, Action.CLOSE, by=actor(TAN, BUREAU, sites=(PLANT,)), given={})

    assert why is Why.NOT_YOURS
    assert refused(case, Action.CLOSE, by=actor(TAN, BUREAU), given={}) is None


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (State.SUBMITTED, Action.PASS),
        (State.SUBMITTED, Action.RETURN),
        (State.EXTENSION_PENDING, Action.GRANT_EXTENSION),
        (State.CLOSED, Action.SPOT_CHECK),
        (State.UNDERWAY, Action.CONSENT_VOID),
    ],
)
def test_c_a_firm_cannot_judge_its_own_case(state, action):
    case = case_in(state, void=Pending(by=WEI, at=AT))
    given = valid(case, action)

    why = refused(case, action, by=actor(TAN, STREET, sites=(PLANT,)), given=given)

    assert why is Why.NOT_YOURS
    assert refused(case, action, by=actor(TAN, STREET), given=given) is None


def test_c_an_act_for_the_firm_cannot_close_either():
    by = actor(TAN, STREET, BUREAU, for_firm=True)

    assert refused(case_in(State.PASSED), Action.CLOSE, by=by, given={}) is Why.NOT_FOR_FIRM


# (f) the due date moves only by a granted extension


def test_f_only_an_extension_moves_the_due_date():
    way = assigned()
    way.do(Action.SIGN_FOR, firm())
    way.do(Action.PLAN, firm())
    later = DUE + WEEK
    way.do(Action.REQUEST_EXTENSION, firm(), until=later, code="parts", reason="备件未到")
    asked = way.case.due_on

    way.do(Action.GRANT_EXTENSION, actor(QIAO, STREET))

    assert (asked, way.case.due_on, way.case.original_due_on) == (DUE, later, DUE)
    assert way.case.extensions == 1


def test_f_a_denied_extension_leaves_the_due_date():
    case = case_in(State.EXTENSION_PENDING)
    given = {"reason": "备件已到货"}

    fact = decide(
        case, Action.DENY_EXTENSION, by=actor(QIAO, STREET), at=AT, rules=law(), given=given
    )

    after = evolve(case, fact)
    assert (after.due_on, after.extension, after.extensions) == (DUE, None, 0)


def test_f_who_asked_for_an_extension_does_not_grant_it():
    case = case_in(State.EXTENSION_PENDING)

    assert (
        refused(case, Action.GRANT_EXTENSION, by=actor(WEI, STREET), given={}) is Why.SAME_PERSON
    )


@pytest.mark.parametrize("days", [0, -1])
def test_f_an_extension_to_no_later_day_is_refused(days):
    until = DUE + timedelta(days=days)
    given = {"until": until, "code": "parts", "reason": "备件未到"}

    why = refused(case_in(State.UNDERWAY), Action.REQUEST_EXTENSION, by=firm(), given=given)

    assert why is Why.NOT_LATER


def test_f_a_due_date_once_set_is_not_set_again():
    case = case_in(State.UNDERWAY)

    why = refused(case, Action.SET_DUE, by=actor(WEI, STREET), given={"due_on": DUE + WEEK})

    assert why is Why.DUE_SET


def test_f_assigning_anew_keeps_the_due_date():
    case = case_in(State.GRADED, due_on=DUE, original_due_on=DUE)

    other = refused(case, Action.ASSIGN, by=actor(WEI, STREET), given={"due_on": DUE + WEEK})
    same = refused(case, Action.ASSIGN, by=actor(WEI, STREET), given={"due_on": DUE})

    assert (other, same) == (Why.DUE_SET, None)


def test_f_a_return_sets_the_day_of_the_round_and_not_the_due_date():
    way = submitted()

    way.do(Action.RETURN, actor(FANG, STREET), finding="仍外露", fix_by=DUE + WEEK)

    assert (way.case.fix_by, way.case.due_on) == (DUE + WEEK, DUE)


# (g) underway means 五定 complete, and for a major hazard interim control and plan


@pytest.mark.parametrize("missing", ["responsible", "measure", "finisher", "acceptor"])
def test_g_a_plan_without_one_of_the_five_is_refused(missing):
    given = {name: value for name, value in PLAN.items() if name != missing}

    with pytest.raises(Refusal) as caught:
        decide(case_in(State.SIGNED), Action.PLAN, by=firm(), at=AT, rules=law(), given=given)

    assert caught.value == Refusal(Why.NEEDS_FIVE, action=Action.PLAN, missing=(missing,))


def test_g_a_plan_without_a_date_is_refused_before_the_form_is_filled():
    case = case_in(State.SIGNED, due_on=None, fix_by=None)

    open_form = refused(case, Action.PLAN, by=firm(), evidence=None, given=None)
    filled = refused(case, Action.PLAN, by=firm(), given=PLAN)

    assert (open_form, filled) == (Why.NEEDS_DUE, Why.NEEDS_DUE)


def test_g_who_finishes_does_not_accept():
    given = {**PLAN, "acceptor": PLAN["finisher"]}

    assert refused(case_in(State.SIGNED), Action.PLAN, by=firm(), given=given) is Why.SAME_PERSON


def test_g_a_major_hazard_needs_interim_control_before_it_is_underway():
    case = major_in(State.SIGNED, controlled=False)

    assert refused(case, Action.PLAN, by=firm(), given=PLAN) is Why.NEEDS_CONTROL


@pytest.mark.parametrize("missing", ["treatment", "emergency"])
def test_g_a_major_hazard_needs_its_treatment_plan(missing):
    given = {name: value for name, value in PLAN.items() if name != missing}

    why = refused(major_in(State.SIGNED), Action.PLAN, by=firm(), given=given)

    assert why is Why.NEEDS_TREATMENT_PLAN


def test_g_a_case_underway_has_all_five_settled():
    way = assigned("major")
    for action in (Action.SIGN_FOR, Action.CONTROL, Action.PLAN):
        way.do(action, firm())

    case = way.case
    assert (case.state, case.settled) == (State.UNDERWAY, frozenset(Setting))
    assert (case.controlled, case.treatment_planned, case.round) == (True, True, 1)


# (h) a rejected recheck raises the round


def test_h_each_rejected_recheck_raises_the_round():
    way = submitted()
    rounds = [way.case.round]
    for _ in range(2):
        way.do(Action.RETURN, actor(FANG, STREET))
        rounds.append(way.case.round)
        way.do(Action.SUBMIT, firm())

    assert rounds == [1, 2, 3]


def test_h_the_closer_sending_back_does_not_raise_the_round():
    way = submitted()
    way.do(Action.PASS, actor(FANG, STREET))

    way.do(Action.SEND_BACK, actor(QIAO, STREET))

    assert (way.case.state, way.case.round) == (State.SUBMITTED, 1)


# (i) a reopened case is a new one with a parent; the old one stays closed


def test_i_a_relapse_leaves_the_closing_of_the_parent_as_it_was():
    case = case_in(State.VERIFIED)

    fact = decide(
        case, Action.RELAPSE, by=actor(TAN, COUNTY), at=AT, rules=law(), given={"finding": "又缺"}
    )

    after = evolve(case, fact)
    assert after == replace(case, state=State.RELAPSED, version=case.version + 1)
    assert (after.is_open, after.closed_by) == (False, QIAO)


def test_i_the_relapsed_problem_is_a_new_case_with_its_parent():
    child = Walk(case=Case(id=TAN))

    child.do(Action.REGISTER, actor(TAN, STREET), **DOOR, kind="hazard", parent=CASE)

    assert (child.case.id, child.case.parent, child.case.closed_at) == (TAN, CASE, None)


@pytest.mark.parametrize("state", sorted(ENDED_STATES))
def test_i_nothing_leads_from_an_ended_case_back_to_an_open_one(state):
    onward = {step.to for (source, _), step in LIFECYCLE.items() if source is state}

    assert onward <= {None, *CLOSED_STATES}
