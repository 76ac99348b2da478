"""What falls due among cases by the clock alone: batches after their thirty days, files of
exports after their day."""

from datetime import datetime
from uuid import UUID

from anhuan.cases.intake.queries import outdated
from anhuan.cases.intake.services import forget
from anhuan.cases.outgoing.queries import expired
from anhuan.cases.outgoing.services import forget_export

Item = tuple[str, UUID]


def due(at: datetime) -> list[Item]:
    return [
        *(("batch", each) for each in outdated(at)),
        *(("export", each) for each in expired(at)),
    ]


def run(item: Item, at: datetime) -> None:
    kind, identity = item
    if kind == "batch":
        forget(batch_id=identity, at=at)
    else:
        forget_export(export_id=identity, at=at)
