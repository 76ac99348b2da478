"""Pages by keyset: the cursor, the rows beyond it, lists by the day that something is due."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from anhuan.base.outside import is_held
from anhuan.base.pages import Page
from anhuan.kernel.refusal import Refusal, Why

M = TypeVar("M", bound=Model)
L = TypeVar("L")
SIZE: Final = 50
LONGEST: Final = 400
MOST: Final = 1000
"""A list counts no further."""


def cursor(value: date | str, identity: UUID) -> str:
    """The place of a row in the order of ``value``, as a page's address carries it."""
    text = value if isinstance(value, str) else value.isoformat()
    return base64.urlsafe_b64encode(json.dumps([text, identity.hex]).encode()).decode()


def place(after: str, read: Callable[[str], Any]) -> tuple[Any, UUID]:
    """The value and identifier of a cursor. Refuses ``MALFORMED`` for what is none."""
    try:
        text, identity = json.loads(base64.urlsafe_b64decode(after.encode()))
        value = read(text)
        floating = isinstance(value, datetime) and value.tzinfo is None
        if floating or not is_held(text, most=LONGEST):
            raise ValueError(text)
        return value, UUID(identity)
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
        raise Refusal(Why.MALFORMED, field="after", problem="cursor") from None


def beyond(key: str, value: Any, identity: UUID, *, backwards: bool = False) -> Q:
    """The rows that come after that place in the order of ``key`` and ``id``."""
    past, edge = ("lt", "lte") if backwards else ("gt", "gte")
    # The outer bound lets the index start at the key; the inner one breaks its ties.
    return Q(**{f"{key}__{edge}": value}) & (
        Q(**{f"{key}__{past}": value}) | Q(**{f"id__{past}": identity})
    )


def page_by_due(
    rows: QuerySet[M], lines: Callable[[Sequence[M]], tuple[L, ...]], *, after: str, size: int
) -> Page[L]:
    """A page of ``rows``, what is due earliest (``sort_due``) first. Refuses ``MALFORMED``."""
    counted = rows.order_by().values("pk")[: MOST + 1].count()
    if after:
        rows = rows.filter(beyond("sort_due", *place(after, date.fromisoformat)))
    found: list[Any] = list(rows.order_by("sort_due", "id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(
        rows=lines(found[:size]),
        after=cursor(last.sort_due, last.id) if last else "",
        total=min(counted, MOST),
        capped=counted > MOST,
    )
