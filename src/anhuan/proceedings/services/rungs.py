"""What a rung of a ladder proposes: an interview of whoever held what is late."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import one_at_a_time
from anhuan.base.ids import new_id
from anhuan.base.tree import ancestors
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.procedure import Procedure, Proceeding
from anhuan.proceedings import models
from anhuan.proceedings.services.acts import begin
from anhuan.proceedings.types import RUNG
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import office_of, post_unit

GROUND: Final = "overdue"
"""The ground of the rulebook for what a rung proposes."""


@transaction.atomic
def on_rung(
    *,
    rung: UUID,
    proposes: str,
    case: UUID | None,
    number: str,
    days: int,
    area_path: str,
    post: UUID | None,
    unit: UUID | None,
    site: UUID | None,
    at: datetime,
    **more: Any,
) -> None:
    """Propose an interview where the rung says so, once for each rung that became true."""
    key = f"rung:{rung}"
    subject = unit or (post_unit(post) if post and site is None else None)
    office = _office(area_path, subject)
    rules = rules_at(at)
    if proposes != Procedure.INTERVIEW or GROUND not in rules.interviews:
        return
    if office is None or (subject is None and site is None):
        return
    one_at_a_time(f"proceeding {key}")
    if models.Proceeding.objects.filter(key=key).exists():
        return
    whom: dict[str, Any] = {"subject_unit": subject} if subject else {"site": site}
    given = {
        "procedure": Procedure.INTERVIEW,
        "ground": GROUND,
        "summary": f"{number} 逾期满 {days} 天没有办理",
        **whom,
        **({"case": case} if case else {}),
    }
    begin(
        Proceeding(id=new_id()),
        office,
        RUNG,
        values=given,
        actor=Actor(person=None),
        at=at,
        rules=rules,
        key=key,
    )


def _office(area_path: str, subject: UUID | None) -> UUID | None:
    """The nearest committee office that is not itself the one that is late."""
    for path in (area_path, *reversed(ancestors(area_path))):
        office = office_of(path)
        if office is not None and office != subject:
            return office
    return None
