"""Any script of acts by anybody: what the facts add up to, and what the loop never lets through.

A script is a list of numbers; each picks, for the case as it then stands, an act, an actor, the
inputs and the hours that pass. So a script found to fail shrinks to a short one.
"""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.access import Role
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import (
    CLOSED_STATES,
    ENDED_STATES,
    OPEN_STATES,
    Action,
    Case,
    Fact,
    Grade,
    Imported,
    Kind,
    Setting,
    State,
)
from anhuan.kernel.evolve import evolve, replay
from anhuan.kernel.inputs import INPUTS, Input, Type
from anhuan.kernel.lifecycle import DOORS, LIFECYCLE, Actor, choices
from anhuan.kernel.obligation import ball_of, beside
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from tests.kernel.scenes import (
    AT,
    BUREAU,
    CASE,
    COUNTY,
    DESK,
    DUE,
    FANG,
    LEGAL,
    LIN,
    LUO,
    MENG,
    NEW_DESK,
    PLANT,
    QIAO,
    SHEN,
    STARTED,
    STREET,
    TAN,
    TOWN,
    WEI,
    Walk,
    actor,
    firm,
    law,
    refused,
    valid,
)

pytestmark = pytest.mark.long

UNITS = (STREET, BUREAU, TOWN, COUNTY)
EVERYWHERE = frozenset(UNITS)
APPROVER, GRID, FIRM = (frozenset({r}) for r in (Role.APPROVER, Role.GRID, Role.FIRM_OFFICER))
CAST = (
    actor(LIN, STREET, roles=GRID),
    actor(WEI, STREET),
    actor(FANG, STREET, TOWN),
    actor(QIAO, *UNITS, roles=APPROVER),
    actor(LUO, *UNITS, roles=APPROVER),
    actor(MENG, BUREAU, roles=APPROVER, certified=False),
    actor(TAN, *UNITS, for_firm=True, firm_has_account=False),
    firm(SHEN, roles=FIRM),
    actor(SHEN, STREET, BUREAU, sites=(PLANT,), roles=APPROVER | FIRM),
    actor(None, *UNITS, sites=(PLANT,), roles=APPROVER),
    actor(WEI, *UNITS, sites=(PLANT,), roles=frozenset({Role.OFFICER, Role.APPROVER})),
)
RULES = law(LEGAL, evidence={Action.SUBMIT: 1}, evidence_major={Action.PASS: 2})
FREE = law(dict.fromkeys(LEGAL, LEGAL[Role.APPROVER]))
"""A rulebook gone astray: every role may all an approver may, the firm's too."""

SCRIPTS = st.lists(st.integers(0, 2**32), min_size=1, max_size=45)
POOLS: dict[Type, tuple[Any, ...]] = {
    Type.LINE: ("甲", "乙", "丙"),
    Type.TEXT: ("已处理", "待核"),
    Type.FLAG: (True, False, "true", ""),
    Type.MONEY: (0, 1200, "88"),
    Type.PERSON: (LIN, WEI),
    Type.POST: (DESK, NEW_DESK),
    Type.UNIT: UNITS,
    Type.SITE: (PLANT,),
    Type.AREA: (UUID(int=31),),
    Type.CASE: (UUID(int=2),),
}


def one(rng: Random, each: Input, walk: Walk) -> Any:
    if each.type is Type.CHOICE:
        return rng.choice(each.choices)
    if each.type is Type.DATE:
        return day_of(walk.at) + timedelta(days=rng.randint(-3, 40))
    return rng.choice(POOLS[each.type])


def some_inputs(rng: Random, action: Action, walk: Walk) -> dict[str, Any]:
    """Mostly valid ones; sometimes anything of the right types, sometimes with gaps."""
    lot = rng.random()
    if lot < 0.6:
        return valid(walk.case, action, at=walk.at)
    keep = 0.95 if lot < 0.9 else 0.5
    return {
        each.name: one(rng, each, walk)
        for each in INPUTS[action]
        if rng.random() < (keep if each.required else 0.4)
    }


def next_act(rng: Random, case: Case) -> Action:
    if rng.random() < 0.15:
        return rng.choice(tuple(Action))
    rows = [(a, step) for (state, a), step in LIFECYCLE.items() if state is case.state]
    onward = [a for a, step in rows if step.to is not None and step.to not in ENDED_STATES]
    if onward and rng.random() < 0.6:
        return rng.choice(onward)
    return rng.choice([a for a, _ in rows])


def step(walk: Walk, number: int, cast: tuple[Actor, ...] = CAST) -> Fact | None:
    """One act tried; the fact when it was granted."""
    rng = Random(number)
    action, by = next_act(rng, walk.case), rng.choice(cast)
    walk.at += timedelta(hours=rng.choice((0, 1, 30, 400)))
    try:
        walk.do(action, by, evidence=rng.choice((0, 1, 2, 2)), **some_inputs(rng, action, walk))
    except Refusal:
        return None
    return walk.facts[-1]


def started(kind: Kind, rules: Rules = RULES) -> Walk:
    """Just come in by its own door, from the hand of Lin."""
    walk = Walk()
    action = Action.REPORT if walk.rules.kind(kind).starts_as_lead else Action.REGISTER
    inputs = {**valid(walk.case, action), "kind": kind.value, "original": "原文"}
    walk.do(action, actor(LIN, STREET), **inputs)
    walk.rules = rules
    return walk


def from_elsewhere(state: State, number: int) -> Walk:
    """A row of an old ledger, with more or less known of it."""
    rng = Random(number)
    known = {
        "kind": rng.choice((Kind.HAZARD, Kind.POLLUTION)),
        "unit": STREET,
        "officer_post": DESK,
        "site": PLANT,
        "found_by": LIN,
        "grade": rng.choice((Grade.GENERAL, Grade.MAJOR)),
        "due_on": DUE,
    }
    fields = {name: value for name, value in known.items() if rng.random() < 0.7 or name == "unit"}
    walk = Walk(rules=RULES)
    walk.take(Imported(state=state, at=AT, by=WEI, fields=fields, provenance={"row": number}))
    return walk


ELSEWHERE = sorted(frozenset(State) - {State.NEW})
OPENINGS = st.one_of(
    st.sampled_from(Kind).map(started),
    st.builds(from_elsewhere, st.sampled_from(ELSEWHERE), st.integers(0, 99)),
)


@given(OPENINGS, SCRIPTS)
def test_script_replayed_gives_the_case_evolved_step_by_step(walk, script):
    for number in script:
        step(walk, number)

    assert replay(walk.facts, id=CASE) == walk.case
    assert walk.case.version == len(walk.facts)


@given(OPENINGS, SCRIPTS)
def test_script_refused_leaves_no_trace(walk, script):
    for number in script:
        before, facts = walk.case, len(walk.facts)
        if step(walk, number) is None:
            assert (walk.case, len(walk.facts)) == (before, facts)


@given(OPENINGS, SCRIPTS)
def test_script_moves_the_due_date_only_by_a_granted_extension(walk, script):
    for number in script:
        before = walk.case.due_on
        fact = step(walk, number)
        if walk.case.due_on != before:
            assert before is None or fact.action is Action.GRANT_EXTENSION
            assert before is None or walk.case.due_on > before
        assert (walk.case.due_on is None) == (walk.case.original_due_on is None)


@given(OPENINGS, SCRIPTS)
def test_script_leaves_one_ball_with_an_open_case_and_none_with_an_ended_one(walk, script):
    for number in script:
        step(walk, number)
        case, ball = walk.case, ball_of(walk.case, at=walk.at, rules=RULES)
        assert (ball is not None) == case.is_open
        assert (case.state in ENDED_STATES) == (case.ended_at is not None)
        others = beside(case, at=walk.at, rules=RULES)
        assert not [owed for owed in others if owed.ball]
        assert case.is_open or others == ()


@given(OPENINGS, SCRIPTS)
def test_script_leaves_the_ball_with_somebody_who_can_play_it(walk, script):
    """The act that carries the ball stands in the table, for the party that is shown as owing."""
    for number in script:
        step(walk, number)
        ball = ball_of(walk.case, at=walk.at, rules=RULES)
        if ball is None:
            continue
        assert LIFECYCLE[walk.case.state, Action(ball.act)].party is ball.party
        holder = actor(UUID(int=77), *filter(None, [ball.unit]), sites=filter(None, [ball.site]))
        offered = choices(
            walk.case, by=replace(holder, roles=frozenset({Role.OFFICER})), at=walk.at, rules=law()
        )[Action(ball.act)]
        needs = {Why.NEEDS_CONTROL, Why.NEEDS_ACCEPTANCE}
        assert offered is None or offered.why in needs


@given(OPENINGS, SCRIPTS, st.integers(0, len(CAST) - 1))
def test_script_what_choices_offered_is_what_decide_granted(walk, script, who):
    for number in script:
        step(walk, number)
    by, case = CAST[who], walk.case

    offered = choices(case, by=by, at=walk.at, rules=RULES)
    granted = {
        action: refused(
            case,
            action,
            by=by,
            at=walk.at,
            rules=RULES,
            evidence=(CASE, DESK),
            given=valid(case, action, at=walk.at),
        )
        for action in offered
    }

    assert granted == {action: no and no.why for action, no in offered.items()}


@given(st.sampled_from(Kind), SCRIPTS)
def test_script_closes_no_case_by_the_hand_that_found_or_fixed_it(kind, script):
    walk = started(kind, FREE)
    for number in script:
        step(walk, number)
    case = walk.case

    closing = [fact for fact in walk.facts if fact.action is Action.CLOSE]
    assert (case.state in CLOSED_STATES) == (len(closing) == 1) == (case.closed_at is not None)
    for fact in closing:
        assert fact.by == case.closed_by is not None
        assert fact.by not in case.fixers
        assert fact.by != case.rechecked_by
        assert not fact.for_firm
        assert not case.is_major or (case.accepted and fact.by != case.found_by)


@given(st.sampled_from(Kind), SCRIPTS)
def test_script_has_nothing_underway_without_its_plan(kind, script):
    walk = started(kind, FREE)
    for number in script:
        step(walk, number)
        case = walk.case
        by_plan = (case.round and case.submitted_at is None) or case.assigned_at is not None
        if case.state in STARTED and by_plan:
            assert case.settled == frozenset(Setting)
            assert case.due_on is not None
            assert not case.is_major or (case.controlled and case.treatment_planned)


@given(st.sampled_from(Kind), SCRIPTS)
def test_script_lowers_a_grade_and_voids_a_case_only_by_two_persons(kind, script):
    walk = started(kind, FREE)
    asked: dict[Action, UUID | None] = {}
    for number in script:
        before = walk.case
        fact = step(walk, number)
        if fact is None:
            continue
        asked[fact.action] = fact.by
        if before.is_major and not walk.case.is_major:
            assert fact.action is Action.CONFIRM_DOWNGRADE
            assert fact.by != asked[Action.PROPOSE_DOWNGRADE]
        if walk.case.state is State.VOIDED and before.state is not State.VOIDED:
            assert fact.by != asked[Action.REQUEST_VOID]


@given(SCRIPTS)
def test_script_keeps_the_implementer_of_a_directive_from_accepting_it(script):
    walk = started(Kind.DIRECTIVE, FREE)
    for number in script:
        step(walk, number)
        case = walk.case
        assert case.target_unit is None or case.target_unit != (case.close_unit or case.unit)


@given(st.sampled_from(Kind), SCRIPTS)
def test_script_lets_no_supervised_unit_end_what_is_supervised(kind, script):
    walk = started(kind, FREE)
    fixed_by = None
    for number in script:
        before = walk.case
        fact = step(walk, number)
        if fact is not None and fact.action is Action.FIX_ON_SPOT:
            fixed_by = fact.unit
        supervised = before.listing is not None or kind is Kind.DIRECTIVE
        if supervised and fact is not None and fact.action in {Action.CLOSE, Action.UNLIST}:
            assert fact.unit != before.target_unit
        if kind is Kind.DIRECTIVE and before.state is State.FIXED_ON_SPOT:
            assert fact is None or fact.action is not Action.CLOSE or fact.unit != fixed_by


@given(st.sampled_from(Kind), SCRIPTS)
def test_script_counts_a_round_for_each_rejected_recheck(kind, script):
    walk = started(kind, FREE)
    for number in script:
        before = walk.case
        fact = step(walk, number)
        rejected = fact is not None and fact.action is Action.RETURN
        begun = fact is not None and fact.action in {Action.PLAN, Action.FIX_ON_SPOT}
        assert walk.case.round == (max(before.round, 1) if begun else before.round + rejected)


def test_scripts_reach_every_state():
    """Guards the guard: the scripts above would prove nothing if they never got anywhere."""
    seen: set[State] = set()
    for seed in range(600):
        rng = Random(seed)
        walk = started(rng.choice(tuple(Kind)), FREE)
        for _ in range(40):
            step(walk, rng.randrange(2**32))
            seen.add(walk.case.state)

    assert seen == set(State) - {State.NEW}


def test_fact_of_a_door_twice_is_refused():
    walk = started(Kind.HAZARD)

    for action in DOORS:
        assert walk.why(action, CAST[1]) is Why.WRONG_STATE


def test_open_and_ended_states_share_nothing_and_leave_only_the_new_one():
    assert OPEN_STATES | ENDED_STATES | {State.NEW} == set(State)
    assert not OPEN_STATES & ENDED_STATES


def test_replay_of_nothing_is_a_new_case():
    assert replay([], id=CASE) == Case(id=CASE)


def test_replay_in_two_parts_is_the_replay_of_the_whole():
    walk = started(Kind.HAZARD)
    for number in range(60):
        step(walk, number)
    half = len(walk.facts) // 2

    case = replay(walk.facts[:half], id=CASE)
    for fact in walk.facts[half:]:
        case = evolve(case, fact)

    assert case == walk.case
