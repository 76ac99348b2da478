"""Reads of documents: the register, and a document as PDF."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Q

from anhuan.documents.models import Document, Lease, Mention
from anhuan.documents.rendering import pdf
from anhuan.documents.types import Block, Line, Standing
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.paper import short
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import form_version

SPOILT = "作废"


def of_subject(viewer: Viewer, subject: UUID) -> list[Line]:
    """The documents about something the caller has found visible, oldest first."""
    about = Q(subject=subject) | Q(
        pk__in=Mention.objects.filter(subject=subject).values("document")
    )
    rows = Document.objects.filter(about).order_by("issued_at", "id")
    return [to_line(row) for row in rows]


def register(viewer: Viewer, *, form: str, year: int) -> list[Line]:
    """The register of the viewer's units: every number, the spoilt ones too."""
    rows = Document.objects.filter(unit__in=viewer.units, form=form, year=year)
    return [to_line(row) for row in rows.order_by("unit", "serial")]


def unit_of(document_id: UUID) -> UUID | None:
    """The unit that issued a document."""
    return Document.objects.filter(pk=document_id).values_list("unit", flat=True).first()


def form_of(document_id: UUID) -> str:
    """The form a document was issued under; "" for none."""
    return Document.objects.filter(pk=document_id).values_list("form", flat=True).first() or ""


def subject_of(document_id: UUID) -> UUID:
    """What a document is about, so that the caller can ask whether the viewer may see that."""
    found = Document.objects.filter(pk=document_id).values_list("subject", flat=True).first()
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    return found


def mentions_of(document_id: UUID) -> list[UUID]:
    """What a document is about besides its subject."""
    rows = Mention.objects.filter(document=document_id).order_by("position")
    return list(rows.values_list("subject", flat=True))


def blocks_of(device: UUID, *, at: datetime) -> list[Block]:
    """The open blocks of numbers of a phone in the year of ``at``, the oldest first; two
    queries."""
    rows = Lease.objects.filter(device=device, ended_at__isnull=True, year=day_of(at).year)
    return [_block(row) for row in rows.order_by("form", "first").prefetch_related("documents")]


def _block(row: Lease) -> Block:
    used = {each.serial for each in row.documents.all()}
    return Block(
        id=row.id,
        form=row.form,
        unit=row.unit,
        word=row.word,
        year=row.year,
        first=row.first,
        last=row.last,
        next=next((n for n in range(row.first, row.last + 1) if n not in used), row.last + 1),
        pattern=row.pattern,
        taken_at=row.taken_at,
    )


def printed(
    viewer: Viewer,
    document_id: UUID,
    *,
    granted: Collection[UUID],
    beside: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[str, bytes]:
    """Number and PDF of a document, from the form it was issued under; a spoilt one says so.

    ``granted``: subjects the caller has found visible. ``beside``: what this print shows and the
    document does not keep. Raises ``Refusal`` NOT_VISIBLE.
    """
    row = Document.objects.filter(pk=document_id, subject__in=list(granted)).first()
    form = form_version(row.form_version) if row and row.content else None
    if row is None or form is None:
        raise Refusal(Why.NOT_VISIBLE)
    spoilt = SPOILT if row.standing == Standing.SPOILT else ""
    content = {**beside, **row.content, "number": row.number, "stamp": spoilt}
    if row.digest:
        content |= {"digest": row.digest, "short": short(row.digest)}
        content |= {"provisional": row.provisional}
    return row.number, pdf(form.template, content, at=row.issued_at)


def to_line(row: Document) -> Line:
    """A document as a line of the register."""
    return Line(
        id=row.id,
        form=row.form,
        title=row.title,
        number=row.number,
        subject=row.subject,
        unit=row.unit,
        standing=Standing(row.standing),
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        spoilt_reason=row.spoilt_reason,
        site=row.site,
        serial=row.serial,
        digest=row.digest,
        printed=bool(row.content),
    )
