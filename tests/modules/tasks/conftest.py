"""The small town with a task to be asked for."""

from pathlib import Path

import pytest

from tests.modules.cases.town import Town, build
from tests.modules.tasks.asking import Asking


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    return build()


@pytest.fixture
def asking(town: Town) -> Asking:
    return Asking(town)
