"""A day is closed: its samples become a file, its hash goes into the record, its rows go."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

import msgspec
import numpy as np
from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.base.routing import alias_of
from anhuan.ledger.services import record as note
from anhuan.telemetry import shelf
from anhuan.telemetry.columns import Kept
from anhuan.telemetry.hot.models import OpenDay
from anhuan.telemetry.hot.models import Sample as Row
from anhuan.telemetry.mapping import part_row
from anhuan.telemetry.models import Part
from anhuan.telemetry.reading.asking import Told, Want
from anhuan.telemetry.reading.engine import files
from anhuan.telemetry.reading.open_days import bounds_of
from anhuan.telemetry.types import PartRow, Value

KIND: Final = "readings.sealed"
_RAW: Final = msgspec.msgpack.Decoder(tuple[str, dict[str, list[Any]]])
Ranges = list[tuple[int, int]]


def seal_day(*, day: date, at: datetime) -> PartRow | None:
    """Close a day (UTC+8), or add to a closed one what came late: a file, its record, then the
    rows go. What a file holds already is in no other. None when there was nothing to keep.

    Stopped at any point it is done again: a file without its row is written anew, rows that a
    file holds are removed.
    """
    remove_sealed(day=day)
    marked = OpenDay.objects.filter(day=day).values_list("writes", flat=True).first()
    if marked is None:
        return None
    before = list(Part.objects.filter(day=day).order_by("number"))
    number = len(before) + 1
    taken = array("q")
    coming = shelf.coming() / f"{day.isoformat()}.{number}.parquet"
    coming.parent.mkdir(parents=True, exist_ok=True)
    coming.unlink(missing_ok=True)
    rows = _write(_kept(day, before, taken), number, coming)
    ranges = _ranges(taken)
    sealed = _enter(day, number, rows, ranges, at=at) if rows else None
    _remove(day, ranges)
    OpenDay.objects.filter(day=day, writes=marked).delete()
    if sealed is not None:
        Part.objects.filter(pk=sealed.id).update(leftover=[])
    return sealed


def remove_sealed(*, day: date) -> None:
    """Remove the rows of a day that a file holds and that a stop in between has left."""
    for row in Part.objects.filter(day=day).exclude(leftover=[]):
        _remove(day, [(first, last) for first, last in row.leftover])
        Part.objects.filter(pk=row.id).update(leftover=[])


def _write(rows: Iterable[Kept], number: int, coming: Any) -> int:
    from anhuan.telemetry.reading.writing import write

    return write(rows, number=number, to=coming)


@transaction.atomic
def _enter(day: date, number: int, rows: int, ranges: Ranges, *, at: datetime) -> PartRow:
    """The file is whole and in its place before its row says so."""
    coming = shelf.coming() / f"{day.isoformat()}.{number}.parquet"
    sha256, size = shelf.hash_of(coming), coming.stat().st_size
    shelf.settle(coming, shelf.path_of(day, number))
    row = Part.objects.create(
        id=new_id(),
        day=day,
        number=number,
        sha256=sha256,
        size=size,
        rows=rows,
        sealed_at=at,
        leftover=ranges,
    )
    public = {"day": day.isoformat(), "part": number, "sha256": sha256, "size": size, "rows": rows}
    note(kind=KIND, subject=row.id, version=1, public=public, body={}, by=None, at=at)
    return part_row(row)


def _remove(day: date, ranges: Ranges) -> None:
    start, end = bounds_of(day)
    with transaction.atomic(using=alias_of("readings")):
        for first, last in ranges:
            Row.objects.filter(id__range=(first, last), at__gte=start, at__lt=end).delete()


def _ranges(taken: "array[int]") -> Ranges:
    """Identifiers in a row as their first and last."""
    if not taken:
        return []
    ids = np.sort(np.frombuffer(taken, dtype=np.int64))
    breaks = np.flatnonzero(np.diff(ids) != 1)
    firsts = ids[np.concatenate(([0], breaks + 1))]
    lasts = ids[np.concatenate((breaks, [len(ids) - 1]))]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _kept(day: date, before: list[Part], taken: "array[int]") -> Iterator[Kept]:
    """What the open days hold of a day and no file does, by station, span and time; ``taken``
    gets the identifiers of all that was read."""
    start, end = bounds_of(day)
    rows = Row.objects.filter(at__gte=start, at__lt=end)
    listed = rows.order_by("station", "span", "at", "id")
    columns = listed.values_list("station", "span", "at", "id", "received", "body")
    for (station, span), group in groupby(columns.iterator(), key=lambda row: row[:2]):
        held = _held(day, before, station, span)
        for at, same in groupby(group, key=lambda row: row[2]):
            yield from _versions(station, span, at, list(same), held, taken)


def _versions(
    station: int,
    span: int,
    at: int,
    same: list[Any],
    held: Mapping[tuple[int, str], Told],
    taken: "array[int]",
) -> Iterator[Kept]:
    """The contents of one time, a factor of the last one that has it marked as the newest."""
    taken.extend(row[3] for row in same)
    contents = [(row[4], *_RAW.decode(bytes(row[5]))) for row in same]
    last = {factor: n for n, (_, _, values) in enumerate(contents) for factor in values}
    for n, (received, revision, values) in enumerate(contents):
        for factor, told in sorted(values.items()):
            known = held.get((at, factor))
            if known is None or not _same(known, revision, told):
                newest = last[factor] == n
                yield Kept(station, span, at, factor, told, revision, received, newest)


def _same(known: Told, revision: str, told: list[Any]) -> bool:
    return known.revision == revision and known.value == msgspec.convert(told, Value)


def _held(
    day: date, before: list[Part], station: int, span: int
) -> Mapping[tuple[int, str], Told]:
    """What the files of a day say of a station already."""
    if not before:
        return {}
    start, end = bounds_of(day)
    paths = [shelf.path_of(day, row.number) for row in before]
    want = Want([station], (), span, start, end, [paths])
    return {(one.at, one.factor): one for one in files().told(want, ()).rows()}
