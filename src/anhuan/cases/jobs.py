"""What falls due among cases by the clock alone: batches after their thirty days."""

from datetime import datetime
from uuid import UUID

from anhuan.cases.intake.queries import outdated
from anhuan.cases.intake.services import forget


def due(at: datetime) -> list[UUID]:
    return outdated(at)


def run(item: UUID, at: datetime) -> None:
    forget(batch_id=item, at=at)
