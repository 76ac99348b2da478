"""What tests of whole processes stand on."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.db import connection


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    with own_database() as given:
        yield given


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """Where the node keeps its rows: a file of its own, or a database of its own."""
    if connection.vendor != "postgresql":
        yield {}
        return
    import psycopg

    parts = urlsplit(os.environ["DATABASE_URL"])
    name = f"crash_{uuid.uuid4().hex[:12]}"
    server = parts._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield {"DATABASE_URL": parts._replace(path=f"/{name}").geturl()}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
