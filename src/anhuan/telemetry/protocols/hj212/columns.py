"""Many frames at once, from whatever sockets, into columns: one row a frame, one row a value.

The CRC, every name, number, mark and time are read by array operations. A frame that is in any
way out of the ordinary is read alone by ``segment`` and ``readings``; what is read here is what
they would give, as floats. The texts stay in the frames.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anhuan.telemetry.protocols.hj212 import frame, readings, segment
from anhuan.telemetry.protocols.hj212.area import Area, Values
from anhuan.telemetry.protocols.hj212.framing import SEGMENT_AT
from anhuan.telemetry.protocols.hj212.names import NONE
from anhuan.telemetry.protocols.hj212.plain import NUMBER, Plain, plain_frames
from anhuan.telemetry.protocols.hj212.revision import ISSUED_2025, MEASURED, Revision
from anhuan.telemetry.protocols.hj212.segment import Segment
from anhuan.telemetry.protocols.hj212.texts import NO_TIME, Flags, Floats, Times

OTHER_MARK: Final = 255
"""A mark of more than one character, or outside ASCII."""
_OPEN: Final = b"CP=&&"
_CLOSE: Final = b"&&"
_BEHIND: Final = len(b"&&CCCC\r\n")
_REVISIONS: Final = tuple(Revision)
_NO_FLAG, _RESERVED = -1, 3
_ISSUED: Final = np.datetime64(f"{ISSUED_2025}T00", "ms") - np.timedelta64(8, "h")


def _measured() -> Flags:
    table = np.zeros((len(_REVISIONS), 256), np.bool_)
    for place, revision in enumerate(_REVISIONS):
        for mark in MEASURED[revision]:
            table[place, ord(mark or "\0")] = True
    return table


_MEASURED: Final = _measured()


@dataclass(frozen=True)
class Columns:
    """What was read. Per frame: whether its CRC holds, station and head by number (−1: none),
    revision by place in ``Revision``, time of data in UTC, whether it was read alone. Per value:
    its frame, factor and statistic by number, the value (NaN: a gap), the mark (0: none)."""

    sound: Flags
    station: NDArray[np.int32]
    head: NDArray[np.int32]
    revision: NDArray[np.int8]
    at: Times
    alone: Flags
    frame: NDArray[np.int32]
    factor: NDArray[np.int32]
    statistic: NDArray[np.int32]
    value: Floats
    mark: NDArray[np.uint8]


class Head(NamedTuple):
    """What stands before CP, but for the number: the same in every frame of one kind."""

    fields: Segment
    station: int
    claimed: int


class Reader:
    """Reads batches, and keeps the numbers of stations, factors, statistics and heads from one to
    the next. Of each it keeps no more than is said here, whatever is sent; what found no room has
    the number −1 and its frame has the text. Heads are forgotten, all at once and between two
    batches, when there are more than ``most_heads``: their numbers hold for the batch."""

    def __init__(
        self,
        most_names: int = 16_384,
        most_stations: int = 1_000_000,
        most_heads: int = 65_536,
    ) -> None:
        self.area = Area(most_names)
        self.most_stations, self.most_heads = most_stations, most_heads
        self.stations: dict[str, int] = {}
        self.heads: list[Head] = []
        self._by_text: dict[bytes, int] = {}
        self._station_of = np.zeros(1_024, np.int32)
        self._claimed_of = np.zeros(1_024, np.int8)

    @property
    def factors(self) -> list[str]:
        """The codes of factors by their numbers."""
        return [name.decode("utf-8", "replace") for name in self.area.factors.names]

    @property
    def statistics(self) -> list[str]:
        """The statistics (Rtd, Avg, …) by their numbers."""
        return [name.decode("utf-8", "replace") for name in self.area.statistics.names]

    def read(self, frames: Sequence[bytes]) -> Columns:
        """The columns of these frames, each a whole one with its CR LF."""
        if len(self.heads) > self.most_heads:
            self.heads, self._by_text = [], {}
        count = len(frames)
        looked = plain_frames(frames)
        sound = looked.sound
        head = np.full(count, NONE, np.int32)
        bodies, places = self._halves(frames, looked, head)
        rows = np.array(places, np.intp)
        values = self.area.read(bodies) if bodies else _no_values()
        alone = ~sound
        alone[rows[values.odd]] = True
        at = np.full(count, NO_TIME)
        at[rows] = values.at
        new = np.zeros(count, np.bool_)
        new[rows] = values.new_codes
        station = np.where(head == NONE, NONE, self._station_of[head])
        claimed = np.where(head == NONE, _NO_FLAG, self._claimed_of[head])
        revision = _revisions(claimed, new, at)
        of = rows[values.area].astype(np.int32)
        measured = _MEASURED[revision[of], values.mark]
        value = np.where(measured, values.value, np.nan)
        read = Columns(
            sound, station, head, revision, at, alone,
            of, values.factor, values.statistic, value, values.mark,
        )  # fmt: skip
        return self._with_those_alone(read, frames) if alone.any() else read

    def _halves(
        self, frames: Sequence[bytes], looked: Plain, head: NDArray[np.int32]
    ) -> tuple[list[bytes], list[int]]:
        """The data areas that are not empty and whose they are; notes the head of each frame.
        What has no data area in its place is left to be read alone."""
        looked.sound[~looked.closed] = False
        chosen = np.flatnonzero(looked.sound)
        starts = np.where(looked.numbered, NUMBER, SEGMENT_AT)[chosen].tolist()
        places = chosen.tolist()
        parts = [frames[place].partition(_OPEN) for place in places]
        bodies = [after[:-_BEHIND] for _, _, after in parts]
        texts = [before[start:] for (before, _, _), start in zip(parts, starts, strict=True)]
        known = list(map(self._by_text.get, texts))
        head[places] = [
            self._number_of(text) if number is None else number
            for text, number in zip(texts, known, strict=True)
        ]
        if all(bodies):
            return bodies, places
        for place, (_, _, after) in zip(places, parts, strict=True):
            if len(after) < _BEHIND:
                looked.sound[place], head[place] = False, NONE
        full = [index for index, body in enumerate(bodies) if body]
        return [bodies[index] for index in full], [places[index] for index in full]

    def _number_of(self, text: bytes) -> int:
        """The number of a head, a new one when it was not met before."""
        known = self._by_text.get(text)
        if known is None:
            known = self._by_text[text] = len(self.heads)
            fresh = self._head(segment.parsed(text + _OPEN + _CLOSE))
            self.heads.append(fresh)
            if known >= len(self._station_of):
                self._station_of = np.resize(self._station_of, 2 * known)
                self._claimed_of = np.resize(self._claimed_of, 2 * known)
            self._station_of[known], self._claimed_of[known] = fresh.station, fresh.claimed
        return known

    def _head(self, fields: Segment) -> Head:
        flag = fields.flag
        claimed = flag.claimed if flag else None
        bits = _NO_FLAG if flag is None else _RESERVED
        place = bits if claimed is None else _REVISIONS.index(claimed)
        return Head(fields, self._station(fields.station), place)

    def _station(self, name: str) -> int:
        if name not in self.stations and len(self.stations) < self.most_stations:
            self.stations[name] = len(self.stations)
        return self.stations.get(name, NONE)

    def _with_those_alone(self, read: Columns, frames: Sequence[bytes]) -> Columns:
        """With the frames added that are read alone, in the order of the frames."""
        rows: list[tuple[int, int, int, float, int]] = []
        for place in np.flatnonzero(read.alone).tolist():
            rows += self._alone(read, place, frames[place])
        if not rows:
            return read
        more = list(zip(*rows, strict=True))
        frame_ = np.concatenate([read.frame, np.array(more[0], np.int32)])
        order = np.argsort(frame_, kind="stable")
        return Columns(
            read.sound, read.station, read.head, read.revision, read.at, read.alone,
            frame_[order],
            np.concatenate([read.factor, np.array(more[1], np.int32)])[order],
            np.concatenate([read.statistic, np.array(more[2], np.int32)])[order],
            np.concatenate([read.value, np.array(more[3], np.float64)])[order],
            np.concatenate([read.mark, np.array(more[4], np.uint8)])[order],
        )  # fmt: skip

    def _alone(
        self, read: Columns, place: int, raw: bytes
    ) -> list[tuple[int, int, int, float, int]]:
        found = frame.inspected(raw)
        read.sound[place] = found.sound
        if not found.sound:
            return []
        before = found.segment.partition(_OPEN)[0]
        numbered = before[:3] == b"QN=" and before[20:21] == b";" and before[3:20].isdigit()
        read.head[place] = self._number_of(before[21:] if numbered else before)
        parts = segment.parsed(found.segment)
        told = readings.report(parts)
        read.station[place] = self._station(parts.station)
        read.revision[place] = _REVISIONS.index(told.revision)
        read.at[place] = _moment(told.at)
        factors, statistics = self.area.factors, self.area.statistics
        return [
            (
                place,
                factors.number(one.code.encode()),
                statistics.number(one.statistic.encode()),
                float("nan") if one.value is None else float(one.text),
                _mark_byte(one.mark),
            )
            for one in told.readings
        ]


def _moment(at: datetime | None) -> np.datetime64:
    if at is None:
        return NO_TIME
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "ms")


def _mark_byte(mark: str) -> int:
    if len(mark) > 1 or not mark.isascii():
        return OTHER_MARK
    return ord(mark or "\0")


def _no_values() -> Values:
    none = np.zeros(0, np.int32)
    no = np.zeros(0, np.bool_)
    return Values(
        none, none, none, np.zeros(0), none.astype(np.uint8), np.full(0, NO_TIME), no, no
    )


def _revisions(claimed: NDArray[np.int8], new: Flags, at: Times) -> NDArray[np.int8]:
    """``revision_of`` for each frame."""
    revision = np.where((claimed == _NO_FLAG) | (claimed == _RESERVED), 0, claimed)
    revision[claimed == _RESERVED] = 1
    revision[(claimed == 2) & (at < _ISSUED)] = 1
    revision[(revision == 0) & new] = 1
    return revision.astype(np.int8)
