"""Which cases are raised to a 督办 level: by the rungs that are written, and by those that have
become true and wait to be written, so that a worker that is away hides none."""

from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from anhuan.kernel.access import Viewer
from anhuan.kernel.escalation import Knowledge, reached
from anhuan.obligations.mapping import to_owed
from anhuan.obligations.models import Escalation, Obligation

MOST_WAITING: Final = 2000


def raised_cases(level: int) -> QuerySet[Escalation, UUID | None]:
    """The cases of written rungs that raise to ``level`` or more; an ended case has no level."""
    rows = Escalation.objects.filter(supervision__gte=level, case__isnull=False)
    return rows.order_by().values_list("case", flat=True)


def raised_unwritten(viewer: Viewer, level: int, knowledge: Knowledge) -> set[UUID]:
    """The cases raised by rungs that no worker has written yet, the longest waiting first."""
    rows = Obligation.objects.filter(next_at__lte=viewer.at, case__isnull=False)
    return {
        row.case
        for row in rows.order_by("next_at", "id")[:MOST_WAITING]
        if row.case is not None
        and any(
            each.rung.supervision >= level
            for each in reached(to_owed(row), knowledge, at=viewer.at)
        )
    }
