"""From rows of the record to its values."""

from anhuan.ledger.models import Log
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
