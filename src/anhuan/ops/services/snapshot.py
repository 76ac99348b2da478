"""The whole database as it stands at one instant, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Every read in the body sees the same instant, and nothing can be written.

    REPEATABLE READ on PostgreSQL, one read transaction on SQLite; nobody waits for it. Inside a
    transaction of the caller it adds nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with transaction.atomic():
            _say("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    former = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    _say("PRAGMA query_only = ON")
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = former  # type: ignore[attr-defined]
        _say("PRAGMA query_only = OFF")


def _say(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
