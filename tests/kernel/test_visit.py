"""The table of visits: each row granted, each absent pair refused; any script replays."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.calendar import Calendar, day_of
from anhuan.kernel.case import Domain
from anhuan.kernel.checklist import Answer, Answered, Checklist, Item
from anhuan.kernel.industries import Field
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.kernel.visit import VISIT_OVER, Visit, VisitAct, VisitKind, VisitState, evolve, replay
from anhuan.kernel.visit_steps import VISIT_STEPS, Known, decide_visit, read_visit, split_visit

A, S = VisitAct, VisitState
ONE, TWO, GRID, FIRM = (UUID(int=n) for n in range(1, 5))
VISIT, SITE, ELSEWHERE, CASE = (UUID(int=n) for n in range(11, 15))
AT: Final = datetime(2026, 3, 4, 1, tzinfo=UTC)
LIST: Final = Checklist(
    object="小商铺",
    industries=(),
    items=tuple(
        Item(code=code, topic="区", text="项", domain=Domain.SAFETY, field=Field.FIRE)
        for code in ("a", "b")
    ),
)
RULES: Final = Rules(
    on=day_of(AT),
    calendar=Calendar({}),
    terms={},
    capabilities={
        Role.OFFICER: frozenset({Capability.REPORT, Capability.RECHECK}),
        Role.GRID: frozenset({Capability.REPORT}),
        Role.FIRM_OFFICER: frozenset({Capability.REPORT}),
    },
    kinds={},
)
KNOWN: Final = Known(rules=RULES, checklist=LIST, least={VisitKind.DEPARTMENT: 2})
ROLES: Final = {ONE: Role.OFFICER, TWO: Role.OFFICER, GRID: Role.GRID, FIRM: Role.FIRM_OFFICER}
ALL_FINE: Final = {
    "answers": tuple(Answered(item=code, answer=Answer.CONFORMS) for code in ("a", "b"))
}
GIVEN: Final[dict[VisitAct, dict[str, Any]]] = {
    A.OPEN: {"kind": "department", "site": SITE, "checklist": "small-shop"},
    A.JOIN: {"officer": TWO},
    A.ANSWER: ALL_FINE,
    A.FIND: {"case": CASE, "item": "a"},
    A.REFUSE_ENTRY: {"refusal": "kept-out", "description": "不让进"},
    A.END: {},
    A.VOID: {"void_reason": "wrong-place"},
    A.NOTE: {"note": "下次先打电话"},
    A.IMPORT: {},
}


def actor(person: UUID) -> Actor:
    sites = frozenset({SITE}) if person == FIRM else frozenset[UUID]()
    return Actor(person=person, roles=frozenset({ROLES[person]}), sites=sites)


def decided(visit: Visit, act: VisitAct, by: UUID = ONE, known: Known = KNOWN, **more: Any) -> Any:
    values = GIVEN[act] | more
    return decide_visit(visit, act, by=actor(by), at=AT, known=known, given=values)


def why(visit: Visit, act: VisitAct, by: UUID = ONE, known: Known = KNOWN, **more: Any) -> Why:
    with pytest.raises(Refusal) as caught:
        decided(visit, act, by, known, **more)
    return caught.value.why


def after(*acts: VisitAct, by: UUID = ONE, **more: Any) -> Visit:
    visit = Visit(id=VISIT)
    for act in acts:
        visit = evolve(visit, decided(visit, act, by, **(more if act is A.OPEN else {})))
    return visit


def test_whole_visit_ends() -> None:
    visit = after(A.OPEN, A.JOIN, A.ANSWER, A.FIND, A.END)

    assert (visit.state, visit.version, visit.officers, visit.findings) == (
        S.ENDED,
        5,
        frozenset({ONE, TWO}),
        frozenset({CASE}),
    )
    assert (visit.is_whole, visit.began_at, visit.ended_at) == (True, AT, AT)


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("act", A)
def test_act_that_has_no_row_is_refused(state: VisitState, act: VisitAct) -> None:
    visit = Visit(id=VISIT, state=state, officers=frozenset({ONE}))

    if (state, act) not in VISIT_STEPS:
        assert why(visit, act) is Why.VISIT_STATE


def test_nobody_else_acts_on_a_visit() -> None:
    visit = after(A.OPEN)

    acts = [act for act in A if (S.UNDERWAY, act) in VISIT_STEPS]
    assert {why(visit, act, TWO) for act in acts} == {Why.VISIT_OFFICER}


def test_grid_patrols_but_does_not_inspect() -> None:
    assert why(Visit(id=VISIT), A.OPEN, GRID) is Why.WRONG_ROLE
    assert after(A.OPEN, by=GRID, kind="patrol", checklist="").kind is VisitKind.PATROL


def test_firm_checks_itself_and_nobody_else() -> None:
    new = Visit(id=VISIT)

    assert why(new, A.OPEN, FIRM, kind="self-check", site=ELSEWHERE) is Why.WRONG_ROLE
    assert why(new, A.OPEN, FIRM, kind="patrol") is Why.WRONG_ROLE
    assert why(new, A.OPEN, ONE, kind="self-check") is Why.WRONG_ROLE
    assert after(A.OPEN, by=FIRM, kind="self-check").is_open


def test_officer_alone_does_not_end_an_inspection() -> None:
    alone = after(A.OPEN, A.ANSWER)

    with pytest.raises(Refusal) as caught:
        decided(alone, A.END)

    assert caught.value == Refusal(Why.VISIT_OFFICERS, least=2)


def test_visit_with_open_items_does_not_end() -> None:
    half = (Answered(item="b", answer=Answer.FAILS),)
    visit = after(A.OPEN, A.JOIN)
    visit = evolve(visit, decided(visit, A.ANSWER, answers=half))

    with pytest.raises(Refusal) as caught:
        decided(visit, A.END)

    assert caught.value == Refusal(Why.MISSING, field="answers", item="a", left=1)


def test_later_answer_takes_the_place_of_the_earlier() -> None:
    visit = after(A.OPEN, A.ANSWER)

    changed = evolve(
        visit, decided(visit, A.ANSWER, answers=(Answered(item="a", answer=Answer.FAILS),))
    )

    assert changed.answers == {"a": Answer.FAILS, "b": Answer.CONFORMS}


def test_whoever_looked_was_not_kept_out() -> None:
    assert why(after(A.OPEN, A.ANSWER), A.REFUSE_ENTRY) is Why.VISIT_STATE
    assert after(A.OPEN, A.REFUSE_ENTRY).state is S.REFUSED


def test_visit_that_found_something_is_not_voided() -> None:
    assert why(after(A.OPEN, A.FIND), A.VOID) is Why.VISIT_STATE
    assert after(A.OPEN, A.ANSWER, A.VOID).state is S.VOIDED


def test_finding_on_an_item_the_list_lacks_is_refused() -> None:
    assert why(after(A.OPEN), A.FIND, item="z") is Why.MALFORMED


def test_visit_without_a_list_takes_no_answers_and_ends() -> None:
    bare = Known(rules=RULES)
    visit = after(A.OPEN, by=GRID, kind="patrol", checklist="")

    assert why(visit, A.ANSWER, GRID, bare) is Why.NO_SUCH_RULE
    assert evolve(visit, decided(visit, A.END, GRID, bare)).is_whole


def test_list_that_is_not_in_force_opens_no_visit() -> None:
    assert why(Visit(id=VISIT), A.OPEN, ONE, Known(rules=RULES)) is Why.NO_SUCH_RULE


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"answers": []},
        {"answers": "a"},
        {"answers": ["a"]},
        {"answers": [{"item": "a", "answer": "perhaps"}]},
        {"answers": [{"item": "a", "answer": "fails", "exhibits": True}]},
        {"answers": [{"item": "a", "answer": "fails", "exhibits": -1}]},
        {"answers": [{"item": "a", "answer": "fails", "reason": 4}]},
        {"answers": [{"item": "a", "answer": "fails", "reason": "长" * 201}]},
    ],
)
def test_answers_that_are_none_are_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        read_visit(A.ANSWER, raw)


def test_reason_goes_where_it_may_be_erased() -> None:
    values = read_visit(
        A.ANSWER, {"answers": [{"item": "a", "answer": "not-checked", "reason": "门锁着"}]}
    )

    assert split_visit(A.ANSWER, values) == (
        {"answers": {"a": "not-checked"}},
        {"reasons": {"a": "门锁着"}},
    )


@given(st.lists(st.tuples(st.sampled_from(A), st.sampled_from([ONE, TWO])), max_size=12))
def test_any_script_replays(script: list[tuple[VisitAct, UUID]]) -> None:
    visit, facts = Visit(id=VISIT), []
    for number, (act, by) in enumerate(script):
        try:
            fact = decide_visit(
                visit,
                act,
                by=actor(by),
                at=AT + timedelta(minutes=number),
                known=KNOWN,
                given=GIVEN[act],
            )
        except Refusal:
            continue
        facts.append(fact)
        visit = evolve(visit, fact)

    assert replay(Visit(id=VISIT), facts) == visit
    assert (visit.ended_at is not None) == (visit.state in VISIT_OVER)
