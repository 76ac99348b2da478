"""The whole database as it stands at one instant, while others go on writing."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import connection, connections, transaction


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
    with ExitStack() as apart:
        # What moves from there to here is then in both, never in neither.
        for alias in settings.APART.values():
            _pin(alias, apart)
        yield from _reading()


def _pin(alias: str, until: ExitStack) -> None:
    """From here on what is read of a database apart is as it stands now."""
    link = connections[alias]
    link.ensure_connection()
    until.callback(setattr, link, "transaction_mode", link.transaction_mode)  # type: ignore[attr-defined]
    link.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    until.enter_context(transaction.atomic(using=alias))
    with link.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master")


def _reading() -> Iterator[None]:
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
