"""Accepts connections, gathers what they say into batches, and sends the answers once each batch
is stored. One thread reads and writes the sockets, another one stores."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from anhuan.base import clock
from anhuan.gateways.hj212.limits import Limits
from anhuan.gateways.hj212.link import READ_AT_ONCE, READ_UNPROVED, Ended, Link
from anhuan.telemetry.protocols.hj212.framing import Piece

log = logging.getLogger(__name__)
BACKLOG = 4_096
OVERHEAD = 300
"""Bytes that a piece needs besides its own."""
_PAUSED_BELOW = 2
_FINISH_SECONDS = 10
_T = TypeVar("_T")


class Held(NamedTuple):
    """A piece of a stream that waits to be stored."""

    link: Link
    piece: Piece
    at: datetime


class Said(NamedTuple):
    """What storing a batch led to: what is to be sent to whom, which connections sent a sound
    frame, which of those are of stations that are known, and who sent how many bytes of frames
    whose CRC does not hold."""

    answers: Sequence[tuple[Link, bytes]]
    proved: frozenset[Link]
    known: frozenset[Link]
    unsound: Sequence[tuple[Link, int]]


class Desk(Protocol):
    """Who stores. Both are called in the storing thread only, and return when all of it is on the
    disk. An ``Unavailable`` is raised when it cannot be stored now: the batch comes again."""

    def store(self, batch: Sequence[Held]) -> Said: ...

    def tick(self, at: datetime) -> Said:
        """What time alone leads to; called about once a second."""

    def close(self) -> None: ...


class Unavailable(Exception):
    """The database does not answer."""


@dataclass
class Counts:
    """What the gateway did since it started."""

    accepted: int = 0
    refused: int = 0
    frames: int = 0
    stored: int = 0
    answered: int = 0
    junk_bytes: int = 0
    batches: int = 0
    retries: int = 0
    ended: Counter[Ended] = field(default_factory=Counter)


class Server:
    """The gateway. ``start`` in a running loop, ``stop`` stores and answers what was read."""

    def __init__(self, desk: Desk, limits: Limits | None = None) -> None:
        self.desk = desk
        self.limits = limits or Limits()
        self.counts = Counts()
        self.buffer = memoryview(bytearray(READ_AT_ONCE))
        self.portion = self.buffer[:READ_UNPROVED]
        self.full = False
        self.links: set[Link] = set()
        self._strange: OrderedDict[Link, None] = OrderedDict()
        self._held: list[Held] = []
        self._weight = 0
        self._writing: asyncio.Task[None] | None = None
        self._gathering: asyncio.TimerHandle | None = None
        self._ticks = False
        self.broken = asyncio.Event()
        self._writer = ThreadPoolExecutor(1, "hj212-store")
        self._sweeper: asyncio.Task[None] | None = None
        self._listener: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; the port that was taken."""
        self.loop = asyncio.get_running_loop()
        self._listener = await self.loop.create_server(
            lambda: Link(self), host, port, backlog=BACKLOG
        )
        self._sweeper = self.loop.create_task(self._sweep())
        self._sweeper.add_done_callback(self._watch)
        taken: int = self._listener.sockets[0].getsockname()[1]
        return taken

    async def stop(self) -> None:
        """Listen and read no more, store and answer what was read, close."""
        if self._listener is not None:
            self._listener.close()
        if self._sweeper is not None:
            self._sweeper.cancel()
        self._set_full(True)
        await self._drain(self.loop.time() + _FINISH_SECONDS)
        for link in list(self.links):
            if link.transport is not None:
                link.transport.close()
        await self.loop.run_in_executor(self._writer, self.desk.close)
        self._writer.shutdown(wait=False)

    async def _drain(self, deadline: float) -> None:
        while (self._held or self._writing) and self.loop.time() < deadline:
            self._write()
            if self._writing is not None:
                await asyncio.wait({self._writing}, timeout=deadline - self.loop.time())
        if self._writing is not None:
            self._writing.cancel()

    # --- what the connections call ---------------------------------------------------------------

    def opened(self, link: Link) -> None:
        self.counts.accepted += 1
        self.links.add(link)
        if len(self.links) > self.limits.connections:
            self._make_room(link)
            if link.ended:
                return
        self._strange[link] = None
        if self.full:
            link.weigh()

    def closed(self, link: Link) -> None:
        self.links.discard(link)
        self._strange.pop(link, None)

    def took(self, link: Link, pieces: Sequence[Piece]) -> None:
        """Hold these pieces until they are stored."""
        at = clock.now()
        weight = 0
        for piece in pieces:
            self._held.append(Held(link, piece, at))
            weight += len(piece.raw) + OVERHEAD
        self.counts.frames += len(pieces)
        link.held += weight
        link.pieces_held += len(pieces)
        self._weight += weight
        if self._weight > self.limits.held and not self.full:
            self._set_full(True)
        if self._writing is None and self._gathering is None:
            self._gathering = self.loop.call_later(self.limits.gather, self._write)

    # --- storing ---------------------------------------------------------------------------------

    def _write(self) -> None:
        if self._gathering is not None:
            self._gathering.cancel()
            self._gathering = None
        if self._writing is not None or not (self._held or self._ticks):
            return
        most = self.limits.batch
        batch, self._held = self._held[:most], self._held[most:]
        ticks, self._ticks = self._ticks, False
        self._writing = self.loop.create_task(self._store(batch, ticks))
        self._writing.add_done_callback(self._written)

    def _written(self, done: asyncio.Task[None]) -> None:
        self._writing = None
        self._watch(done)
        if self._held or self._ticks:
            self._write()

    def _watch(self, done: asyncio.Task[None]) -> None:
        """What nobody expected ends the gateway: whoever minds it starts it anew."""
        if not done.cancelled() and (error := done.exception()) is not None:
            log.critical("the gateway cannot go on", exc_info=error)
            self.broken.set()

    async def _store(self, batch: Sequence[Held], ticks: bool) -> None:
        if batch:
            self._answer(await self._patiently(self.desk.store, batch))
            self.counts.batches += 1
            self.counts.stored += len(batch)
            self._release(batch)
        if ticks:
            self._answer(await self._patiently(self.desk.tick, clock.now()))

    async def _patiently(self, act: Callable[[_T], Said], given: _T) -> Said:
        """Again and again until the database takes it; nobody is read for long meanwhile."""
        while True:
            try:
                return await self.loop.run_in_executor(self._writer, act, given)
            except Unavailable as error:
                self.counts.retries += 1
                log.warning("the database takes nothing: %s", error)
                await asyncio.sleep(self.limits.retry)

    def _answer(self, said: Said) -> None:
        for link, size in said.unsound:
            link.waste(size)
        for link in said.proved:
            link.proved, link.junk = True, 0
        for link in said.known:
            self._strange.pop(link, None)
        joined: dict[Link, list[bytes]] = {}
        for link, data in said.answers:
            joined.setdefault(link, []).append(data)
        for link, parts in joined.items():
            link.send(parts[0] if len(parts) == 1 else b"".join(parts))
        self.counts.answered += len(said.answers)

    def _release(self, batch: Sequence[Held]) -> None:
        for link, piece, _ in batch:
            link.held -= len(piece.raw) + OVERHEAD
            link.pieces_held -= 1
            self._weight -= len(piece.raw) + OVERHEAD
        if self.full and self._weight * _PAUSED_BELOW < self.limits.held:
            self._set_full(False)
        for link in {held.link for held in batch if not held.link.reading or held.link.closing}:
            link.weigh()
            link.close_when_answered()

    def _set_full(self, full: bool) -> None:
        self.full = full
        for link in list(self.links):
            link.weigh()

    # --- minding the connections -----------------------------------------------------------------

    def _make_room(self, newcomer: Link) -> None:
        """When there are too many: the oldest that is of no known station gives way, else the
        newcomer does."""
        self.counts.refused += 1
        oldest = next(iter(self._strange), newcomer)
        oldest.end(Ended.FULL)
        self.closed(oldest)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(self.limits.sweep)
            now = self.loop.time()
            for link in list(self.links):
                link.settle(now)
                if (why := link.overdue(now)) is not None:
                    link.end(why)
            self._ticks = True
            self._write()
