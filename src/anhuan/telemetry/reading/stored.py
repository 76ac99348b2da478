"""The open and the closed days as one."""

from collections.abc import Collection
from datetime import datetime, timedelta
from heapq import merge
from itertools import groupby
from pathlib import Path

from anhuan.kernel.calendar import day_of
from anhuan.telemetry import shelf
from anhuan.telemetry.models import Part
from anhuan.telemetry.packing import seconds_of
from anhuan.telemetry.reading import open_days
from anhuan.telemetry.reading.asking import (
    Group,
    Groups,
    Key,
    Told,
    ToldColumns,
    Want,
    columns_of,
    told_columns,
)
from anhuan.telemetry.reading.curves import grouped, together
from anhuan.telemetry.reading.engine import engine
from anhuan.telemetry.types import SPANS, Span


def files_between(start: datetime, end: datetime) -> list[list[Path]]:
    """The files of the days in [start, end), day by day, the first part first."""
    last = day_of(end - timedelta(microseconds=1))
    rows = Part.objects.filter(day__gte=day_of(start), day__lte=last).order_by("day", "number")
    listed = rows.values_list("day", "number")
    return [
        [shelf.path_of(day, number) for day, number in same]
        for _, same in groupby(listed, key=lambda row: row[0])
    ]


def told(
    numbers: Collection[int],
    factors: Collection[str],
    span: Span,
    start: datetime,
    end: datetime,
) -> ToldColumns:
    """What stations said in [start, end), by station, time and factor."""
    want = _want(numbers, factors, span, start, end)
    fresh = _fresh(want, span)
    closed = engine().told(want, _keys(want, fresh))
    if not fresh:
        return closed
    return told_columns(merge(closed.rows(), fresh, key=lambda one: one[:3]))


def groups(
    numbers: Collection[int],
    factors: Collection[str],
    span: Span,
    start: datetime,
    end: datetime,
    *,
    step: int,
    extremes: bool = True,
) -> Groups:
    """Stretches of ``step`` seconds from ``start`` on, by station, factor and time. Without
    ``extremes`` lowest and highest may be 0."""
    want = _want(numbers, factors, span, start, end)
    fresh = _fresh(want, span)
    closed = engine().groups(want, step, _keys(want, fresh), extremes=extremes)
    if not fresh:
        return closed
    return columns_of(together([*map(Group, *closed), *grouped(fresh, want.start, step)]))


def _want(
    numbers: Collection[int],
    factors: Collection[str],
    span: Span,
    start: datetime,
    end: datetime,
) -> Want:
    return Want(
        numbers=sorted(numbers),
        factors=sorted(factors),
        span=SPANS[span],
        start=seconds_of(start),
        end=seconds_of(end),
        days=files_between(start, end) if numbers and start < end else [],
    )


def _fresh(want: Want, span: Span) -> list[Told]:
    return list(
        open_days.told(want.numbers or (), span, want.start, want.end, frozenset(want.factors))
    )


def _keys(want: Want, fresh: list[Told]) -> set[Key]:
    """What the open days say of days that have files: it counts before what those hold."""
    return {one[:3] for one in fresh} if want.days else set()
