"""The task (任务): its vocabulary, its value, and the only way in which it changes.

A task comes from above: a target, a clause of an upper document, a spoken instruction, a promise.
Which act is open to whom is in ``task_steps``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum, unique
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.facts import ActFact

if TYPE_CHECKING:
    from uuid import UUID


@unique
class TaskKind(StrEnum):
    """Where a task comes from. The kind changes no step; a supervision item alone may not stay
    within the unit that asks."""

    TARGET = "target"
    CLAUSE = "clause"
    INSTRUCTION = "instruction"
    COMMITMENT = "commitment"
    ACTION_ITEM = "action_item"
    SUPERVISION = "supervision"


@unique
class TaskState(StrEnum):
    """Where a task stands. Overdue is no state: it follows from the clock."""

    NEW = "new"
    DRAFTED = "drafted"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    UNDERWAY = "underway"
    REPORTED = "reported"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


TASK_ENDED: Final = frozenset({TaskState.CLOSED, TaskState.WITHDRAWN})
TASK_OPEN: Final = frozenset(TaskState) - TASK_ENDED - {TaskState.NEW}


@unique
class TaskAct(StrEnum):
    DRAFT = "draft"
    ASSIGN = "assign"
    ACCEPT = "accept"
    HAND_ON = "hand_on"
    PROGRESS = "progress"
    REPORT = "report"
    VERIFY = "verify"
    RETURN = "return"
    WITHDRAW = "withdraw"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    ASK_HELP = "ask_help"
    DECIDE_HELP = "decide_help"
    ADD_SUPPORT = "add_support"
    SIGN_SUPPORT = "sign_support"
    DIVIDE = "divide"
    REMIND = "remind"
    NOTE = "note"


@unique
class TaskParty(StrEnum):
    """Whose turn an act is, relative to the task."""

    ASKER = "asker"
    LEAD = "lead"
    EITHER = "either"
    HELPER = "helper"
    SUPPORTER = "supporter"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More time, asked for and not decided yet."""

    by: "UUID | None"
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """需协调: a decision that ``unit`` is asked for, by when."""

    by: "UUID | None"
    unit: "UUID"
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task as its facts add up to it."""

    id: "UUID"
    version: int = 0
    state: TaskState = TaskState.NEW
    kind: TaskKind = TaskKind.ACTION_ITEM
    parent: "UUID | None" = None
    asker_unit: "UUID | None" = None
    asker_post: "UUID | None" = None
    asked_by: "UUID | None" = None
    lead_unit: "UUID | None" = None
    lead_post: "UUID | None" = None
    due_on: date | None = None
    original_due_on: date | None = None
    quantity: Decimal | None = None
    round: int = 0
    doers: frozenset["UUID"] = frozenset()
    extension: Extension | None = None
    help: Help | None = None
    supporters: frozenset["UUID"] = frozenset()
    receipts: frozenset["UUID"] = frozenset()
    parts: int = 0
    reminded_on: date | None = None
    opened_at: datetime | None = None
    accepted_at: datetime | None = None
    reported_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in TASK_OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFact(ActFact[TaskAct]):
    """One act on a task."""


NEXT: Final[Mapping[TaskAct, TaskState]] = {
    TaskAct.DRAFT: TaskState.DRAFTED,
    TaskAct.ASSIGN: TaskState.ASSIGNED,
    TaskAct.ACCEPT: TaskState.ACCEPTED,
    TaskAct.PROGRESS: TaskState.UNDERWAY,
    TaskAct.REPORT: TaskState.REPORTED,
    TaskAct.VERIFY: TaskState.CLOSED,
    TaskAct.RETURN: TaskState.UNDERWAY,
    TaskAct.WITHDRAW: TaskState.WITHDRAWN,
}
"""Where an act leads; one that is absent leaves the state as it is."""
DOING: Final = frozenset({TaskAct.ACCEPT, TaskAct.PROGRESS, TaskAct.REPORT})
"""Who did one of these is a doer, and does not verify."""


def evolve(task: Task, fact: TaskFact) -> Task:
    """``task`` after ``fact``; the only way state changes."""
    moved = replace(task, version=task.version + 1, state=NEXT.get(fact.act, task.state))
    if fact.act in DOING and fact.by is not None:
        moved = replace(moved, doers=task.doers | {fact.by})
    change = _CHANGES.get(fact.act)
    return replace(moved, **change(task, fact)) if change else moved


def replay(task: Task, facts: Iterable[TaskFact]) -> Task:
    """The task that ``facts`` add up to, from a new one."""
    return reduce(evolve, facts, task)


def _drafted(task: Task, fact: TaskFact) -> dict[str, Any]:
    known = ("kind", "parent", "asker_unit", "asker_post", "quantity")
    values = {name: fact.data[name] for name in known if name in fact.data}
    return values | {"asked_by": fact.by, "opened_at": fact.at}


def _assigned(task: Task, fact: TaskFact) -> dict[str, Any]:
    due_on = fact.data["due_on"]
    return {
        "lead_unit": fact.data["to_unit"],
        "lead_post": fact.data["to_post"],
        "due_on": due_on,
        "original_due_on": due_on,
        "round": 1,
    }


def _reported(task: Task, fact: TaskFact) -> dict[str, Any]:
    return {"reported_at": fact.at, "extension": None, "help": None}


def _returned(task: Task, fact: TaskFact) -> dict[str, Any]:
    return {"round": task.round + 1, "due_on": fact.data["due_on"], "reported_at": None}


def _ended(task: Task, fact: TaskFact) -> dict[str, Any]:
    return {"ended_at": fact.at, "extension": None, "help": None}


def _help(task: Task, fact: TaskFact) -> dict[str, Any]:
    data = fact.data
    return {"help": Help(by=fact.by, unit=data["to_unit"], due_on=data["due_on"])}


def _granted(task: Task, fact: TaskFact) -> dict[str, Any]:
    asked = task.extension
    return {"extension": None, "due_on": asked.until if asked else task.due_on}


_CHANGES: Final[Mapping[TaskAct, Callable[[Task, TaskFact], dict[str, Any]]]] = {
    TaskAct.DRAFT: _drafted,
    TaskAct.ASSIGN: _assigned,
    TaskAct.ACCEPT: lambda task, fact: {"accepted_at": fact.at},
    TaskAct.HAND_ON: lambda task, fact: {"lead_post": fact.data["to_post"]},
    TaskAct.REPORT: _reported,
    TaskAct.RETURN: _returned,
    TaskAct.VERIFY: _ended,
    TaskAct.WITHDRAW: _ended,
    TaskAct.ASK_EXTENSION: lambda task, fact: {
        "extension": Extension(by=fact.by, until=fact.data["until"])
    },
    TaskAct.GRANT_EXTENSION: _granted,
    TaskAct.REFUSE_EXTENSION: lambda task, fact: {"extension": None},
    TaskAct.ASK_HELP: _help,
    TaskAct.DECIDE_HELP: lambda task, fact: {"help": None},
    TaskAct.ADD_SUPPORT: lambda task, fact: {
        "supporters": task.supporters | {fact.data["to_unit"]}
    },
    TaskAct.SIGN_SUPPORT: lambda task, fact: {"receipts": task.receipts | {fact.data["for_unit"]}},
    TaskAct.DIVIDE: lambda task, fact: {"parts": task.parts + 1},
    TaskAct.REMIND: lambda task, fact: {"reminded_on": fact.data["on"]},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How far the parts of a quantity add up to the whole."""

    whole: Decimal
    given: Decimal
    done: Decimal

    @property
    def left(self) -> Decimal:
        """What is in no part yet; negative when the parts are more than the whole."""
        return self.whole - self.given


def tally(
    whole: Decimal | None, parts: Iterable[tuple[TaskState, Decimal | None]]
) -> Tally | None:
    """``whole`` against the quantities of its direct parts; a withdrawn part does not count, nor
    does one without a lead: what nobody has is not given out. ``None`` without a quantity."""
    if whole is None:
        return None
    given = done = Decimal(0)
    for state, quantity in parts:
        if quantity is None or state in {TaskState.WITHDRAWN, TaskState.DRAFTED}:
            continue
        given += quantity
        done += quantity if state is TaskState.CLOSED else 0
    return Tally(whole=whole, given=given, done=done)
