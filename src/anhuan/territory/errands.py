"""Where units have been sent by a cross-inspection and have not handed in yet."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.territory.models import Errand


def errands_at(at: object) -> QuerySet[Errand]:
    """The errands that last at an instant."""
    return Errand.objects.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


def sites_of_errands(units: Collection[UUID | None], *, at: datetime) -> frozenset[UUID]:
    """The sites that one of ``units`` is sent to at ``at``."""
    rows = errands_at(at).filter(unit__in=[unit for unit in units if unit is not None])
    return frozenset(rows.values_list("site", flat=True))


def causes_of_errands() -> frozenset[UUID]:
    """The checks for which somebody is away now; for the check of the database."""
    return frozenset(Errand.objects.filter(until__isnull=True).values_list("cause", flat=True))
