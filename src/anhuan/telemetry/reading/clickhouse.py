"""ClickHouse with a copy of the closed days, for more readings than one machine reads.

The files are the record. A part of a day is a partition here, put in whole or not at all. A day is
read here once each of its parts has the hash that the record has; any other is read from its
files, so that what is asked is always answered whole.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from anhuan.telemetry import shelf
from anhuan.telemetry.columns import COLUMNS, value_of
from anhuan.telemetry.models import Part
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
from anhuan.telemetry.reading.curves import together
from anhuan.telemetry.reading.duck import TOLD, VALID, Duck
from anhuan.telemetry.types import PartRow

Place = tuple[date, int]
"""A part: its day and number."""
AT_ONCE: Final = 2_000
"""Values of a list in one parameter: a server takes none longer than 128 KiB."""
SENT: Final = (
    "station Int32, span Int8, began Int64, factor String, value Nullable(Decimal(18, 6)), "
    "low Nullable(Decimal(18, 6)), high Nullable(Decimal(18, 6)), "
    "total Nullable(Decimal(18, 6)), converted Nullable(Decimal(18, 6)), places Int8, "
    "mark String, revision String, received Int64, newest Bool, exact Nullable(String)"
)
"""The columns of a file, as ``columns.COLUMNS``."""
_MADE: Final = (
    "CREATE TABLE IF NOT EXISTS {} (day Date, part Int16, {}) ENGINE = MergeTree "
    "PARTITION BY (day, part) ORDER BY ({})"
)
_ORDER: Final = "station, span, factor, began"
SCHEMA: Final = (
    _MADE.format("readings", SENT, _ORDER),
    _MADE.format("readings_coming", SENT, _ORDER),
    _MADE.format("readings_held", "sha256 String", "day, part"),
)
PUT: Final = (
    "INSERT INTO readings_coming SELECT {day:Date}, {part:Int16}, "
    f"{', '.join(COLUMNS)} FROM input('{SENT}') FORMAT Parquet"
)
_PART: Final = "tuple({day:Date}, {part:Int16})"
_LINES: Final = (
    "FORMAT JSONCompactEachRow SETTINGS output_format_json_quote_decimals = 1, "
    "output_format_json_quote_64bit_integers = 0, output_format_decimal_trailing_zeros = 1"
)


_prepared: set[str] = set()
"""The servers that this process has seen the tables of."""


class Door(Protocol):
    """Parameters are bound by ClickHouse as ``{name:Type}``. Refuses ``READINGS_AWAY``."""

    url: str

    def lines(self, sql: str, params: Mapping[str, str]) -> Iterator[bytes]:
        """The lines of the answer, which is whole."""

    def put(self, sql: str, params: Mapping[str, str], path: Path) -> None:
        """Insert a file: an ``INSERT`` from ``input``."""


Number = Decimal | None
_HELD: Final = msgspec.json.Decoder(tuple[date, int, str])
_COUNT: Final = msgspec.json.Decoder(tuple[int])
_GROUP: Final = msgspec.json.Decoder(tuple[int, str, int, int, Number, Number, Number])
_TOLD: Final = msgspec.json.Decoder(
    tuple[int, int, str, int, str, Number, Number, Number, Number, Number, int, str, str | None]
)


class ClickHouse:
    def __init__(self, door: Door) -> None:
        self.door = door

    def told(self, want: Want, without: Collection[Key]) -> ToldColumns:
        here, files = self._divided(want)
        rest = Duck().told(files, without).rows()
        return told_columns(merge(self._told(here, without), rest, key=lambda one: one[:3]))

    def groups(
        self, want: Want, step: int, without: Collection[Key], *, extremes: bool = True
    ) -> Groups:
        here, files = self._divided(want)
        found = self._groups(here, step, without, extremes)
        if not files.days:
            return columns_of(found)
        rest = map(Group, *Duck().groups(files, step, without, extremes=extremes))
        return columns_of(together([*found, *rest]))

    def _told(self, want: Want, without: Collection[Key]) -> Iterator[Told]:
        if not want.days:
            return
        source, params = _source(want, without)
        sql = f"SELECT {TOLD} FROM ({source}) ORDER BY station, began, factor {_LINES}"
        for row in map(_TOLD.decode, self.door.lines(sql, params)):
            value, low, high, total, converted = map(_millionths, row[5:10])
            sent = value_of(value, low, high, total, converted, *row[10:13])
            yield Told(*row[:5], sent)

    def _groups(
        self, want: Want, step: int, without: Collection[Key], extremes: bool
    ) -> Iterator[Group]:
        if not want.days:
            return
        source, params = _source(want, without)
        valid = f"value IS NOT NULL AND {VALID}"
        ends = f"minIf(value, {valid}), maxIf(value, {valid})" if extremes else "0, 0"
        sql = (
            "SELECT station, factor, intDiv(began - {start:Int64}, {step:Int64}) AS place, "
            f"countIf({valid}), sumIf(value, {valid}), {ends} FROM ({source}) "
            f"GROUP BY station, factor, place ORDER BY station, factor, place {_LINES}"
        )
        lines = self.door.lines(sql, params | {"step": str(step)})
        for row in map(_GROUP.decode, lines):
            total, low, high = (_millionths(number) or 0 for number in row[4:7])
            yield Group(*row[:4], total, low, high)

    def _divided(self, want: Want) -> tuple[Want, Want]:
        """What is asked of the days that are here, and of those that are not."""
        held = self.held({shelf.part_of(path)[0] for paths in want.days for path in paths})
        days: tuple[list[Sequence[Path]], list[Sequence[Path]]] = ([], [])
        for paths in want.days:
            days[not held.issuperset(map(shelf.part_of, paths))].append(paths)
        return want._replace(days=days[0]), want._replace(days=days[1])

    def held(self, days: Collection[date]) -> set[Place]:
        """The parts of ``days`` that are here as the record has them."""
        self.prepare()
        if not days:
            return set()
        first, last = min(days), max(days)
        listed = Part.objects.filter(day__gte=first, day__lte=last)
        recorded = set(listed.values_list("day", "number", "sha256"))
        sql = (
            "SELECT day, part, sha256 FROM readings_held "
            f"WHERE day >= {{first:Date}} AND day <= {{last:Date}} {_LINES}"
        )
        params = {"first": first.isoformat(), "last": last.isoformat()}
        found = recorded.intersection(map(_HELD.decode, self.door.lines(sql, params)))
        return {(day, number) for day, number, _ in found}

    def prepare(self) -> None:
        """The tables, where they are not there."""
        if self.door.url not in _prepared:
            for sql in SCHEMA:
                self._do(sql, {})
            _prepared.add(self.door.url)

    def copy(self, part: PartRow) -> None:
        """Put a part in, whole. Stopped at any point it is done again: until the last step the
        part counts as absent. Raises ``ValueError`` if the file is not the recorded one."""
        path = shelf.path_of(part.day, part.number)
        if shelf.hash_of(path) != part.sha256:
            raise ValueError(f"{part.place} is not what was recorded")
        params = {"day": part.day.isoformat(), "part": str(part.number)}
        self._do(f"ALTER TABLE readings_held DROP PARTITION {_PART}", params)
        self._do(f"ALTER TABLE readings_coming DROP PARTITION {_PART}", params)
        self.door.put(PUT, params, path)
        self._do(f"ALTER TABLE readings REPLACE PARTITION {_PART} FROM readings_coming", params)
        self._do(f"ALTER TABLE readings_coming DROP PARTITION {_PART}", params)
        count = "SELECT count() FROM readings WHERE day = {day:Date} AND part = {part:Int16}"
        ((rows,),) = map(_COUNT.decode, self.door.lines(f"{count} {_LINES}", params))
        if rows != part.rows:
            raise ValueError(f"{part.place}: {rows} of {part.rows} rows came")
        held = "INSERT INTO readings_held SELECT {day:Date}, {part:Int16}, {sha256:String}"
        self._do(held, params | {"sha256": part.sha256})

    def _do(self, sql: str, params: Mapping[str, str]) -> None:
        for _ in self.door.lines(sql, params):
            pass


def _source(want: Want, without: Collection[Key]) -> tuple[str, dict[str, str]]:
    """The rows that count, and the parameters."""
    params = {"start": str(want.start), "end": str(want.end), "span": str(want.span)}
    where = [
        "newest",
        "span = {span:Int8}",
        "began >= {start:Int64}",
        "began < {end:Int64}",
        *_narrowed(want, params),
    ]
    for n, some in enumerate(_chunks(without)):
        params[f"without{n}"] = _literal(some)
        where.append(
            f"(station, began, factor) NOT IN {{without{n}:Array(Tuple(Int32, Int64, String))}}"
        )
    rows = f"SELECT * FROM readings WHERE {' AND '.join(where)}"
    alone = [shelf.part_of(*paths) for paths in want.days if len(paths) == 1]
    several = [shelf.part_of(path) for paths in want.days if len(paths) > 1 for path in paths]
    parts = []
    if alone:
        parts.append(f"{rows} AND {_among('alone', alone, params)}")
    if several:
        parts.append(
            f"{rows} AND {_among('several', several, params)} "
            "ORDER BY part DESC LIMIT 1 BY station, began, factor"
        )
    return " UNION ALL ".join(f"SELECT * FROM ({each})" for each in parts), params


def _narrowed(want: Want, params: dict[str, str]) -> Iterator[str]:
    if want.numbers is not None:
        each = []
        for n, some in enumerate(_chunks(want.numbers)):
            params[f"numbers{n}"] = _literal(some)
            each.append(f"station IN {{numbers{n}:Array(Int32)}}")
        yield f"({' OR '.join(each) or '0'})"
    if want.factors:
        params["factors"] = _literal(want.factors)
        yield "factor IN {factors:Array(String)}"


def _among(name: str, places: Sequence[Place], params: dict[str, str]) -> str:
    each = []
    for n, some in enumerate(_chunks(places)):
        params[f"{name}{n}"] = _literal(some)
        each.append(f"(day, part) IN {{{name}{n}:Array(Tuple(Date, Int16))}}")
    return f"({' OR '.join(each)})"


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(values)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _millionths(number: Number) -> int | None:
    return None if number is None else int(number.scaleb(6))


def _literal(value: Any) -> str:
    """As ClickHouse reads the text of a parameter."""
    if isinstance(value, str):
        return "'{}'".format(value.replace("\\", "\\\\").replace("'", "\\'"))
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    if isinstance(value, tuple):
        return f"({','.join(map(_literal, value))})"
    if isinstance(value, Sequence):
        return f"[{','.join(map(_literal, value))}]"
    return str(int(value))
