"""The viewer as the kernel judges an act on a campaign."""

from uuid import UUID

from anhuan.kernel.access import Viewer
from anhuan.kernel.lifecycle import Actor


def actor_of(viewer: Viewer, *units: UUID | None) -> Actor:
    """The viewer in the seat of one of ``units``, else in the first of a unit."""
    seats = [seat for seat in viewer.seats if seat.unit is not None]
    seats.sort(key=lambda seat: seat.unit not in units)
    seat = seats[0] if seats else None
    return Actor(
        person=viewer.person,
        post=seat.post if seat else None,
        unit=seat.unit if seat else None,
        roles=viewer.roles,
        units=viewer.units,
        sites=viewer.sites,
    )
