"""Reads of targets: how each one stands today."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from anhuan.air import models
from anhuan.air.law import Law
from anhuan.air.reading import Days, area_days, day_means, place_of, stations_below
from anhuan.air.types import AirDay, AirPlace, Figure, TargetLine
from anhuan.base.tree import under_any
from anhuan.kernel.access import Viewer
from anhuan.kernel.air_course import GOOD
from anhuan.kernel.air_target import (
    Countdown,
    Indicator,
    change,
    gap_of,
    mean_target,
    share_target,
)
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.standards import indicator_timeline
from anhuan.rulebook.types import NamedRule
from anhuan.territory.queries import area_lines, holds_all, unit_names

MOST: Final = 100
ONE_DAY: Final = timedelta(days=1)


def _visible(viewer: Viewer) -> QuerySet[models.Target]:
    rows = models.Target.objects.all()
    return rows if holds_all(viewer) else rows.filter(under_any("area_path", viewer.areas))


def targets(viewer: Viewer, *, on: date | None = None) -> list[TargetLine]:
    """The targets of the viewer's areas that hold on a day (today), those that end first before;
    withdrawn ones are not among them."""
    day = on or day_of(viewer.at)
    rows = _visible(viewer).filter(
        withdrawn_at__isnull=True, starts_on__lte=day + AHEAD, ends_on__gte=day - BEHIND
    )
    return _lines(viewer, list(rows.order_by("ends_on", "area_path", "id")[:MOST]), day)


AHEAD: Final = timedelta(days=31)
"""A target is shown so long before it begins."""
BEHIND: Final = timedelta(days=90)
"""And so long after it has ended."""


def target(viewer: Viewer, target: UUID) -> TargetLine:
    """Refuses ``NOT_VISIBLE``."""
    row = _visible(viewer).filter(pk=target).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return _lines(viewer, [row], day_of(viewer.at))[0]


def figures(viewer: Viewer, target: UUID) -> list[Figure]:
    """What was entered for a target, the newest first. Refuses ``NOT_VISIBLE``."""
    if not _visible(viewer).filter(pk=target).exists():
        raise Refusal(Why.NOT_VISIBLE)
    rows = models.Figure.objects.filter(target=target).order_by("-entered_at", "-id")
    return [_figure(row) for row in rows[:MOST]]


class _Air:
    """What the computed ones are made of, read once for all of them."""

    def __init__(self, viewer: Viewer, rows: Sequence[models.Target], yesterday: date) -> None:
        self.law = Law(viewer.at)
        self.yesterday = yesterday
        self.places: dict[UUID, AirPlace] = {}
        self.days: Days = {}
        if not rows:
            return
        stations = stations_below(viewer)
        wanted = {row.area_id for row in rows}
        for line in area_lines(viewer):
            if line.id in wanted:
                self.places[line.id] = place_of(line, stations)
        ids = [one for place in self.places.values() for one in place.stations]
        start = min(row.starts_on for row in rows)
        end = min(yesterday, max(row.ends_on for row in rows))
        self.days = day_means(sorted(set(ids)), start, end) if ids else {}

    def so_far(self, row: models.Target) -> list[AirDay]:
        place, end = self.places.get(row.area_id), min(row.ends_on, self.yesterday)
        stations = place.stations if place else ()
        return area_days(self.days, stations, row.starts_on, end, self.law)


def _lines(viewer: Viewer, rows: Sequence[models.Target], day: date) -> list[TargetLine]:
    rules = indicator_timeline(known_at=viewer.at)
    named = {row.id: _rule(rules[row.indicator], row.starts_on) for row in rows}
    air = _Air(viewer, [row for row in rows if named[row.id].rule.computed], day - ONE_DAY)
    newest = _newest(row.id for row in rows)
    units = unit_names({row.unit_id for row in rows})
    names = {line.id: line.name for line in area_lines(viewer)}
    made = []
    for row in rows:
        so_far = air.so_far(row) if named[row.id].rule.computed else []
        line = _line(row, named[row.id], so_far, newest.get(row.id))
        made.append(_named(line, names.get(row.area_id, ""), units.get(row.unit_id, "")))
    return made


def _rule(lines: Sequence[tuple[date, NamedRule]], day: date) -> NamedRule:
    return next((rule for since, rule in reversed(lines) if since <= day), lines[0][1])


def _line(
    row: models.Target, rule: NamedRule, so_far: Sequence[AirDay], figure: Figure | None
) -> TargetLine:
    countdown = _countdown(row, rule.rule, so_far) if rule.rule.computed else None
    entered = figure.value if figure else None
    measured = countdown.measured if countdown else entered
    gap = countdown.gap if countdown else gap_of(rule.rule, row.bound, entered)
    return TargetLine(
        id=row.id,
        name=row.name,
        area=row.area_id,
        area_name="",
        rule=rule,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        baseline=row.baseline,
        bound=row.bound,
        source=row.source,
        owner="",
        set_at=row.set_at,
        withdrawn_at=row.withdrawn_at,
        countdown=countdown,
        figure=figure,
        gap=gap,
        change=change(row.baseline, measured),
    )


def _named(line: TargetLine, area: str, owner: str) -> TargetLine:
    return replace(line, area_name=area, owner=owner)


def _countdown(row: models.Target, rule: Indicator, so_far: Sequence[AirDay]) -> Countdown:
    of = (row.ends_on - row.starts_on).days + 1
    if rule.good_days:
        return share_target(row.bound, [_good(one) for one in so_far], of)
    return mean_target(row.bound, [one.measured[rule.item] for one in so_far], of)


def _good(day: AirDay) -> bool | None:
    found = day.index.level if day.index else None
    return None if found is None else found.number <= GOOD


def _newest(targets: Iterable[UUID]) -> dict[UUID, Figure]:
    """By target: of the latest day, and there an official one before a preliminary one."""
    rows = models.Figure.objects.filter(target__in=list(targets))
    ordered = rows.order_by("through", "official", "entered_at", "id")
    return {row.target_id: _figure(row) for row in ordered}


def _figure(row: models.Figure) -> Figure:
    return Figure(
        through=row.through,
        value=row.value,
        official=row.official,
        method=row.method,
        coverage=row.coverage,
        source=row.source,
        entered_at=row.entered_at,
    )
