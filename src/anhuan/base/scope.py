"""The filter twin of ``Viewer.reaches``: what a reader may see, from a row's own columns."""

from django.db.models import Q

from anhuan.base.tree import under_any
from anhuan.kernel.access import Viewer


def reached(
    viewer: Viewer, *, area: str = "area_path", unit: str | None = None, site: str | None = None
) -> Q:
    """The rows within ``viewer``'s areas, of its units, or of its sites.

    The arguments name the row's scope columns; ``area`` is a ``PathField``. A viewer without a
    post sees nothing.
    """
    condition = by_area(viewer, area=area, site=site)
    if unit is not None and viewer.units:
        condition |= Q(**{f"{unit}__in": viewer.units})
    if site is not None and viewer.sites:
        condition |= Q(**{f"{site}__in": viewer.sites})
    return condition


def by_area(viewer: Viewer, *, area: str = "area_path", site: str | None) -> Q:
    """The rows that ``viewer`` sees because of where they lie: not those of a place that an own
    unit has been sent to and has not handed in of."""
    condition = under_any(area, viewer.areas)
    if site is not None and viewer.errands:
        condition &= ~Q(**{f"{site}__in": viewer.errands})
    return condition
