"""A stretch of days: good days, year on year, what an edition changes, what the rest must be."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.air_course import (
    Days,
    DaysDiffer,
    Prospect,
    days_countdown,
    level_changes,
    mean_countdown,
    tally,
    year_on_year,
)
from anhuan.kernel.exact import BadNumber
from tests.kernel.standards import CLEAN, NEW, OLD


def days_of(year: int, *particles: int | None) -> Days:
    """Days from 1 February on, each clean but for PM2.5; ``None`` without any measurement."""
    first = date(year, 2, 1)
    return {
        first + timedelta(days=n): {} if one is None else CLEAN | {"PM25_24H": one}
        for n, one in enumerate(particles)
    }


def test_days_are_tallied_by_level_and_only_those_with_an_index() -> None:
    found = tally(days_of(2026, 30, 70, 70, 200, None), OLD)

    assert (found.revision, found.asked, found.days) == ("HJ 633-2012", 5, 4)
    assert (found.good, found.heavy) == (3, 1)
    assert dict(found.by_level) == {1: 1, 2: 2, 3: 0, 4: 0, 5: 1, 6: 0}
    assert found.good_share == Fraction(3, 4)


def test_share_of_no_days_is_none() -> None:
    assert tally(days_of(2026, None), NEW).good_share is None


def test_two_years_are_compared_by_one_edition() -> None:
    now, then = days_of(2026, 70, 30), days_of(2025, 70, 150)

    by_old, by_new = (year_on_year(now, then, rule) for rule in (OLD, NEW))

    assert (by_old.revision, by_old.good_more, by_old.share_more) == (
        "HJ 633-2012",
        1,
        Fraction(1, 2),
    )
    assert (by_new.now.good, by_new.then.good, by_new.good_more) == (1, 0, 1)


def test_years_of_other_days_are_not_compared() -> None:
    with pytest.raises(DaysDiffer):
        year_on_year(days_of(2026, 30, 30), days_of(2025, 30), NEW)


def test_leap_day_may_stand_alone() -> None:
    leap, plain = days_of(2024, *[30] * 29), days_of(2023, *[30] * 28)

    assert year_on_year(leap, plain, NEW).good_more == 1


def test_year_without_an_index_has_no_change_of_share() -> None:
    assert year_on_year(days_of(2026, 30), days_of(2025, None), NEW).share_more is None


def test_day_that_changes_its_level_between_editions_is_listed() -> None:
    days = days_of(2025, 60, 61, 75, 76, 35) | {date(2025, 3, 1): {"PM25_24H": 50}}

    found = level_changes(days, OLD, NEW)

    told = [(c.day.day, c.before.aqi, c.after.aqi) for c in found.changed]
    assert told == [(2, 83, 101), (3, 100, 114)]
    assert (found.compared, found.unsettled) == (5, (date(2025, 3, 1),))


@pytest.mark.parametrize(
    ("target", "so_far", "of", "prospect", "needed"),
    [
        ("35", [40, 40], 4, Prospect.OPEN, Fraction(30)),
        ("35", [40, None], 4, Prospect.OPEN, Fraction(65, 2)),
        ("35", [], 4, Prospect.OPEN, Fraction(35)),
        ("35", [70, 70], 4, Prospect.OPEN, Fraction(0)),
        ("35", [70, 71], 4, Prospect.IMPOSSIBLE, None),
        ("35", [35, 35], 2, Prospect.MET, None),
        ("34.99", [35, 35], 2, Prospect.MISSED, None),
        ("35", [None, None], 2, Prospect.UNKNOWN, None),
    ],
    ids=["open", "gap", "first-day", "zero", "impossible", "met", "missed", "unknown"],
)
def test_countdown_says_what_the_rest_must_average(
    target: str, so_far: list[int | None], of: int, prospect: Prospect, needed: Fraction | None
) -> None:
    found = mean_countdown(Decimal(target), so_far, of)

    assert (found.prospect, found.needed) == (prospect, needed)
    assert (found.day, found.of, found.rest) == (len(so_far), of, of - len(so_far))


@given(
    st.integers(1, 80),
    st.lists(st.none() | st.integers(0, 300), max_size=20),
    st.integers(1, 20),
)
def test_rest_at_the_needed_mean_just_meets_the_target(
    target: int, so_far: list[int | None], rest: int
) -> None:
    found = mean_countdown(target, so_far, len(so_far) + rest)

    known = [one for one in so_far if one is not None]
    if found.needed is None:
        assert found.prospect is Prospect.IMPOSSIBLE
        assert sum(known) > target * (len(known) + rest)
    else:
        assert sum(known) + found.needed * rest == target * (len(known) + rest)


@pytest.mark.parametrize(
    ("target", "so_far", "of", "prospect", "needed"),
    [
        (3, [True, False], 4, Prospect.OPEN, 2),
        (3, [False, False], 4, Prospect.IMPOSSIBLE, 3),
        (1, [True, None], 4, Prospect.SURE, 0),
        (1, [True, None], 2, Prospect.MET, 0),
        (2, [True, None], 2, Prospect.MISSED, 1),
    ],
    ids=["open", "impossible", "sure", "met", "missed"],
)
def test_countdown_says_how_many_good_days_are_wanted(
    target: int, so_far: list[bool | None], of: int, prospect: Prospect, needed: int
) -> None:
    found = days_countdown(target, so_far, of)

    assert (found.prospect, found.needed, found.good) == (prospect, needed, so_far.count(True))


def test_countdown_refuses_what_no_year_is() -> None:
    with pytest.raises(ValueError, match="days"):
        mean_countdown(35, [1, 2], 1)
    with pytest.raises(ValueError, match="days"):
        days_countdown(0, [], 367)
    with pytest.raises(ValueError, match="target"):
        days_countdown(5, [], 4)
    with pytest.raises(BadNumber):
        mean_countdown(-1, [], 365)
