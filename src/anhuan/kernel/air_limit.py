"""Limits of concentrations in ambient air (GB 3095, tables 1 and 2), as data.

They are chosen by the day of the data: the 2026 edition has a set for its transition, to the end
of 2030, and a final one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import Any, Final

from anhuan.kernel.air_means import POLLUTANTS
from anhuan.kernel.exact import Number, not_negative

PERIODS: Final = frozenset(["year", "quarter", "day", "8h", "1h"])


class AreaClass(IntEnum):
    """一类区: nature reserves and scenic areas; 二类区: all others."""

    FIRST = 1
    SECOND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AirLimits:
    """By pollutant and period, first and second class; µg/m³, ``CO`` in mg/m³."""

    limits: Mapping[tuple[str, str], tuple[Fraction, Fraction]]


class NoLimit(ValueError):
    """The standard sets none for this pollutant and period."""


def air_limits(value: Mapping[str, Any]) -> AirLimits:
    """From ``{"limits": {"PM25_day": [35, 60]}}``, decimals as text. Raises ``ValueError``,
    ``KeyError``, ``TypeError``."""
    found: dict[tuple[str, str], tuple[Fraction, Fraction]] = {}
    for name, pair in value["limits"].items():
        pollutant, _, period = name.partition("_")
        first, second = (_limit(each) for each in pair)
        if pollutant not in POLLUTANTS or period not in PERIODS or first > second:
            raise ValueError(f"limits: {name}")
        found[pollutant, period] = first, second
    if not found:
        raise ValueError("limits")
    return AirLimits(limits=found)


def _limit(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("limit")
    found = Fraction(Decimal(value))
    if not 0 < found < 10**6:
        raise ValueError("limit")
    return found


def limit(rule: AirLimits, pollutant: str, period: str, area: AreaClass) -> Fraction:
    """The limit of one class. Raises ``NoLimit``."""
    pair = rule.limits.get((pollutant, period))
    if pair is None:
        raise NoLimit(f"no-limit:{pollutant}:{period}")
    return pair[area - 1]


def exceeded(
    rule: AirLimits, pollutant: str, period: str, area: AreaClass, concentration: Number
) -> bool:
    """Whether a concentration lies above its limit; the limit itself is kept. Raises ``NoLimit``,
    ``BadNumber``."""
    return not_negative(concentration, pollutant) > limit(rule, pollutant, period, area)
