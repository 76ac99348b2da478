"""A task in one row: chip, ball, amount."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from anhuan.kernel.task import TaskState
from anhuan.tasks.types import Line
from anhuan.tasks.words import TASK_STATES
from anhuan.web.desk.showing import Eye
from anhuan.web.parts.shapes import Ball, PersonPost, StateChip
from anhuan.web.parts.states import round_text

CHIPS: Final[Mapping[TaskState, tuple[str, str]]] = {
    TaskState.NEW: ("grey", "dot"),
    TaskState.DRAFTED: ("amber", "dash-circle-dotted"),
    TaskState.ASSIGNED: ("grey", "send"),
    TaskState.ACCEPTED: ("grey", "list-check"),
    TaskState.UNDERWAY: ("blue", "circle-half"),
    TaskState.REPORTED: ("teal", "eye"),
    TaskState.CLOSED: ("green", "check-lg"),
    TaskState.WITHDRAWN: ("none", "slash-circle"),
}


def chip(line: Line) -> StateChip:
    state = TaskState(line.state)
    tone, icon = CHIPS[state]
    return StateChip(line.state, str(TASK_STATES[state]), icon, tone, round_text(line.round))


def ball(line: Line, eye: Eye) -> Ball | str:
    """Whose turn it is; nobody's on a task that has ended."""
    if not line.is_open:
        return ""
    where = " ".join(part for part in (line.ball_unit, line.ball_title) if part)
    overdue = line.ball_due_on is not None and line.ball_due_on < eye.today
    mine = line.ball_post in eye.viewer.posts
    if not line.ball_name:
        return Ball(None, mine=mine, overdue=overdue, inherits=where)
    holder = PersonPost(line.ball_name, where, f"{line.ball_name} {where}")
    return Ball(holder, mine=mine, overdue=overdue)


def lead(line: Line) -> str:
    """The unit that leads and the person in it; a task that nobody has says so."""
    if line.lead_unit is None:
        return _("nobody yet")
    return " ".join(part for part in (line.lead_name, line.lead_person) if part)


def amount(number: Decimal | None, unit: str) -> str:
    """“120 家”, “1.5 公里”: without zeros that say nothing."""
    if number is None:
        return ""
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return f"{plain} {unit}".strip()


def task_url(number: str) -> str:
    return reverse("desk:task", args=[number])
