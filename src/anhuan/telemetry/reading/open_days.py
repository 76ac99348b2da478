"""The samples of the open days, the newest content of each time."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple

from django.db.models import OuterRef, Subquery

from anhuan.telemetry.hot.models import Heard, Sample
from anhuan.telemetry.packing import instant_of_milliseconds, seconds_of, unpacked
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.types import SPANS, Span, Value

AT_ONCE: Final = 400


class Stored(NamedTuple):
    """A sample as it was stored; ``at`` in seconds, ``received`` in milliseconds."""

    station: int
    at: int
    received: int
    revision: Revision
    values: dict[str, Value]


def stored(
    numbers: Collection[int], span: Span, start: datetime, end: datetime
) -> Iterator[Stored]:
    """Those of stations in [start, end), by station and time."""
    wanted = sorted(numbers)
    for first in range(0, len(wanted), AT_ONCE):
        rows = Sample.objects.filter(
            station__in=wanted[first : first + AT_ONCE],
            span=SPANS[span],
            at__gte=seconds_of(start),
            at__lt=seconds_of(end),
        )
        listed = rows.order_by("station", "at", "id").values_list(
            "station", "at", "received", "body"
        )
        for _, same in groupby(listed.iterator(), key=lambda row: row[:2]):
            *_, (station, at, received, body) = same
            yield Stored(station, at, received, *unpacked(bytes(body)))


def newest(numbers: Sequence[int], span: Span) -> Iterator[Stored]:
    """The sample of the latest time of each station that has one in the open days."""
    wanted = sorted(numbers)
    for first in range(0, len(wanted), AT_ONCE):
        some = Heard.objects.filter(station__in=wanted[first : first + AT_ONCE])
        own = Sample.objects.filter(station=OuterRef("station"), span=SPANS[span])
        last = own.order_by("-at", "-id").values("id")[:1]
        rows = Sample.objects.filter(
            pk__in=[pk for pk in some.values_list(Subquery(last), flat=True) if pk is not None]
        )
        listed = rows.order_by("station").values_list("station", "at", "received", "body")
        for station, at, received, body in listed:
            yield Stored(station, at, received, *unpacked(bytes(body)))


def heard(numbers: Collection[int]) -> dict[int, datetime]:
    """When stations were last heard."""
    wanted = sorted(numbers)
    found: dict[int, int] = {}
    for first in range(0, len(wanted), AT_ONCE):
        rows = Heard.objects.filter(station__in=wanted[first : first + AT_ONCE])
        found.update(rows.values_list("station", "at"))
    return {number: instant_of_milliseconds(at) for number, at in found.items()}
