"""Where people and the groups of units are reached, and what they want to be brought."""

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from anhuan.base.db import compare_and_swap
from anhuan.base.ids import new_id
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.notices.channels import robots
from anhuan.notices.channels.choosing import ready
from anhuan.notices.composing import code_of
from anhuan.notices.mapping import SECRET, TARGET
from anhuan.notices.models import Address, Delivery
from anhuan.notices.outgoing import next_hour
from anhuan.notices.services.outbox import send_alone
from anhuan.notices.types import GROUPS, PERSONAL, Channel, Sort
from anhuan.people.sealing import seal
from anhuan.people.services.entrance import spend
from anhuan.territory.queries import units_within

CODES_A_DAY: Final = 10
TESTS_A_DAY: Final = 20
MOST_WRONG: Final = 5


@transaction.atomic
def enter(*, channel: Channel, target: str, by: Viewer, at: datetime) -> None:
    """Take the person's own address of a channel, in place of an older one, and send its code.

    Refuses ``MALFORMED`` for what is no address, and ``TOO_MANY`` after ten a day.
    """
    if channel not in PERSONAL or not ready(channel):
        raise Refusal(Why.NOT_VISIBLE)
    target, masked = _CLEAN[channel](target)
    if spend(kind="notice code", value=str(by.person), limit=CODES_A_DAY, at=at) is not None:
        raise Refusal(Why.TOO_MANY, most=CODES_A_DAY)
    _withdraw(Address.objects.filter(person=by.person, channel=channel).first(), at=at)
    row = _row(channel, target, masked, at)
    row.person = by.person
    row.save(force_insert=True)
    send_alone(row, Sort.CODE, at=at)


@transaction.atomic
def confirm(*, address: UUID, code: str, by: Viewer, at: datetime) -> bool:
    """Whether the code fits; then messages go there. After five wrong ones no code fits."""
    row = _own(address, by)
    said = "".join(sign for sign in code.upper() if sign.isalnum())
    if row.confirmed_at is not None:
        return True
    if row.wrong_codes >= MOST_WRONG:
        return False
    if not hmac.compare_digest(said.encode(), code_of(row).replace("-", "").encode()):
        row.wrong_codes += 1
        row.save(update_fields=["wrong_codes"])
        return False
    row.confirmed_at = row.digested_to = at
    row.next_digest_at = next_hour(row.hour, after=at) if row.digest else None
    row.save(update_fields=["confirmed_at", "digested_to", "next_digest_at"])
    return True


@transaction.atomic
def prefer(
    *,
    address: UUID,
    version: int,
    urgent: bool,
    digest: bool,
    hour: int,
    by: Viewer,
    at: datetime,
) -> None:
    """What goes there: the urgent at once, the rest once a day at ``hour``. Refuses ``STALE``."""
    row = _own(address, by)
    if not 0 <= hour < 24:
        raise Refusal(Why.MALFORMED, field="hour")
    wanted = digest and row.confirmed_at is not None
    changes = {
        "urgent": urgent,
        "digest": digest,
        "hour": hour,
        "next_digest_at": next_hour(hour, after=at) if wanted else None,
    }
    if not compare_and_swap(Address.objects.filter(pk=row.pk), version, **changes):
        raise Refusal(Why.STALE)


@transaction.atomic
def remove(*, address: UUID, by: Viewer, at: datetime) -> None:
    """Forget the person's own address; what still waits for it is not sent."""
    _withdraw(_own(address, by), at=at)


@transaction.atomic
def test(*, address: UUID, by: Viewer, at: datetime) -> None:
    """A message that says only that it works: to one's own address, or the group of a unit in
    the reach of whoever keeps accounts. Refuses ``TOO_MANY`` after twenty a day."""
    row = Address.objects.filter(pk=address).first()
    if row is None or not (row.person == by.person or _keeps(row.unit_id, by)):
        raise Refusal(Why.NOT_VISIBLE)
    if row.person is not None and row.confirmed_at is None:
        raise Refusal(Why.NOT_VISIBLE)
    if spend(kind="notice test", value=str(by.person), limit=TESTS_A_DAY, at=at) is not None:
        raise Refusal(Why.TOO_MANY, most=TESTS_A_DAY)
    send_alone(row, Sort.TEST, at=at)


@transaction.atomic
def join_group(
    *, unit: UUID, channel: Channel, given: str, secret: str, by: Viewer, at: datetime
) -> UUID:
    """Set the robot of a unit's group, in place of an older one. The token is sealed and never
    shown again. Refuses ``MALFORMED`` for anything but an address of that very service."""
    _must_keep(unit, by)
    if channel not in GROUPS:
        raise Refusal(Why.MALFORMED, field="channel")
    token = robots.token_of(channel, given)
    if token is None:
        raise Refusal(Why.MALFORMED, field="target")
    if not robots.secret_fits(channel, secret):
        raise Refusal(Why.MALFORMED, field="secret")
    _withdraw(Address.objects.filter(unit=unit, channel=channel).first(), at=at)
    row = _row(channel, token, f"…{token[-4:]}", at)
    row.unit_id = unit
    row.secret_sealed = seal(secret, owner=row.pk, use=SECRET) if secret else b""
    row.confirmed_at, row.next_digest_at = at, next_hour(row.hour, after=at)
    row.save(force_insert=True)
    _note("notices.group-joined", row, by=by, at=at)
    return row.pk


@transaction.atomic
def leave_group(*, address: UUID, by: Viewer, at: datetime) -> None:
    row = Address.objects.select_for_update().filter(pk=address, unit__isnull=False).first()
    if row is None or not _keeps(row.unit_id, by):
        raise Refusal(Why.NOT_VISIBLE)
    row.version += 1
    _note("notices.group-left", row, by=by, at=at)
    _withdraw(row, at=at)


def _note(kind: str, row: Address, *, by: Viewer, at: datetime) -> None:
    public = {"unit": str(row.unit_id), "channel": row.channel}
    record(
        kind=kind,
        subject=row.pk,
        version=row.version,
        public=public,
        body={},
        by=by.person,
        at=at,
    )


def _row(channel: Channel, target: str, masked: str, at: datetime) -> Address:
    identity = new_id()
    return Address(
        id=identity,
        channel=channel,
        target_sealed=seal(target, owner=identity, use=TARGET),
        masked=masked,
        entered_at=at,
        digested_to=at,
    )


def _own(address: UUID, by: Viewer) -> Address:
    row = Address.objects.select_for_update().filter(pk=address, person=by.person).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row


def _keeps(unit: UUID | None, by: Viewer) -> bool:
    reach = (each.id for each in units_within(by))
    return unit is not None and by.may(Capability.KEEP_ACCOUNTS) and unit in reach


def _must_keep(unit: UUID, by: Viewer) -> None:
    if not by.may(Capability.KEEP_ACCOUNTS):
        raise Refusal(Why.WRONG_ROLE)
    if not _keeps(unit, by):
        raise Refusal(Why.NOT_VISIBLE)


def _withdraw(row: Address | None, *, at: datetime) -> None:
    if row is None:
        return
    waiting = Delivery.objects.filter(address=row, sent_at__isnull=True, failed_at__isnull=True)
    waiting.delete()
    row.delete()


def _email(text: str) -> tuple[str, str]:
    text = text.strip()
    try:
        validate_email(text)
    except ValidationError:
        raise Refusal(Why.MALFORMED, field="target") from None
    name, _, host = text.rpartition("@")
    if len(text) > 200:
        raise Refusal(Why.MALFORMED, field="target")
    return text, f"{name[:1]}***@{host}"[:80]


def _mobile(text: str) -> tuple[str, str]:
    """A mobile number of the mainland, with or without +86 and blanks."""
    digits = "".join(sign for sign in text if sign not in " -").removeprefix("+86")
    if not (len(digits) == 11 and digits.isascii() and digits.isdigit() and digits[0] == "1"):
        raise Refusal(Why.MALFORMED, field="target")
    return digits, f"{digits[:3]}****{digits[-4:]}"


_CLEAN: Final[dict[Channel, Callable[[str], tuple[str, str]]]] = {
    Channel.EMAIL: _email,
    Channel.SMS: _mobile,
}
