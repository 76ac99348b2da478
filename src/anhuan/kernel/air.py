"""The ambient air quality index (AQI, 环境空气质量指数) by HJ 633, exact, under any edition.

The edition is chosen by the day of the data and comes in as ``AirRule``. Concentrations are
``int``, ``Decimal`` or ``Fraction`` (a mean of 24 hours stays exact), in µg/m³, ``CO`` in mg/m³;
an index is an integer. A computed index is set beside a published one, never in its place: cities
publish from unrounded means and differ by one now and then.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from anhuan.kernel.air_rule import AirLevel, AirRule, Report
from anhuan.kernel.exact import Number, not_negative, rounded


class UnknownItem(ValueError):
    """An item the edition has no breakpoints for, or that is no part of the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AirIndex:
    """The index of one place and time.

    ``iaqi``: by item given, ``None`` for one that is missing or lies beyond its scale;
    ``missing``: items of the report whose pollutant has no index; ``aqi``: ``None`` prints NA;
    ``primary``: every item that ties for it, in the order given; ``exceeding``: ``None`` where
    the edition has no such notion.
    """

    revision: str
    report: Report
    iaqi: Mapping[str, int | None]
    missing: tuple[str, ...]
    aqi: int | None
    level: AirLevel | None
    primary: tuple[str, ...]
    exceeding: tuple[str, ...] | None


def taken(rule: AirRule, item: str, concentration: Number) -> Fraction:
    """The concentration as the index is made of it: rounded first where the edition says so
    (HJ 633-2026: integers, CO one decimal, by GB/T 8170).

    Raises ``UnknownItem``, ``BadNumber`` (not a number, negative, out of range).
    """
    if item not in rule.scales:
        raise UnknownItem(f"unknown-item:{item}")
    value = not_negative(concentration, item)
    return rounded(value, rule.places[item]) if rule.places else value


def iaqi(rule: AirRule, item: str, concentration: Number) -> int | None:
    """The individual index of one pollutant: linear between the two nearest breakpoints, rounded
    up to an integer (HJ 633, formula of IAQI).

    Above the last breakpoint it is what the edition says, else its highest step (a convention,
    both editions are silent); ``None``: not computed, another mean of the pollutant counts.
    Raises ``UnknownItem``, ``BadNumber``.
    """
    value = taken(rule, item, concentration)
    scale = rule.scales[item]
    place = bisect_left(scale.points, value)
    if place == len(scale.points):
        return scale.beyond
    if place == 0:
        return rule.steps[0]
    low, high = scale.points[place - 1], scale.points[place]
    floor, ceiling = rule.steps[place - 1], rule.steps[place]
    # the negated floor of the negated: rounded up without leaving whole numbers
    return floor - (floor - ceiling) * (value - low) // (high - low)


def index(
    rule: AirRule,
    report: Report,
    concentrations: Mapping[str, Number | None],
    *,
    not_planned: Iterable[str] = (),
) -> AirIndex:
    """The index of a day or an hour: the highest individual index and the pollutants that have it.

    ``concentrations``: by item, absent and ``None`` alike are missing. ``not_planned``: items
    that the place's monitoring plan rightly leaves out (HJ 633-2026: also not primary for three
    years), whose absence is none. Where items are missing the edition decides whether the rest
    gives an index (2026: only above 100, else NA). Raises ``UnknownItem``, ``BadNumber``.
    """
    asked = rule.reports[report]
    for item in concentrations:
        if item not in asked.items and item not in asked.also:
            raise UnknownItem(f"not-in-report:{report.value}:{item}")
    found = {
        item: None if value is None else iaqi(rule, item, value)
        for item, value in concentrations.items()
    }
    missing = _missing(asked.items, found, frozenset(not_planned))
    highest = max((one for one in found.values() if one is not None), default=None)
    aqi = highest if highest is not None and _settled(rule, highest, missing) else None
    return AirIndex(
        revision=rule.revision,
        report=report,
        iaqi=found,
        missing=missing,
        aqi=aqi,
        level=None if aqi is None else level(rule, aqi),
        primary=_primary(rule, found, aqi),
        exceeding=_exceeding(rule, found),
    )


def _missing(
    items: Iterable[str], found: Mapping[str, int | None], not_planned: frozenset[str]
) -> tuple[str, ...]:
    """What has no index and no other mean of the same pollutant in its place."""
    there = {_pollutant(item) for item, one in found.items() if one is not None}
    return tuple(i for i in items if _pollutant(i) not in there and i not in not_planned)


def _pollutant(item: str) -> str:
    return item.partition("_")[0]


def _settled(rule: AirRule, highest: int, missing: tuple[str, ...]) -> bool:
    if not missing or rule.incomplete_above is None:
        return True
    return highest > rule.incomplete_above


def _primary(rule: AirRule, found: Mapping[str, int | None], aqi: int | None) -> tuple[str, ...]:
    """首要污染物: whoever has the highest individual index, all of them, above the threshold."""
    if aqi is None or aqi <= rule.primary_above:
        return ()
    return tuple(item for item, one in found.items() if one == aqi)


def _exceeding(rule: AirRule, found: Mapping[str, int | None]) -> tuple[str, ...] | None:
    """超标污染物 of HJ 633-2012."""
    bound = rule.exceeding_above
    if bound is None:
        return None
    return tuple(item for item, one in found.items() if one is not None and one > bound)


def level(rule: AirRule, aqi: int) -> AirLevel:
    """The level an index falls in. 0 belongs to the first one: HJ 633-2026 prints that band from
    1 on, and an index of 0 can still be computed.

    Raises ``ValueError`` for what is no index of the edition.
    """
    if type(aqi) is not int or not 0 <= aqi <= rule.levels[-1].to:
        raise ValueError(f"no-index:{aqi}")
    return next(each for each in rule.levels if aqi <= each.to)
