"""The samples of the open days. Of several contents of one time, as sub-packets give them, each
factor is that of the last one that has it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

from django.db.models import OuterRef, Q, Subquery

from anhuan.telemetry.hot.models import Heard, Sample
from anhuan.telemetry.packing import instant_of_milliseconds, seconds_of, unpacked
from anhuan.telemetry.protocols.hj212.revision import Revision
from anhuan.telemetry.types import SPANS, Span, Value

AT_ONCE: Final = 400
COLUMNS: Final = ("station", "at", "received", "body")


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
        listed = rows.order_by("station", "at", "id").values_list(*COLUMNS)
        yield from _joined(listed.iterator())


def _joined(rows: Iterable[tuple[Any, ...]]) -> Iterator[Stored]:
    """Rows by station, time and order of arrival."""
    for (station, at), same in groupby(rows, key=lambda row: row[:2]):
        values: dict[str, Value] = {}
        for row in same:
            *_, received, body = row
            revision, content = unpacked(bytes(body))
            values |= content
        yield Stored(station, at, received, revision, values)


def newest(numbers: Sequence[int], span: Span) -> Iterator[Stored]:
    """The sample of the latest time of each station that has one in the open days."""
    wanted = sorted(numbers)
    for first in range(0, len(wanted), AT_ONCE):
        some = Heard.objects.filter(station__in=wanted[first : first + AT_ONCE])
        own = Sample.objects.filter(station=OuterRef("station"), span=SPANS[span])
        last = own.order_by("-at").values("at")[:1]
        of = Q(pk__in=())
        for station, at in some.values_list("station", Subquery(last)):
            of |= Q(station=station, at=at) if at is not None else Q(pk__in=())
        rows = Sample.objects.filter(of, span=SPANS[span])
        yield from _joined(rows.order_by("station", "at", "id").values_list(*COLUMNS))


def heard(numbers: Collection[int]) -> dict[int, datetime]:
    """When stations were last heard."""
    wanted = sorted(numbers)
    found: dict[int, int] = {}
    for first in range(0, len(wanted), AT_ONCE):
        rows = Heard.objects.filter(station__in=wanted[first : first + AT_ONCE])
        found.update(rows.values_list("station", "at"))
    return {number: instant_of_milliseconds(at) for number, at in found.items()}
