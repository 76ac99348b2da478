"""The quarantine: who speaks to the gateway and is no station."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from anhuan.base.db import one_at_a_time
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.telemetry.models import Station, Stranger
from anhuan.telemetry.types import Meeting

MOST_KEPT: Final = 2048
MOST_STRANGERS: Final = 10_000


@transaction.atomic
def meet_stranger(
    *,
    code: str,
    reason: Meeting,
    peer: str,
    system: str = "",
    raw: bytes,
    count: int = 1,
    at: datetime,
) -> bool:
    """Somebody who is no station has sent ``raw`` (the last of ``count``); false when the
    quarantine is full. One that was dismissed and speaks again waits again; one that became a
    station since the gateway last looked does not."""
    code = code[:64]
    one_at_a_time(f"stranger {code}")
    if reason is Meeting.UNKNOWN and _is_station(code):
        return True
    told = {"reason": reason, "peer": peer[:64], "system": system[:8], "last_at": at}
    told |= {"raw": raw[:MOST_KEPT], "settled_at": None, "settled_by": None}
    if Stranger.objects.filter(code=code).update(count=F("count") + count, **told):
        return True
    if Stranger.objects.count() >= MOST_STRANGERS:
        return False
    Stranger.objects.create(code=code, first_at=at, count=count, **told)
    return True


def _is_station(code: str) -> bool:
    return Station.objects.filter(code=code, retired_at__isnull=True).exists()


@transaction.atomic
def dismiss_stranger(*, stranger_id: UUID, by: Viewer, at: datetime) -> None:
    """Whoever it is, it is not ours. Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``."""
    if not by.may(Capability.KEEP_SITES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_SITES)
    waiting = Stranger.objects.filter(pk=stranger_id, settled_at__isnull=True)
    if not waiting.update(settled_at=at, settled_by=by.person):
        raise Refusal(Why.NOT_VISIBLE)
