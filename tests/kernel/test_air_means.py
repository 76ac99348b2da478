"""Means of concentrations: how many values stand behind them, sliding hours, a day's report."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.air_limit import AreaClass, NoLimit, air_limits, exceeded, limit
from anhuan.kernel.air_means import (
    NoSuchMean,
    Span,
    counts,
    day_concentrations,
    eight_hours,
    highest_eight_hours,
    mean,
    ozone_day,
    span_of_month,
    validity,
    year_mean,
)
from anhuan.kernel.exact import BadNumber
from tests.kernel.standards import (
    LIMITS_2012,
    LIMITS_2026,
    LIMITS_2031,
    OZONE_DAY,
    VALIDITY,
)

MONITORED = ["SO2", "NO2", "CO", "O3", "PM10", "PM25", "NOx"]
LEAST = [
    *((p, "hour", 45) for p in MONITORED),
    *((p, "eight-hours", 6) for p in MONITORED),
    *((p, "day", 20) for p in MONITORED),
    *((p, "month", 27) for p in MONITORED),
    *((p, "february", 25) for p in MONITORED),
    *((p, "year", 324) for p in MONITORED),
    *((p, "day", 24) for p in ("TSP", "BaP", "Pb")),
    *((p, "month", 5) for p in ("TSP", "BaP", "Pb")),
    *((p, "year", 60) for p in ("TSP", "BaP", "Pb")),
    ("Pb", "quarter", 15),
]


@pytest.mark.parametrize(("pollutant", "span", "least"), LEAST)
def test_mean_counts_from_its_least_number_of_values(
    pollutant: str, span: str, least: int
) -> None:
    found = [counts(VALIDITY, pollutant, Span(span), n) for n in (0, least - 1, least)]

    assert found == [False, False, True]


@pytest.mark.parametrize(("pollutant", "span"), [("SO2", Span.QUARTER), ("TSP", Span.HOUR)])
def test_mean_the_standard_does_not_know_is_refused(pollutant: str, span: Span) -> None:
    with pytest.raises(NoSuchMean):
        counts(VALIDITY, pollutant, span, 20)


@pytest.mark.parametrize(("span", "many"), [(Span.HOUR, 61), (Span.DAY, 25), (Span.DAY, -1)])
def test_more_values_than_the_span_has_are_refused(span: Span, many: int) -> None:
    with pytest.raises(ValueError, match="count"):
        counts(VALIDITY, "SO2", span, many)


def test_february_has_a_number_of_its_own() -> None:
    assert [span_of_month(n).value for n in (1, 2, 3)] == ["month", "february", "month"]
    with pytest.raises(ValueError, match="no-month"):
        span_of_month(13)


def test_mean_is_exact_and_of_the_valid_values_only() -> None:
    hours: list[int | None] = [1] * 19 + [None] * 4

    assert mean(VALIDITY, "PM25", Span.DAY, hours) is None
    assert mean(VALIDITY, "PM25", Span.DAY, [*hours, 3]) == Fraction(22, 20)


def test_mean_refuses_what_is_no_concentration() -> None:
    with pytest.raises(BadNumber):
        mean(VALIDITY, "PM25", Span.DAY, [-1])


def days(*counts_: int) -> list[Sequence[int]]:
    return [[10] * count for count in counts_]


@pytest.mark.parametrize(
    ("months", "found"),
    [
        ((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 10),
        ((27,) * 12, 10),
        ((30, 25, *(27,) * 10), 10),
        ((31, 24, *(30,) * 10), None),
        ((26, 28, *(30,) * 10), None),
        ((27, 25, *(27,) * 10), None),
    ],
    ids=["whole", "just", "just-february", "february-short", "january-short", "year-short"],
)
def test_year_needs_its_days_and_those_of_each_month(
    months: tuple[int, ...], found: int | None
) -> None:
    assert year_mean(VALIDITY, "PM25", days(*months)) == found


def test_year_of_what_is_sampled_has_one_number_for_every_month() -> None:
    assert year_mean(VALIDITY, "TSP", days(*(5,) * 12)) == 10
    assert year_mean(VALIDITY, "TSP", days(6, 4, *(5,) * 10)) is None
    with pytest.raises(ValueError, match="months"):
        year_mean(VALIDITY, "TSP", days(5))


def test_sliding_mean_is_of_the_hour_and_the_seven_before() -> None:
    hours = [*range(1, 11)]
    found = eight_hours(VALIDITY, "O3", hours)

    assert found[:5] == (None,) * 5
    assert found[5:] == (Fraction(7, 2), 4, Fraction(9, 2), Fraction(11, 2), Fraction(13, 2))


def test_sliding_mean_needs_six_of_eight_hours() -> None:
    two, three = [None, None, *[8] * 6], [None, None, None, *[8] * 5]

    assert eight_hours(VALIDITY, "O3", two)[-1] == 8
    assert eight_hours(VALIDITY, "O3", three)[-1] is None


def test_highest_eight_hours_begin_with_the_day() -> None:
    night: list[int | None] = [300] * 6 + [0] * 18

    assert highest_eight_hours(VALIDITY, OZONE_DAY, night) == Fraction(1800, 8)


@pytest.mark.parametrize(
    ("ozone", "gone", "found"),
    [(100, 4, 100), (100, 6, None), (160, 6, None), (161, 6, 161), (161, 24, None)],
)
def test_highest_eight_hours_need_fourteen_means_or_a_limit_broken(
    ozone: int, gone: int, found: int | None
) -> None:
    # the last hours are gone: a sliding mean ends up to two hours after the last valid one
    hours = [ozone] * (24 - gone) + [None] * gone

    assert highest_eight_hours(VALIDITY, OZONE_DAY, hours) == found


@given(st.lists(st.none() | st.integers(0, 400), min_size=24, max_size=24))
def test_highest_eight_hours_are_one_of_the_sliding_means(hours: list[int | None]) -> None:
    found = highest_eight_hours(VALIDITY, OZONE_DAY, hours)
    known = [one for one in eight_hours(VALIDITY, "O3", hours)[7:] if one is not None]

    assert found is None or found == max(known)
    assert found is not None or len(known) < 14


def test_day_report_has_six_items_and_says_what_is_missing() -> None:
    found = day_concentrations(
        VALIDITY, OZONE_DAY, {"PM25": [35] * 24, "O3": [90] * 24, "CO": [1] * 19 + [None] * 5}
    )

    assert found == {
        "SO2_24H": None,
        "NO2_24H": None,
        "PM10_24H": None,
        "CO_24H": None,
        "PM25_24H": 35,
        "O3_8H": 90,
    }


@pytest.mark.parametrize("hours", [{"PM25": [1] * 23}, {"O3": [1] * 25}])
def test_day_without_24_hours_is_refused(hours: dict[str, list[int]]) -> None:
    with pytest.raises(ValueError, match="hours"):
        day_concentrations(VALIDITY, OZONE_DAY, hours)


@pytest.mark.parametrize(
    "value",
    [
        {"groups": []},
        {"groups": [{"items": ["DUST"], "least": {"day": 20}}]},
        {"groups": [{"items": ["SO2"], "least": {"day": 25}}]},
        {"groups": [{"items": ["SO2", "SO2"], "least": {"day": 20}}]},
        {"groups": [{"items": ["SO2"], "least": {"decade": 20}}]},
    ],
    ids=["none", "item", "too-many", "twice", "span"],
)
def test_validity_that_cannot_be_applied_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"groups|items|least|Span"):
        validity(value)


@pytest.mark.parametrize(
    "change", [{"first": 0}, {"last": 25}, {"least": 18}, {"least": True}, {"unless_above": -1}]
)
def test_ozone_day_that_cannot_be_applied_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="ozone-day"):
        ozone_day({"first": 8, "last": 24, "least": 14, "unless_above": 160} | change)


def test_limit_is_that_of_the_edition_and_class() -> None:
    rules = (LIMITS_2012, LIMITS_2026, LIMITS_2031)

    assert [limit(one, "PM25", "day", AreaClass.SECOND) for one in rules] == [75, 60, 50]
    assert [limit(one, "PM25", "year", AreaClass.FIRST) for one in rules] == [15, 15, 10]
    assert [limit(one, "NOx", "day", AreaClass.SECOND) for one in rules] == [100, 100, 70]


def test_limit_itself_is_kept() -> None:
    found = [exceeded(LIMITS_2026, "O3", "8h", AreaClass.SECOND, n) for n in (160, 161)]

    assert found == [False, True]
    with pytest.raises(NoLimit):
        limit(LIMITS_2026, "O3", "year", AreaClass.SECOND)


@pytest.mark.parametrize(
    "limits",
    [{}, {"PM25_week": [1, 2]}, {"PM25_day": [60, 35]}, {"PM25_day": [0, 1]}, {"X_day": [1, 2]}],
    ids=["none", "period", "order", "zero", "pollutant"],
)
def test_limits_that_cannot_be_applied_are_refused(limits: Any) -> None:
    with pytest.raises(ValueError, match="limit"):
        air_limits({"limits": limits})
