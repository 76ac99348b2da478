"""Reads of raised states (值守状态): what was declared, and what holds for a unit when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.base.tree import ancestors, under_any
from anhuan.duty.models import RaisedState
from anhuan.duty.types import StateLine
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import PLAIN, Occasion, Raised
from anhuan.rulebook.queries import readiness_at
from anhuan.rulebook.types import ReadinessRule

MOST: Final = 100


def states_over(viewer: Viewer, *, at: datetime | None = None) -> list[StateLine]:
    """The states that hold at ``at`` or are to come, in the viewer's areas or declared above
    them, the highest first; one query where there is none."""
    when = at or viewer.at
    rows = _visible(viewer).filter(until__gt=when).filter(_not_ended(when))
    found = list(_ordered(rows)[:MOST])
    if not found:
        return []
    names = readiness_at(viewer.at)
    lines = [_line(row, names) for row in found]
    return sorted(lines, key=lambda line: (line.since > when, -line.asked.rank, line.since))


def former_states(viewer: Viewer, *, limit: int = MOST) -> list[StateLine]:
    """The states that are over, the last first."""
    over = Q(until__lte=viewer.at) | Q(ended_at__lte=viewer.at)
    names = readiness_at(viewer.at)
    return [_line(row, names) for row in _ordered(_visible(viewer).filter(over))[:limit]]


def state(viewer: Viewer, key: UUID) -> StateLine:
    """One state. Refuses ``NOT_VISIBLE``."""
    row = _ordered(_visible(viewer)).filter(pk=key).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return _line(row, readiness_at(viewer.at))


def raised_for(paths: Iterable[str], *, since: datetime) -> dict[str, list[Raised]]:
    """The states that hold at some instant from ``since`` on for each area, by its path."""
    wanted = set(paths)
    over = {above for path in wanted for above in (*ancestors(path), path)}
    rows = RaisedState.objects.filter(area_path__in=over, until__gt=since)
    found: dict[str, list[Raised]] = {path: [] for path in wanted}
    for row in rows.order_by("since", "id"):
        one = Raised(code=row.code, since=row.since, until=row.until, ended_at=row.ended_at)
        for path in wanted:
            if path.startswith(row.area_path):
                found[path].append(one)
    return found


def _visible(viewer: Viewer) -> QuerySet[RaisedState]:
    above = {over for path in viewer.areas for over in ancestors(path)}
    here = under_any("area_path", viewer.areas) | Q(area_path__in=above)
    return RaisedState.objects.filter(here | Q(unit__in=viewer.units))


def _not_ended(at: datetime) -> Q:
    return Q(ended_at__isnull=True) | Q(ended_at__gt=at)


def _ordered(rows: QuerySet[RaisedState]) -> QuerySet[RaisedState]:
    return rows.select_related("unit", "area").defer("area__geometry").order_by("-since", "id")


def _line(row: RaisedState, names: Mapping[str, ReadinessRule]) -> StateLine:
    rule = names.get(row.code)
    return StateLine(
        id=row.id,
        version=row.version,
        code=row.code,
        name=rule.name if rule else row.code,
        asked=rule.asked if rule else PLAIN,
        occasion=Occasion(row.occasion),
        because=row.because,
        unit=row.unit_id,
        unit_name=row.unit.short or row.unit.name,
        area_name=row.area.short or row.area.name,
        area_path=row.area_path,
        since=row.since,
        until=row.until,
        ended_at=row.ended_at,
        ended_because=row.ended_because,
    )


def standing(lines: Sequence[StateLine], at: datetime) -> StateLine | None:
    """Of states over a reader the one that holds now, the highest."""
    now = [line for line in lines if line.since <= at]
    return max(now, key=lambda line: line.asked.rank, default=None)
