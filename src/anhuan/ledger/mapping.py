"""From rows of the record to its values."""

from datetime import datetime

from anhuan.ledger.entries import entry_bytes, is_older
from anhuan.ledger.models import Fact, Log
from anhuan.ledger.types import Shard


def to_shard(row: Log) -> Shard:
    return Shard(
        key=row.pk,
        origin=row.origin,
        year=row.year,
        first=row.first,
        size=row.size,
        root=bytes(row.root),
        signed_size=row.signed_size,
        note=row.note,
        closed=row.closed_at is not None,
    )


def entry_of(fact: Fact, kept_since: datetime | None) -> bytes:
    """What enters the log for a stored fact: the same bytes whenever it is asked. ``kept_since``:
    what was recorded earlier is older than the log."""
    return entry_bytes(
        fact=fact.pk,
        kind=fact.kind,
        subject=fact.subject,
        version=fact.version,
        public=fact.public,
        commitment=bytes(fact.commitment),
        at=fact.at,
        imported=is_older(fact.recorded_at, kept_since),
    )
