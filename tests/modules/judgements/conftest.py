"""The small town, whose office writes the sheet of its district."""

from pathlib import Path

import pytest

from tests.modules.cases.town import Town, build


@pytest.fixture
def town(rules: int, vault: Path) -> Town:
    return build()
