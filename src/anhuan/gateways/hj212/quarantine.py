"""What is no frame of a station of ours: kept within bounds, and all of it counted."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from anhuan.telemetry.protocols.hj212.framing import Piece
from anhuan.telemetry.types import Meeting, OddFrame

_CODE: Final = re.compile(rb"MN=([0-9A-Za-z_-]{1,24});")
PER_ADDRESS: Final = 50
PER_WINDOW: Final = 5_000
WINDOW: Final = timedelta(hours=1)
"""How many broken pieces are kept as they came; more of them are counted only."""
MOST_MET: Final = 1_000
"""Senders met in one batch; more of them are counted only."""


@dataclass
class Met:
    """A sender that is no station, in one batch."""

    reason: Meeting
    peer: str
    system: str
    raw: bytes
    count: int = 0


class Quarantine:
    """What strangers and broken lines left, batch by batch."""

    def __init__(self) -> None:
        self.strangers: dict[str, Met] = {}
        self.odd: list[OddFrame] = []
        self.uncounted = 0
        self._kept: Counter[str] = Counter()
        self._since: datetime | None = None

    def meet(self, code: str, reason: Meeting, peer: str, system: str, raw: bytes) -> None:
        """A sound frame of a code that is no station's, or with another password."""
        code = code[:64]
        if code not in self.strangers and len(self.strangers) >= MOST_MET:
            self.uncounted += 1
            return
        met = self.strangers.setdefault(code, Met(reason, peer, system, raw))
        met.reason, met.peer, met.system, met.raw = reason, peer, system, raw
        met.count += 1

    def broken(self, piece: Piece, told: tuple[str, ...], peer: str, at: datetime) -> None:
        """Bytes that are no frame, or one whose CRC does not hold: used for nothing."""
        if self._since is None or at - self._since > WINDOW:
            self._since = at
            self._kept.clear()
        if self._kept[peer] >= PER_ADDRESS or self._kept.total() >= PER_WINDOW:
            self.uncounted += 1
            return
        self._kept[peer] += 1
        self.odd.append(OddFrame(code=code_in(piece.raw), raw=piece.raw, deviations=told))

    def taken(self) -> tuple[dict[str, Met], list[OddFrame]]:
        """What is to be stored now; the next batch begins empty."""
        out = self.strangers, self.odd
        self.strangers, self.odd = {}, []
        return out


def code_in(raw: bytes) -> str:
    """The MN that stands in bytes nobody vouches for, "" for none."""
    found = _CODE.search(raw[:200])
    return found[1].decode("ascii") if found else ""
