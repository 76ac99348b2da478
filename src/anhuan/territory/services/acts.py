"""What every act here asks first and does last: may the actor, and write it down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from anhuan.base.db import compare_and_swap
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.territory.models import Area, Post, Unit
from anhuan.territory.queries import in_areas
from anhuan.territory.services.keeping import keep

Versioned = Area | Unit | Post


def need(by: Viewer, path: str, capability: Capability = Capability.KEEP_ORGANISATION) -> None:
    """Refuse ``WRONG_ROLE`` without ``capability``, ``NOT_VISIBLE`` outside the actor's areas.

    The node itself reaches everything (``queries.is_node``).
    """
    if not by.may(capability):
        raise Refusal(Why.WRONG_ROLE, capability=capability)
    if not in_areas(by, path):
        raise Refusal(Why.NOT_VISIBLE)


def owns(by: Viewer, site: UUID | None) -> bool:
    """Whether ``site`` is the actor's own firm, whose posts the actor may keep."""
    return site in by.sites and by.may(Capability.KEEP_OWN_POSTS)


def begin(
    row: Versioned, kind: str, *, public: Mapping[str, Any], by: Viewer, at: datetime
) -> UUID:
    """Save a new row and record its first version. Refuses ``STALE`` when a race took its
    place."""
    row.since = at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refusal(Why.STALE, version=None) from None
    record(
        kind=kind,
        subject=row.pk,
        version=row.version,
        public=public,
        body={},
        by=by.person,
        at=at,
    )
    return row.pk


def advance(
    row: Versioned,
    kind: str,
    *,
    seen_version: int,
    changes: Mapping[str, Any],
    public: Mapping[str, Any],
    by: Viewer,
    at: datetime,
) -> None:
    """Write ``changes`` to the row as the actor saw it. Refuses ``STALE``."""
    found = type(row)._default_manager.filter(pk=row.pk)
    keep([row], at=at)
    if not compare_and_swap(found, seen_version, **changes):
        raise Refusal(Why.STALE, version=row.version)
    record(
        kind=kind,
        subject=row.pk,
        version=seen_version + 1,
        public=public,
        body={},
        by=by.person,
        at=at,
    )


def shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """Column values as a record holds them."""
    return {
        name.removesuffix("_id"): str(value) if isinstance(value, UUID) else value
        for name, value in values.items()
    }
