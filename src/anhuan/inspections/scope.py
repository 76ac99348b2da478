"""Which visits a viewer may see: one rule, as a filter."""

from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.base.outside import number_in
from anhuan.base.scope import by_area
from anhuan.inspections.models import Visit
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why


def visible(viewer: Viewer) -> QuerySet[Visit]:
    """Those to the viewer's own firm, of the own units, and in the own areas. A firm sees no
    supervision: that looks at the units."""
    firm = Q(site__in=viewer.sites) & ~Q(kind="supervision")
    mine = firm | Q(unit__in=viewer.units) | by_area(viewer, site="site")
    return Visit.objects.filter(mine)


def find(viewer: Viewer, number: str) -> Visit:
    """The visit with that number, or the refusal that there is none for this viewer."""
    row = visible(viewer).filter(number=number_in(number)).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row


def find_by_id(viewer: Viewer, visit: UUID) -> Visit:
    """The same by its identifier, which the phone that made the visit gave it."""
    row = visible(viewer).filter(pk=visit).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row
