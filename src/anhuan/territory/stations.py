"""The station that looks after each place, asked for many places at once."""

from collections.abc import Iterable
from uuid import UUID

from anhuan.base.tree import ancestors
from anhuan.territory.models import Unit
from anhuan.territory.types import UnitKind


def stations_over(paths: Iterable[str]) -> dict[str, UUID]:
    """For each of ``paths`` the station of the smallest area at or above it that has one; one
    query. A path without any is left out."""
    wanted = set(paths)
    rows = Unit.objects.filter(kind=UnitKind.STATION.value, active=True).order_by("-id")
    known = dict(rows.values_list("area__path", "id"))
    found = {}
    for path in wanted:
        over = next((one for one in (path, *reversed(ancestors(path))) if one in known), None)
        if over is not None:
            found[path] = known[over]
    return found
