"""Cities of tests' own: what one group of journeys moves does not move what others begin with."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from docs.manual.city import City, build, served


def _built(shared: Path) -> Path:
    """The one city of this run, built by whoever asks first; the workers wait for each other."""
    folder, done = shared / "built-city", shared / "built-city.done"
    with (shared / "built-city.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir()
            build(folder)
            done.touch()
    return folder


@contextmanager
def copied(factory: pytest.TempPathFactory, folder: Path) -> Iterator[City]:
    """A copy of the run's city in ``folder``, served on its own port."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    shutil.copytree(_built(shared), folder, dirs_exist_ok=True)
    with served(folder, still=False) as city:
        yield city


def own_city(folder: str) -> Callable[..., Iterator[City]]:
    """The fixture ``city``: a small demo city in its own folder, served on its own port."""

    @pytest.fixture(scope="session", name="city")
    def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
        """Its clock ticks on from Friday 2026-11-20, 08:42."""
        with copied(tmp_path_factory, tmp_path_factory.mktemp(folder)) as city:
            yield city

    return found


@pytest.fixture(scope="session")
def cookies(city: City) -> dict[str, Any]:
    """The cookies of everybody who signed in to the city so far, by sign-in name."""
    return {"": None}
