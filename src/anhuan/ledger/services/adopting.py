"""Entries that were published and that a restored backup does not know come back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import bulk_copy
from anhuan.base.ids import new_id
from anhuan.kernel.log_entry import decode
from anhuan.kernel.merkle import leaf_hash
from anhuan.ledger.entries import ADOPTED, ERASED
from anhuan.ledger.mapping import entry_of
from anhuan.ledger.models import Entry, Log, Pending
from anhuan.ledger.queries import kept_since
from anhuan.ledger.services.growing import ENTRY
from anhuan.ledger.services.recording import erase_many, record

CHUNK: Final = 2_000


class OtherHistory(RuntimeError):
    """The database holds another entry at a position: two histories, not an older one."""

    def __init__(self, position: int) -> None:
        super().__init__(f"position {position}")
        self.position = position


@transaction.atomic
def adopt(*, log: UUID, contents: Sequence[bytes], by: UUID, at: datetime) -> int:
    """Put the entries ``contents`` of the open log, from its first on, where the database has
    none; how many those were. An act that waits for its place and is among them gets that place;
    the others stand without their acts. What they say was erased is erased here too.

    Raises ``OtherHistory``, and changes nothing then.
    """
    row = Log.objects.select_for_update().get(pk=log, closed_at__isnull=True)
    known = _known(row.first, contents)
    missing = contents[known:]
    since = kept_since()
    waiting = {entry_of(each.fact, since): each.fact_id for each in _pending()} if missing else {}
    places = [waiting.pop(content, None) for content in missing]
    bulk_copy(
        Entry,
        ENTRY,
        (
            (row.first + known + number, fact, leaf_hash(content), content)
            for number, (content, fact) in enumerate(zip(missing, places, strict=True))
        ),
    )
    Pending.objects.filter(fact__in=[fact for fact in places if fact]).delete()
    if missing:
        _erase_again(missing, by, at)
        public = {"origin": row.origin, "first": known, "count": len(missing)}
        record(kind=ADOPTED, subject=new_id(), version=1, public=public, body={}, by=by, at=at)
    return len(missing)


def _known(first: int, contents: Sequence[bytes]) -> int:
    """How many of ``contents`` the database has, each the same."""
    held = Entry.objects.filter(position__gte=first).order_by("position")
    known = 0
    for position, content in held.values_list("position", "content").iterator(chunk_size=CHUNK):
        if (
            known >= len(contents)
            or bytes(content) != contents[known]
            or position != first + known
        ):
            raise OtherHistory(position)
        known += 1
    return known


def _pending() -> Sequence[Pending]:
    return list(Pending.objects.order_by("fact").select_related("fact"))


def _erase_again(missing: Sequence[bytes], by: UUID, at: datetime) -> None:
    found = (decode(content) for content in missing)
    for entry in found:
        if entry.kind == ERASED:
            erase_many([UUID(entry.record)], ground=entry.ground, by=by, at=at)
