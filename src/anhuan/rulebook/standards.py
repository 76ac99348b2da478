"""Reads of the standards with tables: the air quality index, limits and validity of means, major
hazard installations. Each is chosen by the day of the data or of the inventory."""

from datetime import datetime
from typing import Final

from anhuan.base.periods import valid_at
from anhuan.kernel.air_limit import air_limits
from anhuan.kernel.air_means import ozone_day, validity
from anhuan.kernel.air_rule import air_rule
from anhuan.kernel.alarm_rule import alarm_limit, alarm_rule
from anhuan.kernel.hazard_table import hazard_rule, other_names
from anhuan.rulebook.models import Version
from anhuan.rulebook.types import AirStandards, AlarmRules, NamedRule

AIR: Final = ("air-index", "air-validity", "air-ozone-day", "air-limit")
ALARM: Final = ("alarm", "alarm-limit")
HAZARD: Final = ("hazard-source", "hazard-name")


def air_standards_at(at: datetime, *, known_at: datetime) -> AirStandards | None:
    """What the air of the day of ``at`` is judged by, as known at ``known_at``; ``None`` before
    the first edition of all of it."""
    found = _in_force(AIR, at, known_at)
    if not {*AIR} <= found.keys():
        return None
    index, means, ozone, limits = (found[subject] for subject in AIR)
    return AirStandards(
        index=_named(index, air_rule(index.value)),
        validity=_named(means, validity(means.value)),
        ozone_day=_named(ozone, ozone_day(ozone.value)),
        limits=_named(limits, air_limits(limits.value)),
    )


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
    """What alarms are told by on the day of ``at``: the rules and the limits, each by its code."""
    rows = valid_at(Version.objects.filter(subject__in=ALARM), at, known_at).order_by("valid_from")
    rules: dict[str, NamedRule] = {}
    limits: dict[str, NamedRule] = {}
    for row in rows:
        if row.subject == "alarm":
            rules[row.code] = _named(row, alarm_rule(row.value))
        else:
            limits[row.code] = _named(row, alarm_limit(row.value))
    return AlarmRules(rules=rules, limits=limits)


def _in_force(subjects: tuple[str, ...], at: datetime, known_at: datetime) -> dict[str, Version]:
    rows = valid_at(Version.objects.filter(subject__in=subjects), at, known_at)
    return {row.subject: row for row in rows.order_by("valid_from")}


def _named(row: Version, rule: object) -> NamedRule:
    return NamedRule(
        code=row.code, name=row.name, rule=rule, source=row.source, verified=row.verified
    )
