"""A gateway in a thread with a loop of its own: another test may have left one running."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from typing import Any, TypeVar

import pytest

from anhuan.gateways.hj212.desk import StoringDesk
from anhuan.gateways.hj212.limits import Limits
from anhuan.gateways.hj212.server import Server
from anhuan.telemetry.protocols.hj212.commands import Patience
from tests.ops.conftest import database

__all__ = ["database"]

T = TypeVar("T")


class Running:
    """A gateway that listens on ``port``."""

    def __init__(self, limits: Limits) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = self.call(self._made(limits))
        self.port = self.call(self.server.start("127.0.0.1", 0))

    async def _made(self, limits: Limits) -> Server:
        return Server(StoringDesk(Patience(1, 2)), limits)

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self.loop)
        return future.result(30)

    def ask(self, question: Callable[[Server], T]) -> T:
        """What the server says of itself, asked in its own loop."""

        async def told() -> T:
            return question(self.server)

        return self.call(told())

    def stop(self) -> None:
        self.call(self.server.stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


@pytest.fixture
def gateway(request: pytest.FixtureRequest) -> Iterator[Callable[..., Running]]:
    """Starts a gateway with these limits."""
    started: list[Running] = []

    def start(**limits: Any) -> Running:
        started.append(Running(Limits(**{"sweep": 0.05, "retry": 0.1, **limits})))
        return started[-1]

    yield start
    for one in started:
        one.stop()
