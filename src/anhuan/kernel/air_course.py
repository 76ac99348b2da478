"""The air of a stretch of days: good days, year on year, what a new edition changes, and what the
rest of a year must be for its target.

Days come with their concentrations, not with an index: two years are compared by one edition for
both, whichever was in force in each, and the result names it. Concentrations as in ``air``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from anhuan.kernel.air import AirIndex, index
from anhuan.kernel.air_means import DAILY
from anhuan.kernel.air_rule import AirRule, Report
from anhuan.kernel.exact import Number, not_negative

DAILY_ITEMS: Final = frozenset({*DAILY.values(), "O3_8H"})
"""The items of which a daily report has a mean."""

Days = Mapping[date, Mapping[str, Number | None]]
"""What was measured on each day, by item of the daily report."""

GOOD: Final = 2
HEAVY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Days of a stretch by level. ``days``: those with an index, the only denominator."""

    revision: str
    asked: int
    days: int
    good: int
    """优良天数: levels 1 and 2."""
    heavy: int
    """重污染天数: levels 5 and 6."""
    by_level: Mapping[int, int]

    @property
    def good_share(self) -> Fraction | None:
        """优良天数比率, of the days with an index; ``None`` where there is none."""
        return Fraction(self.good, self.days) if self.days else None


def tally(days: Days, rule: AirRule) -> Tally:
    """How many days of each level, all by ``rule``. Raises as ``air.index``."""
    levels = [found.level.number for found in indexes(days, rule).values() if found.level]
    by_level = {each.number: levels.count(each.number) for each in rule.levels}
    return Tally(
        revision=rule.revision,
        asked=len(days),
        days=len(levels),
        good=sum(1 for number in levels if number <= GOOD),
        heavy=sum(1 for number in levels if number >= HEAVY),
        by_level=by_level,
    )


def indexes(days: Days, rule: AirRule) -> dict[date, AirIndex]:
    """The index of each day by ``rule``. Raises as ``air.index``."""
    return {day: index(rule, Report.DAY, measured) for day, measured in days.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOnYear:
    """Two stretches by one edition. ``good_more``: good days more than then; ``share_more``: the
    change of their share (1 is all), ``None`` where a stretch has no day with an index."""

    revision: str
    now: Tally
    then: Tally
    good_more: int
    share_more: Fraction | None


class DaysDiffer(ValueError):
    """The two stretches are not the same days of their years."""


def year_on_year(now: Days, then: Days, rule: AirRule) -> YearOnYear:
    """Compare a stretch with the same days of an earlier year, both by ``rule``.

    Every calendar day of one must be in the other (as missing, where nothing was measured), but
    29 February may stand alone. Raises ``DaysDiffer``, and as ``air.index``.
    """
    if _calendar(now) != _calendar(then):
        raise DaysDiffer("days-differ")
    one, other = tally(now, rule), tally(then, rule)
    shares = one.good_share, other.good_share
    return YearOnYear(
        revision=rule.revision,
        now=one,
        then=other,
        good_more=one.good - other.good,
        share_more=None if shares[0] is None or shares[1] is None else shares[0] - shares[1],
    )


def _calendar(days: Days) -> list[tuple[int, int]]:
    """The days without their year: a stretch over new year's has each of them once."""
    return sorted((day.month, day.day) for day in days if (day.month, day.day) != (2, 29))


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChange:
    """A day whose level is another one under the other edition."""

    day: date
    before: AirIndex
    after: AirIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChanges:
    """``compared``: days with an index under both; ``unsettled``: days with one under neither or
    only one of them, which are no change of level."""

    changed: tuple[LevelChange, ...]
    compared: int
    unsettled: tuple[date, ...]


def level_changes(days: Days, before: AirRule, after: AirRule) -> LevelChanges:
    """The days that change their level between two editions, in the order of days.

    A day may get better under a newer edition that has lower breakpoints, where that one rounds
    concentrations first and the older one does not. Raises as ``air.index``.
    """
    changed, unsettled = [], []
    compared = 0
    for day in sorted(days):
        old, new = (index(rule, Report.DAY, days[day]) for rule in (before, after))
        if old.level is None or new.level is None:
            unsettled.append(day)
            continue
        compared += 1
        if old.level.number != new.level.number:
            changed.append(LevelChange(day=day, before=old, after=new))
    return LevelChanges(changed=tuple(changed), compared=compared, unsettled=tuple(unsettled))


class Prospect(StrEnum):
    """How a target of the year stands."""

    OPEN = "open"
    """The rest of the year decides."""
    SURE = "sure"
    """Met whatever comes."""
    IMPOSSIBLE = "impossible"
    """Missed whatever comes: not even nothing measured would do."""
    MET = "met"
    """The year is over."""
    MISSED = "missed"
    UNKNOWN = "unknown"
    """The year is over without a day that counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanCountdown:
    """Day ``day`` of ``of``. ``so_far``: the mean of the ``valid`` days there were, ``None``
    without any; ``needed``: the highest mean of the ``rest`` that still meets the target,
    ``None`` once nothing can change it."""

    prospect: Prospect
    day: int
    of: int
    rest: int
    valid: int
    so_far: Fraction | None
    needed: Fraction | None


def mean_countdown(target: Number, so_far: Sequence[Number | None], of: int) -> MeanCountdown:
    """What the mean of the days to come must be for a year's mean of at most ``target``.

    ``so_far``: the day's means from the first day on, ``None`` where there is none; ``of``: days
    of the year. Days without a mean count for nothing, neither now nor in the sum; every day to
    come is taken as one with a mean. Compared exactly, without rounding the year's mean first.
    Raises ``BadNumber``, ``ValueError`` for more days than the year has.
    """
    rest = _rest(so_far, of)
    bound = not_negative(target, "target")
    known = [not_negative(one, "mean") for one in so_far if one is not None]
    total = sum(known, Fraction())
    found = total / len(known) if known else None
    spare = bound * (len(known) + rest) - total
    return MeanCountdown(
        prospect=_mean_prospect(spare, rest, found),
        day=len(so_far),
        of=of,
        rest=rest,
        valid=len(known),
        so_far=found,
        needed=spare / rest if rest and spare >= 0 else None,
    )


def _mean_prospect(spare: Fraction, rest: int, found: Fraction | None) -> Prospect:
    if not rest and found is None:
        return Prospect.UNKNOWN
    if rest:
        return Prospect.OPEN if spare >= 0 else Prospect.IMPOSSIBLE
    return Prospect.MET if spare >= 0 else Prospect.MISSED


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysCountdown:
    """Day ``day`` of ``of``. ``needed``: good days still wanted among the ``rest``."""

    prospect: Prospect
    day: int
    of: int
    rest: int
    good: int
    needed: int


def days_countdown(target: int, so_far: Sequence[bool | None], of: int) -> DaysCountdown:
    """How many of the days to come must be good for at least ``target`` good days in the year.

    ``so_far``: whether each day from the first on was good, ``None`` for one without an index,
    which is not. Raises ``ValueError`` for more days than the year has, or a target beyond it.
    """
    rest = _rest(so_far, of)
    if type(target) is not int or not 0 <= target <= of:
        raise ValueError(f"target:{target}")
    good = sum(1 for one in so_far if one)
    needed = max(0, target - good)
    if not rest:
        prospect = Prospect.MISSED if needed else Prospect.MET
    elif not needed:
        prospect = Prospect.SURE
    else:
        prospect = Prospect.OPEN if needed <= rest else Prospect.IMPOSSIBLE
    return DaysCountdown(
        prospect=prospect, day=len(so_far), of=of, rest=rest, good=good, needed=needed
    )


def _rest(so_far: Sequence[object], of: int) -> int:
    if type(of) is not int or not 1 <= of <= 366 or len(so_far) > of:
        raise ValueError(f"days:{len(so_far)}/{of}")
    return of - len(so_far)
