"""Reads of key tasks: those the viewer stands above, as tasks themselves are seen."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from anhuan.base.tree import under_any
from anhuan.duty.models import KeyTask
from anhuan.kernel.access import Role, Viewer
from anhuan.territory.queries import is_node

OVERSEEING: Final = frozenset({Role.LEADER, Role.OFFICE})


def seen_tasks(viewer: Viewer) -> QuerySet[KeyTask]:
    """The key tasks not ended that were asked for in the areas the viewer oversees; all of the
    node's for the node itself."""
    rows = KeyTask.objects.filter(ended_at__isnull=True)
    if is_node(viewer):
        return rows
    seats = [seat for seat in viewer.seats if seat.unit is not None and seat.area_path]
    over = [seat.area_path for seat in seats if seat.role in OVERSEEING]
    return rows.filter(under_any("area_path", over))


def numbers_of(tasks: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers of key tasks by id."""
    return dict(KeyTask.objects.filter(pk__in=set(tasks)).values_list("id", "number"))
