"""The breakdown of an upper document: entering it, and clauses that concern nobody here."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.base.columns import cleaned
from anhuan.base.rows import swap_row
from anhuan.evidence.services import attach
from anhuan.evidence.types import Scope
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.tasks.models import Clause, UpperDocument
from anhuan.tasks.reading import read_text
from anhuan.tasks.scope import documents_of
from anhuan.tasks.types import Attached
from anhuan.territory.queries import area_of_unit, place_of_area

BREAKERS = (Capability.INSTRUCT, Capability.ASSIGN)
COLUMNS = ("title", "number", "issuer", "issued_on")


@transaction.atomic
def enter_document(
    *,
    title: str,
    issuer: str,
    text: str,
    by: Viewer,
    at: datetime,
    number: str = "",
    issued_on: date | str | None = None,
    file: Attached | None = None,
) -> UUID:
    """Take in an upper document and its clauses, as they stand in ``text``; gives its id.

    Refuses ``WRONG_ROLE``, ``MISSING`` and ``MALFORMED`` by field, and what ``read_text`` refuses.
    """
    seat = next((seat for seat in by.seats if seat.unit is not None), None)
    if seat is None or seat.unit is None or not any(by.may(each) for each in BREAKERS):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.ASSIGN)
    given = {"title": title, "number": number, "issuer": issuer, "issued_on": issued_on}
    missing = tuple(name for name in ("title", "issuer") if not str(given[name]).strip())
    if missing:
        raise Refusal(Why.MISSING, fields=missing)
    values = cleaned(UpperDocument, given, COLUMNS)
    reading = read_text(text)
    row = UpperDocument.objects.create(
        **values,
        unit_id=seat.unit,
        area_path=place_of_area(area_of_unit(seat.unit)).path,
        text=text,
        removed=reading.removed,
        by_id=by.person,
        at=at,
    )
    Clause.objects.bulk_create(
        Clause(
            document=row,
            position=position,
            label=each.label,
            depth=each.depth,
            is_heading=each.is_heading,
            original=each.original,
            text=each.text,
        )
        for position, each in enumerate(reading.clauses, start=1)
    )
    _record("document.entered", row.id, 1, {"clauses": len(reading.clauses)}, given, by, at, file)
    if file is not None:
        attach(
            file.file,
            owner_kind="upper-document",
            owner=row.id,
            scope=Scope(area_path=row.area_path, unit=row.unit_id),
            by=by.person,
            at=at,
            use_id=file.use_id,
        )
    return row.id


@transaction.atomic
def set_aside(*, clause: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """不涉及: a clause that needs no task here, with the reason.

    Refuses ``NOT_VISIBLE``, ``NOT_YOURS`` as another unit's, ``MISSING`` without a reason and
    ``CLAUSE_TAKEN`` where there is a task or a reason already.
    """
    row = _own(clause, by)
    words = cleaned(Clause, {"aside_reason": reason}, ("aside_reason",)) if reason.strip() else {}
    if not words:
        raise Refusal(Why.MISSING, fields=("reason",))
    if len(words["aside_reason"]) > 4000:
        raise Refusal(Why.MALFORMED, field="reason", problem="too-long", most=4000)
    if row.aside_reason or row.is_heading or row.tasks.exclude(state="withdrawn").exists():
        raise Refusal(Why.CLAUSE_TAKEN)
    changes = words | {"aside_by": by.person, "aside_at": at}
    _change(row, changes, "clause.set_aside", {"reason": words["aside_reason"]}, by, at)


@transaction.atomic
def take_up(*, clause: UUID, by: Viewer, at: datetime) -> None:
    """A clause set aside concerns us after all. Refuses as ``set_aside`` does."""
    row = _own(clause, by)
    if not row.aside_reason:
        raise Refusal(Why.NOT_PENDING)
    changes = {"aside_reason": "", "aside_by": None, "aside_at": None}
    _change(row, changes, "clause.taken_up", {}, by, at)


def _own(clause: UUID, by: Viewer) -> Clause:
    rows = Clause.objects.filter(document__in=documents_of(by)).select_related("document")
    row = rows.filter(pk=clause).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    if row.document.unit_id not in by.units or not any(by.may(each) for each in BREAKERS):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.ASSIGN)
    return row


def _change(
    row: Clause,
    changes: dict[str, Any],
    kind: str,
    body: dict[str, Any],
    by: Viewer,
    at: datetime,
) -> None:
    swap_row(Clause, row.pk, row.version, changes, otherwise=Refusal(Why.STALE, version=None))
    public = {"document": str(row.document_id), "position": row.position}
    _record(kind, row.id, row.version + 1, public, body, by, at)


def _record(
    kind: str,
    subject: UUID,
    version: int,
    public: dict[str, Any],
    body: dict[str, Any],
    by: Viewer,
    at: datetime,
    file: Attached | None = None,
) -> None:
    texts = {name: "" if value is None else str(value) for name, value in body.items()}
    record(
        kind=kind,
        subject=subject,
        version=version,
        public=public,
        body=texts,
        by=by.person,
        at=at,
        files={file.use_id: file.file.sha256} if file else {},
    )
