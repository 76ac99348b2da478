"""Means of measured concentrations and whether they count: GB 3095 (table 4), HJ 663.

Values are exact (``exact.Number``) in the unit of their item, ``None`` for one that is absent or
not valid; a mean is a ``Fraction``, ``None`` where too few values stand behind it. Times are
labelled by their end: hour 1 of a day is 00:00 to 01:00, hour 24 ends the day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from anhuan.kernel.exact import Number, not_negative

POLLUTANTS: Final = frozenset(
    ["SO2", "NO2", "CO", "O3", "PM10", "PM25", "NOx", "TSP", "BaP", "Pb"]
)
HOURS: Final = 8
DAY_HOURS: Final = 24
FEBRUARY: Final = 2
YEAR_MONTHS: Final = 12


class Span(StrEnum):
    """The time a mean is of."""

    HOUR = "hour"
    EIGHT_HOURS = "eight-hours"
    DAY = "day"
    MONTH = "month"
    FEBRUARY = "february"
    QUARTER = "quarter"
    YEAR = "year"


MOST: Final[Mapping[Span, int]] = {
    Span.HOUR: 60,
    Span.EIGHT_HOURS: 8,
    Span.DAY: 24,
    Span.MONTH: 31,
    Span.FEBRUARY: 29,
    Span.QUARTER: 92,
    Span.YEAR: 366,
}
"""How many values a span can have: minutes of an hour, hours of eight and of a day, else days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """Least numbers of values by pollutant and span; a pair that is not there has no mean."""

    least: Mapping[tuple[str, Span], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OzoneDay:
    """Which sliding means make the day's highest (HJ 663): those ending at the hours ``first`` to
    ``last``, at least ``least`` of them valid, or else a highest one above ``unless_above``."""

    first: int
    last: int
    least: int
    unless_above: Fraction


class NoSuchMean(ValueError):
    """A span the standard knows no mean of this pollutant for."""


def validity(value: Mapping[str, Any]) -> Validity:
    """From ``{"groups": [{"items": ["SO2"], "least": {"day": 20}}]}``. Raises ``ValueError``,
    ``KeyError``, ``TypeError``."""
    least: dict[tuple[str, Span], int] = {}
    for group in value["groups"]:
        for item in group["items"]:
            for name, count in group["least"].items():
                span = Span(name)
                if item not in POLLUTANTS or (item, span) in least:
                    raise ValueError(f"items: {item}")
                if type(count) is not int or not 1 <= count <= MOST[span]:
                    raise ValueError(f"least: {item} {name}")
                least[item, span] = count
    if not least:
        raise ValueError("groups")
    return Validity(least=least)


def ozone_day(value: Mapping[str, Any]) -> OzoneDay:
    """From ``{"first": 8, "last": 24, "least": 14, "unless_above": 160}``. Raises ``ValueError``,
    ``KeyError``."""
    numbers = [value[name] for name in ("first", "last", "least", "unless_above")]
    if not all(type(one) is int for one in numbers):
        raise ValueError("ozone-day")
    first, last, least, above = numbers
    if not (1 <= first <= last <= DAY_HOURS and 1 <= least <= last - first + 1 and above >= 0):
        raise ValueError("ozone-day")
    return OzoneDay(first=first, last=last, least=least, unless_above=Fraction(above))


def span_of_month(month: int) -> Span:
    """February has a number of its own. Raises ``ValueError`` for no month."""
    if not 1 <= month <= YEAR_MONTHS:
        raise ValueError(f"no-month:{month}")
    return Span.FEBRUARY if month == FEBRUARY else Span.MONTH


def counts(rule: Validity, pollutant: str, span: Span, valid_values: int) -> bool:
    """Whether a mean over ``span`` may be made of so many valid values (GB 3095, table 4).

    Raises ``NoSuchMean``; ``ValueError`` for more values than the span has, or fewer than none.
    """
    least = rule.least.get((pollutant, span))
    if least is None:
        raise NoSuchMean(f"no-mean:{pollutant}:{span.value}")
    if type(valid_values) is not int or not 0 <= valid_values <= MOST[span]:
        raise ValueError(f"count:{span.value}:{valid_values}")
    return valid_values >= least


def mean(
    rule: Validity, pollutant: str, span: Span, values: Iterable[Number | None]
) -> Fraction | None:
    """The arithmetic mean of the valid values of one span, ``None`` where they are too few.

    ``values``: minutes of an hour, hours of eight or of a day, days of a longer span.
    Raises ``NoSuchMean``, ``BadNumber``, ``ValueError`` (more values than the span has).
    """
    known = [not_negative(one, pollutant) for one in values if one is not None]
    enough = counts(rule, pollutant, span, len(known))
    return sum(known, Fraction()) / len(known) if enough else None


def year_mean(
    rule: Validity, pollutant: str, months: Sequence[Sequence[Number | None]]
) -> Fraction | None:
    """The mean of a year's days, given by month: enough of them over the year, and in each month
    (GB 3095, table 4). Raises as ``mean``; ``ValueError`` for anything but twelve months."""
    if len(months) != YEAR_MONTHS:
        raise ValueError(f"months:{len(months)}")
    whole = mean(rule, pollutant, Span.YEAR, [day for month in months for day in month])
    each = [
        mean(rule, pollutant, _in_year(rule, pollutant, number), days)
        for number, days in enumerate(months, start=1)
    ]
    return None if None in each else whole


def _in_year(rule: Validity, pollutant: str, month: int) -> Span:
    """What is sampled, not monitored all the time, has one number for every month."""
    span = span_of_month(month)
    return span if (pollutant, span) in rule.least else Span.MONTH


def eight_hours(
    rule: Validity, pollutant: str, hours: Sequence[Number | None]
) -> tuple[Fraction | None, ...]:
    """Sliding means: for each hour that of itself and the seven before it, ``None`` where too few
    of the eight are valid (before the first hour there are none).

    The day's own hours, not those of the day before, make its means from hour 8 on.
    Raises ``NoSuchMean``, ``BadNumber``.
    """
    exact = [None if one is None else not_negative(one, pollutant) for one in hours]
    return tuple(
        mean(rule, pollutant, Span.EIGHT_HOURS, exact[max(0, end - HOURS) : end])
        for end in range(1, len(exact) + 1)
    )


def highest_eight_hours(
    rule: Validity, day: OzoneDay, hours: Sequence[Number | None], *, pollutant: str = "O3"
) -> Fraction | None:
    """The day's highest sliding mean (O3 日最大 8 小时平均) of its 24 hours, ``None`` where too
    few sliding means are valid; with too few it still counts above the limit (HJ 663).

    Raises ``NoSuchMean``, ``BadNumber``, ``ValueError`` for anything but 24 hours.
    """
    if len(hours) != DAY_HOURS:
        raise ValueError(f"hours:{len(hours)}")
    means = eight_hours(rule, pollutant, hours)[day.first - 1 : day.last]
    known = [one for one in means if one is not None]
    if not known:
        return None
    highest = max(known)
    return highest if len(known) >= day.least or highest > day.unless_above else None


DAILY: Final[Mapping[str, str]] = {
    "SO2": "SO2_24H",
    "NO2": "NO2_24H",
    "PM10": "PM10_24H",
    "CO": "CO_24H",
    "PM25": "PM25_24H",
}


def day_concentrations(
    rule: Validity, day: OzoneDay, hours: Mapping[str, Sequence[Number | None]]
) -> dict[str, Fraction | None]:
    """What the daily report is made of, from a day's 24 hours by pollutant: five means of 24 hours
    and the highest eight hours of O3. A pollutant without hours is missing.

    Raises ``BadNumber``, ``NoSuchMean``, ``ValueError`` for anything but 24 hours.
    """
    found: dict[str, Fraction | None] = {}
    for pollutant, item in DAILY.items():
        given = hours.get(pollutant, (None,) * DAY_HOURS)
        if len(given) != DAY_HOURS:
            raise ValueError(f"hours:{len(given)}")
        found[item] = mean(rule, pollutant, Span.DAY, given)
    found["O3_8H"] = highest_eight_hours(rule, day, hours.get("O3", (None,) * DAY_HOURS))
    return found
