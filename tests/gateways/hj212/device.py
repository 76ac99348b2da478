"""A device for tests: a plain socket that speaks HJ 212."""

import socket
from types import TracebackType

from anhuan.telemetry.protocols.hj212.frame import examined
from anhuan.telemetry.protocols.hj212.framing import Splitter
from anhuan.telemetry.protocols.hj212.segment import Segment, parsed
from tests.modules.telemetry.wire import framed

SECONDS = 10


def upload(
    code: str,
    area: str,
    *,
    number: str = "20261122120000123",
    command: str = "2011",
    flag: int = 5,
    password: str = "123456",
    more: str = "",
) -> bytes:
    """A frame of 2017 that asks for an answer."""
    head = f"QN={number};ST=22;CN={command};PW={password};MN={code};Flag={flag};{more}"
    return framed(f"{head}CP=&&{area}&&")


class Device:
    def __init__(self, port: int, *, receive: int = 0) -> None:
        self.socket = socket.socket()
        self.socket.settimeout(SECONDS)
        if receive:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        try:
            self.socket.connect(("127.0.0.1", port))
        except OSError:
            self.socket.close()
            raise
        self._splitter = Splitter()
        self._frames: list[Segment] = []

    def __enter__(self) -> "Device":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.socket.close()

    def send(self, *frames: bytes) -> None:
        self.socket.sendall(b"".join(frames))

    def hear(self, count: int = 1) -> list[Segment]:
        """The next ``count`` frames of the platform, each checked."""
        while len(self._frames) < count and (data := self.socket.recv(65_536)):
            for piece in self._splitter.feed(data):
                found = examined(piece)
                assert found.strict, found
                self._frames.append(parsed(found.segment))
        heard, self._frames = self._frames[:count], self._frames[count:]
        return heard

    def ask(self, *frames: bytes) -> list[tuple[str, str]]:
        """Send, and the command and number of as many answers."""
        self.send(*frames)
        return [(one.command, one.number) for one in self.hear(len(frames))]

    def rest(self) -> bytes:
        """Everything until the gateway closes."""
        data = bytearray()
        try:
            while more := self.socket.recv(65_536):
                data += more
        except ConnectionError:
            pass
        return bytes(data)

    def done(self) -> list[Segment]:
        """Say no more; what is answered until the gateway closes."""
        self.socket.shutdown(socket.SHUT_WR)
        return [parsed(examined(piece).segment) for piece in self._splitter.feed(self.rest())]
