"""Reads of large exports: one's own, as long as they are kept."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from anhuan.cases.asking import Asked
from anhuan.cases.exporting import exported_rows
from anhuan.cases.models import Export
from anhuan.cases.outgoing.types import ExportState, ExportView
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why

AT_ONCE: Final = 3_000
"""More rows than that are written by the worker."""
KEPT: Final = timedelta(days=1)
MOST_FORGOTTEN: Final = 100


def is_large(viewer: Viewer, asked: Asked) -> bool:
    """Whether the file is more than a reader should wait for. Refuses as the export does."""
    rows = exported_rows(viewer, asked.filters).order_by()
    return rows[: AT_ONCE + 1].count() > AT_ONCE


def export_view(viewer: Viewer, export_id: UUID) -> ExportView:
    """One's own export. Refuses ``NOT_VISIBLE``, also when its day is over."""
    row = Export.objects.filter(pk=export_id, by=viewer.person, at__gt=viewer.at - KEPT).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return ExportView(
        id=row.id,
        at=row.at,
        until=row.at + KEPT,
        query=row.query,
        full=row.full,
        state=ExportState(row.state),
        done=row.done,
        total=row.total,
    )


def export_file(viewer: Viewer, export_id: UUID) -> Path:
    """The finished file of one's own export. Refuses ``NOT_VISIBLE``, and ``WRONG_ROLE`` to a
    person who may no longer export."""
    view = export_view(viewer, export_id)
    if not viewer.may(Capability.EXPORT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.EXPORT)
    path = place(export_id)
    if view.state is not ExportState.DONE or not path.exists():
        raise Refusal(Why.NOT_VISIBLE)
    return path


def place(export_id: UUID) -> Path:
    """Where the file of an export lies."""
    return Path(settings.DATA_DIR) / "exports" / f"{export_id}.xlsx"


def expired(at: datetime) -> list[UUID]:
    """Exports whose day is over, the oldest first."""
    old = Export.objects.filter(at__lte=at - KEPT).order_by("at")
    return list(old.values_list("id", flat=True)[:MOST_FORGOTTEN])
