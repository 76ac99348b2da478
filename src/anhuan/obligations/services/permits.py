"""What is owed of permits that run out, kept up by acts and by the day."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.base.db import one_at_a_time
from anhuan.kernel.calendar import day_of
from anhuan.kernel.obligation import Due
from anhuan.kernel.permit import DISCHARGED_BY, PermitAct
from anhuan.obligations.cyclic import PERMITS
from anhuan.obligations.licences import differing, owing
from anhuan.obligations.models import Sweep
from anhuan.obligations.services.acts import settle
from anhuan.obligations.types import About
from anhuan.rulebook.queries import rules_at


@transaction.atomic
def on_permit(*, permit: UUID, act: str, at: datetime) -> None:
    """A permit was entered, changed, renewed or ended: what is owed of it follows at once."""
    action = PermitAct(act) if act else None
    _settle_permits(owing(at, only=permit), action, at=at)


@transaction.atomic
def settle_permits(*, at: datetime) -> int:
    """Once a day: put what runs out on the list of the unit that issued it, and what lies with a
    unit that is no more where it belongs now. Gives how many changed."""
    one_at_a_time("permits that run out")
    changed = differing(owing(at))
    _settle_permits(changed, None, at=at)
    Sweep.objects.update_or_create(duty=PERMITS, defaults={"on": day_of(at)})
    return len(changed)


def _settle_permits(
    listed: Iterable[tuple[About, Sequence[Due]]], action: PermitAct | None, *, at: datetime
) -> None:
    knowledge = rules_at(at).knowledge
    for about, dues in listed:
        settle(
            about=about,
            owed=dues,
            action=action,
            fresh=False,
            at=at,
            knowledge=knowledge,
            discharged_by=DISCHARGED_BY,
        )
