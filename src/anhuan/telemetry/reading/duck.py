"""DuckDB over the files of closed days. It reads their folder and nothing else."""

import os
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np

from anhuan.telemetry import shelf
from anhuan.telemetry.columns import NUMBERS, SCALE, numbers_of, values_of
from anhuan.telemetry.protocols.hj212.revision import MEASURED
from anhuan.telemetry.reading.asking import (
    NO_GROUPS,
    Groups,
    Key,
    ToldColumns,
    Want,
    told_columns,
)

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
    """Which rows are measurements, by the marks of each revision; those that all revisions share
    come first, as nearly every row has one of them."""
    shared = frozenset.intersection(*map(frozenset, MEASURED.values()))
    each = [f"mark IN ({_listed(shared)})"]
    for revision, marks in MEASURED.items():
        if own := marks - shared:
            each.append(f"(revision = '{revision.value}' AND mark IN ({_listed(own)}))")
    return f"({' OR '.join(each)})"


def _listed(marks: Iterable[str]) -> str:
    return ", ".join(f"'{mark}'" for mark in sorted(marks))


VALID: Final = _valid()
FRONT: Final = ("station", "began", "factor", "received", "revision")
TOLD: Final = ", ".join((*FRONT, *NUMBERS, "places", "mark", "exact"))
_TELLING: Final = 2.0**49 / 10**SCALE
"""A float below this tells each millionth."""
_SENT: Final = f"SELECT {TOLD} FROM ({{}})"
_GROUPS: Final = (
    "SELECT station, factor, (began - $start) // $step AS place, count(good) AS size, "
    "coalesce(sum(good), 0) AS total{} "
    f"FROM (SELECT station, factor, began, CASE WHEN {VALID} THEN value END AS good FROM ({{}})) "
    "GROUP BY ALL"
)
_EXTREMES: Final = ", coalesce(min(good), 0) AS low, coalesce(max(good), 0) AS high"


class Duck:
    def told(self, want: Want, without: Collection[Key]) -> ToldColumns:
        if not any(want.days):
            return told_columns(())
        source, params = _source(want, without)
        found = _columns(_SENT.format(source), "station, began, factor", params, NUMBERS)
        numbers = numbers_of([found[name] for name in NUMBERS], found["places"])
        sent = values_of(numbers, found["mark"], found["exact"])
        front = (found[name] for name in FRONT)
        return ToldColumns._make((*front, numbers, found["mark"], sent))

    def groups(
        self, want: Want, step: int, without: Collection[Key], *, extremes: bool = True
    ) -> Groups:
        if not any(want.days):
            return NO_GROUPS
        source, params = _source(want, without)
        sql = _GROUPS.format(_EXTREMES if extremes else "", source)
        numbers = ("total", "low", "high") if extremes else ("total",)
        found = _columns(sql, "station, factor, place", params | {"step": step}, numbers)
        zeros: list[Any] = [0] * len(found["size"])
        none = {} if extremes else {"low": zeros, "high": zeros}
        return Groups(**found, **none)


def _columns(
    sql: str, order: str, params: dict[str, Any], numbers: Sequence[str]
) -> dict[str, list[Any]]:
    """The columns of an answer, the decimal ``numbers`` in millionths. Those come as floats, which
    takes a fraction of the time; are they too large to be exact, all are asked for anew."""
    cursor = _cursor()
    found = cursor.execute(f"SELECT * FROM ({sql}) ORDER BY {order}", params).fetchnumpy()
    if all(_are_telling(found[name]) for name in numbers):
        return {
            name: _millionths(column) if name in numbers else column.tolist()
            for name, column in found.items()
        }
    whole = f"({{0}}::DECIMAL(38, {SCALE}) * {10**SCALE})::HUGEINT::VARCHAR AS {{0}}"
    texts = ", ".join(map(whole.format, numbers))
    sql = f"SELECT * REPLACE ({texts}) FROM ({sql}) ORDER BY {order}"
    rows = cursor.execute(sql, params).fetchnumpy()
    return {
        name: [text and int(text) for text in column.tolist()]
        if name in numbers
        else column.tolist()
        for name, column in rows.items()
    }


def _are_telling(column: Any) -> bool:
    there = column.compressed() if isinstance(column, np.ma.MaskedArray) else column
    return not len(there) or bool(np.abs(there).max() < _TELLING)


def _millionths(column: Any) -> list[int | None]:
    """None where there is no number."""
    if not isinstance(column, np.ma.MaskedArray):
        return list(np.rint(column * 10**SCALE).astype(np.int64).tolist())
    if column.mask.all():
        return [None] * len(column)
    whole = np.rint(column.filled(0) * 10**SCALE).astype(np.int64)
    return list(np.ma.array(whole, mask=column.mask).tolist())


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
