"""Turns fill shifts without a minute between; a state adds persons and a higher leader."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.roster import (
    NORMAL,
    PLAIN,
    Lack,
    Place,
    Raised,
    Readiness,
    Shift,
    Turns,
    called,
    lack_of,
    planned,
    readiness,
    shifts,
    slot_of_call,
    starts_of,
    state_at,
)

FIRST = date(2026, 5, 11)
DAY = timedelta(days=1)
HEAD, DEPUTY, OTHER = (UUID(int=n) for n in (1, 2, 3))
PEOPLE = tuple(UUID(int=n) for n in range(11, 17))
ABOVE = {DEPUTY: HEAD, OTHER: HEAD}
TURNS = Turns(first=FIRST, leads=(DEPUTY, OTHER), people=PEOPLE)
RAISED = Readiness(rank=1, more=1, lead_up=1)
LEAD = (Place.LEAD, 0)


def shift(offset: int) -> Shift:
    return next(shifts(TURNS.starts, FIRST + offset * DAY, FIRST + offset * DAY))


def duty(found: dict[tuple[Place, int], UUID | None]) -> list[UUID | None]:
    return [post for (place, _), post in sorted(found.items()) if place is Place.DUTY]


def test_turns_go_round() -> None:
    found = [planned(TURNS, shift(n), PLAIN, ABOVE) for n in range(7)]

    assert [each[LEAD] for each in found] == [DEPUTY, OTHER] * 3 + [DEPUTY]
    assert [duty(each) for each in found] == [[post] for post in (*PEOPLE, PEOPLE[0])]


def test_raised_state_adds_a_rested_person_and_a_higher_leader() -> None:
    found = planned(TURNS, shift(0), RAISED, ABOVE)

    assert found[LEAD] == HEAD
    assert duty(found) == [PEOPLE[0], PEOPLE[3]]


def test_leader_of_the_unit_stays_leader_however_high_the_state_asks() -> None:
    found = planned(TURNS, shift(0), replace(RAISED, lead_up=9), ABOVE)

    assert found[LEAD] == HEAD


def test_what_was_named_by_hand_stays_and_is_in_no_other_place() -> None:
    fixed: dict[tuple[Place, int], UUID | None] = {(Place.DUTY, 0): PEOPLE[3]}
    found = planned(TURNS, shift(0), RAISED, ABOVE, fixed)

    assert duty(found) == [PEOPLE[3], PEOPLE[0]]


def test_too_few_in_turn_leave_the_place_empty() -> None:
    found = planned(replace(TURNS, people=PEOPLE[:1]), shift(0), RAISED, ABOVE)

    assert duty(found) == [PEOPLE[0], None]


def test_highest_of_the_states_that_hold_is_the_state() -> None:
    at = datetime(2026, 5, 11, 2, tzinfo=UTC)
    asked = {"raised": RAISED, "wartime": replace(RAISED, rank=2)}
    states = [
        Raised(code="raised", since=at, until=at + 3 * DAY),
        Raised(code="wartime", since=at + DAY, until=at + 9 * DAY, ended_at=at + 2 * DAY),
    ]

    found = [state_at(states, asked, at + n * DAY) for n in range(-1, 4)]

    assert found == [NORMAL, "raised", "wartime", "raised", NORMAL]


def lack(person: UUID | None, *, holds: set[UUID], away: set[UUID]) -> Lack | None:
    at = datetime(2026, 5, 11, 2, tzinfo=UTC)
    return lack_of(person=person, holder=lambda _: holds, away=lambda _: away, at=at)


def test_why_a_place_is_a_gap() -> None:
    assert lack(None, holds={HEAD}, away=set()) is Lack.EMPTY
    assert lack(HEAD, holds={DEPUTY}, away={HEAD}) is Lack.AWAY
    assert lack(HEAD, holds={DEPUTY}, away=set()) is Lack.ENDED
    assert lack(HEAD, holds={HEAD, DEPUTY}, away=set()) is None


def test_call_asks_who_is_on_duty_then_the_leader_then_the_head() -> None:
    both = [(Place.LEAD, DEPUTY), (Place.DUTY, PEOPLE[0])]

    assert called(both, [HEAD]) == (PEOPLE[0], DEPUTY, HEAD)
    assert called([(Place.LEAD, HEAD), both[1]], [HEAD]) == (PEOPLE[0], HEAD)
    assert called(both[:1], [HEAD]) == (DEPUTY, HEAD)
    assert called([], [HEAD]) == (HEAD,)
    assert called([], []) == ()


def test_state_calls_at_the_last_of_its_times_that_has_come() -> None:
    morning = datetime(2026, 5, 11, 2, tzinfo=UTC)

    found = [slot_of_call((540, 1260), morning + n * timedelta(hours=1)) for n in (-2, -1, 0, 11)]

    assert [each and each.astimezone(UTC).hour for each in found] == [None, 1, 1, 13]


@pytest.mark.parametrize("texts", [[], ["8:30"], ["24:00"], ["08:30", "08:30"], "08:30", [8]])
def test_starts_that_are_none_are_refused(texts: list[str]) -> None:
    with pytest.raises(ValueError, match="starts"):
        starts_of(texts)


@pytest.mark.parametrize("changed", [{"more": -1}, {"rank": True}, {"lead_up": 10}, {"calls": 3}])
def test_state_that_could_not_be_applied_is_refused(changed: dict[str, object]) -> None:
    value = {"rank": 1, "more": 1, "lead_up": 1, "starts": ["08:30"]}

    with pytest.raises(ValueError, match=next(iter(changed))):
        readiness(value | changed)


minutes = st.lists(st.integers(0, 1439), min_size=1, max_size=4, unique=True).map(sorted)
asks = st.builds(Readiness, rank=st.just(1), more=st.integers(0, 4), lead_up=st.integers(0, 3))
people = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=6, unique=True).map(tuple)


@given(minutes, st.integers(0, 40))
def test_shifts_cover_every_minute_once(starts: list[int], days: int) -> None:
    found = list(shifts(starts, FIRST, FIRST + days * DAY))

    assert all(one.ends_at == two.starts_at for one, two in pairwise(found))
    assert found[-1].ends_at - found[0].starts_at == (days + 1) * DAY


@given(people, asks, st.integers(1, 3), st.integers(0, 60))
def test_nobody_is_twice_in_a_shift_and_a_place_is_empty_only_for_want_of_people(
    chosen: tuple[UUID, ...], asked: Readiness, persons: int, offset: int
) -> None:
    turns = Turns(first=FIRST, leads=(chosen[0],), people=chosen, persons=persons)
    found = planned(turns, shift(offset), asked, ABOVE)

    named = [post for post in found.values() if post is not None]
    assert len(named) == len(set(named))
    assert len(found) == 1 + persons + asked.more
    assert duty(found).count(None) == max(
        0, persons + asked.more - len(set(chosen) - {found[LEAD]})
    )


@given(people, asks, st.integers(0, 60))
def test_whose_turn_it_is_is_on_duty_under_every_state(
    chosen: tuple[UUID, ...], asked: Readiness, offset: int
) -> None:
    turns = Turns(first=FIRST, leads=(DEPUTY,), people=chosen)
    plain = planned(turns, shift(offset), PLAIN, ABOVE)
    raised = planned(turns, shift(offset), asked, ABOVE)

    assert duty(raised)[0] == duty(plain)[0]
