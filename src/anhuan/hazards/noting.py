"""An act on a unit, as it is recorded."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from anhuan.hazards.models import HazardUnit
from anhuan.kernel.access import Viewer
from anhuan.ledger.services import record

PRIVATE: Final = frozenset({"boundary", "persons_source", "end_reason"})
"""Free words may name people; they stay beside the record."""
DERIVED: Final = frozenset({"names", "place"})


def note(
    kind: str, row: HazardUnit, values: Mapping[str, Any], *, by: Viewer, at: datetime
) -> None:
    """One entry; ``values``: the columns that were written."""
    shown = {name.removesuffix("_id"): _plain(value) for name, value in values.items()}
    record(
        kind=kind,
        subject=row.id,
        version=row.version,
        public={k: v for k, v in shown.items() if k not in PRIVATE | DERIVED},
        body={k: v for k, v in shown.items() if k in PRIVATE},
        by=by.person,
        at=at,
    )


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID | date) else value
