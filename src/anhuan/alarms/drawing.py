"""From readings to conditions: each rule over the stations it is for. Nothing is written here, and
nothing but readings, stations and rules is read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from anhuan.alarms.gathering import Hours, Series, hours_of
from anhuan.alarms.types import Drawn
from anhuan.kernel.alarm import (
    HOUR,
    AlarmRule,
    Joining,
    Slot,
    conditions,
    flat,
    jump,
    over,
    silent,
)
from anhuan.kernel.alarm_rule import AlarmLimit, limit_for
from anhuan.kernel.calendar import day_of, start_of_day
from anhuan.kernel.geo import distance_m
from anhuan.rulebook.standards import alarm_rules_at
from anhuan.rulebook.types import AlarmRules
from anhuan.telemetry.limits import limits as limits_set
from anhuan.telemetry.types import Kind, LimitRow, Span, StationRow

DAY: Final = timedelta(days=1)
LONG: Final = timedelta(days=60)
PLACES: Final = Decimal("0.000001")
MEASURING: Final = frozenset({Kind.AIR, Kind.MICRO, Kind.GAS, Kind.WATER})


@dataclass(frozen=True)
class Window:
    """Stations over a stretch of time that begins with a day; what was sent up to ``upto``."""

    rows: Sequence[StationRow]
    start: datetime
    upto: datetime
    known_at: datetime

    @cached_property
    def rules(self) -> AlarmRules:
        return self.rules_on(self.upto)

    @cached_property
    def _dated(self) -> dict[Any, AlarmRules]:
        return {}

    def rules_on(self, at: datetime) -> AlarmRules:
        """Those of the day of ``at``."""
        day = day_of(at)
        if day not in self._dated:
            self._dated[day] = alarm_rules_at(at, known_at=self.known_at)
        return self._dated[day]

    def rule(self, rule: AlarmRule) -> tuple[Any, str] | None:
        """A rule as the kernel reads it and as its source reads; None where it is not in force."""
        found = self.rules.rules.get(rule.value)
        return (found.rule, said_of(found)) if found else None

    @cached_property
    def own(self) -> Mapping[tuple[UUID, str], Sequence[LimitRow]]:
        """Upper limits of hours and days that were set for single stations."""
        found: dict[tuple[UUID, str], list[LimitRow]] = defaultdict(list)
        for one in limits_set(None, [row.id for row in self.rows]):
            if one.highest is not None and one.span in (Span.HOUR, Span.DAY):
                found[one.station, one.factor].append(one)
        return found

    @cached_property
    def hours(self) -> Hours:
        exceedance = self.rule(AlarmRule.EXCEEDANCE)
        share = exceedance[0].share if exceedance else Decimal(1)
        return hours_of(self.rows, start=self.start, end=self.upto, share=share)

    def measured(self, *kinds: Kind) -> Iterator[tuple[StationRow, str, Series]]:
        wanted = {row.id: row for row in self.rows if row.kind in kinds}
        for (station, factor), values in sorted(self.hours.values.items(), key=_key):
            if station in wanted:
                yield wanted[station], factor, values


def _key(item: tuple[tuple[UUID, str], Series]) -> tuple[str, str]:
    return str(item[0][0]), item[0][1]


def said_of(rule: Any) -> str:
    """A rule of the rulebook by name and source."""
    return f"{rule.name}（{rule.source}{'' if rule.verified else '，未核验'}）"[:400]


def stored(value: Decimal | None) -> Decimal | None:
    """To as many places as an alarm keeps."""
    return None if value is None else value.quantize(PLACES)


def drawn(window: Window) -> list[Drawn]:
    """Every condition of the rules that look at hours."""
    rules: tuple[Callable[[Window], Iterable[Drawn]], ...] = (_exceeding, _jumping, _flat, _silent)
    return [one for rule in rules for one in rule(window)]


def _exceeding(window: Window) -> Iterator[Drawn]:
    found = window.rule(AlarmRule.EXCEEDANCE)
    if found is None:
        return
    rule, _ = found
    for row, factor, values in window.measured(*MEASURING):
        slots: list[Slot] = []
        limit: AlarmLimit | None = None
        name = ""
        for day, part in _days(values).items():
            on, named = _limit_on(window, row, factor, day)
            if on is not None:
                # A limit that ended leaves what was measured while it held.
                limit, name = on, named
                slots += _against(window, row, factor, on, part, rule.share)
        if limit is None:
            continue
        daily = limit.span == "day"
        step, join = (DAY, max(2 * DAY, rule.join * HOUR)) if daily else (HOUR, rule.join * HOUR)
        how = Joining(step=step, join=join, clear=rule.clear)
        yield from _of(window, AlarmRule.EXCEEDANCE, row, factor, slots, how, name, limit.unit)


def _limit_on(
    window: Window, row: StationRow, factor: str, at: datetime
) -> tuple[AlarmLimit | None, str]:
    """The limit of one day with its source: that set for the station alone stands before those of
    the rulebook."""
    named = window.rules_on(at).limits
    limits = {code: one.rule for code, one in named.items()}
    usual = limit_for(limits, kind=row.kind.value, station=row.code, factor=factor)
    own = _own_on(window, row, factor, day_of(at))
    if own is not None:
        unit = row.units.get(factor) or (usual.unit if usual else "")
        limit = AlarmLimit(
            kind=row.kind.value,
            factor=factor,
            span=own.span.value,
            most=own.highest or Decimal(),
            unit=unit,
            station=row.code,
            converted=usual is not None and usual.converted,
        )
        return limit, own.source
    if usual is None:
        return None, ""
    return usual, next(said_of(one) for one in named.values() if one.rule == usual)


def _own_on(window: Window, row: StationRow, factor: str, day: date) -> LimitRow | None:
    """Of several the strictest, by span and then by value."""
    found = [
        one
        for one in window.own.get((row.id, factor), ())
        if one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)
    ]
    return min(found, key=lambda one: (one.span is not Span.HOUR, one.highest), default=None)


def _against(
    window: Window,
    row: StationRow,
    factor: str,
    limit: AlarmLimit,
    part: Series,
    share: Decimal,
) -> list[Slot]:
    converted = window.hours.converted.get((row.id, factor), {})
    if limit.converted:
        # One that never converts sends what it measures as what counts.
        told = {at: converted[at] for at in part if converted.get(at) is not None}
        part = told if any(each is not None for each in converted.values()) else part
    if limit.span == "hour":
        return over(part, limit.most)
    known = [value for value in part.values() if value is not None]
    mean = sum(known, Decimal()) / len(known) if len(known) >= share * 24 else None
    return over({start_of_day(day_of(next(iter(part)))): mean}, limit.most) if part else []


def _days(values: Series) -> dict[datetime, Series]:
    found: dict[datetime, Series] = {}
    for at, value in sorted(values.items()):
        found.setdefault(start_of_day(day_of(at)), {})[at] = value
    return found


def _jumping(window: Window) -> Iterator[Drawn]:
    found = window.rule(AlarmRule.JUMP)
    if found is None:
        return
    rule, name = found
    kinds = [Kind(kind) for kind in rule.kinds]
    near = neighbours([row for row in window.rows if row.kind in kinds], rule.radius)
    how = Joining(step=HOUR, join=rule.join * HOUR)
    for row, factor, values in window.measured(*kinds):
        if factor in rule.factors:
            others = [window.hours.values.get((each, factor), {}) for each in near.get(row.id, ())]
            slots = jump(values, others, rule)
            yield from _of(window, AlarmRule.JUMP, row, factor, slots, how, name, "")


def neighbours(rows: Sequence[StationRow], radius: float) -> dict[UUID, list[UUID]]:
    """The other stations within ``radius`` metres of each that has a position."""
    placed = [
        (row.id, (row.lon, row.lat)) for row in rows if row.lon is not None and row.lat is not None
    ]
    return {
        one: [
            other for other, there in placed if other != one and distance_m(here, there) <= radius
        ]
        for one, here in placed
    }


def _flat(window: Window) -> Iterator[Drawn]:
    found = window.rule(AlarmRule.FLAT)
    if found is None:
        return
    rule, name = found
    how = Joining(step=HOUR, join=rule.join * HOUR)
    for row, factor, values in window.measured(*MEASURING):
        if factor in rule.factors:
            slots = flat(values, rule)
            yield from _of(window, AlarmRule.FLAT, row, factor, slots, how, name, "")


def _silent(window: Window) -> Iterator[Drawn]:
    found = window.rule(AlarmRule.OFFLINE)
    if found is None:
        return
    rule, name = found
    hours = [window.start + n * HOUR for n in range(int((window.upto - window.start) / HOUR))]
    heard = window.hours.heard
    many = {hour: sum(hour in known for known in heard.values()) for hour in hours}
    few = len(window.rows) <= rule.others
    how = Joining(step=HOUR, join=LONG)
    for row in window.rows:
        own = frozenset(heard.get(row.id, ())) | _last_heard(row)
        first = min(own, default=None)
        if first is None:
            continue
        others = {hour: 1 if few else many[hour] for hour in hours if hour >= first}
        slots = silent(others, own=own, interval=row.interval, rule=rule)
        yield from _of(window, AlarmRule.OFFLINE, row, "", slots, how, name, "")


def _last_heard(row: StationRow) -> frozenset[datetime]:
    """The hour in which anything came of it, of whatever time that was."""
    if row.heard_at is None:
        return frozenset()
    return frozenset({row.heard_at.replace(minute=0, second=0, microsecond=0)})


def _of(
    window: Window,
    rule: AlarmRule,
    row: StationRow,
    factor: str,
    slots: Iterable[Slot],
    how: Joining,
    source: str,
    unit: str,
) -> Iterator[Drawn]:
    for found in conditions(slots, how, upto=window.upto):
        condition = replace(found, worst=stored(found.worst), limit=stored(found.limit))
        yield Drawn(
            station=row.id,
            rule=rule,
            factor=factor,
            unit=unit or row.units.get(factor, ""),
            condition=condition,
            step=how.step,
            source=source,
            lowest=how.lowest,
        )
