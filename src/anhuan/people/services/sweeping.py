"""Forgetting sign-ins, counted failures and codes that have ended."""

from datetime import datetime
from typing import Final

from django.db import transaction

from anhuan.people.expiry import ENDED

MOST_SWEPT: Final = 1000


@transaction.atomic
def sweep(*, kind: str, at: datetime) -> int:
    """Forget the oldest rows of ``kind`` that have ended, some at a time; gives how many.

    A row that somebody is writing now is left for the next time.
    """
    rows = ENDED[kind](at)
    oldest = rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:MOST_SWEPT]
    gone: int = rows.model._default_manager.filter(pk__in=list(oldest)).delete()[0]
    return gone
