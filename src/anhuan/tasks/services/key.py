"""Tasks marked as key (重点任务): each needs one leader who sponsors it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.duty import services as duty
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.task import TASK_OPEN, TaskAct, TaskState
from anhuan.kernel.task_steps import GIVE
from anhuan.tasks.models import Task
from anhuan.tasks.scope import find, may_mark


@transaction.atomic
def mark_key(*, number: str, given: Mapping[str, Any], by: Viewer, at: datetime) -> None:
    """The task is key from now on. ``given``: by which document or decision. Refuses
    ``NOT_VISIBLE``, ``WRONG_ROLE`` to whoever neither asked nor stands above, ``TASK_STATE`` for
    one that has ended, and what ``duty.services.mark_key`` refuses."""
    row = _asked(number, by)
    if TaskState(row.state) not in TASK_OPEN:
        raise Refusal(Why.TASK_STATE, act=TaskAct.ASSIGN)
    duty.mark_key(
        task=row.id,
        number=row.number,
        title=row.title,
        area_path=row.asker_path,
        given=given,
        by=by,
        at=at,
    )


@transaction.atomic
def take_back_key(*, number: str, by: Viewer, at: datetime) -> None:
    """The task is key no longer. Refuses as ``mark_key``."""
    duty.end_key(task=_asked(number, by).id, by=by, at=at)


def _asked(number: str, by: Viewer) -> Task:
    row = find(by, number)
    if not may_mark(by, row):
        raise Refusal(Why.WRONG_ROLE, capability=GIVE[0])
    return row
