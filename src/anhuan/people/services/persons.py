"""Persons, their telephone numbers and certificates, and who opened what."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger import services as ledger
from anhuan.people.models import Certificate, Disclosure, Person
from anhuan.people.sealing import seal, unseal
from anhuan.people.services.acts import advance, begin
from anhuan.people.types import CertificateKind, Disclosed

PHONE = "phone"


@transaction.atomic
def add_person(
    *,
    name: str,
    short: str = "",
    phone: str = "",
    by: UUID | None,
    at: datetime,
    person_id: UUID | None = None,
) -> UUID:
    """Somebody new. Raises ``Refusal(MISSING)`` without a name."""
    if not name.strip():
        raise Refusal(Why.MISSING, field="name")
    row = Person(name=name.strip(), short=short.strip())
    row.id = person_id or row.id
    row.phone_sealed, row.phone_masked = hidden_phone(row.id, phone)
    body = {"name": row.name, "phone": row.phone_masked}
    begin(row, "person.added", public={}, body=body, by=by, at=at)
    return row.id


@transaction.atomic
def change_person(
    *,
    person_id: UUID,
    name: str | None = None,
    short: str | None = None,
    phone: str | None = None,
    by: UUID,
    at: datetime,
) -> None:
    """Correct what is given and leave the rest."""
    row = Person.objects.select_for_update().get(pk=person_id)
    fields: dict[str, object] = {}
    if name is not None:
        fields["name"] = name.strip()
    if short is not None:
        fields["short"] = short.strip()
    if phone is not None:
        fields["phone_sealed"], fields["phone_masked"] = hidden_phone(person_id, phone)
    if not fields.get("name", row.name):
        raise Refusal(Why.MISSING, field="name")
    body = {key: value for key, value in fields.items() if key != "phone_sealed"}
    advance(row, "person.changed", fields=fields, body=body, by=by, at=at)


@transaction.atomic
def open_phone(*, person_id: UUID, why: str, by: UUID, at: datetime) -> str:
    """The whole telephone number ("" if none); the opening is written down with its reason."""
    row = Person.objects.filter(pk=person_id).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    note_disclosure(kind=Disclosed.OPENED, what=PHONE, subject=person_id, why=why, by=by, at=at)
    if not row.phone_sealed:
        return ""
    return unseal(row.phone_sealed, owner=person_id, use=PHONE)


@transaction.atomic
def note_disclosure(
    *,
    kind: Disclosed,
    what: str,
    subject: UUID | None,
    why: str,
    rows: int = 1,
    by: UUID,
    at: datetime,
) -> UUID:
    """Write down that a sealed field was read or data taken out, in the reading transaction.

    Raises ``Refusal(MISSING)`` without a reason.
    """
    if not why.strip():
        raise Refusal(Why.MISSING, fields=("why",))
    row = Disclosure(
        kind=kind, what=what, subject=subject, rows=rows, why=why.strip()[:200], by=by, at=at
    )
    row.save(force_insert=True)
    ledger.record(
        kind=f"disclosure.{kind.value}",
        subject=row.id,
        version=1,
        public={"what": what, "subject": str(subject) if subject else None, "rows": rows},
        body={"why": row.why},
        by=by,
        at=at,
    )
    return row.id


@transaction.atomic
def add_certificate(
    *,
    person_id: UUID,
    kind: CertificateKind,
    number: str,
    issued_by: str,
    valid_from: date,
    valid_to: date,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Register an officer's certificate; both days count. Raises ``Refusal``: MALFORMED when it
    ends before it begins, REPEATED when the number is taken."""
    if valid_to < valid_from:
        raise Refusal(Why.MALFORMED, field="valid_to")
    if Certificate.objects.filter(kind=kind, number=number).exists():
        raise Refusal(Why.REPEATED, number=number)
    row = Certificate(
        person_id=person_id,
        kind=kind,
        number=number,
        issued_by=issued_by,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    public = {
        "kind": kind.value,
        "person": str(person_id),
        "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat(),
    }
    body = {"number": number, "issued_by": issued_by}
    begin(row, "certificate.added", public=public, body=body, by=by, at=at)
    return row.id


@transaction.atomic
def withdraw_certificate(*, certificate_id: UUID, on: date, by: UUID, at: datetime) -> None:
    """From the day ``on`` the certificate counts no more."""
    row = Certificate.objects.select_for_update().get(pk=certificate_id)
    if row.withdrawn_on is not None:
        raise Refusal(Why.REPEATED)
    fields = {"withdrawn_on": on}
    public = {"on": on.isoformat()}
    advance(row, "certificate.withdrawn", fields=fields, public=public, by=by, at=at)


def hidden_phone(person_id: UUID, phone: str) -> tuple[bytes, str]:
    """The number sealed, and what of it may be shown; both empty without a number."""
    digits = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
    if not digits:
        return b"", ""
    masked = f"{digits[:3]}****{digits[-4:]}" if len(digits) > 9 else f"****{digits[-2:]}"
    return seal(digits, owner=person_id, use=PHONE), masked
