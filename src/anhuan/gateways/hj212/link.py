"""One connection: what has arrived of it and what waits for it."""

from __future__ import annotations

import asyncio
import socket
from enum import StrEnum, unique
from typing import TYPE_CHECKING, cast

from anhuan.telemetry.protocols.hj212.framing import Kind, Piece, Splitter

if TYPE_CHECKING:
    from anhuan.gateways.hj212.server import Server

READ_AT_ONCE = 64 * 1024
READ_UNPROVED = 4 * 1024
"""Of whoever has sent nothing sound since the last that was not: what looks like the beginnings of
many frames takes long to cut, and all others wait meanwhile."""
_START_KEPT = 2_048
_OTHERS_KEPT = 4
"""Of what arrives at once: how many pieces that are no frames are looked at."""


@unique
class Ended(StrEnum):
    """Why the gateway closed a connection."""

    FULL = "full"
    NO_FRAME = "no-frame"
    SLOW = "slow"
    IDLE = "idle"
    JUNK = "junk"
    UNREAD = "unread"


class Link(asyncio.BufferedProtocol):
    """A device's connection. All of them read into one buffer of the server: what was read is cut
    into pieces before the next is."""

    __slots__ = (
        "address",
        "begun_at",
        "clogged_at",
        "closing",
        "ended",
        "heard_at",
        "held",
        "junk",
        "opened_at",
        "pieces_held",
        "proved",
        "reading",
        "server",
        "splitter",
        "transport",
    )

    def __init__(self, server: Server) -> None:
        self.server = server
        self.splitter = Splitter()
        self.transport: asyncio.Transport | None = None
        self.address = ""
        self.opened_at = self.heard_at = 0.0
        self.begun_at: float | None = None
        self.clogged_at: float | None = None
        self.proved = self.closing = self.ended = False
        self.reading = True
        self.junk = self.held = self.pieces_held = 0

    # --- what asyncio calls ----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        plug = transport.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self.server.limits.unread)
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        self.transport.set_write_buffer_limits(high=self.server.limits.unread)
        self.opened_at = self.heard_at = self.server.loop.time()
        self.server.opened(self)

    def get_buffer(self, sizehint: int) -> memoryview:
        return self.server.buffer if self.proved and not self.junk else self.server.portion

    def buffer_updated(self, nbytes: int) -> None:
        self.heard_at = now = self.server.loop.time()
        pieces = self.splitter.feed(bytes(self.server.buffer[:nbytes]))
        if not self.splitter.waiting:
            self.begun_at = None
        elif self.begun_at is None or pieces:
            self.begun_at = now
        if pieces:
            self.took(pieces)

    def eof_received(self) -> bool:
        """The device will say no more; what it said is answered all the same."""
        self.took(self.splitter.finish())
        self.begun_at = None
        self.closing = True
        self.close_when_answered()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        if self.splitter.waiting:
            self.took(self.splitter.finish())
        self.transport = None
        self.server.closed(self)

    def pause_writing(self) -> None:
        self.clogged_at = self.server.loop.time()
        self.weigh()

    def resume_writing(self) -> None:
        self.clogged_at = None
        self.weigh()

    # --- what the server calls -------------------------------------------------------------------

    def took(self, pieces: list[Piece]) -> None:
        """Hand on what arrived; of what is no frame no more than its beginning."""
        other = [piece for piece in pieces if piece.kind is not Kind.FRAME]
        if other:
            shown = {id(piece) for piece in other[:_OTHERS_KEPT]}
            pieces = [
                piece if piece.kind is Kind.FRAME else piece._replace(raw=piece.raw[:_START_KEPT])
                for piece in pieces
                if piece.kind is Kind.FRAME or id(piece) in shown
            ]
        self.server.took(self, pieces)
        if other:
            self.waste(sum(len(piece.raw) for piece in other))
        if self.reading:
            self.weigh()

    def waste(self, size: int) -> None:
        """So many bytes were none of a sound frame."""
        self.junk += size
        self.server.counts.junk_bytes += size
        if self.junk > self.server.limits.junk:
            self.end(Ended.JUNK)

    def weigh(self) -> None:
        """Read on, or wait until what is held is stored and what was answered is taken."""
        if self.transport is None or self.transport.is_closing():
            return
        most = self.server.limits.held_by_one
        wanted = self.clogged_at is None and not self.server.full
        wanted = wanted and self.held <= (most if self.reading else most // 2)
        if wanted and not self.reading:
            self.transport.resume_reading()
        elif not wanted and self.reading:
            self.transport.pause_reading()
        self.reading = wanted

    def send(self, data: bytes) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(data)

    def close_when_answered(self) -> None:
        if self.closing and not self.pieces_held and self.transport is not None:
            self.transport.close()

    def overdue(self, now: float) -> Ended | None:
        """Why the connection has lasted too long, if it has."""
        limits = self.server.limits
        if self.clogged_at is not None:
            return Ended.UNREAD if now - self.clogged_at > limits.unread_for else None
        if not self.reading:
            return None
        if self.begun_at is not None and now - self.begun_at > limits.frame:
            return Ended.SLOW
        if not self.proved and now - self.opened_at > limits.first_frame:
            return Ended.NO_FRAME
        return Ended.IDLE if now - self.heard_at > limits.idle else None

    def settle(self, now: float) -> None:
        """Take what has waited for a while as it stands."""
        if self.begun_at is not None and now - self.heard_at > self.server.limits.pause:
            pieces = self.splitter.finish()
            self.begun_at = None
            self.took(pieces)

    def end(self, why: Ended) -> None:
        if self.ended:
            return
        self.ended = True
        self.server.counts.ended[why] += 1
        if self.splitter.waiting:
            self.took(self.splitter.finish())
        if self.transport is not None:
            self.transport.abort()
