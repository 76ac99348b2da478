"""What falls due by the clock alone: the draft of the day's sheet at the set hour."""

from datetime import datetime
from uuid import UUID

from anhuan.judgements.queries import undrafted
from anhuan.judgements.services import draft


def due(at: datetime) -> list[UUID]:
    return undrafted(at)


def run(item: UUID, at: datetime) -> None:
    draft(area=item, by=None, at=at)
