"""The table of tasks: each row granted, each absent pair refused; any script replays."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.access import Capability, Role
from anhuan.kernel.calendar import Calendar, day_of
from anhuan.kernel.deadline import Term, Unit
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.kernel.task import (
    TASK_OPEN,
    Extension,
    Help,
    Tally,
    Task,
    TaskAct,
    TaskFact,
    TaskKind,
    TaskState,
    evolve,
    replay,
    tally,
)
from anhuan.kernel.task_dues import TASK_DISCHARGED, task_owes
from anhuan.kernel.task_steps import OFFERED, STEPS, decide_task, task_choices

TASK, OFFICE, STREET, BUREAU, COUNTY = (UUID(int=n) for n in range(1, 6))
ASKER, DOER, HELPER, SECOND = (UUID(int=n) for n in range(11, 15))
DESK, CHIEF = UUID(int=21), UUID(int=22)
AT: Final = datetime(2026, 3, 4, 1, tzinfo=UTC)
TODAY: Final = day_of(AT)
DUE: Final = date(2026, 3, 20)
RULES: Final = Rules(
    on=TODAY,
    calendar=Calendar({}),
    terms={
        code: Term(3, Unit.DAY)
        for code in ("task.assign", "task.accept", "task.verify", "task.extension")
    },
    capabilities={Role.OFFICER: frozenset(Capability)},
    kinds={},
)
STANDING: Final = Task(
    id=TASK,
    version=3,
    state=TaskState.UNDERWAY,
    asker_unit=OFFICE,
    lead_unit=STREET,
    lead_post=CHIEF,
    due_on=DUE,
    doers=frozenset({DOER}),
)
UNITS: Final = {ASKER: {OFFICE}, DOER: {STREET}, HELPER: {COUNTY}, SECOND: {BUREAU}}
GIVEN: Final[dict[TaskAct, dict[str, Any]]] = {
    TaskAct.DRAFT: {"title": "排查三百家企业"},
    TaskAct.ASSIGN: {"to_unit": STREET, "to_post": CHIEF, "due_on": DUE},
    TaskAct.HAND_ON: {"to_post": DESK},
    TaskAct.PROGRESS: {"progress": "已查一百家"},
    TaskAct.REPORT: {"done": "全部查完"},
    TaskAct.RETURN: {"reason": "缺照片", "due_on": DUE},
    TaskAct.WITHDRAW: {"reason": "不再需要"},
    TaskAct.ASK_EXTENSION: {"until": DUE + timedelta(days=5), "reason": "人手不够"},
    TaskAct.REFUSE_EXTENSION: {"reason": "抓紧"},
    TaskAct.ASK_HELP: {"difficulty": "缺钱", "needed": "批经费", "to_unit": COUNTY, "due_on": DUE},
    TaskAct.DECIDE_HELP: {"decision": "同意"},
    TaskAct.ADD_SUPPORT: {"to_unit": BUREAU, "part": "提供名单"},
    TaskAct.DIVIDE: {"child": UUID(int=99)},
    TaskAct.NOTE: {"note": "看过"},
}


def actor(person: UUID, *units: UUID) -> Actor:
    held = frozenset(units or UNITS[person])
    return Actor(person=person, roles=frozenset({Role.OFFICER}), units=held, unit=min(held))


def standing(state: TaskState) -> Task:
    """A task in ``state`` where everything is pending that may be pending."""
    given = replace(STANDING, state=state, supporters=frozenset({BUREAU}))
    if state is TaskState.NEW:
        return Task(id=TASK)
    if state is TaskState.DRAFTED:
        return replace(given, lead_unit=None, lead_post=None, due_on=None)
    return given


def asked(task: Task, act: TaskAct) -> Task:
    if act in {TaskAct.GRANT_EXTENSION, TaskAct.REFUSE_EXTENSION}:
        return replace(task, extension=Extension(by=DOER, until=DUE + timedelta(days=5)))
    if act is TaskAct.DECIDE_HELP:
        return replace(task, help=Help(by=DOER, unit=COUNTY, due_on=DUE))
    if act is TaskAct.ADD_SUPPORT:
        return replace(task, supporters=frozenset())
    return task


def able(act: TaskAct) -> Actor:
    people = {"lead": DOER, "either": ASKER, "helper": HELPER, "supporter": SECOND}
    party = next(step.party.value for (_state, one), step in STEPS.items() if one is act)
    return actor(people.get(party, ASKER))


def go(task: Task, act: TaskAct, by: Actor, **more: Any) -> Task:
    given = more.pop("given", GIVEN.get(act, {}))
    return evolve(task, decide_task(task, act, by=by, at=AT, rules=RULES, given=given, **more))


def why(task: Task, act: TaskAct, by: Actor, **more: Any) -> Why:
    with pytest.raises(Refusal) as caught:
        go(task, act, by, **more)
    return caught.value.why


@pytest.mark.parametrize(("state", "act"), sorted(STEPS))
def test_each_row_is_granted_to_whose_turn_it_is(state: TaskState, act: TaskAct) -> None:
    task = asked(standing(state), act)
    assert go(task, act, able(act)).version == task.version + 1


@pytest.mark.parametrize("state", TaskState)
@pytest.mark.parametrize("act", TaskAct)
def test_each_absent_pair_is_refused(state: TaskState, act: TaskAct) -> None:
    if (state, act) not in STEPS:
        assert why(asked(standing(state), act), act, able(act)) is Why.TASK_STATE


@pytest.mark.parametrize(("state", "act"), sorted(STEPS))
def test_each_row_is_refused_without_the_capability(state: TaskState, act: TaskAct) -> None:
    nobody = replace(able(act), roles=frozenset())
    assert why(asked(standing(state), act), act, nobody) is Why.WRONG_ROLE


@pytest.mark.parametrize(("state", "act"), sorted(STEPS))
def test_each_row_is_refused_to_a_unit_whose_turn_it_is_not(
    state: TaskState, act: TaskAct
) -> None:
    party = STEPS[state, act].party.value
    if party != "anyone":
        stranger = actor(UUID(int=66), UUID(int=77))
        assert why(asked(standing(state), act), act, stranger) is Why.TASK_TURN


def test_the_doer_never_verifies_even_with_a_post_in_the_asking_unit() -> None:
    reported = replace(STANDING, state=TaskState.REPORTED)
    assert why(reported, TaskAct.VERIFY, actor(DOER, OFFICE)) is Why.TASK_DOER
    assert why(reported, TaskAct.VERIFY, actor(SECOND, OFFICE, STREET)) is Why.TASK_DOER
    assert go(reported, TaskAct.VERIFY, actor(ASKER)).state is TaskState.CLOSED


def test_within_one_unit_another_person_verifies() -> None:
    own = replace(STANDING, state=TaskState.REPORTED, lead_unit=OFFICE)
    assert go(own, TaskAct.VERIFY, actor(ASKER)).state is TaskState.CLOSED
    assert why(own, TaskAct.VERIFY, actor(DOER, OFFICE)) is Why.TASK_DOER


def test_a_supervision_item_does_not_stay_within_the_unit_that_asks() -> None:
    drafted = replace(standing(TaskState.DRAFTED), kind=TaskKind.SUPERVISION)
    given = GIVEN[TaskAct.ASSIGN] | {"to_unit": OFFICE}
    assert why(drafted, TaskAct.ASSIGN, actor(ASKER), given=given) is Why.SAME_UNIT


def test_a_return_raises_the_round_and_sets_a_new_term() -> None:
    reported = replace(STANDING, state=TaskState.REPORTED, round=1)
    given = {"reason": "缺照片", "due_on": date(2026, 4, 1)}
    back = go(reported, TaskAct.RETURN, actor(ASKER), given=given)
    assert (back.state, back.round, back.due_on) == (TaskState.UNDERWAY, 2, date(2026, 4, 1))


def test_a_date_in_the_past_is_refused() -> None:
    given = GIVEN[TaskAct.ASSIGN] | {"due_on": TODAY - timedelta(days=1)}
    drafted = standing(TaskState.DRAFTED)
    assert why(drafted, TaskAct.ASSIGN, actor(ASKER), given=given) is Why.DUE_PAST


def test_the_date_moves_only_by_an_extension_that_another_person_grants() -> None:
    waiting = go(STANDING, TaskAct.ASK_EXTENSION, actor(DOER))
    assert waiting.due_on == DUE
    assert why(waiting, TaskAct.GRANT_EXTENSION, actor(DOER, OFFICE)) is Why.SECOND_PERSON
    assert go(waiting, TaskAct.GRANT_EXTENSION, actor(ASKER)).due_on == DUE + timedelta(days=5)
    assert go(waiting, TaskAct.REFUSE_EXTENSION, actor(ASKER)).due_on == DUE


def test_an_extension_is_later_than_the_date() -> None:
    given = {"until": DUE, "reason": "人手不够"}
    assert why(STANDING, TaskAct.ASK_EXTENSION, actor(DOER), given=given) is Why.NOT_LATER


@pytest.mark.parametrize("act", [TaskAct.REPORT, TaskAct.WITHDRAW])
def test_nothing_ends_over_open_parts(act: TaskAct) -> None:
    assert why(STANDING, act, able(act), open_parts=2) is Why.OPEN_PARTS


@pytest.mark.parametrize("state", TaskState)
def test_an_open_task_owes_one_ball_and_an_ended_one_nothing(state: TaskState) -> None:
    owed = task_owes(standing(state), at=AT, rules=RULES)
    assert [due.ball for due in owed].count(True) == (state in TASK_OPEN)
    assert {due.act for due in owed} <= set(TASK_DISCHARGED)


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([], Tally(whole=Decimal(300), given=Decimal(0), done=Decimal(0))),
        (
            [(TaskState.CLOSED, Decimal(100)), (TaskState.ASSIGNED, Decimal(150))],
            Tally(whole=Decimal(300), given=Decimal(250), done=Decimal(100)),
        ),
        (
            [(TaskState.WITHDRAWN, Decimal(100)), (TaskState.DRAFTED, Decimal(50))],
            Tally(whole=Decimal(300), given=Decimal(0), done=Decimal(0)),
        ),
        (
            [(TaskState.UNDERWAY, Decimal(400)), (TaskState.UNDERWAY, None)],
            Tally(whole=Decimal(300), given=Decimal(400), done=Decimal(0)),
        ),
    ],
)
def test_tally_shows_what_no_part_has(parts: Any, found: Tally) -> None:
    assert tally(Decimal(300), parts) == found


def test_tally_left_is_the_difference() -> None:
    parts = [(TaskState.UNDERWAY, Decimal("120.5"))]
    assert tally(Decimal(300), parts).left == Decimal("179.5")  # type: ignore[union-attr]
    assert tally(None, parts) is None


SCRIPTS: Final = st.lists(
    st.tuples(st.sampled_from(OFFERED), st.sampled_from([ASKER, DOER, HELPER, SECOND])),
    max_size=30,
)


def tried(task: Task, act: TaskAct, by: Actor, at: datetime) -> TaskFact | Refusal:
    try:
        return decide_task(task, act, by=by, at=at, rules=RULES, given=GIVEN.get(act, {}))
    except Refusal as refusal:
        return refusal


@given(SCRIPTS)
def test_any_script_replays_and_what_was_offered_was_granted(
    script: list[tuple[TaskAct, UUID]],
) -> None:
    first = decide_task(
        Task(id=TASK),
        TaskAct.DRAFT,
        by=actor(ASKER),
        at=AT,
        rules=RULES,
        given=GIVEN[TaskAct.DRAFT],
    )
    first = replace(first, data=dict(first.data) | {"asker_unit": OFFICE})
    task, facts = evolve(Task(id=TASK), first), [first]
    for number, (act, person) in enumerate(script):
        by, at = actor(person), AT + timedelta(days=number % 3)
        offered = task_choices(task, by=by, at=at, rules=RULES)[act]
        fact = tried(task, act, by, at)
        if isinstance(fact, Refusal):
            # A form not filled yet may be refused later for what stands in it, never the reverse.
            assert offered == fact or fact.why in {Why.NOT_LATER, Why.SAME_UNIT}
            continue
        assert offered is None
        facts.append(fact)
        task = evolve(task, fact)
        owed = task_owes(task, at=at, rules=RULES)
        assert [due.ball for due in owed].count(True) == task.is_open
        if task.state not in {TaskState.DRAFTED, TaskState.WITHDRAWN}:
            assert None not in (task.lead_unit, task.lead_post, task.due_on)
    assert replay(Task(id=TASK), facts) == task
    assert task.version == len(facts)
