"""Invitations, resets, closed accounts, sessions, and what the record keeps of them."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import IntegrityError, transaction

from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Body, Fact
from anhuan.people import queries, services
from anhuan.people.models import Account, Invitation, Session
from anhuan.people.sessions import SessionStore
from anhuan.people.types import Code, CodeState, Purpose

from .conftest import AT, PASSWORD

NEW = "另一句很长的话"


def look(code: str, purpose: Purpose = Purpose.JOIN, at: datetime = AT) -> Code:
    return services.look_at_code(code=code, purpose=purpose, address="192.0.2.7", at=at)


def refused(why: Why):
    return pytest.raises(Refusal, match=f"^{why.value}$")


def session(account: UUID) -> SessionStore:
    store = SessionStore()
    store["_auth_user_id"] = str(account)
    store["started_at"] = AT.isoformat()
    store["device"] = "Firefox"
    store.set_expiry(AT + timedelta(hours=12))
    store.create()
    return store


def test_invitation_accepted(person: UUID, keeper: UUID) -> None:
    issued = services.invite(person_id=person, by=keeper, at=AT)
    account = services.accept_invitation(
        code=issued.secret, username="ChenLi", password=PASSWORD, at=AT
    )
    entrance = services.check_password(
        username="chenli", password=PASSWORD, address="192.0.2.7", at=AT
    )
    assert (entrance.account, queries.account(account).person) == (account, person)


def test_invitation_open_tells_whose(person: UUID, keeper: UUID) -> None:
    issued = services.invite(person_id=person, by=keeper, at=AT)
    typed = issued.secret.lower().replace("-", "").replace("0", "o").replace("1", "l")
    found = look(typed)
    assert (found.state, found.name) == (CodeState.OPEN, "陈立")


def test_invitation_replayed(person: UUID, keeper: UUID) -> None:
    issued = services.invite(person_id=person, by=keeper, at=AT)
    services.accept_invitation(code=issued.secret, username="a1", password=PASSWORD, at=AT)
    assert look(issued.secret) == Code(state=CodeState.USED)
    with refused(Why.ENDED):
        services.accept_invitation(code=issued.secret, username="a2", password=PASSWORD, at=AT)


def test_invitation_expired_at_its_end(person: UUID, keeper: UUID) -> None:
    issued = services.invite(person_id=person, by=keeper, at=AT)
    end = issued.expires_at
    assert look(issued.secret, at=end - timedelta(seconds=1)).state == CodeState.OPEN
    assert look(issued.secret, at=end) == Code(state=CodeState.EXPIRED)
    with refused(Why.ENDED):
        services.accept_invitation(code=issued.secret, username="a1", password=PASSWORD, at=end)


def test_invitation_second_replaces_first(person: UUID, keeper: UUID) -> None:
    first = services.invite(person_id=person, by=keeper, at=AT)
    second = services.invite(person_id=person, by=keeper, at=AT)
    states = look(first.secret).state, look(second.secret).state
    assert states == (CodeState.EXPIRED, CodeState.OPEN)


def test_invitation_code_not_stored(person: UUID, keeper: UUID) -> None:
    issued = services.invite(person_id=person, by=keeper, at=AT)
    row = Invitation.objects.get()
    kept = repr(row.__dict__) + repr(list(Fact.objects.values_list("public", flat=True)))
    kept += repr(list(Body.objects.values_list("content", flat=True)))
    assert (issued.secret in kept, len(bytes(row.digest))) == (False, 32)


def test_invitation_for_somebody_with_account(account: UUID, person: UUID, keeper: UUID) -> None:
    with refused(Why.REPEATED):
        services.invite(person_id=person, by=keeper, at=AT)


def test_invitation_taken_username_leaves_code_open(account: UUID, keeper: UUID) -> None:
    other = services.add_person(name="周敏", by=keeper, at=AT)
    issued = services.invite(person_id=other, by=keeper, at=AT)
    with refused(Why.REPEATED):
        services.accept_invitation(code=issued.secret, username="CHENLI", password=PASSWORD, at=AT)
    assert look(issued.secret).state == CodeState.OPEN


def test_code_guesses_are_limited(person: UUID, keeper: UUID) -> None:
    issued = services.invite(person_id=person, by=keeper, at=AT)
    for _ in range(20):
        look("ZZZZ-ZZZZ-ZZZZ")
    assert look(issued.secret) == Code(
        state=CodeState.UNKNOWN, locked_until=AT + timedelta(minutes=15)
    )


def test_code_good_ones_are_not_counted(person: UUID, keeper: UUID) -> None:
    issued = services.invite(person_id=person, by=keeper, at=AT)
    states = {look(issued.secret).state for _ in range(25)}
    assert states == {CodeState.OPEN}


def test_code_for_other_purpose(account: UUID, keeper: UUID) -> None:
    issued = services.issue_reset(account_id=account, by=keeper, at=AT)
    assert look(issued.secret, Purpose.JOIN) == Code(state=CodeState.UNKNOWN)
    with refused(Why.NOT_VISIBLE):
        services.accept_invitation(code=issued.secret, username="b1", password=PASSWORD, at=AT)


def test_reset_ends_sessions_and_old_password(account: UUID, keeper: UUID) -> None:
    session(account)
    issued = services.issue_reset(account_id=account, by=keeper, at=AT)
    services.accept_reset(code=issued.secret, password=NEW, at=AT)
    answers = [
        services.check_password(username="chenli", password=word, address="192.0.2.7", at=AT)
        for word in (PASSWORD, NEW)
    ]
    assert [answer.account for answer in answers] == [None, account]
    assert Session.objects.count() == 0


def test_reset_not_for_closed_account(account: UUID, keeper: UUID) -> None:
    issued = services.issue_reset(account_id=account, by=keeper, at=AT)
    services.close_account(account_id=account, by=keeper, at=AT)
    with refused(Why.ENDED):
        services.accept_reset(code=issued.secret, password=NEW, at=AT)


def test_change_password_keeps_only_this_session(account: UUID, person: UUID) -> None:
    here, there = session(account), session(account)
    services.change_password(
        account_id=account, password=NEW, keep_session=here.session_key, by=person, at=AT
    )
    assert [here.exists(here.session_key), there.exists(there.session_key)] == [True, False]


def test_session_revoked_cannot_be_saved_again(account: UUID, person: UUID) -> None:
    store = session(account)
    services.revoke_sessions(account_id=account, by=person, at=AT)
    with pytest.raises(UpdateError):
        store.save()


def test_session_ended_by_mark(account: UUID, person: UUID) -> None:
    here, there = session(account), session(account)
    lines = queries.sessions(account, AT, here.session_key)
    mark = next(line.mark for line in lines if not line.current)
    services.end_session(account_id=account, mark=mark, by=person, at=AT)
    assert [here.exists(here.session_key), there.exists(there.session_key)] == [True, False]


def test_session_of_another_cannot_be_ended(account: UUID, keeper: UUID) -> None:
    store = session(account)
    other = services.open_account(
        person_id=keeper, username="fangning", password=PASSWORD, by=None, at=AT
    )
    mark = queries.sessions(account, AT, "")[0].mark
    with refused(Why.NOT_VISIBLE):
        services.end_session(account_id=other, mark=mark, by=keeper, at=AT)
    assert store.exists(store.session_key)


def test_session_mark_is_not_the_key(account: UUID) -> None:
    store = session(account)
    line = queries.sessions(account, AT, "")[0]
    assert (line.mark in store.session_key, line.device) == (False, "Firefox")


def test_acts_are_recorded_in_order(account: UUID, person: UUID, keeper: UUID) -> None:
    services.change_password(account_id=account, password=NEW, by=person, at=AT)
    services.revoke_sessions(account_id=account, by=person, at=AT)
    services.close_account(account_id=account, by=keeper, at=AT)
    services.reopen_account(account_id=account, by=keeper, at=AT)
    facts = Fact.objects.filter(subject=account).order_by("version")
    assert list(facts.values_list("version", "kind", "by")) == [
        (1, "account.opened", keeper),
        (2, "account.password-changed", person),
        (3, "account.sessions-ended", person),
        (4, "account.closed", keeper),
        (5, "account.reopened", keeper),
    ]


def test_record_keeps_names_out_of_the_public_part(account: UUID) -> None:
    public = repr(list(Fact.objects.values_list("public", flat=True)))
    body = repr(list(Body.objects.values_list("content", flat=True)))
    names = ("陈立", "chenli", "139****1234")
    assert [name in public for name in names] == [False] * 3
    assert [name in body for name in names] == [True] * 3


def test_username_unique_in_the_database(account: UUID, keeper: UUID) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(username="chenli", person_id=keeper)


def test_invitation_one_open_in_the_database(person: UUID, keeper: UUID) -> None:
    services.invite(person_id=person, by=keeper, at=AT)
    row = Invitation.objects.get()
    twin = Invitation(
        purpose=row.purpose,
        person_id=person,
        digest=b"x" * 32,
        issued_at=AT,
        expires_at=AT + timedelta(days=1),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_invitation_term_in_the_database(person: UUID) -> None:
    row = Invitation(
        purpose=Purpose.JOIN, person_id=person, digest=b"y" * 32, issued_at=AT, expires_at=AT
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
