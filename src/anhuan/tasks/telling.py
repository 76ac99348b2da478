"""Who is told of an act on a task: whoever it makes something due from, and the lead of what the
asker decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.kernel.obligation import Due
from anhuan.kernel.task import TaskAct
from anhuan.notices.services import notify
from anhuan.territory.members import persons_of_post

ANSWERS: Final = frozenset(
    {
        TaskAct.VERIFY,
        TaskAct.WITHDRAW,
        TaskAct.GRANT_EXTENSION,
        TaskAct.REFUSE_EXTENSION,
        TaskAct.DECIDE_HELP,
    }
)


def tell(
    *,
    task_id: UUID,
    number: str,
    version: int,
    act: str,
    title: str,
    opened: Sequence[Due],
    lead_post: UUID | None,
    ball_post: UUID | None,
    by: UUID,
    at: datetime,
) -> None:
    """Put the notices of one act into the outbox, in its transaction. Nobody tells himself."""
    told = [("task.due", due.post, due.act) for due in opened]
    if act in ANSWERS:
        told.append(("task.answer", lead_post, act))
    if act == TaskAct.REMIND:
        told.append(("task.reminder", ball_post, act))
    for topic, post, about in told:
        persons = persons_of_post(post, at=at) - {by} if post is not None else set()
        if persons:
            notify(
                to=persons,
                topic=topic,
                params={"number": number, "title": title[:60], "act": about},
                subject_kind="task",
                subject=task_id,
                key=f"{topic}:{task_id}:{version}:{about}",
                at=at,
            )
