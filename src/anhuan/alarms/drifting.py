"""Micro-stations beside the reference stations around them (``domain.md`` §4.8)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from operator import itemgetter
from typing import Final
from uuid import UUID

from anhuan.alarms.gathering import Hours, hours_of
from anhuan.alarms.types import DriftBoard, DriftLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.alarm_rule import DriftRule
from anhuan.kernel.drift import drift
from anhuan.kernel.geo import distance_m
from anhuan.rulebook.standards import alarm_rules_at
from anhuan.telemetry.queries import stations
from anhuan.telemetry.types import Kind, StationRow

Point = tuple[float, float]
Beside = Sequence[StationRow]
SHARE: Final = Decimal("0.5")
"""Of an hour made of minutes."""


def compared(viewer: Viewer) -> DriftBoard | None:
    """Every visible micro-station that has a place, factor by factor, over the last whole hours.
    Those that stand off come first. None where no rule is in force."""
    rules = alarm_rules_at(viewer.at, known_at=viewer.at).rules
    if "drift" not in rules:
        return None
    rule: DriftRule = rules["drift"].rule
    factors = sorted(rules["jump"].rule.factors) if "jump" in rules else ()
    own = _placed(stations(viewer, kinds=(Kind.MICRO,)))
    others = _placed(row for row in stations(viewer, kinds=(Kind.AIR,)) if row.reference)
    beside = {row.id: _beside(point, others, rule.radius) for row, point in own}
    rows = {row.id: row for found in beside.values() for row in found}
    rows |= {row.id: row for row, _ in own if beside[row.id]}
    end = viewer.at.replace(minute=0, second=0, microsecond=0)
    start = end - timedelta(days=rule.days)
    hours = hours_of(rows.values(), start=start, end=end, share=SHARE, factors=factors)
    sent = _factors(hours)
    lines = [
        line
        for row, _ in own
        for line in _lines(row, beside[row.id], sent.get(row.id, ()), hours, rule)
    ]
    lines.sort(key=lambda one: (not one.drift.off, one.drift.off is None, one.station.name))
    return DriftBoard(
        rule=rule,
        verified=rules["drift"].verified,
        lines=tuple(lines),
        alone=tuple(row.name for row, _ in own if not beside[row.id]),
    )


def _placed(rows: Iterable[StationRow]) -> list[tuple[StationRow, Point]]:
    return [(row, row.point) for row in rows if row.point is not None]


def _beside(point: Point, others: Iterable[tuple[StationRow, Point]], radius: int) -> Beside:
    return [one for one, place in others if distance_m(point, place) <= radius]


def _factors(hours: Hours) -> Mapping[UUID, list[str]]:
    """What each station sent, in the order of the codes."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for station, factor in sorted(hours.values, key=itemgetter(1)):
        found[station].append(factor)
    return found


def _lines(
    row: StationRow, beside: Beside, factors: Iterable[str], hours: Hours, rule: DriftRule
) -> Iterator[DriftLine]:
    """One for each factor that both sent in the same unit."""
    for factor in factors:
        unit = row.units.get(factor, "")
        like = [
            one
            for one in beside
            if (one.id, factor) in hours.values and one.units.get(factor, "") == unit
        ]
        if like:
            yield DriftLine(
                station=row,
                factor=factor,
                references=tuple(one.name for one in like),
                drift=drift(_pairs(row, like, factor, hours), rule),
            )


def _pairs(
    row: StationRow, like: Sequence[StationRow], factor: str, hours: Hours
) -> Iterator[tuple[Decimal, Decimal]]:
    """Its hours with the mean of the reference stations that have that hour."""
    for at, value in hours.values[row.id, factor].items():
        told = [hours.values[one.id, factor].get(at) for one in like]
        known = [one for one in told if one is not None]
        if value is not None and known:
            yield value, sum(known, Decimal()) / len(known)
