"""Posts by what they are: those on which a duty falls because of role, kind of unit and level."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from anhuan.kernel.access import Role
from anhuan.kernel.calendar import day_of
from anhuan.territory.models import Appointment, Post


@dataclass(frozen=True, slots=True, kw_only=True)
class BearerPost:
    """A post with the area it works in (its unit's where it has none), or its firm."""

    post: UUID
    role: Role
    unit: UUID | None
    kind: str
    level: str
    site: UUID | None
    area: UUID | None
    area_name: str
    path: str
    since: date


def bearer_posts(
    *,
    roles: Collection[Role],
    kinds: Collection[str] = (),
    levels: Collection[str] = (),
    posts: Collection[UUID] | None = None,
) -> list[BearerPost]:
    """The active posts of ``roles``, narrowed to kinds of units, levels of areas, ``posts``."""
    rows = Post.objects.filter(active=True, role__in=[role.value for role in roles])
    if posts is not None:
        rows = rows.filter(pk__in=list(posts))
    if kinds:
        rows = rows.filter(unit__kind__in=list(kinds))
    if levels:
        own = Q(area__level__in=list(levels))
        rows = rows.filter(own | Q(area__isnull=True, unit__area__level__in=list(levels)))
    return [_bearer(row) for row in rows.order_by("id").values(*_FIELDS)]


_FIELDS = (
    "id",
    "role",
    "unit_id",
    "unit__kind",
    "area__level",
    "unit__area__level",
    "site",
    "since",
    "area_id",
    "area__short",
    "area__name",
    "area__path",
    "unit__area_id",
    "unit__area__short",
    "unit__area__name",
    "unit__area__path",
)


def _bearer(row: dict[str, object]) -> BearerPost:
    own = "" if row["area_id"] else "unit__"
    name = row[f"{own}area__short"] or row[f"{own}area__name"] or ""
    since = row["since"]
    return BearerPost(
        post=row["id"],  # type: ignore[arg-type]
        role=Role(str(row["role"])),
        kind=str(row["unit__kind"] or ""),
        level=str(row[f"{own}area__level"] or ""),
        unit=row["unit_id"],  # type: ignore[arg-type]
        site=row["site"],  # type: ignore[arg-type]
        area=row[f"{own}area_id"],  # type: ignore[arg-type]
        area_name=str(name),
        path=str(row[f"{own}area__path"] or ""),
        since=day_of(since) if since else date.min,  # type: ignore[arg-type]
    )


def units_of_posts(posts: Collection[UUID]) -> dict[UUID, UUID | None]:
    """The unit of each post that is still in being; a firm's post has none."""
    rows = Post.objects.filter(pk__in=list(posts), active=True)
    return dict(rows.values_list("id", "unit"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """An appointment in force: which post, and whether the person only stands in there."""

    appointment: UUID
    post: UUID
    acting: bool
    since: datetime


def tenures(person: UUID, *, until: datetime, known_at: datetime) -> list[Tenure]:
    """What the person holds up to ``until``: the appointments that would go on beyond it."""
    rows = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=until),
        Q(recorded_to__isnull=True) | Q(recorded_to__gt=known_at),
        person=person,
        recorded_from__lte=known_at,
        valid_from__lt=until,
        post__active=True,
    ).order_by("acting", "post__rank", "id")
    listed = rows.values_list("id", "post", "acting", "valid_from")
    return [
        Tenure(appointment=identity, post=post, acting=acting, since=since)
        for identity, post, acting, since in listed
    ]
