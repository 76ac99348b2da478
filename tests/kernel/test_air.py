"""The air quality index: each edition at its breakpoints, what is named, what is missing."""

from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.air import UnknownItem, iaqi, index, level, taken
from anhuan.kernel.air_rule import AirRule, Report, air_rule
from anhuan.kernel.exact import BadNumber, NumberProblem
from anhuan.ops.vector_kinds.seeded import seeded
from tests.kernel.standards import CLEAN, EDITIONS, NEW, OLD

STEPS = (0, 50, 100, 150, 200, 300, 400, 500)
SAME = {
    "SO2_24H": "0 50 150 475 800 1600 2100 2620",
    "SO2_1H": "0 150 500 650 800",
    "NO2_24H": "0 40 80 180 280 565 750 940",
    "NO2_1H": "0 100 200 700 1200 2340 3090 3840",
    "CO_24H": "0 2 4 14 24 36 48 60",
    "CO_1H": "0 5 10 35 60 90 120 150",
    "O3_1H": "0 160 200 300 400 800 1000 1200",
    "O3_8H": "0 100 160 215 265 800",
}
TABLES = {
    "2012": SAME
    | {"PM10_24H": "0 50 150 250 350 420 500 600", "PM25_24H": "0 35 75 115 150 250 350 500"},
    "2026": SAME
    | {"PM10_24H": "0 50 120 250 350 420 500 600", "PM25_24H": "0 35 60 115 150 250 350 500"},
}
POINTS = [
    (edition, item, int(point), step)
    for edition, table in TABLES.items()
    for item, row in table.items()
    for point, step in zip(row.split(), STEPS, strict=False)
]
rules = st.sampled_from([OLD, NEW])
items = st.sampled_from(sorted(OLD.scales))
concentrations = st.decimals(0, 5000, places=3) | st.fractions(0, 5000, max_denominator=24)


@pytest.mark.parametrize(("edition", "item", "point", "step"), POINTS)
def test_breakpoint_has_its_step_and_the_next_unit_more(
    edition: str, item: str, point: int, step: int
) -> None:
    rule = EDITIONS[edition]
    unit = Decimal("0.1") if item.startswith("CO") else 1
    last = point == rule.scales[item].points[-1]

    assert iaqi(rule, item, point) == step
    if last and step < STEPS[-1]:
        beyond = {"SO2_1H": 200, "O3_8H": 300} if edition == "2026" else {}
        assert iaqi(rule, item, point + unit) == beyond.get(item)
    elif last:
        assert iaqi(rule, item, point + unit) == STEPS[-1]
    else:
        assert step < (iaqi(rule, item, point + unit) or 0)
    if point:
        assert (iaqi(rule, item, point - unit) or 0) <= step


@given(rules, items, concentrations)
def test_index_is_the_printed_formula_rounded_up(
    rule: AirRule, item: str, concentration: Decimal | Fraction
) -> None:
    value = taken(rule, item, concentration)
    points = rule.scales[item].points
    if value > points[-1]:
        assert iaqi(rule, item, concentration) == rule.scales[item].beyond
        return
    high = next(n for n in range(1, len(points)) if value <= points[n])
    slope = Fraction(STEPS[high] - STEPS[high - 1], 1) / (points[high] - points[high - 1])
    printed = slope * (value - points[high - 1]) + STEPS[high - 1]

    assert iaqi(rule, item, concentration) == ceil(printed)


@given(rules, items, concentrations, concentrations)
def test_index_never_falls_as_a_concentration_rises(
    rule: AirRule, item: str, one: Decimal | Fraction, other: Decimal | Fraction
) -> None:
    low, high = sorted((Fraction(one), Fraction(other)))
    indexes = [iaqi(rule, item, value) for value in (low, high)]

    if None not in indexes:
        assert indexes == sorted(indexes)  # type: ignore[type-var]


@given(items, st.integers(0, 5000))
def test_newer_edition_is_never_the_milder_one(item: str, concentration: int) -> None:
    old, new = (iaqi(rule, item, concentration) for rule in (OLD, NEW))

    assert old is None or (new is not None and new >= old)


@pytest.mark.parametrize(
    ("item", "raw", "old", "new"),
    [
        ("PM25_24H", "34.5", "34.5", "34"),
        ("PM25_24H", "35.5", "35.5", "36"),
        ("PM25_24H", "60.5", "60.5", "60"),
        ("PM25_24H", "60.50001", "60.50001", "61"),
        ("CO_24H", "2.15", "2.15", "2.2"),
        ("CO_24H", "2.25", "2.25", "2.2"),
        ("CO_1H", "2.2501", "2.2501", "2.3"),
    ],
)
def test_concentration_is_rounded_first_only_by_the_newer_edition(
    item: str, raw: str, old: str, new: str
) -> None:
    found = [taken(rule, item, Decimal(raw)) for rule in (OLD, NEW)]

    assert found == [Fraction(old), Fraction(new)]


def test_hourly_particles_stand_on_the_daily_breakpoints() -> None:
    assert [iaqi(NEW, "PM25_1H", 61), iaqi(OLD, "PM25_1H", 61)] == [101, 83]
    assert [iaqi(NEW, "PM10_1H", 200), iaqi(OLD, "PM10_1H", 200)] == [131, 125]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (-1, NumberProblem.NEGATIVE),
        (Decimal("-0.001"), NumberProblem.NEGATIVE),
        (Decimal("NaN"), NumberProblem.NOT_A_NUMBER),
        (Decimal("Infinity"), NumberProblem.NOT_A_NUMBER),
        (True, NumberProblem.NOT_A_NUMBER),
        (35.0, NumberProblem.NOT_A_NUMBER),
        ("35", NumberProblem.NOT_A_NUMBER),
        (Decimal("1E+999999999"), NumberProblem.OUT_OF_RANGE),
        (Decimal("1E-999999999"), NumberProblem.OUT_OF_RANGE),
        (10**12, NumberProblem.OUT_OF_RANGE),
    ],
    ids=str,
)
def test_what_is_no_concentration_is_refused(value: Any, problem: NumberProblem) -> None:
    with pytest.raises(BadNumber) as refused:
        iaqi(NEW, "PM25_24H", value)

    assert (refused.value.problem, refused.value.name) == (problem, "PM25_24H")


@pytest.mark.parametrize("item", ["PM25", "NO_24H", ""])
def test_item_without_breakpoints_is_refused(item: str) -> None:
    with pytest.raises(UnknownItem):
        iaqi(NEW, item, 1)


def test_item_of_another_report_is_refused() -> None:
    with pytest.raises(UnknownItem):
        index(NEW, Report.DAY, {"PM25_1H": 10})


def test_good_day_names_no_primary_pollutant() -> None:
    found = [index(rule, Report.DAY, CLEAN) for rule in (OLD, NEW)]

    assert [(one.aqi, one.primary, one.missing) for one in found] == [(45, (), ())] * 2
    assert [one.exceeding for one in found] == [(), None]


def test_pollutants_that_tie_are_all_primary() -> None:
    found = index(OLD, Report.DAY, CLEAN | {"PM10_24H": 250, "PM25_24H": 115})

    assert (found.aqi, found.primary) == (150, ("PM10_24H", "PM25_24H"))
    assert found.exceeding == ("PM10_24H", "PM25_24H")


def test_item_of_index_100_is_primary_and_not_exceeding() -> None:
    found = index(OLD, Report.DAY, CLEAN | {"PM25_24H": 75})

    assert (found.aqi, found.primary, found.exceeding) == (100, ("PM25_24H",), ())


@pytest.mark.parametrize(
    ("ozone", "aqi", "number"), [(160, None, None), (161, 101, 3), (170, 110, 3)]
)
def test_newer_edition_gives_an_index_above_100_though_an_item_is_missing(
    ozone: int, aqi: int | None, number: int | None
) -> None:
    found = index(NEW, Report.DAY, CLEAN | {"SO2_24H": None, "O3_8H": ozone})

    assert (found.aqi, found.level and found.level.number) == (aqi, number)
    assert found.missing == ("SO2_24H",)
    assert found.primary == (("O3_8H",) if aqi else ())


def test_absent_item_is_missing_like_an_empty_one() -> None:
    rest = {item: value for item, value in CLEAN.items() if item != "SO2_24H"}

    assert index(NEW, Report.DAY, rest).aqi is None
    assert index(NEW, Report.DAY, rest, not_planned=["SO2_24H"]).aqi == 45
    assert index(OLD, Report.DAY, rest).aqi == 45


def test_nothing_measured_has_no_index() -> None:
    found = [index(rule, Report.HOUR, {}) for rule in (OLD, NEW)]

    assert [(one.aqi, one.level, one.primary) for one in found] == [(None, None, ())] * 2


def test_older_edition_uses_another_mean_beyond_a_scale() -> None:
    high = index(OLD, Report.DAY, CLEAN | {"O3_8H": 801, "O3_1H": 900})

    assert (high.iaqi["O3_8H"], high.aqi, high.primary) == (None, 350, ("O3_1H",))
    assert high.missing == ()


@pytest.mark.parametrize(
    ("aqi", "number", "name", "colour", "rgb"),
    [
        (0, 1, "优", "绿", (0, 228, 0)),
        (50, 1, "优", "绿", (0, 228, 0)),
        (51, 2, "良", "黄", (255, 255, 0)),
        (101, 3, "轻度污染", "橙", (255, 126, 0)),
        (151, 4, "中度污染", "红", (255, 0, 0)),
        (201, 5, "重度污染", "紫", (153, 0, 76)),
        (301, 6, "严重污染", "褐红", (126, 0, 35)),
        (500, 6, "严重污染", "褐红", (126, 0, 35)),
    ],
)
def test_level_has_number_name_and_colour(
    aqi: int, number: int, name: str, colour: str, rgb: tuple[int, int, int]
) -> None:
    found = level(NEW, aqi)

    assert (found.number, found.name, found.colour, found.rgb) == (number, name, colour, rgb)
    assert level(OLD, aqi) == found


@pytest.mark.parametrize("aqi", [-1, 501, True, 50.0])
def test_what_is_no_index_has_no_level(aqi: Any) -> None:
    with pytest.raises(ValueError, match="no-index"):
        level(NEW, aqi)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("steps", [0, 50, 50, 150, 200, 300, 400, 500]),
        ("steps", [50]),
        ("points", {"PM25_24H": [0, 35, 30]}),
        ("points", {"DUST": [0, 35]}),
        ("points", {"PM25_24H": [0, True]}),
        ("beyond", {}),
        ("beyond", {"SO2_1H": 100, "O3_8H": 300}),
        ("places", {"PM25_24H": 0}),
        ("reports", {"day": {"items": ["PM25_24H"]}}),
        ("levels", []),
        ("primary_above", -1),
        ("revision", ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_edition_that_gives_no_index_is_refused(name: str, value: Any) -> None:
    shipped = seeded("air_indexes")[1]["value"]

    with pytest.raises((ValueError, KeyError)):
        air_rule(shipped | {name: value})
