"""How a target stands: the countdown of a mean and of a share of good days, and their gaps."""

from decimal import Decimal
from fractions import Fraction

import pytest

from anhuan.kernel.air_area import area_concentrations, area_rule, told_in
from anhuan.kernel.air_course import Prospect
from anhuan.kernel.air_target import change, gap_of, indicator, mean_target, share_target

RULE = area_rule({"least_share": "3/4", "factors": {"a34004": "PM25"}})
WATER = {"field": "water", "unit": "%", "better": "more", "places": 1}


def test_mean_of_the_rest_is_what_the_target_leaves() -> None:
    found = mean_target(Decimal("75"), [80, None, 90], 60)

    assert (found.day, found.of, found.rest, found.valid) == (3, 60, 57, 2)
    assert (found.measured, found.gap) == (85, 10)
    assert found.needed == Fraction(75 * 59 - 170, 57)
    assert found.prospect is Prospect.OPEN


def test_mean_that_no_clean_day_could_save_is_impossible() -> None:
    found = mean_target(50, [150] * 30, 40)

    assert (found.prospect, found.needed, found.rest) == (Prospect.IMPOSSIBLE, None, 10)


@pytest.mark.parametrize(
    ("days", "prospect", "needed"),
    [
        ([True] * 8, Prospect.SURE, 0),
        ([True] * 4 + [None] * 2, Prospect.OPEN, 2),
        ([False] * 3 + [True] * 4, Prospect.OPEN, 3),
        ([False] * 4, Prospect.IMPOSSIBLE, None),
        ([True] * 7 + [False] * 3, Prospect.MET, None),
        ([True] * 6 + [False] * 4, Prospect.MISSED, None),
        ([None] * 10, Prospect.UNKNOWN, None),
    ],
)
def test_share_of_good_days_counts_only_days_with_an_index(
    days: list[bool | None], prospect: Prospect, needed: int | None
) -> None:
    found = share_target(70, days, 10)

    assert (found.prospect, found.needed) == (prospect, needed)


def test_share_that_is_met_exactly_has_no_gap() -> None:
    found = share_target(Decimal("66.5"), [True] * 133 + [False] * 67, 365)

    assert (found.measured, found.gap) == (Fraction(133, 2), 0)


def test_target_takes_no_more_days_than_its_stretch() -> None:
    with pytest.raises(ValueError, match="days:3/2"):
        share_target(50, [True] * 3, 2)
    with pytest.raises(ValueError, match="days:0/10"):
        share_target(101, [], 10)


def test_area_needs_three_quarters_of_its_stations() -> None:
    values: list[Fraction | None] = [Fraction(10), Fraction(20), Fraction(60), None]
    found = [{"PM25_1H": one} for one in values]

    assert area_concentrations(RULE, found, ["PM25_1H"]) == {"PM25_1H": 30}
    assert area_concentrations(RULE, found[1:], ["PM25_1H"]) == {"PM25_1H": None}
    assert area_concentrations(RULE, [], ["PM25_1H"]) == {"PM25_1H": None}


@pytest.mark.parametrize(
    ("pollutant", "unit", "told"),
    [
        ("CO", "", 2),
        ("CO", "mg/m³", 2),
        ("CO", "µg/m³", Fraction(2, 1000)),
        ("PM25", "ug/m3", 2),
        ("PM25", "毫克/立方米", 2000),
        ("PM25", "nonsense", 2),
    ],
)
def test_unit_of_a_station_is_turned_into_that_of_the_index(
    pollutant: str, unit: str, told: Fraction
) -> None:
    assert told_in(pollutant, Fraction(2), unit) == told


@pytest.mark.parametrize(
    "value",
    [
        WATER | {"unit": ""},
        WATER | {"places": 9},
        WATER | {"item": "PM25_24H"},
        WATER | {"better": "less", "good_days": True},
        WATER | {"item": "TSP_24H", "better": "less"},
    ],
)
def test_indicator_that_cannot_be_told_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"unit|places|better|item"):
        indicator(value)


@pytest.mark.parametrize(
    "value",
    [
        {"least_share": "0", "factors": {"a34004": "PM25"}},
        {"least_share": "5/4", "factors": {"a34004": "PM25"}},
        {"least_share": 1, "factors": {"a34004": "PM25"}},
        {"least_share": "1", "factors": {}},
        {"least_share": "1", "factors": {"a34004": "PM25", "a34005": "PM25"}},
        {"least_share": "1", "factors": {"a34004": "dust"}},
    ],
)
def test_rule_of_areas_that_means_nothing_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"least_share|factors"):
        area_rule(value)


def test_gap_is_positive_on_the_wrong_side_of_the_bound() -> None:
    assert gap_of(indicator(WATER), Decimal(80), Decimal("78.5")) == Fraction(3, 2)
    less = indicator(WATER | {"better": "less"})
    assert gap_of(less, Decimal(80), Decimal("78.5")) == Fraction(-3, 2)
    assert gap_of(less, Decimal(80), None) is None


def test_change_since_nothing_is_none() -> None:
    assert change(Decimal(50), Decimal(45)) == -10
    assert (change(None, Decimal(45)), change(Decimal(0), Decimal(45))) == (None, None)
