"""What every test may use: the two options, the depth of long tests, test databases."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from anhuan.ops.catalogues import compile_catalogues
from tests import flush

HERE = Path(__file__).parent
ONCE = ("kernel", "architecture", "browser", "independent")
DATABASES = frozenset({"db", "transactional_db", "database"})
"""Fixtures of the tests that a second database can tell something new about."""
LONG_FACTOR = 20
SHELF = "shelf_of_rules"
_copies = count(1_577_836_800_000)

hypothesis.settings.register_profile(
    "short", max_examples=60, deadline=None, derandomize=True, database=None
)
hypothesis.settings.register_profile(
    "long", max_examples=60 * LONG_FACTOR, deadline=None, database=None
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked long in full depth")
    parser.addoption(
        "--again",
        action="store_true",
        help="a second database: leave out what does not depend on the database",
    )


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are numbered, not spelled: a packed file holds the second it was packed in, and two
    workers that name one test differently run none.
    """
    return argname if isinstance(val, bytes) else None


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        compile_catalogues()
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "short")


def _once(item: pytest.Item) -> bool:
    folder = item.path.relative_to(HERE).parts[0] if item.path.is_relative_to(HERE) else ""
    if folder in ONCE or item.get_closest_marker("browser") is not None:
        return True
    return item.get_closest_marker("django_db") is None and not DATABASES & set(
        getattr(item, "fixturenames", ())
    )


def _all_databases(item: pytest.Item) -> None:
    """Whoever uses the database may use that of the readings too."""
    marker = item.get_closest_marker("django_db")
    if marker is not None or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
        given = marker.kwargs if marker else {}
        item.add_marker(pytest.mark.django_db(**{"databases": "__all__"} | given), append=False)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        _all_databases(item)
    if not config.getoption("--again"):
        return
    config.hook.pytest_deselected(items=[item for item in items if _once(item)])
    items[:] = [item for item in items if not _once(item)]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The tables of a database apart are made without migrations; they count as done."""
    from django.conf import settings
    from django.core.management import call_command

    with django_db_blocker.unblock():
        for app, alias in settings.APART.items():
            call_command("migrate", app, database=alias, fake=True, verbosity=0)
        _shelve_rules()


def _shelve_rules() -> None:
    """The shipped rules as rows of a table apart: most tests begin with them, and from there they
    are copied in one statement.
    """
    from django.db import connection, transaction

    from anhuan.rulebook.models import Version
    from anhuan.rulebook.services import load_seed
    from tests.factories import START

    name = connection.ops.quote_name(Version._meta.db_table)
    with connection.cursor() as cursor:
        with transaction.atomic():
            load_seed(at=START)
            cursor.execute(f"SELECT * FROM {name}")
            rows = cursor.fetchall()
            transaction.set_rollback(True)
        cursor.execute(f"CREATE TABLE {SHELF} AS SELECT * FROM {name}")
        each = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {SHELF} VALUES ({each})", rows)


def _copy_of_rules() -> str:
    """The statement that copies them, each row with an id that no other test has: what a process
    keeps of the rules it keeps by their ids.
    """
    from django.db import connection

    from anhuan.rulebook.models import Version

    hexadecimal, back = "id", "{}"
    if connection.vendor == "postgresql":
        hexadecimal, back = "replace(id::text, '-', '')", "({})::uuid"
    own = back.format(f"'{next(_copies):012x}' || substr({hexadecimal}, 13)")
    columns = [field.column for field in Version._meta.concrete_fields]
    into = ", ".join(columns)
    read = ", ".join(own if column == "id" else column for column in columns)
    return f"INSERT INTO {Version._meta.db_table} ({into}) SELECT {read} FROM {SHELF}"


@pytest.fixture
def rules(db: None) -> int:
    """The shipped rules, entered before everything that ``tests.factories`` makes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_copy_of_rules())
        return int(cursor.rowcount)


@pytest.fixture(scope="session")
def depth(request: pytest.FixtureRequest) -> int:
    """How many times a test marked long repeats: 1, or 20 with ``--long``."""
    return LONG_FACTOR if request.config.getoption("--long") else 1


@pytest.fixture(scope="session", autouse=True)
def _static_root() -> None:
    """WhiteNoise warns of a folder that is not there, and a warning fails a test."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def _flush_of_insert_only_tables() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        flush.patch(monkeypatch)
        yield


@pytest.fixture
def vault(tmp_path: Path, settings: Any) -> Path:
    """A data folder of the test's own for files."""
    settings.DATA_DIR = tmp_path
    return tmp_path
