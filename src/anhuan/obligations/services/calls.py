"""What is owed of duty calls: an answer within minutes, which climbs when it does not come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Party
from anhuan.kernel.obligation import Due
from anhuan.kernel.roster import DISCHARGED_BY, TERM_OF_CALL, CallAct
from anhuan.notices.services import notify
from anhuan.obligations.services.acts import settle
from anhuan.obligations.types import About
from anhuan.rulebook.queries import rules_at

TOPIC: Final = "duty.called"


def on_called(
    *,
    call: UUID,
    unit: UUID,
    post: UUID,
    through: Sequence[UUID],
    title: str,
    area_path: str,
    due_at: datetime,
    persons: Sequence[UUID],
    at: datetime,
) -> None:
    """A unit was called, in the transaction of the call: whoever is on duty is told at once,
    quiet hours or not, and the answer is owed until its minute."""
    owed = Due(
        act=CallAct.ANSWER.value,
        party=Party.OWNER,
        due_on=day_of(due_at),
        due_at=due_at,
        term=TERM_OF_CALL,
        unit=unit,
        post=post,
        through=tuple(through),
    )
    about = _about(call, title=title, area_path=area_path)
    knowledge = rules_at(at).knowledge
    settle(about=about, owed=[owed], action=None, fresh=True, at=at, knowledge=knowledge)
    notify(
        to=persons,
        topic=TOPIC,
        params={"title": title, "due_at": due_at},
        subject_kind="call",
        subject=call,
        key=f"called:{call}",
        at=at,
        urgent=True,
    )


def on_answered(*, call: UUID, at: datetime) -> None:
    """The answer ends what is owed; rungs that became true before stay written."""
    settle(
        about=_about(call),
        owed=(),
        action=CallAct.ANSWER,
        fresh=False,
        at=at,
        knowledge=rules_at(at).knowledge,
        discharged_by=DISCHARGED_BY,
    )


def _about(call: UUID, *, title: str = "", area_path: str = "") -> About:
    return About(
        call=call,
        number="",
        title=title,
        site_name="",
        area_path=area_path,
        kind="",
        grade="",
        overseer=None,
    )
