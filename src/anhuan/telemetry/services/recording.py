"""What stations send is kept, each content once."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.db import connections, transaction

from anhuan.base.batches import insert_new, insert_or_replace, on_the_disk
from anhuan.base.routing import alias_of
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.telemetry.hot.models import Frame, Heard
from anhuan.telemetry.hot.models import Sample as Row
from anhuan.telemetry.numbers import numbers_of
from anhuan.telemetry.packing import (
    digest_of,
    instant_of,
    milliseconds_of,
    packed,
    seconds_of,
)
from anhuan.telemetry.types import SPANS, OddFrame, Outcome, Packed, Sample

HOUR = 3600
COLUMNS = ("station", "span", "at", "digest", "body", "received")


def record(
    samples: Sequence[Sample | Packed],
    *,
    frames: Sequence[OddFrame] = (),
    heard: Collection[UUID] = (),
    live: bool = True,
    at: datetime,
) -> Outcome:
    """Keep ``samples`` and ``frames``, received ``at``: all of them or none, on the disk when this
    returns. ``heard``: stations that sent something else than a sample; ``live``: false of what no
    station sends now, so that none counts as heard. A content that is there already adds nothing;
    another content for the same station, span and time is a later version, and of each factor the
    one that came last counts.

    Refuses ``NO_SUCH_TARGET`` for a station that is none, ``MALFORMED`` for a value that is no
    number. Raises ``ValueError`` for an instant without a zone.
    """
    told = [sample for sample in samples if isinstance(sample, Sample)]
    numbers = numbers_of({sample.station for sample in told}.union(heard))
    received = milliseconds_of(at)
    rows = [
        _packed(sample, received)
        if isinstance(sample, Packed)
        else _row(sample, numbers, received)
        for sample in samples
    ]
    with transaction.atomic(using=alias_of("readings")):
        on_the_disk(alias_of("readings"))
        added = insert_new(Row, COLUMNS, rows)
        _keep(frames, received)
        if live:
            _hear({row[0] for row in rows}.union(numbers.values()), received)
        hours = {begun // HOUR for _, _, begun, *_ in rows}
        _open({day_of(instant_of(hour * HOUR)) for hour in hours})
    return Outcome(added=added, same=len(rows) - added)


Kept = tuple[int, int, int, bytes, bytes, int]


def _packed(sample: Packed, received: int) -> Kept:
    number, span, begun, body = sample
    return number, SPANS[span], begun, digest_of(body), body, received


def _row(sample: Sample, numbers: dict[UUID, int], received: int) -> Kept:
    if sample.station not in numbers:
        raise Refusal(Why.NO_SUCH_TARGET, field="station")
    for value in sample.values.values():
        told = (*value.numbers, *(value.more or {}).values())
        if not all(map(Decimal.is_finite, [one for one in told if one is not None])):
            raise Refusal(Why.MALFORMED, field="value", problem="invalid")
    body = packed(sample.revision, sample.values)
    number = numbers[sample.station]
    return number, SPANS[sample.span], seconds_of(sample.at), digest_of(body), body, received


def _keep(frames: Sequence[OddFrame], received: int) -> None:
    kept = partial(Frame, received=received)
    Frame.objects.bulk_create(
        [
            kept(
                code=frame.code[:64],
                digest=digest_of(frame.raw),
                raw=frame.raw,
                deviations=list(frame.deviations),
            )
            for frame in frames
        ],
        ignore_conflicts=True,
    )


def _hear(numbers: Iterable[int], received: int) -> None:
    """In order, so that two writers wait for each other and never for ever."""
    insert_or_replace(Heard, "station", "at", [(number, received) for number in sorted(numbers)])


def _open(days: Iterable[date]) -> None:
    """The days are to be closed, again if they were."""
    with connections[alias_of("readings")].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO readings_openday (day, writes) VALUES (%s, 1) "
            "ON CONFLICT (day) DO UPDATE SET writes = readings_openday.writes + 1",
            [(day.isoformat(),) for day in sorted(days)],
        )
