"""Which posts may be charged with an area or a site."""

from typing import Final
from uuid import UUID

from django.db.models import Q

from anhuan.base.tree import ancestors
from anhuan.kernel.access import Role, Viewer
from anhuan.territory.establishment import MOST, PostRow, need_organisation, post_rows
from anhuan.territory.models import Area, Post
from anhuan.territory.queries import in_areas

SHOWN: Final = 100


def chargeable(viewer: Viewer, thing: UUID, *, firm: bool = False) -> list[PostRow]:
    """Posts for the area ``thing``: those of units at it, below it and above it; for a site those
    of the viewer's units, or with ``firm`` the firm's own. Refuses ``WRONG_ROLE``."""
    need_organisation(viewer)
    rows = Post.objects.filter(active=True).select_related("unit", "superior")
    if firm:
        rows = rows.filter(site=thing)
    else:
        path = Area.objects.filter(pk=thing).values_list("path", flat=True).first()
        rows = rows.filter(unit__isnull=False)
        if path and in_areas(viewer, path):
            rows = rows.filter(area_path__under=path) | rows.filter(area_path__in=ancestors(path))
        else:
            rows = rows.filter(unit__in=viewer.units)
    return post_rows(list(rows.order_by("area_path", "rank", "id")[:MOST]), viewer.at, viewer.at)


def posts_over(viewer: Viewer, path: str, *, words: str = "") -> list[PostRow]:
    """The posts of units at ``path`` or above it, the nearest first: those that may sponsor what
    lies there. ``words`` narrows by unit or title. The caller found the place visible."""
    rows = Post.objects.filter(active=True, unit__isnull=False)
    rows = rows.filter(area_path__in=[*ancestors(path), path]).exclude(role=Role.ADMIN)
    if words:
        named = Q(unit__short__icontains=words) | Q(unit__name__icontains=words)
        rows = rows.filter(named | Q(title__icontains=words))
    found = rows.select_related("unit", "superior").order_by("-area_path", "rank", "id")
    return post_rows(list(found[:SHOWN]), viewer.at, viewer.at)


def posts_of_firm(viewer: Viewer, site: UUID) -> list[PostRow]:
    """The posts of a firm that the caller found visible."""
    rows = Post.objects.filter(active=True, site=site).select_related("unit", "superior")
    return post_rows(list(rows.order_by("rank", "id")[:SHOWN]), viewer.at, viewer.at)
