"""Reads of the limits set for single stations, by day."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from anhuan.kernel.access import Viewer
from anhuan.telemetry.mapping import limit_row
from anhuan.telemetry.models import StationLimit
from anhuan.telemetry.queries import stations_in_sight
from anhuan.telemetry.types import LimitRow


def limits(
    viewer: Viewer | None, stations: Collection[UUID], *, on: date | None = None
) -> list[LimitRow]:
    """The limits of the visible ones of ``stations``: those of one day, or all there ever were;
    by factor and day."""
    wanted = Q(station__in=stations_in_sight(viewer, stations))
    if on is not None:
        wanted &= Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    rows = StationLimit.objects.filter(wanted)
    return [limit_row(row) for row in rows.order_by("factor", "span", "valid_from", "id")]
