"""Reads of stations and what they measured, narrowed to what the viewer may see.

``viewer`` is None for the jobs of the node itself, which see every station.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.base.keyset import MOST as MOST_COUNTED
from anhuan.base.keyset import SIZE, beyond, cursor, place
from anhuan.base.pages import Page
from anhuan.base.scope import reached
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.telemetry.columns import means_of, often_number_of
from anhuan.telemetry.mapping import credential, order_row, part_row, station_row, stranger_row
from anhuan.telemetry.models import Order, Part, Station, Stranger
from anhuan.telemetry.packing import instant_of, instant_of_milliseconds, seconds_of
from anhuan.telemetry.reading import open_days, stored
from anhuan.telemetry.reading.asking import ToldColumns, told_columns
from anhuan.telemetry.reading.curves import HOUR, is_valid, step_of
from anhuan.telemetry.reading.engine import copy
from anhuan.telemetry.types import (
    Bucket,
    Credential,
    Kind,
    Mean,
    OrderRow,
    PartRow,
    Reading,
    Series,
    Span,
    StationRow,
    StrangerRow,
)
from anhuan.territory.queries import is_node

MOST_POINTS: Final = 2000
MOST_STRANGERS: Final = 200
MOST_ORDERS: Final = 1000
MOST_ORDERS_SHOWN: Final = 50


def _visible(viewer: Viewer | None) -> QuerySet[Station]:
    rows = Station.objects.select_related("site", "area").defer("site__search")
    if viewer is None or is_node(viewer):
        return rows
    return rows.filter(reached(viewer, site="site_id"))


def stations_in_sight(viewer: Viewer | None, stations: Collection[UUID]) -> QuerySet[Any]:
    """The ids of the visible ones of ``stations``."""
    return _visible(viewer).order_by().filter(pk__in=set(stations)).values("pk")


def _wanted(
    kinds: Collection[Kind], area_path: str, site: UUID | None, text: str, retired: bool
) -> Q:
    condition = Q() if retired else Q(retired_at__isnull=True)
    if kinds:
        condition &= Q(kind__in=list(kinds))
    if area_path:
        condition &= Q(area_path__under=area_path)
    if site is not None:
        condition &= Q(site=site)
    if text:
        condition &= Q(name__icontains=text) | Q(code__startswith=text)
    return condition


def _with_heard(rows: Iterable[Station]) -> list[StationRow]:
    found = list(rows)
    heard = open_days.heard([row.number for row in found])
    return [station_row(row, heard.get(row.number)) for row in found]


def stations(
    viewer: Viewer | None,
    *,
    kinds: Collection[Kind] = (),
    area_path: str = "",
    site: UUID | None = None,
    text: str = "",
    retired: bool = False,
) -> list[StationRow]:
    """The visible stations by name; the retired ones only if asked for. In two queries."""
    rows = _visible(viewer).filter(_wanted(kinds, area_path, site, text, retired))
    return _with_heard(rows.order_by("name", "id"))


def page_of_stations(
    viewer: Viewer,
    *,
    kinds: Collection[Kind] = (),
    area_path: str = "",
    site: UUID | None = None,
    text: str = "",
    retired: bool = False,
    after: str = "",
    size: int = SIZE,
) -> Page[StationRow]:
    """``stations`` by pages. Refuses ``MALFORMED`` for an ``after`` that is none."""
    rows = _visible(viewer).filter(_wanted(kinds, area_path, site, text, retired))
    counted = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    if after:
        rows = rows.filter(beyond("name", *place(after, str)))
    found = list(rows.order_by("name", "id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(
        rows=tuple(_with_heard(found[:size])),
        after=cursor(last.name, last.id) if last else "",
        total=min(counted, MOST_COUNTED),
        capped=counted > MOST_COUNTED,
    )


def station(viewer: Viewer | None, station: UUID) -> StationRow:
    """Refuses ``NOT_VISIBLE``."""
    row = _visible(viewer).filter(pk=station).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return _with_heard([row])[0]


def credentials(viewer: None, *, codes: Collection[str] | None = None) -> dict[str, Credential]:
    """What lets stations in, by code: for the gateway, which is the node itself."""
    rows = Station.objects.all() if codes is None else Station.objects.filter(code__in=codes)
    return {row.code: credential(row) for row in rows}


def station_ids(viewer: Viewer | None, codes: Collection[str]) -> dict[str, UUID]:
    """The visible ones of the stations with ``codes``, the retired ones too."""
    rows = _visible(viewer).order_by().filter(code__in=set(codes))
    return dict(rows.values_list("code", "id"))


def strangers(viewer: Viewer, *, limit: int = MOST_STRANGERS) -> list[StrangerRow]:
    """Who waits in quarantine, the last heard first; for whoever may adopt."""
    if not viewer.may(Capability.KEEP_SITES):
        return []
    waiting = Stranger.objects.filter(settled_at__isnull=True)
    return [stranger_row(row) for row in waiting.order_by("-last_at", "-id")[:limit]]


def stranger(viewer: Viewer, stranger: UUID) -> StrangerRow:
    """Refuses ``NOT_VISIBLE``."""
    row = Stranger.objects.filter(pk=stranger, settled_at__isnull=True).first()
    if row is None or not viewer.may(Capability.KEEP_SITES):
        raise Refusal(Why.NOT_VISIBLE)
    return stranger_row(row)


def open_orders(viewer: None, *, limit: int = MOST_ORDERS) -> list[OrderRow]:
    """What stations are asked and has not ended, the oldest first: for the gateway."""
    rows = Order.objects.filter(ended_at__isnull=True).select_related("station")
    return [order_row(row) for row in rows.order_by("asked_at", "id")[:limit]]


def orders(
    viewer: Viewer | None, *, station: UUID, limit: int = MOST_ORDERS_SHOWN
) -> list[OrderRow]:
    """What a visible station was asked, the last first. Refuses ``NOT_VISIBLE``."""
    if not _visible(viewer).filter(pk=station).exists():
        raise Refusal(Why.NOT_VISIBLE)
    rows = Order.objects.filter(station=station).select_related("station")
    return [order_row(row) for row in rows.order_by("-asked_at", "-id")[:limit]]


def _numbers(viewer: Viewer | None, stations: Collection[UUID]) -> dict[int, UUID]:
    """The visible ones of stations, by number."""
    rows = _visible(viewer).filter(pk__in=set(stations))
    return dict(rows.order_by("number").values_list("number", "id"))


def parts(viewer: None) -> list[PartRow]:
    """The files of the closed days, by day and number: for the node itself."""
    return [part_row(row) for row in Part.objects.order_by("day", "number")]


def uncopied(viewer: None) -> list[PartRow]:
    """The files that a server should have and has not: for the node itself. Refuses
    ``READINGS_AWAY``."""
    server, listed = copy(), parts(viewer)
    if server is None:
        return []
    held = server.held({part.day for part in listed})
    return [part for part in listed if (part.day, part.number) not in held]


def readings(
    viewer: Viewer | None,
    *,
    stations: Collection[UUID],
    factors: Collection[str] = (),
    start: datetime,
    end: datetime,
    span: Span,
) -> list[Reading]:
    """The readings of the visible ones of ``stations`` in [start, end), by station and time, of
    ``factors`` or of all. What nobody sent is not there; what is no measurement has no value."""
    known = _numbers(viewer, stations)
    return _readings(stored.told(known, factors, span, start, end), known, span)


def latest(
    viewer: Viewer | None, stations: Collection[UUID], *, span: Span = Span.REAL
) -> dict[UUID, tuple[Reading, ...]]:
    """The last readings of each of the visible ones of ``stations`` in the open days; a station
    without any is not there."""
    known = _numbers(viewer, stations)
    return {
        known[number]: tuple(_readings(told_columns(same), known, span))
        for number, same in groupby(open_days.newest(known, span), key=lambda one: one.station)
    }


def series(
    viewer: Viewer | None,
    *,
    stations: Collection[UUID],
    factors: Collection[str],
    start: datetime,
    end: datetime,
    span: Span,
    most: int = MOST_POINTS,
) -> list[Series]:
    """Curves of at most ``most`` buckets each, one for each station and factor that sent
    anything. Raises ``ValueError`` for a time that does not end after it starts."""
    if end <= start:
        raise ValueError("end-before-start")
    known = _numbers(viewer, stations)
    first = seconds_of(start)
    step = step_of(seconds_of(end) - first, min(most, MOST_POINTS))
    found = stored.groups(known, factors, span, start, end, step=step)
    begun = [instant_of(first + place * step) for place in found.place]
    lows, highs = map(often_number_of, found.low), map(often_number_of, found.high)
    # Of a stretch without a valid value any number will do: it is left out below.
    means = (mean or Decimal() for mean in means_of(found.total, found.size))
    buckets = map(Bucket, begun, lows, means, highs, found.size)
    each = zip(found.station, found.factor, buckets, strict=True)
    return [
        Series(
            station=known[number],
            factor=factor,
            step=step,
            buckets=tuple(bucket for _, _, bucket in same if bucket.size),
        )
        for (number, factor), same in groupby(each, key=itemgetter(0, 1))
    ]


def hourly(
    viewer: Viewer | None,
    *,
    stations: Collection[UUID],
    factors: Collection[str] = (),
    start: datetime,
    end: datetime,
    span: Span = Span.MINUTE,
) -> list[Mean]:
    """The mean of every hour from ``start`` on, before ``end``, that something was sent of, with
    the number of valid values of ``span`` behind it: whether they are enough is the caller's
    rule. Of ``factors``, or of all."""
    known = _numbers(viewer, stations)
    first = seconds_of(start)
    found = stored.groups(known, factors, span, start, end, step=HOUR, extremes=False)
    begun = {place: instant_of(first + place * HOUR) for place in set(found.place)}
    return list(
        map(
            Mean,
            map(known.__getitem__, found.station),
            found.factor,
            map(begun.__getitem__, found.place),
            means_of(found.total, found.size),
            found.size,
        )
    )


def _readings(found: ToldColumns, known: dict[int, UUID], span: Span) -> list[Reading]:
    valid = list(map(is_valid, found.revision, found.mark))
    numbers = found.numbers
    if not all(valid):
        numbers = [
            [number if good else None for number, good in zip(column, valid, strict=True)]
            for column in numbers
        ]
    return list(
        map(
            Reading,
            map(known.__getitem__, found.station),
            map(instant_of, found.at),
            repeat(span),
            found.factor,
            *numbers,
            found.mark,
            found.sent,
            map(instant_of_milliseconds, found.received),
        )
    )
