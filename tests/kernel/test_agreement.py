"""Agreement of two inspections and what both missed: worked by hand, and for any table."""

from fractions import Fraction
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.agreement import (
    Caution,
    Cell,
    Figure,
    Fourfold,
    Undefined,
    agreement,
    cautions_of_estimate,
    cautions_of_kappa,
    cell_of,
    chapman,
    detected,
    fourfold,
    kappa,
    missed,
)
from anhuan.kernel.checklist import Answer

F = Fraction
COUNT = st.integers(0, 60)
TABLES = st.builds(Fourfold, both=COUNT, first=COUNT, second=COUNT, neither=COUNT)
# a, b, c, d: kappa; estimate; rates of the first and of the second.
VECTORS = {
    # po = 35/50 = 0.7, pe = (25·30 + 25·20)/2500 = 0.5, kappa = 0.2/0.5
    "20-5-10-15": (Fourfold(both=20, first=5, second=10, neither=15), F(2, 5)),
    # po = 60/100, pe = (60·70 + 40·30)/10000 = 0.54, kappa = 0.06/0.46
    "45-15-25-15": (Fourfold(both=45, first=15, second=25, neither=15), F(3, 23)),
    # po = 60/100, pe = (60·30 + 40·70)/10000 = 0.46, kappa = 0.14/0.54
    "25-35-5-35": (Fourfold(both=25, first=35, second=5, neither=35), F(7, 27)),
    "all the same": (Fourfold(both=4, neither=6), F(1)),
    "all opposite": (Fourfold(first=5, second=5), F(-1)),
    # one of the two always says the same: no more than chance
    "one constant": (Fourfold(second=3, neither=7), F(0)),
}
ESTIMATES = {
    # 11·13/7 - 1 = 136/7
    "m 6 of 10 and 12": (
        Fourfold(both=6, first=4, second=6),
        F(136, 7),
        F(136, 7) - 16,
        (F(1, 2), F(3, 5)),
    ),
    # all caught again: 9·9/9 - 1 = 8
    "all common": (Fourfold(both=8), F(8), F(0), (F(1), F(1))),
    # nothing caught again: 3·4/1 - 1 = 11
    "none common": (Fourfold(first=2, second=3), F(11), F(6), (F(0), F(0))),
}
EMPTY = Fourfold(apart=3, fixed=2)


@pytest.mark.parametrize("name", VECTORS)
def test_kappa_is_the_one_worked_by_hand(name: str) -> None:
    table, expected = VECTORS[name]

    assert kappa(table) == expected


@pytest.mark.parametrize("name", ESTIMATES)
def test_estimate_is_the_one_worked_by_hand(name: str) -> None:
    table, estimate, unseen, rates = ESTIMATES[name]

    assert (chapman(table), missed(table), detected(table)) == (estimate, unseen, rates)


NOTHING: dict[str, tuple[Fourfold, Figure, Figure, tuple[Figure, Figure]]] = {
    "no pairs": (
        EMPTY,
        Undefined.NO_PAIRS,
        Undefined.NO_PAIRS,
        (Undefined.SECOND_NONE, Undefined.FIRST_NONE),
    ),
    "nothing found": (
        Fourfold(neither=9),
        Undefined.ONE_ANSWER,
        Undefined.NONE_FOUND,
        (Undefined.SECOND_NONE, Undefined.FIRST_NONE),
    ),
    "all fail": (Fourfold(both=9), Undefined.ONE_ANSWER, F(9), (F(1), F(1))),
    "first found nothing": (
        Fourfold(second=2, neither=2),
        F(0),
        Undefined.FIRST_NONE,
        (F(0), Undefined.FIRST_NONE),
    ),
    "second found nothing": (
        Fourfold(first=2, neither=2),
        F(0),
        Undefined.SECOND_NONE,
        (Undefined.SECOND_NONE, F(0)),
    ),
}


@pytest.mark.parametrize("name", NOTHING)
def test_zero_denominator_has_a_reason_and_no_figure(name: str) -> None:
    table, of_kappa, of_estimate, rates = NOTHING[name]

    assert (kappa(table), chapman(table), detected(table)) == (of_kappa, of_estimate, rates)


def test_agreement_of_no_pairs_is_none() -> None:
    assert (agreement(EMPTY), agreement(Fourfold(both=1, first=3))) == (
        Undefined.NO_PAIRS,
        F(1, 4),
    )


@given(TABLES)
def test_kappa_is_the_textbook_one_and_lies_between_bounds(table: Fourfold) -> None:
    a, b, c, d = table.both, table.first, table.second, table.neither
    found = kappa(table)
    below = (a + b) * (b + d) + (a + c) * (c + d)

    if isinstance(found, Undefined):
        assert below == 0
        return
    assert -1 <= found <= 1
    assert found == F(2 * (a * d - b * c), below)
    assert isclose(float(found), 2 * (a * d - b * c) / below, abs_tol=1e-12)


@given(TABLES)
def test_figures_do_not_depend_on_who_came_first(table: Fourfold) -> None:
    other = Fourfold(
        both=table.both, first=table.second, second=table.first, neither=table.neither
    )

    assert kappa(other) == kappa(table)
    assert isinstance(chapman(other), Undefined) == isinstance(chapman(table), Undefined)
    if not isinstance(chapman(table), Undefined):
        assert (chapman(other), detected(other)) == (chapman(table), detected(table)[::-1])


@given(TABLES)
def test_kappa_does_not_depend_on_which_answer_is_counted(table: Fourfold) -> None:
    turned = Fourfold(
        both=table.neither, first=table.second, second=table.first, neither=table.both
    )

    assert kappa(turned) == kappa(table)


@given(TABLES)
def test_estimate_never_falls_below_what_was_found(table: Fourfold) -> None:
    estimate, unseen = chapman(table), missed(table)

    if isinstance(estimate, Undefined) or isinstance(unseen, Undefined):
        assert estimate is unseen
        assert 0 in {table.found_first, table.found_second}
        return
    assert estimate >= table.found
    assert unseen == estimate - table.found >= 0


@given(TABLES, COUNT, COUNT)
def test_what_is_left_out_changes_no_figure(table: Fourfold, fixed: int, apart: int) -> None:
    more = Fourfold(
        both=table.both,
        first=table.first,
        second=table.second,
        neither=table.neither,
        fixed=fixed,
        apart=apart,
    )

    assert (kappa(more), chapman(more), detected(more)) == (
        kappa(table),
        chapman(table),
        detected(table),
    )


@given(st.lists(st.sampled_from(list(Cell))))
def test_table_counts_every_pair_once(cells: list[Cell]) -> None:
    table = fourfold(cells)

    assert table.pairs + table.fixed + table.apart == len(cells)
    assert table.both == cells.count(Cell.BOTH)


def test_cell_of_two_answers() -> None:
    ok, bad = Answer.CONFORMS, Answer.FAILS

    assert [cell_of(*pair) for pair in ((bad, bad), (bad, ok), (ok, bad), (ok, ok))] == [
        Cell.BOTH,
        Cell.FIRST,
        Cell.SECOND,
        Cell.NEITHER,
    ]
    assert [cell_of(bad, each, fixed=True) for each in (ok, bad)] == [Cell.FIXED] * 2
    assert cell_of(ok, bad, fixed=True) is Cell.SECOND


@pytest.mark.parametrize("apart", [None, Answer.NOT_CHECKED, Answer.NOT_APPLICABLE])
def test_what_one_did_not_look_at_is_no_agreement(apart: Answer | None) -> None:
    for other in Answer:
        assert cell_of(apart, other) is cell_of(other, apart, fixed=True) is Cell.APART


def test_negative_count_is_no_table() -> None:
    with pytest.raises(ValueError, match="negative"):
        Fourfold(both=-1)


def test_cautions_say_what_the_figures_do_not() -> None:
    few = Fourfold(both=2, first=1, second=1, neither=5)
    one_sided = Fourfold(both=1, first=1, neither=38)
    many = Fourfold(both=20, first=5, second=10, neither=15)

    assert [cautions_of_kappa(one) for one in (few, one_sided, many, EMPTY)] == [
        (Caution.FEW_PAIRS,),
        (Caution.ONE_SIDED,),
        (),
        (),
    ]
    assert [cautions_of_estimate(one) for one in (few, many, EMPTY)] == [
        (Caution.FEW_COMMON, Caution.LOWER_BOUND),
        (Caution.LOWER_BOUND,),
        (),
    ]
