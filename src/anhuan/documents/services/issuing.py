"""Issue a document with the next number of its register, or mark one spoilt."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.documents.models import Document, Mention, Register
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
    document_id: UUID | None = None,
    mentions: Sequence[UUID] = (),
    digest: str = "",
    provisional: str = "",
) -> UUID:
    """Give a document its number and keep what it says.

    The form is the one in force on the day of ``at``. ``mentions``: what it is about besides its
    subject. ``digest``: of the content, where a phone made it too; ``provisional``: what stood on
    paper in place of the number. Raises ``Refusal``: NO_SUCH_TARGET when no such form is in
    force.
    """
    found = form_at(form, at)
    if found is None:
        raise Refusal(Why.NO_SUCH_TARGET, form=form)
    year = day_of(at).year
    serial = take(form, unit, year, 1)
    number = found.number.format(word=unit_word, year=year, serial=serial)
    document = Document.objects.create(
        id=document_id or new_id(),
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
        digest=digest,
        provisional=provisional,
        issued_at=at,
        issued_by=by.person,
    )
    mention(document, mentions)
    note(document, "document.issued", {"serial": serial}, by=by.person, at=at)
    return document.id


def mention(document: Document, subjects: Sequence[UUID]) -> None:
    """Name what the document is about besides its subject, in the order of its points."""
    Mention.objects.bulk_create(
        Mention(document=document, subject=each, position=n) for n, each in enumerate(subjects)
    )


def take(form: str, unit: UUID, year: int, count: int) -> int:
    """The first of the next ``count`` numbers. Locked until the transaction ends: who rolls back
    gives them back."""
    Register.objects.bulk_create(
        [Register(form=form, unit=unit, year=year)], ignore_conflicts=True
    )
    row = Register.objects.select_for_update().get(form=form, unit=unit, year=year)
    row.last += count
    row.save(update_fields=["last"])
    return row.last - count + 1


@transaction.atomic
def spoil(*, document_id: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """Mark a document 作废; its number stays in the register. Raises ``Refusal``: NOT_VISIBLE,
    MISSING (reason), ENDED when it is spoilt already."""
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    if document is None or document.unit not in by.units:
        raise Refusal(Why.NOT_VISIBLE)
    if not reason.strip():
        raise Refusal(Why.MISSING, fields=("reason",))
    mark_spoilt(document, reason, by=by.person, at=at)


def mark_spoilt(document: Document, reason: str, *, by: UUID | None, at: datetime) -> UUID:
    """作废, once; gives the act. Refuses ``REPEATED``."""
    if document.standing == Standing.SPOILT:
        raise Refusal(Why.REPEATED)
    document.standing = Standing.SPOILT
    document.spoilt_reason = reason.strip()[:400]
    document.version += 1
    document.save(update_fields=["standing", "spoilt_reason", "version"])
    return note(document, "document.spoilt", {}, by=by, at=at)


def note(
    document: Document, kind: str, public: Mapping[str, Any], *, by: UUID | None, at: datetime
) -> UUID:
    """Write an act on the document into the record; gives the act."""
    entry = record(
        kind=kind,
        subject=document.id,
        version=document.version,
        public={"form": document.form, "about": str(document.subject), **public},
        body={"number": document.number, "reason": document.spoilt_reason},
        by=by,
        at=at,
    )
    return entry.id
