"""What areas, units and posts were is noted before they change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.base.db import bulk_insert
from anhuan.territory.models import Former
from anhuan.territory.past import KEPT, Lasting, kind_of


def keep(rows: Iterable[Lasting], *, at: datetime) -> None:
    """Note what the rows are, before they are changed at ``at``; in the change's transaction."""
    bulk_insert(
        [
            Former(
                subject=row.pk,
                kind=kind_of(type(row)),
                values={name: _plain(getattr(row, name)) for name in KEPT[type(row)]},
                until=at,
            )
            for row in rows
        ]
    )


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
