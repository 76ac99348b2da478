"""What every act here does last: advance the row and write it down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger import services as ledger
from anhuan.people.models import (
    Account,
    Certificate,
    FirmInvitation,
    Invitation,
    Person,
    Suggestion,
    Token,
)

Versioned = Account | Certificate | FirmInvitation | Invitation | Person | Suggestion | Token


def begin(
    row: Versioned,
    kind: str,
    *,
    public: Mapping[str, Any],
    body: Mapping[str, Any],
    by: UUID | None,
    at: datetime,
) -> None:
    """Save a new row and record its first version."""
    row.save(force_insert=True)
    ledger.record(
        kind=kind, subject=row.pk, version=row.version, public=public, body=body, by=by, at=at
    )


def advance(
    row: Versioned,
    kind: str,
    *,
    fields: Mapping[str, Any],
    public: Mapping[str, Any] | None = None,
    body: Mapping[str, Any] | None = None,
    by: UUID | None,
    at: datetime,
) -> None:
    """Set ``fields`` if nobody was faster, and record it. Raises ``Refusal(STALE)``."""
    same = type(row)._default_manager.filter(pk=row.pk, version=row.version)
    if same.update(version=row.version + 1, **fields) == 0:
        raise Refusal(Why.STALE)
    row.version += 1
    for name, value in fields.items():
        setattr(row, name, value)
    ledger.record(
        kind=kind,
        subject=row.pk,
        version=row.version,
        public=public or {},
        body=body or {},
        by=by,
        at=at,
    )
