"""Many rows at once into a table of any database, those that are there already left out or
replaced."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

from django.db import connections, models, router

AT_ONCE: Final = 5_000


def on_the_disk(using: str) -> None:
    """Within the caller's transaction: its commit returns when it is on the disk, whatever the
    server of the database is set to. SQLite is set so for every one."""
    link = connections[using]
    if link.vendor == "postgresql":
        with link.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = on")


def insert_new(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Insert ``rows`` (a plain value for each of ``fields``) but those that a unique constraint
    knows already; gives how many were new. The caller holds the transaction."""
    return _insert(model, fields, rows, "DO NOTHING")


def insert_or_replace(
    model: type[models.Model], key: str, field: str, rows: Iterable[tuple[Any, Any]]
) -> int:
    """Insert rows of ``key`` and ``field``, each key once; where it is known, ``field`` changes.
    The caller holds the transaction."""
    quote = connections[router.db_for_write(model)].ops.quote_name
    keyed, changed = (quote(str(model._meta.get_field(n).column)) for n in (key, field))  # type: ignore[union-attr]
    clash = f"({keyed}) DO UPDATE SET {changed} = excluded.{changed}"
    return _insert(model, (key, field), rows, clash)


def _insert(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]], clash: str
) -> int:
    link = connections[router.db_for_write(model)]
    quote = link.ops.quote_name
    columns = [model._meta.get_field(name) for name in fields]
    names = ", ".join(quote(str(column.column)) for column in columns)  # type: ignore[union-attr]
    head = f"INSERT INTO {quote(model._meta.db_table)} ({names})"
    waiting, added = iter(rows), 0
    postgresql = link.vendor == "postgresql"
    if postgresql:
        arrays = ", ".join(f"%s::{_type(column, link)}[]" for column in columns)
        sql = f"{head} SELECT * FROM unnest({arrays}) ON CONFLICT {clash}"
    else:
        sql = f"{head} VALUES ({', '.join(['%s'] * len(columns))}) ON CONFLICT {clash}"
    with link.cursor() as cursor:
        while chunk := list(islice(waiting, AT_ONCE)):
            if postgresql:
                cursor.execute(sql, [_array(values) for values in zip(*chunk, strict=True)])
            else:
                cursor.executemany(sql, chunk)
            added += cursor.rowcount
    return added


def _array(values: Sequence[Any]) -> Any:
    """Values of one column for the driver. Of numbers and of bytes it would write out each by
    itself; here they are one text, which takes a fraction of the time."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return f"{{{','.join(map(str, values))}}}"
    if kinds == {bytes}:
        joined = '","\\\\x'.join(map(bytes.hex, values))
        return f'{{"\\\\x{joined}"}}'
    return list(values)


def _type(column: Any, link: Any) -> str:
    """The type of a column as an array takes it: without the length that a cast would cut to."""
    return str(column.db_type(link)).partition("(")[0]
