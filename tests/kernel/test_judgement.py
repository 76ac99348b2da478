"""The daily sheet: what fits it, what becomes work, what its facts add up to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

import pytest

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.calendar import Calendar, day_of
from anhuan.kernel.judgement import (
    LONGEST_CONCLUSION,
    LONGEST_TEXT,
    MOST_CONCLUSIONS,
    MOST_HIGHLIGHTS,
    Conclusion,
    Judgement,
    JudgementAct,
    JudgementState,
    Section,
    check_draft,
    check_issue,
    decide_judgement,
    evolve_judgement,
    replay_judgement,
)
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules

A = JudgementAct
S = JudgementState
AT: Final = datetime(2026, 11, 20, 9, tzinfo=UTC)
ONE, AREA, UNIT, HE = (UUID(int=n) for n in range(1, 5))
RULES: Final = Rules(
    on=day_of(AT),
    calendar=Calendar({}),
    terms={},
    capabilities={Role.OFFICE: frozenset({Capability.INSTRUCT})},
    kinds={},
)
CLERK: Final = Actor(person=HE, unit=UNIT, roles=frozenset({Role.OFFICE}))
GRID: Final = Actor(person=HE, unit=UNIT, roles=frozenset({Role.GRID}))
BEGUN: Final = {"area": AREA, "unit": UNIT, "day": day_of(AT), "edition": 1}
GIVEN: Final = {
    A.DRAFT: BEGUN,
    A.CORRECT: BEGUN | {"edition": 2, "conclusions": 1, "drawn_at": AT - timedelta(hours=3)},
    A.EDIT: {"conclusions": 3},
    A.REDRAW: {},
    A.ISSUE: {"digest": "ab", "works": []},
}
OPEN: Final = {
    S.NEW: {A.DRAFT, A.CORRECT},
    S.DRAFT: {A.REDRAW, A.EDIT, A.ISSUE},
    S.ISSUED: set[JudgementAct](),
}
WHOLE: Final = Conclusion(id=ONE, text="查", unit=UNIT, due_on=day_of(AT))


def refused(one: Judgement, act: JudgementAct, by: Actor | None = CLERK) -> Why | None:
    try:
        decide_judgement(one, act, by=by, at=AT, rules=RULES, data=GIVEN[act])
    except Refusal as refusal:
        return refusal.why
    return None


@pytest.mark.parametrize("act", A)
@pytest.mark.parametrize("state", S)
def test_act_is_open_in_its_states_alone(state: JudgementState, act: JudgementAct) -> None:
    expected = None if act in OPEN[state] else Why.JUDGEMENT_STATE

    assert refused(Judgement(id=ONE, state=state), act) == expected


def test_hour_draws_figures_and_does_nothing_else() -> None:
    there = {A.DRAFT: S.NEW, A.CORRECT: S.NEW}
    granted = {
        act
        for act in A
        if refused(Judgement(id=ONE, state=there.get(act, S.DRAFT)), act, None) is None
    }

    assert granted == {A.DRAFT, A.REDRAW}


def test_who_may_not_instruct_does_nothing() -> None:
    there = {A.DRAFT: S.NEW, A.CORRECT: S.NEW}
    found = {refused(Judgement(id=ONE, state=there.get(a, S.DRAFT)), a, GRID) for a in A}

    assert found == {Why.WRONG_ROLE}


def test_facts_add_up_to_an_issued_sheet() -> None:
    one, facts = Judgement(id=ONE), []
    for hours, act in enumerate((A.DRAFT, A.EDIT, A.REDRAW, A.ISSUE)):
        at = AT + timedelta(hours=hours)
        fact = decide_judgement(one, act, by=CLERK, at=at, rules=RULES, data=GIVEN[act])
        facts.append(fact)
        one = evolve_judgement(one, fact)

    assert replay_judgement(Judgement(id=ONE), facts) == one
    assert one == Judgement(
        id=ONE,
        version=4,
        state=S.ISSUED,
        area=AREA,
        unit=UNIT,
        day=date(2026, 11, 20),
        conclusions=3,
        drawn_at=AT + timedelta(hours=2),
        issued_at=AT + timedelta(hours=3),
        issued_by=HE,
        digest="ab",
    )


def test_correction_keeps_when_its_figures_were_drawn() -> None:
    fact = decide_judgement(
        Judgement(id=ONE), A.CORRECT, by=CLERK, at=AT, rules=RULES, data=GIVEN[A.CORRECT]
    )
    one = evolve_judgement(Judgement(id=ONE), fact)

    assert (one.edition, one.conclusions, one.drawn_at) == (2, 1, AT - timedelta(hours=3))


@pytest.mark.parametrize(
    "written, conclusions, field",
    [
        ({Section.AIR: "字" * LONGEST_TEXT}, [WHOLE] * MOST_CONCLUSIONS, ""),
        ({Section.AIR: "字" * (LONGEST_TEXT + 1)}, [], "air"),
        ({Section.HIGHLIGHTS: "一\n" * MOST_HIGHLIGHTS}, [], ""),
        ({Section.HIGHLIGHTS: "一\n" * (MOST_HIGHLIGHTS + 1)}, [], "highlights"),
        ({}, [WHOLE] * (MOST_CONCLUSIONS + 1), "conclusions"),
        ({}, [WHOLE, replace(WHOLE, text="字" * (LONGEST_CONCLUSION + 1))], "text-2"),
    ],
)
def test_sheet_takes_no_more_than_a_page(
    written: dict[Section, str], conclusions: list[Conclusion], field: str
) -> None:
    found = ""
    try:
        check_draft(written, conclusions)
    except Refusal as refusal:
        found = str(refusal.facts["field"])

    assert found == field


@pytest.mark.parametrize(
    "lacking, why, named",
    [
        ({"unit": None}, Why.CONCLUSION_OPEN, ("unit-2",)),
        ({"due_on": None}, Why.CONCLUSION_OPEN, ("due-2",)),
        ({"text": "", "unit": None}, Why.CONCLUSION_OPEN, ("text-2", "unit-2")),
        ({"due_on": day_of(AT) - timedelta(days=1)}, Why.DUE_PAST, "due-2"),
    ],
)
def test_conclusion_without_owner_or_date_is_not_issued(
    lacking: dict[str, object], why: Why, named: object
) -> None:
    with pytest.raises(Refusal) as caught:
        check_issue([WHOLE, replace(WHOLE, **lacking)], at=AT)  # type: ignore[arg-type]

    facts = caught.value.facts
    assert (caught.value.why, facts.get("fields", facts.get("field"))) == (why, named)


def test_what_is_work_already_is_not_asked_again() -> None:
    past = replace(WHOLE, due_on=date(2020, 1, 1), made=AREA)

    check_issue([past], at=AT)
    assert past.made == AREA
