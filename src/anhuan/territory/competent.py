"""Which unit is competent for a field at a place, and which of its posts answers for it."""

from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from django.db.models import Q

from anhuan.base.tree import ancestors
from anhuan.territory.models import Area, Post, Unit
from anhuan.territory.types import Level, UnitKind

SEATS: Final = (Level.COUNTY.value, Level.CITY.value, Level.PROVINCE.value)
"""Levels at which a government has departments; a functional zone may have its own."""


def competent_unit(path: str, field: str) -> UUID | None:
    """The department for ``field`` at ``path``: of the nearest zone that has one, else of the
    county, else above. Nobody where a level has two: which of them is not for a program to say."""
    over = Q(path__in=[*ancestors(path), path])
    seats = Area.objects.filter(over, Q(level__in=SEATS) | Q(functional=True), active=True)
    depth = dict(seats.values_list("id", "path"))
    rows = Unit.objects.filter(area__in=depth, active=True).values_list("id", "area", "fields")
    found: dict[str, list[UUID]] = {}
    for unit, area, fields in rows:
        if field in fields:
            found.setdefault(depth[area], []).append(unit)
    nearest = found[max(found, key=len)] if found else []
    return nearest[0] if len(nearest) == 1 else None


def working(units: Iterable[UUID]) -> frozenset[UUID]:
    """Those of ``units`` that still exist."""
    rows = Unit.objects.filter(pk__in=set(units), active=True)
    return frozenset(rows.values_list("id", flat=True))


def leading_posts(units: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The posts of the highest rank in each unit: one, where somebody leads it."""
    rows = Post.objects.filter(unit__in=units, active=True).order_by("unit", "rank", "id")
    found: dict[UUID, list[UUID]] = {}
    best: dict[UUID, int] = {}
    for post, unit, rank in rows.values_list("id", "unit", "rank"):
        if unit is not None and best.setdefault(unit, rank) == rank:
            found.setdefault(unit, []).append(post)
    return found


def units_led(posts: Collection[UUID]) -> frozenset[UUID]:
    """The units that any of ``posts`` leads."""
    rows = Post.objects.filter(pk__in=posts, unit__isnull=False)
    units = set(rows.values_list("unit", flat=True))
    leading = leading_posts([unit for unit in units if unit is not None])
    return frozenset(unit for unit, heads in leading.items() if set(heads) & set(posts))


def office_area(unit: UUID | None) -> UUID | None:
    """The area of a committee office; nothing for any other unit."""
    if unit is None:
        return None
    office = UnitKind.COMMITTEE_OFFICE
    rows = Unit.objects.filter(pk=unit, kind=office).values_list("area", flat=True)
    return rows.first()


def all_departments(units: Collection[UUID]) -> bool:
    """Whether every one of ``units`` is a department."""
    rows = Unit.objects.filter(pk__in=units)
    kinds = set(rows.values_list("kind", flat=True))
    return kinds == {UnitKind.DEPARTMENT.value}


def fields_of(units: Collection[UUID]) -> frozenset[str]:
    """What any of ``units`` is competent for."""
    rows = Unit.objects.filter(pk__in=units).values_list("fields", flat=True)
    return frozenset(field for fields in rows for field in fields)
