"""A city for the pages of the manual alone: journeys bring people to places, and lists begin with
others then."""

from collections.abc import Iterator
from typing import Any

import pytest

from docs.manual.city import City, served


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A small demo city; its clock ticks on from Friday 2026-11-20, 08:42."""
    with served(tmp_path_factory.mktemp("pages-city"), still=False) as found:
        yield found


@pytest.fixture(scope="session")
def cookies(city: City) -> dict[str, Any]:
    """The cookies of everybody who signed in to it so far, by sign-in name."""
    return {"": None}
