"""Pairs of power meters: production on with treatment off."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import Final
from uuid import UUID

from django.db.models import Q

from anhuan.alarms.drawing import Window, stored
from anhuan.alarms.gathering import Series, hours_of
from anhuan.alarms.models import Pair
from anhuan.alarms.types import Drawn
from anhuan.kernel.alarm import HOUR, AlarmRule, Joining, Slot, conditions
from anhuan.kernel.alarm_rule import Interlock
from anhuan.kernel.calendar import day_of, start_of_day
from anhuan.kernel.interlock import interlock, usual
from anhuan.telemetry.queries import readings
from anhuan.telemetry.types import Span, StationRow

USUAL_STEP: Final = timedelta(minutes=5)


def drawn_of_meters(window: Window) -> Iterator[Drawn]:
    """The conditions of every pair of which both meters are at work."""
    found = window.rule(AlarmRule.INTERLOCK)
    rows = {row.id: row for row in window.rows}
    if found is None:
        return
    rule, name = found
    there = Q(ended_at__isnull=True) | Q(ended_at__gt=window.start)
    for pair in Pair.objects.filter(there).order_by("id"):
        one, other = rows.get(pair.production_id), rows.get(pair.treatment_id)
        if one is None or other is None:
            continue
        upto = min(window.upto, pair.ended_at or window.upto)
        slots, step = _slots((window.start, upto), one, other, pair.rated, rule)
        least = max(1, ceil(timedelta(minutes=rule.minutes) / step))
        how = Joining(step=step, join=HOUR, least=least, lowest=True)
        for each in conditions(slots, how, upto=window.upto):
            condition = replace(each, worst=stored(each.worst), limit=stored(each.limit))
            yield Drawn(
                station=one.id,
                rule=AlarmRule.INTERLOCK,
                factor="",
                unit="kW",
                condition=condition,
                step=step,
                source=name,
                lowest=True,
            )


def _slots(
    stretch: tuple[datetime, datetime],
    one: StationRow,
    other: StationRow,
    rated: Decimal,
    rule: Interlock,
) -> tuple[list[Slot], timedelta]:
    production = powers(one.id, *stretch)
    treatment = powers(other.id, *stretch)
    slots: list[Slot] = []
    days: dict[datetime, Series] = {}
    for at, value in production.items():
        days.setdefault(start_of_day(day_of(at)), {})[at] = value
    for day, part in sorted(days.items()):
        normal = _usual(day, one, other, rated, rule)
        slots += interlock(part, treatment, rated=rated, usual=normal, rule=rule)
    return slots, _step(production)


def _usual(
    day: datetime, one: StationRow, other: StationRow, rated: Decimal, rule: Interlock
) -> Decimal | None:
    """Of the days before: so it stays what it is however often the day is looked at."""
    first = day - timedelta(days=rule.days)
    hours = hours_of([one, other], start=first, end=day, share=Decimal("0.5"))
    made, drew = (_any(hours.values, each.id) for each in (one, other))
    return usual(made, drew, rated=rated, rule=rule)


def _any(values: dict[tuple[UUID, str], Series], station: UUID) -> Series:
    """A meter's power; the first factor of one that says more."""
    return next((part for (own, _), part in sorted(values.items(), key=str) if own == station), {})


def powers(station: UUID, start: datetime, end: datetime) -> Series:
    """What a meter says by the minute: its minutes, else its instants."""
    for span in (Span.MINUTE, Span.REAL):
        found = readings(None, stations=[station], start=start, end=end, span=span)
        factor = min((one.factor for one in found), default="")
        if found:
            return {
                one.at.replace(second=0, microsecond=0): one.value
                for one in found
                if one.factor == factor
            }
    return {}


def _step(values: Series) -> timedelta:
    """The usual distance of two values."""
    apart = Counter(other - one for one, other in pairwise(sorted(values)))
    return min(apart, key=lambda each: (-apart[each], each), default=USUAL_STEP)
