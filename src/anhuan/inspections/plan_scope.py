"""Which campaigns and which checks of their lists a viewer may see: one rule, as a filter.

A firm sees none of them: that it will be visited is told by nobody. A sealed list is seen before
its hour by whoever made it alone.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from anhuan.base.outside import number_in
from anhuan.base.tree import under_any
from anhuan.inspections.models import Campaign, PlannedCheck
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why

OVERSEEING = frozenset({Role.LEADER, Role.OFFICE})
"""Who stands above the units of an area."""


def _over(viewer: Viewer) -> tuple[str, ...]:
    seats = [seat for seat in viewer.seats if seat.unit is not None and seat.area_path]
    return tuple(seat.area_path for seat in seats if seat.role in OVERSEEING)


def whole_by(viewer: Viewer, prefix: str = "") -> Q:
    """Campaigns of which the viewer sees the whole list: the own units', and those below."""
    mine = Q(**{f"{prefix}unit__in": viewer.units})
    return mine | under_any(f"{prefix}area_path", _over(viewer))


def unsealed(viewer: Viewer) -> Q:
    """Checks whose hour has come; those a viewer drew up are open to that viewer before."""
    waits = Q(campaign__sealed_until__isnull=False, opens_at__gt=viewer.at)
    return ~waits | Q(campaign__drafted_by=viewer.person)


def checks_seen(viewer: Viewer) -> QuerySet[PlannedCheck]:
    """The checks a viewer may see: of whole lists, and those the own units have to make."""
    mine = Q(unit__in=viewer.units) | whole_by(viewer, "campaign__")
    return PlannedCheck.objects.filter(mine, unsealed(viewer))


def visible(viewer: Viewer) -> QuerySet[Campaign]:
    """The campaigns of the own units and of those below, and those that ask something of them."""
    asked = PlannedCheck.objects.filter(
        unsealed(viewer), campaign=OuterRef("pk"), unit__in=viewer.units
    )
    return Campaign.objects.filter(whole_by(viewer) | Q(Exists(asked)))


def stands_over(viewer: Viewer, row: Campaign) -> bool:
    """Whether the viewer stands above the unit that runs a campaign."""
    return any(row.area_path.startswith(path) for path in _over(viewer))


def sees_whole(viewer: Viewer, row: Campaign) -> bool:
    """Whether the viewer sees the whole of a visible campaign's list."""
    return stands_over(viewer, row) or row.unit_id in viewer.units


def is_sealed(viewer: Viewer, row: Campaign) -> bool:
    """Whether the list is not to be seen yet by this viewer."""
    waits = row.sealed_until is not None and row.sealed_until > viewer.at
    return waits and row.drafted_by != viewer.person


def find(viewer: Viewer, number: str) -> Campaign:
    """The campaign with that number, or the refusal that there is none for this viewer."""
    row = visible(viewer).filter(number=number_in(number)).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row


def find_check(viewer: Viewer, check: UUID) -> PlannedCheck:
    """The check of a list, or the refusal that there is none for this viewer."""
    row = checks_seen(viewer).filter(pk=check).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row
