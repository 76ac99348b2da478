"""Rows to values."""

from datetime import datetime

from anhuan.people.models import (
    Account,
    Certificate,
    Disclosure,
    Person,
    Session,
    Suggestion,
    Token,
)
from anhuan.people.sealing import session_mark
from anhuan.people.types import (
    AccountLine,
    CertificateKind,
    CertificateLine,
    Disclosed,
    DisclosureLine,
    Language,
    PersonLine,
    Scope,
    SessionLine,
    SuggestionLine,
    TokenLine,
)


def person_line(row: Person) -> PersonLine:
    return PersonLine(
        id=row.id, name=row.name, short=row.short or row.name, phone_masked=row.phone_masked
    )


def account_line(row: Account) -> AccountLine:
    return AccountLine(
        id=row.id,
        username=row.username,
        person=row.person_id,
        name=row.person.name,
        active=row.is_active,
        language=Language(row.language),
        must_change_password=row.must_change_password,
        signed_in_at=row.signed_in_at,
    )


def certificate_line(row: Certificate) -> CertificateLine:
    return CertificateLine(
        id=row.id,
        kind=CertificateKind(row.kind),
        number=row.number,
        issued_by=row.issued_by,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        withdrawn_on=row.withdrawn_on,
    )


def token_line(row: Token, at: datetime) -> TokenLine:
    return TokenLine(
        id=row.id,
        name=row.name,
        start=row.start,
        scopes=tuple(Scope(scope) for scope in row.scopes),
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_on=row.last_used_on,
        alive=row.revoked_at is None and at < row.expires_at,
    )


def session_line(row: Session, current_key: str) -> SessionLine:
    return SessionLine(
        mark=session_mark(row.session_key),
        started_at=row.started_at,
        ends_at=row.expire_date,
        address=row.address,
        device=row.device,
        current=row.session_key == current_key,
    )


def suggestion_line(row: Suggestion) -> SuggestionLine:
    return SuggestionLine(
        id=row.id,
        number=row.number,
        text=row.text,
        page=row.page,
        at=row.at,
        answer=row.answer,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
    )


def disclosure_line(row: Disclosure) -> DisclosureLine:
    return DisclosureLine(
        kind=Disclosed(row.kind),
        what=row.what,
        subject=row.subject,
        rows=row.rows,
        why=row.why,
        by=row.by,
        at=row.at,
    )
