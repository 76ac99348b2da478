"""Acts on other people's accounts: who keeps accounts reaches the people of their areas.

Each asks first whether the actor has ``KEEP_ACCOUNTS`` and every post that the person holds now
or later lies in the actor's areas; then ``people`` does it. Refuses ``WRONG_ROLE`` and
``NOT_VISIBLE`` before anything the act itself refuses.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people import queries as people
from anhuan.people import services
from anhuan.people.types import AccountLine, CertificateKind, Issued
from anhuan.territory.accounts import kept, near


@transaction.atomic
def issue_code(*, person: UUID, by: Viewer, at: datetime) -> Issued:
    """A one-time code, shown once: to open an account, or for a new password where there is one.

    Refuses ``ENDED`` for a closed account.
    """
    _reach(by, person)
    account = people.account_of(person)
    if account is None:
        return services.invite(person_id=person, by=by.person, at=at)
    return services.issue_reset(account_id=account.id, by=by.person, at=at)


@transaction.atomic
def close_person(*, person: UUID, by: Viewer, at: datetime) -> None:
    """Let the person in no more; sessions and tokens end, what was done stays.

    Refuses ``REPEATED`` when it is closed already."""
    account = _account(by, person)
    if not account.active:
        raise Refusal(Why.REPEATED, field="account")
    services.close_account(account_id=account.id, by=by.person, at=at)


@transaction.atomic
def reopen_person(*, person: UUID, by: Viewer, at: datetime) -> None:
    """Refuses ``REPEATED`` when it is open."""
    account = _account(by, person)
    if account.active:
        raise Refusal(Why.REPEATED, field="account")
    services.reopen_account(account_id=account.id, by=by.person, at=at)


@transaction.atomic
def unlock_person(*, person: UUID, by: Viewer, at: datetime) -> None:
    """Let a locked-out person try again at once."""
    services.unlock(account_id=_account(by, person).id, by=by.person, at=at)


@transaction.atomic
def end_sessions(*, person: UUID, by: Viewer, at: datetime) -> int:
    """Sign the person out everywhere; how many sign-ins ended."""
    return services.revoke_sessions(account_id=_account(by, person).id, by=by.person, at=at)


@transaction.atomic
def reveal_phone(*, person: UUID, why: str, by: Viewer, at: datetime) -> str:
    """The whole telephone number; the opening is written down. Refuses ``MISSING`` (why)."""
    _reach(by, person)
    if not why.strip():
        raise Refusal(Why.MISSING, fields=("why",))
    return services.open_phone(person_id=person, why=why, by=by.person, at=at)


@transaction.atomic
def enter_person(*, name: str, by: Viewer, at: datetime, short: str = "", phone: str = "") -> UUID:
    """Somebody new, as yet without post and account; for keepers of accounts or of posts."""
    if not (by.may(Capability.KEEP_ACCOUNTS) or by.may(Capability.KEEP_ORGANISATION)):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ACCOUNTS)
    return services.add_person(name=name, short=short, phone=phone, by=by.person, at=at)


@transaction.atomic
def correct_person(
    *,
    person: UUID,
    by: Viewer,
    at: datetime,
    name: str | None = None,
    short: str | None = None,
    phone: str | None = None,
) -> None:
    """Correct what is given and leave the rest."""
    _reach(by, person)
    services.change_person(
        person_id=person, name=name, short=short, phone=phone, by=by.person, at=at
    )


@transaction.atomic
def certify(
    *,
    person: UUID,
    kind: CertificateKind,
    number: str,
    issued_by: str,
    valid_from: date,
    valid_to: date,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Register an officer's certificate. Refuses ``MALFORMED`` (valid_to), ``REPEATED``."""
    _reach(by, person)
    return services.add_certificate(
        person_id=person,
        kind=kind,
        number=number,
        issued_by=issued_by,
        valid_from=valid_from,
        valid_to=valid_to,
        by=by.person,
        at=at,
    )


@transaction.atomic
def take_certificate(
    *, person: UUID, certificate: UUID, on: date, by: Viewer, at: datetime
) -> None:
    """From ``on`` the person's certificate counts no more. Refuses ``REPEATED``."""
    _reach(by, person)
    if certificate not in {line.id for line in people.certificates(person)}:
        raise Refusal(Why.NOT_VISIBLE)
    services.withdraw_certificate(certificate_id=certificate, on=on, by=by.person, at=at)


@transaction.atomic
def answer(*, number: str, text: str, by: Viewer, at: datetime) -> None:
    """Answer a suggestion about the program. Refuses ``MISSING``, ``REPEATED``."""
    _may(by)
    services.answer_suggestion(number=number, answer=text, by=by.person, at=at)


def _may(by: Viewer) -> None:
    if not by.may(Capability.KEEP_ACCOUNTS):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ACCOUNTS)


def _reach(by: Viewer, person: UUID) -> None:
    _may(by)
    if person not in people.persons([person]) or not near(by, person):
        raise Refusal(Why.NOT_VISIBLE)
    if not kept(by, person):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ACCOUNTS)


def _account(by: Viewer, person: UUID) -> AccountLine:
    _reach(by, person)
    account = people.account_of(person)
    if account is None:
        raise Refusal(Why.NOT_VISIBLE)
    return account
