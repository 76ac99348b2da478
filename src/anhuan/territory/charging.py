"""Which posts may be charged with an area or a site."""

from uuid import UUID

from anhuan.base.tree import ancestors
from anhuan.kernel.access import Viewer
from anhuan.territory.establishment import MOST, PostRow, need_organisation, post_rows
from anhuan.territory.models import Area, Post
from anhuan.territory.queries import in_areas


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
