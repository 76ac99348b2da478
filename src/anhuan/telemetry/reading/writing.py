"""A closed day's file, written by the engine that reads it."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from anhuan.telemetry import shelf
from anhuan.telemetry.columns import COLUMNS, NUMBERS, Kept, arrays_of, row_of
from anhuan.telemetry.reading.duck import connect

AT_ONCE: Final = 400_000


def write(rows: Iterable[Kept], *, number: int, to: Path) -> int:
    """Write ``rows`` as part ``number`` to the new file ``to``; how many there were. With none
    there is no file."""
    scratch = to.with_suffix(".duckdb")
    _clear(scratch)  # what a stop has left
    waiting, written = iter(rows), 0
    link = connect(str(scratch), shelf.folder())
    try:
        while chunk := list(islice(waiting, AT_ONCE)):
            link.register("chunk", arrays_of(map(row_of, chunk)))
            made = f"SELECT {_selected(number)} FROM chunk ORDER BY station, span, factor, began"
            link.execute(f"INSERT INTO kept {made}" if written else f"CREATE TABLE kept AS {made}")
            link.unregister("chunk")
            written += len(chunk)
        if written:
            name = str(to).replace("'", "''")
            link.execute(f"COPY kept TO '{name}' (FORMAT parquet, COMPRESSION zstd)")
    finally:
        link.close()
        _clear(scratch)
    return written


def _clear(scratch: Path) -> None:
    for path in (scratch, scratch.with_suffix(".duckdb.wal")):
        path.unlink(missing_ok=True)


def _selected(number: int) -> str:
    each = [_number(name) if name in NUMBERS else name for name in COLUMNS]
    return ", ".join([*each, f"{int(number)}::SMALLINT AS part"])


def _number(name: str) -> str:
    exact = f"({name}::DECIMAL(18, 0) * 0.000001::DECIMAL(7, 6))::DECIMAL(18, 6)"
    return f"CASE WHEN no_{name} THEN NULL ELSE {exact} END AS {name}"
