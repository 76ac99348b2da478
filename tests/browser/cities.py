"""Cities of tests' own: what one group of journeys moves does not move what others begin with."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from docs.manual.city import City, served


def own_city(folder: str) -> Callable[..., Iterator[City]]:
    """The fixture ``city``: a small demo city in its own folder, served on its own port."""

    @pytest.fixture(scope="session", name="city")
    def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
        """Its clock ticks on from Friday 2026-11-20, 08:42."""
        with served(tmp_path_factory.mktemp(folder), still=False) as city:
            yield city

    return found


@pytest.fixture(scope="session")
def cookies(city: City) -> dict[str, Any]:
    """The cookies of everybody who signed in to the city so far, by sign-in name."""
    return {"": None}
