"""Who belongs to which unit, asked for many at once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from anhuan.base.periods import holds
from anhuan.territory.models import Appointment


def units_of(persons: Iterable[UUID], *, at: datetime) -> dict[UUID, UUID]:
    """The units in which one of ``persons`` holds a post at ``at``, each with one such person."""
    rows = Appointment.objects.filter(
        holds(at, at), person__in=list(persons), post__unit__isnull=False
    )
    return dict(rows.order_by("-pk").values_list("post__unit", "person"))


def persons_of_units(units: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Everybody who holds a post of one of ``units`` at ``at``, stand-ins too."""
    rows = Appointment.objects.filter(holds(at, at), post__unit__in=list(units))
    return set(rows.values_list("person", flat=True))
