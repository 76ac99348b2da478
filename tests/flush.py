"""Lets Django's flush after a transactional test empty insert-only tables.

The triggers are taken off for the flush and put back by their own definition.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.base.operations import BaseDatabaseOperations

_POSTGRESQL = """
SELECT DISTINCT 'ALTER TABLE ' || tgrelid::regclass || ' %s TRIGGER USER'
FROM pg_trigger WHERE tgname LIKE 'insert\\_only\\_%%'
"""
_SQLITE = """
SELECT name, sql FROM sqlite_master
WHERE type = 'trigger' AND name LIKE 'insert\\_only\\_%' ESCAPE '\\'
"""


def _rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _run(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def triggers_off() -> Iterator[None]:
    if connection.vendor == "postgresql":
        off = [row[0] for row in _rows(_POSTGRESQL % "DISABLE")]
        on = [row[0] for row in _rows(_POSTGRESQL % "ENABLE")]
    else:
        found = _rows(_SQLITE)
        off = [f"DROP TRIGGER {name}" for name, _ in found]
        on = [sql for _, sql in found]
    _run(off)
    try:
        yield
    finally:
        _run(on)


def patch(monkeypatch: Any) -> None:
    """Every flush of this session goes through ``triggers_off``."""
    plain = BaseDatabaseOperations.execute_sql_flush

    def flush(self: Any, sql_list: Any) -> None:
        apart = self.connection.alias != DEFAULT_DB_ALIAS
        with nullcontext() if apart else triggers_off():
            plain(self, sql_list)

    monkeypatch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
