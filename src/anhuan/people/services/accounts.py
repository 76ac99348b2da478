"""Accounts: opened by invitation, reset by a code, closed; passwords and sessions."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.models import Account, Invitation, Person, Session
from anhuan.people.sealing import code_digest, new_code, plain_username, session_mark
from anhuan.people.services.acts import advance, begin
from anhuan.people.services.entrance import network, refund, spend
from anhuan.people.services.firms import look_at_firm_code, state_of
from anhuan.people.types import Code, CodeState, Issued, Language, Purpose

JOIN_TERM = timedelta(days=14)
RESET_TERM = timedelta(days=1)
# Guesses of codes from one address a day, before it has to wait.
CODE_LIMIT = 20


@transaction.atomic
def open_account(
    *,
    person_id: UUID,
    username: str,
    password: str,
    must_change_password: bool = False,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """An account without invitation: the first administrator, the demo city, an import.

    Raises ``Refusal(REPEATED)`` when the username or the person has one already.
    """
    account = Account(
        person_id=person_id,
        username=plain_username(username),
        password=make_password(password),
        must_change_password=must_change_password,
    )
    taken = Account.objects.filter(username=account.username)
    if (taken | Account.objects.filter(person_id=person_id)).exists():
        raise Refusal(Why.REPEATED, username=account.username)
    public = {"person": str(person_id)}
    begin(account, "account.opened", public=public, body={"username": username}, by=by, at=at)
    return account.id


@transaction.atomic
def invite(*, person_id: UUID, term: timedelta = JOIN_TERM, by: UUID, at: datetime) -> Issued:
    """A one-time code with which the person opens an account. An older one stops working."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if Account.objects.filter(person=person).exists():
        raise Refusal(Why.REPEATED)
    return _issue(person, Purpose.JOIN, term, by, at)


@transaction.atomic
def issue_reset(
    *, account_id: UUID, term: timedelta = RESET_TERM, by: UUID, at: datetime
) -> Issued:
    """A one-time code for a new password. The old password works until the code is used."""
    account = Account.objects.select_for_update().select_related("person").get(pk=account_id)
    if not account.is_active:
        raise Refusal(Why.ENDED)
    return _issue(account.person, Purpose.RESET, term, by, at)


def look_at_code(*, code: str, purpose: Purpose, address: str, at: datetime) -> Code:
    """What a typed code is. Wrong ones are counted against the address they come from."""
    until = spend(kind="code", value=network(address), limit=CODE_LIMIT, at=at)
    if until is not None:
        return Code(state=CodeState.UNKNOWN, locked_until=until)
    row = (
        Invitation.objects.filter(digest=code_digest(code, use="invitation"), purpose=purpose)
        .select_related("person__account")
        .first()
    )
    if row is None:
        return _code_of_firm(code, purpose, address, at)
    state = _state(row, at)
    if state != CodeState.OPEN:
        return Code(state=state)
    refund(kind="code", value=network(address))
    account = getattr(row.person, "account", None)
    return Code(
        state=state,
        invitation=row.id,
        purpose=purpose,
        person=row.person_id,
        name=row.person.name,
        username=account.username if account else "",
    )


def _code_of_firm(code: str, purpose: Purpose, address: str, at: datetime) -> Code:
    row = look_at_firm_code(code) if purpose is Purpose.JOIN else None
    if row is None:
        return Code(state=CodeState.UNKNOWN)
    state = state_of(row, at)
    if state != CodeState.OPEN:
        return Code(state=state)
    refund(kind="code", value=network(address))
    return Code(state=state, invitation=row.id, purpose=purpose, site=row.site)


@transaction.atomic
def accept_invitation(*, code: str, username: str, password: str, at: datetime) -> UUID:
    """Open the account. Raises ``Refusal``: NOT_VISIBLE, ENDED (code), REPEATED (username)."""
    row = _use(code, Purpose.JOIN, at)
    return open_account(
        person_id=row.person_id,
        username=username,
        password=password,
        by=row.person_id,
        at=at,
    )


@transaction.atomic
def accept_reset(*, code: str, password: str, at: datetime) -> UUID:
    """Set a new password and end every session. Raises ``Refusal``: NOT_VISIBLE, ENDED."""
    row = _use(code, Purpose.RESET, at)
    account = Account.objects.select_for_update().get(person_id=row.person_id)
    if not account.is_active:
        raise Refusal(Why.ENDED)
    _set_password(account, "account.password-reset", password, row.person_id, at)
    Session.objects.filter(account=account).delete()
    return account.id


@transaction.atomic
def change_password(
    *, account_id: UUID, password: str, keep_session: str = "", by: UUID, at: datetime
) -> Account:
    """Set a new password (the caller has checked the old one); end every other session."""
    account = Account.objects.select_for_update().get(pk=account_id)
    _set_password(account, "account.password-changed", password, by, at)
    Session.objects.filter(account=account).exclude(session_key=keep_session).delete()
    return account


@transaction.atomic
def set_language(*, account_id: UUID, language: Language) -> None:
    """A preference, not an act: nothing is recorded."""
    Account.objects.filter(pk=account_id).update(language=language)


@transaction.atomic
def close_account(*, account_id: UUID, by: UUID, at: datetime) -> None:
    """Let nobody in with it any more; its sessions end, its tokens stop, its acts stay."""
    account = Account.objects.select_for_update().get(pk=account_id)
    advance(account, "account.closed", fields={"is_active": False}, by=by, at=at)
    Session.objects.filter(account=account).delete()


@transaction.atomic
def reopen_account(*, account_id: UUID, by: UUID, at: datetime) -> None:
    account = Account.objects.select_for_update().get(pk=account_id)
    advance(account, "account.reopened", fields={"is_active": True}, by=by, at=at)


@transaction.atomic
def revoke_sessions(*, account_id: UUID, keep_session: str = "", by: UUID, at: datetime) -> int:
    """End every sign-in of the account except ``keep_session``; how many ended."""
    account = Account.objects.select_for_update().get(pk=account_id)
    gone = Session.objects.filter(account=account).exclude(session_key=keep_session)
    count, _ = gone.delete()
    public = {"count": count}
    advance(account, "account.sessions-ended", fields={}, public=public, by=by, at=at)
    return count


@transaction.atomic
def end_session(*, account_id: UUID, mark: str, by: UUID, at: datetime) -> None:
    """End one sign-in, named by its mark. Raises ``Refusal(NOT_VISIBLE)``."""
    account = Account.objects.select_for_update().get(pk=account_id)
    keys = Session.objects.filter(account=account).values_list("session_key", flat=True)
    found = [key for key in keys if session_mark(key) == mark]
    if not found:
        raise Refusal(Why.NOT_VISIBLE)
    Session.objects.filter(session_key__in=found).delete()
    public = {"count": 1}
    advance(account, "account.sessions-ended", fields={}, public=public, by=by, at=at)


def _issue(person: Person, purpose: Purpose, term: timedelta, by: UUID, at: datetime) -> Issued:
    for old in Invitation.objects.filter(
        person=person, purpose=purpose, used_at=None, revoked_at=None
    ):
        advance(old, "invitation.replaced", fields={"revoked_at": at}, by=by, at=at)
    code = new_code()
    row = Invitation(
        purpose=purpose,
        person=person,
        digest=code_digest(code, use="invitation"),
        issued_by=by,
        issued_at=at,
        expires_at=at + term,
    )
    public = {"purpose": purpose.value, "person": str(person.id)}
    public["expires_at"] = row.expires_at.isoformat()
    begin(row, "invitation.issued", public=public, body={}, by=by, at=at)
    return Issued(id=row.id, secret=code, expires_at=row.expires_at)


def _use(code: str, purpose: Purpose, at: datetime) -> Invitation:
    row = (
        Invitation.objects.select_for_update()
        .filter(digest=code_digest(code, use="invitation"), purpose=purpose)
        .first()
    )
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    if _state(row, at) != CodeState.OPEN:
        raise Refusal(Why.ENDED)
    advance(row, "invitation.used", fields={"used_at": at}, by=row.person_id, at=at)
    return row


def _state(row: Invitation, at: datetime) -> CodeState:
    if row.used_at is not None:
        return CodeState.USED
    over = row.revoked_at is not None or row.expires_at <= at
    return CodeState.EXPIRED if over else CodeState.OPEN


def _set_password(account: Account, kind: str, password: str, by: UUID, at: datetime) -> None:
    fields = {"password": make_password(password), "must_change_password": False}
    advance(account, kind, fields=fields, by=by, at=at)
