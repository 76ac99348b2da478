"""Reads of obligations: what is due from whom."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from anhuan.base.tree import under_any
from anhuan.kernel.access import Viewer
from anhuan.obligations.mapping import to_item
from anhuan.obligations.models import Obligation
from anhuan.obligations.types import Item

MOST = 500
EARLIEST = (F("due_on").asc(nulls_first=True), "id")
"""What has no date comes first of all, on every database."""


def _open() -> QuerySet[Obligation]:
    return Obligation.objects.filter(closed_at__isnull=True)


def _mine(viewer: Viewer) -> Q:
    """Held by one of my posts or my site; or by my unit, without a post, within what I may do."""
    return (
        Q(post__in=viewer.posts)
        | Q(site__in=viewer.sites)
        | Q(unit__in=viewer.units, post__isnull=True)
    )


def due_from(viewer: Viewer, *, limit: int = MOST) -> list[Item]:
    """What is due from the viewer, earliest first; what has no date comes first of all."""
    rows = _open().filter(_mine(viewer)).order_by(*EARLIEST)[:limit]
    return [to_item(row) for row in rows]


def due_from_units(viewer: Viewer, *, limit: int = MOST) -> list[Item]:
    """What is due from the viewer's units, whoever holds it there."""
    rows = _open().filter(unit__in=viewer.units).order_by(*EARLIEST)[:limit]
    return [to_item(row) for row in rows]


def how_many_due(viewer: Viewer) -> int:
    """How many things are due from the viewer, counting no further than the list goes."""
    return _open().filter(_mine(viewer)).values("pk")[:MOST].count()


def how_many_due_from_units(viewer: Viewer) -> int:
    """How many things are due from the viewer's units, counting no further than the list goes."""
    return _open().filter(unit__in=viewer.units).values("pk")[:MOST].count()


def of_cases(viewer: Viewer, cases: Iterable[UUID]) -> list[Item]:
    """The open obligations of cases that the caller has already found visible."""
    rows = _open().filter(case__in=list(cases)).order_by("due_on", "id")
    return [to_item(row) for row in rows]


def of_case(viewer: Viewer, case: UUID) -> list[Item]:
    """All obligations a visible case ever had, oldest first."""
    rows = Obligation.objects.filter(case=case).order_by("opened_at", "id")
    return [to_item(row) for row in rows]


def of_task(viewer: Viewer, task: UUID) -> list[Item]:
    """The open obligations of a task that the caller has already found visible."""
    rows = _open().filter(task=task).order_by("-ball", "due_on", "id")
    return [to_item(row) for row in rows]


def overdue_by_unit(viewer: Viewer, on: date) -> dict[UUID | None, int]:
    """Open balls whose day has passed, counted by unit, within the viewer's areas."""
    rows = (
        _open()
        .filter(under_any("area_path", viewer.areas), ball=True, due_on__lt=on)
        .values_list("unit")
        .annotate(n=Count("id"))
    )
    return dict(rows)


def open_balls(cases: Iterable[UUID]) -> dict[UUID, int]:
    """How many open obligations with the ball each case has; for the check of the database."""
    rows = _open().filter(case__in=list(cases), ball=True).values_list("case")
    counts = rows.annotate(n=Count("id")).values_list("case", "n")
    return {case: n for case, n in counts if case is not None}
