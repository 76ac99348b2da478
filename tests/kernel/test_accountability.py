"""The table of matters: each row granted, each absent pair refused; any script replays."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.accountability import (
    MATTER_OPEN,
    AppealResult,
    Matter,
    MatterAct,
    MatterFact,
    MatterState,
    Ruling,
    evolve_matter,
    replay_matter,
)
from anhuan.kernel.accountability_dues import MATTER_DISCHARGED, matter_owes
from anhuan.kernel.accountability_steps import (
    MATTER_STEPS,
    OFFERED,
    decide_matter,
    matter_choices,
)
from anhuan.kernel.calendar import Calendar, day_of
from anhuan.kernel.deadline import Term, Unit
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules

MATTER, OFFICE, BODY, CASE, POST = (UUID(int=n) for n in range(1, 6))
CLERK, SUBJECT, JUDGE, SECOND, SUPERIOR = (UUID(int=n) for n in range(11, 16))
FACT: Final = UUID(int=31)
AT: Final = datetime(2026, 3, 4, 1, tzinfo=UTC)
TODAY: Final = day_of(AT)
CODES: Final = (
    "verify", "open", "notify", "statement", "decide", "serve", "feedback", "archive",
    "appeal", "appeal_within", "effect.admonition",
)  # fmt: skip
RULES: Final = Rules(
    on=TODAY,
    calendar=Calendar({}),
    terms={f"matter.{code}": Term(5, Unit.DAY) for code in CODES},
    capabilities={
        Role.OFFICE: frozenset({Capability.CALL_TO_ACCOUNT}),
        Role.LEADER: frozenset({Capability.JUDGE}),
    },
    kinds={},
    behaviours={"no_action": "到期没有办理"},
    exemptions={"not_held": "期间球不在本人"},
    bodies={"decide": 3, "decide_appeal": 3},
)
STANDING: Final = Matter(
    id=MATTER,
    version=5,
    state=MatterState.HEARD,
    case=CASE,
    unit=OFFICE,
    handlers=frozenset({CLERK}),
    facts=frozenset({FACT}),
    person=SUBJECT,
    post=POST,
    superiors=frozenset({SUPERIOR}),
    behaviour="no_action",
    body=BODY,
    statement_until=TODAY - timedelta(days=1),
    stated_at=AT - timedelta(days=2),
    heard_at=AT - timedelta(days=2),
)
SERVED: Final = replace(
    STANDING,
    state=MatterState.IN_FORCE,
    ruling=Ruling.ADMONITION,
    decided_by=JUDGE,
    decided_at=AT,
    served_at=AT,
    appeal_until=TODAY + timedelta(days=5),
)
DECISION: Final[dict[str, Any]] = {
    "ruling": "admonition",
    "grounds": "逾期十五天没有办理",
    "decided_on": TODAY,
    "document": "云安委〔2026〕7 号",
    "members": "韩东\n林洁\n周敏",
}
GIVEN: Final[dict[MatterAct, dict[str, Any]]] = {
    MatterAct.PROPOSE: {"case": CASE, "summary": "两次复查不合格"},
    MatterAct.VERIFY: {"finding": "属实"},
    MatterAct.SET_ASIDE: {"reason": "重复"},
    MatterAct.CITE: {"fact": UUID(int=32)},
    MatterAct.OPEN: {
        "person": SUBJECT, "post": POST, "behaviour": "no_action", "charge": "没有办理",
        "basis": "条例第七条",
    },
    MatterAct.NOT_OPEN: {"reason": "已免责"},
    MatterAct.NOTIFY: {"intended": "admonition", "body": BODY},
    MatterAct.STATE: {"statement": "当时球不在我这里"},
    MatterAct.DECIDE: DECISION,
    MatterAct.SERVE: {"served_how": "当面送达"},
    MatterAct.FEED_BACK: {"feedback": "已整改"},
    MatterAct.APPEAL: {"reason": "事实不符"},
    MatterAct.DECIDE_APPEAL: DECISION | {"result": "changed", "ruling": "reminder_talk"},
    MatterAct.NOTE: {"note": "看过"},
}  # fmt: skip
UNITS: Final = {CLERK: OFFICE, JUDGE: BODY, SECOND: BODY, SUPERIOR: BODY}
ROLES: Final = {CLERK: Role.OFFICE, JUDGE: Role.LEADER, SECOND: Role.LEADER, SUPERIOR: Role.LEADER}


def actor(person: UUID | None) -> Actor:
    units = frozenset({UNITS[person]}) if person in UNITS else frozenset()
    roles = frozenset({ROLES[person]}) if person in ROLES else frozenset()
    return Actor(person=person, units=units, roles=roles)


def do(matter: Matter, act: MatterAct, by: UUID | None, **more: Any) -> MatterFact:
    values = GIVEN.get(act, {}) | more
    fact = decide_matter(matter, act, by=actor(by), at=AT, rules=RULES, given=values)
    return replace(fact, data=dict(fact.data) | extra(act))


def extra(act: MatterAct) -> dict[str, Any]:
    """What the service adds."""
    if act is MatterAct.PROPOSE:
        return {"case": CASE, "office": OFFICE, "trigger": "person", "facts": frozenset({FACT})}
    return {"superiors": frozenset({SUPERIOR})} if act is MatterAct.OPEN else {}


def refusal(matter: Matter, act: MatterAct, by: UUID | None, **more: Any) -> Why:
    with pytest.raises(Refusal) as refused:
        do(matter, act, by, **more)
    return refused.value.why


@pytest.mark.parametrize("state", MatterState)
@pytest.mark.parametrize("act", MatterAct)
def test_absent_pair_is_refused_to_everybody(state: MatterState, act: MatterAct) -> None:
    if (state, act) in MATTER_STEPS:
        return
    matter = replace(STANDING, state=state)

    whys = {refusal(matter, act, by) for by in (CLERK, SUBJECT, JUDGE)}

    assert whys <= {Why.MATTER_STATE, Why.ENDED}
    assert len(whys) == 1


@pytest.mark.parametrize("act", [act for act in MatterAct if act is not MatterAct.PROPOSE])
@pytest.mark.parametrize("state", MatterState)
def test_system_does_nothing_after_the_lead(state: MatterState, act: MatterAct) -> None:
    assert refusal(replace(STANDING, state=state), act, None) in {
        Why.WRONG_ROLE, Why.MATTER_STATE, Why.ENDED,
    }  # fmt: skip


def test_lead_of_the_system_names_nobody() -> None:
    lead = evolve_matter(Matter(id=MATTER), do(Matter(id=MATTER), MatterAct.PROPOSE, None))

    assert (lead.state, lead.person, lead.proposed_by) == (MatterState.LEAD, None, None)


@pytest.mark.parametrize("by, why", [
    (JUDGE, None), (SUBJECT, Why.WRONG_ROLE), (CLERK, Why.WRONG_ROLE),
    (SUPERIOR, Why.NOT_IMPARTIAL),
])  # fmt: skip
def test_decision_is_the_bodys_and_of_nobody_concerned(by: UUID, why: Why | None) -> None:
    if why is None:
        assert do(STANDING, MatterAct.DECIDE, by).data["present"] == 3
    else:
        assert refusal(STANDING, MatterAct.DECIDE, by) is why


@pytest.mark.parametrize("concerned", ["person", "proposed_by", "handlers", "superiors"])
def test_judge_who_is_concerned_does_not_decide(concerned: str) -> None:
    value: Any = JUDGE if concerned in {"person", "proposed_by"} else frozenset({JUDGE})

    found = refusal(replace(STANDING, **{concerned: value}), MatterAct.DECIDE, JUDGE)

    assert found is Why.NOT_IMPARTIAL


def test_decision_without_a_cited_act_is_refused() -> None:
    bare = replace(STANDING, facts=frozenset())

    assert refusal(bare, MatterAct.DECIDE, JUDGE) is Why.NEEDS_FACT


def test_decision_before_the_term_to_speak_ended_waits_for_the_statement() -> None:
    running = replace(STANDING, statement_until=TODAY, stated_at=None)

    assert refusal(running, MatterAct.DECIDE, JUDGE) is Why.TERM_RUNS
    assert (
        do(replace(running, stated_at=AT), MatterAct.DECIDE, JUDGE).data["ruling"] == "admonition"
    )


@pytest.mark.parametrize("members", ["韩东", "韩东\n\n林洁", "韩东\n韩东\n林洁"])
def test_decision_of_too_few_members_is_refused(members: str) -> None:
    assert refusal(STANDING, MatterAct.DECIDE, JUDGE, members=members) is Why.NEEDS_MEMBERS


@pytest.mark.parametrize("more, why", [
    ({"ruling": "acquitted"}, Why.MISSING),
    ({"ruling": "acquitted", "ground": "好人"}, Why.NO_SUCH_RULE),
    ({"decided_on": TODAY + timedelta(days=1)}, Why.MALFORMED),
    ({"decided_on": TODAY - timedelta(days=9)}, Why.MALFORMED),
    ({"grounds": " "}, Why.MISSING),
    ({"ruling": "beheading"}, Why.MALFORMED),
])  # fmt: skip
def test_decision_that_says_too_little_is_refused(more: dict[str, Any], why: Why) -> None:
    assert refusal(STANDING, MatterAct.DECIDE, JUDGE, **more) is why


def test_acquittal_on_a_ground_of_the_rulebook_has_no_measure() -> None:
    fact = do(STANDING, MatterAct.DECIDE, JUDGE, ruling="acquitted", ground="not_held")

    found = evolve_matter(STANDING, fact)

    assert (found.ruling, found.ground, found.is_measure) == (Ruling.ACQUITTED, "not_held", False)


@pytest.mark.parametrize("behaviour", ["懒得说", "no-action", "Ω" * 200])
def test_matter_without_a_code_of_the_rulebook_is_not_opened(behaviour: str) -> None:
    lead = replace(STANDING, state=MatterState.VERIFIED, person=None, handlers=frozenset())

    assert refusal(lead, MatterAct.OPEN, CLERK, behaviour=behaviour) is Why.NO_SUCH_RULE
    assert refusal(lead, MatterAct.OPEN, CLERK, behaviour="") is Why.MISSING


def test_nobody_opens_a_matter_about_who_prepared_it() -> None:
    lead = replace(STANDING, state=MatterState.VERIFIED, person=None)

    assert refusal(lead, MatterAct.OPEN, CLERK, person=CLERK) is Why.NOT_IMPARTIAL


def test_statement_is_the_persons_own_until_the_decision() -> None:
    for state in (MatterState.NOTIFIED, MatterState.HEARD):
        matter = replace(STANDING, state=state)
        assert evolve_matter(matter, do(matter, MatterAct.STATE, SUBJECT)).stated_at == AT
        assert refusal(matter, MatterAct.STATE, CLERK) is Why.MATTER_TURN


def test_waiver_before_the_end_of_the_term_is_refused() -> None:
    waits = replace(STANDING, state=MatterState.NOTIFIED, statement_until=TODAY)

    assert refusal(waits, MatterAct.WAIVE, CLERK) is Why.TERM_RUNS


@pytest.mark.parametrize("change, why", [
    ({}, None),
    ({"appeal_until": TODAY - timedelta(days=1)}, Why.TERM_OVER),
    ({"appeal": AppealResult.UPHELD}, Why.MATTER_STATE),
    ({"ruling": Ruling.ACQUITTED}, Why.MATTER_STATE),
])  # fmt: skip
def test_appeal_is_open_once_within_its_term(change: dict[str, Any], why: Why | None) -> None:
    matter = replace(SERVED, **change)
    if why is None:
        appealed = evolve_matter(matter, do(matter, MatterAct.APPEAL, SUBJECT))
        assert appealed.state is MatterState.APPEALED
    else:
        assert refusal(matter, MatterAct.APPEAL, SUBJECT) is why


def test_appeal_is_decided_by_another_judge() -> None:
    appealed = replace(SERVED, state=MatterState.APPEALED, appealed_at=AT)

    assert refusal(appealed, MatterAct.DECIDE_APPEAL, JUDGE) is Why.NOT_IMPARTIAL
    found = evolve_matter(appealed, do(appealed, MatterAct.DECIDE_APPEAL, SECOND))
    assert (found.ruling, found.appeal) == (Ruling.REMINDER_TALK, AppealResult.CHANGED)
    assert found.state is MatterState.IN_FORCE


def test_appeal_revoked_leaves_no_measure() -> None:
    appealed = replace(SERVED, state=MatterState.APPEALED, appealed_at=AT)

    fact = do(appealed, MatterAct.DECIDE_APPEAL, SECOND, result="revoked", ruling="referral")

    assert evolve_matter(appealed, fact).ruling is Ruling.NO_FAULT


def test_appeal_upheld_leaves_the_decision_as_it_was() -> None:
    appealed = replace(SERVED, state=MatterState.APPEALED, appealed_at=AT, document="原文号")

    fact = do(appealed, MatterAct.DECIDE_APPEAL, SECOND, result="upheld")

    found = evolve_matter(appealed, fact)
    assert (found.ruling, found.document) == (Ruling.ADMONITION, "原文号")


def test_measure_is_not_filed_away_before_the_appeal_term_and_the_feedback() -> None:
    assert refusal(SERVED, MatterAct.ARCHIVE, CLERK) is Why.MATTER_STATE
    fed = replace(SERVED, state=MatterState.FED_BACK, fed_back_at=AT)
    assert refusal(fed, MatterAct.ARCHIVE, CLERK) is Why.TERM_RUNS
    late = replace(fed, appeal_until=TODAY - timedelta(days=1))
    assert evolve_matter(late, do(late, MatterAct.ARCHIVE, CLERK)).state is MatterState.ARCHIVED


def test_effect_of_a_measure_expires_on_its_day() -> None:
    decided = replace(SERVED, state=MatterState.DECIDED, served_at=None)

    found = evolve_matter(decided, do(decided, MatterAct.SERVE, CLERK))

    last = date(2026, 3, 9)
    assert found.effect_until == last
    assert [found.holds_on(day) for day in (last, last + timedelta(days=1))] == [True, False]


@pytest.mark.parametrize("state", sorted(MATTER_OPEN))
def test_open_matter_owes_one_thing_that_some_act_discharges(state: MatterState) -> None:
    matter = replace(SERVED, state=state)

    owed = matter_owes(matter, at=AT, rules=RULES)

    assert owed is not None
    assert owed.ball
    assert owed.due_on is not None
    assert any((state, act) in MATTER_STEPS for act in MATTER_DISCHARGED[owed.act])


@given(st.lists(st.tuples(st.sampled_from(list(MatterAct)), st.sampled_from([
    None, CLERK, SUBJECT, JUDGE, SECOND, SUPERIOR,
]), st.sampled_from(list(Ruling)))))  # fmt: skip
def test_any_script_replays_and_choices_are_what_decide_grants(
    script: list[tuple[MatterAct, UUID | None, Ruling]],
) -> None:
    matter, facts = Matter(id=MATTER), []
    for act, by, ruling in script:
        if matter.version and by is not None:
            offered = matter_choices(matter, by=actor(by), at=AT, rules=RULES)
            assert set(offered) == set(OFFERED)
        more = {"ruling": ruling, "ground": "not_held"} if act is MatterAct.DECIDE else {}
        try:
            fact = do(matter, act, by, **more)
        except Refusal:
            continue
        if act is not MatterAct.PROPOSE:
            assert by is not None
            assert offered[act] is None
        facts.append(fact)
        matter = evolve_matter(matter, fact)
        if matter.decided_by is not None:
            assert matter.heard_at is not None
            assert matter.facts
            assert matter.decided_by not in {matter.person, *matter.handlers, *matter.superiors}

    assert replay_matter(Matter(id=MATTER), facts) == matter
