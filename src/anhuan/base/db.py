"""Speed and safety that differ between SQLite and PostgreSQL, each behind one function."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

CHUNK = 5_000
SET_AT_ONCE = 500


def compare_and_swap(queryset: models.QuerySet[Any], version: int, **changes: Any) -> bool:
    """Write ``changes`` and ``version + 1`` if the row still has ``version``.

    False means that somebody else was faster, or that there is no such row.
    Raises ``ValueError`` when ``queryset`` means more than one row.
    """
    rows = queryset.filter(version=version).update(version=version + 1, **changes)
    if rows > 1:
        raise ValueError(f"compare_and_swap changed {rows} rows; narrow the queryset to one")
    return rows == 1


def next_number(scope: str, year: int) -> int:
    """The next number of ``scope`` in ``year``, from 1; a rolled-back one may be given again."""
    return next_numbers(scope, year, 1)[0]


def next_numbers(scope: str, year: int, count: int) -> range:
    """``count`` consecutive numbers; two transactions never hold the same one."""
    if count < 1:
        raise ValueError("count must be at least 1")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_counter (scope, year, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (scope, year) DO UPDATE SET last = base_counter.last + excluded.last "
            "RETURNING last",
            [scope, year, count],
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


def bulk_copy(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Load many rows past the ORM: ``COPY`` on PostgreSQL, prepared inserts on SQLite.

    ``rows`` hold one Python value for each name in ``fields``; columns not named must have a
    default in the database or be nullable. Returns how many rows were written. The caller holds
    the transaction.
    """
    link = connections[router.db_for_write(model)]
    columns = [model._meta.get_field(name) for name in fields]
    prepare = [_preparer(column) for column in columns]
    ready = ([step(value) for step, value in zip(prepare, row, strict=True)] for row in rows)
    quote = link.ops.quote_name
    names = ", ".join(quote(str(column.column)) for column in columns)  # type: ignore[union-attr]
    table = quote(model._meta.db_table)
    if link.vendor == "postgresql":
        return _copy(f"COPY {table} ({names}) FROM STDIN", ready)
    marks = ", ".join(placeholder(column) for column in columns)
    return _insert(f"INSERT INTO {table} ({names}) VALUES ({marks})", ready, link)


def bulk_insert(rows: Sequence[models.Model]) -> int:
    """``bulk_copy`` of whole objects of one model, every column; gives how many. Nothing is
    called but the columns' own preparation. The caller holds the transaction."""
    if not rows:
        return 0
    model = type(rows[0])
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    values = ([getattr(row, name) for name in names] for row in rows)
    return bulk_copy(model, [field.name for field in fields], values)


def bulk_set(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write ``fields`` of stored objects of one model, each row its own values: in one statement
    for many on PostgreSQL, by prepared updates on SQLite. The caller holds the transaction."""
    if not rows:
        return
    options = type(rows[0])._meta
    columns: list[Any] = [*(options.get_field(name) for name in fields), options.pk]
    prepare = [(_preparer(column), str(column.attname)) for column in columns]
    ready = ([step(getattr(row, name)) for step, name in prepare] for row in rows)
    table = connection.ops.quote_name(options.db_table)
    if connection.vendor == "postgresql":
        _set_from_values(table, columns, ready)
        return
    quote = connection.ops.quote_name
    changes = [f"{quote(column.column)} = {placeholder(column)}" for column in columns]
    sets, key = ", ".join(changes[:-1]), changes[-1]
    _insert(f"UPDATE {table} SET {sets} WHERE {key}", ready)


def _set_from_values(table: str, columns: Sequence[Any], rows: Iterator[list[Any]]) -> None:
    quote = connection.ops.quote_name
    names = [quote(column.column) for column in columns]
    given = [
        f"CAST(given.{name} AS {column.db_type(connection)})"
        for name, column in zip(names, columns, strict=True)
    ]
    sets = ", ".join(f"{name} = {value}" for name, value in zip(names[:-1], given, strict=False))
    marks = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        while chunk := list(islice(rows, SET_AT_ONCE)):
            cursor.execute(
                f"UPDATE {table} SET {sets} FROM (VALUES {', '.join([marks] * len(chunk))}) "
                f"AS given ({', '.join(names)}) WHERE {table}.{names[-1]} = {given[-1]}",
                [value for row in chunk for value in row],
            )


def _preparer(column: Any) -> Callable[[Any], Any]:
    """How a value of ``column`` is written. A value that is already what the driver takes goes
    as it is: with millions of them the general way costs more than the database."""
    link = connections[DEFAULT_DB_ALIAS]
    target = getattr(column, "target_field", column)
    postgresql = link.vendor == "postgresql"
    plain = _plain_types(target, postgresql)
    known = _known_types(target, link)

    def prepared(value: Any) -> Any:
        kind = type(value)
        if kind in plain:
            return value
        step = known.get(kind)
        return column.get_db_prep_save(value, link) if step is None else step(value)

    return prepared


Steps = Mapping[type, Callable[[Any], Any]]
_NEVER: Final[Steps] = {}
_JSON: Final[Steps] = dict.fromkeys((dict, list, tuple), json.dumps)
_PLAIN: Final[Sequence[tuple[type[Any], type]]] = (
    (models.CharField, str),
    (models.TextField, str),
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.BinaryField, bytes),
)


def _plain_types(column: Any, postgresql: bool) -> frozenset[type]:
    """What the driver takes of a column as it is. An instant is not among it: one without a
    zone must be found out."""
    found = next((plain for field, plain in _PLAIN if isinstance(column, field)), None)
    if postgresql and isinstance(column, models.UUIDField):
        found = UUID
    if postgresql and _is_day(column):
        found = date
    return frozenset({type(None), found} if found else {type(None)})


def _known_types(column: Any, link: Any) -> Steps:
    """How some types are written, just as Django writes them."""
    if isinstance(column, models.JSONField) and column.encoder is None:
        return _JSON
    if link.vendor == "postgresql":
        return _NEVER
    if isinstance(column, models.UUIDField):
        return {UUID: lambda value: value.hex}
    if _is_day(column):
        return {date: date.isoformat}
    return _NEVER


def _is_day(column: Any) -> bool:
    return isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField)


def placeholder(column: Any) -> str:
    """Where a value of the column stands in a statement."""
    given = getattr(column, "get_placeholder", None)
    return str(given(None, None, connection)) if given else "%s"


def _copy(sql: str, rows: Iterator[list[Any]]) -> int:
    written = 0
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row(row)
            written += 1
    return written


def _insert(sql: str, rows: Iterator[list[Any]], link: Any = connection) -> int:
    written = 0
    with link.cursor() as cursor:
        while chunk := list(islice(rows, CHUNK)):
            cursor.executemany(sql, chunk)
            written += len(chunk)
    return written


def one_at_a_time(key: str) -> None:
    """Let transactions that name the same ``key`` go one after the other, to their ends.

    For a check over rows that may not exist yet. Writers on SQLite wait for each other anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


class InsertOnly(Operation):
    """Migration step: the database itself refuses ``UPDATE``, ``DELETE`` and ``TRUNCATE``.

    ``deletable`` refuses ``UPDATE`` only. Django rebuilds a table on SQLite when one of its
    columns changes, and the triggers go with the old table: repeat this step after such a change.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, deletable: bool = False) -> None:
        self.table = table
        self.deletable = deletable

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        options = {"deletable": True} if self.deletable else {}
        return (type(self).__qualname__, [self.table], options)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models are the same with and without the triggers."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        events = ["UPDATE"] if self.deletable else ["UPDATE", "DELETE"]
        if schema_editor.connection.vendor == "postgresql":
            events = events if self.deletable else [*events, "TRUNCATE"]
            schema_editor.execute(_REFUSE_FUNCTION, params=None)
        for event in events:
            schema_editor.execute(self._drop(schema_editor, event))
            schema_editor.execute(self._create(schema_editor, event))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for event in ("UPDATE", "DELETE", "TRUNCATE"):
            schema_editor.execute(self._drop(schema_editor, event))

    def describe(self) -> str:
        return f"Make {self.table} insert only"

    def _name(self, event: str) -> str:
        return f"insert_only_{self.table}_{event.lower()}"

    def _create(self, editor: BaseDatabaseSchemaEditor, event: str) -> str:
        table = editor.quote_name(self.table)
        if editor.connection.vendor == "postgresql":
            level = "STATEMENT" if event == "TRUNCATE" else "ROW"
            return (
                f"CREATE TRIGGER {self._name(event)} BEFORE {event} ON {table} "
                f"FOR EACH {level} EXECUTE FUNCTION base_insert_only()"
            )
        return (
            f"CREATE TRIGGER {self._name(event)} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{self.table} is insert only'); END"
        )

    def _drop(self, editor: BaseDatabaseSchemaEditor, event: str) -> str:
        drop = f"DROP TRIGGER IF EXISTS {self._name(event)}"
        if editor.connection.vendor == "postgresql":
            return f"{drop} ON {editor.quote_name(self.table)}"
        return drop


_REFUSE_FUNCTION = """
CREATE OR REPLACE FUNCTION base_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is insert only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def triggers() -> frozenset[str]:
    """The names of all triggers in the database: what a rebuilt table may have lost."""
    sql = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return frozenset(str(row[0]) for row in cursor.fetchall())


@contextmanager
def rewritable(table: str) -> Iterator[None]:
    """Within the caller's transaction: let rows of an insert-only table be changed, for a lawful
    erasure and nothing else. Who reads meanwhile sees the table as it was, with its lock."""
    kept = sorted(name for name in triggers() if name.startswith(f"insert_only_{table}_"))
    operation, editor = InsertOnly(table), connection.SchemaEditorClass(connection)
    events = [name.rsplit("_", 1)[1].upper() for name in kept]
    with connection.cursor() as cursor:
        _settled(cursor)
        for event in events:
            cursor.execute(operation._drop(editor, event))
    yield
    with connection.cursor() as cursor:
        _settled(cursor)
        for event in events:
            cursor.execute(operation._create(editor, event))


def _settled(cursor: Any) -> None:
    """PostgreSQL changes no trigger of a table whose checks wait for the commit."""
    if connection.vendor == "postgresql":
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def scrub(tables: Iterable[str]) -> None:
    """Give up what deleted and changed rows of ``tables`` have left behind in the files of the
    database. Outside a transaction.

    SQLite writes its file anew, indexes of text included, and empties its journal; PostgreSQL
    frees the space, which it writes over in time.
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in sorted(tables):
                cursor.execute(f"VACUUM {quote(table)}")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE '%\\_fts' ESCAPE '\\'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"INSERT INTO {quote(name)} ({quote(name)}) VALUES ('optimize')")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
