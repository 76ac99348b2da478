"""Every row of the lifecycle is granted to whom it names, every absent pair is refused."""

from datetime import timedelta

import pytest

from anhuan.kernel.case import ENDED_STATES, OPEN_STATES, Action, Party, State
from anhuan.kernel.evolve import evolve
from anhuan.kernel.guards import GUARDS
from anhuan.kernel.inputs import INPUTS
from anhuan.kernel.lifecycle import DOORS, LIFECYCLE, OPENS, choices, decide
from anhuan.kernel.refusal import Refusal, Why
from tests.kernel.scenes import (
    ABSENT,
    AT,
    COUNTY,
    LUO,
    actor,
    law,
    ready,
    recorded,
    refused,
    turn_of,
    valid,
    without,
)

ROWS = tuple(LIFECYCLE.items())
NAMES = [f"{state}-{action}" for (state, action), _ in ROWS]


@pytest.mark.parametrize(("pair", "step"), ROWS, ids=NAMES)
def test_row_for_the_right_actor_is_granted(pair, step):
    state, action = pair
    case = ready(state, action)
    by = turn_of(step.party)

    fact = decide(case, action, by=by, at=AT, rules=law(), given=valid(case, action))

    assert (fact.action, fact.at, fact.by, fact.post) == (action, AT, LUO, by.post)
    after = evolve(case, recorded(fact))
    assert after.version == case.version + 1
    if step.to is not None:
        assert after.state is step.to


@pytest.mark.parametrize(("pair", "step"), ROWS, ids=NAMES)
def test_row_without_its_capability_is_refused(pair, step):
    state, action = pair
    case = ready(state, action)
    by = turn_of(step.party)

    with pytest.raises(Refusal) as caught:
        decide(case, action, by=by, at=AT, rules=without(step.by), given=valid(case, action))

    assert caught.value == Refusal(Why.WRONG_ROLE, action=action, capability=step.by)


@pytest.mark.parametrize(
    ("pair", "step"),
    [row for row in ROWS if row[1].party is not Party.ANYONE],
    ids=[n for n, row in zip(NAMES, ROWS, strict=True) if row[1].party is not Party.ANYONE],
)
def test_row_for_another_party_is_refused(pair, step):
    state, action = pair
    case = ready(state, action)
    stranger = actor(LUO, COUNTY)

    with pytest.raises(Refusal) as caught:
        decide(case, action, by=stranger, at=AT, rules=law(), given=valid(case, action))

    assert caught.value == Refusal(Why.NOT_YOURS, action=action, party=step.party)


@pytest.mark.parametrize(("state", "action"), ABSENT)
def test_absent_pair_is_refused(state, action):
    case = ready(state, action)
    why = Why.ENDED if state in ENDED_STATES else Why.WRONG_STATE

    for party in Party:
        with pytest.raises(Refusal) as caught:
            decide(case, action, by=turn_of(party), at=AT, rules=law(), given={})
        assert caught.value == Refusal(why, action=action, state=state)


def test_table_covers_every_state_and_every_action():
    states = {state for state, _ in LIFECYCLE}
    actions = {action for _, action in LIFECYCLE}

    assert states == set(State)
    assert actions == set(Action)
    assert len(LIFECYCLE) + len(ABSENT) == len(State) * len(Action)


def test_every_action_has_inputs_and_every_guard_is_used():
    used = {name for step in LIFECYCLE.values() for name in step.guards}

    assert set(INPUTS) == set(Action)
    assert used == set(GUARDS)


def test_only_open_states_open_an_obligation():
    assert set(OPENS) == set(OPEN_STATES)


@pytest.mark.parametrize("state", list(OPENS))
def test_the_act_a_state_waits_for_is_a_row_of_the_same_party(state):
    opens = OPENS[state]

    assert LIFECYCLE[state, opens.act].party is opens.party


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_an_open_state_leads_to_an_end(state):
    """No state is a trap: following the table, every open one reaches an ended one."""
    reached, fresh = {state}, {state}
    while fresh:
        onward = {
            step.to
            for (source, _), step in LIFECYCLE.items()
            if source in fresh and step.to is not None
        }
        fresh = onward - reached
        reached |= fresh

    assert reached & ENDED_STATES


def test_choices_name_every_act_after_the_doors():
    case = ready(State.SUBMITTED, Action.PASS)

    offered = choices(case, by=turn_of(Party.OWNER), at=AT, rules=law())

    assert set(offered) == set(Action) - set(DOORS)
    assert {a for a, refusal in offered.items() if refusal is None} == {
        Action.GRADE,
        Action.RETURN,
        Action.PASS,
        Action.REQUEST_VOID,
        Action.HAND_OVER,
        Action.LIST,
        Action.REASSIGN,
        Action.REMIND,
        Action.NOTE,
        Action.AMEND,
    }


def test_an_act_at_a_later_hour_carries_that_hour():
    case = ready(State.ASSIGNED, Action.SIGN_FOR)
    at = AT + timedelta(hours=5)

    fact = decide(
        case, Action.SIGN_FOR, by=turn_of(Party.IMPLEMENTER), at=at, rules=law(), given={}
    )

    assert evolve(case, fact).signed_at == at


def test_inputs_are_read_only_after_the_actor_is_known():
    """Who may not act learns nothing from the form: the role is refused before the inputs."""
    case = ready(State.ASSIGNED, Action.SIGN_FOR)

    why = refused(case, Action.SIGN_FOR, by=actor(LUO, COUNTY), given={"nonsense": 1})

    assert why is Why.NOT_YOURS


def test_exhibits_fewer_than_the_rulebook_asks_are_refused():
    case = ready(State.UNDERWAY, Action.SUBMIT)
    rules = law(evidence={Action.SUBMIT: 2})

    with pytest.raises(Refusal) as caught:
        decide(
            case,
            Action.SUBMIT,
            by=turn_of(Party.IMPLEMENTER),
            at=AT,
            rules=rules,
            evidence=(LUO,),
            given=valid(case, Action.SUBMIT),
        )

    assert caught.value == Refusal(Why.NEEDS_EVIDENCE, action=Action.SUBMIT, needed=2, given=1)
