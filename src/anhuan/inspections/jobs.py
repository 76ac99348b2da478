"""What falls due among planned checks by the clock alone: days and hours that begin, windows of
the grid that end."""

from datetime import datetime
from typing import Final

from anhuan.inspections.plans import checks_to_miss, checks_to_open
from anhuan.inspections.services import miss_due, open_due

OPEN: Final = "open"
MISS: Final = "miss"


def due(at: datetime) -> list[str]:
    found = [OPEN] if checks_to_open(at) else []
    return [*found, MISS] if checks_to_miss(at) else found


def run(item: str, at: datetime) -> None:
    if item == OPEN:
        open_due(at=at)
    else:
        miss_due(at=at)
