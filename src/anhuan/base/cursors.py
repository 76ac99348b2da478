"""Cursors of lists that are sorted by a day and then by identity."""

import base64
import binascii
import json
from datetime import date
from uuid import UUID

from django.db.models import Q

from anhuan.kernel.refusal import Refusal, Why


def cursor(day: date, identity: UUID) -> str:
    """Where a page ends, as the address of the next one says it."""
    text = json.dumps([day.isoformat(), identity.hex])
    return base64.urlsafe_b64encode(text.encode()).decode()


def beyond(after: str, field: str) -> Q:
    """What comes after the cursor, sorted by ``field`` and ``id``. Refuses ``MALFORMED``."""
    day, identity = _read(after)
    return Q(**{f"{field}__gte": day}) & (Q(**{f"{field}__gt": day}) | Q(id__gt=identity))


def _read(after: str) -> tuple[date, UUID]:
    try:
        day, identity = json.loads(base64.urlsafe_b64decode(after.encode()))
        return date.fromisoformat(day), UUID(identity)
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
        raise Refusal(Why.MALFORMED, field="after", problem="cursor") from None
