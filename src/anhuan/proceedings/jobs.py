"""What falls due by the clock alone: vetoes whose period is over."""

from datetime import datetime
from uuid import UUID

from anhuan.proceedings.queries import over
from anhuan.proceedings.services import expire


def due(at: datetime) -> list[UUID]:
    return over(at)


def run(item: UUID, at: datetime) -> None:
    expire(proceeding=item, at=at)
