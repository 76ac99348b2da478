"""The means of closed days: every morning those of the last days, so that late data counts."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from anhuan.air.queries import ungathered
from anhuan.air.services import gather

BACK: Final = 7


def due(at: datetime) -> Iterator[str]:
    """A day each."""
    for day in ungathered(at, BACK):
        yield day.isoformat()


def run(item: str, at: datetime) -> None:
    day = date.fromisoformat(item)
    gather(start=day, end=day, at=at)
