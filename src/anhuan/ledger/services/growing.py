"""How the log grows. Each step is a transaction of its own, and everything after ``assign`` is a
function of the entries: done again after a broken run it gives the same bytes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from anhuan.base.db import bulk_copy
from anhuan.base.ids import new_id
from anhuan.kernel.merkle import EMPTY, leaf_hash
from anhuan.ledger.entries import OPENED
from anhuan.ledger.mapping import entry_of, to_shard
from anhuan.ledger.models import Entry, Fact, Log, Pending
from anhuan.ledger.queries import kept_since
from anhuan.ledger.services.recording import record
from anhuan.ledger.types import WITHIN, Shard

BATCH: Final = 2_000
WAITS: Final = timedelta(seconds=WITHIN)
"""How long an act may have waited for the first log without being older than it."""
ENTRY: Final = ("position", "fact", "leaf", "content")


@transaction.atomic
def current(*, year: int, base: str, at: datetime) -> Shard:
    """The open log, opened now if there is none.

    ``base`` is the address under which this node's logs lie, without a scheme.
    """
    log = Log.objects.select_for_update().filter(closed_at__isnull=True).first()
    return to_shard(log or _open(year, base, at))


@transaction.atomic
def close_year(*, year: int, base: str, at: datetime) -> Shard:
    """End the open log of an earlier year, once all of it is signed, and open that of ``year``;
    the first entry of the new one names the last checkpoint of the old. Gives the open log."""
    log = Log.objects.select_for_update().filter(closed_at__isnull=True).get()
    if log.year >= year or log.signed_size != log.size or _end(log) != log.first + log.size:
        return to_shard(log)
    Log.objects.filter(pk=log.pk).update(closed_at=at)
    return to_shard(_open(year, base, at))


def _open(year: int, base: str, at: datetime) -> Log:
    last = Log.objects.order_by("-year").first()
    log = Log.objects.create(
        origin=f"{base}/log/{year}",
        year=year,
        first=last.first + last.size if last else 0,
        root=EMPTY,
        opened_at=at,
        kept_since=None if last else at - WAITS,
    )
    if last is not None:
        _continue(log, last, at)
    return log


def _continue(log: Log, last: Log, at: datetime) -> None:
    before = {"origin": last.origin, "size": last.size, "root": bytes(last.root).hex()}
    fact = record(kind=OPENED, subject=new_id(), version=1, public=before, body={}, by=None, at=at)
    _place(log, [fact])


@transaction.atomic
def assign(*, log: UUID, limit: int = BATCH) -> int:
    """Give the next positions to at most ``limit`` committed acts, in the order of their keys;
    how many. An act that commits later gets a later position, whenever it began."""
    row = Log.objects.select_for_update().get(pk=log, closed_at__isnull=True)
    waiting = Pending.objects.order_by("fact").select_related("fact")
    facts = [each.fact for each in waiting[:limit]]
    _place(row, facts)
    return len(facts)


def _place(log: Log, facts: Sequence[Fact]) -> None:
    if not facts:
        return
    since = kept_since()
    contents = [entry_of(fact, since) for fact in facts]
    rows = zip(count(_end(log)), (fact.pk for fact in facts), contents, strict=False)
    bulk_copy(
        Entry,
        ENTRY,
        ((position, key, leaf_hash(content), content) for position, key, content in rows),
    )
    Pending.objects.filter(fact__in=[fact.pk for fact in facts]).delete()


def _end(log: Log) -> int:
    """The position after the last that was given."""
    last = Entry.objects.aggregate(last=Max("position"))["last"]
    return log.first if last is None else max(log.first, last + 1)


@transaction.atomic
def advance(*, log: UUID, seen: int, size: int, root: bytes) -> bool:
    """Say that tiles for ``size`` entries lie durable, unless somebody else went on from ``seen``
    meanwhile; the caller has written and synced them."""
    same = Log.objects.filter(pk=log, size=seen, size__lt=size)
    return same.update(size=size, root=root) == 1


@transaction.atomic
def sign(*, log: UUID, size: int, note: str, at: datetime) -> bool:
    """Keep the signed checkpoint of ``size`` entries, newer or with more cosignatures than the
    one kept; False for an older one, or for more than lies durable."""
    rows = Log.objects.filter(pk=log, size__gte=size)
    newer = rows.filter(Q(signed_size__isnull=True) | Q(signed_size__lte=size))
    return newer.update(signed_size=size, note=note, signed_at=at) == 1
