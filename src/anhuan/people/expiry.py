"""What of people's sign-ins has ended and may be forgotten. The record keeps what was done."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from anhuan.people.models import Invitation, Session, Throttle

COUNTED_FOR: Final = timedelta(days=1)
"""Failures are forgotten after a day."""
CODES_KEPT: Final = timedelta(days=90)
"""So long after its end a code still says that it was used or is too old, not that it is none."""


def _sessions(at: datetime) -> QuerySet[Any]:
    return Session.objects.filter(expire_date__lte=at).order_by("expire_date")


def _failures(at: datetime) -> QuerySet[Any]:
    unlocked = Q(locked_until=None) | Q(locked_until__lte=at)
    return Throttle.objects.filter(unlocked, since__lte=at - COUNTED_FOR).order_by("since")


def _codes(at: datetime) -> QuerySet[Any]:
    return Invitation.objects.filter(expires_at__lte=at - CODES_KEPT).order_by("expires_at")


ENDED: Final[Mapping[str, Callable[[datetime], QuerySet[Any]]]] = {
    "sessions": _sessions,
    "failures": _failures,
    "codes": _codes,
}
"""By kind: the rows that have ended at an instant, the oldest first."""


def kinds_ended(at: datetime) -> list[str]:
    """The kinds of which something has ended."""
    return [kind for kind, ended in ENDED.items() if ended(at).exists()]
