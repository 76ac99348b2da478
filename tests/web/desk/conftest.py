"""A small town at ten o'clock on a working Monday, and browsers signed in to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from anhuan.kernel.access import Viewer
from anhuan.ops.catalogues import compile_catalogues
from anhuan.people import services
from anhuan.people.models import Account
from tests import factories as make
from tests.modules.cases.town import Town, build


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    compile_catalogues()


@pytest.fixture(autouse=True)
def _quick(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock():
    with time_machine.travel(make.AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(rules: int, vault: Path, clock: object) -> Town:
    return build()


@pytest.fixture
def sign_in(town: Town) -> Callable[[Viewer], Client]:
    """A browser in which that person is signed in."""

    def enter(viewer: Viewer) -> Client:
        services.open_account(
            person_id=viewer.person,
            username=f"u{viewer.person.hex[-8:]}",
            password="青石桥下面流着三点水",
            by=None,
            at=make.AT,
        )
        browser = Client()
        browser.force_login(Account.objects.get(person_id=viewer.person))
        return browser

    return enter


@pytest.fixture
def desk(town: Town, sign_in: Callable[[Viewer], Client]) -> Client:
    """The officer's browser."""
    return sign_in(town.officer)


@pytest.fixture
def browser_of(town: Town) -> Callable[[Viewer], Client]:
    """A browser of one of the town's people, however often it is asked for."""

    def enter(viewer: Viewer) -> Client:
        account, _made = Account.objects.get_or_create(
            person_id=viewer.person, defaults={"username": f"u{viewer.person.hex[-12:]}"}
        )
        browser = Client()
        browser.force_login(account)
        return browser

    return enter
