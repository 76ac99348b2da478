"""Whoever gives an instruction says who carries it out and until when; and only once."""

import pytest

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.case import Action, Kind, State
from anhuan.kernel.refusal import Why
from tests.kernel.scenes import AT, BUREAU, DUE, LIN, TAN, TOWN, actor, case_in, law, refused

LEADING = law({Role.LEADER: frozenset({Capability.INSTRUCT, Capability.NOTE})})
GIVEN = {"due_on": DUE, "to_unit": TOWN}


def leader(person=LIN):
    return actor(person, BUREAU, roles=frozenset({Role.LEADER}))


def fresh(**changes):
    return case_in(State.REGISTERED, kind=Kind.INSTRUCTION, **changes)


def test_giver_of_an_instruction_assigns_it() -> None:
    found = refused(fresh(), Action.ASSIGN, by=leader(), rules=LEADING, given=GIVEN)
    assert found is None


@pytest.mark.parametrize(
    ("case", "by", "why"),
    [
        (fresh(), leader(TAN), Why.WRONG_ROLE),
        (fresh(), leader(None), Why.WRONG_ROLE),
        (fresh(found_by=None), leader(None), Why.WRONG_ROLE),
        (fresh(assigned_at=AT), leader(), Why.WRONG_ROLE),
        (case_in(State.GRADED), leader(), Why.WRONG_ROLE),
    ],
)
def test_assignment_by_anybody_else_or_of_anything_else_is_refused(case, by, why) -> None:
    assert refused(case, Action.ASSIGN, by=by, rules=LEADING, given=GIVEN) is why


@pytest.mark.parametrize("action", [Action.GRADE, Action.REASSIGN, Action.FORWARD, Action.AMEND])
def test_giver_of_an_instruction_has_no_other_act_of_the_owner(action) -> None:
    assert refused(fresh(), action, by=leader(), rules=LEADING, given=None) is Why.WRONG_ROLE
