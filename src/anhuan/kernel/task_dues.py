"""What a task makes due: one obligation with the ball, and what runs beside it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from anhuan.kernel.case import Party
from anhuan.kernel.deadline import due
from anhuan.kernel.obligation import Due
from anhuan.kernel.rules import Rules
from anhuan.kernel.task import Task, TaskAct, TaskState

A = TaskAct
TASK_DISCHARGED: Final[Mapping[str, frozenset[TaskAct]]] = {
    "task.assign": frozenset({A.ASSIGN}),
    "task.accept": frozenset({A.ACCEPT}),
    "task.report": frozenset({A.REPORT}),
    "task.verify": frozenset({A.VERIFY, A.RETURN}),
    "task.extension": frozenset({A.GRANT_EXTENSION, A.REFUSE_EXTENSION}),
    "task.help": frozenset({A.DECIDE_HELP}),
    "task.support": frozenset({A.SIGN_SUPPORT}),
}
ACT_OF: Final[Mapping[str, TaskAct]] = {
    "task.assign": A.ASSIGN,
    "task.accept": A.ACCEPT,
    "task.report": A.REPORT,
    "task.verify": A.VERIFY,
    "task.extension": A.GRANT_EXTENSION,
    "task.help": A.DECIDE_HELP,
    "task.support": A.SIGN_SUPPORT,
}
"""The act by which an obligation is met."""


def task_owes(task: Task, *, at: datetime, rules: Rules) -> tuple[Due, ...]:
    """What ``task`` owes from ``at`` on, the ball first; nothing when it has ended."""
    if not task.is_open:
        return ()
    return (_ball(task, at, rules), *_beside(task, at, rules))


def _ball(task: Task, at: datetime, rules: Rules) -> Due:
    if task.state is TaskState.DRAFTED:
        return _termed("task.assign", "task.assign", _asker(task), at, rules)
    if task.state is TaskState.ASSIGNED:
        return _termed("task.accept", "task.accept", _lead(task), at, rules)
    if task.state is TaskState.REPORTED:
        return _termed("task.verify", "task.verify", _asker(task), at, rules)
    return replace(_lead(task), act="task.report", due_on=task.due_on, term="due")


def _beside(task: Task, at: datetime, rules: Rules) -> list[Due]:
    found = []
    if task.extension is not None:
        found.append(_termed("task.extension", "task.extension", _asker(task), at, rules))
    if task.help is not None:
        helper = _empty(Party.RECEIVER)
        due_on = task.help.due_on
        found.append(
            replace(helper, act="task.help", due_on=due_on, term="due", unit=task.help.unit)
        )
    if task.state is not TaskState.DRAFTED:
        for unit in sorted(task.supporters - task.receipts):
            supporter = replace(_empty(Party.RECEIVER), unit=unit)
            found.append(_termed("task.support", "task.accept", supporter, at, rules))
    return [replace(each, ball=False) for each in found]


def _empty(party: Party) -> Due:
    return Due(act="", party=party, due_on=None, term="")


def _asker(task: Task) -> Due:
    return replace(_empty(Party.OWNER), unit=task.asker_unit, post=task.asker_post)


def _lead(task: Task) -> Due:
    return replace(_empty(Party.IMPLEMENTER), unit=task.lead_unit, post=task.lead_post)


def _termed(act: str, term: str, holder: Due, at: datetime, rules: Rules) -> Due:
    deadline = due(rules.term(term), at, rules.calendar)
    return replace(
        holder, act=act, due_on=deadline.due_on, term=term, estimated=deadline.estimated
    )
