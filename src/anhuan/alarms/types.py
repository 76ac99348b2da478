"""Values of alarms that cross the boundary."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from anhuan.kernel.alarm import AlarmRule, Condition
from anhuan.kernel.alarm_rule import DriftRule
from anhuan.kernel.candidate import Candidate, Wind
from anhuan.kernel.drift import Drift
from anhuan.telemetry.types import Kind, StationRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What readings say of one station: a condition, by which rule it was told and from where on
    the readings behind it were all looked at."""

    station: UUID
    rule: AlarmRule
    factor: str
    unit: str
    condition: Condition
    step: timedelta
    source: str
    lowest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """Two power meters that belong together. ``rated``: kW of the line."""

    id: UUID
    production: UUID
    production_name: str
    treatment: UUID
    treatment_name: str
    rated: Decimal
    paired_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmLine:
    """An alarm as it is listed. ``case``: the number of its case, "" where none is visible."""

    id: UUID
    station: UUID
    station_name: str
    station_code: str
    kind: Kind
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
    withdrawn_at: datetime | None
    case_id: UUID | None
    case: str
    case_open: bool

    @property
    def active(self) -> bool:
        return self.ended_at is None and self.withdrawn_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmDay:
    """How many alarms one day raised, at how many stations, in how many cases they stand, and how
    many of them still go on."""

    raised: int
    stations: int
    cases: int
    active: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A candidate with the name of its place."""

    name: str
    candidate: Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Where a high value may come from: the wind of its hours, None where none was measured."""

    wind: Wind | None
    candidates: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmFile:
    """One alarm whole. ``source``: by which rule it was told."""

    line: AlarmLine
    source: str
    looked: Looked


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftLine:
    """A micro-station beside reference stations: one factor. ``references``: their names."""

    station: StationRow
    factor: str
    references: tuple[str, ...]
    drift: Drift


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftBoard:
    """``alone``: the names of micro-stations without a reference station beside them."""

    rule: DriftRule
    verified: bool
    lines: tuple[DriftLine, ...]
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Of one unit: into how many matters alarms went, how many of them somebody has looked at, the
    median minutes from the alarm to that (None where none was), and since when the first of the
    others waits."""

    unit: str
    matters: int
    seen: int
    minutes: int | None
    waits_since: datetime | None
