"""A day of readings through the store: taken in from a stream, closed into a file, and asked.

Stations send four factors each minute. Batches go into the open day and the day is closed, by the
services that the gateway and the worker call. Then the query layer is asked what pages ask. The
peer is plain DuckDB on the same files in the same run, into tuples: it need not know who may see
what, which marks are a measurement, or which content of a time counts. Where ``chdb`` is
installed, the same is asked with ClickHouse behind the query layer, by HTTP to a thread of this
process.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple
from uuid import UUID

import _bed

FACTORS = ("a21004", "a21026", "a34002", "a34004")
DAY = date(2026, 5, 30)
START = datetime(2026, 5, 29, 16, tzinfo=UTC)
END = START + timedelta(days=1)
MINUTES = 1440
DAYS = 30
BATCH = 2_000
ROUNDS = 5
GOAL = 1.3
FAULTY = 97
"""Each so many-th sample carries the mark of a fault."""
Ask = Callable[[], Sequence[Any]]


class Question(NamedTuple):
    name: str
    ours: Ask
    plain: Ask


def stations(count: int) -> list[UUID]:
    """So many, entered in one statement."""
    from anhuan.base.ids import new_id
    from anhuan.telemetry.models import Station
    from tests import factories as make

    area, by = make.area(), new_id()
    rows = [
        Station(
            number=number,
            code=f"BENCH{number:06}",
            name=f"{number}号站",
            kind="air",
            area=area,
            area_path=area.path,
            adopted_at=START,
            adopted_by=by,
        )
        for number in range(1, count + 1)
    ]
    return [row.id for row in Station.objects.bulk_create(rows, batch_size=1_000)]


def samples(known: Sequence[UUID]) -> Iterator[Any]:
    """What comes in a day, minute by minute."""
    from anhuan.telemetry.types import Sample, Span, Value

    dice, sent = Random(7), 0
    numbers = [Decimal(number).scaleb(-1) for number in range(3_000)]
    for minute in range(MINUTES):
        at = START + timedelta(minutes=minute)
        for station in known:
            sent += 1
            mark = "N" if sent % FAULTY else "D"
            values = {
                factor: Value(numbers[dice.randrange(3_000)], mark=mark) for factor in FACTORS
            }
            yield Sample(station=station, span=Span.MINUTE, at=at, values=values)


def taken_in(known: Sequence[UUID]) -> float:
    """Seconds that the store takes for the day, without those that making the samples takes."""
    from anhuan.telemetry.services import record

    stream, seconds = samples(known), 0.0
    while batch := list(islice(stream, BATCH)):
        seconds += _bed.timed(lambda batch=batch: record(batch, at=batch[-1].at))
    return seconds


def month() -> list[Path]:
    """The closed day as every day of the month before it too, its times moved; the files."""
    from anhuan.base.ids import new_id
    from anhuan.telemetry import shelf
    from anhuan.telemetry.models import Part
    from anhuan.telemetry.reading.duck import connect

    (first,) = Part.objects.all()
    source = shelf.path_of(DAY, 1)
    link, paths = connect(":memory:", shelf.folder()), [source]
    for back in range(1, DAYS):
        day = DAY - timedelta(days=back)
        target = shelf.path_of(day, 1)
        target.parent.mkdir(parents=True, exist_ok=True)
        moved = f"SELECT * REPLACE (began - {back * 86_400} AS began) FROM '{source}'"
        link.execute(f"COPY ({moved}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        first.pk, first.day, first.sha256 = new_id(), day, shelf.hash_of(target)
        first.save(force_insert=True)
        paths.append(target)
    link.close()
    return paths


def questions(known: list[UUID], paths: list[Path]) -> list[Question]:
    """What is asked of both; the peer's SQL is what one would write by hand."""
    import duckdb

    from anhuan.telemetry import queries
    from anhuan.telemetry.types import Span

    first, end = int(START.timestamp()), int(END.timestamp())
    one, begin = len(known) // 2 + 1, first - (DAYS - 1) * 86_400
    link = duckdb.connect(config={"memory_limit": "1GB"})
    day, all_days = f"read_parquet('{paths[0]}')", f"read_parquet({list(map(str, paths))})"
    of_one = f"station = {one} AND span = 1 AND began >= {begin} AND began < {end}"
    good = "FILTER (WHERE mark IN ('', 'N'))"
    means = (
        f"SELECT station, factor, (began - {first}) // 3600 AS hour, avg(value) {good}, "
        f"count(value) {good} FROM {day} WHERE span = 1 GROUP BY ALL ORDER BY ALL"
    )
    curve = (
        f"SELECT factor, (began - {begin}) // 1800 AS place, min(value) {good}, "
        f"avg(value) {good}, max(value) {good}, count(value) {good} "
        f"FROM {all_days} WHERE {of_one} GROUP BY ALL ORDER BY ALL"
    )
    values = f"SELECT * FROM {all_days} WHERE {of_one} ORDER BY began, factor"
    span: dict[str, Any] = {"end": END, "span": Span.MINUTE}
    of_it = span | {
        "factors": FACTORS,
        "stations": [known[one - 1]],
        "start": START - timedelta(days=DAYS - 1),
    }

    def asked(sql: str) -> Ask:
        return lambda: link.execute(sql).fetchall()

    return [
        Question(
            "hourly means of all stations, a day",
            lambda: queries.hourly(None, stations=known, start=START, **span),
            asked(means),
        ),
        Question(
            "curve of one station's month",
            lambda: [b for each in queries.series(None, **of_it) for b in each.buckets],
            asked(curve),
        ),
        Question(
            "each value of one station's month",
            lambda: queries.readings(None, **of_it),
            asked(values),
        ),
    ]


def copied(asked: Sequence[Question]) -> tuple[list[str], str]:
    """Milliseconds of each with ClickHouse, and what copying took; dashes without it."""
    from importlib.util import find_spec

    from django.conf import settings

    if find_spec("chdb") is None:
        return ["—"] * len(asked), "ClickHouse was not there: chdb is not installed."
    from anhuan.telemetry.services import copy_missing
    from tests.modules.telemetry.clickhouse import served

    with served() as server:
        settings.READINGS = server.address
        begun = perf_counter()
        rows = sum(part.rows for part in copy_missing())
        took = perf_counter() - begun
        each = [median(_bed.timed(one.ours) for _ in range(ROUNDS)) for one in asked]
        settings.READINGS = ""
    told = f"ClickHouse took {rows:,} rows of {DAYS} files in {took:.1f} s."
    return [f"{seconds * 1000:,.0f}" for seconds in each], told


def compared(question: Question) -> list[str]:
    """Both in turn, several times; the medians."""
    assert len(question.ours()) == len(question.plain()), question.name
    rounds = [(_bed.timed(question.ours), _bed.timed(question.plain)) for _ in range(ROUNDS)]
    ours, plain = (median(each) for each in zip(*rounds, strict=True))
    rows = len(question.plain())
    return [
        question.name,
        f"{rows:,}",
        f"{ours * 1000:,.0f}",
        f"{plain * 1000:,.0f}",
        f"{ours / plain:.2f}",
    ]


def same(questions: Sequence[Question]) -> None:
    """Both give the same hourly means."""
    ours, plain = questions[0].ours(), questions[0].plain()
    for one, (_, factor, _, mean, count) in zip(ours, plain, strict=True):
        assert (one.factor, one.size) == (factor, count)
        assert one.mean is None or abs(float(one.mean) - mean) < 1e-6


def measured(count: int) -> list[str]:
    from anhuan.telemetry.services import seal_day

    known = stations(count)
    took = taken_in(known)
    begun = perf_counter()
    sealed = seal_day(day=DAY, at=END)
    closing = perf_counter() - begun
    assert sealed is not None
    assert sealed.rows == count * MINUTES * len(FACTORS)
    asked = questions(known, month())
    same(asked)
    rows = list(map(compared, asked))
    there, told = copied(asked)
    return [
        f"{count:,} stations, {len(FACTORS)} factors, each minute of a day: {sealed.rows:,} "
        "values, a row of the file each. The month is the day's file thirty times, its times "
        f"moved: {sealed.rows * DAYS:,} values. SQLite holds the open day.",
        "",
        *_bed.table(
            ("", "s", "values/s"),
            [
                ("taken in, synced", f"{took:.1f}", f"{sealed.rows / took:,.0f}"),
                ("closed into a file", f"{closing:.1f}", f"{sealed.rows / closing:,.0f}"),
            ],
        ),
        "",
        f"The file has {sealed.size:,} bytes, {sealed.size / sealed.rows:.2f} a value.",
        "",
        *_bed.table(
            ("question", "answers", "ms", "ms, plain DuckDB", "ratio", "ms, ClickHouse"),
            [[*row, each] for row, each in zip(rows, there, strict=True)],
        ),
        "",
        f"Medians of {ROUNDS} rounds in turn. The goal is a ratio of at most {GOAL}. {told}",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--stations", type=int, default=500)
    parser.add_argument(
        "--whole", action="store_true", help="10,000 stations, 57.6 million values"
    )
    options = parser.parse_args()
    with _bed.folder() as data:
        _bed.program("", data)
        lines = measured(10_000 if options.whole else options.stations)
    _bed.write("readings", "A day of readings, taken in and asked", lines)


if __name__ == "__main__":
    main()
