"""Messages that leave the node: written with the act, claimed, sent, marked.

Claim and mark are two short transactions with the sending between them. Whoever dies between
sending and marking leaves a claim that ends; then the same message goes again under its key.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from anhuan.base.jobs import delay
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.notices.composing import packed
from anhuan.notices.models import Address, Delivery
from anhuan.notices.outgoing import news_of, next_hour, visible_failures
from anhuan.notices.types import Parcel, Sort
from anhuan.rulebook.queries import rules_at
from anhuan.territory.members import units_of

CLAIM: Final = timedelta(minutes=3)
MOST_TRIES: Final = 12
"""With waits from 10 seconds doubling to an hour: about three and a half hours."""


def ring(told: Iterable[tuple[UUID, str]], *, at: datetime) -> None:
    """Write the messages of urgent notices, each a person and the key of what they are told: to
    the person's own channels that want them, and to the groups of their units, each group once.

    Two reads and one write, however many it are.
    """
    keys: dict[UUID, list[str]] = {}
    for person, key in told:
        keys.setdefault(person, []).append(key)
    members = units_of(keys, at=at)
    units: dict[UUID, dict[str, UUID]] = {}
    for person, unit in members:
        units.setdefault(unit, {}).update(dict.fromkeys(keys[person], person))
    rows = []
    own = Q(person__in=list(keys), confirmed_at__isnull=False)
    for address in Address.objects.filter(own | Q(unit__in=list(units)), urgent=True):
        if address.person is not None:
            about = dict.fromkeys(keys[address.person], address.person)
        else:
            about = units[address.unit_id] if address.unit_id else {}
        rows += [_urgent(address, person, key, at) for key, person in about.items()]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def _urgent(address: Address, person: UUID, about: str, at: datetime) -> Delivery:
    return Delivery(
        key=f"{about}:{address.pk}",
        address=address,
        channel=address.channel,
        sort=Sort.URGENT,
        person=person,
        about=about,
        masked=address.masked,
        opened_at=at,
        due_at=at,
    )


def send_alone(address: Address, sort: Sort, *, at: datetime) -> None:
    """A code or a test, at once."""
    row = Delivery(
        address=address,
        channel=address.channel,
        sort=sort,
        person=address.person,
        masked=address.masked,
        opened_at=at,
        due_at=at,
    )
    row.key = f"{sort}:{row.pk}"
    row.save(force_insert=True)


@transaction.atomic
def open_digest(*, address: UUID, at: datetime) -> None:
    """Write the digest of one address if there is news, and set when its next one is. In quiet
    hours it is written and waits; what is urgent does not."""
    row = Address.objects.select_for_update().filter(pk=address, next_digest_at__lte=at).first()
    if row is None:
        return
    row.next_digest_at = next_hour(row.hour, after=at)
    row.save(update_fields=["next_digest_at"])
    if news_of(row, at=at):
        Delivery.objects.bulk_create(
            [
                Delivery(
                    key=f"digest:{row.pk}:{at:%Y%m%d}",
                    address=row,
                    channel=row.channel,
                    sort=Sort.DIGEST,
                    person=row.person,
                    masked=row.masked,
                    opened_at=at,
                    due_at=rules_at(at).quiet.after(at),
                )
            ],
            ignore_conflicts=True,
        )


@transaction.atomic
def claim(*, delivery: UUID, at: datetime) -> Parcel | None:
    """Take one try of a message. ``None``: another worker has it, it has ended, or there is
    nothing left to say."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    waiting = Delivery.objects.filter(
        free, pk=delivery, sent_at__isnull=True, failed_at__isnull=True, due_at__lte=at
    )
    row = waiting.select_for_update(of=("self",)).select_related("address").first()
    if row is None:
        return None
    if row.tries >= MOST_TRIES:
        _end(row, failed_at=at, error=row.error or "the worker vanished at the last try")
        return None
    if row.address is None:
        _end(row, failed_at=at, error="address withdrawn")
        return None
    parcel = packed(row, row.address, at=at)
    if parcel is None:
        row.delete()  # all read in the meantime: the best a digest can hope for
        return None
    row.tries, row.claimed_until = row.tries + 1, at + CLAIM
    row.save(update_fields=["tries", "claimed_until"])
    return parcel


@transaction.atomic
def mark_sent(*, delivery: UUID, tries: int, provider_id: str, at: datetime) -> None:
    """Also by a worker whose claim has ended: it was sent, and that is what counts."""
    row = Delivery.objects.select_for_update().filter(pk=delivery, sent_at__isnull=True).first()
    if row is None:
        return
    row.sent_at, row.failed_at, row.error = at, None, ""
    row.provider_id, row.claimed_until = provider_id[:200], None
    row.save()
    if row.sort == Sort.DIGEST and row.address_id is not None:
        Address.objects.filter(pk=row.address_id).update(digested_to=row.opened_at)


@transaction.atomic
def mark_failed(*, delivery: UUID, tries: int, error: str, final: bool, at: datetime) -> None:
    """Wait twice as long for another try, or give up: then the administrator sees it."""
    mine = Delivery.objects.filter(pk=delivery, tries=tries, sent_at__isnull=True)
    row = mine.select_for_update().first()
    if row is None or row.failed_at is not None:
        return
    if final or tries >= MOST_TRIES:
        _end(row, failed_at=at, error=error)
        return
    row.error, row.due_at, row.claimed_until = error[:120], at + delay(tries), None
    row.save(update_fields=["error", "due_at", "claimed_until"])


@transaction.atomic
def try_again(*, delivery: UUID, by: Viewer, at: datetime) -> None:
    """A message that was given up gets all its tries again."""
    if not by.may(Capability.KEEP_ACCOUNTS):
        raise Refusal(Why.WRONG_ROLE)
    rows = visible_failures(by).filter(pk=delivery)
    again = {"failed_at": None, "error": "", "tries": 0, "due_at": at, "claimed_until": None}
    if not Delivery.objects.filter(pk__in=rows.values("pk")).update(**again):
        raise Refusal(Why.NOT_VISIBLE)


def _end(row: Delivery, *, failed_at: datetime, error: str) -> None:
    row.failed_at, row.error, row.claimed_until = failed_at, error[:120], None
    row.save(update_fields=["failed_at", "error", "claimed_until"])
