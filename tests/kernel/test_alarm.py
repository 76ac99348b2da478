"""Alarms from readings: each rule at its boundary, gaps, invalid marks, catching up."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.alarm import Joining, Slot, conditions, flat, jump, over, quantile, silent
from anhuan.kernel.alarm_rule import (
    DriftRule,
    Flat,
    Interlock,
    Jump,
    Offline,
    Search,
    alarm_code,
    alarm_limit,
    alarm_rule,
    limit_for,
)
from anhuan.kernel.candidate import Reason, Source, Wind, bearing, candidates
from anhuan.kernel.drift import Drift, drift
from anhuan.kernel.interlock import Verdict, interlock, usual, verdict
from tests.kernel.standards import seeded

T0 = datetime(2026, 11, 20, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
HOURLY = Joining(step=HOUR, join=6 * HOUR)
RULES: Mapping[str, Any] = {row["code"]: alarm_rule(row["value"]) for row in seeded("alarms")}


def hours(*values: object) -> dict[datetime, Decimal | None]:
    return {
        T0 + n * HOUR: None if value is None else Decimal(str(value))
        for n, value in enumerate(values)
    }


def told(slots: list[Slot], upto: int, how: Joining = HOURLY) -> list[tuple[object, ...]]:
    """Stretches as (first hour, last hour, end, count, worst)."""
    return [
        (
            (one.began_at - T0) // how.step,
            (one.last_at - T0) // how.step,
            None if one.ended_at is None else (one.ended_at - T0) // how.step,
            one.count,
            one.worst,
        )
        for one in conditions(slots, how, upto=T0 + upto * how.step)
    ]


def test_exceedance_begins_above_the_limit_and_ends_at_it() -> None:
    slots = over(hours(50, "50.01", 80, 50, 49), Decimal(50))

    assert [slot.hit for slot in slots] == [False, True, True, False, False]
    assert told(slots, 5) == [(1, 2, 3, 2, 80)]


def test_exceedance_goes_on_over_a_gap_and_an_invalid_hour() -> None:
    values = hours(80, None, 90)
    values[T0 + 5 * HOUR] = Decimal(60)

    assert told(over(values, Decimal(50)), 6) == [(0, 5, None, 3, 90)]


@pytest.mark.parametrize(
    ("next_hour", "found"),
    [(7, [(0, 7, None, 2, 80)]), (8, [(0, 0, 1, 1, 80), (8, 8, None, 1, 80)])],
)
def test_silence_longer_than_the_rule_ends_an_alarm(
    next_hour: int, found: list[tuple[object, ...]]
) -> None:
    values = {T0: Decimal(80), T0 + next_hour * HOUR: Decimal(80)}

    assert told(over(values, Decimal(50)), next_hour + 1) == found


def test_an_hour_that_is_not_over_is_not_looked_at() -> None:
    slots = over(hours(80, 90), Decimal(50))

    assert conditions(slots, HOURLY, upto=T0 + HOUR - timedelta(seconds=1)) == []
    assert told(slots, 1) == [(0, 0, None, 1, 80)]


def test_two_good_hours_end_it_where_the_rule_wants_two() -> None:
    how = Joining(step=HOUR, join=6 * HOUR, clear=2)

    assert told(over(hours(80, 10, 80, 10, 10), Decimal(50)), 5, how) == [(0, 2, 3, 2, 80)]


@given(
    st.lists(st.sampled_from([None, Decimal(10), Decimal(60)]), max_size=40),
    st.integers(0, 40),
)
def test_what_was_closed_stays_closed_as_hours_pass(
    values: list[Decimal | None], seen: int
) -> None:
    slots = over({T0 + n * HOUR: value for n, value in enumerate(values)}, Decimal(50))
    early = conditions(slots, HOURLY, upto=T0 + seen * HOUR)
    late = conditions(slots, HOURLY, upto=T0 + 100 * HOUR)

    closed = [one for one in early if one.ended_at is not None]
    assert closed == late[: len(closed)]
    assert [one.began_at for one in early] == [one.began_at for one in late[: len(early)]]


JUMP: Jump = RULES["jump"]


def test_quantile_is_linear_between_values() -> None:
    assert quantile([Decimal(10), Decimal(20), Decimal(40)], Decimal("0.75")) == 30


def test_jump_is_above_the_neighbours_of_the_same_hour() -> None:
    others = [hours(100, 100, 10, None), hours(100, 100, 10, 10), hours(100, 100, 10, 10)]

    slots = jump(hours(150, "150.1", 74, 200), others, JUMP)

    assert [slot.hit for slot in slots] == [False, True, False, None]
    assert slots[1].limit == 150


def test_jump_without_a_value_says_nothing() -> None:
    assert [slot.hit for slot in jump(hours(None), [hours(1)] * 3, JUMP)] == [None]


def test_flat_line_needs_so_many_equal_hours_and_a_gap_does_not_break_it() -> None:
    rule = Flat(factors=frozenset({"a34004"}), same=3, join=6)

    slots = flat(hours(7, 7, 8, 8, None, "8.0", 9, 0, 0, 0, 0), rule)

    assert [slot.hit for slot in slots] == [False] * 2 + [True] * 3 + [False] * 5


def test_offline_is_as_many_hours_as_the_intervals_fill() -> None:
    rule = Offline(intervals=12, others=3)
    heard = {T0 + n * HOUR: 5 for n in range(6)}
    own = frozenset({T0, T0 + HOUR})

    of_minutes = silent(heard, own=own, interval=60, rule=rule)
    of_an_hour = silent(heard, own=own, interval=1200, rule=rule)
    of_too_few = silent(heard, own=own, interval=1500, rule=rule)

    assert told(of_minutes, 6) == [(2, 5, None, 4, None)]
    assert told(of_an_hour, 6) == [(2, 5, None, 4, None)]
    assert told(of_too_few, 6) == []


def test_a_node_that_heard_nobody_calls_nobody_offline() -> None:
    heard = {T0: 5, T0 + HOUR: 0, T0 + 2 * HOUR: 0, T0 + 3 * HOUR: 5}

    slots = silent(heard, own=frozenset({T0}), interval=60, rule=Offline(intervals=1, others=3))

    assert told(slots, 4) == [(3, 3, None, 1, None)]


RULE: Interlock = RULES["interlock"]
RATED = Decimal(400)


def test_production_at_a_tenth_and_treatment_at_its_floor_conform() -> None:
    at = [T0 + n * MINUTE for n in range(4)]
    production = dict(zip(at, map(Decimal, ("40", "40.1", "200", "200")), strict=True))
    treatment = dict(zip(at, map(Decimal, ("0", "18", "17.9", "60")), strict=True))

    slots = interlock(production, treatment, rated=RATED, usual=Decimal(60), rule=RULE)

    assert [slot.hit for slot in slots] == [False, False, True, False]


@pytest.mark.parametrize(("minutes", "found"), [(29, []), (30, [(0, 29, None, 30, 0)])])
def test_half_an_hour_makes_it_an_alarm(minutes: int, found: list[tuple[object, ...]]) -> None:
    how = Joining(step=MINUTE, join=HOUR, least=RULE.minutes, lowest=True)
    at = [T0 + n * MINUTE for n in range(minutes)]

    slots = interlock(
        dict.fromkeys(at, Decimal(300)),
        dict.fromkeys(at, Decimal(0)),
        rated=RATED,
        usual=Decimal(60),
        rule=RULE,
    )

    assert told(slots, minutes, how) == found


def test_usual_power_is_the_median_of_running_hours_and_none_of_too_few() -> None:
    production = hours(*[300] * 12, 300, 10)
    treatment = hours(*[50] * 6, *[60] * 6, 5, 90)

    assert usual(production, treatment, rated=RATED, rule=RULE) == 55
    assert usual(production, hours(*[50] * 11), rated=RATED, rule=RULE) is None


def test_verdict_is_one_of_three() -> None:
    good, unknown = Slot(T0, False), Slot(T0, None)

    assert verdict([good, unknown], suspected=False) is Verdict.CONFORMS
    assert verdict([good, unknown, unknown], suspected=False) is Verdict.UNVERIFIABLE
    assert verdict([], suspected=False) is Verdict.UNVERIFIABLE
    assert verdict([good], suspected=True) is Verdict.SUSPECTED


def test_drift_needs_hours_and_more_than_its_share() -> None:
    rule = DriftRule(days=7, hours=2, radius=3000, off=Decimal("0.3"))
    one = (Decimal(130), Decimal(100))

    assert drift([one] * 2, rule) == Drift(
        hours=2, ratio=Decimal("1.3"), bias=Decimal(30), off=False
    )
    assert drift([one, (Decimal(131), Decimal(100))], rule).off is True
    assert drift([one], rule).off is None
    assert drift([], rule) == Drift(hours=0, ratio=None, bias=None, off=None)


SEARCH = Search(radius=3000, angle=45, calm=Decimal("0.5"), most=3)
HERE = (117.0, 36.0)


def source(n: int, lon: float, lat: float, **known: bool) -> Source:
    return Source(id=UUID(int=n), point=(lon, lat), **known)


def test_candidates_upwind_with_reasons_come_before_the_nearer_ones() -> None:
    north_west = Wind(direction=Decimal(315), speed=Decimal(2))
    near, upwind = source(1, 117.001, 36.0), source(2, 116.99, 36.01, outlet=True)
    far = source(3, 117.1, 36.0, case=True)

    found = candidates(HERE, [near, upwind, far], wind=north_west, rule=SEARCH)

    assert [(one.source.id.int, one.reasons) for one in found] == [
        (2, (Reason.UPWIND, Reason.OUTLET)),
        (1, (Reason.NEAR,)),
    ]
    calm = candidates(
        HERE, [upwind], wind=Wind(direction=Decimal(315), speed=Decimal("0.4")), rule=SEARCH
    )
    assert [one.reasons for one in calm] == [(Reason.OUTLET,)]


def test_bearing_goes_clockwise_from_north() -> None:
    ways = [(117.0, 36.1), (117.1, 36.0), (117.0, 35.9), (116.9, 36.0)]

    assert [bearing(HERE, way) for way in ways] == [0, 90, 180, 270]


def test_a_limit_of_the_station_stands_before_that_of_its_kind() -> None:
    limits = {row["code"]: alarm_limit(row["value"]) for row in seeded("alarm_limits")}
    own = alarm_limit(
        {"kind": "gas", "factor": "a21026", "span": "hour", "most": "35", "unit": "mg/m³",
         "station": "A1"}
    )  # fmt: skip
    of_kind = limit_for(limits | {"own": own}, kind="gas", station="B2", factor="a21026")
    of_station = limit_for(limits | {"own": own}, kind="gas", station="A1", factor="a21026")

    assert of_kind == limits["gas-a21026"]
    assert of_station == own
    assert limit_for(limits, kind="air", station="A1", factor="a21026") is None


@pytest.mark.parametrize(
    "value",
    [
        {"rule": "flat", "factors": ["a34004"], "same": 1, "join": 6},
        {"rule": "flat", "factors": [], "same": 3, "join": 6},
        {"rule": "exceedance", "share": "NaN", "clear": 1, "join": 6},
        {"rule": "exceedance", "share": "1.01", "clear": 1, "join": 6},
        {"rule": "exceedance", "share": 0.75, "clear": 1, "join": 6},
        {"rule": "search", "radius": True, "angle": 45, "calm": "1", "most": 3},
        {"rule": "nothing"},
    ],
)
def test_a_rule_by_which_nothing_could_be_told_is_refused(value: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        alarm_rule(value)


def test_a_limit_with_an_unknown_kind_or_rule_code_is_refused() -> None:
    with pytest.raises(ValueError, match="kind"):
        alarm_limit({"kind": "noise", "factor": "L", "span": "hour", "most": "1", "unit": "dB"})
    with pytest.raises(ValueError, match="code"):
        alarm_code("nothing")
