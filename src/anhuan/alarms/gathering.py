"""Hours of stations: as they sent them, else as means of their minutes."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from anhuan.telemetry.queries import hourly, readings
from anhuan.telemetry.types import Span, StationRow

Series = dict[datetime, Decimal | None]


@dataclass(frozen=True, slots=True)
class Hours:
    """``values`` by station and factor; ``converted`` likewise, to reference oxygen; ``heard``:
    the hours of which a station sent anything, valid or not."""

    values: dict[tuple[UUID, str], Series] = field(default_factory=lambda: defaultdict(dict))
    converted: dict[tuple[UUID, str], Series] = field(default_factory=lambda: defaultdict(dict))
    heard: dict[UUID, set[datetime]] = field(default_factory=lambda: defaultdict(set))


def hours_of(
    rows: Iterable[StationRow],
    *,
    start: datetime,
    end: datetime,
    share: Decimal,
    factors: Collection[str] = (),
) -> Hours:
    """The hours of ``rows`` in [start, end). An hour made of minutes counts with ``share`` of as
    many values as the fullest hour of that factor has; one without is unknown."""
    found, stations = Hours(), [row.id for row in rows]
    sent = readings(None, stations=stations, factors=factors, start=start, end=end, span=Span.HOUR)
    for one in sent:
        hour = _hour(one.at)
        found.heard[one.station].add(hour)
        found.values[one.station, one.factor][hour] = one.value
        found.converted[one.station, one.factor][hour] = one.converted
    for span in (Span.MINUTE, Span.REAL):
        rest = [station for station in stations if station not in found.heard]
        if rest:
            _fill(found, rest, factors, start, end, span, share)
    return found


def _fill(
    found: Hours,
    stations: list[UUID],
    factors: Collection[str],
    start: datetime,
    end: datetime,
    span: Span,
    share: Decimal,
) -> None:
    means = hourly(None, stations=stations, factors=factors, start=start, end=end, span=span)
    fullest: dict[tuple[UUID, str], int] = defaultdict(int)
    for mean in means:
        key = (mean.station, mean.factor)
        fullest[key] = max(fullest[key], mean.size)
    for mean in means:
        key = (mean.station, mean.factor)
        enough = mean.size and mean.size >= share * fullest[key]
        found.heard[mean.station].add(mean.at)
        found.values[key][mean.at] = mean.mean if enough else None


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
