"""Writes of documents: issue with the next number, or mark one spoilt."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.documents.models import Document, Register
from anhuan.documents.types import Standing
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.rulebook.queries import form_at


@transaction.atomic
def issue(
    *,
    form: str,
    unit: UUID,
    unit_word: str,
    subject: UUID,
    site: UUID | None,
    area_path: str,
    content: Mapping[str, Any],
    by: Viewer,
    at: datetime,
) -> UUID:
    """Give a document its number and keep what it says.

    The form is the one in force on the day of ``at``. Raises ``Refusal``: NO_SUCH_TARGET when no
    such form is in force.
    """
    found = form_at(form, at)
    if found is None:
        raise Refusal(Why.NO_SUCH_TARGET, form=form)
    year = day_of(at).year
    serial = _next(form, unit, year)
    number = found.number.format(word=unit_word, year=year, serial=serial)
    document = Document.objects.create(
        form=form,
        form_version=found.version,
        title=found.title,
        unit=unit,
        year=year,
        serial=serial,
        number=number,
        subject=subject,
        site=site,
        area_path=area_path,
        content=dict(content),
        issued_at=at,
        issued_by=by.person,
    )
    _note(document, "document.issued", {"serial": serial}, by=by, at=at)
    return document.id


def _next(form: str, unit: UUID, year: int) -> int:
    """Locked until the transaction ends: who rolls back gives the number back."""
    Register.objects.bulk_create(
        [Register(form=form, unit=unit, year=year)], ignore_conflicts=True
    )
    row = Register.objects.select_for_update().get(form=form, unit=unit, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


@transaction.atomic
def spoil(*, document_id: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """Mark a document 作废; its number stays in the register. Raises ``Refusal``: NOT_VISIBLE,
    MISSING (reason), ENDED when it is spoilt already."""
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    if document is None or document.unit not in by.units:
        raise Refusal(Why.NOT_VISIBLE)
    if not reason.strip():
        raise Refusal(Why.MISSING, fields=("reason",))
    if document.standing == Standing.SPOILT:
        raise Refusal(Why.REPEATED)
    document.standing = Standing.SPOILT
    document.spoilt_reason = reason.strip()[:400]
    document.version += 1
    document.save(update_fields=["standing", "spoilt_reason", "version"])
    _note(document, "document.spoilt", {}, by=by, at=at)


def _note(
    document: Document, kind: str, public: Mapping[str, Any], *, by: Viewer, at: datetime
) -> None:
    record(
        kind=kind,
        subject=document.id,
        version=document.version,
        public={"form": document.form, "about": str(document.subject), **public},
        body={"number": document.number, "reason": document.spoilt_reason},
        by=by.person,
        at=at,
    )
