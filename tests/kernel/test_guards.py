"""Each refusal that stands between an act and a case, a row each: who asks, what, why not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from anhuan.kernel.case import Action, Kind, State
from anhuan.kernel.refusal import Why
from tests.kernel.scenes import (
    BUREAU,
    DUE,
    LISTING,
    LUO,
    PLANT,
    SHEN,
    STREET,
    TAN,
    TODAY,
    TOWN,
    WEI,
    actor,
    case_in,
    firm,
    major_in,
    pending,
    refused,
    turn_of,
    valid,
)

YESTERDAY = TODAY - timedelta(days=1)
OWNER = actor(TAN, STREET)
INSIDER = actor(TAN, STREET, sites=(PLANT,))
UNDATED = {"due_on": None, "original_due_on": None, "fix_by": None}
A, S = Action, State
ROWS = [
    (A.PROPOSE_DOWNGRADE, case_in(S.ASSIGNED), OWNER, {}, Why.NEEDS_GRADE),
    (
        A.PROPOSE_DOWNGRADE,
        major_in(S.ASSIGNED, downgrade=pending()),
        OWNER,
        {},
        Why.ALREADY_PENDING,
    ),
    (A.CONFIRM_DOWNGRADE, major_in(S.ASSIGNED), OWNER, {}, Why.NOT_PENDING),
    (A.REFUSE_DOWNGRADE, major_in(S.ASSIGNED), OWNER, {}, Why.NOT_PENDING),
    (A.CONFIRM_DOWNGRADE, major_in(S.ASSIGNED, downgrade=pending()), INSIDER, {}, Why.NOT_YOURS),
    (
        A.REFUSE_DOWNGRADE,
        major_in(S.ASSIGNED, downgrade=pending(by=TAN)),
        OWNER,
        {},
        Why.SECOND_PERSON,
    ),
    (A.GRADE, case_in(S.REGISTERED, kind=Kind.POLLUTION), OWNER, {}, Why.NOT_GRADED_HERE),
    (A.GRADE, case_in(S.SIGNED, kind=Kind.POLLUTION), OWNER, {}, Why.NOT_GRADED_HERE),
    (A.GRADE, case_in(S.REGISTERED), OWNER, {"criterion": ""}, Why.MISSING),
    (A.GRADE, case_in(S.SIGNED), OWNER, {"criterion": ""}, Why.MISSING),
    (A.FORWARD, case_in(S.SIGNED), OWNER, {"to_unit": STREET}, Why.SAME_UNIT),
    (A.ASSIGN, case_in(S.REGISTERED), OWNER, {}, Why.NEEDS_GRADE),
    (A.ASSIGN, case_in(S.GRADED), OWNER, {"due_on": YESTERDAY}, Why.DUE_PAST),
    (A.ASSIGN, case_in(S.GRADED, site=None), OWNER, {"to_unit": None}, Why.NO_SUCH_TARGET),
    (A.SET_DUE, case_in(S.SIGNED, **UNDATED), OWNER, {"due_on": YESTERDAY}, Why.DUE_PAST),
    (A.REQUEST_EXTENSION, case_in(S.UNDERWAY, **UNDATED), firm(), {}, Why.NEEDS_DUE),
    (
        A.REQUEST_EXTENSION,
        case_in(S.UNDERWAY, fix_by=DUE + timedelta(days=9)),
        firm(),
        {"until": DUE + timedelta(days=9)},
        Why.NOT_LATER,
    ),
    (A.DENY_EXTENSION, case_in(S.EXTENSION_PENDING), actor(WEI, STREET), {}, Why.SAME_PERSON),
    (A.RETURN, case_in(S.SUBMITTED), actor(SHEN, STREET), {}, Why.SAME_PERSON),
    (A.RETURN, case_in(S.SUBMITTED), OWNER, {"fix_by": YESTERDAY}, Why.DUE_PAST),
    (
        A.RETURN,
        case_in(S.SUBMITTED),
        replace(OWNER, certified=False),
        {},
        Why.CERTIFICATE_EXPIRED,
    ),
    (A.REQUEST_VOID, case_in(S.SIGNED, void=pending()), OWNER, {}, Why.ALREADY_PENDING),
    (A.CONSENT_VOID, case_in(S.SIGNED), OWNER, {}, Why.NOT_PENDING),
    (A.REFUSE_VOID, case_in(S.SIGNED), OWNER, {}, Why.NOT_PENDING),
    (A.REFUSE_VOID, case_in(S.SIGNED, void=pending(by=TAN)), OWNER, {}, Why.SECOND_PERSON),
    (A.HAND_OVER, case_in(S.SIGNED), OWNER, {"to_unit": STREET}, Why.SAME_UNIT),
    (A.HAND_OVER, case_in(S.SIGNED), OWNER, {"to_unit": None}, Why.NO_SUCH_TARGET),
    (
        A.HAND_OVER,
        case_in(S.SIGNED),
        OWNER,
        {"to_unit": TOWN, "outside_body": "邻市应急局"},
        Why.NO_SUCH_TARGET,
    ),
    (A.LIST, case_in(S.SIGNED, listing=LISTING), OWNER, {}, Why.ALREADY_LISTED),
    (A.LIST, case_in(S.SIGNED), OWNER, {"until": YESTERDAY}, Why.DUE_PAST),
    (A.UNLIST, case_in(S.SIGNED), OWNER, {}, Why.NOT_LISTED),
    (A.REPORT_PROGRESS, case_in(S.SIGNED), firm(), {}, Why.NOT_LISTED),
    (A.REMIND, case_in(S.SIGNED, reminded_on=TODAY), OWNER, {}, Why.REMINDED_TODAY),
]


@pytest.mark.parametrize(
    ("action", "case", "by", "changes", "why"),
    ROWS,
    ids=[f"{row[0]}-{row[1].state}-{row[4]}-{n}" for n, row in enumerate(ROWS)],
)
def test_act_in_the_way_is_refused_with_its_reason(action, case, by, changes, why):
    given = {**valid(case, action), **changes}

    assert refused(case, action, by=by, given=given) is why


@pytest.mark.parametrize("changes", [{"fix_by": TODAY}, {}])
def test_return_until_today_is_let_through(changes):
    case = case_in(State.SUBMITTED)
    given = {**valid(case, Action.RETURN), **changes}

    assert refused(case, Action.RETURN, by=OWNER, given=given) is None


def test_reminder_of_yesterday_leaves_today_free():
    case = case_in(State.SIGNED, reminded_on=YESTERDAY)

    assert refused(case, Action.REMIND, by=actor(LUO), given={}) is None


@pytest.mark.parametrize("party", ["owner", "implementer", "receiver"])
def test_turn_of_one_party_is_not_the_closers(party):
    case = case_in(State.PASSED)

    assert refused(case, Action.CLOSE, by=turn_of(party), given={}) is Why.NOT_YOURS


@pytest.mark.parametrize(
    "state, action", [(State.PASSED, Action.CLOSE), (State.UNDERWAY, Action.UNLIST)]
)
def test_listed_case_is_never_ended_by_the_unit_that_carries_it_out(
    state: State, action: Action
) -> None:
    listed = case_in(state, listing=LISTING, target_unit=TOWN, site=None)
    both = actor(LUO, TOWN, BUREAU)
    given = valid(listed, action)

    assert refused(listed, action, by=both, given=given) is Why.NOT_YOURS
    assert refused(listed, action, by=actor(LUO, BUREAU), given=given) is None
