"""Writes of single rows on a hot path, past the ORM; several of them in one round trip."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from anhuan.base.db import placeholder

NEXT: Final = ";\n"
"""What stands between the statements of one round trip."""


@dataclass(frozen=True, slots=True)
class _Write:
    """A statement, and what is raised when it changes no row. ``marks``: of an insertion that
    may go with others into its table, what stands for its values; ``sql`` ends before them."""

    sql: str
    params: Sequence[Any]
    otherwise: Exception | None
    marks: str = ""

    @property
    def whole(self) -> str:
        return self.sql + self.marks


_waiting: ContextVar[list[_Write] | None] = ContextVar("_waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Send the writes of this module made inside only at the end, in their order: on PostgreSQL
    in one round trip. Nothing inside may read what was written there. An exception sends nothing.
    """
    if _waiting.get() is not None:
        yield
        return
    held: list[_Write] = []
    token = _waiting.set(held)
    try:
        yield
    finally:
        _waiting.reset(token)
    _send(held)


def _send(held: Sequence[_Write]) -> None:
    if len(held) < 2 or connection.vendor != "postgresql":
        for each in held:
            _write(each)
        return
    sent = _gathered(held)
    params = [value for each in sent for value in each.params]
    with connection.cursor() as cursor:
        cursor.execute(NEXT.join(each.whole for each in sent), params)
        for each in sent:
            if each.otherwise is not None and cursor.rowcount == 0:
                raise each.otherwise
            cursor.nextset()


def _gathered(held: Sequence[_Write]) -> list[_Write]:
    """Insertions that may go together become one for each table, behind all else; the tables in
    the order of their first rows, so that what points to another comes after it."""
    tables: dict[str, list[_Write]] = {}
    for each in held:
        if each.marks:
            tables.setdefault(each.sql, []).append(each)
    gathered = [
        _Write(sql, [value for each in rows for value in each.params], None, marks)
        for sql, rows in tables.items()
        for marks in [", ".join(each.marks for each in rows)]
    ]
    return [*(each for each in held if not each.marks), *gathered]


def _put(
    sql: str, params: Sequence[Any], otherwise: Exception | None = None, marks: str = ""
) -> None:
    held, write = _waiting.get(), _Write(sql, params, otherwise, marks)
    if held is None:
        _write(write)
    else:
        held.append(write)


def _write(write: _Write) -> None:
    with connection.cursor() as cursor:
        cursor.execute(write.whole, write.params)
        if write.otherwise is not None and cursor.rowcount == 0:
            raise write.otherwise


def insert_row(
    model: type[models.Model],
    values: Mapping[str, Any],
    *,
    once: bool = False,
    gathered: bool = False,
) -> None:
    """Write one row with every column named: what a hot path does instead of ``save``.

    Foreign keys are named without ``_id`` and given as keys. Raises ``IntegrityError`` as usual;
    with ``once`` a row that a unique index refuses is left out instead. ``gathered``: inside
    ``together`` the row may come after everything else, in one statement with others like it.
    """
    sql, marks, fields = _insertion(model, tuple(values), connection.vendor)
    params = _prepared(fields, values)
    if once:
        _put(f"{sql}{marks} ON CONFLICT DO NOTHING", params)
    elif gathered:
        _put(sql, params, marks=marks)
    else:
        _put(f"{sql}{marks}", params)


def insert_object(row: models.Model, *, once: bool = False) -> None:
    """``insert_row`` of a whole object, every column."""
    fields = row._meta.concrete_fields
    insert_row(type(row), {field.name: getattr(row, field.attname) for field in fields}, once=once)


def set_row(
    model: type[models.Model],
    key: Any,
    changes: Mapping[str, Any],
    *,
    otherwise: Exception | None = None,
) -> None:
    """Write ``changes`` to the row with that key; raises ``otherwise`` when there is none."""
    sql, fields, owner = _change(model, tuple(changes), connection.vendor)
    _put(
        f"{sql} WHERE {owner.column} = %s",
        [*_prepared(fields, changes), owner.field.get_db_prep_value(key, connection)],
        otherwise,
    )


def swap_row(
    model: type[models.Model],
    key: Any,
    version: int,
    changes: Mapping[str, Any],
    *,
    otherwise: Exception,
) -> None:
    """``compare_and_swap`` of one row by its key, without building a query first; raises
    ``otherwise`` when somebody else was faster."""
    sql, fields, owner = _change(model, tuple(changes), connection.vendor)
    comma = ", " if fields else ""
    identity = owner.field.get_db_prep_value(key, connection)
    _put(
        f"{sql}{comma}version = %s WHERE {owner.column} = %s AND version = %s",
        [*_prepared(fields, changes), version + 1, identity, version],
        otherwise,
    )


@dataclass(frozen=True, slots=True)
class _Owner:
    """The primary key of a table: its quoted column and its field."""

    column: str
    field: Any


@lru_cache(maxsize=256)
def _insertion(
    model: type[models.Model], names: tuple[str, ...], vendor: str
) -> tuple[str, str, tuple[Any, ...]]:
    """The statement that writes a row of the named fields, up to its values; what stands for
    them; and the fields."""
    quote = connection.ops.quote_name
    fields = _fields(model, names)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(placeholder(field) for field in fields)
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ", f"({marks})", fields


@lru_cache(maxsize=256)
def _change(
    model: type[models.Model], names: tuple[str, ...], vendor: str
) -> tuple[str, tuple[Any, ...], _Owner]:
    """The statement that changes the named fields, without its condition; the fields; the key."""
    quote = connection.ops.quote_name
    fields = _fields(model, names)
    sets = ", ".join(f"{quote(str(field.column))} = {placeholder(field)}" for field in fields)
    owner = model._meta.pk
    assert owner is not None
    sql = f"UPDATE {quote(model._meta.db_table)} SET {sets}"
    return sql, fields, _Owner(quote(str(owner.column)), owner)


def _fields(model: type[models.Model], names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(model._meta.get_field(name) for name in names)


def _prepared(fields: Sequence[Any], values: Mapping[str, Any]) -> list[Any]:
    # The proxy would look the thread's connection up again for each value.
    link = connections[DEFAULT_DB_ALIAS]
    return [
        field.get_db_prep_save(value, link)
        for field, value in zip(fields, values.values(), strict=True)
    ]
