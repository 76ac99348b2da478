"""Units sent to places by a cross-inspection, and back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.territory.models import Errand


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A unit, the place it is sent to from ``since`` on, and the check that sends it."""

    unit: UUID
    site: UUID
    cause: UUID
    since: datetime


@transaction.atomic
def send(many: Iterable[Sent]) -> None:
    """Send units to places: from then on they reach them, and nothing that was found there."""
    Errand.objects.bulk_create(
        [Errand(unit_id=one.unit, site=one.site, cause=one.cause, since=one.since) for one in many]
    )


@transaction.atomic
def call_back(causes: Collection[UUID], *, at: datetime) -> None:
    """End what was begun for ``causes``: it was handed in, or nobody goes any more."""
    Errand.objects.filter(cause__in=list(causes), until__isnull=True).update(until=at)
