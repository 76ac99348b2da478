"""Who is told of an act on a matter: whose turn it is, and whoever it is about once it is served.

A notice says that there is something and where to read it, never about what.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.kernel.accountability import MatterAct
from anhuan.notices.services import notify
from anhuan.territory.members import persons_of_post

SERVED: Final = frozenset({MatterAct.NOTIFY, MatterAct.SERVE, MatterAct.DECIDE_APPEAL})


def tell(
    *,
    matter_id: UUID,
    number: str,
    version: int,
    act: str,
    title: str,
    ball_act: str,
    ball_post: UUID | None,
    person: UUID | None,
    by: UUID | None,
    at: datetime,
) -> None:
    """Put the notices of one act into the outbox, in its transaction. Nobody tells himself."""
    told: list[tuple[str, set[UUID], str]] = []
    if ball_act and ball_post is not None:
        told.append(("matter.due", persons_of_post(ball_post, at=at) - {by, person}, ball_act))
    if act in SERVED and person is not None:
        told.append(("matter.served", {person}, act))
    for topic, persons, about in told:
        if persons:
            notify(
                to=persons,
                topic=topic,
                params={"number": number, "title": title, "act": about},
                subject_kind="matter",
                subject=matter_id,
                key=f"{topic}:{matter_id}:{version}",
                at=at,
            )
