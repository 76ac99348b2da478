"""The samples of the open days. Of several contents of one time, as sub-packets give them, each
factor is that of the last one that has it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django.db.models import OuterRef, Q, Subquery

from anhuan.kernel.calendar import start_of_day
from anhuan.telemetry.hot.models import Heard, OpenDay, Sample
from anhuan.telemetry.packing import instant_of_milliseconds, seconds_of, unpacked
from anhuan.telemetry.reading.asking import Told
from anhuan.telemetry.types import SPANS, Span

AT_ONCE: Final = 400
COLUMNS: Final = ("station", "at", "received", "body")


def told(
    numbers: Collection[int], span: Span, start: int, end: int, factors: Collection[str]
) -> Iterator[Told]:
    """Those of stations in [start, end), by station, time and factor."""
    wanted = sorted(numbers)
    for first in range(0, len(wanted), AT_ONCE):
        rows = Sample.objects.filter(
            station__in=wanted[first : first + AT_ONCE],
            span=SPANS[span],
            at__gte=start,
            at__lt=end,
        )
        listed = rows.order_by("station", "at", "id").values_list(*COLUMNS)
        yield from _merged(listed.iterator(), factors)


def newest(numbers: Collection[int], span: Span) -> Iterator[Told]:
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
        yield from _merged(rows.order_by("station", "at", "id").values_list(*COLUMNS), ())


def _merged(rows: Iterable[tuple[Any, ...]], factors: Collection[str]) -> Iterator[Told]:
    """Rows by station, time and order of arrival."""
    for (station, at), same in groupby(rows, key=lambda row: row[:2]):
        found: dict[str, Told] = {}
        for *_, received, body in same:
            revision, values = unpacked(bytes(body))
            for factor, value in values.items():
                found[factor] = Told(station, at, factor, received, revision.value, value)
        yield from (found[name] for name in sorted(found) if not factors or name in factors)


def heard(numbers: Collection[int]) -> dict[int, datetime]:
    """When stations were last heard."""
    wanted = sorted(numbers)
    found: dict[int, int] = {}
    for first in range(0, len(wanted), AT_ONCE):
        rows = Heard.objects.filter(station__in=wanted[first : first + AT_ONCE])
        found.update(rows.values_list("station", "at"))
    return {number: instant_of_milliseconds(at) for number, at in found.items()}


def bounds_of(day: date) -> tuple[int, int]:
    """The seconds in which a day (UTC+8) begins and ends."""
    first = start_of_day(day)
    return seconds_of(first), seconds_of(first + timedelta(days=1))


def open_until(last: date) -> list[date]:
    """The days up to ``last`` that samples have come of since they were closed, in order."""
    rows = OpenDay.objects.filter(day__lte=last).order_by("day")
    return list(rows.values_list("day", flat=True))
