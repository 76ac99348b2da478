"""The air of a district or a city from its stations: how many stations a mean takes, and the mean
itself (HJ 663: the arithmetic mean of the stations' concentrations)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from anhuan.kernel.air_means import POLLUTANTS

MOST_CODE: Final = 8
SCALES: Final = {"mg": True, "毫克": True, "ug": False, "µg": False, "μg": False, "微克": False}
"""How the words of a unit begin, and whether they are of thousandths of a gram."""
IN_MILLI: Final = frozenset({"CO"})
"""Told in mg/m³, all others in µg/m³."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRule:
    """``least_share``: of the stations of an area so many must have a mean, or the area has none;
    ``factors``: the pollutant of each code a station sends."""

    least_share: Fraction
    factors: Mapping[str, str]


def area_rule(value: Mapping[str, Any]) -> AreaRule:
    """From ``{"least_share": "3/4", "factors": {"a34004": "PM25"}}``. Raises
    ``ValueError``, ``KeyError``, ``TypeError``."""
    factors = value["factors"]
    share = Fraction(value["least_share"]) if isinstance(value["least_share"], str) else None
    if share is None or not 0 < share <= 1:
        raise ValueError("least_share")
    if not factors or not all(map(_is_code, factors)):
        raise ValueError("factors")
    if not {*factors.values()} <= POLLUTANTS or len({*factors.values()}) != len(factors):
        raise ValueError("factors")
    return AreaRule(least_share=share, factors=dict(factors))


def _is_code(word: Any) -> bool:
    return isinstance(word, str) and 0 < len(word) <= MOST_CODE and word.isascii()


def told_in(pollutant: str, value: Fraction, unit: str) -> Fraction:
    """A concentration in the unit of its item (``air_rule.ITEMS``) from that in which a station
    sends it; one that names no unit, or none that is known, sends it in that one."""
    sent = next(
        (big for word, big in SCALES.items() if unit.strip().lower().startswith(word)), None
    )
    told = pollutant in IN_MILLI
    if sent is None or sent == told:
        return value
    return value * 1000 if sent else value / 1000


def area_mean(rule: AreaRule, values: Sequence[Fraction | None]) -> Fraction | None:
    """The mean of an area from those of its stations (the unit of the values), ``None`` where too
    few of them have one."""
    known = [one for one in values if one is not None]
    if not known or len(known) < rule.least_share * len(values):
        return None
    return sum(known, Fraction()) / len(known)


def area_concentrations(
    rule: AreaRule, stations: Sequence[Mapping[str, Fraction | None]], items: Iterable[str]
) -> dict[str, Fraction | None]:
    """Each of ``items`` of an area; ``stations``: those of all its stations, also of one that has
    been silent, by item."""
    return {item: area_mean(rule, [one.get(item) for one in stations]) for item in items}
