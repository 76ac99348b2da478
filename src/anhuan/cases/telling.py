"""Who is told of an act: whoever got the ball, and the finder when the finding is settled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from anhuan.kernel.case import Action
from anhuan.notices.services import notify
from anhuan.territory.members import persons_of_post

GOOD_NEWS: Final = frozenset({Action.CLOSE, Action.SPOT_CHECK, Action.DISMISS, Action.RELAPSE})


def tell(
    *,
    case_id: UUID,
    number: str,
    version: int,
    action: str,
    title: str,
    ball_act: str,
    ball_post: UUID | None,
    due_on: str,
    found_by: UUID | None,
    by: UUID,
    at: datetime,
) -> None:
    """Put the notices of one act into the outbox, in its transaction. Nobody tells himself."""
    params = {
        "number": number,
        "title": title[:60],
        "action": action,
        "act": ball_act,
        "due_on": due_on,
    }
    if ball_post is not None:
        holders = persons_of_post(ball_post, at=at) - {by}
        topic = "case.reminder" if action == Action.REMIND else "case.ball"
        _notify(holders, topic, params, case_id, version, at)
    if action in GOOD_NEWS and found_by is not None and found_by != by:
        _notify({found_by}, "case.answer", params, case_id, version, at)


def _notify(
    to: set[UUID],
    topic: str,
    params: Mapping[str, Any],
    case_id: UUID,
    version: int,
    at: datetime,
) -> None:
    if to:
        notify(
            to=to,
            topic=topic,
            params=params,
            subject_kind="case",
            subject=case_id,
            key=f"{topic}:{case_id}:{version}",
            at=at,
        )
