"""Reads of the standards with tables: the air quality index, limits and validity of means, major
hazard installations. Each is chosen by the day of the data or of the inventory."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from anhuan.base.periods import valid_at
from anhuan.kernel.air_area import area_rule
from anhuan.kernel.air_limit import air_limits
from anhuan.kernel.air_means import ozone_day, validity
from anhuan.kernel.air_rule import air_rule
from anhuan.kernel.air_target import indicator
from anhuan.kernel.alarm_rule import alarm_limit, alarm_rule
from anhuan.kernel.calendar import day_of
from anhuan.kernel.hazard_table import hazard_rule, other_names
from anhuan.kernel.season import season
from anhuan.rulebook.models import Version
from anhuan.rulebook.types import AirStandards, AlarmRules, NamedRule

AIR: Final = ("air-index", "air-validity", "air-ozone-day", "air-limit", "air-area")
ALARM: Final = ("alarm", "alarm-limit", "season")
HAZARD: Final = ("hazard-source", "hazard-name")


def air_standards_at(at: datetime, *, known_at: datetime) -> AirStandards | None:
    """What the air of the day of ``at`` is judged by, as known at ``known_at``; ``None`` before
    the first edition of all of it."""
    found = _in_force(AIR, at, known_at)
    if not {*AIR} <= found.keys():
        return None
    index, means, ozone, limits, areas = (found[subject] for subject in AIR)
    return AirStandards(
        index=_named(index, air_rule(index.value)),
        validity=_named(means, validity(means.value)),
        ozone_day=_named(ozone, ozone_day(ozone.value)),
        limits=_named(limits, air_limits(limits.value)),
        area=_named(areas, area_rule(areas.value)),
    )


_READ: Final[Mapping[str, Callable[[Any], object]]] = {
    "air-index": air_rule,
    "air-validity": validity,
    "air-ozone-day": ozone_day,
    "air-limit": air_limits,
    "air-area": area_rule,
}


def air_timeline(*, known_at: datetime) -> dict[str, tuple[tuple[date, NamedRule], ...]]:
    """Every version of the standards of the air with its first day, the oldest first."""
    rows = Version.objects.filter(subject__in=AIR, recorded_from__lte=known_at)
    found: dict[str, list[tuple[date, NamedRule]]] = {subject: [] for subject in AIR}
    for row in rows.exclude(recorded_to__lte=known_at).order_by("valid_from"):
        made = _named(row, _READ[row.subject](row.value))
        found[row.subject].append((day_of(row.valid_from), made))
    return {subject: tuple(lines) for subject, lines in found.items()}


def indicator_timeline(*, known_at: datetime) -> dict[str, tuple[tuple[date, NamedRule], ...]]:
    """Every version of each binding indicator by its code, with its first day, the oldest
    first."""
    rows = Version.objects.filter(subject="indicator", recorded_from__lte=known_at)
    found: dict[str, list[tuple[date, NamedRule]]] = {}
    for row in rows.exclude(recorded_to__lte=known_at).order_by("valid_from"):
        made = _named(row, indicator(row.value))
        found.setdefault(row.code, []).append((day_of(row.valid_from), made))
    return {code: tuple(lines) for code, lines in found.items()}


def indicators_at(at: datetime, *, known_at: datetime) -> dict[str, NamedRule]:
    """The binding indicators in force on the day of ``at``, by code."""
    rows = valid_at(Version.objects.filter(subject="indicator"), at, known_at)
    return {row.code: _named(row, indicator(row.value)) for row in rows.order_by("code")}


def air_editions(*, known_at: datetime) -> dict[str, NamedRule]:
    """Every edition of the index by its name, the oldest first: to compare days under both."""
    rows = Version.objects.filter(subject="air-index", recorded_from__lte=known_at).exclude(
        recorded_to__lte=known_at
    )
    rules = [_named(row, air_rule(row.value)) for row in rows.order_by("valid_from")]
    return {one.rule.revision: one for one in rules}


def hazard_standard_at(at: datetime, *, known_at: datetime) -> NamedRule | None:
    """The tables of major hazard installations on the day of ``at``; ``None`` before the first
    edition."""
    found = _in_force(HAZARD, at, known_at)
    tables, names = (found.get(subject) for subject in HAZARD)
    if tables is None:
        return None
    aliases = other_names(names.value) if names is not None else {}
    return _named(tables, hazard_rule(tables.value, aliases))


def alarm_rules_at(at: datetime, *, known_at: datetime) -> AlarmRules:
    """What alarms are told by on the day of ``at``: the rules and the limits, each by its code. A
    limit for a season is there on the days of that season alone."""
    rows = valid_at(Version.objects.filter(subject__in=ALARM), at, known_at).order_by("valid_from")
    found: dict[str, dict[str, NamedRule]] = {subject: {} for subject in ALARM}
    for row in rows:
        found[row.subject][row.code] = _named(row, _OF_ALARMS[row.subject](row.value))
    rules, limits, seasons = (found[subject] for subject in ALARM)
    on = {"", *(code for code, one in seasons.items() if one.rule.holds(day_of(at)))}
    holding = {code: one for code, one in limits.items() if one.rule.season in on}
    return AlarmRules(rules=rules, limits=holding)


_OF_ALARMS: Final[Mapping[str, Callable[[Any], object]]] = {
    "alarm": alarm_rule,
    "alarm-limit": alarm_limit,
    "season": season,
}


def seasons_at(at: datetime, *, known_at: datetime) -> list[NamedRule]:
    """The seasons in which the day of ``at`` lies, by code."""
    rows = valid_at(Version.objects.filter(subject="season"), at, known_at).order_by("code")
    found = [_named(row, season(row.value)) for row in rows]
    return [one for one in found if one.rule.holds(day_of(at))]


def _in_force(subjects: tuple[str, ...], at: datetime, known_at: datetime) -> dict[str, Version]:
    rows = valid_at(Version.objects.filter(subject__in=subjects), at, known_at)
    return {row.subject: row for row in rows.order_by("valid_from")}


def _named(row: Version, rule: object) -> NamedRule:
    return NamedRule(
        code=row.code, name=row.name, rule=rule, source=row.source, verified=row.verified
    )
