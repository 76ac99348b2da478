"""The sites that are there to be answered for, as the kernel examines them."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.kernel.industries import DIVISIONS
from anhuan.sites.models import Site
from anhuan.sites.types import Operation

GONE: Final = (Operation.CLOSED.value, Operation.MOVED.value)
ROOT: Final = 4
"""Length of the path of a highest area; what lies in no area is found under one."""


def under(path: str, place: str) -> bool:
    """Whether what lies at ``place`` counts under ``path``, as ``standing_rows`` narrows it."""
    return place.startswith(path) or (len(path) <= ROOT and not place)


def standing_rows(path: str) -> QuerySet[Site]:
    """The rows under ``path``, for a condition of another query."""
    rows = Site.objects.exclude(operation__in=GONE)
    if len(path) > ROOT:
        return rows.filter(area_path__under=path)
    if path:
        return rows.filter(Q(area_path__under=path) | Q(area__isnull=True))
    return rows


def sites_below(path: str, industries: Iterable[str] | None = None) -> list[UUID]:
    """The sites under ``path``, narrowed to industries if given: sections, divisions, classes."""
    rows = standing_rows(path)
    if industries is not None:
        condition = Q(pk__in=[])
        for code in industries:
            condition |= Q(industry__startswith=code)
            first, last = DIVISIONS.get(code, (0, -1))
            if first <= last:
                condition |= Q(industry__gte=f"{first:02d}", industry__lt=f"{last:02d}~")
        rows = rows.filter(condition)
    return list(rows.values_list("id", flat=True))


def site_names(sites: Iterable[UUID]) -> dict[UUID, str]:
    """Short names of sites by id, in one query."""
    rows = Site.objects.filter(pk__in=set(sites)).values_list("id", "short", "name")
    return {key: short or name for key, short, name in rows}


def industries_of(sites: Iterable[UUID]) -> dict[UUID, str]:
    """The industries of sites by id, in one query."""
    return dict(Site.objects.filter(pk__in=set(sites)).values_list("id", "industry"))
