"""Areas and units as files and commands name them."""

from uuid import UUID

from django.db.models import Q

from anhuan.kernel.access import Viewer
from anhuan.territory.models import Area, Unit
from anhuan.territory.queries import is_node, visible_areas
from anhuan.territory.types import AreaNames


def units_named(name: str) -> list[UUID]:
    """The active units with that name or short name."""
    rows = Unit.objects.filter(Q(name=name) | Q(short=name), active=True)
    return list(rows.order_by("id").values_list("id", flat=True))


def area_by_code(code: str) -> Area | None:
    return Area.objects.filter(code=code).first()


def areas_by_name(viewer: Viewer, area: UUID | None) -> AreaNames:
    """The areas at or below ``area``, or all that the viewer sees; all for the node itself."""
    rows = Area.objects.order_by("path") if is_node(viewer) else visible_areas(viewer)
    top = ""
    if area is not None:
        top = rows.filter(pk=area).values_list("path", flat=True).first() or ""
        rows = rows.filter(path__under=top) if top else rows.none()
    return AreaNames(rows.values_list("id", "code", "name", "short", "path"), top)
