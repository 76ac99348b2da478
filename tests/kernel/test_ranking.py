"""Ranking of units: ties share a place, the next place counts them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.exact import BadNumber
from anhuan.kernel.ranking import Place, ranked


def test_units_that_tie_share_the_place_and_the_next_one_is_skipped() -> None:
    found = ranked({"东": 41, "西": 35, "南": Decimal("35.0"), "北": None}, best_is_low=True)

    assert found == (
        Place("西", 35, 1, 1),
        Place("南", Decimal("35.0"), 1, 1),
        Place("东", 41, 3, 0),
        Place("北", None, None, 0),
    )


def test_highest_comes_first_where_more_is_better() -> None:
    found = ranked({"东": 300, "西": 310, "南": 300}, best_is_low=False)

    assert [(one.unit, one.place) for one in found] == [("西", 1), ("东", 2), ("南", 2)]


def test_nobody_is_ranked_without_values() -> None:
    assert ranked({}, best_is_low=True) == ()
    assert ranked({"东": None}, best_is_low=True) == (Place("东", None, None),)


def test_binary_float_is_refused() -> None:
    with pytest.raises(BadNumber):
        ranked({"东": 35.5}, best_is_low=True)  # type: ignore[dict-item]


@given(st.lists(st.integers(0, 5)))
def test_place_is_one_more_than_those_before(values: list[int]) -> None:
    for one in ranked(dict(enumerate(values)), best_is_low=True):
        better = sum(value < values[one.unit] for value in values)
        assert (one.place, one.tied) == (better + 1, values.count(values[one.unit]) - 1)
