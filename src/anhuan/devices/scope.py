"""Which statements a viewer may see: those that a unit of the viewer's own holds, where the
viewer may verify what others report."""

from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.devices.models import Submission
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why


def may_decide(viewer: Viewer) -> bool:
    return viewer.may(Capability.VERIFY) and bool(viewer.units)


def visible_statements(viewer: Viewer) -> QuerySet[Submission]:
    """The leading ones; what goes along with one is decided with it."""
    rows = Submission.objects.filter(~Q(state=""), leads=None)
    return rows.filter(unit__in=viewer.units) if may_decide(viewer) else rows.none()


def find_statement(viewer: Viewer, statement: UUID) -> Submission:
    row = visible_statements(viewer).filter(pk=statement).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row
