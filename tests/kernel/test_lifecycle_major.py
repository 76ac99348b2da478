"""Invariants d and e of the loop (domain §2.4): a major hazard stays one and needs acceptance."""

import pytest

from anhuan.kernel.case import (
    Action,
    Grade,
    Kind,
    State,
)
from anhuan.kernel.evolve import evolve
from anhuan.kernel.lifecycle import decide
from anhuan.kernel.refusal import Refusal, Why
from tests.kernel.scenes import (
    AT,
    BUREAU,
    COUNTY,
    DOOR,
    FANG,
    LIN,
    MENG,
    QIAO,
    STREET,
    WEI,
    Walk,
    actor,
    assigned,
    case_in,
    law,
    major_in,
    refused,
    submitted,
)

# (d) a downgrade needs a second person and the clause


def test_d_a_downgrade_without_its_clause_is_refused():
    case = major_in(State.ASSIGNED)

    with pytest.raises(Refusal) as caught:
        decide(
            case,
            Action.PROPOSE_DOWNGRADE,
            by=actor(WEI, STREET),
            at=AT,
            rules=law(),
            given={"reason": "看着不严重"},
        )

    assert caught.value == Refusal(Why.MISSING, fields=("clause",))


def test_d_the_proposer_of_a_downgrade_cannot_confirm_it():
    way = assigned("major")
    way.do(Action.PROPOSE_DOWNGRADE, actor(WEI, STREET))

    same = way.why(Action.CONFIRM_DOWNGRADE, actor(WEI, STREET))
    grade_before = way.case.grade
    way.do(Action.CONFIRM_DOWNGRADE, actor(MENG, COUNTY))

    assert (same, grade_before) == (Why.SECOND_PERSON, Grade.MAJOR)
    assert (way.case.grade, way.case.downgrade) == (Grade.GENERAL, None)


@pytest.mark.parametrize("state", [State.REGISTERED, State.GRADED, State.UNDERWAY, State.PASSED])
def test_d_grading_again_cannot_lower_a_major_hazard(state):
    case = major_in(state)

    why = refused(case, Action.GRADE, by=actor(WEI, STREET), given={"grade": "general"})

    assert why is Why.DOWNGRADE_NEEDS_SECOND


def test_d_a_case_assigned_ungraded_may_still_be_graded_general():
    case = case_in(State.UNDERWAY, grade=None, kind=Kind.REPORT)

    fact = decide(
        case, Action.GRADE, by=actor(WEI, STREET), at=AT, rules=law(), given={"grade": "general"}
    )

    after = evolve(case, fact)
    assert (after.state, after.grade) == (State.UNDERWAY, Grade.GENERAL)


def test_d_the_way_over_the_spot_keeps_the_grade():
    way = Walk()
    way.do(Action.REGISTER, actor(LIN, STREET), **DOOR, kind="hazard")
    way.do(Action.GRADE, actor(WEI, STREET), grade="general")
    way.do(Action.FIX_ON_SPOT, actor(WEI, STREET))

    way.do(Action.SEND_BACK, actor(QIAO, STREET))

    assert (way.case.state, way.case.grade) == (State.GRADED, Grade.GENERAL)


def test_d_a_major_hazard_is_not_fixed_on_the_spot():
    case = major_in(State.GRADED)

    why = refused(case, Action.FIX_ON_SPOT, by=actor(WEI, STREET), given={"measure": "已修"})

    assert why is Why.MAJOR_NOT_ON_SPOT


# (e) closing a major hazard needs its acceptance


def test_e_a_major_hazard_passes_only_with_its_acceptance():
    way = submitted("major")

    bare = way.why(Action.PASS, actor(FANG, STREET), way="on-site")
    way.do(Action.PASS, actor(FANG, STREET), way="on-site", acceptance=True)

    assert bare is Why.NEEDS_ACCEPTANCE
    assert (way.case.state, way.case.accepted) == (State.PASSED, True)


@pytest.mark.parametrize("state", [State.PASSED, State.FIXED_ON_SPOT])
def test_e_a_major_hazard_without_acceptance_is_not_closed(state):
    case = major_in(state, accepted=False)

    assert refused(case, Action.CLOSE, by=actor(QIAO, BUREAU), given={}) is Why.NEEDS_ACCEPTANCE


@pytest.mark.parametrize("action", [Action.RETURN, Action.SEND_BACK])
def test_e_a_step_back_takes_the_acceptance_with_it(action):
    way = submitted("major")
    way.do(Action.PASS, actor(FANG, STREET))
    way.do(Action.SEND_BACK, actor(QIAO, STREET))
    if action is Action.RETURN:
        way.do(Action.RETURN, actor(FANG, STREET))

    assert way.case.accepted is False


def test_e_a_general_hazard_that_turns_out_major_after_passing_settles_its_plan_anew():
    way = submitted()
    way.do(Action.PASS, actor(FANG, STREET), way="on-site")

    way.do(Action.GRADE, actor(WEI, STREET))

    case = way.case
    assert (case.state, case.grade, case.settled, case.accepted) == (
        State.SIGNED,
        Grade.MAJOR,
        frozenset(),
        False,
    )
