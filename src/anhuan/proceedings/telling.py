"""Who is told of an act on a proceeding: whose turn it is, and its subject once it is served."""

from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.kernel.access import Role
from anhuan.kernel.procedure import ProceedingAct
from anhuan.notices.services import notify
from anhuan.proceedings.projection import head_of
from anhuan.territory.members import persons_of_post, persons_of_posts
from anhuan.territory.queries import posts_of_site

A = ProceedingAct
SERVED: Final = frozenset(
    {A.INVITE, A.RECHECK, A.CIRCULATE, A.WITHDRAW, A.NOTIFY, A.SERVE, A.DECIDE_APPEAL, A.EXPIRE}
)


def tell(
    *,
    proceeding_id: UUID,
    number: str,
    version: int,
    act: str,
    title: str,
    ball_act: str,
    ball_post: UUID | None,
    subject_unit: UUID | None,
    site: UUID | None,
    by: UUID | None,
    at: datetime,
) -> None:
    """Put the notices of one act into the outbox, in its transaction. Nobody tells himself."""
    told: list[tuple[str, set[UUID], str]] = []
    if ball_act and ball_post is not None:
        told.append(("proceeding.due", persons_of_post(ball_post, at=at) - {by}, ball_act))
    if act in SERVED:
        told.append(("proceeding.served", _subject(subject_unit, site, at) - {by}, act))
    for topic, persons, about in told:
        if persons:
            notify(
                to=persons,
                topic=topic,
                params={"number": number, "title": title, "act": about},
                subject_kind="proceeding",
                subject=proceeding_id,
                key=f"{topic}:{proceeding_id}:{version}",
                at=at,
            )


def _subject(unit: UUID | None, site: UUID | None, at: datetime) -> set[UUID]:
    """Whoever answers for the unit, or for the firm, on that day."""
    if site is not None:
        return persons_of_posts(posts_of_site(site, Role.FIRM_HEAD, Role.FIRM_OFFICER), at=at)
    head = head_of(unit) if unit else None
    return persons_of_post(head, at=at) if head else set()
