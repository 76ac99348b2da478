"""Who belongs to which unit, asked for many at once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from anhuan.base.periods import holds
from anhuan.territory.models import Appointment


def units_of(persons: Iterable[UUID], *, at: datetime) -> set[tuple[UUID, UUID]]:
    """Each of ``persons`` with each unit in which they hold a post at ``at``."""
    rows = Appointment.objects.filter(
        holds(at, at), person__in=list(persons), post__unit__isnull=False
    )
    return set(rows.values_list("person", "post__unit"))


def persons_of_units(units: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Everybody who holds a post of one of ``units`` at ``at``, stand-ins too."""
    rows = Appointment.objects.filter(holds(at, at), post__unit__in=list(units))
    return set(rows.values_list("person", flat=True))
