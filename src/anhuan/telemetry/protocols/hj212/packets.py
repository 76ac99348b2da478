"""Puts sub-packets together (HJ 212-2017, tables C.49 and C.50), and knows what came again.

A sub-packet is a whole frame with a number, a length and a CRC of its own, and says PNUM and PNO.
Those of one message share station, system, command, PNUM and time of data.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, unique
from hashlib import sha256
from typing import Final

from anhuan.telemetry.protocols.hj212.segment import Segment

MOST_PARTS: Final = 999
"""More sub-packets than any message has; a greater PNUM is no packet number."""

Start = tuple[str, str, str, int]
Key = tuple[str, str, str, int, str]


@dataclass(frozen=True)
class Assembled:
    """A message: its parts in the order of PNO, and the numbers that never came."""

    parts: tuple[Segment, ...]
    missing: tuple[int, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every part is there."""
        return not self.missing


class NumbersWrong(ValueError):
    """A sub-packet whose PNUM and PNO name no place in a message."""


def place(segment: Segment) -> tuple[int, int] | None:
    """PNUM and PNO of a sub-packet; None for a packet that stands alone. Raises
    ``NumbersWrong``."""
    header, flag = segment.header, segment.flag
    given = [header[name] for name in ("PNUM", "PNO") if name in header]
    if len(given) < 2:
        if given or (flag is not None and flag.numbered and flag.version_bits):
            raise NumbersWrong("Flag bit1 set but PNUM and PNO missing")
        return None
    if not all(part.isascii() and part.isdigit() and len(part) <= 9 for part in given):
        raise NumbersWrong("PNUM or PNO is no number")
    whole, part = map(int, given)
    if not 1 <= part <= whole:
        raise NumbersWrong("PNO is not between 1 and PNUM")
    if whole > MOST_PARTS:
        raise NumbersWrong(f"PNUM is greater than {MOST_PARTS}")
    return whole, part


@dataclass
class _Open:
    due: datetime
    parts: dict[int, Segment] = field(default_factory=dict)


class Assembly:
    """The messages that are being put together. They hold at most ``most`` parts: the one that
    waited longest is crowded out and given incomplete, as is one whose ``patience`` ended."""

    def __init__(self, *, patience: timedelta = timedelta(seconds=60), most: int = 10_000) -> None:
        self.patience, self.most = patience, most
        self._open: OrderedDict[Key, _Open] = OrderedDict()
        self._last: dict[Start, Key] = {}
        self._held = 0

    def __len__(self) -> int:
        return self._held

    def take(self, segment: Segment, at: datetime) -> list[Assembled]:
        """What is complete or given up now that ``segment`` came at ``at``: the message it ends,
        or itself when it stands alone. A part that comes twice counts once; one that comes with
        other content begins the message anew. Raises ``NumbersWrong``."""
        numbers = place(segment)
        if numbers is None:
            return [Assembled((segment,))]
        whole, part = numbers
        key = self._key(segment, whole)
        out: list[Assembled] = []
        held = self._open.get(key)
        if held and part in held.parts and held.parts[part].items != segment.items:
            out.append(self._given(key))
            held = None
        if held is None:
            held = self._open[key] = _Open(at)
            self._last[key[:4]] = key
        self._held += part not in held.parts
        held.parts.setdefault(part, segment)
        held.due = at + self.patience
        self._open.move_to_end(key)
        if len(held.parts) == whole:
            out.append(self._given(key))
        while self._held > self.most:
            out.append(self._given(next(iter(self._open))))
        return out

    def expired(self, at: datetime) -> list[Assembled]:
        """The messages that waited too long, as far as they came."""
        return [self._given(key) for key, held in list(self._open.items()) if held.due <= at]

    def _key(self, segment: Segment, whole: int) -> Key:
        told = segment.parameters.get("DataTime", "")
        start = (segment.station, segment.system, segment.command, whole)
        # a part without a time belongs to the message of its kind that was begun last
        return (*start, told) if told else self._last.get(start, (*start, ""))

    def _given(self, key: Key) -> Assembled:
        held = self._open.pop(key)
        self._held -= len(held.parts)
        if self._last.get(key[:4]) == key:
            del self._last[key[:4]]
        parts = tuple(held.parts[number] for number in sorted(held.parts))
        return Assembled(parts, tuple(n for n in range(1, key[3] + 1) if n not in held.parts))


@unique
class Repeat(StrEnum):
    """Whether something came before."""

    NEW = "new"
    AGAIN = "again"
    CHANGED = "changed"


class Repeats:
    """The uploads of the last ``window``, at most ``most``. A message known by station, command
    and number, or by its time and the names of its data, is ``AGAIN`` when its data are the same,
    whatever its Flag or RF say, and ``CHANGED`` when they are not."""

    def __init__(self, *, window: timedelta = timedelta(hours=1), most: int = 100_000) -> None:
        self.window, self.most = window, most
        self._seen: OrderedDict[bytes, tuple[datetime, bytes]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def note(self, segment: Segment, at: datetime) -> Repeat:
        """Whether ``segment``, which came at ``at``, came before."""
        while self._seen and next(iter(self._seen.values()))[0] + self.window < at:
            self._seen.popitem(last=False)
        data = _digest(segment.items)
        keys = _identities(segment)
        known = [self._seen[key][1] for key in keys if key in self._seen]
        for key in keys:
            self._seen[key] = at, data
            self._seen.move_to_end(key)
        while len(self._seen) > self.most:
            self._seen.popitem(last=False)
        if not known:
            return Repeat.NEW
        return Repeat.AGAIN if data in known else Repeat.CHANGED


def _identities(segment: Segment) -> list[bytes]:
    """What makes a message the same one, each of one size: a sender chooses how long names are."""
    start = (segment.station, segment.system, segment.command, segment.header.get("PNO", ""))
    keys: list[object] = []
    if segment.number:
        keys.append((start, "QN", segment.number))
    if told := segment.parameters.get("DataTime"):
        names = tuple(name for item in segment.items for name, _ in item)
        keys.append((start, "DataTime", told, names))
    return [_digest(key) for key in keys]


def _digest(value: object) -> bytes:
    return sha256(repr(value).encode("utf-8", "surrogatepass")).digest()[:16]
