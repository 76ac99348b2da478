"""Columns of a task row that follow from its facts' words and from its obligations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from anhuan.kernel.obligation import Due
from anhuan.kernel.rules import Rules
from anhuan.kernel.task import Task, TaskAct
from anhuan.kernel.task_dues import task_owes
from anhuan.tasks.actors import decider_of, head_of
from anhuan.tasks.models import ENDED

TEXTS: Final[Mapping[TaskAct, tuple[str, ...]]] = {
    TaskAct.DRAFT: ("title", "requirement", "occasion", "measure_unit"),
    TaskAct.REPORT: ("done",),
    TaskAct.ASK_HELP: ("difficulty", "needed"),
    TaskAct.DECIDE_HELP: ("decision",),
}


def text_columns(act: TaskAct, values: Mapping[str, Any]) -> dict[str, Any]:
    """The row's text columns that an act writes; they may lawfully be erased later."""
    return {name: values[name] for name in TEXTS.get(act, ()) if name in values}


def owed_by(task: Task, *, at: datetime, rules: Rules) -> tuple[Due, ...]:
    """What the task owes from ``at``, each with the post it falls on where one is to be found."""
    return tuple(_held(due) for due in task_owes(task, at=at, rules=rules))


def _held(due: Due) -> Due:
    if due.post is not None or due.unit is None:
        return due
    find = decider_of if due.act == "task.help" else head_of
    return replace(due, post=find(due.unit))


def ball_columns(owed: Sequence[Due]) -> dict[str, Any]:
    """The copy of the ball on the task row, for lists."""
    ball = next((due for due in owed if due.ball), None)
    if ball is None:
        nobody = {"ball_post": None, "ball_unit": None, "ball_due_on": None}
        return {"ball_act": "", "sort_due": ENDED, **nobody}
    return {
        "ball_act": ball.act,
        "ball_due_on": ball.due_on,
        "sort_due": ball.due_on or ENDED,
        "ball_post": ball.post,
        "ball_unit": ball.unit,
    }
