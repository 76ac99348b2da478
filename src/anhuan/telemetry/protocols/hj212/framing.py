"""Cuts a stream of bytes into frames (HJ 212-2017, 6.3): ``##``, length, segment, CRC, CR LF.

Every byte fed comes out again, in order, in one of three kinds of pieces: a frame, a broken start
of one, or junk. What comes out depends on the stream, not on how it was chunked (junk alone comes
in the portions in which it arrives). Memory is bounded by ``LONGEST`` and each byte is looked at
a fixed number of times, whatever the sender does.

Each ``##`` with four digits names the place where its frame ends. Those places are decided in
their order: a check that holds makes a frame, whatever stood open before it was cut short; one
that does not hold still makes a frame where CR LF follows and nothing begins inside.
"""

import re
from collections import deque
from enum import Enum
from heapq import heappop, heappush
from typing import Final, NamedTuple

from anhuan.telemetry.protocols.hj212.crc import Sums, crc
from anhuan.telemetry.protocols.hj212.deviations import Deviation, Fault

HEAD: Final = b"##"
TAIL: Final = b"\r\n"
SEGMENT_AT: Final = 6
CHECK: Final = 4
LONGEST: Final = SEGMENT_AT + 9999 + CHECK + len(TAIL)
"""The longest frame four digits can announce; no more than this waits in the buffer."""
_SIZES: Final = {b"##%04d" % size: SEGMENT_AT + size + CHECK for size in range(10_000)}
"""From the head of a frame to CR LF, by its first six bytes."""
_HEX: Final = re.compile(rb"[0-9A-Fa-f]{4}")
_RUN: Final = re.compile(rb"#{2,}")
_DIGITS: Final = re.compile(rb"##([0-9]*)")


class Kind(Enum):
    """What a piece of the stream is."""

    FRAME = "frame"
    BROKEN = "broken"
    JUNK = "junk"


class Piece(NamedTuple):
    """Some bytes of the stream; of a frame, where its segment starts and how long its end is."""

    raw: bytes
    kind: Kind
    start: int = SEGMENT_AT
    tail: int = len(TAIL)
    faults: tuple[Fault, ...] = ()

    @property
    def segment(self) -> bytes:
        """The data segment of a frame as it came."""
        return self.raw[self.start : len(self.raw) - CHECK - self.tail]

    @property
    def check(self) -> bytes:
        """The four characters of a frame's CRC as they came."""
        end = len(self.raw) - self.tail
        return self.raw[end - CHECK : end]


class Splitter:
    """One stream. ``feed`` what arrives; ``finish`` when it ends or has long been silent."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._base = 0  # place of the buffer's first byte in the stream
        self._searched = 0  # up to here every head is noted
        self._lined = 0  # up to here the first head was searched for the end of its line
        self._quiet = 2  # up to here nothing begins inside the first frame
        self._tried = -1  # the place where the short way was tried in vain
        self._heads: deque[int] = deque()
        self._strong: deque[int] = deque()  # heads with four digits
        self._unweighed: deque[int] = deque()  # heads whose digits are not there yet
        self._ends: list[tuple[int, int]] = []  # (end, start) of each that is not decided
        self._open: set[int] = set()  # heads that are not decided
        self._sums = Sums()
        self._out: list[Piece] = []
        self.looked = 0
        """Bytes looked at so far, each as often as it was."""

    @property
    def waiting(self) -> int:
        """Bytes held back until more arrives; at most ``LONGEST``."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[Piece]:
        """The pieces that are complete with ``data``."""
        if not self._buffer:
            taken = self._whole_frames(data)
            self._pass(taken)
            data = data[taken:]
        self._buffer += data
        return self._cut(final=False)

    def finish(self) -> list[Piece]:
        """What is left, as pieces. What is fed next begins a new stream."""
        return self._cut(final=True)

    def _cut(self, *, final: bool) -> list[Piece]:
        while self._buffer:
            if self._tried != self._base and (taken := self._whole_frames(self._buffer)):
                self._forget(taken)
            elif (not final and self._waits()) or not self._step(final):
                break
        out, self._out = self._out, []
        return out

    @property
    def _end(self) -> int:
        return self._base + len(self._buffer)

    def _whole_frames(self, data: bytes | bytearray) -> int:
        """Take the frames ``data`` begins with that nothing is wrong with; how long they are. The
        short way of nearly all traffic: CR LF where the digits say, and no head on the way."""
        at, ready, out = 0, len(data), self._out
        while (size := _SIZES.get(bytes(data[at : at + SEGMENT_AT]))) is not None:
            end = at + size
            if end + 2 > ready:
                break
            inside = data.find(HEAD, at + 2, end) if data[end : end + 2] == TAIL else at
            if inside >= 0:
                self._tried = self._base + at
                self.looked += inside - at
                break
            out.append(Piece(bytes(data[at : end + 2]), Kind.FRAME))
            at = end + 2
        self.looked += 2 * at
        return at

    def _waits(self) -> bool:
        """Whether a frame is under way and nothing began inside: then there is nothing to decide.
        The short way of a frame that comes in parts."""
        size = None if self._heads else _SIZES.get(bytes(self._buffer[:SEGMENT_AT]))
        if size is None or len(self._buffer) > size:
            return False
        start, self._quiet = self._quiet - self._base, self._end - 1
        self.looked += len(self._buffer) - start
        return self._buffer.find(HEAD, start) < 0

    def _step(self, final: bool) -> bool:
        """One decision, in the order of the stream; whether there was one to take."""
        self._note_heads(final)
        if not self._heads:
            return self._emit(self._end - (0 if final else self._spare()), Kind.JUNK)
        head = self._heads[0]
        if head > self._base:
            return self._emit(head, Kind.JUNK)
        if head not in self._open:
            return self._put_away(final=final)
        while self._ends and self._ends[0][1] < self._base:
            self._open.discard(heappop(self._ends)[1])
        if self._ends and self._reached(self._ends[0][0], final):
            end, start = heappop(self._ends)
            self._open.discard(start)
            self._decide(end, start)
            return True
        return False

    def _note_heads(self, final: bool) -> None:
        upto = self._end - (0 if final else self._spare())
        self.looked += max(0, upto - self._searched)
        at = self._searched - self._base
        while (run := _RUN.search(self._buffer, at)) and (final or run.end() < len(self._buffer)):
            # of more than two, those that digits can follow
            at = run.end()
            head = self._base + at - len(HEAD)
            self._heads.append(head)
            self._unweighed.append(head)
            self._open.add(head)
        self._searched = max(self._searched, upto)
        while self._unweighed and (self._unweighed[0] + SEGMENT_AT <= self._end or final):
            head = self._unweighed.popleft()
            at = head - self._base
            digits = self._buffer[at + 2 : at + SEGMENT_AT]
            if len(digits) == 4 and digits.isdigit():
                self._strong.append(head)
                heappush(self._ends, (head + SEGMENT_AT + int(digits) + CHECK, head))
            else:
                self._open.discard(head)

    def _reached(self, end: int, final: bool) -> bool:
        """Whether what follows a frame that ends here is known."""
        if final:
            return True
        at = end - self._base
        after = self._buffer[at : at + 2]
        return len(after) == 2 or (len(after) == 1 and after != b"\r")

    def _decide(self, end: int, start: int) -> None:
        """The frame that says it ends here is one, or is not."""
        if end > self._end:
            return
        at = end - self._base
        after = bytes(self._buffer[at : at + 2])
        tail = 2 if after == TAIL else 1 if after[:1] in (b"\r", b"\n") else 0
        if not self._holds(start, end):
            inside = len(self._strong) > 1 and self._strong[1] + SEGMENT_AT <= end
            if start != self._base or tail < 2 or inside:
                return
        self._accept(start, end, tail, after)

    def _accept(self, start: int, end: int, tail: int, after: bytes) -> None:
        while self._base < start:
            if self._heads[0] > self._base:
                self._emit(self._heads[0], Kind.JUNK)
            else:
                self._put_away(final=False)
        faults = () if tail == 2 else (Fault(Deviation.TERMINATOR, repr(after[:tail])[2:-1]),)
        stop = end + tail - self._base
        self._out.append(Piece(bytes(self._buffer[:stop]), Kind.FRAME, SEGMENT_AT, tail, faults))
        self._forget(stop)

    def _holds(self, start: int, end: int) -> bool:
        at = end - CHECK - self._base
        told = _HEX.fullmatch(self._buffer, at, at + CHECK)
        if told is None:
            return False
        sums = self._sums
        if sums.end < self._base:
            sums.drop(self._base)
        missing = bytes(self._buffer[sums.end - self._base : at])
        self.looked += len(missing)
        sums.take(missing)
        return sums.crc(start + SEGMENT_AT, end - CHECK) == int(told[0], 16)

    def _put_away(self, *, final: bool) -> bool:
        """Put away the first head, which is no frame by its own length: up to the end of its
        line or the next head. False when neither is there yet."""
        longest = self._base + LONGEST - 1
        limit = self._heads[1] if len(self._heads) > 1 else self._end
        known = len(self._heads) > 1 or final or len(self._buffer) > LONGEST
        limit = min(limit, longest)
        line = self._buffer.find(TAIL, self._lined - self._base, limit - self._base)
        self.looked += max(0, limit - self._lined)
        if line >= 0:
            return self._emit_line(line + len(TAIL))
        if known:
            return self._emit_line(limit - self._base)
        self._lined = max(self._base + 2, limit - 1)
        return False

    def _emit_line(self, size: int) -> bool:
        raw = bytes(self._buffer[:size])
        self.looked += 2 * size
        self._out.append(reread(raw))
        self._forget(size)
        return True

    def _spare(self) -> int:
        """How many bytes at the end may be a head, or the first half of one."""
        return 2 if self._buffer.endswith(HEAD) else 1 if self._buffer.endswith(b"#") else 0

    def _emit(self, stop: int, kind: Kind) -> bool:
        size = stop - self._base
        if size > 0:
            self._out.append(Piece(bytes(self._buffer[:size]), kind))
            self._forget(size)
        return size > 0

    def _forget(self, size: int) -> None:
        if size:
            del self._buffer[:size]
            self._pass(size)

    def _pass(self, size: int) -> None:
        base = self._base = self._base + size
        self._lined = self._quiet = base + 2
        self._searched = max(self._searched, base)
        for places in (self._heads, self._strong) if self._heads else ():
            while places and places[0] < base:
                places.popleft()
        while self._unweighed and self._unweighed[0] < base:
            self._open.discard(self._unweighed.popleft())
        if self._sums.end >= base:
            self._sums.drop(base)


def reread(raw: bytes) -> Piece:
    """A line that its length does not fit: a frame when its check holds all the same, with as many
    digits as there are, else a broken piece."""
    tail = 2 if raw.endswith(TAIL) else 1 if raw.endswith((b"\r", b"\n")) else 0
    end = len(raw) - tail - CHECK
    digits = _DIGITS.match(raw)
    run = digits.end() if digits else SEGMENT_AT
    decimal = raw[2:SEGMENT_AT].isdigit() and len(raw) > SEGMENT_AT
    for start in (SEGMENT_AT, run):
        told = raw[end : end + CHECK]
        if end >= start and _HEX.fullmatch(told) and crc(raw[start:end]) == int(told, 16):
            fits = decimal and start == SEGMENT_AT
            what = Deviation.LENGTH_MISMATCH if fits else Deviation.LENGTH_NOT_DECIMAL
            faults = [Fault(what, raw[2:start].decode("latin-1"))]
            if tail < 2:
                faults.append(Fault(Deviation.TERMINATOR, repr(raw[end + CHECK :])[2:-1]))
            return Piece(raw, Kind.FRAME, start, tail, tuple(faults))
    what = Deviation.CUT if decimal else Deviation.LENGTH_NOT_DECIMAL
    return Piece(raw, Kind.BROKEN, SEGMENT_AT, tail, (Fault(what),))
