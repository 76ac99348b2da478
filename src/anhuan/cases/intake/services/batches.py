"""Writes of batches, and the import itself. A batch is its maker's and its unit's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from anhuan.base.clock import now
from anhuan.base.db import bulk_insert, bulk_set
from anhuan.base.jobs import Lease, enqueue
from anhuan.cases import models
from anhuan.cases.intake import findings, reading
from anhuan.cases.intake.cells import read_cell
from anhuan.cases.intake.keys import name_key
from anhuan.cases.intake.queries import KEPT, batch_of, is_alike, own_file, twins_of
from anhuan.cases.intake.services.founding import found_sites
from anhuan.cases.intake.services.saving import AT_ONCE, Run
from anhuan.cases.intake.types import LEFT_AS_TEXT, NEW_SITE, BatchState, ImportReport, Outcome
from anhuan.cases.reading.types import LedgerReading
from anhuan.evidence.services import attach, store
from anhuan.evidence.types import Kind, Scope, StoredFile
from anhuan.evidence.vault import Stream, original
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.inputs import DOMAINS
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices.services import notify
from anhuan.people.queries import persons
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import units_within, viewer_of

MOST_ROWS: Final = 50_000
MOST_FORESEEN: Final = 1_000


def upload(
    stream: Stream, *, name: str, unit: UUID, by: Viewer, at: datetime, domain: str = "safety"
) -> UUID:
    """Take in a ledger for ``unit`` and read it; nothing becomes a case yet. Gives the batch.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE`` for a unit out of reach, ``FILE_…`` and ``TOO_MANY``.
    """
    _may(by, unit)
    if domain not in DOMAINS:
        raise Refusal(Why.MALFORMED, field="domain", problem="choice")
    file = store(stream, name=name, by=by.person, at=at, kind=Kind.SPREADSHEET)
    read = reading.read_file(original(file.sha256), name=file.name, mapping={})
    return _open(file, read, unit=unit, by=by, at=at, domain=domain)


@transaction.atomic
def _open(
    file: StoredFile, read: LedgerReading, *, unit: UUID, by: Viewer, at: datetime, domain: str
) -> UUID:
    batch = models.Batch.objects.create(
        name=file.name,
        sha256=file.sha256,
        unit_id=unit,
        by_id=by.person,
        at=at,
        options={"domain": domain, "sites": {}},
    )
    attach(
        file,
        owner_kind="batch",
        owner=batch.id,
        scope=Scope(unit=unit),
        by=by.person,
        at=at,
    )
    _fill(batch, read, by)
    return batch.id


def _fill(batch: models.Batch, read: LedgerReading, by: Viewer) -> None:
    if len(read.rows) > MOST_ROWS:
        raise Refusal(Why.TOO_MANY, most=MOST_ROWS)
    batch.tables = reading.tables_of(read)
    batch.ignored = reading.ignored_of(read)
    batch.missing = reading.missing_of(read)
    batch.save()
    rows = reading.rows_of(read, batch, by)
    bulk_insert(rows)


@transaction.atomic
def remap(
    *, batch_id: UUID, mapping: Mapping[str, Mapping[str, str]], by: Viewer, at: datetime
) -> None:
    """Read the file again with the user's columns; corrections made before are gone.

    ``mapping``: table name → column letter → field. Refuses ``NOT_VISIBLE``, ``MALFORMED`` and,
    once rows have been imported, ``WRONG_STATE``.
    """
    batch = _locked(by, batch_id)
    if batch.rows.exclude(outcome="").exists():
        raise Refusal(Why.WRONG_STATE, action="remap")
    known = {table["name"] for table in batch.tables}
    if not known >= mapping.keys():
        raise Refusal(Why.MALFORMED, field="mapping", problem="unknown")
    batch.mapping = {name: dict(columns) for name, columns in mapping.items()}
    read = reading.read_file(own_file(batch), name=batch.name, mapping=batch.mapping)
    batch.rows.all().delete()
    _fill(batch, read, by)


@transaction.atomic
def correct(
    *, batch_id: UUID, position: int, field: str, text: str, by: Viewer, at: datetime
) -> None:
    """Write into one cell; an empty text says that the original has none. Refuses
    ``NOT_VISIBLE``, ``MALFORMED`` and, for a row that went in, ``WRONG_STATE``."""
    batch = _locked(by, batch_id)
    row = _row(batch, position)
    _write(row, field, text)
    if field in ("site_name", "uscc", "address"):
        reading.link([row], batch, by)
    _keep(row, batch)


def _write(row: models.BatchRow, field: str, text: str) -> None:
    given = read_cell(field, text, row.content | row.corrections)
    row.corrections = row.corrections | given
    findings.settle(row.problems, [field])


@transaction.atomic
def accept(*, batch_id: UUID, position: int, place: int, by: Viewer, at: datetime) -> None:
    """Take a finding as it is: the value that was read stays, one that was not stays empty.

    Refuses as ``correct``, and ``MALFORMED`` for a question about a site.
    """
    batch = _locked(by, batch_id)
    row = _row(batch, position)
    if not 0 <= place < len(row.problems) or row.problems[place]["reason"] == findings.SITE:
        raise Refusal(Why.MALFORMED, field="place", problem="unknown")
    row.problems[place]["done"] = True
    _keep(row, batch)


@transaction.atomic
def skip(*, batch_id: UUID, position: int, on: bool, by: Viewer, at: datetime) -> None:
    """Leave a row out of the import, or take it in again. Refuses as ``correct``."""
    batch = _locked(by, batch_id)
    row = batch.rows.filter(position=position).first()
    if row is None or row.outcome not in ("", Outcome.SKIPPED):
        raise Refusal(Why.NOT_VISIBLE if row is None else Why.WRONG_STATE, action="skip")
    row.outcome = Outcome.SKIPPED.value if on else ""
    row.save(update_fields=["outcome"])


@transaction.atomic
def decide_site(*, batch_id: UUID, position: int, decision: str, by: Viewer, at: datetime) -> int:
    """Say which site the name in a row means, for every row with that name and code: the id of
    a proposed one, ``NEW_SITE`` or ``LEFT_AS_TEXT``. Gives how many rows it settled."""
    batch = _locked(by, batch_id)
    row = _row(batch, position)
    asked = next((p for p in row.problems if p["reason"] == findings.SITE), None)
    offered = {each["site"] for each in asked["candidates"]} if asked else set()
    if decision not in {LEFT_AS_TEXT, NEW_SITE, *offered}:
        raise Refusal(Why.MALFORMED, field="decision", problem="not-proposed")
    key = name_key(row.content | row.corrections)
    sites = dict(batch.options.get("sites", {})) | {key: decision}
    batch.options = dict(batch.options) | {"sites": sites}
    batch.save(update_fields=["options"])
    rows = [
        each
        for each in batch.rows.filter(outcome="", ready=False)
        if name_key(each.content | each.corrections) == key
    ]
    reading.link(rows, batch, by)
    _keep_all(rows, batch)
    return len(rows)


@transaction.atomic
def fix_alike(
    *,
    batch_id: UUID,
    field: str,
    reason: str,
    raw: str | None,
    text: str | None,
    by: Viewer,
    at: datetime,
) -> int:
    """The same finding in many rows at once: ``text`` into each, or with None each as it is.

    ``raw`` narrows to cells that were written so. Gives how many rows it settled. Refuses as
    ``correct``; then no row is changed.
    """
    batch = _locked(by, batch_id)
    if reason == findings.SITE:
        raise Refusal(Why.MALFORMED, field="reason", problem="unknown")
    fixed = []
    for row in batch.rows.filter(outcome="", ready=False).order_by("position"):
        hit = [p for p in row.problems if is_alike(p, field, reason, raw)]
        if not hit:
            continue
        for each in hit:
            each["done"] = True
        if text is not None:
            _write(row, field, text)
        fixed.append(row)
    _keep_all(fixed, batch)
    return len(fixed)


@transaction.atomic
def confirm(*, batch_id: UUID, by: Viewer, at: datetime, accept_nulls: bool = False) -> int:
    """Let the ready rows become cases, by the worker; with ``accept_nulls`` those with findings
    too, each value that could not be read empty. Gives how many rows were set on their way."""
    batch = _locked(by, batch_id)
    if accept_nulls:
        batch.rows.filter(outcome="").update(ready=True)
    total = batch.rows.filter(outcome="", ready=True).count()
    if not total:
        raise Refusal(Why.MISSING, fields=("rows",))
    batch.state, batch.done, batch.total = BatchState.RUNNING.value, 0, total
    batch.save(update_fields=["state", "done", "total"])
    payload = {"batch": batch.id, "person": by.person}
    enqueue("anhuan.cases.intake.services.run_batch", payload, key=f"import:{batch.id}", long=True)
    return total


def run_batch(lease: Lease, *, batch: UUID, person: UUID) -> None:
    """The worker's part of ``confirm``: chunk by chunk, each in a transaction of its own, so
    that a worker that dies leaves whole chunks and the next goes on after them."""
    at = now()
    named = persons([person])
    name = named[person].name if person in named else ""
    by = viewer_of(person, name=name, at=at, table=rules_at(at).capabilities)
    row = models.Batch.objects.select_related(None).get(pk=batch)
    _bring_in(row, by=by, at=at, lease=lease)
    with transaction.atomic():
        lease.hold()
        _finish(row, by, at)


def _bring_in(
    batch: models.Batch, *, by: Viewer, at: datetime, lease: Lease | None, save: bool = True
) -> None:
    if save:
        with transaction.atomic():
            found_sites(batch, by=by, at=at)
    run = Run(batch, by=by, at=at, rules=rules_at(at), twins=twins_of(batch))
    while rows := _next_rows(batch):
        with transaction.atomic():
            if lease is not None:
                lease.hold()
            run.take(rows)
            models.Batch.objects.filter(pk=batch.pk).update(done=F("done") + len(rows))


def _next_rows(batch: models.Batch) -> list[models.BatchRow]:
    return list(batch.rows.filter(ready=True, outcome="").order_by("position")[:AT_ONCE])


def _finish(batch: models.Batch, by: Viewer, at: datetime) -> None:
    models.Batch.objects.filter(pk=batch.pk).update(state=BatchState.OPEN.value)
    notify(
        to=[batch.by_id],
        topic="import.done",
        params={"name": batch.name[:60], "done": batch.total},
        subject_kind="batch",
        subject=batch.pk,
        key=f"import:{batch.pk}:{at.isoformat()}",
        at=at,
    )


def import_ledger(
    path: Path,
    *,
    unit: UUID,
    by: Viewer,
    at: datetime,
    accept_nulls: bool = False,
    dry_run: bool = False,
    domain: str = "safety",
) -> ImportReport:
    """Read a ledger and bring its rows in at once; rows with findings wait in the batch unless
    ``accept_nulls``. ``dry_run`` says what would become of each row and keeps nothing.

    Refuses as ``upload``.
    """
    with path.open("rb") as stream:
        batch_id = upload(stream, name=path.name, unit=unit, by=by, at=at, domain=domain)
    batch = models.Batch.objects.get(pk=batch_id)
    if accept_nulls:
        batch.rows.update(ready=True)
    if dry_run:
        return _foreseen(batch, by=by, at=at)
    total = batch.rows.filter(ready=True).count()
    models.Batch.objects.filter(pk=batch_id).update(total=total)
    _bring_in(batch, by=by, at=at, lease=None)
    return _report(batch, list(batch.rows.values_list("outcome", flat=True)), saved=True)


@transaction.atomic
def _foreseen(batch: models.Batch, *, by: Viewer, at: datetime) -> ImportReport:
    outcomes = foresee(batch, by=by, at=at)
    report = _report(batch, outcomes, saved=False)
    batch.delete()
    return report


def foresee(batch: models.Batch, *, by: Viewer, at: datetime) -> list[str]:
    """What would become of each row of a batch; "" for one that waits. Writes nothing."""
    run = Run(batch, by=by, at=at, rules=rules_at(at), twins=twins_of(batch))
    rows = list(batch.rows.filter(ready=True, outcome="").order_by("position"))
    for start in range(0, len(rows), AT_ONCE):
        run.take(rows[start : start + AT_ONCE], save=False)
    waiting = batch.rows.filter(ready=False, outcome="").count()
    return [row.outcome for row in rows] + [""] * waiting


def foreseen(*, batch_id: UUID, by: Viewer, at: datetime) -> ImportReport | None:
    """What confirming would do; None for a batch too large to try while somebody waits."""
    batch = batch_of(by, batch_id)
    if batch.rows.filter(ready=True, outcome="").count() > MOST_FORESEEN:
        return None
    return _report(batch, foresee(batch, by=by, at=at), saved=False)


def _report(batch: models.Batch, outcomes: Sequence[str], *, saved: bool) -> ImportReport:
    return ImportReport(
        batch=batch.id if saved else None,
        rows=len(outcomes),
        added=outcomes.count(Outcome.ADDED),
        updated=outcomes.count(Outcome.UPDATED),
        same=outcomes.count(Outcome.SAME),
        refused=outcomes.count(Outcome.REFUSED),
        waiting=outcomes.count(""),
        ignored=len(batch.ignored),
        saved=saved,
    )


@transaction.atomic
def forget(*, batch_id: UUID, at: datetime) -> bool:
    """Remove a batch after its thirty days; the cases stay. True when it was removed."""
    old = models.Batch.objects.filter(pk=batch_id, at__lt=at - KEPT)
    return bool(old.exclude(state=BatchState.RUNNING.value).delete()[0])


def _may(by: Viewer, unit: UUID) -> None:
    if not by.may(Capability.IMPORT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.IMPORT)
    if unit not in {line.id for line in units_within(by)}:
        raise Refusal(Why.NOT_VISIBLE)


def _locked(by: Viewer, batch_id: UUID) -> models.Batch:
    """The batch, nobody else's while the transaction lasts, and not while it is running."""
    batch = batch_of(by, batch_id, lock=True)
    if batch.state == BatchState.RUNNING:
        raise Refusal(Why.WRONG_STATE, action="import")
    return batch


def _row(batch: models.Batch, position: int) -> models.BatchRow:
    row = batch.rows.filter(position=position).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    if row.outcome:
        raise Refusal(Why.WRONG_STATE, action="correct")
    return row


def _keep(row: models.BatchRow, batch: models.Batch) -> None:
    _keep_all([row], batch)


def _keep_all(rows: Sequence[models.BatchRow], batch: models.Batch) -> None:
    for row in rows:
        reading.refresh(row, batch.unit_id)
    bulk_set(rows, ["corrections", "problems", "ready", "blocked", "key", "site"])
