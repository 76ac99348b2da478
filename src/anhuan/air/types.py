"""Values of the air that cross its boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from anhuan.kernel.air import AirIndex
from anhuan.kernel.air_course import LevelChanges, Tally, YearOnYear
from anhuan.kernel.air_target import Countdown
from anhuan.rulebook.types import NamedRule

Concentrations = Mapping[str, Fraction | None]
"""By item of a report, in its unit; ``None`` where too few values stand behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AirPlace:
    """An area with stations that count for it, or one station (``station``)."""

    id: UUID
    name: str
    path: str
    stations: tuple[UUID, ...]
    station: bool = False
    counts: bool = True
    """Whether a station counts for its areas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AirHour:
    """The hour that begins at ``at``; ``index``: ``None`` where nothing was measured at all."""

    at: datetime
    index: AirIndex | None
    measured: Concentrations


@dataclass(frozen=True, slots=True, kw_only=True)
class AirDay:
    """A closed day; ``present`` of ``stations`` stations sent anything that counts."""

    day: date
    index: AirIndex | None
    measured: Concentrations
    present: int
    stations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDay:
    """What somebody published of a day, as they published it."""

    day: date
    aqi: int
    primary: str
    source: str
    entered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AirYear:
    """A year's days. ``edition``: the name by which every day here was computed, "" where each
    day is judged by the edition of its date. ``against``: the same days a year before, by the
    same edition, ``None`` where none of them has an index; ``changes``: the days whose level
    another edition would change."""

    year: int
    edition: str
    days: tuple[AirDay, ...]
    tally: Tally
    against: YearOnYear | None
    changes: LevelChanges | None
    published: Mapping[date, PublishedDay]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An area or a station now and yesterday; ``place``: its rank by yesterday's index among its
    neighbours, the best first, ``None`` without an index; ``tied``: how many share it."""

    of: AirPlace
    hour: AirHour | None
    day: AirDay | None
    place: int | None
    tied: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure entered for a target; ``official`` or preliminary."""

    through: date
    value: Decimal
    official: bool
    method: str
    coverage: str
    source: str
    entered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """A target and how it stands. ``countdown``: computed from the air, ``None`` where it is
    entered; ``figure``: the newest entered; ``gap``: how far beyond the bound, negative where it
    is better; ``change``: since the baseline, in percent of it."""

    id: UUID
    name: str
    area: UUID
    area_name: str
    rule: NamedRule
    starts_on: date
    ends_on: date
    baseline: Decimal | None
    bound: Decimal
    source: str
    owner: str
    set_at: datetime
    withdrawn_at: datetime | None
    countdown: Countdown | None
    figure: Figure | None
    gap: Fraction | None
    change: Fraction | None
