"""Writes of evidence."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db import IntegrityError, models, transaction

from anhuan.base.compiled import Compiled, Slot
from anhuan.base.ids import new_id
from anhuan.base.rows import insert_object, set_row
from anhuan.evidence import pictures, sniff, vault
from anhuan.evidence.models import File, Use
from anhuan.evidence.types import Capture, Edge, Kind, Scope, StoredFile
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record_many
from anhuan.ledger.types import Act

log = logging.getLogger(__name__)

KEPT_UNUSED: Final = timedelta(days=1)
_USE: Final = Compiled(lambda: Use.objects.filter(pk=Slot("id", models.UUIDField())))


def store(stream: vault.Stream, *, name: str, by: UUID, at: datetime, kind: Kind) -> StoredFile:
    """Take in a file. The answer is the same whether or not it was here before.

    Raises ``Refusal`` with FILE_TOO_LARGE, FILE_EMPTY, FILE_TYPE or FILE_BROKEN.
    """
    arrived = vault.receive(stream, limit=kind.limit)
    try:
        found = sniff.media_type(arrived.part, name, kind)
        trace = vault.announce(arrived.sha256)
        stored = _examine(arrived, sniff.safe_name(name, found), found)
        _keep(arrived, stored, at)
        transaction.on_commit(lambda: trace.unlink(missing_ok=True))
    finally:
        arrived.part.unlink(missing_ok=True)
    log.info("%s brought %s, %d bytes, %s", by, found, stored.size, stored.sha256)
    return stored


def _examine(arrived: vault.Arrived, name: str, found: str) -> StoredFile:
    taken_at, place = None, None
    if found in sniff.PHOTOS:
        taken_at, place = pictures.claims(arrived.part)
        pictures.derive(arrived.part, {edge: vault.derived(arrived.sha256, edge) for edge in Edge})
    return StoredFile(
        sha256=arrived.sha256,
        size=arrived.size,
        media_type=found,
        name=name,
        taken_at=taken_at,
        taken_place=place,
    )


@transaction.atomic
def _keep(arrived: vault.Arrived, stored: StoredFile, at: datetime) -> None:
    """The row first: its lock keeps the sweep away until the file is in its place."""
    place = stored.taken_place
    row = File(
        sha256=stored.sha256,
        size=stored.size,
        media_type=stored.media_type,
        taken_at=stored.taken_at,
        taken_lon=place.lon if place else None,
        taken_lat=place.lat if place else None,
        stored_at=at,
    )
    File.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["sha256"], update_fields=["stored_at"]
    )
    vault.settle(arrived)


@transaction.atomic(savepoint=False)
def attach(
    file: StoredFile,
    *,
    owner_kind: str,
    owner: UUID,
    scope: Scope,
    by: UUID,
    at: datetime,
    label: str = "",
    capture: Capture | None = None,
    use_id: UUID | None = None,
) -> UUID:
    """Use a stored file as evidence for ``owner``; gives the use's id.

    ``use_id`` may be made by the device: the same use sent again adds nothing. Raises ``Refusal``
    REPEATED when that id already stands for something else, FILE_BROKEN when the file is gone.
    """
    gone = Refusal(Why.FILE_BROKEN, name=file.name)
    set_row(File, file.sha256, {"used": True}, otherwise=gone)
    claimed = capture or Capture()
    place = claimed.place or file.taken_place
    use = Use(
        id=use_id or new_id(),
        file_id=file.sha256,
        owner_kind=owner_kind,
        owner=owner,
        label=label,
        name=file.name,
        captured_at=claimed.at or file.taken_at,
        lon=place.lon if place else None,
        lat=place.lat if place else None,
        accuracy_m=place.accuracy_m if place else None,
        device_clock=claimed.device_clock,
        original=claimed.original,
        by=by,
        at=at,
        area_path=scope.area_path,
        unit=scope.unit,
        site=scope.site,
    )
    return _add_once(use)


def _add_once(use: Use) -> UUID:
    known = _USE.first(id=use.pk)
    if known is None:
        insert_object(use)
    elif _identity(known) != _identity(use):
        raise Refusal(Why.REPEATED)
    return use.pk


def _identity(use: Use) -> tuple[object, ...]:
    return use.file_id, use.owner_kind, use.owner, use.label, use.by


@transaction.atomic
def erase(uses: Iterable[UUID], *, ground: str, by: UUID, at: datetime) -> int:
    """Remove files for good, on a lawful ground: the originals behind ``uses``, what was made of
    them, and every use of the same content; each use gets an act of the record. How many files."""
    wanted = Use.objects.filter(pk__in=list(uses)).values_list("file_id", flat=True)
    files = sorted(set(wanted))
    gone = list(Use.objects.filter(file__in=files).order_by("pk").values_list("pk", flat=True))
    acts = [
        Act(kind="evidence.erased", subject=use, version=1, public={"ground": ground}, body={})
        for use in gone
    ]
    record_many(acts, by=by, at=at)
    Use.objects.filter(pk__in=gone).delete()
    File.objects.filter(pk__in=files).delete()
    for sha256 in files:
        transaction.on_commit(partial(vault.remove, sha256))
    return len(files)


@transaction.atomic
def sweep(*, sha256: str, at: datetime) -> bool:
    """Remove a file that nothing has used for a day; true when it was removed."""
    row = File.objects.select_for_update().filter(pk=sha256).first() or _lock_absent(sha256, at)
    if row is None or row.used or row.stored_at > at - KEPT_UNUSED:
        return False
    vault.remove(sha256)
    row.delete()
    return True


def _lock_absent(sha256: str, at: datetime) -> File | None:
    """A row of this transaction alone, against a store of the same content at this moment."""
    row = File(
        sha256=sha256,
        size=1,
        media_type="application/octet-stream",
        stored_at=at - KEPT_UNUSED,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row
