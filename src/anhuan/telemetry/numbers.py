"""By which number a station's readings are stored."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from anhuan.telemetry.models import Station

AT_ONCE: Final = 500
_known: dict[UUID, int] = {}


def numbers_of(stations: Iterable[UUID]) -> dict[UUID, int]:
    """The numbers of stations; one that is none is not there. A number never changes, so it is
    asked for once."""
    wanted = set(stations)
    absent = sorted(wanted - _known.keys())
    for start in range(0, len(absent), AT_ONCE):
        rows = Station.objects.filter(pk__in=absent[start : start + AT_ONCE])
        _known.update(rows.values_list("id", "number"))
    return {station: _known[station] for station in wanted if station in _known}
