"""Which act on a task is open in which state, to whom, and what it makes due.

``decide`` says what an act would record, or refuses it; ``choices`` asks ``decide`` about every
act, and so are the buttons.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from anhuan.kernel.access import Capability
from anhuan.kernel.calendar import day_of
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.kernel.task import (
    TASK_OPEN,
    Task,
    TaskAct,
    TaskFact,
    TaskKind,
    TaskParty,
    TaskState,
)
from anhuan.kernel.task_inputs import parse_task, split_task

A = TaskAct
C = Capability
P = TaskParty
S = TaskState
GIVE: Final = (C.INSTRUCT, C.ASSIGN)
DO: Final = (C.CARRY_OUT, C.INSTRUCT)
CHECK: Final = (C.RECHECK, C.INSTRUCT)
IN_HAND: Final = (S.ACCEPTED, S.UNDERWAY)
GIVEN_OUT: Final = (S.ASSIGNED, *IN_HAND)
DIVISIBLE: Final = (S.DRAFTED, *GIVEN_OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskStep:
    """One row of the table; any one of the capabilities in ``by`` is enough."""

    by: tuple[Capability, ...]
    party: TaskParty
    guards: tuple[str, ...] = ()


ROWS: Final[
    tuple[tuple[Iterable[TaskState], TaskAct, tuple[Capability, ...], TaskParty, str], ...]
] = (
    # states, act, capabilities, whose turn, guards
    ((S.NEW,), A.DRAFT, GIVE, P.ANYONE, ""),
    ((S.DRAFTED,), A.ASSIGN, GIVE, P.ASKER, "not_past elsewhere"),
    ((S.ASSIGNED,), A.ACCEPT, DO, P.LEAD, ""),
    (GIVEN_OUT, A.HAND_ON, DO, P.LEAD, ""),
    (IN_HAND, A.PROGRESS, DO, P.LEAD, ""),
    (IN_HAND, A.REPORT, DO, P.LEAD, "whole"),
    ((S.REPORTED,), A.VERIFY, CHECK, P.ASKER, "not_doer"),
    ((S.REPORTED,), A.RETURN, CHECK, P.ASKER, "not_doer not_past"),
    (TASK_OPEN, A.WITHDRAW, GIVE, P.ASKER, "whole"),
    (IN_HAND, A.ASK_EXTENSION, DO, P.LEAD, "unasked later"),
    (IN_HAND, A.GRANT_EXTENSION, (C.DECIDE_EXTENSION, C.INSTRUCT), P.ASKER, "asked not_asker"),
    (IN_HAND, A.REFUSE_EXTENSION, (C.DECIDE_EXTENSION, C.INSTRUCT), P.ASKER, "asked not_asker"),
    (GIVEN_OUT, A.ASK_HELP, DO, P.LEAD, "no_help not_past"),
    (GIVEN_OUT, A.DECIDE_HELP, (C.INSTRUCT,), P.HELPER, "help"),
    (GIVEN_OUT, A.ADD_SUPPORT, GIVE, P.EITHER, "another"),
    ((*GIVEN_OUT, S.REPORTED), A.SIGN_SUPPORT, DO, P.SUPPORTER, ""),
    (DIVISIBLE, A.DIVIDE, GIVE, P.EITHER, ""),
    (TASK_OPEN, A.REMIND, (C.REMIND,), P.ANYONE, "once_a_day"),
    (frozenset(S) - {S.NEW}, A.NOTE, (C.NOTE,), P.ANYONE, ""),
)


def _table() -> dict[tuple[TaskState, TaskAct], TaskStep]:
    return {
        (state, act): TaskStep(by=by, party=party, guards=tuple(guards.split()))
        for states, act, by, party, guards in ROWS
        for state in states
    }


STEPS: Final[Mapping[tuple[TaskState, TaskAct], TaskStep]] = MappingProxyType(_table())
OFFERED: Final = tuple(act for act in TaskAct if act is not TaskAct.DRAFT)


def decide_task(
    task: Task,
    act: TaskAct,
    *,
    by: Actor,
    at: datetime,
    rules: Rules,
    given: Mapping[str, Any] | None = None,
    open_parts: int = 0,
) -> TaskFact:
    """The fact that ``act`` would record, or ``Refusal``.

    ``given`` as in ``lifecycle.decide``: ``None`` asks only whether the act is open.
    ``open_parts`` says how many direct parts of the task have not ended.
    """
    step = STEPS.get((task.state, act))
    if step is None:
        raise Refusal(Why.TASK_STATE, act=act)
    if not any(rules.allows(by.roles, capability) for capability in step.by):
        raise Refusal(Why.WRONG_ROLE, act=act, capability=step.by[0])
    if not _in_turn(task, step.party, by):
        raise Refusal(Why.TASK_TURN, act=act)
    values = None if given is None else parse_task(act, given)
    for name in step.guards:
        _GUARDS[name](_Asked(task, act, by, at, values, open_parts))
    kept = split_task(act, values or {})[0] | _known(task, act, by, at)
    return TaskFact(act=act, at=at, by=by.person, post=by.post, unit=by.unit, data=kept)


def _known(task: Task, act: TaskAct, by: Actor, at: datetime) -> dict[str, Any]:
    if act is A.REMIND:
        return {"on": day_of(at)}
    if act is A.SIGN_SUPPORT:
        return {"for_unit": min((task.supporters - task.receipts) & by.units)}
    return {}


def _in_turn(task: Task, party: TaskParty, by: Actor) -> bool:
    wanted = {
        P.ASKER: {task.asker_unit},
        P.LEAD: {task.lead_unit},
        P.EITHER: {task.asker_unit, task.lead_unit},
        P.HELPER: {task.help.unit if task.help else None},
        P.SUPPORTER: task.supporters - task.receipts,
    }.get(party)
    if party is P.HELPER and task.help is None:
        raise Refusal(Why.NOT_PENDING)
    return wanted is None or bool(wanted & by.units)


@dataclass(frozen=True, slots=True)
class _Asked:
    task: Task
    act: TaskAct
    by: Actor
    at: datetime
    values: Mapping[str, Any] | None
    open_parts: int


def _not_past(a: _Asked) -> None:
    if a.values is not None and a.values["due_on"] < day_of(a.at):
        raise Refusal(Why.DUE_PAST, field="due_on", due_on=a.values["due_on"])


def _elsewhere(a: _Asked) -> None:
    """督导件: the unit that is supervised is never the one that verifies."""
    within = a.values is not None and a.values["to_unit"] == a.task.asker_unit
    if within and a.task.kind is TaskKind.SUPERVISION:
        raise Refusal(Why.SAME_UNIT, field="to_unit")


def _whole(a: _Asked) -> None:
    if a.open_parts:
        raise Refusal(Why.OPEN_PARTS, open=a.open_parts)


def _not_doer(a: _Asked) -> None:
    """Neither who did it, nor, where another unit did, one of that unit."""
    task = a.task
    outside = task.lead_unit != task.asker_unit
    if a.by.person in task.doers or (outside and task.lead_unit in a.by.units):
        raise Refusal(Why.TASK_DOER)


def _unasked(a: _Asked) -> None:
    if a.task.extension is not None:
        raise Refusal(Why.ALREADY_PENDING)


def _later(a: _Asked) -> None:
    due_on = a.task.due_on
    if a.values is not None and due_on is not None and a.values["until"] <= due_on:
        raise Refusal(Why.NOT_LATER, field="until", due_on=due_on)


def _asked(a: _Asked) -> None:
    if a.task.extension is None:
        raise Refusal(Why.NOT_PENDING)


def _not_asker(a: _Asked) -> None:
    if a.task.extension is not None and a.by.person == a.task.extension.by:
        raise Refusal(Why.SECOND_PERSON)


def _no_help(a: _Asked) -> None:
    if a.task.help is not None:
        raise Refusal(Why.ALREADY_PENDING)


def _help(a: _Asked) -> None:
    if a.task.help is not None and a.by.person == a.task.help.by:
        raise Refusal(Why.SECOND_PERSON)


def _another(a: _Asked) -> None:
    taken = {a.task.lead_unit, *a.task.supporters}
    if a.values is not None and a.values["to_unit"] in taken:
        raise Refusal(Why.SAME_UNIT, field="to_unit")


def _once_a_day(a: _Asked) -> None:
    if a.task.reminded_on == day_of(a.at):
        raise Refusal(Why.REMINDED_TODAY)


_GUARDS: Final[Mapping[str, Callable[[_Asked], None]]] = {
    "not_past": _not_past,
    "elsewhere": _elsewhere,
    "whole": _whole,
    "not_doer": _not_doer,
    "unasked": _unasked,
    "later": _later,
    "asked": _asked,
    "not_asker": _not_asker,
    "no_help": _no_help,
    "help": _help,
    "another": _another,
    "once_a_day": _once_a_day,
}


def task_choices(
    task: Task, *, by: Actor, at: datetime, rules: Rules, open_parts: int = 0
) -> dict[TaskAct, Refusal | None]:
    """Every act after the door, with ``None`` where it is open and the refusal where not."""
    answers: dict[TaskAct, Refusal | None] = {}
    for act in OFFERED:
        try:
            decide_task(task, act, by=by, at=at, rules=rules, open_parts=open_parts)
        except Refusal as refusal:
            answers[act] = refusal
        else:
            answers[act] = None
    return answers
