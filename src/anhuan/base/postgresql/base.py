"""The connection: Django finds this file by the name of the engine."""

import select
from time import monotonic
from typing import Any, Final

from django.db.backends.postgresql import base, operations

ASKED_EVERY: Final = 60.0
"""Seconds after which a connection that was kept is asked whether it still answers."""


class DatabaseOperations(operations.DatabaseOperations):
    """What the parent does, also for statements that were planned before."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """The statement with its values, or without where they went beside it."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._answered = 0.0

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {"prepare_threshold": 0}

    def prepared_cursor(self) -> Any:
        """A cursor for statements that recur: the server parses and plans each of them once.

        Values go beside the statement, so each statement must leave no doubt about their types.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        # The types of Django know neither of the two.
        wrapper: Any = self
        cursor: Any = base.ServerBindingCursor
        with self.wrap_database_errors:
            return wrapper._prepare_cursor(cursor(self.connection))

    def is_usable(self) -> bool:
        """Whether the connection still stands. A server that went away has closed its end, which
        can be seen without asking; one that just vanished is found out within a minute."""
        now = monotonic()
        if now - self._answered < ASKED_EVERY and not _has_word(self.connection.fileno()):
            return True
        self._answered = now if super().is_usable() else 0.0
        return bool(self._answered)


def _has_word(handle: int) -> bool:
    """Whether something lies there to be read: an end, or a notice nobody asked for."""
    look = select.poll()
    look.register(handle, select.POLLIN)
    return bool(look.poll(0))
