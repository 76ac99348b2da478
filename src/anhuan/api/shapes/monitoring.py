"""Stations, readings, days of the air, alarms and units of hazard sources on the wire. Numbers
that were measured are texts with every digit."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec

from anhuan.hazards.types import Outdated
from anhuan.kernel.alarm import AlarmRule
from anhuan.telemetry.types import Span

# Other shapes have types of these names: a name of the document belongs to one of them.
StationKind = Literal["air", "micro", "gas", "water", "power"]
HazardKind = Literal["production", "storage"]
HazardStanding = Literal["not-assessed", "outdated", "major", "not-major", "ended"]
HazardOutcome = Literal["not-assessed", "not-major", "major"]


class Station(msgspec.Struct, frozen=True):
    """A station. ``code``: its MN; ``interval``: seconds between two instant values; ``units``:
    the unit of a factor where it is not the standard one."""

    id: UUID
    code: str
    name: str
    kind: StationKind
    site: UUID | None
    site_name: str
    area: UUID | None
    area_name: str
    lon: float | None
    lat: float | None
    interval: int
    reference: bool
    units: dict[str, str]
    heard_at: datetime | None
    retired_at: datetime | None


class Stations(msgspec.Struct, frozen=True):
    """A page by name; ``after`` opens the next and is empty on the last."""

    rows: tuple[Station, ...]
    after: str


class StationReading(msgspec.Struct, frozen=True):
    """A factor over the period that begins ``at``; the numbers are null where nothing was sent or
    ``mark``, the data flag, says that it is no measurement."""

    at: datetime
    factor: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    total: Decimal | None
    converted: Decimal | None
    mark: str
    received_at: datetime


class StationReadings(msgspec.Struct, frozen=True):
    """What a station sent from ``start`` on, before ``end``, by time."""

    station: UUID
    span: Span
    start: datetime
    end: datetime
    rows: tuple[StationReading, ...]


class DayOfAir(msgspec.Struct, frozen=True):
    """A closed day by one edition of the index, null where nothing was measured; ``aqi`` is null
    where the edition gives none. ``present`` of ``stations`` stations sent what counts."""

    day: date
    edition: str | None
    aqi: int | None
    level: int | None
    primary: tuple[str, ...]
    iaqi: dict[str, int | None]
    present: int
    stations: int


class DaysOfAir(msgspec.Struct, frozen=True):
    """The days of an area by day."""

    area: UUID
    name: str
    rows: tuple[DayOfAir, ...]


class MonitoringAlarm(msgspec.Struct, frozen=True):
    """An alarm. ``worst`` and ``limit`` in ``unit``; ``case``: the number of its case, empty
    where none is visible; ``ended_at`` is null while it goes on."""

    id: UUID
    station: UUID
    station_name: str
    station_code: str
    kind: StationKind
    rule: AlarmRule
    factor: str
    unit: str
    site: UUID | None
    site_name: str
    area_name: str
    began_at: datetime
    last_at: datetime
    ended_at: datetime | None
    count: int
    worst: Decimal | None
    limit: Decimal | None
    raised_at: datetime
    case: str


class MonitoringAlarms(msgspec.Struct, frozen=True):
    """A page, the last begun first; ``after`` opens the next and is empty on the last."""

    rows: tuple[MonitoringAlarm, ...]
    after: str


class HazardLine(msgspec.Struct, frozen=True):
    """A unit that stands. ``level``: 1 is the gravest, only of a major source; ``s`` and ``r``:
    exact, as fractions such as “37/20”, null before an assessment."""

    id: UUID
    version: int
    site: UUID
    site_name: str
    name: str
    kind: HazardKind
    standing: HazardStanding
    outdated: tuple[Outdated, ...]
    outcome: HazardOutcome | None
    level: int | None
    s: str | None
    r: str | None
    edition: str
    assessed_on: date | None
    valid_to: date | None
    filed_number: str
    filed_on: date | None


class HazardLines(msgspec.Struct, frozen=True):
    """A page, the gravest first; ``after`` opens the next and is empty on the last."""

    rows: tuple[HazardLine, ...]
    after: str
