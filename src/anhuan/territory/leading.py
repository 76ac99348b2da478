"""Reads of who leads a unit, as valid on one day and recorded by another."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from anhuan.base.periods import holds
from anhuan.kernel.access import Role
from anhuan.territory.models import Appointment, Post, Unit
from anhuan.territory.queries import office_of
from anhuan.territory.types import UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A post that leads, with whoever held it; ``person`` is ``None`` where it stood vacant."""

    post: UUID
    title: str
    unit_name: str
    area: UUID | None
    person: UUID | None = None
    name: str = ""
    acting: bool = False


def leads(
    areas: Collection[UUID], posts: Collection[UUID], *, at: datetime, known_at: datetime
) -> dict[UUID, Lead]:
    """The leading posts of the governments of ``areas`` and ``posts`` besides, by rank, with who
    held each; two queries."""
    governing = Q(unit__kind=UnitKind.GOVERNMENT, role=Role.LEADER, active=True)
    governing &= Q(unit__area__in=list(areas)) & (Q(since__isnull=True) | Q(since__lte=at))
    rows = Post.objects.filter(governing | Q(pk__in=list(posts))).select_related("unit")
    listed = list(rows.order_by("rank", "title", "id"))
    held: dict[UUID, tuple[UUID, str, bool]] = {}
    terms = Appointment.objects.filter(holds(at, known_at), post__in=[row.id for row in listed])
    for post, person, name, acting in terms.order_by("acting", "-valid_from").values_list(
        "post", "person", "person__name", "acting"
    ):
        held.setdefault(post, (person, name, acting))
    return {row.id: _lead(row, held.get(row.id)) for row in listed}


def _lead(row: Post, held: tuple[UUID, str, bool] | None) -> Lead:
    person, name, acting = held or (None, "", False)
    return Lead(
        post=row.id,
        title=row.title,
        unit_name=row.unit.short if row.unit else "",
        area=row.unit.area_id if row.unit else None,
        person=person,
        name=name,
        acting=acting,
    )


def office_over(path: str) -> tuple[str, str]:
    """Name and telephone of the committee office nearest over ``path``; "" where there is none."""
    unit = office_of(path)
    row = Unit.objects.filter(pk=unit).values_list("name", "phone").first() if unit else None
    return row or ("", "")
