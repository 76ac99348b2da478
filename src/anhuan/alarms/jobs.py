"""What falls due by the clock alone: readings are looked at every ten minutes."""

from datetime import datetime, timedelta
from typing import Final

from anhuan.alarms.queries import swept_at
from anhuan.alarms.services import sweep

EVERY: Final = timedelta(minutes=10)


def due(at: datetime) -> list[str]:
    last = swept_at()
    return ["sweep"] if last is None or at - last >= EVERY else []


def run(item: str, at: datetime) -> None:
    sweep(at=at)
