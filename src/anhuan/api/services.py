"""Acts that may be sent twice, and the sweep of what was kept for that."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from anhuan.api.models import Once
from anhuan.api.types import Answer, Sending
from anhuan.kernel.refusal import Refusal, Why

KEPT: Final = timedelta(days=30)
MOST_SWEPT: Final = 1000


def once(
    act: Callable[[], Answer], *, account: UUID, sending: Sending | None, at: datetime
) -> Answer:
    """Do ``act`` and keep its answer in the same transaction; sent again, only answer again.

    A refused act leaves nothing behind, so that it may be sent again under the same key. Of two
    in flight at once one acts; the other waits for it or loses to it, and then gets its answer.
    Refuses ``REPEATED`` for a key that was used with other content, and whatever ``act`` refuses.
    """
    if sending is None:
        return act()
    try:
        return _first(act, account=account, sending=sending, at=at)
    except (Refusal, IntegrityError):
        known = _known(account, sending)
        if known is None:
            raise
        return known


@transaction.atomic
def _first(act: Callable[[], Answer], *, account: UUID, sending: Sending, at: datetime) -> Answer:
    known = _known(account, sending)
    if known is not None:
        return known
    answer = act()
    Once(
        account=account,
        key=sending.key,
        digest=sending.digest,
        status=answer.status,
        location=answer.location,
        content=answer.content,
        at=at,
    ).save(force_insert=True)
    return answer


def _known(account: UUID, sending: Sending) -> Answer | None:
    row = Once.objects.filter(account=account, key=sending.key).first()
    if row is None:
        return None
    if row.digest != sending.digest:
        raise Refusal(Why.REPEATED)
    return Answer(content=bytes(row.content), status=row.status, location=row.location)


@transaction.atomic
def sweep(*, before: datetime) -> int:
    """Forget the oldest answers kept since before the instant; gives how many it were."""
    oldest = Once.objects.filter(at__lt=before).order_by("at").values("pk")[:MOST_SWEPT]
    return Once.objects.filter(pk__in=list(oldest.values_list("pk", flat=True))).delete()[0]
