"""Stations and what they send, as values that cross the boundary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from msgspec import Struct

from anhuan.base.intake import RowProblem
from anhuan.telemetry.protocols.hj212.revision import Revision


@unique
class Kind(StrEnum):
    """What a station measures: the air around it, with small sensors or not, what a firm lets
    out into air or water, or the current its machines draw."""

    AIR = "air"
    MICRO = "micro"
    GAS = "gas"
    WATER = "water"
    POWER = "power"


@unique
class Span(StrEnum):
    """What a reading is of: an instant (HJ 212 command 2011), ten minutes or less (2051), an hour
    (2061), a day (2031)."""

    REAL = "real"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


@unique
class Meeting(StrEnum):
    """Why a sender is a stranger."""

    UNKNOWN = "unknown"
    WRONG_PASSWORD = "wrong-password"


@unique
class Standing(StrEnum):
    """How far an order to a station has come. ``lapsed``: the station did not connect in time;
    the others as ``protocols.hj212.exchange`` says."""

    WAITING = "waiting"
    SENT = "sent"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    SILENT = "silent"
    LAPSED = "lapsed"


# Readings come by the hundred thousand and hold nothing that could hold them: the collector of
# cycles, which would look through all of them again and again, leaves them alone (gc=False).


class Value(Struct, frozen=True, array_like=True, gc=False):
    """What was sent of one factor: the average (of an instant the value), lowest, highest, sum,
    the average converted to reference oxygen (折算), the data flag. ``more``: any other statistic
    by its suffix. Exact, in the unit of the station."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    total: Decimal | None = None
    converted: Decimal | None = None
    mark: str = ""
    more: Mapping[str, Decimal] | None = None

    @property
    def numbers(self) -> tuple[Decimal | None, ...]:
        """The first five."""
        return self.value, self.low, self.high, self.total, self.converted


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a station says of one time. ``at``: an aware instant, the start of the period."""

    station: UUID
    span: Span
    at: datetime
    values: Mapping[str, Value]
    revision: Revision = Revision.OF_2017


class Packed(NamedTuple):
    """A sample as it is stored, from whoever reads them by the thousand and answers for each:
    ``number`` of a station, ``at`` in seconds of Unix time, ``body`` as ``packing.packed``."""

    number: int
    span: Span
    at: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OddFrame:
    """Bytes to be kept as they came. ``code``: the MN they name, "" for none."""

    code: str
    raw: bytes
    deviations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a batch: how many samples are new, how many were there already."""

    added: int
    same: int


class Reading(Struct, frozen=True, gc=False):
    """One factor of one station at one time. ``value`` and its companions are None where nothing
    was sent, or where the flag says that it is no measurement; ``sent`` is what was sent."""

    station: UUID
    at: datetime
    span: Span
    factor: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    total: Decimal | None
    converted: Decimal | None
    mark: str
    sent: Value
    received_at: datetime


class Mean(Struct, frozen=True, gc=False):
    """The mean of a station's factor over the hour that begins ``at``, and how many valid values
    it is made of (``size``); None of none."""

    station: UUID
    factor: str
    at: datetime
    mean: Decimal | None
    size: int


class Bucket(Struct, frozen=True, gc=False):
    """A stretch of a curve that begins ``at``: lowest, average and highest of its ``size`` valid
    values. A stretch without any is not there."""

    at: datetime
    low: Decimal
    average: Decimal
    high: Decimal
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A curve: buckets of ``step`` seconds each, in order."""

    station: UUID
    factor: str
    step: int
    buckets: tuple[Bucket, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A file of a closed day: its place under the data folder, and what it must be."""

    id: UUID
    day: date
    number: int
    place: str
    sha256: str
    size: int
    rows: int
    sealed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRow:
    """A station as it is shown. ``number``: by which its readings are stored."""

    id: UUID
    version: int
    number: int
    code: str
    name: str
    kind: Kind
    site: UUID | None
    site_name: str
    area: UUID | None
    area_path: str
    area_name: str
    lon: float | None
    lat: float | None
    interval: int
    reference: bool
    units: Mapping[str, str]
    heard_at: datetime | None
    retired_at: datetime | None

    @property
    def retired(self) -> bool:
        return self.retired_at is not None

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude in degrees (WGS 84), where it has a place."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a gateway needs to let a station in. ``password`` is sent in the clear by HJ 212."""

    station: UUID
    number: int
    code: str
    password: str
    cipher_key: str
    interval: int
    retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangerRow:
    """A sender in quarantine: no station has its code, or its password is another."""

    id: UUID
    code: str
    reason: Meeting
    peer: str
    system: str
    first_at: datetime
    last_at: datetime
    count: int
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """What a factor of a station must keep between on the days from ``valid_from`` to
    ``valid_to``, both included; in the unit the station sends it in."""

    id: UUID
    version: int
    station: UUID
    factor: str
    span: Span
    lowest: Decimal | None
    highest: Decimal | None
    source: str
    valid_from: date
    valid_to: date | None


SPANS: Final[Mapping[Span, int]] = MappingProxyType({span: n for n, span in enumerate(Span)})
"""By which number a span is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """What a station was asked. ``details``: what goes with the command, as texts; ``answers``:
    the data areas it sent back, the last ones of many."""

    id: UUID
    station: UUID
    code: str
    command: str
    details: Mapping[str, str]
    standing: Standing
    number: str
    taken: int | None
    executed: int | None
    answers: tuple[str, ...]
    asked_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None


class Target(NamedTuple):
    """What a column of a table holds: a factor by its code of 2017, and by what its numbers are
    multiplied to come in the unit of the station."""

    factor: str
    times: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How a table of readings is read. ``factors``: by heading. ``station``: the heading of the
    station, "" where the whole table is of ``code``; ``codes``: the MN by what that column says,
    where it says something else. ``mark``: the heading of the data flag, "" for none."""

    factors: Mapping[str, Target]
    time: str
    station: str = ""
    code: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    span: Span = Span.HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingImport:
    """What an import of readings did, or would do. ``wrong``: how many rows have a problem;
    ``problems``: the first of them, by row of the table. ``empty``: rows without any value."""

    rows: int
    added: int
    same: int
    empty: int
    wrong: int
    problems: tuple[RowProblem, ...]
    saved: bool
