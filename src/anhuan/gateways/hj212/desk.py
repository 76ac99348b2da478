"""Reads batches of frames, has them stored in one transaction, and says what is answered."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, connections

from anhuan.gateways.hj212 import reading
from anhuan.gateways.hj212.asking import Asking
from anhuan.gateways.hj212.link import Link
from anhuan.gateways.hj212.ordinary import Ordinary, Parts, Read, parts_of
from anhuan.gateways.hj212.quarantine import Quarantine, code_in
from anhuan.gateways.hj212.server import Held, Said, Unavailable
from anhuan.telemetry import queries, services
from anhuan.telemetry.protocols.hj212 import compose
from anhuan.telemetry.protocols.hj212 import segment as segments
from anhuan.telemetry.protocols.hj212.commands import CELLULAR, Patience
from anhuan.telemetry.protocols.hj212.frame import Frame, examined
from anhuan.telemetry.protocols.hj212.framing import Kind
from anhuan.telemetry.protocols.hj212.plain import plain_frames
from anhuan.telemetry.types import Credential, Meeting, OddFrame, Packed, Sample

log = logging.getLogger(__name__)
REFRESH: Final = timedelta(seconds=10)
"""How soon a changed password, or a station that was retired, is known here."""
MOST_ASKED: Final = 500
"""Codes that are asked for in one batch because nobody knows them."""


@dataclass
class Batch:
    """What a batch leads to."""

    samples: list[Sample | Packed] = field(default_factory=list)
    odd: list[OddFrame] = field(default_factory=list)
    heard: set[UUID] = field(default_factory=set)
    answers: list[tuple[Link, bytes]] = field(default_factory=list)
    proved: set[Link] = field(default_factory=set)
    known: set[Link] = field(default_factory=set)
    unsound: list[tuple[Link, int]] = field(default_factory=list)
    unframed: list[int] = field(default_factory=list)
    """Which of the answers are segments yet."""

    def take_read(self, link: Link, read: Read) -> None:
        self.samples.append(read.sample)
        if read.answer is not None:
            self.unframed.append(len(self.answers))
            self.answers.append((link, read.answer))
        self.proved.add(link)
        self.known.add(link)

    def frame(self) -> None:
        """All answers become frames."""
        waiting = [self.answers[place] for place in self.unframed]
        made = compose.framed_all([segment for _, segment in waiting])
        for place, (link, _), answer in zip(self.unframed, waiting, made, strict=True):
            self.answers[place] = link, answer

    def take(self, link: Link, station: Credential, found: reading.Understood) -> None:
        if found.sample is not None:
            self.samples.append(found.sample)
        elif found.odd is not None:
            self.heard.add(station.station)
        if found.odd is not None:
            self.odd.append(found.odd)
        if found.answer is not None:
            self.answers.append((link, found.answer))
        self.known.add(link)


class StoringDesk:
    """The desk of the gateway; used in its storing thread only."""

    def __init__(self, patience: Patience = CELLULAR) -> None:
        self.asking = Asking(patience)
        self.stations: dict[str, Credential] = {}
        self.ordinary = Ordinary()
        self.quarantine = Quarantine()
        self.failed = 0
        self._fresh_until: datetime | None = None
        self._asked: set[str] = set()

    def store(self, batch: Sequence[Held]) -> Said:
        try:
            return self._stored(batch)
        except (OperationalError, InterfaceError) as error:
            self._forsake()
            raise Unavailable(str(error)) from error
        except Exception:
            # one frame that cannot be stored must not keep the others from being
            self.quarantine.taken()
            if len(batch) > 1:
                half = len(batch) // 2
                return _both(self.store(batch[:half]), self.store(batch[half:]))
            self.failed += 1
            log.exception("a frame could not be stored: %r", batch[0].piece.raw[:2_048])
            return Said((), frozenset(), frozenset(), ())

    def tick(self, at: datetime) -> Said:
        try:
            self._refresh(at)
            asked = self.asking.tick(at)
        except (OperationalError, InterfaceError) as error:
            self._forsake()
            raise Unavailable(str(error)) from error
        return Said(asked, frozenset(), frozenset(), ())

    def forget(self) -> None:
        """Ask for the stations anew before the next batch."""
        self._fresh_until = None

    def close(self) -> None:
        connections.close_all()

    def _forsake(self) -> None:
        """The next attempt begins with new connections; what was not stored comes again."""
        self.quarantine.taken()
        connections.close_all()

    def _stored(self, batch: Sequence[Held]) -> Said:
        at = batch[-1].at
        self._refresh(at)
        seconds = int(at.timestamp())
        out = Batch()
        parts = _parts(batch)
        for held, cut in zip(batch, parts, strict=True):
            read = self.ordinary.read(cut, self.stations, seconds) if cut else None
            if read is not None and read.station.code not in self.asking.talks:
                self.asking.move(read.station.code, held.link)
                out.take_read(held.link, read)
            else:
                self._strictly(held, cut, self._frame(held), out)
        out.frame()
        self._write(out, at)
        return Said(out.answers, frozenset(out.proved), frozenset(out.known), out.unsound)

    def _write(self, out: Batch, at: datetime) -> None:
        strangers, odd = self.quarantine.taken()
        services.record(out.samples, frames=[*out.odd, *odd], heard=out.heard, at=at)
        for code, met in strangers.items():
            services.meet_stranger(
                code=code,
                reason=met.reason,
                peer=met.peer,
                system=met.system,
                raw=met.raw,
                count=met.count,
                at=at,
            )

    def _strictly(self, held: Held, cut: Parts | None, frame: Frame, out: Batch) -> None:
        if not frame.sound:
            told = reading.told(frame.faults)
            self.quarantine.broken(held.piece, told, held.link.address, held.at)
            out.unsound.append((held.link, len(held.piece.raw)))
            return
        out.proved.add(held.link)
        segment = segments.parsed(frame.segment)
        code = reading.storable(segment.station)
        station = self._station(code)
        reason = _strange(segment, station)
        if station is None or reason is not None:
            reason = reason or Meeting.UNKNOWN
            peer, system = held.link.address, reading.storable(segment.system)
            self.quarantine.meet(code, reason, peer, system, frame.raw)
            return
        found = reading.understood(frame, segment, station, held.at)
        out.take(held.link, station, found)
        self.asking.hear(held.link, segment, found.revision, held.at)
        if cut is not None and not station.cipher_key:
            self.ordinary.learn(cut, segment, found)

    def _frame(self, held: Held) -> Frame:
        frame = examined(held.piece)
        if held.piece.kind is not Kind.FRAME:
            return frame
        station = self.stations.get(code_in(held.piece.raw))
        return reading.opened(frame, station) if station else frame

    # --- the stations ----------------------------------------------------------------------------

    def _station(self, code: str) -> Credential | None:
        """A station that was adopted since the last look is found at once, if not too many that
        are none were asked for."""
        if code not in self.stations and code not in self._asked and len(self._asked) < MOST_ASKED:
            self._asked.add(code)
            self.stations |= queries.credentials(None, codes=[code])
        return self.stations.get(code)

    def _refresh(self, at: datetime) -> None:
        if self._fresh_until is None or at >= self._fresh_until:
            self.stations = queries.credentials(None)
            self._fresh_until = at + REFRESH
            self._asked.clear()


def _strange(segment: segments.Segment, station: Credential | None) -> Meeting | None:
    if station is None or station.retired:
        return Meeting.UNKNOWN
    if station.password and station.password != segment.password:
        return Meeting.WRONG_PASSWORD
    return None


def _parts(batch: Sequence[Held]) -> list[Parts | None]:
    """The frames of a batch whose packet nothing is wrong with, cut up."""
    found: list[Parts | None] = [None] * len(batch)
    places = [
        place
        for place, held in enumerate(batch)
        if held.piece.kind is Kind.FRAME and not held.piece.faults
    ]
    looked = plain_frames([batch[place].piece.raw for place in places])
    whole = looked.sound & looked.numbered & looked.closed
    for place, good in zip(places, whole.tolist(), strict=True):
        if good:
            found[place] = parts_of(batch[place].piece.raw)
    return found


def _both(one: Said, other: Said) -> Said:
    return Said(
        [*one.answers, *other.answers],
        one.proved | other.proved,
        one.known | other.known,
        [*one.unsound, *other.unsound],
    )
