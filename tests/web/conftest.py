"""A small town at ten o'clock on a working Monday, and browsers signed in to it."""

from collections.abc import Callable, Iterator
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

LATER = make.AT.replace(hour=8)
"""Four in the afternoon of the same day: the acts of the town are done."""
Enter = Callable[[Viewer], Client]


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    compile_catalogues()


@pytest.fixture(autouse=True)
def _quick(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock() -> Iterator[object]:
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(rules: int, vault: Path, clock: object) -> Town:
    return build()


@pytest.fixture
def sign_in(town: Town) -> Enter:
    def into(viewer: Viewer) -> Client:
        services.open_account(
            person_id=viewer.person,
            username=f"u{viewer.person.hex[-8:]}",
            password="青石桥下面流着三点水",
            by=viewer.person,
            at=make.AT,
        )
        browser = Client()
        browser.force_login(Account.objects.get(person_id=viewer.person))
        return browser

    return into
