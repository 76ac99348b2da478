"""Binding indicators of the environment (约束性指标) and how a target of one stands: what is
measured, how far it is from the target, and what the rest of the stretch must be for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Any, Final

from anhuan.kernel.air_course import DAILY_ITEMS, Prospect, mean_countdown
from anhuan.kernel.exact import Number, exact, not_negative

MOST_DAYS: Final = 366
MOST_PLACES: Final = 4


class Better(StrEnum):
    """Which way an indicator should move."""

    LESS = "less"
    MORE = "more"


class Field(StrEnum):
    """What an indicator is about."""

    AIR = "air"
    WATER = "water"
    EMISSION = "emission"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """``item``: of the daily report, whose mean it is; ``good_days``: it is the share of good
    days, in percent. With neither it is entered by hand. ``places``: decimals it is told with."""

    field: Field
    unit: str
    better: Better
    places: int
    item: str
    good_days: bool

    @property
    def computed(self) -> bool:
        return self.good_days or bool(self.item)


def indicator(value: Mapping[str, Any]) -> Indicator:
    """From ``{"field": "air", "unit": "µg/m³", "better": "less", "places": 0, "item":
    "PM25_24H"}``. Raises ``ValueError``, ``KeyError``, ``TypeError``."""
    unit, places = value["unit"], value["places"]
    item, good = value.get("item", ""), value.get("good_days", False)
    if not isinstance(unit, str) or not 0 < len(unit) <= 20:
        raise ValueError("unit")
    if type(places) is not int or not 0 <= places <= MOST_PLACES:
        raise ValueError("places")
    if item and item not in DAILY_ITEMS:
        raise ValueError("item")
    if not isinstance(good, bool) or (good and item):
        raise ValueError("good_days")
    made = Indicator(
        field=Field(value["field"]),
        unit=unit,
        better=Better(value["better"]),
        places=places,
        item=item,
        good_days=good,
    )
    if made.computed and made.better is not (Better.MORE if good else Better.LESS):
        raise ValueError("better")
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """Day ``day`` of ``of``, both may lie outside it: 0 before the first, ``of`` after the last.

    ``valid``: days so far that count; ``measured``: of those, in the unit of the indicator;
    ``needed``: what the ``rest`` must have: the highest mean, or how many good days of them;
    ``gap``: how far beyond the target it stands now, negative where it is better.
    """

    prospect: Prospect
    day: int
    of: int
    rest: int
    valid: int
    measured: Fraction | None
    needed: Fraction | None
    gap: Fraction | None


def mean_target(bound: Number, so_far: Sequence[Number | None], of: int) -> Countdown:
    """A mean of at most ``bound``: what the mean of the days to come may be at most. ``so_far``:
    each day from the first on, ``None`` for one without a mean. Raises as ``mean_countdown``."""
    found = mean_countdown(bound, so_far, of)
    limit = not_negative(bound, "target")
    return Countdown(
        prospect=found.prospect,
        day=found.day,
        of=of,
        rest=found.rest,
        valid=found.valid,
        measured=found.so_far,
        needed=found.needed,
        gap=None if found.so_far is None else found.so_far - limit,
    )


def share_target(percent: Number, so_far: Sequence[bool | None], of: int) -> Countdown:
    """A share of good days of at least ``percent`` of the days with an index: how many of the
    days to come must be good, every one of them taken as a day with an index.

    ``so_far``: whether each day was good, ``None`` for one without an index, which counts for
    nothing. Raises ``BadNumber``, ``ValueError`` for more than 100 or more days than there are.
    """
    wanted = not_negative(percent, "target")
    if type(of) is not int or not 1 <= of <= MOST_DAYS or len(so_far) > of or wanted > 100:
        raise ValueError(f"days:{len(so_far)}/{of}")
    rest = of - len(so_far)
    valid = sum(1 for one in so_far if one is not None)
    good = sum(1 for one in so_far if one)
    needed = max(0, ceil(wanted * (valid + rest) / 100) - good)
    measured = Fraction(100 * good, valid) if valid else None
    return Countdown(
        prospect=_share_prospect(needed, rest, valid),
        day=len(so_far),
        of=of,
        rest=rest,
        valid=valid,
        measured=measured,
        needed=Fraction(needed) if rest and needed <= rest else None,
        gap=None if measured is None else wanted - measured,
    )


def _share_prospect(needed: int, rest: int, valid: int) -> Prospect:
    if not rest:
        if not valid:
            return Prospect.UNKNOWN
        return Prospect.MISSED if needed else Prospect.MET
    if not needed:
        return Prospect.SURE
    return Prospect.OPEN if needed <= rest else Prospect.IMPOSSIBLE


def gap_of(rule: Indicator, bound: Number, measured: Number | None) -> Fraction | None:
    """How far an entered figure lies beyond its target, negative where it is better."""
    if measured is None:
        return None
    beyond = exact(measured, "measured") - exact(bound, "target")
    return beyond if rule.better is Better.LESS else -beyond


def change(baseline: Number | None, measured: Number | None) -> Fraction | None:
    """The change since the baseline in percent of it, ``None`` without one or from nothing."""
    if baseline is None or measured is None or not baseline:
        return None
    base = exact(baseline, "baseline")
    return (exact(measured, "measured") - base) * 100 / base
