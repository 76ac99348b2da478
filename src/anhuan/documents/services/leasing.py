"""Numbers lent to phones: a block is taken while there is a network, used or spoilt without one.

Every number of a block comes back into the register: on a document, or as 作废 with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import one_at_a_time
from anhuan.documents.models import Document, Lease
from anhuan.documents.services.issuing import issue, mark_spoilt, mention, note, take
from anhuan.documents.types import MAY, Kept, Standing
from anhuan.kernel import paper
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.queries import acts_of
from anhuan.ledger.services import record
from anhuan.rulebook.queries import form_at
from anhuan.rulebook.types import FormVersion
from anhuan.territory.queries import unit_names

BLOCK: Final = 10
ENOUGH: Final = 3
"""Who still holds more numbers than these gets no further block."""
NOT_USED: Final = "年度终了，号段未用"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A paper as somebody made it: what it is about, and what it says."""

    form: str
    subject: UUID
    site: UUID | None
    area_path: str
    content: Mapping[str, Any]
    digest: str
    mentions: Sequence[UUID] = ()


@transaction.atomic
def lease(*, form: str, device: UUID, by: Viewer, at: datetime) -> UUID:
    """Lend ``device`` the next block of numbers of the viewer's own unit; a phone that holds
    enough of them gets the block it has, so that asking twice takes no number.

    Refuses ``NO_SUCH_RULE`` for what is no form of a visit's paper in force, ``WRONG_ROLE``.
    """
    found = _paper_form(form, at)
    unit = _unit(by, found)
    year = day_of(at).year
    one_at_a_time(f"lease {device} {form}")
    held = Lease.objects.filter(
        device=device, form=form, unit=unit, year=year, ended_at__isnull=True
    )
    for row in held.order_by("-first"):
        if row.last - row.first + 1 - row.documents.count() > ENOUGH:
            return row.id
    first = take(form, unit, year, BLOCK)
    row = Lease.objects.create(
        form=form,
        form_version=found.version,
        title=found.title,
        unit=unit,
        word=unit_names([unit])[unit],
        pattern=found.number,
        year=year,
        first=first,
        last=first + BLOCK - 1,
        device=device,
        taken_by=by.person,
        taken_at=at,
    )
    _lent(row, "lease.taken", {"form": form, "first": first, "last": row.last}, by.person, at)
    return row.id


def _paper_form(form: str, at: datetime) -> FormVersion:
    found = form_at(form, at)
    if found is None or found.paper is None:
        raise Refusal(Why.NO_SUCH_RULE, field="form")
    return found


def _unit(by: Viewer, form: FormVersion) -> UUID:
    """The unit in whose name the viewer issues papers of this form."""
    assert form.paper is not None
    capability = MAY[form.paper.act]
    unit = next((one.unit for one in by.seats if one.unit is not None), None)
    if unit is None or not by.may(capability):
        raise Refusal(Why.WRONG_ROLE, capability=capability)
    return unit


def _lent(row: Lease, kind: str, public: Mapping[str, Any], by: UUID | None, at: datetime) -> None:
    record(
        kind=kind,
        subject=row.id,
        version=row.version,
        public={**public, "device": str(row.device)},
        body={},
        by=by,
        at=at,
    )


@transaction.atomic
def issue_leased(
    *,
    document_id: UUID,
    lease: UUID,
    serial: int,
    device: UUID,
    made: Made,
    by: Viewer,
    at: datetime,
) -> Kept:
    """Keep a document that a phone numbered out of its block.

    Refuses ``NOT_VISIBLE`` for a block of another phone or form, ``ENDED`` for one that has
    ended, ``MALFORMED`` for a number outside it or a digest that is not the content's,
    ``REPEATED`` for a number or document that exists.
    """
    row = _held(lease, device, made.form, serial)
    _same(made)
    if Document.objects.filter(pk=document_id).exists():
        raise Refusal(Why.REPEATED)
    document = _kept(
        row,
        serial,
        id=document_id,
        subject=made.subject,
        site=made.site,
        area_path=made.area_path,
        content=dict(made.content),
        digest=made.digest,
        issued_at=at,
        issued_by=by.person,
    )
    mention(document, made.mentions)
    fact = note(document, "document.issued", {"serial": serial}, by=by.person, at=at)
    return Kept(fact=fact, number=document.number)


@transaction.atomic
def spoil_leased(
    *,
    document_id: UUID,
    lease: UUID,
    serial: int,
    device: UUID,
    form: str,
    reason: str,
    by: Viewer,
    at: datetime,
) -> Kept:
    """Give a number of the block back as 作废, whether or not a document stood on it. Refuses as
    ``issue_leased`` does, and ``MISSING`` without a reason."""
    if not reason.strip():
        raise Refusal(Why.MISSING, fields=("reason",))
    issued = Document.objects.select_for_update().filter(lease=lease, serial=serial, form=form)
    former = issued.filter(lease__device=device).first()
    if former is not None:
        fact = mark_spoilt(former, reason, by=by.person, at=at)
        return Kept(fact=fact, number=former.number)
    row = _held(lease, device, form, serial)
    return _unused(row, serial, reason, document_id=document_id, by=by.person, at=at)


@transaction.atomic
def issue_provisional(
    *, document_id: UUID, provisional: str, made: Made, unit: UUID, by: Viewer, at: datetime
) -> Kept:
    """Number a document that was printed with a mark of the phone's own, as the next of the
    register. Refuses ``MALFORMED`` for a digest that is not the content's or no
    mark, ``REPEATED`` for a document that exists, and what ``issue`` refuses."""
    _same(made)
    if not 1 <= len(provisional) <= 64:
        raise Refusal(Why.MALFORMED, field="provisional", problem="text")
    one_at_a_time(f"document {document_id}")
    if Document.objects.filter(pk=document_id).exists():
        raise Refusal(Why.REPEATED)
    issue(
        form=made.form,
        unit=unit,
        unit_word=unit_names([unit])[unit],
        subject=made.subject,
        site=made.site,
        area_path=made.area_path,
        content=made.content,
        by=by,
        at=at,
        document_id=document_id,
        mentions=made.mentions,
        digest=made.digest,
        provisional=provisional,
    )
    number = Document.objects.values_list("number", flat=True).get(pk=document_id)
    return Kept(fact=acts_of(document_id)[0].id, number=number)


@transaction.atomic
def end_lease(*, lease: UUID, reason: str, by: UUID | None, at: datetime) -> int:
    """Take a block back: each number that is on no document is 作废 with ``reason``. Gives how
    many; an ended block gives 0."""
    row = Lease.objects.select_for_update().filter(pk=lease, ended_at__isnull=True).first()
    if row is None:
        return 0
    used = set(row.documents.values_list("serial", flat=True))
    left = [serial for serial in range(row.first, row.last + 1) if serial not in used]
    for serial in left:
        _unused(row, serial, reason, by=by, at=at)
    row.ended_at = at
    row.version += 1
    row.save(update_fields=["ended_at", "version"])
    _lent(row, "lease.ended", {"left": len(left)}, by, at)
    return len(left)


@transaction.atomic
def end_leases(*, device: UUID, reason: str, by: UUID | None, at: datetime) -> int:
    """``end_lease`` for every open block of a phone that is revoked or has ended."""
    rows = Lease.objects.filter(device=device, ended_at__isnull=True).order_by("id")
    found = list(rows.values_list("id", flat=True))
    return sum(end_lease(lease=each, reason=reason, by=by, at=at) for each in found)


def on_device_revoked(*, device_id: UUID, why: str, by: UUID, at: datetime, **more: Any) -> None:
    """A phone that was revoked prints nothing any more: its numbers come back."""
    reason = f"手机停用：{why}" if why else "手机停用"
    end_leases(device=device_id, reason=reason, by=by, at=at)


def _same(made: Made) -> None:
    if paper.digest(made.content) != made.digest:
        raise Refusal(Why.MALFORMED, field="digest", problem="value")


def _held(lease: UUID, device: UUID, form: str, serial: int) -> Lease:
    """The block, locked, with ``serial`` still free in it."""
    row = Lease.objects.select_for_update().filter(pk=lease, device=device, form=form).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    if row.ended_at is not None:
        raise Refusal(Why.ENDED)
    if type(serial) is not int or not row.first <= serial <= row.last:
        raise Refusal(Why.MALFORMED, field="serial", problem="value")
    if row.documents.filter(serial=serial).exists():
        raise Refusal(Why.REPEATED)
    return row


def _kept(row: Lease, serial: int, **more: Any) -> Document:
    return Document.objects.create(
        form=row.form,
        form_version=row.form_version,
        title=row.title,
        unit=row.unit,
        year=row.year,
        serial=serial,
        number=row.pattern.format(word=row.word, year=row.year, serial=serial),
        lease=row,
        **more,
    )


def _unused(
    row: Lease,
    serial: int,
    reason: str,
    *,
    by: UUID | None,
    at: datetime,
    document_id: UUID | None = None,
) -> Kept:
    """A number on which no document stands: its row in the register says why."""
    document = _kept(
        row,
        serial,
        **({"id": document_id} if document_id else {}),
        subject=row.id,
        content={},
        standing=Standing.SPOILT,
        spoilt_reason=reason.strip()[:400],
        issued_at=at,
        issued_by=by,
    )
    fact = note(document, "document.spoilt", {"serial": serial}, by=by, at=at)
    return Kept(fact=fact, number=document.number)
