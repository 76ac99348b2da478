"""Major hazard installations: S and R exact, level, faults, what changed between inventories."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.hazard import (
    BadUnit,
    Fault,
    Holding,
    HoldingProblem,
    Outcome,
    Quantity,
    Unit,
    UnitDeed,
    alpha,
    assess,
    changes,
    level,
)
from anhuan.kernel.hazard_table import look_up
from tests.kernel.standards import TABLES


def held(name: str, quantity: Any, *classes: str) -> Holding:
    found = look_up(TABLES, name=name, classes=classes)
    return Holding(name=name, quantity=quantity, critical=found.critical, beta=found.beta)


AMMONIA = held("氨", 10)
CHLORINE = held("氯", Decimal("2.5"))


def test_unit_of_two_chemicals_is_summed() -> None:
    found = assess(TABLES, [held("氯", 5), held("氨", 5)], 60)

    assert (found.s, found.alpha, found.r) == (Fraction(3, 2), Fraction(3, 2), Fraction(15, 2))
    assert (found.outcome, found.level and found.level.name) == (Outcome.MAJOR, "四级")
    assert [one.weighted for one in found.shares] == [4, 1]


def test_ten_tenths_are_one_and_major() -> None:
    tenth = held("氨", Decimal("0.1"))
    parts = [replace(tenth, critical=1) for _ in range(10)]

    found = assess(TABLES, parts, 0)

    assert (found.s, found.outcome) == (1, Outcome.MAJOR)


def test_thirds_are_exact() -> None:
    thirds = [replace(AMMONIA, quantity=1, critical=3)] * 3

    assert assess(TABLES, thirds, 0).s == 1


def test_just_below_one_is_not_major_and_has_no_level() -> None:
    found = assess(TABLES, [held("氯", Decimal("4.9999999"))], 500)

    assert (found.outcome, found.level) == (Outcome.NOT_MAJOR, None)
    assert found.r == 2 * 4 * Fraction("0.99999998")


def test_unit_beyond_all_measure_is_of_the_first_level() -> None:
    found = assess(TABLES, [replace(AMMONIA, quantity=10**11, critical=Decimal("1E-9"))], 0)

    assert found.level is not None
    assert found.level.number == 1


def test_unit_without_chemicals_is_not_assessed() -> None:
    found = assess(TABLES, [], 0)

    assert (found.outcome, found.s, found.level) == (Outcome.NOT_ASSESSED, 0, None)


@pytest.mark.parametrize(
    ("persons", "factor"),
    [
        (0, "0.5"),
        (1, "1"),
        (29, "1"),
        (30, "1.2"),
        (49, "1.2"),
        (50, "1.5"),
        (99, "1.5"),
        (100, "2"),
        (10**6, "2"),
    ],
)
def test_factor_of_exposure_by_persons(persons: int, factor: str) -> None:
    assert alpha(TABLES, persons) == Fraction(factor)


@pytest.mark.parametrize(
    ("r", "name"),
    [
        ("0", "四级"),
        ("9.999", "四级"),
        ("10", "三级"),
        ("49.999", "三级"),
        ("50", "二级"),
        ("99.999", "二级"),
        ("100", "一级"),
        ("1000", "一级"),
    ],
)
def test_level_by_r(r: str, name: str) -> None:
    assert level(TABLES, Decimal(r)).name == name


@pytest.mark.parametrize(
    ("change", "persons", "problem"),
    [
        ({"quantity": None}, 0, HoldingProblem.QUANTITY_MISSING),
        ({"quantity": -1}, 0, HoldingProblem.QUANTITY_NEGATIVE),
        ({"quantity": 1.5}, 0, HoldingProblem.QUANTITY_BAD),
        ({"quantity": Decimal("NaN")}, 0, HoldingProblem.QUANTITY_BAD),
        ({"critical": None}, 0, HoldingProblem.CRITICAL_MISSING),
        ({"critical": 0}, 0, HoldingProblem.CRITICAL_BAD),
        ({"beta": None}, 0, HoldingProblem.BETA_MISSING),
        ({"beta": -1}, 0, HoldingProblem.BETA_BAD),
    ],
    ids=lambda value: value.value if isinstance(value, HoldingProblem) else "",
)
def test_chemical_that_cannot_be_counted_is_named(
    change: dict[str, Any], persons: int, problem: HoldingProblem
) -> None:
    with pytest.raises(BadUnit) as refused:
        assess(TABLES, [CHLORINE, replace(AMMONIA, **change)], persons)

    assert refused.value.faults == (Fault(problem, "氨"),)


@pytest.mark.parametrize(
    ("persons", "problem"),
    [
        (None, HoldingProblem.PERSONS_MISSING),
        (-1, HoldingProblem.PERSONS_NEGATIVE),
        (True, HoldingProblem.PERSONS_BAD),
        (1.5, HoldingProblem.PERSONS_BAD),
    ],
)
def test_persons_that_are_no_number_are_refused(persons: Any, problem: HoldingProblem) -> None:
    with pytest.raises(BadUnit) as refused:
        assess(TABLES, [AMMONIA], persons)

    assert refused.value.faults == (Fault(problem, ""),)


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(BadUnit) as refused:
        assess(TABLES, [replace(AMMONIA, quantity=None, beta=None)], -1)

    assert [fault.problem for fault in refused.value.faults] == [
        HoldingProblem.QUANTITY_MISSING,
        HoldingProblem.BETA_MISSING,
        HoldingProblem.PERSONS_NEGATIVE,
    ]


amounts = st.decimals(0, 1000, places=3)
holdings = st.lists(
    st.builds(
        Holding,
        name=st.sampled_from("甲乙丙"),
        quantity=amounts,
        critical=st.sampled_from([Decimal("0.3"), Decimal("0.75"), 1, 5, 10, 50, 5000]),
        beta=st.sampled_from([1, Decimal("1.5"), 2, 4, 20]),
    ),
    max_size=8,
)


@given(holdings, st.randoms(use_true_random=False), st.integers(0, 200))
def test_order_of_chemicals_does_not_matter(unit: list[Holding], by: Any, persons: int) -> None:
    mixed = list(unit)
    by.shuffle(mixed)

    one, other = (assess(TABLES, each, persons) for each in (unit, mixed))

    assert (one.s, one.r, one.level, one.outcome) == (other.s, other.r, other.level, other.outcome)


@given(holdings, holdings, st.integers(0, 200))
def test_two_halves_of_a_unit_add_up(one: list[Holding], other: list[Holding], n: int) -> None:
    whole = assess(TABLES, one + other, n)
    halves = [assess(TABLES, part, n) for part in (one, other)]

    assert whole.s == halves[0].s + halves[1].s
    assert whole.r == halves[0].r + halves[1].r


@given(holdings, st.integers(0, 200), amounts)
def test_more_of_a_chemical_never_lowers_anything(
    unit: list[Holding], persons: int, more: Decimal
) -> None:
    before = assess(TABLES, unit, persons)
    after = assess(TABLES, [*unit, replace(AMMONIA, quantity=more)], persons + 1)

    assert (after.s, after.r) >= (before.s, before.r)
    if before.level is not None and after.level is not None:
        assert after.level.number <= before.level.number


def unit(*holdings: Holding, persons: int | None = 0) -> Unit:
    return Unit(holdings=holdings, persons=persons)


def test_change_of_a_quantity_is_told_with_what_follows() -> None:
    before = {"罐区": unit(held("氨", 9), CHLORINE)}
    after = {"罐区": unit(held("氨", 80), CHLORINE)}

    (found,) = changes(TABLES, before, after)

    assert (found.key, found.deed, found.regraded) == ("罐区", UnitDeed.CHANGED, False)
    assert found.quantities == (Quantity(name="氨", before=Fraction(9), after=Fraction(80)),)
    assert found.before is not None
    assert found.after is not None
    assert (found.before.s, found.after.s) == (Fraction("1.4"), Fraction("8.5"))


def test_unit_that_becomes_major_is_regraded() -> None:
    before, after = {"库": unit(held("氯", 4))}, {"库": unit(held("氯", 5))}

    assert [one.regraded for one in changes(TABLES, before, after)] == [True]


def test_more_persons_may_raise_the_level_alone() -> None:
    stock = held("氯", 10)

    (found,) = changes(TABLES, {"库": unit(stock)}, {"库": unit(stock, persons=100)})

    assert (found.quantities, found.regraded) == ((), True)


def test_units_that_came_and_went_are_named_in_order() -> None:
    found = changes(TABLES, {"b": unit(AMMONIA)}, {"a": unit(AMMONIA), "c": unit(CHLORINE)})

    told = [(one.key, one.deed, one.before is None, one.after is None) for one in found]
    assert told == [
        ("a", UnitDeed.ADDED, True, False),
        ("b", UnitDeed.REMOVED, False, True),
        ("c", UnitDeed.ADDED, True, False),
    ]


def test_same_inventory_in_another_order_and_writing_is_no_change() -> None:
    before = {"库": unit(AMMONIA, CHLORINE)}
    after = {"库": unit(replace(CHLORINE, quantity=Decimal("2.50")), AMMONIA)}

    assert changes(TABLES, before, after) == ()


def test_unit_that_cannot_be_assessed_any_more_is_a_change() -> None:
    after = {"库": unit(replace(AMMONIA, quantity=None), AMMONIA)}

    (found,) = changes(TABLES, {"库": unit(AMMONIA)}, after)

    assert (found.after, found.quantities) == (
        None,
        (Quantity(name="氨", before=Fraction(10), after=None),),
    )
