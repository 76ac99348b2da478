"""An account, a browser signed in to it, and compiled catalogues."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from anhuan.ops.catalogues import compile_catalogues
from anhuan.people import services

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PASSWORD = "青石桥下面流着三点水"


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    compile_catalogues()


@pytest.fixture(autouse=True)
def _quick_hash(settings: object, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def keeper(db: None) -> UUID:
    return services.add_person(name="方宁", by=None, at=AT)


@pytest.fixture
def person(db: None) -> UUID:
    return services.add_person(name="陈立", by=None, at=AT)


@pytest.fixture
def account(person: UUID, keeper: UUID, clock: object) -> UUID:
    return services.open_account(
        person_id=person, username="chenli", password=PASSWORD, by=keeper, at=AT
    )


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    def enter(username: str = "chenli", password: str = PASSWORD) -> Client:
        browser = Client()
        browser.post("/sign-in/", {"username": username, "password": password})
        return browser

    return enter


@pytest.fixture
def inside(account: UUID, sign_in: Callable[..., Client]) -> Client:
    return sign_in()
