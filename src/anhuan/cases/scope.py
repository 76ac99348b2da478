"""Which cases a viewer may see: one rule, as a check and as a filter."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db.models import CharField, Q, QuerySet

from anhuan.base.compiled import Compiled, Slot
from anhuan.base.outside import number_in
from anhuan.base.scope import by_area
from anhuan.cases.models import Case
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why


def lies_with(units: Collection[UUID]) -> Q:
    """Cases of which one of ``units`` is owner, implementer, closer, or has the ball."""
    mine = Q(unit__in=units) | Q(target_unit__in=units)
    return mine | Q(close_unit__in=units) | Q(ball_unit__in=units)


def seen_by(viewer: Viewer) -> Q:
    """Cases in the viewer's areas, of the viewer's units or sites, or waiting for them.

    Of what a joint visit found a department sees its own part alone. ``sees`` is the same rule
    for one case; a property test holds the two together.
    """
    mine = lies_with(viewer.units) | Q(site__in=viewer.sites)
    if not viewer.areas:
        return mine
    near = by_area(viewer, site="site")
    return mine | (near & Q(apart=False) if viewer.departmental else near)


def sees(viewer: Viewer, row: Case) -> bool:
    """Whether ``viewer`` may see ``row``."""
    units = {row.unit_id, row.target_unit_id, row.close_unit_id, row.ball_unit_id} - {None}
    if units & viewer.units or row.site_id in viewer.sites:
        return True
    if row.site_id in viewer.errands or (row.apart and viewer.departmental):
        return False
    return any(row.area_path.startswith(path) for path in viewer.areas)


def visible(viewer: Viewer) -> QuerySet[Case]:
    return Case.objects.filter(seen_by(viewer))


_NUMBERED: Final = Compiled(lambda: Case.objects.filter(number=Slot("number", CharField())))


def find(viewer: Viewer, number: str) -> Case:
    """The case with that number, or the refusal that there is none for this viewer."""
    row = _NUMBERED.first(number=number_in(number))
    if row is None or not sees(viewer, row):
        raise Refusal(Why.NOT_VISIBLE)
    return row
