import pytest
from django.db import connection, connections

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="there is no server that could go away"
    ),
]


def test_statement_of_a_recurring_cursor_is_planned_once():
    for _ in range(3):
        with connections["default"].prepared_cursor() as cursor:
            cursor.execute("SELECT %s::int + 1", [1])
            assert cursor.fetchall() == [(2,)]

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements "
            "WHERE statement LIKE 'SELECT $1::int + 1'"
        )
        assert cursor.fetchall() == [(3,)]


def test_connection_that_the_server_ended_is_not_usable():
    connection.ensure_connection()
    before = connection.is_usable()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid]
        )
    other.close()

    after = connection.is_usable()
    connection.close()

    assert (before, after) == (True, False)
