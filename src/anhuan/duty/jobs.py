"""What falls due by the clock alone: the calls that a raised state makes by its rule."""

from datetime import datetime
from uuid import UUID

from anhuan.duty.calls import ruled
from anhuan.duty.services import call_by_rule


def due(at: datetime) -> list[str]:
    """A call each, by its state, its unit and the time of the rule."""
    return [f"{state}/{unit}/{slot.isoformat()}" for state, unit, slot in ruled(at)]


def run(item: str, at: datetime) -> None:
    """A worker that was away calls once, from now on: nobody could have answered before."""
    state, unit, slot = item.split("/")
    call_by_rule(raised=UUID(state), unit=UUID(unit), slot=datetime.fromisoformat(slot), at=at)
