"""How often a place is checked: the strictest rule that applies, less often by a good record."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.cycle import Cycle, Every
from anhuan.kernel.frequency import (
    CycleRule,
    Level,
    Object,
    Record,
    Reduction,
    cycle_rule,
    frequencies,
    longer,
    months_before,
    per_year,
    reduction,
)
from anhuan.kernel.visit import VisitKind

D = VisitKind.DEPARTMENT
RULES = {
    "all": CycleRule(level=Level.DEPARTMENT, visit=D, cycle=Cycle(Every.YEAR)),
    "larger": CycleRule(
        level=Level.DEPARTMENT, visit=D, cycle=Cycle(Every.QUARTER), risks=frozenset({"larger"})
    ),
    "major": CycleRule(
        level=Level.DEPARTMENT,
        visit=D,
        cycle=Cycle(Every.MONTH),
        risks=frozenset({"major"}),
        falls=False,
    ),
    "grid": CycleRule(level=Level.GRID_2, visit=VisitKind.PATROL, cycle=Cycle(Every.WEEK, 2)),
}
CLEAN = {"clean": Reduction(months=24, visits=2)}
GOOD = {24: Record(visits=3)}


def of(thing: Object, records: dict[int, Record] | None = None) -> dict[Level, object]:
    found = frequencies(thing, RULES, CLEAN, records or {})
    return {one.level: (one.rule, one.cycle, one.reductions) for one in found}


def test_strictest_rule_holds_at_each_level() -> None:
    assert of(Object(risk="larger")) == {
        Level.DEPARTMENT: ("larger", Cycle(Every.QUARTER), ()),
        Level.GRID_2: ("grid", Cycle(Every.WEEK, 2), ()),
    }


def test_good_record_makes_it_less_often_and_says_why() -> None:
    assert of(Object(risk="larger"), GOOD) == {
        Level.DEPARTMENT: ("larger", Cycle(Every.HALF_YEAR), ("clean",)),
        Level.GRID_2: ("grid", Cycle(Every.WEEK), ("clean",)),
    }


def test_place_that_must_not_fall_does_not() -> None:
    assert of(Object(risk="major"), GOOD)[Level.DEPARTMENT] == ("major", Cycle(Every.MONTH), ())


@pytest.mark.parametrize(
    "spoilt",
    [
        replace(GOOD[24], majors=1),
        replace(GOOD[24], returned=1),
        replace(GOOD[24], overdue=1),
        replace(GOOD[24], visits=1),
        Record(),
    ],
)
def test_record_that_is_not_good_changes_nothing(spoilt: Record) -> None:
    assert of(Object(risk="larger"), {24: spoilt})[Level.DEPARTMENT] == (
        "larger",
        Cycle(Every.QUARTER),
        (),
    )


def test_standard_counts_where_it_is_asked_for() -> None:
    rule = Reduction(months=12, visits=1, standards=frozenset({"一级"}))
    record = Record(visits=1)

    assert (rule.earned(record), rule.earned(replace(record, standard="一级"))) == (False, True)


def test_year_is_the_longest_and_says_no_reduction() -> None:
    assert of(Object(), GOOD)[Level.DEPARTMENT] == ("all", Cycle(Every.YEAR), ())


CYCLES = st.builds(Cycle, st.sampled_from(Every), st.integers(1, 31))


@given(cycle=CYCLES, steps=st.integers(0, 9))
def test_longer_is_never_more_often(cycle: Cycle, steps: int) -> None:
    found = longer(cycle, steps)

    assert per_year(found) <= per_year(cycle)
    assert per_year(longer(cycle, steps + 1)) <= per_year(found)


@given(
    risk=st.sampled_from(["", "low", "general", "larger", "major"]),
    record=st.builds(Record, visits=st.integers(0, 9), majors=st.integers(0, 2)),
)
def test_what_fell_says_by_what(risk: str, record: Record) -> None:
    for one in frequencies(Object(risk=risk), RULES, CLEAN, {24: record}):
        assert one.fell == bool(one.reductions)
        assert one.base == RULES[one.rule].cycle


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"level": "department", "visit": "patrol", "every": "year"},
        {"level": "grid-1", "visit": "department", "every": "week"},
        {"level": "department", "visit": "department", "every": "century"},
        {"level": "department", "visit": "department", "every": "year", "times": 0},
        {"level": "department", "visit": "department", "every": "year", "tags": [" "]},
        {"level": "department", "visit": "department", "every": "year", "falls": 1},
    ],
)
def test_cycle_that_cannot_be_applied_is_refused(value: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        cycle_rule(value)


@pytest.mark.parametrize(
    "value", [{}, {"months": 12}, {"months": 0, "visits": 1}, {"months": 12, "visits": 0}]
)
def test_reduction_without_inspections_is_refused(value: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        reduction(value)


def test_months_before_keeps_to_the_month() -> None:
    from datetime import date

    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
