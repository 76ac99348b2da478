"""A small town at a fixed instant, and browsers signed in for its people."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from anhuan.kernel.access import Viewer
from anhuan.ops.catalogues import compile_catalogues
from anhuan.people.models import Account
from tests import factories as make
from tests.modules.cases.town import Town, build


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    compile_catalogues()


@pytest.fixture(autouse=True)
def _no_static_folder(settings: object, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def town(rules: int, vault: Path) -> Iterator[Town]:
    with time_machine.travel(make.AT, tick=False):
        yield build()


@pytest.fixture
def browser_of(town: Town) -> Callable[[Viewer], Client]:
    """A browser of one of the town's people; signing in itself is tested elsewhere."""

    def enter(viewer: Viewer) -> Client:
        account, _made = Account.objects.get_or_create(
            person_id=viewer.person, defaults={"username": f"u{viewer.person.hex[-12:]}"}
        )
        browser = Client()
        browser.force_login(account)
        return browser

    return enter
