"""Getting in: the password, the second factor, and how often one may be wrong."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from uuid import UUID

from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import F

from anhuan.people.expiry import COUNTED_FOR
from anhuan.people.models import Account, RecoveryCode, SecondFactor, Throttle
from anhuan.people.sealing import code_digest, plain_username, throttle_key, unseal
from anhuan.people.services.acts import advance
from anhuan.people.totp import DIGITS, matching_step
from anhuan.people.types import Entrance

# Each further lock-out within the day for which failures count lasts longer.
WAITS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
NAME_LIMIT = 5
# One address may be a whole office behind one router.
ADDRESS_LIMIT = 50


def check_password(*, username: str, password: str, address: str, at: datetime) -> Entrance:
    """Try a password. The same answer and work for a wrong one and an unknown username.

    The attempt is counted before the password is looked at, so that many at once gain nothing;
    no transaction is open while the password is hashed.
    """
    name = plain_username(username)
    until = _admit(name_key=throttle_key("name", name), address=address, at=at)
    if until is not None:
        return Entrance(locked_until=until)
    account = authenticate(username=name, password=password)
    if not isinstance(account, Account):
        return Entrance(locked_until=note_failed_sign_in(username=name, at=at))
    _forgive(name_key=throttle_key("name", name), address=address)
    on = SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).exists()
    return Entrance(account=account.id, second_factor=on)


def check_second_factor(*, account_id: UUID, code: str, address: str, at: datetime) -> Entrance:
    """Try a code of the authenticator, or a recovery code; either works once."""
    key = throttle_key("second", str(account_id))
    until = _admit(name_key=key, address=address, at=at)
    if until is not None:
        return Entrance(locked_until=until)
    if not _spend_second(account_id, code, at):
        return Entrance(locked_until=_locked_until(key, at))
    _forgive(name_key=key, address=address)
    return Entrance(account=account_id)


@transaction.atomic
def note_failed_sign_in(*, username: str, at: datetime) -> datetime | None:
    """After a failure: until when the username is locked, if it is.

    A lock-out of an account is recorded once, however many attempts fail with it.
    """
    name = plain_username(username)
    until = _locked_until(throttle_key("name", name), at)
    if until is None:
        return None
    account = Account.objects.select_for_update().filter(username=name).first()
    if account is not None and account.locked_until != until:
        fields, public = {"locked_until": until}, {"until": until.isoformat()}
        advance(account, "account.locked", fields=fields, public=public, by=None, at=at)
    return until


@transaction.atomic
def note_sign_in(*, account_id: UUID, address: str, device: str, at: datetime) -> None:
    """Write down that somebody is in, from where and with what."""
    account = Account.objects.select_for_update().get(pk=account_id)
    body = {"address": address, "device": device}
    by = account.person_id
    advance(account, "account.signed-in", fields={"signed_in_at": at}, body=body, by=by, at=at)


@transaction.atomic
def unlock(*, account_id: UUID, by: UUID, at: datetime) -> None:
    """Let a locked-out person try again at once."""
    account = Account.objects.select_for_update().get(pk=account_id)
    keys = [throttle_key("name", account.username), throttle_key("second", str(account_id))]
    Throttle.objects.filter(key__in=keys).delete()
    advance(account, "account.unlocked", fields={"locked_until": None}, by=by, at=at)


@transaction.atomic
def spend(*, kind: str, value: str, limit: int, at: datetime) -> datetime | None:
    """Count one use against ``limit`` a day; the instant before which no more are taken."""
    return _charge(throttle_key(kind, value), limit, at)


@transaction.atomic
def refund(*, kind: str, value: str) -> None:
    """Take back one use that did no harm."""
    _take_back(throttle_key(kind, value))


def network(address: str) -> str:
    """What counts as one address: an IPv4 address, or an IPv6 network of 64 bits."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ip_network(f"{found}/64", strict=False))


@transaction.atomic
def _admit(*, name_key: str, address: str, at: datetime) -> datetime | None:
    until = _charge(throttle_key("address", network(address)), ADDRESS_LIMIT, at)
    return until or _charge(name_key, NAME_LIMIT, at)


def _charge(key: str, limit: int, at: datetime) -> datetime | None:
    row, _ = Throttle.objects.select_for_update().get_or_create(key=key, defaults={"since": at})
    if row.locked_until is not None and at < row.locked_until:
        return row.locked_until
    if row.since + COUNTED_FOR <= at:
        row.since, row.failed = at, 0
    row.failed += 1
    row.locked_until = None
    if row.failed % limit == 0:
        row.locked_until = at + WAITS[min(row.failed // limit, len(WAITS)) - 1]
    row.save()
    return None


def _locked_until(key: str, at: datetime) -> datetime | None:
    row = Throttle.objects.filter(key=key, locked_until__gt=at).first()
    return row.locked_until if row else None


@transaction.atomic
def _forgive(*, name_key: str, address: str) -> None:
    Throttle.objects.filter(key=name_key).delete()
    _take_back(throttle_key("address", network(address)))


def _take_back(key: str) -> None:
    Throttle.objects.filter(key=key, failed__gt=0).update(
        failed=F("failed") - 1, locked_until=None
    )


@transaction.atomic
def _spend_second(account_id: UUID, code: str, at: datetime) -> bool:
    compact = "".join(code.split())
    if compact.isascii() and compact.isdigit() and len(compact) == DIGITS:
        return spend_totp(account_id, compact, at)
    unused = RecoveryCode.objects.filter(
        account_id=account_id, digest=code_digest(code, use="recovery"), used_at=None
    )
    return unused.update(used_at=at) == 1


def spend_totp(account_id: UUID, code: str, at: datetime) -> bool:
    """Whether the code fits and its step was never used; the step is used up by asking."""
    factor = SecondFactor.objects.filter(account_id=account_id).first()
    if factor is None:
        return False
    secret = unseal(factor.secret_sealed, owner=account_id, use="second factor")
    step = matching_step(secret, code, at)
    if step is None:
        return False
    fresh = SecondFactor.objects.filter(account_id=account_id, last_step__lt=step)
    return fresh.update(last_step=step) == 1
