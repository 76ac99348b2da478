"""Devices are enrolled by whoever is signed in, and end: by revocation, or without contact."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import one_at_a_time
from anhuan.base.reactions import publish
from anhuan.devices import models
from anhuan.devices.types import LASTS, LONGEST_NAME, DeviceUse, Ended, Enrolled
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.people.queries import account
from anhuan.people.sealing import new_token, token_digest
from anhuan.rulebook.queries import rules_at
from anhuan.territory.accounts import person_file
from anhuan.territory.queries import viewer_of

MOST: Final = 10
"""Living devices of one person."""
SEEN_WITHIN: Final = timedelta(hours=1)
"""How exactly the last contact is kept: no finer, so that nobody's day can be read from it."""
LONGEST_WHY: Final = 200


@transaction.atomic
def enrol(*, account_id: UUID, name: str, at: datetime, device_id: UUID | None = None) -> Enrolled:
    """Give a phone a secret of its own. ``device_id``: one of the person's own that ran out and
    goes on counting where it stopped; its former secret opens nothing any more.

    Refuses ``MISSING`` and ``MALFORMED`` (name), ``TOO_MANY``, and ``NOT_VISIBLE`` for a device
    that is not the person's own or was revoked.
    """
    one_at_a_time(f"devices of {account_id}")
    person = account(account_id).person
    tidy = _named(name)
    secret = new_token()
    if device_id is not None:
        return _again(device_id, person, secret, at)
    alive = models.Device.objects.filter(person=person, revoked_at=None, ends_at__gt=at)
    if alive.count() >= MOST:
        raise Refusal(Why.TOO_MANY, most=MOST)
    row = models.Device(
        account_id=account_id,
        person=person,
        name=tidy,
        digest=token_digest(secret),
        enrolled_at=at,
        seen_at=at,
        ends_at=at + LASTS,
    )
    row.save(force_insert=True)
    _record(row, "enrolled", body={"name": tidy}, by=person, at=at)
    return Enrolled(id=row.id, secret=secret, ends_at=row.ends_at)


def _named(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise Refusal(Why.MISSING, field="name", fields=("name",))
    if len(tidy) > LONGEST_NAME or not tidy.isprintable():
        raise Refusal(Why.MALFORMED, field="name", problem="too-long", most=LONGEST_NAME)
    return tidy


def _again(device_id: UUID, person: UUID, secret: str, at: datetime) -> Enrolled:
    rows = models.Device.objects.select_for_update()
    row = rows.filter(pk=device_id, person=person, revoked_at=None).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    row.digest, row.seen_at, row.ends_at = token_digest(secret), at, at + LASTS
    row.version += 1
    row.save(update_fields=["digest", "seen_at", "ends_at", "version"])
    _record(row, "renewed", body={}, by=person, at=at)
    return Enrolled(id=row.id, secret=secret, ends_at=row.ends_at)


@transaction.atomic
def revoke(*, device_id: UUID, person: UUID, why: str, by: UUID, at: datetime) -> None:
    """End a device of ``person`` for good: it wipes itself at its next contact. The caller has
    seen to it that ``by`` may. Refuses ``NOT_VISIBLE`` and ``REPEATED``."""
    rows = models.Device.objects.select_for_update()
    row = rows.filter(pk=device_id, person=person).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    if row.revoked_at is not None:
        raise Refusal(Why.REPEATED)
    row.revoked_at, row.revoked_by = at, by
    row.revoked_why = " ".join(why.split())[:LONGEST_WHY]
    row.version += 1
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_why", "version"])
    _record(row, "revoked", body={"reason": row.revoked_why}, by=by, at=at)
    publish("device.revoked", device_id=row.id, why=row.revoked_why, by=by, at=at)


@transaction.atomic
def revoke_of_another(*, device_id: UUID, person: UUID, by: Viewer, at: datetime) -> None:
    """Whoever keeps the account of ``person`` ends a device of theirs. Refuses ``NOT_VISIBLE``,
    ``WRONG_ROLE`` and ``REPEATED``."""
    if not person_file(by, person).kept:
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ACCOUNTS)
    revoke(device_id=device_id, person=person, why="", by=by.person, at=at)


def _record(
    row: models.Device, what: str, *, body: Mapping[str, Any], by: UUID, at: datetime
) -> None:
    record(
        kind=f"device.{what}",
        subject=row.id,
        version=row.version,
        public={"account": str(row.account_id)},
        body=body,
        by=by,
        at=at,
    )


def use_device(*, secret: str, at: datetime) -> DeviceUse | Ended | None:
    """Whom a presented secret speaks for. ``None`` for a secret that nobody was given."""
    rows = models.Device.objects.select_related("account").filter(digest=token_digest(secret))
    row = rows.first()
    if row is None:
        return None
    if row.revoked_at is not None:
        return Ended(revoked=True)
    if row.ends_at <= at or not row.account.is_active:
        return Ended(revoked=False)
    if at - row.seen_at > SEEN_WITHIN:
        same = models.Device.objects.filter(pk=row.pk, revoked_at=None)
        same.update(seen_at=at, ends_at=at + LASTS)
    rules = rules_at(at)
    viewer = viewer_of(row.person, name="", at=at, table=rules.capabilities)
    return DeviceUse(device=row.id, account=row.account_id, viewer=viewer, rules=rules)
