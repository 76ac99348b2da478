"""A town whose people call the API with keys of their own, and a clock that stands still."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine

from anhuan.ops.catalogues import compile_catalogues
from tests import factories as make
from tests.api.callers import Caller, caller
from tests.modules.cases.town import Town, build


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    compile_catalogues()


@pytest.fixture(autouse=True)
def _quick_hash(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock():
    with time_machine.travel(make.AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(rules: int, vault: object, clock: object) -> Town:
    return build()


@pytest.fixture
def of() -> Callable[..., Caller]:
    """The caller for one of the town's viewers, made once for each."""
    known: dict[Any, Caller] = {}

    def find(viewer: Any) -> Caller:
        if viewer.person not in known:
            known[viewer.person] = caller(viewer)
        return known[viewer.person]

    return find
