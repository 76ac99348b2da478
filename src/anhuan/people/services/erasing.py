"""What is known of a person, taken away for good; an identifier that names nobody stays, so that
what was done keeps one doer."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.models import (
    Account,
    Certificate,
    Invitation,
    Person,
    RecoveryCode,
    SecondFactor,
    Session,
    Throttle,
    Token,
)
from anhuan.people.sealing import throttle_key, unseal
from anhuan.people.services.acts import advance
from anhuan.people.services.persons import PHONE

GONE: Final = "已依法删除"


def known_of(person_id: UUID) -> tuple[str, ...]:
    """Every name and number by which the person is known here, to be sought elsewhere. Refuses
    ``NOT_VISIBLE``."""
    row = Person.objects.filter(pk=person_id).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    found = [row.name, row.short, row.phone_masked]
    if row.phone_sealed:
        found.append(unseal(row.phone_sealed, owner=person_id, use=PHONE))
    found += Account.objects.filter(person=row).values_list("username", flat=True)
    found += Certificate.objects.filter(person=row).values_list("number", flat=True)
    return tuple(one for one in found if one and one != GONE)


def own_subjects(person_id: UUID) -> list[UUID]:
    """The subjects of the acts that are about the person: itself, its account, what hangs on
    them."""
    found: list[UUID] = [person_id]
    found += Account.objects.filter(person=person_id).values_list("pk", flat=True)
    found += Certificate.objects.filter(person=person_id).values_list("pk", flat=True)
    found += Invitation.objects.filter(person=person_id).values_list("pk", flat=True)
    found += Token.objects.filter(account__person=person_id).values_list("pk", flat=True)
    return found


@transaction.atomic
def erase_person(*, person_id: UUID, by: UUID, at: datetime) -> int:
    """Take away names, numbers, the account and every way in; how many rows that changed. The
    bodies of the acts about the person are the caller's."""
    row = Person.objects.select_for_update().get(pk=person_id)
    nothing = {"name": GONE, "short": "", "phone_sealed": b"", "phone_masked": ""}
    advance(row, "person.erased", fields=nothing, by=by, at=at)
    changed = 1
    for account in Account.objects.select_for_update().filter(person=row):
        changed += _erase_account(account, by, at)
    changed += _rename(Certificate.objects.filter(person=row), "number", "certificate", by, at)
    for open_ in Invitation.objects.filter(person=row, used_at=None, revoked_at=None):
        advance(open_, "invitation.revoked", fields={"revoked_at": at}, by=by, at=at)
    return changed


def drop_sessions(holds: Callable[[Any], bool]) -> int:
    """End the sign-ins in which ``holds`` finds something: a sentence for the next page may name
    whoever is erased. How many."""
    decode = SessionStore().decode
    named = [row.pk for row in Session.objects.iterator() if holds(decode(row.session_data))]
    return Session.objects.filter(pk__in=named).delete()[0]


def _erase_account(account: Account, by: UUID, at: datetime) -> int:
    Throttle.objects.filter(key=throttle_key("name", account.username)).delete()
    for kind in (Session, SecondFactor, RecoveryCode):
        kind._default_manager.filter(account=account).delete()
    fields = {"username": _mark(), "password": make_password(None), "is_active": False}
    advance(account, "account.erased", fields=fields, by=by, at=at)
    tokens = Token.objects.filter(account=account)
    return 1 + _rename(tokens, "name", "token", by, at)


def _rename(rows: Iterable[Any], column: str, kind: str, by: UUID, at: datetime) -> int:
    found = list(rows)
    for row in found:
        advance(row, f"{kind}.erased", fields={column: _mark()}, by=by, at=at)
    return len(found)


def _mark() -> str:
    """Where each has to differ from every other."""
    return f"erased-{new_id().hex[-16:]}"
