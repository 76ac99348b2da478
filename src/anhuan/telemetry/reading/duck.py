"""DuckDB over the files of closed days. It reads their folder and nothing else."""

import os
import threading
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

from anhuan.telemetry import shelf
from anhuan.telemetry.columns import NUMBERS, SCALE, value_of
from anhuan.telemetry.protocols.hj212.revision import MEASURED
from anhuan.telemetry.reading.asking import Group, Key, Told, Want

CLOSED: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "1GB",
}
MOST_LISTED: Final = 200
_lock = threading.Lock()
_open: dict[tuple[int, Path], duckdb.DuckDBPyConnection] = {}


def connect(database: str, folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection that touches files of ``folder`` alone and takes no other settings."""
    link = duckdb.connect(database, config=CLOSED | {"temp_directory": str(folder / "coming")})
    inside = str(folder).replace("'", "''")
    link.execute(f"SET allowed_directories = ['{inside}/']")
    link.execute("SET enable_external_access = false")
    link.execute("SET lock_configuration = true")
    return link


def _cursor() -> duckdb.DuckDBPyConnection:
    """One engine for each process, one cursor for each question."""
    key = (os.getpid(), shelf.folder())
    with _lock:
        if key not in _open:
            _open.clear()
            _open[key] = connect(":memory:", shelf.folder())
        return _open[key].cursor()


def _valid() -> str:
    """Which rows are measurements, by the marks of each revision."""
    each = []
    for revision, marks in MEASURED.items():
        listed = ", ".join(f"'{mark}'" for mark in sorted(marks))
        each.append(f"(revision = '{revision.value}' AND mark IN ({listed}))")
    return f"(value IS NOT NULL AND ({' OR '.join(each)}))"


VALID: Final = _valid()
FRONT: Final = ("station", "began", "factor", "received", "revision")
TOLD: Final = ", ".join((*FRONT, *NUMBERS, "places", "mark", "exact"))
HALF: Final = 2**40
"""A sum comes in two parts: one number of the engine's is too short for it in an array."""
_IN_MILLIONTHS: Final = f"({{}}::DECIMAL(38, {SCALE}) * {10**SCALE})::HUGEINT"
_SENT: Final = ", ".join(
    (
        *FRONT,
        *(f"{_IN_MILLIONTHS.format(name)}::BIGINT" for name in NUMBERS),
        "places",
        "mark",
        "exact",
    )
)
_GROUPS: Final = (
    f"SELECT station, factor, place, size, (whole // {HALF})::BIGINT AS upper, "
    f"(whole % {HALF})::BIGINT AS lower, low::BIGINT AS low, high::BIGINT AS high FROM "
    "(SELECT station, factor, (began - $start) // $step AS place, count(good) AS size, "
    f"{_IN_MILLIONTHS.format('coalesce(sum(good), 0)')} AS whole, "
    f"{_IN_MILLIONTHS.format('coalesce(min(good), 0)')} AS low, "
    f"{_IN_MILLIONTHS.format('coalesce(max(good), 0)')} AS high "
    "FROM (SELECT station, factor, began, CASE WHEN {valid} THEN value END AS good "
    "FROM ({source})) GROUP BY ALL) ORDER BY station, factor, place"
)


class Duck:
    def told(self, want: Want, without: Collection[Key]) -> Iterator[Told]:
        if not any(want.days):
            return
        source, params = _source(want, without)
        sql = f"SELECT {_SENT} FROM ({source}) ORDER BY station, began, factor"
        found = _cursor().execute(sql, params)
        while rows := found.fetchmany(20_000):
            for station, at, factor, received, revision, *sent in rows:
                yield Told(station, at, factor, received, revision, value_of(*sent))

    def groups(self, want: Want, step: int, without: Collection[Key]) -> Iterator[Group]:
        if not any(want.days):
            return
        source, params = _source(want, without)
        sql = _GROUPS.format(valid=VALID, source=source)
        found = _cursor().execute(sql, params | {"step": step}).fetchnumpy()
        station, factor, place, size, upper, lower, low, high = (
            column.tolist() for column in found.values()
        )
        if any(upper):
            lower = [first * HALF + second for first, second in zip(upper, lower, strict=True)]
        yield from map(Group, station, factor, place, size, lower, low, high)


def _source(want: Want, without: Collection[Key]) -> tuple[str, dict[str, Any]]:
    """The rows that count, and the parameters."""
    params: dict[str, Any] = {"start": want.start, "end": want.end}
    where = [f"newest AND span = {int(want.span)} AND began >= $start AND began < $end"]
    where += _narrowed(want, params)
    condition = " AND ".join(where)
    alone = [days[0] for days in want.days if len(days) == 1]
    several = [path for days in want.days if len(days) > 1 for path in days]
    parts = []
    if alone:
        parts.append(f"SELECT * FROM {_files(alone)} WHERE {condition}")
    if several:
        parts.append(
            f"SELECT * FROM {_files(several)} WHERE {condition} QUALIFY row_number() OVER "
            "(PARTITION BY station, began, factor ORDER BY part DESC) = 1"
        )
    source = " UNION ALL ".join(parts)
    if without:
        params |= dict(zip(("s", "a", "f"), map(list, zip(*without, strict=True)), strict=True))
        other = "SELECT unnest($s::INTEGER[]), unnest($a::BIGINT[]), unnest($f::VARCHAR[])"
        source = f"SELECT * FROM ({source}) WHERE (station, began, factor) NOT IN ({other})"
    return source, params


def _narrowed(want: Want, params: dict[str, Any]) -> Iterator[str]:
    if want.numbers is not None:
        yield _one_of(want.numbers, params)
    if want.factors:
        names = [f"f{place}" for place, _ in enumerate(want.factors)]
        params |= dict(zip(names, want.factors, strict=True))
        yield f"factor IN ({', '.join(f'${name}' for name in names)})"


def _one_of(numbers: Sequence[int], params: dict[str, Any]) -> str:
    """Written out, or as a stretch without a gap, the numbers let the engine pass over parts of
    a file, and need no comparing of each row with a list."""
    if numbers and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"station BETWEEN {int(numbers[0])} AND {int(numbers[-1])}"
    if len(numbers) <= MOST_LISTED:
        return f"station IN ({', '.join(str(int(number)) for number in numbers) or 'NULL'})"
    params["numbers"] = list(numbers)
    return "station IN (SELECT unnest($numbers::INTEGER[]))"


def _files(paths: Sequence[Path]) -> str:
    listed = ", ".join("'{}'".format(str(path).replace("'", "''")) for path in paths)
    return f"read_parquet([{listed}])"
