"""Reads that recur on a hot path: the ORM's own statement, built once and run with new values.

Building a statement costs the ORM several times what the database needs to run it. A ``Compiled``
read is written as a queryset with a ``Slot`` wherever a value will stand, and holds its text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import Expression

Row = TypeVar("Row", bound=models.Model)
Converters = tuple[tuple[int, tuple[Any, ...], Any], ...]


class Slot(Expression):
    """The place of a value in a ``Compiled`` read, by name; ``field`` prepares the value."""

    def __init__(self, name: str, field: models.Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement of one database: its parameters, and how to read its columns."""

    sql: str
    params: tuple[Any, ...]
    converters: Converters
    names: tuple[str, ...]


class Compiled(Generic[Row]):
    """A read of ``build()``, which is called once for each kind of database.

    The queryset may be sliced and joined, but holds no list of values, and ``objects`` takes no
    ``select_related``: what is joined is read as values.
    """

    def __init__(self, build: Callable[[], "models.QuerySet[Row, Any]"]) -> None:
        self._build = build
        self._texts: dict[str, _Text] = {}
        self._lock = Lock()
        self._model: type[Row] | None = None

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The columns of the queryset's ``values_list``, a row each. Raises ``KeyError`` for a
        slot without a value."""
        text, link = self._text(), connections[DEFAULT_DB_ALIAS]
        params = [
            param.output_field.get_db_prep_value(values[param.name], link)
            if isinstance(param, Slot)
            else param
            for param in text.params
        ]
        with recurring_cursor() as cursor:
            cursor.execute(text.sql, params)
            return [_converted(row, text.converters) for row in cursor.fetchall()]

    def objects(self, **values: Any) -> list[Row]:
        """The rows as objects of the queryset's model. Raises as ``rows``."""
        found, text = self.rows(**values), self._text()
        assert self._model is not None
        return [self._model.from_db(connection.alias, text.names, row) for row in found]

    def first(self, **values: Any) -> Row | None:
        """The first object, if there is one: the queryset should end there itself."""
        return next(iter(self.objects(**values)), None)

    def _text(self) -> _Text:
        found = self._texts.get(connection.vendor)
        if found is None:
            with self._lock:
                found = self._texts.setdefault(connection.vendor, self._compiled())
        return found

    def _compiled(self) -> _Text:
        rows = self._build()
        self._model = rows.model
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select]
        converters = tuple(
            (place, tuple(steps), column)
            for place, (steps, column) in compiler.get_converters(columns).items()
        )
        names = tuple(
            column.target.attname if hasattr(column, "target") else "" for column in columns
        )
        return _Text(sql=sql, params=tuple(params), converters=converters, names=names)


def recurring_cursor() -> Any:
    """A cursor whose statements are planned once, where the database can do that."""
    link = connections[DEFAULT_DB_ALIAS]
    prepared = getattr(link, "prepared_cursor", None)
    return prepared() if prepared else link.cursor()


def _converted(row: Sequence[Any], converters: Converters) -> tuple[Any, ...]:
    if not converters:
        return tuple(row)
    values = list(row)
    for place, steps, column in converters:
        value = values[place]
        for step in steps:
            value = step(value, column, connection)
        values[place] = value
    return tuple(values)
