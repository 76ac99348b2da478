"""The devices at work over real sockets, each with a connection of its own."""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import numpy as np

from anhuan.ops.simulation.answering import State, answers
from anhuan.ops.simulation.devices import Device, World
from anhuan.ops.simulation.faulting import Fate, fate, reachable
from anhuan.ops.simulation.frames import REAL, Upload, frames
from anhuan.ops.simulation.sending import STEP, due
from anhuan.telemetry.protocols.hj212 import compose
from anhuan.telemetry.protocols.hj212.commands import CELLULAR
from anhuan.telemetry.protocols.hj212.frame import examined
from anhuan.telemetry.protocols.hj212.framing import Splitter
from anhuan.telemetry.protocols.hj212.segment import Segment, parsed

MOST_WAITING: Final = 5_000
"""Messages a device keeps while nobody takes them; the oldest goes first."""
AT_ONCE: Final = 20
"""Messages a device sends before it waits for answers."""
AHEAD: Final = 900
"""Seconds of the world's time that a device is worked out ahead of it."""
LONGEST_PAUSE: Final = 15.0
_BLOCK: Final = 65_536


@dataclass
class Tally:
    """What happened. ``messages`` fell due, ``frames`` were written, ``resent`` of them again,
    ``answered`` messages were answered, ``dropped`` had no room any more."""

    messages: int = 0
    frames: int = 0
    resent: int = 0
    answered: int = 0
    dropped: int = 0
    connected: int = 0
    commands: int = 0


@dataclass
class Message:
    """A message on its way. ``sent``: when, by the loop's clock; ``left``: answers to come."""

    number: str
    upload: Upload
    fate: Fate
    left: int = 1
    tries: int = 0
    sent: float = 0.0


class Clock:
    """The world's time: it begins at ``start`` and runs ``speed`` times as fast as ours."""

    def __init__(self, start: datetime, speed: float) -> None:
        self.start, self.speed = start.timestamp(), speed
        self._begun = asyncio.get_running_loop().time()

    def now(self) -> float:
        return self.start + (asyncio.get_running_loop().time() - self._begun) * self.speed

    async def wait_for(self, second: float) -> None:
        await asyncio.sleep(max(0.0, (second - self.now()) / self.speed))


@dataclass
class Line:
    """One device and its connection."""

    world: World
    device: Device
    host: str
    port: int
    clock: Clock
    tally: Tally
    patience: float = CELLULAR.seconds
    state: State = field(default_factory=State)
    waiting: deque[Message] = field(default_factory=deque)
    sent: dict[str, Message] = field(default_factory=dict)
    ahead: deque[tuple[int, Upload]] = field(default_factory=deque)
    worked_out: int = 0
    last: str = ""
    pause: float = 0.5
    writer: asyncio.StreamWriter | None = None
    reader: "asyncio.Task[None] | None" = None

    async def live(self, until: float | None) -> None:
        """Until the world's clock stands at ``until``, or for ever."""
        second = int(self.clock.start) // STEP * STEP + self.device.number % STEP
        self.worked_out = second
        try:
            while until is None or second <= until:
                await self.clock.wait_for(second)
                self._collect(second)
                if self._reachable(second):
                    await self._give()
                else:
                    self.close()
                second += STEP
            await self._finish()
        finally:
            self.close()

    def close(self) -> None:
        """Hang up."""
        if self.reader:
            self.reader.cancel()
        if self.writer:
            self.writer.close()
        self.writer = self.reader = None

    def _collect(self, until: int) -> None:
        """What fell due up to ``until`` by the world's clock; worked out some way ahead, because
        many instants cost hardly more than one."""
        if until > self.worked_out:
            end = until + AHEAD
            self.ahead += due(self.world, self.device, self.worked_out, end)
            self.worked_out = end
        while self.ahead and self.ahead[0][0] <= until:
            second, upload = self.ahead.popleft()
            if upload.command != REAL or self.state.talking:
                self._queue(second, upload)
        while len(self.waiting) > MOST_WAITING:
            self.waiting.popleft()
            self.tally.dropped += 1

    def _queue(self, second: int, upload: Upload) -> None:
        self.last = compose.number(datetime.fromtimestamp(second, UTC), self.last)
        what = fate(self.world, self.device, second)
        self.waiting.append(Message(self.last, upload, what))
        self.tally.messages += 1

    def _reachable(self, second: int) -> bool:
        return bool(reachable(self.world, self.device, np.array([second], np.int64))[0])

    async def _give(self) -> None:
        if not await self._connected():
            return
        try:
            self._take_back()
            while self.waiting and len(self.sent) < AT_ONCE:
                await self._send(self.waiting.popleft())
        except OSError:
            self._broken()

    async def _connected(self) -> bool:
        if self.writer and not self.writer.is_closing():
            return True
        self._broken()
        try:
            reader, self.writer = await asyncio.open_connection(self.host, self.port)
        except OSError:
            await asyncio.sleep(self.pause)
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
            return False
        self.pause = 0.5
        self.tally.connected += 1
        self.reader = asyncio.create_task(self._hear(reader))
        return True

    def _broken(self) -> None:
        """The line is gone: what was not answered waits again, before what came later."""
        self.close()
        self.waiting.extendleft(reversed(self.sent.values()))
        self.sent.clear()

    def _take_back(self) -> None:
        """What has waited too long for its answer is sent again; tried often enough, it waits for
        another connection."""
        now = asyncio.get_running_loop().time()
        late = [m for m in self.sent.values() if m.sent + self.patience < now]
        if any(message.tries > CELLULAR.resends for message in late):
            raise ConnectionError("no answers")
        for message in reversed(late):
            del self.sent[message.number]
            self.waiting.appendleft(message)

    async def _send(self, message: Message) -> None:
        assert self.writer is not None
        what = message.fate
        made = frames(
            self.device,
            message.upload,
            message.number,
            again=message.tries > 0,
            packets=what.in_packets,
        )
        message.left, message.tries = len(made), message.tries + 1
        message.sent = asyncio.get_running_loop().time()
        self.sent[message.number] = message
        self.tally.resent += len(made) if message.tries > 1 else 0
        for frame in _on_the_way(made, what, first=message.tries == 1):
            self.tally.frames += 1
            for piece in _pieces(frame, what):
                self.writer.write(piece)
                await self.writer.drain()
                if what.in_pieces:
                    await asyncio.sleep(0)

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        splitter = Splitter()
        with suppress(OSError):
            while data := await reader.read(_BLOCK):
                for piece in splitter.feed(data):
                    frame = examined(piece)
                    if frame.sound:
                        await self._answer(parsed(frame.segment))
        if self.writer:
            self.writer.close()

    async def _answer(self, said: Segment) -> None:
        message = self.sent.get(said.number)
        if said.command in ("9013", "9014"):
            if message is None:
                return
            message.left -= 1
            if message.left <= 0:
                self._settled(message)
            return
        self.tally.commands += 1
        now = int(self.clock.now())
        for frame in answers(self.world, self.device, self.state, said, now):
            assert self.writer is not None
            self.writer.write(frame)
            self.tally.frames += 1
            await self.writer.drain()

    def _settled(self, message: Message) -> None:
        del self.sent[message.number]
        self.tally.answered += 1
        if message.fate.again and message.tries == 1:
            self.tally.answered -= 1
            self.waiting.append(message)

    async def _finish(self) -> None:
        """What is still under way has as long as a device's patience lasts."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self.patience * (2 + CELLULAR.resends)
        while (self.waiting or self.sent) and loop.time() < end:
            await self._give()
            await asyncio.sleep(0.05)


def _on_the_way(made: Sequence[bytes], what: Fate, *, first: bool) -> Iterator[bytes]:
    """Frames as they arrive: damaged and doubled only when they are sent for the first time."""
    for frame in made:
        if what.damaged and first:
            broken = b"0" if frame[-6:-5] != b"0" else b"1"
            yield frame[:-6] + broken + frame[-5:]
            continue
        yield frame
        if what.twice and first:
            yield frame


def _pieces(frame: bytes, what: Fate) -> Iterator[bytes]:
    size = 23 if what.in_pieces else len(frame)
    for start in range(0, len(frame), size):
        yield frame[start : start + size]


@dataclass(frozen=True)
class Run:
    """How the devices are run. ``until`` is by the world's clock, ``patience`` by ours: seconds a
    device waits for an answer."""

    host: str
    port: int
    start: datetime
    speed: float = 1.0
    until: datetime | None = None
    patience: float = CELLULAR.seconds


async def run(world: World, devices: Sequence[Device], how: Run, tally: Tally) -> list[Line]:
    """All devices at work until ``how.until``; the lines as they were left."""
    clock = Clock(how.start, how.speed)
    lines = [Line(world, each, how.host, how.port, clock, tally, how.patience) for each in devices]
    end = how.until.timestamp() if how.until else None
    async with asyncio.TaskGroup() as group:
        for line in lines:
            group.create_task(line.live(end))
    return lines
