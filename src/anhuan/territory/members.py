"""Who holds which posts, asked for many at once: of units, of posts, of areas."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import DateTimeField, Q, UUIDField

from anhuan.base.compiled import Compiled, Slot
from anhuan.base.periods import holds
from anhuan.kernel.access import Role
from anhuan.territory.models import Appointment, Post, Unit
from anhuan.territory.types import AreaPost, Held, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHome:
    """A unit by its short name and the path of its area."""

    name: str
    path: str


def unit_homes(units: Iterable[UUID]) -> dict[UUID, UnitHome]:
    """The units in being among ``units``; one query."""
    rows = Unit.objects.filter(pk__in=list(units), active=True)
    return {
        key: UnitHome(name=short or name, path=path)
        for key, short, name, path in rows.values_list("id", "short", "name", "area__path")
    }


def units_under(path: str) -> dict[UUID, str]:
    """The active units of an area and those below it, each with the path of its area."""
    rows = Unit.objects.filter(area__path__under=path, active=True)
    return dict(rows.values_list("id", "area__path"))


def units_of(persons: Iterable[UUID], *, at: datetime) -> set[tuple[UUID, UUID]]:
    """Each of ``persons`` with each unit in which they hold a post at ``at``."""
    rows = Appointment.objects.filter(
        holds(at, at), person__in=list(persons), post__unit__isnull=False
    )
    return set(rows.values_list("person", "post__unit"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An active post of a unit as rosters need it: ``over`` the post above it in the unit, the one
    of the next higher rank where its superior is elsewhere."""

    id: UUID
    unit: UUID
    title: str
    role: Role
    rank: int
    over: UUID | None


def desks_of(units: Iterable[UUID]) -> dict[UUID, Desk]:
    """The active posts of ``units`` by id, the highest of each unit first; one query."""
    fields = ("id", "unit", "title", "role", "rank", "superior", "superior__unit")
    rows = Post.objects.filter(unit__in=list(units), active=True).order_by("unit", "rank", "id")
    found: dict[UUID, Desk] = {}
    higher: dict[UUID, list[tuple[int, UUID]]] = {}
    for post, unit, title, role, rank, over, over_unit in rows.values_list(*fields):
        if unit is None:
            continue
        above = [key for its, key in higher.get(unit, ()) if its < rank]
        inside = over if over_unit == unit else None
        found[post] = Desk(
            id=post,
            unit=unit,
            title=title,
            role=Role(role),
            rank=rank,
            over=inside or (above[-1] if above else None),
        )
        higher.setdefault(unit, []).append((rank, post))
    return found


def persons_of_units(units: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Everybody who holds a post of one of ``units`` at ``at``, stand-ins too."""
    rows = Appointment.objects.filter(holds(at, at), post__unit__in=list(units))
    return set(rows.values_list("person", flat=True))


def posts_in_areas(areas: Iterable[UUID], *roles: Role, at: datetime) -> list[AreaPost]:
    """The active posts of ``roles`` that work in each of ``areas`` (a post without an area of
    its own works in its unit's), with whoever holds them at ``at``; two queries."""
    wanted = list(areas)
    rows = (
        Post.objects.filter(
            active=True, role__in=[role.value for role in roles], unit__isnull=False
        )
        .filter(Q(area__in=wanted) | Q(area__isnull=True, unit__area__in=wanted))
        .order_by("rank", "id")
        .values_list("id", "area", "unit__area", "title", "role", "unit__short", "unit__kind")
    )
    posts = list(rows)
    held: dict[UUID, list[Held]] = {}
    appointed = Appointment.objects.filter(holds(at, at), post__in=[row[0] for row in posts])
    for post, person, name, acting, until in appointed.order_by(
        "acting", "valid_from"
    ).values_list("post", "person", "person__name", "acting", "valid_to"):
        one = Held(person=person, name=name, acting=acting, until=until)
        held.setdefault(post, []).append(one)
    return [
        AreaPost(
            area=own or home,
            post=post,
            title=title,
            role=Role(role),
            unit_name=unit,
            unit_kind=UnitKind(kind),
            held=tuple(held.get(post, ())),
        )
        for post, own, home, title, role, unit, kind in posts
    ]


def persons_of_posts(posts: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Everybody who holds one of ``posts`` at ``at``, stand-ins too."""
    rows = Appointment.objects.filter(holds(at, at), post__in=list(posts))
    return set(rows.values_list("person", flat=True))


def persons_of_post(post: UUID, *, at: datetime) -> set[UUID]:
    """Everybody who holds ``post`` at ``at``, stand-ins too."""
    return {person for (person,) in _HOLDERS.rows(at=at, post=post)}


_NOW: Final = Slot("at", DateTimeField())
_HOLDERS: Final = Compiled(
    lambda: Appointment.objects.filter(
        holds(_NOW, _NOW), post=Slot("post", UUIDField())
    ).values_list("person")
)


def persons_of_sites(sites: Iterable[UUID], *, at: datetime) -> dict[UUID, set[UUID]]:
    """Everybody who holds a post of each firm at ``at``, in one query."""
    rows = Appointment.objects.filter(
        holds(at, at), post__site__in=list(sites), post__active=True
    ).values_list("post__site", "person")
    found: dict[UUID, set[UUID]] = {}
    for site, person in rows:
        if site is not None:
            found.setdefault(site, set()).add(person)
    return found


def posts_of_units(units: Iterable[UUID], *roles: Role) -> list[UUID]:
    """The active posts of those roles in many units, by unit and rank; one query."""
    wanted = [role.value for role in roles]
    rows = Post.objects.filter(unit__in=list(units), role__in=wanted, active=True)
    return list(rows.order_by("unit__short", "rank", "id").values_list("id", flat=True))
