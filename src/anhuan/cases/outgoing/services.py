"""Writes of large exports: the wish, the file, the end of both."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db import transaction

from anhuan.base.clock import now
from anhuan.base.db import one_at_a_time
from anhuan.base.jobs import Lease, enqueue
from anhuan.cases.asking import Asked, asked_from, pairs_of
from anhuan.cases.exporting import exported_rows, note_export, write_ledger
from anhuan.cases.models import Export
from anhuan.cases.outgoing.queries import KEPT, place
from anhuan.cases.outgoing.types import ExportState
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices.services import notify
from anhuan.people.queries import persons
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import viewer_of

MOST_RUNNING: Final = 3
"""Of one person at a time."""


@transaction.atomic
def ask(asked: Asked, *, full: bool, by: Viewer, at: datetime) -> UUID:
    """Have the worker write what ``asked`` leaves to a file; gives the export.

    Refuses ``WRONG_ROLE`` and ``NOT_VISIBLE`` as the export does, and ``TOO_MANY`` while three of
    the same person are being written.
    """
    total = exported_rows(by, asked.filters).order_by().count()
    one_at_a_time(f"export:{by.person}")
    running = Export.objects.filter(by=by.person, state=ExportState.RUNNING, at__gt=at - KEPT)
    if running.count() >= MOST_RUNNING:
        raise Refusal(Why.TOO_MANY, most=MOST_RUNNING)
    query = urlencode(pairs_of(asked))
    row = Export.objects.create(by_id=by.person, at=at, query=query, full=full, total=total)
    enqueue(
        "anhuan.cases.outgoing.services.write_file",
        {"export": row.id},
        key=f"export:{row.id}",
        long=True,
    )
    return row.id


def write_file(lease: Lease, *, export: UUID) -> None:
    """The worker's part of ``ask``: the rows as the asker may see them now. A worker that dies
    leaves nothing that counts; the next begins anew."""
    row = Export.objects.filter(pk=export, state=ExportState.RUNNING).first()
    if row is None:
        return
    at = now()
    by = _asker(row.by_id, at)
    path = place(export)
    part = path.with_name(f"{path.name}.{lease.tries}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        rows = _write(row, by, part, progress=lambda done: _report(lease, export, done))
        with transaction.atomic():
            lease.hold()
            os.replace(part, path)
            _finish(row, by, rows)
    except Refusal:
        with transaction.atomic():
            lease.hold()
            Export.objects.filter(pk=export).update(state=ExportState.FAILED)
    finally:
        part.unlink(missing_ok=True)


def _asker(person: UUID, at: datetime) -> Viewer:
    named = persons([person])
    name = named[person].name if person in named else ""
    return viewer_of(person, name=name, at=at, table=rules_at(at).capabilities)


def _write(row: Export, by: Viewer, part: Path, *, progress: Callable[[int], None]) -> int:
    asked = asked_from(parse_qsl(row.query))
    columns = None if row.full else asked.columns
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        return write_ledger(by, asked, columns, out, progress=progress)


@transaction.atomic
def _report(lease: Lease, export: UUID, done: int) -> None:
    lease.hold()
    Export.objects.filter(pk=export).update(done=done)


def _finish(row: Export, by: Viewer, rows: int) -> None:
    asked = asked_from(parse_qsl(row.query))
    note_export(by, asked, rows=rows, full=row.full)
    Export.objects.filter(pk=row.pk).update(state=ExportState.DONE, done=rows)
    notify(
        to=[row.by_id],
        topic="export.done",
        params={"done": rows},
        subject_kind="export",
        subject=row.pk,
        key=f"export:{row.pk}",
        at=by.at,
    )


def forget_export(*, export_id: UUID, at: datetime) -> None:
    """Delete an export whose day is over, its file first."""
    row = Export.objects.filter(pk=export_id, at__lte=at - KEPT).first()
    if row is not None:
        _remove(row)


def forget_exports() -> int:
    """Delete every export with its file, whatever its age: what was to go must not wait there
    until its day is over. How many."""
    kept = list(Export.objects.exclude(state=ExportState.RUNNING))
    for row in kept:
        _remove(row)
    return len(kept)


def _remove(row: Export) -> None:
    path = place(row.pk)
    for each in (path, *path.parent.glob(f"{path.name}.*.part")):
        each.unlink(missing_ok=True)
    row.delete()
