"""The tables of interviews and vetoes: each row granted, each absent pair refused; any script
replays, and takes no step without the one before it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.calendar import Calendar, day_of
from anhuan.kernel.deadline import Term, Unit
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.procedure import (
    PROCEEDING_ENDED,
    PROCEEDING_OPEN,
    Procedure,
    Proceeding,
    ProceedingAct,
    ProceedingState,
    evolve_proceeding,
    replay_proceeding,
)
from anhuan.kernel.procedure_dues import PROCEEDING_DISCHARGED, proceeding_owes
from anhuan.kernel.procedure_steps import (
    PROCEDURES,
    SYSTEM,
    acts_of_procedure,
    decide_proceeding,
    proceeding_choices,
)
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import InterviewRule, Rules, VetoRule

A, S = ProceedingAct, ProceedingState
ONE, OFFICE, BODY, SUBJECT = (UUID(int=n) for n in range(1, 5))
CLERK, JUDGE, SECOND, HEAD = (UUID(int=n) for n in range(11, 15))
AT: Final = datetime(2026, 3, 4, 1, tzinfo=UTC)
TERMS: Final = (
    "interview.review", "interview.approve", "interview.invite", "interview.notice",
    "interview.sign", "interview.plan", "interview.recheck", "interview.circulate",
    "veto.notify", "veto.statement", "veto.decide", "veto.serve", "veto.appeal_within",
    "veto.appeal",
)  # fmt: skip
RULES: Final = Rules(
    on=day_of(AT),
    calendar=Calendar({}),
    terms={code: Term(5, Unit.DAY) for code in TERMS},
    capabilities={
        Role.OFFICE: frozenset({Capability.CALL_TO_ACCOUNT}),
        Role.LEADER: frozenset({Capability.JUDGE}),
    },
    kinds={},
    bodies={"veto.decide": 3, "veto.decide_appeal": 3},
    interviews={"duty": InterviewRule(definition="责任不落实")},
    vetoes={
        "fatal": VetoRule(definition="事故", effects=("不得评优",), period=Term(12, Unit.MONTH))
    },
)
MEMBERS: Final = "韩东\n林洁\n周敏"
UNITS: Final = {CLERK: OFFICE, JUDGE: BODY, SECOND: BODY, HEAD: SUBJECT}
ROLES: Final = {CLERK: Role.OFFICE, JUDGE: Role.LEADER, SECOND: Role.LEADER, HEAD: Role.APPROVER}
PEOPLE: Final = (CLERK, JUDGE, SECOND, HEAD, None)


def actor(person: UUID | None) -> Actor:
    if person is None:
        return Actor(person=None)
    return Actor(person=person, units=frozenset({UNITS[person]}), roles=frozenset({ROLES[person]}))


def inputs(procedure: Procedure, act: ProceedingAct, at: datetime) -> dict[str, Any]:
    today = day_of(at)
    decision = {
        "grounds": "事实清楚", "decided_on": today, "document": "1", "members": MEMBERS,
    }  # fmt: skip
    known: dict[ProceedingAct, dict[str, Any]] = {
        A.PROPOSE: {
            "procedure": procedure.value,
            "ground": "duty" if procedure is Procedure.INTERVIEW else "fatal",
            "subject_unit": SUBJECT,
            "summary": "逾期",
        },
        A.PUT_FORWARD: {"body": BODY, "finding": "属实"},
        A.INVITE: {
            "held_on": today + timedelta(days=6), "clock": "9:30", "venue": "会议室",
            "participants": "站长", "agenda": "整改",
        },
        A.HOLD: {"held_on": today, "host": "甲", "attended": "乙", "minutes": "丙"},
        A.PLAN: {"plan": "补齐", "fix_by": today + timedelta(days=20)},
        A.REPORT: {"report": "已补齐"},
        A.RECHECK: {"outcome": "effective", "finding": "属实"},
        A.CIRCULATE: {"copy_to": "监委", "bulletin": "整改不力"},
        A.NOTIFY: {"body": BODY, "charge": "发生事故"},
        A.STATE: {"statement": "仍在调查"},
        A.DECIDE: {"imposed": "imposed"} | decision,
        A.SERVE: {"served_how": "当面"},
        A.DECIDE_APPEAL: {"appeal_end": "upheld"} | decision,
        A.NOTE: {"note": "看过"},
    }  # fmt: skip
    reasons = {A.SET_ASIDE, A.REFUSE, A.WITHDRAW, A.UNSIGNED, A.APPEAL}
    return known.get(act, {"reason": "原因"} if act in reasons else {})


def do(
    one: Proceeding,
    act: ProceedingAct,
    by: UUID | None,
    *,
    at: datetime = AT,
    procedure: Procedure = Procedure.INTERVIEW,
    **more: Any,
) -> Proceeding:
    values = inputs(one.procedure or procedure, act, at) | more
    fact = decide_proceeding(one, act, by=actor(by), at=at, rules=RULES, given=values)
    if act is A.PROPOSE:
        fact = replace(fact, data=dict(fact.data) | {"office": OFFICE, "trigger": "person"})
    return evolve_proceeding(one, fact)


def why(one: Proceeding, act: ProceedingAct, by: UUID | None, **more: Any) -> Why:
    with pytest.raises(Refusal) as refused:
        do(one, act, by, **more)
    return refused.value.why


def proposed(procedure: Procedure) -> Proceeding:
    return do(Proceeding(id=ONE), A.PROPOSE, CLERK, procedure=procedure)


ROUTES: Final = {
    Procedure.INTERVIEW: (
        (A.PUT_FORWARD, CLERK, 0), (A.APPROVE, JUDGE, 0), (A.INVITE, CLERK, 0),
        (A.HOLD, CLERK, 6), (A.SIGN, HEAD, 6), (A.PLAN, HEAD, 7), (A.REPORT, HEAD, 20),
        (A.RECHECK, CLERK, 21),
    ),
    Procedure.VETO: (
        (A.NOTIFY, CLERK, 0), (A.STATE, HEAD, 1), (A.DECIDE, JUDGE, 1), (A.SERVE, CLERK, 2),
        (A.APPEAL, HEAD, 3), (A.DECIDE_APPEAL, SECOND, 4), (A.EXPIRE, None, 400),
    ),
}  # fmt: skip
END: Final = {Procedure.INTERVIEW: S.CLOSED, Procedure.VETO: S.EXPIRED}


@pytest.mark.parametrize("procedure", Procedure)
def test_whole_way_is_granted_and_no_step_of_it_can_be_left_out(procedure: Procedure) -> None:
    whole = ROUTES[procedure]
    needed = tuple(one for one in whole if one[0] not in {A.APPEAL, A.DECIDE_APPEAL})
    for left_out in [None, *range(len(needed) - 1)]:
        route = whole if left_out is None else needed
        one, refused = proposed(procedure), []
        for place, (act, by, days) in enumerate(route):
            if place == left_out or refused:
                refused += [place] if place != left_out else []
                continue
            try:
                one = do(one, act, by, at=AT + timedelta(days=days))
            except Refusal:
                refused.append(place)
        if left_out is None:
            assert (one.state, one.is_open) == (END[procedure], False)
        else:
            assert refused[0] == left_out + 1


@pytest.mark.parametrize("procedure", Procedure)
@pytest.mark.parametrize("state", ProceedingState)
@pytest.mark.parametrize("act", ProceedingAct)
def test_absent_pair_is_refused_to_everybody(
    procedure: Procedure, state: ProceedingState, act: ProceedingAct
) -> None:
    if (state, act) in PROCEDURES[procedure]:
        return
    one = replace(proposed(procedure), state=state, body=BODY)

    whys = {why(one, act, by) for by in (CLERK, JUDGE, HEAD)}

    assert whys == {Why.ENDED if state in PROCEEDING_ENDED else Why.PROCEEDING_STATE}


@pytest.mark.parametrize("procedure", Procedure)
def test_system_does_nothing_but_propose_and_expire(procedure: Procedure) -> None:
    for state, act in PROCEDURES[procedure]:
        if act not in SYSTEM:
            one = replace(proposed(procedure), state=state, body=BODY)
            assert why(one, act, None) is Why.WRONG_ROLE


def test_nobody_of_the_subject_prepares_or_decides() -> None:
    insider = Actor(
        person=JUDGE,
        units=frozenset({BODY, SUBJECT, OFFICE}),
        roles=frozenset({Role.LEADER, Role.OFFICE}),
    )
    one = replace(proposed(Procedure.INTERVIEW), state=S.SUBMITTED, body=BODY)
    with pytest.raises(Refusal) as refused:
        decide_proceeding(one, A.APPROVE, by=insider, at=AT, rules=RULES, given={})
    assert refused.value.why is Why.NOT_IMPARTIAL


@pytest.mark.parametrize("act, state", [(A.APPROVE, S.SUBMITTED), (A.DECIDE, S.HEARD)])
def test_who_prepared_it_does_not_judge_it(act: ProceedingAct, state: ProceedingState) -> None:
    procedure = Procedure.INTERVIEW if act is A.APPROVE else Procedure.VETO
    one = replace(
        proposed(procedure), state=state, body=BODY, handlers=frozenset({JUDGE}),
        done={A.STATE: AT},
    )  # fmt: skip

    assert why(one, act, JUDGE) is Why.NOT_IMPARTIAL
    assert do(one, act, SECOND).decided_by == SECOND


def test_nothing_is_decided_without_notice_and_the_term_for_a_statement() -> None:
    one = proposed(Procedure.VETO)
    assert why(one, A.DECIDE, JUDGE) is Why.PROCEEDING_STATE
    told = do(one, A.NOTIFY, CLERK)
    until = told.kept["statement_until"]
    assert until == day_of(AT) + timedelta(days=5)
    assert why(told, A.WAIVE, CLERK, at=AT + timedelta(days=5)) is Why.TERM_RUNS
    # However it came to be heard: without a statement the term runs.
    assert why(replace(told, state=S.HEARD), A.DECIDE, JUDGE) is Why.TERM_RUNS
    over = AT + timedelta(days=6)
    waived = do(told, A.WAIVE, CLERK, at=over)
    assert do(waived, A.DECIDE, JUDGE, at=over).state is S.DECIDED


def test_appeal_ends_with_its_term() -> None:
    one = proposed(Procedure.VETO)
    for act, by, days in ROUTES[Procedure.VETO][:4]:
        one = do(one, act, by, at=AT + timedelta(days=days))
    last = AT + timedelta(days=7)

    assert do(one, A.APPEAL, HEAD, at=last).state is S.APPEALED
    assert why(one, A.APPEAL, HEAD, at=last + timedelta(days=1)) is Why.TERM_OVER


STEPS: Final = st.lists(
    st.tuples(
        st.sampled_from([act for act in A if act is not A.PROPOSE]),
        st.sampled_from(PEOPLE),
        st.integers(0, 8),
        st.sampled_from(["effective", "ineffective"]),
    ),
    max_size=40,
)


@given(st.sampled_from(Procedure), STEPS)
def test_any_script_replays_and_has_one_ball_while_open(
    procedure: Procedure, steps: list[tuple[ProceedingAct, UUID | None, int, str]]
) -> None:
    new = Proceeding(id=ONE)
    facts = []
    one, at = new, AT
    script = [(A.PROPOSE, CLERK, 0, ""), *steps]
    for act, by, days, outcome in script:
        at += timedelta(days=days)
        values = inputs(procedure, act, at)
        if act is A.RECHECK:
            values |= {"outcome": outcome}
        offered = proceeding_choices(one, by=actor(by), at=at, rules=RULES)
        try:
            fact = decide_proceeding(one, act, by=actor(by), at=at, rules=RULES, given=values)
        except Refusal:
            continue
        if act is A.PROPOSE:
            fact = replace(fact, data=dict(fact.data) | {"office": OFFICE, "trigger": "person"})
        elif act not in SYSTEM:
            assert offered[act] is None
        facts.append(fact)
        one = evolve_proceeding(one, fact)
        owed = proceeding_owes(one, at=at, rules=RULES)
        assert (owed is not None) == one.is_open == (one.state in PROCEEDING_OPEN)
        assert owed is None or owed.act in PROCEEDING_DISCHARGED
    assert replay_proceeding(new, facts) == one
    if A.DECIDE in one.done:
        told = one.done[A.NOTIFY]
        heard = A.STATE in one.done or day_of(one.done[A.DECIDE]) > one.kept["statement_until"]
        assert told <= one.done[A.DECIDE]
        assert heard


@pytest.mark.parametrize("procedure", Procedure)
def test_choices_ask_about_every_act_of_the_procedure(procedure: Procedure) -> None:
    found = proceeding_choices(proposed(procedure), by=actor(CLERK), at=AT, rules=RULES)

    assert tuple(found) == acts_of_procedure(procedure)
    first = A.PUT_FORWARD if procedure is Procedure.INTERVIEW else A.NOTIFY
    assert [act for act, refusal in found.items() if refusal is None] == [
        A.SET_ASIDE, *([first] if first is A.PUT_FORWARD else []),
        *([first] if first is A.NOTIFY else []), A.NOTE,
    ]  # fmt: skip
