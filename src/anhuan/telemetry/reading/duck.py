"""DuckDB over the files of closed days. It reads their folder and nothing else."""

import os
import threading
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

from anhuan.telemetry import shelf
from anhuan.telemetry.columns import NUMBERS, value_of
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
TOLD: Final = (
    f"station, began, factor, received, revision, {', '.join(NUMBERS)}, places, mark, exact"
)


class Duck:
    def told(self, want: Want, without: Collection[Key]) -> Iterator[Told]:
        if not any(want.days):
            return
        source, params = _source(want, without)
        sql = f"WITH kept AS ({source}) SELECT {TOLD} FROM kept ORDER BY station, began, factor"
        found = _cursor().execute(sql, params)
        while rows := found.fetchmany(5_000):
            for row in rows:
                yield Told._make((*row[:5], value_of(row[5:10], *row[10:13])))

    def groups(self, want: Want, step: int, without: Collection[Key]) -> Iterator[Group]:
        if not any(want.days):
            return
        source, params = _source(want, without)
        sql = (
            f"WITH kept AS ({source}) "
            "SELECT station, factor, (began - $start) // $step AS place, "
            "count(good), sum(good), min(good), max(good) "
            f"FROM (SELECT *, CASE WHEN {VALID} THEN value END AS good FROM kept) "
            "GROUP BY ALL ORDER BY station, factor, place"
        )
        found = _cursor().execute(sql, params | {"step": step})
        while rows := found.fetchmany(20_000):
            yield from map(Group._make, rows)


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
    if want.numbers is not None and len(want.numbers) <= MOST_LISTED:
        # Written out, the numbers let the engine pass over parts of a file.
        yield f"station IN ({', '.join(str(int(number)) for number in want.numbers) or 'NULL'})"
    elif want.numbers is not None:
        params["numbers"] = list(want.numbers)
        yield "station IN (SELECT unnest($numbers::INTEGER[]))"
    if want.factors:
        params["factors"] = list(want.factors)
        yield "factor IN (SELECT unnest($factors::VARCHAR[]))"


def _files(paths: Sequence[Path]) -> str:
    listed = ", ".join("'{}'".format(str(path).replace("'", "''")) for path in paths)
    return f"read_parquet([{listed}])"
